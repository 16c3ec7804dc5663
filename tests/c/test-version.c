/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The version macros and what an application sees of the installed headers. */

#include <pgglib/pgglib.h>

static void
test_check_version (void)
{
  g_assert_true (PGG_CHECK_VERSION (PGG_MAJOR_VERSION, PGG_MINOR_VERSION, PGG_MICRO_VERSION));
  g_assert_true (PGG_CHECK_VERSION (0, 0, 1));
  g_assert_false (PGG_CHECK_VERSION (PGG_MAJOR_VERSION + 1, 0, 0));
}

static void
test_error_domain (void)
{
  g_assert_cmpstr (g_quark_to_string (PGG_CLIENT_ERROR), ==, "pgg-client-error-quark");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version/check-version", test_check_version);
  g_test_add_func ("/version/error-domain", test_error_domain);

  return g_test_run ();
}
