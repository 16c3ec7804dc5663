/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-registry.h"
#include "pgg-codec-set-private.h"

G_BEGIN_DECLS

/* The default one is its parent if that is NULL. */
PggCodecRegistry *pgg_codec_registry_new            (PggCodecRegistry *parent);

/* NULL if there is no codec at all; the same as long as none is added or removed anywhere. */
PggCodecSet      *pgg_codec_registry_dup_set        (PggCodecRegistry *self);

/* Whether there are any beside those of its parent. */
gboolean          pgg_codec_registry_has_own        (PggCodecRegistry *self);

/* Whether all of these read text and binary. */
gboolean          pgg_codec_registry_reads_all_formats (PggCodecRegistry *self);

/* Another number once a codec was added or removed anywhere. */
guint             pgg_codec_registry_get_generation (void);

/* Whether a codec for values of the type was ever in a registry, and may be in one that a
 * statement will be executed with. */
gboolean          pgg_codec_registry_may_write      (GType             type);
/* The same of any type. */
gboolean          pgg_codec_registry_has_writers    (void);

G_END_DECLS
