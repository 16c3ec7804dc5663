/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of numbers, and batches that fill it. */
#pragma once

#include "engine-fixture.h"

G_BEGIN_DECLS

#define INSERT "INSERT INTO numbers VALUES ($1)"

/* The table has no place for a million. */
PggConnection *test_connect_with_numbers (void);
gint64         test_count_numbers        (PggConnection *connection);
/* As many executions of @sql, with the numbers from @first on. */
PggBatch      *test_batch_new            (const char    *sql,
                                          int            first,
                                          int            n_items);

G_END_DECLS
