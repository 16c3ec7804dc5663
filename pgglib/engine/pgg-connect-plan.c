/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes of a connection string the list of places to try. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-connect-plan-private.h"

#include "pgg-client-error.h"
#include "pq/pgg-pq-conninfo-option.h"

static void
target_free (gpointer data)
{
  PggConnectTarget *target = data;

  g_free (target->host);
  g_free (target->hostaddr);
  g_free (target->port);
  g_free (target);
}

static PggConnectTarget *
target_new (const char *host,
            const char *hostaddr,
            const char *port)
{
  PggConnectTarget *target = g_new0 (PggConnectTarget, 1);

  target->host = g_strdup (host);
  target->hostaddr = g_strdup (hostaddr);
  target->port = g_strdup (port);

  return target;
}

static void
shuffle (gpointer *items,
         guint     n_items)
{
  for (guint i = n_items; i > 1; i--)
    {
      guint j = (guint) g_random_int_range (0, (gint32) i);
      gpointer item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}

void
pgg_connect_plan_free (PggConnectPlan *self)
{
  g_clear_pointer (&self->keywords, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->session_attrs, g_free);
  g_free (self);
}

static char *
find_option (GPtrArray  *options,
             const char *keyword)
{
  for (guint i = 0; i < options->len; i++)
    {
      PggPqConninfoOption *option = g_ptr_array_index (options, i);
      const char *value = pgg_pq_conninfo_option_get_val (option, NULL);

      if (g_strcmp0 (pgg_pq_conninfo_option_get_keyword (option), keyword) == 0)
        return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
    }

  return NULL;
}

/* What the string says; else what the environment or the service it names says. */
static char *
get_option (GPtrArray  *options,
            GPtrArray  *defaults,
            const char *keyword)
{
  char *value = find_option (options, keyword);

  if (value == NULL && defaults != NULL)
    value = find_option (defaults, keyword);

  return value;
}

static void
add_option (PggConnectPlan *self,
            const char     *keyword,
            const char     *value)
{
  g_ptr_array_add (self->keywords, g_strdup (keyword));
  g_ptr_array_add (self->values, g_strdup (value));
}

static gboolean
is_planned (const char *keyword)
{
  static const char *const planned[] = {
    "host", "hostaddr", "port", "target_session_attrs", "load_balance_hosts", NULL,
  };

  return g_strv_contains (planned, keyword);
}

/* What is the same for all attempts; the API is UTF-8 unless the application insists. */
static void
copy_options (PggConnectPlan *self,
              GPtrArray      *options,
              gboolean        all)
{
  g_autofree char *encoding = find_option (options, "client_encoding");
  const char *application = g_get_prgname ();

  for (guint i = 0; i < options->len; i++)
    {
      PggPqConninfoOption *option = g_ptr_array_index (options, i);
      const char *keyword = pgg_pq_conninfo_option_get_keyword (option);
      const char *value = pgg_pq_conninfo_option_get_val (option, NULL);

      if (value != NULL && (all || !is_planned (keyword)))
        add_option (self, keyword, value);
    }
  if (encoding == NULL)
    add_option (self, "client_encoding", "UTF8");
  if (application != NULL)
    add_option (self, "fallback_application_name", application);
}

static const char *
get_item (char  **list,
          guint   index)
{
  guint n_items = list != NULL ? g_strv_length (list) : 0;

  if (n_items == 0)
    return NULL;

  return list[n_items == 1 ? 0 : index];
}

static char **
split (const char *list)
{
  return list != NULL ? g_strsplit (list, ",", -1) : NULL;
}

static guint
count (char **list)
{
  return list != NULL ? g_strv_length (list) : 0;
}

/* libpq's rule: as many hosts as addresses, as many ports as hosts or one for all. */
static gboolean
check_counts (guint    n_hosts,
              guint    n_addresses,
              guint    n_ports,
              GError **error)
{
  guint n_targets = MAX (n_hosts, n_addresses);

  if (n_hosts != 0 && n_addresses != 0 && n_hosts != n_addresses)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO,
                   _("There are %u hosts and %u host addresses"), n_hosts, n_addresses);
      return FALSE;
    }
  if (n_ports > 1 && n_ports != MAX (n_targets, 1))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO,
                   _("There are %u ports and %u hosts"), n_ports, n_targets);
      return FALSE;
    }

  return TRUE;
}

