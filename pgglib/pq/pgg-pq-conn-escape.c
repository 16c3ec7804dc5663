/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: quoting, passwords and results made by hand. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-pq-conn-private.h"
#include "pgg-pq-text-private.h"

#include <string.h>

/* Hand out a text that libpq allocated, or report why it did not. */
static char *
take_text (PggPqConn   *self,
           char        *text,
           const char  *function,
           gsize       *length,
           GError     **error)
{
  char *copy = NULL;

  if (text != NULL)
    copy = pgg_pq_give_copy (text, length);
  else
    pgg_pq_conn_fail (self, function, error);

  PQfreemem (text);
  pgg_pq_conn_leave (self);
  return copy;
}

/**
 * pgg_pq_conn_escape_literal:
 * @self: a connection
 * @text: (array length=text_length) (element-type guint8): the text
 * @text_length: number of bytes, or -1 if @text ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Makes an SQL literal of a text, with the quotes around it.
 *
 * See `PQescapeLiteral()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` for text
 * that is not valid in the client encoding, `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte,
 * `PGG_CLIENT_ERROR_TOO_LARGE` for a text that is too long.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8): the quoted text
 * Since: 1.0
 */
char *
pgg_pq_conn_escape_literal (PggPqConn   *self,
                            const char  *text,
                            gssize       text_length,
                            gsize       *length,
                            GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_enter_text (self, "text", text, text_length, &c_text, &copy, error);
  if (conn == NULL)
    return NULL;

  return take_text (self, PQescapeLiteral (conn, c_text, strlen (c_text)),
                    "escape_literal", length, error);
}

/**
 * pgg_pq_conn_escape_identifier:
 * @self: a connection
 * @text: (array length=text_length) (element-type guint8): the text
 * @text_length: number of bytes, or -1 if @text ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Makes an SQL identifier of a name, with the quotes around it.
 *
 * See `PQescapeIdentifier()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` for text
 * that is not valid in the client encoding, `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte,
 * `PGG_CLIENT_ERROR_TOO_LARGE` for a text that is too long.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8): the quoted text
 * Since: 1.0
 */
char *
pgg_pq_conn_escape_identifier (PggPqConn   *self,
                               const char  *text,
                               gssize       text_length,
                               gsize       *length,
                               GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_enter_text (self, "text", text, text_length, &c_text, &copy, error);
  if (conn == NULL)
    return NULL;

  return take_text (self, PQescapeIdentifier (conn, c_text, strlen (c_text)),
                    "escape_identifier", length, error);
}

/**
 * pgg_pq_conn_escape_string:
 * @self: a connection
 * @text: (array length=text_length) (element-type guint8): the text
 * @text_length: number of bytes, or -1 if @text ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Doubles the quotes of a text, without quotes around it.
 *
 * [method@PqConn.escape_literal] is easier to use well. See `PQescapeStringConn()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` for text
 * that is not valid in the client encoding, `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte,
 * `PGG_CLIENT_ERROR_TOO_LARGE` for a text that is too long.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8): the text
 * Since: 1.0
 */
char *
pgg_pq_conn_escape_string (PggPqConn   *self,
                           const char  *text,
                           gssize       text_length,
                           gsize       *length,
                           GError     **error)
{
  g_autofree char *copy = NULL;
  g_autofree char *escaped = NULL;
  const char *c_text;
  PGconn *conn;
  int failed = 0;
  gsize size;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_enter_text (self, "text", text, text_length, &c_text, &copy, error);
  if (conn == NULL)
    return NULL;

  size = strlen (c_text);
  escaped = g_malloc (2 * size + 1);
  size = PQescapeStringConn (conn, escaped, c_text, size, &failed);
  if (failed)
    {
      pgg_pq_conn_fail (self, "escape_string", error);
      return NULL;
    }

  if (length != NULL)
    *length = size;
  return g_steal_pointer (&escaped);
}

/**
 * pgg_pq_conn_escape_bytea:
 * @self: a connection
 * @data: (array length=data_length) (element-type guint8): any bytes
 * @data_length: number of bytes
 * @length: (out) (optional): number of bytes
 *
 * Writes bytes as text of a `bytea` literal, without quotes around it.
 *
 * See `PQescapeByteaConn()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_TOO_LARGE` for
 * more than 1 GiB, `PGG_CLIENT_ERROR_FAILED` if there is no memory.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8): the text
 * Since: 1.0
 */
