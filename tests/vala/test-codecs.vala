/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Types of the application from Vala: values of the server as objects of its own. */

class Temperature : Object {
  public double degrees { get; construct; }

  public Temperature (double degrees) {
    Object (degrees: degrees);
  }
}

errordomain TemperatureError {
  TOO_COLD
}

// Temperatures are numbers at the server; in binary format they are float8.
class TemperatureCodec : Object {
  public int n_read;
  public int n_written;

  public bool read (Bytes bytes, Pgg.CodecFormats format, Pgg.TypeInfo type,
                    ref Value value) throws Error {
    var degrees = double.parse ((string) bytes.get_data ());

    if (degrees < -273.15)
      throw new TemperatureError.TOO_COLD ("Nothing is as cold as that");
    n_read++;
    value.set_object (new Temperature (degrees));
    return true;
  }

  public Bytes write (Value value, Pgg.CodecFormats format) throws Error {
    var temperature = (Temperature) value.get_object ();

    n_written++;
    return new Bytes (temperature.degrees.to_string ().data);
  }

  public Pgg.TypeCodec create () throws Error {
    return new Pgg.TypeCodec (null, "temperature", typeof (Temperature), Pgg.CodecFormats.TEXT,
                              read, Pgg.CodecFormats.TEXT, write);
  }
}

static Pgg.Connection open_connection () throws Error {
  var connection = Pgg.connect (Environment.get_variable ("PGG_TEST_CONNINFO"));

  connection.execute ("""
    SET client_min_messages = warning;
    DROP SCHEMA IF EXISTS vala CASCADE; CREATE SCHEMA vala; SET search_path = vala;
    CREATE TYPE temperature;
    CREATE FUNCTION temperature_in (cstring) RETURNS temperature
      LANGUAGE internal IMMUTABLE STRICT AS 'float8in';
    CREATE FUNCTION temperature_out (temperature) RETURNS cstring
      LANGUAGE internal IMMUTABLE STRICT AS 'float8out';
    CREATE TYPE temperature (INPUT = temperature_in, OUTPUT = temperature_out, LIKE = float8)""");
  return connection;
}

static void fail_with (Error error) {
  Test.message ("%s", error.message);
  assert_not_reached ();
}

static double degrees_of (Value? value) {
  return ((Temperature) value.get_object ()).degrees;
}

void test_methods () {
  try {
    var connection = open_connection ();
    var functions = new TemperatureCodec ();
    var codec = functions.create ();
    var parameters = new Pgg.Params ();

    assert (codec.get_name () == "temperature" && codec.get_value_type () == typeof (Temperature));
    connection.get_codecs ().add (codec);
    parameters.append_value (new Temperature (36.6));
    var result = connection.execute ("SELECT $1, pg_typeof ($1)::text, NULL::temperature",
                                     parameters);
    assert (degrees_of (result.get_value (0, 0)) == 36.6);
    assert (result.get_text (0, 1) == "temperature");
    assert (result.get_value (0, 2).get_object () == null);
    assert (functions.n_read == 1 && functions.n_written == 1);

    result = connection.execute ("SELECT ARRAY['1', '2.5']::temperature[]");
    assert (degrees_of (result.get_array (0, 0).get_element (1)) == 2.5);
    assert (connection.get_codecs ().remove (codec));
    assert (!connection.get_codecs ().remove (codec));
    assert (connection.execute ("SELECT '3'::temperature").get_value (0, 0).get_string () == "3");
  } catch (Error error) {
    fail_with (error);
  }
}

/* Each function keeps what it has around it. */
void test_closures () {
  try {
    var connection = open_connection ();
    var offset = 273.15;
    var written = "1.5";
    var codec = new Pgg.TypeCodec (
      "vala", "temperature", typeof (Temperature),
      Pgg.CodecFormats.TEXT, (bytes, format, type, ref value) => {
        value.set_object (new Temperature (double.parse ((string) bytes.get_data ()) + offset));
        return true;
      },
      Pgg.CodecFormats.TEXT, (value, format) => new Bytes (written.data));
    var parameters = new Pgg.Params ();

    connection.get_codecs ().add (codec);
    parameters.append_value (new Temperature (0));
    assert (degrees_of (connection.execute ("SELECT $1", parameters).get_value (0, 0)) == 274.65);
    offset = 0;
    written = "4";
    assert (degrees_of (connection.execute ("SELECT $1", parameters).get_value (0, 0)) == 4);
  } catch (Error error) {
    fail_with (error);
  }
}

void test_errors () {
  try {
    var connection = open_connection ();

    connection.get_codecs ().add (new TemperatureCodec ().create ());
    var result = connection.execute ("SELECT '-300'::temperature AS outside");
    try {
      result.get_value (0, 0);
      assert_not_reached ();
    } catch (TemperatureError.TOO_COLD error) {
      assert (error.message.has_prefix ("Row 0, column 0 (\"outside\", temperature): "));
    }
    try {
      new Pgg.TypeCodec (null, "temperature", typeof (Temperature), Pgg.CodecFormats.NONE, null,
                         Pgg.CodecFormats.NONE, null);
      assert_not_reached ();
    } catch (Pgg.ClientError.INVALID_ARGUMENT error) {
    }
  } catch (Error error) {
    fail_with (error);
  }
}

int main (string[] args) {
  Test.init (ref args);
  Test.add_func ("/codecs/methods", test_methods);
  Test.add_func ("/codecs/closures", test_closures);
  Test.add_func ("/codecs/errors", test_errors);

  return Test.run ();
}
