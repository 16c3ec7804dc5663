/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What test-stress does on connections that belong to one thread: transactions, and settings. */

#include "config.h"

#include "stress-harness.h"

#define MAX_NESTING 4
#define MAX_ROWS 64

/* A connection for one scenario, and what its table must hold when nothing went wrong. */
typedef struct
{
  StressWorker  *worker;
  PggConnection *connection;
  gboolean       is_good;        /* all that has been done has succeeded */
  gint64         rows[MAX_ROWS]; /* in the order of their insertion */
  guint          n_rows;
} Scenario;

static void
result_check (StressCall    *call,
              GObject       *source,
              GAsyncResult  *asynchronous,
              GError       **error)
{
  g_autoptr(PggResult) result =
    pgg_connection_execute_finish (PGG_CONNECTION (call->source), asynchronous, error);

  if (result == NULL || call->token == 0)
    return;

  g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, NULL), ==, call->token);
}

static StressCall *
call_new (Scenario    *self,
          StressCheck  check)
{
  StressCall *call = stress_call_new (self->worker, G_OBJECT (self->connection), TRUE, check);

  call->is_own = TRUE;
  return call;
}

static StressCall *
transaction_call_new (Scenario       *self,
                      PggTransaction *transaction)
{
  StressCall *call = stress_call_new (self->worker, G_OBJECT (transaction), TRUE,
                                      stress_done_check);

  call->is_own = TRUE;
  return call;
}

static gboolean
complete (Scenario     *self,
          StressCall   *call,
          PggOperation *operation)
{
  self->is_good = stress_call_complete (call, operation) && self->is_good;

  return self->is_good;
}

/* FALSE from the first thing on that went wrong. */
static gboolean
query (Scenario   *self,
       const char *sql,
       gint64      expected)
{
  StressCall *call;
  g_autoptr(PggParams) params = NULL;

  if (!self->is_good)
    return FALSE;

  call = call_new (self, result_check);
  call->token = expected;
  if (stress_chance (self->worker, 50))
    params = pgg_params_new ();

  return complete (self, call, pgg_connection_execute_start (self->connection, sql, params));
}

static gboolean
insert (Scenario *self)
{
  gint64 token = stress_token (self->worker);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO pg_temp.own VALUES (%" G_GINT64_FORMAT ") "
                                          "RETURNING token", token);

  if (self->n_rows == MAX_ROWS || !query (self, sql, token))
    return FALSE;

  self->rows[self->n_rows++] = token;
  return TRUE;
}

/* The table holds what it has to. */
static void
verify (Scenario *self)
{
  gint64 sum = 1;
  StressCall *call;

  if (!self->is_good)
    return;

  for (guint i = 0; i < self->n_rows; i++)
    sum += self->rows[i];
  call = call_new (self, result_check);
  call->token = sum;
  complete (self, call,
            pgg_connection_execute_start (self->connection,
                                          "SELECT coalesce (sum (token), 0)::int8 + 1 "
                                          "FROM pg_temp.own", NULL));
}

static PggTransactionOptions
random_options (Scenario *self)
{
  static const PggTransactionOptions options[] = {
    PGG_TRANSACTION_OPTIONS_DEFAULT, PGG_TRANSACTION_OPTIONS_READ_COMMITTED,
    PGG_TRANSACTION_OPTIONS_REPEATABLE_READ, PGG_TRANSACTION_OPTIONS_SERIALIZABLE,
  };

  return options[stress_number (self->worker, 0, G_N_ELEMENTS (options))];
}

static gboolean
end_transaction (Scenario       *self,
                 PggTransaction *transaction,
                 gboolean        commit)
{
  StressCall *call = transaction_call_new (self, transaction);

  return complete (self, call, commit ? pgg_transaction_commit_start (transaction) :
                   pgg_transaction_rollback_start (transaction));
}

/* A statement that fails spoils the transaction, or the savepoint. */
static void
fail (Scenario *self)
{
  StressCall *call = call_new (self, result_check);

  call->state = PGG_SQL_STATE_DIVISION_BY_ZERO;
  stress_call_complete (call, pgg_connection_execute_start (self->connection, "SELECT 1 / 0",
                                                            NULL));
}

