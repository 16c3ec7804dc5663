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

/* The first such result from @start on, or @end. */
static guint
find_change (PggPqResult *const *results,
             guint               start,
             guint               end)
{
  while (start < end && !pgg_result_settings_may_change (results[start]))
    start++;

  return start;
}

/* If the end is as the beginning, so is what comes before the first change or after the last one.
 * If it is not, the last result of all is as the end: what it follows is the change, or shows by
 * another style. */
static gboolean
is_sure (PggPqResult *const *results,
         guint               n_results,
         guint               index,
         PggCodecContext    *before,
         PggCodecContext    *after)
{
  if (pgg_codec_context_has_same_dates (before, after))
    return find_change (results, 0, index) == index ||
           find_change (results, index + 1, n_results) == n_results;

  return index == n_results - 1 &&
         (before->date_style != after->date_style ||
          (index > 0 && pgg_result_settings_may_change (results[index - 1])));
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
is_encoding_sure (PggPqResult *const *results,
                  guint               n_results,
                  guint               index,
                  PggCodecContext    *before,
                  PggCodecContext    *after)
{
  guint first = find_change (results, 0, n_results);

  if (before->encoding == after->encoding)
    return TRUE;

  return first < n_results &&
         (index < first || find_change (results, index + 1, n_results) == n_results);
}

static PggCodecContext *
choose_dates (PggPqResult *const *results,
              guint               n_results,
              guint               index,
              PggCodecContext    *before,
              PggCodecContext    *after,
              PggTypeMap         *types)
{
  guint first = before != after ? find_change (results, 0, n_results) : n_results;
  g_autoptr(PggCodecContext) context =
    ref_with_types (first < n_results && index < first ? before : after, types);

  if (context->date_style == PGG_DATE_STYLE_ISO ||
      is_sure (results, n_results, index, before, after))
    return g_steal_pointer (&context);

  return pgg_codec_context_new_doubtful (context);
}

PggCodecContext *
pgg_result_settings_choose (PggPqResult *const *results,
                            guint               n_results,
                            guint               index,
                            PggCodecContext    *before,
                            PggCodecContext    *after,
                            PggTypeMap         *types)
{
  g_autoptr(PggCodecContext) context =
    choose_dates (results, n_results, index, before, after, types);

  if (is_encoding_sure (results, n_results, index, before, after))
    return g_steal_pointer (&context);

  return pgg_codec_context_new_with_encoding (context, pgg_encoding_make_pair (before->encoding,
                                                                               after->encoding));
}
