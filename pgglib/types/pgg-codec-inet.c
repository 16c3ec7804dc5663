/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inet and cidr: text, or a head of four bytes and those of the address
 * (src/backend/utils/adt/network.c, network_recv). */

#include "config.h"

#include "pgg-codec-value-private.h"
#include "pgg-inet-private.h"

/* What the server calls the families (src/include/utils/inet.h, PGSQL_AF_INET). */
#define FAMILY_IPV4 2
#define FAMILY_IPV6 3

/* The two types differ in one thing only, which is the data of their codecs. */
static const gboolean cidr = TRUE;

static gboolean
is_cidr (const PggAdapter *self)
{
  return self->codec->data == &cidr;
}

static PggDecode
read_inet_text (const PggAdapter *self,
                PggBuffer         buffer,
                gpointer         *value)
{
  PggInetParts parts;

  if (!pgg_inet_parse (buffer, is_cidr (self), &parts))
    return PGG_DECODE_MALFORMED;

  *value = pgg_inet_new_parts (&parts);
  return PGG_DECODE_OK;
}

static gboolean
read_family (guint8         number,
             GSocketFamily *family)
{
  *family = number == FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;

  return number == FAMILY_IPV4 || number == FAMILY_IPV6;
}

/* The type says whether it is a network; the byte for that is not needed. */
static gboolean
read_parts (const PggAdapter *self,
            PggBuffer         buffer,
            PggInetParts     *parts)
{
  guint8 family, prefix_length, ignored, size;
  const guint8 *bytes;

  *parts = (PggInetParts) { .is_cidr = is_cidr (self) };
  if (!pgg_buffer_get_u8 (&buffer, &family) || !pgg_buffer_get_u8 (&buffer, &prefix_length) ||
      !pgg_buffer_get_u8 (&buffer, &ignored) || !pgg_buffer_get_u8 (&buffer, &size) ||
      !read_family (family, &parts->family) || size != pgg_inet_get_size (parts) ||
      prefix_length > pgg_inet_get_max_prefix (parts))
    return FALSE;

  bytes = pgg_buffer_take (&buffer, size);
  if (bytes == NULL || !pgg_buffer_at_end (&buffer))
    return FALSE;

  parts->prefix_length = prefix_length;
  memcpy (parts->bytes, bytes, size);
  return TRUE;
}

static PggDecode
read_inet_binary (const PggAdapter *self,
                  PggBuffer         buffer,
                  gpointer         *value)
{
  PggInetParts parts;

  if (!read_parts (self, buffer, &parts))
    return PGG_DECODE_MALFORMED;

  *value = pgg_inet_new_parts (&parts);
  return PGG_DECODE_OK;
}

static PggDecode
write_inet_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  PggInetParts parts;

  if (!read_parts (self, buffer, &parts))
    return PGG_DECODE_MALFORMED;

  pgg_inet_append (&parts, text);
  return PGG_DECODE_OK;
}

/* A host can be where a network is asked for if there is nothing behind its prefix; what the server
 * casts it to otherwise is another value. */
static PggDecode
get_parts (const PggAdapter *self,
           const GValue     *value,
           PggInetParts     *parts)
{
  const char *text = pgg_value_peek_text (value);
  PggInet *inet;

  if (text != NULL)
    return pgg_inet_parse (pgg_buffer_init (text, strlen (text)), is_cidr (self), parts)
           ? PGG_DECODE_OK
           : PGG_DECODE_MALFORMED;
  if (G_VALUE_HOLDS_STRING (value))
    return PGG_DECODE_MALFORMED;

  inet = G_VALUE_HOLDS (value, PGG_TYPE_INET) ? g_value_get_boxed (value) : NULL;
  if (inet == NULL)
    return PGG_DECODE_WRONG_TYPE;
  if (is_cidr (self) && pgg_inet_has_host_bits (&inet->parts))
    return PGG_DECODE_INEXACT;

  *parts = inet->parts;
  parts->is_cidr = is_cidr (self);
  return PGG_DECODE_OK;
}

static PggDecode
encode_inet_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  PggInetParts parts;
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_parts (self, value, &parts);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_new (NULL);
  pgg_inet_append (&parts, text);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_inet_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  PggInetParts parts;
  PggDecode decode = get_parts (self, value, &parts);
  guint8 size;

  if (decode != PGG_DECODE_OK)
    return decode;

  size = (guint8) pgg_inet_get_size (&parts);
  g_byte_array_append (
    bytes,
    (const guint8[]) { parts.family == G_SOCKET_FAMILY_IPV4 ? FAMILY_IPV4 : FAMILY_IPV6,
                       (guint8) parts.prefix_length, parts.is_cidr ? 1 : 0, size },
    4);
  g_byte_array_append (bytes, parts.bytes, size);
  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_inet_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_inet_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_inet_text,
  .encode = encode_inet_text,
};

const PggCodec pgg_codec_inet_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_inet_get_type,
  .read_boxed = read_inet_binary,
  .write_text = write_inet_text,
  .encode = encode_inet_binary,
};

const PggCodec pgg_codec_cidr_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_inet_get_type,
  .data = &cidr,
  .text_is_raw = TRUE,
  .read_boxed = read_inet_text,
  .encode = encode_inet_text,
};

const PggCodec pgg_codec_cidr_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_inet_get_type,
  .data = &cidr,
  .read_boxed = read_inet_binary,
  .write_text = write_inet_text,
  .encode = encode_inet_binary,
};
