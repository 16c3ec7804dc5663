/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What test-stress does on connections that all threads share: nothing that depends on a state. */

#include "config.h"

#include "stress-harness.h"

#include <string.h>

#define N_BIG_ROWS 5000
#define BIG_SIZE 300000
#define N_STREAM_ROWS 3000

static StressCall *
call_new (StressWorker *worker,
          StressCheck   check)
{
  int index = stress_number (worker, 0, STRESS_N_SHARED);

  return stress_call_new (worker, G_OBJECT (worker->stress->shared[index]),
                          index < STRESS_N_CALM, check);
}

static PggResult *
get_result (StressCall    *call,
            GAsyncResult  *result,
            GError       **error)
{
  return pgg_connection_execute_finish (PGG_CONNECTION (call->source), result, error);
}

static void
assert_token (StressCall *call,
              PggResult  *result,
              guint       row)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_result_get_int64 (result, row, 0, &error), ==, call->token);
  g_assert_no_error (error);
}

static void
token_check (StressCall    *call,
             GObject       *source,
             GAsyncResult  *asynchronous,
             GError       **error)
{
  g_autoptr(PggResult) result = get_result (call, asynchronous, error);

  if (result == NULL)
    return;

  g_assert_cmpuint (pgg_result_get_n_rows (result), ==, 1);
  assert_token (call, result, 0);
}

static void
run_sql (StressCall *call,
         const char *sql,
         PggParams  *params)
{
  stress_call_run (call, pgg_connection_execute_start (PGG_CONNECTION (call->source), sql,
                                                       params));
}

G_GNUC_PRINTF (2, 3)
static void
run_format (StressCall *call,
            const char *format,
            ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  run_sql (call, sql, NULL);
}

static PggParams *
token_params (StressCall *call)
{
  PggParams *params = pgg_params_new ();

  g_assert_true (pgg_params_append_int64 (params, call->token, NULL));

  return params;
}

static void
simple (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);

  run_format (call, "SELECT %" G_GINT64_FORMAT, call->token);
}

static void
extended (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);
  g_autoptr(PggParams) params = token_params (call);

  run_sql (call, "SELECT $1, repeat ('x', 100)", params);
}

/* The functions without an operation in sight. */
static void
plain (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);
  g_autoptr(PggParams) params = token_params (call);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  if (stress_chance (worker, 60))
    {
      stress_call_begin (call);
      pgg_connection_execute_async (PGG_CONNECTION (call->source), "SELECT $1", params,
                                    G_PRIORITY_DEFAULT, call->cancellable, stress_call_cb, call);
      worker->is_inside = FALSE;
      return;
    }

  result = pgg_connection_execute (PGG_CONNECTION (call->source), "SELECT $1", params,
                                   call->cancellable, &error);
  if (result != NULL)
    assert_token (call, result, 0);
  stress_check_error (call, error);
  stress_call_free (call);
}

/* More statements than are kept prepared. */
static void
prepared (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);
  g_autoptr(PggParams) params = token_params (call);
  int more = stress_number (worker, 0, 20);
  g_autofree char *sql = g_strdup_printf ("SELECT $1 + %d", more);

  call->token += more;
  run_sql (call, sql, params);
}

static void
several_check (StressCall    *call,
               GObject       *source,
               GAsyncResult  *asynchronous,
               GError       **error)
{
  g_autoptr(PggResult) result = get_result (call, asynchronous, error);
  PggResult *next;

  if (result == NULL)
    return;

  assert_token (call, result, 0);
  next = pgg_result_get_next (result);
  g_assert_nonnull (next);
  next = pgg_result_get_next (next);
  g_assert_nonnull (next);
  assert_token (call, next, 0);
  g_assert_null (pgg_result_get_next (next));
}

static void
several (StressWorker *worker)
{
  StressCall *call = call_new (worker, several_check);

  run_format (call, "SELECT %" G_GINT64_FORMAT "; SELECT pg_sleep (0.001); "
              "SELECT %" G_GINT64_FORMAT, call->token, call->token);
}

