/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A tour of pgglib in C. quickstart.py, quickstart.js and quickstart.vala print the same. */

#include <locale.h>

#include <json-glib/json-glib.h>
#include <pgglib/pgglib.h>

#define DATA "/usr/share/iso-codes/json/"

typedef struct
{
  GMainLoop *loop;
  guint ticks;
  GError *error;
} Wait;

/* Text takes the place of $1, $2 and so on at the server: nothing is ever quoted. */
static PggParams *
params_from_text (const char *first,
                  const char *second)
{
  PggParams *params = pgg_params_new ();

  pgg_params_append_text (params, first, NULL);
  if (second != NULL)
    pgg_params_append_text (params, second, NULL);

  return params;
}

/* Every row of parameters may hold other types, and NULL. */
static PggParams *
params_from_country (JsonObject *country)
{
  PggParams *params = pgg_params_new ();
  const char *common = json_object_get_string_member_with_default (country, "common_name", NULL);
  const char *number = json_object_get_string_member (country, "numeric");

  pgg_params_append_text (params, json_object_get_string_member (country, "alpha_2"), NULL);
  pgg_params_append_text (params, json_object_get_string_member (country, "name"), NULL);
  pgg_params_append_text (params, common, NULL);
  pgg_params_append_int (params, (int) g_ascii_strtoll (number, NULL, 10), NULL);
  pgg_params_append_text (params, json_object_get_string_member (country, "flag"), NULL);

  return params;
}

static GPtrArray *
read_countries (GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_params_unref);
  JsonArray *countries;

  if (!json_parser_load_from_file (parser, DATA "iso_3166-1.json", error))
    return NULL;

  countries = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                            "3166-1");
  for (guint i = 0; i < json_array_get_length (countries); i++)
    g_ptr_array_add (rows, params_from_country (json_array_get_object_element (countries, i)));

  return g_steal_pointer (&rows);
}

/* One statement, executed once for each row of parameters, in a single flight. */
static gboolean
load_countries (PggConnection  *connection,
                GError        **error)
{
  g_autoptr(GPtrArray) rows = read_countries (error);
  gint64 loaded;

  if (rows == NULL)
    return FALSE;

  loaded = pgg_connection_execute_many (connection,
                                        "INSERT INTO country VALUES ($1, $2, $3, $4, $5)",
                                        (PggParams **) rows->pdata, rows->len, NULL, error);
  if (loaded < 0)
    return FALSE;

  g_print ("%" G_GINT64_FORMAT " countries\n", loaded);
  return TRUE;
}

/* A whole file as one parameter; the server takes it apart. */
static gboolean
load_file (PggConnection  *connection,
           const char     *name,
           const char     *what,
           const char     *sql,
           GError        **error)
{
  g_autofree char *path = g_strconcat (DATA, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(PggParams) params = NULL;
  g_autoptr(PggResult) result = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;

  params = params_from_text (text, NULL);
  result = pgg_connection_execute (connection, sql, params, NULL, error);
  if (result == NULL)
    return FALSE;

  g_print ("%" G_GINT64_FORMAT " %s\n", pgg_result_get_affected_rows (result), what);
  return TRUE;
}

static gboolean
load (PggConnection  *connection,
      GError        **error)
{
  g_autoptr(PggResult) result = NULL;

  /* Without parameters there may be several statements. */
  result = pgg_connection_execute (connection,
    "CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL, common_name text,"
    "                      number int, flag text);"
    "CREATE TABLE subdivision (code text PRIMARY KEY, name text, type text);"
    "CREATE TABLE language (code text PRIMARY KEY, name text)", NULL, NULL, error);

  return result != NULL &&
         load_countries (connection, error) &&
         load_file (connection, "iso_3166-2.json", "subdivisions",
                    "INSERT INTO subdivision SELECT code, name, type"
                    "  FROM json_to_recordset ($1::json -> '3166-2')"
                    "    AS r (code text, name text, type text)", error) &&
         load_file (connection, "iso_639-3.json", "languages",
                    "INSERT INTO language SELECT alpha_3, name"
                    "  FROM json_to_recordset ($1::json -> '639-3')"
                    "    AS r (alpha_3 text, name text)", error);
}

/* Cells of any type can be read as text; NULL is NULL and not "". */
static void
print_row (PggResult *result,
           guint      row)
{
  for (guint column = 0; column < pgg_result_get_n_columns (result); column++)
    {
      const char *text = pgg_result_get_text (result, row, column, NULL);

      g_print ("%s%s", column > 0 ? " | " : "  ", text != NULL ? text : "(null)");
    }
  g_print ("\n");
}

static gboolean
print_table (PggConnection  *connection,
             const char     *title,
             const char     *sql,
             PggParams      *params,
             GError        **error)
{
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (connection, sql, params, NULL, error);
  if (result == NULL)
    return FALSE;

  g_print ("\n%s\n", title);
  for (guint row = 0; row < pgg_result_get_n_rows (result); row++)
    print_row (result, row);

  return TRUE;
}

static gboolean
query (PggConnection  *connection,
       GError        **error)
{
  g_autoptr(PggParams) limit = pgg_params_new ();
  g_autoptr(PggParams) pattern = params_from_text ("[^ -~]|Republic of$", NULL);
  g_autoptr(PggParams) click = params_from_text ("%ǃ%", NULL);

  pgg_params_append_int (limit, 5, NULL);

  return print_table (connection, "Countries with the most subdivisions",
                      "SELECT flag, country.name, count (*)"
                      "  FROM country JOIN subdivision"
                      "    ON country.code = split_part (subdivision.code, '-', 1)"
                      "  GROUP BY country.code ORDER BY count DESC, country.code LIMIT $1",
                      limit, error) &&
         print_table (connection, "Countries beyond ASCII and republics, as people call them",
                      "SELECT flag, name, common_name FROM country WHERE name ~ $1"
                      "  ORDER BY code", pattern, error) &&
         print_table (connection, "Languages with a click",
                      "SELECT code, name FROM language WHERE name LIKE $1 ORDER BY code",
                      click, error);
}

/* Rows are read as they arrive: memory for one of them is enough. */
static gboolean
stream (PggConnection  *connection,
        GError        **error)
{
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) failure = NULL;
  g_autofree char *longest = g_strdup ("");
  PggRow *next;

  if (!pgg_cursor_stream (cursor, "SELECT name FROM language ORDER BY code", NULL, NULL, error))
    return FALSE;

  while ((next = pgg_cursor_fetch_one (cursor, NULL, &failure)) != NULL)
    {
      g_autoptr(PggRow) row = next;
      const char *name = pgg_row_get_text (row, 0, NULL);

      if (g_utf8_strlen (name, -1) > g_utf8_strlen (longest, -1))
        {
          g_free (longest);
          longest = g_strdup (name);
        }
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  g_print ("\nThe longest name, found while streaming\n  %s\n", longest);
  return TRUE;
}

static gboolean
tick_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->ticks++;

  return G_SOURCE_CONTINUE;
}

