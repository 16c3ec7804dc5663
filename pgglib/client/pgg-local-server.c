/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A private PostgreSQL that an application runs for itself. */

#include "config.h"

#include "pgg-local-server.h"

#include "pgg-local-server-private.h"
#include "pgg-operation-run-private.h"

/**
 * PggLocalServer:
 *
 * A private PostgreSQL server, run by the application and for it alone.
 *
 * Use this to embed PostgreSQL in an application the way one embeds SQLite, and in tests. The
 * server programs must be installed; nothing has to be configured, no other PostgreSQL on the
 * machine is touched, and no privilege is needed.
 *
 * ```c
 * g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
 * g_autofree char *conninfo = NULL;
 *
 * if (!pgg_local_server_start (server, NULL, &error))
 *   return FALSE;
 * conninfo = pgg_local_server_dup_conninfo (server);
 * ```
 *
 * The server listens on a Unix socket in a directory that only the application's user can enter,
 * and not on the network. Whoever can enter that directory is trusted; there are no passwords.
 *
 * Without a [property@LocalServer:data-directory] the data is temporary: it is made by `initdb`
 * when the server starts, is not protected from a crash of the machine, and is deleted when the
 * server stops. With one, the data is made at the first start, is as durable as that of any server
 * and is found again by the next start.
 *
 * The server never outlives the application. It stops, and temporary data is deleted, when
 * [method@LocalServer.stop] is called, when the object is finalized, when the application exits and
 * when it is killed. Only a forked child of the application that runs on without having executed
 * another program keeps the server until it ends as well.
 *
 * PostgreSQL refuses to run as root. When the application runs as root, the server is run by
 * another user: see [property@LocalServer:run-as].
 *
 * Since: 1.0
 */

G_DEFINE_FINAL_TYPE (PggLocalServer, pgg_local_server, G_TYPE_OBJECT)

