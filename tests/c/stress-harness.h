/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pgglib.h>

#include "fixture.h"

G_BEGIN_DECLS

/* Connections that all threads use: on the calm ones nothing goes wrong but what a call asks for,
 * the rough ones are closed, reset and terminated, and before the last one is a bad network. */
#define STRESS_N_CALM 2
#define STRESS_N_ROUGH 3
#define STRESS_N_SHARED (STRESS_N_CALM + STRESS_N_ROUGH)
#define STRESS_FAULTY (STRESS_N_SHARED - 1)
#define STRESS_N_THREADS 3
#define STRESS_MAX_DEPTH 2

typedef struct _StressWorker StressWorker;

typedef struct
{
  PggConnection *shared[STRESS_N_SHARED];
  StressWorker  *workers;
  TestProxy     *proxy;
  guint          n_rounds;
  GMutex         lock;
  GHashTable    *operations;   /* that exist, to the kinds of their calls; protected by lock */
  /* Atomic. */
  int            n_progress;
  int            n_notified;
  int            n_opened;
  int            n_lost;
  int            n_finished;   /* threads */
} Stress;

/* A thread with a main context of its own. */
struct _StressWorker
{
  Stress        *stress;
  guint          index;
  GRand         *rand;
  GMainContext  *context;
  GThread       *thread;
  guint          n_left;
  guint          n_pending; /* callbacks that have to come */
  guint          depth;
  gboolean       is_inside; /* a call that must not call back */
  const char    *kind;      /* of the last call */
  gint64         last_token;
  /* Of a connection of its own; atomic. */
  int            own_pid;
  int            is_terminated;
};

typedef struct _StressCall StressCall;

/* Looks at what an operation gave: its own error goes to @error, a wrong answer ends the test. */
typedef void (*StressCheck) (StressCall    *call,
                             GObject       *source,
                             GAsyncResult  *result,
                             GError       **error);

struct _StressCall
{
  StressWorker   *worker;
  const char     *kind;
  StressCheck     check;
  GObject        *source;
  gint64          token;       /* what the answer has to be */
  gint64          size;
  gboolean        is_calm;
  gboolean        is_own;      /* and calm until somebody terminates its connection */
  gboolean        may_stop;    /* somebody may cancel it, or its time may be over */
  gboolean        may_succeed; /* although it should fail */
  gboolean        may_abort;   /* with the section that it is part of */
  PggSqlState     state;       /* the error that it has to fail with, if not 0 */
  PggClientError  code;        /* the same, of the client */
  GCancellable   *cancellable;
  guint           n_callbacks;
  gboolean       *is_done;     /* set when it has ended; or NULL */
  gboolean       *is_good;     /* set when it has succeeded; or NULL */
};

typedef struct
{
  const char *name;
  int         weight;
  void      (*func) (StressWorker *worker);
  int         n_calls; /* atomic */
} StressKind;

extern StressKind stress_shared_kinds[];
extern StressKind stress_rough_kinds[];

extern __thread StressWorker *stress_this_worker;

gboolean       stress_chance          (StressWorker   *worker,
                                       int             per_cent);
int            stress_number          (StressWorker   *worker,
                                       int             begin,
                                       int             end);
gint64         stress_token           (StressWorker   *worker);
void           stress_do_one          (StressWorker   *worker,
                                       StressKind     *kinds);
void           stress_do_any          (StressWorker   *worker);
void           stress_iterate         (StressWorker   *worker,
                                       gboolean        may_block);

gboolean       stress_is_loss         (const GError   *error);
gboolean       stress_is_stop         (const GError   *error);

PggConnection *stress_connection_new  (Stress         *stress,
                                       const char     *conninfo,
                                       StressWorker   *worker);

StressCall    *stress_call_new        (StressWorker   *worker,
                                       GObject        *source,
                                       gboolean        is_calm,
                                       StressCheck     check);
void           stress_call_free       (StressCall     *call);
void           stress_done_check      (StressCall     *call,
                                       GObject        *source,
                                       GAsyncResult   *asynchronous,
                                       GError        **error);
void           stress_call_begin      (StressCall     *call);
void           stress_call_cb         (GObject        *source,
                                       GAsyncResult   *result,
                                       gpointer        call);
void           stress_call_finish     (StressCall     *call,
                                       GAsyncResult   *result);
void           stress_call_run        (StressCall     *call,
                                       PggOperation   *operation);
void           stress_call_run_async  (StressCall     *call,
                                       PggOperation   *operation);
gboolean       stress_call_complete   (StressCall     *call,
                                       PggOperation   *operation);
void           stress_check_error     (StressCall     *call,
                                       const GError   *error);

void           stress_own_one         (StressWorker   *worker);
void           stress_shared_prepare  (PggConnection  *connection);
void           stress_shared_verify   (PggConnection  *connection);

G_END_DECLS
