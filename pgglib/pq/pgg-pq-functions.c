/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The functions of libpq that need no connection. */

#include "config.h"

#include "pgg-pq-functions.h"

#include "pgg-client-error.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>

#include <errno.h>

/**
 * pgg_pq_lib_version:
 *
 * Gets the version of the libpq in use, 150004 for 15.4.
 *
 * See `PQlibVersion()`.
 *
 * Returns: the version
 * Since: 1.0
 */
int
pgg_pq_lib_version (void)
{
  return PQlibVersion ();
}

/**
 * pgg_pq_build_version:
 *
 * Gets the version of the libpq that this library was built with, such as `15.4`.
 *
 * Functions that came later are missing even if the libpq in use has them.
 *
 * Returns: (transfer none): the version
 * Since: 1.0
 */
const char *
pgg_pq_build_version (void)
{
  return PGG_PQ_BUILD_VERSION;
}

/**
 * pgg_pq_is_threadsafe:
 *
 * Tells whether different threads can use libpq at the same time, with a connection each.
 *
 * See `PQisthreadsafe()`.
 *
 * Returns: whether libpq is thread-safe
 * Since: 1.0
 */
gboolean
pgg_pq_is_threadsafe (void)
{
  return PQisthreadsafe () != 0;
}

/**
 * pgg_pq_ssl_library:
 *
 * Gets the name of the TLS library that libpq was built with, %NULL if it has none.
 *
 * See `PQsslAttribute()`.
 *
 * Returns: (transfer none) (nullable): the name
 * Since: 1.0
 */
const char *
pgg_pq_ssl_library (void)
{
  return PQsslAttribute (NULL, "library");
}

/**
 * pgg_pq_ping:
 * @conninfo: (array length=conninfo_length) (element-type guint8): a connection string or URI
 * @conninfo_length: number of bytes, or -1 if @conninfo ends in a NUL byte
 *
 * Finds out whether a server accepts connections, and waits for the answer.
 *
 * User, password and database need not be right. See `PQping()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: what was found, [enum@Pgg.PqPing.NO_ATTEMPT] on error
 * Since: 1.0
 */
PggPqPing
pgg_pq_ping (const char  *conninfo,
             gssize       conninfo_length,
             GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text = pgg_pq_text_to_c ("conninfo", conninfo, conninfo_length, &copy, error);

  return text != NULL ? (PggPqPing) PQping (text) : PGG_PQ_PING_NO_ATTEMPT;
}

/**
 * pgg_pq_ping_params:
 * @keywords: (array zero-terminated=1): names of connection parameters
 * @values: (array zero-terminated=1): their values, empty for the default
 * @expand_dbname: whether the value of `dbname` may be a connection string
 *
 * Finds out whether a server accepts connections, and waits for the answer.
 *
 * See `PQpingParams()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` if there are not as many values as keywords.
 *
 * Returns: what was found, [enum@Pgg.PqPing.NO_ATTEMPT] on error
 * Since: 1.0
 */
PggPqPing
pgg_pq_ping_params (const char *const  *keywords,
                    const char *const  *values,
                    gboolean            expand_dbname,
                    GError            **error)
{
  g_return_val_if_fail (keywords != NULL && values != NULL, PGG_PQ_PING_NO_ATTEMPT);

  if (!pgg_pq_check_params (keywords, values, error))
    return PGG_PQ_PING_NO_ATTEMPT;

  return (PggPqPing) PQpingParams (keywords, values, expand_dbname);
}

/**
 * pgg_pq_encoding_to_char:
 * @encoding: the number of an encoding
 *
 * Gets the name of an encoding, empty if there is none of that number.
 *
 * See `pg_encoding_to_char()`.
 *
 * Returns: (transfer none): the name
 * Since: 1.0
 */
const char *
pgg_pq_encoding_to_char (int encoding)
{
  return pg_encoding_to_char (encoding);
}

/**
 * pgg_pq_char_to_encoding:
 * @name: (array length=name_length) (element-type guint8): the name of an encoding
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Gets the number of an encoding.
 *
 * See `pg_char_to_encoding()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: the number, -1 if there is none of that name and on error
 * Since: 1.0
 */
int
pgg_pq_char_to_encoding (const char  *name,
                         gssize       name_length,
                         GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text = pgg_pq_text_to_c ("name", name, name_length, &copy, error);

  return text != NULL ? pg_char_to_encoding (text) : -1;
}

/**
 * pgg_pq_valid_server_encoding_id:
 * @encoding: the number of an encoding
 *
 * Tells whether a server can have the encoding.
 *
 * See `pg_valid_server_encoding_id()`.
 *
 * Returns: whether a server can have the encoding
 * Since: 1.0
 */
gboolean
pgg_pq_valid_server_encoding_id (int encoding)
{
  return pg_valid_server_encoding_id (encoding) != 0;
}

