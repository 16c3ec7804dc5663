/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Full text search: tsvector and tsquery as text. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-encoding-private.h"

/* A position in a document and its weight (WEP_GETPOS and WEP_GETWEIGHT in the server's
 * src/include/tsearch/ts_type.h). */
#define POSITION_BITS 14
#define POSITION_MASK 0x3FFF

/* What the items of a query are (src/include/tsearch/ts_type.h). */
#define ITEM_OPERAND 1
#define ITEM_OPERATOR 2
#define N_WEIGHTS 4

typedef enum
{
  OPERATOR_NONE,
  OPERATOR_NOT,
  OPERATOR_AND,
  OPERATOR_OR,
  OPERATOR_PHRASE,
} Operator;

typedef struct
{
  Operator  operator;
  guint16   distance; /* PHRASE */
  PggBuffer lexeme;   /* NONE */
  guint8    weights;
  gboolean  is_prefix;
  guint32   left;     /* of an operator with two operands; the right one follows the operator */
} Item;

/* What is still to be written, last first. */
typedef struct
{
  enum { PENDING_ITEM, PENDING_OPERATOR, PENDING_END } kind;
  guint32  item;
  int      priority; /* of the operator around it */
  gboolean is_right_of_phrase;
} Pending;

/* Bytes up to a NUL, which is taken too. */
static gboolean
take_string (PggBuffer *buffer,
             PggBuffer *string)
{
  const guint8 *end = buffer->size == 0 ? NULL : memchr (buffer->data, '\0', buffer->size);

  if (end == NULL)
    return FALSE;

  *string = pgg_buffer_init (buffer->data, (gsize) (end - buffer->data));
  pgg_buffer_take (buffer, string->size + 1);
  return TRUE;
}

static void
append_escaped (const char *string,
                gsize       size,
                GString    *text)
{
  g_string_append_c (text, '\'');
  for (gsize i = 0; i < size; i++)
    {
      if (string[i] == '\'' || string[i] == '\\')
        g_string_append_c (text, string[i]);
      g_string_append_c (text, string[i]);
    }
  g_string_append_c (text, '\'');
}

/* In some encodings the second byte of a character may look like a backslash, so that they are
 * escaped as UTF-8. */
static PggDecode
append_lexeme (const PggAdapter *self,
               const PggBuffer  *lexeme,
               GString          *text)
{
  g_autoptr (GString) escaped = NULL;
  g_autofree char *utf8 = NULL;
  g_autofree char *converted = NULL;
  gsize size;

  if (pgg_encoding_is_utf8 (self->context->encoding))
    {
      append_escaped ((const char *) lexeme->data, lexeme->size, text);
      return PGG_DECODE_OK;
    }

  utf8 = pgg_encoding_to_utf8 (self->context->encoding, (const char *) lexeme->data, lexeme->size);
  if (utf8 == NULL)
    return PGG_DECODE_MALFORMED;

  escaped = g_string_new (NULL);
  append_escaped (utf8, strlen (utf8), escaped);
  converted = pgg_encoding_from_utf8 (self->context->encoding, escaped->str, escaped->len, &size);
  if (converted == NULL)
    return PGG_DECODE_MALFORMED;

  g_string_append_len (text, converted, (gssize) size);
  return PGG_DECODE_OK;
}

/* The least weight is D, which is not written. */
static gboolean
append_positions (PggBuffer *buffer,
                  GString   *text)
{
  guint16 n_positions, position;

  if (!pgg_buffer_get_u16 (buffer, &n_positions))
    return FALSE;

  for (guint i = 0; i < n_positions; i++)
    {
      if (!pgg_buffer_get_u16 (buffer, &position))
        return FALSE;
      g_string_append_printf (text, "%c%u", i == 0 ? ':' : ',', position & POSITION_MASK);
      if (position >> POSITION_BITS != 0)
        g_string_append_c (text, "DCBA"[position >> POSITION_BITS]);
    }

  return TRUE;
}

