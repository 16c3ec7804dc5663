/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of ranges, see src/backend/utils/adt/rangetypes.c. */

#include "config.h"

#include "pgg-range-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-quoted-text-private.h"

/* The flags of the binary form, src/include/utils/rangetypes.h. */
#define FLAG_EMPTY 0x01
#define FLAG_LOWER_INCLUSIVE 0x02
#define FLAG_UPPER_INCLUSIVE 0x04
#define FLAG_LOWER_INFINITE 0x08
#define FLAG_UPPER_INFINITE 0x10

#define EMPTY "empty"

static gboolean
take_empty (PggBuffer *text)
{
  gsize length = strlen (EMPTY);

  return text->size >= length &&
         g_ascii_strncasecmp ((const char *) text->data, EMPTY, length) == 0 &&
         pgg_buffer_take (text, length) != NULL;
}

static PggDecode
parse_bound (const PggAdapter *bounds,
             PggBuffer        *text,
             GString          *part,
             GValue           *bound)
{
  gboolean is_absent;

  if (!pgg_quoted_text_read (text, ",)]", part, &is_absent))
    return PGG_DECODE_MALFORMED;
  if (is_absent)
    return PGG_DECODE_OK;

  return pgg_adapter_read_value (bounds, pgg_buffer_init (part->str, part->len), bound);
}

static PggDecode
parse_bounds (const PggAdapter *bounds,
              PggBuffer        *text,
              PggRange         *self)
{
  g_autoptr (GString) part = g_string_new (NULL);
  PggDecode decode;

  self->lower_inclusive = pgg_text_take (text, '[');
  if (!self->lower_inclusive && !pgg_text_take (text, '('))
    return PGG_DECODE_MALFORMED;

  decode = parse_bound (bounds, text, part, &self->lower);
  if (decode == PGG_DECODE_OK && !pgg_text_take (text, ','))
    decode = PGG_DECODE_MALFORMED;
  if (decode == PGG_DECODE_OK)
    decode = parse_bound (bounds, text, part, &self->upper);
  if (decode != PGG_DECODE_OK)
    return decode;

  self->upper_inclusive = pgg_text_take (text, ']');
  if (!self->upper_inclusive && !pgg_text_take (text, ')'))
    return PGG_DECODE_MALFORMED;

  self->lower_inclusive &= G_IS_VALUE (&self->lower);
  self->upper_inclusive &= G_IS_VALUE (&self->upper);
  return PGG_DECODE_OK;
}

PggDecode
pgg_range_parse (const PggAdapter  *bounds,
                 guint32            subtype,
                 PggBuffer         *text,
                 PggRange         **range)
{
  g_autoptr (PggRange) self = pgg_range_alloc (bounds->context, subtype);
  PggDecode decode = PGG_DECODE_OK;

  pgg_text_skip_spaces (text);
  self->is_empty = take_empty (text);
  if (!self->is_empty)
    decode = parse_bounds (bounds, text, self);
  pgg_text_skip_spaces (text);
  if (decode == PGG_DECODE_OK)
    *range = g_steal_pointer (&self);

  return decode;
}

static PggDecode
append_bound (const PggAdapter *bounds,
              const GValue     *bound,
              GString          *text)
{
  g_autoptr (GByteArray) part = NULL;
  PggDecode decode;

  if (!G_IS_VALUE (bound))
    return PGG_DECODE_OK;

  part = g_byte_array_new ();
  decode = pgg_part_encode (bounds, bound, part);
  if (decode == PGG_DECODE_OK && !pgg_quoted_text_append (text, (const char *) part->data,
                                                          part->len, PGG_QUOTED_IN_RANGES))
    return PGG_DECODE_INEXACT;

  return decode;
}

PggDecode
pgg_range_append_text (PggRange         *self,
                       const PggAdapter *bounds,
                       GString          *text)
{
  PggDecode decode;

  if (self->is_empty)
    {
      g_string_append (text, EMPTY);
      return PGG_DECODE_OK;
    }

  g_string_append_c (text, self->lower_inclusive ? '[' : '(');
  decode = append_bound (bounds, &self->lower, text);
  g_string_append_c (text, ',');
  if (decode == PGG_DECODE_OK)
    decode = append_bound (bounds, &self->upper, text);
  g_string_append_c (text, self->upper_inclusive ? ']' : ')');

  return decode;
}

