/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The FIFO of operations over one conversation, and who waits for them. */

#include "config.h"

#include "pgg-debug-private.h"
#include "pgg-operation-private.h"
#include "pgg-queue-private.h"

static void
tell (PggOperation *operation,
      const char   *what)
{
  if (pgg_debug_has (PGG_DEBUG_ENGINE))
    pgg_debug (PGG_DEBUG_ENGINE, "operation %p (%s): %s", operation,
               G_OBJECT_TYPE_NAME (operation), what);
}

/* A queue is the first field of something bigger, whose free function clears it. */
void
pgg_queue_init (PggQueue            *self,
                const PggQueueFuncs *funcs)
{
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->funcs = funcs;
  self->watch.fd = -1;
  self->watch.deadline = -1;
  self->timer = -1;
}

void
pgg_queue_clear (PggQueue *self)
{
  g_assert (g_queue_is_empty (&self->operations));
  g_assert (g_queue_is_empty (&self->beside));
  g_assert (g_queue_is_empty (&self->parked));
  g_assert (g_queue_is_empty (&self->waiters));

  g_clear_object (&self->spare);
  g_mutex_clear (&self->lock);
}

PggQueue *
pgg_queue_ref (PggQueue *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_queue_unref (PggQueue *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    self->funcs->free (self);
}

void
pgg_queue_lock (PggQueue *self)
{
  g_mutex_lock (&self->lock);
}

static void
release_finished (GQueue *finished)
{
  GList *link;

  while ((link = g_queue_pop_head_link (finished)) != NULL)
    g_object_unref (link->data);
}

static void
add_sleeper (PggQueue     *self,
             PggOperation *operation)
{
  if (operation->sleeper == NULL)
    return;

  if (self->woken == NULL)
    self->woken = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_sleeper_unref);
  g_ptr_array_add (self->woken, pgg_sleeper_ref (operation->sleeper));
}

/* Those who step by hand, elsewhere, and have to look again. */
static void
add_sleepers (PggQueue *self,
              GQueue   *lane)
{
  for (GList *link = lane->head; link != NULL; link = link->next)
    if (link->data != self->stepper)
      add_sleeper (self, link->data);
}

/* All who are to be woken; NULL for none. */
static GPtrArray *
take_sleepers (PggQueue *self)
{
  if (self->wake && self->n_wake_funcs > 0)
    {
      add_sleepers (self, &self->operations);
      add_sleepers (self, &self->beside);
      add_sleepers (self, &self->parked);
    }

  return g_steal_pointer (&self->woken);
}

static void
wake_sleepers (GPtrArray *sleepers)
{
  for (guint i = 0; i < sleepers->len; i++)
    pgg_sleeper_wake (sleepers->pdata[i]);
  g_ptr_array_unref (sleepers);
}

static void
unlock_and_tell (PggQueue *self,
                 gboolean  deliver)
{
  GQueue finished = self->finished;
  GPtrArray *sleepers = take_sleepers (self);

  self->wake = FALSE;
  self->stepper = NULL;
  g_queue_init (&self->finished);
  g_mutex_unlock (&self->lock);

  if (sleepers != NULL)
    wake_sleepers (sleepers);
  release_finished (&finished);
  if (deliver)
    self->funcs->deliver (self);
}

/* Most of the time the lock was taken only to look, or to put something into the queue. */
static void
unlock (PggQueue *self,
        gboolean  deliver)
{
  if (self->finished.head != NULL || self->wake || deliver)
    {
      unlock_and_tell (self, deliver);
      return;
    }

  self->stepper = NULL;
  g_mutex_unlock (&self->lock);
}

/* Gives the lock back; what must not happen under it happens now. */
void
pgg_queue_unlock (PggQueue *self)
{
  gboolean deliver = self->deliver && self->funcs->deliver != NULL;

  self->deliver = FALSE;
  unlock (self, deliver);
}

/* The same where the application must not be called; what is set aside waits for a waiter. */
void
pgg_queue_unlock_quietly (PggQueue *self)
{
  if (self->deliver)
    pgg_queue_kick (self);
  unlock (self, FALSE);
}

/* Nobody waits for anything in the queue. */
gboolean
pgg_queue_is_idle (PggQueue *self)
{
  return self->operations.length == self->n_orphans;
}

