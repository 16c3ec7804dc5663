/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transactions, batches, prepared statements and pipelines from Vala. */

static Pgg.Connection open_connection () throws Error {
  var connection = Pgg.connect (Environment.get_variable ("PGG_TEST_CONNINFO"));

  connection.execute ("CREATE TEMPORARY TABLE item (n int PRIMARY KEY, name text)");
  return connection;
}

static void fail_with (Error error) {
  Test.message ("%s", error.message);
  assert_not_reached ();
}

static int64 count (Pgg.Connection connection) throws Error {
  return connection.execute ("SELECT count (*) FROM item").get_int64 (0, 0);
}

static Pgg.Params item (int n, string? name) throws Error {
  var parameters = new Pgg.Params ();

  parameters.append_int (n);
  parameters.append_text (name);
  return parameters;
}

const string INSERT = "INSERT INTO item VALUES ($1, $2)";

void test_transaction () {
  try {
    var connection = open_connection ();
    var transaction = connection.begin ();

    connection.execute (INSERT, item (1, "one"));
    var savepoint = connection.begin ();
    connection.execute (INSERT, item (2, null));
    assert (savepoint.parent == transaction && savepoint.rollback ());
    assert (transaction.commit ());
    assert (transaction.state == Pgg.TransactionState.COMMITTED && count (connection) == 1);

    transaction = connection.begin (Pgg.TransactionOptions.SERIALIZABLE);
    try {
      connection.execute (INSERT, item (1, "again"));
      assert_not_reached ();
    } catch (Pgg.ServerError error) {
      assert (error.code == Pgg.SqlState.UNIQUE_VIOLATION);
      assert (Pgg.Diagnostics.from_error (error).get_constraint_name () == "item_pkey");
    }
    try {
      transaction.commit ();
      assert_not_reached ();
    } catch (Pgg.ClientError.ROLLED_BACK error) {
      assert (transaction.state == Pgg.TransactionState.ROLLED_BACK);
    }
  } catch (Error error) {
    fail_with (error);
  }
}

void test_run_transaction () {
  try {
    var connection = open_connection ();
    var n_runs = 0;

    assert (connection.run_transaction (Pgg.TransactionOptions.DEFAULT, 3, -1, (transaction) => {
      transaction.connection.execute (INSERT, item (1, "one"));
      if (++n_runs < 3)
        transaction.connection.execute (
          "DO $$ BEGIN RAISE 'x' USING ERRCODE = 'serialization_failure'; END $$");
      return true;
    }));
    assert (n_runs == 3 && count (connection) == 1);
    try {
      connection.run_transaction (Pgg.TransactionOptions.DEFAULT, 0, -1, (transaction) => {
        throw new IOError.FAILED ("enough");
      });
      assert_not_reached ();
    } catch (IOError.FAILED error) {
      assert (error.message == "enough");
    }
  } catch (Error error) {
    fail_with (error);
  }
}

void test_batch () {
  try {
    var connection = open_connection ();
    var batch = new Pgg.Batch ();

    batch.add (INSERT, item (1, "one"));
    batch.add (INSERT, item (1, "again"));
    batch.add ("INSERT INTO item VALUES (2, 'two')");
    var outcome = connection.execute_batch (batch, Pgg.BatchFlags.INDEPENDENT);
    assert (outcome.get_n_items () == 3 && outcome.get_n_failed () == 1);
    assert (outcome.dup_error (0) == null && outcome.dup_error (1) is Pgg.ServerError);
    assert (outcome.get_affected_rows (2) == 1 && count (connection) == 2);
    int64[] affected = outcome.dup_affected_rows ();
    assert (affected.length == 3 && affected[0] == 1 && affected[2] == 1);

    batch.reset ();
    Pgg.Params[] items = { item (3, "three"), item (1, "once more") };
    batch.add_many (INSERT, items);
    try {
      connection.execute_batch (batch);
      assert_not_reached ();
    } catch (Pgg.ServerError error) {
      assert (Pgg.Diagnostics.from_error (error).get_batch_index () == 1);
      assert (count (connection) == 2);
    }
  } catch (Error error) {
    fail_with (error);
  }
}

