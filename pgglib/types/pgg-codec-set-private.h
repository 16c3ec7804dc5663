/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-codec.h"
#include "pgg-type-map-private.h"

G_BEGIN_DECLS

/*
 * The codecs of applications that are in force somewhere. Immutable once it is shared, so that
 * values are read without a lock; another registration makes another set. The count is atomic.
 */
typedef struct _PggCodecSet PggCodecSet;

/* A set with everything that base has, which may be NULL. Of codecs of the same type, or for the
 * same type of values, the one that comes last counts. */
PggCodecSet        *pgg_codec_set_new       (PggCodecSet        *base,
                                             PggTypeCodec *const *codecs,
                                             gsize               n_codecs);
PggCodecSet        *pgg_codec_set_ref       (PggCodecSet        *self);
void                pgg_codec_set_unref     (PggCodecSet        *self);

/* The one that reads values of a type, for a domain also that of what it is made of; or NULL. */
PggTypeCodec       *pgg_codec_set_find      (const PggCodecSet  *self,
                                             const PggTypeMap   *types,
                                             guint32             oid);
/* The same of a type that is known; no domain is looked into. */
PggTypeCodec       *pgg_codec_set_find_type (const PggCodecSet  *self,
                                             const PggTypeInfo  *type);
/* The one that writes values of a type of GObject, or of what that is derived from; or NULL. */
PggTypeCodec       *pgg_codec_set_find_gtype (const PggCodecSet *self,
                                              GType              type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggCodecSet, pgg_codec_set_unref)

G_END_DECLS
