/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of a result as the object that list models want. */

#include "config.h"

#include "pgg-row-item-private.h"

#include "pgg-row.h"

/**
 * PggRowItem:
 *
 * A row of a [class@ResultModel].
 *
 * Since: 1.0
 */

struct _PggRowItem
{
  GObject     parent_instance;

  PggRow     *row;
  GHashTable *peers;
};

G_DEFINE_FINAL_TYPE (PggRowItem, pgg_row_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_ROW = 1,
  PROP_POSITION,
  N_PROPS,
} PggRowItemProperty;

static GParamSpec *properties[N_PROPS];

static void
pgg_row_item_finalize (GObject *object)
{
  PggRowItem *self = PGG_ROW_ITEM (object);

  g_hash_table_remove (self->peers, GUINT_TO_POINTER (pgg_row_get_index (self->row) + 1));
  g_hash_table_unref (self->peers);
  pgg_row_unref (self->row);

  G_OBJECT_CLASS (pgg_row_item_parent_class)->finalize (object);
}

static void
pgg_row_item_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PggRowItem *self = PGG_ROW_ITEM (object);

  switch ((PggRowItemProperty) property_id)
    {
    case PROP_ROW:
      g_value_set_boxed (value, self->row);
      break;
    case PROP_POSITION:
      g_value_set_uint (value, pgg_row_get_index (self->row));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
pgg_row_item_class_init (PggRowItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pgg_row_item_finalize;
  object_class->get_property = pgg_row_item_get_property;

  /**
   * PggRowItem:row: (getter get_row)
   *
   * The row.
   *
   * Since: 1.0
   */
  properties[PROP_ROW] = g_param_spec_boxed ("row", NULL, NULL, PGG_TYPE_ROW,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PggRowItem:position: (getter get_position)
   *
   * The position of the row in the model.
   *
   * Since: 1.0
   */
  properties[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_row_item_init (PggRowItem *self)
{
}

PggRowItem *
pgg_row_item_new (PggRow     *row,
                  GHashTable *peers)
{
  PggRowItem *self = g_object_new (PGG_TYPE_ROW_ITEM, NULL);

  self->row = row;
  self->peers = g_hash_table_ref (peers);

  return self;
}

/**
 * pgg_row_item_get_row: (get-property row)
 * @self: a row item
 *
 * Gets the row.
 *
 * Returns: (transfer none): the row
 * Since: 1.0
 */
PggRow *
pgg_row_item_get_row (PggRowItem *self)
{
  g_return_val_if_fail (PGG_IS_ROW_ITEM (self), NULL);

  return self->row;
}

/**
 * pgg_row_item_get_position: (get-property position)
 * @self: a row item
 *
 * Gets the position of the row in the model.
 *
 * Returns: the position, counted from 0
 * Since: 1.0
 */
guint
pgg_row_item_get_position (PggRowItem *self)
{
  g_return_val_if_fail (PGG_IS_ROW_ITEM (self), 0);

  return pgg_row_get_index (self->row);
}

/**
 * pgg_row_item_get_value:
 * @self: a row item
 * @name: the name of a column, exactly as the result has it
 * @error: return location for an error
 *
 * Reads a cell as a value, see [method@Row.get_value_by_name].
 *
 * Fails like [method@Row.get_value_by_name].
 *
 * Returns: (transfer none): the value, which belongs to the result, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_row_item_get_value (PggRowItem  *self,
                        const char  *name,
                        GError     **error)
{
  g_return_val_if_fail (PGG_IS_ROW_ITEM (self), NULL);

  return pgg_row_get_value_by_name (self->row, name, error);
}

/**
 * pgg_row_item_get_text:
 * @self: a row item
 * @name: the name of a column, exactly as the result has it
 * @error: return location for an error
 *
 * Reads a cell as text, see [method@Row.get_text_by_name].
 *
 * Fails like [method@Row.get_text_by_name].
 *
 * Returns: (transfer none) (nullable): the text, which belongs to the result, or %NULL if the cell
 *   is NULL
 * Since: 1.0
 */
const char *
pgg_row_item_get_text (PggRowItem  *self,
                       const char  *name,
                       GError     **error)
{
  g_return_val_if_fail (PGG_IS_ROW_ITEM (self), NULL);

  return pgg_row_get_text_by_name (self->row, name, error);
}
