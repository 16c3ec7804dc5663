/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the server's catalogs and functions are made of: pg_lsn, tid, vectors of int2 and oid,
 * snapshots, names of objects. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-type-oid-private.h"

#define LSN_HALF_BITS 32
#define MAX_LSN_DIGITS 8

/* A location in the log has two halves in hexadecimal: see pg_lsn_in_internal() in the server's
 * src/backend/utils/adt/pg_lsn.c. */
static gboolean
take_lsn_half (PggBuffer *text,
               guint64   *half)
{
  int n_digits = 0;

  *half = 0;
  while (text->size > 0 && g_ascii_isxdigit (text->data[0]) && n_digits < MAX_LSN_DIGITS)
    {
      *half = *half << 4 | (guint64) g_ascii_xdigit_value ((char) text->data[0]);
      pgg_buffer_take (text, 1);
      n_digits++;
    }

  return n_digits > 0;
}

static PggDecode
read_lsn_text (PggBuffer buffer,
               guint64  *value)
{
  guint64 high, low;

  if (!take_lsn_half (&buffer, &high) || !pgg_text_take (&buffer, '/') ||
      !take_lsn_half (&buffer, &low) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = high << LSN_HALF_BITS | low;
  return PGG_DECODE_OK;
}

static char *
format_lsn (guint64 value)
{
  return g_strdup_printf ("%X/%X", (guint32) (value >> LSN_HALF_BITS), (guint32) value);
}

static PggDecode
write_lsn_text (const PggAdapter *self,
                PggBuffer         buffer,
                GString          *text)
{
  g_autofree char *lsn = NULL;
  guint64 value = 0;
  PggDecode decode = pgg_read_uint8_binary (buffer, &value);

  if (decode != PGG_DECODE_OK)
    return decode;

  lsn = format_lsn (value);
  g_string_append (text, lsn);
  return PGG_DECODE_OK;
}

static PggDecode
encode_lsn_text (const PggAdapter *self,
                 const GValue     *value,
                 GByteArray       *bytes)
{
  g_autofree char *text = NULL;
  guint64 lsn = 0;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = pgg_value_read_uint64 (value, &lsn);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = format_lsn (lsn);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return PGG_DECODE_OK;
}

static PggDecode
encode_lsn_binary (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  guint64 lsn = 0;
  PggDecode decode = pgg_value_holds_text (value)
                       ? read_lsn_text (pgg_value_trim_text (value), &lsn)
                       : pgg_value_read_uint64 (value, &lsn);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, lsn);

  return decode;
}

/* The place of a row: block and item. */
static PggDecode
write_tid_text (const PggAdapter *self,
                PggBuffer         buffer,
                GString          *text)
{
  guint32 block;
  guint16 item;

  if (!pgg_buffer_get_u32 (&buffer, &block) || !pgg_buffer_get_u16 (&buffer, &item) ||
      !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  g_string_append_printf (text, "(%u,%u)", block, item);
  return PGG_DECODE_OK;
}

static PggDecode
parse_tid (PggBuffer   text,
           GByteArray *bytes)
{
  guint64 block, item;

  if (!pgg_text_take (&text, '(') || !pgg_text_take_number (&text, G_MAXUINT32, &block) ||
      !pgg_text_take (&text, ',') || !pgg_text_take_number (&text, G_MAXUINT16, &item) ||
      !pgg_text_take (&text, ')') || !pgg_buffer_at_end (&text))
    return PGG_DECODE_MALFORMED;

  pgg_bytes_append_u32 (bytes, (guint32) block);
  pgg_bytes_append_u16 (bytes, (guint16) item);
  return PGG_DECODE_OK;
}

static PggDecode
encode_tid_binary (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_tid, bytes);
}

