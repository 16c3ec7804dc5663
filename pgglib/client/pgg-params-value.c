/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters from values and properties of GObject. */

#include "config.h"

#include "pgg-params-private.h"

#include "pgg-client-error.h"
#include "pq/pgg-pq-params-private.h"
#include "types/pgg-boxed-type-private.h"
#include "types/pgg-codec-container-private.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-date.h"
#include "types/pgg-learnt-type-private.h"
#include "types/pgg-params-encoder-private.h"
#include "types/pgg-type-oid-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No integer type of the server holds all of them, but numeric does. */
static gboolean
append_uint64 (PggParams  *self,
               guint64     value,
               GError    **error)
{
  char text[32];

  if (value <= G_MAXINT64)
    return pgg_params_append_int64 (self, (gint64) value, error);

  g_snprintf (text, sizeof (text), "%" G_GUINT64_FORMAT, value);
  return pgg_params_append_typed_text (self, text, PGG_OID_NUMERIC, error);
}

static gboolean
refuse (PggParams     *self,
        const GValue  *value,
        GError       **error)
{
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("Parameter %u: a value of type %s cannot be sent"),
               pgg_params_get_n_params (self) + 1, G_VALUE_TYPE_NAME (value));
  return FALSE;
}

static gboolean
append_unwritten (PggParams     *self,
                  const GValue  *value,
                  GError       **error)
{
  return pgg_pq_params_append_unwritten (pgg_params_get_writable (self), value, error);
}

/* What a codec of the application may write, once the statement is executed. */
static gboolean
append_other_type (PggParams     *self,
                   const GValue  *value,
                   GError       **error)
{
  if (!pgg_codec_registry_may_write (G_VALUE_TYPE (value)))
    return refuse (self, value, error);

  return append_unwritten (self, value, error);
}

/* In the binary format of a type that every server has. */
static PggDecode
encode_binary (PggParams     *self,
               guint32        type,
               const GValue  *value)
{
  PggAdapter adapter = pgg_adapter_make (pgg_codec_context_get_default (), type, TRUE);

  if (self->scratch == NULL)
    self->scratch = g_byte_array_new ();
  g_byte_array_set_size (self->scratch, 0);

  return pgg_adapter_encode (&adapter, value, self->scratch);
}

/* A value that came from a database is of the type that it was of there, where it is sent to a
 * database that has this type as well. */
static void
name_type (PggParams    *self,
           const GValue *value)
{
  guint index = pgg_params_get_n_params (self) - 1;
  guint32 oid;
  PggTypeMap *types;
  g_autofree char *name = pgg_learnt_type_dup_name (value, &oid, &types);

  if (name != NULL)
    pgg_pq_params_set_likely_type (self->pq, index, oid, name);
}

/* Types of a database are known to their server, which reads the text. What has none may have
 * values in it that a codec of the application writes. */
static gboolean
append_as_text (PggParams     *self,
                guint32        type,
                const GValue  *value,
                GError       **error)
{
  g_auto (GValue) text = G_VALUE_INIT;

  g_value_init (&text, G_TYPE_STRING);
  if (!g_value_transform (value, &text) || g_value_get_string (&text) == NULL)
    return pgg_codec_registry_has_writers () ? append_unwritten (self, value, error)
                                             : refuse (self, value, error);
  if (!pgg_params_append_typed_text (self, g_value_get_string (&text), type, error))
    return FALSE;

  if (type == 0)
    name_type (self, value);
  return TRUE;
}

/* What has anything in it that is written as text only is sent as text. Some values of other types
 * are as well. */
static gboolean
can_encode_binary (guint32 type)
{
  const PggTypeInfo *info = pgg_type_info_lookup_builtin (type);

  if (info == NULL || !pgg_codec_has_binary (NULL, info) ||
      pgg_codec_lookup (info, TRUE)->encode == NULL)
    return FALSE;

  return info->element == 0 || can_encode_binary (info->element);
}

static gboolean
append_typed (PggParams           *self,
              const PggBoxedType  *boxed_type,
              const GValue        *value,
              GError             **error)
{
  gconstpointer boxed = g_value_get_boxed (value);
  guint32 type = pgg_boxed_type_get_oid (boxed_type, boxed);
  PggDecode decode;

  if (boxed == NULL)
    return pgg_params_append_typed_text (self, NULL, type, error);

  decode = can_encode_binary (type) ? encode_binary (self, type, value) : PGG_DECODE_NOT_SUPPORTED;
  if (decode == PGG_DECODE_OK)
    return pgg_params_append_binary (self, type, self->scratch->data, self->scratch->len, error);

  return decode == PGG_DECODE_NOT_SUPPORTED ? append_as_text (self, type, value, error)
                                            : refuse (self, value, error);
}

gboolean
pgg_params_append_boxed (PggParams      *self,
                         GType           type,
                         gconstpointer   boxed,
                         GError        **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_set_static_boxed (&value, boxed);

  return append_typed (self, pgg_boxed_type_lookup (type), &value, error);
}

