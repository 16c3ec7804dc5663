/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses of hosts and networks: as values, and four ways through a real server. */

#include "config.h"

#include "fixture.h"
#include "four-ways.h"
#include "make-result.h"

#include "types/pgg-type-oid-private.h"

#define N_RANDOM 300
#define N_TEXTS 1500

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

static const FourWaysOptions inets = { .equal = pgg_inet_equal };

static void
test_addresses (void)
{
  static const FourWays rows[] = {
    { "inet", "NULL" },
    { "inet", "'192.168.1.5/24'" },
    { "inet", "'192.168.1.5'" },
    { "inet", "'0.0.0.0/0'" },
    { "inet", "'255.255.255.255/32'" },
    { "inet", "'10.1/16'" },
    { "inet", "'::'" },
    { "inet", "'::1'" },
    { "inet", "'::2'" },
    { "inet", "'::1:0'" },
    { "inet", "'::1.2.3.4'" },
    { "inet", "'::ffff:1.2.3.4'" },
    { "inet", "'::ffff:1.2.3.4/96'" },
    { "inet", "'::fffe:1.2.3.4'" },
    { "inet", "'1::'" },
    { "inet", "'1:0:0:2:0:0:0:3'" },
    { "inet", "'1:0:0:2:3:0:0:4'" },
    { "inet", "'1:0:2:3:4:5:6:7'" },
    { "inet", "'2001:db8::ff00:42:8329/64'" },
    { "inet", "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'" },
    { "inet", "cidr '10.0.0.0/8'" },
    { "cidr", "NULL" },
    { "cidr", "'10'" },
    { "cidr", "'192.168'" },
    { "cidr", "'224'" },
    { "cidr", "'192.168.1.5/32'" },
    { "cidr", "'0.0.0.0/0'" },
    { "cidr", "'::/0'" },
    { "cidr", "'2001:db8::/32'" },
    { "cidr", "'::ffff:1.2.3.4'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &inets);
}

/* Mostly zeros, so that there are runs of them in every place. */
static char *
random_ipv6 (void)
{
  g_autoptr (GString) text = g_string_new ("'");

  for (int i = 0; i < 8; i++)
    {
      static const guint groups[] = { 0, 0, 0, 0, 1, 0xFFFF, 0xDB8 };
      guint group = groups[g_test_rand_int_range (0, G_N_ELEMENTS (groups))];

      g_string_append_printf (text, "%s%x", i == 0 ? "" : ":", group);
    }
  g_string_append_printf (text, "/%d'", g_test_rand_bit () ? 128 : g_test_rand_int_range (0, 129));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
random_ipv4 (void)
{
  guint32 bits = (guint32) g_test_rand_int ();

  return g_strdup_printf ("'%u.%u.%u.%u/%d'", bits >> 24, bits >> 16 & 0xFF, bits >> 8 & 0xFF,
                          bits & 0xFF, g_test_rand_int_range (0, 33));
}

static void
test_random (void)
{
  FourWays rows[N_RANDOM] = { 0 };

  for (guint i = 0; i < N_RANDOM; i++)
    {
      rows[i].expression = g_test_rand_bit () ? random_ipv6 () : random_ipv4 ();
      rows[i].type = "inet";
    }

  four_ways_run (rows, N_RANDOM, &inets);
  for (guint i = 0; i < N_RANDOM; i++)
    g_free ((char *) rows[i].expression);
}

/* What addresses are made of, in any order. */
static char *
random_text (void)
{
  static const char *const parts[] = { "1", "0", "255", "256", "10", "01", "ffff", "abcd1", "a",
                                       ":", ":", "::", ".", ".", ".", "/", "/8", "/24", "/128",
                                       "/129", "1.2.3.4", "10.0.0", "1:2:3:4:5:6", "::1", "0:0" };
  g_autoptr (GString) text = g_string_new (NULL);
  int n_parts = g_test_rand_int_range (1, 7);

  for (int i = 0; i < n_parts; i++)
    g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
compare_text (PGconn     *conn,
              const char *text,
              gboolean    is_cidr)
{
  g_autoptr (PGresult) res = PQexecParams (conn, is_cidr ? "SELECT $1::cidr" : "SELECT $1::inet",
                                           1, NULL, &text, NULL, NULL, 0);
  g_autoptr (PggInet) inet = pgg_inet_new_from_string (text, is_cidr, NULL);
  gboolean taken = PQresultStatus (res) == PGRES_TUPLES_OK;

  if ((inet != NULL) != taken)
    g_error ("“%s” as %s: the server %s it", text, is_cidr ? "cidr" : "inet",
             taken ? "takes" : "refuses");
  if (inet != NULL)
    {
      g_autofree char *written = pgg_inet_to_string (inet);

      g_assert_cmpstr (written, ==, PQgetvalue (res, 0, 0));
    }
}

/* Texts are read or refused as by the server. */
static void
test_texts (void)
{
  static const char *const texts[] = {
    "", "1", "10/8", "10.1", "10.1/8", "10.1/16", "127/8", "128", "191.1", "192", "223.1.1", "224",
    "224.1", "225", "239", "240", "255.255.255.255", "256.1.1.1", "1.2.3.4.5", "1.2.3.4/33",
    "1.2.3.4/", "1.2.3.4/08", "1.2.3.4/0", "1..2", ".1", "1.2.3.", "::", ":::", "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8",
    "1:2:3:4:5:6:1.2.3.4",
    "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4/96", "::1.2.3", "1::2::3", "g::", "12345::", "::1/129",
    "::/0", "1:", ":1", " 1.2.3.4", "1.2.3.4 ", "001.2.3.4", "::00001", "::ABCD", "1.2.3.4::",
  };
  g_autoptr (PGconn) conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      compare_text (conn, texts[i], FALSE);
      compare_text (conn, texts[i], TRUE);
    }
  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autofree char *text = random_text ();

      compare_text (conn, text, i % 2 == 0);
    }
}

static PggInet *
parse (const char *text,
       gboolean    is_cidr)
{
  g_autoptr (GError) error = NULL;
  PggInet *self = pgg_inet_new_from_string (text, is_cidr, &error);

  g_assert_no_error (error);
  return self;
}

static void
test_value (void)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.168.1.5");
  g_autoptr (GError) error = NULL;
  g_autoptr (PggInet) inet = pgg_inet_new (address, 24, &error);
  g_autoptr (PggInet) network = parse ("192.168.1.0/24", TRUE);
  g_autoptr (PggInet) host = parse ("::1", FALSE);
  g_autoptr (GInetAddress) back = pgg_inet_get_address (inet);
  g_autofree char *text = pgg_inet_to_string (inet);

  g_assert_cmpstr (text, ==, "192.168.1.5/24");
  g_assert_true (g_inet_address_equal (address, back));
  g_assert_cmpint (pgg_inet_get_family (inet), ==, G_SOCKET_FAMILY_IPV4);
  g_assert_cmpint (pgg_inet_get_family (host), ==, G_SOCKET_FAMILY_IPV6);
  g_assert_cmpuint (pgg_inet_get_prefix_length (inet), ==, 24);
  g_assert_cmpuint (pgg_inet_get_prefix_length (host), ==, 128);
  g_assert_false (pgg_inet_is_cidr (inet));
  g_assert_true (pgg_inet_is_cidr (network));
  g_assert_true (pgg_inet_ref (inet) == inet);
  pgg_inet_unref (inet);

  g_assert_null (pgg_inet_new (address, 33, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "A prefix has up to 32 bits, not 33");
  g_assert_null (pgg_inet_new_cidr (address, 24, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The address of a network has bits behind its prefix");
  g_assert_null (pgg_inet_new_from_string ("1.2.3.4/24", TRUE, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "The text is not the address of a network");
  g_assert_null (pgg_inet_new_from_string ("host", FALSE, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "The text is not an address with or without a prefix");
}

static void
test_mask (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string ("10.1.0.0/16", &error);
  g_autoptr (PggInet) network = pgg_inet_new_from_mask (mask);
  g_autoptr (GInetAddressMask) back = pgg_inet_to_inet_address_mask (network, &error);
  g_autoptr (PggInet) host = parse ("10.1.0.1/16", FALSE);
  g_autofree char *text = pgg_inet_to_string (network);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "10.1.0.0/16");
  g_assert_true (g_inet_address_mask_equal (mask, back));
  g_assert_null (pgg_inet_to_inet_address_mask (host, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

/* The order is that of the server, which sorts the same addresses here. */
static void
test_order (void)
{
  static const char sql[] =
    "SELECT a FROM (SELECT DISTINCT ON (a) a FROM unnest ('{0.0.0.0/0,10.0.0.0/8,10.0.0.1/8,"
    "  10.0.0.0/9,10.0.0.0,10.0.0.1,10.128.0.0/9,11.0.0.0/8,255.255.255.255,::/0,::,::1,::1/64,"
    "  8000::/1,8000::/2,ffff::,fe80::1/10,fe80::/10}'::inet[]) AS u (a)) AS v ORDER BY a";
  g_autoptr (PGconn) conn = PQconnectdb (test_conninfo ());
  g_autoptr (PGresult) res = PQexec (conn, sql);

  g_assert_cmpint (PQntuples (res), ==, 18);
  for (int i = 0; i < PQntuples (res); i++)
    for (int j = 0; j < PQntuples (res); j++)
      {
        g_autoptr (PggInet) a = parse (PQgetvalue (res, i, 0), FALSE);
        g_autoptr (PggInet) b = parse (PQgetvalue (res, j, 0), FALSE);
        int order = pgg_inet_compare (a, b);

        g_assert_cmpint (order < 0 ? -1 : order > 0, ==, i < j ? -1 : i > j);
        g_assert_cmpint (pgg_inet_equal (a, b), ==, i == j);
        if (i == j)
          g_assert_cmpuint (pgg_inet_hash (a), ==, pgg_inet_hash (b));
      }
}

static void
test_equal_types (void)
{
  g_autoptr (PggInet) inet = parse ("10.0.0.0/8", FALSE);
  g_autoptr (PggInet) cidr = parse ("10.0.0.0/8", TRUE);

  g_assert_true (pgg_inet_equal (inet, cidr));
  g_assert_cmpuint (pgg_inet_hash (inet), ==, pgg_inet_hash (cidr));
}

static void
test_variants (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggInet) inet = parse ("::ffff:1.2.3.4/96", FALSE);
  g_autoptr (GVariant) variant = g_variant_ref_sink (pgg_inet_to_variant (inet));
  g_autoptr (GVariant) wrong = g_variant_ref_sink (g_variant_new ("(sub)", "host", 1, FALSE));
  g_autoptr (GVariant) long_prefix = g_variant_ref_sink (
    g_variant_new ("(sub)", "1.2.3.4", 33, FALSE));
  g_autoptr (PggInet) copy = pgg_inet_new_from_variant (variant, &error);
  g_autoptr (PggInet) from_floating = pgg_inet_new_from_variant (pgg_inet_to_variant (inet), NULL);
  g_autofree char *printed = g_variant_print (variant, TRUE);
  g_auto (GValue) boxed = G_VALUE_INIT;
  g_auto (GValue) string = G_VALUE_INIT;

  g_assert_no_error (error);
  g_assert_cmpstr (printed, ==, "('::ffff:1.2.3.4', uint32 96, false)");
  g_assert_true (pgg_inet_equal (inet, copy));
  g_assert_true (pgg_inet_equal (inet, from_floating));
  g_assert_null (pgg_inet_new_from_variant (wrong, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
  g_assert_null (pgg_inet_new_from_variant (long_prefix, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);

  g_value_init (&boxed, PGG_TYPE_INET);
  g_value_init (&string, G_TYPE_STRING);
  g_value_set_boxed (&boxed, inet);
  g_assert_true (g_value_transform (&boxed, &string));
  g_assert_cmpstr (g_value_get_string (&string), ==, "::ffff:1.2.3.4/96");
}

static void
test_getters (void)
{
  static const Attribute attributes[] = {
    { "a", PGG_OID_INET, 0, 0 },
    { "b", PGG_OID_CIDR, 1, 0 },
    { "c", PGG_OID_TEXT, 0, 0 },
    { "d", PGG_OID_INET, 1, 0 },
  };
  static const Cell cells[] = { TEXT ("1.2.3.4/8"), TEXT ("\2\10\1\4\12\0\0\0"), TEXT ("1.2.3.4"),
                                TEXT ("\2\41\0\4\12\0\0\0") };
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 4, cells, 1);
  g_autoptr (PggRow) row = pgg_result_get_row (result, 0, NULL);
  g_autoptr (PggInet) inet = pgg_result_get_inet (result, 0, 0, &error);
  g_autoptr (PggInet) cidr = pgg_row_get_inet (row, 1, &error);
  g_autofree char *inet_text = pgg_inet_to_string (inet);
  g_autofree char *cidr_text = pgg_inet_to_string (cidr);

  g_assert_no_error (error);
  g_assert_cmpstr (inet_text, ==, "1.2.3.4/8");
  g_assert_cmpstr (cidr_text, ==, "10.0.0.0/8");
  g_assert_true (pgg_inet_is_cidr (cidr));
  g_assert_null (pgg_result_get_inet (result, 0, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 2 (\"c\", text) cannot be read as an address");
  /* A prefix that is too long. */
  g_assert_null (pgg_result_get_inet (result, 0, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 3 (\"d\", inet) has a value that is malformed");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/inet/addresses", test_addresses);
  g_test_add_func ("/types/inet/random", test_random);
  g_test_add_func ("/types/inet/texts", test_texts);
  g_test_add_func ("/types/inet/value", test_value);
  g_test_add_func ("/types/inet/mask", test_mask);
  g_test_add_func ("/types/inet/order", test_order);
  g_test_add_func ("/types/inet/equal-types", test_equal_types);
  g_test_add_func ("/types/inet/variants", test_variants);
  g_test_add_func ("/types/inet/getters", test_getters);

  return g_test_run ();
}