/* Vectors go over the wire as arrays of one dimension that begins at 0 and has no NULLs. */
static PggDecode
read_vector_header (PggBuffer *buffer,
                    guint32    element_type,
                    guint32   *n_elements)
{
  guint32 n_dimensions, has_nulls, type, lower_bound;

  if (!pgg_buffer_get_u32 (buffer, &n_dimensions) || n_dimensions != 1 ||
      !pgg_buffer_get_u32 (buffer, &has_nulls) || has_nulls != 0 ||
      !pgg_buffer_get_u32 (buffer, &type) || type != element_type ||
      !pgg_buffer_get_u32 (buffer, n_elements) || !pgg_buffer_get_u32 (buffer, &lower_bound) ||
      lower_bound != 0)
    return PGG_DECODE_MALFORMED;

  return PGG_DECODE_OK;
}

static gboolean
append_element (PggBuffer *buffer,
                guint32    type,
                GString   *text)
{
  guint32 size, number;
  guint16 small;

  if (!pgg_buffer_get_u32 (buffer, &size))
    return FALSE;

  if (type == PGG_OID_OID)
    {
      if (size != sizeof (number) || !pgg_buffer_get_u32 (buffer, &number))
        return FALSE;
      g_string_append_printf (text, "%u", number);
      return TRUE;
    }

  if (size != sizeof (small) || !pgg_buffer_get_u16 (buffer, &small))
    return FALSE;
  g_string_append_printf (text, "%d", (gint16) small);
  return TRUE;
}

static PggDecode
write_vector (PggBuffer  buffer,
              guint32    element_type,
              GString   *text)
{
  guint32 n_elements;

  if (read_vector_header (&buffer, element_type, &n_elements) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;

  for (guint32 i = 0; i < n_elements; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      if (!append_element (&buffer, element_type, text))
        return PGG_DECODE_MALFORMED;
    }

  return pgg_buffer_at_end (&buffer) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
write_int2vector_text (const PggAdapter *self,
                       PggBuffer         buffer,
                       GString          *text)
{
  return write_vector (buffer, PGG_OID_INT2, text);
}

static PggDecode
write_oidvector_text (const PggAdapter *self,
                      PggBuffer         buffer,
                      GString          *text)
{
  return write_vector (buffer, PGG_OID_OID, text);
}

static gboolean
parse_element (PggBuffer  *text,
               guint32     type,
               GByteArray *bytes)
{
  gboolean is_negative;
  guint64 number;

  if (type == PGG_OID_OID)
    {
      if (!pgg_text_take_number (text, G_MAXUINT32, &number))
        return FALSE;
      pgg_bytes_append_u32 (bytes, sizeof (guint32));
      pgg_bytes_append_u32 (bytes, (guint32) number);
      return TRUE;
    }

  is_negative = pgg_text_take (text, '-');
  if (!pgg_text_take_number (text, G_MAXINT16 + (is_negative ? 1 : 0), &number))
    return FALSE;
  pgg_bytes_append_u32 (bytes, sizeof (guint16));
  pgg_bytes_append_u16 (bytes, (guint16) (is_negative ? 0 - number : number));
  return TRUE;
}

/* The server does not take back the empty vector that it sends. */
static PggDecode
parse_vector (PggBuffer   text,
              guint32     element_type,
              GByteArray *bytes)
{
  guint32 n_elements = 0;
  guint length_at;

  if (pgg_buffer_at_end (&text))
    return PGG_DECODE_NOT_SUPPORTED;

  pgg_bytes_append_u32 (bytes, 1);
  pgg_bytes_append_u32 (bytes, 0);
  pgg_bytes_append_u32 (bytes, element_type);
  length_at = bytes->len;
  pgg_bytes_append_u32 (bytes, 0);
  pgg_bytes_append_u32 (bytes, 0);

  for (; !pgg_buffer_at_end (&text); n_elements++)
    {
      if (!parse_element (&text, element_type, bytes) ||
          (!pgg_buffer_at_end (&text) && !pgg_text_take (&text, ' ')))
        return PGG_DECODE_MALFORMED;
      while (pgg_text_take (&text, ' '))
        continue;
    }

  n_elements = GUINT32_TO_BE (n_elements);
  memcpy (bytes->data + length_at, &n_elements, sizeof (n_elements));
  return PGG_DECODE_OK;
}

static PggDecode
parse_int2vector (PggBuffer   text,
                  GByteArray *bytes)
{
  return parse_vector (text, PGG_OID_INT2, bytes);
}

static PggDecode
parse_oidvector (PggBuffer   text,
                 GByteArray *bytes)
{
  return parse_vector (text, PGG_OID_OID, bytes);
}

static PggDecode
encode_int2vector_binary (const PggAdapter *self,
                          const GValue     *value,
                          GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_int2vector, bytes);
}

static PggDecode
encode_oidvector_binary (const PggAdapter *self,
                         const GValue     *value,
                         GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_oidvector, bytes);
}

