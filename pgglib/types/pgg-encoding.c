/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Turns text in a client encoding of PostgreSQL into UTF-8 and back. */

#include "config.h"

#include "pgg-encoding-private.h"

#include <libpq-fe.h>

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
} charsets[] = {
  { "EUC_JP", "EUC-JP" },
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
  { "SHIFT_JIS_2004", "SHIFT_JISX0213" },
  { "BIG5", "BIG5" },
  { "GBK", "GBK" },
  { "GB18030", "GB18030" },
  { "UHC", "CP949" },
  { "JOHAB", "JOHAB" },
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

static const char *
find_charset (int encoding)
{
  const char *name = pgg_encoding_get_name (encoding);

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (g_str_equal (charsets[i].name, name))
      return charsets[i].charset;

  return NULL;
}

char *
pgg_encoding_to_utf8 (int         encoding,
                      const char *text,
                      gsize       length)
{
  const char *charset;

  if (pgg_encoding_is_utf8 (encoding))
    return g_utf8_validate_len (text, length, NULL) ? g_strndup (text, length) : NULL;

  charset = find_charset (encoding);
  if (charset == NULL)
    return NULL;

  return g_convert (text, (gssize) length, "UTF-8", charset, NULL, NULL, NULL);
}

char *
pgg_encoding_from_utf8 (int         encoding,
                        const char *text,
                        gsize       length,
                        gsize      *size)
{
  const char *charset;

  if (pgg_encoding_is_utf8 (encoding))
    {
      *size = length;
      return g_strndup (text, length);
    }

  charset = find_charset (encoding);
  if (charset == NULL)
    return NULL;

  return g_convert (text, (gssize) length, charset, "UTF-8", NULL, size, NULL);
}
