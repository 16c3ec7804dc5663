/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PggNumeric: four ways, and against the server's own arithmetic, order and errors. */

#include "config.h"

#include "fixture.h"
#include "four-ways.h"
#include "make-result.h"

#include "types/pgg-float-text-private.h"
#include "types/pgg-type-oid-private.h"

#include <math.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

static const FourWaysOptions numerics = { .equal = pgg_numeric_equal };

static PggNumeric *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  PggNumeric *numeric = pgg_numeric_new_from_string (text, &error);

  g_assert_no_error (error);
  return numeric;
}

static void
test_four_ways (void)
{
  static const FourWays rows[] = {
    { "numeric", "0" },
    { "numeric", "0.000" },
    { "numeric", "-0.0" },
    { "numeric", "1" },
    { "numeric", "-1" },
    { "numeric", "1.5" },
    { "numeric", "1.50" },
    { "numeric", "10" },
    { "numeric", "9999" },
    { "numeric", "10000" },
    { "numeric", "10001.0001" },
    { "numeric", "100000000" },
    { "numeric", "-12345678901234567890.1234567890" },
    { "numeric", "0.1" },
    { "numeric", "0.0001" },
    { "numeric", "0.00001" },
    { "numeric", "-0.00000000000000000000000000012300" },
    { "numeric", "1e20" },
    { "numeric", "1e131071" },
    { "numeric", "1e-16383" },
    { "numeric", "1e131071 + 1e-16383" },
    { "numeric", "-(1e131071 - 1e-16383)" },
    { "numeric", "1.0 / 3" },
    { "numeric(20, 5)", "2.0 / 3" },
    { "numeric(5, -2)", "123456", 150000 },
    { "numeric", "sqrt(2.0::numeric(1000, 900))" },
    { "numeric", "factorial(200)" },
    { "numeric", "'NaN'" },
    { "numeric", "'Infinity'", 140000 },
    { "numeric", "'-Infinity'", 140000 },
    { "numeric", "NULL" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &numerics);
}

/* Numbers of all lengths around the point. */
static void
test_random (void)
{
  enum { N_ROWS = 150 };
  FourWays rows[N_ROWS] = { 0 };

  for (int i = 0; i < N_ROWS; i++)
    {
      GString *text = g_string_new (g_test_rand_bit () ? "-" : NULL);
      int n_integral = g_test_rand_int_range (1, 30);
      int n_fraction = g_test_rand_int_range (0, 30);

      for (int j = 0; j < n_integral; j++)
        g_string_append_c (text, (char) g_test_rand_int_range ('0', '9' + 1));
      g_string_append_c (text, '.');
      for (int j = 0; j < n_fraction; j++)
        g_string_append_c (text, "00123456789"[g_test_rand_int_range (0, 11)]);
      rows[i] = (FourWays) { "numeric", g_string_free (text, FALSE) };
    }

  four_ways_run (rows, N_ROWS, &numerics);
  for (int i = 0; i < N_ROWS; i++)
    g_free ((char *) rows[i].expression);
}

/* Accepted and refused like numeric_in() does. */
static void
test_input (void)
{
  static const char *const texts[] = {
    "0", "1", "-1", "+1", "007", "1.", ".5", "-.5", "+.5", "1.50", "1e5", "1E5", "1e+5", "1e-5",
    "1.5e3", "1.5e-3", ".5e1", "1.e2", " 12 ", "\t\n\v\f\r12\n", "000000000000", "0.000", "0e10",
    "0e-10", "0e100000", "-0", "-0.00", "123456789012345678901234567890", "1e131071",
    "9.99e131071", "1e131072", "0e131072", "1e-16383", "1e-16384", "0e-16384", "1e200000",
    "1e1073741823", "1e-1073741823", "1e1073741824", "1e9999999999", "1e-9999999999",
    "NaN", "nan", " NAN ", "inf", "-inf", "+inf", "INFINITY", "-Infinity", "+infinity",
    "", " ", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e-", "1 e5", "1..5", "1.5.5", "--1",
    "+-1", "1a", "a1", "1,5", "- 1", "+NaN", "-NaN", "NaNa", "infin", "Infinit", "infinityx",
    "1 2", "1_", "_1", "1__0", "1._5", "1_.5", "1e_5", "1e5_", "\xc2\xa0" "1", "٣", "1e5.5",
  };
  g_autoptr (PGconn) conn = PQconnectdb (test_conninfo ());

  /* Since then numbers may be infinite. */
  if (PQserverVersion (conn) < 140000)
    {
      g_test_skip ("The server reads other numbers");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PGresult) res = PQexecParams (conn, "SELECT $1::numeric", 1, NULL, &texts[i], NULL,
                                               NULL, 0);
      g_autoptr (GError) error = NULL;
      g_autoptr (PggNumeric) numeric = pgg_numeric_new_from_string (texts[i], &error);
      g_autofree char *text = numeric == NULL ? NULL : pgg_numeric_to_string (numeric);
      gboolean is_known = PQresultStatus (res) == PGRES_TUPLES_OK;

      g_test_message ("\"%s\"", texts[i]);
      g_assert_cmpstr (text, ==, is_known ? PQgetvalue (res, 0, 0) : NULL);
      if (!is_known)
        g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION);
      if (!is_known && g_str_equal (PQresultErrorField (res, PG_DIAG_SQLSTATE), "22003"))
        g_assert_cmpstr (error->message, ==,
                         "The number is too large, or has too many digits, for numeric");
      else if (!is_known)
        g_assert_cmpstr (error->message, ==, "The text is no number of type numeric");
    }
}

