/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_INET (pgg_inet_get_type ())

PGG_AVAILABLE_IN_1_0
GType             pgg_inet_get_type             (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggInet          *pgg_inet_new                  (GInetAddress      *address,
                                                 guint              prefix_length,
                                                 GError           **error);
PGG_AVAILABLE_IN_1_0
PggInet          *pgg_inet_new_cidr             (GInetAddress      *address,
                                                 guint              prefix_length,
                                                 GError           **error);
PGG_AVAILABLE_IN_1_0
PggInet          *pgg_inet_new_from_mask        (GInetAddressMask  *mask);
PGG_AVAILABLE_IN_1_0
PggInet          *pgg_inet_new_from_string      (const char        *text,
                                                 gboolean           is_cidr,
                                                 GError           **error);
PGG_AVAILABLE_IN_1_0
PggInet          *pgg_inet_new_from_variant     (GVariant          *variant,
                                                 GError           **error);

PGG_AVAILABLE_IN_1_0
PggInet          *pgg_inet_ref                  (PggInet           *self);
PGG_AVAILABLE_IN_1_0
void              pgg_inet_unref                (PggInet           *self);

PGG_AVAILABLE_IN_1_0
GInetAddress     *pgg_inet_get_address          (const PggInet     *self);
PGG_AVAILABLE_IN_1_0
GSocketFamily     pgg_inet_get_family           (const PggInet     *self);
PGG_AVAILABLE_IN_1_0
guint             pgg_inet_get_prefix_length    (const PggInet     *self);
PGG_AVAILABLE_IN_1_0
gboolean          pgg_inet_is_cidr              (const PggInet     *self);
PGG_AVAILABLE_IN_1_0
GInetAddressMask *pgg_inet_to_inet_address_mask (const PggInet     *self,
                                                 GError           **error);

PGG_AVAILABLE_IN_1_0
gboolean          pgg_inet_equal                (gconstpointer      a,
                                                 gconstpointer      b);
PGG_AVAILABLE_IN_1_0
guint             pgg_inet_hash                 (gconstpointer      value);
PGG_AVAILABLE_IN_1_0
int               pgg_inet_compare              (gconstpointer      a,
                                                 gconstpointer      b);
PGG_AVAILABLE_IN_1_0
char             *pgg_inet_to_string            (const PggInet     *self);
PGG_AVAILABLE_IN_1_0
GVariant         *pgg_inet_to_variant           (const PggInet     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggInet, pgg_inet_unref)

G_END_DECLS