async void write_parts () throws Error {
  var connection = open_connection ();
  var writer = connection.open_batch (INSERT);
  var n = 0;

  foreach (unowned var name in new string[] { "one", "two", "three" }) {
    var part = new Pgg.Batch ();

    part.add (INSERT, item (++n, name));
    assert (yield writer.write_async (part));
  }
  assert (writer.get_n_items () == 3 && writer.sql == INSERT);
  var outcome = yield writer.end_async ();
  assert (outcome.get_total_affected_rows () == 3 && count (connection) == 3);

  writer = connection.open_batch (INSERT);
  writer.write (new Pgg.Batch ());
  writer.abort ();
  try {
    writer.end ();
    assert_not_reached ();
  } catch (IOError.CANCELLED error) {
    assert (writer.is_ended () && count (connection) == 3);
  }
}

void test_writer () {
  var loop = new MainLoop ();

  write_parts.begin ((source, result) => {
    try {
      write_parts.end (result);
    } catch (Error error) {
      fail_with (error);
    }
    loop.quit ();
  });
  loop.run ();
}

void test_arrays () {
  try {
    var connection = open_connection ();
    var columns = new Pgg.Params ();

    columns.append_int_array ({ 1, 2, 3 });
    columns.append_text_array ({ "one", "two", "three" }, { 0, 1, 0 });
    connection.execute ("INSERT INTO item SELECT * FROM unnest ($1, $2)", columns);
    var result = connection.execute ("SELECT n, n::int8 * 2, name FROM item ORDER BY n");
    int64[] numbers = result.get_column_int64s (1);
    assert (numbers.length == 3 && numbers[2] == 6);
    var texts = result.get_column_texts (2);
    assert (texts.length == 3 && texts[0] == "one" && texts[1] == null);
    uint8[] nulls = result.get_column_nulls (2, 1);
    assert (nulls.length == 2 && nulls[0] == 1 && nulls[1] == 0);

    Variant row = result.get_row (0).to_variant ();
    assert (row.n_children () == 3 && row.is_floating () == false);
  } catch (Error error) {
    fail_with (error);
  }
}

async void work () throws Error {
  var connection = open_connection ();
  var statement = yield connection.prepare_async (INSERT);

  assert (statement.get_n_parameters () == 2 && statement.sql == INSERT);
  var result = yield statement.execute_async (item (1, "one"));
  assert (result.get_affected_rows () == 1);
  var n_items = yield statement.execute_many_async ({ item (2, "two"), item (3, null) });
  assert (n_items == 2);
  assert (yield statement.close_async ());

  var pipeline = connection.enter_pipeline ();
  pipeline.execute_async.begin (INSERT, item (4, "four"));
  var sum = pipeline.execute_start ("SELECT sum (n) FROM item");
  assert (yield pipeline.exit_async ());
  assert (pipeline.execute_async.end (sum).get_int64 (0, 0) == 10);

  var cursor = connection.create_cursor ();
  cursor.array_size = 100;
  yield cursor.stream_async ("SELECT n FROM generate_series (1, 1000) AS n");
  var total = 0;
  Pgg.Row? row;
  while ((row = yield cursor.fetch_one_async ()) != null)
    total += row.get_int (0);
  assert (total == 500500);

  var transaction = connection.begin ();
  connection.execute_async.begin ("DELETE FROM item");
  assert (yield transaction.commit_async ());
  assert (count (connection) == 0);
  assert (yield connection.close_async ());
}

void test_async () {
  var loop = new MainLoop ();

  work.begin ((source, result) => {
    try {
      work.end (result);
    } catch (Error error) {
      fail_with (error);
    }
    loop.quit ();
  });
  loop.run ();
}

int main (string[] args) {
  Test.init (ref args);
  Test.add_func ("/statements/transaction", test_transaction);
  Test.add_func ("/statements/run-transaction", test_run_transaction);
  Test.add_func ("/statements/batch", test_batch);
  Test.add_func ("/statements/writer", test_writer);
  Test.add_func ("/statements/arrays", test_arrays);
  Test.add_func ("/statements/async", test_async);

  return Test.run ();
}
