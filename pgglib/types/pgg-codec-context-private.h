/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-set-private.h"
#include "pgg-time-zone-private.h"
#include "pgg-type-map-private.h"

G_BEGIN_DECLS

/* How the server writes dates as text: the two parts of its parameter DateStyle. */
typedef enum
{
  PGG_DATE_STYLE_ISO,
  PGG_DATE_STYLE_SQL,
  PGG_DATE_STYLE_POSTGRES,
  PGG_DATE_STYLE_GERMAN,
} PggDateStyle;

typedef enum
{
  PGG_DATE_ORDER_YMD,
  PGG_DATE_ORDER_DMY,
  PGG_DATE_ORDER_MDY,
} PggDateOrder;

/* How the server writes intervals as text: its parameter IntervalStyle. */
typedef enum
{
  PGG_INTERVAL_STYLE_POSTGRES,
  PGG_INTERVAL_STYLE_POSTGRES_VERBOSE,
  PGG_INTERVAL_STYLE_SQL_STANDARD,
  PGG_INTERVAL_STYLE_ISO_8601,
} PggIntervalStyle;

/*
 * What the bytes of a value depend on beside its type: what the server reported of the session, and
 * what is known of the types of the database; and which of them the application reads and writes
 * itself. Immutable once it is shared; the count is atomic.
 */
typedef struct _PggCodecContext
{
  gatomicrefcount   ref_count;

  int               encoding;       /* libpq's number of the client encoding */
  PggDateStyle      date_style;
  PggDateOrder      date_order;
  PggIntervalStyle  interval_style;
  char             *time_zone;      /* as the server names it */
  gboolean          is_doubtful;    /* text may have been written in other styles and zones */
  char             *date_style_name;     /* the values that the styles were read from */
  char             *interval_style_name;
  PggTypeMap       *types;          /* NULL: only the built-in ones are known */
  PggCodecSet      *codecs;         /* of the application; NULL: none */
  struct _PggCodecContext *utf8;    /* the same with UTF-8 as the encoding, NULL if this has it */
  gpointer          zone;           /* of time_zone once it was needed; atomic */
} PggCodecContext;

/* The styles are the values of the server's parameters; NULL stands for the server's default. */
PggCodecContext   *pgg_codec_context_new      (int                    encoding,
                                               const char            *date_style,
                                               const char            *interval_style,
                                               const char            *time_zone,
                                               PggTypeMap            *types);
/* One that differs in the codecs only, which may be NULL. */
PggCodecContext   *pgg_codec_context_new_with_codecs (const PggCodecContext *other,
                                               PggCodecSet           *codecs);
/* One that differs in the types only. */
PggCodecContext   *pgg_codec_context_new_with_types (const PggCodecContext *other,
                                               PggTypeMap            *types);
/* One that differs in the encoding only. */
PggCodecContext   *pgg_codec_context_new_with_encoding (const PggCodecContext *other,
                                               int                    encoding);
/* One that differs in being doubtful. */
PggCodecContext   *pgg_codec_context_new_doubtful (const PggCodecContext *other);
PggCodecContext   *pgg_codec_context_ref      (PggCodecContext       *self);
void               pgg_codec_context_unref    (PggCodecContext       *self);

/* The rules of the session's time zone, NULL if they are not known here. */
const PggTimeZone *pgg_codec_context_get_zone (const PggCodecContext *self);

/* One that differs in the encoding only, which is UTF-8; it lives as long as self. */
const PggCodecContext *pgg_codec_context_get_utf8 (const PggCodecContext *self);

/* The style of which it is known what the order of its numbers and its zones are; ISO needs none of
 * them. */
static inline PggDateStyle
pgg_codec_context_get_sure_style (const PggCodecContext *self)
{
  return self->is_doubtful ? PGG_DATE_STYLE_ISO : self->date_style;
}

/* Whether text of a date or a time means the same in both. */
gboolean           pgg_codec_context_has_same_dates (const PggCodecContext *self,
                                                     const PggCodecContext *other);

/* Of no session: UTF-8, the styles that the server begins with, the built-in types. */
const PggCodecContext *pgg_codec_context_get_default (void);

/* Whether one made of the same values would be no other, apart from the codecs. */
gboolean         pgg_codec_context_is_of (const PggCodecContext *self,
                                          int                    encoding,
                                          const char            *date_style,
                                          const char            *interval_style,
                                          const char            *time_zone,
                                          const PggTypeMap      *types);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggCodecContext, pgg_codec_context_unref)

G_END_DECLS
