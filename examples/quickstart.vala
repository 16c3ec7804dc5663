// SPDX-License-Identifier: LGPL-2.1-or-later
// A tour of pgglib in Vala. quickstart.c, quickstart.py and quickstart.js print the same.

const string DATA = "/usr/share/iso-codes/json/";

// Values take the place of $1, $2 and so on at the server: nothing is ever quoted.
Pgg.Params params_from_text (string?[] values) throws Error {
    var params = new Pgg.Params ();
    foreach (unowned var value in values)
        params.append_text (value);
    return params;
}

// Every row of parameters may hold other types, and NULL.
Pgg.Params params_from_country (Json.Object country) throws Error {
    var params = params_from_text ({
        country.get_string_member ("alpha_2"),
        country.get_string_member ("name"),
        country.has_member ("common_name") ? country.get_string_member ("common_name") : null
    });
    params.append_int (int.parse (country.get_string_member ("numeric")));
    params.append_text (country.get_string_member ("flag"));
    return params;
}

// One statement, executed once for each row of parameters, in a single flight.
async void load_countries (Pgg.Connection connection) throws Error {
    var parser = new Json.Parser ();
    Pgg.Params[] rows = {};

    parser.load_from_file (DATA + "iso_3166-1.json");
    var countries = parser.get_root ().get_object ().get_array_member ("3166-1");
    for (uint i = 0; i < countries.get_length (); i++)
        rows += params_from_country (countries.get_object_element (i));

    var loaded = yield connection.execute_many_async (
        "INSERT INTO country VALUES ($1, $2, $3, $4, $5)", rows);
    print (@"$loaded countries\n");
}

// A whole file as one parameter; the server takes it apart.
async void load_file (Pgg.Connection connection, string name, string what,
                      string sql) throws Error {
    string text;

    FileUtils.get_contents (DATA + name, out text);
    var result = yield connection.execute_async (sql, params_from_text ({ text }));
    print (@"$(result.get_affected_rows ()) $what\n");
}

async void load (Pgg.Connection connection) throws Error {
    // Without parameters there may be several statements.
    yield connection.execute_async ("""
        CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL, common_name text,
                              number int, flag text);
        CREATE TABLE subdivision (code text PRIMARY KEY, name text, type text);
        CREATE TABLE language (code text PRIMARY KEY, name text)""");
    yield load_countries (connection);
    yield load_file (connection, "iso_3166-2.json", "subdivisions", """
        INSERT INTO subdivision SELECT code, name, type
          FROM json_to_recordset ($1::json -> '3166-2')
            AS r (code text, name text, type text)""");
    yield load_file (connection, "iso_639-3.json", "languages", """
        INSERT INTO language SELECT alpha_3, name
          FROM json_to_recordset ($1::json -> '639-3')
            AS r (alpha_3 text, name text)""");
}

// Cells of any type can be read as text; NULL is null and not "".
void print_row (Pgg.Result result, uint row) throws Error {
    for (uint column = 0; column < result.get_n_columns (); column++)
        print ("%s%s", column > 0 ? " | " : "  ", result.get_text (row, column) ?? "(null)");
    print ("\n");
}

async void print_table (Pgg.Connection connection, string title, string sql,
                        Pgg.Params params) throws Error {
    var result = yield connection.execute_async (sql, params);

    print (@"\n$title\n");
    for (uint row = 0; row < result.get_n_rows (); row++)
        print_row (result, row);
}

async void query (Pgg.Connection connection) throws Error {
    var limit = new Pgg.Params ();

    limit.append_int (5);
    yield print_table (connection, "Countries with the most subdivisions", """
        SELECT flag, country.name, count (*)
          FROM country JOIN subdivision
            ON country.code = split_part (subdivision.code, '-', 1)
          GROUP BY country.code ORDER BY count DESC, country.code LIMIT $1""", limit);
    yield print_table (connection, "Countries beyond ASCII and republics, as people call them", """
        SELECT flag, name, common_name FROM country WHERE name ~ $1
          ORDER BY code""", params_from_text ({ "[^ -~]|Republic of$" }));
    yield print_table (connection, "Languages with a click", """
        SELECT code, name FROM language WHERE name LIKE $1 ORDER BY code""",
        params_from_text ({ "%ǃ%" }));
}

// Rows are read as they arrive: memory for one of them is enough.
async void stream (Pgg.Connection connection) throws Error {
    var cursor = connection.create_cursor ();
    var longest = "";
    Pgg.Row? row;

    yield cursor.stream_async ("SELECT name FROM language ORDER BY code");
    while ((row = yield cursor.fetch_one_async ()) != null) {
        var name = row.get_text (0);
        if (name.char_count () > longest.char_count ())
            longest = name;
    }
    print (@"\nThe longest name, found while streaming\n  $longest\n");
}

// What a GTK application does: ask, and go on drawing.
async void ask_slowly (Pgg.Connection connection) throws Error {
    uint ticks = 0;
    var source = Timeout.add (10, () => {
        ticks++;
        return Source.CONTINUE;
    });

    yield connection.execute_async ("SELECT pg_sleep (0.5)");
    Source.remove (source);
    print ("\nWhile the server slept\n  the loop %s\n", ticks > 1 ? "kept running" : "stood still");
}

// An error has a code to act on, and all fields that the server sent.
async void make_mistake (Pgg.Connection connection) throws Error {
    try {
        yield connection.execute_async ("INSERT INTO country VALUES ($1, $2)",
                                        params_from_text ({ "AX", "Åland once more" }));
    } catch (Pgg.ServerError error) {
        if (error.code != Pgg.SqlState.UNIQUE_VIOLATION)
            throw error;
        var diagnostics = Pgg.Diagnostics.from_error (error);
        print ("\nA mistake: SQLSTATE %s, constraint %s\n  %s\n  %s\n",
               diagnostics.get_sqlstate (), diagnostics.get_constraint_name (),
               error.message, diagnostics.get_detail ());
    }
}

async void notify (Pgg.Connection connection) throws Error {
    yield connection.listen_async ("news");
    yield connection.execute_async ("SELECT pg_notify ($1, $2)",
                                    params_from_text ({ "news", "Здравствуй, 世界" }));
    var notification = yield connection.wait_notification_async (-1);
    print (@"\nA notification\n  $(notification.get_channel ()): $(notification.get_payload ())\n");
}

async void tour () throws Error {
    var server = new Pgg.LocalServer (null);

    yield server.start_async ();
    var connection = yield Pgg.connect_async (server.dup_conninfo ());
    yield load (connection);
    yield query (connection);
    yield stream (connection);
    yield ask_slowly (connection);
    yield make_mistake (connection);
    yield notify (connection);
    yield connection.close_async ();
    yield server.stop_async ();
}

int main () {
    var loop = new MainLoop ();
    var status = 0;

    Intl.setlocale ();
    tour.begin ((source, result) => {
        try {
            tour.end (result);
        } catch (Error error) {
            printerr ("%s\n", error.message);
            status = 1;
        }
        loop.quit ();
    });
    loop.run ();

    return status;
}
