/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* date, time and timetz: text in the style of the session; binary as in date_send(), time_send()
 * and timetz_send() in src/backend/utils/adt/date.c. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-date-private.h"
#include "pgg-time-private.h"

static PggDecode
read_date_text (const PggAdapter *self,
                PggBuffer         buffer,
                gpointer          days)
{
  return pgg_datetime_parse_date (buffer, pgg_codec_context_get_sure_style (self->context),
                                  self->context->date_order, days);
}

static PggDecode
read_date_binary (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer          days)
{
  guint32 bits;
  gint32 number;

  if (!pgg_buffer_get_u32 (&buffer, &bits) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  number = (gint32) bits;
  if (!pgg_days_is_finite (number) && !pgg_days_is_infinite (number))
    return PGG_DECODE_MALFORMED;

  memcpy (days, &number, sizeof (number));
  return PGG_DECODE_OK;
}

static PggDecode
read_date (const PggAdapter *self,
           PggBuffer         buffer,
           gpointer         *value)
{
  gint32 days;
  PggDecode decode = self->codec->read_packed (self, buffer, &days);

  if (decode == PGG_DECODE_OK)
    *value = pgg_date_new_take_days (days);

  return decode;
}

static PggDecode
write_date_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  gint32 days;
  PggDecode decode = read_date_binary (self, buffer, &days);

  if (decode == PGG_DECODE_OK)
    pgg_datetime_append_date (text, days, self->context->date_style, self->context->date_order);

  return decode;
}

/* From text in ISO form only: what other forms mean depends on the session. */
static PggDecode
get_days (const GValue *value,
          gint32       *days)
{
  g_autoptr (PggDate) date = NULL;

  if (G_VALUE_HOLDS_STRING (value))
    {
      PggBuffer text = pgg_value_trim_text (value);

      return pgg_datetime_is_iso (text)
               ? pgg_datetime_parse_date (text, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD, days)
               : PGG_DECODE_MALFORMED;
    }
  if (!G_VALUE_HOLDS (value, PGG_TYPE_DATE) && !G_VALUE_HOLDS (value, G_TYPE_DATE))
    return PGG_DECODE_WRONG_TYPE;
  if (g_value_get_boxed (value) == NULL)
    return PGG_DECODE_MALFORMED;

  if (G_VALUE_HOLDS (value, PGG_TYPE_DATE))
    date = g_value_dup_boxed (value);
  else
    date = pgg_date_new_from_gdate (g_value_get_boxed (value), NULL);
  if (date == NULL)
    return PGG_DECODE_MALFORMED;

  *days = pgg_date_get_days (date);
  return PGG_DECODE_OK;
}

static PggDecode
encode_date_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  gint32 days;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_days (value, &days);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_sized_new (16);
  pgg_datetime_append_date (text, days, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_date_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  gint32 days;
  PggDecode decode = get_days (value, &days);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u32 (bytes, (guint32) days);

  return decode;
}

static PggDecode
parse_time (PggBuffer     buffer,
            gboolean      has_offset,
            PggTimeParts *parts)
{
  return pgg_datetime_parse_time (buffer, parts) && parts->has_offset == has_offset
           ? PGG_DECODE_OK
           : PGG_DECODE_MALFORMED;
}

