/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A proxy with faults (tests/tools/proxy.py) as a child process. */
typedef struct _TestProxy TestProxy;

const char *test_conninfo           (void);
gboolean    test_is_slow            (void);
void        test_assert_error       (GError    **error,
                                     GQuark      domain,
                                     int         code);
TestProxy  *test_proxy_new          (const char *conninfo,
                                     gboolean    tcp);
void        test_proxy_free         (TestProxy  *self);
const char *test_proxy_get_conninfo (TestProxy  *self);
void        test_proxy_command      (TestProxy  *self,
                                     const char *command);
char       *test_proxy_ask          (TestProxy  *self,
                                     const char *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_free)

G_END_DECLS
