/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes the values of properties from those of cells. */

#include "config.h"

#include "pgg-property-value-private.h"

#include "types/pgg-array.h"
#include "types/pgg-codec-value-private.h"
#include "types/pgg-date.h"
#include "types/pgg-numeric.h"
#include "types/pgg-timestamp.h"
#include "types/pgg-value-private.h"
#include "types/pgg-value-variant-private.h"

#include <math.h>

/* Where the labels of flags may end. */
#define SEPARATORS " ,|"

static PggDecode
put_signed (gint64  number,
            GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_CHAR:
      g_value_set_schar (value, (gint8) number);
      return number == (gint8) number ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    case G_TYPE_UCHAR:
      g_value_set_uchar (value, (guchar) number);
      return number == (guchar) number ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    case G_TYPE_INT:
      g_value_set_int (value, (int) number);
      return number == (int) number ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    case G_TYPE_UINT:
      g_value_set_uint (value, (guint) number);
      return number == (guint) number ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    case G_TYPE_LONG:
      g_value_set_long (value, number);
      return number >= G_MINLONG && number <= G_MAXLONG ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    case G_TYPE_ULONG:
      g_value_set_ulong (value, (guint64) number);
      return number >= 0 && (guint64) number <= G_MAXULONG ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    case G_TYPE_INT64:
      g_value_set_int64 (value, number);
      return PGG_DECODE_OK;
    case G_TYPE_UINT64:
      g_value_set_uint64 (value, (guint64) number);
      return number >= 0 ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
    default:
      return PGG_DECODE_WRONG_TYPE;
    }
}

/* What no signed type holds. */
static PggDecode
put_large (guint64  number,
           GValue  *value)
{
  if (G_VALUE_HOLDS_UINT64 (value))
    g_value_set_uint64 (value, number);
  else if (G_VALUE_HOLDS_ULONG (value) && number <= G_MAXULONG)
    g_value_set_ulong (value, number);
  else
    return PGG_DECODE_INEXACT;

  return PGG_DECODE_OK;
}

static PggDecode
read_numeric (const PggNumeric *numeric,
              gint64           *number,
              guint64          *large)
{
  g_autoptr (GError) error = NULL;

  *number = pgg_numeric_to_int64 (numeric, &error);
  if (error == NULL)
    return PGG_DECODE_OK;

  g_clear_error (&error);
  *large = pgg_numeric_to_uint64 (numeric, &error);

  return error == NULL ? PGG_DECODE_INEXACT : PGG_DECODE_WRONG_TYPE;
}

/* OK if number holds it, INEXACT if only large does. */
static PggDecode
read_integer (const GValue *cell,
              gint64       *number,
              guint64      *large)
{
  PggDecode decode;

  if (G_VALUE_HOLDS (cell, PGG_TYPE_NUMERIC))
    return read_numeric (g_value_get_boxed (cell), number, large);

  decode = pgg_value_read_int64 (cell, number);
  if (decode == PGG_DECODE_INEXACT)
    pgg_value_read_uint64 (cell, large);

  return decode;
}

static PggDecode
convert_integer (const GValue *cell,
                 GValue       *value)
{
  gint64 number = 0;
  guint64 large = 0;
  PggDecode decode = read_integer (cell, &number, &large);

  if (decode == PGG_DECODE_OK)
    return put_signed (number, value);

  return decode == PGG_DECODE_INEXACT ? put_large (large, value) : decode;
}

static PggDecode
read_double (const GValue *cell,
             gboolean      lax,
             double       *number)
{
  g_autoptr (PggNumeric) same = NULL;
  gint64 integer;
  PggDecode decode;

  if (G_VALUE_HOLDS (cell, PGG_TYPE_NUMERIC))
    {
      *number = pgg_numeric_to_double (g_value_get_boxed (cell));
      same = pgg_numeric_new_from_double (*number);
      return lax || pgg_numeric_equal (same, g_value_get_boxed (cell)) ? PGG_DECODE_OK
                                                                       : PGG_DECODE_INEXACT;
    }

  decode = pgg_value_read_double (cell, number);
  if (decode != PGG_DECODE_INEXACT || !lax || pgg_value_read_int64 (cell, &integer) != 0)
    return decode;

  *number = (double) integer;
  return PGG_DECODE_OK;
}