static void
big_result_check (StressCall    *call,
                  GObject       *source,
                  GAsyncResult  *asynchronous,
                  GError       **error)
{
  g_autoptr(PggResult) result = get_result (call, asynchronous, error);

  if (result == NULL)
    return;

  g_assert_cmpuint (pgg_result_get_n_rows (result), ==, N_BIG_ROWS);
  assert_token (call, result, 0);
  assert_token (call, result, N_BIG_ROWS - 1);
}

static void
big_result (StressWorker *worker)
{
  StressCall *call = call_new (worker, big_result_check);

  run_format (call, "SELECT %" G_GINT64_FORMAT " FROM generate_series (1, %d)", call->token,
              N_BIG_ROWS);
}

static void
big_param_check (StressCall    *call,
                 GObject       *source,
                 GAsyncResult  *asynchronous,
                 GError       **error)
{
  g_autoptr(PggResult) result = get_result (call, asynchronous, error);
  const char *text;

  if (result == NULL)
    return;

  assert_token (call, result, 0);
  text = pgg_result_get_text (result, 0, 1, NULL);
  g_assert_cmpuint (strlen (text), ==, BIG_SIZE);
  g_assert_cmpint (text[BIG_SIZE - 1], ==, 'a' + call->token % 26);
}

static void
big_param (StressWorker *worker)
{
  StressCall *call = call_new (worker, big_param_check);
  g_autoptr(PggParams) params = token_params (call);
  g_autofree char *text = g_strnfill (BIG_SIZE, (char) ('a' + call->token % 26));

  g_assert_true (pgg_params_append_text (params, text, NULL));
  run_sql (call, "SELECT $1, $2::text", params);
}

static void
sleeping (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);
  g_autoptr(PggParams) params = token_params (call);

  g_assert_true (pgg_params_append_double (params, stress_number (worker, 0, 10) * 0.001, NULL));
  run_sql (call, "SELECT $1 FROM pg_sleep ($2)", params);
}

static void
notify (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);
  g_autoptr(PggParams) params = token_params (call);

  run_sql (call, "SELECT $1, pg_notify ('stress', $1::text)::text", params);
}

static void
failing (StressWorker *worker)
{
  static const struct
  {
    const char *sql;
    PggSqlState state;
  } samples[] = {
    { "DO $$BEGIN RAISE NOTICE 'x'; PERFORM 1 / 0; END$$", PGG_SQL_STATE_DIVISION_BY_ZERO },
    { "SELECT 1 / (5000 - i) FROM generate_series (1, 6000) AS i", PGG_SQL_STATE_DIVISION_BY_ZERO },
    { "SELECT 1; SELEC 2", PGG_SQL_STATE_SYNTAX_ERROR },
    { "SELECT 'x'::int4", PGG_SQL_STATE_INVALID_TEXT_REPRESENTATION },
    { "SELECT nothing FROM nowhere", PGG_SQL_STATE_UNDEFINED_TABLE },
  };
  StressCall *call = call_new (worker, token_check);
  int sample = stress_number (worker, 0, G_N_ELEMENTS (samples));

  call->state = samples[sample].state;
  run_sql (call, samples[sample].sql, NULL);
}

/* The value has the wrong form, or there are too many of them. */
static void
failing_params (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_text (params, "no number", NULL));
  call->state = PGG_SQL_STATE_INVALID_TEXT_REPRESENTATION;
  if (stress_chance (worker, 50))
    {
      pgg_params_append_null (params, NULL);
      call->state = PGG_SQL_STATE_INDETERMINATE_DATATYPE;
    }
  run_sql (call, "SELECT $1::int4", params);
}

