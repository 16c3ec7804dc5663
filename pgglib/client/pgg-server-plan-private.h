/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-server-account-private.h"

G_BEGIN_DECLS

/* What the application asked for; NULL leaves the choice to the library. */
typedef struct
{
  char       *data_directory;
  char       *bin_directory;
  char       *user;
  char       *run_as;
  GHashTable *parameters;
} PggServerSettings;

/* What that means on this machine, for one run of the server. */
typedef struct
{
  PggServerAccount *account;
  char             *private_directory;
  char             *data_directory;
  char             *log_file;
  char             *bin_directory;      /* NULL: ask pg_config, else the fallback */
  char             *fallback_directory; /* nullable */
  char             *user;
  char             *port;
  gboolean          temporary;
  GPtrArray        *parameters;         /* arguments of the server */
} PggServerPlan;

PggServerSettings *pgg_server_settings_new       (void);
PggServerSettings *pgg_server_settings_copy      (const PggServerSettings  *self);
void               pgg_server_settings_free      (PggServerSettings        *self);

PggServerPlan     *pgg_server_plan_new           (const PggServerSettings  *settings,
                                                  GError                  **error);
void               pgg_server_plan_free          (PggServerPlan            *self);
char              *pgg_server_plan_dup_conninfo  (const PggServerPlan      *self);
void               pgg_server_plan_add_arguments (const PggServerPlan      *self,
                                                  GPtrArray                *arguments);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggServerSettings, pgg_server_settings_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggServerPlan, pgg_server_plan_free)

G_END_DECLS
