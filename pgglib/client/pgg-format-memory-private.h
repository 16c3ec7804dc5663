/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pq/pgg-pq-params.h"

G_BEGIN_DECLS

/*
 * Which statements of a connection gave so many values that their next execution is worth a choice
 * of the format. There are few such, so that nothing is allocated for the others. What is known is
 * a hint only: the types that the format depends on are asked for each time.
 */
typedef struct _PggFormatMemory PggFormatMemory;

PggFormatMemory *pgg_format_memory_new    (void);
void             pgg_format_memory_free   (PggFormatMemory *self);

gboolean         pgg_format_memory_has    (PggFormatMemory *self,
                                           const char      *sql,
                                           PggPqParams     *params);
void             pgg_format_memory_add    (PggFormatMemory *self,
                                           const char      *sql,
                                           PggPqParams     *params);
void             pgg_format_memory_remove (PggFormatMemory *self,
                                           const char      *sql,
                                           PggPqParams     *params);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggFormatMemory, pgg_format_memory_free)

G_END_DECLS
