/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters: what goes to libpq for each C type. */

#include "config.h"

#include "make-result.h"

#include "client/pgg-params-private.h"
#include "pq/pgg-pq-params-private.h"
#include "types/pgg-type-oid-private.h"

#define BINARY(...) __VA_ARGS__, sizeof (__VA_ARGS__) - 1

static void
check_param (PggParams  *params,
             guint       index,
             Oid         oid,
             int         format,
             const char *data,
             int         length)
{
  PggPqParams *pq = pgg_params_peek_pq (params);

  g_assert_cmpuint (index, <, pgg_params_get_n_params (params));
  g_assert_cmpuint (pgg_pq_params_get_types (pq)[index], ==, oid);
  g_assert_cmpint (pgg_pq_params_get_formats (pq)[index], ==, format);
  g_assert_cmpmem (pgg_pq_params_get_values (pq)[index], pgg_pq_params_get_lengths (pq)[index],
                   data, length);
}

static void
check_null (PggParams *params,
            guint      index,
            Oid        oid)
{
  PggPqParams *pq = pgg_params_peek_pq (params);

  g_assert_cmpuint (pgg_pq_params_get_types (pq)[index], ==, oid);
  g_assert_null (pgg_pq_params_get_values (pq)[index]);
}

static void
test_types (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\xff", 2);
  GError *error = NULL;

  g_assert_true (pgg_params_append_null (params, &error));
  g_assert_true (pgg_params_append_boolean (params, 17, &error));
  g_assert_true (pgg_params_append_int (params, -2, &error));
  g_assert_true (pgg_params_append_int64 (params, G_MININT64, &error));
  g_assert_true (pgg_params_append_double (params, 0.1, &error));
  g_assert_true (pgg_params_append_text (params, "ä", &error));
  g_assert_true (pgg_params_append_text (params, NULL, &error));
  g_assert_true (pgg_params_append_bytes (params, bytes, &error));
  g_assert_true (pgg_params_append_bytes (params, NULL, &error));
  g_assert_true (pgg_params_append_byte_array (params, (const guint8 *) "\0a", 2, &error));
  g_assert_true (pgg_params_append_byte_array (params, NULL, 0, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 11);
  check_null (params, 0, 0);
  check_param (params, 1, PGG_OID_BOOL, 1, BINARY ("\1"));
  check_param (params, 2, PGG_OID_INT4, 1, BINARY ("\xff\xff\xff\xfe"));
  check_param (params, 3, PGG_OID_INT8, 1, BINARY ("\x80\0\0\0\0\0\0\0"));
  check_param (params, 4, PGG_OID_FLOAT8, 1, BINARY ("\x3f\xb9\x99\x99\x99\x99\x99\x9a"));
  check_param (params, 5, 0, 0, BINARY ("ä"));
  check_null (params, 6, 0);
  check_param (params, 7, PGG_OID_BYTEA, 1, BINARY ("\0\xff"));
  check_null (params, 8, PGG_OID_BYTEA);
  check_param (params, 9, PGG_OID_BYTEA, 1, BINARY ("\0a"));
  check_param (params, 10, PGG_OID_BYTEA, 1, BINARY (""));
}

static void
append_value (PggParams  *params,
              GType       type,
              const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gint64 number = g_ascii_strtoll (text, NULL, 10);

  g_value_init (&value, type);
  if (type == G_TYPE_STRING)
    g_value_set_string (&value, text);
  else if (type == G_TYPE_BYTES)
    g_value_take_boxed (&value, g_bytes_new (text, strlen (text)));
  else if (type == G_TYPE_BYTE_ARRAY)
    g_value_take_boxed (&value, g_byte_array_append (g_byte_array_new (), (const guint8 *) text,
                                                     (guint) strlen (text)));
  else if (type == G_TYPE_BOOLEAN)
    g_value_set_boolean (&value, number != 0);
  else if (type == G_TYPE_CHAR)
    g_value_set_schar (&value, (gint8) number);
  else if (type == G_TYPE_UCHAR)
    g_value_set_uchar (&value, (guchar) number);
  else if (type == G_TYPE_INT)
    g_value_set_int (&value, (int) number);
  else if (type == G_TYPE_UINT)
    g_value_set_uint (&value, (guint) number);
  else if (type == G_TYPE_LONG)
    g_value_set_long (&value, number);
  else if (type == G_TYPE_ULONG)
    g_value_set_ulong (&value, (guint64) number);
  else if (type == G_TYPE_INT64)
    g_value_set_int64 (&value, number);
  else if (type == G_TYPE_UINT64)
    g_value_set_uint64 (&value, g_ascii_strtoull (text, NULL, 10));
  else if (type == G_TYPE_FLOAT)
    g_value_set_float (&value, (float) number);
  else if (type == G_TYPE_DOUBLE)
    g_value_set_double (&value, (double) number);

  g_assert_true (pgg_params_append_value (params, &value, &error));
  g_assert_no_error (error);
}

static void
test_values (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();

  append_value (params, G_TYPE_BOOLEAN, "1");
  append_value (params, G_TYPE_CHAR, "-1");
  append_value (params, G_TYPE_UCHAR, "255");
  append_value (params, G_TYPE_INT, "-2");
  append_value (params, G_TYPE_UINT, "4294967295");
  append_value (params, G_TYPE_LONG, "-3");
  append_value (params, G_TYPE_ULONG, "3");
  append_value (params, G_TYPE_INT64, "-4");
  append_value (params, G_TYPE_UINT64, "9223372036854775807");
  append_value (params, G_TYPE_UINT64, "18446744073709551615");
  append_value (params, G_TYPE_FLOAT, "2");
  append_value (params, G_TYPE_DOUBLE, "2");
  append_value (params, G_TYPE_STRING, "text");
  append_value (params, G_TYPE_BYTES, "bytes");
  append_value (params, G_TYPE_BYTE_ARRAY, "array");
  append_value (params, G_TYPE_POINTER, "");

  check_param (params, 0, PGG_OID_BOOL, 1, BINARY ("\1"));
  check_param (params, 1, PGG_OID_INT4, 1, BINARY ("\xff\xff\xff\xff"));
  check_param (params, 2, PGG_OID_INT4, 1, BINARY ("\0\0\0\xff"));
  check_param (params, 3, PGG_OID_INT4, 1, BINARY ("\xff\xff\xff\xfe"));
  check_param (params, 4, PGG_OID_INT8, 1, BINARY ("\0\0\0\0\xff\xff\xff\xff"));
  check_param (params, 5, PGG_OID_INT8, 1, BINARY ("\xff\xff\xff\xff\xff\xff\xff\xfd"));
  check_param (params, 6, PGG_OID_INT8, 1, BINARY ("\0\0\0\0\0\0\0\3"));
  check_param (params, 7, PGG_OID_INT8, 1, BINARY ("\xff\xff\xff\xff\xff\xff\xff\xfc"));
  check_param (params, 8, PGG_OID_INT8, 1, BINARY ("\x7f\xff\xff\xff\xff\xff\xff\xff"));
  check_param (params, 9, PGG_OID_NUMERIC, 0, BINARY ("18446744073709551615"));
  check_param (params, 10, PGG_OID_FLOAT8, 1, BINARY ("\x40\0\0\0\0\0\0\0"));
  check_param (params, 11, PGG_OID_FLOAT8, 1, BINARY ("\x40\0\0\0\0\0\0\0"));
  check_param (params, 12, 0, 0, BINARY ("text"));
  check_param (params, 13, PGG_OID_BYTEA, 1, BINARY ("bytes"));
  check_param (params, 14, PGG_OID_BYTEA, 1, BINARY ("array"));
  check_null (params, 15, 0);
}

static void
test_values_refused (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (GValue) object = G_VALUE_INIT;
  g_auto (GValue) pointer = G_VALUE_INIT;
  GError *error = NULL;

  g_value_init (&object, G_TYPE_OBJECT);
  g_value_init (&pointer, G_TYPE_POINTER);
  g_value_set_pointer (&pointer, params);

  g_assert_false (pgg_params_append_value (params, &object, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "Parameter 1: a value of type GObject cannot be sent");
  g_assert_false (pgg_params_append_value (params, &pointer, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 0);
}

static void
test_text_refused (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_true (pgg_params_append_text (params, "", NULL));
  g_assert_false (pgg_params_append_text (params, "caf\xe9", &error));
  assert_client_error (error, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "Parameter 2 is not valid UTF-8");
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 1);
}

static void
test_too_many (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  for (int i = 0; i < 65535; i++)
    g_assert_true (pgg_params_append_int (params, i, NULL));
  g_assert_false (pgg_params_append_null (params, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_TOO_LARGE, NULL);
}

static void
test_reset_and_copy (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggParams) copy = NULL;
  g_autoptr (PggParams) other = pgg_params_ref (params);

  g_assert_true (pgg_params_append_text (params, "one", NULL));
  copy = pgg_params_copy (params);
  pgg_params_reset (params);
  g_assert_cmpuint (pgg_params_get_n_params (other), ==, 0);
  g_assert_true (pgg_params_append_text (params, "two", NULL));
  check_param (copy, 0, 0, 0, BINARY ("one"));
  check_param (other, 0, 0, 0, BINARY ("two"));
}

static void
set_named (PggParams  *params,
           const char *name,
           const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  g_assert_true (pgg_params_set_named_value (params, name, &value, &error));
  g_assert_no_error (error);
}

static void
test_names (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggParams) copy = NULL;
  const char *const *names;

  pgg_params_append_int (params, 1, NULL);
  g_assert_null (pgg_params_peek_names (params));
  pgg_params_append_int (params, 2, NULL);
  g_assert_true (pgg_params_set_name (params, "zwei", NULL));
  g_assert_true (pgg_params_set_name (params, "zwö", NULL));
  pgg_params_append_int (params, 3, NULL);

  names = pgg_params_peek_names (params);
  g_assert_null (names[0]);
  g_assert_cmpstr (names[1], ==, "zwö");
  g_assert_null (names[2]);
  g_assert_null (pgg_params_get_name (params, 0, NULL));
  g_assert_cmpstr (pgg_params_get_name (params, 1, NULL), ==, "zwö");
  g_assert_cmpint (pgg_params_find_name (params, "zwö"), ==, 1);
  g_assert_cmpint (pgg_params_find_name (params, "zwei"), ==, -1);

  copy = pgg_params_copy (params);
  pgg_params_reset (params);
  g_assert_null (pgg_params_peek_names (params));
  g_assert_cmpint (pgg_params_find_name (params, "zwö"), ==, -1);
  g_assert_cmpint (pgg_params_find_name (copy, "zwö"), ==, 1);
}

static void
test_names_refused (void)
{
  const char *const bad[] = { "", "1a", ":a", "a b", "a-b", "caf\xe9", "a\n" };
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_false (pgg_params_set_name (params, "a", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_STATE, NULL);
  pgg_params_append_int (params, 1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (pgg_params_set_name (params, bad[i], &error));
      assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
    }

  g_assert_true (pgg_params_set_name (params, "a", NULL));
  g_assert_true (pgg_params_set_name (params, "a", NULL));
  pgg_params_append_int (params, 2, NULL);
  g_assert_false (pgg_params_set_name (params, "a", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "Parameter 1 has the name “a” already");
  g_assert_null (pgg_params_get_name (params, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

/* A value that is replaced leaves nothing behind, whatever its length was. */
static void
test_named_values (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (GValue) object = G_VALUE_INIT;
  GError *error = NULL;

  set_named (params, "a", "first");
  set_named (params, "b", NULL);
  set_named (params, "c", "third");
  set_named (params, "a", "a longer one");
  set_named (params, "b", "now");
  set_named (params, "a", "");
  set_named (params, "c", "last");
  set_named (params, "c", "3");

  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 3);
  check_param (params, 0, 0, 0, BINARY (""));
  check_param (params, 1, 0, 0, BINARY ("now"));
  check_param (params, 2, 0, 0, BINARY ("3"));
  g_assert_cmpstr (pgg_params_get_name (params, 2, NULL), ==, "c");
  set_named (params, "b", NULL);
  check_null (params, 1, 0);
  check_param (params, 2, 0, 0, BINARY ("3"));

  g_value_init (&object, G_TYPE_OBJECT);
  g_assert_false (pgg_params_set_named_value (params, "b", &object, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The value for “b”: Parameter 4: a value of type GObject cannot be sent");
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 3);
}

/* The name goes to the value that was appended last, whatever has it. */
static void
test_taken_names (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggParams) copy = NULL;
  GError *error = NULL;

  g_assert_false (pgg_params_take_name (params, "a", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_STATE, NULL);
  pgg_params_append_text (params, "first", NULL);
  g_assert_false (pgg_params_take_name (params, "1", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_true (pgg_params_take_name (params, "a", NULL));
  g_assert_true (pgg_params_take_name (params, "a", NULL));
  pgg_params_append_text (params, "second", NULL);
  g_assert_true (pgg_params_take_name (params, "b", NULL));

  copy = pgg_params_copy (params);
  pgg_params_append_text (params, "third", NULL);
  g_assert_true (pgg_params_take_name (params, "a", NULL));
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 2);
  check_param (params, 0, 0, 0, BINARY ("third"));
  check_param (params, 1, 0, 0, BINARY ("second"));
  g_assert_true (pgg_params_take_name (params, "a", NULL)); /* b is a now */
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 1);
  g_assert_cmpstr (pgg_params_get_name (params, 0, NULL), ==, "a");
  check_param (params, 0, 0, 0, BINARY ("second"));

  check_param (copy, 0, 0, 0, BINARY ("first"));
  g_assert_cmpstr (pgg_params_get_name (copy, 1, NULL), ==, "b");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/params/types", test_types);
  g_test_add_func ("/params/taken-names", test_taken_names);
  g_test_add_func ("/params/values", test_values);
  g_test_add_func ("/params/values-refused", test_values_refused);
  g_test_add_func ("/params/text-refused", test_text_refused);
  g_test_add_func ("/params/too-many", test_too_many);
  g_test_add_func ("/params/reset-and-copy", test_reset_and_copy);
  g_test_add_func ("/params/names", test_names);
  g_test_add_func ("/params/names-refused", test_names_refused);
  g_test_add_func ("/params/named-values", test_named_values);

  return g_test_run ();
}
