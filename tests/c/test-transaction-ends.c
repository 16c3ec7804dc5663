/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transactions that were ended by others than those who hold them. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

static void
assert_state (PggTransaction      *transaction,
              PggTransactionState  state)
{
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==, state);
}

/* A transaction on a connection, and one within it, that a statement has ended. */
typedef struct
{
  PggConnection  *connection;
  PggTransaction *outer;
  PggTransaction *inner;
} Ended;

static void
ended_init (Ended      *self,
            const char *statement)
{
  self->connection = test_connect ();
  self->outer = test_begin (self->connection);
  test_execute (self->connection, "CREATE TEMP TABLE t (n int)");
  self->inner = test_begin (self->connection);
  test_execute (self->connection, "INSERT INTO t VALUES (1)");
  test_execute (self->connection, statement);
}

static void
ended_clear (Ended *self)
{
  test_assert_usable (self->connection);
  g_clear_object (&self->inner);
  g_clear_object (&self->outer);
  g_clear_object (&self->connection);
}

static void
test_rolled_back (void)
{
  Ended ended;
  g_autoptr (GError) error = NULL;

  ended_init (&ended, "ROLLBACK");
  g_assert_false (pgg_transaction_commit (ended.inner, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK);
  g_clear_error (&error);
  assert_state (ended.inner, PGG_TRANSACTION_STATE_ROLLED_BACK);
  g_assert_false (pgg_transaction_commit (ended.outer, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK);
  assert_state (ended.outer, PGG_TRANSACTION_STATE_ROLLED_BACK);
  ended_clear (&ended);

  ended_init (&ended, "SELECT 1; ROLLBACK; SELECT 2");
  g_clear_error (&error);
  g_assert_true (pgg_transaction_rollback (ended.inner, NULL, &error));
  g_assert_true (pgg_transaction_rollback (ended.outer, NULL, &error));
  g_assert_no_error (error);
  ended_clear (&ended);
}

static void
test_committed (void)
{
  Ended ended;
  g_autoptr (GError) error = NULL;

  ended_init (&ended, "COMMIT");
  g_assert_true (pgg_transaction_commit (ended.inner, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_transaction_rollback (ended.outer, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  assert_state (ended.outer, PGG_TRANSACTION_STATE_COMMITTED);
  g_assert_cmpint (test_query_int (ended.connection, "SELECT n FROM t"), ==, 1);
  ended_clear (&ended);
}

/* The tag of the statement that goes back to a savepoint is that of one that ends a transaction. */
static void
test_gone_back (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);
  g_autoptr (GError) error = NULL;

  test_execute (connection, "CREATE TEMP TABLE t (n int)");
  test_execute (connection, "SAVEPOINT s");
  test_execute (connection, "ROLLBACK TO SAVEPOINT s");
  g_assert_true (pgg_transaction_commit (transaction, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT count(*) FROM t"), ==, 0);
}

static void
test_prepared (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);
  g_autoptr (GError) error = NULL;

  test_execute (connection, "SELECT 1");
  test_execute (connection, "PREPARE TRANSACTION 'ends'");
  g_assert_false (pgg_transaction_commit (transaction, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  assert_state (transaction, PGG_TRANSACTION_STATE_PREPARED);
  test_execute (connection, "ROLLBACK PREPARED 'ends'");
}

/* In a transaction that has failed no savepoint can be set, and yet all must come to an end. */
static void
test_begun_too_late (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) outer = test_begin (connection);
  g_autoptr (PggTransaction) inner = NULL;
  g_autoptr (GError) error = NULL;

  error = test_execute_error (connection, "SELECT 1 / 0");
  g_clear_error (&error);
  inner = test_begin (connection);
  error = test_execute_error (connection, "SELECT 1");
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  g_clear_error (&error);

  g_assert_true (pgg_transaction_rollback (inner, NULL, &error));
  g_assert_no_error (error);
  assert_state (inner, PGG_TRANSACTION_STATE_ROLLED_BACK);
  g_assert_true (pgg_transaction_rollback (outer, NULL, &error));
  g_assert_no_error (error);
  test_assert_usable (connection);
}

/* The server has gone before it was asked to commit, so that there is no doubt. */
static void
test_gone_before (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);
  g_autoptr (GError) error = NULL;

  test_execute (connection, "SELECT 1");
  test_terminate (pgg_connection_get_backend_pid (connection));
  g_assert_false (pgg_transaction_commit (transaction, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_nonnull (strstr (error->message, "terminating connection"));
  assert_state (transaction, PGG_TRANSACTION_STATE_ROLLED_BACK);

  g_clear_error (&error);
  g_assert_true (pgg_connection_reset (connection, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_transaction_rollback (transaction, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  test_assert_usable (connection);
}

/* What was open when the connection ended is not, and nothing is within it any more. */
static void
test_disconnected (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) outer = test_begin (connection);
  g_autoptr (PggTransaction) inner = test_begin (connection);
  g_autoptr (PggTransaction) next = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "SELECT 1");
  g_assert_true (pgg_connection_close (connection, NULL, &error));
  g_assert_true (pgg_connection_open (connection, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_transaction_commit (outer, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_clear_error (&error);
  assert_state (outer, PGG_TRANSACTION_STATE_ROLLED_BACK);

  next = test_begin (connection);
  g_assert_null (pgg_transaction_get_parent (next));
  test_execute (connection, "SELECT 1");
  g_assert_true (pgg_transaction_commit (next, NULL, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/transaction-ends/rolled-back", test_rolled_back);
  g_test_add_func ("/transaction-ends/committed", test_committed);
  g_test_add_func ("/transaction-ends/gone-back", test_gone_back);
  g_test_add_func ("/transaction-ends/prepared", test_prepared);
  g_test_add_func ("/transaction-ends/begun-too-late", test_begun_too_late);
  g_test_add_func ("/transaction-ends/gone-before", test_gone_before);
  g_test_add_func ("/transaction-ends/disconnected", test_disconnected);

  return g_test_run ();
}
