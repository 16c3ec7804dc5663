/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One GSource per main context and priority, with an epoll descriptor for all its connections. */

#include "config.h"

#include "pgg-debug-private.h"
#include "pgg-loop-private.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#define MAX_EVENTS 64

struct _PggLoop
{
  GSource     source;
  int         epoll_fd;
  gpointer    tag;
  GThread    *dispatcher;    /* who is inside dispatch; protected by lock */

  GMutex      lock;
  gboolean    is_destroyed;  /* protected by lock */
  GHashTable *watches;       /* by id; protected by lock */
  guint64     last_id;       /* protected by lock */
  GHashTable *owners;        /* the watch of each registered descriptor; protected by lock */
  GQueue      kicked;        /* of watches, with a reference; protected by lock */
  GQueue      done;          /* of operations; protected by lock */
  gint64      timer;         /* no watch has an earlier deadline, -1 none; protected by lock */
};

typedef struct
{
  GMainContext *context;
  int           priority;
} LoopKey;

static GMutex registry_lock;
static GHashTable *registry; /* LoopKey → loop, borrowed; protected by registry_lock */

static guint
loop_key_hash (gconstpointer data)
{
  const LoopKey *key = data;

  return g_direct_hash (key->context) ^ (guint) key->priority;
}

static gboolean
loop_key_equal (gconstpointer a,
                gconstpointer b)
{
  const LoopKey *key_a = a;
  const LoopKey *key_b = b;

  return key_a->context == key_b->context && key_a->priority == key_b->priority;
}

/* GLib reads this of a source without a lock. */
static gboolean
is_destroyed (PggLoop *self)
{
  gboolean destroyed;

  g_mutex_lock (&self->lock);
  destroyed = self->is_destroyed;
  g_mutex_unlock (&self->lock);

  return destroyed;
}

static gboolean
is_this_loop (gpointer key,
              gpointer value,
              gpointer loop)
{
  return value == loop;
}

/* Under the lock of the loop. */
static gboolean
has_work (PggLoop *self)
{
  return !g_queue_is_empty (&self->done) || !g_queue_is_empty (&self->kicked);
}

/* Under the lock of the loop. The thread that dispatches sees for itself before it polls again. */
static void
wake (PggLoop *self)
{
  if (self->dispatcher != g_thread_self ())
    g_source_set_ready_time (&self->source, 0);
}

static PggLoopWatch *
find_watch (PggLoop *self,
            guint64  id)
{
  PggLoopWatch *watch;

  g_mutex_lock (&self->lock);
  watch = g_hash_table_lookup (self->watches, &id);
  if (watch != NULL)
    watch->ref_count++;
  g_mutex_unlock (&self->lock);

  return watch;
}

/* Under the lock of the loop. */
static void
push_kick (PggLoop      *self,
           PggLoopWatch *watch)
{
  if (watch->kicked)
    return;

  watch->kicked = TRUE;
  watch->ref_count++;
  g_queue_push_tail (&self->kicked, watch);
}

static PggWait
get_ready (guint32 events)
{
  PggWait ready = PGG_WAIT_NONE;

  if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
    ready |= PGG_WAIT_READ;
  if (events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
    ready |= PGG_WAIT_WRITE;

  return ready;
}

/*
 * Where there is only one descriptor, which is watched for reading, it is the one that is ready; if
 * it is not any more, reading from it does no harm. NULL: epoll has to be asked.
 */
static PggLoopWatch *
find_only_reader (PggLoop *self)
{
  PggLoopWatch *watch = NULL;
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->watches) == 1 && g_hash_table_size (self->owners) == 1)
    {
      g_hash_table_iter_init (&iter, self->watches);
      g_hash_table_iter_next (&iter, NULL, &value);
      watch = value;
    }
  if (watch != NULL && watch->registered == PGG_WAIT_READ)
    watch->ref_count++;
  else
    watch = NULL;
  g_mutex_unlock (&self->lock);

  return watch;
}

