/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_RESULT_MODEL (pgg_result_model_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggResultModel, pgg_result_model, PGG, RESULT_MODEL, GObject)

PGG_AVAILABLE_IN_1_0
PggResultModel *pgg_result_model_new        (PggResult      *result);
PGG_AVAILABLE_IN_1_0
PggResult      *pgg_result_model_get_result (PggResultModel *self);

G_END_DECLS
