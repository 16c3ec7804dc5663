/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters from variants. */

#include "config.h"

#include "pgg-params-private.h"

#include "pgg-client-error.h"
#include "types/pgg-codec-value-private.h"
#include "types/pgg-float-text-private.h"
#include "types/pgg-type-info-private.h"
#include "types/pgg-type-oid-private.h"

#include <glib/gi18n-lib.h>

/* MAXDIM of the server. */
#define MAX_DIMENSIONS 6

/* GVariant bounds how deep variants nest, so that recursion needs no limit of its own. */
static gboolean append_any (PggParams  *self,
                            GVariant   *variant,
                            GError    **error);
static gboolean write_literal (GString  *text,
                               GVariant *variant);

static gboolean
refuse (PggParams    *self,
        GVariant     *variant,
        GError      **error)
{
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("Parameter %u: a variant of type %s cannot be sent"),
               pgg_params_get_n_params (self) + 1, g_variant_get_type_string (variant));
  return FALSE;
}

/* What is in boxes and maybes; NULL if that is nothing. */
static GVariant *
unbox (GVariant *variant)
{
  g_autoptr (GVariant) inner = g_variant_ref (variant);

  for (;;)
    {
      GVariant *box = inner;

      if (g_variant_is_of_type (box, G_VARIANT_TYPE_VARIANT))
        inner = g_variant_get_variant (box);
      else if (g_variant_is_of_type (box, G_VARIANT_TYPE_MAYBE))
        inner = g_variant_get_maybe (box);
      else
        return g_steal_pointer (&inner);

      g_variant_unref (box);
      if (inner == NULL)
        return NULL;
    }
}

/* Of the integers that fit into int8. */
static gboolean
read_integer (GVariant *variant,
              gint64   *number)
{
  switch ((char) g_variant_classify (variant))
    {
    case G_VARIANT_CLASS_BYTE:
      *number = g_variant_get_byte (variant);
      return TRUE;
    case G_VARIANT_CLASS_INT16:
      *number = g_variant_get_int16 (variant);
      return TRUE;
    case G_VARIANT_CLASS_UINT16:
      *number = g_variant_get_uint16 (variant);
      return TRUE;
    case G_VARIANT_CLASS_INT32:
      *number = g_variant_get_int32 (variant);
      return TRUE;
    case G_VARIANT_CLASS_UINT32:
      *number = g_variant_get_uint32 (variant);
      return TRUE;
    case G_VARIANT_CLASS_INT64:
      *number = g_variant_get_int64 (variant);
      return TRUE;
    case G_VARIANT_CLASS_UINT64:
      *number = (gint64) g_variant_get_uint64 (variant);
      return *number >= 0;
    default:
      return FALSE;
    }
}

/* The type of a basic value, or 0. */
static guint32
get_type (const GVariantType *type)
{
  switch (*g_variant_type_peek_string (type))
    {
    case 'b':
      return PGG_OID_BOOL;
    case 'y':
    case 'n':
    case 'q':
    case 'i':
      return PGG_OID_INT4;
    case 'u':
    case 'x':
    case 't':
      return PGG_OID_INT8;
    case 'd':
      return PGG_OID_FLOAT8;
    case 's':
    case 'o':
    case 'g':
      return PGG_OID_TEXT;
    case 'a':
      return g_variant_type_equal (type, G_VARIANT_TYPE_BYTESTRING) ? PGG_OID_BYTEA : 0;
    default:
      return 0;
    }
}

/* An array that is being made. */
typedef struct
{
  const GVariantType *leaf;
  guint32             type; /* of the leaves */
  guint               n_dimensions;
  guint               lengths[MAX_DIMENSIONS];
  gboolean            has_nulls;
  GByteArray         *bytes; /* of the leaves, with their lengths */
} Array;

static void
put_block (Array         *self,
           gconstpointer  data,
           gsize          size)
{
  pgg_bytes_append_u32 (self->bytes, (guint32) size);
  g_byte_array_append (self->bytes, data, (guint) size);
}

static gboolean
put_integer (Array    *self,
             GVariant *variant)
{
  gint64 number;

  if (!read_integer (variant, &number))
    return FALSE;

  if (self->type == PGG_OID_INT4)
    {
      pgg_bytes_append_u32 (self->bytes, sizeof (guint32));
      pgg_bytes_append_u32 (self->bytes, (guint32) number);
    }
  else
    {
      pgg_bytes_append_u32 (self->bytes, sizeof (guint64));
      pgg_bytes_append_u64 (self->bytes, (guint64) number);
    }
  return TRUE;
}