static GQueue *
get_lane (PggQueue     *self,
          PggOperation *operation)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (operation);

  if (klass->parked)
    return &self->parked;

  return klass->beside_queue ? &self->beside : &self->operations;
}

static void
announce_change (PggQueue *self)
{
  self->wake = TRUE;
  for (GList *link = self->waiters.head; link != NULL; link = link->next)
    {
      PggWaiter *waiter = link->data;

      waiter->changed (waiter, self);
    }
}

/* What has begun behind the head may be the head now, or have been the one that leaves. */
static void
unlink_operation (PggQueue     *self,
                  PggOperation *operation)
{
  if (self->ahead == &operation->link)
    self->ahead = operation->link.prev;
  g_queue_unlink (get_lane (self, operation), &operation->link);
  if (self->ahead == self->operations.head)
    self->ahead = NULL;
}

/*
 * Whether it is there until the lock is given back: because it is the queue's own, or somebody is
 * to deliver it. Any other may be on its way out, and wait for the lock only.
 */
static gboolean
hold_finished (PggOperation *operation)
{
  if (operation->kept)
    return TRUE;
  if (operation->waiter == NULL)
    return FALSE;

  g_object_ref (operation);

  return TRUE;
}

/* Takes @operation, which has its result, out; its waiter delivers the end. */
void
pgg_queue_finish (PggQueue     *self,
                  PggOperation *operation)
{
  gboolean is_held = hold_finished (operation);

  g_assert (operation->returned && !operation->done);

  if (pgg_queue_peek (self) == operation)
    self->timer = -1;
  if (operation->deadline >= 0)
    self->n_deadlines--;
  if (operation->sleeper != NULL)
    self->n_wake_funcs--;
  add_sleeper (self, operation);
  if (operation->orphan)
    self->n_orphans--;
  unlink_operation (self, operation);
  operation->done = TRUE;
  tell (operation, operation->error != NULL ? "failed" : "done");
  if (is_held)
    g_queue_push_tail_link (&self->finished, &operation->link);
  if (operation->waiter != NULL)
    operation->waiter->done (operation->waiter, operation);
  announce_change (self);
  if (PGG_OPERATION_GET_CLASS (operation)->ended != NULL)
    PGG_OPERATION_GET_CLASS (operation)->ended (operation);
}

static gint64
get_earlier (gint64 a,
             gint64 b)
{
  if (a < 0 || b < 0)
    return MAX (a, b);

  return MIN (a, b);
}

static gint64
get_lane_deadline (GQueue *lane)
{
  gint64 deadline = -1;

  for (GList *link = lane->head; link != NULL; link = link->next)
    {
      PggOperation *operation = link->data;

      if (operation->deadline >= 0)
        deadline = get_earlier (deadline, pgg_operation_get_end (operation));
    }

  return deadline;
}

static gint64
get_deadline (PggQueue *self)
{
  gint64 deadline = self->timer;

  if (self->n_deadlines == 0)
    return deadline;

  deadline = get_earlier (deadline, get_lane_deadline (&self->operations));
  deadline = get_earlier (deadline, get_lane_deadline (&self->parked));

  return get_earlier (deadline, get_lane_deadline (&self->beside));
}

/* Those who wait already wait for no longer than the one that has just come may take. */
static void
watch_deadline (PggQueue *self)
{
  gint64 deadline = get_deadline (self);

  if (self->watch.deadline == deadline)
    return;

  self->watch.deadline = deadline;
  announce_change (self);
}

/* Appends @operation, which becomes the queue's own when everybody else lets go of it. */
void
pgg_queue_push (PggQueue     *self,
                PggOperation *operation)
{
  operation->link.data = operation;
  operation->serial = ++self->last_serial;
  operation->entered = TRUE;
  if (operation->deadline >= 0)
    self->n_deadlines++;
  if (operation->sleeper != NULL)
    self->n_wake_funcs++;
  g_queue_push_tail_link (get_lane (self, operation), &operation->link);
  tell (operation, "queued");
  if (operation->deadline >= 0)
    watch_deadline (self);
}

