/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads and writes values of a real server as text and as binary. */

#include "config.h"

#include "four-ways.h"

#include "fixture.h"

#include "client/pgg-result-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-encoding-private.h"

#include <math.h>

#define N_MUTATIONS 200

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* One value, in both formats of the server. */
typedef struct
{
  const FourWays        *row;
  const FourWaysOptions *options;
  PGconn                *conn;
  PggCodecContext       *context;
  PggResult             *text;
  PggResult             *binary; /* NULL if the type has no binary format */
  PggAdapter             text_adapter;
  PggAdapter             binary_adapter;
} Case;

static PGconn *
connect_server (const char *settings)
{
  PGconn *conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);
  g_assert_cmpint (PQsetClientEncoding (conn, "UTF8"), ==, 0);
  if (settings != NULL)
    {
      g_autoptr (PGresult) res = PQexec (conn, settings);

      if (PQresultStatus (res) != PGRES_COMMAND_OK && PQresultStatus (res) != PGRES_TUPLES_OK)
        g_error ("%s: %s", settings, PQresultErrorMessage (res));
    }

  return conn;
}

static PggCodecContext *
make_context (PGconn     *conn,
              PggTypeMap *types)
{
  return pgg_codec_context_new (PQclientEncoding (conn), PQparameterStatus (conn, "DateStyle"),
                                PQparameterStatus (conn, "IntervalStyle"),
                                PQparameterStatus (conn, "TimeZone"), types);
}

/* The server's own value, in one format. */
static PggResult *
ask (Case *self,
     int   format)
{
  g_autofree char *sql = g_strdup_printf ("SELECT (%s)::%s", self->row->expression,
                                          self->row->type);
  PGresult *res = PQexecParams (self->conn, sql, 0, NULL, NULL, NULL, NULL, format);

  if (PQresultStatus (res) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  return pgg_result_new (pgg_pq_result_new_take (res), self->context, NULL);
}

static gboolean
is_same_double (double first,
                double second)
{
  return (isnan (first) && isnan (second)) || memcmp (&first, &second, sizeof (first)) == 0;
}

static gboolean
is_same_value (const Case   *self,
               const GValue *first,
               const GValue *second)
{
  if (G_VALUE_HOLDS (first, G_TYPE_BOXED) && g_value_get_boxed (first) == NULL)
    return g_value_get_boxed (second) == NULL;
  if (G_VALUE_HOLDS (first, G_TYPE_BYTES))
    return g_bytes_equal (g_value_get_boxed (first), g_value_get_boxed (second));
  if (G_VALUE_HOLDS (first, G_TYPE_BOXED))
    return self->options->equal (g_value_get_boxed (first), g_value_get_boxed (second));
  if (G_VALUE_HOLDS (first, G_TYPE_STRING))
    return g_strcmp0 (g_value_get_string (first), g_value_get_string (second)) == 0;
  if (G_VALUE_HOLDS (first, G_TYPE_DOUBLE))
    return is_same_double (g_value_get_double (first), g_value_get_double (second));

  /* Booleans and integers, all bits of them. */
  return memcmp (first->data, second->data, sizeof (first->data[0])) == 0;
}

/* As the server wrote it, but in UTF-8. */
static char *
dup_text (const Case *self)
{
  if (PQgetisnull (self->text->res, 0, 0))
    return NULL;

  return pgg_encoding_to_utf8 (self->context->encoding, PQgetvalue (self->text->res, 0, 0),
                               (gsize) PQgetlength (self->text->res, 0, 0));
}

static void
check_reading (Case *self)
{
  g_autoptr (GError) error = NULL;
  const GValue *text_value = pgg_result_get_value (self->text, 0, 0, &error);
  const GValue *binary_value;
  g_autofree char *expected = dup_text (self);

  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (self->text, 0, 0, &error), ==, expected);
  g_assert_no_error (error);
  if (self->binary == NULL)
    return;

  binary_value = pgg_result_get_value (self->binary, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (G_VALUE_TYPE_NAME (text_value), ==, G_VALUE_TYPE_NAME (binary_value));
  g_assert_true (is_same_value (self, text_value, binary_value));
  g_assert_cmpstr (pgg_result_get_text (self->binary, 0, 0, &error), ==,
                   pgg_result_get_text (self->text, 0, 0, NULL));
  g_assert_no_error (error);
}

/* Text and, where there is one, the binary form of a value that was sent must be those of the
 * server's own: stricter than its operators for equality, which not every type has. */
static void
check_same_bytes (Case       *self,
                  PggResult  *own,
                  GByteArray *sent,
                  int         sent_format,
                  int         format)
{
  g_autofree char *sql = g_strdup_printf ("SELECT $1::%s", self->row->type);
  Oid oid = PQftype (own->res, 0);
  const char *value = (const char *) sent->data;
  int length = (int) sent->len;
  g_autoptr (PGresult) res = NULL;

  res = PQexecParams (self->conn, sql, 1, &oid, &value, &length, &sent_format, format);
  if (PQresultStatus (res) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  g_assert_cmpmem (PQgetvalue (res, 0, 0), PQgetlength (res, 0, 0),
                   PQgetvalue (own->res, 0, 0), PQgetlength (own->res, 0, 0));
}

static void
check_writing (Case             *self,
               const PggAdapter *adapter,
               const GValue     *value,
               int               format)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_cmpint (pgg_adapter_encode (adapter, value, bytes), ==, PGG_DECODE_OK);
  /* libpq takes text up to a NUL, which is no part of it. */
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_byte_array_set_size (bytes, bytes->len - 1);

  check_same_bytes (self, self->text, bytes, format, 0);
  if (self->binary != NULL)
    check_same_bytes (self, self->binary, bytes, format, 1);
}

static void
check_writing_both (Case         *self,
                    const GValue *value)
{
  check_writing (self, &self->text_adapter, value, 0);
  if (self->binary != NULL && (self->options->flags & FOUR_WAYS_NO_BINARY_ENCODERS) == 0)
    check_writing (self, &self->binary_adapter, value, 1);
}

/* Of a value, and of its text. */
static void
check_writing_all (Case *self)
{
  GValue text = G_VALUE_INIT;

  if ((self->options->flags & FOUR_WAYS_NO_ENCODERS) != 0 ||
      pgg_result_is_null (self->text, 0, 0, NULL))
    return;

  check_writing_both (self, pgg_result_get_value (self->text, 0, 0, NULL));
  if ((self->options->flags & FOUR_WAYS_NO_TEXTS) != 0)
    return;

  g_value_init (&text, G_TYPE_STRING);
  g_value_set_string (&text, pgg_result_get_text (self->text, 0, 0, NULL));
  check_writing_both (self, &text);
  g_value_unset (&text);
}

/* Only text may turn into something that is well-formed and not understood, the abbreviation of a
 * time zone; and what names types may then name one of which nothing is known. */
static void
check_decode (const Case       *self,
              const PggAdapter *adapter,
              PggDecode         decode)
{
  gboolean has_types = (self->options->flags & FOUR_WAYS_TYPES_INSIDE) != 0;

  g_assert_true (decode == PGG_DECODE_OK || decode == PGG_DECODE_MALFORMED ||
                 (decode == PGG_DECODE_NOT_SUPPORTED &&
                  (has_types || adapter->codec->text_is_raw)));
}

/* A copy at the very end of its memory, so that the sanitizer sees a read past the end. */
static void
read_any (const Case       *self,
          const PggAdapter *adapter,
          const guint8     *data,
          gsize             size)
{
  g_autofree guint8 *space = g_malloc (size + 1);
  PggBuffer copy = pgg_buffer_init (space + 1, size);
  g_autoptr (GString) text = g_string_new ("before");
  GValue value = G_VALUE_INIT;
  PggDecode decode;

  memcpy (space + 1, data, size);
  decode = pgg_adapter_read_value (adapter, copy, &value);
  check_decode (self, adapter, decode);
  g_assert_cmpint (decode == PGG_DECODE_OK, ==, G_IS_VALUE (&value));
  if (decode == PGG_DECODE_OK)
    g_value_unset (&value);

  decode = pgg_adapter_write_text (adapter, copy, text);
  check_decode (self, adapter, decode);
  g_assert_true (g_str_has_prefix (text->str, "before"));
}

static void
mutate (guint8 *data,
        gsize   size)
{
  int n_changes = g_test_rand_int_range (1, 4);

  for (int i = 0; i < n_changes; i++)
    {
      gsize place = (gsize) g_test_rand_int_range (0, (gint32) MIN (size, G_MAXINT32));

      if (g_test_rand_bit ())
        data[place] ^= (guint8) (1 << g_test_rand_int_range (0, 8));
      else
        data[place] = (guint8) g_test_rand_int ();
    }
}

static void
check_malformed (const Case       *self,
                 const PggAdapter *adapter,
                 PggResult        *result)
{
  const guint8 *data = (const guint8 *) PQgetvalue (result->res, 0, 0);
  gsize size = (gsize) PQgetlength (result->res, 0, 0);
  /* The front and the back of a long value are enough. */
  gsize step = MAX (size / 256, 1);

  for (gsize length = 0; length < size; length += step)
    read_any (self, adapter, data, length);

  for (int i = 0; i < N_MUTATIONS && size > 0; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);

      mutate (copy, size);
      read_any (self, adapter, copy, size);
    }
}

