/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More than any type has that every server has. */
#define PGG_OID_INDEX_SIZE 8192

/* Where in a table something with an OID is. Results ask for each of their columns. */
typedef struct
{
  gsize  is_made;                    /* for g_once_init_enter() */
  guint8 numbers[PGG_OID_INDEX_SIZE]; /* of the entry, counted from 1; 0 where there is none */
} PggOidIndex;

static inline void
pgg_oid_index_add (PggOidIndex *self,
                   guint32      oid,
                   gsize        position)
{
  g_assert (oid < PGG_OID_INDEX_SIZE && position < G_MAXUINT8);

  self->numbers[oid] = (guint8) (position + 1);
}

/* The position in the table, or -1. */
static inline int
pgg_oid_index_find (const PggOidIndex *self,
                    guint32            oid)
{
  return oid < PGG_OID_INDEX_SIZE ? self->numbers[oid] - 1 : -1;
}

G_END_DECLS
