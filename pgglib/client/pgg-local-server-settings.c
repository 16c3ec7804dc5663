/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an application asks of a private server before it starts. */

#include "config.h"

#include "pgg-local-server.h"

#include "pgg-client-error.h"
#include "pgg-local-server-private.h"

#include <glib/gi18n-lib.h>

static char *
dup_setting (PggLocalServer  *self,
             char           **setting)
{
  char *copy;

  pgg_queue_lock (&self->queue->queue);
  copy = g_strdup (*setting);
  pgg_queue_unlock_quietly (&self->queue->queue);

  return copy;
}

static void
set_setting (PggLocalServer  *self,
             char           **setting,
             const char      *value,
             const char      *property)
{
  gboolean changed;

  pgg_queue_lock (&self->queue->queue);
  changed = g_strcmp0 (*setting, value) != 0;
  if (changed)
    {
      g_free (*setting);
      *setting = g_strdup (value);
    }
  pgg_queue_unlock_quietly (&self->queue->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), property);
}

/**
 * pgg_local_server_dup_data_directory:
 * @self: a local server
 *
 * The directory that holds the data.
 *
 * Returns: (transfer full) (nullable) (type filename): what was set, or %NULL for temporary data
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_data_directory (PggLocalServer *self)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  return dup_setting (self, &self->settings->data_directory);
}

/**
 * pgg_local_server_set_data_directory: (set-property data-directory)
 * @self: a local server
 * @data_directory: (nullable) (type filename): where the data is kept, or %NULL for temporary data
 *
 * Sets the directory that holds the data, from the next start on.
 *
 * Since: 1.0
 */
void
pgg_local_server_set_data_directory (PggLocalServer *self,
                                     const char     *data_directory)
{
  g_return_if_fail (PGG_IS_LOCAL_SERVER (self));

  set_setting (self, &self->settings->data_directory, data_directory, "data-directory");
}

/**
 * pgg_local_server_dup_bin_directory:
 * @self: a local server
 *
 * The directory that holds the programs of the server.
 *
 * Returns: (transfer full) (nullable) (type filename): what was set, or %NULL if it is to be found
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_bin_directory (PggLocalServer *self)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  return dup_setting (self, &self->settings->bin_directory);
}

/**
 * pgg_local_server_set_bin_directory: (set-property bin-directory)
 * @self: a local server
 * @bin_directory: (nullable) (type filename): the directory, or %NULL to find it
 *
 * Sets the directory that holds the programs of the server, from the next start on.
 *
 * Since: 1.0
 */
void
pgg_local_server_set_bin_directory (PggLocalServer *self,
                                    const char     *bin_directory)
{
  g_return_if_fail (PGG_IS_LOCAL_SERVER (self));

  set_setting (self, &self->settings->bin_directory, bin_directory, "bin-directory");
}

/**
 * pgg_local_server_dup_user:
 * @self: a local server
 *
 * The name of the database superuser.
 *
 * Returns: (transfer full) (nullable): what was set, or %NULL for the default
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_user (PggLocalServer *self)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  return dup_setting (self, &self->settings->user);
}

/**
 * pgg_local_server_set_user: (set-property user)
 * @self: a local server
 * @user: (nullable): the name, or %NULL for the default
 *
 * Sets the name of the database superuser, from the next start on.
 *
 * Since: 1.0
 */
void
pgg_local_server_set_user (PggLocalServer *self,
                           const char     *user)
{
  g_return_if_fail (PGG_IS_LOCAL_SERVER (self));

  set_setting (self, &self->settings->user, user, "user");
}

/**
 * pgg_local_server_dup_run_as:
 * @self: a local server
 *
 * The user of the operating system that runs the server for root.
 *
 * Returns: (transfer full) (nullable): what was set, or %NULL for the default
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_run_as (PggLocalServer *self)
{
  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);

  return dup_setting (self, &self->settings->run_as);
}

/**
 * pgg_local_server_set_run_as: (set-property run-as)
 * @self: a local server
 * @run_as: (nullable): the name of the user, or %NULL for the default
 *
 * Sets the user of the operating system that runs the server for root, from the next start on.
 *
 * Since: 1.0
 */
void
pgg_local_server_set_run_as (PggLocalServer *self,
                             const char     *run_as)
{
  g_return_if_fail (PGG_IS_LOCAL_SERVER (self));

  set_setting (self, &self->settings->run_as, run_as, "run-as");
}

/**
 * pgg_local_server_dup_parameter:
 * @self: a local server
 * @name: the name of a configuration parameter
 *
 * The value that [method@LocalServer.set_parameter] gave to a configuration parameter.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if none was set
 *
 * Since: 1.0
 */
char *
pgg_local_server_dup_parameter (PggLocalServer *self,
                                const char     *name)
{
  g_autofree char *key = NULL;
  char *value;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = g_ascii_strdown (name, -1);
  pgg_queue_lock (&self->queue->queue);
  value = g_strdup (g_hash_table_lookup (self->settings->parameters, key));
  pgg_queue_unlock_quietly (&self->queue->queue);

  return value;
}

static gboolean
check_parameter (const char  *name,
                 GError     **error)
{
  if (*name == '\0' || name[strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_.$")] != '\0')
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("“%s” is not the name of a configuration parameter"), name);
  else if (g_ascii_strcasecmp (name, "data_directory") == 0
           || g_ascii_strcasecmp (name, "unix_socket_directories") == 0)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The configuration parameter “%s” of a private server cannot be set"), name);
  else
    return TRUE;

  return FALSE;
}

/**
 * pgg_local_server_set_parameter:
 * @self: a local server
 * @name: the name of a configuration parameter, such as `max_connections`
 * @value: (nullable): its value, written as in `postgresql.conf` but without quotes, or %NULL for
 *   the default
 * @error: return location for an error
 *
 * Sets a configuration parameter of the server, from the next start on.
 *
 * Whether the server knows the parameter and takes the value shows when it starts. To set
 * `listen_addresses` opens a server without passwords to the network.
 *
 * A possible error is [error@Pgg.ClientError.INVALID_ARGUMENT], for a name that cannot be one and
 * for `data_directory` and `unix_socket_directories`.
 *
 * Returns: whether the parameter was set
 *
 * Since: 1.0
 */
gboolean
pgg_local_server_set_parameter (PggLocalServer  *self,
                                const char      *name,
                                const char      *value,
                                GError         **error)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (PGG_IS_LOCAL_SERVER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_parameter (name, error))
    return FALSE;

  key = g_ascii_strdown (name, -1);
  pgg_queue_lock (&self->queue->queue);
  if (value != NULL)
    g_hash_table_insert (self->settings->parameters, g_steal_pointer (&key), g_strdup (value));
  else
    g_hash_table_remove (self->settings->parameters, key);
  pgg_queue_unlock_quietly (&self->queue->queue);

  return TRUE;
}
