/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values and types from Vala: figures, containers, variants, types by name. */

static Pgg.Connection open_connection () throws Error {
  return Pgg.connect (Environment.get_variable ("PGG_TEST_CONNINFO"), null);
}

static void fail_with (Error error) {
  Test.message ("%s", error.message);
  assert_not_reached ();
}

void test_figures () {
  try {
    var connection = open_connection ();
    var result = connection.execute ("SELECT '(1,-2.5)'::point, NULL::point, '[(1,2),(3,4)]'::path",
                                     null, null);
    var point = result.get_point (0, 0);

    assert (point.get_x () == 1 && point.get_y () == -2.5);
    assert (point.equal (new Pgg.Point (1, -2.5)));
    var variant = point.to_variant ();
    assert (!variant.is_floating () && new Pgg.Point.from_variant (variant).equal (point));
    assert (result.get_point (0, 1) == null);
    var path = result.get_path (0, 2);
    unowned double[] coordinates = path.get_coordinates ();
    assert (coordinates.length == 4 && coordinates[3] == 4);

    var sent = new Pgg.Params ();
    assert (sent.append_point (point));
    assert (connection.execute ("SELECT $1::text", sent, null).get_text (0, 0) == "(1,-2.5)");
  } catch (Error error) {
    fail_with (error);
  }
}

void test_containers () {
  try {
    var connection = open_connection ();
    var result = connection.execute (
      "SELECT '{1,NULL}'::int4[], '[1,5)'::int4range, NULL::int4", null, null);
    var array = result.get_array (0, 0);
    var variant = result.get_variant (0, 0);

    assert (array.get_element (0).get_int () == 1);
    assert (array.is_null (1));
    assert (array.compare (new Pgg.Array.from_string (23, "{1,2}")) > 0);
    assert (result.get_range (0, 1).get_upper ().get_int () == 5);
    assert (variant.get_type_string () == "ami" && variant.n_children () == 2);
    assert (new Pgg.Array.from_variant (23, variant).equal (array));
    assert (result.get_variant (0, 2) == null);
    assert (result.get_row (0).to_variant ().get_type_string () == "(mamimsmi)");
  } catch (Error error) {
    fail_with (error);
  }
}

void test_types () {
  try {
    var connection = open_connection ();

    connection.execute ("CREATE TYPE vala_mood AS ENUM ('sad', 'ok')", null, null);
    var mood = connection.lookup_type ("vala_mood", null);
    assert (mood.get_kind () == Pgg.TypeKind.ENUM);
    assert (mood.get_labels ()[1] == "ok");
    assert (connection.lookup_type ("vala_mood[]", null).get_element_oid () == mood.get_oid ());
    connection.lookup_type ("vala_none", null);
    assert_not_reached ();
  } catch (Pgg.ClientError.INVALID_ARGUMENT error) {
    assert (error.message != "");
  } catch (Error error) {
    fail_with (error);
  }
}

int main (string[] args) {
  Test.init (ref args);
  Test.add_func ("/values/figures", test_figures);
  Test.add_func ("/values/containers", test_containers);
  Test.add_func ("/values/types", test_types);

  return Test.run ();
}
