/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Type of the server, or of GObject → codec of an application. */

#include "config.h"

#include "pgg-codec-set-private.h"

#include "pgg-type-codec-private.h"

/* Domains over domains: more than anybody has. */
#define MAX_DOMAINS 64

struct _PggCodecSet
{
  gatomicrefcount  ref_count;
  GHashTable      *readers; /* set of codecs, by schema and name of their types */
  GHashTable      *writers; /* GType → codec */
};

static guint
reader_hash (gconstpointer codec)
{
  return g_str_hash (((const PggTypeCodec *) codec)->name);
}

static gboolean
reader_equal (gconstpointer first,
              gconstpointer second)
{
  const PggTypeCodec *a = first;
  const PggTypeCodec *b = second;

  return g_str_equal (a->name, b->name) && g_strcmp0 (a->schema, b->schema) == 0;
}

static void
unref_codec (gpointer codec)
{
  pgg_type_codec_unref (codec);
}

static gboolean
has_name (gpointer key,
          gpointer codec,
          gpointer name)
{
  return g_str_equal (((PggTypeCodec *) codec)->name, name);
}

/* A codec for a type in whichever schema stands for all that was there before. */
static void
clear_way (PggCodecSet  *self,
           PggTypeCodec *codec)
{
  if (codec->schema == NULL && codec->decode != NULL)
    g_hash_table_foreach_remove (self->readers, has_name, codec->name);
}

static void
put (PggCodecSet  *self,
     PggTypeCodec *codec)
{
  if (codec->decode != NULL)
    g_hash_table_add (self->readers, pgg_type_codec_ref (codec));
  if (codec->encode != NULL)
    g_hash_table_replace (self->writers, GSIZE_TO_POINTER (codec->value_type),
                          pgg_type_codec_ref (codec));
}

static void
put_all (PggCodecSet *self,
         PggCodecSet *base)
{
  GHashTableIter iter;
  gpointer type, codec;

  g_hash_table_iter_init (&iter, base->readers);
  while (g_hash_table_iter_next (&iter, &codec, NULL))
    g_hash_table_add (self->readers, pgg_type_codec_ref (codec));

  g_hash_table_iter_init (&iter, base->writers);
  while (g_hash_table_iter_next (&iter, &type, &codec))
    g_hash_table_insert (self->writers, type, pgg_type_codec_ref (codec));
}

PggCodecSet *
pgg_codec_set_new (PggCodecSet         *base,
                   PggTypeCodec *const *codecs,
                   gsize                n_codecs)
{
  PggCodecSet *self = g_new0 (PggCodecSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->readers = g_hash_table_new_full (reader_hash, reader_equal, unref_codec, NULL);
  self->writers = g_hash_table_new_full (NULL, NULL, NULL, unref_codec);

  if (base != NULL)
    put_all (self, base);
  for (gsize i = 0; i < n_codecs; i++)
    clear_way (self, codecs[i]);
  for (gsize i = 0; i < n_codecs; i++)
    put (self, codecs[i]);

  return self;
}

PggCodecSet *
pgg_codec_set_ref (PggCodecSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_codec_set_unref (PggCodecSet *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->readers);
  g_hash_table_unref (self->writers);
  g_free (self);
}

PggTypeCodec *
pgg_codec_set_find_type (const PggCodecSet *self,
                         const PggTypeInfo *type)
{
  PggTypeCodec key = { .schema = (char *) type->schema, .name = (char *) type->name };
  PggTypeCodec *codec = g_hash_table_lookup (self->readers, &key);

  if (codec != NULL)
    return codec;

  key.schema = NULL;
  return g_hash_table_lookup (self->readers, &key);
}

PggTypeCodec *
pgg_codec_set_find (const PggCodecSet *self,
                    const PggTypeMap  *types,
                    guint32            oid)
{
  const PggTypeInfo *type = pgg_type_map_lookup (types, oid);
  PggTypeCodec *codec = NULL;

  for (int i = 0; i < MAX_DOMAINS && type != NULL && codec == NULL; i++)
    {
      codec = pgg_codec_set_find_type (self, type);
      type = type->kind == PGG_TYPE_KIND_DOMAIN ? pgg_type_map_lookup (types, type->element)
                                                : NULL;
    }

  return codec;
}

PggTypeCodec *
pgg_codec_set_find_gtype (const PggCodecSet *self,
                          GType              type)
{
  PggTypeCodec *codec = NULL;

  for (; type != G_TYPE_INVALID && codec == NULL; type = g_type_parent (type))
    codec = g_hash_table_lookup (self->writers, GSIZE_TO_POINTER (type));

  return codec;
}
