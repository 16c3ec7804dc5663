/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* timestamp, timestamptz and interval: text in the style and the time zone of the session; binary
 * as in timestamp_send(), timestamptz_send() and interval_send() in
 * src/backend/utils/adt/timestamp.c. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-interval-private.h"
#include "pgg-timestamp-private.h"

/* From microseconds of the server to seconds of Unix, towards the past. */
static gint64
get_seconds (gint64  usec,
             gint64 *rest)
{
  gint64 seconds = usec / PGG_USEC_PER_SECOND - (usec % PGG_USEC_PER_SECOND < 0 ? 1 : 0);

  *rest = usec - seconds * PGG_USEC_PER_SECOND;
  return seconds - PGG_UNIX_EPOCH_SECONDS;
}

static PggDecode
check_usec (gint64   usec,
            gpointer target)
{
  if (!pgg_usec_is_finite (usec) && !pgg_usec_is_infinite (usec))
    return PGG_DECODE_MALFORMED;

  memcpy (target, &usec, sizeof (usec));
  return PGG_DECODE_OK;
}

static PggDecode
parse (const PggAdapter  *self,
       PggBuffer          text,
       PggTimestampParts *parts)
{
  return pgg_datetime_parse_timestamp (text, pgg_codec_context_get_sure_style (self->context),
                                       self->context->date_order, parts);
}

static PggDecode
read_timestamp_text (const PggAdapter *self,
                     PggBuffer         buffer,
                     gpointer          target)
{
  PggTimestampParts parts;
  PggDecode decode = parse (self, buffer, &parts);

  if (decode != PGG_DECODE_OK)
    return decode;
  if (parts.zone != PGG_ZONE_TEXT_NONE)
    return PGG_DECODE_MALFORMED;

  return check_usec (parts.usec, target);
}

/* The abbreviation is the one of the session's time zone, of which there may be several at the same
 * time of the clock, or none that is known here. A style that has them, but is not the session's,
 * was there while the statement was executed, and so may have been another time zone. */
static PggDecode
resolve (const PggAdapter        *self,
         const PggTimestampParts *parts,
         gpointer                 target)
{
  gboolean is_sure = pgg_codec_context_get_sure_style (self->context) != PGG_DATE_STYLE_ISO;
  const PggTimeZone *zone = is_sure ? pgg_codec_context_get_zone (self->context) : NULL;
  gint64 rest;
  gint64 local = get_seconds (parts->usec, &rest);
  gint64 time;

  if (zone == NULL || pgg_time_zone_match (zone, local, (const char *) parts->abbreviation,
                                           parts->length, &time) != PGG_ZONE_MATCH_ONE)
    return PGG_DECODE_NOT_SUPPORTED;

  return check_usec ((time + PGG_UNIX_EPOCH_SECONDS) * PGG_USEC_PER_SECOND + rest, target);
}

static PggDecode
read_timestamptz_text (const PggAdapter *self,
                       PggBuffer         buffer,
                       gpointer          target)
{
  PggTimestampParts parts;
  PggDecode decode = parse (self, buffer, &parts);

  if (decode != PGG_DECODE_OK)
    return decode;

  switch (parts.zone)
    {
    case PGG_ZONE_TEXT_OFFSET:
      return check_usec (parts.usec - parts.offset * PGG_USEC_PER_SECOND, target);
    case PGG_ZONE_TEXT_ABBREVIATION:
      return resolve (self, &parts, target);
    case PGG_ZONE_TEXT_NONE:
      return pgg_usec_is_infinite (parts.usec) ? check_usec (parts.usec, target)
                                               : PGG_DECODE_MALFORMED;
    }
  g_assert_not_reached ();
}

