/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the server reported of a session, as far as it says how values are written. */

#include "config.h"

#include "pgg-codec-context-private.h"

#include "pgg-encoding-private.h"

/* What the server has unless it is told otherwise. */
#define DEFAULT_TIME_ZONE "GMT"

/* Stands for a zone that was looked for and not found. */
static const char unknown_zone;

/* The server writes the style, a comma and the order: "ISO, MDY". */
static void
set_date_style (PggCodecContext *self,
                const char      *style)
{
  if (g_str_has_prefix (style, "SQL"))
    self->date_style = PGG_DATE_STYLE_SQL;
  else if (g_str_has_prefix (style, "Postgres"))
    self->date_style = PGG_DATE_STYLE_POSTGRES;
  else if (g_str_has_prefix (style, "German"))
    self->date_style = PGG_DATE_STYLE_GERMAN;

  if (g_str_has_suffix (style, "DMY"))
    self->date_order = PGG_DATE_ORDER_DMY;
  else if (g_str_has_suffix (style, "MDY"))
    self->date_order = PGG_DATE_ORDER_MDY;
}

static void
set_interval_style (PggCodecContext *self,
                    const char      *style)
{
  if (g_str_equal (style, "postgres_verbose"))
    self->interval_style = PGG_INTERVAL_STYLE_POSTGRES_VERBOSE;
  else if (g_str_equal (style, "sql_standard"))
    self->interval_style = PGG_INTERVAL_STYLE_SQL_STANDARD;
  else if (g_str_equal (style, "iso_8601"))
    self->interval_style = PGG_INTERVAL_STYLE_ISO_8601;
}

PggCodecContext *
pgg_codec_context_new (int         encoding,
                       const char *date_style,
                       const char *interval_style,
                       const char *time_zone,
                       PggTypeMap *types)
{
  PggCodecContext *self = g_new0 (PggCodecContext, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->encoding = encoding;
  set_date_style (self, date_style != NULL ? date_style : "ISO, MDY");
  set_interval_style (self, interval_style != NULL ? interval_style : "postgres");
  self->time_zone = g_strdup (time_zone);
  self->date_style_name = g_strdup (date_style);
  self->interval_style_name = g_strdup (interval_style);
  self->types = types != NULL ? pgg_type_map_ref (types) : NULL;
  if (!pgg_encoding_is_utf8 (encoding))
    self->utf8 = pgg_codec_context_new (pgg_encoding_get_utf8 (), date_style, interval_style,
                                        time_zone, types);

  return self;
}

static void
set_doubtful (PggCodecContext *self)
{
  self->is_doubtful = TRUE;
  if (self->utf8 != NULL)
    self->utf8->is_doubtful = TRUE;
}

static PggCodecContext *
copy_with (const PggCodecContext *other,
           int                    encoding,
           PggTypeMap            *types,
           PggCodecSet           *codecs)
{
  PggCodecContext *self =
    pgg_codec_context_new (encoding, other->date_style_name, other->interval_style_name,
                           other->time_zone, types);

  if (other->is_doubtful)
    set_doubtful (self);
  if (codecs == NULL)
    return self;

  self->codecs = pgg_codec_set_ref (codecs);
  if (self->utf8 != NULL)
    self->utf8->codecs = pgg_codec_set_ref (codecs);

  return self;
}

PggCodecContext *
pgg_codec_context_new_with_codecs (const PggCodecContext *other,
                                   PggCodecSet           *codecs)
{
  return copy_with (other, other->encoding, other->types, codecs);
}

PggCodecContext *
pgg_codec_context_new_with_types (const PggCodecContext *other,
                                  PggTypeMap            *types)
{
  return copy_with (other, other->encoding, types, other->codecs);
}

PggCodecContext *
pgg_codec_context_new_with_encoding (const PggCodecContext *other,
                                     int                    encoding)
{
  return copy_with (other, encoding, other->types, other->codecs);
}

PggCodecContext *
pgg_codec_context_new_doubtful (const PggCodecContext *other)
{
  PggCodecContext *self = copy_with (other, other->encoding, other->types, other->codecs);

  set_doubtful (self);

  return self;
}

gboolean
pgg_codec_context_has_same_dates (const PggCodecContext *self,
                                  const PggCodecContext *other)
{
  return self->date_style == other->date_style && self->date_order == other->date_order &&
         g_strcmp0 (self->time_zone, other->time_zone) == 0;
}

PggCodecContext *
pgg_codec_context_ref (PggCodecContext *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_codec_context_unref (PggCodecContext *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->utf8, pgg_codec_context_unref);
  if (self->zone != NULL && self->zone != &unknown_zone)
    pgg_time_zone_free (self->zone);
  g_clear_pointer (&self->types, pgg_type_map_unref);
  g_clear_pointer (&self->codecs, pgg_codec_set_unref);
  g_free (self->time_zone);
  g_free (self->date_style_name);
  g_free (self->interval_style_name);
  g_free (self);
}

const PggCodecContext *
pgg_codec_context_get_utf8 (const PggCodecContext *self)
{
  return self->utf8 != NULL ? self->utf8 : self;
}

const PggCodecContext *
pgg_codec_context_get_default (void)
{
  static gsize context = 0;

  if (g_once_init_enter (&context))
    g_once_init_leave (&context, (gsize) pgg_codec_context_new (pgg_encoding_get_utf8 (), NULL,
                                                                NULL, NULL, NULL));

  return (const PggCodecContext *) context;
}

gboolean
pgg_codec_context_is_of (const PggCodecContext *self,
                         int                    encoding,
                         const char            *date_style,
                         const char            *interval_style,
                         const char            *time_zone,
                         const PggTypeMap      *types)
{
  return self->encoding == encoding && self->types == types &&
         g_strcmp0 (self->date_style_name, date_style) == 0 &&
         g_strcmp0 (self->interval_style_name, interval_style) == 0 &&
         g_strcmp0 (self->time_zone, time_zone) == 0;
}

/* Most sessions never need it, and it takes reading a file: it is made on demand. Of two threads
 * that do so at the same time the first gives it. */
static gpointer
make_zone (const PggCodecContext *self)
{
  PggTimeZone *made = pgg_time_zone_new (self->time_zone != NULL ? self->time_zone
                                                                 : DEFAULT_TIME_ZONE);
  gpointer zone = made != NULL ? (gpointer) made : (gpointer) &unknown_zone;

  if (g_atomic_pointer_compare_and_exchange ((gpointer *) &self->zone, NULL, zone))
    return zone;

  g_clear_pointer (&made, pgg_time_zone_free);
  return g_atomic_pointer_get ((gpointer *) &self->zone);
}

const PggTimeZone *
pgg_codec_context_get_zone (const PggCodecContext *self)
{
  gpointer zone = g_atomic_pointer_get ((gpointer *) &self->zone);

  if (zone == NULL)
    zone = make_zone (self);

  return zone != &unknown_zone ? zone : NULL;
}
