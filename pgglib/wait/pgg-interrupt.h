/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggInterruptFunc:
 * @user_data: what [func@set_interrupt_func] was given with the function
 *
 * Says whether a blocking call shall end because of a signal that the process has got.
 *
 * Returns: %TRUE to cancel what the call waits for
 * Since: 1.0
 */
typedef gboolean (*PggInterruptFunc) (gpointer user_data);

PGG_AVAILABLE_IN_1_0
void pgg_set_interrupt_func (PggInterruptFunc func,
                             gpointer         user_data,
                             GDestroyNotify   destroy);

G_END_DECLS
