/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The account of a private server: PostgreSQL refuses to run as root. */

#include "config.h"

#include "pgg-server-account-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <glib-unix.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

static struct passwd *
look_up (const char *run_as)
{
  if (run_as != NULL)
    return g_unix_get_passwd_entry (run_as, NULL);

  for (guint i = 0; i < 2; i++)
    {
      const char *const names[] = { "postgres", "nobody" };
      struct passwd *entry = g_unix_get_passwd_entry (names[i], NULL);

      if (entry != NULL)
        return entry;
    }

  return NULL;
}

static GArray *
look_up_groups (const struct passwd *entry)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (gid_t));
  int n_groups = 16;

  g_array_set_size (groups, (guint) n_groups);
  while (getgrouplist (entry->pw_name, entry->pw_gid, (gid_t *) (void *) groups->data,
                       &n_groups) < 0)
    g_array_set_size (groups, (guint) MAX (n_groups, (int) groups->len * 2));
  g_array_set_size (groups, (guint) n_groups);

  return groups;
}

/* The account named @run_as, or the usual one, when the caller is root; otherwise the caller. */
PggServerAccount *
pgg_server_account_new (const char  *run_as,
                        GError     **error)
{
  g_autoptr(PggServerAccount) self = g_new0 (PggServerAccount, 1);
  g_autofree struct passwd *entry = NULL;

  if (geteuid () != 0)
    return g_steal_pointer (&self);

  entry = look_up (run_as);
  if (entry == NULL)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                   _("There is no user “%s” to run the private server as"),
                   run_as != NULL ? run_as : "postgres");
      return NULL;
    }
  self->drop = TRUE;
  self->name = g_strdup (entry->pw_name);
  self->uid = entry->pw_uid;
  self->gid = entry->pw_gid;
  self->groups = look_up_groups (entry);

  return g_steal_pointer (&self);
}

void
pgg_server_account_free (PggServerAccount *self)
{
  g_clear_pointer (&self->groups, g_array_unref);
  g_free (self->name);
  g_free (self);
}

/* Gives @directory, which is the caller's own, to the account. */
gboolean
pgg_server_account_own (const PggServerAccount  *self,
                        const char              *directory,
                        GError                 **error)
{
  int fd;
  int result;
  int saved_errno;

  if (!self->drop)
    return TRUE;

  fd = open (directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  result = fd >= 0 ? fchown (fd, self->uid, self->gid) : -1;
  saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (result == 0)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
               _("The directory “%s” cannot be given to the user “%s”: %s"),
               directory, self->name, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
may_enter (const PggServerAccount *self,
           const char             *directory)
{
  GStatBuf status;

  if (g_stat (directory, &status) != 0)
    return FALSE;
  if (status.st_uid == self->uid)
    return (status.st_mode & S_IXUSR) != 0;

  return (status.st_mode & S_IXOTH) != 0;
}

/* Whether the account can go down to the absolute path @directory. */
gboolean
pgg_server_account_reaches (const PggServerAccount *self,
                            const char             *directory)
{
  g_autofree char *path = g_strdup (directory);

  if (!self->drop)
    return TRUE;

  while (may_enter (self, path))
    {
      char *parent;

      if (strcmp (path, "/") == 0)
        return TRUE;
      parent = g_path_get_dirname (path);
      g_free (path);
      path = parent;
    }

  return FALSE;
}

/* Called between fork and exec: only what is safe in a signal handler. */
gboolean
pgg_server_account_become (const PggServerAccount *self)
{
  if (!self->drop)
    return TRUE;

  return setgroups (self->groups->len, (const gid_t *) (const void *) self->groups->data) == 0
         && setgid (self->gid) == 0
         && setuid (self->uid) == 0;
}
