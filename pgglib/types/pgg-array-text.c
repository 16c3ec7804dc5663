/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of arrays, see src/backend/utils/adt/arrayfuncs.c, array_in and array_out. */

#include "config.h"

#include "pgg-array-private.h"

#include "pgg-part-private.h"
#include "pgg-quoted-text-private.h"
#include "pgg-sql-literal-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-private.h"

#include <string.h>

typedef enum
{
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_DELIMITER,
  TOKEN_ELEMENT,
  TOKEN_NULL,
  TOKEN_MALFORMED,
} Token;

typedef struct
{
  const PggAdapter *elements;
  char              delimiter;
  PggBuffer         text;    /* what is left */
  GString          *element; /* the one that was read last */
  GArray           *values;  /* or: */
  PggNumbers       *numbers; /* NULL if the elements are none */
  PggArrayShape     shape;
  guint             level;   /* how many braces are open */
  int               counts[PGG_ARRAY_MAX_DIMENSIONS]; /* of what is in each of them up to now */
} Parser;

char
pgg_array_get_delimiter (const PggTypeInfo *element_type)
{
  return element_type != NULL && element_type->delimiter != '\0' ? element_type->delimiter : ',';
}

static gboolean
has_next (const Parser *self,
          char          c)
{
  return self->text.size > 0 && self->text.data[0] == (guint8) c;
}

/* What is between quotes, with backslashes before some characters. */
static Token
read_quoted (Parser *self)
{
  guint8 c;

  while (pgg_buffer_get_u8 (&self->text, &c))
    {
      if (c == '"')
        return TOKEN_ELEMENT;
      if (c == '\\' && !pgg_buffer_get_u8 (&self->text, &c))
        break;
      g_string_append_c (self->element, (char) c);
    }

  return TOKEN_MALFORMED;
}

static gboolean
ends_element (const Parser *self)
{
  return self->text.size == 0 || has_next (self, self->delimiter) || has_next (self, '}');
}

/* Spaces at the end do not belong to the element, unless there is a backslash before them. */
static Token
read_unquoted (Parser *self)
{
  gboolean is_escaped = FALSE;
  gsize length = 0;

  while (!ends_element (self))
    {
      guint8 c = 0;

      if (has_next (self, '{') || has_next (self, '"'))
        return TOKEN_MALFORMED;

      pgg_buffer_get_u8 (&self->text, &c);
      if (c == '\\')
        {
          if (!pgg_buffer_get_u8 (&self->text, &c))
            return TOKEN_MALFORMED;
          is_escaped = TRUE;
          length = self->element->len + 1;
        }
      else if (!pgg_text_is_space (c))
        length = self->element->len + 1;
      g_string_append_c (self->element, (char) c);
    }

  g_string_truncate (self->element, length);
  if (!is_escaped && self->element->len == 4 &&
      g_ascii_strncasecmp (self->element->str, "NULL", 4) == 0)
    return TOKEN_NULL;

  return TOKEN_ELEMENT;
}

static Token
read_token (Parser *self)
{
  guint8 c;

  pgg_text_skip_spaces (&self->text);
  if (self->text.size == 0)
    return TOKEN_MALFORMED;

  c = self->text.data[0];
  if (c == '{' || c == '}' || c == '"' || c == (guint8) self->delimiter)
    pgg_buffer_take (&self->text, 1);
  if (c == '{')
    return TOKEN_OPEN;
  if (c == '}')
    return TOKEN_CLOSE;
  if (c == (guint8) self->delimiter)
    return TOKEN_DELIMITER;

  g_string_truncate (self->element, 0);
  return c == '"' ? read_quoted (self) : read_unquoted (self);
}

static gsize
count_elements (const Parser *self)
{
  return self->numbers != NULL ? self->numbers->bits->len : self->values->len;
}

/* The first element says how many dimensions there are, unless there is none. */
static gboolean
open_brace (Parser *self)
{
  if (self->level >= PGG_ARRAY_MAX_DIMENSIONS)
    return FALSE;
  if (self->level == self->shape.n_dimensions)
    {
      if (count_elements (self) > 0)
        return FALSE;
      self->shape.lengths[self->shape.n_dimensions++] = -1;
    }

  self->counts[self->level++] = 0;
  return TRUE;
}

