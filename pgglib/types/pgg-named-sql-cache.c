/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keeps what was made of SQL with named parameters. */

#include "config.h"

#include "pgg-named-sql-cache-private.h"

#include <string.h>

/* Together they bound the memory at a few megabytes. */
#define MAX_ENTRIES 128
#define MAX_SQL_LENGTH 16384

typedef struct
{
  const char  *sql;              /* owned by what is kept, borrowed by what is looked for */
  gboolean     standard_strings;
  PggNamedSql *named;
  GList        link;
} Entry;

struct _PggNamedSqlCache
{
  GMutex      lock;    /* of all below */
  GHashTable *entries; /* of Entry, by itself */
  GQueue      recent;  /* of Entry, the one used last first */
};

static guint
entry_hash (gconstpointer data)
{
  return g_str_hash (((const Entry *) data)->sql);
}

static gboolean
entry_equal (gconstpointer a,
             gconstpointer b)
{
  const Entry *left = a;
  const Entry *right = b;

  return left->standard_strings == right->standard_strings && strcmp (left->sql, right->sql) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free ((char *) entry->sql);
  pgg_named_sql_unref (entry->named);
  g_free (entry);
}

PggNamedSqlCache *
pgg_named_sql_cache_new (void)
{
  PggNamedSqlCache *self = g_new0 (PggNamedSqlCache, 1);

  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);
  g_queue_init (&self->recent);

  return self;
}

void
pgg_named_sql_cache_free (PggNamedSqlCache *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static PggNamedSql *
look_up (PggNamedSqlCache *self,
         const Entry      *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;

  g_queue_unlink (&self->recent, &entry->link);
  g_queue_push_head_link (&self->recent, &entry->link);
  return pgg_named_sql_ref (entry->named);
}

/* Another thread may have kept the same meanwhile. */
static void
keep (PggNamedSqlCache *self,
      const Entry      *key,
      PggNamedSql      *named)
{
  Entry *entry;

  if (strlen (key->sql) > MAX_SQL_LENGTH || g_hash_table_contains (self->entries, key))
    return;

  if (self->recent.length == MAX_ENTRIES)
    g_hash_table_remove (self->entries, g_queue_pop_tail_link (&self->recent)->data);

  entry = g_new0 (Entry, 1);
  entry->sql = g_strdup (key->sql);
  entry->standard_strings = key->standard_strings;
  entry->named = pgg_named_sql_ref (named);
  entry->link.data = entry;
  g_hash_table_add (self->entries, entry);
  g_queue_push_head_link (&self->recent, &entry->link);
}

PggNamedSql *
pgg_named_sql_cache_get (PggNamedSqlCache  *self,
                         const char        *sql,
                         gboolean           standard_strings,
                         GError           **error)
{
  Entry key = { .sql = sql, .standard_strings = standard_strings };
  PggNamedSql *named;

  g_mutex_lock (&self->lock);
  named = look_up (self, &key);
  g_mutex_unlock (&self->lock);
  if (named != NULL)
    return named;

  named = pgg_named_sql_new (sql, standard_strings, error);
  if (named == NULL)
    return NULL;

  g_mutex_lock (&self->lock);
  keep (self, &key, named);
  g_mutex_unlock (&self->lock);
  return named;
}
