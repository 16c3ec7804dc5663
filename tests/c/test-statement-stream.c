/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Streams of statements that are prepared and kept, and streams that nobody waits for. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#define SERIES "SELECT generate_series (1, $1::int4)"
#define ENDLESS "SELECT generate_series (1, 2000000000)"

static PggParams *
int64_params_new (gint64 value)
{
  PggParams *params = pgg_params_new ();

  g_assert_true (pgg_params_append_int64 (params, value, NULL));

  return params;
}

static PggCursor *
stream (PggStatement  *statement,
        gint64         value,
        guint          array_size,
        GError       **error)
{
  g_autoptr(PggParams) params = int64_params_new (value);

  return pgg_statement_stream (statement, params, array_size, NULL, error);
}

static void
assert_rows (PggCursor *cursor,
             guint      n_rows)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 1; i <= n_rows; i++)
    {
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (pgg_row_get_int64 (row, 0, NULL), ==, i);
    }
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_streams (PggStatement *statement,
                guint         n_rows,
                guint         array_size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggCursor) cursor = stream (statement, n_rows, array_size, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pgg_cursor_get_array_size (cursor), ==, MAX (array_size, 1));
  assert_rows (cursor, n_rows);
}

static void
test_rows (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, SERIES);
  const guint sizes[] = { 0, 1, 7, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      assert_streams (statement, 25, sizes[i]);
      assert_streams (statement, 0, sizes[i]);
    }
}

/* Nothing is asked before the rows come. */
static void
test_messages (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, SERIES);
  g_autofree char *text = NULL;
  TestTrace trace;

  test_trace_begin (&trace, connection);
  assert_streams (statement, 2, 1);
  text = test_trace_end (&trace);
  g_assert_null (strstr (text, "Parse\t"));
  g_assert_nonnull (strstr (text, "Bind\t"));
  g_assert_null (strstr (strstr (text, "ReadyForQuery") + 1, "ReadyForQuery"));
}

static void
test_names (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement =
    test_prepare (connection, "SELECT generate_series (:low::int8, :high)");
  g_autoptr(PggStatement) plain = test_prepare (connection, "SELECT 1");
  g_autoptr(PggParams) params = int64_params_new (3);
  g_autoptr(PggCursor) cursor = NULL;
  g_autoptr(PggCursor) one = NULL;

  g_assert_true (pgg_params_set_name (params, "high", NULL));
  g_assert_true (pgg_params_append_text (params, "1", NULL));
  g_assert_true (pgg_params_set_name (params, "low", NULL));
  cursor = pgg_statement_stream (statement, params, 1, NULL, NULL);
  assert_rows (cursor, 3);
  one = pgg_statement_stream (plain, NULL, 1, NULL, NULL);
  assert_rows (one, 1);
}

/* It was prepared, and is streamed when a pooler may be in between. */
static void
test_modes (void)
{
  const PggStatementMode modes[] = {
    PGG_STATEMENT_MODE_CACHED, PGG_STATEMENT_MODE_DESCRIBED, PGG_STATEMENT_MODE_UNNAMED,
    PGG_STATEMENT_MODE_SIMPLE,
  };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, SERIES);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      pgg_connection_set_statement_mode (connection, modes[i]);
      assert_streams (statement, 3, 1);
      test_execute (connection, "DEALLOCATE ALL");
      assert_streams (statement, 4, 2);
    }
}

/* The server has forgotten it, in one way or another, or has got other definitions. */
static void
test_healed (void)
{
  static const char *const forget[] = {
    "DEALLOCATE ALL", "DISCARD ALL", "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$",
  };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, SERIES);

  for (guint i = 0; i < G_N_ELEMENTS (forget); i++)
    {
      test_execute (connection, forget[i]);
      assert_streams (statement, 3, 1);
    }
  g_assert_true (pgg_connection_reset (connection, NULL, NULL));
  assert_streams (statement, 3, 1);
}

static void
test_other_columns (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggCursor) cursor = NULL;
  g_autoptr(PggRow) row = NULL;

  test_execute (other, "DROP TABLE IF EXISTS streamed; CREATE TABLE streamed AS SELECT 1 AS i");
  statement = test_prepare (connection, "SELECT * FROM streamed WHERE i = $1");
  test_execute (other, "ALTER TABLE streamed ADD j text DEFAULT 'x'");
  cursor = stream (statement, 1, 1, NULL);
  row = pgg_cursor_fetch_one (cursor, NULL, NULL);
  g_assert_cmpstr (pgg_row_get_text (row, 1, NULL), ==, "x");
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, NULL));
  g_assert_cmpuint (pgg_statement_get_n_columns (statement), ==, 2);
  test_execute (other, "DROP TABLE streamed");
}

