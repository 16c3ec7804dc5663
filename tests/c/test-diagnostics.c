/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SQLSTATEs, diagnostics, the server error domain and notifications. */

#include "config.h"

#include <pgglib/pgglib.h>

#include "engine/pgg-diagnostics-private.h"
#include "engine/pgg-notification-private.h"
#include "engine/pgg-server-error-private.h"

static void
test_sqlstate (void)
{
  g_autofree char *known = pgg_sqlstate_to_string (PGG_SQL_STATE_UNIQUE_VIOLATION);
  g_autofree char *unknown = pgg_sqlstate_to_string (pgg_sqlstate_from_string ("ZZ9A0"));

  g_assert_cmpint (PGG_SQL_STATE_UNIQUE_VIOLATION, ==, 83906754);
  g_assert_cmpstr (known, ==, "23505");
  g_assert_cmpuint (pgg_sqlstate_from_string ("23505"), ==, PGG_SQL_STATE_UNIQUE_VIOLATION);
  g_assert_cmpuint (pgg_sqlstate_from_string ("25P04"), ==, PGG_SQL_STATE_TRANSACTION_TIMEOUT);
  g_assert_cmpuint (pgg_sqlstate_from_string ("72000"), ==, PGG_SQL_STATE_SNAPSHOT_TOO_OLD);
  g_assert_cmpuint (pgg_sqlstate_from_string ("58P03"), ==, PGG_SQL_STATE_FILE_NAME_TOO_LONG);
  g_assert_cmpstr (unknown, ==, "ZZ9A0");
}

static void
test_sqlstate_malformed (void)
{
  static const char *const malformed[] = { "", "2350", "235050", "2350a", "2350 ", "2350\xc3" };

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    g_assert_cmpuint (pgg_sqlstate_from_string (malformed[i]), ==, 0);

  g_assert_null (pgg_sqlstate_to_string (G_MAXUINT));
  g_assert_null (pgg_sqlstate_to_string (0x3F));
}

static void
test_sqlstate_round_trip (void)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (PGG_TYPE_SQL_STATE);

  g_assert_cmpuint (states->n_values, >=, 260);
  for (guint i = 0; i < states->n_values; i++)
    {
      g_autofree char *text = pgg_sqlstate_to_string ((guint) states->values[i].value);

      g_assert_nonnull (text);
      g_assert_cmpint ((int) pgg_sqlstate_from_string (text), ==, states->values[i].value);
    }
}

static void
test_domain (void)
{
  g_autoptr (GEnumClass) errors = g_type_class_ref (PGG_TYPE_SERVER_ERROR);

  g_assert_cmpstr (g_quark_to_string (PGG_SERVER_ERROR), ==, "pgg-server-error-quark");
  g_assert_nonnull (g_enum_get_value (errors, PGG_SERVER_ERROR_UNKNOWN));
}

static PggDiagnostics *
make_diagnostics (const char *state)
{
  return pgg_diagnostics_new_from_fields ("ERROR", state, "broken \xff text", "a detail", NULL);
}

static void
test_diagnostics_fields (void)
{
  g_autoptr (PggDiagnostics) diagnostics = make_diagnostics ("23505");

  g_assert_cmpstr (pgg_diagnostics_get_severity (diagnostics), ==, "ERROR");
  g_assert_cmpstr (pgg_diagnostics_get_severity_nonlocalized (diagnostics), ==, "ERROR");
  g_assert_cmpstr (pgg_diagnostics_get_sqlstate (diagnostics), ==, "23505");
  g_assert_cmpuint (pgg_diagnostics_get_code (diagnostics), ==, PGG_SQL_STATE_UNIQUE_VIOLATION);
  g_assert_cmpstr (pgg_diagnostics_get_message_primary (diagnostics), ==,
                   "broken \xef\xbf\xbd text");
  g_assert_cmpstr (pgg_diagnostics_get_detail (diagnostics), ==, "a detail");
  g_assert_null (pgg_diagnostics_get_hint (diagnostics));
  g_assert_null (pgg_diagnostics_get_context (diagnostics));
  g_assert_null (pgg_diagnostics_get_internal_query (diagnostics));
  g_assert_null (pgg_diagnostics_get_schema_name (diagnostics));
  g_assert_null (pgg_diagnostics_get_table_name (diagnostics));
  g_assert_null (pgg_diagnostics_get_column_name (diagnostics));
  g_assert_null (pgg_diagnostics_get_datatype_name (diagnostics));
  g_assert_null (pgg_diagnostics_get_constraint_name (diagnostics));
  g_assert_null (pgg_diagnostics_get_source_file (diagnostics));
  g_assert_null (pgg_diagnostics_get_source_function (diagnostics));
  g_assert_cmpuint (pgg_diagnostics_get_position (diagnostics), ==, 0);
  g_assert_cmpuint (pgg_diagnostics_get_internal_position (diagnostics), ==, 0);
  g_assert_cmpuint (pgg_diagnostics_get_source_line (diagnostics), ==, 0);
}

static void
test_diagnostics_without_state (void)
{
  g_autoptr (PggDiagnostics) diagnostics = make_diagnostics (NULL);

  g_assert_null (pgg_diagnostics_get_sqlstate (diagnostics));
  g_assert_cmpuint (pgg_diagnostics_get_code (diagnostics), ==, 0);
}

/* A result that libpq made itself has no fields. */
static void
test_diagnostics_without_fields (void)
{
  PGresult *pq = PQmakeEmptyPGresult (NULL, PGRES_FATAL_ERROR);
  g_autoptr (PggDiagnostics) diagnostics = pgg_diagnostics_new_from_pgresult (pq);

  PQclear (pq);
  g_assert_cmpstr (pgg_diagnostics_get_message_primary (diagnostics), ==,
                   "The server reported an error without a message");
}

