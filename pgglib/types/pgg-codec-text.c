/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text and what is read from or shown as short text: bool, "char", jsonb, jsonpath, xml. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"

/* JSONB_VERSION and JSONPATH_VERSION of the server. */
#define JSON_VERSION 1

static PggDecode
read_bool_text (PggBuffer buffer,
                gboolean *value)
{
  *value = pgg_buffer_equals (&buffer, "t");

  return *value || pgg_buffer_equals (&buffer, "f") ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_bool_binary (PggBuffer buffer,
                  gboolean *value)
{
  guint8 byte;

  if (!pgg_buffer_get_u8 (&buffer, &byte) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = byte != 0;
  return PGG_DECODE_OK;
}

static PggDecode
write_bool_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  gboolean value;
  PggDecode decode = read_bool_binary (buffer, &value);

  if (decode == PGG_DECODE_OK)
    g_string_append_c (text, value ? 't' : 'f');

  return decode;
}

/* The server shows the zero byte as nothing and bytes that are not ASCII in octal. */
static PggDecode
write_char_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  guint8 byte;

  if (!pgg_buffer_get_u8 (&buffer, &byte) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  if (byte >= 0x80)
    g_string_append_printf (text, "\\%03o", byte);
  else if (byte != 0)
    g_string_append_c (text, (char) byte);

  return PGG_DECODE_OK;
}

static PggDecode
write_json_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  GString          *text)
{
  guint8 version;

  if (!pgg_buffer_get_u8 (&buffer, &version) || version != JSON_VERSION)
    return PGG_DECODE_MALFORMED;

  g_string_append_len (text, (const char *) buffer.data, (gssize) buffer.size);
  return PGG_DECODE_OK;
}

static PggDecode
parse_bool (PggBuffer text,
            gboolean *value)
{
  static const struct
  {
    const char *word;
    gsize       shortest;
    gboolean    value;
  } words[] = {
    { "true", 1, TRUE },
    { "false", 1, FALSE },
    { "yes", 1, TRUE },
    { "no", 1, FALSE },
    { "on", 2, TRUE },
    { "off", 2, FALSE },
    { "1", 1, TRUE },
    { "0", 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (text.size >= words[i].shortest && text.size <= strlen (words[i].word) &&
        g_ascii_strncasecmp ((const char *) text.data, words[i].word, text.size) == 0)
      {
        *value = words[i].value;
        return PGG_DECODE_OK;
      }

  return PGG_DECODE_MALFORMED;
}

static PggDecode
get_bool (const GValue *value,
          gboolean     *boolean)
{
  if (pgg_value_holds_text (value))
    return parse_bool (pgg_value_trim_text (value), boolean);
  if (!G_VALUE_HOLDS_BOOLEAN (value))
    return PGG_DECODE_WRONG_TYPE;

  *boolean = g_value_get_boolean (value);
  return PGG_DECODE_OK;
}

static PggDecode
encode_bool_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  gboolean boolean = FALSE;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_bool (value, &boolean);
  if (decode == PGG_DECODE_OK)
    g_byte_array_append (bytes, (const guint8 *) (boolean ? "t" : "f"), 1);

  return decode;
}

static PggDecode
encode_bool_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  gboolean boolean = FALSE;
  PggDecode decode = get_bool (value, &boolean);
  guint8 byte = boolean ? 1 : 0;

  if (decode == PGG_DECODE_OK)
    g_byte_array_append (bytes, &byte, 1);

  return decode;
}

static gboolean
is_octal (const char *text)
{
  return text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] >= '0' && text[2] <= '7' &&
         text[3] >= '0' && text[3] <= '7' && text[4] == '\0';
}