/* All braces of a dimension have as much in them as the first one. */
static gboolean
close_brace (Parser *self)
{
  int *length = &self->shape.lengths[self->level - 1];
  int count = self->counts[self->level - 1];

  if (*length >= 0 && *length != count)
    return FALSE;

  *length = count;
  self->level--;
  if (self->level > 0)
    self->counts[self->level - 1]++;
  return TRUE;
}

static PggDecode
add_number (Parser    *self,
            PggBuffer  text,
            gboolean   is_null)
{
  if (!is_null)
    return pgg_numbers_append_read (self->numbers, self->elements->codec, text);

  pgg_numbers_append_null (self->numbers);
  return PGG_DECODE_OK;
}

static PggDecode
add_value (Parser    *self,
           PggBuffer  text,
           gboolean   is_null)
{
  GValue value = G_VALUE_INIT;
  PggDecode decode = PGG_DECODE_OK;

  if (is_null)
    pgg_value_init_null (pgg_adapter_get_gtype (self->elements), &value);
  else
    decode = pgg_adapter_read_value (self->elements, text, &value);
  if (decode == PGG_DECODE_OK)
    g_array_append_val (self->values, value);

  return decode;
}

static PggDecode
add_element (Parser   *self,
             gboolean  is_null)
{
  PggBuffer text = pgg_buffer_init (self->element->str, self->element->len);
  PggDecode decode;

  if (self->level == 0 || self->level != self->shape.n_dimensions ||
      self->counts[self->level - 1] == G_MAXINT)
    return PGG_DECODE_MALFORMED;

  decode = self->numbers != NULL ? add_number (self, text, is_null)
                                 : add_value (self, text, is_null);
  if (decode == PGG_DECODE_OK)
    self->counts[self->level - 1]++;

  return decode;
}

/* An element, or all that is between two braces. */
static PggDecode
read_item (Parser *self,
           Token   token)
{
  if (token == TOKEN_OPEN)
    return open_brace (self) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
  if (token == TOKEN_ELEMENT || token == TOKEN_NULL)
    return add_element (self, token == TOKEN_NULL);

  return PGG_DECODE_MALFORMED;
}

static PggDecode
read_braces (Parser *self)
{
  gboolean is_after_item = FALSE;
  PggDecode decode = PGG_DECODE_OK;

  do
    {
      Token token = read_token (self);

      if (token == TOKEN_CLOSE && self->level > 0 &&
          (is_after_item || self->counts[self->level - 1] == 0))
        {
          decode = close_brace (self) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
          is_after_item = TRUE;
        }
      else if (is_after_item)
        {
          decode = token == TOKEN_DELIMITER ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
          is_after_item = FALSE;
        }
      else
        {
          decode = read_item (self, token);
          is_after_item = token != TOKEN_OPEN;
        }
    }
  while (decode == PGG_DECODE_OK && self->level > 0);

  return decode;
}

static gboolean
read_int (Parser *self,
          int    *number)
{
  gboolean is_negative = has_next (self, '-');
  gint64 value = 0;
  gsize n_digits = 0;
  guint8 digit;

  if (is_negative || has_next (self, '+'))
    pgg_buffer_take (&self->text, 1);
  while (self->text.size > 0 && g_ascii_isdigit (self->text.data[0]) && n_digits++ < 10)
    {
      pgg_buffer_get_u8 (&self->text, &digit);
      value = value * 10 + (digit - '0');
    }
  if (is_negative)
    value = -value;

  *number = (int) value;
  return n_digits > 0 && value >= G_MININT32 && value <= G_MAXINT32;
}

/* Reads [lower:upper], or [length]. */
static gboolean
read_bounds (Parser        *self,
             PggArrayShape *shape)
{
  guint dimension = shape->n_dimensions++;
  int lower = 1;
  int upper;

  if (dimension >= PGG_ARRAY_MAX_DIMENSIONS || !pgg_text_take (&self->text, '[') ||
      !read_int (self, &upper))
    return FALSE;
  if (pgg_text_take (&self->text, ':'))
    {
      lower = upper;
      if (!read_int (self, &upper))
        return FALSE;
    }
  if (!pgg_text_take (&self->text, ']') || upper < lower || (gint64) upper - lower >= G_MAXINT32 ||
      upper == G_MAXINT32)
    return FALSE;

  shape->lower_bounds[dimension] = lower;
  shape->lengths[dimension] = upper - lower + 1;
  return TRUE;
}

