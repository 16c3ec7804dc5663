/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conversation with the supervisor of a private server. Nothing here waits. */

#include "config.h"

#include "pgg-server-process-private.h"

#include "pgg-client-error.h"
#include "pgg-client-resources.h"
#include "pgg-debug-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#define SCRIPT_PATH "/pgglib/pgg-local-server.sh"

/*
 * The supervisor is a shell script in a session of its own. It is not our child (GLib forks twice),
 * so nothing has to be reaped and an application is free to treat SIGCHLD as it likes. One socket
 * joins us: the supervisor ends when our side of it is shut down or closed, by death too, and we
 * read what it tells until it ends. The directory of the plan is deleted by the supervisor.
 */
struct _PggServerProcess
{
  PggServerPlan  *plan;
  PggServerState  state;
  pid_t           owner;    /* a forked child of the application must not stop the server */
  int             fd;
  gboolean        stopping;
  GString        *output;   /* not yet understood; from "failed" on, all of it */
  char           *version;
  int             pid;
};

/* Between fork and exec: only what is safe in a signal handler. */
static void
set_up_child (gpointer user_data)
{
  static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD };
  const PggServerAccount *account = user_data;
  sigset_t none;

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    signal (signals[i], SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  if (setsid () < 0 || !pgg_server_account_become (account))
    {
      if (write (STDOUT_FILENO, "failed user\n", strlen ("failed user\n")) < 0)
        _exit (2);
      _exit (1);
    }
}

/* No variable of the application's own PostgreSQL; messages that the script can recognise. */
static char **
make_environment (void)
{
  char **environment = g_get_environ ();
  g_auto(GStrv) all = g_strdupv (environment);

  for (guint i = 0; all[i] != NULL; i++)
    {
      char *equals = strchr (all[i], '=');

      if (equals == NULL || !g_str_has_prefix (all[i], "PG"))
        continue;
      *equals = '\0';
      environment = g_environ_unsetenv (environment, all[i]);
    }

  return g_environ_setenv (environment, "LC_ALL", "C", TRUE);
}

static GPtrArray *
make_arguments (const PggServerPlan *plan)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GBytes) script = NULL;
  gsize length;
  const char *text;

  script = g_resource_lookup_data (pgg_client_get_resource (), SCRIPT_PATH,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (script != NULL);
  text = g_bytes_get_data (script, &length);

  g_ptr_array_add (arguments, g_strdup ("/bin/sh"));
  g_ptr_array_add (arguments, g_strdup ("-c"));
  g_ptr_array_add (arguments, g_strndup (text, length));
  g_ptr_array_add (arguments, g_strdup ("pgglib-server"));
  pgg_server_plan_add_arguments (plan, arguments);
  g_ptr_array_add (arguments, NULL);

  return arguments;
}

static gboolean
spawn (PggServerProcess  *self,
       int                fd,
       GError           **error)
{
  g_autoptr(GPtrArray) arguments = make_arguments (self->plan);
  g_auto(GStrv) environment = make_environment ();
  g_autoptr(GError) spawn_error = NULL;

  if (g_spawn_async_with_pipes_and_fds ("/", (const char *const *) arguments->pdata,
                                        (const char *const *) environment,
                                        G_SPAWN_STDERR_TO_DEV_NULL,
                                        set_up_child, self->plan->account,
                                        fd, fd, -1, NULL, NULL, 0, NULL, NULL, NULL, NULL,
                                        &spawn_error))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
               _("The supervisor of the private server cannot be run: %s"), spawn_error->message);
  return FALSE;
}

/* Takes @plan. */
PggServerProcess *
pgg_server_process_spawn (PggServerPlan  *plan,
                          GError        **error)
{
  g_autoptr(PggServerProcess) self = g_new0 (PggServerProcess, 1);
  int fds[2] = { -1, -1 };
  gboolean spawned;

  self->plan = plan;
  self->owner = getpid ();
  self->output = g_string_new (NULL);
  self->fd = -1;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      int saved_errno = errno;

      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                   _("There is no socket for the supervisor of the private server: %s"),
                   g_strerror (saved_errno));
      g_rmdir (plan->private_directory);
      return NULL;
    }

  self->fd = fds[0];
  spawned = spawn (self, fds[1], error);
  close (fds[1]);
  if (!spawned)
    {
      g_rmdir (plan->private_directory);
      return NULL;
    }
  pgg_debug (PGG_DEBUG_SERVER, "starting a server on %s", plan->data_directory);

  return g_steal_pointer (&self);
}

/* A server that still runs is stopped, but not waited for. */
void
pgg_server_process_free (PggServerProcess *self)
{
  if (self->fd >= 0)
    {
      pgg_server_process_request_stop (self);
      close (self->fd);
    }
  g_clear_pointer (&self->plan, pgg_server_plan_free);
  g_string_free (self->output, TRUE);
  g_free (self->version);
  g_free (self);
}

