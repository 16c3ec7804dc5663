/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggResultFormat:
 * @PGG_RESULT_FORMAT_AUTO: binary when the types of all columns are known to have a binary form
 *   that the library reads, text otherwise
 * @PGG_RESULT_FORMAT_TEXT: text
 * @PGG_RESULT_FORMAT_BINARY: binary
 *
 * The format in which values travel from the server.
 *
 * The format never changes a value or its type, but for the fields of a `record` without a
 * declaration, such as `ROW (1, 'a')`, whose types only binary format tells; binary is cheaper for
 * the server. With %PGG_RESULT_FORMAT_AUTO the server is asked for the columns before the statement
 * is executed, in a round trip of its own: for streams, whose types are then known before the first
 * row comes, and for a statement that gave many values when the connection executed it last. Other
 * results come as text.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_RESULT_FORMAT_AUTO,
  PGG_RESULT_FORMAT_TEXT,
  PGG_RESULT_FORMAT_BINARY,
} PggResultFormat;

G_END_DECLS
