/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Who a private server runs as; without @drop it is the caller. */
typedef struct
{
  gboolean drop;
  char    *name;
  uid_t    uid;
  gid_t    gid;
  GArray  *groups;
} PggServerAccount;

PggServerAccount *pgg_server_account_new     (const char             *run_as,
                                              GError                **error);
void              pgg_server_account_free    (PggServerAccount       *self);
gboolean          pgg_server_account_own     (const PggServerAccount *self,
                                              const char             *directory,
                                              GError                **error);
gboolean          pgg_server_account_reaches (const PggServerAccount *self,
                                              const char             *directory);
gboolean          pgg_server_account_become  (const PggServerAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggServerAccount, pgg_server_account_free)

G_END_DECLS
