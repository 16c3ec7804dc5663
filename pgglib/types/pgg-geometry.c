/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the geometric types have in common: the numbers they are made of, as text and as bytes. */

#include "config.h"

#include "pgg-geometry-private.h"

#include "pgg-client-error.h"
#include "pgg-float-text-private.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define BLANKS " \t\n\v\f\r"
#define DELIMITERS ",()[]{}<>"

gboolean
pgg_numbers_equal (const double *a,
                   const double *b,
                   gsize         n_numbers)
{
  for (gsize i = 0; i < n_numbers; i++)
    if (a[i] != b[i] && !(isnan (a[i]) && isnan (b[i])))
      return FALSE;

  return TRUE;
}

/* NaN comes with many bits, zero with two signs. */
static double
normalize (double number)
{
  if (isnan (number))
    return NAN;

  return number == 0 ? 0 : number;
}

guint
pgg_numbers_hash (const double *numbers,
                  gsize         n_numbers)
{
  guint hash = 5381;

  for (gsize i = 0; i < n_numbers; i++)
    {
      double number = normalize (numbers[i]);

      hash = hash * 33 + g_double_hash (&number);
    }

  return hash;
}

/* NaN is greater than any number (src/include/utils/float.h, float8_gt). */
gboolean
pgg_number_is_greater (double a,
                       double b)
{
  return isnan (a) ? !isnan (b) : a > b;
}

gboolean
pgg_numbers_read (PggBuffer *buffer,
                  double    *numbers,
                  gsize      n_numbers)
{
  if (buffer->size / sizeof (double) < n_numbers)
    return FALSE;

  for (gsize i = 0; i < n_numbers; i++)
    {
      guint64 bits = 0;

      pgg_buffer_get_u64 (buffer, &bits);
      memcpy (&numbers[i], &bits, sizeof (bits));
    }

  return TRUE;
}

void
pgg_numbers_write (const double *numbers,
                   gsize         n_numbers,
                   GByteArray   *bytes)
{
  for (gsize i = 0; i < n_numbers; i++)
    {
      guint64 bits;

      memcpy (&bits, &numbers[i], sizeof (bits));
      bits = GUINT64_TO_BE (bits);
      g_byte_array_append (bytes, (const guint8 *) &bits, sizeof (bits));
    }
}

/* memchr() and not strchr(): a NUL is no member of a set. */
static gboolean
is_in (char        c,
       const char *set)
{
  return memchr (set, c, strlen (set)) != NULL;
}

static void
skip_blanks (PggBuffer *text)
{
  while (text->size > 0 && is_in ((char) *text->data, BLANKS))
    pgg_buffer_take (text, 1);
}

/* Blanks may be in front of a delimiter and behind it. */
gboolean
pgg_geometry_take (PggBuffer *text,
                   char       delimiter)
{
  skip_blanks (text);
  if (text->size == 0 || (char) *text->data != delimiter)
    return FALSE;

  pgg_buffer_take (text, 1);
  skip_blanks (text);
  return TRUE;
}

gboolean
pgg_geometry_read_number (PggBuffer *text,
                          double    *number)
{
  const char *start;
  gsize length = 0;

  skip_blanks (text);
  start = (const char *) text->data;
  while (length < text->size && !is_in (start[length], DELIMITERS BLANKS))
    length++;
  if (!pgg_double_parse_shown (start, length, number))
    return FALSE;

  pgg_buffer_take (text, length);
  skip_blanks (text);
  return TRUE;
}

/* x,y or (x,y) */
gboolean
pgg_geometry_read_pair (PggBuffer *text,
                        double    *numbers)
{
  gboolean enclosed = pgg_geometry_take (text, '(');

  return pgg_geometry_read_number (text, &numbers[0]) && pgg_geometry_take (text, ',') &&
         pgg_geometry_read_number (text, &numbers[1]) &&
         (!enclosed || pgg_geometry_take (text, ')'));
}

/* A parenthesis belongs to all pairs if another one follows, or if no other one is there. */
static gboolean
is_enclosed (PggBuffer text)
{
  if (!pgg_geometry_take (&text, '('))
    return FALSE;

  return text.size == 0 || *text.data == '(' || memchr (text.data, '(', text.size) == NULL;
}