/**
 * pgg_pq_env2encoding:
 *
 * Gets the number of the encoding that `PGCLIENTENCODING` in the environment names.
 *
 * See `PQenv2encoding()`.
 *
 * Returns: the number, that of `SQL_ASCII` if none is named
 * Since: 1.0
 */
int
pgg_pq_env2encoding (void)
{
  return PQenv2encoding ();
}

/**
 * pgg_pq_mblen:
 * @text: (array length=text_length) (element-type guint8): a text
 * @text_length: number of bytes, or -1 if @text ends in a NUL byte
 * @encoding: the number of its encoding
 *
 * Gets how many bytes the first character of a text has.
 *
 * See `PQmblenBounded()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: the number of bytes, 0 for an empty text, -1 on error
 * Since: 1.0
 */
int
pgg_pq_mblen (const char  *text,
              gssize       text_length,
              int          encoding,
              GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_text = pgg_pq_text_to_c ("text", text, text_length, &copy, error);

  return c_text != NULL ? PQmblenBounded (c_text, encoding) : -1;
}

/**
 * pgg_pq_dsplen:
 * @text: (array length=text_length) (element-type guint8): a text
 * @text_length: number of bytes, or -1 if @text ends in a NUL byte
 * @encoding: the number of its encoding
 *
 * Gets how many columns the first character of a text takes on a terminal.
 *
 * See `PQdsplen()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: the number of columns, -1 for a control character and on error
 * Since: 1.0
 */
int
pgg_pq_dsplen (const char  *text,
               gssize       text_length,
               int          encoding,
               GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_text = pgg_pq_text_to_c ("text", text, text_length, &copy, error);

  return c_text != NULL ? PQdsplen (c_text, encoding) : -1;
}

/**
 * pgg_pq_unescape_bytea:
 * @text: (array length=text_length) (element-type guint8): the text form of a `bytea`, as the
 *   server sends it
 * @text_length: number of bytes, or -1 if @text ends in a NUL byte
 * @length: (out) (optional): number of bytes
 *
 * Makes bytes of the text form of a `bytea`.
 *
 * See `PQunescapeBytea()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a
 * text of more than 1 GiB, `PGG_CLIENT_ERROR_FAILED` if there is no memory.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8): the bytes
 * Since: 1.0
 */
char *
pgg_pq_unescape_bytea (const char  *text,
                       gssize       text_length,
                       gsize       *length,
                       GError     **error)
{
  g_autofree char *copy = NULL;
  const char *c_text;
  guchar *bytes;
  char *result;
  gsize size;

  pgg_pq_give (NULL, length);
  c_text = pgg_pq_text_to_c ("text", text, text_length, &copy, error);
  if (c_text == NULL)
    return NULL;

  bytes = PQunescapeBytea ((const guchar *) c_text, &size);
  if (bytes == NULL)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
                           _("There is no memory for the bytes"));
      return NULL;
    }

  result = g_memdup2 (bytes, size + 1);
  PQfreemem (bytes);
  if (length != NULL)
    *length = size;
  return result;
}

/**
 * pgg_pq_socket_poll:
 * @fd: a file descriptor
 * @for_read: whether to wait until it is readable
 * @for_write: whether to wait until it is writable
 * @end_time: when to give up, in the microseconds of [func@pq_get_current_time_usec]; -1 for
 *   never, 0 not to wait at all
 *
 * Waits for a file descriptor.
 *
 * See `PQsocketPoll()`.
 *
 * Errors: the `G_IO_ERROR` for the system's error, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq
 * 17.
 *
 * Returns: a positive number if it is ready, 0 if time has run out, -1 on error
 * Since: 1.0
 */
int
pgg_pq_socket_poll (int        fd,
                    gboolean   for_read,
                    gboolean   for_write,
                    gint64     end_time,
                    GError   **error)
{
#ifdef HAVE_PQSOCKETPOLL
  int ready = PQsocketPoll (fd, for_read, for_write, end_time);

  if (ready < 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   _("Descriptor %d cannot be waited for: %s"), fd, g_strerror (saved_errno));
    }

  return ready;
#else
  pgg_pq_set_unsupported (error, "PQsocketPoll()", 170000);
  return -1;
#endif
}

/**
 * pgg_pq_get_current_time_usec:
 *
 * Gets the time of the clock that [func@pq_socket_poll] uses.
 *
 * See `PQgetCurrentTimeUSec()`.
 *
 * Errors: `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: microseconds since an unknown moment, -1 on error
 * Since: 1.0
 */
gint64
pgg_pq_get_current_time_usec (GError **error)
{
#ifdef HAVE_PQGETCURRENTTIMEUSEC
  return PQgetCurrentTimeUSec ();
#else
  pgg_pq_set_unsupported (error, "PQgetCurrentTimeUSec()", 170000);
  return -1;
#endif
}
