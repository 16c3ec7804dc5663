/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cursors from Vala: rows one by one, in memory and in a stream. */

const string SERIES = "SELECT generate_series(1, 5)";

static Pgg.Cursor create_cursor () throws Error {
  var connection = Pgg.connect (Environment.get_variable ("PGG_TEST_CONNINFO"), null);

  return connection.create_cursor ();
}

static void fail_with (Error error) {
  Test.message ("%s", error.message);
  assert_not_reached ();
}

void test_fetch () {
  try {
    var cursor = create_cursor ();

    assert (cursor.execute (SERIES, null, null));
    assert (cursor.row_count == 5);
    assert (cursor.fetch_one (null).get_int (0) == 1);
    assert (cursor.fetch_many (2, null).length == 2);
    assert (cursor.scroll (-1, Pgg.ScrollMode.RELATIVE));
    var rows = cursor.fetch_all (null);
    assert (rows.length == 3);
    assert (rows[0].get_int (0) == 3);
    assert (cursor.fetch_one (null) == null);
    assert (!cursor.next_set ());
  } catch (Error error) {
    fail_with (error);
  }
}

void test_errors () {
  try {
    create_cursor ().fetch_one (null);
    assert_not_reached ();
  } catch (Pgg.ClientError.NO_RESULT error) {
    assert (error.message != "");
  } catch (Error error) {
    fail_with (error);
  }
}

async void read_stream () throws Error {
  var cursor = create_cursor ();
  int sum = 0;
  Pgg.Row? row;

  assert (yield cursor.stream_async (SERIES, null, Priority.DEFAULT, null));
  while ((row = yield cursor.fetch_one_async (Priority.DEFAULT, null)) != null)
    sum += row.get_int (0);
  assert (sum == 15);
  assert (yield cursor.execute_async (SERIES, null, Priority.DEFAULT, null));
  var rows = yield cursor.fetch_all_async (Priority.DEFAULT, null);
  assert (rows.length == 5);
}

void test_async () {
  var loop = new MainLoop ();

  read_stream.begin ((source, result) => {
    try {
      read_stream.end (result);
    } catch (Error error) {
      fail_with (error);
    }
    loop.quit ();
  });
  loop.run ();
}

int main (string[] args) {
  Test.init (ref args);
  Test.add_func ("/cursor/fetch", test_fetch);
  Test.add_func ("/cursor/errors", test_errors);
  Test.add_func ("/cursor/async", test_async);

  return Test.run ();
}
