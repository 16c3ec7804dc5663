/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What begins a transaction travels with whatever comes first: round trips are counted. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#define SERIES "SELECT generate_series (1, $1::int)"

typedef void (*Act) (PggConnection *connection);

static PggParams *
make_params (int value)
{
  PggParams *params = pgg_params_new ();

  pgg_params_append_int (params, value, NULL);

  return params;
}

static void
execute (PggConnection *connection,
         const char    *sql,
         int            value)
{
  g_autoptr(PggParams) params = value >= 0 ? make_params (value) : NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = pgg_connection_execute (connection, sql, params, NULL, &error);

  g_assert_no_error (error);
}

/* All rows of a stream, which are the numbers from 1 on. */
static void
read_numbers (PggCursor *cursor,
              int        n_rows)
{
  g_autoptr(GError) error = NULL;

  for (int i = 1; i <= n_rows; i++)
    {
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, i);
    }
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_no_error (error);
}

static PggCursor *
begin_stream (PggConnection *connection,
              guint          array_size,
              int            n_rows)
{
  PggCursor *cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = make_params (n_rows);
  g_autoptr(GError) error = NULL;

  pgg_cursor_set_array_size (cursor, array_size);
  pgg_cursor_stream (cursor, SERIES, params, NULL, &error);
  g_assert_no_error (error);

  return cursor;
}

static void
stream (PggConnection *connection,
        guint          array_size)
{
  g_autoptr(PggCursor) cursor = begin_stream (connection, array_size, 250);

  read_numbers (cursor, 250);
}

static void
execute_plain (PggConnection *connection)
{
  execute (connection, "SELECT 1", -1);
}

static void
execute_with_end (PggConnection *connection)
{
  execute (connection, "SELECT 1 ; -- one", -1);
}

static void
execute_string (PggConnection *connection)
{
  execute (connection, "SELECT 'a;b', $$c;d$$ /* ; */", -1);
}

static void
execute_several (PggConnection *connection)
{
  execute (connection, "SELECT 1; SELECT 2", -1);
}

static void
execute_with_value (PggConnection *connection)
{
  execute (connection, SERIES, 3);
}

static void
stream_rows (PggConnection *connection)
{
  stream (connection, 1);
}

static void
stream_chunks (PggConnection *connection)
{
  stream (connection, 100);
}

static void
stream_plain (PggConnection *connection)
{
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);

  g_assert_true (pgg_cursor_stream (cursor, "SELECT 1", NULL, NULL, NULL));
  read_numbers (cursor, 1);
}

static void
execute_sets (PggConnection *connection,
              guint          n_sets,
              PggBatchFlags  flags)
{
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_sets; i++)
    {
      g_autoptr(PggParams) params = make_params ((int) i);

      pgg_batch_add (batch, SERIES, params);
    }
  outcome = pgg_connection_execute_batch (connection, batch, flags, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_batch_result_check (outcome, &error));
}

static void
execute_batch (PggConnection *connection)
{
  execute_sets (connection, 3, PGG_BATCH_FLAGS_NONE);
}

static void
execute_one_alone (PggConnection *connection)
{
  execute_sets (connection, 1, PGG_BATCH_FLAGS_INDEPENDENT);
}

static void
execute_three_alone (PggConnection *connection)
{
  execute_sets (connection, 3, PGG_BATCH_FLAGS_INDEPENDENT);
}

/* The number of times that something is sent after something has come. */
static guint
count_trips (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  char last = 'B';
  guint n = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      n += **line == 'F' && last == 'B';
      last = **line == 'F' || **line == 'B' ? **line : last;
    }

  return n;
}

static void
assert_trips (PggConnection *connection,
              Act            act,
              guint          n_trips)
{
  g_autoptr(PggTransaction) outer = NULL;
  g_autoptr(PggTransaction) inner = NULL;
  TestTrace trace;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = NULL;

      *(i == 0 ? &outer : &inner) = test_begin (connection);
      test_trace_begin (&trace, connection);
      act (connection);
      text = test_trace_end (&trace);
      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, i == 0 ? "\"BEGIN\"" : "\"SAVEPOINT pgg_"));
      g_assert_cmpuint (count_trips (text), ==, n_trips);
      g_assert_null (strstr (text, "NoticeResponse"));
      g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                       PGG_PQ_TRANSACTION_STATUS_INTRANS);
    }
  g_assert_true (pgg_transaction_commit (inner, NULL, NULL));
  g_assert_true (pgg_transaction_commit (outer, NULL, NULL));
}

