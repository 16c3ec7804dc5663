/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tokens of SQL. */

#include "config.h"

#include <string.h>

#include <pgglib/pgglib.h>

#include "types/pgg-sql-lexer-private.h"

/* One letter for each type of token. */
static const char letters[] = "^ cwisnpm+.";

/* The tokens without white space, as TYPE<TEXT>. */
static char *
scan (const char  *text,
      gsize        length,
      gboolean     standard_strings,
      GError     **error)
{
  PggSqlLexer lexer = pgg_sql_lexer_init (text, length, standard_strings);
  g_autoptr (GString) tokens = g_string_new (NULL);
  gsize total = 0;
  PggSqlToken token;

  for (;;)
    {
      if (!pgg_sql_lexer_next (&lexer, &token, error))
        return NULL;
      g_assert_true (token.text == text + total);
      if (token.type == PGG_SQL_TOKEN_END)
        break;
      g_assert_cmpuint (token.length, >, 0);
      total += token.length;
      if (token.type != PGG_SQL_TOKEN_SPACE)
        g_string_append_printf (tokens, "%c<%.*s>", letters[token.type], (int) token.length,
                                token.text);
    }

  g_assert_cmpuint (total, ==, length);
  return g_string_free (g_steal_pointer (&tokens), FALSE);
}

static void
check (const char *sql,
       gboolean    standard_strings,
       const char *expected)
{
  /* Without a NUL behind it, so that reading on shows under valgrind and sanitizers. */
  gsize length = strlen (sql);
  g_autofree char *copy = g_memdup2 (sql, length);
  g_autoptr (GError) error = NULL;
  g_autofree char *tokens = scan (copy, length, standard_strings, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tokens, ==, expected);
}

static const struct
{
  const char *sql;
  const char *tokens;
} samples[] = {
  { "", "" },
  { " \t\r\n\f\v", "" },
  { "SELECT a_1$b FROM öl", "w<SELECT>w<a_1$b>w<FROM>w<öl>" },

  /* Strings */
  { "'a''b'", "s<'a''b'>" },
  { "'' ''", "s<''>s<''>" },
  { "E'a\\'b' e''", "s<E'a\\'b'>s<e''>" },
  { "E'\\\\' 'x'", "s<E'\\\\'>s<'x'>" },
  { "nameE'a\\' b", "w<nameE>s<'a\\'>w<b>" },
  { "U&'d\\0061' uescape '!'", "s<U&'d\\0061'>w<uescape>s<'!'>" },
  { "u &'a'", "w<u>+<&>s<'a'>" },
  { "B'01''1' x'1F'", "s<B'01'>s<'1'>s<x'1F'>" },
  { "N'a' xa'b'", "s<N'a'>w<xa>s<'b'>" },

  /* A string goes on behind a newline, as the kind that it began as. */
  { "'a'\n'b' 'c'", "s<'a'\n'b'>s<'c'>" },
  { "'a' -- :x'\n  -- y\n\t'b'", "s<'a' -- :x'\n  -- y\n\t'b'>" },
  { "E'a'\r'\\''", "s<E'a'\r'\\''>" },
  { "'a' /* no */\n'b'", "s<'a'>c</* no */>s<'b'>" },
  { "'a'\n-- c", "s<'a'>c<-- c>" },
  { "'a'\n- 1", "s<'a'>+<->n<1>" },
  { "'a'\n", "s<'a'>" },

  /* Dollar quotes */
  { "$$it's$$", "s<$$it's$$>" },
  { "$a$ $$ $b$ $ab$ $a$x", "s<$a$ $$ $b$ $ab$ $a$>w<x>" },
  { "$é1$'$é1$", "s<$é1$'$é1$>" },
  { "$a$x$aa$a$", "s<$a$x$aa$a$>" },
  { "a$$b$$ $1 $12x", "w<a$$b$$>p<$1>p<$12>w<x>" },
  { "$1$$x$$", "p<$1>s<$$x$$>" },
  { "$a b", ".<$>w<a>w<b>" },

  /* Names in quotes */
  { "\"a\"\"b\".\"c'\"", "i<\"a\"\"b\">.<.>i<\"c'\">" },
  { "U&\"\\0041\" u&a", "i<U&\"\\0041\">w<u>+<&>w<a>" },

  /* Comments */
  { "1--:x'\n2", "n<1>c<--:x'>n<2>" },
  { "-- at the end", "c<-- at the end>" },
  { "/* a /* b */ ' */x", "c</* a /* b */ ' */>w<x>" },
  { "/*/*/**/*/*/x", "c</*/*/**/*/*/>w<x>" },
  { "/**/1/*/ */2", "c</**/>n<1>c</*/ */>n<2>" },
  { "a+/*b*/c @--d", "w<a>+<+>c</*b*/>w<c>+<@>c<--d>" },

  /* Operators, in which neither a question mark nor a colon is special */
  { "a @> b ?| c ?& d", "w<a>+<@>>w<b>+<?|>w<c>+<?&>w<d>" },
  { "a->>'b' #>> '{c}' ~* 'd'", "w<a>+<->>>s<'b'>+<#>>>s<'{c}'>+<~*>s<'d'>" },
  { "f(a := 1, b => 2)", "w<f>.<(>w<a>.<:=>n<1>.<,>w<b>+<=>>n<2>.<)>" },
  { "a<:b", "w<a>+<<>m<:b>" },

  /* Numbers */
  { "1 .5 1.5e-3 1. 1..2 1e 1e+", "n<1>n<.5>n<1.5e-3>n<1.>n<1>.<..>n<2>n<1>w<e>n<1>w<e>+<+>" },
  { "0x1F 1_000", "n<0>w<x1F>n<1>w<_000>" },

  /* Colons */
  { ":a=:b_2,:ö", "m<:a>+<=>m<:b_2>.<,>m<:ö>" },
  { "a::int :b::text", "w<a>.<::>w<int>m<:b>.<::>w<text>" },
  { ":a:::b", "m<:a>.<::>m<:b>" },
  { "f(a:=:b)", "w<f>.<(>w<a>.<:=>m<:b>.<)>" },
  { "a[1:n]", "w<a>.<[>n<1>.<:>w<n>.<]>" },
  { "a[lo:hi]", "w<a>.<[>w<lo>.<:>w<hi>.<]>" },
  { "a[:n]", "w<a>.<[>m<:n>.<]>" },
  { "a[:n:m]", "w<a>.<[>m<:n>.<:>w<m>.<]>" },
  { "a[:n : :m]", "w<a>.<[>m<:n>.<:>m<:m>.<]>" },
  { "a[f(1):n][$1:n]", "w<a>.<[>w<f>.<(>n<1>.<)>.<:>w<n>.<]>.<[>p<$1>.<:>w<n>.<]>" },
  { "a[1:2] : 3", "w<a>.<[>n<1>.<:>n<2>.<]>.<:>n<3>" },
  { "JSON_OBJECT('k':v, \"c\":v)", "w<JSON_OBJECT>.<(>s<'k'>.<:>w<v>.<,>i<\"c\">.<:>w<v>.<)>" },
  { "CASE WHEN :a THEN :b/**/:c", "w<CASE>w<WHEN>m<:a>w<THEN>m<:b>c</**/>m<:c>" },
  { ":1 : a :", ".<:>n<1>.<:>w<a>.<:>" },
  { ":a$1", "m<:a>p<$1>" },
  { "{} \\;", ".<{>.<}>.<\\>.<;>" },
};