static void
copy (StressWorker *worker)
{
  StressCall *call = call_new (worker, token_check);

  call->code = PGG_CLIENT_ERROR_NOT_SUPPORTED;
  run_sql (call, stress_chance (worker, 50) ? "COPY (SELECT generate_series (1, 10000)) TO STDOUT" :
           "COPY stress FROM STDIN", NULL);
}

/* Several that may travel together, each of which may be cancelled. */
static void
burst (StressWorker *worker)
{
  int index = stress_number (worker, 0, STRESS_N_SHARED);
  GObject *connection = G_OBJECT (worker->stress->shared[index]);

  for (int n = stress_number (worker, 2, 9); n > 0; n--)
    {
      StressCall *call = stress_call_new (worker, connection, index < STRESS_N_CALM, token_check);
      g_autoptr(PggParams) params = token_params (call);
      g_autofree char *sql = g_strdup_printf ("SELECT $1 FROM pg_sleep (%d * 0.0005)",
                                              stress_number (worker, 0, 4));

      if (stress_chance (worker, 10))
        {
          call->state = PGG_SQL_STATE_DIVISION_BY_ZERO;
          g_free (sql);
          sql = g_strdup ("SELECT $1 / 0");
        }
      stress_call_run_async (call, pgg_connection_execute_start (PGG_CONNECTION (connection), sql,
                                                                 params));
    }
}

static void
many_check (StressCall    *call,
            GObject       *source,
            GAsyncResult  *asynchronous,
            GError       **error)
{
  gint64 n = pgg_connection_execute_many_finish (PGG_CONNECTION (call->source), asynchronous,
                                                 error);

  if (n >= 0)
    g_assert_cmpint (n, ==, call->size);
}

static GPtrArray *
many_params (StressCall *call)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_params_unref);

  for (gint64 i = 0; i < call->size; i++)
    {
      PggParams *params = token_params (call);

      g_assert_true (pgg_params_append_int64 (params, i, NULL));
      g_ptr_array_add (sets, params);
    }

  return sets;
}

/* All rows of a token are there, or none; its number says how many they are. */
static void
many (StressWorker *worker)
{
  StressCall *call = call_new (worker, many_check);
  g_autoptr(GPtrArray) sets = NULL;
  const char *sql = "INSERT INTO stress VALUES ($1, $2)";

  call->size = call->token % 500 + 1;
  if (stress_chance (worker, 20))
    {
      sql = "INSERT INTO stress VALUES ($1, 1 / ($2 - 100))";
      call->size = 200;
      call->state = PGG_SQL_STATE_DIVISION_BY_ZERO;
    }
  sets = many_params (call);
  stress_call_run (call, pgg_connection_execute_many_start (PGG_CONNECTION (call->source), sql,
                                                            (PggParams **) sets->pdata,
                                                            sets->len));
}

static StressCall *
cursor_call_new (StressWorker *worker,
                 StressCheck   check)
{
  StressCall *call = call_new (worker, check);
  PggCursor *cursor = pgg_connection_create_cursor (PGG_CONNECTION (call->source));

  g_object_unref (call->source);
  call->source = G_OBJECT (cursor);

  return call;
}

static void
stream_check (StressCall    *call,
              GObject       *source,
              GAsyncResult  *asynchronous,
              GError       **error)
{
  pgg_cursor_stream_finish (PGG_CURSOR (call->source), asynchronous, error);
}

static void
execute_check (StressCall    *call,
               GObject       *source,
               GAsyncResult  *asynchronous,
               GError       **error)
{
  pgg_cursor_execute_finish (PGG_CURSOR (call->source), asynchronous, error);
}

static void
assert_rows (StressCall *call,
             GPtrArray  *rows)
{
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (pgg_row_get_int64 (rows->pdata[i], 0, NULL), ==, call->token);
}

static void
fetch_check (StressCall    *call,
             GObject       *source,
             GAsyncResult  *asynchronous,
             GError       **error)
{
  g_autoptr(GPtrArray) rows = pgg_cursor_fetch_many_finish (PGG_CURSOR (call->source),
                                                            asynchronous, error);

  if (rows != NULL)
    assert_rows (call, rows);
}