static void
nest (Scenario              *self,
      guint                  depth,
      PggTransactionOptions  options)
{
  g_autoptr(PggTransaction) transaction = pgg_connection_begin (self->connection, options, NULL);
  guint n_rows = self->n_rows;
  gboolean commit = stress_chance (self->worker, 60);

  if (transaction == NULL)
    {
      self->is_good = FALSE;
      return;
    }

  for (int i = stress_number (self->worker, 0, 4); i > 0 && self->is_good; i--)
    if (depth < MAX_NESTING && stress_chance (self->worker, 30))
      nest (self, depth + 1, PGG_TRANSACTION_OPTIONS_DEFAULT);
    else
      insert (self);
  if (self->is_good && !commit && stress_chance (self->worker, 30))
    fail (self);
  if (!self->is_good)
    return;

  if (end_transaction (self, transaction, commit) && !commit)
    self->n_rows = n_rows;
}

static void
transaction (Scenario *self)
{
  nest (self, 0, random_options (self));
  verify (self);
}

/* A transaction that the application makes with statements of its own. */
static void
plain_transaction (Scenario *self)
{
  gboolean commit = stress_chance (self->worker, 50);
  guint n_rows = self->n_rows;

  query (self, "BEGIN", 0);
  insert (self);
  insert (self);
  if (query (self, commit ? "COMMIT" : "ROLLBACK", 0) && !commit)
    self->n_rows = n_rows;
  verify (self);
}

static void
no_autocommit (Scenario *self)
{
  gboolean commit = stress_chance (self->worker, 50);
  guint n_rows = self->n_rows;
  StressCall *call;

  pgg_connection_set_autocommit (self->connection, FALSE);
  insert (self);
  insert (self);
  if (self->is_good)
    {
      call = call_new (self, stress_done_check);
      complete (self, call, commit ? pgg_connection_commit_start (self->connection) :
                pgg_connection_rollback_start (self->connection));
    }
  if (!commit)
    self->n_rows = n_rows;
  pgg_connection_set_autocommit (self->connection, TRUE);
  verify (self);
}

/* What a function does in a transaction that may be run again. */
typedef struct
{
  Scenario *scenario;
  guint     n_to_lose;
  guint     n_runs;
  guint     n_rows;
} Body;

static gboolean
lose_cb (PggTransaction  *transaction,
         gpointer         user_data,
         GError         **error)
{
  static const char *const lose = "DO $$BEGIN RAISE SQLSTATE '40001'; END$$";
  Body *body = user_data;
  Scenario *self = body->scenario;
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  g_autoptr(PggResult) result = NULL;

  self->n_rows = body->n_rows;
  insert (self);
  if (!self->is_good)
    return FALSE;
  if (body->n_runs++ >= body->n_to_lose)
    return TRUE;

  result = pgg_connection_execute (connection, lose, NULL, NULL, error);
  g_assert_null (result);

  return FALSE;
}

static void
run_again (Scenario *self)
{
  Body body = { self, (guint) stress_number (self->worker, 0, 3), 0, self->n_rows };
  g_autoptr(GError) error = NULL;

  if (pgg_connection_run_transaction (self->connection, random_options (self), 5, -1, lose_cb,
                                      &body, NULL, &error))
    g_assert_cmpuint (body.n_runs, ==, body.n_to_lose + 1);
  else
    {
      g_assert_nonnull (error);
      g_assert_true (!self->is_good || stress_is_loss (error));
      self->is_good = FALSE;
    }
  verify (self);
}

static void
lost_cb (GObject      *source,
         GAsyncResult *asynchronous,
         gpointer      user_data)
{
  g_autoptr(PggTransaction) transaction = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result =
    pgg_connection_execute_finish (PGG_CONNECTION (source), asynchronous, &error);

  pgg_transaction_complete (transaction, error);
}

static void
lose_start_cb (PggTransaction *transaction,
               gpointer        user_data)
{
  Body *body = user_data;
  gboolean lose = body->n_runs++ < body->n_to_lose;

  pgg_connection_execute_async (pgg_transaction_get_connection (transaction),
                                lose ? "DO $$BEGIN RAISE SQLSTATE '40P01'; END$$" : "SELECT 1",
                                NULL, G_PRIORITY_DEFAULT, NULL, lost_cb,
                                g_object_ref (transaction));
}

static void
run_check (StressCall    *call,
           GObject       *source,
           GAsyncResult  *asynchronous,
           GError       **error)
{
  pgg_connection_run_transaction_finish (PGG_CONNECTION (call->source), asynchronous, error);
}

