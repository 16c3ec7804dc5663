/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "pgg-buffer-private.h"

G_BEGIN_DECLS

/* The most numbers that a shape is made of. */
#define PGG_SHAPE_MAX_NUMBERS 4

/* A geometric type that is made of so many numbers. Its values are nothing but these numbers, with
 * an atomic reference count before them; over the wire they go in the same order. */
typedef struct
{
  const char *what; /* noun with article, marked for translation */
  GType     (*get_type)    (void);
  gsize       n_numbers;
  gboolean  (*parse)       (PggBuffer     text,
                            double       *numbers);
  gboolean  (*is_valid)    (const double *numbers); /* NULL: any numbers make one */
  void      (*append)      (const double *numbers,
                            GString      *text);
} PggShape;

extern const PggShape pgg_shape_point;
extern const PggShape pgg_shape_line;
extern const PggShape pgg_shape_line_segment;
extern const PggShape pgg_shape_box;
extern const PggShape pgg_shape_circle;

/* Numbers as the server compares those of float8: NaN equals NaN, and 0 equals -0. */
gboolean  pgg_numbers_equal        (const double   *a,
                                    const double   *b,
                                    gsize           n_numbers);
guint     pgg_numbers_hash         (const double   *numbers,
                                    gsize           n_numbers);
gboolean  pgg_number_is_greater    (double          a,
                                    double          b);
/* Big-endian, one behind the other. Reading takes all or nothing. */
gboolean  pgg_numbers_read         (PggBuffer      *buffer,
                                    double         *numbers,
                                    gsize           n_numbers);
void      pgg_numbers_write        (const double   *numbers,
                                    gsize           n_numbers,
                                    GByteArray     *bytes);

/* Text with blanks wherever the server allows them. */
gboolean  pgg_geometry_take        (PggBuffer      *text,
                                    char            delimiter);
gboolean  pgg_geometry_read_number (PggBuffer      *text,
                                    double         *number);
gboolean  pgg_geometry_read_pair   (PggBuffer      *text,
                                    double         *numbers);
/* Pairs that fill the text, all of them in parentheses or, if is_open is not NULL, in brackets. */
gboolean  pgg_geometry_read_pairs  (PggBuffer       text,
                                    gsize           n_pairs,
                                    double         *numbers,
                                    gboolean       *is_open);
void      pgg_geometry_append_pair (const double   *numbers,
                                    GString        *text);

/* Values of a shape. */
gpointer  pgg_shape_new            (const PggShape *self,
                                    const double   *numbers);
gpointer  pgg_shape_new_checked    (const PggShape *self,
                                    const double   *numbers,
                                    GError        **error);
gpointer  pgg_shape_from_string    (const PggShape *self,
                                    const char     *text,
                                    GError        **error);
char     *pgg_shape_to_string      (const PggShape *self,
                                    const double   *numbers);
GVariant *pgg_shape_to_variant     (const PggShape *self,
                                    const double   *numbers);
gpointer  pgg_shape_from_variant   (const PggShape *self,
                                    GVariant       *variant,
                                    GError        **error);

G_END_DECLS
