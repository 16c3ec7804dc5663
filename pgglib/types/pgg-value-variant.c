/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values of GObject as variants. */

#include "config.h"

#include "pgg-value-variant-private.h"

#include "pgg-client-error.h"
#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const PggCodecContext *
get_context (const PggCodecContext *context)
{
  return context == NULL ? pgg_codec_context_get_default ()
                         : pgg_codec_context_get_utf8 (context);
}

/* What values of a type are if there is none to see that by: only for NULL, and for no elements. */
static void
append_type (GString               *string,
             const PggCodecContext *context,
             guint32                oid,
             guint                  depth)
{
  PggAdapter adapter = pgg_adapter_make (context, oid, FALSE);
  const PggTypeInfo *type = adapter.type;
  GType gtype = pgg_adapter_get_gtype (&adapter);

  if (adapter.custom != NULL || depth > PGG_MAX_DEPTH)
    g_string_append_c (string, 's');
  else if (gtype == G_TYPE_BOOLEAN)
    g_string_append_c (string, 'b');
  else if (gtype == G_TYPE_INT)
    g_string_append_c (string, 'i');
  else if (gtype == G_TYPE_INT64)
    g_string_append_c (string, 'x');
  else if (gtype == G_TYPE_DOUBLE)
    g_string_append_c (string, 'd');
  else if (gtype == G_TYPE_BYTES)
    g_string_append (string, "ay");
  else if (gtype == G_TYPE_HASH_TABLE)
    g_string_append (string, "a{sms}");
  else if (gtype == G_TYPE_UINT && type->oid == PGG_OID_OID)
    g_string_append_c (string, 'u');
  else if (gtype == PGG_TYPE_ARRAY && type != NULL && type->delimiter == ',')
    {
      g_string_append (string, "am");
      append_type (string, context, type->element, depth + 1);
    }
  else if (gtype == PGG_TYPE_RECORD)
    {
      g_string_append_c (string, '(');
      for (guint i = 0; type != NULL && i < type->n_fields; i++)
        {
          g_string_append_c (string, 'm');
          append_type (string, context, type->fields[i].type, depth + 1);
        }
      g_string_append_c (string, ')');
    }
  else
    g_string_append_c (string, 's');
}

GVariant *
pgg_value_to_nothing (const PggCodecContext *context,
                      guint32                oid)
{
  g_autoptr (GString) type = g_string_new (NULL);

  append_type (type, get_context (context), oid, 0);

  return g_variant_new_maybe (G_VARIANT_TYPE (type->str), NULL);
}

/* Texts of these types are read as the same values whatever the settings of a session are. */
static GVariant *
make_text (const PggCodecContext *context,
           guint32                oid,
           const GValue          *value)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_auto (GValue) text = G_VALUE_INIT;
  PggAdapter adapter = pgg_adapter_make (context, oid, FALSE);

  g_value_init (&text, G_TYPE_STRING);
  if (G_VALUE_HOLDS_BOXED (value) && adapter.custom == NULL && g_value_transform (value, &text))
    return g_value_get_string (&text) == NULL ? NULL
                                              : g_variant_new_string (g_value_get_string (&text));

  bytes = g_byte_array_new ();
  if (pgg_part_encode (&adapter, value, bytes) != PGG_DECODE_OK)
    return NULL;

  return g_variant_new_take_string (g_strndup ((const char *) bytes->data, bytes->len));
}

static GVariant *
make_table (GHashTable *table)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sms}"));

  for (GList *key = keys; key != NULL; key = key->next)
    g_variant_builder_add (&builder, "{sms}", key->data, g_hash_table_lookup (table, key->data));

  return g_variant_builder_end (&builder);
}

static GVariant *
make_unsigned (const PggCodecContext *context,
               guint32                oid,
               const GValue          *value)
{
  /* The server takes no integers for others, such as xid. */
  if (G_VALUE_HOLDS_UINT (value) && oid == PGG_OID_OID)
    return g_variant_new_uint32 (g_value_get_uint (value));

  return make_text (context, oid, value);
}

static GVariant *
make_boxed (const PggCodecContext *context,
            guint32                oid,
            const GValue          *value)
{
  gpointer boxed = g_value_get_boxed (value);

  if (G_VALUE_HOLDS (value, G_TYPE_BYTES))
    return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, boxed, TRUE);
  if (G_VALUE_HOLDS (value, G_TYPE_HASH_TABLE))
    return make_table (boxed);
  if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY))
    return pgg_array_to_variant (boxed);
  if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    return pgg_record_to_variant (boxed);

  return make_text (context, oid, value);
}

