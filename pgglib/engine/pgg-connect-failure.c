/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why attempts to connect failed. libpq gives no result for them, only text; in its verbose form
 * the text holds the SQLSTATE, so that a wrong password can be told from a missing database. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-connect-failure-private.h"

#include "pgg-client-error.h"
#include "pgg-diagnostics-private.h"
#include "pgg-server-error-private.h"
#include "pgg-sql-state.h"

/* "… failed: FATAL:  28P01: password …": the severity may be translated, its form is not. */
#define SERVER_REPORT "^(.*: )?([^:\\n]+):  ([0-9A-Z]{5}): ([^\\n]*)(?:\\n([\\s\\S]*))?$"

static char *
find_field (const char *text,
            const char *label)
{
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], label))
        return g_strdup (lines[i] + strlen (label));
    }

  return NULL;
}

static GError *
new_server_error (GMatchInfo *match)
{
  g_autofree char *severity = g_match_info_fetch (match, 2);
  g_autofree char *state = g_match_info_fetch (match, 3);
  g_autofree char *message = g_match_info_fetch (match, 4);
  g_autofree char *rest = g_match_info_fetch (match, 5);
  g_autofree char *detail = find_field (rest, "DETAIL:  ");
  g_autofree char *hint = find_field (rest, "HINT:  ");
  g_autoptr(PggDiagnostics) diagnostics = NULL;

  diagnostics = pgg_diagnostics_new_from_fields (severity, state, message, detail, hint);

  return pgg_server_error_new (diagnostics);
}

/* The error that libpq's message about a failed attempt stands for. */
GError *
pgg_connect_failure_parse (const char *message)
{
  g_autofree char *text = g_utf8_make_valid (message != NULL ? message : "", -1);
  g_autoptr(GRegex) regex = g_regex_new (SERVER_REPORT, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_strstrip (text);
  if (g_regex_match (regex, text, 0, &match))
    return new_server_error (match);

  return g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED,
                              *text != '\0' ? text : _("The connection could not be made"));
}

/* Takes @error, which names the place that was tried. */
void
pgg_connect_failure_add (PggConnectFailure *self,
                         GError            *error)
{
  if (self->messages == NULL)
    self->messages = g_string_new (NULL);
  else
    g_string_append_c (self->messages, '\n');
  g_string_append (self->messages, error->message);

  self->n_attempts++;
  g_clear_error (&self->last);
  self->last = error;
}

/* As libpq: a server that answers but will not have us ends the search, unless it is starting. */
gboolean
pgg_connect_failure_is_final (const GError *error)
{
  return error->domain == PGG_SERVER_ERROR &&
         !g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_CANNOT_CONNECT_NOW);
}

/* The last attempt's error, with the messages of all. */
GError *
pgg_connect_failure_end (PggConnectFailure *self)
{
  if (self->n_attempts > 1)
    {
      g_free (self->last->message);
      self->last->message = g_strdup (self->messages->str);
    }

  return g_steal_pointer (&self->last);
}

void
pgg_connect_failure_clear (PggConnectFailure *self)
{
  g_clear_error (&self->last);
  if (self->messages != NULL)
    g_string_free (self->messages, TRUE);
  self->messages = NULL;
}
