/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the programs of a PostgreSQL server are. Distributions keep them out of PATH. */

#include "config.h"

#include "pgg-server-binaries-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

/* The version stands between the two parts. */
typedef struct
{
  const char *parent;
  const char *prefix;
  const char *suffix;
} Place;

static const Place places[] = {
  { "/usr/lib/postgresql", "", "bin" },
  { "/usr/lib64/postgresql", "", "bin" },
  { "/usr/libexec", "postgresql", "" },
  { "/usr", "pgsql-", "bin" },
};

static const char *const plain_places[] = { "/usr/local/pgsql/bin" };

static const char *const programs[] = { "postgres", "initdb" };

static const char *
find_missing (const char *directory)
{
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_build_filename (directory, programs[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) || g_file_test (path, G_FILE_TEST_IS_DIR))
        return programs[i];
    }

  return NULL;
}

/* Whether @directory has the programs that a server needs. */
gboolean
pgg_server_binaries_check (const char  *directory,
                           GError     **error)
{
  const char *missing = find_missing (directory);

  if (missing == NULL)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER,
               _("The directory “%s” has no program “%s” of a PostgreSQL server"),
               directory, missing);
  return FALSE;
}

/* The first directory of PATH that has the programs, or NULL. */
char *
pgg_server_binaries_find_in_path (void)
{
  const char *path = g_getenv ("PATH");
  g_auto(GStrv) directories = NULL;

  if (path == NULL)
    return NULL;

  directories = g_strsplit (path, G_SEARCHPATH_SEPARATOR_S, -1);
  for (guint i = 0; directories[i] != NULL; i++)
    {
      if (g_path_is_absolute (directories[i]) && find_missing (directories[i]) == NULL)
        return g_strdup (directories[i]);
    }

  return NULL;
}

static char *
build_path (const Place *place,
            const char  *version)
{
  g_autofree char *name = g_strconcat (place->prefix, version, NULL);

  return g_build_filename (place->parent, name, place->suffix, NULL);
}

/* The directory of a distribution for the major version @major, or NULL. */
char *
pgg_server_binaries_find_version (const char *major)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = build_path (&places[i], major);

      if (find_missing (path) == NULL)
        return g_steal_pointer (&path);
    }

  return NULL;
}

/* The highest version for which @place has the programs, or 0. */
static guint64
find_newest_version (const Place *place)
{
  g_autoptr(GDir) directory = g_dir_open (place->parent, 0, NULL);
  const char *name;
  guint64 newest = 0;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = NULL;
      guint64 version;

      if (!g_str_has_prefix (name, place->prefix)
          || !g_ascii_string_to_unsigned (name + strlen (place->prefix), 10, 1, G_MAXUINT16,
                                          &version, NULL))
        continue;
      path = build_path (place, name + strlen (place->prefix));
      if (version > newest && find_missing (path) == NULL)
        newest = version;
    }

  return newest;
}

/* The directory of the newest server in the places of the distributions, or NULL. */
char *
pgg_server_binaries_find_newest (void)
{
  const Place *place = NULL;
  g_autofree char *version = NULL;
  guint64 newest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint64 candidate = find_newest_version (&places[i]);

      if (candidate > newest)
        {
          newest = candidate;
          place = &places[i];
        }
    }
  if (place != NULL)
    {
      version = g_strdup_printf ("%" G_GUINT64_FORMAT, newest);
      return build_path (place, version);
    }
  for (guint i = 0; i < G_N_ELEMENTS (plain_places); i++)
    {
      if (find_missing (plain_places[i]) == NULL)
        return g_strdup (plain_places[i]);
    }

  return NULL;
}