char *
pgg_pq_conn_escape_bytea (PggPqConn   *self,
                          const char  *data,
                          gsize        data_length,
                          gsize       *length,
                          GError     **error)
{
  PGconn *conn;
  guchar *escaped;
  gsize size;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  g_return_val_if_fail (data != NULL || data_length == 0, NULL);

  pgg_pq_give (NULL, length);
  if (!pgg_pq_check_size ("data", data_length, error))
    return NULL;

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return NULL;

  escaped = PQescapeByteaConn (conn, (const guchar *) data, data_length, &size);
  return take_text (self, (char *) escaped, "escape_bytea", length, error);
}

/**
 * pgg_pq_conn_encrypt_password:
 * @self: a connection
 * @password: (array length=password_length) (element-type guint8): the password
 * @password_length: number of bytes, or -1 if @password ends in a NUL byte
 * @user: (array length=user_length) (element-type guint8): the user whose password it is
 * @user_length: number of bytes, or -1 if @user ends in a NUL byte
 * @algorithm: (array length=algorithm_length) (element-type guint8) (nullable): `md5` or
 *   `scram-sha-256`, empty or %NULL to ask the server, which waits
 * @algorithm_length: number of bytes, or -1 if @algorithm ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Encrypts a password for `ALTER USER … PASSWORD`, so that it is not sent as it is.
 *
 * See `PQencryptPasswordConn()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be encrypted,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8): the encrypted password
 * Since: 1.0
 */
char *
pgg_pq_conn_encrypt_password (PggPqConn   *self,
                              const char  *password,
                              gssize       password_length,
                              const char  *user,
                              gssize       user_length,
                              const char  *algorithm,
                              gssize       algorithm_length,
                              gsize       *length,
                              GError     **error)
{
  g_autofree char *password_copy = NULL;
  g_autofree char *user_copy = NULL;
  g_autofree char *algorithm_copy = NULL;
  const char *c_password;
  const char *c_user;
  const char *c_algorithm;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  c_password = pgg_pq_text_to_c ("password", password, password_length, &password_copy, error);
  if (c_password == NULL)
    return NULL;

  c_user = pgg_pq_text_to_c ("user", user, user_length, &user_copy, error);
  if (c_user == NULL)
    return NULL;

  conn = pgg_pq_conn_enter_text (self, "algorithm", algorithm, algorithm_length,
                                 &c_algorithm, &algorithm_copy, error);
  if (conn == NULL)
    return NULL;

  return take_text (self, PQencryptPasswordConn (conn, c_password, c_user,
                                                 *c_algorithm != '\0' ? c_algorithm : NULL),
                    "encrypt_password", length, error);
}

/**
 * pgg_pq_conn_change_password:
 * @self: a connection
 * @user: (array length=user_length) (element-type guint8): the user
 * @user_length: number of bytes, or -1 if @user ends in a NUL byte
 * @password: (array length=password_length) (element-type guint8): the new password
 * @password_length: number of bytes, or -1 if @password ends in a NUL byte
 *
 * Changes the password of a user without sending it as it is, and waits.
 *
 * An error that the server reports is in the result, not in @error. See `PQchangePassword()`.
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
pgg_pq_conn_change_password (PggPqConn   *self,
                             const char  *user,
                             gssize       user_length,
                             const char  *password,
                             gssize       password_length,
                             GError     **error)
{
#ifdef HAVE_PQCHANGEPASSWORD
  g_autofree char *user_copy = NULL;
  g_autofree char *password_copy = NULL;
  const char *c_user;
  const char *c_password;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  c_user = pgg_pq_text_to_c ("user", user, user_length, &user_copy, error);
  if (c_user == NULL)
    return NULL;

  conn = pgg_pq_conn_enter_text (self, "password", password, password_length,
                                 &c_password, &password_copy, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQchangePassword (conn, c_user, c_password),
                                  "change_password", error);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_set_unsupported (error, "PQchangePassword()", 170000);
  return NULL;
#endif
}

/**
 * pgg_pq_conn_make_empty_result:
 * @self: a connection
 * @status: the status of the result
 *
 * Makes a result by hand, with the error message of the connection if @status is an error.
 *
 * See `PQmakeEmptyPGresult()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` if there
 * is no memory.
 *
 * Returns: (transfer full): the result
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_make_empty_result (PggPqConn        *self,
                               PggPqExecStatus   status,
                               GError          **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return NULL;

  return pgg_pq_conn_wrap_result (self, PQmakeEmptyPGresult (conn, (ExecStatusType) status),
                                  "make_empty_result", error);
}
