/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What paths and polygons have in common: a list of points. */

#include "config.h"

#include "pgg-points-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

/* No value of the server is larger than a gigabyte (src/include/utils/memutils.h, MaxAllocSize). */
#define MAX_POINTS (0x3FFFFFFF / (2 * sizeof (double)))

gboolean
pgg_points_check_size (gsize n_points)
{
  return n_points > 0 && n_points <= MAX_POINTS;
}

PggPoints *
pgg_points_new (gsize         n_points,
                const double *numbers,
                gboolean      is_closed)
{
  gsize size = n_points * 2 * sizeof (double);
  PggPoints *self = g_atomic_rc_box_alloc0 (sizeof (PggPoints) + size);

  self->is_closed = is_closed;
  self->n_points = (guint) n_points;
  if (numbers != NULL)
    memcpy (self->numbers, numbers, size);

  return self;
}

/* There is a comma in each pair, and one between pairs; 0 if that is not so. */
static gsize
count_pairs (PggBuffer text)
{
  gsize n_commas = 0;

  for (gsize i = 0; i < text.size; i++)
    n_commas += text.data[i] == ',';

  return n_commas % 2 == 1 ? n_commas / 2 + 1 : 0;
}

PggPoints *
pgg_points_parse (PggBuffer text,
                  gboolean  allow_open)
{
  gsize n_points = count_pairs (text);
  gboolean is_open = FALSE;
  PggPoints *self;

  if (!pgg_points_check_size (n_points))
    return NULL;

  self = pgg_points_new (n_points, NULL, TRUE);
  if (!pgg_geometry_read_pairs (text, n_points, self->numbers, allow_open ? &is_open : NULL))
    {
      g_atomic_rc_box_release (self);
      return NULL;
    }

  self->is_closed = !is_open;
  return self;
}

PggPoints *
pgg_points_from_string (const char  *text,
                        gboolean     allow_open,
                        const char  *what,
                        GError     **error)
{
  PggPoints *self = pgg_points_parse (pgg_buffer_init (text, strlen (text)), allow_open);

  if (self == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION, _("The text is not %s"),
                 _(what));

  return self;
}

void
pgg_points_append_ends (gboolean  is_closed,
                        gboolean  is_start,
                        GString  *text)
{
  if (is_closed)
    g_string_append_c (text, is_start ? '(' : ')');
  else
    g_string_append_c (text, is_start ? '[' : ']');
}

char *
pgg_points_to_string (const PggPoints *self)
{
  GString *text = g_string_new (NULL);

  pgg_points_append_ends (self->is_closed, TRUE, text);
  for (guint i = 0; i < self->n_points; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      pgg_geometry_append_pair (&self->numbers[2 * i], text);
    }
  pgg_points_append_ends (self->is_closed, FALSE, text);

  return g_string_free (text, FALSE);
}

static PggPoints *
new_checked (gsize          n_points,
             const double  *numbers,
             gboolean       is_closed,
             GError       **error)
{
  if (pgg_points_check_size (n_points))
    return pgg_points_new (n_points, numbers, is_closed);

  if (n_points == 0)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                         _("There is no point, one is the least"));
  else
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                         _("There are more points than the server takes"));
  return NULL;
}

PggPoints *
pgg_points_from_numbers (const double  *numbers,
                         gsize          n_numbers,
                         gboolean       is_closed,
                         GError       **error)
{
  if (n_numbers % 2 == 0)
    return new_checked (n_numbers / 2, numbers, is_closed, error);

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       _("The last point has one coordinate only"));
  return NULL;
}

/* A tuple of two doubles is nothing but these. */
GVariant *
pgg_points_to_variant (const PggPoints *self)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE ("(dd)"), self->numbers, self->n_points,
                                    2 * sizeof (double));
}

PggPoints *
pgg_points_from_variant (GVariant  *variant,
                         gboolean   is_closed,
                         GError   **error)
{
  gsize n_points;
  const double *numbers = g_variant_get_fixed_array (variant, &n_points, 2 * sizeof (double));

  return new_checked (n_points, numbers, is_closed, error);
}

PggPoint *
pgg_points_get_point (const PggPoints  *self,
                      guint             index,
                      GError          **error)
{
  if (index < self->n_points)
    return pgg_point_new (self->numbers[2 * index], self->numbers[2 * index + 1]);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("There is no point %u, there are %u points"), index, self->n_points);
  return NULL;
}

const double *
pgg_points_get_coordinates (const PggPoints *self,
                            gsize           *n_coordinates)
{
  if (n_coordinates != NULL)
    *n_coordinates = (gsize) 2 * self->n_points;

  return self->numbers;
}

gboolean
pgg_points_equal (const PggPoints *a,
                  const PggPoints *b)
{
  return a->is_closed == b->is_closed && a->n_points == b->n_points &&
         pgg_numbers_equal (a->numbers, b->numbers, (gsize) 2 * a->n_points);
}

guint
pgg_points_hash (const PggPoints *self)
{
  return pgg_numbers_hash (self->numbers, (gsize) 2 * self->n_points) + (self->is_closed ? 1 : 0);
}