/* The server counts offsets to the west. */
static PggDecode
read_time_parts (PggBuffer     buffer,
                 gboolean      has_offset,
                 PggTimeParts *parts)
{
  guint64 usec;
  guint32 west = 0;

  if (!pgg_buffer_get_u64 (&buffer, &usec) ||
      (has_offset && !pgg_buffer_get_u32 (&buffer, &west)) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *parts = (PggTimeParts) { (gint64) usec, (int) (0 - west), has_offset };
  return pgg_time_is_valid (parts) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
take_time (PggDecode           decode,
           const PggTimeParts *parts,
           gpointer           *value)
{
  if (decode == PGG_DECODE_OK)
    *value = pgg_time_new_take_parts (parts);

  return decode;
}

static PggDecode
read_time_text (const PggAdapter *self,
                PggBuffer         buffer,
                gpointer         *value)
{
  PggTimeParts parts;
  PggDecode decode = parse_time (buffer, FALSE, &parts);

  return take_time (decode, &parts, value);
}

static PggDecode
read_timetz_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer         *value)
{
  PggTimeParts parts;
  PggDecode decode = parse_time (buffer, TRUE, &parts);

  return take_time (decode, &parts, value);
}

static PggDecode
read_time_binary (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer         *value)
{
  PggTimeParts parts;
  PggDecode decode = read_time_parts (buffer, FALSE, &parts);

  return take_time (decode, &parts, value);
}

static PggDecode
read_timetz_binary (const PggAdapter *self,
                    PggBuffer         buffer,
                    gpointer         *value)
{
  PggTimeParts parts;
  PggDecode decode = read_time_parts (buffer, TRUE, &parts);

  return take_time (decode, &parts, value);
}

static PggDecode
pack_time_text (const PggAdapter *self,
                PggBuffer         buffer,
                gpointer          target)
{
  PggTimeParts parts;
  PggDecode decode = parse_time (buffer, FALSE, &parts);

  if (decode == PGG_DECODE_OK)
    memcpy (target, &parts.usec, sizeof (parts.usec));

  return decode;
}

static PggDecode
pack_time_binary (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer          target)
{
  PggTimeParts parts;
  PggDecode decode = read_time_parts (buffer, FALSE, &parts);

  if (decode == PGG_DECODE_OK)
    memcpy (target, &parts.usec, sizeof (parts.usec));

  return decode;
}

static PggDecode
write_parts (PggDecode           decode,
             const PggTimeParts *parts,
             GString            *text)
{
  if (decode == PGG_DECODE_OK)
    pgg_datetime_append_time (text, parts);

  return decode;
}

static PggDecode
write_time_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  PggTimeParts parts;
  PggDecode decode = read_time_parts (buffer, FALSE, &parts);

  return write_parts (decode, &parts, text);
}

static PggDecode
write_timetz_text (const PggAdapter *self,
                   PggBuffer         buffer,
                   GString          *text)
{
  PggTimeParts parts;
  PggDecode decode = read_time_parts (buffer, TRUE, &parts);

  return write_parts (decode, &parts, text);
}

/* No offset is made up, and none is dropped. */
static PggDecode
get_time (const GValue *value,
          gboolean      has_offset,
          PggTimeParts *parts)
{
  const PggTime *time;

  if (G_VALUE_HOLDS_STRING (value))
    return parse_time (pgg_value_trim_text (value), has_offset, parts);
  if (!G_VALUE_HOLDS (value, PGG_TYPE_TIME))
    return PGG_DECODE_WRONG_TYPE;

  time = g_value_get_boxed (value);
  if (time == NULL)
    return PGG_DECODE_MALFORMED;

  *parts = *pgg_time_get_parts (time);
  return parts->has_offset == has_offset ? PGG_DECODE_OK : PGG_DECODE_WRONG_TYPE;
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             gboolean          has_offset,
             GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  PggTimeParts parts;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_time (value, has_offset, &parts);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_sized_new (24);
  pgg_datetime_append_time (text, &parts);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_time_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  return encode_text (self, value, FALSE, bytes);
}

static PggDecode
encode_timetz_text (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  return encode_text (self, value, TRUE, bytes);
}

static PggDecode
encode_time_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  PggTimeParts parts;
  PggDecode decode = get_time (value, FALSE, &parts);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, (guint64) parts.usec);

  return decode;
}

static PggDecode
encode_timetz_binary (const PggAdapter *self,
                      const GValue     *value,
                      GByteArray       *bytes)
{
  PggTimeParts parts;
  PggDecode decode = get_time (value, TRUE, &parts);

  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_bytes_append_u64 (bytes, (guint64) parts.usec);
  pgg_bytes_append_u32 (bytes, (guint32) -parts.offset);
  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_date_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_date_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_date,
  .packed_size = sizeof (gint32),
  .read_packed = read_date_text,
  .encode = encode_date_text,
};

const PggCodec pgg_codec_date_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_date_get_type,
  .read_boxed = read_date,
  .packed_size = sizeof (gint32),
  .read_packed = read_date_binary,
  .write_text = write_date_text,
  .encode = encode_date_binary,
};

const PggCodec pgg_codec_time_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_time_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_time_text,
  .packed_size = sizeof (gint64),
  .read_packed = pack_time_text,
  .encode = encode_time_text,
};

const PggCodec pgg_codec_time_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_time_get_type,
  .read_boxed = read_time_binary,
  .packed_size = sizeof (gint64),
  .read_packed = pack_time_binary,
  .write_text = write_time_text,
  .encode = encode_time_binary,
};

const PggCodec pgg_codec_timetz_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_time_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_timetz_text,
  .encode = encode_timetz_text,
};

const PggCodec pgg_codec_timetz_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_time_get_type,
  .read_boxed = read_timetz_binary,
  .write_text = write_timetz_text,
  .encode = encode_timetz_binary,
};
