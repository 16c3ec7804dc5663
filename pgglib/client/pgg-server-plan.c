/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a private server: which programs, which directories, which arguments. */

#include "config.h"

#include "pgg-server-plan-private.h"

#include "pgg-server-binaries-private.h"
#include "pgg-server-directory-private.h"

#define DEFAULT_PORT "5432"

PggServerSettings *
pgg_server_settings_new (void)
{
  PggServerSettings *self = g_new0 (PggServerSettings, 1);

  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

PggServerSettings *
pgg_server_settings_copy (const PggServerSettings *self)
{
  PggServerSettings *copy = pgg_server_settings_new ();
  GHashTableIter iter;
  gpointer name, value;

  copy->data_directory = g_strdup (self->data_directory);
  copy->bin_directory = g_strdup (self->bin_directory);
  copy->user = g_strdup (self->user);
  copy->run_as = g_strdup (self->run_as);
  g_hash_table_iter_init (&iter, self->parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (copy->parameters, g_strdup (name), g_strdup (value));

  return copy;
}

void
pgg_server_settings_free (PggServerSettings *self)
{
  g_hash_table_unref (self->parameters);
  g_free (self->data_directory);
  g_free (self->bin_directory);
  g_free (self->user);
  g_free (self->run_as);
  g_free (self);
}

/* The major version that made the data in @directory, or NULL when there is none yet. */
static char *
read_data_version (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "PG_VERSION", NULL);
  char *version = NULL;

  if (!g_file_get_contents (path, &version, NULL, NULL))
    return NULL;

  return g_strstrip (version);
}

/* PATH, then pg_config, then the distributions' places; the server that made the data before. */
static gboolean
plan_binaries (PggServerPlan            *self,
               const PggServerSettings  *settings,
               GError                  **error)
{
  g_autofree char *version = NULL;

  if (settings->bin_directory != NULL)
    {
      self->bin_directory = g_canonicalize_filename (settings->bin_directory, NULL);
      return pgg_server_binaries_check (self->bin_directory, error);
    }

  if (settings->data_directory != NULL)
    version = read_data_version (settings->data_directory);
  if (version != NULL)
    self->bin_directory = pgg_server_binaries_find_version (version);
  if (self->bin_directory == NULL)
    self->bin_directory = pgg_server_binaries_find_in_path ();
  if (self->bin_directory == NULL)
    self->fallback_directory = pgg_server_binaries_find_newest ();

  return TRUE;
}

static gboolean
plan_directories (PggServerPlan            *self,
                  const PggServerSettings  *settings,
                  GError                  **error)
{
  if (settings->data_directory != NULL)
    {
      self->data_directory = g_canonicalize_filename (settings->data_directory, NULL);
      if (!pgg_server_directory_prepare (self->data_directory, self->account, error))
        return FALSE;
    }

  self->private_directory = pgg_server_directory_make_private (self->account, self->port, error);
  if (self->private_directory == NULL)
    return FALSE;

  self->temporary = settings->data_directory == NULL;
  if (self->temporary)
    self->data_directory = g_build_filename (self->private_directory, "data", NULL);
  self->log_file = g_build_filename (self->temporary ? self->private_directory
                                                     : self->data_directory,
                                     "server.log", NULL);

  return TRUE;
}

static void
add_parameter (PggServerPlan *self,
               const char    *name,
               const char    *value)
{
  g_ptr_array_add (self->parameters, g_strdup ("-c"));
  g_ptr_array_add (self->parameters, g_strconcat (name, "=", value, NULL));
}

/* The server takes the last value of a parameter. */
static void
plan_parameters (PggServerPlan           *self,
                 const PggServerSettings *settings)
{
  GHashTableIter iter;
  gpointer name, value;

  self->parameters = g_ptr_array_new_with_free_func (g_free);
  add_parameter (self, "listen_addresses", "");
  add_parameter (self, "port", DEFAULT_PORT);
  if (self->temporary)
    {
      add_parameter (self, "fsync", "off");
      add_parameter (self, "synchronous_commit", "off");
      add_parameter (self, "full_page_writes", "off");
    }
  g_hash_table_iter_init (&iter, settings->parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    add_parameter (self, name, value);
  add_parameter (self, "unix_socket_directories", self->private_directory);
}

/* Makes the directories; who takes the plan deletes the private one. */
PggServerPlan *
pgg_server_plan_new (const PggServerSettings  *settings,
                     GError                  **error)
{
  g_autoptr(PggServerPlan) self = g_new0 (PggServerPlan, 1);
  const char *port = g_hash_table_lookup (settings->parameters, "port");

  self->account = pgg_server_account_new (settings->run_as, error);
  if (self->account == NULL)
    return NULL;

  self->port = g_strdup (port != NULL ? port : DEFAULT_PORT);
  self->user = g_strdup (settings->user);
  if (self->user == NULL)
    self->user = g_strdup (self->account->drop ? "postgres" : g_get_user_name ());

  if (!plan_binaries (self, settings, error) || !plan_directories (self, settings, error))
    return NULL;
  plan_parameters (self, settings);

  return g_steal_pointer (&self);
}

void
pgg_server_plan_free (PggServerPlan *self)
{
  g_clear_pointer (&self->account, pgg_server_account_free);
  g_clear_pointer (&self->parameters, g_ptr_array_unref);
  g_free (self->private_directory);
  g_free (self->data_directory);
  g_free (self->log_file);
  g_free (self->bin_directory);
  g_free (self->fallback_directory);
  g_free (self->user);
  g_free (self->port);
  g_free (self);
}

static void
append_quoted (GString    *conninfo,
               const char *keyword,
               const char *value)
{
  if (conninfo->len > 0)
    g_string_append_c (conninfo, ' ');
  g_string_append (conninfo, keyword);
  g_string_append (conninfo, "='");
  for (; *value != '\0'; value++)
    {
      if (*value == '\'' || *value == '\\')
        g_string_append_c (conninfo, '\\');
      g_string_append_c (conninfo, *value);
    }
  g_string_append_c (conninfo, '\'');
}

char *
pgg_server_plan_dup_conninfo (const PggServerPlan *self)
{
  GString *conninfo = g_string_new (NULL);

  append_quoted (conninfo, "host", self->private_directory);
  append_quoted (conninfo, "port", self->port);
  append_quoted (conninfo, "user", self->user);
  append_quoted (conninfo, "dbname", "postgres");

  return g_string_free (conninfo, FALSE);
}

static void
add_argument (GPtrArray  *arguments,
              const char *argument)
{
  g_ptr_array_add (arguments, g_strdup (argument != NULL ? argument : ""));
}

/* In the order in which the supervisor takes them. */
void
pgg_server_plan_add_arguments (const PggServerPlan *self,
                               GPtrArray           *arguments)
{
  add_argument (arguments, self->private_directory);
  add_argument (arguments, self->data_directory);
  add_argument (arguments, self->log_file);
  add_argument (arguments, self->bin_directory);
  add_argument (arguments, self->fallback_directory);
  add_argument (arguments, self->user);
  add_argument (arguments, self->temporary ? "yes" : "no");
  for (guint i = 0; i < self->parameters->len; i++)
    add_argument (arguments, g_ptr_array_index (self->parameters, i));
}
