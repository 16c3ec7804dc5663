/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks up a host name with GResolver, as a step and a descriptor.
 *
 * GResolver ends in the main context in which it was begun. Nobody iterates the caller's here; the
 * look-up gets a context of its own, whose wake-up descriptor becomes readable when the answer is
 * there, and which is run for that moment only. */

#include "config.h"

#include "pgg-resolve-private.h"

typedef struct
{
  gatomicrefcount  ref_count;
  GList           *addresses; /* of GInetAddress */
  GError          *error;
  gboolean         ended;
} Answer;

struct _PggResolve
{
  GMainContext *context;
  GCancellable *cancellable;
  Answer       *answer;
  int           fd;
};

static void
answer_unref (Answer *answer)
{
  if (!g_atomic_ref_count_dec (&answer->ref_count))
    return;

  g_resolver_free_addresses (answer->addresses);
  g_clear_error (&answer->error);
  g_free (answer);
}

static void
resolved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Answer *answer = user_data;

  answer->addresses =
    g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &answer->error);
  answer->ended = TRUE;
  answer_unref (answer);
}

/* A context without sources polls one descriptor: the one that wakes it. */
static int
get_wakeup_fd (GMainContext *context)
{
  GPollFD fds[1] = { { .fd = -1 } };
  int priority = 0;
  int timeout;

  if (!g_main_context_acquire (context))
    return -1;
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, G_MAXINT, &timeout, fds, G_N_ELEMENTS (fds));
  g_main_context_release (context);

  return fds[0].fd;
}

PggResolve *
pgg_resolve_new (const char *host)
{
  g_autoptr(GResolver) resolver = g_resolver_get_default ();
  PggResolve *self = g_new0 (PggResolve, 1);

  self->context = g_main_context_new_with_flags (G_MAIN_CONTEXT_FLAGS_OWNERLESS_POLLING);
  self->fd = get_wakeup_fd (self->context);
  self->cancellable = g_cancellable_new ();
  self->answer = g_new0 (Answer, 1);
  g_atomic_ref_count_init (&self->answer->ref_count);
  g_atomic_ref_count_inc (&self->answer->ref_count);

  g_main_context_push_thread_default (self->context);
  g_resolver_lookup_by_name_async (resolver, host, self->cancellable, resolved_cb, self->answer);
  g_main_context_pop_thread_default (self->context);

  return self;
}

int
pgg_resolve_get_fd (PggResolve *self)
{
  return self->fd;
}

/* PGG_WAIT_NONE: there is an answer. */
PggWait
pgg_resolve_step (PggResolve *self)
{
  while (!self->answer->ended && g_main_context_iteration (self->context, FALSE))
    continue;

  return self->answer->ended ? PGG_WAIT_NONE : PGG_WAIT_READ;
}

static void
resolve_release (PggResolve *self)
{
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  answer_unref (self->answer);
  g_free (self);
}

static gpointer
resolve_reap_thread (gpointer data)
{
  PggResolve *self = data;

  while (!self->answer->ended)
    g_main_context_iteration (self->context, TRUE);
  resolve_release (self);

  return NULL;
}

/*
 * A look-up that was cancelled still ends in its context, which it keeps until then. Some versions
 * of GLib end it at once; for the others somebody has to wait who has the time.
 */
void
pgg_resolve_free (PggResolve *self)
{
  g_autoptr(GThread) thread = NULL;

  g_cancellable_cancel (self->cancellable);
  if (pgg_resolve_step (self) != PGG_WAIT_NONE)
    thread = g_thread_try_new ("pgglib-resolve", resolve_reap_thread, self, NULL);
  if (thread == NULL)
    resolve_release (self);
}

/* The addresses as numbers, in the resolver's order. */
char **
pgg_resolve_dup_addresses (PggResolve  *self,
                           GError     **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (self->answer->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->answer->error));
      return NULL;
    }

  for (GList *link = self->answer->addresses; link != NULL; link = link->next)
    {
      g_autofree char *address = g_inet_address_to_string (link->data);

      g_strv_builder_add (builder, address);
    }

  return g_strv_builder_end (builder);
}