static PggDecode
convert_double (const GValue *cell,
                gboolean      lax,
                GValue       *value)
{
  double number = 0;
  PggDecode decode = read_double (cell, lax, &number);

  if (decode != PGG_DECODE_OK)
    return decode;
  if (G_VALUE_HOLDS_DOUBLE (value))
    {
      g_value_set_double (value, number);
      return PGG_DECODE_OK;
    }

  g_value_set_float (value, (float) number);
  return lax || isnan (number) || number == (double) (float) number ? PGG_DECODE_OK
                                                                    : PGG_DECODE_INEXACT;
}

static PggDecode
convert_enum (const GValue *cell,
              GEnumClass   *klass,
              GValue       *value)
{
  const GEnumValue *found;
  const char *label;
  gint64 number = 0;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (cell))
    {
      label = g_value_get_string (cell);
      found = g_enum_get_value_by_nick (klass, label);
      if (found == NULL)
        found = g_enum_get_value_by_name (klass, label);
    }
  else
    {
      decode = pgg_value_read_int64 (cell, &number);
      if (decode != PGG_DECODE_OK)
        return decode;
      found = number == (int) number ? g_enum_get_value (klass, (int) number) : NULL;
    }
  if (found == NULL)
    return PGG_DECODE_INEXACT;

  g_value_set_enum (value, found->value);
  return PGG_DECODE_OK;
}

static gboolean
parse_flags (GFlagsClass *klass,
             const char  *text,
             guint       *flags)
{
  g_auto (GStrv) labels = g_strsplit_set (text, SEPARATORS, -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      const GFlagsValue *found = g_flags_get_value_by_nick (klass, labels[i]);

      if (found == NULL)
        found = g_flags_get_value_by_name (klass, labels[i]);
      if (found != NULL)
        *flags |= found->value;
      else if (labels[i][0] != '\0')
        return FALSE;
    }

  return TRUE;
}

static PggDecode
convert_flags (const GValue *cell,
               GFlagsClass  *klass,
               GValue       *value)
{
  guint64 number;
  guint flags = 0;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (cell))
    {
      if (!parse_flags (klass, g_value_get_string (cell), &flags))
        return PGG_DECODE_INEXACT;
    }
  else
    {
      decode = pgg_value_read_uint64 (cell, &number);
      if (decode != PGG_DECODE_OK)
        return decode;
      if ((number & ~(guint64) klass->mask) != 0)
        return PGG_DECODE_INEXACT;
      flags = (guint) number;
    }

  g_value_set_flags (value, flags);
  return PGG_DECODE_OK;
}

/* The types of GLib hold fewer dates than those of the server. */
static PggDecode
convert_date (const GValue *cell,
              GValue       *value)
{
  if (G_VALUE_HOLDS (value, G_TYPE_DATE) && G_VALUE_HOLDS (cell, PGG_TYPE_DATE))
    g_value_take_boxed (value, pgg_date_to_gdate (g_value_get_boxed (cell), NULL));
  else if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME) && G_VALUE_HOLDS (cell, PGG_TYPE_TIMESTAMP))
    g_value_take_boxed (value, pgg_timestamp_to_date_time (g_value_get_boxed (cell), NULL));
  else
    return PGG_DECODE_WRONG_TYPE;

  return g_value_get_boxed (value) != NULL ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
}

/* No other array has all of its subscripts and elements in a list of strings. */
static PggDecode
convert_array (PggArray *array,
               GValue   *value)
{
  g_autofree const char **strings = NULL;
  gsize n_strings;

  if (pgg_array_get_n_dimensions (array) > 1 || pgg_array_has_nulls (array) ||
      (pgg_array_get_length (array) > 0 && pgg_array_get_lower_bound (array, 0, NULL) != 1))
    return PGG_DECODE_INEXACT;

  strings = pgg_array_get_strings (array, &n_strings, NULL);
  if (strings == NULL)
    return PGG_DECODE_WRONG_TYPE;

  strings = g_realloc_n (strings, n_strings + 1, sizeof (*strings));
  strings[n_strings] = NULL;
  g_value_set_boxed (value, strings);
  return PGG_DECODE_OK;
}

static PggDecode
convert_boxed (const GValue *cell,
               GValue       *value)
{
  if (G_VALUE_HOLDS (cell, PGG_TYPE_ARRAY) && G_VALUE_HOLDS (value, G_TYPE_STRV))
    return convert_array (g_value_get_boxed (cell), value);
  if (G_VALUE_HOLDS (cell, G_TYPE_BYTES) && G_VALUE_HOLDS (value, G_TYPE_BYTE_ARRAY))
    {
      g_value_take_boxed (value, g_bytes_unref_to_array (g_value_dup_boxed (cell)));
      return PGG_DECODE_OK;
    }

  return convert_date (cell, value);
}