static gboolean
read_all_bounds (Parser        *self,
                 PggArrayShape *shape)
{
  pgg_text_skip_spaces (&self->text);
  if (!has_next (self, '['))
    return TRUE;

  while (has_next (self, '['))
    {
      if (!read_bounds (self, shape))
        return FALSE;
      pgg_text_skip_spaces (&self->text);
    }

  return pgg_text_take (&self->text, '=');
}

/* The bounds that were given must be those of the braces. */
static gboolean
set_bounds (Parser              *self,
            const PggArrayShape *given)
{
  for (guint i = 0; i < self->shape.n_dimensions; i++)
    self->shape.lower_bounds[i] = 1;
  if (given->n_dimensions == 0)
    return TRUE;
  if (given->n_dimensions != self->shape.n_dimensions)
    return FALSE;

  for (guint i = 0; i < given->n_dimensions; i++)
    {
      if (given->lengths[i] != self->shape.lengths[i])
        return FALSE;
      self->shape.lower_bounds[i] = given->lower_bounds[i];
    }

  return TRUE;
}

static PggDecode
parse (Parser *self)
{
  PggArrayShape given = { 0 };
  PggDecode decode;
  gsize n_values;

  if (!read_all_bounds (self, &given))
    return PGG_DECODE_MALFORMED;

  decode = read_braces (self);
  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_text_skip_spaces (&self->text);
  return self->text.size == 0 && set_bounds (self, &given) &&
             pgg_array_shape_check (&self->shape, &n_values) && n_values == count_elements (self)
         ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

PggDecode
pgg_array_parse (const PggAdapter  *elements,
                 guint32            element_type,
                 char               delimiter,
                 PggBuffer          text,
                 PggArray         **array)
{
  g_autoptr (GString) element = g_string_new (NULL);
  g_autoptr (GArray) values = pgg_values_new ();
  g_autoptr (PggNumbers) numbers = pgg_numbers_new_for (elements, 0);
  Parser parser = {
    .elements = elements,
    .delimiter = delimiter,
    .text = text,
    .element = element,
    .values = values,
    .numbers = numbers,
  };
  PggDecode decode = parse (&parser);

  if (decode != PGG_DECODE_OK)
    return decode;

  if (numbers != NULL)
    *array = pgg_array_new_numbers (elements->context, element_type, &parser.shape,
                                    g_steal_pointer (&numbers));
  else
    *array = pgg_array_new_take (elements->context, element_type, &parser.shape,
                                 g_array_steal (values, NULL));
  return PGG_DECODE_OK;
}

/* The bounds are shown if a dimension does not begin with 1. */
static void
append_bounds (PggArrayWriter *self)
{
  const PggArrayShape *shape = self->shape;
  gboolean is_plain = TRUE;

  for (guint i = 0; i < shape->n_dimensions; i++)
    is_plain &= shape->lower_bounds[i] == 1;
  if (is_plain)
    return;

  for (guint i = 0; i < shape->n_dimensions; i++)
    g_string_append_printf (self->text, "[%d:%d]", shape->lower_bounds[i],
                            shape->lower_bounds[i] + shape->lengths[i] - 1);
  g_string_append_c (self->text, '=');
}

void
pgg_array_writer_begin (PggArrayWriter      *self,
                        GString             *text,
                        char                 delimiter,
                        const PggArrayShape *shape)
{
  *self = (PggArrayWriter) { .text = text, .delimiter = delimiter, .shape = shape };

  append_bounds (self);
  if (shape->n_dimensions == 0)
    g_string_append (text, "{}");
}

static gboolean
needs_quotes (const char *text,
              gsize       length,
              char        delimiter)
{
  if (length == 0 || (length == 4 && g_ascii_strncasecmp (text, "NULL", 4) == 0))
    return TRUE;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '"' || text[i] == '\\' || text[i] == '{' || text[i] == '}' ||
        text[i] == delimiter || pgg_text_is_space ((guint8) text[i]))
      return TRUE;

  return FALSE;
}

static void
append_literal (PggArrayWriter *self,
                const char     *text,
                gsize           length)
{
  g_autofree char *element = g_strndup (text, length);

  pgg_sql_literal_append_text (element, self->text);
}

static void
append_element (PggArrayWriter *self,
                const char     *text,
                gsize           length)
{
  if (self->is_sql)
    {
      append_literal (self, text, length);
      return;
    }
  if (!needs_quotes (text, length, self->delimiter))
    {
      g_string_append_len (self->text, text, (gssize) length);
      return;
    }

  g_string_append_c (self->text, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"' || text[i] == '\\')
        g_string_append_c (self->text, '\\');
      g_string_append_c (self->text, text[i]);
    }
  g_string_append_c (self->text, '"');
}

