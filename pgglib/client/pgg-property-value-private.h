/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "types/pgg-codec-private.h"

G_BEGIN_DECLS

/*
 * Reads a value as one for a property: value is of the type of the property, and is set only if all
 * is well. PGG_DECODE_INEXACT stands for whatever the property cannot hold. With lax, the nearest
 * floating-point number and the text of any value will do.
 */
PggDecode pgg_property_value_read (const PggAdapter *adapter,
                                   PggBuffer         buffer,
                                   GParamSpec       *property,
                                   gboolean          lax,
                                   GValue           *value);

G_END_DECLS
