/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the server tells about an error or a notice: the eighteen fields of its report. */

#include "config.h"

#include "pgg-diagnostics-private.h"

#include "pgg-sql-state.h"
#include "pq/pgg-pq-result-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggDiagnostics:
 *
 * What the server tells about an error or a notice.
 *
 * Every field but the primary message may be missing. Field texts are valid UTF-8: they are meant
 * for people, and so bytes that are not UTF-8 (a server may report errors in another encoding
 * before a session begins) are replaced by U+FFFD.
 *
 * [func@Diagnostics.from_error] gives the diagnostics of an error. The fields are those of the
 * libpq function `PQresultErrorField()`.
 *
 * A diagnostics object is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

typedef enum
{
  FIELD_SEVERITY,
  FIELD_SEVERITY_NONLOCALIZED,
  FIELD_SQLSTATE,
  FIELD_MESSAGE_PRIMARY,
  FIELD_DETAIL,
  FIELD_HINT,
  FIELD_POSITION,
  FIELD_INTERNAL_POSITION,
  FIELD_INTERNAL_QUERY,
  FIELD_CONTEXT,
  FIELD_SCHEMA_NAME,
  FIELD_TABLE_NAME,
  FIELD_COLUMN_NAME,
  FIELD_DATATYPE_NAME,
  FIELD_CONSTRAINT_NAME,
  FIELD_SOURCE_FILE,
  FIELD_SOURCE_LINE,
  FIELD_SOURCE_FUNCTION,
  N_FIELDS,
} Field;

struct _PggDiagnostics
{
  char *fields[N_FIELDS];
  int   batch_index; /* or -1 */
};

static const int pq_fields[N_FIELDS] = {
  [FIELD_SEVERITY] = PG_DIAG_SEVERITY,
  [FIELD_SEVERITY_NONLOCALIZED] = PG_DIAG_SEVERITY_NONLOCALIZED,
  [FIELD_SQLSTATE] = PG_DIAG_SQLSTATE,
  [FIELD_MESSAGE_PRIMARY] = PG_DIAG_MESSAGE_PRIMARY,
  [FIELD_DETAIL] = PG_DIAG_MESSAGE_DETAIL,
  [FIELD_HINT] = PG_DIAG_MESSAGE_HINT,
  [FIELD_POSITION] = PG_DIAG_STATEMENT_POSITION,
  [FIELD_INTERNAL_POSITION] = PG_DIAG_INTERNAL_POSITION,
  [FIELD_INTERNAL_QUERY] = PG_DIAG_INTERNAL_QUERY,
  [FIELD_CONTEXT] = PG_DIAG_CONTEXT,
  [FIELD_SCHEMA_NAME] = PG_DIAG_SCHEMA_NAME,
  [FIELD_TABLE_NAME] = PG_DIAG_TABLE_NAME,
  [FIELD_COLUMN_NAME] = PG_DIAG_COLUMN_NAME,
  [FIELD_DATATYPE_NAME] = PG_DIAG_DATATYPE_NAME,
  [FIELD_CONSTRAINT_NAME] = PG_DIAG_CONSTRAINT_NAME,
  [FIELD_SOURCE_FILE] = PG_DIAG_SOURCE_FILE,
  [FIELD_SOURCE_LINE] = PG_DIAG_SOURCE_LINE,
  [FIELD_SOURCE_FUNCTION] = PG_DIAG_SOURCE_FUNCTION,
};

G_DEFINE_BOXED_TYPE (PggDiagnostics, pgg_diagnostics, pgg_diagnostics_ref, pgg_diagnostics_unref)

static void
pgg_diagnostics_free (gpointer data)
{
  PggDiagnostics *self = data;

  for (int i = 0; i < N_FIELDS; i++)
    g_free (self->fields[i]);
}

static void
set_field (PggDiagnostics *self,
           Field           field,
           const char     *text)
{
  g_free (self->fields[field]);
  self->fields[field] = text == NULL ? NULL : g_utf8_make_valid (text, -1);
}

static guint
get_number (const PggDiagnostics *self,
            Field                 field)
{
  const char *text = self->fields[field];
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL))
    return 0;

  return (guint) number;
}

/* libpq itself makes results without fields, for example when the connection breaks: they have
 * only the whole message, which ends in a newline. */
