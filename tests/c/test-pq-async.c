/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The façade over libpq: commands sent now and answered later, handlers, COPY, cancelling. */

#include "config.h"

#include <pgglib/pgglib.h>

#include "pq-fixture.h"

#include <string.h>

static void
wait_for (PggPqConn    *conn,
          GIOCondition  condition)
{
  g_autoptr(GError) error = NULL;
  GPollFD fd = { 0, };

  fd.fd = pgg_pq_conn_socket (conn, &error);
  g_assert_no_error (error);
  fd.events = (gushort) condition;
  g_assert_cmpint (g_poll (&fd, 1, -1), ==, 1);
}

/* The next result, waiting in poll() and never in libpq. */
static PggPqResult *
next_result (PggPqConn *conn)
{
  g_autoptr(GError) error = NULL;
  PggPqResult *result;

  while (pgg_pq_conn_flush (conn, &error) == 1)
    {
      wait_for (conn, G_IO_IN | G_IO_OUT);
      g_assert_true (pgg_pq_conn_consume_input (conn, &error));
    }

  while (pgg_pq_conn_is_busy (conn, &error))
    {
      wait_for (conn, G_IO_IN);
      g_assert_true (pgg_pq_conn_consume_input (conn, &error));
    }

  result = pgg_pq_conn_get_result (conn, &error);
  g_assert_no_error (error);
  return result;
}

static void
expect_status (PggPqConn       *conn,
               PggPqExecStatus  status)
{
  g_autoptr(PggPqResult) result = next_result (conn);

  g_assert_nonnull (result);
  g_assert_cmpint (pgg_pq_result_status (result), ==, status);
}

static void
expect_value (PggPqConn  *conn,
              const char *expected)
{
  g_autoptr(PggPqResult) result = next_result (conn);

  g_assert_nonnull (result);
  test_pq_assert_value (result, expected);
}

static void
expect_end (PggPqConn *conn)
{
  g_assert_null (next_result (conn));
}

