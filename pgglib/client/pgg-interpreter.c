/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How what goes to and fro in a session is read and written: its encoding, its styles. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-interpreter-private.h"

#include "pgg-client-error.h"
#include "types/pgg-encoding-private.h"
#include "types/pgg-params-encoder-private.h"

/* Of one session; protected by its lock. */
typedef struct
{
  PggCodecContext *context; /* as of the last time somebody asked */
} PggInterpreter;

static void
interpreter_free (gpointer data)
{
  PggInterpreter *self = data;

  g_clear_pointer (&self->context, pgg_codec_context_unref);
  g_free (self);
}

static int
get_encoding (PggSession *session)
{
  return pgg_pq_conn_client_encoding (session->pq, NULL);
}

static char *
decode (PggSession *session,
        const char *text)
{
  int encoding = get_encoding (session);

  return pgg_encoding_is_utf8 (encoding) ? NULL
                                         : pgg_encoding_to_utf8 (encoding, text, strlen (text));
}

/* Every encoding that a client may have contains ASCII. */
static char *
encode (PggSession  *session,
        const char  *sql,
        GError     **error)
{
  int encoding = get_encoding (session);
  gsize size;
  char *encoded;

  if (pgg_encoding_is_utf8 (encoding) || g_str_is_ascii (sql))
    return NULL;

  encoded = pgg_encoding_from_utf8 (encoding, sql, strlen (sql), &size);
  if (encoded == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The SQL has characters that the client encoding %s has not"),
                 pgg_encoding_get_name (encoding));

  return encoded;
}

/* Only the encoding matters: the values have types that every server has. A connection that is lost
 * has none; sending will fail in a moment. */
static PggPqParams *
encode_params (PggSession   *session,
               PggPqParams  *params,
               GError      **error)
{
  const PggCodecContext context = { .encoding = get_encoding (session) };

  if (context.encoding < 0)
    return pgg_pq_params_ref (params);

  return pgg_params_encode_for (params, NULL, &context, error);
}

static const char *
get_setting (PggSession *session,
             const char *name)
{
  return pgg_pq_conn_parameter_status (session->pq, name, -1, NULL, NULL);
}

/* The server reports each change of these settings, so most of the time there is nothing to do. */
static void
update_context (PggInterpreter *self,
                PggSession     *session)
{
  int encoding = get_encoding (session);
  const char *date_style = get_setting (session, "DateStyle");
  const char *interval_style = get_setting (session, "IntervalStyle");
  const char *time_zone = get_setting (session, "TimeZone");

  if (self->context != NULL &&
      pgg_codec_context_is_of (self->context, encoding, date_style, interval_style, time_zone,
                               NULL))
    return;

  g_clear_pointer (&self->context, pgg_codec_context_unref);
  self->context =
    pgg_codec_context_new (encoding, date_style, interval_style, time_zone, NULL);
}

static gpointer
get_context (PggSession *session)
{
  PggInterpreter *self = session->hooks_data;

  if (session->pq != NULL)
    update_context (self, session);

  return pgg_codec_context_ref (self->context);
}

static void
unref_context (gpointer context)
{
  pgg_codec_context_unref (context);
}

static const PggSessionHooks hooks = { decode, encode, encode_params, get_context, unref_context };

void
pgg_interpreter_attach (PggSession *session)
{
  session->hooks = &hooks;
  session->hooks_data = g_new0 (PggInterpreter, 1);
  session->hooks_destroy = interpreter_free;
}