/* What is prepared by its first execution, or described by it. */
static void
learn (PggConnection *connection)
{
  pgg_connection_set_prepare_threshold (connection, 0);
  stream (connection, 1);
}

static void
test_execute_trips (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  assert_trips (connection, execute_plain, 1);
  assert_trips (connection, execute_with_end, 1);
  assert_trips (connection, execute_string, 1);
  assert_trips (connection, execute_with_value, 1);
  assert_trips (connection, execute_batch, 1);
  assert_trips (connection, execute_one_alone, 1);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_UNNAMED);
  assert_trips (connection, execute_with_value, 1);
}

/* Items that stand alone need to know that the transaction has begun; libpq can put several
 * statements in one text, and COPY, into no pipeline. */
static void
test_two_trips (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  assert_trips (connection, execute_three_alone, 2);
  assert_trips (connection, execute_several, 2);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_SIMPLE);
  assert_trips (connection, execute_plain, 2);
  assert_trips (connection, stream_rows, 2);
}

/* What is described takes the beginning with the description. */
static void
test_described_trips (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  assert_trips (connection, stream_plain, 2);
  assert_trips (connection, stream_rows, 2);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_DESCRIBED);
  assert_trips (connection, execute_with_value, 2);
  assert_trips (connection, execute_batch, 2);
  assert_trips (connection, stream_rows, 2);
}

/* The rows of what is known come with the answer to the beginning. */
static void
test_stream_trips (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  learn (connection);
  assert_trips (connection, stream_rows, 1);
  assert_trips (connection, stream_chunks, 1);
  pgg_connection_set_autocommit (connection, FALSE);
  stream (connection, 1);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
}

static PggStatement *kept;

static void
execute_kept (PggConnection *connection)
{
  g_autoptr(PggParams) params = make_params (3);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = pgg_statement_execute (kept, params, NULL, &error);

  g_assert_no_error (error);
}

static void
stream_kept (PggConnection *connection)
{
  g_autoptr(PggParams) params = make_params (250);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggCursor) cursor = pgg_statement_stream (kept, params, 1, NULL, &error);

  g_assert_no_error (error);
  read_numbers (cursor, 250);
}

static void
test_statement_trips (void)
{
  const PggStatementMode modes[] = { PGG_STATEMENT_MODE_CACHED, PGG_STATEMENT_MODE_UNNAMED };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(PggConnection) connection = test_connect ();

      pgg_connection_set_statement_mode (connection, modes[i]);
      kept = pgg_connection_prepare (connection, SERIES, NULL, NULL);
      g_assert_nonnull (kept);
      assert_trips (connection, execute_kept, 1);
      assert_trips (connection, stream_kept, 1);
      g_clear_object (&kept);
    }
}

/* Others use the connection before the rows have been read, and it is closed early. */
static void
test_stream_aside (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggCursor) first = NULL;
  g_autoptr(PggCursor) second = NULL;
  g_autoptr(GError) error = NULL;

  learn (connection);
  transaction = test_begin (connection);
  first = begin_stream (connection, 1, 3000);
  g_assert_cmpint (test_query_int (connection, "SELECT 7"), ==, 7);
  read_numbers (first, 3000);
  g_assert_true (pgg_transaction_commit (transaction, NULL, &error));
  g_clear_object (&transaction);

  transaction = test_begin (connection);
  second = begin_stream (connection, 1, 3000000);
  g_assert_true (pgg_cursor_close (second, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (pgg_transaction_rollback (transaction, NULL, &error));
  g_assert_cmpint (test_query_int (connection, "SELECT 7"), ==, 7);
}

static void
execute_nothing (PggConnection *connection,
                 const char    *sql,
                 int            code)
{
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = make_params (0);
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_cursor_stream (cursor, sql, params, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, code);
}

/* An error of the statement leaves a transaction that has failed, as it does behind a BEGIN that
 * was sent before. */
static void
test_stream_fails (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  pgg_connection_set_prepare_threshold (connection, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggTransaction) transaction = test_begin (connection);

      execute_nothing (connection, "SELECT 1 / $1::int", PGG_SQL_STATE_DIVISION_BY_ZERO);
      g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                       PGG_PQ_TRANSACTION_STATUS_INERROR);
      g_assert_true (pgg_transaction_rollback (transaction, NULL, NULL));
    }
  g_assert_cmpint (test_query_int (connection, "SELECT 7"), ==, 7);
}

