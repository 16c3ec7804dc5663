/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names and values as SQL text: the only place where they become that. */

#include "config.h"

#include "pgg-sql-literal-private.h"

#include "pgg-float-text-private.h"

#include <math.h>
#include <string.h>

static void
append_doubled (const char *text,
                const char *doubled,
                GString    *sql)
{
  for (; *text != '\0'; text++)
    {
      if (strchr (doubled, *text) != NULL)
        g_string_append_c (sql, *text);
      g_string_append_c (sql, *text);
    }
}

void
pgg_sql_literal_append_name (const char *name,
                             GString    *sql)
{
  g_string_append_c (sql, '"');
  append_doubled (name, "\"", sql);
  g_string_append_c (sql, '"');
}

/* Without a backslash a string means the same in either setting, and with an E it always does. The
 * blank before it is libpq's (src/interfaces/libpq/fe-exec.c, PQescapeLiteral). */
void
pgg_sql_literal_append_text (const char *value,
                             GString    *sql)
{
  g_string_append (sql, strchr (value, '\\') != NULL ? " E'" : "'");
  append_doubled (value, "'\\", sql);
  g_string_append_c (sql, '\'');
}

void
pgg_sql_literal_append_bytes (const guint8 *value,
                              gsize         length,
                              GString      *sql)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append (sql, " E'\\\\x");
  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (sql, digits[value[i] >> 4]);
      g_string_append_c (sql, digits[value[i] & 0xF]);
    }
  g_string_append (sql, "'::bytea");
}

/* A number with a point or an exponent is no integer to the server; zero with a sign has none there
 * (src/backend/parser/scan.l and gram.y), nor have words. */
void
pgg_sql_literal_append_double (double   value,
                               GString *sql)
{
  gsize start = sql->len;

  if (!isfinite (value) || (value == 0 && signbit (value)))
    {
      g_string_append_c (sql, '\'');
      pgg_double_append (value, sql);
      g_string_append (sql, "'::float8");
      return;
    }

  pgg_double_append (value, sql);
  if (strpbrk (sql->str + start, ".e") == NULL)
    g_string_append (sql, ".0");
}