GVariant *
pgg_value_to_variant (const PggCodecContext *context,
                      guint32                oid,
                      const GValue          *value)
{
  context = get_context (context);
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_BOOLEAN:
      return g_variant_new_boolean (g_value_get_boolean (value));
    case G_TYPE_INT:
      return g_variant_new_int32 (g_value_get_int (value));
    case G_TYPE_INT64:
      return g_variant_new_int64 (g_value_get_int64 (value));
    case G_TYPE_DOUBLE:
      return g_variant_new_double (g_value_get_double (value));
    case G_TYPE_STRING:
      return g_variant_new_string (g_value_get_string (value));
    case G_TYPE_UINT:
    case G_TYPE_UINT64:
      return make_unsigned (context, oid, value);
    case G_TYPE_BOXED:
      return make_boxed (context, oid, value);
    default:
      return make_text (context, oid, value);
    }
}

GVariant *
pgg_value_to_maybe (const PggCodecContext *context,
                    guint32                oid,
                    const GValue          *value)
{
  GVariant *variant;

  if (pgg_value_is_null (value))
    return pgg_value_to_nothing (context, oid);

  variant = pgg_value_to_variant (context, oid, value);

  return variant == NULL ? NULL : g_variant_new_maybe (NULL, variant);
}

static gboolean
take_boxed (GValue   *value,
            GType     type,
            gpointer  boxed)
{
  if (boxed == NULL)
    return FALSE;

  g_value_init (value, type);
  g_value_take_boxed (value, boxed);
  return TRUE;
}

static GHashTable *
read_table (GVariant *variant)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (variant, i);
      gboolean has_maybe = g_variant_is_of_type (entry, G_VARIANT_TYPE ("{sms}"));
      const char *key, *text;

      g_variant_get (entry, has_maybe ? "{&sm&s}" : "{&s&s}", &key, &text);
      g_hash_table_replace (table, g_strdup (key), g_strdup (text));
    }

  return table;
}

static gboolean
read_container (GVariant  *variant,
                GValue    *value,
                GError   **error)
{
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_BYTESTRING))
    return take_boxed (value, G_TYPE_BYTES, g_variant_get_data_as_bytes (variant));
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{ss}")) ||
      g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{sms}")))
    return take_boxed (value, G_TYPE_HASH_TABLE, read_table (variant));
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_TUPLE))
    return take_boxed (value, PGG_TYPE_RECORD, pgg_record_new_from_variant (variant, error));
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_ARRAY) &&
      !g_variant_is_of_type (variant, G_VARIANT_TYPE_DICTIONARY))
    return take_boxed (value, PGG_TYPE_ARRAY, pgg_array_new_from_variant (0, variant, error));

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("A variant of type %s is not %s"), g_variant_get_type_string (variant),
               _("a value"));
  return FALSE;
}

/* Numbers of GVariant that GValue has no type for are those of the next one. */
static void
init_basic (GVariant *variant,
            GValue   *value)
{
  gint64 number = 0;

  switch ((char) g_variant_classify (variant))
    {
    case G_VARIANT_CLASS_BYTE:
      number = g_variant_get_byte (variant);
      break;
    case G_VARIANT_CLASS_INT16:
      number = g_variant_get_int16 (variant);
      break;
    case G_VARIANT_CLASS_UINT16:
      number = g_variant_get_uint16 (variant);
      break;
    case G_VARIANT_CLASS_HANDLE:
      number = g_variant_get_handle (variant);
      break;
    default:
      g_dbus_gvariant_to_gvalue (variant, value);
      return;
    }

  g_value_init (value, G_TYPE_INT);
  g_value_set_int (value, (int) number);
}

gboolean
pgg_value_from_variant (GVariant  *variant,
                        GValue    *value,
                        GError   **error)
{
  g_autoptr (GVariant) inner = NULL;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_MAYBE))
    inner = g_variant_get_maybe (variant);
  else if (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARIANT))
    inner = g_variant_get_variant (variant);
  else if (g_variant_is_container (variant))
    return read_container (variant, value, error);
  else
    {
      init_basic (variant, value);
      return TRUE;
    }

  if (inner != NULL)
    return pgg_value_from_variant (inner, value, error);

  g_value_init (value, G_TYPE_POINTER);
  return TRUE;
}