/* In a savepoint the server refuses another isolation level. */
static void
refuse (PggConnection *connection,
        Act            act)
{
  g_autoptr(PggTransaction) outer = test_begin (connection);
  g_autoptr(PggTransaction) inner = NULL;

  execute (connection, "SELECT 1", -1);
  inner = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_SERIALIZABLE, NULL);
  act (connection);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INERROR);
  g_assert_true (pgg_transaction_rollback (inner, NULL, NULL));
  g_assert_true (pgg_transaction_commit (outer, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, "SELECT 7"), ==, 7);
}

static void
refuse_stream (PggConnection *connection)
{
  execute_nothing (connection, SERIES, PGG_SQL_STATE_ACTIVE_SQL_TRANSACTION);
}

static void
refuse_alone (PggConnection *connection)
{
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(GError) error = NULL;

  pgg_batch_add (batch, "SELECT 1", NULL);
  pgg_batch_add (batch, "SELECT 2", NULL);
  outcome = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT, NULL,
                                          &error);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ACTIVE_SQL_TRANSACTION);
  g_assert_null (outcome);
}

static void
test_refused (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  refuse (connection, refuse_stream);
  learn (connection);
  refuse (connection, refuse_stream);
  refuse (connection, refuse_alone);
}

/* What cannot even be sent leaves a transaction that has begun. */
static void
test_unsendable (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;

  execute (connection, "SET client_encoding TO latin1", -1);
  transaction = test_begin (connection);
  g_assert_false (pgg_cursor_stream (cursor, "SELECT '\u20ac'", NULL, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  g_assert_true (pgg_transaction_commit (transaction, NULL, NULL));
}

/* An item that cannot be sent has no Sync, which the beginning would wait for. */
static void
test_alone_unsendable (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(GError) error = NULL;

  execute (connection, "SET client_encoding TO latin1", -1);
  transaction = test_begin (connection);
  pgg_batch_add (batch, "SELECT '\u20ac'", NULL);
  pgg_batch_add (batch, "SELECT 1", NULL);
  pgg_batch_add (batch, "SELECT 2", NULL);
  outcome = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT, NULL,
                                          &error);
  g_assert_no_error (error);
  g_assert_false (pgg_batch_result_check_item (outcome, 0, NULL));
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 2);
  g_assert_true (pgg_transaction_commit (transaction, NULL, NULL));
}

/* One that runs out of time is cancelled, with or without the transaction having begun. */
static void
test_timeout (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) none = make_params (0);
  g_autoptr(PggParams) long_time = make_params (600);
  g_autoptr(GError) error = NULL;

  pgg_connection_set_prepare_threshold (connection, 0);
  g_assert_true (pgg_cursor_stream (cursor, "SELECT pg_sleep ($1::int)", none, NULL, NULL));
  g_assert_true (pgg_cursor_close (cursor, NULL, NULL));
  transaction = test_begin (connection);
  pgg_connection_set_timeout (connection, 100);
  g_assert_false (pgg_cursor_stream (cursor, "SELECT pg_sleep ($1::int)", long_time, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  pgg_connection_set_timeout (connection, 0);
  g_assert_true (pgg_transaction_rollback (transaction, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, "SELECT 7"), ==, 7);
}

/* The connection ends while its rows come. */
static void
test_lost (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggCursor) cursor = NULL;
  g_autoptr(PggConnection) other = test_connect ();
  g_autofree char *kill = NULL;
  g_autoptr(GError) error = NULL;
  PggRow *row;

  learn (connection);
  transaction = test_begin (connection);
  cursor = begin_stream (connection, 1, 3000000);
  kill = g_strdup_printf ("SELECT pg_terminate_backend (%d)",
                          pgg_connection_get_backend_pid (connection));
  execute (other, kill, -1);
  while ((row = pgg_cursor_fetch_one (cursor, NULL, &error)) != NULL)
    pgg_row_unref (row);
  g_assert_nonnull (error);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/begin/execute", test_execute_trips);
  g_test_add_func ("/begin/two", test_two_trips);
  g_test_add_func ("/begin/described", test_described_trips);
  g_test_add_func ("/begin/stream", test_stream_trips);
  g_test_add_func ("/begin/statement", test_statement_trips);
  g_test_add_func ("/begin/stream-aside", test_stream_aside);
  g_test_add_func ("/begin/stream-fails", test_stream_fails);
  g_test_add_func ("/begin/refused", test_refused);
  g_test_add_func ("/begin/unsendable", test_unsendable);
  g_test_add_func ("/begin/alone-unsendable", test_alone_unsendable);
  g_test_add_func ("/begin/timeout", test_timeout);
  g_test_add_func ("/begin/lost", test_lost);

  return g_test_run ();
}
