/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where applications put their codecs. */

#include "config.h"

#include "pgg-codec-registry-private.h"

#include "pgg-type-codec-private.h"

/**
 * PggCodecRegistry:
 *
 * Codecs that an application has for types of its own, or in place of the library's.
 *
 * There is a default one, one of each connection and one of each cursor; what is not in that of a
 * cursor is looked for in that of its connection, and then in the default one. A codec is used for
 * what is executed after it was added; a result keeps the codecs that it was made with.
 *
 * Codecs decide what [method@Result.get_value], models and objects give, also for what is in
 * arrays, ranges and records, and how values of their type of values are sent as parameters. The
 * functions that say what they give, such as [method@Result.get_text] and
 * [method@Result.get_numeric], give that.
 *
 * A registry may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggCodecRegistry
{
  GObject           parent_instance;

  PggCodecRegistry *parent;     /* NULL only of the default one */

  /* Protected by the lock of all registries. */
  GPtrArray        *codecs;     /* PggTypeCodec, as they were added */
  PggCodecSet      *set;        /* of these and those of its parents, as of: */
  guint             generation;
};

G_DEFINE_FINAL_TYPE (PggCodecRegistry, pgg_codec_registry, G_TYPE_OBJECT)

/* Codecs are seldom added, and a set serves for many executions. */
static GMutex lock;
static int generation = 1;        /* atomic */
static GHashTable *written_types; /* set of GTypes; protected by the lock */

static void
pgg_codec_registry_finalize (GObject *object)
{
  PggCodecRegistry *self = PGG_CODEC_REGISTRY (object);

  g_clear_pointer (&self->codecs, g_ptr_array_unref);
  g_clear_pointer (&self->set, pgg_codec_set_unref);
  g_clear_object (&self->parent);

  G_OBJECT_CLASS (pgg_codec_registry_parent_class)->finalize (object);
}

static void
pgg_codec_registry_class_init (PggCodecRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_codec_registry_finalize;
}

static void
pgg_codec_registry_init (PggCodecRegistry *self)
{
  self->codecs = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_type_codec_unref);
}

PggCodecRegistry *
pgg_codec_registry_new (PggCodecRegistry *parent)
{
  PggCodecRegistry *self = g_object_new (PGG_TYPE_CODEC_REGISTRY, NULL);

  self->parent = g_object_ref (parent != NULL ? parent : pgg_codec_registry_get_default ());

  return self;
}

/**
 * pgg_codec_registry_get_default:
 *
 * Gets the registry whose codecs all connections of the process use.
 *
 * Returns: (transfer none): the registry
 * Since: 1.0
 */
PggCodecRegistry *
pgg_codec_registry_get_default (void)
{
  static gsize registry = 0;

  if (g_once_init_enter (&registry))
    g_once_init_leave (&registry, (gsize) g_object_new (PGG_TYPE_CODEC_REGISTRY, NULL));

  return (PggCodecRegistry *) registry;
}

/**
 * pgg_codec_registry_get_parent:
 * @self: a registry
 *
 * Gets the registry where a codec is looked for that is not in this one.
 *
 * Returns: (transfer none) (nullable): the registry, or %NULL if this is the default one
 * Since: 1.0
 */
PggCodecRegistry *
pgg_codec_registry_get_parent (PggCodecRegistry *self)
{
  g_return_val_if_fail (PGG_IS_CODEC_REGISTRY (self), NULL);

  return self->parent;
}

/* Values of several types may be written as those of one type, but are read in one way only. */
static gboolean
is_replaced (const PggTypeCodec *self,
             const PggTypeCodec *codec)
{
  return g_str_equal (self->name, codec->name) && g_strcmp0 (self->schema, codec->schema) == 0 &&
         (self->value_type == codec->value_type ||
          (self->decode != NULL && codec->decode != NULL));
}

/* With the lock held; gives the reference to the caller, for a codec may be of a language whose
 * functions are freed with locks of its own. */
static PggTypeCodec *
steal_replaced (PggCodecRegistry   *self,
                const PggTypeCodec *codec)
{
  for (guint i = 0; i < self->codecs->len; i++)
    if (is_replaced (self->codecs->pdata[i], codec))
      return g_ptr_array_steal_index (self->codecs, i);

  return NULL;
}

static void
note_written_type (const PggTypeCodec *codec)
{
  if (codec->encode == NULL)
    return;
  if (written_types == NULL)
    written_types = g_hash_table_new (NULL, NULL);

  g_hash_table_add (written_types, GSIZE_TO_POINTER (codec->value_type));
}

/**
 * pgg_codec_registry_add:
 * @self: a registry
 * @codec: a codec
 *
 * Adds a codec. It takes the place of one that the registry has for the same type of the server, if
 * both read it or both are for the same type of values. Of several for the same type of values, the
 * last one writes them.
 *
 * Since: 1.0
 */
void
pgg_codec_registry_add (PggCodecRegistry *self,
                        PggTypeCodec     *codec)
{
  g_autoptr (PggTypeCodec) replaced = NULL;

  g_return_if_fail (PGG_IS_CODEC_REGISTRY (self));
  g_return_if_fail (codec != NULL);

  g_mutex_lock (&lock);
  replaced = steal_replaced (self, codec);
  g_ptr_array_add (self->codecs, pgg_type_codec_ref (codec));
  note_written_type (codec);
  g_atomic_int_inc (&generation);
  g_mutex_unlock (&lock);
}

