/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The cursor: executing, fetching, scrolling, several results, and streams, in all their forms. */

#include "fixture.h"

#include <pgglib/pgglib.h>

#define SERIES "SELECT n, 'row ' || n FROM (SELECT generate_series(1, %u) AS n) s"

static PggConnection *
open_connection (void)
{
  g_autoptr(GError) error = NULL;
  PggConnection *connection = pgg_connect (test_conninfo (), NULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
check_usable (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (connection, "SELECT 42", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 42);
}

static void
close_connection (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;

  pgg_connection_close (connection, NULL, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
}

static void
execute (PggCursor  *cursor,
         const char *sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_cursor_execute (cursor, sql, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
stream (PggCursor *cursor,
        guint      n_rows)
{
  g_autofree char *sql = g_strdup_printf (SERIES, n_rows);
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_cursor_stream (cursor, sql, NULL, NULL, &error));
  g_assert_no_error (error);
}

static int
fetch_int (PggCursor *cursor)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, &error);
  int value = row != NULL ? pgg_row_get_int (row, 0, &error) : -1;

  g_assert_no_error (error);

  return value;
}

static void
test_new (void)
{
  PggConnection *connection = open_connection ();
  PggCursor *cursor = pgg_connection_create_cursor (connection);
  gsize n_columns = 7;

  g_assert_true (pgg_cursor_get_connection (cursor) == connection);
  g_assert_null (pgg_cursor_get_result (cursor));
  g_assert_null (pgg_cursor_get_status_message (cursor));
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, -1);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, -1);
  g_assert_null (pgg_cursor_get_description (cursor, &n_columns));
  g_assert_cmpuint (n_columns, ==, 0);
  g_assert_cmpuint (pgg_cursor_get_array_size (cursor), ==, 1);
  g_assert_cmpint (pgg_cursor_get_result_format (cursor), ==, PGG_RESULT_FORMAT_AUTO);

  g_assert_finalize_object (cursor);
  close_connection (connection);
}

/* Each of them can be read at any time, and writing back what was read changes nothing. */
static void
check_properties (GObject *object)
{
  guint n_specs;
  g_autofree GParamSpec **specs = NULL;

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n_specs);
  g_assert_cmpuint (n_specs, >, 0);
  for (guint i = 0; i < n_specs; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;
      g_auto(GValue) again = G_VALUE_INIT;

      g_object_get_property (object, specs[i]->name, &value);
      if ((specs[i]->flags & G_PARAM_WRITABLE) && !(specs[i]->flags & G_PARAM_CONSTRUCT_ONLY))
        g_object_set_property (object, specs[i]->name, &value);
      g_object_get_property (object, specs[i]->name, &again);
      g_assert_cmpint (g_param_values_cmp (specs[i], &value, &again), ==, 0);
    }
}

