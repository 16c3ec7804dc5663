/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggObjectFlags:
 * @PGG_OBJECT_FLAGS_NONE: every column must have a property that holds its values exactly
 * @PGG_OBJECT_FLAGS_LAX: columns without a property are left out, a NULL leaves a property that has
 *   no NULL at its default, floating-point properties take the nearest number, and string
 *   properties take the text of any value
 * @PGG_OBJECT_FLAGS_LEAVE_FOREIGN: properties that hold any object of Python or JavaScript, as only
 *   those can make one, are left to the caller
 *
 * How rows become objects, see [method@Result.to_objects].
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  PGG_OBJECT_FLAGS_NONE = 0,
  PGG_OBJECT_FLAGS_LAX = 1 << 0,
  PGG_OBJECT_FLAGS_LEAVE_FOREIGN = 1 << 1,
} PggObjectFlags;

G_END_DECLS