static void
expire_lane (GQueue *lane,
             gint64  now)
{
  GList *next;

  for (GList *link = lane->head; link != NULL; link = next)
    {
      PggOperation *operation = link->data;

      next = link->next;
      if (operation->deadline >= 0)
        pgg_operation_expire (operation, now);
    }
}

static void
expire_deadlines (PggQueue *self)
{
  gint64 now;

  if (self->n_deadlines == 0)
    return;

  now = g_get_monotonic_time ();
  expire_lane (&self->operations, now);
  expire_lane (&self->beside, now);
  expire_lane (&self->parked, now);
}

/* The one at the head has begun, and the others that have are right behind it. */
GList *
pgg_queue_get_last_started (PggQueue *self)
{
  PggOperation *head = pgg_queue_peek (self);

  if (head == NULL || !head->started)
    return NULL;

  return self->ahead != NULL ? self->ahead : &head->link;
}

/* Whether the operation of that number, or what took its place, is still to end. */
gboolean
pgg_queue_has (PggQueue *self,
               guint64   serial)
{
  for (GList *link = self->operations.head; link != NULL; link = link->next)
    if (((PggOperation *) link->data)->serial == serial)
      return TRUE;

  return FALSE;
}

static gboolean
begin_one_ahead (PggQueue     *self,
                 PggOperation *operation)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (operation);

  if (klass->begin_ahead == NULL || !klass->begin_ahead (operation))
    return FALSE;

  tell (operation, "started behind others");
  operation->started = TRUE;
  if (operation->returned)
    pgg_queue_finish (self, operation);
  else
    self->ahead = &operation->link;

  return TRUE;
}

/* Begins as many as may begin before those at the head have ended; whether there was any. */
gboolean
pgg_queue_begin_ahead (PggQueue *self)
{
  gboolean any = FALSE;
  GList *last = pgg_queue_get_last_started (self);

  while (last != NULL && last->next != NULL && begin_one_ahead (self, last->next->data))
    {
      any = TRUE;
      last = pgg_queue_get_last_started (self);
    }

  return any;
}

/* @operation, at the head, lets those go before it that have begun; FALSE: there are none. */
gboolean
pgg_queue_move_behind (PggQueue     *self,
                       PggOperation *operation)
{
  if (self->ahead == NULL)
    return FALSE;

  g_queue_unlink (&self->operations, &operation->link);
  g_queue_insert_after_link (&self->operations, self->ahead, &operation->link);
  self->ahead = &operation->link;
  self->timer = -1;

  return TRUE;
}

/* @orphan, for which nobody waits and which has begun, goes before @before; transfer full. */
void
pgg_queue_add_orphan (PggQueue     *self,
                      PggOperation *before,
                      PggOperation *orphan)
{
  orphan->link.data = orphan;
  if (orphan->serial == 0)
    orphan->serial = ++self->last_serial;
  orphan->entered = TRUE;
  orphan->started = TRUE;
  orphan->orphan = TRUE;
  orphan->kept = TRUE;
  self->n_orphans++;
  g_queue_insert_before_link (&self->operations, &before->link, &orphan->link);
  if (self->ahead == NULL)
    self->ahead = &before->link;
  tell (orphan, "queued");
}

/* @heir, which is all that @operation was, takes its place; transfer full. */
void
pgg_queue_replace (PggQueue     *self,
                   PggOperation *operation,
                   PggOperation *heir)
{
  GQueue *lane = get_lane (self, heir);
  GList *link = &heir->link;

  *link = operation->link;
  link->data = heir;
  if (link->prev != NULL)
    link->prev->next = link;
  else
    lane->head = link;
  if (link->next != NULL)
    link->next->prev = link;
  else
    lane->tail = link;
  if (self->ahead == &operation->link)
    self->ahead = link;
}

/* Whoever held @operation, which is the queue's own now, will not step it. Where the queue is
 * watched while nobody waits it goes on there. */
void
pgg_queue_adopt (PggQueue     *self,
                 PggOperation *operation)
{
  if (self->idle_waiter == NULL || get_lane (self, operation) != &self->operations)
    return;

  operation->orphan = TRUE;
  self->n_orphans++;
  pgg_queue_kick (self);
}

