/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-params.h>

#include <libpq-fe.h>

G_BEGIN_DECLS

/* The arrays libpq wants; they stay valid until the parameters are changed. */
const Oid         *pgg_pq_params_get_types   (const PggPqParams *self);
const char *const *pgg_pq_params_get_values  (PggPqParams       *self);
const int         *pgg_pq_params_get_lengths (const PggPqParams *self);
const int         *pgg_pq_params_get_formats (const PggPqParams *self);

/* About as many bytes the values take in a message. */
gsize              pgg_pq_params_get_size    (const PggPqParams *self);
gboolean           pgg_pq_params_is_shared   (PggPqParams       *self);

/* A copy with the value at order[0] first, the one at order[1] behind it and so on, each once. */
PggPqParams       *pgg_pq_params_copy_sorted (PggPqParams      *self,
                                              const guint      *order);

/* The last value takes the place of another, which is no more. */
void               pgg_pq_params_move_last   (PggPqParams       *self,
                                              guint              index);

/* Appends a value in binary format that the caller writes: the place for it, or NULL. */
char              *pgg_pq_params_append_room (PggPqParams       *self,
                                              guint32            type,
                                              gsize              length,
                                              GError           **error);

/* The name of each value, NULL for one that has none; NULL if none has one. */
const char *const *pgg_pq_params_get_names   (const PggPqParams *self);
const char        *pgg_pq_params_get_name    (const PggPqParams *self,
                                              guint              index);
void               pgg_pq_params_set_name    (PggPqParams       *self,
                                              guint              index,
                                              const char        *name);

/* A value that is written when it is known where it is sent to; until then it is NULL. */
typedef struct
{
  guint  index;
  GValue value;
} PggPqUnwritten;

gboolean           pgg_pq_params_append_unwritten (PggPqParams   *self,
                                                   const GValue  *value,
                                                   GError       **error);
gboolean           pgg_pq_params_has_unwritten (const PggPqParams *self);
/* Whoever takes them puts values in their places. */
GArray            *pgg_pq_params_steal_unwritten (PggPqParams    *self);

/*
 * The names of types whose OIDs are not known yet, as SQL has them; NULL for other values. A type
 * that is likely was a value's where that comes from, with that OID; where there is no such type,
 * the server infers it.
 */
gboolean           pgg_pq_params_has_type_names (const PggPqParams *self);

/* Either may be NULL: there are no parameters then. */
gboolean           pgg_pq_params_have_same_types (PggPqParams      *a,
                                                  PggPqParams      *b);
const char        *pgg_pq_params_get_type_name (const PggPqParams *self,
                                                guint              index);
void               pgg_pq_params_set_type_name (PggPqParams       *self,
                                                guint              index,
                                                const char        *name);
void               pgg_pq_params_set_likely_type (PggPqParams    *self,
                                                  guint           index,
                                                  guint32         oid,
                                                  const char     *name);
/* Of an array of a type that goes by its name: in binary format it has the OID of theirs in it, as
 * text the delimiter of that type. */
void               pgg_pq_params_set_element_name (PggPqParams  *self,
                                                   guint         index,
                                                   const char   *name);
/* A value in binary format has texts in it, which nobody converts to another client encoding. */
gboolean           pgg_pq_params_is_utf8_only (const PggPqParams *self);
void               pgg_pq_params_set_utf8_only (PggPqParams      *self);

const char        *pgg_pq_params_get_element_name (const PggPqParams *self,
                                                   guint              index);
void               pgg_pq_params_set_element_type (PggPqParams  *self,
                                                   guint         index,
                                                   guint32       type);
void               pgg_pq_params_set_type    (PggPqParams       *self,
                                              guint              index,
                                              guint32            type);

G_END_DECLS
