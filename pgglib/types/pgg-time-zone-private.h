/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-posix-zone-private.h"

G_BEGIN_DECLS

/* A time zone by the name the server gives it. GTimeZone knows neither what clocks show after 2037
 * nor all names of the server. Immutable. */
typedef struct _PggTimeZone PggTimeZone;

/* How many instants a time of the clock can stand for. */
typedef enum
{
  PGG_ZONE_MATCH_NONE,
  PGG_ZONE_MATCH_ONE,
  PGG_ZONE_MATCH_SEVERAL,
} PggZoneMatch;

/* NULL if this machine does not know the zone. */
PggTimeZone  *pgg_time_zone_new    (const char        *name);
void          pgg_time_zone_free   (PggTimeZone       *self);

/* At seconds from 1970, UTC. */
PggZoneType   pgg_time_zone_lookup (const PggTimeZone *self,
                                    gint64             time);

/* The instant at which clocks show local, seconds from 1970 as if it were UTC, with this
 * abbreviation, of which the server writes no more than its start. */
PggZoneMatch  pgg_time_zone_match  (const PggTimeZone *self,
                                    gint64             local,
                                    const char        *abbreviation,
                                    gsize              length,
                                    gint64            *time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTimeZone, pgg_time_zone_free)

G_END_DECLS