static void
run_again_async (Scenario *self)
{
  Body body = { self, (guint) stress_number (self->worker, 0, 3), 0, self->n_rows };
  StressCall *call = call_new (self, run_check);
  gboolean is_done = FALSE;

  /* One that is cancelled before it runs again has the error of the run that lost. */
  call->state = call->may_stop ? PGG_SQL_STATE_DEADLOCK_DETECTED : 0;
  call->may_succeed = TRUE;
  call->is_done = &is_done;
  call->is_good = &self->is_good;
  stress_call_begin (call);
  pgg_connection_run_transaction_async (self->connection, random_options (self), 5, -1,
                                        lose_start_cb, &body, NULL, G_PRIORITY_DEFAULT,
                                        call->cancellable, stress_call_cb, call);
  self->worker->is_inside = FALSE;
  while (!is_done)
    stress_iterate (self->worker, TRUE);
  if (self->is_good)
    g_assert_cmpuint (body.n_runs, ==, body.n_to_lose + 1);
  verify (self);
}

/* The table must not be a temporary one. */
static void
two_phases (Scenario *self)
{
  g_autofree char *id = g_strdup_printf ("stress %" G_GINT64_FORMAT, stress_token (self->worker));
  g_autoptr(PggTransaction) transaction = NULL;
  StressCall *call;

  transaction = pgg_connection_begin (self->connection, random_options (self), NULL);
  if (transaction == NULL || !query (self, "INSERT INTO stress_prepared VALUES (1)", 0))
    {
      self->is_good = FALSE;
      return;
    }

  call = transaction_call_new (self, transaction);
  if (!complete (self, call, pgg_transaction_prepare_start (transaction, id)))
    return;
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==, PGG_TRANSACTION_STATE_PREPARED);
  call = call_new (self, stress_done_check);
  complete (self, call, stress_chance (self->worker, 50) ?
            pgg_connection_commit_prepared_start (self->connection, id) :
            pgg_connection_rollback_prepared_start (self->connection, id));
}

/* The application throws away what the library has prepared, and its own. */
static void
deallocate (Scenario *self)
{
  static const char *const ways[] = { "DEALLOCATE ALL", "DISCARD PLANS", "DEALLOCATE own" };

  query (self, "PREPARE own AS SELECT 7::int8", 0);
  query (self, "EXECUTE own", 7);
  for (int i = 0; i < 4; i++)
    query (self, "SELECT 5::int8 -- of the library", 5);
  query (self, ways[stress_number (self->worker, 0, G_N_ELEMENTS (ways))], 0);
  for (int i = 0; i < 4; i++)
    query (self, "SELECT 5::int8 -- of the library", 5);
  query (self, "DEALLOCATE ALL", 0);
  verify (self);
}

/* The plan that the server has for a statement does not fit any more. */
static void
alter (Scenario *self)
{
  insert (self);
  for (int i = 0; i < 3 && self->is_good; i++)
    {
      query (self, "SELECT * FROM (SELECT 9::int8) AS a (n) CROSS JOIN (SELECT * FROM pg_temp.own "
             "LIMIT 1) AS b", 9);
      if (i == 1)
        query (self, "ALTER TABLE pg_temp.own ADD COLUMN more int", 0);
    }
  query (self, "ALTER TABLE pg_temp.own DROP COLUMN more", 0);
  verify (self);
}

static void
moment_check (StressCall    *call,
              GObject       *source,
              GAsyncResult  *asynchronous,
              GError       **error)
{
  g_autoptr(PggResult) result =
    pgg_connection_execute_finish (PGG_CONNECTION (call->source), asynchronous, error);
  g_autoptr(PggTimestamp) timestamp = NULL;
  g_autoptr(PggInterval) interval = NULL;

  if (result == NULL)
    return;

  timestamp = pgg_result_get_timestamp (result, 0, 0, NULL);
  g_assert_nonnull (timestamp);
  g_assert_cmpint (pgg_timestamp_to_unix_usec (timestamp, NULL), ==,
                   call->token * G_USEC_PER_SEC);
  interval = pgg_result_get_interval (result, 0, 1, NULL);
  g_assert_nonnull (interval);
  g_assert_cmpint (pgg_interval_get_months (interval), ==, 14);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 2, NULL), ==, "äöü");
}

