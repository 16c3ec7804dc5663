/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-geometry-private.h"
#include "pgg-point.h"

G_BEGIN_DECLS

/* All that paths and polygons are, with an atomic reference count before it. */
typedef struct
{
  gboolean is_closed;
  guint    n_points;
  double   numbers[]; /* two for each */
} PggPoints;

/* The numbers are copied; without them they are all 0. There must be not more points than
 * pgg_points_check_size() allows. */
PggPoints *pgg_points_new          (gsize             n_points,
                                    const double     *numbers,
                                    gboolean          is_closed);
gboolean   pgg_points_check_size   (gsize             n_points);

/* A type with paths that may be open and one without, in the forms of the server. */
PggPoints *pgg_points_parse        (PggBuffer         text,
                                    gboolean          allow_open);
void       pgg_points_append_ends  (gboolean          is_closed,
                                    gboolean          is_start,
                                    GString          *text);
PggPoints *pgg_points_from_string  (const char       *text,
                                    gboolean          allow_open,
                                    const char       *what,
                                    GError          **error);
char      *pgg_points_to_string    (const PggPoints  *self);

PggPoints *pgg_points_from_numbers (const double     *numbers,
                                    gsize             n_numbers,
                                    gboolean          is_closed,
                                    GError          **error);
GVariant  *pgg_points_to_variant   (const PggPoints  *self);
PggPoints *pgg_points_from_variant (GVariant         *variant,
                                    gboolean          is_closed,
                                    GError          **error);
PggPoint  *pgg_points_get_point    (const PggPoints  *self,
                                    guint             index,
                                    GError          **error);
const double *pgg_points_get_coordinates (const PggPoints *self,
                                          gsize           *n_coordinates);
gboolean   pgg_points_equal        (const PggPoints  *a,
                                    const PggPoints  *b);
guint      pgg_points_hash         (const PggPoints  *self);

G_END_DECLS
