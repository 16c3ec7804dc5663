/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: what can be asked about it, and how it reports. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-conninfo-option-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_pq_conn_db:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the name of the database.
 *
 * See `PQdb()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_db (PggPqConn  *self,
                gsize      *length,
                GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQdb (conn), length) : NULL;
}

/**
 * pgg_pq_conn_user:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the name of the user.
 *
 * See `PQuser()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_user (PggPqConn  *self,
                  gsize      *length,
                  GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQuser (conn), length) : NULL;
}

/**
 * pgg_pq_conn_password:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the password, empty if there is none.
 *
 * It may come from a password file. See `PQpass()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_password (PggPqConn  *self,
                      gsize      *length,
                      GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQpass (conn), length) : NULL;
}

/**
 * pgg_pq_conn_host:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the host, the address or the directory of the socket that is connected to.
 *
 * See `PQhost()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_host (PggPqConn  *self,
                  gsize      *length,
                  GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQhost (conn), length) : NULL;
}

/**
 * pgg_pq_conn_hostaddr:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the IP address of the server, empty if it is not known.
 *
 * See `PQhostaddr()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_hostaddr (PggPqConn  *self,
                      gsize      *length,
                      GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQhostaddr (conn), length) : NULL;
}

/**
 * pgg_pq_conn_port:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the port as decimal digits.
 *
 * See `PQport()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_port (PggPqConn  *self,
                  gsize      *length,
                  GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQport (conn), length) : NULL;
}

/**
 * pgg_pq_conn_tty:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets an empty string: the debug terminal of old protocols is gone.
 *
 * See `PQtty()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_tty (PggPqConn  *self,
                 gsize      *length,
                 GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQtty (conn), length) : NULL;
}

/**
 * pgg_pq_conn_options:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the command line options of the connection request.
 *
 * See `PQoptions()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_options (PggPqConn  *self,
                     gsize      *length,
                     GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQoptions (conn), length) : NULL;
}

/**
 * pgg_pq_conn_status:
 * @self: a connection
 *
 * Gets the status of the connection.
 *
 * See `PQstatus()`.
 *
 * Returns: the status, [enum@Pgg.PqConnStatus.BAD] once finished
 * Since: 1.0
 */
PggPqConnStatus
pgg_pq_conn_status (PggPqConn *self)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_CONN_STATUS_BAD);

  return (PggPqConnStatus) PQstatus (pgg_pq_conn_peek (self));
}

/**
 * pgg_pq_conn_transaction_status:
 * @self: a connection
 *
 * Gets where the session stands.
 *
 * See `PQtransactionStatus()`.
 *
 * Returns: the status, [enum@Pgg.PqTransactionStatus.UNKNOWN] once finished
 * Since: 1.0
 */
PggPqTransactionStatus
pgg_pq_conn_transaction_status (PggPqConn *self)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_TRANSACTION_STATUS_UNKNOWN);

  return (PggPqTransactionStatus) PQtransactionStatus (pgg_pq_conn_peek (self));
}

/**
 * pgg_pq_conn_parameter_status:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a parameter
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Gets the value of a parameter that the server reports, such as `server_encoding`, %NULL if it
 * does not report it.
 *
 * See `PQparameterStatus()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_INVALID_ARGUMENT`
 * for a NUL byte.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the value
 * Since: 1.0
 */
const char *
pgg_pq_conn_parameter_status (PggPqConn   *self,
                              const char  *name,
                              gssize       name_length,
                              gsize       *length,
                              GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_name;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  c_name = pgg_pq_text_to_c ("name", name, name_length, &copy, error);
  if (c_name == NULL || pgg_pq_conn_check (self, error) == NULL)
    return NULL;

  return pgg_pq_give (PQparameterStatus (self->conn, c_name), length);
}

/**
 * pgg_pq_conn_protocol_version:
 * @self: a connection
 *
 * Gets the major version of the protocol, 0 if the connection is bad.
 *
 * See `PQprotocolVersion()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: the version
 * Since: 1.0
 */
int
pgg_pq_conn_protocol_version (PggPqConn  *self,
                              GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), 0);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQprotocolVersion (conn) : 0;
}

/**
 * pgg_pq_conn_full_protocol_version:
 * @self: a connection
 *
 * Gets the version of the protocol, 30002 for 3.2, 0 if the connection is bad.
 *
 * See `PQfullProtocolVersion()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_NOT_SUPPORTED`
 * before libpq 18.
 *
 * Returns: the version
 * Since: 1.0
 */
int
pgg_pq_conn_full_protocol_version (PggPqConn  *self,
                                   GError    **error)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), 0);

#ifdef HAVE_PQFULLPROTOCOLVERSION
  if (pgg_pq_conn_check (self, error) == NULL)
    return 0;

  return PQfullProtocolVersion (self->conn);
#else
  pgg_pq_set_unsupported (error, "PQfullProtocolVersion()", 180000);
  return 0;
#endif
}

/**
 * pgg_pq_conn_server_version:
 * @self: a connection
 *
 * Gets the version of the server, 150004 for 15.4, 0 if the connection is bad.
 *
 * See `PQserverVersion()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: the version
 * Since: 1.0
 */
int
pgg_pq_conn_server_version (PggPqConn  *self,
                            GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), 0);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQserverVersion (conn) : 0;
}