/* A bound that is there is not NULL. */
static PggDecode
read_bound (const PggAdapter *bounds,
            PggBuffer        *buffer,
            GValue           *bound)
{
  PggBuffer part;
  gboolean is_null;

  if (!pgg_part_take (buffer, &part, &is_null) || is_null)
    return PGG_DECODE_MALFORMED;

  return pgg_adapter_read_value (bounds, part, bound);
}

static gboolean
has_lower (guint8 flags)
{
  return (flags & (FLAG_EMPTY | FLAG_LOWER_INFINITE)) == 0;
}

static gboolean
has_upper (guint8 flags)
{
  return (flags & (FLAG_EMPTY | FLAG_UPPER_INFINITE)) == 0;
}

PggDecode
pgg_range_read (const PggAdapter  *bounds,
                guint32            subtype,
                PggBuffer          buffer,
                PggRange         **range)
{
  g_autoptr (PggRange) self = pgg_range_alloc (bounds->context, subtype);
  PggDecode decode = PGG_DECODE_OK;
  guint8 flags;

  if (!pgg_buffer_get_u8 (&buffer, &flags))
    return PGG_DECODE_MALFORMED;

  self->is_empty = (flags & FLAG_EMPTY) != 0;
  self->lower_inclusive = has_lower (flags) && (flags & FLAG_LOWER_INCLUSIVE) != 0;
  self->upper_inclusive = has_upper (flags) && (flags & FLAG_UPPER_INCLUSIVE) != 0;
  if (has_lower (flags))
    decode = read_bound (bounds, &buffer, &self->lower);
  if (decode == PGG_DECODE_OK && has_upper (flags))
    decode = read_bound (bounds, &buffer, &self->upper);
  if (decode != PGG_DECODE_OK)
    return decode;
  if (!pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *range = g_steal_pointer (&self);
  return PGG_DECODE_OK;
}

static PggDecode
write_bound (const PggAdapter *bounds,
             PggBuffer        *buffer,
             GString          *text)
{
  g_autoptr (GString) bound = g_string_new (NULL);
  PggBuffer part;
  PggDecode decode;
  gboolean is_null;

  if (!pgg_part_take (buffer, &part, &is_null) || is_null)
    return PGG_DECODE_MALFORMED;

  decode = pgg_part_write_text (bounds, part, bound);
  if (decode == PGG_DECODE_OK &&
      !pgg_quoted_text_append (text, bound->str, bound->len, PGG_QUOTED_IN_RANGES))
    return PGG_DECODE_MALFORMED;

  return decode;
}

PggDecode
pgg_range_write_text (const PggAdapter *bounds,
                      PggBuffer         buffer,
                      GString          *text)
{
  PggDecode decode = PGG_DECODE_OK;
  guint8 flags;

  if (!pgg_buffer_get_u8 (&buffer, &flags))
    return PGG_DECODE_MALFORMED;

  if ((flags & FLAG_EMPTY) != 0)
    {
      g_string_append (text, EMPTY);
      return pgg_buffer_at_end (&buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
    }

  g_string_append_c (text, has_lower (flags) && (flags & FLAG_LOWER_INCLUSIVE) != 0 ? '[' : '(');
  if (has_lower (flags))
    decode = write_bound (bounds, &buffer, text);
  g_string_append_c (text, ',');
  if (decode == PGG_DECODE_OK && has_upper (flags))
    decode = write_bound (bounds, &buffer, text);
  g_string_append_c (text, has_upper (flags) && (flags & FLAG_UPPER_INCLUSIVE) != 0 ? ']' : ')');
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_buffer_at_end (&buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

PggDecode
pgg_range_append (PggRange         *self,
                  const PggAdapter *bounds,
                  GByteArray       *bytes)
{
  guint8 flags = 0;
  PggDecode decode = PGG_DECODE_OK;

  if (self->is_empty)
    flags |= FLAG_EMPTY;
  else
    flags |= (self->lower_inclusive ? FLAG_LOWER_INCLUSIVE : 0) |
             (self->upper_inclusive ? FLAG_UPPER_INCLUSIVE : 0) |
             (G_IS_VALUE (&self->lower) ? 0 : FLAG_LOWER_INFINITE) |
             (G_IS_VALUE (&self->upper) ? 0 : FLAG_UPPER_INFINITE);

  g_byte_array_append (bytes, &flags, 1);
  if (has_lower (flags))
    decode = pgg_part_append (bounds, &self->lower, bytes);
  if (decode == PGG_DECODE_OK && has_upper (flags))
    decode = pgg_part_append (bounds, &self->upper, bytes);

  return decode;
}