static void
test_properties (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);

  check_properties (G_OBJECT (connection));
  check_properties (G_OBJECT (cursor));
  check_properties (G_OBJECT (server));
  execute (cursor, "SELECT 1");
  check_properties (G_OBJECT (cursor));
  pgg_connection_close (connection, NULL, NULL);
  check_properties (G_OBJECT (connection));

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_fetch (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GPtrArray) some = NULL;
  g_autoptr(GPtrArray) sized = NULL;
  g_autoptr(GPtrArray) rest = NULL;
  g_autoptr(GPtrArray) none = NULL;

  execute (cursor, "SELECT n FROM generate_series(1, 10) n");
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 10);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, 0);
  g_assert_cmpstr (pgg_cursor_get_status_message (cursor), ==, "SELECT 10");

  g_assert_cmpint (fetch_int (cursor), ==, 1);
  some = pgg_cursor_fetch_many (cursor, 3, NULL, NULL);
  g_assert_cmpuint (some->len, ==, 3);
  g_assert_cmpint (pgg_row_get_int (some->pdata[2], 0, NULL), ==, 4);
  pgg_cursor_set_array_size (cursor, 2);
  sized = pgg_cursor_fetch_many (cursor, 0, NULL, NULL);
  g_assert_cmpuint (sized->len, ==, 2);
  rest = pgg_cursor_fetch_all (cursor, NULL, NULL);
  g_assert_cmpuint (rest->len, ==, 4);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, 10);
  g_assert_cmpint (fetch_int (cursor), ==, -1);
  none = pgg_cursor_fetch_all (cursor, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_parameters_and_formats (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  PggResultFormat formats[] = { PGG_RESULT_FORMAT_TEXT, PGG_RESULT_FORMAT_BINARY };

  pgg_params_append_int (params, 20, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      PggColumn **columns;
      gsize n_columns;

      pgg_cursor_set_result_format (cursor, formats[i]);
      g_assert_true (pgg_cursor_execute (cursor, "SELECT $1 + 1 AS sum", params, NULL, NULL));
      columns = pgg_cursor_get_description (cursor, &n_columns);
      g_assert_cmpuint (n_columns, ==, 1);
      g_assert_cmpstr (pgg_column_get_name (columns[0]), ==, "sum");
      g_assert_cmpint (pgg_column_get_format (columns[0]), ==, formats[i]);
      g_assert_cmpint (fetch_int (cursor), ==, 21);
    }

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_several_results (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_cursor_next_set (cursor, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NO_RESULT);
  g_clear_error (&error);

  execute (cursor, "SELECT 1; CREATE TEMP TABLE several (a int); SELECT 2 UNION SELECT 3");
  g_assert_cmpint (fetch_int (cursor), ==, 1);
  g_assert_true (pgg_cursor_next_set (cursor, &error));
  g_assert_cmpstr (pgg_cursor_get_status_message (cursor), ==, "CREATE TABLE");
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NO_RESULT);
  g_clear_error (&error);
  g_assert_true (pgg_cursor_next_set (cursor, &error));
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 2);
  g_assert_cmpint (fetch_int (cursor), ==, 2);
  g_assert_false (pgg_cursor_next_set (cursor, &error));
  g_assert_no_error (error);

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
check_scroll_fails (PggCursor     *cursor,
                    gint64         value,
                    PggScrollMode  mode,
                    int            code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_cursor_scroll (cursor, value, mode, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, code);
}

static void
test_scroll (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);

  check_scroll_fails (cursor, 0, PGG_SCROLL_MODE_ABSOLUTE, PGG_CLIENT_ERROR_NO_RESULT);
  execute (cursor, "SELECT n FROM generate_series(0, 4) n");
  g_assert_true (pgg_cursor_scroll (cursor, 3, PGG_SCROLL_MODE_ABSOLUTE, NULL));
  g_assert_cmpint (fetch_int (cursor), ==, 3);
  g_assert_true (pgg_cursor_scroll (cursor, -2, PGG_SCROLL_MODE_RELATIVE, NULL));
  g_assert_cmpint (fetch_int (cursor), ==, 2);
  check_scroll_fails (cursor, 5, PGG_SCROLL_MODE_ABSOLUTE, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  check_scroll_fails (cursor, -1, PGG_SCROLL_MODE_ABSOLUTE, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  check_scroll_fails (cursor, -4, PGG_SCROLL_MODE_RELATIVE, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  check_scroll_fails (cursor, G_MAXINT64, PGG_SCROLL_MODE_RELATIVE, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  check_scroll_fails (cursor, G_MININT64, PGG_SCROLL_MODE_RELATIVE, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  g_assert_cmpint (fetch_int (cursor), ==, 3);

  stream (cursor, 10);
  check_scroll_fails (cursor, 0, PGG_SCROLL_MODE_ABSOLUTE, PGG_CLIENT_ERROR_NOT_SUPPORTED);

  g_clear_object (&cursor);
  close_connection (connection);
}

static guint
count_rows (PggCursor *cursor)
{
  guint n_rows = 0;

  while (fetch_int (cursor) >= 0)
    n_rows++;

  return n_rows;
}

/* What was begun for nobody is gone with its end, although no main context runs. */
static void
test_unattended (void)
{
  PggConnection *connection = open_connection ();
  PggOperation *operation = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_object_add_weak_pointer (G_OBJECT (operation), (gpointer *) &operation);
  pgg_operation_run_async (operation, G_PRIORITY_DEFAULT, cancellable, NULL, NULL);
  g_object_unref (operation);
  check_usable (connection);
  g_assert_null (operation);
  g_cancellable_cancel (cancellable);

  check_usable (connection);
  close_connection (connection);
}

static void
put_back (PggCursor *cursor,
          GPtrArray *rows,
          guint      first)
{
  g_autoptr(GError) error = NULL;

  pgg_cursor_put_back (cursor, (PggRow **) &rows->pdata[first], rows->len - first, &error);
  g_assert_no_error (error);
}

static void
check_not_put_back (PggCursor *cursor,
                    GPtrArray *rows,
                    guint      first,
                    guint      n_rows)
{
  g_autoptr(GError) error = NULL;
  gint64 row_number = pgg_cursor_get_row_number (cursor);

  g_assert_false (pgg_cursor_put_back (cursor, (PggRow **) &rows->pdata[first], n_rows, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, row_number);
}

/* Rows that are put back come again, of several chunks of a stream as well, and also at its end. */
static void
check_put_back (PggCursor *cursor,
                gboolean   in_memory)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) again = NULL;

  g_assert_cmpint (fetch_int (cursor), ==, 1);
  rows = pgg_cursor_fetch_many (cursor, 50, NULL, NULL);
  g_assert_cmpuint (rows->len, ==, 50);
  check_not_put_back (cursor, rows, 0, 49);
  check_not_put_back (cursor, rows, 48, 1);
  put_back (cursor, rows, 10);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, 11);
  if (in_memory)
    check_not_put_back (cursor, rows, 49, 1);
  put_back (cursor, rows, 50);
  g_assert_cmpint (fetch_int (cursor), ==, 12);
  again = pgg_cursor_fetch_all (cursor, NULL, NULL);
  g_assert_cmpuint (again->len, ==, 88);
  g_assert_cmpint (pgg_row_get_int (again->pdata[0], 0, NULL), ==, 13);
  g_assert_cmpint (fetch_int (cursor), ==, -1);
  put_back (cursor, again, 86);
  g_assert_cmpint (fetch_int (cursor), ==, 99);
  g_assert_cmpint (fetch_int (cursor), ==, 100);
  g_assert_cmpint (fetch_int (cursor), ==, -1);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, 100);
}

static void
test_put_back (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GPtrArray) stale = NULL;

  execute (cursor, "SELECT n FROM generate_series(1, 100) n");
  check_put_back (cursor, TRUE);
  for (guint size = 1; size <= 30; size += 29)
    {
      pgg_cursor_set_array_size (cursor, size);
      stream (cursor, 100);
      check_put_back (cursor, FALSE);
    }

  execute (cursor, "SELECT n FROM generate_series(1, 3) n");
  stale = pgg_cursor_fetch_all (cursor, NULL, NULL);
  execute (cursor, "SELECT n FROM generate_series(1, 3) n");
  check_not_put_back (cursor, stale, 2, 1);

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_stream (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GPtrArray) many = NULL;
  g_autoptr(GPtrArray) all = NULL;

  stream (cursor, 5000);
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, -1);
  g_assert_cmpint (fetch_int (cursor), ==, 1);
  many = pgg_cursor_fetch_many (cursor, 2500, NULL, NULL);
  g_assert_cmpuint (many->len, ==, 2500);
  g_assert_cmpint (pgg_row_get_int (many->pdata[2499], 0, NULL), ==, 2501);
  all = pgg_cursor_fetch_all (cursor, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 2499);
  g_assert_cmpint (fetch_int (cursor), ==, -1);
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 5000);
  g_assert_cmpint (pgg_cursor_get_row_number (cursor), ==, 5000);

  stream (cursor, 0);
  g_assert_cmpint (fetch_int (cursor), ==, -1);
  check_usable (connection);

  g_clear_object (&cursor);
  close_connection (connection);
}

