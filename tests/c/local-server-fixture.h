/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pgglib.h>

G_BEGIN_DECLS

PggLocalServer *test_server_start         (const char     *data_directory);
void            test_server_stop          (PggLocalServer *server);
void            test_server_wait_once     (void);
char           *test_server_dup_directory (PggLocalServer *server);
void            test_server_assert_query  (PggLocalServer *server,
                                           const char     *sql,
                                           const char     *expected);
guint           test_count_fds            (void);
void            test_remove_tree          (const char     *path);
char           *test_make_directory       (void);
gboolean        test_is_running           (int             pid);
void            test_wait_until_gone      (int             pid,
                                           const char     *directory);

G_END_DECLS
