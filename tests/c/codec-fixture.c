/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "codec-fixture.h"

#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#define WKB_POINT 1
#define WKB_HAS_SRID 0x20000000

/* The functions are those of a type that every server has. */
#define STAND_IN(type, delimiter, like, in, out, recv, send) \
  "CREATE TYPE " type ";" \
  "CREATE FUNCTION " type "_in (cstring) RETURNS " type \
  "  LANGUAGE internal IMMUTABLE STRICT AS '" in "';" \
  "CREATE FUNCTION " type "_out (" type ") RETURNS cstring" \
  "  LANGUAGE internal IMMUTABLE STRICT AS '" out "';" \
  "CREATE FUNCTION " type "_recv (internal) RETURNS " type \
  "  LANGUAGE internal IMMUTABLE STRICT AS '" recv "';" \
  "CREATE FUNCTION " type "_send (" type ") RETURNS bytea" \
  "  LANGUAGE internal IMMUTABLE STRICT AS '" send "';" \
  "CREATE TYPE " type " (INPUT = " type "_in, OUTPUT = " type "_out, RECEIVE = " type "_recv," \
  "  SEND = " type "_send, LIKE = " like ", DELIMITER = '" delimiter "');"

#define LIKE_TEXT(type) STAND_IN (type, ",", "text", "textin", "textout", "textrecv", "textsend")
#define LIKE_BYTEA(type, delimiter) \
  STAND_IN (type, delimiter, "bytea", "byteain", "byteaout", "bytearecv", "byteasend")

static const char stand_ins[] =
  "BEGIN;"
  "DROP SCHEMA IF EXISTS texts, bytes, shapes CASCADE;"
  "CREATE SCHEMA texts;"
  "CREATE SCHEMA bytes;"
  "CREATE SCHEMA shapes;"
  "SET LOCAL client_min_messages = warning;"
  LIKE_TEXT ("texts.vector")
  LIKE_BYTEA ("bytes.vector", ",")
  LIKE_BYTEA ("shapes.geometry", ":")
  "CREATE DOMAIN texts.unit AS texts.vector CHECK (VALUE::text <> '[]');"
  "CREATE TYPE texts.item AS (name text, embedding texts.vector, direction texts.unit);"
  "CREATE TYPE texts.mood AS ENUM ('sad', 'happy');"
  "CREATE FUNCTION texts.compare (texts.vector, texts.vector) RETURNS int"
  "  LANGUAGE internal IMMUTABLE STRICT AS 'byteacmp';"
  "CREATE OPERATOR CLASS texts.vector_ops DEFAULT FOR TYPE texts.vector USING btree AS"
  "  FUNCTION 1 texts.compare (texts.vector, texts.vector);"
  "CREATE TYPE texts.vector_range AS RANGE (SUBTYPE = texts.vector);"
  "CREATE FUNCTION shapes.compare (shapes.geometry, shapes.geometry) RETURNS int"
  "  LANGUAGE internal IMMUTABLE STRICT AS 'byteacmp';"
  "CREATE OPERATOR CLASS shapes.geometry_ops DEFAULT FOR TYPE shapes.geometry USING btree AS"
  "  FUNCTION 1 shapes.compare (shapes.geometry, shapes.geometry);"
  "CREATE TYPE shapes.span AS RANGE (SUBTYPE = shapes.geometry);"
  "CREATE TYPE shapes.place AS (name text, at shapes.geometry, seen shapes.geometry[]);"
  "CREATE TABLE texts.items (id int PRIMARY KEY, v texts.vector);"
  "CREATE TABLE shapes.places (id int PRIMARY KEY, g shapes.geometry);"
  "COMMIT";

static gpointer
copy_vector (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (TestVector));
}

G_DEFINE_BOXED_TYPE (TestVector, test_vector, copy_vector, g_free)

static gpointer
copy_point (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (TestPoint));
}

G_DEFINE_BOXED_TYPE (TestPoint, test_point, copy_point, g_free)

static guint16
read_u16 (const guint8 *data)
{
  return (guint16) (data[0] << 8 | data[1]);
}

static float
read_float (const guint8 *data)
{
  guint32 bits = (guint32) read_u16 (data) << 16 | read_u16 (data + 2);
  float value;

  memcpy (&value, &bits, sizeof (value));
  return value;
}