enum
{
  PROP_DATA_DIRECTORY = 1,
  PROP_BIN_DIRECTORY,
  PROP_USER,
  PROP_RUN_AS,
  PROP_RUNNING,
  PROP_CONNINFO,
  PROP_PID,
  PROP_VERSION,
  PROP_LOG_FILE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The process if the server takes connections, with the lock held. */
static PggServerProcess *
get_ready_process (PggLocalServer *self)
{
  PggServerProcess *process = self->queue->process;

  if (process == NULL || pgg_server_process_get_state (process) != PGG_SERVER_READY
      || pgg_server_process_is_stopping (process))
    return NULL;

  return process;
}

/* The server may have ended by itself; an operation under way finds that out on its own. */
static void
lock_and_update (PggLocalServer *self)
{
  pgg_queue_lock (&self->queue->queue);
  if (pgg_queue_is_idle (&self->queue->queue))
    pgg_server_queue_update (self->queue);
}

static void
unlock (PggLocalServer *self)
{
  pgg_queue_unlock (&self->queue->queue);
}

/* Tells about the properties that follow the server, if it came or went. */
void
pgg_local_server_notify_state (PggLocalServer *self)
{
  gboolean changed;
  gboolean running;

  pgg_queue_lock (&self->queue->queue);
  running = get_ready_process (self) != NULL;
  changed = running != self->known_running;
  self->known_running = running;
  pgg_queue_unlock (&self->queue->queue);
  if (!changed)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_RUNNING; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
pgg_local_server_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PggLocalServer *self = PGG_LOCAL_SERVER (object);

  switch (prop_id)
    {
    case PROP_DATA_DIRECTORY:
      g_value_take_string (value, pgg_local_server_dup_data_directory (self));
      break;
    case PROP_BIN_DIRECTORY:
      g_value_take_string (value, pgg_local_server_dup_bin_directory (self));
      break;
    case PROP_USER:
      g_value_take_string (value, pgg_local_server_dup_user (self));
      break;
    case PROP_RUN_AS:
      g_value_take_string (value, pgg_local_server_dup_run_as (self));
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, pgg_local_server_get_running (self));
      break;
    case PROP_CONNINFO:
      g_value_take_string (value, pgg_local_server_dup_conninfo (self));
      break;
    case PROP_PID:
      g_value_set_int (value, pgg_local_server_get_pid (self));
      break;
    case PROP_VERSION:
      g_value_take_string (value, pgg_local_server_dup_version (self));
      break;
    case PROP_LOG_FILE:
      g_value_take_string (value, pgg_local_server_dup_log_file (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_local_server_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PggLocalServer *self = PGG_LOCAL_SERVER (object);

  switch (prop_id)
    {
    case PROP_DATA_DIRECTORY:
      pgg_local_server_set_data_directory (self, g_value_get_string (value));
      break;
    case PROP_BIN_DIRECTORY:
      pgg_local_server_set_bin_directory (self, g_value_get_string (value));
      break;
    case PROP_USER:
      pgg_local_server_set_user (self, g_value_get_string (value));
      break;
    case PROP_RUN_AS:
      pgg_local_server_set_run_as (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_local_server_finalize (GObject *object)
{
  PggLocalServer *self = PGG_LOCAL_SERVER (object);

  g_clear_pointer (&self->queue, pgg_server_queue_unref);
  g_clear_pointer (&self->settings, pgg_server_settings_free);

  G_OBJECT_CLASS (pgg_local_server_parent_class)->finalize (object);
}

static GParamSpec *
new_string_property (const char  *name,
                     GParamFlags  flags)
{
  return g_param_spec_string (name, NULL, NULL, NULL,
                              flags | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
define_settings (void)
{
  /**
   * PggLocalServer:data-directory:
   *
   * The directory that holds the data of the server, or %NULL for temporary data that is deleted
   * when the server stops.
   *
   * The directory is made if it is missing. It must be empty or hold the data of a server of the
   * same major version. A change counts from the next start.
   *
   * Since: 1.0
   */
  properties[PROP_DATA_DIRECTORY] = new_string_property ("data-directory", G_PARAM_READWRITE);

  /**
   * PggLocalServer:bin-directory:
   *
   * The directory that holds the programs `postgres` and `initdb`, or %NULL to find it.
   *
   * Existing data gets the server of its own major version if that is installed. Otherwise `PATH`
   * is searched, then `pg_config --bindir` is asked, then the newest version in the places of the
   * distributions is taken, such as `/usr/lib/postgresql/15/bin`. A change counts from the next
   * start.
   *
   * Since: 1.0
   */
  properties[PROP_BIN_DIRECTORY] = new_string_property ("bin-directory", G_PARAM_READWRITE);

  /**
   * PggLocalServer:user:
   *
   * The name of the database superuser, or %NULL for the name of the current user, which is
   * `postgres` when that is root.
   *
   * Data keeps the superuser that it was made with. A change counts from the next start.
   *
   * Since: 1.0
   */
  properties[PROP_USER] = new_string_property ("user", G_PARAM_READWRITE);

  /**
   * PggLocalServer:run-as:
   *
   * The user of the operating system that runs the server when the application runs as root, or
   * %NULL for `postgres` if there is one and `nobody` otherwise.
   *
   * An application that does not run as root runs the server as itself whatever is set here. A
   * change counts from the next start.
   *
   * Since: 1.0
   */
  properties[PROP_RUN_AS] = new_string_property ("run-as", G_PARAM_READWRITE);
}

static void
define_state (void)
{
  /**
   * PggLocalServer:running:
   *
   * Whether the server takes connections.
   *
   * That a server ended by itself is noticed when this is read.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * PggLocalServer:conninfo:
   *
   * The connection string for the server, or %NULL when it does not run.
   *
   * Since: 1.0
   */
  properties[PROP_CONNINFO] = new_string_property ("conninfo", G_PARAM_READABLE);

  /**
   * PggLocalServer:pid:
   *
   * The process ID of the server, or 0 when it does not run.
   *
   * Since: 1.0
   */
  properties[PROP_PID] =
    g_param_spec_int ("pid", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * PggLocalServer:version:
   *
   * The version of the server, such as `15.4`, or %NULL when it does not run.
   *
   * Since: 1.0
   */
  properties[PROP_VERSION] = new_string_property ("version", G_PARAM_READABLE);

  /**
   * PggLocalServer:log-file:
   *
   * The file to which the server writes what it has to say, or %NULL when it does not run.
   *
   * With a [property@LocalServer:data-directory] it is `server.log` in there, and the log of the
   * run before is `server.log.old`. Otherwise it is deleted with the temporary data.
   *
   * Since: 1.0
   */
  properties[PROP_LOG_FILE] = new_string_property ("log-file", G_PARAM_READABLE);
}

static void
pgg_local_server_class_init (PggLocalServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pgg_local_server_get_property;
  object_class->set_property = pgg_local_server_set_property;
  object_class->finalize = pgg_local_server_finalize;

  define_settings ();
  define_state ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_local_server_init (PggLocalServer *self)
{
  self->queue = pgg_server_queue_new (self);
  self->settings = pgg_server_settings_new ();
}

/**
 * pgg_local_server_new:
 * @data_directory: (nullable) (type filename): where the data is kept, or %NULL for temporary data
 *
 * Makes a private server, which does not run yet.
 *
 * Returns: (transfer full): a new server
 *
 * Since: 1.0
 */
PggLocalServer *
pgg_local_server_new (const char *data_directory)
{
  return g_object_new (PGG_TYPE_LOCAL_SERVER, "data-directory", data_directory, NULL);
}

/**
 * pgg_local_server_start:
 * @self: a local server
 * @cancellable: (nullable): cancels the start
 * @error: return location for an error
 *
 * Makes the data if there is none, starts the server and waits until it takes connections.
 *
 * If the server runs already, nothing happens. If the start is cancelled, what was begun is stopped
 * and deleted before the call returns.
 *
 * Possible errors are [error@Pgg.ClientError.LOCAL_SERVER], whose message has the end of the log of
 * `initdb` or of the server if that is what failed, and [error@Gio.IOErrorEnum.CANCELLED].
 *
 * Returns: whether the server runs
 *
 * Since: 1.0
 */
gboolean
pgg_local_server_start (PggLocalServer  *self,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr(PggOperation) operation = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  operation = pgg_local_server_start_start (self);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_local_server_start_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_local_server_start_async:
 * @self: a local server
 * @io_priority: the priority of the sources that wait, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the start
 * @callback: (scope async) (nullable) (closure user_data): called when the server runs or has
 *   failed
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@LocalServer.start].
 *
 * Since: 1.0
 */
void
pgg_local_server_start_async (PggLocalServer      *self,
                              int                  io_priority,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(PggOperation) operation = NULL;

  g_return_if_fail (PGG_IS_LOCAL_SERVER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  operation = pgg_local_server_start_start (self);
  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_local_server_start_finish:
 * @self: a local server
 * @result: what the callback got, or the operation
 * @error: return location for an error
 *
 * Gives the result of [method@LocalServer.start_async] or [method@LocalServer.start_start].
 *
 * Possible errors are those of [method@LocalServer.start].
 *
 * Returns: whether the server runs
 *
 * Since: 1.0
 */
gboolean
pgg_local_server_start_finish (PggLocalServer  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), FALSE);

  if (!pgg_operation_check_valid (result, self, pgg_local_server_start, error))
    return FALSE;

  return pgg_operation_propagate_boolean (PGG_OPERATION (result), error);
}

/**
 * pgg_local_server_start_start:
 * @self: a local server
 *
 * Gives the operation that [method@LocalServer.start] waits for, to be waited for in another way.
 *
 * The settings count that the server has at the time of this call.
 *
 * Returns: (transfer full): the operation
 *
 * Since: 1.0
 */
PggOperation *
pgg_local_server_start_start (PggLocalServer *self)
{
  g_autoptr(PggServerSettings) settings = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  pgg_queue_lock (&self->queue->queue);
  settings = pgg_server_settings_copy (self->settings);
  pgg_queue_unlock_quietly (&self->queue->queue);

  return pgg_server_start_new (self->queue, settings, self, pgg_local_server_start);
}

/**
 * pgg_local_server_stop:
 * @self: a local server
 * @cancellable: (nullable): ends the waiting
 * @error: return location for an error
 *
 * Stops the server and waits until it has ended and temporary data is deleted.
 *
 * Connections that are open are broken, as by `pg_ctl stop --mode=fast`. A start that is under way
 * is waited for. If the server does not run, nothing happens. If the waiting is cancelled the
 * server stops all the same.
 *
 * A possible error is [error@Gio.IOErrorEnum.CANCELLED].
 *
 * Returns: whether the server has ended
 *
 * Since: 1.0
 */
gboolean
pgg_local_server_stop (PggLocalServer  *self,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_autoptr(PggOperation) operation = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  operation = pgg_local_server_stop_start (self);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_local_server_stop_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_local_server_stop_async:
 * @self: a local server
 * @io_priority: the priority of the sources that wait, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): ends the waiting
 * @callback: (scope async) (nullable) (closure user_data): called when the server has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@LocalServer.stop].
 *
 * Since: 1.0
 */
void
pgg_local_server_stop_async (PggLocalServer      *self,
                             int                  io_priority,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(PggOperation) operation = NULL;

  g_return_if_fail (PGG_IS_LOCAL_SERVER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  operation = pgg_local_server_stop_start (self);
  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_local_server_stop_finish:
 * @self: a local server
 * @result: what the callback got, or the operation
 * @error: return location for an error
 *
 * Gives the result of [method@LocalServer.stop_async] or [method@LocalServer.stop_start].
 *
 * Possible errors are those of [method@LocalServer.stop].
 *
 * Returns: whether the server has ended
 *
 * Since: 1.0
 */
gboolean
pgg_local_server_stop_finish (PggLocalServer  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), FALSE);

  if (!pgg_operation_check_valid (result, self, pgg_local_server_stop, error))
    return FALSE;

  return pgg_operation_propagate_boolean (PGG_OPERATION (result), error);
}

/**
 * pgg_local_server_stop_start:
 * @self: a local server
 *
 * Gives the operation that [method@LocalServer.stop] waits for, to be waited for in another way.
 *
 * Returns: (transfer full): the operation
 *
 * Since: 1.0
 */
PggOperation *
pgg_local_server_stop_start (PggLocalServer *self)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  return pgg_server_stop_new (self->queue, self, pgg_local_server_stop);
}

/**
 * pgg_local_server_get_running: (get-property running)
 * @self: a local server
 *
 * Whether the server takes connections.
 *
 * Returns: whether the server runs
 *
 * Since: 1.0
 */
gboolean
pgg_local_server_get_running (PggLocalServer *self)
{
  gboolean running;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), FALSE);

  lock_and_update (self);
  running = get_ready_process (self) != NULL;
  unlock (self);

  return running;
}

/**
 * pgg_local_server_dup_conninfo:
 * @self: a local server
 *
 * The connection string for the server: the superuser and the database `postgres`.
 *
 * Returns: (transfer full) (nullable): a connection string as libpq takes it, or %NULL when the
 *   server does not run
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_conninfo (PggLocalServer *self)
{
  PggServerProcess *process;
  char *conninfo = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  lock_and_update (self);
  process = get_ready_process (self);
  if (process != NULL)
    conninfo = pgg_server_plan_dup_conninfo (pgg_server_process_get_plan (process));
  unlock (self);

  return conninfo;
}

/**
 * pgg_local_server_get_pid: (get-property pid)
 * @self: a local server
 *
 * The process ID of the server itself, which PostgreSQL calls the postmaster.
 *
 * Returns: the process ID, or 0 when the server does not run
 *
 * Since: 1.0
 */
int
pgg_local_server_get_pid (PggLocalServer *self)
{
  PggServerProcess *process;
  int pid = 0;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), 0);

  lock_and_update (self);
  process = get_ready_process (self);
  if (process != NULL)
    pid = pgg_server_process_get_pid (process);
  unlock (self);

  return pid;
}

/**
 * pgg_local_server_dup_version:
 * @self: a local server
 *
 * The version of the server, as `postgres --version` tells it.
 *
 * Returns: (transfer full) (nullable): the version, such as `15.4` or `18beta1`, or %NULL when the
 *   server does not run
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_version (PggLocalServer *self)
{
  PggServerProcess *process;
  char *version = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  lock_and_update (self);
  process = get_ready_process (self);
  if (process != NULL)
    version = g_strdup (pgg_server_process_get_version (process));
  unlock (self);

  return version;
}

/**
 * pgg_local_server_dup_log_file:
 * @self: a local server
 *
 * The file to which the server writes what it has to say.
 *
 * Returns: (transfer full) (nullable) (type filename): the path of the file, or %NULL when the
 *   server does not run
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_log_file (PggLocalServer *self)
{
  PggServerProcess *process;
  char *log_file = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  lock_and_update (self);
  process = get_ready_process (self);
  if (process != NULL)
    log_file = g_strdup (pgg_server_process_get_plan (process)->log_file);
  unlock (self);

  return log_file;
}