static void
ask_epoll (PggLoop *self)
{
  struct epoll_event events[MAX_EVENTS];
  int n_events = epoll_wait (self->epoll_fd, events, MAX_EVENTS, 0);

  for (int i = 0; i < n_events; i++)
    {
      g_autoptr(PggLoopWatch) watch = find_watch (self, events[i].data.u64);

      if (watch != NULL)
        pgg_loop_watch_step (watch, get_ready (events[i].events));
    }
}

static void
step_ready (PggLoop *self)
{
  g_autoptr(PggLoopWatch) watch = find_only_reader (self);

  if (watch != NULL)
    pgg_loop_watch_step (watch, PGG_WAIT_READ);
  else
    ask_epoll (self);
}

static void
kick_expired (PggLoop *self)
{
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  if (self->timer < 0 || self->timer > now)
    return;

  self->timer = -1;
  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PggLoopWatch *watch = value;

      if (watch->deadline < 0)
        continue;
      if (watch->deadline <= now)
        push_kick (self, watch);
      else if (self->timer < 0 || watch->deadline < self->timer)
        self->timer = watch->deadline;
    }
}

static int
get_poll_timeout (gint64 deadline)
{
  gint64 left;

  if (deadline < 0)
    return -1;

  left = deadline - g_get_monotonic_time ();

  return left > 0 ? (int) MIN ((left + 999) / 1000, G_MAXINT) : 0;
}

/* A callback or a signal handler may run the main context inside the dispatch that calls it. */
static gboolean
loop_prepare (GSource *source,
              int     *timeout)
{
  PggLoop *self = (PggLoop *) source;
  gboolean ready;

  g_mutex_lock (&self->lock);
  ready = has_work (self);
  *timeout = get_poll_timeout (self->timer);
  g_mutex_unlock (&self->lock);

  return ready || *timeout == 0;
}

static void
begin_dispatch (PggLoop *self)
{
  g_mutex_lock (&self->lock);
  self->dispatcher = g_thread_self ();
  g_source_set_ready_time (&self->source, -1);
  kick_expired (self);
  g_mutex_unlock (&self->lock);
}

static guint
get_length (PggLoop *self,
            GQueue  *queue)
{
  guint length;

  g_mutex_lock (&self->lock);
  length = g_queue_get_length (queue);
  g_mutex_unlock (&self->lock);

  return length;
}

static PggLoopWatch *
pop_kicked (PggLoop *self)
{
  PggLoopWatch *watch;

  g_mutex_lock (&self->lock);
  watch = g_queue_pop_head (&self->kicked);
  if (watch != NULL)
    watch->kicked = FALSE;
  g_mutex_unlock (&self->lock);

  return watch;
}

/*
 * Taken one by one, because a signal handler or a callback may run this loop again; only as many
 * as there are now, because what they begin is for the next round.
 */
static void
step_kicked (PggLoop *self)
{
  for (guint left = get_length (self, &self->kicked); left > 0; left--)
    {
      g_autoptr(PggLoopWatch) watch = pop_kicked (self);

      if (watch != NULL)
        pgg_loop_watch_step (watch, PGG_WAIT_NONE);
    }
}

/* What the callback is given beside the result. */
static GObject *
get_source (PggOperation *operation)
{
  if (operation->runs_alone)
    return G_OBJECT (operation);

  return operation->of_function ? NULL : operation->source_object;
}

static void
deliver (PggOperation *operation)
{
  g_autoptr(GCancellable) cancellable = g_steal_pointer (&operation->cancellable);
  GAsyncReadyCallback callback = g_steal_pointer (&operation->callback);

  g_cancellable_disconnect (cancellable, operation->cancel_id);
  operation->cancel_id = 0;
  if (callback != NULL)
    callback (get_source (operation), G_ASYNC_RESULT (operation), operation->user_data);
  pgg_operation_drop (operation);
}

static GList *
pop_done (PggLoop *self)
{
  GList *link;

  g_mutex_lock (&self->lock);
  link = g_queue_pop_head_link (&self->done);
  g_mutex_unlock (&self->lock);

  return link;
}