/* @substitute takes the place of @operation, which is about to leave; nobody waits for it. */
void
pgg_queue_substitute (PggQueue     *self,
                      PggOperation *operation,
                      PggOperation *substitute)
{
  substitute->serial = operation->serial;
  pgg_queue_add_orphan (self, operation, substitute);
  if (self->ahead == &operation->link)
    self->ahead = &substitute->link;
}

static PggWait
step_operations (PggQueue *self,
                 PggWait   ready)
{
  PggOperation *operation;

  while ((operation = pgg_queue_peek (self)) != NULL)
    {
      PggWait want;

      if (!operation->started)
        tell (operation, "started");
      operation->started = TRUE;
      want = PGG_OPERATION_GET_CLASS (operation)->step (operation, ready);
      if (want != PGG_WAIT_NONE && operation == pgg_queue_peek (self) &&
          !pgg_queue_begin_ahead (self))
        return want;
      if (want == PGG_WAIT_NONE)
        pgg_queue_finish (self, operation);
      ready = PGG_WAIT_NONE;
    }

  if (self->funcs->idle == NULL)
    return PGG_WAIT_NONE;

  return self->funcs->idle (self, ready);
}

static void
step_beside (PggQueue *self)
{
  GList *next;

  for (GList *link = self->beside.head; link != NULL; link = next)
    {
      PggOperation *operation = link->data;

      next = link->next;
      operation->started = TRUE;
      if (PGG_OPERATION_GET_CLASS (operation)->step (operation, PGG_WAIT_NONE) == PGG_WAIT_NONE)
        pgg_queue_finish (self, operation);
    }
}

static gboolean
watch_equal (const PggWatch *a,
             const PggWatch *b)
{
  return a->fd == b->fd && a->generation == b->generation && a->want == b->want &&
         a->deadline == b->deadline;
}

/* Goes on with the conversation as far as that goes without waiting. */
void
pgg_queue_drive (PggQueue *self,
                 PggWait   ready)
{
  PggWatch before = self->watch;

  self->kicked = FALSE;
  expire_deadlines (self);
  self->watch.want = step_operations (self, ready);
  step_beside (self);
  self->watch.deadline = get_deadline (self);

  if (!watch_equal (&before, &self->watch))
    announce_change (self);
  if (self->idle_waiter != NULL && pgg_queue_is_idle (self))
    self->idle_waiter->changed (self->idle_waiter, self);
}

/* Has somebody step the queue soon: any of those who wait. */
void
pgg_queue_kick (PggQueue *self)
{
  self->kicked = TRUE;
  self->wake = TRUE;
  for (GList *link = self->waiters.head; link != NULL; link = link->next)
    {
      PggWaiter *waiter = link->data;

      waiter->kick (waiter, self);
    }
  if (self->idle_waiter != NULL)
    self->idle_waiter->kick (self->idle_waiter, self);
}

void
pgg_queue_set_fd (PggQueue *self,
                  int       fd)
{
  if (self->watch.fd != fd)
    pgg_queue_renew_fd (self, fd);
}

/*
 * The descriptor may now be another file under the same number. Whoever has it registered somewhere
 * must forget it before it is closed, so this is called with -1 first where it is about to be.
 */
void
pgg_queue_renew_fd (PggQueue *self,
                    int       fd)
{
  if (self->watch.fd < 0 && fd < 0)
    return;

  self->watch.fd = fd;
  self->watch.generation++;
  if (fd >= 0)
    return;

  announce_change (self);
  if (self->idle_waiter != NULL)
    self->idle_waiter->changed (self->idle_waiter, self);
}

void
pgg_queue_add_waiter (PggQueue  *self,
                      PggWaiter *waiter)
{
  waiter->link.data = waiter;
  g_queue_push_tail_link (&self->waiters, &waiter->link);
}

void
pgg_queue_remove_waiter (PggQueue  *self,
                         PggWaiter *waiter)
{
  g_queue_unlink (&self->waiters, &waiter->link);
  waiter->link.data = NULL;
}

/* The one that watches while nothing is queued; borrowed until replaced. */
void
pgg_queue_set_idle_waiter (PggQueue  *self,
                           PggWaiter *waiter)
{
  self->idle_waiter = waiter;
  if (waiter != NULL && pgg_queue_is_idle (self))
    waiter->changed (waiter, self);
}
