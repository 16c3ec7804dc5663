/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parameters of a statement, built from values of C. */

#include "config.h"

#include "pgg-params-private.h"

#include "pgg-client-error.h"
#include "pq/pgg-pq-params-private.h"
#include "types/pgg-type-oid-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The server infers the type of a parameter that has none from the place where it is used. */
#define OID_INFERRED 0

/**
 * PggParams:
 *
 * The parameters of a statement: the values for `$1`, `$2` and so on, appended in this order.
 *
 * The type of a parameter follows the C type that is appended. Text has no type of its own: the
 * server infers it from the place where the parameter is used, so that dates, enums, JSON and
 * values of any other type can be given as their text.
 *
 * Parameters can be used for several executions; [method@Params.reset] makes them empty but keeps
 * the memory. They may be changed at any time: an operation has them as they were when it was
 * begun. An object is used from one thread at a time.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (PggParams, pgg_params, pgg_params_ref, pgg_params_unref)

static void
pgg_params_free (gpointer data)
{
  PggParams *self = data;

  pgg_pq_params_unref (self->pq);
  g_clear_pointer (&self->scratch, g_byte_array_unref);
}

PggPqParams *
pgg_params_peek_pq (PggParams *self)
{
  return self->pq;
}

/* What an operation still has to send stays as it was when it was begun. */
PggPqParams *
pgg_params_get_writable (PggParams *self)
{
  PggPqParams *shared = self->pq;

  if (!pgg_pq_params_is_shared (shared))
    return shared;

  self->pq = pgg_pq_params_copy (shared);
  pgg_pq_params_unref (shared);

  return self->pq;
}

gboolean
pgg_params_append_binary (PggParams      *self,
                          guint32         oid,
                          gconstpointer   bytes,
                          gsize           length,
                          GError        **error)
{
  if (length > G_MAXSSIZE)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                   _("Parameter %u is too large"), pgg_params_get_n_params (self) + 1);
      return FALSE;
    }

  return pgg_pq_params_append (pgg_params_get_writable (self), oid, bytes == NULL ? "" : bytes,
                               (gssize) length, PGG_PQ_FORMAT_BINARY, error);
}

/**
 * pgg_params_new:
 *
 * Makes parameters without any value.
 *
 * Returns: (transfer full): the parameters
 * Since: 1.0
 */
PggParams *
pgg_params_new (void)
{
  PggParams *self = g_atomic_rc_box_new0 (PggParams);

  self->pq = pgg_pq_params_new ();

  return self;
}

/**
 * pgg_params_ref:
 * @self: parameters
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggParams *
pgg_params_ref (PggParams *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_params_unref:
 * @self: (transfer full): parameters
 *
 * Drops a reference, and frees the parameters with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_params_unref (PggParams *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_params_free);
}

/**
 * pgg_params_copy:
 * @self: parameters
 *
 * Makes other parameters with the same values.
 *
 * Returns: (transfer full): the other parameters
 * Since: 1.0
 */
PggParams *
pgg_params_copy (PggParams *self)
{
  PggParams *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_atomic_rc_box_new0 (PggParams);
  copy->pq = pgg_pq_params_copy (self->pq);

  return copy;
}

/**
 * pgg_params_get_n_params:
 * @self: parameters
 *
 * Gets the number of values.
 *
 * Returns: the number of values
 * Since: 1.0
 */
guint
pgg_params_get_n_params (PggParams *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_pq_params_get_n_params (self->pq);
}

/**
 * pgg_params_reset:
 * @self: parameters
 *
 * Takes all values out, and their names; the memory is kept for the next ones.
 *
 * Since: 1.0
 */
void
pgg_params_reset (PggParams *self)
{
  g_return_if_fail (self != NULL);

  pgg_pq_params_reset (pgg_params_get_writable (self));
}

