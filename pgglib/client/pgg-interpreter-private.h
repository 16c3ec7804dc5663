/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/pgg-session-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-registry-private.h"
#include "types/pgg-type-map-private.h"

G_BEGIN_DECLS

/* What the values of a result say to the interpreter, beside their types. */
typedef enum
{
  PGG_INTERPRETER_HINT_NONE,
  PGG_INTERPRETER_HINT_TYPES, /* they are OIDs of types that are to be known */
  PGG_INTERPRETER_HINT_NAMES, /* they are OIDs of types, and the names that were looked up */
} PggInterpreterHint;

/*
 * Has @session read and write its texts and values as its settings, and the types of its database,
 * say, and with the codecs of the application that are in @registry. Types that are met and not
 * known are looked up in the catalog.
 */
void        pgg_interpreter_attach    (PggSession       *session,
                                       PggCodecRegistry *registry);

/* With the lock held. NULL if no type was looked up. */
PggTypeMap *pgg_interpreter_dup_types (PggSession *session);
void        pgg_interpreter_forget    (PggSession *session);
gboolean    pgg_interpreter_knows_type (PggSession *session,
                                        const char *name,
                                        guint32     likely);
gboolean    pgg_interpreter_knows_element (PggSession *session,
                                           const char *name);

/* The OID in the first column of a row that exists, in either format; 0 of NULL. */
guint32     pgg_interpreter_read_oid  (const PGresult *result,
                                       int             row);

G_END_DECLS
