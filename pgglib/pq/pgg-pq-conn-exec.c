/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: commands that wait for their result. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-params-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

/* Enter @self with one argument that libpq takes as a C string. */
PGconn *
pgg_pq_conn_enter_text (PggPqConn   *self,
                        const char  *argument,
                        const char  *text,
                        gssize       length,
                        const char **c_text,
                        char       **copy,
                        GError     **error)
{
  *c_text = pgg_pq_text_to_c (argument, text, length, copy, error);

  return *c_text != NULL ? pgg_pq_conn_enter (self, error) : NULL;
}

/* How many parameters libpq is told of; it takes no arrays then. */
int
pgg_pq_conn_count_params (PggPqParams *params)
{
  return params != NULL ? (int) pgg_pq_params_get_n_params (params) : 0;
}

gboolean
pgg_pq_conn_check_types (gsize    n_types,
                         GError **error)
{
  if (n_types <= 65535)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
               _("A statement has 65535 parameters at most, not %" G_GSIZE_FORMAT), n_types);
  return FALSE;
}

/**
 * pgg_pq_conn_exec:
 * @self: a connection
 * @query: (array length=query_length) (element-type guint8): SQL commands, separated by
 *   semicolons
 * @query_length: number of bytes, or -1 if @query ends in a NUL byte
 *
 * Runs commands with the simple protocol, waits, and returns the result of the last one.
 *
 * An error that the server reports is in the result, not in @error. See `PQexec()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_exec (PggPqConn   *self,
                  const char  *query,
                  gssize       query_length,
                  GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "query", query, query_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQexec (conn, text), "exec", error);
}

/**
 * pgg_pq_conn_exec_params:
 * @self: a connection
 * @command: (array length=command_length) (element-type guint8): an SQL command
 * @command_length: number of bytes, or -1 if @command ends in a NUL byte
 * @params: (nullable): the parameters
 * @result_format: the format of all columns of the result
 *
 * Runs a command with parameters and waits.
 *
 * An error that the server reports is in the result, not in @error. See `PQexecParams()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_exec_params (PggPqConn    *self,
                         const char   *command,
                         gssize        command_length,
                         PggPqParams  *params,
                         PggPqFormat   result_format,
                         GError      **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGresult *res;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "command", command, command_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  res = PQexecParams (conn, text, pgg_pq_conn_count_params (params),
                      params != NULL ? pgg_pq_params_get_types (params) : NULL,
                      params != NULL ? pgg_pq_params_get_values (params) : NULL,
                      params != NULL ? pgg_pq_params_get_lengths (params) : NULL,
                      params != NULL ? pgg_pq_params_get_formats (params) : NULL,
                      (int) result_format);
  return pgg_pq_conn_wrap_result (self, res, "exec_params", error);
}

/**
 * pgg_pq_conn_prepare:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of the statement, empty for the
 *   unnamed one
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @query: (array length=query_length) (element-type guint8): an SQL command
 * @query_length: number of bytes, or -1 if @query ends in a NUL byte
 * @types: (array length=n_types) (nullable): OIDs of the types of the first parameters, 0 to let
 *   the server infer one
 * @n_types: number of @types
 *
 * Prepares a statement and waits.
 *
 * An error that the server reports is in the result, not in @error. See `PQprepare()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long and for more than 65535 parameters.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_prepare (PggPqConn      *self,
                     const char     *name,
                     gssize          name_length,
                     const char     *query,
                     gssize          query_length,
                     const guint32  *types,
                     gsize           n_types,
                     GError        **error)
{
  g_autofree char *name_copy = NULL;
  g_autofree char *query_copy = NULL;
  const char *c_name;
  const char *c_query;
  PGresult *res;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  c_name = pgg_pq_text_to_c ("name", name, name_length, &name_copy, error);
  if (c_name == NULL || !pgg_pq_conn_check_types (n_types, error))
    return NULL;

  conn = pgg_pq_conn_enter_text (self, "query", query, query_length, &c_query, &query_copy, error);
  if (conn == NULL)
    return NULL;

  res = PQprepare (conn, c_name, c_query, (int) n_types, types);
  return pgg_pq_conn_wrap_result (self, res, "prepare", error);
}

/**
 * pgg_pq_conn_exec_prepared:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a prepared statement
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @params: (nullable): the parameters
 * @result_format: the format of all columns of the result
 *
 * Runs a prepared statement and waits. The types of @params were fixed when it was prepared.
 *
 * An error that the server reports is in the result, not in @error. See `PQexecPrepared()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_exec_prepared (PggPqConn    *self,
                           const char   *name,
                           gssize        name_length,
                           PggPqParams  *params,
                           PggPqFormat   result_format,
                           GError      **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGresult *res;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  res = PQexecPrepared (conn, text, pgg_pq_conn_count_params (params),
                        params != NULL ? pgg_pq_params_get_values (params) : NULL,
                        params != NULL ? pgg_pq_params_get_lengths (params) : NULL,
                        params != NULL ? pgg_pq_params_get_formats (params) : NULL,
                        (int) result_format);
  return pgg_pq_conn_wrap_result (self, res, "exec_prepared", error);
}

/**
 * pgg_pq_conn_describe_prepared:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a prepared statement
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Asks for the parameters and columns of a prepared statement and waits.
 *
 * An error that the server reports is in the result, not in @error. See `PQdescribePrepared()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_describe_prepared (PggPqConn   *self,
                               const char  *name,
                               gssize       name_length,
                               GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQdescribePrepared (conn, text),
                                  "describe_prepared", error);
}

/**
 * pgg_pq_conn_describe_portal:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a portal
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Asks for the columns of a portal and waits.
 *
 * An error that the server reports is in the result, not in @error. See `PQdescribePortal()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_describe_portal (PggPqConn   *self,
                             const char  *name,
                             gssize       name_length,
                             GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQdescribePortal (conn, text), "describe_portal", error);
}

/**
 * pgg_pq_conn_close_prepared:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a prepared statement
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Drops a prepared statement and waits. It is no error if there is none.
 *
 * An error that the server reports is in the result, not in @error. See `PQclosePrepared()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_close_prepared (PggPqConn   *self,
                            const char  *name,
                            gssize       name_length,
                            GError     **error)
{
#ifdef HAVE_PQCLOSEPREPARED
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQclosePrepared (conn, text), "close_prepared", error);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_set_unsupported (error, "PQclosePrepared()", 170000);
  return NULL;
#endif
}

/**
 * pgg_pq_conn_close_portal:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a portal
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Closes a portal and waits. It is no error if there is none.
 *
 * An error that the server reports is in the result, not in @error. See `PQclosePortal()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_close_portal (PggPqConn   *self,
                          const char  *name,
                          gssize       name_length,
                          GError     **error)
{
#ifdef HAVE_PQCLOSEPREPARED
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQclosePortal (conn, text), "close_portal", error);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_set_unsupported (error, "PQclosePortal()", 170000);
  return NULL;
#endif
}

/* The arguments in the form of PQfn(), which knows binary values only. */
static PQArgBlock *
make_fn_args (PggPqParams  *args,
              int           n_args,
              GError      **error)
{
  PQArgBlock *blocks = g_new0 (PQArgBlock, n_args + 1);

  for (int i = 0; i < n_args; i++)
    {
      const char *value = pgg_pq_params_get_values (args)[i];

      if (value != NULL && pgg_pq_params_get_formats (args)[i] != PGG_PQ_FORMAT_BINARY)
        {
          g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       _("Argument %d of the function is not in binary format"), i + 1);
          g_free (blocks);
          return NULL;
        }

      blocks[i].len = value != NULL ? pgg_pq_params_get_lengths (args)[i] : -1;
      blocks[i].u.ptr = (int *) (gpointer) value;
    }

  return blocks;
}