static void
put_double (Array    *self,
            GVariant *variant)
{
  double number = g_variant_get_double (variant);
  guint64 bits;

  memcpy (&bits, &number, sizeof (bits));
  pgg_bytes_append_u32 (self->bytes, sizeof (bits));
  pgg_bytes_append_u64 (self->bytes, bits);
}

/* FALSE if the value does not fit, or the message would be too large. */
static gboolean
put_leaf (Array    *self,
          GVariant *variant)
{
  g_autoptr (GVariant) value = unbox (variant);
  gconstpointer data;
  gsize size;
  guint8 boolean;

  if (value == NULL)
    {
      self->has_nulls = TRUE;
      pgg_bytes_append_u32 (self->bytes, G_MAXUINT32);
      return TRUE;
    }

  switch (self->type)
    {
    case PGG_OID_BOOL:
      boolean = g_variant_get_boolean (value) ? 1 : 0;
      put_block (self, &boolean, 1);
      return TRUE;
    case PGG_OID_FLOAT8:
      put_double (self, value);
      return TRUE;
    case PGG_OID_TEXT:
      data = g_variant_get_string (value, &size);
      break;
    case PGG_OID_BYTEA:
      data = g_variant_get_fixed_array (value, &size, 1);
      break;
    default:
      return put_integer (self, value);
    }

  if (size > G_MAXINT32 || self->bytes->len > G_MAXINT32 - size)
    return FALSE;

  put_block (self, data, size);
  return TRUE;
}

/* All arrays of one dimension have the same length: the first says which. */
static gboolean
put_dimension (Array    *self,
               guint     dimension,
               GVariant *variant)
{
  gsize length = g_variant_n_children (variant);

  if (self->lengths[dimension] == G_MAXUINT)
    self->lengths[dimension] = (guint) length;
  if (self->lengths[dimension] != length)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);
      gboolean is_leaf = dimension + 1 == self->n_dimensions;

      if (is_leaf ? !put_leaf (self, child) : !put_dimension (self, dimension + 1, child))
        return FALSE;
    }

  return TRUE;
}

/* Finds out how many dimensions there are, and of what; FALSE if that cannot be an array. */
static gboolean
set_up_array (Array    *self,
              GVariant *variant)
{
  const GVariantType *type = g_variant_get_type (variant);

  for (; g_variant_type_is_array (type) &&
         !g_variant_type_equal (type, G_VARIANT_TYPE_BYTESTRING);
       type = g_variant_type_element (type))
    {
      if (self->n_dimensions++ == MAX_DIMENSIONS)
        return FALSE;
      self->lengths[self->n_dimensions - 1] = G_MAXUINT;
    }

  if (g_variant_type_is_maybe (type))
    type = g_variant_type_element (type);
  self->type = get_type (type);

  return self->type != 0;
}

static gboolean
append_array (PggParams  *self,
              GVariant   *variant,
              Array      *array,
              GError    **error)
{
  g_autoptr (GByteArray) leaves = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean is_empty;

  array->bytes = leaves;
  if (!put_dimension (array, 0, variant))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameter %u: the arrays in an array must have the same length, and its "
                     "values must fit their type"),
                   pgg_params_get_n_params (self) + 1);
      return FALSE;
    }

  is_empty = leaves->len == 0;
  pgg_bytes_append_u32 (bytes, is_empty ? 0 : array->n_dimensions);
  pgg_bytes_append_u32 (bytes, array->has_nulls);
  pgg_bytes_append_u32 (bytes, array->type);
  for (guint i = 0; !is_empty && i < array->n_dimensions; i++)
    {
      pgg_bytes_append_u32 (bytes, array->lengths[i]);
      pgg_bytes_append_u32 (bytes, 1);
    }
  g_byte_array_append (bytes, leaves->data, leaves->len);

  return pgg_params_append_binary (self, pgg_type_info_lookup_builtin (array->type)->array,
                                   bytes->data, bytes->len, error);
}

/* Quotes what may hold anything, the way that arrays, records and hstore all read. */
static void
append_quoted (GString    *text,
               const char *value)
{
  g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    {
      if (*value == '"' || *value == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *value);
    }
  g_string_append_c (text, '"');
}

static gboolean
append_part (GString    *text,
             GVariant   *variant,
             const char *null)
{
  g_autoptr (GVariant) value = unbox (variant);
  g_autoptr (GString) part = g_string_new (NULL);

  if (value == NULL)
    {
      g_string_append (text, null);
      return TRUE;
    }
  if (!write_literal (part, value))
    return FALSE;

  append_quoted (text, part->str);
  return TRUE;
}

