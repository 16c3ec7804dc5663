/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time zones from rules and from files, good and bad, and what is done without knowing the zone. */

#include "config.h"

#include "types/pgg-codec-private.h"
#include "types/pgg-datetime-private.h"
#include "types/pgg-encoding-private.h"
#include "types/pgg-type-oid-private.h"

#include <glib/gstdio.h>

static void
test_rules (void)
{
  static const char *const wrong[] = {
    "", "UTC", "FOO5BAR", "FOO5BAR,", "FOO5BAR,M3.2.0", "FOO5BAR,M13.2.0,M11.1.0", "<FOO5",
    "FOO5BAR,M3.6.0,M11.1.0", "FOO5BAR,M3.2.7,M11.1.0", "FOO5BAR,J0,J365", "FOO5BAR,J1,J366",
    "FOO5BAR,M3.2.0,M11.1.0,", "FOO168", "FOO5:60", "FOO5:00:61", "FOO5 ", "FOO5,M3.2.0,M11.1.0",
    "FOO99999999999", "FOO-", "FOO5BAR,M3.2.0/200,M11.1.0",
  };
  static const struct
  {
    const char *rule;
    gint64      time;
    int         offset;
    const char *abbreviation;
  } right[] = {
    { "UTC0", 0, 0, "UTC" },
    { "<+0530>-5:30", G_GINT64_CONSTANT (-100000000000), 19800, "+0530" },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 1332637199, 3600, "CET" },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 1332637200, 7200, "CEST" },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 1351386000, 3600, "CET" },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 1325376000, 0, "GMT" },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 1341100800, 3600, "IST" },
    { "XXX3EDT4,0/0,J365/23", 1325376000, -14400, "EDT" },
    { "A0B,J60,J300", 1330600000, 3600, "B" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_null (pgg_posix_zone_new (wrong[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autoptr (PggPosixZone) zone = pgg_posix_zone_new (right[i].rule);
      PggZoneType type;

      g_test_message ("%s", right[i].rule);
      g_assert_nonnull (zone);
      type = pgg_posix_zone_lookup (zone, right[i].time);
      g_assert_cmpint (type.offset, ==, right[i].offset);
      g_assert_cmpstr (type.abbreviation, ==, right[i].abbreviation);
    }
}

static void
test_names (void)
{
  static const char *const wrong[] = {
    "Nowhere/City", "../../etc/passwd", "/etc/passwd", "localtime", "posixrules", "Europe", "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_null (pgg_time_zone_new (wrong[i]));
    }
}

/* The file has a change at -1, from the type A at 1:00 to B at 2:00, and the rule C3. */
static const guint8 file[] = {
  'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1,
  0, 0, 0, 0, 0, 0, 0,
  'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 4,
  255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 100,
  1, 0,
  0, 0, 0x0e, 0x10, 0, 0, 0, 0, 0x1c, 0x20, 0, 2,
  'A', 0, 'B', 0,
  '\n', 'C', '3', '\n',
};

/* A zone from a file, or NULL. */
static PggTimeZone *
load (const guint8 *data,
      gsize         size)
{
  g_autofree char *path = g_build_filename (g_getenv ("TZDIR"), "Test", NULL);

  /* Nothing of a longer file may stay behind the new contents. */
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return pgg_time_zone_new ("Test");
}

static void
test_files (void)
{
  g_autoptr (PggTimeZone) zone = load (file, sizeof (file));
  gint64 time = 0;

  g_assert_nonnull (zone);
  g_assert_cmpstr (pgg_time_zone_lookup (zone, -2).abbreviation, ==, "A");
  g_assert_cmpstr (pgg_time_zone_lookup (zone, -1).abbreviation, ==, "B");
  g_assert_cmpint (pgg_time_zone_lookup (zone, 99).offset, ==, 7200);
  g_assert_cmpint (pgg_time_zone_lookup (zone, 100).offset, ==, -10800);

  /* A ends with 01:00 and B goes on with 02:00: nothing shows what is between. */
  g_assert_cmpint (pgg_time_zone_match (zone, 7200 + 10, "B", 1, &time), ==, PGG_ZONE_MATCH_ONE);
  g_assert_cmpint (time, ==, 10);
  g_assert_cmpint (pgg_time_zone_match (zone, 3600 - 10, "A", 1, &time), ==, PGG_ZONE_MATCH_ONE);
  g_assert_cmpint (time, ==, -10);
  g_assert_cmpint (pgg_time_zone_match (zone, 3600 + 10, "A", 1, &time), ==, PGG_ZONE_MATCH_NONE);
  g_assert_cmpint (pgg_time_zone_match (zone, 3600 - 10, "B", 1, &time), ==, PGG_ZONE_MATCH_NONE);
  g_assert_cmpint (pgg_time_zone_match (zone, -10, "C", 1, &time), ==, PGG_ZONE_MATCH_ONE);
  g_assert_cmpint (time, ==, 10790);
}

/* The same abbreviation before and after clocks are set back. */
static void
test_ambiguous (void)
{
  g_autofree guint8 *same = g_memdup2 (file, sizeof (file));
  g_autoptr (PggTimeZone) zone = NULL;
  gint64 time = 0;

  same[sizeof (file) - 3] = 'B';
  zone = load (same, sizeof (file));
  g_assert_nonnull (zone);
  g_assert_cmpint (pgg_time_zone_match (zone, 7200 + 50, "B", 1, &time), ==,
                   PGG_ZONE_MATCH_SEVERAL);
}

static void
test_broken_files (void)
{
  for (gsize size = 0; size < sizeof (file); size++)
    g_assert_null (load (file, size));

  for (int i = 0; i < 2000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (file, sizeof (file));
      g_autoptr (PggTimeZone) zone = NULL;
      gint64 time = 0;

      for (int j = 0; j < 3; j++)
        copy[g_test_rand_int_range (4, sizeof (file))] = (guint8) g_test_rand_int ();
      zone = load (copy, sizeof (file));
      if (zone != NULL)
        pgg_time_zone_match (zone, g_test_rand_int (), "B", 1, &time);
    }
}

/* An instant is still read, from ISO and from binary, and shown in UTC. */
static void
test_unknown_zone (void)
{
  g_autoptr (PggCodecContext) context = pgg_codec_context_new (pgg_encoding_get_utf8 (), "ISO, DMY",
                                                               NULL, "Nowhere/City", NULL);
  PggAdapter text = pgg_adapter_make (context, PGG_OID_TIMESTAMPTZ, FALSE);
  PggAdapter binary = pgg_adapter_make (context, PGG_OID_TIMESTAMPTZ, TRUE);
  g_autoptr (GString) made = g_string_new (NULL);
  const char *iso = "2000-01-01 01:00:00+01";
  const char *sql = "01/01/2000 01:00:00 CET";
  gint64 usec = -1;

  g_assert_false (pgg_datetime_can_render (context, PGG_OID_TIMESTAMPTZ));
  g_assert_true (pgg_datetime_can_render (context, PGG_OID_TIMESTAMP));
  g_assert_true (pgg_datetime_can_render (pgg_codec_context_get_default (), PGG_OID_TIMESTAMPTZ));
  g_assert_cmpint (text.codec->read_packed (&text, pgg_buffer_init (iso, strlen (iso)), &usec), ==,
                   PGG_DECODE_OK);
  g_assert_cmpint (usec, ==, 0);
  g_assert_cmpint (text.codec->read_packed (&text, pgg_buffer_init (sql, strlen (sql)), &usec), ==,
                   PGG_DECODE_NOT_SUPPORTED);
  g_assert_cmpint (pgg_adapter_write_text (&binary, pgg_buffer_init ("\0\0\0\0\0\0\0\0", 8), made),
                   ==, PGG_DECODE_OK);
  g_assert_cmpstr (made->str, ==, "2000-01-01 00:00:00+00");
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("pgg-zones-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "Test", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (g_setenv ("TZDIR", directory, TRUE));

  g_test_add_func ("/time-zone/rules", test_rules);
  g_test_add_func ("/time-zone/names", test_names);
  g_test_add_func ("/time-zone/files", test_files);
  g_test_add_func ("/time-zone/ambiguous", test_ambiguous);
  g_test_add_func ("/time-zone/broken-files", test_broken_files);
  g_test_add_func ("/time-zone/unknown-zone", test_unknown_zone);

  status = g_test_run ();
  g_unlink (path);
  g_rmdir (directory);

  return status;
}