void
pgg_server_process_request_stop (PggServerProcess *self)
{
  self->stopping = TRUE;
  if (self->owner == getpid ())
    shutdown (self->fd, SHUT_WR);
}

/* Understands one line; gives FALSE when the rest belongs to an error. */
static gboolean
take_line (PggServerProcess *self,
           const char       *line)
{
  pgg_debug (PGG_DEBUG_SERVER, "the supervisor says: %s", line);
  if (g_str_has_prefix (line, "failed "))
    return FALSE;

  if (g_str_has_prefix (line, "version "))
    {
      g_free (self->version);
      self->version = g_strdup (line + strlen ("version "));
    }
  else if (g_str_has_prefix (line, "ready "))
    {
      self->pid = (int) g_ascii_strtoll (line + strlen ("ready "), NULL, 10);
      self->state = PGG_SERVER_READY;
    }

  return TRUE;
}

static void
take_output (PggServerProcess *self)
{
  const char *end;

  while ((end = strchr (self->output->str, '\n')) != NULL)
    {
      gsize length = (gsize) (end - self->output->str);
      g_autofree char *line = g_strndup (self->output->str, length);

      if (!take_line (self, line))
        return;
      g_string_erase (self->output, 0, (gssize) length + 1);
    }
}

/* The supervisor has deleted the directory, unless it never came to run. */
static void
end (PggServerProcess *self)
{
  self->state = PGG_SERVER_ENDED;
  if (self->owner == getpid ())
    g_rmdir (self->plan->private_directory);
}

/* Reads what has arrived and says what follows from it. */
PggServerState
pgg_server_process_update (PggServerProcess *self)
{
  char buffer[4096];

  while (self->state != PGG_SERVER_ENDED)
    {
      gssize n = recv (self->fd, buffer, sizeof buffer, MSG_DONTWAIT);

      if (n > 0)
        g_string_append_len (self->output, buffer, n);
      else if (n < 0 && errno == EINTR)
        continue;
      else if (n < 0 && errno == EAGAIN)
        break;
      else
        end (self);
      take_output (self);
    }

  return self->state;
}

/* What the last update found. */
PggServerState
pgg_server_process_get_state (const PggServerProcess *self)
{
  return self->state;
}

gboolean
pgg_server_process_is_stopping (const PggServerProcess *self)
{
  return self->stopping;
}

int
pgg_server_process_get_fd (const PggServerProcess *self)
{
  return self->fd;
}

/* The process of the server itself, once it is ready. */
int
pgg_server_process_get_pid (const PggServerProcess *self)
{
  return self->pid;
}

const char *
pgg_server_process_get_version (const PggServerProcess *self)
{
  return self->version;
}

const PggServerPlan *
pgg_server_process_get_plan (const PggServerProcess *self)
{
  return self->plan;
}

static GError *
make_version_error (const PggServerProcess *self,
                    const char             *versions)
{
  g_auto(GStrv) parts = g_strsplit (versions, " ", 2);

  if (g_strv_length (parts) < 2)
    return NULL;

  return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                      _("The data in “%s” was made by PostgreSQL %s; the server at hand is "
                        "PostgreSQL %s, which cannot use it"),
                      self->plan->data_directory, parts[0], parts[1]);
}

/* @what is what the supervisor was about to do, @log the tail of the log, both as it said. */
static GError *
make_error (const PggServerProcess *self,
            const char             *what,
            const char             *log)
{
  const PggServerPlan *plan = self->plan;

  if (g_str_has_prefix (what, "version "))
    return make_version_error (self, what + strlen ("version "));
  if (strcmp (what, "user") == 0)
    return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                        _("The private server cannot become the user “%s”"), plan->account->name);
  if (strcmp (what, "binaries") == 0)
    return g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                                _("No PostgreSQL server is installed: neither PATH nor pg_config "
                                  "nor the usual directories lead to the program “postgres”"));
  if (strcmp (what, "setup") == 0)
    return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                        _("The data directory “%s” cannot be set up: %s"),
                        plan->data_directory, log);
  if (strcmp (what, "start") == 0)
    return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                        _("The private server on “%s” did not start: %s"),
                        plan->data_directory, log);

  return NULL;
}

/* Why a server that has ended was never ready. */
GError *
pgg_server_process_dup_error (const PggServerProcess *self)
{
  g_autofree char *text = g_utf8_make_valid (self->output->str, (gssize) self->output->len);
  char *log = strchr (text, '\n');
  GError *error = NULL;

  if (log != NULL)
    *log++ = '\0';
  if (g_str_has_prefix (text, "failed "))
    error = make_error (self, text + strlen ("failed "), log != NULL ? g_strstrip (log) : "");
  if (error != NULL)
    return error;

  return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                      _("The supervisor of the private server on “%s” ended unexpectedly"),
                      self->plan->data_directory);
}