/* Several rows at a time, where libpq can do that, are the same rows. */
static void
test_stream_in_chunks (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  guint sizes[] = { 2, 700, 3000, G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      pgg_cursor_set_array_size (cursor, sizes[i]);
      stream (cursor, 3000);
      g_assert_cmpint (fetch_int (cursor), ==, 1);
      g_assert_cmpuint (count_rows (cursor), ==, 2999);
      g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 3000);
    }
  check_usable (connection);

  g_clear_object (&cursor);
  close_connection (connection);
}

/* Whatever comes between two fetches neither waits for them nor disturbs them. */
static void
test_stream_set_aside (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) first = pgg_connection_create_cursor (connection);
  g_autoptr(PggCursor) second = pgg_connection_create_cursor (connection);

  stream (first, 3000);
  g_assert_cmpint (fetch_int (first), ==, 1);
  stream (second, 2000);
  g_assert_cmpint (fetch_int (second), ==, 1);
  check_usable (connection);
  g_assert_cmpint (fetch_int (first), ==, 2);
  g_assert_cmpuint (count_rows (second), ==, 1999);
  g_assert_cmpuint (count_rows (first), ==, 2998);

  g_clear_object (&first);
  g_clear_object (&second);
  close_connection (connection);
}

static void
test_stream_error (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;
  guint n_rows = 0;

  g_assert_false (pgg_cursor_stream (cursor, "SELECT nonsense", NULL, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_COLUMN);
  g_clear_error (&error);

  g_assert_true (pgg_cursor_stream (cursor, "SELECT n / (n - 4000) FROM generate_series(1, 9000) n",
                                    NULL, NULL, &error));
  while (error == NULL)
    {
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, &error);

      n_rows += row != NULL;
    }
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_assert_cmpuint (n_rows, ==, 3999);
  g_clear_error (&error);
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  check_usable (connection);

  g_clear_object (&cursor);
  close_connection (connection);
}