static void
test_server_error (void)
{
  g_autoptr (PggDiagnostics) diagnostics = make_diagnostics ("23505");
  g_autoptr (GError) error = pgg_server_error_new (diagnostics);
  g_autoptr (GError) copy = g_error_copy (error);
  g_autoptr (GError) bare = g_error_new_literal (error->domain, error->code, error->message);
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, error->code, error->message);
  g_autoptr (PggDiagnostics) from_error = pgg_diagnostics_from_error (error);
  g_autoptr (PggDiagnostics) from_copy = pgg_diagnostics_from_error (copy);

  g_assert_error (error, PGG_SERVER_ERROR, (int) PGG_SQL_STATE_UNIQUE_VIOLATION);
  g_assert_cmpstr (error->message, ==, "broken \xef\xbf\xbd text");
  g_assert_true (from_error == diagnostics);
  g_assert_true (from_copy == diagnostics);
  g_assert_null (pgg_diagnostics_from_error (bare));
  g_assert_null (pgg_diagnostics_from_error (foreign));
}

static void
check_nature (GQuark   domain,
              int      code,
              gboolean transient,
              gboolean retryable)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "x");

  g_test_message ("%s %d", g_quark_to_string (domain), code);
  g_assert_cmpint (pgg_error_is_transient (error), ==, transient);
  g_assert_cmpint (pgg_error_is_retryable (error), ==, retryable);
}

static void
check_state (const char *state,
             gboolean    transient,
             gboolean    retryable)
{
  check_nature (PGG_SERVER_ERROR, (int) pgg_sqlstate_from_string (state), transient, retryable);
}

static void
test_error_nature (void)
{
  static const char *const transient[] = { "08000", "08001", "08003", "08004", "08006", "08007",
                                           "53000", "53100", "53200", "53300", "53400", "55006",
                                           "55P03", "57P01", "57P02", "57P03", "58000", "58030" };
  static const char *const lasting[] = { "08P01", "23505", "42601", "57014", "00000", "40000",
                                         "25P02", "F0000", "XX000", "57P04" };

  for (guint i = 0; i < G_N_ELEMENTS (transient); i++)
    check_state (transient[i], TRUE, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (lasting); i++)
    check_state (lasting[i], FALSE, FALSE);
  check_state ("40001", TRUE, TRUE);
  check_state ("40P01", TRUE, TRUE);

  check_nature (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST, TRUE, FALSE);
  check_nature (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED, TRUE, FALSE);
  check_nature (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION, FALSE, FALSE);
  check_nature (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, TRUE, FALSE);
  check_nature (G_IO_ERROR, G_IO_ERROR_CANCELLED, FALSE, FALSE);
  check_nature (G_IO_ERROR, (int) PGG_SQL_STATE_SERIALIZATION_FAILURE, FALSE, FALSE);
}

static void
test_notification (void)
{
  g_autoptr (PggNotification) notification = pgg_notification_new ("jobsX", 4, "a\xff", -1, 42);
  g_autoptr (PggNotification) other = pgg_notification_ref (notification);

  g_assert_true (other == notification);
  g_assert_cmpstr (pgg_notification_get_channel (notification), ==, "jobs");
  g_assert_cmpstr (pgg_notification_get_payload (notification), ==, "a\xef\xbf\xbd");
  g_assert_cmpint (pgg_notification_get_pid (notification), ==, 42);
}

/* A reference keeps the object when its maker has let go. */
static void
test_references (void)
{
  PggDiagnostics *diagnostics = make_diagnostics ("23505");
  PggDiagnostics *kept_diagnostics = pgg_diagnostics_ref (diagnostics);
  PggNotification *notification = pgg_notification_new ("c", -1, "", -1, 1);
  PggNotification *kept_notification = pgg_notification_ref (notification);

  pgg_diagnostics_unref (diagnostics);
  pgg_notification_unref (notification);
  g_assert_cmpstr (pgg_diagnostics_get_sqlstate (kept_diagnostics), ==, "23505");
  g_assert_cmpstr (pgg_notification_get_payload (kept_notification), ==, "");
  pgg_diagnostics_unref (kept_diagnostics);
  pgg_notification_unref (kept_notification);
}

static void
test_domains (void)
{
  g_assert_cmpstr (g_quark_to_string (pgg_client_error_quark ()), ==, "pgg-client-error-quark");
  g_assert_true (pgg_server_error_quark () == PGG_SERVER_ERROR);
  g_assert_true (pgg_server_error_quark () != pgg_client_error_quark ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-error/domain", test_domain);
  g_test_add_func ("/sqlstate/pack", test_sqlstate);
  g_test_add_func ("/sqlstate/malformed", test_sqlstate_malformed);
  g_test_add_func ("/sqlstate/round-trip", test_sqlstate_round_trip);
  g_test_add_func ("/diagnostics/fields", test_diagnostics_fields);
  g_test_add_func ("/diagnostics/without-state", test_diagnostics_without_state);
  g_test_add_func ("/diagnostics/without-fields", test_diagnostics_without_fields);
  g_test_add_func ("/server-error/diagnostics", test_server_error);
  g_test_add_func ("/server-error/nature", test_error_nature);
  g_test_add_func ("/notification", test_notification);
  g_test_add_func ("/references", test_references);
  g_test_add_func ("/domains", test_domains);

  return g_test_run ();
}
