/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A result of libpq: its life, its status, its messages and the making of results by hand. */

#include "config.h"

#include "pgg-pq-result.h"

#include "pgg-client-error.h"
#include "pgg-pq-attributes-private.h"
#include "pgg-pq-result-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/**
 * PggPqResult:
 *
 * What the server answered to one command, libpq's `PGresult`.
 *
 * A result does not need its connection and may outlive it. Everything but
 * [method@PqResult.clear] and the `set_` functions may be called from several threads at a time.
 *
 * Every call on a cleared result ends in `PGG_CLIENT_ERROR_INVALID_STATE`.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (PggPqResult, pgg_pq_result, pgg_pq_result_ref, pgg_pq_result_unref)

/* Wrap @res, which is freed with the last reference. */
PggPqResult *
pgg_pq_result_new_take (PGresult *res)
{
  PggPqResult *self = g_atomic_rc_box_new (PggPqResult);

  self->res = res;
  self->borrowed = FALSE;
  return self;
}

/* Wrap @res, which libpq frees: whoever wraps it clears the wrapper before that. */
PggPqResult *
pgg_pq_result_new_borrow (const PGresult *res)
{
  PggPqResult *self = pgg_pq_result_new_take ((PGresult *) res);

  self->borrowed = TRUE;
  return self;
}

gboolean
pgg_pq_result_check (const PggPqResult  *self,
                     GError            **error)
{
  if (self->res != NULL)
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                       _("The result was cleared"));
  return FALSE;
}

/**
 * pgg_pq_result_ref:
 * @self: a result
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqResult *
pgg_pq_result_ref (PggPqResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_result_unref:
 * @self: (transfer full): a result
 *
 * Drops a reference and frees the result with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_result_unref (PggPqResult *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) pgg_pq_result_clear);
}

/**
 * pgg_pq_result_clear:
 * @self: a result
 *
 * Frees the memory of the result, whoever else still holds it.
 *
 * Everything that was handed out by it becomes invalid, and all further calls on it are errors.
 * Nothing happens when it was cleared before. See `PQclear()`.
 *
 * Since: 1.0
 */
void
pgg_pq_result_clear (PggPqResult *self)
{
  g_return_if_fail (self != NULL);

  if (!self->borrowed)
    PQclear (self->res);
  self->res = NULL;
}

/**
 * pgg_pq_result_is_cleared:
 * @self: a result
 *
 * Tells whether the result was cleared.
 *
 * Returns: whether the result was cleared
 * Since: 1.0
 */
gboolean
pgg_pq_result_is_cleared (PggPqResult *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->res == NULL;
}

/**
 * pgg_pq_result_get_pgresult: (skip)
 * @self: a result
 *
 * Gets the `PGresult` for functions of libpq that are called directly.
 *
 * It must not be cleared and lives as long as @self.
 *
 * Returns: (transfer none) (nullable): the `PGresult *`, %NULL once cleared
 * Since: 1.0
 */
gpointer
pgg_pq_result_get_pgresult (PggPqResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->res;
}

/**
 * pgg_pq_result_status:
 * @self: a result
 *
 * Gets the status of the result, that of a failed command once it was cleared.
 *
 * See `PQresultStatus()`.
 *
 * Returns: the status
 * Since: 1.0
 */
PggPqExecStatus
pgg_pq_result_status (PggPqResult *self)
{
  g_return_val_if_fail (self != NULL, PGG_PQ_EXEC_STATUS_FATAL_ERROR);

  return (PggPqExecStatus) PQresultStatus (self->res);
}

/**
 * pgg_pq_res_status:
 * @status: a status
 *
 * Gets libpq's name of a status, such as `PGRES_TUPLES_OK`.
 *
 * See `PQresStatus()`.
 *
 * Returns: (transfer none): the name
 * Since: 1.0
 */
const char *
pgg_pq_res_status (PggPqExecStatus status)
{
  return PQresStatus ((ExecStatusType) status);
}

/**
 * pgg_pq_result_error_message:
 * @self: a result
 * @length: (out) (optional): number of bytes
 *
 * Gets the error message of the command, empty if there was no error.
 *
 * It ends in a newline, and is in the encoding of the client. See `PQresultErrorMessage()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the message
 * Since: 1.0
 */