static void
test_send (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqParams) params = pgg_pq_params_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_pq_conn_set_nonblocking (conn, TRUE, &error));
  g_assert_true (pgg_pq_conn_is_nonblocking (conn, &error));
  g_assert_true (pgg_pq_conn_send_query (conn, "select 1; select 2", -1, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_pq_conn_send_query (conn, "select 3", -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  expect_value (conn, "1");
  expect_value (conn, "2");
  expect_end (conn);

  g_assert_true (pgg_pq_params_append (params, 23, "41", -1, PGG_PQ_FORMAT_TEXT, &error));
  g_assert_true (pgg_pq_conn_send_query_params (conn, "select $1 + 1", -1, params,
                                                PGG_PQ_FORMAT_TEXT, &error));
  expect_value (conn, "42");
  expect_end (conn);
  g_assert_true (pgg_pq_conn_send_prepare (conn, "s", -1, "select $1::int - 1", -1, NULL, 0,
                                           &error));
  expect_status (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  expect_end (conn);
  g_assert_true (pgg_pq_conn_send_query_prepared (conn, "s", -1, params, PGG_PQ_FORMAT_TEXT,
                                                  &error));
  expect_value (conn, "40");
  expect_end (conn);
  g_assert_true (pgg_pq_conn_send_describe_prepared (conn, "s", -1, &error));
  expect_status (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  expect_end (conn);
  g_assert_true (pgg_pq_conn_send_describe_portal (conn, "none", -1, &error));
  expect_status (conn, PGG_PQ_EXEC_STATUS_FATAL_ERROR);
  expect_end (conn);
  g_assert_no_error (error);
}

static void
test_send_close (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) prepared = test_pq_exec (conn, "prepare s as select 1");
  g_autoptr(GError) error = NULL;

  if (!pgg_capabilities_has (PGG_CAPABILITY_CLOSE_PREPARED))
    {
      g_assert_false (pgg_pq_conn_send_close_prepared (conn, "s", -1, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      g_assert_false (pgg_pq_conn_send_close_portal (conn, "p", -1, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  g_assert_true (pgg_pq_conn_send_close_prepared (conn, "s", -1, &error));
  expect_status (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  expect_end (conn);
  g_assert_true (pgg_pq_conn_send_close_portal (conn, "p", -1, &error));
  expect_status (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  expect_end (conn);
  g_assert_no_error (error);
}

/* More than the system buffers: the server answers while we still send, and nobody blocks. */
static void
test_flush (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqParams) params = pgg_pq_params_new ();
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *big = g_strnfill (20 * 1024 * 1024, 'x');

  g_assert_true (pgg_pq_conn_set_nonblocking (conn, TRUE, &error));
  g_assert_true (pgg_pq_params_append (params, 25, big, -1, PGG_PQ_FORMAT_TEXT, &error));
  g_assert_true (pgg_pq_conn_send_query_params (conn, "select $1", -1, params, PGG_PQ_FORMAT_TEXT,
                                                &error));
  g_assert_cmpint (pgg_pq_conn_flush (conn, &error), ==, 1);
  result = next_result (conn);
  g_assert_cmpint (pgg_pq_result_get_length (result, 0, 0, &error), ==, 20 * 1024 * 1024);
  expect_end (conn);
  g_assert_no_error (error);
}

static void
test_single_row (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_pq_conn_set_single_row_mode (conn, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_true (pgg_pq_conn_send_query (conn, "select generate_series (1, 3)", -1, &error));
  g_assert_true (pgg_pq_conn_set_single_row_mode (conn, &error));
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    expect_status (conn, PGG_PQ_EXEC_STATUS_SINGLE_TUPLE);
  expect_status (conn, PGG_PQ_EXEC_STATUS_TUPLES_OK);
  expect_end (conn);
}

static void
test_chunked_rows (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) chunk = NULL;
  g_autoptr(GError) error = NULL;

  if (!pgg_capabilities_has (PGG_CAPABILITY_CHUNKED_ROWS))
    {
      g_assert_false (pgg_pq_conn_set_chunked_rows_mode (conn, 2, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  g_assert_false (pgg_pq_conn_set_chunked_rows_mode (conn, 0, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_false (pgg_pq_conn_set_chunked_rows_mode (conn, 2, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_true (pgg_pq_conn_send_query (conn, "select generate_series (1, 5)", -1, &error));
  g_assert_true (pgg_pq_conn_set_chunked_rows_mode (conn, 2, &error));
  chunk = next_result (conn);
  g_assert_cmpint (pgg_pq_result_status (chunk), ==, PGG_PQ_EXEC_STATUS_TUPLES_CHUNK);
  g_assert_cmpint (pgg_pq_result_ntuples (chunk, &error), ==, 2);
  expect_status (conn, PGG_PQ_EXEC_STATUS_TUPLES_CHUNK);
  expect_status (conn, PGG_PQ_EXEC_STATUS_TUPLES_CHUNK);
  expect_status (conn, PGG_PQ_EXEC_STATUS_TUPLES_OK);
  expect_end (conn);
  g_assert_no_error (error);
}

static void
test_pipeline (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_pq_conn_pipeline_status (conn), ==, PGG_PQ_PIPELINE_STATUS_OFF);
  g_assert_false (pgg_pq_conn_pipeline_sync (conn, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  g_assert_true (pgg_pq_conn_enter_pipeline_mode (conn, &error));
  g_assert_cmpint (pgg_pq_conn_pipeline_status (conn), ==, PGG_PQ_PIPELINE_STATUS_ON);

  g_assert_true (pgg_pq_conn_send_query_params (conn, "select 1", -1, NULL, PGG_PQ_FORMAT_TEXT,
                                                &error));
  g_assert_true (pgg_pq_conn_send_query_params (conn, "select 1/0", -1, NULL, PGG_PQ_FORMAT_TEXT,
                                                &error));
  g_assert_true (pgg_pq_conn_send_query_params (conn, "select 3", -1, NULL, PGG_PQ_FORMAT_TEXT,
                                                &error));
  g_assert_true (pgg_pq_conn_send_flush_request (conn, &error));
  g_assert_true (pgg_pq_conn_pipeline_sync (conn, &error));
  expect_value (conn, "1");
  expect_end (conn);
  g_assert_false (pgg_pq_conn_exit_pipeline_mode (conn, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  expect_status (conn, PGG_PQ_EXEC_STATUS_FATAL_ERROR);
  g_assert_cmpint (pgg_pq_conn_pipeline_status (conn), ==, PGG_PQ_PIPELINE_STATUS_ABORTED);
  expect_end (conn);
  expect_status (conn, PGG_PQ_EXEC_STATUS_PIPELINE_ABORTED);
  expect_end (conn);
  expect_status (conn, PGG_PQ_EXEC_STATUS_PIPELINE_SYNC);
  g_assert_true (pgg_pq_conn_exit_pipeline_mode (conn, &error));
  g_assert_no_error (error);
  test_pq_assert_alive (conn);
}

static void
test_send_pipeline_sync (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;

  if (!pgg_capabilities_has (PGG_CAPABILITY_SEND_PIPELINE_SYNC))
    {
      g_assert_false (pgg_pq_conn_send_pipeline_sync (conn, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  g_assert_true (pgg_pq_conn_enter_pipeline_mode (conn, &error));
  g_assert_true (pgg_pq_conn_send_query_params (conn, "select 1", -1, NULL, PGG_PQ_FORMAT_TEXT,
                                                &error));
  g_assert_true (pgg_pq_conn_send_pipeline_sync (conn, &error));
  expect_value (conn, "1");
  expect_end (conn);
  expect_status (conn, PGG_PQ_EXEC_STATUS_PIPELINE_SYNC);
  g_assert_true (pgg_pq_conn_exit_pipeline_mode (conn, &error));
  g_assert_no_error (error);
}

static void
test_notifies (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqConn) other = test_pq_connect ();
  g_autoptr(PggPqResult) listening = test_pq_exec (conn, "listen pq_channel");
  g_autoptr(PggPqResult) sent = NULL;
  g_autoptr(PggPqNotify) notify = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  g_assert_null (pgg_pq_conn_notifies (conn, &error));
  sent = test_pq_exec (other, "notify pq_channel, 'payload'");
  while ((notify = pgg_pq_conn_notifies (conn, &error)) == NULL)
    {
      wait_for (conn, G_IO_IN);
      g_assert_true (pgg_pq_conn_consume_input (conn, &error));
    }

  pgg_pq_notify_unref (pgg_pq_notify_ref (notify));
  pgg_pq_conn_finish (conn);
  g_assert_cmpstr (pgg_pq_notify_get_relname (notify, &length), ==, "pq_channel");
  g_assert_cmpuint (length, ==, strlen ("pq_channel"));
  g_assert_cmpstr (pgg_pq_notify_get_extra (notify, &length), ==, "payload");
  g_assert_cmpuint (length, ==, strlen ("payload"));
  g_assert_cmpint (pgg_pq_notify_get_be_pid (notify), ==,
                   pgg_pq_conn_backend_pid (other, &error));
}

typedef struct
{
  int calls;
  int freed;
  PggPqResult *kept;
} Seen;

static void
seen_free_cb (gpointer data)
{
  Seen *seen = data;

  seen->freed++;
}

/* A notify handler may use the connection: this one sends itself another notification. */
static void
notify_cb (PggPqConn   *conn,
           PggPqNotify *notify,
           gpointer     user_data)
{
  Seen *seen = user_data;
  g_autoptr(PggPqResult) result = NULL;

  g_assert_cmpstr (pgg_pq_notify_get_relname (notify, NULL), ==, "pq_self");
  if (++seen->calls < 3)
    result = test_pq_exec (conn, "notify pq_self");
}

static void
notify_finish_cb (PggPqConn   *conn,
                  PggPqNotify *notify,
                  gpointer     user_data)
{
  Seen *seen = user_data;

  seen->calls++;
  pgg_pq_conn_finish (conn);
}

static void
test_notify_handler (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) listening = test_pq_exec (conn, "listen pq_self");
  g_autoptr(PggPqResult) sent = NULL;
  g_autoptr(PggPqResult) sent_twice = NULL;
  g_autoptr(GError) error = NULL;
  Seen seen = { 0, };

  pgg_pq_conn_set_notify_handler (conn, notify_cb, &seen, seen_free_cb);
  sent = test_pq_exec (conn, "notify pq_self");
  g_assert_cmpint (seen.calls, ==, 3);
  g_assert_null (pgg_pq_conn_notifies (conn, &error));

  pgg_pq_conn_set_notify_handler (conn, notify_finish_cb, &seen, seen_free_cb);
  g_assert_cmpint (seen.freed, ==, 1);
  sent_twice = test_pq_exec (conn, "notify pq_self, 'a'; notify pq_self, 'b'");
  g_assert_cmpint (seen.calls, ==, 4);
  g_assert_true (pgg_pq_conn_is_finished (conn));
  g_clear_object (&conn);
  g_assert_cmpint (seen.freed, ==, 2);
}

/* A notice handler may look at the connection, but libpq is at work: it may not use it. */
static void
notice_cb (PggPqConn   *conn,
           PggPqResult *notice,
           gpointer     user_data)
{
  Seen *seen = user_data;
  g_autoptr(GError) error = NULL;

  seen->calls++;
  g_assert_cmpstr (pgg_pq_result_error_field (notice, PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_PRIMARY,
                                              NULL, &error), ==, "watch out");
  g_assert_cmpint (pgg_pq_conn_backend_pid (conn, &error), >, 0);
  g_assert_no_error (error);
  g_assert_null (pgg_pq_conn_exec (conn, "select 1", -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_false (pgg_pq_result_set_null (notice, 0, 0, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  seen->kept = pgg_pq_result_ref (notice);
}

static void
notice_replace_cb (PggPqConn   *conn,
                   PggPqResult *notice,
                   gpointer     user_data)
{
  Seen *seen = user_data;

  pgg_pq_conn_set_notice_handler (conn, NULL, NULL, NULL);
  g_assert_cmpint (seen->freed, ==, 1);
  seen->calls++;
}

static void
notice_finish_cb (PggPqConn   *conn,
                  PggPqResult *notice,
                  gpointer     user_data)
{
  Seen *seen = user_data;

  seen->calls++;
  pgg_pq_conn_finish (conn);
  g_assert_true (pgg_pq_conn_is_finished (conn));
}

static void
test_notice_handler (void)
{
  const char *notice = "do $$ begin raise notice 'watch out'; end $$; select 'done'";
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) dropped = test_pq_exec (conn, notice);
  g_autoptr(PggPqResult) first = NULL;
  g_autoptr(PggPqResult) second = NULL;
  g_autoptr(PggPqResult) third = NULL;
  g_autoptr(GError) error = NULL;
  Seen seen = { 0, };

  pgg_pq_conn_set_notice_handler (conn, notice_cb, &seen, seen_free_cb);
  first = test_pq_exec (conn, notice);
  test_pq_assert_value (first, "done");
  g_assert_cmpint (seen.calls, ==, 1);
  g_assert_true (pgg_pq_result_is_cleared (seen.kept));
  g_assert_null (pgg_pq_result_error_message (seen.kept, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_clear_pointer (&seen.kept, pgg_pq_result_unref);

  pgg_pq_conn_set_notice_handler (conn, notice_replace_cb, &seen, seen_free_cb);
  g_assert_cmpint (seen.freed, ==, 1);
  second = test_pq_exec (conn, notice);
  g_assert_cmpint (seen.calls, ==, 2);
  g_assert_cmpint (seen.freed, ==, 2);

  pgg_pq_conn_set_notice_handler (conn, notice_finish_cb, &seen, seen_free_cb);
  third = test_pq_exec (conn, notice);
  test_pq_assert_value (third, "done");
  g_assert_cmpint (seen.calls, ==, 3);
  g_assert_true (pgg_pq_conn_is_finished (conn));
}

static void
test_copy_in (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) table = test_pq_exec (conn, "create temp table t (a int)");
  g_autoptr(PggPqResult) copy = test_pq_exec (conn, "copy t from stdin");
  g_autoptr(PggPqResult) again = NULL;
  g_autoptr(PggPqResult) failed = NULL;
  g_autoptr(PggPqResult) sum = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_pq_result_status (copy), ==, PGG_PQ_EXEC_STATUS_COPY_IN);
  g_assert_cmpint (pgg_pq_conn_put_copy_data (conn, "1\n2", 3, &error), ==, 1);
  g_assert_cmpint (pgg_pq_conn_put_copy_data (conn, "0\n", -1, &error), ==, 1);
  g_assert_cmpint (pgg_pq_conn_put_copy_data (conn, "a", G_MAXINT, &error), ==, -1);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
  g_assert_cmpint (pgg_pq_conn_put_copy_end (conn, NULL, 0, &error), ==, 1);
  expect_status (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  expect_end (conn);

  again = test_pq_exec (conn, "copy t from stdin");
  g_assert_cmpint (pgg_pq_conn_put_copy_end (conn, "changed my mind", -1, &error), ==, 1);
  failed = next_result (conn);
  g_assert_nonnull (strstr (pgg_pq_result_error_message (failed, NULL, &error),
                            "changed my mind"));
  expect_end (conn);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_pq_conn_put_copy_data (conn, "1\n", -1, &error), ==, -1);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);

  sum = test_pq_exec (conn, "select sum (a) from t");
  test_pq_assert_value (sum, "21");
}

static void
test_copy_out (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) copy =
    test_pq_exec (conn, "copy (select generate_series (1, 1000)) to stdout");
  g_autoptr(GError) error = NULL;
  int status = 1;
  int sum = 0;

  g_assert_cmpint (pgg_pq_result_status (copy), ==, PGG_PQ_EXEC_STATUS_COPY_OUT);
  while (status >= 0)
    {
      gsize length = 0;
      g_autofree char *row = pgg_pq_conn_get_copy_data (conn, TRUE, &status, &length, &error);

      g_assert_no_error (error);
      g_assert_true ((row != NULL) == (status == 1));
      if (row != NULL)
        {
          g_assert_cmpuint (length, ==, strlen (row));
          sum += atoi (row);
        }
      else if (status == 0)
        {
          wait_for (conn, G_IO_IN);
          g_assert_true (pgg_pq_conn_consume_input (conn, &error));
        }
    }

  g_assert_cmpint (sum, ==, 500500);
  expect_status (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  expect_end (conn);
  g_assert_null (pgg_pq_conn_get_copy_data (conn, FALSE, &status, NULL, &error));
  g_assert_cmpint (status, ==, -1);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
}

static void
expect_cancelled (PggPqConn *conn)
{
  g_autoptr(PggPqResult) result = next_result (conn);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (pgg_pq_result_error_field (result, PGG_PQ_DIAGNOSTIC_FIELD_SQLSTATE, NULL,
                                              &error), ==, "57014");
  expect_end (conn);
}

/* Send a query that sleeps, and go on when it does: a request to cancel is lost before that. */
static void
start_sleeping (PggPqConn *conn)
{
  g_autoptr(PggPqConn) other = test_pq_connect ();
  g_autoptr(GError) error = NULL;
  g_autofree char *query = NULL;
  gboolean sleeping = FALSE;

  g_assert_true (pgg_pq_conn_send_query (conn, "select pg_sleep (1000)", -1, &error));
  g_assert_cmpint (pgg_pq_conn_flush (conn, &error), ==, 0);
  query = g_strdup_printf ("select pg_sleep (0.01) from pg_stat_activity"
                           " where pid = %d and wait_event = 'PgSleep'",
                           pgg_pq_conn_backend_pid (conn, &error));
  while (!sleeping)
    {
      g_autoptr(PggPqResult) result = test_pq_exec (other, query);

      sleeping = pgg_pq_result_ntuples (result, &error) == 1;
    }
  g_assert_no_error (error);
}

static void
test_cancel (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqCancel) cancel = NULL;
  g_autoptr(GError) error = NULL;

  cancel = pgg_pq_conn_get_cancel (conn, &error);
  g_assert_no_error (error);
  pgg_pq_cancel_unref (pgg_pq_cancel_ref (cancel));
  start_sleeping (conn);
  g_assert_true (pgg_pq_cancel_cancel (cancel, &error));
  g_assert_no_error (error);
  expect_cancelled (conn);
  test_pq_assert_alive (conn);
}

static void
wait_for_cancel (PggPqCancelConn *cancel)
{
  PggPqPollingStatus status = PGG_PQ_POLLING_STATUS_WRITING;
  g_autoptr(GError) error = NULL;

  while (status == PGG_PQ_POLLING_STATUS_READING || status == PGG_PQ_POLLING_STATUS_WRITING)
    {
      GPollFD fd = { 0, };

      fd.fd = pgg_pq_cancel_conn_socket (cancel, &error);
      fd.events = status == PGG_PQ_POLLING_STATUS_READING ? G_IO_IN : G_IO_OUT;
      g_assert_cmpint (g_poll (&fd, 1, -1), ==, 1);
      status = pgg_pq_cancel_conn_poll (cancel, &error);
      g_assert_no_error (error);
    }

  g_assert_cmpint (status, ==, PGG_PQ_POLLING_STATUS_OK);
  g_assert_cmpint (pgg_pq_cancel_conn_status (cancel), ==, PGG_PQ_CONN_STATUS_OK);
}

static void
assert_cancel_closed (PggPqCancelConn *cancel)
{
  g_autoptr(GError) error = NULL;

  pgg_pq_cancel_conn_finish (cancel);
  pgg_pq_cancel_conn_finish (cancel);
  g_assert_cmpint (pgg_pq_cancel_conn_status (cancel), ==, PGG_PQ_CONN_STATUS_BAD);
  g_assert_false (pgg_pq_cancel_conn_start (cancel, &error));
  test_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_false (pgg_pq_cancel_conn_blocking (cancel, &error));
  test_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_pq_cancel_conn_poll (cancel, &error), ==, PGG_PQ_POLLING_STATUS_FAILED);
  test_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_pq_cancel_conn_socket (cancel, &error), ==, -1);
  test_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_null (pgg_pq_cancel_conn_error_message (cancel, NULL, &error));
  test_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_false (pgg_pq_cancel_conn_reset (cancel, &error));
  test_assert_error (&error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
test_cancel_conn (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqCancelConn) cancel = NULL;
  g_autoptr(GError) error = NULL;

  cancel = pgg_pq_conn_cancel_create (conn, &error);
  if (!pgg_capabilities_has (PGG_CAPABILITY_CANCEL_CONN))
    {
      g_assert_null (cancel);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  pgg_pq_cancel_conn_unref (pgg_pq_cancel_conn_ref (cancel));
  g_assert_cmpint (pgg_pq_cancel_conn_status (cancel), ==, PGG_PQ_CONN_STATUS_ALLOCATED);
  start_sleeping (conn);
  g_assert_true (pgg_pq_cancel_conn_start (cancel, &error));
  wait_for_cancel (cancel);
  expect_cancelled (conn);

  g_assert_true (pgg_pq_cancel_conn_reset (cancel, &error));
  g_assert_cmpstr (pgg_pq_cancel_conn_error_message (cancel, NULL, &error), ==, "");
  start_sleeping (conn);
  g_assert_true (pgg_pq_cancel_conn_blocking (cancel, &error));
  g_assert_no_error (error);
  expect_cancelled (conn);
  g_assert_false (pgg_pq_cancel_conn_start (cancel, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  assert_cancel_closed (cancel);
  test_pq_assert_alive (conn);
}

/* The server goes away: results and errors, never a crash, and a connection that says so. */
static void
test_connection_lost (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqConn) other = test_pq_connect ();
  g_autoptr(PggPqResult) killed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *kill = NULL;

  start_sleeping (conn);
  kill = g_strdup_printf ("select pg_terminate_backend (%d)",
                          pgg_pq_conn_backend_pid (conn, &error));
  killed = test_pq_exec (other, kill);
  test_pq_assert_value (killed, "t");
  expect_status (conn, PGG_PQ_EXEC_STATUS_FATAL_ERROR);
  while (pgg_pq_conn_status (conn) == PGG_PQ_CONN_STATUS_OK)
    {
      g_autoptr(PggPqResult) result = pgg_pq_conn_get_result (conn, &error);

      g_assert_no_error (error);
    }

  g_assert_false (pgg_pq_conn_send_query (conn, "select 1", -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
  g_assert_cmpint (pgg_pq_conn_transaction_status (conn), ==, PGG_PQ_TRANSACTION_STATUS_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pq/send/all", test_send);
  g_test_add_func ("/pq/send/close", test_send_close);
  g_test_add_func ("/pq/send/flush", test_flush);
  g_test_add_func ("/pq/send/single-row", test_single_row);
  g_test_add_func ("/pq/send/chunked-rows", test_chunked_rows);
  g_test_add_func ("/pq/send/lost", test_connection_lost);
  g_test_add_func ("/pq/pipeline/mode", test_pipeline);
  g_test_add_func ("/pq/pipeline/send-sync", test_send_pipeline_sync);
  g_test_add_func ("/pq/handlers/notifies", test_notifies);
  g_test_add_func ("/pq/handlers/notify", test_notify_handler);
  g_test_add_func ("/pq/handlers/notice", test_notice_handler);
  g_test_add_func ("/pq/copy/in", test_copy_in);
  g_test_add_func ("/pq/copy/out", test_copy_out);
  g_test_add_func ("/pq/cancel/blocking", test_cancel);
  g_test_add_func ("/pq/cancel/conn", test_cancel_conn);

  return g_test_run ();
}