/* A call that goes on with what another one got, which may have been stopped. */
static StressCall *
next_call_new (StressCall  *call,
               StressCheck  check)
{
  StressCall *next = stress_call_new (call->worker, call->source, call->is_calm, check);

  next->token = call->token;
  next->may_stop = TRUE;

  return next;
}

static void
fetch_all_check (StressCall    *call,
                 GObject       *source,
                 GAsyncResult  *asynchronous,
                 GError       **error)
{
  g_autoptr(GPtrArray) rows = pgg_cursor_fetch_all_finish (PGG_CURSOR (call->source),
                                                           asynchronous, error);

  if (rows == NULL)
    return;

  assert_rows (call, rows);
  g_assert_cmpuint (rows->len, ==, N_STREAM_ROWS);
}

/* Rows are taken one block after the other, all at once, or not to the end. */
static void
fetch (StressCall *call)
{
  PggCursor *cursor = PGG_CURSOR (call->source);

  if (stress_chance (call->worker, 40))
    {
      stress_call_run (next_call_new (call, fetch_all_check), pgg_cursor_fetch_all_start (cursor));
      return;
    }
  for (int i = stress_number (call->worker, 0, 4); i > 0; i--)
    {
      guint n = (guint) stress_number (call->worker, 1, 300);

      stress_call_run (next_call_new (call, fetch_check), pgg_cursor_fetch_many_start (cursor, n));
    }
}

/* Streamed or not; what is not read is thrown away with the cursor. */
static void
cursor (StressWorker *worker)
{
  gboolean is_stream = stress_chance (worker, 60);
  StressCall *call = cursor_call_new (worker, is_stream ? stream_check : execute_check);
  g_autoptr(GObject) source = g_object_ref (call->source);
  StressCall *next = next_call_new (call, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %" G_GINT64_FORMAT " "
                                          "FROM generate_series (1, %d)", call->token,
                                          N_STREAM_ROWS);
  PggOperation *operation = is_stream ?
    pgg_cursor_stream_start (PGG_CURSOR (source), sql, NULL) :
    pgg_cursor_execute_start (PGG_CURSOR (source), sql, NULL);

  if (stress_call_complete (call, operation))
    fetch (next);
  stress_call_free (next);
}

static void
pipeline_check (StressCall    *call,
                GObject       *source,
                GAsyncResult  *asynchronous,
                GError       **error)
{
  g_autoptr(PggResult) result = pgg_pipeline_execute_finish (PGG_PIPELINE (call->source),
                                                             asynchronous, error);

  if (result != NULL)
    assert_token (call, result, 0);
}

static void
sync_check (StressCall    *call,
            GObject       *source,
            GAsyncResult  *asynchronous,
            GError       **error)
{
  pgg_pipeline_sync_finish (PGG_PIPELINE (call->source), asynchronous, error);
}

static void
exit_check (StressCall    *call,
            GObject       *source,
            GAsyncResult  *asynchronous,
            GError       **error)
{
  pgg_pipeline_exit_finish (PGG_PIPELINE (call->source), asynchronous, error);
}

/* What a section is to be, and the call that ends it. */
typedef struct
{
  StressWorker *worker;
  GObject      *pipeline;
  gboolean      is_calm;
  int           n_statements;
  int           bad;         /* the one that fails */
  StressCall   *end;
} Section;

static void
add_statement (Section *section,
               int      index)
{
  StressCall *call = stress_call_new (section->worker, section->pipeline, section->is_calm,
                                      pipeline_check);
  g_autoptr(PggParams) params = token_params (call);
  gboolean is_bad = index == section->bad;

  call->may_stop = call->may_stop || section->end->may_stop;
  call->may_abort = index > section->bad || section->end->may_stop;
  call->state = is_bad ? PGG_SQL_STATE_DIVISION_BY_ZERO : 0;
  stress_call_run_async (call, pgg_pipeline_execute_start (PGG_PIPELINE (section->pipeline),
                                                           is_bad ? "SELECT $1 / 0" : "SELECT $1",
                                                           params));
}