static const char *
non_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
add_targets (PggConnectPlan  *self,
             const char      *host,
             const char      *hostaddr,
             const char      *port,
             GError         **error)
{
  g_auto(GStrv) hosts = split (host);
  g_auto(GStrv) addresses = split (hostaddr);
  g_auto(GStrv) ports = split (port);
  guint n_targets = MAX (MAX (count (hosts), count (addresses)), 1);

  if (!check_counts (count (hosts), count (addresses), count (ports), error))
    return FALSE;

  for (guint i = 0; i < n_targets; i++)
    g_ptr_array_add (self->targets, target_new (non_empty (get_item (hosts, i)),
                                                non_empty (get_item (addresses, i)),
                                                non_empty (get_item (ports, i))));

  return TRUE;
}

/* As libpq reads connect_timeout: what is not positive is no limit, and two seconds the least. */
static gboolean
set_attempt_timeout (PggConnectPlan  *self,
                     const char      *text,
                     GError         **error)
{
  gint64 seconds;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT / 1000, &seconds, NULL))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO,
                   _("The value “%s” of connect_timeout is not a number of seconds"), text);
      return FALSE;
    }
  if (seconds > 0)
    self->attempt_timeout = (guint) MAX (seconds, 2) * 1000;

  return TRUE;
}

static void
set_session_attrs (PggConnectPlan *self,
                   char           *attrs)
{
  self->prefer_standby = g_strcmp0 (attrs, "prefer-standby") == 0;
  if (self->prefer_standby)
    {
      self->session_attrs = g_strdup ("standby");
      g_free (attrs);
    }
  else
    {
      self->session_attrs = attrs;
    }
}

static gboolean
plan_targets (PggConnectPlan  *self,
              GPtrArray       *options,
              GPtrArray       *defaults,
              GError         **error)
{
  g_autofree char *host = get_option (options, defaults, "host");
  g_autofree char *hostaddr = get_option (options, defaults, "hostaddr");
  g_autofree char *port = get_option (options, defaults, "port");
  g_autofree char *balance = get_option (options, defaults, "load_balance_hosts");

  set_session_attrs (self, get_option (options, defaults, "target_session_attrs"));
  self->shuffle = g_strcmp0 (balance, "random") == 0;
  if (!add_targets (self, host, hostaddr, port, error))
    return FALSE;
  if (self->shuffle)
    shuffle (self->targets->pdata, self->targets->len);

  return TRUE;
}

static PggConnectPlan *
plan_alloc (void)
{
  PggConnectPlan *self = g_new0 (PggConnectPlan, 1);

  self->keywords = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->targets = g_ptr_array_new_with_free_func (target_free);

  return self;
}

/* Only libpq reads service files; hosts that such a file names are left to it. */
PggConnectPlan *
pgg_connect_plan_new (const char  *conninfo,
                      GError     **error)
{
  g_autoptr(GPtrArray) options = pgg_pq_conninfo_parse (conninfo, -1, error);
  g_autoptr(GPtrArray) defaults = NULL;
  g_autoptr(PggConnectPlan) self = plan_alloc ();
  g_autofree char *service = NULL;
  g_autofree char *timeout = NULL;

  if (options == NULL)
    return NULL;

  defaults = pgg_pq_conndefaults (NULL);
  service = get_option (options, defaults, "service");
  timeout = get_option (options, defaults, "connect_timeout");
  if (!set_attempt_timeout (self, timeout, error))
    return NULL;

  copy_options (self, options, service != NULL);
  if (service != NULL)
    g_ptr_array_add (self->targets, target_new (NULL, NULL, NULL));
  else if (!plan_targets (self, options, defaults, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Whether the host must be looked up: it is no address and no directory of a Unix socket. */
gboolean
pgg_connect_target_is_name (PggConnectTarget *target)
{
  return target->host != NULL && target->hostaddr == NULL && target->host[0] != '/' &&
         target->host[0] != '@' && !g_hostname_is_ip_address (target->host);
}

/* Puts one target for each of @addresses in the place of the one at @index. */
void
pgg_connect_plan_resolve (PggConnectPlan  *self,
                          guint            index,
                          char           **addresses)
{
  PggConnectTarget *target = g_ptr_array_index (self->targets, index);
  g_autofree char *host = g_strdup (target->host);
  g_autofree char *port = g_strdup (target->port);

  g_ptr_array_remove_index (self->targets, index);
  if (self->shuffle)
    shuffle ((gpointer *) addresses, g_strv_length (addresses));
  for (guint i = 0; addresses[i] != NULL; i++)
    g_ptr_array_insert (self->targets, (int) (index + i), target_new (host, addresses[i], port));
}

/* The second round of prefer-standby; FALSE: there is none. */
gboolean
pgg_connect_plan_next_round (PggConnectPlan *self)
{
  if (!self->prefer_standby)
    return FALSE;

  self->prefer_standby = FALSE;
  g_clear_pointer (&self->session_attrs, g_free);
  self->session_attrs = g_strdup ("any");

  return TRUE;
}
