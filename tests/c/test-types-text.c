/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Types that are text or numbers in the API but have a binary form of their own, four ways. */

#include "config.h"

#include "four-ways.h"
#include "make-result.h"

#include "client/pgg-result-private.h"
#include "types/pgg-encoding-private.h"
#include "types/pgg-type-oid-private.h"

#define BINARY(...) __VA_ARGS__, sizeof (__VA_ARGS__) - 1

static const FourWaysOptions not_written = { .flags = FOUR_WAYS_NO_BINARY_ENCODERS };

static void
test_bits (void)
{
  static const FourWays rows[] = {
    { "bit(1)", "B'0'" },
    { "bit(8)", "B'10000001'" },
    { "bit(9)", "B'000000001'" },
    { "bit(11)", "B'10101010101'" },
    { "bit(64)", "-2::int8" },
    { "varbit", "B''" },
    { "varbit", "X'0F1'" },
    { "varbit", "B'1'" },
    { "varbit", "NULL" },
    { "varbit", "repeat('10011', 1000)" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

static void
test_addresses (void)
{
  static const FourWays rows[] = {
    { "macaddr", "'08:00:2b:01:02:ff'" },
    { "macaddr", "'00:00:00:00:00:00'" },
    { "macaddr8", "'08:00:2b:01:02:03:04:05'" },
    { "macaddr8", "'08002b:010203'" },
    { "macaddr8", "'FFFF.FFFF.FFFF.FFFF'" },
    { "uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'" },
    { "uuid", "'00000000-0000-0000-0000-000000000000'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

static void
test_system (void)
{
  static const FourWays rows[] = {
    { "pg_lsn", "'0/0'" },
    { "pg_lsn", "'16/B374D848'" },
    { "pg_lsn", "'FFFFFFFF/FFFFFFFF'" },
    { "tid", "'(0,1)'" },
    { "tid", "'(4294967295,65535)'" },
    { "int2vector", "'-32768 0 32767'" },
    { "int2vector", "'7'" },
    { "oidvector", "'0 4294967295'" },
    { "pg_snapshot", "'10:20:'" },
    { "pg_snapshot", "'10:20:10,14,15'" },
    { "txid_snapshot", "'1:9223372036854775807:3'" },
    { "void", "NULL" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
}

static void
test_documents (void)
{
  static const FourWays rows[] = {
    { "jsonpath", "'$.a[*] ? (@ > 1)'" },
    { "json", "'[1, \"ä\"]'" },
    { "jsonb", "'{\"a\": \"ä\"}'" },
    { "xml", "'<a>ä</a>'" },
    { "xml", "'text'" },
    { "xml", "''" },
  };
  static const FourWaysOptions latin1 = { .settings = "SET client_encoding = 'LATIN1'" };

  four_ways_run (rows, G_N_ELEMENTS (rows), NULL);
  four_ways_run (rows + 4, G_N_ELEMENTS (rows) - 4, &latin1);
}

/* The encoding that xml has in binary format is not part of it. These are not written: the server
 * itself does not take back all that it shows. */
static void
test_xml_declarations (void)
{
  static const FourWays rows[] = {
    { "xml", "'<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>'" },
    { "xml", "E'<?xml version=\"1.0\"?>\\n\\n<a/>'" },
    { "xml", "'<?xml version=\"1.1\"?><a/>'" },
    { "xml", "'<?xml version=\"1.0\" standalone=\"yes\"?><a/>'" },
    { "xml", "'<?xml version=\"1.0\" standalone=\"no\"?><a encoding=\"x\"/>'" },
  };
  static const FourWaysOptions utf8 = { .flags = FOUR_WAYS_NO_ENCODERS };
  static const FourWaysOptions latin1 = {
    .settings = "SET client_encoding = 'LATIN1'",
    .flags = FOUR_WAYS_NO_ENCODERS,
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &utf8);
  four_ways_run (rows, G_N_ELEMENTS (rows), &latin1);
}

static void
test_search (void)
{
  static const FourWays rows[] = {
    { "tsvector", "''" },
    { "tsvector", "'a'" },
    { "tsvector", "'a:1A,3 ''b c'' ''d\\''''e'':16383 f:2B,4C,5D'" },
    { "tsvector", "to_tsvector('simple', repeat('ä word ', 500))" },
    { "tsvector", "'''\\\\\\\\'''" },
    { "tsquery", "''" },
    { "tsquery", "'a'" },
    { "tsquery", "'a:*'" },
    { "tsquery", "'a:*ABCD'" },
    { "tsquery", "'a:B'" },
    { "tsquery", "'!a'" },
    { "tsquery", "'!!a'" },
    { "tsquery", "'!(a & b)'" },
    { "tsquery", "'a & b | c'" },
    { "tsquery", "'a & (b | c)'" },
    { "tsquery", "'(a | b) & (c | d) & !(e | f)'" },
    { "tsquery", "'a <-> b <-> c'" },
    { "tsquery", "'a <-> (b <-> c)'" },
    { "tsquery", "'a <2> (b <0> c) <16384> d'" },
    { "tsquery", "'!(a & b) <-> (c <2> d:*AB) | ''it''''s'' & ''\\\\\\\\'''" },
    { "tsquery", "'(a | b) <-> (c & d) <-> !e'" },
    { "tsquery", "repeat('!(a & ', 200) || 'ä' || repeat(')', 200)" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &not_written);
}

/* In SJIS the second byte of this character is that of a backslash. */
static void
test_search_encodings (void)
{
  static const FourWays rows[] = {
    { "tsvector", "U&'\\8868'" },
    { "tsquery", "U&'\\8868'" },
    { "tsquery", "U&'''\\8868 '' & ''x\\005C\\005C'''" },
  };
  static const FourWaysOptions sjis = {
    .settings = "SET client_encoding = 'SJIS'",
    .flags = FOUR_WAYS_NO_BINARY_ENCODERS,
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &sjis);
}

/* Names, and money, are not what goes over the wire in binary format. */
static void
test_names (void)
{
  static const FourWays rows[] = {
    { "regclass", "'pg_class'" },
    { "regtype", "'int4'" },
    { "regproc", "'now'" },
    { "regprocedure", "'abs(int4)'" },
    { "regoperator", "'+(int4,int4)'" },
    { "regrole", "'10'" },
    { "regnamespace", "'pg_catalog'" },
    { "regconfig", "'simple'" },
    { "regdictionary", "'simple'" },
    { "regcollation", "'\"C\"'" },
    { "money", "'-1234.56'" },
    { "aclitem", "'=r/' || current_user" },
  };
  static const FourWaysOptions options = { .flags = FOUR_WAYS_NO_BINARY };

  four_ways_run (rows, G_N_ELEMENTS (rows), &options);
}

static void
check_number (Oid         oid,
              const char *data,
              int         length,
              gint64      expected)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, 1, data, length);
  GError *error = NULL;

  g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, &error), ==, expected);
  g_assert_no_error (error);
  g_assert_null (pgg_result_get_text (result, 0, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_NOT_SUPPORTED, NULL);
}

static void
test_numbers (void)
{
  check_number (PGG_OID_REGCLASS, BINARY ("\xff\xff\xff\xff"), G_MAXUINT32);
  check_number (PGG_OID_REGTYPE, BINARY ("\0\0\0\x17"), 23);
  check_number (PGG_OID_MONEY, BINARY ("\xff\xff\xff\xff\xff\xff\xff\xfe"), -2);
}

static void
test_lsn (void)
{
  g_autoptr (PggResult) text = make_cell (UTF8, PGG_OID_PG_LSN, 0, BINARY ("16/B374D848"));
  g_autoptr (PggResult) binary = make_cell (UTF8, PGG_OID_PG_LSN, 1,
                                            BINARY ("\0\0\0\x16\xb3\x74\xd8\x48"));
  const GValue *value = pgg_result_get_value (text, 0, 0, NULL);

  g_assert_true (G_VALUE_HOLDS_UINT64 (value));
  g_assert_cmpuint (g_value_get_uint64 (value), ==, G_GUINT64_CONSTANT (0x16B374D848));
  g_assert_cmpint (pgg_result_get_int64 (binary, 0, 0, NULL), ==, 0x16B374D848);
  g_assert_cmpstr (pgg_result_get_text (binary, 0, 0, NULL), ==, "16/B374D848");
}

/* What users may write and the server would not send. */
static const struct
{
  Oid         oid;
  const char *text;
  PggDecode   decode;
  const char *binary;
  guint       length;
} texts[] = {
  { PGG_OID_UUID, "{A0EEBC999C0B4EF8-BB6D6BB9BD380A11}", PGG_DECODE_OK,
    BINARY ("\xa0\xee\xbc\x99\x9c\x0b\x4e\xf8\xbb\x6d\x6b\xb9\xbd\x38\x0a\x11") },
  { PGG_OID_UUID, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_UUID, "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_UUID, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_MACADDR, " 08002b-0102FF ", PGG_DECODE_OK, BINARY ("\x08\x00\x2b\x01\x02\xff") },
  { PGG_OID_MACADDR, "0800.2b01.02ff", PGG_DECODE_OK, BINARY ("\x08\x00\x2b\x01\x02\xff") },
  { PGG_OID_MACADDR, "08:00:2b:01:02:03:04:05", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_MACADDR, "08:00-2b:01:02:03", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_MACADDR, "", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_MACADDR8, "08-00-2b-01-02-ff", PGG_DECODE_OK,
    BINARY ("\x08\x00\x2b\xff\xfe\x01\x02\xff") },
  { PGG_OID_MACADDR8, "08-00-2b-01-02", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_VARBIT, "B101", PGG_DECODE_OK, BINARY ("\0\0\0\3\xa0") },
  { PGG_OID_VARBIT, "xFf1", PGG_DECODE_OK, BINARY ("\0\0\0\xc\xff\x10") },
  { PGG_OID_VARBIT, "102", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_VARBIT, "xg", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_PG_LSN, "16", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_PG_LSN, "123456789/0", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_TID, "(1,65536)", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_TID, "(1,2", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_INT2VECTOR, "", PGG_DECODE_NOT_SUPPORTED, NULL, 0 },
  { PGG_OID_INT2VECTOR, "1  -2", PGG_DECODE_OK,
    BINARY ("\0\0\0\1\0\0\0\0\0\0\0\x15\0\0\0\2\0\0\0\0\0\0\0\2\0\1\0\0\0\2\xff\xfe") },
  { PGG_OID_INT2VECTOR, "32768", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_OIDVECTOR, "-1", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_OIDVECTOR, "1,2", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_PG_SNAPSHOT, "1:2", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_PG_SNAPSHOT, "1:2:3,", PGG_DECODE_MALFORMED, NULL, 0 },
  { PGG_OID_XML, "<?xml version='1.0' encoding='LATIN1'?><a/>", PGG_DECODE_NOT_SUPPORTED, NULL, 0 },
  { PGG_OID_REGCLASS, "pg_class", PGG_DECODE_NOT_SUPPORTED, NULL, 0 },
  { PGG_OID_TSQUERY, "a", PGG_DECODE_NOT_SUPPORTED, NULL, 0 },
};

static void
test_input (void)
{
  g_autoptr (PggCodecContext) context = pgg_codec_context_new (UTF8, NULL, NULL, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      PggAdapter adapter = pgg_adapter_make (context, texts[i].oid, TRUE);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      GValue value = G_VALUE_INIT;

      g_test_message ("%u \"%s\"", texts[i].oid, texts[i].text);
      g_value_init (&value, G_TYPE_STRING);
      g_value_set_static_string (&value, texts[i].text);
      g_assert_cmpint (pgg_adapter_encode (&adapter, &value, bytes), ==, texts[i].decode);
      g_assert_cmpmem (bytes->data, bytes->len, texts[i].binary, texts[i].length);
      g_value_unset (&value);
    }
}

/* libpq knows no encoding of a connection that has broken. */
static void
test_unknown_encoding (void)
{
  g_assert_null (pgg_encoding_to_utf8 (-1, "NOTICE", 6));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/text/bits", test_bits);
  g_test_add_func ("/types/text/addresses", test_addresses);
  g_test_add_func ("/types/text/system", test_system);
  g_test_add_func ("/types/text/documents", test_documents);
  g_test_add_func ("/types/text/xml-declarations", test_xml_declarations);
  g_test_add_func ("/types/text/search", test_search);
  g_test_add_func ("/types/text/search-encodings", test_search_encodings);
  g_test_add_func ("/types/text/unknown-encoding", test_unknown_encoding);
  g_test_add_func ("/types/text/names", test_names);
  g_test_add_func ("/types/text/numbers", test_numbers);
  g_test_add_func ("/types/text/lsn", test_lsn);
  g_test_add_func ("/types/text/input", test_input);

  return g_test_run ();
}
