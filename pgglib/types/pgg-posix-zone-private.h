/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What clocks show for some time. */
typedef struct
{
  int         offset;       /* seconds east of UTC */
  const char *abbreviation; /* belongs to the zone */
} PggZoneType;

/* The rule of a zone as POSIX writes it in TZ: "CET-1CEST,M3.5.0,M10.5.0/3". Immutable. */
typedef struct _PggPosixZone PggPosixZone;

/* NULL if the text is no rule, or one whose days of change are not said. */
PggPosixZone *pgg_posix_zone_new    (const char         *text);
void          pgg_posix_zone_free   (PggPosixZone       *self);

/* At seconds from 1970, UTC. */
PggZoneType   pgg_posix_zone_lookup (const PggPosixZone *self,
                                     gint64              time);

/* At the latest change up to that time, for ever ago if there are none. */
gint64        pgg_posix_zone_get_last_change (const PggPosixZone *self,
                                              gint64              time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPosixZone, pgg_posix_zone_free)

G_END_DECLS
