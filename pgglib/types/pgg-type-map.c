/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OID → type. */

#include "config.h"

#include "pgg-type-map-private.h"

/* Domains over domains: more than anybody has. */
#define MAX_DOMAINS 64

/* Of a map and of those that were made of it. */
typedef struct
{
  GMutex  lock; /* protects oids */
  GArray *oids;
} Doubts;

struct _PggTypeMap
{
  gatomicrefcount  ref_count;
  GHashTable      *infos; /* OID → PggTypeInfo, of types that are not built in */
  Doubts          *doubts;
};

static Doubts *
doubts_new (void)
{
  Doubts *self = g_atomic_rc_box_new0 (Doubts);

  g_mutex_init (&self->lock);
  self->oids = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

static void
doubts_clear (gpointer data)
{
  Doubts *self = data;

  g_mutex_clear (&self->lock);
  g_array_unref (self->oids);
}

static void
put (PggTypeMap  *self,
     PggTypeInfo *info)
{
  g_hash_table_replace (self->infos, GUINT_TO_POINTER (info->oid), pgg_type_info_ref (info));
}

PggTypeMap *
pgg_type_map_new (PggTypeMap         *base,
                  PggTypeInfo *const *infos,
                  gsize               n_infos)
{
  PggTypeMap *self = g_new0 (PggTypeMap, 1);
  GHashTableIter iter;
  gpointer info;

  g_atomic_ref_count_init (&self->ref_count);
  self->infos = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) pgg_type_info_unref);
  self->doubts = base != NULL ? g_atomic_rc_box_acquire (base->doubts) : doubts_new ();

  if (base != NULL)
    {
      g_hash_table_iter_init (&iter, base->infos);
      while (g_hash_table_iter_next (&iter, NULL, &info))
        put (self, info);
    }
  for (gsize i = 0; i < n_infos; i++)
    put (self, infos[i]);

  return self;
}

PggTypeMap *
pgg_type_map_ref (PggTypeMap *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_type_map_unref (PggTypeMap *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->infos);
  g_atomic_rc_box_release_full (self->doubts, doubts_clear);
  g_free (self);
}

const PggTypeInfo *
pgg_type_map_lookup (const PggTypeMap *self,
                     guint32           oid)
{
  const PggTypeInfo *info = pgg_type_info_lookup_builtin (oid);

  if (info != NULL || self == NULL)
    return info;

  return g_hash_table_lookup (self->infos, GUINT_TO_POINTER (oid));
}

const PggTypeInfo *
pgg_type_map_lookup_base (const PggTypeMap *self,
                          guint32           oid)
{
  const PggTypeInfo *info = pgg_type_map_lookup (self, oid);

  for (int i = 0; i < MAX_DOMAINS && info != NULL && info->kind == PGG_TYPE_KIND_DOMAIN; i++)
    {
      const PggTypeInfo *base = pgg_type_map_lookup (self, info->element);

      if (base == NULL)
        break;
      info = base;
    }

  return info;
}

gboolean
pgg_type_map_has_fields (const PggTypeMap *self,
                         guint32           oid)
{
  const PggTypeInfo *info = pgg_type_map_lookup (self, oid);

  for (int i = 0; i < MAX_DOMAINS && info != NULL && !info->is_builtin; i++)
    {
      if (info->kind == PGG_TYPE_KIND_COMPOSITE)
        return TRUE;
      info = pgg_type_map_lookup (self, info->element);
    }

  return FALSE;
}

static gboolean
has_oid (GArray  *oids,
         guint32  oid)
{
  for (guint i = 0; i < oids->len; i++)
    if (g_array_index (oids, guint32, i) == oid)
      return TRUE;

  return FALSE;
}

void
pgg_type_map_doubt (const PggTypeMap *self,
                    guint32           oid)
{
  Doubts *doubts = self->doubts;

  g_mutex_lock (&doubts->lock);
  if (!has_oid (doubts->oids, oid))
    g_array_append_val (doubts->oids, oid);
  g_mutex_unlock (&doubts->lock);
}

GArray *
pgg_type_map_take_doubts (const PggTypeMap *self)
{
  Doubts *doubts = self->doubts;
  GArray *oids = NULL;

  g_mutex_lock (&doubts->lock);
  if (doubts->oids->len > 0)
    {
      oids = doubts->oids;
      doubts->oids = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  g_mutex_unlock (&doubts->lock);

  return oids;
}
