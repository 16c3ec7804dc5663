/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-array.h"
#include "pgg-codec-context-private.h"
#include "pgg-record.h"

G_BEGIN_DECLS

/* Variants that pgg_params_append_variant() sends as the same values: numbers, texts, bytes, and
 * what is made of these. All others are the text. */

/* Of a value that is not NULL; floating. NULL if there is no variant, nor a text. The context may
 * be NULL. */
GVariant *pgg_value_to_variant   (const PggCodecContext *context,
                                  guint32                oid,
                                  const GValue          *value);
/* A maybe of it, nothing for NULL. */
GVariant *pgg_value_to_maybe     (const PggCodecContext *context,
                                  guint32                oid,
                                  const GValue          *value);

/* Nothing, of the type that values of the type have as far as that can be said. */
GVariant *pgg_value_to_nothing   (const PggCodecContext *context,
                                  guint32                oid);

/* The other way; a value of zero stays that on error. */
gboolean  pgg_value_from_variant (GVariant              *variant,
                                  GValue                *value,
                                  GError               **error);

G_END_DECLS