/* [1,2.5,3] */
static gboolean
parse_vector (const char *text,
              TestVector *vector)
{
  char *end;

  if (*text++ != '[')
    return FALSE;
  do
    {
      if (vector->n_values == G_N_ELEMENTS (vector->values))
        return FALSE;
      vector->values[vector->n_values++] = (float) g_ascii_strtod (text, &end);
      if (end == text)
        return FALSE;
      text = end;
    }
  while (*text++ == ',');

  return text[-1] == ']' && *text == '\0';
}

/* The number of values, 16 bits that are not used, the values. */
static gboolean
unpack_vector (const guint8 *data,
               gsize         size,
               TestVector   *vector)
{
  if (size < 4 || size != 4 + 4 * (gsize) read_u16 (data) ||
      read_u16 (data) > G_N_ELEMENTS (vector->values))
    return FALSE;

  vector->n_values = read_u16 (data);
  for (guint i = 0; i < vector->n_values; i++)
    vector->values[i] = read_float (data + 4 + 4 * i);

  return TRUE;
}

static gboolean
decode_vector (GBytes           *bytes,
               PggCodecFormats   format,
               PggTypeInfo      *type,
               GValue           *value,
               gpointer          user_data,
               GError          **error)
{
  TestCalls *calls = user_data;
  TestVector vector = { 0 };
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  gboolean is_vector;

  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "vector");
  g_atomic_int_inc (format == PGG_CODEC_FORMATS_TEXT ? &calls->n_texts : &calls->n_binaries);
  is_vector = format == PGG_CODEC_FORMATS_TEXT ? parse_vector (data, &vector)
                                               : unpack_vector (data, size, &vector);
  if (is_vector)
    g_value_set_boxed (value, &vector);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "That is no vector");

  return is_vector;
}

static GBytes *
print_vector (const TestVector *vector)
{
  GString *text = g_string_new ("[");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < vector->n_values; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            g_ascii_formatd (number, sizeof (number), "%.9g",
                                             (double) vector->values[i]));
  g_string_append_c (text, ']');

  return g_string_free_to_bytes (text);
}

static GBytes *
pack_vector (const TestVector *vector)
{
  GByteArray *bytes = g_byte_array_new ();
  guint16 header[] = { GUINT16_TO_BE (vector->n_values), 0 };

  g_byte_array_append (bytes, (const guint8 *) header, sizeof (header));
  for (guint i = 0; i < vector->n_values; i++)
    {
      guint32 bits;

      memcpy (&bits, &vector->values[i], sizeof (bits));
      bits = GUINT32_TO_BE (bits);
      g_byte_array_append (bytes, (const guint8 *) &bits, sizeof (bits));
    }

  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
encode_vector (const GValue     *value,
               PggCodecFormats   format,
               gpointer          user_data,
               GError          **error)
{
  TestCalls *calls = user_data;
  const TestVector *vector = g_value_get_boxed (value);

  if (vector->n_values == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "A vector has values");
      return NULL;
    }
  g_atomic_int_inc (format == PGG_CODEC_FORMATS_TEXT ? &calls->n_text_writes
                                                     : &calls->n_binary_writes);

  return format == PGG_CODEC_FORMATS_TEXT ? print_vector (vector) : pack_vector (vector);
}

static void
count_destroyed (gpointer data)
{
  g_atomic_int_inc (&((TestCalls *) data)->n_destroyed);
}

PggTypeCodec *
test_vector_codec_new (PggCodecFormats  formats,
                       TestCalls       *calls)
{
  g_autoptr (GError) error = NULL;
  PggTypeCodec *codec = pgg_type_codec_new (NULL, "vector", TEST_TYPE_VECTOR, formats,
                                            decode_vector, formats, encode_vector, calls,
                                            count_destroyed, &error);

  g_assert_no_error (error);
  return codec;
}

static double
read_double (const guint8 *data)
{
  double value;

  memcpy (&value, data, sizeof (value));
  return value;
}

static guint32
read_u32 (const guint8 *data)
{
  guint32 value;

  memcpy (&value, data, sizeof (value));
  return GUINT32_FROM_LE (value);
}

