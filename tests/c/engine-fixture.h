/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pgglib.h>

#include "fixture.h"

G_BEGIN_DECLS

/* One asynchronous call: what its callback was given, and where. */
typedef struct
{
  guint         n_calls;
  GThread      *thread;
  GMainContext *context; /* the thread-default one of the callback, borrowed */
  GAsyncResult *result;
  GObject      *source;
  guint         order;   /* of the callback among all in this process */
} TestCall;

/* What libpq writes down about the messages of a connection. */
typedef struct
{
  PggPqConn *pq;
  char      *path;
} TestTrace;

/* A thread that plays the server on a TCP socket of its own, connection by connection. */
typedef struct _TestPeer TestPeer;

typedef void (*TestPeerFunc) (GSocket  *client,
                              gpointer  user_data);

void            test_watchdog           (guint                seconds);

PggConnection  *test_connect            (void);
PggConnection  *test_connect_to         (const char          *conninfo);
void            test_execute            (PggConnection       *connection,
                                         const char          *sql);
PggResult      *test_query              (PggConnection       *connection,
                                         const char          *sql);
PggStatement   *test_prepare            (PggConnection       *connection,
                                         const char          *sql);
PggTransaction *test_begin              (PggConnection       *connection);
gint64          test_query_int          (PggConnection       *connection,
                                         const char          *sql);
GError         *test_execute_error      (PggConnection       *connection,
                                         const char          *sql);
void            test_assert_usable      (PggConnection       *connection);
void            test_terminate          (int                  backend_pid);
gboolean        test_is_backend_active  (int                  backend_pid);
void            test_wait_active        (int                  backend_pid);
GPtrArray      *test_sets_new           (guint                n_sets);
PggParams      *test_int_params_new     (int                  value);
PggOperation   *test_start_int          (PggConnection       *connection,
                                         const char          *sql,
                                         int                  value);
gint64          test_finish_int         (PggConnection       *connection,
                                         PggOperation        *operation);

void            test_call_cb            (GObject             *source,
                                         GAsyncResult        *result,
                                         gpointer             call);
void            test_call_int           (PggConnection       *connection,
                                         const char          *sql,
                                         int                  value,
                                         GCancellable        *cancellable,
                                         TestCall            *call);
void            test_call_wait          (TestCall            *call);
void            test_call_clear         (TestCall            *call);
void            test_calls_clear        (TestCall            *calls,
                                         guint                n_calls);
gint64          test_call_finish_int    (TestCall            *call);
GError         *test_call_finish_error  (TestCall            *call);
void            test_iterate_until      (const gboolean      *flag);

short           test_poll               (PggOperation        *operation,
                                         PggWait              want,
                                         int                  timeout);
PggWait         test_wait               (PggOperation        *operation,
                                         PggWait              want);
void            test_drive              (PggOperation        *operation);

guint           test_count_fds          (void);

void            test_trace_begin        (TestTrace           *trace,
                                         PggConnection       *connection);
char           *test_trace_end          (TestTrace           *trace);

TestPeer       *test_peer_new           (TestPeerFunc         func,
                                         gpointer             user_data);
void            test_peer_free          (TestPeer            *self);
guint           test_peer_get_port      (TestPeer            *self);
char           *test_peer_dup_conninfo  (TestPeer            *self);
gboolean        test_peer_read_startup  (GSocket             *client);
gboolean        test_peer_read          (GSocket             *client,
                                         gpointer             buffer,
                                         gsize                size);
void            test_peer_write         (GSocket             *client,
                                         const void          *data,
                                         gsize                size);
void            test_peer_greet         (GSocket             *client);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPeer, test_peer_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestCall, test_call_clear)

G_END_DECLS
