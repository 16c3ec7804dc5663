/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* Many numbers of one kind, or booleans, any of which may be NULL: without a value for each. */
typedef struct
{
  PggKind  kind;
  GArray  *bits;  /* 64 of each; those of NULL are 0 */
  GArray  *nulls; /* a byte for each, 1 for NULL; or NULL if none is */
} PggNumbers;

/* NULL if values that the adapter reads are no numbers. */
PggNumbers *pgg_numbers_new_for    (const PggAdapter *adapter,
                                    gsize             n_numbers);
PggNumbers *pgg_numbers_new        (PggKind           kind,
                                    gsize             n_numbers);
void        pgg_numbers_free       (PggNumbers       *self);

void        pgg_numbers_append     (PggNumbers       *self,
                                    gint64            bits);
void        pgg_numbers_append_double (PggNumbers    *self,
                                    double            number);
void        pgg_numbers_append_null (PggNumbers      *self);
/* Reads one; nothing is appended unless all is well. */
PggDecode   pgg_numbers_append_read (PggNumbers      *self,
                                    const PggCodec   *codec,
                                    PggBuffer         buffer);

/* Initialises a value of zero. */
void        pgg_numbers_load       (const PggNumbers *self,
                                    gsize             index,
                                    GValue           *value);

/* All of them, to be freed, if they need no conversion; or NULL. */
gint64     *pgg_numbers_dup_int64s (const PggNumbers *self);
double     *pgg_numbers_dup_doubles (const PggNumbers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggNumbers, pgg_numbers_free)

G_END_DECLS