/* The number of dimensions at the end of which, or at the beginning, the next element is. */
static guint
count_edges (const PggArrayWriter *self,
             gboolean              at_end)
{
  guint n_edges = 0;

  for (guint i = self->shape->n_dimensions; i-- > 0; n_edges++)
    if (self->indices[i] != (at_end ? (gsize) self->shape->lengths[i] - 1 : 0))
      break;

  return n_edges;
}

static void
go_on (PggArrayWriter *self)
{
  for (guint i = self->shape->n_dimensions; i-- > 0;)
    {
      if (++self->indices[i] < (gsize) self->shape->lengths[i])
        return;
      self->indices[i] = 0;
    }
}

gboolean
pgg_array_writer_add (PggArrayWriter *self,
                      const char     *text,
                      gsize           length)
{
  guint n_opening = count_edges (self, FALSE);
  guint n_closing = count_edges (self, TRUE);

  if (length > PGG_MAX_QUOTED_SIZE)
    return FALSE;

  if (n_opening < self->shape->n_dimensions)
    g_string_append_c (self->text, self->delimiter);
  for (guint i = 0; i < n_opening; i++)
    g_string_append_c (self->text, self->is_sql ? '[' : '{');

  if (text == NULL)
    g_string_append (self->text, "NULL");
  else
    append_element (self, text, length);

  for (guint i = 0; i < n_closing; i++)
    g_string_append_c (self->text, self->is_sql ? ']' : '}');
  go_on (self);
  return TRUE;
}

static PggDecode
write_elements (PggArray         *self,
                const PggAdapter *elements,
                PggArrayWriter   *writer)
{
  g_autoptr (GByteArray) element = g_byte_array_new ();
  GValue scratch = G_VALUE_INIT;

  for (gsize i = 0; i < self->n_values; i++)
    {
      const GValue *value = pgg_array_load (self, i, &scratch);
      PggDecode decode;

      if (pgg_value_is_null (value))
        {
          pgg_array_writer_add (writer, NULL, 0);
          continue;
        }
      g_byte_array_set_size (element, 0);
      decode = pgg_part_encode (elements, value, element);
      if (decode != PGG_DECODE_OK)
        return decode;
      if (!pgg_array_writer_add (writer, element->len == 0 ? "" : (const char *) element->data,
                                 element->len))
        return PGG_DECODE_INEXACT;
    }

  return PGG_DECODE_OK;
}

PggDecode
pgg_array_append_text (PggArray         *self,
                       const PggAdapter *elements,
                       char              delimiter,
                       GString          *text)
{
  PggArrayWriter writer;

  pgg_array_writer_begin (&writer, text, delimiter, &self->shape);

  return write_elements (self, elements, &writer);
}

static gboolean
begins_with_one (const PggArrayShape *shape)
{
  for (guint i = 0; i < shape->n_dimensions; i++)
    if (shape->lower_bounds[i] != 1)
      return FALSE;

  return TRUE;
}

gboolean
pgg_array_append_sql (PggArray *self,
                      GString  *sql)
{
  PggAdapter elements = pgg_array_make_text_adapter (self);
  gsize start = sql->len;
  PggArrayWriter writer;

  if (!pgg_array_has_nulls (self) || !begins_with_one (&self->shape))
    return FALSE;

  g_string_append (sql, "ARRAY");
  pgg_array_writer_begin (&writer, sql, ',', &self->shape);
  writer.is_sql = TRUE;
  if (write_elements (self, &elements, &writer) == PGG_DECODE_OK)
    return TRUE;

  g_string_truncate (sql, start);
  return FALSE;
}

char *
pgg_array_dup_delimited (const char *text,
                         char        delimiter)
{
  PggAdapter elements = pgg_adapter_make (pgg_codec_context_get_default (), PGG_OID_TEXT, FALSE);
  g_autoptr (GString) made = g_string_new (NULL);
  g_autoptr (PggArray) array = NULL;

  if (pgg_array_parse (&elements, PGG_OID_TEXT, ',', pgg_buffer_init (text, strlen (text)),
                       &array) != PGG_DECODE_OK ||
      pgg_array_append_text (array, &elements, delimiter, made) != PGG_DECODE_OK)
    return NULL;

  return g_string_free (g_steal_pointer (&made), FALSE);
}
