/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How an application reads and writes values of a type of its own. */

#include "config.h"

#include "pgg-type-codec-private.h"

#include "pgg-client-error.h"
#include "pgg-enum-types.h"
#include "pgg-sql-literal-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggTypeCodec:
 *
 * How an application reads and writes the values of a type, such as one that came with an
 * extension.
 *
 * It does so once it is in a [class@CodecRegistry]. The type goes by its name, because the OID of
 * one that is not built into the server is another one in every database. Arrays, ranges and
 * records of the type, and domains over it, need nothing more.
 *
 * The functions are called on the thread that reads or writes the value, possibly on several
 * threads at the same time, and never while a connection is locked.
 *
 * A codec is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (PggTypeCodec, pgg_type_codec, pgg_type_codec_ref, pgg_type_codec_unref)

#define ALL_FORMATS (PGG_CODEC_FORMATS_TEXT | PGG_CODEC_FORMATS_BINARY)

/* A function of a codec while it runs, and how it says that it fails. */
typedef struct _Call
{
  struct _Call *outer;    /* that it was called in, or NULL */
  GError       *returned;
  GError       *told;     /* see pgg_type_codec_fail() */
} Call;

/* The innermost one of the thread, for functions of other languages: they return no errors. */
static GPrivate running_call;

static void
call_begin (Call *self)
{
  *self = (Call) { .outer = g_private_get (&running_call) };
  g_private_set (&running_call, self);
}

/* An error that is there is one of another attempt. */
static void
set_failure (GError  *failure,
             GError **error)
{
  g_clear_error (error);
  g_propagate_error (error, failure);
}

/* What a function has said of its failure counts also if it has done its work. */
static gboolean
call_end (Call      *self,
          gboolean   is_done,
          GError   **error)
{
  g_autoptr (GError) told = self->told;
  GError *failure = self->returned != NULL ? self->returned : g_steal_pointer (&told);

  g_private_set (&running_call, self->outer);
  if (is_done && failure == NULL)
    return TRUE;

  if (failure == NULL)
    failure = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                                   _("The codec failed without saying why"));
  set_failure (failure, error);
  return FALSE;
}

PggDecode
pgg_type_codec_refuse (const PggTypeCodec  *self,
                       PggCodecFormats      format,
                       GError             **error)
{
  set_failure (g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                            format == PGG_CODEC_FORMATS_TEXT
                              ? _("The codec of the type %s has no function for text")
                              : _("The codec of the type %s has no function for binary format"),
                            self->name), error);

  return PGG_DECODE_FAILED;
}

PggDecode
pgg_type_codec_decode (const PggTypeCodec  *self,
                       GBytes              *bytes,
                       PggCodecFormats      format,
                       const PggTypeInfo   *type,
                       GValue              *value,
                       GError             **error)
{
  gboolean is_read;
  Call call;

  g_value_init (value, self->value_type);
  call_begin (&call);
  is_read = self->decode (bytes, format, (PggTypeInfo *) type, value, self->decode_data,
                          &call.returned);
  is_read = is_read && G_VALUE_HOLDS (value, self->value_type) && !pgg_value_is_null (value);
  if (call_end (&call, is_read, error))
    return PGG_DECODE_OK;

  if (G_IS_VALUE (value))
    g_value_unset (value);
  return PGG_DECODE_FAILED;
}

PggDecode
pgg_type_codec_encode (const PggTypeCodec  *self,
                       const GValue        *value,
                       PggCodecFormats      format,
                       GBytes             **bytes,
                       GError             **error)
{
  Call call;

  if ((self->encode_formats & format) == 0)
    return pgg_type_codec_refuse (self, format, error);

  call_begin (&call);
  *bytes = self->encode (value, format, self->encode_data, &call.returned);
  if (call_end (&call, *bytes != NULL, error))
    return PGG_DECODE_OK;

  g_clear_pointer (bytes, g_bytes_unref);
  return PGG_DECODE_FAILED;
}