static gboolean
write_record (GString  *text,
              GVariant *variant)
{
  g_string_append_c (text, '(');
  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);

      if (i > 0)
        g_string_append_c (text, ',');
      if (!append_part (text, child, ""))
        return FALSE;
    }
  g_string_append_c (text, ')');

  return TRUE;
}

/* Arrays in arrays are more dimensions, and are not quoted. */
static gboolean
write_array (GString  *text,
             GVariant *variant)
{
  g_string_append_c (text, '{');
  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);
      gboolean nests = g_variant_type_is_array (g_variant_get_type (child)) &&
                       !g_variant_is_of_type (child, G_VARIANT_TYPE_BYTESTRING);

      if (i > 0)
        g_string_append_c (text, ',');
      if (nests ? !write_literal (text, child) : !append_part (text, child, "NULL"))
        return FALSE;
    }
  g_string_append_c (text, '}');

  return TRUE;
}

static gboolean
write_hstore (GString  *text,
              GVariant *variant)
{
  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (variant, i);
      g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);
      g_autoptr (GVariant) value = g_variant_get_child_value (entry, 1);

      if (i > 0)
        g_string_append_c (text, ',');
      append_quoted (text, g_variant_get_string (key, NULL));
      g_string_append (text, "=>");
      if (!append_part (text, value, "NULL"))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_hstore (GVariant *variant)
{
  return g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{ss}")) ||
         g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{sms}"));
}

static void
write_bytes (GString  *text,
             GVariant *variant)
{
  gsize size;
  const guint8 *bytes = g_variant_get_fixed_array (variant, &size, 1);

  g_string_append (text, "\\x");
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
}

/* Of a value whose type has no array type that every server has. */
static gboolean
write_container (GString  *text,
                 GVariant *variant)
{
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_TUPLE))
    return write_record (text, variant);
  if (is_hstore (variant))
    return write_hstore (text, variant);
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_ARRAY) ||
      g_variant_is_of_type (variant, G_VARIANT_TYPE_DICTIONARY))
    return FALSE;

  return write_array (text, variant);
}

/* The text that the server reads as the value; FALSE if there is none. */
static gboolean
write_literal (GString  *text,
               GVariant *variant)
{
  guint32 type = get_type (g_variant_get_type (variant));
  gint64 number;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_UINT64))
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, g_variant_get_uint64 (variant));
  else if (read_integer (variant, &number))
    g_string_append_printf (text, "%" G_GINT64_FORMAT, number);
  else if (type == PGG_OID_BOOL)
    g_string_append_c (text, g_variant_get_boolean (variant) ? 't' : 'f');
  else if (type == PGG_OID_FLOAT8)
    pgg_double_append (g_variant_get_double (variant), text);
  else if (type == PGG_OID_TEXT)
    g_string_append (text, g_variant_get_string (variant, NULL));
  else if (type == PGG_OID_BYTEA)
    write_bytes (text, variant);
  else
    return write_container (text, variant);

  return TRUE;
}

static gboolean
append_literal (PggParams  *self,
                GVariant   *variant,
                GError    **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!write_literal (text, variant))
    return refuse (self, variant, error);

  return pgg_params_append_text (self, text->str, error);
}

static gboolean
append_container (PggParams  *self,
                  GVariant   *variant,
                  GError    **error)
{
  Array array = { 0 };
  gconstpointer data;
  gsize size;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_BYTESTRING))
    {
      data = g_variant_get_fixed_array (variant, &size, 1);
      return pgg_params_append_byte_array (self, data, size, error);
    }
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_ARRAY) && set_up_array (&array, variant))
    return append_array (self, variant, &array, error);
  if (array.n_dimensions > MAX_DIMENSIONS)
    return refuse (self, variant, error);

  return append_literal (self, variant, error);
}

static gboolean
append_number (PggParams  *self,
               GVariant   *variant,
               guint32     type,
               GError    **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gint64 number = 0;

  if (read_integer (variant, &number))
    return type == PGG_OID_INT4 ? pgg_params_append_int (self, (int) number, error)
                                : pgg_params_append_int64 (self, number, error);

  /* Too large for int8. */
  g_value_init (&value, G_TYPE_UINT64);
  g_value_set_uint64 (&value, g_variant_get_uint64 (variant));
  return pgg_params_append_value (self, &value, error);
}

/* Of the type that a value would have, so that statements do not differ by their values. */
static gboolean
append_nothing (PggParams  *self,
                GVariant   *variant,
                GError    **error)
{
  const GVariantType *type = g_variant_get_type (variant);
  guint32 oid;

  while (g_variant_type_is_maybe (type))
    type = g_variant_type_element (type);
  oid = get_type (type);

  return pgg_params_append_typed_text (self, NULL, oid == PGG_OID_TEXT ? 0 : oid, error);
}

