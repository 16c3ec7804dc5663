/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of a result as a list model. */

#include "config.h"

#include "pgg-result-model.h"

#include "pgg-result.h"
#include "pgg-row-item-private.h"

/**
 * PggResultModel:
 *
 * The rows of a result as a [iface@Gio.ListModel], for list widgets.
 *
 * The items are [class@RowItem]s. They are made when they are asked for, and an item that is alive
 * is given again for its position. As a result never changes, neither does its model.
 *
 * A model and its items are used from one thread.
 *
 * Since: 1.0
 */

struct _PggResultModel
{
  GObject     parent_instance;

  PggResult  *result;
  GHashTable *items; /* position + 1 → item, weak: the item takes itself out */
};

typedef enum
{
  PROP_RESULT = 1,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  N_PROPS,
} PggResultModelProperty;

static GParamSpec *properties[N_PROPS];

static GType
pgg_result_model_get_item_type (GListModel *model)
{
  return PGG_TYPE_ROW_ITEM;
}

static guint
pgg_result_model_get_n_items (GListModel *model)
{
  return pgg_result_get_n_rows (PGG_RESULT_MODEL (model)->result);
}

static gpointer
pgg_result_model_get_item (GListModel *model,
                           guint       position)
{
  PggResultModel *self = PGG_RESULT_MODEL (model);
  gpointer key = GUINT_TO_POINTER (position + 1);
  PggRowItem *item;

  if (position >= pgg_result_get_n_rows (self->result))
    return NULL;

  item = g_hash_table_lookup (self->items, key);
  if (item != NULL)
    return g_object_ref (item);

  item = pgg_row_item_new (pgg_result_get_row (self->result, position, NULL), self->items);
  g_hash_table_insert (self->items, key, item);
  return item;
}

static void
pgg_result_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = pgg_result_model_get_item_type;
  iface->get_n_items = pgg_result_model_get_n_items;
  iface->get_item = pgg_result_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PggResultModel, pgg_result_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      pgg_result_model_list_model_init))

static void
pgg_result_model_finalize (GObject *object)
{
  PggResultModel *self = PGG_RESULT_MODEL (object);

  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->result, pgg_result_unref);

  G_OBJECT_CLASS (pgg_result_model_parent_class)->finalize (object);
}

static void
pgg_result_model_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PggResultModel *self = PGG_RESULT_MODEL (object);

  switch ((PggResultModelProperty) property_id)
    {
    case PROP_RESULT:
      g_value_set_boxed (value, self->result);
      break;
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, PGG_TYPE_ROW_ITEM);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, pgg_result_get_n_rows (self->result));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
pgg_result_model_class_init (PggResultModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pgg_result_model_finalize;
  object_class->get_property = pgg_result_model_get_property;

  /**
   * PggResultModel:result: (getter get_result)
   *
   * The result.
   *
   * Since: 1.0
   */
  properties[PROP_RESULT] = g_param_spec_boxed ("result", NULL, NULL, PGG_TYPE_RESULT,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PggResultModel:item-type:
   *
   * The type of the items, [class@RowItem].
   *
   * Since: 1.0
   */
  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, PGG_TYPE_ROW_ITEM,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PggResultModel:n-items:
   *
   * The number of items.
   *
   * Since: 1.0
   */
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_result_model_init (PggResultModel *self)
{
  self->items = g_hash_table_new (NULL, NULL);
}

/**
 * pgg_result_model_new:
 * @result: a result
 *
 * Makes a model of the rows of @result.
 *
 * Returns: (transfer full): the model
 * Since: 1.0
 */
PggResultModel *
pgg_result_model_new (PggResult *result)
{
  PggResultModel *self;

  g_return_val_if_fail (result != NULL, NULL);

  self = g_object_new (PGG_TYPE_RESULT_MODEL, NULL);
  self->result = pgg_result_ref (result);

  return self;
}

/**
 * pgg_result_model_get_result: (get-property result)
 * @self: a result model
 *
 * Gets the result.
 *
 * Returns: (transfer none): the result
 * Since: 1.0
 */
PggResult *
pgg_result_model_get_result (PggResultModel *self)
{
  g_return_val_if_fail (PGG_IS_RESULT_MODEL (self), NULL);

  return self->result;
}
