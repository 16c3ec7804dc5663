/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays, see src/backend/utils/adt/arrayfuncs.c, array_send and array_recv. */

#include "config.h"

#include "pgg-codec-container-private.h"

#include "pgg-array-private.h"
#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-value-private.h"

typedef struct
{
  guint32       element_type; /* always that of the array's type */
  PggArrayShape shape;
  gsize         n_values;
} Header;

static guint32
get_element_type (const PggAdapter *self)
{
  return self->type == NULL ? 0 : self->type->element;
}

/* For elements in text format, in UTF-8. */
static PggAdapter
make_text_part (const PggAdapter *self)
{
  return pgg_adapter_make_part (self, pgg_codec_context_get_utf8 (self->context),
                                get_element_type (self), FALSE);
}

static PggDecode
read_text (const PggAdapter *self,
           PggBuffer         buffer,
           gpointer         *value)
{
  PggAdapter elements = make_text_part (self);
  g_autofree char *made = NULL;

  if (elements.depth > PGG_MAX_DEPTH || !pgg_whole_to_utf8 (self, &buffer, &made))
    return PGG_DECODE_MALFORMED;

  return pgg_array_parse (&elements, get_element_type (self),
                          pgg_array_get_delimiter (elements.type), buffer, (PggArray **) value);
}

/* An element has at least its length, so that an array has no more elements than there are bytes
 * for. */
static gboolean
read_header (const PggAdapter *self,
             PggBuffer        *buffer,
             Header           *header)
{
  guint32 n_dimensions, flags, length, lower_bound;

  if (!pgg_buffer_get_u32 (buffer, &n_dimensions) || !pgg_buffer_get_u32 (buffer, &flags) ||
      !pgg_buffer_get_u32 (buffer, &header->element_type) ||
      n_dimensions > PGG_ARRAY_MAX_DIMENSIONS || flags > 1 ||
      header->element_type != get_element_type (self))
    return FALSE;

  header->shape = (PggArrayShape) { .n_dimensions = n_dimensions };
  for (guint i = 0; i < n_dimensions; i++)
    {
      if (!pgg_buffer_get_u32 (buffer, &length) || !pgg_buffer_get_u32 (buffer, &lower_bound))
        return FALSE;
      header->shape.lengths[i] = (gint32) length;
      header->shape.lower_bounds[i] = (gint32) lower_bound;
    }

  return pgg_array_shape_check (&header->shape, &header->n_values) &&
         header->n_values <= buffer->size / sizeof (guint32);
}