/* Formats without a function, and a function without formats, are a mistake as well. */
static gboolean
check (const PggTypeCodec  *self,
       GError             **error)
{
  const char *mistake = NULL;

  if (self->name == NULL || self->name[0] == '\0' || !g_utf8_validate (self->name, -1, NULL) ||
      (self->schema != NULL && !g_utf8_validate (self->schema, -1, NULL)))
    mistake = _("A codec needs the name of a type");
  else if (!G_TYPE_IS_VALUE (self->value_type) || self->value_type == G_TYPE_POINTER)
    mistake = _("A codec needs a type of values");
  else if ((self->decode == NULL) != (self->decode_formats == 0) ||
           (self->encode == NULL) != (self->encode_formats == 0) ||
           ((self->decode_formats | self->encode_formats) & ~ALL_FORMATS) != 0)
    mistake = _("A function of a codec needs formats, and the other way round");
  else if (self->decode == NULL && self->encode == NULL)
    mistake = _("A codec needs a function that reads, or one that writes");

  if (mistake != NULL)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT, mistake);
  return mistake == NULL;
}

static char *
make_sql_name (const char *schema,
               const char *name)
{
  GString *sql = g_string_new (NULL);

  if (schema != NULL)
    {
      pgg_sql_literal_append_name (schema, sql);
      g_string_append_c (sql, '.');
    }
  pgg_sql_literal_append_name (name, sql);

  return g_string_free (sql, FALSE);
}

/**
 * pgg_type_codec_new: (skip)
 * @schema: (nullable): the name of the schema that the type is in, or %NULL for whichever it is
 * @name: the name of the type in the catalog `pg_type`, without quotes: `int4`, not `integer`
 * @value_type: the type of the values
 * @decode_formats: the formats that @decode reads
 * @decode: (nullable) (scope notified) (closure user_data): reads a value, or %NULL to leave that
 *   to the library
 * @encode_formats: the formats that @encode writes
 * @encode: (nullable) (scope notified) (closure user_data): writes a value, or %NULL to leave that
 *   to the library
 * @user_data: data for @decode and @encode
 * @destroy: (nullable) (destroy user_data): frees @user_data, on whatever thread drops the codec
 *   last; it must not use a connection
 * @error: return location for an error
 *
 * Makes a codec.
 *
 * @decode should read text: until the server has told the types of the columns of a statement, and
 * where another column can be read as text only, values come as text. Where it reads binary as well
 * and both formats can be written, values are asked for in whatever format suits the other columns.
 * See [enum@ResultFormat] for who decides.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no name, no function, a function
 * without formats or formats without a function, or no values of the type can be.
 *
 * Returns: (transfer full): the codec
 * Since: 1.0
 */
PggTypeCodec *
pgg_type_codec_new (const char         *schema,
                    const char         *name,
                    GType               value_type,
                    PggCodecFormats     decode_formats,
                    PggTypeDecodeFunc   decode,
                    PggCodecFormats     encode_formats,
                    PggTypeEncodeFunc   encode,
                    gpointer            user_data,
                    GDestroyNotify      destroy,
                    GError            **error)
{
  return pgg_type_codec_new_full (schema, name, value_type, decode_formats, decode, user_data, NULL,
                                  encode_formats, encode, user_data, destroy, error);
}

/**
 * pgg_type_codec_new_full: (skip)
 * @schema: (nullable): the name of the schema that the type is in, or %NULL for whichever it is
 * @name: the name of the type in the catalog `pg_type`, without quotes: `int4`, not `integer`
 * @value_type: the type of the values
 * @decode_formats: the formats that @decode reads
 * @decode: (nullable) (scope notified) (closure decode_data) (destroy decode_destroy): reads a
 *   value, or %NULL to leave that to the library
 * @decode_data: data for @decode
 * @decode_destroy: (nullable): frees @decode_data, on whatever thread drops the codec last; it must
 *   not use a connection
 * @encode_formats: the formats that @encode writes
 * @encode: (nullable) (scope notified) (closure encode_data) (destroy encode_destroy): writes a
 *   value, or %NULL to leave that to the library
 * @encode_data: data for @encode
 * @encode_destroy: (nullable): frees @encode_data, as @decode_destroy does
 * @error: return location for an error
 *
 * Makes a codec whose functions have data of their own, see [ctor@TypeCodec.new].
 *
 * In Vala this is the constructor.
 *
 * Returns: (transfer full): the codec
 * Since: 1.0
 */
