/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_CODEC_REGISTRY (pgg_codec_registry_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggCodecRegistry, pgg_codec_registry, PGG, CODEC_REGISTRY, GObject)

PGG_AVAILABLE_IN_1_0
PggCodecRegistry *pgg_codec_registry_get_default  (void);
PGG_AVAILABLE_IN_1_0
PggCodecRegistry *pgg_codec_registry_get_parent   (PggCodecRegistry *self);

PGG_AVAILABLE_IN_1_0
void              pgg_codec_registry_add          (PggCodecRegistry *self,
                                                   PggTypeCodec     *codec);
PGG_AVAILABLE_IN_1_0
gboolean          pgg_codec_registry_remove       (PggCodecRegistry *self,
                                                   PggTypeCodec     *codec);
PGG_AVAILABLE_IN_1_0
PggTypeCodec     *pgg_codec_registry_lookup       (PggCodecRegistry *self,
                                                   PggTypeInfo      *type);
PGG_AVAILABLE_IN_1_0
PggTypeCodec     *pgg_codec_registry_lookup_gtype (PggCodecRegistry *self,
                                                   GType             type);

G_END_DECLS