static void
test_tokens (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    check (samples[i].sql, TRUE, samples[i].tokens);
}

static void
test_setting (void)
{
  check ("'a\\' 'b'", TRUE, "s<'a\\'>s<'b'>");
  check ("'a\\' 'b", FALSE, "s<'a\\' '>w<b>");
  check ("'\\\\' x", FALSE, "s<'\\\\'>w<x>");
  check ("U&'\\' x", FALSE, "s<U&'\\'>w<x>");
  check ("B'\\' x", FALSE, "s<B'\\'>w<x>");
  check ("\"\\\" $$\\$$", FALSE, "i<\"\\\">s<$$\\$$>");
}

static const struct
{
  const char *sql;
  const char *message;
} unclosed[] = {
  { "SELECT 'a", "Line 1, character 8: the string that begins here has no end" },
  { "SELECT\n 'ö', E'\\'", "Line 2, character 7: the string that begins here has no end" },
  { "'", "Line 1, character 1: the string that begins here has no end" },
  { "E'a\\", "Line 1, character 1: the string that begins here has no end" },
  { "'a'\n'b", "Line 1, character 1: the string that begins here has no end" },
  { "a \"b\"\"", "Line 1, character 3: the name in quotes that begins here has no end" },
  { "U&\"b", "Line 1, character 1: the name in quotes that begins here has no end" },
  { "a /* /* */", "Line 1, character 3: the comment that begins here has no end" },
  { "/*/", "Line 1, character 1: the comment that begins here has no end" },
  { "$a$ $a", "Line 1, character 1: the string in dollar quotes that begins here has no end" },
  { "$$ $", "Line 1, character 1: the string in dollar quotes that begins here has no end" },
};

static void
test_unclosed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unclosed); i++)
    {
      gsize length = strlen (unclosed[i].sql);
      g_autofree char *copy = g_memdup2 (unclosed[i].sql, length);
      g_autoptr (GError) error = NULL;

      g_assert_null (scan (copy, length, TRUE, &error));
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
      g_assert_cmpstr (error->message, ==, unclosed[i].message);
    }
}

/* Any bytes are either tokens that together are all of them, or an error. */
static void
test_any_bytes (void)
{
  static const char alphabet[] = "'\"$:eEuU&xb\\/*-\n 1a.[](){};@?_\xC3\xA4\0";

  for (int round = 0; round < 20000; round++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, 24);
      g_autofree char *text = g_malloc (length + 1);
      g_autoptr (GError) error = NULL;
      g_autofree char *tokens = NULL;
      char *copy;

      for (gsize i = 0; i < length; i++)
        text[i] = alphabet[g_test_rand_int_range (0, sizeof (alphabet) - 1)];
      copy = g_memdup2 (text, length);
      tokens = scan (copy, length, round % 2 == 0, &error);
      g_assert_true ((tokens == NULL) == (error != NULL));
      g_free (copy);
    }
}

static void
test_names (void)
{
  g_assert_true (pgg_sql_is_name ("a"));
  g_assert_true (pgg_sql_is_name ("_1ä"));
  g_assert_false (pgg_sql_is_name (""));
  g_assert_false (pgg_sql_is_name ("1a"));
  g_assert_false (pgg_sql_is_name ("a$"));
  g_assert_false (pgg_sql_is_name ("a b"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sql-lexer/tokens", test_tokens);
  g_test_add_func ("/sql-lexer/setting", test_setting);
  g_test_add_func ("/sql-lexer/unclosed", test_unclosed);
  g_test_add_func ("/sql-lexer/any-bytes", test_any_bytes);
  g_test_add_func ("/sql-lexer/names", test_names);

  return g_test_run ();
}