/* However the server writes them, values are what they are. */
static void
settings (Scenario *self)
{
  static const char *const ways[] = {
    "SET DateStyle = 'German'", "SET DateStyle = 'SQL, DMY'", "SET DateStyle = 'Postgres'",
    "SET TimeZone = 'Asia/Kolkata'", "SET TimeZone = 'America/St_Johns'",
    "SET IntervalStyle = 'iso_8601'", "SET IntervalStyle = 'sql_standard'",
    "SET client_encoding = 'LATIN1'", "SET client_encoding = 'UTF8'", "SELECT 1", "RESET ALL",
  };

  for (int i = 0; i < 6 && self->is_good; i++)
    {
      StressCall *call = call_new (self, moment_check);
      g_autofree char *sql = g_strdup_printf ("SELECT to_timestamp (%" G_GINT64_FORMAT "), "
                                              "'1 year 2 months 3 days'::interval, "
                                              "U&'\\00e4\\00f6\\00fc'", call->token);

      complete (self, call, pgg_connection_execute_start (self->connection, sql, NULL));
      query (self, ways[stress_number (self->worker, 0, G_N_ELEMENTS (ways))], 0);
    }
  query (self, "RESET ALL", 0);
  verify (self);
}

static void
listened (Scenario *self)
{
  StressCall *call = call_new (self, stress_done_check);

  if (!complete (self, call, pgg_connection_listen_start (self->connection, "stress")))
    return;
  query (self, "SELECT 3::int8, pg_notify ('stress', '')", 3);
  call = call_new (self, stress_done_check);
  complete (self, call, pgg_connection_unlisten_start (self->connection, "stress"));
  verify (self);
}

static PggConnection *
connect (StressWorker *worker)
{
  PggConnection *connection = stress_connection_new (worker->stress, test_conninfo (), worker);
  g_autoptr(GError) error = NULL;

  pgg_connection_set_prepare_threshold (connection, stress_number (worker, -1, 3));
  pgg_connection_set_prepared_max (connection, (guint) stress_number (worker, 1, 5));
  pgg_connection_set_result_format (connection, (PggResultFormat) stress_number (worker, 0, 3));
  pgg_connection_set_pipelining (connection, stress_chance (worker, 70));
  pgg_connection_open (connection, NULL, &error);
  g_assert_no_error (error);
  g_atomic_int_inc (&worker->stress->n_opened);

  return connection;
}

static gboolean
is_kept (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (connection, "SELECT 42", NULL, NULL, &error);
  if (result == NULL)
    g_assert_true (stress_is_loss (error));

  return result != NULL;
}

/* Whatever happened, the connection is lost or can be used, and no transaction is open. */
static void
verify_end (Scenario *self)
{
  pgg_connection_set_autocommit (self->connection, TRUE);
  if (!self->is_good)
    {
      g_autoptr(PggResult) result = NULL;

      result = pgg_connection_execute (self->connection, "ROLLBACK", NULL, NULL, NULL);
    }
  if (!is_kept (self->connection))
    return;

  g_assert_cmpint (pgg_connection_get_transaction_status (self->connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
}

static void
run_scenario (StressWorker *worker,
              void        (*func) (Scenario *self))
{
  g_autoptr(PggConnection) connection = connect (worker);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;
  Scenario scenario = { .worker = worker, .connection = connection };

  result = pgg_connection_execute (connection, "CREATE TEMP TABLE own (token int8)", NULL, NULL,
                                   &error);
  g_assert_no_error (error);
  g_atomic_int_set (&worker->is_terminated, FALSE);
  g_atomic_int_set (&worker->own_pid, pgg_connection_get_backend_pid (connection));
  for (int i = stress_number (worker, 1, 4); i > 0; i--)
    {
      scenario.is_good = TRUE;
      func (&scenario);
      verify_end (&scenario);
      if (!scenario.is_good)
        break;
    }
  g_atomic_int_set (&worker->own_pid, 0);
  pgg_connection_close (connection, NULL, NULL);
}

/* One of the scenarios, and perhaps again on the same connection. */
void
stress_own_one (StressWorker *worker)
{
  static void (* const scenarios[]) (Scenario *self) = {
    transaction, transaction, transaction, plain_transaction, no_autocommit, run_again,
    run_again_async, two_phases, deallocate, alter, settings, listened,
  };

  worker->kind = "scenario";
  run_scenario (worker, scenarios[stress_number (worker, 0, G_N_ELEMENTS (scenarios))]);
}
