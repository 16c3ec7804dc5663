/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "batch-fixture.h"

PggConnection *
test_connect_with_numbers (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE numbers (i bigint CHECK (i < 1000000))");

  return connection;
}

gint64
test_count_numbers (PggConnection *connection)
{
  return test_query_int (connection, "SELECT count (*)::int FROM numbers");
}

PggBatch *
test_batch_new (const char *sql,
                int         first,
                int         n_items)
{
  PggBatch *batch = pgg_batch_new ();

  for (int i = first; i < first + n_items; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();

      pgg_params_append_int64 (params, i, NULL);
      pgg_batch_add (batch, sql, params);
    }

  return batch;
}