static gboolean
append_byte_array (PggParams   *self,
                   GByteArray  *array,
                   GError     **error)
{
  if (array == NULL)
    return pgg_params_append_bytes (self, NULL, error);

  return pgg_params_append_byte_array (self, array->data, array->len, error);
}

/* Texts by texts are an hstore. */
static gboolean
append_hash_table (PggParams     *self,
                   const GValue  *value,
                   GError       **error)
{
  GHashTable *table = g_value_get_boxed (value);
  g_autofree char *text = table == NULL ? NULL : pgg_hstore_to_string (table);

  if (table != NULL && text == NULL)
    return refuse (self, value, error);

  return pgg_params_append_text (self, text, error);
}

static gboolean
append_strings (PggParams           *self,
                const char *const   *strings,
                GError             **error)
{
  if (strings == NULL)
    return pgg_params_append_typed_text (self, NULL, PGG_OID_TEXT_ARRAY, error);

  return pgg_params_append_text_array (self, strings, g_strv_length ((char **) strings), NULL, 0,
                                       error);
}

static gboolean
append_gdate (PggParams    *self,
              const GDate  *gdate,
              GError      **error)
{
  g_autoptr (PggDate) date = NULL;

  if (gdate == NULL)
    return pgg_params_append_date (self, NULL, error);

  date = pgg_date_new_from_gdate (gdate, error);

  return date != NULL && pgg_params_append_date (self, date, error);
}

static gboolean
append_boxed (PggParams     *self,
              const GValue  *value,
              GError       **error)
{
  gpointer boxed = g_value_get_boxed (value);
  const PggBoxedType *type;

  if (G_VALUE_HOLDS (value, G_TYPE_BYTES))
    return pgg_params_append_bytes (self, boxed, error);
  if (G_VALUE_HOLDS (value, G_TYPE_BYTE_ARRAY))
    return append_byte_array (self, boxed, error);
  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    return append_strings (self, boxed, error);

  if (G_VALUE_HOLDS (value, G_TYPE_HASH_TABLE))
    return append_hash_table (self, value, error);
  if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    return pgg_params_append_date_time (self, boxed, error);
  if (G_VALUE_HOLDS (value, G_TYPE_DATE))
    return append_gdate (self, boxed, error);

  type = pgg_boxed_type_lookup (G_VALUE_TYPE (value));

  return type != NULL ? append_typed (self, type, value, error)
                      : append_other_type (self, value, error);
}

/* Enumerations of the server have labels like the nicks of GObject. */
static gboolean
append_enum (PggParams     *self,
             const GValue  *value,
             GError       **error)
{
  GEnumClass *klass = g_type_class_ref (G_VALUE_TYPE (value));
  GEnumValue *found = g_enum_get_value (klass, g_value_get_enum (value));
  const char *nick = found != NULL ? found->value_nick : NULL;

  g_type_class_unref (klass);
  if (nick == NULL)
    return refuse (self, value, error);

  return pgg_params_append_text (self, nick, error);
}

static gboolean
append_variant (PggParams     *self,
                const GValue  *value,
                GError       **error)
{
  GVariant *variant = g_value_get_variant (value);

  if (variant == NULL)
    return pgg_params_append_null (self, error);

  return pgg_params_append_variant (self, variant, error);
}

static gboolean
append_pointer (PggParams     *self,
                const GValue  *value,
                GError       **error)
{
  if (g_value_get_pointer (value) != NULL)
    return refuse (self, value, error);

  return pgg_params_append_null (self, error);
}

static gboolean
append_other (PggParams     *self,
              const GValue  *value,
              GError       **error)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_BOXED:
      return append_boxed (self, value, error);
    case G_TYPE_ENUM:
      return pgg_codec_registry_may_write (G_VALUE_TYPE (value))
               ? append_unwritten (self, value, error)
               : append_enum (self, value, error);
    case G_TYPE_FLAGS:
      return pgg_params_append_int64 (self, g_value_get_flags (value), error);
    case G_TYPE_VARIANT:
      return append_variant (self, value, error);
    case G_TYPE_POINTER:
      return append_pointer (self, value, error);
    default:
      return append_other_type (self, value, error);
    }
}

