/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names and values as SQL text: the only place where they become that. */

#include "config.h"

#include "pgg-sql-literal-private.h"

#include "pgg-box.h"
#include "pgg-circle.h"
#include "pgg-date.h"
#include "pgg-float-text-private.h"
#include "pgg-interval.h"
#include "pgg-line-segment.h"
#include "pgg-line.h"
#include "pgg-numeric.h"
#include "pgg-path.h"
#include "pgg-point.h"
#include "pgg-polygon.h"
#include "pgg-time.h"
#include "pgg-timestamp.h"

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

/* The types whose values are one type of the server. Their text is read as the same value whatever
 * the settings are. */
static const struct
{
  GType      (*get_type) (void);
  const char  *name;
} boxed_types[] = {
  { pgg_box_get_type, "box" },
  { pgg_circle_get_type, "circle" },
  { pgg_date_get_type, "date" },
  { pgg_interval_get_type, "interval" },
  { pgg_line_get_type, "line" },
  { pgg_line_segment_get_type, "lseg" },
  { pgg_numeric_get_type, "numeric" },
  { pgg_path_get_type, "path" },
  { pgg_point_get_type, "point" },
  { pgg_polygon_get_type, "polygon" },
};

static const char *
find_type_name (const GValue *value)
{
  if (G_VALUE_HOLDS (value, PGG_TYPE_TIME))
    return pgg_time_has_offset (g_value_get_boxed (value)) ? "timetz" : "time";
  if (G_VALUE_HOLDS (value, PGG_TYPE_TIMESTAMP))
    return pgg_timestamp_has_zone (g_value_get_boxed (value)) ? "timestamptz" : "timestamp";

  for (guint i = 0; i < G_N_ELEMENTS (boxed_types); i++)
    if (G_VALUE_HOLDS (value, boxed_types[i].get_type ()))
      return boxed_types[i].name;

  return NULL;
}

gboolean
pgg_sql_literal_append_boxed (const GValue *value,
                              GString      *sql)
{
  const char *name = find_type_name (value);
  g_auto(GValue) text = G_VALUE_INIT;

  g_value_init (&text, G_TYPE_STRING);
  if (name == NULL || !g_value_transform (value, &text))
    return FALSE;

  pgg_sql_literal_append_text (g_value_get_string (&text), sql);
  g_string_append_printf (sql, "::%s", name);
  return TRUE;
}
