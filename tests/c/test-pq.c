/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The façade over libpq: connections, what they tell, and commands that wait. */

#include "config.h"

#include <pgglib/pgglib.h>

#include "pq-fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
assert_status (PggPqResult     *result,
               PggPqExecStatus  status)
{
  g_assert_nonnull (result);
  g_assert_cmpint (pgg_pq_result_status (result), ==, status);
}

typedef PggPqPollingStatus (*PollFunc) (PggPqConn  *conn,
                                        GError    **error);

/* Poll to the end as the documentation says: writable before the first call. */
static PggPqPollingStatus
poll_to_end (PggPqConn *conn,
             PollFunc   poll_func)
{
  PggPqPollingStatus status = PGG_PQ_POLLING_STATUS_WRITING;
  g_autoptr(GError) error = NULL;

  while (status == PGG_PQ_POLLING_STATUS_READING || status == PGG_PQ_POLLING_STATUS_WRITING)
    {
      GPollFD fd = { 0, };

      fd.fd = pgg_pq_conn_socket (conn, &error);
      g_assert_no_error (error);
      fd.events = status == PGG_PQ_POLLING_STATUS_READING ? G_IO_IN : G_IO_OUT;
      g_assert_cmpint (g_poll (&fd, 1, -1), ==, 1);
      status = poll_func (conn, &error);
      g_assert_no_error (error);
    }

  return status;
}

static void
test_connect_poll (void)
{
  g_autoptr(PggPqConn) conn = NULL;
  g_autoptr(GError) error = NULL;

  conn = pgg_pq_conn_connect_start (test_conninfo (), (gssize) strlen (test_conninfo ()), &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_pq_conn_status (conn), !=, PGG_PQ_CONN_STATUS_BAD);
  g_assert_cmpint (poll_to_end (conn, pgg_pq_conn_connect_poll), ==, PGG_PQ_POLLING_STATUS_OK);
  g_assert_cmpint (pgg_pq_conn_status (conn), ==, PGG_PQ_CONN_STATUS_OK);
  test_pq_assert_alive (conn);
}

