/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Geometric types: text with delimiters of their own, or big-endian floating-point numbers
 * (src/backend/utils/adt/geo_ops.c). */

#include "config.h"

#include "pgg-codec-value-private.h"

#include "pgg-box.h"
#include "pgg-circle.h"
#include "pgg-geometry-private.h"
#include "pgg-line-segment.h"
#include "pgg-line.h"
#include "pgg-path.h"
#include "pgg-points-private.h"
#include "pgg-polygon.h"

#define POINT_SIZE (2 * sizeof (double))

static gboolean
read_shape (const PggAdapter *self,
            PggBuffer         buffer,
            double           *numbers)
{
  const PggShape *shape = self->codec->data;

  return pgg_numbers_read (&buffer, numbers, shape->n_numbers) && pgg_buffer_at_end (&buffer);
}

static PggDecode
read_shape_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 gpointer         *value)
{
  const PggShape *shape = self->codec->data;
  double numbers[PGG_SHAPE_MAX_NUMBERS];

  if (!shape->parse (buffer, numbers))
    return PGG_DECODE_MALFORMED;

  *value = pgg_shape_new (shape, numbers);
  return PGG_DECODE_OK;
}

static PggDecode
read_shape_binary (const PggAdapter *self,
                   PggBuffer         buffer,
                   gpointer         *value)
{
  double numbers[PGG_SHAPE_MAX_NUMBERS];

  if (!read_shape (self, buffer, numbers))
    return PGG_DECODE_MALFORMED;

  *value = pgg_shape_new (self->codec->data, numbers);
  return PGG_DECODE_OK;
}

static PggDecode
write_shape_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  GString          *text)
{
  const PggShape *shape = self->codec->data;
  double numbers[PGG_SHAPE_MAX_NUMBERS];

  if (!read_shape (self, buffer, numbers))
    return PGG_DECODE_MALFORMED;

  shape->append (numbers, text);
  return PGG_DECODE_OK;
}

/* The value itself, or what its text stands for; shapes are nothing but their numbers. */
static PggDecode
get_shape (const PggShape *shape,
           const GValue   *value,
           double         *numbers)
{
  const char *text = pgg_value_peek_text (value);
  const double *boxed;

  if (text != NULL)
    return shape->parse (pgg_buffer_init (text, strlen (text)), numbers) ? PGG_DECODE_OK
                                                                         : PGG_DECODE_MALFORMED;
  if (G_VALUE_HOLDS_STRING (value))
    return PGG_DECODE_MALFORMED;

  boxed = G_VALUE_HOLDS (value, shape->get_type ()) ? g_value_get_boxed (value) : NULL;
  if (boxed == NULL)
    return PGG_DECODE_WRONG_TYPE;

  memcpy (numbers, boxed, shape->n_numbers * sizeof (double));
  return PGG_DECODE_OK;
}

static PggDecode
encode_shape_text (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  const PggShape *shape = self->codec->data;
  double numbers[PGG_SHAPE_MAX_NUMBERS];
  g_autofree char *text = NULL;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_shape (shape, value, numbers);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = pgg_shape_to_string (shape, numbers);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return PGG_DECODE_OK;
}

static PggDecode
encode_shape_binary (const PggAdapter *self,
                     const GValue     *value,
                     GByteArray       *bytes)
{
  const PggShape *shape = self->codec->data;
  double numbers[PGG_SHAPE_MAX_NUMBERS];
  PggDecode decode = get_shape (shape, value, numbers);

  if (decode == PGG_DECODE_OK)
    pgg_numbers_write (numbers, shape->n_numbers, bytes);

  return decode;
}

/* Paths only: polygons are always closed. */
static gboolean
has_closed (const PggAdapter *self)
{
  return self->codec->get_boxed_type == pgg_path_get_type;
}

/* What is in front of the points; the points must fill the rest. */
static gboolean
read_head (const PggAdapter *self,
           PggBuffer        *buffer,
           gboolean         *is_closed,
           gsize            *n_points)
{
  guint8 closed = 1;
  guint32 count;

  if (has_closed (self) && !pgg_buffer_get_u8 (buffer, &closed))
    return FALSE;
  if (!pgg_buffer_get_u32 (buffer, &count) || !pgg_points_check_size (count))
    return FALSE;

  *is_closed = closed != 0;
  *n_points = count;
  return buffer->size / POINT_SIZE == count && buffer->size % POINT_SIZE == 0;
}

static PggDecode
read_points_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer         *value)
{
  PggPoints *points = pgg_points_parse (buffer, has_closed (self));

  if (points == NULL)
    return PGG_DECODE_MALFORMED;

  *value = points;
  return PGG_DECODE_OK;
}

static PggDecode
read_points_binary (const PggAdapter *self,
                    PggBuffer         buffer,
                    gpointer         *value)
{
  gboolean is_closed;
  gsize n_points;
  PggPoints *points;

  if (!read_head (self, &buffer, &is_closed, &n_points))
    return PGG_DECODE_MALFORMED;

  points = pgg_points_new (n_points, NULL, is_closed);
  pgg_numbers_read (&buffer, points->numbers, 2 * n_points);
  *value = points;
  return PGG_DECODE_OK;
}