/* Servers before PostgreSQL 16 refuse them. */
static void
test_underscores (void)
{
  g_autoptr (PggNumeric) numeric = parse ("1_000.000_1e1_0");
  g_autofree char *text = pgg_numeric_to_string (numeric);

  g_assert_cmpstr (text, ==, "10000001000000");
}

static void
test_integers (void)
{
  static const gint64 values[] = { 0, 1, -1, 9999, 10000, -10001, G_MAXINT64, G_MININT64 };
  g_autoptr (PggNumeric) largest = pgg_numeric_new_from_uint64 (G_MAXUINT64);
  g_autofree char *largest_text = pgg_numeric_to_string (largest);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (PggNumeric) numeric = pgg_numeric_new_from_int64 (values[i]);
      g_autofree char *text = pgg_numeric_to_string (numeric);
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, values[i]);

      g_assert_cmpstr (text, ==, expected);
      g_assert_true (pgg_numeric_is_integer (numeric));
      g_assert_cmpint (pgg_numeric_to_int64 (numeric, &error), ==, values[i]);
      g_assert_no_error (error);
    }

  g_assert_cmpstr (largest_text, ==, "18446744073709551615");
  g_assert_cmpuint (pgg_numeric_to_uint64 (largest, &error), ==, G_MAXUINT64);
  g_assert_no_error (error);
}

static void
test_integers_refused (void)
{
  static const char *const texts[] = {
    "1.5", "0.00001", "9223372036854775808", "-9223372036854775809", "1e19", "1e131071", "NaN",
    "Infinity", "-Infinity",
  };
  static const char *const unsigned_texts[] = {
    "-1", "1.5", "18446744073709551616", "1e20", "NaN", "Infinity",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PggNumeric) numeric = parse (texts[i]);
      GError *error = NULL;

      g_assert_cmpint (pgg_numeric_to_int64 (numeric, &error), ==, 0);
      assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                           "The number is not one that a 64-bit integer can hold exactly");
    }
  for (guint i = 0; i < G_N_ELEMENTS (unsigned_texts); i++)
    {
      g_autoptr (PggNumeric) numeric = parse (unsigned_texts[i]);
      GError *error = NULL;

      g_assert_cmpuint (pgg_numeric_to_uint64 (numeric, &error), ==, 0);
      assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
    }
}

static void
check_double (const char *text,
              double      expected)
{
  g_autoptr (PggNumeric) numeric = parse (text);
  double value = pgg_numeric_to_double (numeric);

  g_assert_cmpmem (&value, sizeof (value), &expected, sizeof (expected));
}

static void
test_doubles (void)
{
  check_double ("0", 0);
  check_double ("0.1", 0.1);
  check_double ("-0.30000000000000004", -0.30000000000000004);
  check_double ("9007199254740993", 9007199254740992.0);
  check_double ("9007199254740993.0000000000000000000000000000000001", 9007199254740994.0);
  check_double ("1e400", INFINITY);
  check_double ("-1e400", -INFINITY);
  check_double ("1e-400", 0);
  check_double ("Infinity", INFINITY);
  check_double ("-Infinity", -INFINITY);
  check_double ("NaN", NAN);
  check_double ("1e-323", 1e-323);
  check_double ("1.7976931348623157e308", G_MAXDOUBLE);
}

/* Halfway between two doubles, but for a digit that is far behind. */
static void
test_halfway (void)
{
  g_autoptr (GString) text = g_string_new ("9007199254740993.");

  for (int i = 0; i < 2000; i++)
    g_string_append_c (text, '0');
  check_double (text->str, 9007199254740992.0);
  g_string_append_c (text, '1');
  check_double (text->str, 9007199254740994.0);
}

