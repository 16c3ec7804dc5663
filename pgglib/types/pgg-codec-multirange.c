/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Multiranges, see src/backend/utils/adt/multirangetypes.c, multirange_send and multirange_recv. */

#include "config.h"

#include "pgg-codec-container-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-multirange-private.h"
#include "pgg-part-private.h"
#include "pgg-range-private.h"

/* The multirange type says what its range type is, and that what the bounds are. */
static guint32
get_subtype (const PggAdapter *self)
{
  const PggTypeInfo *range = self->type == NULL
                             ? NULL : pgg_type_map_lookup (self->context->types,
                                                           self->type->element);

  return range == NULL ? 0 : range->element;
}

/* For bounds in text format, in UTF-8. */
static PggAdapter
make_text_part (const PggAdapter *self)
{
  return pgg_adapter_make_part (self, pgg_codec_context_get_utf8 (self->context),
                                get_subtype (self), FALSE);
}

static PggAdapter
make_binary_part (const PggAdapter *self)
{
  return pgg_adapter_make_part (self, self->context, get_subtype (self), TRUE);
}

/* Several types of ranges may have bounds of the same type. */
static void
note_type (const PggAdapter *self,
           PggMultirange    *multirange)
{
  if (self->type == NULL)
    return;

  multirange->context = pgg_codec_context_ref ((PggCodecContext *) self->context);
  multirange->type = self->type->oid;
  for (guint i = 0; i < multirange->ranges->len; i++)
    ((PggRange *) multirange->ranges->pdata[i])->type = self->type->element;
}

static PggDecode
parse (const PggAdapter  *self,
       PggBuffer          text,
       PggMultirange    **multirange)
{
  PggAdapter bounds = make_text_part (self);
  PggDecode decode;

  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  decode = pgg_multirange_parse (&bounds, get_subtype (self), text, multirange);
  if (decode == PGG_DECODE_OK)
    note_type (self, *multirange);

  return decode;
}

static PggDecode
read_text (const PggAdapter *self,
           PggBuffer         buffer,
           gpointer         *value)
{
  g_autofree char *made = NULL;

  if (!pgg_whole_to_utf8 (self, &buffer, &made))
    return PGG_DECODE_MALFORMED;

  return parse (self, buffer, (PggMultirange **) value);
}

/* A range is never NULL. */
static PggDecode
read_range (const PggAdapter *bounds,
            guint32           subtype,
            PggBuffer        *buffer,
            GPtrArray        *ranges)
{
  g_autoptr (PggRange) range = NULL;
  PggBuffer part;
  PggDecode decode;
  gboolean is_null;

  if (!pgg_part_take (buffer, &part, &is_null) || is_null)
    return PGG_DECODE_MALFORMED;

  decode = pgg_range_read (bounds, subtype, part, &range);
  if (decode == PGG_DECODE_OK)
    g_ptr_array_add (ranges, g_steal_pointer (&range));

  return decode;
}

static PggDecode
read_binary (const PggAdapter *self,
             PggBuffer         buffer,
             gpointer         *value)
{
  g_autoptr (GPtrArray) ranges = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_range_unref);
  PggAdapter bounds = make_binary_part (self);
  guint32 n_ranges;

  if (!pgg_buffer_get_u32 (&buffer, &n_ranges) || bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  for (guint32 i = 0; i < n_ranges; i++)
    {
      PggDecode decode = read_range (&bounds, get_subtype (self), &buffer, ranges);

      if (decode != PGG_DECODE_OK)
        return decode;
    }
  if (!pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = pgg_multirange_new_take (get_subtype (self), g_steal_pointer (&ranges));
  note_type (self, *value);
  return PGG_DECODE_OK;
}

static PggDecode
write_ranges (const PggAdapter *bounds,
              PggBuffer        *buffer,
              guint32           n_ranges,
              GString          *text)
{
  for (guint32 i = 0; i < n_ranges; i++)
    {
      PggBuffer part;
      PggDecode decode;
      gboolean is_null;

      if (!pgg_part_take (buffer, &part, &is_null) || is_null)
        return PGG_DECODE_MALFORMED;
      if (i > 0)
        g_string_append_c (text, ',');
      decode = pgg_range_write_text (bounds, part, text);
      if (decode != PGG_DECODE_OK)
        return decode;
    }

  return pgg_buffer_at_end (buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
write_text (const PggAdapter *self,
            PggBuffer         buffer,
            GString          *text)
{
  g_autoptr (GString) made = g_string_new ("{");
  PggAdapter bounds = make_binary_part (self);
  guint32 n_ranges;
  PggDecode decode;

  if (!pgg_buffer_get_u32 (&buffer, &n_ranges) || bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  decode = write_ranges (&bounds, &buffer, n_ranges, made);
  if (decode != PGG_DECODE_OK)
    return decode;

  g_string_append_c (made, '}');
  return pgg_whole_from_utf8 (self, made, text);
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             GByteArray       *bytes)
{
  PggMultirange *multirange = G_VALUE_HOLDS (value, PGG_TYPE_MULTIRANGE)
                              ? g_value_get_boxed (value) : NULL;
  PggAdapter bounds = make_text_part (self);
  g_autoptr (GString) text = NULL;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);
  if (multirange == NULL)
    return PGG_DECODE_WRONG_TYPE;
  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;

  text = g_string_new (NULL);
  decode = pgg_multirange_append_text (multirange, &bounds, text);
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_encode_text (self->context, text->str, text->len, bytes);
}

/* A multirange that is a value, or of which the value is the text. */
static PggDecode
get_multirange (const PggAdapter  *self,
                const GValue      *value,
                PggMultirange    **multirange)
{
  const char *text = pgg_value_peek_text (value);

  if (text != NULL)
    return parse (self, pgg_buffer_init (text, strlen (text)), multirange);
  if (!G_VALUE_HOLDS (value, PGG_TYPE_MULTIRANGE) || g_value_get_boxed (value) == NULL)
    return PGG_DECODE_WRONG_TYPE;

  *multirange = g_value_dup_boxed (value);
  return PGG_DECODE_OK;
}

static PggDecode
append_range (const PggAdapter *bounds,
              PggRange         *range,
              GByteArray       *bytes)
{
  guint start = bytes->len;
  guint32 size = 0;
  PggDecode decode;

  pgg_bytes_append_u32 (bytes, size);
  decode = pgg_range_append (range, bounds, bytes);
  size = GUINT32_TO_BE (bytes->len - start - (guint) sizeof (size));
  memcpy (bytes->data + start, &size, sizeof (size));

  return decode;
}

static PggDecode
encode_binary (const PggAdapter *self,
               const GValue     *value,
               GByteArray       *bytes)
{
  PggAdapter bounds = make_binary_part (self);
  g_autoptr (PggMultirange) multirange = NULL;
  guint start = bytes->len;
  PggDecode decode;

  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;

  decode = get_multirange (self, value, &multirange);
  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_bytes_append_u32 (bytes, multirange->ranges->len);
  for (guint i = 0; i < multirange->ranges->len && decode == PGG_DECODE_OK; i++)
    decode = append_range (&bounds, multirange->ranges->pdata[i], bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, start);

  return decode;
}

const PggCodec pgg_codec_multirange_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_multirange_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_text,
  .encode = encode_text,
};

const PggCodec pgg_codec_multirange_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_multirange_get_type,
  .read_boxed = read_binary,
  .write_text = write_text,
  .encode = encode_binary,
};
