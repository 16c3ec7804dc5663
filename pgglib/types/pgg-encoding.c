/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Turns text in a client encoding of PostgreSQL into UTF-8 and back. */

#include "config.h"

#include "pgg-encoding-private.h"

#include "pgg-encoding-table-private.h"

#include <libpq-fe.h>
#include <string.h>

/* These numbers are part of libpq's binary interface, see src/include/mb/pg_wchar.h. */
enum
{
  SQL_ASCII = 0,
  UTF8 = 6,
};

/* Two of them in one number are as far apart, and none of the single ones. */
enum
{
  PAIR_SHIFT = 8,
  PAIR_MARK = 1 << 16,
};

/* What iconv calls the encodings; MULE_INTERNAL is unknown to it. */
static const struct
{
  const char *name;
  const char *charset;
  gboolean    lacks_ascii; /* it has other characters in some of the places of ASCII */
} charsets[] = {
  { "EUC_JP", "EUC-JP-MS" },
  { "EUC_CN", "GB2312" },
  { "EUC_KR", "EUC-KR" },
  { "EUC_TW", "EUC-TW" },
  { "EUC_JIS_2004", "EUC-JISX0213" },
  { "LATIN1", "ISO-8859-1" },
  { "LATIN2", "ISO-8859-2" },
  { "LATIN3", "ISO-8859-3" },
  { "LATIN4", "ISO-8859-4" },
  { "LATIN5", "ISO-8859-9" },
  { "LATIN6", "ISO-8859-10" },
  { "LATIN7", "ISO-8859-13" },
  { "LATIN8", "ISO-8859-14" },
  { "LATIN9", "ISO-8859-15" },
  { "LATIN10", "ISO-8859-16" },
  { "WIN1250", "CP1250" },
  { "WIN1251", "CP1251" },
  { "WIN1252", "CP1252" },
  { "WIN1253", "CP1253" },
  { "WIN1254", "CP1254" },
  { "WIN1255", "CP1255" },
  { "WIN1256", "CP1256" },
  { "WIN1257", "CP1257" },
  { "WIN1258", "CP1258" },
  { "WIN866", "CP866" },
  { "WIN874", "CP874" },
  { "KOI8R", "KOI8-R" },
  { "KOI8U", "KOI8-U" },
  { "ISO_8859_5", "ISO-8859-5" },
  { "ISO_8859_6", "ISO-8859-6" },
  { "ISO_8859_7", "ISO-8859-7" },
  { "ISO_8859_8", "ISO-8859-8" },
  { "SJIS", "CP932" },
  { "SHIFT_JIS_2004", "SHIFT_JISX0213", TRUE },
  { "BIG5", "BIG5" },
  { "GBK", "GBK" },
  { "GB18030", "GB18030" },
  { "UHC", "CP949" },
  { "JOHAB", "JOHAB", TRUE },
};

int
pgg_encoding_get_utf8 (void)
{
  return UTF8;
}

const char *
pgg_encoding_get_name (int encoding)
{
  return pg_encoding_to_char (encoding);
}

gboolean
pgg_encoding_is_utf8 (int encoding)
{
  return encoding == UTF8 || encoding == SQL_ASCII;
}

int
pgg_encoding_make_pair (int one,
                        int other)
{
  return PAIR_MARK | one << PAIR_SHIFT | other;
}

/* That of a connection that has broken is -1. */
gboolean
pgg_encoding_get_pair (int  encoding,
                       int *one,
                       int *other)
{
  *one = (encoding & ~PAIR_MARK) >> PAIR_SHIFT;
  *other = encoding & ((1 << PAIR_SHIFT) - 1);

  return encoding >= 0 && (encoding & PAIR_MARK) != 0;
}

/* Text from one encoding to another, of which one is UTF-8. */
typedef struct
{
  const char             *to;
  const char             *from;
  gboolean                to_utf8;
  gboolean                lacks_ascii;
  int                     encoding; /* what the text is in */
  const PggEncodingTable *table;    /* or NULL */
} Conversion;

/* FALSE if iconv does not know the encoding. */
static gboolean
conversion_init (Conversion *self,
                 int         encoding,
                 gboolean    to_utf8)
{
  const char *name = pgg_encoding_get_name (encoding);

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (g_str_equal (charsets[i].name, name))
      {
        self->to = to_utf8 ? "UTF-8" : charsets[i].charset;
        self->from = to_utf8 ? charsets[i].charset : "UTF-8";
        self->to_utf8 = to_utf8;
        self->lacks_ascii = charsets[i].lacks_ascii;
        self->encoding = to_utf8 ? encoding : UTF8;
        self->table = pgg_encoding_table_lookup (name);
        return TRUE;
      }

  return FALSE;
}

static gboolean
append_converted (GString          *string,
                  const Conversion *conversion,
                  const char       *text,
                  gsize             length)
{
  gsize size;
  g_autofree char *converted = g_convert (text, (gssize) length, conversion->to, conversion->from,
                                          NULL, &size, NULL);

  if (converted != NULL)
    g_string_append_len (string, converted, (gssize) size);

  return converted != NULL;
}

/* How many bytes the first character takes. Of GB18030, libpq reads the second byte as well. */
static gsize
measure_character (int         encoding,
                   const char *text,
                   gsize       length)
{
  return length == 1 ? 1 : MIN ((gsize) PQmblen (text, encoding), length);
}

static guint32
read_bytes (const char *text,
            gsize       size)
{
  guint32 bytes = 0;

  for (gsize i = 0; i < size; i++)
    bytes = bytes << 8 | (guchar) text[i];

  return bytes;
}

/* What the first character is without iconv; 0 if it is to be asked. To PostgreSQL, ASCII is ASCII
 * in every encoding (src/backend/utils/mb/conv.c, LocalToUtf). */