/* It fails with the error of the statement that fails, unless that is cancelled before. */
static void
add_section (StressWorker *worker,
             PggPipeline  *pipeline,
             gboolean      is_calm,
             gboolean      is_last)
{
  Section section = {
    .worker = worker,
    .pipeline = G_OBJECT (pipeline),
    .is_calm = is_calm,
    .n_statements = stress_number (worker, 0, 10),
    .bad = stress_number (worker, 0, 30),
  };

  section.end = stress_call_new (worker, section.pipeline, is_calm,
                                 is_last ? exit_check : sync_check);
  section.end->state = section.bad < section.n_statements ? PGG_SQL_STATE_DIVISION_BY_ZERO : 0;
  section.end->may_succeed = TRUE;
  for (int i = 0; i < section.n_statements; i++)
    add_statement (&section, i);
  stress_call_run_async (section.end, is_last ? pgg_pipeline_exit_start (pipeline) :
                         pgg_pipeline_sync_start (pipeline));
}

static void
pipeline (StressWorker *worker)
{
  int index = stress_number (worker, 0, STRESS_N_SHARED);
  g_autoptr(PggPipeline) self = NULL;

  self = pgg_connection_enter_pipeline (worker->stress->shared[index], NULL);
  if (self == NULL)
    return;

  for (int i = stress_number (worker, 1, 4); i > 0; i--)
    add_section (worker, self, index < STRESS_N_CALM, i == 1);
}

static void
listen_again (StressWorker *worker)
{
  StressCall *call = call_new (worker, stress_done_check);
  PggConnection *connection = PGG_CONNECTION (call->source);

  stress_call_run (call, stress_chance (worker, 50) ?
                   pgg_connection_listen_start (connection, "stress") :
                   pgg_connection_unlisten_start (connection, "stress"));
}

static void
wait_check (StressCall    *call,
            GObject       *source,
            GAsyncResult  *asynchronous,
            GError       **error)
{
  g_autoptr(PggNotification) notification =
    pgg_connection_wait_notification_finish (PGG_CONNECTION (call->source), asynchronous, error);

  if (notification != NULL)
    g_assert_cmpstr (pgg_notification_get_channel (notification), ==, "stress");
}

static void
wait_notification (StressWorker *worker)
{
  StressCall *call = call_new (worker, wait_check);

  call->may_stop = TRUE;
  stress_call_run (call, pgg_connection_wait_notification_start (PGG_CONNECTION (call->source),
                                                                 stress_number (worker, 0, 5)));
}

static void
lookup_check (StressCall    *call,
              GObject       *source,
              GAsyncResult  *asynchronous,
              GError       **error)
{
  g_autoptr(PggTypeInfo) type =
    pgg_connection_lookup_type_finish (PGG_CONNECTION (call->source), asynchronous, error);

  if (type != NULL)
    g_assert_cmpstr (pgg_type_info_get_name (type), ==, "stress_mood");
}

static void
lookup_type (StressWorker *worker)
{
  StressCall *call = call_new (worker, lookup_check);

  stress_call_run (call, pgg_connection_lookup_type_start (PGG_CONNECTION (call->source),
                                                           "stress_mood"));
}

static void
user_type_check (StressCall    *call,
                 GObject       *source,
                 GAsyncResult  *asynchronous,
                 GError       **error)
{
  g_autoptr(PggResult) result = get_result (call, asynchronous, error);

  if (result == NULL)
    return;

  assert_token (call, result, 0);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 1, NULL), ==, "glad");
}