static char
take_opening (PggBuffer *text,
              gboolean  *is_open)
{
  if (is_open != NULL)
    {
      *is_open = pgg_geometry_take (text, '[');
      if (*is_open)
        return ']';
    }

  if (!is_enclosed (*text))
    return '\0';

  pgg_geometry_take (text, '(');
  return ')';
}

gboolean
pgg_geometry_read_pairs (PggBuffer  text,
                         gsize      n_pairs,
                         double    *numbers,
                         gboolean  *is_open)
{
  char closing = take_opening (&text, is_open);

  for (gsize i = 0; i < n_pairs; i++)
    {
      if (i > 0 && !pgg_geometry_take (&text, ','))
        return FALSE;
      if (!pgg_geometry_read_pair (&text, &numbers[2 * i]))
        return FALSE;
    }
  if (closing != '\0' && !pgg_geometry_take (&text, closing))
    return FALSE;

  skip_blanks (&text);
  return pgg_buffer_at_end (&text);
}

void
pgg_geometry_append_pair (const double *numbers,
                          GString      *text)
{
  g_string_append_c (text, '(');
  pgg_double_append (numbers[0], text);
  g_string_append_c (text, ',');
  pgg_double_append (numbers[1], text);
  g_string_append_c (text, ')');
}

gpointer
pgg_shape_new (const PggShape *self,
               const double   *numbers)
{
  gsize size = self->n_numbers * sizeof (double);

  return memcpy (g_atomic_rc_box_alloc (size), numbers, size);
}

gpointer
pgg_shape_new_checked (const PggShape *self,
                       const double   *numbers,
                       GError        **error)
{
  if (self->is_valid == NULL || self->is_valid (numbers))
    return pgg_shape_new (self, numbers);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               /* Translators: a geometric figure with its article */
               _("The numbers do not make %s"), _(self->what));
  return NULL;
}

gpointer
pgg_shape_from_string (const PggShape *self,
                       const char     *text,
                       GError        **error)
{
  double numbers[PGG_SHAPE_MAX_NUMBERS];

  if (self->parse (pgg_buffer_init (text, strlen (text)), numbers) &&
      (self->is_valid == NULL || self->is_valid (numbers)))
    return pgg_shape_new (self, numbers);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               /* Translators: the name of a type of value with its article */
               _("The text is not %s"), _(self->what));
  return NULL;
}

char *
pgg_shape_to_string (const PggShape *self,
                     const double   *numbers)
{
  GString *text = g_string_new (NULL);

  self->append (numbers, text);
  return g_string_free (text, FALSE);
}

GVariant *
pgg_shape_to_variant (const PggShape *self,
                      const double   *numbers)
{
  GVariant *children[PGG_SHAPE_MAX_NUMBERS];

  for (gsize i = 0; i < self->n_numbers; i++)
    children[i] = g_variant_new_double (numbers[i]);

  return g_variant_new_tuple (children, self->n_numbers);
}

/* (dd), (ddd) or (dddd) */
static gboolean
is_tuple_of_doubles (GVariant *variant,
                     gsize     n_doubles)
{
  const char *type = g_variant_get_type_string (variant);

  return type[0] == '(' && strspn (type + 1, "d") == n_doubles &&
         g_str_equal (type + 1 + n_doubles, ")");
}

gpointer
pgg_shape_from_variant (const PggShape *self,
                        GVariant       *variant,
                        GError        **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (variant);
  double numbers[PGG_SHAPE_MAX_NUMBERS];

  if (!is_tuple_of_doubles (owned, self->n_numbers))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   /* Translators: the type of a GVariant; a type of value with its article */
                   _("A variant of type %s is not %s"), g_variant_get_type_string (owned),
                   _(self->what));
      return NULL;
    }

  for (gsize i = 0; i < self->n_numbers; i++)
    g_variant_get_child (owned, i, "d", &numbers[i]);

  return pgg_shape_new_checked (self, numbers, error);
}
