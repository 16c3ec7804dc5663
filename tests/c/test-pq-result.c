/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The façade over libpq: parameters, results, connection parameters, functions, capabilities. */

#include "config.h"

#include <pgglib/pgglib.h>

#include "pq-fixture.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define INT4_OID 23
#define TEXT_OID 25

static void
test_params (void)
{
  g_autoptr(PggPqParams) params = pgg_pq_params_new ();
  g_autoptr(PggPqParams) copy = NULL;
  g_autoptr(GError) error = NULL;
  PggPqParams *same = pgg_pq_params_ref (params);

  g_assert_true (same == params);
  pgg_pq_params_unref (same);
  g_assert_cmpuint (pgg_pq_params_get_n_params (params), ==, 0);

  g_assert_true (pgg_pq_params_append (params, TEXT_OID, "abc", -1, PGG_PQ_FORMAT_TEXT, &error));
  g_assert_true (pgg_pq_params_append_null (params, 0, &error));
  g_assert_true (pgg_pq_params_append (params, 17, "a\0b", 3, PGG_PQ_FORMAT_BINARY, &error));
  g_assert_true (pgg_pq_params_append (params, 0, NULL, 0, PGG_PQ_FORMAT_TEXT, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_pq_params_get_n_params (params), ==, 4);

  g_assert_false (pgg_pq_params_append (params, 0, "a\0b", 3, PGG_PQ_FORMAT_TEXT, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_false (pgg_pq_params_append (params, 0, "a", 1, (PggPqFormat) 2, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_false (pgg_pq_params_append (params, 0, "a", G_MAXINT, PGG_PQ_FORMAT_BINARY, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
  g_assert_cmpuint (pgg_pq_params_get_n_params (params), ==, 4);

  copy = pgg_pq_params_copy (params);
  pgg_pq_params_reset (params);
  g_assert_cmpuint (pgg_pq_params_get_n_params (params), ==, 0);
  g_assert_cmpuint (pgg_pq_params_get_n_params (copy), ==, 4);
}

static void
test_params_limit (void)
{
  g_autoptr(PggPqParams) params = pgg_pq_params_new ();
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 65535; i++)
    g_assert_true (pgg_pq_params_append_null (params, 0, &error));

  g_assert_false (pgg_pq_params_append_null (params, 0, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
  g_assert_false (pgg_pq_params_append (params, 0, "a", -1, PGG_PQ_FORMAT_TEXT, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
}

/* Values keep their place while the block under them grows, also in a copy that grows. */
static void
test_params_grow (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqParams) params = pgg_pq_params_new ();
  g_autoptr(PggPqParams) copy = NULL;
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *big = g_strnfill (100000, 'x');

  g_assert_true (pgg_pq_params_append (params, TEXT_OID, "first", -1, PGG_PQ_FORMAT_TEXT, &error));
  copy = pgg_pq_params_copy (params);
  g_assert_true (pgg_pq_params_append (copy, TEXT_OID, big, -1, PGG_PQ_FORMAT_TEXT, &error));
  g_assert_true (pgg_pq_params_append_null (copy, TEXT_OID, &error));
  g_assert_true (pgg_pq_params_append (copy, 17, "a\0b", 3, PGG_PQ_FORMAT_BINARY, &error));

  result = pgg_pq_conn_exec_params (conn, "select $1, length ($2), $3, length ($4)", -1, copy,
                                    PGG_PQ_FORMAT_TEXT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_pq_result_get_value (result, 0, 0, NULL, &error), ==, "first");
  g_assert_cmpstr (pgg_pq_result_get_value (result, 0, 1, NULL, &error), ==, "100000");
  g_assert_true (pgg_pq_result_get_is_null (result, 0, 2, &error));
  g_assert_cmpstr (pgg_pq_result_get_value (result, 0, 3, NULL, &error), ==, "3");
  g_assert_no_error (error);
}

static void
test_columns (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) made =
    test_pq_exec (conn, "create temp table t (a int, \"B\" varchar(7))");
  g_autoptr(PggPqResult) result = test_pq_exec (conn, "select 1.5::float8, t.* from t");
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  g_assert_cmpint (pgg_pq_result_status (result), ==, PGG_PQ_EXEC_STATUS_TUPLES_OK);
  g_assert_cmpint (pgg_pq_result_ntuples (result, &error), ==, 0);
  g_assert_cmpint (pgg_pq_result_nfields (result, &error), ==, 3);
  g_assert_cmpstr (pgg_pq_result_fname (result, 2, &length, &error), ==, "B");
  g_assert_cmpuint (length, ==, 1);
  g_assert_cmpint (pgg_pq_result_fnumber (result, "\"B\"", -1, &error), ==, 2);
  g_assert_cmpint (pgg_pq_result_fnumber (result, "A", 1, &error), ==, 1);
  g_assert_cmpint (pgg_pq_result_fnumber (result, "none", -1, &error), ==, -1);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_pq_result_fnumber (result, "a\0", 2, &error), ==, -1);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);

  g_assert_cmpuint (pgg_pq_result_ftable (result, 0, &error), ==, 0);
  g_assert_cmpuint (pgg_pq_result_ftable (result, 1, &error), >, 0);
  g_assert_cmpint (pgg_pq_result_ftablecol (result, 2, &error), ==, 2);
  g_assert_cmpint (pgg_pq_result_fformat (result, 1, &error), ==, PGG_PQ_FORMAT_TEXT);
  g_assert_cmpuint (pgg_pq_result_ftype (result, 1, &error), ==, INT4_OID);
  g_assert_cmpint (pgg_pq_result_fmod (result, 2, &error), ==, 7 + 4);
  g_assert_cmpint (pgg_pq_result_fsize (result, 0, &error), ==, 8);
  g_assert_false (pgg_pq_result_binary_tuples (result, &error));
  g_assert_cmpstr (pgg_pq_result_cmd_status (result, &length, &error), ==, "SELECT 0");
  g_assert_cmpuint (length, ==, strlen ("SELECT 0"));
  g_assert_cmpuint (pgg_pq_result_memory_size (result, &error), >, 0);
  g_assert_cmpuint (pgg_pq_result_oid_value (result, &error), ==, 0);
  g_assert_no_error (error);
}

static void
test_values (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(PggPqResult) counted = NULL;
  g_autoptr(GError) error = NULL;
  const char *value;
  gsize length = 99;

  result = pgg_pq_conn_exec_params (conn, "select '\\x610062'::bytea, null, ''", -1, NULL,
                                    PGG_PQ_FORMAT_BINARY, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_pq_result_binary_tuples (result, &error));
  g_assert_cmpint (pgg_pq_result_fformat (result, 0, &error), ==, PGG_PQ_FORMAT_BINARY);
  value = pgg_pq_result_get_value (result, 0, 0, &length, &error);
  g_assert_cmpmem (value, length, "a\0b", 3);
  g_assert_cmpint (pgg_pq_result_get_length (result, 0, 0, &error), ==, 3);
  g_assert_null (pgg_pq_result_get_value (result, 0, 1, &length, &error));
  g_assert_cmpuint (length, ==, 0);
  g_assert_true (pgg_pq_result_get_is_null (result, 0, 1, &error));
  g_assert_cmpint (pgg_pq_result_get_length (result, 0, 1, &error), ==, 0);
  g_assert_cmpstr (pgg_pq_result_get_value (result, 0, 2, &length, &error), ==, "");
  g_assert_false (pgg_pq_result_get_is_null (result, 0, 2, &error));
  g_assert_no_error (error);

  counted = test_pq_exec (conn, "create temp table n as select generate_series (1, 42)");
  g_assert_cmpstr (pgg_pq_result_cmd_tuples (counted, NULL, &error), ==, "42");
}

static void
test_range (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) result = test_pq_exec (conn, "select 1");
  g_autoptr(GError) error = NULL;
  const int wrong[] = { -1, 1, G_MAXINT, G_MININT };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (pgg_pq_result_get_value (result, wrong[i], 0, NULL, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
      g_assert_null (pgg_pq_result_get_value (result, 0, wrong[i], NULL, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
      g_assert_null (pgg_pq_result_fname (result, wrong[i], NULL, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
      g_assert_cmpuint (pgg_pq_result_ftype (result, wrong[i], &error), ==, 0);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
      g_assert_cmpuint (pgg_pq_result_param_type (result, wrong[i], &error), ==, 0);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
    }

  g_assert_null (pgg_pq_result_get_value (result, 7, 0, NULL, &error));
  g_assert_nonnull (strstr (error->message, "7"));
  g_assert_nonnull (strstr (error->message, "1 rows"));
}

static void
test_error_fields (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) result = test_pq_exec (conn, "select 1/0");
  g_autoptr(GError) error = NULL;
  g_autofree char *verbose = NULL;
  gsize length = 0;

  g_assert_cmpint (pgg_pq_result_status (result), ==, PGG_PQ_EXEC_STATUS_FATAL_ERROR);
  g_assert_cmpstr (pgg_pq_result_error_field (result, PGG_PQ_DIAGNOSTIC_FIELD_SQLSTATE,
                                              &length, &error), ==, "22012");
  g_assert_cmpuint (length, ==, 5);
  g_assert_cmpstr (pgg_pq_result_error_field (result, PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_PRIMARY,
                                              NULL, &error), ==, "division by zero");
  g_assert_null (pgg_pq_result_error_field (result, PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_HINT,
                                            NULL, &error));
  g_assert_cmpstr (pgg_pq_result_error_message (result, &length, &error), ==,
                   "ERROR:  division by zero\n");
  g_assert_cmpuint (length, ==, strlen ("ERROR:  division by zero\n"));
  verbose = pgg_pq_result_verbose_error_message (result, PGG_PQ_VERBOSITY_SQLSTATE,
                                                 PGG_PQ_CONTEXT_VISIBILITY_NEVER, &length, &error);
  g_assert_cmpstr (verbose, ==, "ERROR:  22012\n");
  g_assert_cmpuint (length, ==, strlen (verbose));
  g_assert_no_error (error);
}

/* Every call on a cleared result is an error, and no call crashes. */
static void
test_cleared (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqResult) result = test_pq_exec (conn, "select 1");
  g_autoptr(PggPqAttributes) attributes = pgg_pq_attributes_new ();
  g_autoptr(GError) error = NULL;

#define ASSERT_CLEARED(call) \
  (call); \
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, "The result was cleared"); \
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE)

  g_assert_false (pgg_pq_result_is_cleared (result));
  g_assert_nonnull (pgg_pq_result_get_pgresult (result));
  pgg_pq_result_clear (result);
  pgg_pq_result_clear (result);
  g_assert_true (pgg_pq_result_is_cleared (result));
  g_assert_null (pgg_pq_result_get_pgresult (result));
  g_assert_cmpint (pgg_pq_result_status (result), ==, PGG_PQ_EXEC_STATUS_FATAL_ERROR);

  ASSERT_CLEARED (pgg_pq_result_error_message (result, NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_verbose_error_message (result, PGG_PQ_VERBOSITY_DEFAULT,
                                                       PGG_PQ_CONTEXT_VISIBILITY_ALWAYS,
                                                       NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_error_field (result, PGG_PQ_DIAGNOSTIC_FIELD_SQLSTATE,
                                             NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_cmd_status (result, NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_cmd_tuples (result, NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_oid_value (result, &error));
  ASSERT_CLEARED (pgg_pq_result_ntuples (result, &error));
  ASSERT_CLEARED (pgg_pq_result_nfields (result, &error));
  ASSERT_CLEARED (pgg_pq_result_fname (result, 0, NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_fnumber (result, "a", -1, &error));
  ASSERT_CLEARED (pgg_pq_result_ftable (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_ftablecol (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_fformat (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_ftype (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_fmod (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_fsize (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_binary_tuples (result, &error));
  ASSERT_CLEARED (pgg_pq_result_get_value (result, 0, 0, NULL, &error));
  ASSERT_CLEARED (pgg_pq_result_get_length (result, 0, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_get_is_null (result, 0, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_nparams (result, &error));
  ASSERT_CLEARED (pgg_pq_result_param_type (result, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_copy_result (result, PGG_PQ_COPY_RESULT_FLAGS_NONE, &error));
  ASSERT_CLEARED (pgg_pq_result_set_attributes (result, attributes, &error));
  ASSERT_CLEARED (pgg_pq_result_set_value (result, 0, 0, "a", -1, &error));
  ASSERT_CLEARED (pgg_pq_result_set_null (result, 0, 0, &error));
  ASSERT_CLEARED (pgg_pq_result_memory_size (result, &error));

#undef ASSERT_CLEARED
}

static void
test_outlives_connection (void)
{
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PggPqConn *conn = test_pq_connect ();
  PggPqResult *same;

  result = test_pq_exec (conn, "select 'still here'");
  g_object_unref (conn);
  same = pgg_pq_result_ref (result);
  g_assert_cmpstr (pgg_pq_result_get_value (same, 0, 0, NULL, &error), ==, "still here");
  pgg_pq_result_unref (same);
}

static void
test_made_by_hand (void)
{
  g_autoptr(PggPqConn) conn = test_pq_connect ();
  g_autoptr(PggPqAttributes) attributes = pgg_pq_attributes_new ();
  g_autoptr(PggPqResult) result = NULL;
  g_autoptr(PggPqResult) copy = NULL;
  g_autoptr(GError) error = NULL;

  result = pgg_pq_conn_make_empty_result (conn, PGG_PQ_EXEC_STATUS_TUPLES_OK, &error);
  g_assert_no_error (error);
  g_assert_false (pgg_pq_result_set_attributes (result, attributes, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);

  g_assert_true (pgg_pq_attributes_append (attributes, "one", -1, 0, 0, PGG_PQ_FORMAT_TEXT,
                                           INT4_OID, 4, -1, &error));
  g_assert_false (pgg_pq_attributes_append (attributes, "a\0b", 3, 0, 0, PGG_PQ_FORMAT_TEXT,
                                            INT4_OID, 4, -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (pgg_pq_attributes_get_n_attributes (attributes), ==, 1);
  pgg_pq_attributes_unref (pgg_pq_attributes_ref (attributes));

  g_assert_true (pgg_pq_result_set_attributes (result, attributes, &error));
  g_assert_false (pgg_pq_result_set_attributes (result, attributes, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_true (pgg_pq_result_set_value (result, 0, 0, "17", -1, &error));
  g_assert_true (pgg_pq_result_set_null (result, 1, 0, &error));
  g_assert_false (pgg_pq_result_set_value (result, 3, 0, "17", -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  g_assert_false (pgg_pq_result_set_null (result, 0, 1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  g_assert_false (pgg_pq_result_set_value (result, 0, 0, "a", G_MAXINT, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);

  copy = pgg_pq_result_copy_result (result, PGG_PQ_COPY_RESULT_FLAGS_TUPLES, &error);
  pgg_pq_result_clear (result);
  g_assert_cmpint (pgg_pq_result_ntuples (copy, &error), ==, 2);
  g_assert_cmpstr (pgg_pq_result_fname (copy, 0, NULL, &error), ==, "one");
  g_assert_cmpstr (pgg_pq_result_get_value (copy, 0, 0, NULL, &error), ==, "17");
  g_assert_true (pgg_pq_result_get_is_null (copy, 1, 0, &error));
  g_assert_no_error (error);
}

static PggPqConninfoOption *
find_option (GPtrArray  *options,
             const char *keyword)
{
  for (guint i = 0; i < options->len; i++)
    {
      PggPqConninfoOption *option = g_ptr_array_index (options, i);

      if (g_str_equal (pgg_pq_conninfo_option_get_keyword (option), keyword))
        return option;
    }

  return NULL;
}

static void
test_conninfo_options (void)
{
  g_autoptr(GPtrArray) options = NULL;
  g_autoptr(GPtrArray) defaults = NULL;
  g_autoptr(PggPqConninfoOption) option = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  options = pgg_pq_conninfo_parse ("postgres://me@there/db?connect_timeout=3", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_pq_conninfo_option_get_val (find_option (options, "host"), &length), ==,
                   "there");
  g_assert_cmpuint (length, ==, 5);
  g_assert_false (pgg_pq_conninfo_option_has_val (find_option (options, "port")));
  g_assert_null (pgg_pq_conninfo_option_get_val (find_option (options, "port"), &length));
  option = pgg_pq_conninfo_option_ref (find_option (options, "password"));
  g_assert_cmpstr (pgg_pq_conninfo_option_get_dispchar (option), ==, "*");
  g_assert_cmpstr (pgg_pq_conninfo_option_get_envvar (option), ==, "PGPASSWORD");
  g_assert_cmpint (pgg_pq_conninfo_option_get_dispsize (option), ==, 20);
  g_assert_cmpstr (pgg_pq_conninfo_option_get_label (option), ==, "Database-Password");
  g_clear_pointer (&options, g_ptr_array_unref);
  g_assert_cmpstr (pgg_pq_conninfo_option_get_keyword (option), ==, "password");
  pgg_pq_conninfo_option_unref (g_steal_pointer (&option));

  defaults = pgg_pq_conndefaults (&error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_pq_conninfo_option_get_compiled (find_option (defaults, "port")), ==,
                   "5432");
}

static void
test_conninfo_refused (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_pq_conninfo_parse ("nonsense=1", -1, &error));
  g_assert_nonnull (strstr (error->message, "nonsense"));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO);
  g_assert_null (pgg_pq_conninfo_parse ("host=a\0b", 8, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_ping (void)
{
  const char *const keywords[] = { "dbname", NULL };
  const char *values[] = { test_conninfo (), NULL };
  const char *const too_many[] = { "a", "b", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_pq_ping (test_conninfo (), -1, &error), ==, PGG_PQ_PING_OK);
  g_assert_cmpint (pgg_pq_ping ("host=/nonexistent", -1, &error), ==, PGG_PQ_PING_NO_RESPONSE);
  g_assert_cmpint (pgg_pq_ping ("nonsense=1", -1, &error), ==, PGG_PQ_PING_NO_ATTEMPT);
  g_assert_cmpint (pgg_pq_ping_params (keywords, values, TRUE, &error), ==, PGG_PQ_PING_OK);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_pq_ping ("a\0b", 3, &error), ==, PGG_PQ_PING_NO_ATTEMPT);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint (pgg_pq_ping_params (keywords, too_many, TRUE, &error), ==,
                   PGG_PQ_PING_NO_ATTEMPT);
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_functions (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;
  int utf8;

  g_assert_cmpint (pgg_pq_lib_version (), >=, 140000);
  g_assert_cmpint (atoi (pgg_pq_build_version ()), ==, pgg_pq_lib_version () / 10000);
  g_assert_true (pgg_pq_is_threadsafe ());
  g_assert_cmpstr (pgg_pq_res_status (PGG_PQ_EXEC_STATUS_COPY_IN), ==, "PGRES_COPY_IN");
  g_assert_cmpstr (pgg_pq_ssl_library (), ==, "OpenSSL");

  utf8 = pgg_pq_char_to_encoding ("UTF8", -1, &error);
  g_assert_cmpstr (pgg_pq_encoding_to_char (utf8), ==, "UTF8");
  g_assert_cmpstr (pgg_pq_encoding_to_char (-1), ==, "");
  g_assert_cmpint (pgg_pq_char_to_encoding ("no such", -1, &error), ==, -1);
  g_assert_true (pgg_pq_valid_server_encoding_id (utf8));
  g_assert_false (pgg_pq_valid_server_encoding_id (-1));
  g_assert_cmpint (pgg_pq_env2encoding (), ==, 0);
  g_assert_cmpint (pgg_pq_mblen ("ü", -1, utf8, &error), ==, 2);
  g_assert_cmpint (pgg_pq_mblen ("\xc3", 1, utf8, &error), ==, 1);
  g_assert_cmpint (pgg_pq_dsplen ("a", -1, utf8, &error), ==, 1);
  g_assert_no_error (error);

  bytes = pgg_pq_unescape_bytea ("\\x610062", -1, &length, &error);
  g_assert_cmpmem (bytes, length, "a\0b", 3);
  g_assert_null (pgg_pq_unescape_bytea ("a\0b", 3, &length, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_socket_poll (void)
{
  g_autoptr(GError) error = NULL;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  if (!pgg_capabilities_has (PGG_CAPABILITY_SOCKET_POLL))
    {
      g_assert_cmpint (pgg_pq_socket_poll (fds[0], TRUE, FALSE, 0, &error), ==, -1);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      g_assert_cmpint (pgg_pq_get_current_time_usec (&error), ==, -1);
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
    }
  else
    {
      g_assert_cmpint (pgg_pq_get_current_time_usec (&error), >, 0);
      g_assert_cmpint (pgg_pq_socket_poll (fds[0], TRUE, FALSE, 0, &error), ==, 0);
      g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
      g_assert_cmpint (pgg_pq_socket_poll (fds[0], TRUE, FALSE, -1, &error), >, 0);
      g_assert_no_error (error);
    }

  close (fds[0]);
  close (fds[1]);
}

static void
test_capabilities (void)
{
  g_autoptr(GEnumClass) all = g_type_class_ref (PGG_TYPE_CAPABILITY);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < all->n_values; i++)
    {
      PggCapability capability = (PggCapability) all->values[i].value;

      if (pgg_capabilities_check (capability, &error))
        {
          g_assert_no_error (error);
          g_assert_true (pgg_capabilities_has (capability));
          continue;
        }

      g_assert_false (pgg_capabilities_has (capability));
      g_assert_nonnull (strstr (error->message, "needs libpq 1"));
      g_assert_nonnull (strstr (error->message, pgg_pq_build_version ()));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
    }

  g_assert_true (pgg_capabilities_has (PGG_CAPABILITY_PIPELINE));
  g_assert_cmpint (pgg_capabilities_has (PGG_CAPABILITY_CANCEL_CONN), ==,
                   atoi (pgg_pq_build_version ()) >= 17);
  g_assert_cmpint (pgg_capabilities_has (PGG_CAPABILITY_AUTH_DATA_HOOK), ==,
                   atoi (pgg_pq_build_version ()) >= 18);
  g_assert_false (pgg_capabilities_has ((PggCapability) 1000));
  g_assert_false (pgg_capabilities_check ((PggCapability) -1, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static PggPqAuthDataAnswer
answer_cb (PggPqAuthData *data,
           gpointer       user_data)
{
  pgg_pq_auth_data_unref (pgg_pq_auth_data_ref (data));
  return PGG_PQ_AUTH_DATA_ANSWER_PASS;
}

static void
count_cb (gpointer data)
{
  int *count = data;

  (*count)++;
}

static void
test_auth_data_hook (void)
{
  g_autoptr(GError) error = NULL;
  int freed = 0;

  if (pgg_capabilities_has (PGG_CAPABILITY_AUTH_DATA_HOOK))
    {
      g_assert_true (pgg_pq_set_auth_data_hook (answer_cb, &freed, count_cb, &error));
      g_assert_cmpint (freed, ==, 0);
      g_assert_true (pgg_pq_set_auth_data_hook (NULL, NULL, NULL, &error));
    }
  else
    {
      g_assert_false (pgg_pq_set_auth_data_hook (answer_cb, &freed, count_cb, &error));
      test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
    }

  g_assert_cmpint (freed, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pq/params/append", test_params);
  g_test_add_func ("/pq/params/limit", test_params_limit);
  g_test_add_func ("/pq/params/grow", test_params_grow);
  g_test_add_func ("/pq/result/columns", test_columns);
  g_test_add_func ("/pq/result/values", test_values);
  g_test_add_func ("/pq/result/range", test_range);
  g_test_add_func ("/pq/result/error-fields", test_error_fields);
  g_test_add_func ("/pq/result/cleared", test_cleared);
  g_test_add_func ("/pq/result/outlives-connection", test_outlives_connection);
  g_test_add_func ("/pq/result/made-by-hand", test_made_by_hand);
  g_test_add_func ("/pq/conninfo/options", test_conninfo_options);
  g_test_add_func ("/pq/conninfo/refused", test_conninfo_refused);
  g_test_add_func ("/pq/functions/ping", test_ping);
  g_test_add_func ("/pq/functions/various", test_functions);
  g_test_add_func ("/pq/functions/socket-poll", test_socket_poll);
  g_test_add_func ("/pq/capabilities", test_capabilities);
  g_test_add_func ("/pq/auth-data-hook", test_auth_data_hook);

  return g_test_run ();
}