static PggDecode
read_elements (const PggAdapter *elements,
               PggBuffer        *buffer,
               GValue           *values,
               gsize             n_values)
{
  for (gsize i = 0; i < n_values; i++)
    {
      PggDecode decode = pgg_part_read (elements, buffer, &values[i]);

      if (decode != PGG_DECODE_OK)
        return decode;
    }

  return pgg_buffer_at_end (buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_numbers (const PggAdapter *elements,
              PggBuffer        *buffer,
              PggNumbers       *numbers,
              gsize             n_values)
{
  for (gsize i = 0; i < n_values; i++)
    {
      PggDecode decode = PGG_DECODE_OK;
      PggBuffer part;
      gboolean is_null;

      if (!pgg_part_take (buffer, &part, &is_null))
        return PGG_DECODE_MALFORMED;
      if (is_null)
        pgg_numbers_append_null (numbers);
      else
        decode = pgg_numbers_append_read (numbers, elements->codec, part);
      if (decode != PGG_DECODE_OK)
        return decode;
    }

  return pgg_buffer_at_end (buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_array_of_numbers (const PggAdapter *elements,
                       PggBuffer        *buffer,
                       const Header     *header,
                       PggNumbers       *numbers,
                       gpointer         *value)
{
  g_autoptr (PggNumbers) owned = numbers;
  PggDecode decode = read_numbers (elements, buffer, numbers, header->n_values);

  if (decode == PGG_DECODE_OK)
    *value = pgg_array_new_numbers (elements->context, header->element_type, &header->shape,
                                    g_steal_pointer (&owned));

  return decode;
}

static PggDecode
read_binary (const PggAdapter *self,
             PggBuffer         buffer,
             gpointer         *value)
{
  PggAdapter elements;
  PggNumbers *numbers;
  PggDecode decode;
  Header header;
  GValue *values;

  if (!read_header (self, &buffer, &header))
    return PGG_DECODE_MALFORMED;
  elements = pgg_adapter_make_part (self, self->context, header.element_type, TRUE);
  if (elements.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  numbers = pgg_numbers_new_for (&elements, header.n_values);
  if (numbers != NULL)
    return read_array_of_numbers (&elements, &buffer, &header, numbers, value);

  values = g_new0 (GValue, header.n_values);
  decode = read_elements (&elements, &buffer, values, header.n_values);
  if (decode == PGG_DECODE_OK)
    *value = pgg_array_new_take (self->context, header.element_type, &header.shape, values);
  else
    pgg_values_free (values, header.n_values);

  return decode;
}

static PggDecode
write_elements (const PggAdapter *elements,
                PggBuffer        *buffer,
                gsize             n_values,
                PggArrayWriter   *writer)
{
  g_autoptr (GString) element = g_string_new (NULL);

  for (gsize i = 0; i < n_values; i++)
    {
      PggDecode decode;
      PggBuffer part;
      gboolean is_null;

      if (!pgg_part_take (buffer, &part, &is_null))
        return PGG_DECODE_MALFORMED;
      if (is_null)
        {
          pgg_array_writer_add (writer, NULL, 0);
          continue;
        }
      g_string_truncate (element, 0);
      decode = pgg_part_write_text (elements, part, element);
      if (decode != PGG_DECODE_OK)
        return decode;
      if (!pgg_array_writer_add (writer, element->str, element->len))
        return PGG_DECODE_MALFORMED;
    }

  return pgg_buffer_at_end (buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
write_text (const PggAdapter *self,
            PggBuffer         buffer,
            GString          *text)
{
  g_autoptr (GString) made = NULL;
  PggAdapter elements;
  PggArrayWriter writer;
  PggDecode decode;
  Header header;

  if (!read_header (self, &buffer, &header))
    return PGG_DECODE_MALFORMED;
  elements = pgg_adapter_make_part (self, self->context, header.element_type, TRUE);
  if (elements.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_MALFORMED;

  made = g_string_sized_new (2 * buffer.size + 16);
  pgg_array_writer_begin (&writer, made, pgg_array_get_delimiter (elements.type), &header.shape);
  decode = write_elements (&elements, &buffer, header.n_values, &writer);
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_whole_from_utf8 (self, made, text);
}

/* What else than an array is taken for one: a list of strings, and text. */
static PggArray *
peek_array (const GValue  *value,
            PggArray     **made)
{
  GStrv strings;

  if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY))
    return g_value_get_boxed (value);

  strings = G_VALUE_HOLDS (value, G_TYPE_STRV) ? g_value_get_boxed (value) : NULL;
  if (strings != NULL)
    *made = pgg_array_new_from_strings ((const char * const *) strings, g_strv_length (strings),
                                        NULL);

  return *made;
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             GByteArray       *bytes)
{
  g_autoptr (PggArray) made = NULL;
  g_autoptr (GString) text = NULL;
  PggAdapter elements = make_text_part (self);
  PggArray *array = peek_array (value, &made);
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);
  if (array == NULL)
    return PGG_DECODE_WRONG_TYPE;
  if (elements.depth > PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;

  text = g_string_new (NULL);
  decode = pgg_array_append_text (array, &elements, pgg_array_get_delimiter (elements.type), text);
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_encode_text (self->context, text->str, text->len, bytes);
}

static PggDecode
append_array (const PggAdapter *elements,
              guint32           element_type,
              PggArray         *array,
              GByteArray       *bytes)
{
  const PggArrayShape *shape = &array->shape;
  GValue value = G_VALUE_INIT;

  pgg_bytes_append_u32 (bytes, shape->n_dimensions);
  pgg_bytes_append_u32 (bytes, pgg_array_has_nulls (array) ? 1 : 0);
  pgg_bytes_append_u32 (bytes, element_type);
  for (guint i = 0; i < shape->n_dimensions; i++)
    {
      pgg_bytes_append_u32 (bytes, (guint32) shape->lengths[i]);
      pgg_bytes_append_u32 (bytes, (guint32) shape->lower_bounds[i]);
    }

  for (gsize i = 0; i < array->n_values; i++)
    {
      PggDecode decode = pgg_part_append (elements, pgg_array_load (array, i, &value), bytes);

      if (decode != PGG_DECODE_OK)
        return decode;
    }

  return PGG_DECODE_OK;
}

static PggDecode
parse_text (const PggAdapter  *self,
            const GValue      *value,
            PggArray         **array)
{
  PggAdapter elements = make_text_part (self);
  const char *text = pgg_value_peek_text (value);

  if (text == NULL)
    return PGG_DECODE_MALFORMED;

  return pgg_array_parse (&elements, get_element_type (self),
                          pgg_array_get_delimiter (elements.type),
                          pgg_buffer_init (text, strlen (text)), array);
}

static PggDecode
encode_binary (const PggAdapter *self,
               const GValue     *value,
               GByteArray       *bytes)
{
  guint32 element_type = get_element_type (self);
  PggAdapter elements = pgg_adapter_make_part (self, self->context, element_type, TRUE);
  g_autoptr (PggArray) made = NULL;
  PggArray *array = peek_array (value, &made);
  guint start = bytes->len;
  PggDecode decode = PGG_DECODE_OK;

  if (G_VALUE_HOLDS_STRING (value))
    {
      decode = parse_text (self, value, &made);
      array = made;
    }
  else if (array == NULL)
    decode = PGG_DECODE_WRONG_TYPE;
  else if (elements.depth > PGG_MAX_DEPTH)
    decode = PGG_DECODE_NOT_SUPPORTED;
  if (decode != PGG_DECODE_OK)
    return decode;

  decode = append_array (&elements, element_type, array, bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, start);

  return decode;
}

const PggCodec pgg_codec_array_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_array_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_text,
  .encode = encode_text,
};

const PggCodec pgg_codec_array_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_array_get_type,
  .read_boxed = read_binary,
  .write_text = write_text,
  .encode = encode_binary,
};