const char *
pgg_pq_result_error_message (PggPqResult  *self,
                             gsize        *length,
                             GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!pgg_pq_result_check (self, error))
    return NULL;

  return pgg_pq_give (PQresultErrorMessage (self->res), length);
}

/**
 * pgg_pq_result_verbose_error_message:
 * @self: a result
 * @verbosity: how much to tell
 * @visibility: when to tell the context
 * @length: (out) (optional): number of bytes
 *
 * Makes another version of the error message of the command.
 *
 * See `PQresultVerboseErrorMessage()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8) (nullable): the message
 * Since: 1.0
 */
char *
pgg_pq_result_verbose_error_message (PggPqResult             *self,
                                     PggPqVerbosity           verbosity,
                                     PggPqContextVisibility   visibility,
                                     gsize                   *length,
                                     GError                 **error)
{
  char *message;
  char *copy;

  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!pgg_pq_result_check (self, error))
    return NULL;

  message = PQresultVerboseErrorMessage (self->res, (PGVerbosity) verbosity,
                                         (PGContextVisibility) visibility);
  copy = pgg_pq_give_copy (message, length);
  PQfreemem (message);
  return copy;
}

/**
 * pgg_pq_result_error_field:
 * @self: a result
 * @field: the field
 * @length: (out) (optional): number of bytes
 *
 * Gets a field of the error or notice, %NULL if it has no such field.
 *
 * See `PQresultErrorField()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the field
 * Since: 1.0
 */
const char *
pgg_pq_result_error_field (PggPqResult           *self,
                           PggPqDiagnosticField   field,
                           gsize                 *length,
                           GError               **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!pgg_pq_result_check (self, error))
    return NULL;

  return pgg_pq_give (PQresultErrorField (self->res, field), length);
}

/**
 * pgg_pq_result_cmd_status:
 * @self: a result
 * @length: (out) (optional): number of bytes
 *
 * Gets the command tag of the server, such as `INSERT 0 1`, empty if there is none.
 *
 * See `PQcmdStatus()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the tag
 * Since: 1.0
 */
const char *
pgg_pq_result_cmd_status (PggPqResult  *self,
                          gsize        *length,
                          GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!pgg_pq_result_check (self, error))
    return NULL;

  return pgg_pq_give (PQcmdStatus (self->res), length);
}

/**
 * pgg_pq_result_cmd_tuples:
 * @self: a result
 * @length: (out) (optional): number of bytes
 *
 * Gets the number of affected rows as decimal digits, empty if the command does not count.
 *
 * See `PQcmdTuples()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the digits
 * Since: 1.0
 */
const char *
pgg_pq_result_cmd_tuples (PggPqResult  *self,
                          gsize        *length,
                          GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!pgg_pq_result_check (self, error))
    return NULL;

  return pgg_pq_give (PQcmdTuples (self->res), length);
}

/**
 * pgg_pq_result_oid_value:
 * @self: a result
 *
 * Gets the OID of the inserted row, 0 if there is none.
 *
 * Tables have no OIDs since PostgreSQL 12. See `PQoidValue()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the OID, or 0
 * Since: 1.0
 */
guint32
pgg_pq_result_oid_value (PggPqResult  *self,
                         GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_pq_result_check (self, error) ? PQoidValue (self->res) : 0;
}

/**
 * pgg_pq_result_copy_result:
 * @self: a result
 * @flags: what to copy
 *
 * Makes a copy of the result with the status of a command that returned rows.
 *
 * See `PQcopyResult()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared,
 * `PGG_CLIENT_ERROR_FAILED` if there is no memory.
 *
 * Returns: (transfer full): a new result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_result_copy_result (PggPqResult           *self,
                           PggPqCopyResultFlags   flags,
                           GError               **error)
{
  PGresult *copy;

  g_return_val_if_fail (self != NULL, NULL);

  if (!pgg_pq_result_check (self, error))
    return NULL;

  copy = PQcopyResult (self->res, (int) flags);
  if (copy != NULL)
    return pgg_pq_result_new_take (copy);

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
                       _("The result could not be copied"));
  return NULL;
}

/* What is handed to handlers belongs to libpq and cannot be written. */
static gboolean
check_writable (const PggPqResult  *self,
                GError            **error)
{
  if (!pgg_pq_result_check (self, error))
    return FALSE;

  if (!self->borrowed)
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                       _("The result of a notice cannot be changed"));
  return FALSE;
}