static PggDecode
convert (const GValue *cell,
         GParamSpec   *property,
         gboolean      lax,
         GValue       *value)
{
  GParamSpec *target = g_param_spec_get_redirect_target (property);

  if (target != NULL)
    return convert (cell, target, lax, value);
  if (G_IS_PARAM_SPEC_ENUM (property))
    return convert_enum (cell, G_PARAM_SPEC_ENUM (property)->enum_class, value);
  if (G_IS_PARAM_SPEC_FLAGS (property))
    return convert_flags (cell, G_PARAM_SPEC_FLAGS (property)->flags_class, value);
  if (g_value_type_compatible (G_VALUE_TYPE (cell), G_VALUE_TYPE (value)))
    {
      g_value_copy (cell, value);
      return PGG_DECODE_OK;
    }
  if (G_VALUE_HOLDS_DOUBLE (value) || G_VALUE_HOLDS_FLOAT (value))
    return convert_double (cell, lax, value);
  if (G_VALUE_HOLDS_BOXED (value))
    return convert_boxed (cell, value);

  return convert_integer (cell, value);
}

static PggDecode
read_text (const PggAdapter *adapter,
           PggBuffer         buffer,
           gboolean          lax,
           GValue           *value)
{
  char *text = NULL;
  PggDecode decode;

  if (!lax && adapter->custom == NULL && adapter->codec->kind != PGG_KIND_TEXT &&
      adapter->codec->kind != PGG_KIND_BOXED)
    return PGG_DECODE_WRONG_TYPE;

  decode = pgg_adapter_dup_text (adapter, buffer, &text);
  if (decode == PGG_DECODE_OK)
    g_value_take_string (value, text);

  return decode;
}

static PggDecode
convert_variant (const GValue     *cell,
                 const PggAdapter *adapter,
                 PggBuffer         buffer,
                 GValue           *value)
{
  guint32 oid = adapter->type != NULL ? adapter->type->oid : 0;
  g_auto (GValue) text = G_VALUE_INIT;
  PggDecode decode;
  GVariant *variant;

  if (pgg_value_is_null (cell))
    return PGG_DECODE_OK;

  variant = pgg_value_to_variant (adapter->context, oid, cell);
  if (variant == NULL)
    {
      /* The application reads such values and does not write them. */
      g_value_init (&text, G_TYPE_STRING);
      decode = read_text (adapter, buffer, TRUE, &text);
      if (decode != PGG_DECODE_OK)
        return decode;
      variant = g_variant_new_string (g_value_get_string (&text));
    }

  g_value_set_variant (value, variant);
  return PGG_DECODE_OK;
}

static PggDecode
read_other (const PggAdapter *adapter,
            PggBuffer         buffer,
            GParamSpec       *property,
            gboolean          lax,
            GValue           *value)
{
  g_auto (GValue) cell = G_VALUE_INIT;
  PggDecode decode = pgg_adapter_read_value (adapter, buffer, &cell);

  if (decode != PGG_DECODE_OK)
    return decode;
  if (G_VALUE_HOLDS_VARIANT (value) && !G_VALUE_HOLDS_VARIANT (&cell))
    return convert_variant (&cell, adapter, buffer, value);

  return convert (&cell, property, lax, value);
}

PggDecode
pgg_property_value_read (const PggAdapter *adapter,
                         PggBuffer         buffer,
                         GParamSpec       *property,
                         gboolean          lax,
                         GValue           *value)
{
  g_auto (GValue) cell = G_VALUE_INIT;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value) && adapter->custom != NULL &&
      pgg_adapter_get_gtype (adapter) == G_TYPE_STRING)
    {
      decode = pgg_adapter_read_value (adapter, buffer, &cell);
      if (decode == PGG_DECODE_OK)
        g_value_copy (&cell, value);
    }
  else if (G_VALUE_HOLDS_STRING (value))
    {
      decode = read_text (adapter, buffer, lax, value);
    }
  else
    {
      decode = read_other (adapter, buffer, property, lax, value);
    }
  if (decode != PGG_DECODE_OK || (property->flags & G_PARAM_LAX_VALIDATION))
    return decode;

  /* It would be changed without a word otherwise. */
  return g_param_value_validate (property, value) ? PGG_DECODE_INEXACT : PGG_DECODE_OK;
}