/* Little-endian EWKB of a point, as PostGIS sends it from most machines. */
static gboolean
unpack_point (const guint8 *data,
              gsize         size,
              TestPoint    *point)
{
  gsize start = 5;

  if (size < start || data[0] != 1 || (read_u32 (data + 1) & ~WKB_HAS_SRID) != WKB_POINT)
    return FALSE;
  if ((read_u32 (data + 1) & WKB_HAS_SRID) != 0)
    {
      if (size < 9)
        return FALSE;
      point->srid = read_u32 (data + start);
      start += 4;
    }
  if (size != start + 16)
    return FALSE;

  point->x = read_double (data + start);
  point->y = read_double (data + start + 8);
  return TRUE;
}

/* The same in hexadecimal digits. */
static gboolean
parse_point (const char *text,
             TestPoint  *point)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (g_str_has_prefix (text, "\\x"))
    text += 2;
  for (; g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]); text += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (text[0]) << 4 |
                              g_ascii_xdigit_value (text[1]));

      g_byte_array_append (bytes, &byte, 1);
    }

  return *text == '\0' && unpack_point (bytes->data, bytes->len, point);
}

static gboolean
decode_point (GBytes           *bytes,
              PggCodecFormats   format,
              PggTypeInfo      *type,
              GValue           *value,
              gpointer          user_data,
              GError          **error)
{
  TestCalls *calls = user_data;
  TestPoint point = { 0 };
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  gboolean is_point;

  g_atomic_int_inc (format == PGG_CODEC_FORMATS_TEXT ? &calls->n_texts : &calls->n_binaries);
  is_point = format == PGG_CODEC_FORMATS_TEXT ? parse_point (data, &point)
                                              : unpack_point (data, size, &point);
  if (is_point)
    g_value_set_boxed (value, &point);

  return is_point;
}

static GBytes *
pack_point (const TestPoint *point)
{
  guint8 bytes[25] = { 1 };
  guint32 type = GUINT32_TO_LE (WKB_POINT | WKB_HAS_SRID);
  guint32 srid = GUINT32_TO_LE (point->srid);

  memcpy (bytes + 1, &type, sizeof (type));
  memcpy (bytes + 5, &srid, sizeof (srid));
  memcpy (bytes + 9, &point->x, sizeof (double));
  memcpy (bytes + 17, &point->y, sizeof (double));

  return g_bytes_new (bytes, sizeof (bytes));
}

static GBytes *
encode_point (const GValue     *value,
              PggCodecFormats   format,
              gpointer          user_data,
              GError          **error)
{
  TestCalls *calls = user_data;
  GBytes *bytes = pack_point (g_value_get_boxed (value));
  g_autoptr (GBytes) packed = NULL;
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  GString *text;

  g_atomic_int_inc (format == PGG_CODEC_FORMATS_TEXT ? &calls->n_text_writes
                                                     : &calls->n_binary_writes);
  if (format == PGG_CODEC_FORMATS_BINARY)
    return bytes;

  packed = bytes;
  text = g_string_new ("\\x");
  for (gsize i = 0; i < g_bytes_get_size (packed); i++)
    g_string_append_printf (text, "%02x", data[i]);

  return g_string_free_to_bytes (text);
}

PggTypeCodec *
test_point_codec_new (PggCodecFormats  formats,
                      TestCalls       *calls)
{
  g_autoptr (GError) error = NULL;
  PggTypeCodec *codec = pgg_type_codec_new ("shapes", "geometry", TEST_TYPE_POINT, formats,
                                            decode_point, formats, encode_point, calls,
                                            count_destroyed, &error);

  g_assert_no_error (error);
  return codec;
}

PggConnection *
test_codec_connect (void)
{
  static gboolean is_ready;
  g_autoptr (GError) error = NULL;
  PggConnection *connection = pgg_connect (test_conninfo (), NULL, &error);

  g_assert_no_error (error);
  if (!is_ready)
    pgg_result_unref (test_codec_query (connection, stand_ins));
  is_ready = TRUE;

  return connection;
}

void
test_codec_close (PggConnection *connection)
{
  g_autoptr (GError) error = NULL;

  pgg_connection_close (connection, NULL, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (connection);

  /* Signals that wait to be emitted keep the session, and what it reads with. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

PggResult *
test_codec_query (PggConnection *connection,
                  const char    *sql)
{
  g_autoptr (GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, sql, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

const TestVector *
test_codec_get_vector (PggResult *result,
                       guint      row,
                       guint      column)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = pgg_result_get_value (result, row, column, &error);

  g_assert_no_error (error);
  g_assert_true (G_VALUE_HOLDS (value, TEST_TYPE_VECTOR));

  return g_value_get_boxed (value);
}