static void
set_whole_message (PggDiagnostics *self,
                   const char     *message)
{
  g_autofree char *text = g_strchomp (g_strdup (message));

  set_field (self, FIELD_MESSAGE_PRIMARY,
             *text == '\0' ? _("The server reported an error without a message") : text);
}

static PggDiagnostics *
diagnostics_alloc (void)
{
  PggDiagnostics *self = g_atomic_rc_box_new0 (PggDiagnostics);

  self->batch_index = -1;

  return self;
}

PggDiagnostics *
pgg_diagnostics_new_from_pgresult (const PGresult *pq)
{
  PggDiagnostics *self = diagnostics_alloc ();

  for (int i = 0; i < N_FIELDS; i++)
    set_field (self, (Field) i, PQresultErrorField (pq, pq_fields[i]));

  if (self->fields[FIELD_MESSAGE_PRIMARY] == NULL)
    set_whole_message (self, PQresultErrorMessage (pq));

  return self;
}

PggDiagnostics *
pgg_diagnostics_new_decoded (PggPqResult   *result,
                             PggTextDecode  decode,
                             gpointer       user_data)
{
  const PGresult *pq = pgg_pq_result_peek (result);
  PggDiagnostics *self = pgg_diagnostics_new_from_pgresult (pq);

  for (int i = 0; i < N_FIELDS; i++)
    {
      const char *text = PQresultErrorField (pq, pq_fields[i]);
      g_autofree char *decoded = text != NULL ? decode (text, user_data) : NULL;

      if (decoded != NULL)
        set_field (self, (Field) i, decoded);
    }

  return self;
}

PggDiagnostics *
pgg_diagnostics_new_from_fields (const char *severity,
                                 const char *sqlstate,
                                 const char *message,
                                 const char *detail,
                                 const char *hint)
{
  PggDiagnostics *self = diagnostics_alloc ();

  g_assert (message != NULL);

  set_field (self, FIELD_SEVERITY, severity);
  set_field (self, FIELD_SEVERITY_NONLOCALIZED, severity);
  set_field (self, FIELD_SQLSTATE, sqlstate);
  set_field (self, FIELD_MESSAGE_PRIMARY, message);
  set_field (self, FIELD_DETAIL, detail);
  set_field (self, FIELD_HINT, hint);

  return self;
}

/**
 * pgg_diagnostics_ref:
 * @self: diagnostics
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggDiagnostics *
pgg_diagnostics_ref (PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_diagnostics_unref:
 * @self: (transfer full): diagnostics
 *
 * Drops a reference, and frees the diagnostics with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_diagnostics_unref (PggDiagnostics *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_diagnostics_free);
}

/**
 * pgg_diagnostics_get_severity:
 * @self: diagnostics
 *
 * Gets the severity in the language of the server's messages, such as `ERROR` or `FEHLER`.
 *
 * Use [method@Diagnostics.get_severity_nonlocalized] to compare.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_severity (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_SEVERITY];
}

/**
 * pgg_diagnostics_get_severity_nonlocalized:
 * @self: diagnostics
 *
 * Gets the severity in English: `ERROR`, `FATAL`, `PANIC`, `WARNING`, `NOTICE`, `DEBUG`, `INFO` or
 * `LOG`.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_severity_nonlocalized (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_SEVERITY_NONLOCALIZED];
}

/**
 * pgg_diagnostics_get_sqlstate:
 * @self: diagnostics
 *
 * Gets the five characters of the state, such as `23505`.
 *
 * [method@Diagnostics.get_code] gives it as a number.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_sqlstate (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_SQLSTATE];
}

/**
 * pgg_diagnostics_get_code:
 * @self: diagnostics
 *
 * Gets the state as a number, packed like the values of [enum@SqlState].
 *
 * Returns: the packed state, or 0 if the server did not send one
 * Since: 1.0
 */
guint
pgg_diagnostics_get_code (const PggDiagnostics *self)
{
  const char *state;

  g_return_val_if_fail (self != NULL, 0);

  state = self->fields[FIELD_SQLSTATE];
  return state == NULL ? 0 : pgg_sqlstate_from_string (state);
}

