/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-buffer-private.h"
#include "pgg-calendar-private.h"
#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* Days from 2000-01-01 and microseconds are finite or one of the two infinities in all of this. */

/* A time of the day, perhaps with an offset from UTC. */
typedef struct
{
  gint64   usec;       /* 24:00 is one */
  int      offset;     /* seconds east of UTC */
  gboolean has_offset;
} PggTimeParts;

/* What the server writes for an infinity has all months, days and microseconds at their limits. */
typedef struct
{
  int    months;
  int    days;
  gint64 usec;
} PggIntervalParts;

/* What a text says of where its time is shown. */
typedef enum
{
  PGG_ZONE_TEXT_NONE,
  PGG_ZONE_TEXT_OFFSET,
  PGG_ZONE_TEXT_ABBREVIATION,
} PggZoneText;

typedef struct
{
  gint64       usec;         /* as the clock shows it; an infinity has no zone */
  PggZoneText  zone;
  int          offset;
  const guint8 *abbreviation;
  gsize        length;       /* of the abbreviation */
} PggTimestampParts;

static inline gboolean
pgg_time_is_valid (const PggTimeParts *self)
{
  return self->usec >= 0 && self->usec <= PGG_USEC_PER_DAY &&
         self->offset > -PGG_OFFSET_LIMIT && self->offset < PGG_OFFSET_LIMIT;
}

static inline gboolean
pgg_interval_is_negative_infinity (const PggIntervalParts *self)
{
  return self->months == G_MININT32 && self->days == G_MININT32 && self->usec == G_MININT64;
}

static inline gboolean
pgg_interval_is_positive_infinity (const PggIntervalParts *self)
{
  return self->months == G_MAXINT32 && self->days == G_MAXINT32 && self->usec == G_MAXINT64;
}

/* Each appends exactly what the server writes. */
void     pgg_datetime_append_date      (GString                *text,
                                        gint32                  days,
                                        PggDateStyle            style,
                                        PggDateOrder            order);
void     pgg_datetime_append_time      (GString                *text,
                                        const PggTimeParts     *time);

/* The microseconds are those the clock shows; zone is NULL for no zone. */
void     pgg_datetime_append_timestamp (GString                *text,
                                        gint64                  usec,
                                        PggDateStyle            style,
                                        PggDateOrder            order,
                                        const PggZoneType      *zone);
void     pgg_datetime_append_interval  (GString                *text,
                                        const PggIntervalParts *interval,
                                        PggIntervalStyle        style);

/* Reads what the server writes, whatever its style: the context may be one that a statement of the
 * same execution has changed. The order is that of the style, and only used where a text does not
 * show it; text in another style that does not is PGG_DECODE_NOT_SUPPORTED. */
PggDecode pgg_datetime_parse_date      (PggBuffer               text,
                                        PggDateStyle            style,
                                        PggDateOrder            order,
                                        gint32                 *days);
gboolean pgg_datetime_parse_time       (PggBuffer               text,
                                        PggTimeParts           *time);
PggDecode pgg_datetime_parse_timestamp (PggBuffer               text,
                                        PggDateStyle            style,
                                        PggDateOrder            order,
                                        PggTimestampParts      *timestamp);
/* With is_standard the text is one of the server, and "-1 2:03:04" is negative as a whole; it is
 * not accepted otherwise, for in other styles the time would be positive. */
gboolean pgg_datetime_parse_interval   (PggBuffer               text,
                                        gboolean                is_standard,
                                        PggIntervalParts       *interval);

/* Whether the text that is made here of values of a type in binary format is the one that the
 * server would send in text format. It is for all types that have nothing to do with dates. */
gboolean pgg_datetime_can_render       (const PggCodecContext  *context,
                                        guint32                 oid);

/* A variant of another type is an error. */
gboolean pgg_datetime_check_variant    (GVariant               *variant,
                                        const char             *type,
                                        GError                **error);

/* TRUE if a date or timestamp is written so that it means the same everywhere. */
gboolean pgg_datetime_is_iso           (PggBuffer               text);

G_END_DECLS