static void
test_random_doubles (void)
{
  for (int i = 0; i < 2000; i++)
    {
      guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      double value, back;

      memcpy (&value, &bits, sizeof (value));
      /* The smaller ones have more digits behind the point than numeric has. */
      if (isfinite (value))
        {
          g_autoptr (PggNumeric) numeric = pgg_numeric_new_from_double (value);

          back = pgg_numeric_to_double (numeric);
          g_assert_cmpmem (&back, sizeof (back), &value, sizeof (value));
        }
    }
}

/* Every way to read a decimal number must round like the C library does. */
static void
test_rounding (void)
{
  for (int i = 0; i < 20000; i++)
    {
      guint64 mantissa = ((guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ()) >>
                         g_test_rand_int_range (0, 63);
      g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT "e%d", mantissa,
                                               g_test_rand_int_range (-24, 25));
      double value = 0;
      float narrow = 0;

      g_assert_true (pgg_double_parse (text, strlen (text), &value));
      g_assert_cmpfloat (value, ==, g_ascii_strtod (text, NULL));
      g_assert_cmpint (pgg_float_parse (text, strlen (text), &narrow), ==,
                       isfinite (strtof (text, NULL)));
      g_assert_cmpfloat (narrow, ==, strtof (text, NULL));
    }
}

/* Texts at and around the middle between two floats, which a double in between would round twice.
 */
static void
test_rounding_twice (void)
{
  for (int i = 0; i < 2000; i++)
    {
      double middle = (double) (2 * (g_test_rand_int () & 0x7FFFFF) + 0x1000001);
      g_autofree char *text = g_strdup_printf ("%.0f.%s", middle, i % 3 == 0   ? "0"
                                                                  : i % 3 == 1 ? "0000000001"
                                                                               : "00000000000001");
      float value = 0;

      g_assert_true (pgg_float_parse (text, strlen (text), &value));
      g_assert_cmpfloat (value, ==, strtof (text, NULL));
    }
}

/* What the server shows with fewer digits than a number needs may be larger than all numbers. */
static void
test_rounded_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, &error);

  g_assert_no_error (error);
  pgg_connection_set_result_format (connection, PGG_RESULT_FORMAT_TEXT);
  for (int digits = -15; digits <= 0; digits++)
    {
      g_autofree char *sql = g_strdup_printf ("SET extra_float_digits = %d", digits);
      g_autoptr (PggResult) set = pgg_connection_execute (connection, sql, NULL, NULL, &error);
      g_autoptr (PggResult) result =
        pgg_connection_execute (connection, "SELECT '1.7976931348623157e308'::float8,"
                                " '-3.4028235e38'::float4, point ('-1.7976931348623157e308', 0)",
                                NULL, NULL, &error);
      g_autoptr (PggPoint) point = NULL;
      double large;

      g_assert_no_error (error);
      large = pgg_result_get_double (result, 0, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (large, >=, 1.7e308);
      g_assert_cmpfloat (pgg_result_get_double (result, 0, 1, &error), <=, -2.9e38);
      g_assert_no_error (error);
      point = pgg_result_get_point (result, 0, 2, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (pgg_point_get_x (point), ==, -large);
    }
}

/* The first number of digits that is enough, and no zeros behind them. */
static void
check_shortest (double number)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PggNumeric) expected = NULL;
  g_autoptr (PggNumeric) written = NULL;
  g_autofree char *candidate = NULL;
  double back = NAN;

  for (int digits = 1; back != number; digits++)
    {
      g_free (candidate);
      candidate = g_strdup_printf ("%.*e", digits - 1, number);
      back = g_ascii_strtod (candidate, NULL);
    }

  pgg_double_append (number, text);
  expected = parse (candidate);
  written = parse (text->str);
  g_assert_true (pgg_numeric_equal (written, expected));
}

static void
test_shortest (void)
{
  for (int i = 0; i < 5000; i++)
    {
      double precise = g_test_rand_double () / 1000;

      for (int j = g_test_rand_int_range (0, 19); j > 0; j--)
        precise *= 10;
      check_shortest (precise);
      check_shortest ((double) (gint64) precise);
      check_shortest ((double) (gint64) (precise * 100) / 100);
    }
}

