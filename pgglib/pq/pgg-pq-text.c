/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes that come in for libpq and bytes that libpq gives out. */

#include "config.h"

#include "pgg-pq-text-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>

#include <string.h>

/* Refuse what no message of the protocol can carry. */
gboolean
pgg_pq_check_size (const char  *argument,
                   gsize        length,
                   GError     **error)
{
  if (length <= PGG_PQ_MAX_MESSAGE)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
               _("The argument “%s” has %" G_GSIZE_FORMAT " bytes, the protocol carries %"
                 G_GSIZE_FORMAT " at most"),
               argument, length, PGG_PQ_MAX_MESSAGE);
  return FALSE;
}

/*
 * A C string for libpq: @text itself if @length says that it ends in a NUL byte, else a copy that
 * is put into @copy. NULL with an error set if there is a NUL byte inside.
 */
const char *
pgg_pq_text_to_c (const char  *argument,
                  const char  *text,
                  gssize       length,
                  char       **copy,
                  GError     **error)
{
  if (text == NULL || length == 0)
    return "";

  if (length < 0)
    return pgg_pq_check_size (argument, strlen (text), error) ? text : NULL;

  if (!pgg_pq_check_size (argument, (gsize) length, error))
    return NULL;

  if (memchr (text, '\0', (gsize) length) != NULL)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("The argument “%s” contains a NUL byte"), argument);
      return NULL;
    }

  *copy = g_strndup (text, (gsize) length);
  return *copy;
}

/* Both lists are walked to their end by libpq, so they have to be of the same length. */
gboolean
pgg_pq_check_params (const char *const  *keywords,
                     const char *const  *values,
                     GError            **error)
{
  guint n_keywords = g_strv_length ((char **) keywords);
  guint n_values = g_strv_length ((char **) values);

  if (n_keywords == n_values)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("There are %u connection keywords but %u values"), n_keywords, n_values);
  return FALSE;
}

/* Hand out a C string of libpq together with its length. */
const char *
pgg_pq_give (const char *text,
             gsize      *length)
{
  if (length != NULL)
    *length = text != NULL ? strlen (text) : 0;

  return text;
}

/* The same for a copy that the caller frees. */
char *
pgg_pq_give_copy (const char *text,
                  gsize      *length)
{
  return g_strdup (pgg_pq_give (text, length));
}

/* @function of libpq @version (as in 170000) is not there in the libpq of this build. */
void
pgg_pq_set_unsupported (GError     **error,
                        const char  *function,
                        int          version)
{
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
               _("%s needs libpq %d, this library was built with libpq %s "
                 "and runs with libpq %d.%d"),
               function, version / 10000, PGG_PQ_BUILD_VERSION,
               PQlibVersion () / 10000, PQlibVersion () % 10000);
}
