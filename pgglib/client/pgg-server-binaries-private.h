/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pgg_server_binaries_check         (const char  *directory,
                                            GError     **error);
char    *pgg_server_binaries_find_in_path  (void);
char    *pgg_server_binaries_find_version  (const char  *major);
char    *pgg_server_binaries_find_newest   (void);

G_END_DECLS