static void
slept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Wait *wait = user_data;
  g_autoptr(PggResult) slept = NULL;

  slept = pgg_connection_execute_finish (PGG_CONNECTION (source), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

/* What a GTK application does: ask, and go on drawing. */
static gboolean
ask_slowly (PggConnection  *connection,
            GError        **error)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, 0, NULL };
  guint source = g_timeout_add (10, tick_cb, &wait);

  pgg_connection_execute_async (connection, "SELECT pg_sleep (0.5)", NULL, G_PRIORITY_DEFAULT,
                                NULL, slept_cb, &wait);
  g_main_loop_run (loop);
  g_source_remove (source);
  if (wait.error != NULL)
    {
      g_propagate_error (error, wait.error);
      return FALSE;
    }

  g_print ("\nWhile the server slept\n  the loop %s\n",
           wait.ticks > 1 ? "kept running" : "stood still");
  return TRUE;
}

/* An error has a code to act on, and all fields that the server sent. */
static void
make_mistake (PggConnection *connection)
{
  g_autoptr(PggParams) params = params_from_text ("AX", "Åland once more");
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggDiagnostics) diagnostics = NULL;

  result = pgg_connection_execute (connection, "INSERT INTO country VALUES ($1, $2)", params,
                                   NULL, &error);
  if (!g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION))
    return;

  diagnostics = pgg_diagnostics_from_error (error);
  g_print ("\nA mistake: SQLSTATE %s, constraint %s\n  %s\n  %s\n",
           pgg_diagnostics_get_sqlstate (diagnostics),
           pgg_diagnostics_get_constraint_name (diagnostics), error->message,
           pgg_diagnostics_get_detail (diagnostics));
}

static gboolean
notify (PggConnection  *connection,
        GError        **error)
{
  g_autoptr(PggParams) params = params_from_text ("news", "Здравствуй, 世界");
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggNotification) notification = NULL;

  if (!pgg_connection_listen (connection, "news", NULL, error))
    return FALSE;
  result = pgg_connection_execute (connection, "SELECT pg_notify ($1, $2)", params, NULL, error);
  if (result == NULL)
    return FALSE;
  notification = pgg_connection_wait_notification (connection, -1, NULL, error);
  if (notification == NULL)
    return FALSE;

  g_print ("\nA notification\n  %s: %s\n", pgg_notification_get_channel (notification),
           pgg_notification_get_payload (notification));
  return TRUE;
}

static gboolean
tour (PggLocalServer  *server,
      GError         **error)
{
  g_autofree char *conninfo = pgg_local_server_dup_conninfo (server);
  g_autoptr(PggConnection) connection = pgg_connect (conninfo, NULL, error);

  if (connection == NULL ||
      !load (connection, error) ||
      !query (connection, error) ||
      !stream (connection, error) ||
      !ask_slowly (connection, error))
    return FALSE;
  make_mistake (connection);

  return notify (connection, error) && pgg_connection_close (connection, NULL, error);
}

int
main (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  if (!pgg_local_server_start (server, NULL, &error) ||
      !tour (server, &error) ||
      !pgg_local_server_stop (server, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
