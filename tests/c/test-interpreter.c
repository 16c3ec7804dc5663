/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What goes to and fro in a session is read and written as the settings of the session say. */

#include "config.h"

#include "engine-fixture.h"

#include <pgglib/client/pgg-result-private.h>

static PggConnection *
connect_in (const char *encoding)
{
  g_autofree char *conninfo = NULL;

  conninfo = g_strdup_printf ("%s client_encoding=%s", test_conninfo (), encoding);

  return test_connect_to (conninfo);
}

static void
check_text (PggConnection *connection,
            const char    *sql,
            const char    *text)
{
  g_autoptr(PggResult) result = test_query (connection, sql);

  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
}

static void
test_sql (void)
{
  static const char *const encodings[] = { "LATIN1", "WIN1252", "UTF8", "SQL_ASCII" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr(PggConnection) connection = connect_in (encodings[i]);
      g_autoptr(PggResult) result = test_query (connection, "SELECT 'é' AS \"clé\"");
      PggColumn *column = pgg_result_get_column (result, 0, NULL);

      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "é");
      g_assert_cmpstr (pgg_column_get_name (column), ==, "clé");
      check_text (connection, "SELECT octet_length ('é' || '')::text", "2");
    }
}

/* Every kind of statement is converted, not only those that are executed once. */
static void
test_other_statements (void)
{
  g_autoptr(PggConnection) connection = connect_in ("LATIN1");
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggRow) row = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMPORARY TABLE \"thé\" (n int)");
  pgg_params_append_int (params, 7, NULL);
  g_assert_cmpint (pgg_connection_execute_many (connection, "INSERT INTO \"thé\" VALUES ($1)",
                                                &params, 1, NULL, &error), ==, 1);
  g_assert_no_error (error);

  g_assert_true (pgg_cursor_stream (cursor, "SELECT n, 'ü' FROM \"thé\"", NULL, NULL, &error));
  g_assert_no_error (error);
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, 7);
  g_assert_cmpstr (pgg_row_get_text (row, 1, NULL), ==, "ü");
}

static void
test_no_such_character (void)
{
  g_autoptr(PggConnection) connection = connect_in ("LATIN1");
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_execute (connection, "SELECT '日本'", NULL, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "LATIN1"));
  g_assert_null (strstr (error->message, "日本"));
  test_assert_usable (connection);
}

static void
test_encoding_changes (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) result = NULL;

  test_execute (connection, "SET client_encoding = LATIN1");
  check_text (connection, "SELECT 'é'", "é");
  test_execute (connection, "SET client_encoding = UTF8");
  check_text (connection, "SELECT '日本'", "日本");

  result = test_query (connection, "SELECT 'é'; SET client_encoding = LATIN1; SELECT U&'\\00e9'");
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "é");
  g_assert_cmpstr (pgg_result_get_text (pgg_result_get_next (pgg_result_get_next (result)), 0, 0,
                                        NULL), ==, "é");
  test_execute (connection, "SELECT set_config ('client_encoding', 'UTF8', false)");
  check_text (connection, "SELECT U&'\\00e9'", "é");
}

static void
notice_cb (PggConnection  *connection,
           PggDiagnostics *diagnostics,
           char          **message)
{
  *message = g_strdup (pgg_diagnostics_get_message_primary (diagnostics));
}

static void
test_messages (void)
{
  g_autoptr(PggConnection) connection = connect_in ("LATIN1");
  g_autoptr(GError) error = NULL;
  g_autofree char *notice = NULL;
  g_autoptr(PggDiagnostics) diagnostics = NULL;

  g_signal_connect (connection, "notice", G_CALLBACK (notice_cb), &notice);
  test_execute (connection, "DO $$ BEGIN RAISE NOTICE 'à bientôt'; END $$");
  g_assert_cmpstr (notice, ==, "à bientôt");

  error = test_execute_error (connection, "DO $$ BEGIN RAISE 'à demain' USING HINT = 'où'; END $$");
  g_assert_cmpstr (error->message, ==, "à demain");
  diagnostics = pgg_diagnostics_from_error (error);
  g_assert_cmpstr (pgg_diagnostics_get_hint (diagnostics), ==, "où");
}

