/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names and values as SQL text: the only place where they become that. */

#include "config.h"

#include "pgg-sql-literal-private.h"

#include "pgg-array-private.h"
#include "pgg-boxed-type-private.h"
#include "pgg-codec-container-private.h"
#include "pgg-float-text-private.h"
#include "pgg-type-info-private.h"

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
  g_string_append (sql, "'::pg_catalog.bytea");
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
      g_string_append (sql, "'::pg_catalog.float8");
      return;
    }

  pgg_double_append (value, sql);
  if (strpbrk (sql->str + start, ".e") == NULL)
    g_string_append (sql, ".0");
}

static char *
dup_text (const GValue *value)
{
  g_auto(GValue) text = G_VALUE_INIT;

  if (G_VALUE_HOLDS (value, G_TYPE_HASH_TABLE))
    return pgg_hstore_to_string (g_value_get_boxed (value));

  g_value_init (&text, G_TYPE_STRING);

  return g_value_transform (value, &text) ? g_value_dup_string (&text) : NULL;
}

/* The server cannot infer the type of what makes an array. */
static gboolean
append_array (const GValue      *value,
              const PggTypeInfo *type,
              GString           *sql)
{
  return type != NULL && G_VALUE_HOLDS (value, PGG_TYPE_ARRAY) &&
         pgg_array_append_sql (g_value_get_boxed (value), sql);
}

static gboolean
append_text_of (const GValue *value,
                GString      *sql)
{
  g_autofree char *text = dup_text (value);

  if (text != NULL)
    pgg_sql_literal_append_text (text, sql);

  return text != NULL;
}

/* The text of a value is read as the same value whatever the settings are. A record has its type
 * from the place where it stands: it is inferred, and so is that of arrays and ranges of types of a
 * database. */
gboolean
pgg_sql_literal_append_boxed (const GValue *value,
                              GString      *sql)
{
  const PggBoxedType *boxed_type = pgg_boxed_type_lookup (G_VALUE_TYPE (value));
  const PggTypeInfo *type;

  if (boxed_type == NULL)
    return FALSE;

  type = pgg_type_info_lookup_builtin (pgg_boxed_type_get_oid (boxed_type,
                                                               g_value_get_boxed (value)));
  if (!append_array (value, type, sql) && !append_text_of (value, sql))
    return FALSE;
  /* Without its schema another type could be meant, and bit stands for one with a length. */
  if (type != NULL)
    g_string_append_printf (sql, "::pg_catalog.%s", type->name);
  return TRUE;
}
