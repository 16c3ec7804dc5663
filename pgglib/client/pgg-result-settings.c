/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which settings the values of a result were written with. */

#include "config.h"

#include "pgg-result-settings-private.h"

#include "pq/pgg-pq-result-private.h"
#include "types/pgg-encoding-private.h"

/*
 * Servers from version 14 tell of changed settings only when they are ready for the next query, see
 * ReportChangedGUCOptions() in src/backend/utils/misc/guc.c. libpq gives all results of a string of
 * several statements, or of a section of a pipeline, before it reads that. So what held at the
 * beginning and at the end is known, and not which result it changed with: a command such as SET
 * shows in its tag, a function that is called in a SELECT does not. What may be one or the other is
 * not guessed: the dates in such results are read only where the text does not need the settings,
 * and the texts only where one encoding makes a text of them, or both the same, if a function made
 * client_encoding another one.
 */

gboolean
pgg_result_settings_may_change (PggPqResult *result)
{
  static const char *const tags[] = { "SET", "RESET", "DISCARD ALL", "ROLLBACK", "COMMIT", "DO",
                                      "CALL" };
  const char *tag = PQcmdStatus ((PGresult *) pgg_pq_result_peek (result));

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_strcmp0 (tag, tags[i]) == 0)
      return TRUE;

  return FALSE;
}

PggResultChanges
pgg_result_settings_find (PggPqResult *const *results,
                          guint               n_results)
{
  PggResultChanges changes = { results, n_results, 0, n_results };

  while (changes.first < n_results && !pgg_result_settings_may_change (results[changes.first]))
    changes.first++;
  while (changes.behind > 0 && !pgg_result_settings_may_change (results[changes.behind - 1]))
    changes.behind--;

  return changes;
}

static gboolean
is_outside (const PggResultChanges *changes,
            guint                   index)
{
  return index <= changes->first || index + 1 >= changes->behind;
}

/* If the end is as the beginning, so is what comes before the first change or after the last one.
 * If it is not, the last result of all is as the end: what it follows is the change, or shows by
 * another style. */
static gboolean
is_sure (const PggResultChanges *changes,
         guint                   index,
         PggCodecContext        *before,
         PggCodecContext        *after)
{
  if (pgg_codec_context_has_same_dates (before, after))
    return is_outside (changes, index);

  return index == changes->n_results - 1 &&
         (before->date_style != after->date_style ||
          (index > 0 && pgg_result_settings_may_change (changes->results[index - 1])));
}

/* What was learnt of types after the settings were noted holds for all results. */
static PggCodecContext *
ref_with_types (PggCodecContext *context,
                PggTypeMap      *types)
{
  return context->types == types ? pgg_codec_context_ref (context)
                                 : pgg_codec_context_new_with_types (context, types);
}

/* What is before the first command that can have changed it or after the last one; nothing if there
 * is none, as it was a function then, which wrote its own result in either encoding. */
static gboolean
is_encoding_sure (const PggResultChanges *changes,
                  guint                   index,
                  PggCodecContext        *before,
                  PggCodecContext        *after)
{
  if (before->encoding == after->encoding)
    return TRUE;

  return changes->first < changes->n_results &&
         (index < changes->first || index + 1 >= changes->behind);
}

static PggCodecContext *
choose_dates (const PggResultChanges *changes,
              guint                   index,
              PggCodecContext        *before,
              PggCodecContext        *after,
              PggTypeMap             *types)
{
  gboolean is_before = changes->first < changes->n_results && index < changes->first;
  g_autoptr(PggCodecContext) context = ref_with_types (is_before ? before : after, types);

  if (context->date_style == PGG_DATE_STYLE_ISO || is_sure (changes, index, before, after))
    return g_steal_pointer (&context);

  return pgg_codec_context_new_doubtful (context);
}

PggCodecContext *
pgg_result_settings_choose (const PggResultChanges *changes,
                            guint                   index,
                            PggCodecContext        *before,
                            PggCodecContext        *after,
                            PggTypeMap             *types)
{
  g_autoptr(PggCodecContext) context = choose_dates (changes, index, before, after, types);

  if (is_encoding_sure (changes, index, before, after))
    return g_steal_pointer (&context);

  return pgg_codec_context_new_with_encoding (context, pgg_encoding_make_pair (before->encoding,
                                                                               after->encoding));
}