/**
 * pgg_codec_registry_remove:
 * @self: a registry
 * @codec: a codec
 *
 * Removes a codec from this registry; those of its parents stay.
 *
 * Returns: %TRUE, or %FALSE if it was not there
 * Since: 1.0
 */
gboolean
pgg_codec_registry_remove (PggCodecRegistry *self,
                           PggTypeCodec     *codec)
{
  g_autoptr (PggTypeCodec) removed = NULL;
  guint index;

  g_return_val_if_fail (PGG_IS_CODEC_REGISTRY (self), FALSE);
  g_return_val_if_fail (codec != NULL, FALSE);

  g_mutex_lock (&lock);
  if (g_ptr_array_find (self->codecs, codec, &index))
    {
      removed = g_ptr_array_steal_index (self->codecs, index);
      g_atomic_int_inc (&generation);
    }
  g_mutex_unlock (&lock);

  return removed != NULL;
}

/* With the lock held; NULL if there is no codec. The set that is outdated goes to the list. */
static PggCodecSet *
update_set (PggCodecRegistry *self,
            guint             now,
            GPtrArray        *outdated)
{
  PggCodecSet *base;

  if (self->generation == now)
    return self->set;

  if (self->set != NULL)
    g_ptr_array_add (outdated, g_steal_pointer (&self->set));
  base = self->parent != NULL ? update_set (self->parent, now, outdated) : NULL;
  if (base != NULL && self->codecs->len == 0)
    self->set = pgg_codec_set_ref (base);
  else if (self->codecs->len > 0)
    self->set = pgg_codec_set_new (base, (PggTypeCodec *const *) self->codecs->pdata,
                                   self->codecs->len);
  self->generation = now;

  return self->set;
}

PggCodecSet *
pgg_codec_registry_dup_set (PggCodecRegistry *self)
{
  g_autoptr (GPtrArray) outdated =
    g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_codec_set_unref);
  PggCodecSet *set;

  g_mutex_lock (&lock);
  set = update_set (self, pgg_codec_registry_get_generation (), outdated);
  if (set != NULL)
    pgg_codec_set_ref (set);
  g_mutex_unlock (&lock);

  return set;
}

gboolean
pgg_codec_registry_has_own (PggCodecRegistry *self)
{
  gboolean has_own;

  g_mutex_lock (&lock);
  has_own = self->codecs->len > 0;
  g_mutex_unlock (&lock);

  return has_own;
}

static gboolean
reads_all_formats (const PggTypeCodec *codec)
{
  return codec->decode == NULL ||
         codec->decode_formats == (PGG_CODEC_FORMATS_TEXT | PGG_CODEC_FORMATS_BINARY);
}

gboolean
pgg_codec_registry_reads_all_formats (PggCodecRegistry *self)
{
  gboolean all = TRUE;

  g_mutex_lock (&lock);
  for (guint i = 0; i < self->codecs->len && all; i++)
    all = reads_all_formats (self->codecs->pdata[i]);
  g_mutex_unlock (&lock);

  return all;
}

guint
pgg_codec_registry_get_generation (void)
{
  return (guint) g_atomic_int_get (&generation);
}

gboolean
pgg_codec_registry_may_write (GType type)
{
  gboolean found = FALSE;

  g_mutex_lock (&lock);
  for (; written_types != NULL && type != G_TYPE_INVALID && !found; type = g_type_parent (type))
    found = g_hash_table_contains (written_types, GSIZE_TO_POINTER (type));
  g_mutex_unlock (&lock);

  return found;
}

gboolean
pgg_codec_registry_has_writers (void)
{
  gboolean found;

  g_mutex_lock (&lock);
  found = written_types != NULL;
  g_mutex_unlock (&lock);

  return found;
}

static PggTypeCodec *
ref_codec (PggTypeCodec *codec)
{
  return codec != NULL ? pgg_type_codec_ref (codec) : NULL;
}

/**
 * pgg_codec_registry_lookup:
 * @self: a registry
 * @type: a type
 *
 * Looks for the codec that reads values of a type, here and in the parents.
 *
 * Returns: (transfer full) (nullable): the codec, or %NULL if there is none
 * Since: 1.0
 */
PggTypeCodec *
pgg_codec_registry_lookup (PggCodecRegistry *self,
                           PggTypeInfo      *type)
{
  g_autoptr (PggCodecSet) set = NULL;

  g_return_val_if_fail (PGG_IS_CODEC_REGISTRY (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  set = pgg_codec_registry_dup_set (self);

  return set != NULL ? ref_codec (pgg_codec_set_find_type (set, type)) : NULL;
}

/**
 * pgg_codec_registry_lookup_gtype:
 * @self: a registry
 * @type: a type of values
 *
 * Looks for the codec that writes values of a type of GObject or of one that it is derived from,
 * here and in the parents.
 *
 * Returns: (transfer full) (nullable): the codec, or %NULL if there is none
 * Since: 1.0
 */
PggTypeCodec *
pgg_codec_registry_lookup_gtype (PggCodecRegistry *self,
                                 GType             type)
{
  g_autoptr (PggCodecSet) set = NULL;

  g_return_val_if_fail (PGG_IS_CODEC_REGISTRY (self), NULL);

  set = pgg_codec_registry_dup_set (self);

  return set != NULL ? ref_codec (pgg_codec_set_find_gtype (set, type)) : NULL;
}
