/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the façade over libpq share. */

#include "config.h"

#include "pq-fixture.h"

PggPqConn *
test_pq_connect (void)
{
  g_autoptr(GError) error = NULL;
  PggPqConn *conn = pgg_pq_conn_connectdb (test_conninfo (), -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (pgg_pq_conn_status (conn), ==, PGG_PQ_CONN_STATUS_OK);

  return conn;
}

PggPqResult *
test_pq_exec (PggPqConn  *conn,
              const char *query)
{
  g_autoptr(GError) error = NULL;
  PggPqResult *result = pgg_pq_conn_exec (conn, query, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);

  return result;
}

/* The first one, of a result that is no error. */
void
test_pq_assert_value (PggPqResult *result,
                      const char  *expected)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (pgg_pq_result_error_message (result, NULL, &error), ==, "");
  g_assert_cmpstr (pgg_pq_result_get_value (result, 0, 0, NULL, &error), ==, expected);
  g_assert_no_error (error);
}

void
test_pq_assert_alive (PggPqConn *conn)
{
  g_autoptr(PggPqResult) result = test_pq_exec (conn, "select 'alive'");

  test_pq_assert_value (result, "alive");
}