/* In a transaction that is an error, and the next time all is well. */
static void
test_in_transaction (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, SERIES);
  g_autoptr(GError) error = NULL;

  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  test_execute (connection, "BEGIN");
  g_assert_null (stream (statement, 3, 1, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_INVALID_SQL_STATEMENT_NAME);
  test_execute (connection, "ROLLBACK");
  test_execute (connection, "BEGIN");
  assert_streams (statement, 3, 1);
  test_execute (connection, "COMMIT");
}

static void
test_refused (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT 1 / $1::int4");
  g_autoptr(GError) error = NULL;

  g_assert_null (stream (statement, G_MAXINT64, 1, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION);
  g_clear_error (&error);
  g_assert_null (stream (statement, 0, 1, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_clear_error (&error);
  g_assert_null (pgg_statement_stream (statement, NULL, 1, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_true (pgg_statement_close (statement, NULL, NULL));
  g_assert_null (stream (statement, 1, 1, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  test_assert_usable (connection);
}

/* The rows that are on their way do not need the statement any more. */
static void
test_outlived (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  PggStatement *statement = test_prepare (connection, SERIES);
  g_autoptr(PggCursor) cursor = stream (statement, 30000, 1, NULL);

  g_object_unref (statement);
  assert_rows (cursor, 30000);
  test_assert_usable (connection);
}

/* Whoever lets go of a stream does not want its rows, wherever it is. */
static void
test_dropped (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, ENDLESS);
  g_autoptr(PggOperation) stepped = NULL;

  g_object_unref (pgg_statement_stream_start (statement, NULL, 1));
  test_assert_usable (connection);
  stepped = pgg_statement_stream_start (statement, NULL, 1);
  test_drive (stepped);
  g_clear_object (&stepped);
  test_assert_usable (connection);
  g_object_unref (pgg_statement_stream (statement, NULL, 1, NULL, NULL));
  test_assert_usable (connection);
}

/* The same for a cursor that executes something else before its stream has begun. */
static void
test_replaced (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggOperation) operation = pgg_cursor_stream_start (cursor, ENDLESS, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_cursor_execute (cursor, "SELECT 1", NULL, NULL, NULL));
  g_assert_false (pgg_cursor_stream_finish (cursor, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  assert_rows (cursor, 1);
}

static void
test_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, SERIES);
  g_autoptr(PggParams) params = int64_params_new (5);
  g_autoptr(PggCursor) cursor = NULL;
  TestCall call = { 0 };

  pgg_statement_stream_async (statement, params, 1, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  test_call_wait (&call);
  cursor = pgg_statement_stream_finish (statement, call.result, NULL);
  assert_rows (cursor, 5);
  test_call_clear (&call);
}

static void
test_cancelled (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement =
    test_prepare (connection, "SELECT pg_sleep ($1) FROM generate_series (1, 2)");
  g_autoptr(GError) error = NULL;

  pgg_connection_set_timeout (connection, 100);
  g_assert_null (stream (statement, 600, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  pgg_connection_set_timeout (connection, 0);
  test_assert_usable (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/statement-stream/rows", test_rows);
  g_test_add_func ("/statement-stream/messages", test_messages);
  g_test_add_func ("/statement-stream/names", test_names);
  g_test_add_func ("/statement-stream/modes", test_modes);
  g_test_add_func ("/statement-stream/healed", test_healed);
  g_test_add_func ("/statement-stream/other-columns", test_other_columns);
  g_test_add_func ("/statement-stream/in-transaction", test_in_transaction);
  g_test_add_func ("/statement-stream/refused", test_refused);
  g_test_add_func ("/statement-stream/outlived", test_outlived);
  g_test_add_func ("/statement-stream/dropped", test_dropped);
  g_test_add_func ("/statement-stream/replaced", test_replaced);
  g_test_add_func ("/statement-stream/async", test_async);
  g_test_add_func ("/statement-stream/cancelled", test_cancelled);

  return g_test_run ();
}