/**
 * pgg_pq_conn_fn:
 * @self: a connection
 * @function: OID of a function that returns a number of two or four bytes
 * @args: (nullable): the arguments, in binary format
 * @value: (out) (optional): what the function returned, if the result says so
 *
 * Calls a function of the server over the obsolete fast path and waits.
 *
 * It is here for completeness only: prepared statements do the same, without its limits. libpq
 * writes a result of any other kind into a buffer of unknown size or waits for ever, so that
 * only functions that return `int2`, `int4` or `oid` can be called. An error that the server
 * reports is in the result, not in @error. See `PQfn()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there is no result,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for an argument in text format.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_fn (PggPqConn    *self,
                guint32       function,
                PggPqParams  *args,
                int          *value,
                GError      **error)
{
  g_autofree PQArgBlock *blocks = NULL;
  int n_args = pgg_pq_conn_count_params (args);
  int number = 0;
  int length = 0;
  PGresult *res;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  blocks = make_fn_args (args, n_args, error);
  conn = blocks != NULL ? pgg_pq_conn_enter (self, error) : NULL;
  if (conn == NULL)
    return NULL;

  res = PQfn (conn, (int) function, &number, &length, 1, blocks, n_args);
  if (value != NULL)
    *value = number;
  return pgg_pq_conn_wrap_result (self, res, "fn", error);
}