static void
deliver_done (PggLoop *self)
{
  for (guint left = get_length (self, &self->done); left > 0; left--)
    {
      GList *link = pop_done (self);

      if (link != NULL)
        deliver (link->data);
    }
}

static void
rearm (PggLoop *self)
{
  g_mutex_lock (&self->lock);
  self->dispatcher = NULL;
  g_source_set_ready_time (&self->source, has_work (self) ? 0 : self->timer);
  g_mutex_unlock (&self->lock);
}

static gboolean
loop_dispatch (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  PggLoop *self = (PggLoop *) source;

  begin_dispatch (self);
  if (g_source_query_unix_fd (source, self->tag) != 0)
    step_ready (self);
  step_kicked (self);
  deliver_done (self);
  rearm (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
unused_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Nobody is called: there is nobody, or the context in which that would have to happen has gone. */
static void
forget (PggOperation *operation)
{
  g_autoptr(GCancellable) cancellable = g_steal_pointer (&operation->cancellable);

  if (cancellable != NULL && operation->cancel_id != 0)
    g_signal_handler_disconnect (cancellable, operation->cancel_id);
  g_object_unref (operation);
}

/* The context goes away, and the loop with it, as soon as the operations that it waits for end. */
static void
destroyed_cb (gpointer data)
{
  PggLoop *self = data;
  PggLoopWatch *watch;
  GList *link;

  g_mutex_lock (&self->lock);
  self->is_destroyed = TRUE;
  g_mutex_unlock (&self->lock);

  while ((link = pop_done (self)) != NULL)
    forget (link->data);
  while ((watch = pop_kicked (self)) != NULL)
    pgg_loop_watch_unref (watch);
}

static void
loop_finalize (GSource *source)
{
  PggLoop *self = (PggLoop *) source;

  g_mutex_lock (&registry_lock);
  g_hash_table_foreach_remove (registry, is_this_loop, self);
  g_mutex_unlock (&registry_lock);

  g_hash_table_unref (self->watches);
  g_hash_table_unref (self->owners);
  g_mutex_clear (&self->lock);
  close (self->epoll_fd);
}

static GSourceFuncs loop_funcs = {
  .prepare = loop_prepare,
  .dispatch = loop_dispatch,
  .finalize = loop_finalize,
};

static PggLoop *
loop_new (GMainContext *context,
          int           priority)
{
  GSource *source = g_source_new (&loop_funcs, sizeof (PggLoop));
  PggLoop *self = (PggLoop *) source;

  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll_fd < 0)
    g_error ("pgglib: epoll_create1: %s", g_strerror (errno));
  g_mutex_init (&self->lock);
  self->watches = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->owners = g_hash_table_new (NULL, NULL);
  self->timer = -1;

  g_source_set_static_name (source, "[pgglib] connection I/O");
  g_source_set_priority (source, priority);
  g_source_set_can_recurse (source, TRUE);
  g_source_set_callback (source, unused_cb, self, destroyed_cb);
  self->tag = g_source_add_unix_fd (source, self->epoll_fd, G_IO_IN);
  g_source_attach (source, context);

  return self;
}

/*
 * The loop of @context at @priority, with a reference. It stays attached as long as the context
 * lives, because making one costs more than many queries.
 */
PggLoop *
pgg_loop_get (GMainContext *context,
              int           priority)
{
  LoopKey key = { context, priority };
  PggLoop *self;

  g_mutex_lock (&registry_lock);
  if (registry == NULL)
    registry = g_hash_table_new_full (loop_key_hash, loop_key_equal, g_free, NULL);
  self = g_hash_table_lookup (registry, &key);
  if (self == NULL || is_destroyed (self))
    {
      self = loop_new (context, priority);
      g_hash_table_replace (registry, g_memdup2 (&key, sizeof key), self);
    }
  else
    {
      g_source_ref (&self->source);
    }
  g_mutex_unlock (&registry_lock);

  return self;
}

void
pgg_loop_unref (PggLoop *self)
{
  g_source_unref (&self->source);
}

/* @watch comes with one reference, which is its maker's. */
void
pgg_loop_add_watch (PggLoop      *self,
                    PggLoopWatch *watch)
{
  g_mutex_lock (&self->lock);
  watch->id = ++self->last_id;
  g_hash_table_insert (self->watches, &watch->id, watch);
  g_mutex_unlock (&self->lock);
}

void
pgg_loop_ref_watch (PggLoop      *self,
                    PggLoopWatch *watch)
{
  g_mutex_lock (&self->lock);
  watch->ref_count++;
  g_mutex_unlock (&self->lock);
}

/* Whether that was the last reference; then nobody can find @watch any more. */
gboolean
pgg_loop_unref_watch (PggLoop      *self,
                      PggLoopWatch *watch)
{
  gboolean last;

  g_mutex_lock (&self->lock);
  last = --watch->ref_count == 0;
  if (last)
    g_hash_table_remove (self->watches, &watch->id);
  g_mutex_unlock (&self->lock);

  return last;
}

void
pgg_loop_register (PggLoop      *self,
                   PggLoopWatch *watch,
                   int           fd,
                   PggWait       want)
{
  struct epoll_event event = { .data.u64 = watch->id };

  if (want & PGG_WAIT_READ)
    event.events |= EPOLLIN;
  if (want & PGG_WAIT_WRITE)
    event.events |= EPOLLOUT;

  pgg_debug (PGG_DEBUG_WAIT, "main loop: descriptor %d,%s%s", fd,
             (want & PGG_WAIT_READ) ? " read" : "", (want & PGG_WAIT_WRITE) ? " write" : "");
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->owners, GINT_TO_POINTER (fd), watch);
  watch->registered = want;
  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_MOD, fd, &event) != 0 &&
      (errno != ENOENT || epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0))
    g_warning ("pgglib: epoll_ctl: %s", g_strerror (errno));
  g_mutex_unlock (&self->lock);
}