static gboolean
append_any (PggParams  *self,
            GVariant   *variant,
            GError    **error)
{
  g_autoptr (GVariant) value = unbox (variant);
  guint32 type;

  if (value == NULL)
    return append_nothing (self, variant, error);
  if (g_variant_is_container (value))
    return append_container (self, value, error);

  type = get_type (g_variant_get_type (value));
  switch (type)
    {
    case PGG_OID_BOOL:
      return pgg_params_append_boolean (self, g_variant_get_boolean (value), error);
    case PGG_OID_INT4:
    case PGG_OID_INT8:
      return append_number (self, value, type, error);
    case PGG_OID_FLOAT8:
      return pgg_params_append_double (self, g_variant_get_double (value), error);
    case PGG_OID_TEXT:
      return pgg_params_append_text (self, g_variant_get_string (value, NULL), error);
    default:
      return refuse (self, value, error);
    }
}

/**
 * pgg_params_append_variant:
 * @self: parameters
 * @value: the value; a floating reference is sunk
 * @error: return location for an error
 *
 * Appends a variant.
 *
 * | Variant | sent as |
 * | --- | --- |
 * | `b` | bool |
 * | `y`, `n`, `q`, `i` | int4 |
 * | `u`, `x`, `t` | int8; numeric if that is too small |
 * | `d` | float8 |
 * | `s`, `o`, `g` | text of a type that the server infers |
 * | `ay` | bytea |
 * | arrays of these, also in arrays | an array of bool, int4, int8, float8, text or bytea |
 * | a tuple, an array of tuples | a composite value or array of a type that the server infers |
 * | `a{ss}`, `a{sms}` | hstore |
 * | `m` | NULL, or what is in it |
 * | `v` | what is in it |
 *
 * Nothing else can be sent: fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT for any other type, and
 * for arrays that are not rectangular, and else like [method@Params.append_text].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_variant (PggParams  *self,
                           GVariant   *value,
                           GError    **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  owned = g_variant_ref_sink (value);

  return append_any (self, owned, error);
}

static gboolean
append_named (PggParams  *self,
              GVariant   *entry,
              GError    **error)
{
  g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);
  g_autoptr (GVariant) value = g_variant_get_child_value (entry, 1);

  return append_any (self, value, error) &&
         pgg_params_set_name (self, g_variant_get_string (key, NULL), error);
}

/**
 * pgg_params_new_from_variant:
 * @values: a tuple of values, or a dictionary `a{sv}` of values with names; a floating reference is
 *   sunk
 * @error: return location for an error
 *
 * Makes parameters from the values in a variant, see [method@Params.append_variant].
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @values is neither a tuple nor such a
 * dictionary, and else like [method@Params.append_variant] and [method@Params.set_name].
 *
 * Returns: (transfer full): the parameters
 * Since: 1.0
 */
PggParams *
pgg_params_new_from_variant (GVariant  *values,
                             GError   **error)
{
  g_autoptr (PggParams) self = NULL;
  g_autoptr (GVariant) owned = NULL;
  gboolean is_tuple;

  g_return_val_if_fail (values != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (values);
  is_tuple = g_variant_is_of_type (owned, G_VARIANT_TYPE_TUPLE);
  if (!is_tuple && !g_variant_is_of_type (owned, G_VARIANT_TYPE_VARDICT))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameters are a tuple or a dictionary a{sv}, not a variant of type %s"),
                   g_variant_get_type_string (owned));
      return NULL;
    }

  self = pgg_params_new ();
  for (gsize i = 0; i < g_variant_n_children (owned); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (owned, i);

      if (is_tuple ? !append_any (self, child, error) : !append_named (self, child, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * pgg_params_new_from_values: (skip)
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 * @error: return location for an error
 *
 * Makes parameters from several values, see [method@Params.append_value].
 *
 * Other languages use that one: what they have is not always fit for an array of values.
 *
 * Fails like [method@Params.append_value].
 *
 * Returns: (transfer full): the parameters, or %NULL on error
 * Since: 1.0
 */
PggParams *
pgg_params_new_from_values (const GValue  *values,
                            gsize          n_values,
                            GError       **error)
{
  g_autoptr (PggParams) self = pgg_params_new ();

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (gsize i = 0; i < n_values; i++)
    if (!pgg_params_append_value (self, &values[i], error))
      return NULL;

  return g_steal_pointer (&self);
}
