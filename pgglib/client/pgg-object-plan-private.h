/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-object-flags.h"
#include "pgg-result-private.h"

G_BEGIN_DECLS

/* Which columns of a result go to which properties of a class. */
typedef struct _PggObjectPlan PggObjectPlan;

PggObjectPlan *pgg_object_plan_new  (PggResult       *result,
                                     GType            type,
                                     PggObjectFlags   flags,
                                     GError         **error);
void           pgg_object_plan_free (PggObjectPlan   *self);

/* Makes the object of a row; the result is the one that the plan was made for. */
GObject       *pgg_object_plan_make (PggObjectPlan   *self,
                                     PggResult       *result,
                                     guint            row,
                                     GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggObjectPlan, pgg_object_plan_free)

G_END_DECLS