/**
 * pgg_pq_result_set_attributes:
 * @self: a result without columns, made by [method@PqConn.make_empty_result]
 * @attributes: the descriptions of the columns
 *
 * Sets the columns of a result that is made by hand.
 *
 * See `PQsetResultAttrs()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared or if it has columns,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` if @attributes is empty.
 *
 * Returns: whether the columns were set
 * Since: 1.0
 */
gboolean
pgg_pq_result_set_attributes (PggPqResult      *self,
                              PggPqAttributes  *attributes,
                              GError          **error)
{
  guint n_attributes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (attributes != NULL, FALSE);

  if (!check_writable (self, error))
    return FALSE;

  n_attributes = pgg_pq_attributes_get_n_attributes (attributes);
  if (n_attributes == 0)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                           _("There are no columns to set"));
      return FALSE;
    }

  if (PQsetResultAttrs (self->res, (int) n_attributes,
                        pgg_pq_attributes_get_descriptions (attributes)))
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                       _("The columns of the result could not be set, does it have some?"));
  return FALSE;
}

static gboolean
set_cell (PggPqResult  *self,
          int           row,
          int           column,
          const char   *value,
          int           length,
          GError      **error)
{
  if (!check_writable (self, error))
    return FALSE;

  if (row < 0 || row > PQntuples (self->res) || column < 0 || column >= PQnfields (self->res))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                   _("Row %d, column %d cannot be set in a result of %d rows and %d columns"),
                   row, column, PQntuples (self->res), PQnfields (self->res));
      return FALSE;
    }

  if (PQsetvalue (self->res, row, column, (char *) value, length))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
               _("Row %d, column %d of the result could not be set"), row, column);
  return FALSE;
}

/**
 * pgg_pq_result_set_value:
 * @self: a result
 * @row: the row from 0; the number of rows to append a row
 * @column: the column from 0
 * @value: (array length=length) (element-type guint8): the bytes of the value
 * @length: number of bytes, or -1 if @value ends in a NUL byte
 *
 * Sets a value of a result that is made by hand.
 *
 * See `PQsetvalue()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` for a position where there can be no value,
 * `PGG_CLIENT_ERROR_TOO_LARGE` for a value of more than 1 GiB, `PGG_CLIENT_ERROR_INVALID_STATE`
 * once the result was cleared, `PGG_CLIENT_ERROR_FAILED` if there is no memory.
 *
 * Returns: whether the value was set
 * Since: 1.0
 */
gboolean
pgg_pq_result_set_value (PggPqResult  *self,
                         int           row,
                         int           column,
                         const char   *value,
                         gssize        length,
                         GError      **error)
{
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL || length == 0, FALSE);

  size = length < 0 ? strlen (value) : (gsize) length;
  if (!pgg_pq_check_size ("value", size, error))
    return FALSE;

  return set_cell (self, row, column, value != NULL ? value : "", (int) size, error);
}

/**
 * pgg_pq_result_set_null:
 * @self: a result
 * @row: the row from 0; the number of rows to append a row
 * @column: the column from 0
 *
 * Sets a value of a result that is made by hand to NULL.
 *
 * See `PQsetvalue()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` for a position where there can be no value,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared, `PGG_CLIENT_ERROR_FAILED` if there
 * is no memory.
 *
 * Returns: whether the value was set
 * Since: 1.0
 */
gboolean
pgg_pq_result_set_null (PggPqResult  *self,
                        int           row,
                        int           column,
                        GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return set_cell (self, row, column, NULL, -1, error);
}

/**
 * pgg_pq_result_memory_size:
 * @self: a result
 *
 * Gets the memory that libpq allocated for the result.
 *
 * See `PQresultMemorySize()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the size in bytes
 * Since: 1.0
 */
gsize
pgg_pq_result_memory_size (PggPqResult  *self,
                           GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_pq_result_check (self, error) ? PQresultMemorySize (self->res) : 0;
}
