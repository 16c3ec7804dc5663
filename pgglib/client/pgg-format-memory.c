/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statements that gave many values, the one that was executed last first. */

#include "config.h"

#include "pgg-format-memory-private.h"

#include "pq/pgg-pq-params-private.h"

#define MAX_ENTRIES 64

/* Longer texts are not worth keeping, nor comparing. */
#define MAX_SQL_SIZE 16384

/* A statement is its text and the types of its parameters. */
typedef struct
{
  GList  link;
  char  *sql;
  guint  n_types;
  Oid   *types;
} Entry;

struct _PggFormatMemory
{
  GQueue entries;
};

PggFormatMemory *
pgg_format_memory_new (void)
{
  return g_new0 (PggFormatMemory, 1);
}

static void
drop (PggFormatMemory *self,
      Entry           *entry)
{
  g_queue_unlink (&self->entries, &entry->link);
  g_free (entry->types);
  g_free (entry->sql);
  g_free (entry);
}

void
pgg_format_memory_free (PggFormatMemory *self)
{
  while (self->entries.head != NULL)
    drop (self, self->entries.head->data);
  g_free (self);
}

static gboolean
has_types (const Entry *entry,
           PggPqParams *params)
{
  guint n_types = params != NULL ? pgg_pq_params_get_n_params (params) : 0;

  if (entry->n_types != n_types)
    return FALSE;

  return n_types == 0 ||
         memcmp (entry->types, pgg_pq_params_get_types (params), n_types * sizeof (Oid)) == 0;
}

static Entry *
find (PggFormatMemory *self,
      const char      *sql,
      PggPqParams     *params)
{
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      if (g_str_equal (entry->sql, sql) && has_types (entry, params))
        return entry;
    }

  return NULL;
}

gboolean
pgg_format_memory_has (PggFormatMemory *self,
                       const char      *sql,
                       PggPqParams     *params)
{
  return find (self, sql, params) != NULL;
}

static Entry *
entry_new (const char  *sql,
           PggPqParams *params)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->link.data = entry;
  entry->sql = g_strdup (sql);
  entry->n_types = params != NULL ? pgg_pq_params_get_n_params (params) : 0;
  if (entry->n_types > 0)
    entry->types = g_memdup2 (pgg_pq_params_get_types (params), entry->n_types * sizeof (Oid));

  return entry;
}

void
pgg_format_memory_add (PggFormatMemory *self,
                       const char      *sql,
                       PggPqParams     *params)
{
  Entry *entry = find (self, sql, params);

  if (entry != NULL)
    g_queue_unlink (&self->entries, &entry->link);
  else if (strlen (sql) <= MAX_SQL_SIZE)
    entry = entry_new (sql, params);
  if (entry == NULL)
    return;

  g_queue_push_head_link (&self->entries, &entry->link);
  if (self->entries.length > MAX_ENTRIES)
    drop (self, self->entries.tail->data);
}

void
pgg_format_memory_remove (PggFormatMemory *self,
                          const char      *sql,
                          PggPqParams     *params)
{
  Entry *entry = find (self, sql, params);

  if (entry != NULL)
    drop (self, entry);
}
