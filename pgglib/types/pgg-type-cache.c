/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the connections of a process know together of the types of a database. */

#include "config.h"

#include "pgg-type-cache-private.h"

/* So many databases are remembered after their last connection was closed. */
#define MAX_CACHES 32

struct _PggTypeCache
{
  gatomicrefcount  ref_count;
  char            *address;
  char            *identity;

  GMutex           lock; /* protects map */
  PggTypeMap      *map;
};

/*
 * The one thing that connections share which nobody made for them: a program that opens one after
 * the other would else ask the catalog for the same types each time.
 */
static GMutex caches_lock;
static GQueue caches; /* protected by caches_lock; the one that was asked for last comes first */

static PggTypeCache *
type_cache_new (const char *address,
                const char *identity)
{
  PggTypeCache *self = g_new0 (PggTypeCache, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->address = g_strdup (address);
  self->identity = g_strdup (identity);
  g_mutex_init (&self->lock);

  return self;
}

PggTypeCache *
pgg_type_cache_ref (PggTypeCache *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_type_cache_unref (PggTypeCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->map, pgg_type_map_unref);
  g_mutex_clear (&self->lock);
  g_free (self->identity);
  g_free (self->address);
  g_free (self);
}

static GList *
find_link (const char *address)
{
  for (GList *link = caches.head; link != NULL; link = link->next)
    {
      const PggTypeCache *cache = link->data;

      if (g_str_equal (cache->address, address))
        return link;
    }

  return NULL;
}

static void
drop_link (GList *link)
{
  if (link == NULL)
    return;

  pgg_type_cache_unref (link->data);
  g_queue_delete_link (&caches, link);
}

static PggTypeCache *
find_or_add (const char *address,
             const char *identity)
{
  GList *link = find_link (address);
  PggTypeCache *cache = link != NULL ? link->data : NULL;

  if (cache != NULL && g_str_equal (cache->identity, identity))
    {
      g_queue_unlink (&caches, link);
      g_queue_push_head_link (&caches, link);
      return cache;
    }

  drop_link (link);
  cache = type_cache_new (address, identity);
  g_queue_push_head (&caches, cache);
  if (caches.length > MAX_CACHES)
    drop_link (caches.tail);

  return cache;
}

PggTypeCache *
pgg_type_cache_get (const char *address,
                    const char *identity)
{
  PggTypeCache *self;

  g_mutex_lock (&caches_lock);
  self = pgg_type_cache_ref (find_or_add (address, identity));
  g_mutex_unlock (&caches_lock);

  return self;
}

PggTypeCache *
pgg_type_cache_peek (const char *address)
{
  PggTypeCache *self = NULL;
  GList *link;

  g_mutex_lock (&caches_lock);
  link = find_link (address);
  if (link != NULL)
    self = pgg_type_cache_ref (link->data);
  g_mutex_unlock (&caches_lock);

  return self;
}

PggTypeMap *
pgg_type_cache_dup_map (PggTypeCache *self)
{
  PggTypeMap *map;

  g_mutex_lock (&self->lock);
  map = self->map != NULL ? pgg_type_map_ref (self->map) : NULL;
  g_mutex_unlock (&self->lock);

  return map;
}

/* Gives the map that has them, whatever others do with the cache. */
PggTypeMap *
pgg_type_cache_add (PggTypeCache *self,
                    GPtrArray    *types)
{
  PggTypeMap *old;
  PggTypeMap *map;

  g_mutex_lock (&self->lock);
  old = self->map;
  self->map = pgg_type_map_new (old, (PggTypeInfo *const *) types->pdata, types->len);
  map = pgg_type_map_ref (self->map);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&old, pgg_type_map_unref);

  return map;
}

void
pgg_type_cache_forget (PggTypeCache *self)
{
  PggTypeMap *old;

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->map);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&old, pgg_type_map_unref);
}