static PggDecode
read_usec_binary (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer          target)
{
  guint64 usec;

  if (!pgg_buffer_get_u64 (&buffer, &usec) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  return check_usec ((gint64) usec, target);
}

static PggDecode
read_timestamp (const PggAdapter *self,
                PggBuffer         buffer,
                gpointer         *value)
{
  gint64 usec;
  PggDecode decode = self->codec->read_packed (self, buffer, &usec);

  if (decode == PGG_DECODE_OK)
    *value = pgg_timestamp_new_take_usec (usec, FALSE);

  return decode;
}

static PggDecode
read_timestamptz (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer         *value)
{
  gint64 usec;
  PggDecode decode = self->codec->read_packed (self, buffer, &usec);

  if (decode == PGG_DECODE_OK)
    *value = pgg_timestamp_new_take_usec (usec, TRUE);

  return decode;
}

static PggDecode
write_timestamp_text (const PggAdapter *self,
                      PggBuffer         buffer,
                      GString          *text)
{
  gint64 usec;
  PggDecode decode = read_usec_binary (self, buffer, &usec);

  if (decode == PGG_DECODE_OK)
    pgg_datetime_append_timestamp (text, usec, self->context->date_style,
                                   self->context->date_order, NULL);

  return decode;
}

/* In UTC, which says the same, if the time zone of the session is not known here. */
static PggDecode
write_timestamptz_text (const PggAdapter *self,
                        PggBuffer         buffer,
                        GString          *text)
{
  PggZoneType type = { 0, "UTC" };
  const PggTimeZone *zone;
  gint64 usec, seconds, rest;
  PggDecode decode = read_usec_binary (self, buffer, &usec);

  if (decode != PGG_DECODE_OK)
    return decode;

  zone = pgg_codec_context_get_zone (self->context);
  if (zone != NULL && !pgg_usec_is_infinite (usec))
    {
      seconds = get_seconds (usec, &rest);
      type = pgg_time_zone_lookup (zone, seconds);
      usec += type.offset * PGG_USEC_PER_SECOND;
    }

  pgg_datetime_append_timestamp (text, usec, self->context->date_style, self->context->date_order,
                                 &type);
  return PGG_DECODE_OK;
}

/* Text in ISO form only, for what other forms mean depends on the session; and no zone is made up,
 * and none is dropped. An infinity is the same with and without. */
static PggDecode
parse_usec (PggBuffer  text,
            gboolean   has_zone,
            gint64    *usec)
{
  PggTimestampParts parts;
  PggZoneText expected = has_zone ? PGG_ZONE_TEXT_OFFSET : PGG_ZONE_TEXT_NONE;

  if (!pgg_datetime_is_iso (text) ||
      pgg_datetime_parse_timestamp (text, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD,
                                    &parts) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;
  if (parts.zone != expected && !pgg_usec_is_infinite (parts.usec))
    return PGG_DECODE_MALFORMED;

  return check_usec (parts.usec - parts.offset * PGG_USEC_PER_SECOND, usec);
}

static PggDecode
get_usec (const GValue *value,
          gboolean      has_zone,
          gint64       *usec)
{
  g_autoptr (PggTimestamp) timestamp = NULL;

  if (G_VALUE_HOLDS_STRING (value))
    return parse_usec (pgg_value_trim_text (value), has_zone, usec);
  if (!G_VALUE_HOLDS (value, PGG_TYPE_TIMESTAMP) && !G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    return PGG_DECODE_WRONG_TYPE;
  if (g_value_get_boxed (value) == NULL)
    return PGG_DECODE_MALFORMED;

  if (G_VALUE_HOLDS (value, PGG_TYPE_TIMESTAMP))
    timestamp = g_value_dup_boxed (value);
  else
    timestamp = pgg_timestamp_new_from_date_time (g_value_get_boxed (value), has_zone);
  if (pgg_timestamp_has_zone (timestamp) != has_zone)
    return PGG_DECODE_WRONG_TYPE;

  *usec = pgg_timestamp_get_usec (timestamp);
  return PGG_DECODE_OK;
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             gboolean          has_zone,
             GByteArray       *bytes)
{
  static const PggZoneType utc = { 0, "UTC" };
  g_autoptr (GString) text = NULL;
  gint64 usec;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_usec (value, has_zone, &usec);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_sized_new (32);
  pgg_datetime_append_timestamp (text, usec, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD,
                                 has_zone ? &utc : NULL);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_timestamp_text (const PggAdapter *self,
                       const GValue     *value,
                       GByteArray       *bytes)
{
  return encode_text (self, value, FALSE, bytes);
}

static PggDecode
encode_timestamptz_text (const PggAdapter *self,
                         const GValue     *value,
                         GByteArray       *bytes)
{
  return encode_text (self, value, TRUE, bytes);
}

static PggDecode
encode_timestamp_binary (const PggAdapter *self,
                         const GValue     *value,
                         GByteArray       *bytes)
{
  gint64 usec;
  PggDecode decode = get_usec (value, FALSE, &usec);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, (guint64) usec);

  return decode;
}

static PggDecode
encode_timestamptz_binary (const PggAdapter *self,
                           const GValue     *value,
                           GByteArray       *bytes)
{
  gint64 usec;
  PggDecode decode = get_usec (value, TRUE, &usec);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, (guint64) usec);

  return decode;
}

static PggDecode
read_interval_text (const PggAdapter *self,
                    PggBuffer         buffer,
                    gpointer         *value)
{
  PggIntervalParts parts;

  if (!pgg_datetime_parse_interval (buffer, TRUE, &parts))
    return PGG_DECODE_MALFORMED;

  *value = pgg_interval_new_take_parts (&parts);
  return PGG_DECODE_OK;
}

static PggDecode
read_parts (PggBuffer         buffer,
            PggIntervalParts *parts)
{
  guint64 usec;
  guint32 days, months;

  if (!pgg_buffer_get_u64 (&buffer, &usec) || !pgg_buffer_get_u32 (&buffer, &days) ||
      !pgg_buffer_get_u32 (&buffer, &months) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *parts = (PggIntervalParts) { (int) months, (int) days, (gint64) usec };
  return PGG_DECODE_OK;
}

static PggDecode
read_interval_binary (const PggAdapter *self,
                      PggBuffer         buffer,
                      gpointer         *value)
{
  PggIntervalParts parts;
  PggDecode decode = read_parts (buffer, &parts);

  if (decode == PGG_DECODE_OK)
    *value = pgg_interval_new_take_parts (&parts);

  return decode;
}

static PggDecode
write_interval_text (const PggAdapter *self,
                     PggBuffer         buffer,
                     GString          *text)
{
  PggIntervalParts parts;
  PggDecode decode = read_parts (buffer, &parts);

  if (decode == PGG_DECODE_OK)
    pgg_datetime_append_interval (text, &parts, self->context->interval_style);

  return decode;
}

static PggDecode
get_parts (const GValue     *value,
           PggIntervalParts *parts)
{
  const PggInterval *interval;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_datetime_parse_interval (pgg_value_trim_text (value), FALSE, parts)
             ? PGG_DECODE_OK
             : PGG_DECODE_MALFORMED;
  if (!G_VALUE_HOLDS (value, PGG_TYPE_INTERVAL))
    return PGG_DECODE_WRONG_TYPE;

  interval = g_value_get_boxed (value);
  if (interval == NULL)
    return PGG_DECODE_MALFORMED;

  *parts = *pgg_interval_get_parts (interval);
  return PGG_DECODE_OK;
}

/*
 * As the server writes it by itself, where no sign depends on the style of the session. Of the
 * least number of microseconds it would write hours that it does not read, see DecodeTime () in
 * src/backend/utils/adt/datetime.c: that goes in ISO 8601.
 */
static PggDecode
encode_interval_text (const PggAdapter *self,
                      const GValue     *value,
                      GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  PggIntervalParts parts;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_parts (value, &parts);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_sized_new (32);
  pgg_datetime_append_interval (text, &parts,
                                parts.usec == G_MININT64 ? PGG_INTERVAL_STYLE_ISO_8601
                                                         : PGG_INTERVAL_STYLE_POSTGRES);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_interval_binary (const PggAdapter *self,
                        const GValue     *value,
                        GByteArray       *bytes)
{
  PggIntervalParts parts;
  PggDecode decode = get_parts (value, &parts);

  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_bytes_append_u64 (bytes, (guint64) parts.usec);
  pgg_bytes_append_u32 (bytes, (guint32) parts.days);
  pgg_bytes_append_u32 (bytes, (guint32) parts.months);
  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_timestamp_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_timestamp_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_timestamp,
  .packed_size = sizeof (gint64),
  .read_packed = read_timestamp_text,
  .encode = encode_timestamp_text,
};

const PggCodec pgg_codec_timestamp_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_timestamp_get_type,
  .read_boxed = read_timestamp,
  .packed_size = sizeof (gint64),
  .read_packed = read_usec_binary,
  .write_text = write_timestamp_text,
  .encode = encode_timestamp_binary,
};

const PggCodec pgg_codec_timestamptz_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_timestamp_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_timestamptz,
  .packed_size = sizeof (gint64),
  .read_packed = read_timestamptz_text,
  .encode = encode_timestamptz_text,
};

const PggCodec pgg_codec_timestamptz_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_timestamp_get_type,
  .read_boxed = read_timestamptz,
  .packed_size = sizeof (gint64),
  .read_packed = read_usec_binary,
  .write_text = write_timestamptz_text,
  .encode = encode_timestamptz_binary,
};

const PggCodec pgg_codec_interval_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_interval_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_interval_text,
  .encode = encode_interval_text,
};

const PggCodec pgg_codec_interval_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_interval_get_type,
  .read_boxed = read_interval_binary,
  .write_text = write_interval_text,
  .encode = encode_interval_binary,
};