/**
 * pgg_params_append_null:
 * @self: parameters
 * @error: return location for an error
 *
 * Appends NULL, of the type that the server infers.
 *
 * Fails with %PGG_CLIENT_ERROR_TOO_LARGE if there are as many values as the protocol can carry,
 * which is 65535.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_null (PggParams  *self,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_pq_params_append_null (pgg_params_get_writable (self), OID_INFERRED, error);
}

/**
 * pgg_params_append_boolean:
 * @self: parameters
 * @value: the value
 * @error: return location for an error
 *
 * Appends a bool.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_boolean (PggParams  *self,
                           gboolean    value,
                           GError    **error)
{
  guint8 byte = value ? 1 : 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_binary (self, PGG_OID_BOOL, &byte, sizeof (byte), error);
}

/**
 * pgg_params_append_int:
 * @self: parameters
 * @value: the value
 * @error: return location for an error
 *
 * Appends an int4.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_int (PggParams  *self,
                       int         value,
                       GError    **error)
{
  gint32 bytes = GINT32_TO_BE (value);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_binary (self, PGG_OID_INT4, &bytes, sizeof (bytes), error);
}

/**
 * pgg_params_append_int64:
 * @self: parameters
 * @value: the value
 * @error: return location for an error
 *
 * Appends an int8.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_int64 (PggParams  *self,
                         gint64      value,
                         GError    **error)
{
  gint64 bytes = GINT64_TO_BE (value);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_binary (self, PGG_OID_INT8, &bytes, sizeof (bytes), error);
}

/**
 * pgg_params_append_double:
 * @self: parameters
 * @value: the value; NaN and the infinities too
 * @error: return location for an error
 *
 * Appends a float8.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_double (PggParams  *self,
                          double      value,
                          GError    **error)
{
  guint64 bytes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  memcpy (&bytes, &value, sizeof (bytes));
  bytes = GUINT64_TO_BE (bytes);

  return pgg_params_append_binary (self, PGG_OID_FLOAT8, &bytes, sizeof (bytes), error);
}

/**
 * pgg_params_append_text:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends the text of a value of any type, which the server infers.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @value is not UTF-8, with
 * %PGG_CLIENT_ERROR_TOO_LARGE if it is longer than the protocol can carry, and else like
 * [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_text (PggParams   *self,
                        const char  *value,
                        GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_typed_text (self, value, OID_INFERRED, error);
}

/**
 * pgg_params_append_typed_text:
 * @self: parameters
 * @value: (nullable): the text of the value, or %NULL for NULL
 * @type: the OID of the type, or 0 to let the server infer it
 * @error: return location for an error
 *
 * Appends the text of a value of a given type, such as json, uuid or a type of the database.
 *
 * This is for places where the server cannot infer the type, or would infer another one. The server
 * reads the text as it reads one in SQL. See [method@TypeInfo.get_oid] for OIDs.
 *
 * Fails like [method@Params.append_text].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_typed_text (PggParams   *self,
                              const char  *value,
                              guint32      type,
                              GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (value == NULL)
    return pgg_pq_params_append_null (pgg_params_get_writable (self), type, error);

  if (!g_utf8_validate (value, -1, NULL))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameter %u is not valid UTF-8"), pgg_params_get_n_params (self) + 1);
      return FALSE;
    }

  return pgg_pq_params_append (pgg_params_get_writable (self), type, value, -1,
                               PGG_PQ_FORMAT_TEXT, error);
}

/**
 * pgg_params_append_bytes:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a bytea.
 *
 * Fails with %PGG_CLIENT_ERROR_TOO_LARGE if @value is longer than the protocol can carry, and else
 * like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_bytes (PggParams  *self,
                         GBytes     *value,
                         GError    **error)
{
  gconstpointer data;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (value == NULL)
    return pgg_pq_params_append_null (pgg_params_get_writable (self), PGG_OID_BYTEA, error);

  data = g_bytes_get_data (value, &length);
  return pgg_params_append_binary (self, PGG_OID_BYTEA, data, length, error);
}

/**
 * pgg_params_append_byte_array:
 * @self: parameters
 * @value: (array length=length) (nullable): the value; %NULL is allowed for no bytes
 * @length: the number of bytes
 * @error: return location for an error
 *
 * Appends a bytea from the bytes of languages that have a type of their own for them.
 *
 * Fails like [method@Params.append_bytes].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_byte_array (PggParams     *self,
                              const guint8  *value,
                              gsize          length,
                              GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_binary (self, PGG_OID_BYTEA, value, length, error);
}
