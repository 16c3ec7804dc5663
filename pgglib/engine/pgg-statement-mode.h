/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggStatementMode:
 * @PGG_STATEMENT_MODE_CACHED: what is executed often, or is kept, is prepared under a name at the
 *   server. For a server of one's own, and for poolers that know of prepared statements
 * @PGG_STATEMENT_MODE_DESCRIBED: nothing has a name at the server. It describes each statement that
 *   has parameters before it is executed, which takes another round trip, and the values are sent
 *   as the types that it reports
 * @PGG_STATEMENT_MODE_UNNAMED: nothing has a name at the server, and each execution is one flight
 *   that does not depend on any before it. For poolers that give each transaction another server
 * @PGG_STATEMENT_MODE_SIMPLE: only the simple protocol: the values are put into the SQL as
 *   literals, and the results are texts. For what understands nothing else
 *
 * How a connection executes statements.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_STATEMENT_MODE_CACHED,
  PGG_STATEMENT_MODE_DESCRIBED,
  PGG_STATEMENT_MODE_UNNAMED,
  PGG_STATEMENT_MODE_SIMPLE,
} PggStatementMode;

G_END_DECLS