/* xmin:xmax:xip,xip…: see pg_snapshot_send() in the server's src/backend/utils/adt/xid8funcs.c. */
static PggDecode
write_snapshot_text (const PggAdapter *self,
                     PggBuffer         buffer,
                     GString          *text)
{
  guint32 n_running;
  guint64 least, end, running;

  if (!pgg_buffer_get_u32 (&buffer, &n_running) || !pgg_buffer_get_u64 (&buffer, &least) ||
      !pgg_buffer_get_u64 (&buffer, &end) || buffer.size / sizeof (running) != n_running ||
      buffer.size % sizeof (running) != 0)
    return PGG_DECODE_MALFORMED;

  g_string_append_printf (text, "%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":", least, end);
  for (guint32 i = 0; pgg_buffer_get_u64 (&buffer, &running); i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i == 0 ? "" : ",", running);

  return PGG_DECODE_OK;
}

static PggDecode
parse_snapshot (PggBuffer   text,
                GByteArray *bytes)
{
  guint32 n_running = 0;
  guint length = bytes->len;
  guint64 number;

  pgg_bytes_append_u32 (bytes, 0);
  for (int i = 0; i < 2; i++)
    {
      if (!pgg_text_take_number (&text, G_MAXUINT64, &number) || !pgg_text_take (&text, ':'))
        return PGG_DECODE_MALFORMED;
      pgg_bytes_append_u64 (bytes, number);
    }

  for (; !pgg_buffer_at_end (&text); n_running++)
    {
      if ((n_running > 0 && !pgg_text_take (&text, ',')) ||
          !pgg_text_take_number (&text, G_MAXUINT64, &number))
        return PGG_DECODE_MALFORMED;
      pgg_bytes_append_u64 (bytes, number);
    }

  n_running = GUINT32_TO_BE (n_running);
  memcpy (bytes->data + length, &n_running, sizeof (n_running));
  return PGG_DECODE_OK;
}

static PggDecode
encode_snapshot_binary (const PggAdapter *self,
                        const GValue     *value,
                        GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_snapshot, bytes);
}

const PggCodec pgg_codec_lsn_text = {
  .kind = PGG_KIND_UINT64,
  .text_is_raw = TRUE,
  .read_uint64 = read_lsn_text,
  .encode = encode_lsn_text,
};

const PggCodec pgg_codec_lsn_binary = {
  .kind = PGG_KIND_UINT64,
  .read_uint64 = pgg_read_uint8_binary,
  .write_text = write_lsn_text,
  .encode = encode_lsn_binary,
};

const PggCodec pgg_codec_tid_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_tid_text,
  .encode = encode_tid_binary,
};

const PggCodec pgg_codec_int2vector_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_int2vector_text,
  .encode = encode_int2vector_binary,
};

const PggCodec pgg_codec_oidvector_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_oidvector_text,
  .encode = encode_oidvector_binary,
};

const PggCodec pgg_codec_snapshot_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_snapshot_text,
  .encode = encode_snapshot_binary,
};

const PggCodec pgg_codec_name_number_binary = {
  .kind = PGG_KIND_TEXT,
  .read_uint64 = pgg_read_uint4_binary,
};

const PggCodec pgg_codec_money_binary = {
  .kind = PGG_KIND_TEXT,
  .read_int64 = pgg_read_int8_binary,
};