/* The rows before an error are not taken for all there are, but they are not lost either. */
static void
test_stream_error_is_no_end (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;
  GPtrArray *rows;

  g_assert_true (pgg_cursor_stream (cursor, "SELECT n + 0 / (n - 40) FROM generate_series(1, 90) n",
                                    NULL, NULL, &error));
  rows = pgg_cursor_fetch_many (cursor, 30, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 30);
  g_clear_pointer (&rows, g_ptr_array_unref);
  g_assert_null (pgg_cursor_fetch_many (cursor, 30, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_clear_error (&error);
  g_assert_null (pgg_cursor_fetch_all (cursor, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  for (int i = 31; i < 40; i++)
    g_assert_cmpint (fetch_int (cursor), ==, i);

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_stream_ended_early (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;

  stream (cursor, 100000000);
  g_assert_cmpint (fetch_int (cursor), ==, 1);
  g_assert_true (pgg_cursor_close (cursor, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NO_RESULT);
  check_usable (connection);

  stream (cursor, 100000000);
  stream (cursor, 3);
  g_assert_cmpuint (count_rows (cursor), ==, 3);

  stream (cursor, 100000000);
  g_clear_object (&cursor);
  check_usable (connection);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  close_connection (connection);
}

static void
test_stream_cancelled (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  stream (cursor, 100000000);
  g_cancellable_cancel (cancellable);
  g_assert_null (pgg_cursor_fetch_all (cursor, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  pgg_cursor_close (cursor, NULL, NULL);
  check_usable (connection);

  g_clear_object (&cursor);
  close_connection (connection);
}

/* Fetches that are begun together do not take the same row in memory for theirs. */
static void
test_stream_fetches_together (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  PggOperation *operations[4];

  stream (cursor, 5000);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = pgg_cursor_fetch_one_start (cursor);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PggRow) row = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (pgg_operation_run (operations[i], NULL, NULL));
      row = pgg_cursor_fetch_one_finish (cursor, G_ASYNC_RESULT (operations[i]), &error);
      g_assert_no_error (error);
      g_assert_nonnull (row);
      g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, i + 1);
      g_object_unref (operations[i]);
    }

  g_clear_object (&cursor);
  close_connection (connection);
}

/* Rows were lost, so what follows those that were taken is no end. */
static void
test_stream_timed_out (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggRow) row = NULL;

  stream (cursor, 100000000);
  pgg_connection_set_timeout (connection, 50);
  g_assert_null (pgg_cursor_fetch_all (cursor, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_clear_error (&error);
  pgg_connection_set_timeout (connection, 0);

  while ((row = pgg_cursor_fetch_one (cursor, NULL, &error)) != NULL)
    g_clear_pointer (&row, pgg_row_unref);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  check_usable (connection);

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_stream_connection_closed (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;

  stream (cursor, 100000000);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  while (error == NULL)
    {
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, &error);

      g_assert_true (row != NULL || error != NULL);
    }
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);

  g_clear_object (&cursor);
  close_connection (connection);
}

/* Takes @operation. */
static PggOperation *
run_operation (PggOperation *operation)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_operation_run (operation, NULL, &error));
  g_assert_no_error (error);

  return operation;
}

/* What a fetch holds until it is finished is not lost when the stream ends meanwhile. */
static void
test_stream_finished_late (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) second = NULL;
  g_autoptr(PggOperation) stale = NULL;
  g_autoptr(GPtrArray) some = NULL;
  g_autoptr(GPtrArray) more = NULL;
  g_autoptr(GError) error = NULL;

  stream (cursor, 3000);
  first = run_operation (pgg_cursor_fetch_many_start (cursor, 2000));
  check_usable (connection);
  second = run_operation (pgg_cursor_fetch_many_start (cursor, 900));
  some = pgg_cursor_fetch_many_finish (cursor, G_ASYNC_RESULT (first), NULL);
  more = pgg_cursor_fetch_many_finish (cursor, G_ASYNC_RESULT (second), NULL);
  g_assert_cmpuint (some->len, ==, 2000);
  g_assert_cmpuint (more->len, ==, 900);
  g_assert_cmpuint (count_rows (cursor), ==, 100);

  stream (cursor, 3000);
  stale = run_operation (pgg_cursor_fetch_many_start (cursor, 2000));
  stream (cursor, 2);
  g_assert_null (pgg_cursor_fetch_many_finish (cursor, G_ASYNC_RESULT (stale), &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_cmpuint (count_rows (cursor), ==, 2);

  g_clear_object (&first);
  g_clear_object (&second);
  g_clear_object (&stale);
  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_execute_many (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_params_unref);
  g_autoptr(GError) error = NULL;
  gint64 n_rows;

  execute (cursor, "CREATE TEMP TABLE many (a int PRIMARY KEY)");
  for (int i = 0; i < 1000; i++)
    {
      PggParams *params = pgg_params_new ();

      pgg_params_append_int (params, i, NULL);
      g_ptr_array_add (sets, params);
    }
  n_rows = pgg_cursor_execute_many (cursor, "INSERT INTO many VALUES ($1)",
                                    (PggParams **) sets->pdata, sets->len, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_rows, ==, 1000);
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 1000);

  g_clear_object (&cursor);
  close_connection (connection);
}

static void
test_execute_many_refuses_copy (void)
{
  const char *const statements[] = {
    "COPY many FROM STDIN",
    " -- a comment\n copy(SELECT 1) TO STDOUT",
    "/* one /* in */ another */;\n;Copy many FROM STDIN",
  };
  PggConnection *connection = open_connection ();
  g_autoptr(PggParams) params = pgg_params_new ();

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (pgg_connection_execute_many (connection, statements[i], &params, 1, NULL,
                                                    &error), ==, -1);
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      check_usable (connection);
    }
  g_assert_cmpint (pgg_connection_execute_many (connection, "SELECT 1 AS copy", &params, 1, NULL,
                                                NULL), ==, 1);

  close_connection (connection);
}

typedef struct
{
  GMainLoop    *loop;
  GAsyncResult *result;
} Wait;

static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
  g_main_loop_quit (wait->loop);
}

static GAsyncResult *
run (Wait *wait)
{
  g_assert_null (wait->result);
  g_main_loop_run (wait->loop);

  return g_steal_pointer (&wait->result);
}

static void
test_async (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GAsyncResult) executed = NULL;
  g_autoptr(GAsyncResult) streamed = NULL;
  g_autoptr(GAsyncResult) one = NULL;
  g_autoptr(GAsyncResult) many = NULL;
  g_autoptr(GAsyncResult) all = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(PggRow) row = NULL;
  g_autoptr(GPtrArray) some = NULL;
  g_autoptr(GPtrArray) rest = NULL;
  g_autoptr(GError) error = NULL;
  Wait wait = { loop };

  pgg_cursor_execute_async (cursor, "SELECT 5", NULL, G_PRIORITY_DEFAULT, NULL, ready_cb, &wait);
  executed = run (&wait);
  g_assert_true (pgg_cursor_execute_finish (cursor, executed, &error));
  g_assert_cmpint (fetch_int (cursor), ==, 5);

  pgg_cursor_stream_async (cursor, "SELECT generate_series(1, 5000)", NULL, G_PRIORITY_DEFAULT,
                           NULL, ready_cb, &wait);
  streamed = run (&wait);
  g_assert_true (pgg_cursor_stream_finish (cursor, streamed, &error));
  pgg_cursor_fetch_one_async (cursor, G_PRIORITY_DEFAULT, NULL, ready_cb, &wait);
  one = run (&wait);
  row = pgg_cursor_fetch_one_finish (cursor, one, &error);
  g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, 1);
  pgg_cursor_fetch_many_async (cursor, 3000, G_PRIORITY_DEFAULT, NULL, ready_cb, &wait);
  many = run (&wait);
  some = pgg_cursor_fetch_many_finish (cursor, many, &error);
  g_assert_cmpuint (some->len, ==, 3000);
  pgg_cursor_fetch_all_async (cursor, G_PRIORITY_DEFAULT, NULL, ready_cb, &wait);
  all = run (&wait);
  rest = pgg_cursor_fetch_all_finish (cursor, all, &error);
  g_assert_cmpuint (rest->len, ==, 1999);
  pgg_cursor_close_async (cursor, G_PRIORITY_DEFAULT, NULL, ready_cb, &wait);
  closed = run (&wait);
  g_assert_true (pgg_cursor_close_finish (cursor, closed, &error));
  g_assert_no_error (error);

  g_clear_object (&cursor);
  g_clear_object (&executed);
  g_clear_object (&streamed);
  g_clear_object (&one);
  g_clear_object (&many);
  g_clear_object (&all);
  g_clear_object (&closed);
  close_connection (connection);
}