static PggDecode
write_points_text (const PggAdapter *self,
                   PggBuffer         buffer,
                   GString          *text)
{
  gboolean is_closed;
  gsize n_points;
  double numbers[2];

  if (!read_head (self, &buffer, &is_closed, &n_points))
    return PGG_DECODE_MALFORMED;

  pgg_points_append_ends (is_closed, TRUE, text);
  for (gsize i = 0; i < n_points && pgg_numbers_read (&buffer, numbers, 2); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      pgg_geometry_append_pair (numbers, text);
    }
  pgg_points_append_ends (is_closed, FALSE, text);

  return PGG_DECODE_OK;
}

static PggDecode
encode_points_text (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  PggPoints *points = NULL;
  g_autofree char *text = NULL;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  if (G_VALUE_HOLDS (value, self->codec->get_boxed_type ()))
    points = g_value_get_boxed (value);
  if (points == NULL)
    return PGG_DECODE_WRONG_TYPE;

  text = pgg_points_to_string (points);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return PGG_DECODE_OK;
}

static void
write_points (const PggAdapter *self,
              const PggPoints  *points,
              GByteArray       *bytes)
{
  guint8 closed = points->is_closed ? 1 : 0;

  if (has_closed (self))
    g_byte_array_append (bytes, &closed, 1);
  pgg_bytes_append_u32 (bytes, points->n_points);
  pgg_numbers_write (points->numbers, (gsize) 2 * points->n_points, bytes);
}

static PggDecode
encode_points_binary (const PggAdapter *self,
                      const GValue     *value,
                      GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);
  PggPoints *points = NULL;

  if (text != NULL)
    {
      points = pgg_points_parse (pgg_buffer_init (text, strlen (text)), has_closed (self));
      if (points == NULL)
        return PGG_DECODE_MALFORMED;

      write_points (self, points, bytes);
      g_atomic_rc_box_release (points);
      return PGG_DECODE_OK;
    }

  if (G_VALUE_HOLDS (value, self->codec->get_boxed_type ()))
    points = g_value_get_boxed (value);
  if (points == NULL)
    return PGG_DECODE_WRONG_TYPE;

  write_points (self, points, bytes);
  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_point_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_point_get_type,
  .data = &pgg_shape_point,
  .text_is_raw = TRUE,
  .read_boxed = read_shape_text,
  .encode = encode_shape_text,
};

const PggCodec pgg_codec_point_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_point_get_type,
  .data = &pgg_shape_point,
  .read_boxed = read_shape_binary,
  .write_text = write_shape_text,
  .encode = encode_shape_binary,
};

const PggCodec pgg_codec_line_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_line_get_type,
  .data = &pgg_shape_line,
  .text_is_raw = TRUE,
  .read_boxed = read_shape_text,
  .encode = encode_shape_text,
};

const PggCodec pgg_codec_line_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_line_get_type,
  .data = &pgg_shape_line,
  .read_boxed = read_shape_binary,
  .write_text = write_shape_text,
  .encode = encode_shape_binary,
};

const PggCodec pgg_codec_line_segment_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_line_segment_get_type,
  .data = &pgg_shape_line_segment,
  .text_is_raw = TRUE,
  .read_boxed = read_shape_text,
  .encode = encode_shape_text,
};

const PggCodec pgg_codec_line_segment_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_line_segment_get_type,
  .data = &pgg_shape_line_segment,
  .read_boxed = read_shape_binary,
  .write_text = write_shape_text,
  .encode = encode_shape_binary,
};

const PggCodec pgg_codec_box_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_box_get_type,
  .data = &pgg_shape_box,
  .text_is_raw = TRUE,
  .read_boxed = read_shape_text,
  .encode = encode_shape_text,
};

const PggCodec pgg_codec_box_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_box_get_type,
  .data = &pgg_shape_box,
  .read_boxed = read_shape_binary,
  .write_text = write_shape_text,
  .encode = encode_shape_binary,
};

const PggCodec pgg_codec_circle_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_circle_get_type,
  .data = &pgg_shape_circle,
  .text_is_raw = TRUE,
  .read_boxed = read_shape_text,
  .encode = encode_shape_text,
};

const PggCodec pgg_codec_circle_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_circle_get_type,
  .data = &pgg_shape_circle,
  .read_boxed = read_shape_binary,
  .write_text = write_shape_text,
  .encode = encode_shape_binary,
};

const PggCodec pgg_codec_path_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_path_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_points_text,
  .encode = encode_points_text,
};

const PggCodec pgg_codec_path_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_path_get_type,
  .read_boxed = read_points_binary,
  .write_text = write_points_text,
  .encode = encode_points_binary,
};

const PggCodec pgg_codec_polygon_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_polygon_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_points_text,
  .encode = encode_points_text,
};

const PggCodec pgg_codec_polygon_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_polygon_get_type,
  .read_boxed = read_points_binary,
  .write_text = write_points_text,
  .encode = encode_points_binary,
};