static void
test_notifications (void)
{
  g_autoptr(PggConnection) connection = connect_in ("LATIN1");
  g_autoptr(PggNotification) notification = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_connection_listen (connection, "café", NULL, &error));
  g_assert_no_error (error);
  test_execute (connection, "NOTIFY \"café\", 'prêt'");
  notification = pgg_connection_wait_notification (connection, 1000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_notification_get_channel (notification), ==, "café");
  g_assert_cmpstr (pgg_notification_get_payload (notification), ==, "prêt");
}

/* Results know how the server writes dates; while that is the same they share what they know. */
static void
test_styles (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) first = test_query (connection, "SELECT 1");
  g_autoptr(PggResult) second = test_query (connection, "SELECT 2");
  g_autoptr(PggResult) set = NULL;
  PggCodecContext *context;

  g_assert_true (first->context == second->context);
  g_assert_cmpint (first->context->date_style, ==, PGG_DATE_STYLE_ISO);

  set = test_query (connection, "SELECT 1; SET DateStyle = 'German, DMY'; "
                                "SET IntervalStyle = iso_8601; "
                                "SET TimeZone = 'Asia/Tokyo'");
  g_assert_true (set->context == first->context);
  context = set->next->context;
  g_assert_cmpint (context->date_style, ==, PGG_DATE_STYLE_GERMAN);
  g_assert_cmpint (context->date_order, ==, PGG_DATE_ORDER_DMY);
  g_assert_cmpint (context->interval_style, ==, PGG_INTERVAL_STYLE_ISO_8601);
  g_assert_cmpstr (context->time_zone, ==, "Asia/Tokyo");
}

/* The rest of a stream is read before another statement changes how values are written. */
static void
test_stream_styles (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggRow) row = NULL;

  g_assert_true (pgg_cursor_stream (cursor, "SELECT U&'\\00e9' FROM generate_series (1, 3)", NULL,
                                    NULL, NULL));
  test_execute (connection, "SET client_encoding = LATIN1");
  row = pgg_cursor_fetch_one (cursor, NULL, NULL);
  g_assert_cmpstr (pgg_row_get_text (row, 0, NULL), ==, "é");
  check_text (connection, "SELECT 'é'", "é");
}

/* The server sends no sound binary format of these in another encoding: it is not asked for. */
static void
test_hstore (void)
{
  g_autoptr(PggConnection) connection = connect_in ("LATIN1");
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE EXTENSION hstore");
  for (int round = 0; round < 3; round++)
    {
      g_autoptr(PggRow) row = NULL;
      const GValue *value;

      g_assert_true (pgg_cursor_stream (cursor, "SELECT ARRAY['é=>ü'::hstore]", NULL, NULL,
                                        &error));
      g_assert_no_error (error);
      row = pgg_cursor_fetch_one (cursor, NULL, &error);
      g_assert_no_error (error);
      value = pgg_row_get_value (row, 0, &error);
      g_assert_no_error (error);
      value = pgg_array_get_element (g_value_get_boxed (value), 0, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (g_hash_table_lookup (g_value_get_boxed (value), "é"), ==, "ü");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (60);

  g_test_add_func ("/interpreter/sql", test_sql);
  g_test_add_func ("/interpreter/other-statements", test_other_statements);
  g_test_add_func ("/interpreter/no-such-character", test_no_such_character);
  g_test_add_func ("/interpreter/encoding-changes", test_encoding_changes);
  g_test_add_func ("/interpreter/messages", test_messages);
  g_test_add_func ("/interpreter/notifications", test_notifications);
  g_test_add_func ("/interpreter/styles", test_styles);
  g_test_add_func ("/interpreter/hstore", test_hstore);
  g_test_add_func ("/interpreter/stream-styles", test_stream_styles);

  return g_test_run ();
}