PggTypeCodec *
pgg_type_codec_new_full (const char         *schema,
                         const char         *name,
                         GType               value_type,
                         PggCodecFormats     decode_formats,
                         PggTypeDecodeFunc   decode,
                         gpointer            decode_data,
                         GDestroyNotify      decode_destroy,
                         PggCodecFormats     encode_formats,
                         PggTypeEncodeFunc   encode,
                         gpointer            encode_data,
                         GDestroyNotify      encode_destroy,
                         GError            **error)
{
  g_autoptr (PggTypeCodec) self = g_atomic_rc_box_new0 (PggTypeCodec);

  self->schema = g_strdup (schema);
  self->name = g_strdup (name);
  self->value_type = value_type;
  self->decode_formats = decode_formats;
  self->decode = decode;
  self->decode_data = decode_data;
  self->decode_destroy = decode_destroy;
  self->encode_formats = encode_formats;
  self->encode = encode;
  self->encode_data = encode_data;
  self->encode_destroy = encode_destroy;

  if (!check (self, error))
    return NULL;

  self->sql_name = make_sql_name (schema, name);
  return g_steal_pointer (&self);
}

static gboolean
decode_with_closure (GBytes           *bytes,
                     PggCodecFormats   format,
                     PggTypeInfo      *type,
                     GValue           *value,
                     gpointer          user_data,
                     GError          **error)
{
  GClosure *closure = user_data;
  GValue arguments[] = { G_VALUE_INIT, G_VALUE_INIT, G_VALUE_INIT };

  g_value_init (&arguments[0], G_TYPE_BYTES);
  g_value_set_boxed (&arguments[0], bytes);
  g_value_init (&arguments[1], PGG_TYPE_CODEC_FORMATS);
  g_value_set_flags (&arguments[1], format);
  g_value_init (&arguments[2], PGG_TYPE_TYPE_INFO);
  g_value_set_boxed (&arguments[2], type);
  g_closure_invoke (closure, value, G_N_ELEMENTS (arguments), arguments, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (arguments); i++)
    g_value_unset (&arguments[i]);

  return !closure->is_invalid;
}

static GBytes *
encode_with_closure (const GValue     *value,
                     PggCodecFormats   format,
                     gpointer          user_data,
                     GError          **error)
{
  GClosure *closure = user_data;
  GValue arguments[] = { G_VALUE_INIT, G_VALUE_INIT };
  g_auto (GValue) bytes = G_VALUE_INIT;

  pgg_value_init_copy (value, &arguments[0]);
  g_value_init (&arguments[1], PGG_TYPE_CODEC_FORMATS);
  g_value_set_flags (&arguments[1], format);
  g_value_init (&bytes, G_TYPE_BYTES);
  g_closure_invoke (closure, &bytes, G_N_ELEMENTS (arguments), arguments, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (arguments); i++)
    g_value_unset (&arguments[i]);

  return g_value_dup_boxed (&bytes);
}

static void
closure_free (gpointer closure)
{
  if (closure != NULL)
    g_closure_unref (closure);
}

static GClosure *
ref_closure (GClosure *closure)
{
  if (closure == NULL)
    return NULL;

  g_closure_ref (closure);
  g_closure_sink (closure);
  if (G_CLOSURE_NEEDS_MARSHAL (closure))
    g_closure_set_marshal (closure, g_cclosure_marshal_generic);

  return closure;
}

/**
 * pgg_type_codec_new_with_closures: (rename-to pgg_type_codec_new)
 * @schema: (nullable): the name of the schema that the type is in, or %NULL for whichever it is
 * @name: the name of the type in the catalog `pg_type`, without quotes: `int4`, not `integer`
 * @value_type: the type of the values
 * @decode_formats: the formats that @decode reads
 * @decode: (nullable): is given the bytes, their format and the type, and returns the value; %NULL
 *   to leave that to the library
 * @encode_formats: the formats that @encode writes
 * @encode: (nullable): is given a value and the format, and returns [struct@GLib.Bytes]; %NULL to
 *   leave that to the library
 * @error: return location for an error
 *
 * Makes a codec of functions in another language, see [type@TypeDecodeFunc] and
 * [type@TypeEncodeFunc].
 *
 * A function that cannot do its work calls [func@TypeCodec.fail].
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no name, no function, a function
 * without formats or formats without a function, or no values of the type can be.
 *
 * Returns: (transfer full): the codec
 * Since: 1.0
 */
