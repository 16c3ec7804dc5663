/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/pgg-session-private.h"
#include "types/pgg-type-cache-private.h"

G_BEGIN_DECLS

/*
 * What one session knows of the types of its database; protected by its lock.
 *
 * Definitions are looked up once and shared by all connections to the database, and are looked up
 * again after
 * - a statement of this process was seen that may have changed some: ALTER, CREATE VIEW, DO, or a
 *   DROP of what others may depend on;
 * - somebody said so, an application or a codec that met a value which is not as its type is;
 * - a statement failed as it does where a type is no longer what a parameter was written for.
 * What is looked up in a transaction that has changed definitions is seen by this session only, and
 * is forgotten at its end. So is the OID of a name that was found in a transaction, which may have
 * made the type; without a schema a name also depends on the search path.
 */
typedef struct
{
  PggTypeCache *cache;      /* NULL before it is known which database this is */
  PggTypeMap   *own;        /* what is known in a transaction that has changed definitions */
  PggTypeMap   *held;       /* by the execution that is under way: other connections may forget */
  gboolean      changing;   /* such a transaction is open */
  GHashTable   *names;      /* as SQL has them → OID */
  gboolean      fleeting;   /* some of the names may be of types that a transaction takes back */
  gboolean      local_path; /* the transaction that is open has changed the search path */
  GHashTable   *unknown;    /* set of OIDs of which the server knows nothing */
  gboolean      doubtful;   /* it may know more of them when the transaction has ended */
  GArray       *doubted;    /* OIDs that are known, and that are still to be asked for */
  GHashTable   *checked;    /* set of OIDs that this execution has asked for */
  GArray       *asked;      /* OIDs in the question that is under way */
  gboolean      identifying; /* the question is only which database this is */
  guint         n_failures; /* of questions */
  gboolean      retry;      /* the last one failed: the next execution may ask again */
} PggTypeSession;

PggTypeSession *pgg_type_session_new            (void);
void            pgg_type_session_free           (PggTypeSession   *self);

PggTypeMap     *pgg_type_session_dup_map        (PggTypeSession   *self);
PggTypeMap     *pgg_type_session_dup_current    (PggTypeSession   *self);
void            pgg_type_session_reset          (PggTypeSession   *self);
void            pgg_type_session_forget         (PggTypeSession   *self,
                                                 PggPqConn        *pq);
void            pgg_type_session_begin          (PggTypeSession   *self,
                                                 PggPqConn        *pq);
void            pgg_type_session_note           (PggTypeSession   *self,
                                                 PggPqConn        *pq,
                                                 PggPqResult      *result);
void            pgg_type_session_hold           (PggTypeSession   *self,
                                                 PggTypeMap       *known);
void            pgg_type_session_clear_question (PggTypeSession   *self);
void            pgg_type_session_want           (PggTypeSession   *self,
                                                 const PggTypeMap *known,
                                                 guint32           oid);
void            pgg_type_session_retry          (PggTypeSession   *self,
                                                 guint32           oid);
void            pgg_type_session_want_doubted   (PggTypeSession   *self,
                                                 const PggTypeMap *known);
guint32         pgg_type_session_find           (PggTypeSession   *self,
                                                 const char       *name);
void            pgg_type_session_learn_name     (PggTypeSession   *self,
                                                 PggPqConn        *pq,
                                                 const char       *name,
                                                 guint32           oid);
char           *pgg_type_session_ask            (PggTypeSession   *self,
                                                 PggPqConn        *pq);
void            pgg_type_session_answer         (PggTypeSession   *self,
                                                 PggPqConn        *pq,
                                                 PggPqResult      *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTypeSession, pgg_type_session_free)

G_END_DECLS
