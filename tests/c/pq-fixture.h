/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pgglib.h>

#include "fixture.h"

G_BEGIN_DECLS

PggPqConn   *test_pq_connect      (void);
PggPqResult *test_pq_exec         (PggPqConn   *conn,
                                   const char  *query);
void         test_pq_assert_value (PggPqResult *result,
                                   const char  *expected);
void         test_pq_assert_alive (PggPqConn   *conn);

G_END_DECLS