/*
 * libpq closes a socket that broke before anybody can forget it here. If the number is another
 * connection's by now, it is that one's registration, and stays.
 */
void
pgg_loop_unregister (PggLoop      *self,
                     PggLoopWatch *watch,
                     int           fd)
{
  g_mutex_lock (&self->lock);
  if (g_hash_table_lookup (self->owners, GINT_TO_POINTER (fd)) == watch)
    {
      g_hash_table_remove (self->owners, GINT_TO_POINTER (fd));
      watch->registered = PGG_WAIT_NONE;
      epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    }
  g_mutex_unlock (&self->lock);
}

void
pgg_loop_set_deadline (PggLoop      *self,
                       PggLoopWatch *watch,
                       gint64        deadline)
{
  g_mutex_lock (&self->lock);
  watch->deadline = deadline;
  if (deadline >= 0 && (self->timer < 0 || deadline < self->timer))
    {
      self->timer = deadline;
      if (self->dispatcher != g_thread_self () && !has_work (self))
        g_source_set_ready_time (&self->source, deadline);
    }
  g_mutex_unlock (&self->lock);
}

void
pgg_loop_push_kick (PggLoop      *self,
                    PggLoopWatch *watch)
{
  g_mutex_lock (&self->lock);
  if (!self->is_destroyed)
    {
      push_kick (self, watch);
      wake (self);
    }
  g_mutex_unlock (&self->lock);
}

/* Takes the reference that the watch held. The queue has another one, so this is not the last. */
void
pgg_loop_push_done (PggLoop      *self,
                    PggOperation *operation)
{
  g_mutex_lock (&self->lock);
  /* In a program that never runs the context, what ends for nobody would pile up. */
  if (self->is_destroyed || operation->callback == NULL)
    {
      g_mutex_unlock (&self->lock);
      forget (operation);
      return;
    }

  operation->delivery_link.data = operation;
  g_queue_push_tail_link (&self->done, &operation->delivery_link);
  wake (self);
  g_mutex_unlock (&self->lock);
}