static void
test_operations (void)
{
  PggConnection *connection = open_connection ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggOperation) executing = NULL;
  g_autoptr(PggOperation) streaming = NULL;
  g_autoptr(PggOperation) one = NULL;
  g_autoptr(PggOperation) many = NULL;
  g_autoptr(PggOperation) all = NULL;
  g_autoptr(PggOperation) closing = NULL;
  g_autoptr(PggRow) row = NULL;
  g_autoptr(GPtrArray) some = NULL;
  g_autoptr(GPtrArray) rest = NULL;

  executing = run_operation (pgg_cursor_execute_start (cursor, "SELECT 5", NULL));
  g_assert_true (pgg_cursor_execute_finish (cursor, G_ASYNC_RESULT (executing), NULL));
  streaming = run_operation (pgg_cursor_stream_start (cursor, "SELECT generate_series(1, 9)",
                                                      NULL));
  g_assert_true (pgg_cursor_stream_finish (cursor, G_ASYNC_RESULT (streaming), NULL));
  one = run_operation (pgg_cursor_fetch_one_start (cursor));
  row = pgg_cursor_fetch_one_finish (cursor, G_ASYNC_RESULT (one), NULL);
  g_assert_nonnull (row);
  many = run_operation (pgg_cursor_fetch_many_start (cursor, 2));
  some = pgg_cursor_fetch_many_finish (cursor, G_ASYNC_RESULT (many), NULL);
  g_assert_cmpuint (some->len, ==, 2);
  all = run_operation (pgg_cursor_fetch_all_start (cursor));
  rest = pgg_cursor_fetch_all_finish (cursor, G_ASYNC_RESULT (all), NULL);
  g_assert_cmpuint (rest->len, ==, 6);
  closing = run_operation (pgg_cursor_close_start (cursor));
  g_assert_true (pgg_cursor_close_finish (cursor, G_ASYNC_RESULT (closing), NULL));

  g_clear_object (&cursor);
  g_clear_object (&executing);
  g_clear_object (&streaming);
  g_clear_object (&one);
  g_clear_object (&many);
  g_clear_object (&all);
  g_clear_object (&closing);
  close_connection (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cursor/new", test_new);
  g_test_add_func ("/cursor/properties", test_properties);
  g_test_add_func ("/cursor/fetch", test_fetch);
  g_test_add_func ("/cursor/parameters-and-formats", test_parameters_and_formats);
  g_test_add_func ("/cursor/several-results", test_several_results);
  g_test_add_func ("/cursor/scroll", test_scroll);
  g_test_add_func ("/cursor/stream", test_stream);
  g_test_add_func ("/cursor/stream-in-chunks", test_stream_in_chunks);
  g_test_add_func ("/cursor/stream-set-aside", test_stream_set_aside);
  g_test_add_func ("/cursor/put-back", test_put_back);
  g_test_add_func ("/cursor/unattended", test_unattended);
  g_test_add_func ("/cursor/stream-error", test_stream_error);
  g_test_add_func ("/cursor/stream-error-is-no-end", test_stream_error_is_no_end);
  g_test_add_func ("/cursor/stream-ended-early", test_stream_ended_early);
  g_test_add_func ("/cursor/stream-cancelled", test_stream_cancelled);
  g_test_add_func ("/cursor/stream-fetches-together", test_stream_fetches_together);
  g_test_add_func ("/cursor/stream-timed-out", test_stream_timed_out);
  g_test_add_func ("/cursor/stream-connection-closed", test_stream_connection_closed);
  g_test_add_func ("/cursor/stream-finished-late", test_stream_finished_late);
  g_test_add_func ("/cursor/execute-many", test_execute_many);
  g_test_add_func ("/cursor/execute-many-refuses-copy", test_execute_many_refuses_copy);
  g_test_add_func ("/cursor/async", test_async);
  g_test_add_func ("/cursor/operations", test_operations);

  return g_test_run ();
}
