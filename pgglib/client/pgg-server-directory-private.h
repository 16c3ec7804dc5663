/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-server-account-private.h"

G_BEGIN_DECLS

gboolean pgg_server_directory_prepare      (const char              *directory,
                                            const PggServerAccount  *account,
                                            GError                 **error);
char    *pgg_server_directory_make_private (const PggServerAccount  *account,
                                            const char              *port,
                                            GError                 **error);

G_END_DECLS
