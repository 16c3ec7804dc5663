/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wakes a thread that is inside poll(): one eventfd per thread, made when first needed. */

#include "config.h"

#include "pgg-wake-private.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _PggWake
{
  int fd;
  int generation;
};

/* Counts the forks that led to this process; getpid() is a system call. */
static int generation;

static void
count_fork (void)
{
  generation++;
}

static void
pgg_wake_free (gpointer data)
{
  PggWake *self = data;

  close (self->fd);
  g_free (self);
}

static GPrivate wake_of_thread = G_PRIVATE_INIT (pgg_wake_free);

static PggWake *
wake_new (void)
{
  PggWake *self = g_new0 (PggWake, 1);

  self->generation = generation;
  self->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->fd < 0)
    g_error ("pgglib: eventfd: %s", g_strerror (errno));

  return self;
}

static void
watch_forks (void)
{
  static gsize watching;

  if (g_once_init_enter (&watching))
    {
      pthread_atfork (NULL, NULL, count_fork);
      g_once_init_leave (&watching, 1);
    }
}

/* A forked child shares the descriptor with its parent, so it gets one of its own. */
PggWake *
pgg_wake_get_for_thread (void)
{
  PggWake *self = g_private_get (&wake_of_thread);

  if (self != NULL && self->generation == generation)
    return self;

  watch_forks ();
  self = wake_new ();
  g_private_replace (&wake_of_thread, self);

  return self;
}

int
pgg_wake_get_fd (PggWake *self)
{
  return self->fd;
}

void
pgg_wake_signal (PggWake *self)
{
  guint64 one = 1;

  while (write (self->fd, &one, sizeof one) < 0 && errno == EINTR)
    continue;
}

void
pgg_wake_acknowledge (PggWake *self)
{
  guint64 count;

  while (read (self->fd, &count, sizeof count) < 0 && errno == EINTR)
    continue;
}
