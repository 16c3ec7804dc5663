/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-array.h"

#include "pgg-codec-private.h"
#include "pgg-numbers-private.h"

G_BEGIN_DECLS

/* The server's limit, MAXDIM. */
#define PGG_ARRAY_MAX_DIMENSIONS 6

typedef struct
{
  guint n_dimensions; /* 0: no elements */
  int   lengths[PGG_ARRAY_MAX_DIMENSIONS];
  int   lower_bounds[PGG_ARRAY_MAX_DIMENSIONS];
} PggArrayShape;

struct _PggArray
{
  PggCodecContext *context; /* says what the types are; NULL: only built-in ones are known */
  guint32          element_type;
  PggArrayShape    shape;
  gsize            n_values;
  PggNumbers      *numbers; /* the elements, if they are numbers; or NULL */
  GValue          *values;  /* the elements otherwise, or once they were asked for; atomic */
};

/* The last dimension varies fastest. Those of numbers are made here; they stay with the array. */
const GValue *pgg_array_get_values (PggArray       *self);

/* One element, without making all: the value is a scratch, which is zero before the first one, and
 * may hold what is returned. It need not be unset. */
const GValue *pgg_array_load       (const PggArray *self,
                                    gsize           index,
                                    GValue         *value);

/* Takes the values, which must be as many as the shape says. */
PggArray  *pgg_array_new_take      (const PggCodecContext *context,
                                    guint32                element_type,
                                    const PggArrayShape   *shape,
                                    GValue                *values);

/* Takes the numbers. */
PggArray  *pgg_array_new_numbers   (const PggCodecContext *context,
                                    guint32                element_type,
                                    const PggArrayShape   *shape,
                                    PggNumbers            *numbers);

/* The type that values have without being told another; 0 if only the application knows it. */
guint32    pgg_array_guess_element_type (const GValue *values,
                                         gsize         n_values);

/* TRUE if such an array can be, with its number of elements; without any the shape is emptied. */
gboolean   pgg_array_shape_check   (PggArrayShape *shape,
                                    gsize         *n_values);
/* One dimension that begins with 1. */
void       pgg_array_shape_set     (PggArrayShape *shape,
                                    gsize          n_values);

/* Says where the braces of the text of an array are, element by element, or the brackets of what
 * makes one in SQL. */
typedef struct
{
  GString             *text;
  char                 delimiter;
  gboolean             is_sql;    /* elements are literals */
  const PggArrayShape *shape;
  gsize                indices[PGG_ARRAY_MAX_DIMENSIONS];
} PggArrayWriter;

void       pgg_array_writer_begin  (PggArrayWriter      *self,
                                    GString             *text,
                                    char                 delimiter,
                                    const PggArrayShape *shape);
/* The text is in UTF-8; NULL for NULL. FALSE if it is too large. */
gboolean   pgg_array_writer_add    (PggArrayWriter      *self,
                                    const char          *text,
                                    gsize                length);

/* For its elements in text format, in UTF-8. */
PggAdapter pgg_array_make_text_adapter (const PggArray *self);

/* Appends in UTF-8; the adapter is one for elements in text format. */
PggDecode  pgg_array_append_text   (PggArray         *self,
                                    const PggAdapter *elements,
                                    char              delimiter,
                                    GString          *text);

/* What makes an array with NULLs in SQL: in a text the word NULL is an element where array_nulls is
 * off. FALSE if there are none, or only a text can say where the subscripts begin. */
gboolean   pgg_array_append_sql    (PggArray         *self,
                                    GString          *sql);

/* Reads text in UTF-8; the adapter is one for elements in text format. */
PggDecode  pgg_array_parse         (const PggAdapter  *elements,
                                    guint32            element_type,
                                    char               delimiter,
                                    PggBuffer          text,
                                    PggArray         **array);

/* Between the elements of arrays of this type, of which nothing may be known. */
char       pgg_array_get_delimiter (const PggTypeInfo *element_type);

/* The text of an array that has commas between its elements, with another delimiter; NULL if it is
 * no such text. */
char      *pgg_array_dup_delimited (const char        *text,
                                    char               delimiter);

G_END_DECLS