/**
 * pgg_pq_conn_error_message:
 * @self: a connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the message of the last failure, empty if there was none.
 *
 * It ends in a newline, and may have several lines. See `PQerrorMessage()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_conn_error_message (PggPqConn  *self,
                           gsize      *length,
                           GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_give (PQerrorMessage (conn), length) : NULL;
}

/**
 * pgg_pq_conn_socket:
 * @self: a connection
 *
 * Gets the file descriptor to wait for.
 *
 * It belongs to libpq and may change with every [method@PqConn.connect_poll]. See `PQsocket()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_CONNECTION_LOST`
 * if it has no socket.
 *
 * Returns: the file descriptor, -1 on error
 * Since: 1.0
 */
int
pgg_pq_conn_socket (PggPqConn  *self,
                    GError    **error)
{
  PGconn *conn;
  int fd;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), -1);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return -1;

  fd = PQsocket (conn);
  if (fd < 0)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST,
                         _("The connection has no socket"));
  return fd;
}

/**
 * pgg_pq_conn_backend_pid:
 * @self: a connection
 *
 * Gets the process ID of the server process, 0 if it is not known.
 *
 * See `PQbackendPID()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: the process ID
 * Since: 1.0
 */
int
pgg_pq_conn_backend_pid (PggPqConn  *self,
                         GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), 0);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQbackendPID (conn) : 0;
}

/**
 * pgg_pq_conn_needs_password:
 * @self: a connection
 *
 * Tells whether the attempt failed because it had no password.
 *
 * See `PQconnectionNeedsPassword()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether a password is needed
 * Since: 1.0
 */
gboolean
pgg_pq_conn_needs_password (PggPqConn  *self,
                            GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQconnectionNeedsPassword (conn) != 0 : FALSE;
}

/**
 * pgg_pq_conn_used_password:
 * @self: a connection
 *
 * Tells whether the server asked for a password.
 *
 * See `PQconnectionUsedPassword()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether a password was used
 * Since: 1.0
 */
gboolean
pgg_pq_conn_used_password (PggPqConn  *self,
                           GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQconnectionUsedPassword (conn) != 0 : FALSE;
}

/**
 * pgg_pq_conn_used_gssapi:
 * @self: a connection
 *
 * Tells whether GSSAPI was used for authentication.
 *
 * See `PQconnectionUsedGSSAPI()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_NOT_SUPPORTED`
 * before libpq 16.
 *
 * Returns: whether GSSAPI was used
 * Since: 1.0
 */
gboolean
pgg_pq_conn_used_gssapi (PggPqConn  *self,
                         GError    **error)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

#ifdef HAVE_PQCONNECTIONUSEDGSSAPI
  if (pgg_pq_conn_check (self, error) == NULL)
    return FALSE;

  return PQconnectionUsedGSSAPI (self->conn) != 0;
#else
  pgg_pq_set_unsupported (error, "PQconnectionUsedGSSAPI()", 160000);
  return FALSE;
#endif
}

/**
 * pgg_pq_conn_ssl_in_use:
 * @self: a connection
 *
 * Tells whether the connection is encrypted with TLS.
 *
 * See `PQsslInUse()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether TLS is in use
 * Since: 1.0
 */
gboolean
pgg_pq_conn_ssl_in_use (PggPqConn  *self,
                        GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQsslInUse (conn) != 0 : FALSE;
}

/**
 * pgg_pq_conn_gss_enc_in_use:
 * @self: a connection
 *
 * Tells whether the connection is encrypted with GSSAPI.
 *
 * See `PQgssEncInUse()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether GSSAPI encryption is in use
 * Since: 1.0
 */
gboolean
pgg_pq_conn_gss_enc_in_use (PggPqConn  *self,
                            GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQgssEncInUse (conn) != 0 : FALSE;
}

/**
 * pgg_pq_conn_ssl_attribute:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of an attribute, such as
 *   `protocol`
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Gets an attribute of the TLS connection, %NULL if there is none or the connection has no TLS.
 *
 * See `PQsslAttribute()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_INVALID_ARGUMENT`
 * for a NUL byte.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the value
 * Since: 1.0
 */
const char *
pgg_pq_conn_ssl_attribute (PggPqConn   *self,
                           const char  *name,
                           gssize       name_length,
                           gsize       *length,
                           GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_name;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  c_name = pgg_pq_text_to_c ("name", name, name_length, &copy, error);
  if (c_name == NULL || pgg_pq_conn_check (self, error) == NULL)
    return NULL;

  return pgg_pq_give (PQsslAttribute (self->conn, c_name), length);
}

/**
 * pgg_pq_conn_ssl_attribute_names:
 * @self: a connection
 *
 * Gets the names of the attributes that [method@PqConn.ssl_attribute] knows.
 *
 * Newer versions of libpq give none for a connection without TLS. See `PQsslAttributeNames()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer none) (array zero-terminated=1): the names
 * Since: 1.0
 */
const char *const *
pgg_pq_conn_ssl_attribute_names (PggPqConn  *self,
                                 GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQsslAttributeNames (conn) : NULL;
}

/**
 * pgg_pq_conn_conninfo:
 * @self: a connection
 *
 * Gets the parameters the connection was made with, the password among them.
 *
 * See `PQconninfo()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` if there
 * is no memory.
 *
 * Returns: (transfer container) (element-type PggPqConninfoOption): the parameters
 * Since: 1.0
 */
GPtrArray *
pgg_pq_conn_conninfo (PggPqConn  *self,
                      GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? pgg_pq_conninfo_options_new_take (PQconninfo (conn), error) : NULL;
}

/**
 * pgg_pq_conn_client_encoding:
 * @self: a connection
 *
 * Gets the number of the client encoding, see [func@pq_encoding_to_char].
 *
 * See `PQclientEncoding()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: the number, -1 if the connection is bad
 * Since: 1.0
 */
int
pgg_pq_conn_client_encoding (PggPqConn  *self,
                             GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), -1);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQclientEncoding (conn) : -1;
}
