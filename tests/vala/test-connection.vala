/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection from Vala: the scenarios that every language has. */

static string conninfo () {
  return Environment.get_variable ("PGG_TEST_CONNINFO");
}

static Pgg.Connection open_connection () {
  try {
    return Pgg.connect (conninfo (), null);
  } catch (Error error) {
    Test.message ("%s", error.message);
    assert_not_reached ();
  }
}

static string? one (Pgg.Connection connection, string sql) throws Error {
  return connection.execute (sql, null, null).get_text (0, 0);
}

static void fail_with (Error error) {
  Test.message ("%s", error.message);
  assert_not_reached ();
}

void test_connect () {
  try {
    var connection = Pgg.connect (conninfo (), null);
    assert (connection.status == Pgg.ConnectionStatus.OPEN);
    assert (connection.user == "postgres");
    assert (connection.database == "postgres");
    assert (connection.server_version >= 130000);
    assert (connection.close (null));
    assert (connection.status == Pgg.ConnectionStatus.CLOSED);
    assert (connection.open (null));
    assert (connection.reset (null));
    assert (one (connection, "SELECT 1") == "1");
  } catch (Error error) {
    fail_with (error);
  }
}

void test_connect_fails () {
  try {
    Pgg.connect ("no such option", null);
    assert_not_reached ();
  } catch (Pgg.ClientError.INVALID_CONNINFO error) {
    assert (error.code == Pgg.ClientError.INVALID_CONNINFO);
  } catch (Error error) {
    fail_with (error);
  }
}

void test_execute_params () {
  try {
    var parameters = new Pgg.Params ();
    parameters.append_int64 (int64.MAX);
    parameters.append_text ("naïve");
    parameters.append_byte_array ({ 0, 255 });
    parameters.append_null ();
    var result = open_connection ().execute ("SELECT $1, $2::text, $3, $4::int", parameters, null);
    assert (result.get_int64 (0, 0) == int64.MAX);
    assert (result.get_text (0, 1) == "naïve");
    assert (result.get_bytes (0, 2).get_data ()[1] == 255);
    assert (result.is_null (0, 3));
    assert (result.get_columns ().length == 4);
    result.get_int (0, 3);
    assert_not_reached ();
  } catch (Pgg.ClientError error) {
    assert (error.code == Pgg.ClientError.NULL_VALUE);
  } catch (Error error) {
    fail_with (error);
  }
}

void test_several_results () {
  try {
    var result = open_connection ().execute ("SELECT 1; SELECT 2", null, null);
    assert (result.get_int (0, 0) == 1);
    assert (result.get_next ().get_int (0, 0) == 2);
    assert (result.get_next ().get_next () == null);
  } catch (Error error) {
    fail_with (error);
  }
}

void test_errors () {
  var connection = open_connection ();

  try {
    connection.execute ("SELECT 1 / 0", null, null);
    assert_not_reached ();
  } catch (Pgg.ServerError error) {
    assert (error.code == Pgg.SqlState.DIVISION_BY_ZERO);
    assert (error.matches (Pgg.ServerError.quark (), Pgg.SqlState.DIVISION_BY_ZERO));
    assert (Pgg.Diagnostics.from_error (error).get_sqlstate () == "22012");
    assert (connection.get_last_diagnostics ().get_sqlstate () == "22012");
  } catch (Error error) {
    fail_with (error);
  }
}

void test_signals () {
  try {
    var connection = open_connection ();
    string? notice = null;
    string? payload = null;

    connection.notice.connect ((diagnostics) => { notice = diagnostics.get_message_primary (); });
    connection.execute ("DO $$ BEGIN RAISE NOTICE 'well'; END $$", null, null);
    assert (notice == "well");

    connection.notification["b"].connect ((n) => { payload = n.get_payload (); });
    connection.listen ("b", null);
    open_connection ().execute ("NOTIFY b, 'x'", null, null);
    while (payload == null)
      MainContext.default ().iteration (true);
    assert (payload == "x");

    connection.listen ("c", null);
    connection.execute ("NOTIFY c", null, null);
    assert (connection.wait_notification (-1, null).get_channel () == "c");
  } catch (Error error) {
    fail_with (error);
  }
}

void test_timeout () {
  var connection = open_connection ();

  connection.timeout = 50;
  try {
    connection.execute ("SELECT pg_sleep (60)", null, null);
    assert_not_reached ();
  } catch (IOError.TIMED_OUT error) {
    assert (connection.status == Pgg.ConnectionStatus.OPEN);
  } catch (Error error) {
    fail_with (error);
  }
}

void test_server_lost () {
  try {
    var connection = open_connection ();
    bool closed = false;

    connection.closed.connect ((error) => { closed = true; });
    open_connection ().execute ("SELECT pg_terminate_backend (%d)".printf (connection.backend_pid),
                        null, null);
    while (!closed)
      MainContext.default ().iteration (true);
    assert (connection.status == Pgg.ConnectionStatus.LOST);
    assert (connection.open (null));
    assert (one (connection, "SELECT 1") == "1");
  } catch (Error error) {
    fail_with (error);
  }
}

void test_execute_many () {
  try {
    var connection = open_connection ();
    var first = new Pgg.Params ();
    var second = new Pgg.Params ();

    connection.execute ("CREATE TEMP TABLE many (n int)", null, null);
    first.append_int (1);
    second.append_int (2);
    assert (connection.execute_many ("INSERT INTO many VALUES ($1)", { first, second }, null) == 2);
  } catch (Error error) {
    fail_with (error);
  }
}

async void converse () throws Error {
  var connection = yield Pgg.connect_async (conninfo (), Priority.DEFAULT, null);
  var cancellable = new Cancellable ();

  var result = yield connection.execute_async ("SELECT 1", null, Priority.DEFAULT, null);
  assert (result.get_int (0, 0) == 1);

  Timeout.add (20, () => { cancellable.cancel (); return Source.REMOVE; });
  try {
    yield connection.execute_async ("SELECT pg_sleep (60)", null, Priority.DEFAULT, cancellable);
    assert_not_reached ();
  } catch (IOError.CANCELLED error) {
    result = yield connection.execute_async ("SELECT 2", null, Priority.DEFAULT, null);
    assert (result.get_int (0, 0) == 2);
  }

  var operation = connection.execute_start ("SELECT 3", null);
  assert (yield operation.run_async (Priority.DEFAULT, null));
  assert (connection.execute_async.end (operation).get_int (0, 0) == 3);
  assert (yield connection.close_async (Priority.DEFAULT, null));
}

void test_async () {
  var loop = new MainLoop ();

  converse.begin ((source, result) => {
    try {
      converse.end (result);
    } catch (Error error) {
      fail_with (error);
    }
    loop.quit ();
  });
  loop.run ();
}

int main (string[] args) {
  Test.init (ref args);
  Test.add_func ("/connection/connect", test_connect);
  Test.add_func ("/connection/connect-fails", test_connect_fails);
  Test.add_func ("/connection/execute-params", test_execute_params);
  Test.add_func ("/connection/several-results", test_several_results);
  Test.add_func ("/connection/errors", test_errors);
  Test.add_func ("/connection/signals", test_signals);
  Test.add_func ("/connection/timeout", test_timeout);
  Test.add_func ("/connection/server-lost", test_server_lost);
  Test.add_func ("/connection/execute-many", test_execute_many);
  Test.add_func ("/connection/async", test_async);

  return Test.run ();
}