/* See tsvectorout() and tsvectorsend() in the server's src/backend/utils/adt/tsvector.c. */
static PggDecode
write_tsvector_text (const PggAdapter *self,
                     PggBuffer         buffer,
                     GString          *text)
{
  guint32 n_lexemes;

  if (!pgg_buffer_get_u32 (&buffer, &n_lexemes))
    return PGG_DECODE_MALFORMED;

  for (guint32 i = 0; i < n_lexemes; i++)
    {
      PggBuffer lexeme;

      if (i > 0)
        g_string_append_c (text, ' ');
      if (!take_string (&buffer, &lexeme) ||
          append_lexeme (self, &lexeme, text) != PGG_DECODE_OK ||
          !append_positions (&buffer, text))
        return PGG_DECODE_MALFORMED;
    }

  return pgg_buffer_at_end (&buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static gboolean
read_operand (PggBuffer *buffer,
              Item      *item)
{
  guint8 prefix;

  if (!pgg_buffer_get_u8 (buffer, &item->weights) || !pgg_buffer_get_u8 (buffer, &prefix) ||
      !take_string (buffer, &item->lexeme))
    return FALSE;

  item->operator = OPERATOR_NONE;
  item->is_prefix = prefix != 0;
  return TRUE;
}

static gboolean
read_operator (PggBuffer *buffer,
               Item      *item)
{
  guint8 operator;

  if (!pgg_buffer_get_u8 (buffer, &operator) || operator < OPERATOR_NOT ||
      operator > OPERATOR_PHRASE)
    return FALSE;

  item->operator = (Operator) operator;
  return operator != OPERATOR_PHRASE || pgg_buffer_get_u16 (buffer, &item->distance);
}

static gboolean
read_item (PggBuffer *buffer,
           Item      *item)
{
  guint8 type;

  if (!pgg_buffer_get_u8 (buffer, &type))
    return FALSE;

  switch (type)
    {
    case ITEM_OPERAND:
      return read_operand (buffer, item);
    case ITEM_OPERATOR:
      return read_operator (buffer, item);
    default:
      return FALSE;
    }
}

/* An operator stands in front of its operands, the right one first. Back to front, the operands are
 * those of the items behind an operator that are not yet the operands of others. */
static gboolean
link_items (Item    *items,
            guint32  n_items)
{
  g_autofree guint32 *roots = g_new (guint32, n_items + 1);
  guint32 n_roots = 0;

  for (guint32 i = n_items; i-- > 0;)
    {
      guint32 n_operands = items[i].operator == OPERATOR_NONE  ? 0
                           : items[i].operator == OPERATOR_NOT ? 1
                                                               : 2;

      if (n_roots < n_operands)
        return FALSE;
      n_roots -= n_operands;
      if (n_operands == 2)
        items[i].left = roots[n_roots];
      roots[n_roots++] = i;
    }

  return n_roots == 1;
}

static Item *
read_items (PggBuffer  buffer,
            guint32   *n_items)
{
  g_autofree Item *items = NULL;

  /* No item is shorter than two bytes. */
  if (!pgg_buffer_get_u32 (&buffer, n_items) || *n_items > buffer.size / 2)
    return NULL;

  items = g_new0 (Item, *n_items + 1);
  for (guint32 i = 0; i < *n_items; i++)
    if (!read_item (&buffer, &items[i]))
      return NULL;

  if (!pgg_buffer_at_end (&buffer) || (*n_items > 0 && !link_items (items, *n_items)))
    return NULL;
  return g_steal_pointer (&items);
}

/* How tight an operator binds; there is none around the whole query. */
static int
get_priority (Operator operator)
{
  switch (operator)
    {
    case OPERATOR_NONE:
      return 0;
    case OPERATOR_OR:
      return 1;
    case OPERATOR_AND:
      return 2;
    case OPERATOR_PHRASE:
      return 3;
    case OPERATOR_NOT:
      return 4;
    }
  g_assert_not_reached ();
}

static PggDecode
append_operand (const PggAdapter *self,
                const Item       *item,
                GString          *text)
{
  if (append_lexeme (self, &item->lexeme, text) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;
  if (item->weights == 0 && !item->is_prefix)
    return PGG_DECODE_OK;

  g_string_append_c (text, ':');
  if (item->is_prefix)
    g_string_append_c (text, '*');
  for (int weight = N_WEIGHTS - 1; weight >= 0; weight--)
    if ((item->weights >> weight & 1) != 0)
      g_string_append_c (text, "DCBA"[weight]);

  return PGG_DECODE_OK;
}

static void
append_operator (const Item *item,
                 GString    *text)
{
  if (item->operator == OPERATOR_AND)
    g_string_append (text, " & ");
  else if (item->operator == OPERATOR_OR)
    g_string_append (text, " | ");
  else if (item->distance == 1)
    g_string_append (text, " <-> ");
  else
    g_string_append_printf (text, " <%d> ", (gint16) item->distance);
}

/* Writes the beginning of an operator and leaves the rest to be written. */
static void
expand (const Item    *items,
        const Pending *at,
        GArray        *pending,
        GString       *text)
{
  const Item *item = &items[at->item];
  int priority = get_priority (item->operator);
  gboolean is_phrase = item->operator == OPERATOR_PHRASE;
  Pending end = { .kind = PENDING_END };
  Pending right = { PENDING_ITEM, at->item + 1, priority, is_phrase };
  Pending operator = { .kind = PENDING_OPERATOR, .item = at->item };
  Pending left = { PENDING_ITEM, item->left, priority, FALSE };

  if (priority < at->priority || (is_phrase && at->is_right_of_phrase))
    {
      g_string_append (text, "( ");
      g_array_append_val (pending, end);
    }

  if (item->operator == OPERATOR_NOT)
    {
      g_string_append_c (text, '!');
      right.is_right_of_phrase = FALSE;
      g_array_append_val (pending, right);
      return;
    }

  g_array_append_val (pending, right);
  g_array_append_val (pending, operator);
  g_array_append_val (pending, left);
}

/* See infix() in the server's src/backend/utils/adt/tsquery.c; without recursion, for queries may
 * be of any depth. */
static PggDecode
append_query (const PggAdapter *self,
              const Item       *items,
              GString          *text)
{
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  Pending at = { .kind = PENDING_ITEM };

  g_array_append_val (pending, at);
  while (pending->len > 0)
    {
      at = g_array_index (pending, Pending, pending->len - 1);
      g_array_set_size (pending, pending->len - 1);

      if (at.kind == PENDING_END)
        g_string_append (text, " )");
      else if (at.kind == PENDING_OPERATOR)
        append_operator (&items[at.item], text);
      else if (items[at.item].operator != OPERATOR_NONE)
        expand (items, &at, pending, text);
      else if (append_operand (self, &items[at.item], text) != PGG_DECODE_OK)
        return PGG_DECODE_MALFORMED;
    }

  return PGG_DECODE_OK;
}

static PggDecode
write_tsquery_text (const PggAdapter *self,
                    PggBuffer         buffer,
                    GString          *text)
{
  guint32 n_items;
  g_autofree Item *items = read_items (buffer, &n_items);

  if (items == NULL)
    return PGG_DECODE_MALFORMED;

  return n_items > 0 ? append_query (self, items, text) : PGG_DECODE_OK;
}

const PggCodec pgg_codec_tsvector_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_tsvector_text,
};

const PggCodec pgg_codec_tsquery_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_tsquery_text,
};