PggTypeCodec *
pgg_type_codec_new_with_closures (const char       *schema,
                                  const char       *name,
                                  GType             value_type,
                                  PggCodecFormats   decode_formats,
                                  GClosure         *decode,
                                  PggCodecFormats   encode_formats,
                                  GClosure         *encode,
                                  GError          **error)
{
  return pgg_type_codec_new_full (schema, name, value_type,
                                  decode_formats, decode != NULL ? decode_with_closure : NULL,
                                  ref_closure (decode), closure_free,
                                  encode_formats, encode != NULL ? encode_with_closure : NULL,
                                  ref_closure (encode), closure_free, error);
}

/**
 * pgg_type_codec_ref:
 * @self: a codec
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggTypeCodec *
pgg_type_codec_ref (PggTypeCodec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
pgg_type_codec_free (gpointer data)
{
  PggTypeCodec *self = data;

  if (self->decode_destroy != NULL)
    self->decode_destroy (self->decode_data);
  if (self->encode_destroy != NULL)
    self->encode_destroy (self->encode_data);
  g_free (self->sql_name);
  g_free (self->name);
  g_free (self->schema);
}

/**
 * pgg_type_codec_unref:
 * @self: (transfer full): a codec
 *
 * Drops a reference, and frees the codec with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_type_codec_unref (PggTypeCodec *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_type_codec_free);
}

/**
 * pgg_type_codec_get_schema:
 * @self: a codec
 *
 * Gets the schema that the type is in.
 *
 * Returns: (transfer none) (nullable): the schema, or %NULL for whichever it is
 * Since: 1.0
 */
const char *
pgg_type_codec_get_schema (PggTypeCodec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->schema;
}

/**
 * pgg_type_codec_get_name:
 * @self: a codec
 *
 * Gets the name of the type.
 *
 * Returns: (transfer none): the name
 * Since: 1.0
 */
const char *
pgg_type_codec_get_name (PggTypeCodec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * pgg_type_codec_get_value_type:
 * @self: a codec
 *
 * Gets the type of the values.
 *
 * Returns: the type
 * Since: 1.0
 */
GType
pgg_type_codec_get_value_type (PggTypeCodec *self)
{
  g_return_val_if_fail (self != NULL, G_TYPE_INVALID);

  return self->value_type;
}

/**
 * pgg_type_codec_get_decode_formats:
 * @self: a codec
 *
 * Gets the formats that the codec reads.
 *
 * Returns: the formats
 * Since: 1.0
 */
PggCodecFormats
pgg_type_codec_get_decode_formats (PggTypeCodec *self)
{
  g_return_val_if_fail (self != NULL, PGG_CODEC_FORMATS_NONE);

  return self->decode_formats;
}

/**
 * pgg_type_codec_get_encode_formats:
 * @self: a codec
 *
 * Gets the formats that the codec writes.
 *
 * Returns: the formats
 * Since: 1.0
 */
PggCodecFormats
pgg_type_codec_get_encode_formats (PggTypeCodec *self)
{
  g_return_val_if_fail (self != NULL, PGG_CODEC_FORMATS_NONE);

  return self->encode_formats;
}

/**
 * pgg_type_codec_fail:
 * @message: what is wrong with the value, without showing it
 *
 * Says that the function of a codec that is running on this thread cannot read or write the value:
 * whoever wanted that is given the error %PGG_CLIENT_ERROR_CONVERSION with this message.
 *
 * It is for the functions of [ctor@TypeCodec.new_with_closures], which have no other way to say so;
 * those of C return an error.
 *
 * Since: 1.0
 */
void
pgg_type_codec_fail (const char *message)
{
  Call *call = g_private_get (&running_call);

  g_return_if_fail (message != NULL);

  if (call == NULL)
    return;

  g_clear_error (&call->told);
  g_set_error_literal (&call->told, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION, message);
}
