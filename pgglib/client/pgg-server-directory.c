/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The directories of a private server: one for its data, one for its socket. */

#include "config.h"

#include "pgg-server-directory-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PRIVATE_TEMPLATE "pgglib-XXXXXX"

static gboolean
is_own_empty_directory (const char *directory)
{
  g_autoptr(GDir) handle = NULL;
  GStatBuf status;

  if (g_lstat (directory, &status) != 0 || !S_ISDIR (status.st_mode)
      || status.st_uid != geteuid ())
    return FALSE;
  handle = g_dir_open (directory, 0, NULL);

  return handle != NULL && g_dir_read_name (handle) == NULL;
}

/* Makes the data directory unless it is there; a new or empty one is given to @account. */
gboolean
pgg_server_directory_prepare (const char              *directory,
                              const PggServerAccount  *account,
                              GError                 **error)
{
  g_autofree char *parent = g_path_get_dirname (directory);
  int saved_errno;

  if (g_mkdir_with_parents (parent, 0755) == 0
      && (g_mkdir (directory, 0700) == 0 || errno == EEXIST))
    {
      if (!is_own_empty_directory (directory))
        return TRUE;
      return pgg_server_account_own (account, directory, error);
    }

  saved_errno = errno;
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
               _("The data directory “%s” of the private server cannot be made: %s"),
               directory, g_strerror (saved_errno));
  return FALSE;
}

static gsize
get_socket_path_length (const char *private_directory,
                        const char *port)
{
  return strlen (private_directory) + strlen ("/.s.PGSQL.") + strlen (port);
}

static char *
make_in (const char              *parent,
         const PggServerAccount  *account,
         const char              *port,
         GError                 **error)
{
  g_autofree char *path = g_build_filename (parent, PRIVATE_TEMPLATE, NULL);
  gsize limit = G_SIZEOF_MEMBER (struct sockaddr_un, sun_path) - 1;

  if (get_socket_path_length (path, port) > limit)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                   _("The path of a socket in a directory “%s” is longer than %u bytes"),
                   path, (guint) limit);
      return NULL;
    }
  if (!pgg_server_account_reaches (account, parent))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                   _("The user “%s” cannot enter the directory “%s”"), account->name, parent);
      return NULL;
    }
  if (g_mkdtemp (path) == NULL)
    {
      int saved_errno = errno;

      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
                   _("No private directory can be made in “%s”: %s"),
                   parent, g_strerror (saved_errno));
      return NULL;
    }
  if (!pgg_server_account_own (account, path, error))
    {
      g_rmdir (path);
      return NULL;
    }

  return g_steal_pointer (&path);
}

/*
 * The directory of the socket, of the logs and of temporary data. The address of a socket is short,
 * so the directory for temporary files may be too deep. The error is the one of that directory.
 */
char *
pgg_server_directory_make_private (const PggServerAccount  *account,
                                   const char              *port,
                                   GError                 **error)
{
  const char *const parents[] = {
    g_get_tmp_dir (),
    account->drop ? NULL : g_getenv ("XDG_RUNTIME_DIR"),
    "/tmp",
  };
  g_autoptr(GError) first_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      g_autofree char *parent = NULL;
      char *path;

      if (parents[i] == NULL || *parents[i] == '\0')
        continue;
      parent = g_canonicalize_filename (parents[i], NULL);
      path = make_in (parent, account, port, first_error == NULL ? &first_error : NULL);
      if (path != NULL)
        return path;
    }

  g_propagate_error (error, g_steal_pointer (&first_error));
  return NULL;
}