static void
user_type (StressWorker *worker)
{
  StressCall *call = call_new (worker, user_type_check);
  g_autoptr(PggParams) params = token_params (call);

  g_assert_true (pgg_params_append_text (params, "glad", NULL));
  run_sql (call, "SELECT $1, $2::stress_mood", params);
}

/* Settings that change how things go, but not what comes of them. In binary format several
 * statements cannot be sent in one string. */
static void
set_properties (StressWorker *worker)
{
  PggConnection *connection = worker->stress->shared[stress_number (worker, 0, STRESS_N_SHARED)];

  pgg_connection_set_pipelining (connection, stress_chance (worker, 80));
  pgg_connection_set_prepare_threshold (connection, stress_number (worker, -1, 4));
  pgg_connection_set_prepared_max (connection, (guint) stress_number (worker, 0, 10));
  pgg_connection_set_result_format (connection, stress_chance (worker, 50) ?
                                    PGG_RESULT_FORMAT_AUTO : PGG_RESULT_FORMAT_TEXT);
}

static void
look (StressWorker *worker)
{
  PggConnection *connection = worker->stress->shared[stress_number (worker, 0, STRESS_N_SHARED)];
  g_autofree char *zone = pgg_connection_dup_parameter_status (connection, "TimeZone");
  g_autofree char *encoding = pgg_connection_dup_encoding (connection);
  g_autofree char *literal = pgg_connection_quote_literal (connection, "it's", NULL);
  g_autoptr(PggDiagnostics) diagnostics = pgg_connection_get_last_diagnostics (connection);

  pgg_connection_get_transaction_status (connection);
  if (literal != NULL)
    g_assert_cmpstr (literal, ==, "'it''s'");
}

/* A connection of its own, which is released while something is under way, or left to itself. */
static void
release (StressWorker *worker)
{
  g_autoptr(PggConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  connection = pgg_connect (test_conninfo (), NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    {
      StressCall *call = stress_call_new (worker, G_OBJECT (connection), TRUE, token_check);

      run_format (call, "SELECT %" G_GINT64_FORMAT, call->token);
    }
}

StressKind stress_shared_kinds[] = {
  { "simple", 8, simple, 0 },
  { "extended", 8, extended, 0 },
  { "plain", 8, plain, 0 },
  { "prepared", 8, prepared, 0 },
  { "several", 4, several, 0 },
  { "big result", 3, big_result, 0 },
  { "big parameter", 2, big_param, 0 },
  { "sleeping", 6, sleeping, 0 },
  { "notify", 5, notify, 0 },
  { "failing", 5, failing, 0 },
  { "failing parameters", 4, failing_params, 0 },
  { "copy", 3, copy, 0 },
  { "burst", 8, burst, 0 },
  { "many", 5, many, 0 },
  { "cursor", 8, cursor, 0 },
  { "pipeline", 8, pipeline, 0 },
  { "listen", 3, listen_again, 0 },
  { "wait for notification", 3, wait_notification, 0 },
  { "lookup of a type", 3, lookup_type, 0 },
  { "user type", 3, user_type, 0 },
  { "properties", 3, set_properties, 0 },
  { "look", 3, look, 0 },
  { "release", 1, release, 0 },
  { NULL, 0, NULL, 0 },
};

void
stress_shared_prepare (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (connection,
                                   "DROP TABLE IF EXISTS stress, stress_prepared;"
                                   "DROP TYPE IF EXISTS stress_mood;"
                                   "CREATE TABLE stress_prepared (number int);"
                                   "CREATE UNLOGGED TABLE stress (token int8, number int8);"
                                   "CREATE TYPE stress_mood AS ENUM ('glad', 'sad')",
                                   NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Of what execute_many () inserted there is all or nothing. */
void
stress_shared_verify (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result =
    pgg_connection_execute (connection,
                            "SELECT count (*) FROM (SELECT token FROM stress GROUP BY token "
                            "HAVING count (*) <> token % 500 + 1 OR max (number) <> token % 500) "
                            "AS torn", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, NULL), ==, 0);
}