static void
test_connect_params (void)
{
  const char *const keywords[] = { "dbname", "application_name", NULL };
  const char *const values[] = { test_conninfo (), "through libpq", NULL };
  const char *const short_values[] = { test_conninfo (), NULL };
  g_autoptr(PggPqConn) conn = NULL;
  g_autoptr(PggPqConn) started = NULL;
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(GError) error = NULL;

  conn = pgg_pq_conn_connectdb_params (keywords, values, TRUE, &error);
  g_assert_no_error (error);
  result = test_pq_exec (conn, "show application_name");
  test_pq_assert_value (result, "through libpq");

  started = pgg_pq_conn_connect_start_params (keywords, values, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (poll_to_end (started, pgg_pq_conn_connect_poll), ==, PGG_PQ_POLLING_STATUS_OK);
  test_pq_assert_alive (started);

  g_assert_null (pgg_pq_conn_connectdb_params (keywords, short_values, TRUE, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_null (pgg_pq_conn_connect_start_params (keywords, short_values, TRUE, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_connect_failure (void)
{
  g_autoptr(PggPqConn) conn = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  conn = pgg_pq_conn_connectdb ("host=/nonexistent", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_pq_conn_status (conn), ==, PGG_PQ_CONN_STATUS_BAD);
  g_assert_nonnull (strstr (pgg_pq_conn_error_message (conn, &length, &error), "/nonexistent"));
  g_assert_cmpuint (length, >, 0);
  g_assert_false (pgg_pq_conn_needs_password (conn, &error));
  g_assert_cmpint (pgg_pq_conn_server_version (conn, &error), ==, 0);
  g_assert_no_error (error);

  g_assert_null (pgg_pq_conn_exec (conn, "select 1", -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
  g_assert_cmpint (pgg_pq_conn_socket (conn, &error), ==, -1);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
  g_assert_null (pgg_pq_conn_connectdb ("host=a\0b", 8, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_null (pgg_pq_conn_connect_start ("host=a\0b", 8, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_reset (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;
  int pids[3];

  pids[0] = pgg_pq_conn_backend_pid (conn, &error);
  g_assert_true (pgg_pq_conn_reset (conn, &error));
  pids[1] = pgg_pq_conn_backend_pid (conn, &error);
  g_assert_cmpint (pids[0], !=, pids[1]);
  test_pq_assert_alive (conn);

  g_assert_true (pgg_pq_conn_reset_start (conn, &error));
  g_assert_cmpint (poll_to_end (conn, pgg_pq_conn_reset_poll), ==, PGG_PQ_POLLING_STATUS_OK);
  pids[2] = pgg_pq_conn_backend_pid (conn, &error);
  g_assert_cmpint (pids[1], !=, pids[2]);
  g_assert_no_error (error);
  test_pq_assert_alive (conn);
}

static void
test_info (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) database = test_pq_exec (conn, "select current_database ()");
  g_autoptr(PggPqResult) user = test_pq_exec (conn, "select current_user");
  g_autoptr(PggPqResult) port = test_pq_exec (conn, "show port");
  g_autoptr(GPtrArray) options = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  test_pq_assert_value (database, pgg_pq_conn_db (conn, &length, &error));
  g_assert_cmpuint (length, >, 0);
  test_pq_assert_value (user, pgg_pq_conn_user (conn, NULL, &error));
  test_pq_assert_value (port, pgg_pq_conn_port (conn, NULL, &error));
  g_assert_cmpstr (pgg_pq_conn_password (conn, NULL, &error), ==, "");
  g_assert_cmpint (pgg_pq_conn_host (conn, &length, &error)[0], ==, '/');
  g_assert_cmpstr (pgg_pq_conn_hostaddr (conn, NULL, &error), ==, "");
  g_assert_cmpstr (pgg_pq_conn_tty (conn, NULL, &error), ==, "");
  g_assert_cmpstr (pgg_pq_conn_options (conn, NULL, &error), ==, "");
  g_assert_cmpstr (pgg_pq_conn_parameter_status (conn, "server_encoding", -1, &length, &error),
                   ==, "UTF8");
  g_assert_null (pgg_pq_conn_parameter_status (conn, "none", -1, &length, &error));
  g_assert_cmpint (pgg_pq_conn_protocol_version (conn, &error), ==, 3);
  g_assert_cmpint (pgg_pq_conn_server_version (conn, &error), >=, 130000);
  g_assert_cmpint (pgg_pq_conn_socket (conn, &error), >=, 0);
  g_assert_cmpint (pgg_pq_conn_backend_pid (conn, &error), >, 0);
  g_assert_false (pgg_pq_conn_needs_password (conn, &error));
  g_assert_false (pgg_pq_conn_used_password (conn, &error));
  g_assert_cmpint (pgg_pq_conn_transaction_status (conn), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);
  g_assert_nonnull (pgg_pq_conn_get_pgconn (conn));
  g_assert_no_error (error);

  options = pgg_pq_conn_conninfo (conn, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (options->len, >, 20);
}

static void
test_info_encryption (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_pq_conn_ssl_in_use (conn, &error));
  g_assert_false (pgg_pq_conn_gss_enc_in_use (conn, &error));
  g_assert_null (pgg_pq_conn_ssl_attribute (conn, "cipher", -1, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (pgg_pq_conn_ssl_attribute_names (conn, &error));
  g_assert_no_error (error);
  g_assert_null (pgg_pq_conn_ssl_attribute (conn, "a\0b", 3, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);

  if (pgg_capabilities_has (PGG_CAPABILITY_USED_GSSAPI))
    g_assert_false (pgg_pq_conn_used_gssapi (conn, &error));
  else if (!pgg_pq_conn_used_gssapi (conn, &error))
    test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);

  if (pgg_capabilities_has (PGG_CAPABILITY_FULL_PROTOCOL_VERSION))
    g_assert_cmpint (pgg_pq_conn_full_protocol_version (conn, &error), >=, 30000);
  else if (pgg_pq_conn_full_protocol_version (conn, &error) == 0)
    test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);

  g_assert_no_error (error);
}

static void
test_exec (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(PggPqResult) failed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *query = g_strdup ("select 7 garbage behind the end");

  result = pgg_pq_conn_exec (conn, query, strlen ("select 7"), &error);
  g_assert_no_error (error);
  test_pq_assert_value (result, "7");
  failed = test_pq_exec (conn, "begin; select 1/0");
  assert_status (failed, PGG_PQ_EXEC_STATUS_FATAL_ERROR);
  g_assert_cmpint (pgg_pq_conn_transaction_status (conn), ==, PGG_PQ_TRANSACTION_STATUS_INERROR);
  g_assert_cmpstr (pgg_pq_conn_error_message (conn, NULL, &error), ==,
                   "ERROR:  division by zero\n");

  g_assert_null (pgg_pq_conn_exec (conn, "select 1\0", 9, &error));
  g_assert_nonnull (strstr (error->message, "query"));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_null (pgg_pq_conn_exec (conn, "select 1", G_MAXINT, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
}

static void
test_prepared (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqParams) params = pgg_pq_params_new ();
  g_autoptr(PggPqResult) prepared = NULL;
  g_autoptr(PggPqResult) described = NULL;
  g_autoptr(PggPqResult) portal = NULL;
  g_autoptr(PggPqResult) begun = test_pq_exec (conn, "begin; declare p cursor for select 1 as one");
  g_autoptr(GError) error = NULL;
  const guint32 types[] = { 23 };

  prepared = pgg_pq_conn_prepare (conn, "s", -1, "select $1 + $2", -1, types, 1, &error);
  assert_status (prepared, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  g_assert_null (pgg_pq_conn_prepare (conn, "s", -1, "", -1, types, 65536, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);

  described = pgg_pq_conn_describe_prepared (conn, "s", 1, &error);
  g_assert_cmpint (pgg_pq_result_nparams (described, &error), ==, 2);
  g_assert_cmpuint (pgg_pq_result_param_type (described, 1, &error), ==, 23);
  portal = pgg_pq_conn_describe_portal (conn, "p", -1, &error);
  g_assert_cmpstr (pgg_pq_result_fname (portal, 0, NULL, &error), ==, "one");
  g_assert_no_error (error);

  g_assert_true (pgg_pq_params_append (params, 0, "40", -1, PGG_PQ_FORMAT_TEXT, &error));
  for (int i = 2; i < 5; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);
      g_autofree char *sum = g_strdup_printf ("%d", 40 + i);
      g_autoptr(PggPqResult) result = NULL;

      pgg_pq_params_reset (params);
      g_assert_true (pgg_pq_params_append (params, 0, "40", -1, PGG_PQ_FORMAT_TEXT, &error));
      g_assert_true (pgg_pq_params_append (params, 0, number, -1, PGG_PQ_FORMAT_TEXT, &error));
      result = pgg_pq_conn_exec_prepared (conn, "s", -1, params, PGG_PQ_FORMAT_TEXT, &error);
      g_assert_no_error (error);
      test_pq_assert_value (result, sum);
    }
}

static void
test_close_prepared (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) prepared = test_pq_exec (conn, "prepare s as select 1");
  g_autoptr(PggPqResult) closed = NULL;
  g_autoptr(PggPqResult) portal = NULL;
  g_autoptr(PggPqResult) described = NULL;
  g_autoptr(GError) error = NULL;

  closed = pgg_pq_conn_close_prepared (conn, "s", -1, &error);
  if (!pgg_capabilities_has (PGG_CAPABILITY_CLOSE_PREPARED))
    {
      g_assert_null (closed);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      g_assert_null (pgg_pq_conn_close_portal (conn, "p", -1, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  assert_status (closed, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  portal = pgg_pq_conn_close_portal (conn, "p", -1, &error);
  assert_status (portal, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  described = pgg_pq_conn_describe_prepared (conn, "s", -1, &error);
  assert_status (described, PGG_PQ_EXEC_STATUS_FATAL_ERROR);
  g_assert_no_error (error);
}

static void
test_fn (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) oid = test_pq_exec (conn, "select 'int4pl'::regproc::oid");
  g_autoptr(PggPqParams) args = pgg_pq_params_new ();
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint32 function = 0;
  int sum = 0;

  function = (guint32) g_ascii_strtoull (pgg_pq_result_get_value (oid, 0, 0, NULL, &error),
                                         NULL, 10);
  g_assert_true (pgg_pq_params_append (args, 0, "\0\0\0\x28", 4, PGG_PQ_FORMAT_BINARY, &error));
  g_assert_true (pgg_pq_params_append (args, 0, "\0\0\0\x02", 4, PGG_PQ_FORMAT_BINARY, &error));
  result = pgg_pq_conn_fn (conn, function, args, &sum, &error);
  g_assert_no_error (error);
  assert_status (result, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  g_assert_cmpint (sum, ==, 42);

  g_assert_true (pgg_pq_params_append (args, 0, "2", 1, PGG_PQ_FORMAT_TEXT, &error));
  g_assert_null (pgg_pq_conn_fn (conn, function, args, &sum, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  test_pq_assert_alive (conn);
}

static void
test_reports (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_pq_conn_set_error_verbosity (conn, PGG_PQ_VERBOSITY_SQLSTATE, &error), ==,
                   PGG_PQ_VERBOSITY_DEFAULT);
  g_assert_cmpint (pgg_pq_conn_set_error_context_visibility (conn,
                                                             PGG_PQ_CONTEXT_VISIBILITY_ALWAYS,
                                                             &error), ==,
                   PGG_PQ_CONTEXT_VISIBILITY_ERRORS);
  result = test_pq_exec (conn, "select 1/0");
  g_assert_cmpstr (pgg_pq_result_error_message (result, NULL, &error), ==, "ERROR:  22012\n");

  g_assert_true (pgg_pq_conn_set_client_encoding (conn, "LATIN1", -1, &error));
  g_assert_cmpstr (pgg_pq_encoding_to_char (pgg_pq_conn_client_encoding (conn, &error)), ==,
                   "LATIN1");
  g_assert_no_error (error);
  g_assert_false (pgg_pq_conn_set_client_encoding (conn, "no such", -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
}

static guint
count_fds (void)
{
  guint n = 0;

  for (int fd = 0; fd < 1024; fd++)
    {
      if (fcntl (fd, F_GETFD) >= 0)
        n++;
    }
  return n;
}

/* The trace goes to a file of its own, which is closed with the trace or the connection. */
static void
test_trace (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  guint before = count_fds ();
  int fd = g_file_open_tmp ("pgg-trace-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_false (pgg_pq_conn_set_trace_flags (conn, PGG_PQ_TRACE_FLAGS_REGRESS_MODE, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_false (pgg_pq_conn_trace (conn, -1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  g_assert_true (pgg_pq_conn_trace (conn, fd, &error));
  g_assert_true (pgg_pq_conn_trace (conn, fd, &error));
  close (fd);
  g_assert_true (pgg_pq_conn_set_trace_flags (conn, PGG_PQ_TRACE_FLAGS_SUPPRESS_TIMESTAMPS,
                                              &error));
  test_pq_assert_alive (conn);
  g_assert_true (pgg_pq_conn_untrace (conn, &error));
  g_assert_true (pgg_pq_conn_untrace (conn, &error));
  test_pq_assert_alive (conn);
  g_assert_no_error (error);
  g_assert_cmpuint (count_fds (), ==, before);

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_true (g_str_has_prefix (text, "F\t"));
  g_assert_nonnull (strstr (text, "alive"));

  fd = open (path, O_WRONLY);
  g_assert_true (pgg_pq_conn_trace (conn, fd, &error));
  close (fd);
  pgg_pq_conn_finish (conn);
  g_assert_cmpuint (count_fds (), ==, before - 1);
  unlink (path);
}

static void
test_escape (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(GError) error = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *identifier = NULL;
  g_autofree char *string = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;

  literal = pgg_pq_conn_escape_literal (conn, "it's \\", -1, &length, &error);
  g_assert_cmpstr (literal, ==, " E'it''s \\\\'");
  g_assert_cmpuint (length, ==, strlen (literal));
  identifier = pgg_pq_conn_escape_identifier (conn, "a\"b", 3, NULL, &error);
  g_assert_cmpstr (identifier, ==, "\"a\"\"b\"");
  string = pgg_pq_conn_escape_string (conn, "it's", -1, &length, &error);
  g_assert_cmpstr (string, ==, "it''s");
  g_assert_cmpuint (length, ==, 5);
  bytes = pgg_pq_conn_escape_bytea (conn, "a\0b", 3, &length, &error);
  g_assert_cmpstr (bytes, ==, "\\x610062");
  g_assert_cmpuint (length, ==, 8);
  g_assert_no_error (error);

  g_assert_null (pgg_pq_conn_escape_literal (conn, "\xff", 1, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  g_assert_null (pgg_pq_conn_escape_identifier (conn, "a\0b", 3, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_null (pgg_pq_conn_escape_string (conn, "\xff", 1, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  g_assert_null (pgg_pq_conn_escape_bytea (conn, "a", G_MAXINT, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
}

static void
test_passwords (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) dropped = test_pq_exec (conn, "drop role if exists pq_password");
  g_autoptr(PggPqResult) created = test_pq_exec (conn, "create role pq_password");
  g_autoptr(PggPqResult) changed = NULL;
  g_autoptr(PggPqResult) stored = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *scram = NULL;
  g_autofree char *md5 = NULL;
  gsize length = 0;

  scram = pgg_pq_conn_encrypt_password (conn, "secret", -1, "u", -1, NULL, 0, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (scram, "SCRAM-SHA-256$"));
  g_assert_cmpuint (length, ==, strlen (scram));
  md5 = pgg_pq_conn_encrypt_password (conn, "secret", -1, "u", -1, "md5", -1, &length, &error);
  g_assert_true (g_str_has_prefix (md5, "md5"));
  g_assert_null (pgg_pq_conn_encrypt_password (conn, "secret", -1, "u", -1, "rot13", -1, NULL,
                                               &error));
  g_assert_null (strstr (error->message, "secret"));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);

  changed = pgg_pq_conn_change_password (conn, "pq_password", -1, "secret", -1, &error);
  if (!pgg_capabilities_has (PGG_CAPABILITY_CHANGE_PASSWORD))
    {
      g_assert_null (changed);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  assert_status (changed, PGG_PQ_EXEC_STATUS_COMMAND_OK);
  stored = test_pq_exec (conn, "select left (rolpassword, 6) from pg_authid "
                               "where rolname = 'pq_password'");
  test_pq_assert_value (stored, "SCRAM-");
}

/* What the child forgets on purpose stays in sight, so that valgrind sees no leak. */
static gpointer volatile forgotten;

/* A child may drop what it inherited: its parent goes on undisturbed. */
static void
test_fork (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  pid_t child;
  int status = 0;

  forgotten = pgg_pq_conn_get_pgconn (conn);
  child = fork ();
  if (child == 0)
    {
      pgg_pq_conn_finish (conn);
      _exit (pgg_pq_conn_is_finished (conn) ? 0 : 1);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  test_pq_assert_alive (conn);
}

#define ASSERT_CLOSED(call) \
  (call); \
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED); \
  g_clear_error (&error)

static void
assert_closed_info (PggPqConn *conn)
{
  g_autoptr(GError) error = NULL;

  ASSERT_CLOSED (pgg_pq_conn_db (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_user (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_password (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_host (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_hostaddr (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_port (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_tty (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_options (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_parameter_status (conn, "a", -1, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_protocol_version (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_server_version (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_error_message (conn, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_socket (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_backend_pid (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_needs_password (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_used_password (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_ssl_in_use (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_gss_enc_in_use (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_ssl_attribute (conn, "a", -1, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_ssl_attribute_names (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_conninfo (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_client_encoding (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_is_nonblocking (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_set_error_verbosity (conn, PGG_PQ_VERBOSITY_TERSE, &error));
  ASSERT_CLOSED (pgg_pq_conn_set_error_context_visibility (conn, PGG_PQ_CONTEXT_VISIBILITY_NEVER,
                                                           &error));
  ASSERT_CLOSED (pgg_pq_conn_trace (conn, 2, &error));
  ASSERT_CLOSED (pgg_pq_conn_set_trace_flags (conn, PGG_PQ_TRACE_FLAGS_NONE, &error));
  ASSERT_CLOSED (pgg_pq_conn_untrace (conn, &error));
}

static void
assert_closed_waiting (PggPqConn *conn)
{
  g_autoptr(GError) error = NULL;

  ASSERT_CLOSED (pgg_pq_conn_connect_poll (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_reset (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_reset_start (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_reset_poll (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_set_client_encoding (conn, "UTF8", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_exec (conn, "", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_exec_params (conn, "", -1, NULL, PGG_PQ_FORMAT_TEXT, &error));
  ASSERT_CLOSED (pgg_pq_conn_prepare (conn, "", -1, "", -1, NULL, 0, &error));
  ASSERT_CLOSED (pgg_pq_conn_exec_prepared (conn, "", -1, NULL, PGG_PQ_FORMAT_TEXT, &error));
  ASSERT_CLOSED (pgg_pq_conn_describe_prepared (conn, "", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_describe_portal (conn, "", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_fn (conn, 1, NULL, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_escape_literal (conn, "", -1, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_escape_identifier (conn, "", -1, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_escape_string (conn, "", -1, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_escape_bytea (conn, "", 0, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_encrypt_password (conn, "", -1, "", -1, NULL, 0, NULL, &error));
  ASSERT_CLOSED (pgg_pq_conn_make_empty_result (conn, PGG_PQ_EXEC_STATUS_COMMAND_OK, &error));
  ASSERT_CLOSED (pgg_pq_conn_get_cancel (conn, &error));
}

static void
assert_closed_sending (PggPqConn *conn)
{
  g_autoptr(GError) error = NULL;

  ASSERT_CLOSED (pgg_pq_conn_send_query (conn, "", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_send_query_params (conn, "", -1, NULL, PGG_PQ_FORMAT_TEXT, &error));
  ASSERT_CLOSED (pgg_pq_conn_send_prepare (conn, "", -1, "", -1, NULL, 0, &error));
  ASSERT_CLOSED (pgg_pq_conn_send_query_prepared (conn, "", -1, NULL, PGG_PQ_FORMAT_TEXT, &error));
  ASSERT_CLOSED (pgg_pq_conn_send_describe_prepared (conn, "", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_send_describe_portal (conn, "", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_get_result (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_consume_input (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_is_busy (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_set_nonblocking (conn, TRUE, &error));
  ASSERT_CLOSED (pgg_pq_conn_flush (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_set_single_row_mode (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_notifies (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_enter_pipeline_mode (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_exit_pipeline_mode (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_pipeline_sync (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_send_flush_request (conn, &error));
  ASSERT_CLOSED (pgg_pq_conn_put_copy_data (conn, "a", -1, &error));
  ASSERT_CLOSED (pgg_pq_conn_put_copy_end (conn, NULL, 0, &error));
  ASSERT_CLOSED (pgg_pq_conn_get_copy_data (conn, FALSE, NULL, NULL, &error));

  if (pgg_capabilities_has (PGG_CAPABILITY_CANCEL_CONN))
    {
      ASSERT_CLOSED (pgg_pq_conn_cancel_create (conn, &error));
      ASSERT_CLOSED (pgg_pq_conn_set_chunked_rows_mode (conn, 1, &error));
      ASSERT_CLOSED (pgg_pq_conn_close_prepared (conn, "", -1, &error));
      ASSERT_CLOSED (pgg_pq_conn_close_portal (conn, "", -1, &error));
      ASSERT_CLOSED (pgg_pq_conn_send_close_prepared (conn, "", -1, &error));
      ASSERT_CLOSED (pgg_pq_conn_send_close_portal (conn, "", -1, &error));
      ASSERT_CLOSED (pgg_pq_conn_change_password (conn, "", -1, "", -1, &error));
      ASSERT_CLOSED (pgg_pq_conn_send_pipeline_sync (conn, &error));
    }
}

static void
assert_closed (PggPqConn *conn)
{
  g_assert_true (pgg_pq_conn_is_finished (conn));
  g_assert_null (pgg_pq_conn_get_pgconn (conn));
  g_assert_cmpint (pgg_pq_conn_status (conn), ==, PGG_PQ_CONN_STATUS_BAD);
  g_assert_cmpint (pgg_pq_conn_transaction_status (conn), ==, PGG_PQ_TRANSACTION_STATUS_UNKNOWN);
  g_assert_cmpint (pgg_pq_conn_pipeline_status (conn), ==, PGG_PQ_PIPELINE_STATUS_OFF);

  assert_closed_info (conn);
  assert_closed_waiting (conn);
  assert_closed_sending (conn);
}

/* Every call on a finished connection is an error, and no call crashes. */
static void
test_finished (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqConn) empty = g_object_new (PGG_TYPE_PQ_CONN, NULL);

  g_assert_false (pgg_pq_conn_is_finished (conn));
  pgg_pq_conn_finish (conn);
  pgg_pq_conn_finish (conn);
  assert_closed (conn);
  assert_closed (empty);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pq/connect/poll", test_connect_poll);
  g_test_add_func ("/pq/connect/params", test_connect_params);
  g_test_add_func ("/pq/connect/failure", test_connect_failure);
  g_test_add_func ("/pq/connect/reset", test_reset);
  g_test_add_func ("/pq/connect/fork", test_fork);
  g_test_add_func ("/pq/connect/finished", test_finished);
  g_test_add_func ("/pq/info/session", test_info);
  g_test_add_func ("/pq/info/encryption", test_info_encryption);
  g_test_add_func ("/pq/info/reports", test_reports);
  g_test_add_func ("/pq/info/trace", test_trace);
  g_test_add_func ("/pq/exec/simple", test_exec);
  g_test_add_func ("/pq/exec/prepared", test_prepared);
  g_test_add_func ("/pq/exec/close-prepared", test_close_prepared);
  g_test_add_func ("/pq/exec/fn", test_fn);
  g_test_add_func ("/pq/exec/escape", test_escape);
  g_test_add_func ("/pq/exec/passwords", test_passwords);

  return g_test_run ();
}