static void
check_binary_known (Case *self)
{
  gboolean expected = (self->options->flags & FOUR_WAYS_NO_BINARY) == 0;

  g_assert_cmpint (pgg_codec_has_binary (self->context->types, self->text_adapter.type), ==,
                   expected);
  if (!expected)
    return;

  self->binary = ask (self, 1);
  self->binary_adapter = pgg_adapter_make (self->context, PQftype (self->text->res, 0), TRUE);
}

static void
check_row (Case *self)
{
  g_test_message ("%s %s", self->row->type, self->row->expression);

  self->text = ask (self, 0);
  self->text_adapter = pgg_adapter_make (self->context, PQftype (self->text->res, 0), FALSE);
  check_binary_known (self);

  check_reading (self);
  check_writing_all (self);
  if (pgg_result_is_null (self->text, 0, 0, NULL))
    return;

  check_malformed (self, &self->text_adapter, self->text);
  if (self->binary != NULL)
    check_malformed (self, &self->binary_adapter, self->binary);
}

void
four_ways_run (const FourWays        *rows,
               gsize                  n_rows,
               const FourWaysOptions *options)
{
  static const FourWaysOptions none = { 0 };
  g_autoptr (PGconn) conn = NULL;
  g_autoptr (PggCodecContext) context = NULL;

  if (options == NULL)
    options = &none;
  conn = connect_server (options->settings);
  context = make_context (conn, options->types);

  for (gsize i = 0; i < n_rows; i++)
    {
      Case row = { .row = &rows[i], .options = options, .conn = conn, .context = context };

      if (PQserverVersion (conn) < rows[i].since)
        continue;
      check_row (&row);
      pgg_result_unref (row.text);
      g_clear_pointer (&row.binary, pgg_result_unref);
    }
}
