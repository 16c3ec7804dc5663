/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Booleans, integers, floating-point numbers, text and bytes, four ways. */

#include "config.h"

#include "four-ways.h"

static const FourWaysOptions read_only = { .flags = FOUR_WAYS_NO_ENCODERS };

static void
test_integers (void)
{
  static const FourWays rows[] = {
    { "bool", "true" },
    { "bool", "false" },
    { "bool", "NULL" },
    { "int2", "-32768" },
    { "int2", "32767" },
    { "int4", "-2147483648" },
    { "int4", "0" },
    { "int4", "2147483647" },
    { "int8", "-9223372036854775808" },
    { "int8", "9223372036854775807" },
    { "int8", "NULL" },
    { "oid", "0" },
    { "oid", "4294967295" },
    { "xid", "'4294967295'" },
    { "cid", "'7'" },
    { "xid8", "'18446744073709551615'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

static void
test_floats (void)
{
  static const FourWays rows[] = {
    { "float8", "0" },
    { "float8", "'-0'" },
    { "float8", "0.1" },
    { "float8", "1e23" },
    { "float8", "5e-324" },
    { "float8", "2.2250738585072014e-308" },
    { "float8", "-1.7976931348623157e308" },
    { "float8", "'NaN'" },
    { "float8", "'Infinity'" },
    { "float8", "'-Infinity'" },
    { "float4", "0.1" },
    { "float4", "'-0'" },
    { "float4", "1e-45" },
    { "float4", "3.4028235e38" },
    { "float4", "16777216" },
    { "float4", "'NaN'" },
    { "float4", "'-Infinity'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

static void
test_texts (void)
{
  static const FourWays rows[] = {
    { "text", "''" },
    { "text", "'Grüße €'" },
    { "text", "NULL" },
    { "text", "repeat('x', 10000)" },
    { "varchar", "'x'" },
    { "char(3)", "'x'" },
    { "name", "'x'" },
    { "\"char\"", "'x'" },
    { "\"char\"", "''" },
    { "\"char\"", "'\\303'" },
    { "json", "'[1, \"ä\"]'" },
    { "jsonb", "'{\"b\":1, \"a\":2}'" },
    { "xml", "'<a/>'" },
    { "refcursor", "'r'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

static void
test_uuids (void)
{
  static const FourWays rows[] = {
    { "uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &read_only);
}

static void
test_bytes (void)
{
  static const FourWays rows[] = {
    { "bytea", "''" },
    { "bytea", "'\\x00ff5c41'" },
    { "bytea", "NULL" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/scalar/integers", test_integers);
  g_test_add_func ("/types/scalar/floats", test_floats);
  g_test_add_func ("/types/scalar/texts", test_texts);
  g_test_add_func ("/types/scalar/uuids", test_uuids);
  g_test_add_func ("/types/scalar/bytes", test_bytes);

  return g_test_run ();
}
