/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Turns text in a client encoding of PostgreSQL into UTF-8 and back. */

#include "config.h"

#include "pgg-encoding-private.h"

#include <libpq-fe.h>
#include <string.h>

/* These numbers are part of libpq's binary interface, see src/include/mb/pg_wchar.h. */
enum
{
  SQL_ASCII = 0,
  UTF8 = 6,
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

/*
 * What iconv reads as other characters than the server does (src/backend/utils/mb/Unicode): signs
 * of money and lines that have several forms, what ETEN added to Big5, and what had no places of
 * its own in Unicode before GB 18030 of 2022.
 */
static const struct
{
  const char *name;
  guint32     first;
  guint32     last;
} strangers[] = {
  { "EUC_JIS_2004", 0xa1b1, 0xa1b1 },
  { "EUC_JIS_2004", 0xa1ef, 0xa1ef },
  { "SHIFT_JIS_2004", 0x815f, 0x815f },
  { "SHIFT_JIS_2004", 0x81b0, 0x81b0 },
  { "BIG5", 0xa145, 0xa145 },
  { "BIG5", 0xa14e, 0xa14e },
  { "BIG5", 0xa15a, 0xa15a },
  { "BIG5", 0xa1c2, 0xa1c3 },
  { "BIG5", 0xa1c5, 0xa1c5 },
  { "BIG5", 0xa1e3, 0xa1e3 },
  { "BIG5", 0xa1f2, 0xa1f3 },
  { "BIG5", 0xa1fe, 0xa1fe },
  { "BIG5", 0xa240, 0xa247 },
  { "BIG5", 0xa2cc, 0xa2cc },
  { "BIG5", 0xa2ce, 0xa2ce },
  { "BIG5", 0xc6a1, 0xc7fc },
  { "GB18030", 0xa6d9, 0xa6df },
  { "GB18030", 0xa6ec, 0xa6ed },
  { "GB18030", 0xa6f3, 0xa6f3 },
  { "GB18030", 0xa8bc, 0xa8bc },
  { "GB18030", 0xfe51, 0xfe53 },
  { "GB18030", 0xfe59, 0xfe59 },
  { "GB18030", 0xfe61, 0xfe61 },
  { "GB18030", 0xfe66, 0xfe67 },
  { "GB18030", 0xfe6c, 0xfe6d },
  { "GB18030", 0xfe76, 0xfe76 },
  { "GB18030", 0xfe7e, 0xfe7e },
  { "GB18030", 0xfe90, 0xfe91 },
  { "GB18030", 0xfea0, 0xfea0 },
  { "GB18030", 0x8135f437, 0x8135f437 },
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

/* Text from one encoding to another, of which one is UTF-8. */
typedef struct
{
  const char *to;
  const char *from;
  gboolean    lacks_ascii;
  int         encoding; /* what the text is in */
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
        self->lacks_ascii = charsets[i].lacks_ascii;
        self->encoding = to_utf8 ? encoding : UTF8;
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

static gboolean
is_ascii (char byte)
{
  return (byte & 0x80) == 0;
}

/* How many bytes the characters take with which the text begins, all of ASCII or none of it. */
static gsize
measure_part (const Conversion *conversion,
              const char       *text,
              gsize             length)
{
  gboolean ascii = is_ascii (*text);
  gsize size = 0;

  while (size < length && is_ascii (text[size]) == ascii)
    size += ascii ? 1 : (gsize) PQmblen (text + size, conversion->encoding);

  return MIN (size, length);
}

static gboolean
is_stranger (const char *name,
             guint32     code)
{
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    if (code >= strangers[i].first && code <= strangers[i].last &&
        g_str_equal (strangers[i].name, name))
      return TRUE;

  return FALSE;
}

/* Whether iconv would make something else than the server of a character. */
static gboolean
has_strangers (int         encoding,
               const char *text,
               gsize       length)
{
  const char *name = pgg_encoding_get_name (encoding);
  const char *end = text + length;
  guint32 code;

  for (gsize size; text < end; text += size)
    {
      /* Of GB18030 it reads the second byte as well. */
      size = end - text == 1 ? 1 : (gsize) PQmblen (text, encoding);
      size = MIN (size, (gsize) (end - text));
      code = 0;
      for (gsize i = 0; i < size; i++)
        code = code << 8 | (guchar) text[i];
      if (size > 1 && is_stranger (name, code))
        return TRUE;
    }

  return FALSE;
}

/* To PostgreSQL, ASCII is ASCII in every encoding (src/backend/utils/mb/conv.c, LocalToUtf). */
static char *
convert_parts (const Conversion *conversion,
               const char       *text,
               gsize             length,
               gsize            *size)
{
  g_autoptr(GString) string = g_string_sized_new (length);

  for (gsize part; length > 0; text += part, length -= part)
    {
      part = measure_part (conversion, text, length);
      if (is_ascii (*text))
        g_string_append_len (string, text, (gssize) part);
      else if (!append_converted (string, conversion, text, part))
        return NULL;
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
  if (conversion->lacks_ascii)
    return convert_parts (conversion, text, length, size);

  return g_convert (text, (gssize) length, conversion->to, conversion->from, NULL, size, NULL);
}

char *
pgg_encoding_to_utf8 (int         encoding,
                      const char *text,
                      gsize       length)
{
  Conversion conversion;
  gsize size;

  if (pgg_encoding_is_utf8 (encoding))
    return g_utf8_validate_len (text, length, NULL) ? g_strndup (text, length) : NULL;
  if (!conversion_init (&conversion, encoding, TRUE) || has_strangers (encoding, text, length))
    return NULL;

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

  if (pgg_encoding_is_utf8 (encoding))
    {
      *size = length;
      return g_strndup (text, length);
    }
  if (!conversion_init (&conversion, encoding, FALSE))
    return NULL;

  encoded = convert (&conversion, text, length, size);

  return is_faithful (encoding, text, length, encoded, *size) ? g_steal_pointer (&encoded) : NULL;
}