static void
test_order (void)
{
  static const char *const ordered[] = {
    "-Infinity", "-1e131071", "-10000.1", "-10000", "-9999.9999", "-1.5", "-1", "-0.0001",
    "-0.00001", "0", "1e-16383", "0.00001", "0.0001", "0.00010001", "1", "1.5", "9999", "10000",
    "10000.0001", "100000000", "1e131071", "Infinity", "NaN",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ordered); i++)
    for (guint j = 0; j < G_N_ELEMENTS (ordered); j++)
      {
        g_autoptr (PggNumeric) first = parse (ordered[i]);
        g_autoptr (PggNumeric) second = parse (ordered[j]);

        g_assert_cmpint (pgg_numeric_compare (first, second), ==, (i > j) - (i < j));
        g_assert_cmpint (pgg_numeric_equal (first, second), ==, i == j);
      }
}

static void
test_same_value (void)
{
  static const char *const pairs[][2] = {
    { "1.50", "1.5" }, { "0", "-0.000" }, { "10000", "1e4" }, { "20000.00", "20000" },
    { "NaN", "nan" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (PggNumeric) first = parse (pairs[i][0]);
      g_autoptr (PggNumeric) second = parse (pairs[i][1]);

      g_assert_true (pgg_numeric_equal (first, second));
      g_assert_cmpuint (pgg_numeric_hash (first), ==, pgg_numeric_hash (second));
    }
}

static void
test_accessors (void)
{
  g_autoptr (PggNumeric) numeric = parse ("-1.50");
  g_autoptr (PggNumeric) infinity = parse ("-inf");
  g_autoptr (PggNumeric) nan = parse ("nan");
  g_autoptr (PggNumeric) whole = parse ("2.00");

  g_assert_cmpuint (pgg_numeric_get_scale (numeric), ==, 2);
  g_assert_cmpint (pgg_numeric_get_sign (numeric), ==, -1);
  g_assert_false (pgg_numeric_is_integer (numeric));
  g_assert_false (pgg_numeric_is_nan (numeric));
  g_assert_false (pgg_numeric_is_infinite (numeric));
  g_assert_true (pgg_numeric_is_integer (whole));
  g_assert_cmpint (pgg_numeric_get_sign (whole), ==, 1);
  g_assert_true (pgg_numeric_is_infinite (infinity));
  g_assert_cmpint (pgg_numeric_get_sign (infinity), ==, -1);
  g_assert_false (pgg_numeric_is_integer (infinity));
  g_assert_true (pgg_numeric_is_nan (nan));
  g_assert_cmpint (pgg_numeric_get_sign (nan), ==, 0);
}

static void
test_variant (void)
{
  g_autoptr (PggNumeric) numeric = parse ("1.50");
  g_autoptr (GVariant) variant = g_variant_ref_sink (pgg_numeric_to_variant (numeric));
  g_autoptr (PggNumeric) back = pgg_numeric_new_from_variant (variant, NULL);
  g_autofree char *text = pgg_numeric_to_string (back);
  g_autoptr (PggNumeric) again = pgg_numeric_ref (back);
  GError *error = NULL;

  g_assert_true (again == back);
  pgg_numeric_unref (g_steal_pointer (&again));
  g_assert_cmpstr (g_variant_get_string (variant, NULL), ==, "1.50");
  g_assert_cmpstr (text, ==, "1.50");
  g_assert_null (pgg_numeric_new_from_variant (g_variant_new_int32 (1), &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "A variant of type \"i\" was given for a number, which takes a string");
  g_assert_null (pgg_numeric_new_from_variant (g_variant_new_string ("x"), &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
test_values (void)
{
  GValue value = G_VALUE_INIT;
  GValue text = G_VALUE_INIT;
  GValue real = G_VALUE_INIT;

  g_value_init (&value, PGG_TYPE_NUMERIC);
  g_value_init (&text, G_TYPE_STRING);
  g_value_init (&real, G_TYPE_DOUBLE);
  g_assert_true (g_value_transform (&value, &text));
  g_assert_null (g_value_get_string (&text));
  g_value_take_boxed (&value, parse ("1.50"));
  g_assert_true (g_value_transform (&value, &text));
  g_assert_true (g_value_transform (&value, &real));
  g_assert_cmpstr (g_value_get_string (&text), ==, "1.50");
  g_assert_cmpfloat (g_value_get_double (&real), ==, 1.5);

  g_value_unset (&value);
  g_value_unset (&text);
  g_value_unset (&real);
}

static void
test_getters (void)
{
  static const Attribute attributes[] = {
    { "a", PGG_OID_NUMERIC, 0, 0 }, { "b", PGG_OID_NUMERIC, 1, 0 }, { "c", PGG_OID_NUMERIC, 0, 0 },
    { "d", PGG_OID_INT4, 0, 0 },
  };
  static const Cell cells[] = {
    TEXT ("1.50"), TEXT ("\0\2\0\0\0\0\0\2\0\1\x13\x88"), NULL_CELL, TEXT ("1")
  };
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 4, cells, 1);
  g_autoptr (PggRow) row = pgg_result_get_row (result, 0, NULL);
  g_autoptr (PggNumeric) text = pgg_result_get_numeric (result, 0, 0, NULL);
  g_autoptr (PggNumeric) binary = pgg_row_get_numeric (row, 1, NULL);
  GError *error = NULL;

  g_assert_true (pgg_numeric_equal (text, binary));
  g_assert_cmpstr (pgg_result_get_text (result, 0, 1, NULL), ==, "1.50");
  g_assert_null (pgg_result_get_numeric (result, 0, 2, &error));
  g_assert_no_error (error);
  g_assert_null (pgg_row_get_numeric (row, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 3 (\"d\", int4) cannot be read as a numeric");
  g_assert_null (pgg_row_get_numeric (row, 4, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

static void
check_malformed (const char *data,
                 int         length)
{
  g_autoptr (PggResult) result = make_cell (UTF8, PGG_OID_NUMERIC, 1, data, length);
  GError *error = NULL;

  g_assert_null (pgg_result_get_numeric (result, 0, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"c\", numeric) has a value that is malformed");
  g_assert_null (pgg_result_get_text (result, 0, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
test_malformed (void)
{
  check_malformed ("\0\1\0\0\0\0\0\0", 8);                /* a digit is missing */
  check_malformed ("\0\0\0\0\0\0\0\0\0\1", 10);           /* and here is one too much */
  check_malformed ("\0\1\0\0\0\0\0\0\x27\x10", 10);       /* 10000 */
  check_malformed ("\0\1\0\0\0\0\0\0\xff\xff", 10);
  check_malformed ("\0\1\0\0\x40\1\0\0\0\1", 10);         /* no sign */
  check_malformed ("\0\1\0\0\0\0\x40\0\0\1", 10);         /* scale */
}

/* Digits that are not shown, and zeros around the others, which the server never sends. */
static void
test_unusual (void)
{
  g_autoptr (PggResult) hidden = make_cell (UTF8, PGG_OID_NUMERIC, 1,
                                            "\0\3\0\0\0\0\0\1\0\1\x16\x2e\0\1", 14);
  g_autoptr (PggResult) zeros = make_cell (UTF8, PGG_OID_NUMERIC, 1,
                                           "\0\3\0\1\x40\0\0\0\0\0\0\7\0\0", 14);
  g_autoptr (PggResult) zero = make_cell (UTF8, PGG_OID_NUMERIC, 1, "\0\1\0\1\x40\0\0\0\0\0", 10);
  g_autoptr (PggNumeric) seven = pgg_result_get_numeric (zeros, 0, 0, NULL);

  g_assert_cmpstr (pgg_result_get_text (hidden, 0, 0, NULL), ==, "1.5");
  g_assert_cmpstr (pgg_result_get_text (zeros, 0, 0, NULL), ==, "-7");
  g_assert_cmpint (pgg_numeric_to_int64 (seven, NULL), ==, -7);
  g_assert_cmpstr (pgg_result_get_text (zero, 0, 0, NULL), ==, "0");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/numeric/four-ways", test_four_ways);
  g_test_add_func ("/types/numeric/random", test_random);
  g_test_add_func ("/types/numeric/input", test_input);
  g_test_add_func ("/types/numeric/underscores", test_underscores);
  g_test_add_func ("/types/numeric/integers", test_integers);
  g_test_add_func ("/types/numeric/integers-refused", test_integers_refused);
  g_test_add_func ("/types/numeric/doubles", test_doubles);
  g_test_add_func ("/types/numeric/halfway", test_halfway);
  g_test_add_func ("/types/numeric/random-doubles", test_random_doubles);
  g_test_add_func ("/types/numeric/rounding", test_rounding);
  g_test_add_func ("/types/numeric/rounded-up", test_rounded_up);
  g_test_add_func ("/types/numeric/rounding-twice", test_rounding_twice);
  g_test_add_func ("/types/numeric/shortest", test_shortest);
  g_test_add_func ("/types/numeric/order", test_order);
  g_test_add_func ("/types/numeric/same-value", test_same_value);
  g_test_add_func ("/types/numeric/accessors", test_accessors);
  g_test_add_func ("/types/numeric/variant", test_variant);
  g_test_add_func ("/types/numeric/values", test_values);
  g_test_add_func ("/types/numeric/getters", test_getters);
  g_test_add_func ("/types/numeric/malformed", test_malformed);
  g_test_add_func ("/types/numeric/unusual", test_unusual);

  return g_test_run ();
}