static guint32
find_known (const Conversion *conversion,
            const char       *text,
            gsize             size)
{
  if ((*text & 0x80) == 0)
    return conversion->lacks_ascii ? (guint32) *text : 0;
  if (conversion->table == NULL)
    return 0;

  return conversion->to_utf8
           ? pgg_encoding_table_get_character (conversion->table, read_bytes (text, size))
           : pgg_encoding_table_get_bytes (conversion->table, g_utf8_get_char (text));
}

static void
append_known (GString          *string,
              const Conversion *conversion,
              guint32           known)
{
  if (conversion->to_utf8)
    {
      g_string_append_unichar (string, known);
      return;
    }

  for (int shift = 24; shift >= 0; shift -= 8)
    if (known >> shift != 0)
      g_string_append_c (string, (char) (known >> shift & 0xff));
}

/* How many bytes of the text are for iconv. */
static gsize
measure_unknown (const Conversion *conversion,
                 const char       *text,
                 gsize             length)
{
  gsize total = 0;

  while (total < length)
    {
      gsize size = measure_character (conversion->encoding, text + total, length - total);

      if (find_known (conversion, text + total, size) != 0)
        break;
      total += size;
    }

  return total;
}

static char *
convert_parts (const Conversion *conversion,
               const char       *text,
               gsize             length,
               gsize            *size)
{
  g_autoptr(GString) string = g_string_sized_new (length);

  for (gsize part; length > 0; text += part, length -= part)
    {
      part = measure_unknown (conversion, text, length);
      if (part > 0 && !append_converted (string, conversion, text, part))
        return NULL;
      if (part > 0)
        continue;

      part = measure_character (conversion->encoding, text, length);
      append_known (string, conversion, find_known (conversion, text, part));
    }

  *size = string->len;
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static char *
convert (const Conversion *conversion,
         const char       *text,
         gsize             length,
         gsize            *size)
{
  if (conversion->lacks_ascii || conversion->table != NULL)
    return convert_parts (conversion, text, length, size);

  return g_convert (text, (gssize) length, conversion->to, conversion->from, NULL, size, NULL);
}

/* The server writes what is in the third plane of CNS 11643 as of the 14th, where it was in 1986
 * and where iconv has nothing. */
static char *
move_planes (int         encoding,
             const char *text,
             gsize       length)
{
  char *moved = g_strndup (text, length);
  gsize size;

  for (char *c = moved; c < moved + length; c += size)
    {
      size = measure_character (encoding, c, (gsize) (moved + length - c));
      if (size == 4 && (guchar) c[0] == 0x8e && (guchar) c[1] == 0xae)
        c[1] = (char) 0xa3;
    }

  return moved;
}

/* NULL if both readings are texts, and differ. */
static char *
read_pair (int         one,
           int         other,
           const char *text,
           gsize       length)
{
  g_autofree char *first = pgg_encoding_to_utf8 (one, text, length);
  g_autofree char *second = pgg_encoding_to_utf8 (other, text, length);

  if (first != NULL && second != NULL && !g_str_equal (first, second))
    return NULL;

  return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&second);
}

char *
pgg_encoding_to_utf8 (int         encoding,
                      const char *text,
                      gsize       length)
{
  g_autofree char *moved = NULL;
  Conversion conversion;
  gsize size;
  int one;
  int other;

  if (pgg_encoding_is_utf8 (encoding))
    return g_utf8_validate_len (text, length, NULL) ? g_strndup (text, length) : NULL;
  if (pgg_encoding_get_pair (encoding, &one, &other))
    return read_pair (one, other, text, length);
  if (!conversion_init (&conversion, encoding, TRUE))
    return NULL;
  if (g_str_equal (pgg_encoding_get_name (encoding), "EUC_TW"))
    text = moved = move_planes (encoding, text, length);

  return convert (&conversion, text, length, &size);
}

static gboolean
is_faithful (int         encoding,
             const char *text,
             gsize       length,
             const char *encoded,
             gsize       size)
{
  g_autofree char *again = encoded == NULL ? NULL : pgg_encoding_to_utf8 (encoding, encoded, size);

  return again != NULL && strlen (again) == length && memcmp (again, text, length) == 0;
}

/* What can be read again as a text of the pair. */
static char *
write_pair (int         pair,
            int         one,
            int         other,
            const char *text,
            gsize       length,
            gsize      *size)
{
  g_autofree char *first = pgg_encoding_from_utf8 (one, text, length, size);
  g_autofree char *second = NULL;

  if (is_faithful (pair, text, length, first, *size))
    return g_steal_pointer (&first);

  second = pgg_encoding_from_utf8 (other, text, length, size);

  return is_faithful (pair, text, length, second, *size) ? g_steal_pointer (&second) : NULL;
}

/*
 * Characters that iconv puts in the places of others would not be the same any more, or worse: a
 * yen sign in the place of a backslash would quote the quote that ends a string.
 */
char *
pgg_encoding_from_utf8 (int         encoding,
                        const char *text,
                        gsize       length,
                        gsize      *size)
{
  g_autofree char *encoded = NULL;
  Conversion conversion;
  int one;
  int other;

  if (pgg_encoding_is_utf8 (encoding))
    {
      *size = length;
      return g_strndup (text, length);
    }
  if (pgg_encoding_get_pair (encoding, &one, &other))
    return write_pair (encoding, one, other, text, length, size);
  if (!conversion_init (&conversion, encoding, FALSE))
    return NULL;

  encoded = convert (&conversion, text, length, size);

  return is_faithful (encoding, text, length, encoded, *size) ? g_steal_pointer (&encoded) : NULL;
}
