/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation.h"
#include "pgg-queue-private.h"
#include "pgg-sleeper-private.h"

G_BEGIN_DECLS

/* Why an operation was told to stop before its end. */
typedef enum
{
  PGG_INTERRUPT_NONE,
  PGG_INTERRUPT_CANCELLED, /* by its caller */
  PGG_INTERRUPT_TIMED_OUT, /* its deadline passed */
  PGG_INTERRUPT_CLOSED,    /* the connection is being closed */
} PggInterrupt;

/* What an operation waits for. */
typedef enum
{
  PGG_PHASE_UNKNOWN,
  PGG_PHASE_QUEUE,   /* those before it */
  PGG_PHASE_CONNECT,
  PGG_PHASE_ANSWER,
} PggPhase;

struct _PggOperation
{
  GObject               parent_instance;

  guint                 n_rows;        /* that a fetch wants; for its finish function */
  guint                 generation;    /* of what a cursor has executed; likewise */
  GObject              *product;       /* that its finish function gives once it has succeeded */
  gboolean              of_function;   /* begun by no method: callbacks are given no source */
  GObject              *source_object;
  gpointer              source_tag;

  PggSleeper           *sleeper;       /* who steps it by hand, or NULL; protected by the lock of
                                        * the queue */

  PggQueue             *queue;         /* set once, before the operation enters it */

  /* Protected by the lock of the queue. */
  GList                 link;          /* in the queue, while it is there */
  PggWaiter            *waiter;        /* who delivers the end; NULL when stepped by hand */
  guint                 timeout;       /* ms that it was given, 0 for no limit */
  gint64                deadline;      /* when they are over; monotonic µs, or -1 */
  guint64               serial;        /* in the queue; its heir has the same */
  PggInterrupt          interrupt;
  guint                 entered : 1;   /* is, or was, in its queue */
  guint                 started : 1;   /* has been stepped */
  guint                 returned : 1;  /* has its result or error */
  guint                 done : 1;      /* has left its queue */
  guint                 orphan : 1;    /* nobody waits for it */
  guint                 kept : 1;      /* its queue has a reference on it, nobody else */
  guint                 left : 1;      /* its heir goes on with what it had begun */
  gpointer              result;
  GDestroyNotify        result_destroy;
  GError               *error;

  /* Used by the driver that delivers the end, and by nobody else. */
  GList                 delivery_link;
  gboolean              runs_alone;    /* the callback is of pgg_operation_run_async() itself */
  GAsyncReadyCallback   callback;
  gpointer              user_data;
  GCancellable         *cancellable;
  gulong                cancel_id;
};

/*
 * A kind of operation is a subclass. Its step function goes on with the conversation as far as
 * that goes without waiting, then says what to wait for on the descriptor that it named with
 * pgg_operation_watch_fd(). It gives PGG_WAIT_NONE only after one of the pgg_operation_return
 * functions. It is called with the lock of the queue held, and never again after it returned.
 */
struct _PggOperationClass
{
  GObjectClass parent_class;

  PggWait       (*step)        (PggOperation *self,
                                PggWait       ready);

  /* Begins while others are before it, or gives FALSE. Lock held; NULL: it never can. */
  gboolean      (*begin_ahead) (PggOperation *self);

  /* It has begun and is told to stop: what takes its place, so that it ends at once, or NULL. */
  PggOperation *(*interrupted) (PggOperation *self);

  /* What it waits for once it has begun; NULL: that is nothing special. */
  PggPhase      (*get_phase)   (PggOperation *self);

  /* How much of its time is left for it to end in when it is told to stop, in µs; or NULL. */
  gint64        (*get_reserve) (PggOperation *self);

  /* It was told to stop, and its time is over: returns its error, or its result. What it has begun
   * is for its heir to end then; that is of the same kind, and has all that the kind adds. NULL: it
   * ends by itself soon. */
  void          (*overdue)     (PggOperation *self);

  /* It leaves its queue with its result or its error, in whichever way. Lock held; or NULL. */
  void          (*ended)       (PggOperation *self);

  /* Frees what it has, without regard to what it is afterwards. */
  void          (*clear)       (PggOperation *self);

  /* The size of an instance of a kind whose operations are used again, else 0. */
  gsize      reusable_size;

  /* Beside the queue: such an operation does not take part in the conversation. */
  gboolean   beside_queue;

  /* Beside the queue, too, but never stepped: another operation ends it. */
  gboolean        parked;

  /* Neither a cancellation nor a deadline keeps it from its end. */
  gboolean   uninterruptible;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggOperationClass, g_type_class_unref)

#define PGG_OPERATION_CLASS(klass) \
  (G_TYPE_CHECK_CLASS_CAST ((klass), PGG_TYPE_OPERATION, PggOperationClass))
#define PGG_OPERATION_GET_CLASS(obj) \
  (G_TYPE_INSTANCE_GET_CLASS ((obj), PGG_TYPE_OPERATION, PggOperationClass))

/* Making one: g_object_new() of the kind, set up, the fields of the kind, then enter. Where the
 * kind is used again it is pgg_operation_new(), and pgg_operation_drop() for who may be the last to
 * have it. */
gpointer pgg_operation_new             (PggQueue       *queue,
                                        GType           type);
void     pgg_operation_drop            (PggOperation   *self);
void     pgg_operation_init_fields     (PggOperation   *self);
void     pgg_operation_set_up          (PggOperation   *self,
                                        PggQueue       *queue,
                                        gpointer        source_object,
                                        gpointer        source_tag);
gint64   pgg_operation_deadline_after  (guint           timeout);
void     pgg_operation_limit           (PggOperation   *self,
                                        guint           timeout);
void     pgg_operation_enter           (PggOperation   *self);

/* For the step function of a kind. */
void     pgg_operation_watch_fd        (PggOperation   *self,
                                        int             fd);
void     pgg_operation_set_timer       (PggOperation   *self,
                                        gint64          deadline);
void     pgg_operation_return_pointer  (PggOperation   *self,
                                        gpointer        result,
                                        GDestroyNotify  destroy);
void     pgg_operation_return_boolean  (PggOperation   *self,
                                        gboolean        result);
void     pgg_operation_return_error    (PggOperation   *self,
                                        GError         *error);
GError  *pgg_operation_interrupt_error (PggOperation   *self);
void     pgg_operation_interrupt       (PggOperation   *self,
                                        PggInterrupt    interrupt);

/* Ends one that its own thread would wait for in vain; lock held. */
gboolean pgg_operation_fail_stuck      (PggOperation   *self);

/* For the queue: when its time makes a difference next, or -1; and makes it. */
gint64   pgg_operation_get_end         (PggOperation   *self);
void     pgg_operation_expire          (PggOperation   *self,
                                        gint64          now);

/* For the finish functions of the client. */
gboolean pgg_operation_check_valid       (gpointer        result,
                                          gpointer        source_object,
                                          gpointer        source_tag,
                                          GError        **error);
gboolean pgg_operation_get_outcome       (PggOperation   *self,
                                          GError        **error);
gpointer pgg_operation_propagate_pointer (PggOperation   *self,
                                          GError        **error);
gboolean pgg_operation_propagate_boolean (PggOperation   *self,
                                          GError        **error);

/* One that only the method that began it has had. */
typedef PggOperation PggOwnOperation;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggOwnOperation, pgg_operation_drop)

G_END_DECLS
