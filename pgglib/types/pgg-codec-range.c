/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges; their forms are in another file. */

#include "config.h"

#include "pgg-codec-container-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-range-private.h"

static guint32
get_subtype (const PggAdapter *self)
{
  return self->type == NULL ? 0 : self->type->element;
}

/* Several types of ranges may have bounds of the same type. */
static void
note_type (const PggAdapter *self,
           PggRange         *range)
{
  range->type = self->type == NULL ? 0 : self->type->oid;
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

/* Text in UTF-8 that has nothing else in it. */
static PggDecode
parse (const PggAdapter  *self,
       PggBuffer          text,
       PggRange         **range)
{
  PggAdapter bounds = make_text_part (self);
  g_autoptr (PggRange) made = NULL;
  PggDecode decode;

  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  decode = pgg_range_parse (&bounds, get_subtype (self), &text, &made);
  if (decode == PGG_DECODE_OK && !pgg_buffer_at_end (&text))
    decode = PGG_DECODE_MALFORMED;
  if (decode != PGG_DECODE_OK)
    return decode;

  note_type (self, made);
  *range = g_steal_pointer (&made);
  return PGG_DECODE_OK;
}

static PggDecode
read_text (const PggAdapter *self,
           PggBuffer         buffer,
           gpointer         *value)
{
  g_autofree char *made = NULL;

  if (!pgg_whole_to_utf8 (self, &buffer, &made))
    return PGG_DECODE_MALFORMED;

  return parse (self, buffer, (PggRange **) value);
}

static PggDecode
read_binary (const PggAdapter *self,
             PggBuffer         buffer,
             gpointer         *value)
{
  PggAdapter bounds = make_binary_part (self);
  PggDecode decode;

  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  decode = pgg_range_read (&bounds, get_subtype (self), buffer, (PggRange **) value);
  if (decode == PGG_DECODE_OK)
    note_type (self, *value);

  return decode;
}

static PggDecode
write_text (const PggAdapter *self,
            PggBuffer         buffer,
            GString          *text)
{
  PggAdapter bounds = make_binary_part (self);
  g_autoptr (GString) made = g_string_new (NULL);
  PggDecode decode;

  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  decode = pgg_range_write_text (&bounds, buffer, made);
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_whole_from_utf8 (self, made, text);
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             GByteArray       *bytes)
{
  PggRange *range = G_VALUE_HOLDS (value, PGG_TYPE_RANGE) ? g_value_get_boxed (value) : NULL;
  PggAdapter bounds = make_text_part (self);
  g_autoptr (GString) text = NULL;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);
  if (range == NULL)
    return PGG_DECODE_WRONG_TYPE;
  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;

  text = g_string_new (NULL);
  decode = pgg_range_append_text (range, &bounds, text);
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_encode_text (self->context, text->str, text->len, bytes);
}

/* A range that is a value, or of which the value is the text. */
static PggDecode
get_range (const PggAdapter  *self,
           const GValue      *value,
           PggRange         **range)
{
  const char *text = pgg_value_peek_text (value);

  if (text != NULL)
    return parse (self, pgg_buffer_init (text, strlen (text)), range);
  if (!G_VALUE_HOLDS (value, PGG_TYPE_RANGE) || g_value_get_boxed (value) == NULL)
    return PGG_DECODE_WRONG_TYPE;

  *range = g_value_dup_boxed (value);
  return PGG_DECODE_OK;
}

static PggDecode
encode_binary (const PggAdapter *self,
               const GValue     *value,
               GByteArray       *bytes)
{
  PggAdapter bounds = make_binary_part (self);
  g_autoptr (PggRange) range = NULL;
  guint start = bytes->len;
  PggDecode decode;

  if (bounds.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;

  decode = get_range (self, value, &range);
  if (decode != PGG_DECODE_OK)
    return decode;

  decode = pgg_range_append (range, &bounds, bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, start);

  return decode;
}

const PggCodec pgg_codec_range_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_range_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_text,
  .encode = encode_text,
};

const PggCodec pgg_codec_range_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_range_get_type,
  .read_boxed = read_binary,
  .write_text = write_text,
  .encode = encode_binary,
};