/* The server would take the first byte of a longer text and forget the others. */
static PggDecode
encode_char_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);
  guint8 byte;

  if (text == NULL)
    return pgg_value_holds_text (value) ? PGG_DECODE_MALFORMED : PGG_DECODE_WRONG_TYPE;

  if (is_octal (text))
    byte = (guint8) ((text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0'));
  else if (text[0] == '\0' || text[1] == '\0')
    byte = (guint8) text[0];
  else
    return PGG_DECODE_MALFORMED;

  g_byte_array_append (bytes, &byte, 1);
  return PGG_DECODE_OK;
}

static PggDecode
encode_json_binary (const PggAdapter *self,
                     const GValue     *value,
                     GByteArray       *bytes)
{
  static const guint8 version = JSON_VERSION;
  guint length = bytes->len;
  PggDecode decode;

  g_byte_array_append (bytes, &version, 1);
  decode = pgg_encode_text_value (self, value, bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, length);

  return decode;
}

/* Takes from a declaration the encoding that is in it, if there is one. */
static gboolean
strip_encoding (const char *xml,
                gsize       length,
                GString    *declaration)
{
  static const char front[] = "<?xml version=\"";
  static const char encoding[] = " encoding=\"";
  const char *end, *from, *to;

  if (length < strlen (front) || memcmp (xml, front, strlen (front)) != 0)
    return FALSE;
  end = g_strstr_len (xml, (gssize) length, "?>");
  if (end == NULL)
    return FALSE;

  from = g_strstr_len (xml, end - xml, encoding);
  if (from == NULL)
    return FALSE;
  to = memchr (from + strlen (encoding), '"', (gsize) (end - from) - strlen (encoding));
  if (to == NULL)
    return FALSE;

  g_string_append_len (declaration, xml, from - xml);
  g_string_append_len (declaration, to + 1, end + 2 - (to + 1));
  return TRUE;
}

/* In an encoding other than UTF-8 the binary form says which, the text never does; and what says
 * nothing any more is left out with the end of its line. See xml_out_internal() in the server's
 * src/backend/utils/adt/xml.c. */
static PggDecode
write_xml_text (const PggAdapter *self,
                PggBuffer         buffer,
                GString          *text)
{
  g_autoptr (GString) declaration = g_string_new (NULL);
  const char *xml = (const char *) buffer.data;

  if (strip_encoding (xml, buffer.size, declaration))
    {
      const char *end = g_strstr_len (xml, (gssize) buffer.size, "?>");

      pgg_buffer_take (&buffer, (gsize) (end + 2 - xml));
      if (g_str_equal (declaration->str, "<?xml version=\"1.0\"?>"))
        pgg_text_take (&buffer, '\n');
      else
        g_string_append_len (text, declaration->str, (gssize) declaration->len);
    }

  g_string_append_len (text, (const char *) buffer.data, (gssize) buffer.size);
  return PGG_DECODE_OK;
}

/* The server takes the binary form as UTF-8 unless it names another encoding, while one that text
 * names is ignored. */
static PggDecode
encode_xml_binary (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);

  if (text == NULL)
    return pgg_value_holds_text (value) ? PGG_DECODE_MALFORMED : PGG_DECODE_WRONG_TYPE;
  if (g_str_has_prefix (text, "<?xml"))
    return PGG_DECODE_NOT_SUPPORTED;

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_bool_text = {
  .kind = PGG_KIND_BOOLEAN,
  .text_is_raw = TRUE,
  .read_boolean = read_bool_text,
  .encode = encode_bool_text,
};

const PggCodec pgg_codec_bool_binary = {
  .kind = PGG_KIND_BOOLEAN,
  .read_boolean = read_bool_binary,
  .write_text = write_bool_text,
  .encode = encode_bool_binary,
};

const PggCodec pgg_codec_text = {
  .kind = PGG_KIND_TEXT,
  .text_is_raw = TRUE,
  .encode = pgg_encode_text_value,
};

const PggCodec pgg_codec_char_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_char_text,
  .encode = encode_char_binary,
};

const PggCodec pgg_codec_json_version_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_json_text,
  .encode = encode_json_binary,
};

const PggCodec pgg_codec_xml_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_xml_text,
  .encode = encode_xml_binary,
};