/**
 * pgg_diagnostics_get_message_primary:
 * @self: diagnostics
 *
 * Gets the message for people, typically one line, in the language of the server's messages.
 *
 * Returns: (transfer none): the message
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_message_primary (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_MESSAGE_PRIMARY];
}

/**
 * pgg_diagnostics_get_detail:
 * @self: diagnostics
 *
 * Gets the detail message, which may run to several lines.
 *
 * It often quotes values of the row in question.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_detail (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_DETAIL];
}

/**
 * pgg_diagnostics_get_hint:
 * @self: diagnostics
 *
 * Gets the suggestion what to do about the problem.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_hint (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_HINT];
}

/**
 * pgg_diagnostics_get_position:
 * @self: diagnostics
 *
 * Gets where in the text of the statement the problem lies.
 *
 * Returns: the position in characters (not bytes), counted from 1, or 0 if the server did not send
 *   this field
 * Since: 1.0
 */
guint
pgg_diagnostics_get_position (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_number (self, FIELD_POSITION);
}

/**
 * pgg_diagnostics_get_internal_position:
 * @self: diagnostics
 *
 * Gets where in the text of the internal query the problem lies, see
 * [method@Diagnostics.get_internal_query].
 *
 * Returns: the position in characters (not bytes), counted from 1, or 0 if the server did not send
 *   this field
 * Since: 1.0
 */
guint
pgg_diagnostics_get_internal_position (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_number (self, FIELD_INTERNAL_POSITION);
}

/**
 * pgg_diagnostics_get_internal_query:
 * @self: diagnostics
 *
 * Gets the text of the failed command that the server made itself, for example in a PL/pgSQL
 * function.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_internal_query (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_INTERNAL_QUERY];
}

/**
 * pgg_diagnostics_get_context:
 * @self: diagnostics
 *
 * Gets where the problem arose: a traceback of the active functions and internal queries, one entry
 * a line, the most recent first.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_context (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_CONTEXT];
}

/**
 * pgg_diagnostics_get_schema_name:
 * @self: diagnostics
 *
 * Gets the schema of the object that the problem is about.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_schema_name (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_SCHEMA_NAME];
}

/**
 * pgg_diagnostics_get_table_name:
 * @self: diagnostics
 *
 * Gets the table that the problem is about.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_table_name (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_TABLE_NAME];
}

/**
 * pgg_diagnostics_get_column_name:
 * @self: diagnostics
 *
 * Gets the column that the problem is about.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_column_name (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_COLUMN_NAME];
}

/**
 * pgg_diagnostics_get_datatype_name:
 * @self: diagnostics
 *
 * Gets the data type that the problem is about.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_datatype_name (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_DATATYPE_NAME];
}

/**
 * pgg_diagnostics_get_constraint_name:
 * @self: diagnostics
 *
 * Gets the constraint that the problem is about.
 *
 * Indexes are treated as constraints, even if they were not made with constraint syntax.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_constraint_name (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_CONSTRAINT_NAME];
}

/**
 * pgg_diagnostics_get_source_file:
 * @self: diagnostics
 *
 * Gets the file of the server's source code that reported the problem.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_source_file (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_SOURCE_FILE];
}

/**
 * pgg_diagnostics_get_source_line:
 * @self: diagnostics
 *
 * Gets the line of the server's source code that reported the problem.
 *
 * Returns: the line number, or 0 if the server did not send this field
 * Since: 1.0
 */
guint
pgg_diagnostics_get_source_line (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_number (self, FIELD_SOURCE_LINE);
}

/**
 * pgg_diagnostics_get_source_function:
 * @self: diagnostics
 *
 * Gets the function of the server's source code that reported the problem.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if the server did not send this field
 * Since: 1.0
 */
const char *
pgg_diagnostics_get_source_function (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields[FIELD_SOURCE_FUNCTION];
}

void
pgg_diagnostics_set_batch_index (PggDiagnostics *self,
                                 guint           index)
{
  self->batch_index = (int) MIN (index, G_MAXINT);
}

/**
 * pgg_diagnostics_get_batch_index:
 * @self: diagnostics
 *
 * Gets which item failed of those that [method@Connection.execute_many] and
 * [method@Connection.execute_batch] execute. This is no field of the server.
 *
 * Returns: the index of the item, or -1 if the error is not of one item
 * Since: 1.0
 */
int
pgg_diagnostics_get_batch_index (const PggDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->batch_index;
}