/**
 * pgg_params_append_value:
 * @self: parameters
 * @value: the value
 * @error: return location for an error
 *
 * Appends a value.
 *
 * Integers of type char, uchar and int are sent as int4, all others as int8, or as numeric if they
 * are too large for that. Floating-point numbers are sent as float8, strings as text of a type
 * that the server infers, [struct@GLib.Bytes] and [struct@GLib.ByteArray] as bytea, arrays of
 * strings as an array of text, enumerations as the text of their nick, flags as int8, variants
 * like [method@Params.append_variant], [struct@GLib.DateTime] as timestamptz, [struct@GLib.Date] as
 * date, the types of this library as the type they stand for, and %NULL as NULL.
 *
 * A range is of the type that is built into the server for its bounds: int4range for those of int4,
 * and so is a multirange. One that was read is of the type that it was read as, also if that is a
 * type of the database, and so are records and arrays; where the database has no such type, and of
 * records, ranges and arrays of other types that were made here, the server infers the type. It
 * also infers that of a [struct@GLib.HashTable], which must have strings as keys and strings or
 * %NULL as values and is sent as the text of an hstore.
 *
 * Values of all other types, and enumerations, for which the application has a [struct@TypeCodec]
 * are written by that when the statement is executed, and fail then if the cursor or connection
 * has no such codec.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if values of this type cannot be sent, and else
 * like [method@Params.append_text].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_value (PggParams     *self,
                         const GValue  *value,
                         GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_VALUE (value), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  switch (G_VALUE_TYPE (value))
    {
    case G_TYPE_BOOLEAN:
      return pgg_params_append_boolean (self, g_value_get_boolean (value), error);
    case G_TYPE_CHAR:
      return pgg_params_append_int (self, g_value_get_schar (value), error);
    case G_TYPE_UCHAR:
      return pgg_params_append_int (self, g_value_get_uchar (value), error);
    case G_TYPE_INT:
      return pgg_params_append_int (self, g_value_get_int (value), error);
    case G_TYPE_UINT:
      return pgg_params_append_int64 (self, g_value_get_uint (value), error);
    case G_TYPE_LONG:
      return pgg_params_append_int64 (self, g_value_get_long (value), error);
    case G_TYPE_ULONG:
      return append_uint64 (self, g_value_get_ulong (value), error);
    case G_TYPE_INT64:
      return pgg_params_append_int64 (self, g_value_get_int64 (value), error);
    case G_TYPE_UINT64:
      return append_uint64 (self, g_value_get_uint64 (value), error);
    case G_TYPE_FLOAT:
      return pgg_params_append_double (self, (double) g_value_get_float (value), error);
    case G_TYPE_DOUBLE:
      return pgg_params_append_double (self, g_value_get_double (value), error);
    case G_TYPE_STRING:
      return pgg_params_append_text (self, g_value_get_string (value), error);
    default:
      return append_other (self, value, error);
    }
}

/* The name of a parameter for a property, whose dashes SQL would read as operators. */
static char *
make_name (const char *property)
{
  return g_strdelimit (g_strdup (property), "-", '_');
}

static gboolean
set_property (PggParams   *self,
              GObject     *object,
              GParamSpec  *property,
              GError     **error)
{
  g_autofree char *name = make_name (property->name);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, property->value_type);
  g_object_get_property (object, property->name, &value);

  return pgg_params_set_named_value (self, name, &value, error);
}

static GParamSpec *
find_property (GObject     *object,
               const char  *name,
               GError     **error)
{
  GParamSpec *property = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);

  if (property != NULL && (property->flags & G_PARAM_READABLE))
    return property;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("The class %s has no property “%s” that can be read"),
               G_OBJECT_TYPE_NAME (object), name);
  return NULL;
}

/* Whether values of the type can be sent. */
static gboolean
can_send (GType type)
{
  if (pgg_codec_registry_may_write (type))
    return TRUE;
  if (g_type_is_a (type, G_TYPE_BOXED))
    return type == G_TYPE_BYTES || type == G_TYPE_BYTE_ARRAY || type == G_TYPE_STRV ||
           type == G_TYPE_DATE_TIME || type == G_TYPE_DATE || pgg_boxed_type_lookup (type) != NULL;

  return !g_type_is_a (type, G_TYPE_OBJECT) && !g_type_is_a (type, G_TYPE_INTERFACE) &&
         !g_type_is_a (type, G_TYPE_POINTER) && !g_type_is_a (type, G_TYPE_PARAM);
}

static gboolean
set_all (PggParams  *self,
         GObject    *object,
         GError    **error)
{
  guint n_properties;
  g_autofree GParamSpec **properties =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n_properties);

  for (guint i = 0; i < n_properties; i++)
    if ((properties[i]->flags & G_PARAM_READABLE) && can_send (properties[i]->value_type) &&
        !set_property (self, object, properties[i], error))
      return FALSE;

  return TRUE;
}

/**
 * pgg_params_set_object:
 * @self: parameters
 * @object: an object
 * @properties: (array zero-terminated=1) (nullable): the names of properties; nothing for all
 *   whose values can be sent
 * @error: return location for an error
 *
 * Appends the values of properties, under their names: a property `display-name` is for
 * `:display_name` in SQL. A value that has such a name already is replaced.
 *
 * See [method@Params.append_value] for what is sent, and [method@Result.to_objects] for the way
 * back.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no such property, or its value cannot
 * be sent, and else like [method@Params.append_value]; the properties before it stay appended.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_set_object (PggParams          *self,
                       GObject            *object,
                       const char *const  *properties,
                       GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_OBJECT (object), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (properties == NULL || properties[0] == NULL)
    return set_all (self, object, error);

  for (guint i = 0; properties[i] != NULL; i++)
    {
      GParamSpec *property = find_property (object, properties[i], error);

      if (property == NULL || !set_property (self, object, property, error))
        return FALSE;
    }

  return TRUE;
}
