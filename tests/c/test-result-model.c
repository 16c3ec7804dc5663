/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list model over a result and its items. */

#include "config.h"

#include "make-result.h"

#include "types/pgg-type-oid-private.h"

static PggResult *
make_pairs (void)
{
  static const Attribute attributes[] = {
    { "key", PGG_OID_INT4, 0, 0 },
    { "value", PGG_OID_TEXT, 0, 0 },
  };
  static const Cell cells[] = { TEXT ("1"), TEXT ("one"), TEXT ("2"), NULL_CELL };

  return make_result (UTF8, attributes, 2, cells, 2);
}

static void
test_list (void)
{
  g_autoptr (PggResult) result = make_pairs ();
  g_autoptr (PggResultModel) model = pgg_result_model_new (result);
  g_autoptr (PggResult) property = NULL;
  GType item_type;
  guint n_items;

  g_object_get (model, "result", &property, "item-type", &item_type, "n-items", &n_items, NULL);
  g_assert_true (property == result);
  g_assert_true (pgg_result_model_get_result (model) == result);
  g_assert_true (item_type == PGG_TYPE_ROW_ITEM);
  g_assert_cmpuint (n_items, ==, 2);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (model)) == PGG_TYPE_ROW_ITEM);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 2));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), G_MAXUINT));
}

static void
test_same_object (void)
{
  g_autoptr (PggResult) result = make_pairs ();
  g_autoptr (PggResultModel) model = pgg_result_model_new (result);
  PggRowItem *first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_autoptr (PggRowItem) second = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_autoptr (PggRowItem) again = g_list_model_get_item (G_LIST_MODEL (model), 0);

  g_assert_true (first == again);
  g_assert_true (first != second);

  /* Both references go: the item is not kept. */
  g_object_add_weak_pointer (G_OBJECT (first), (gpointer *) &first);
  g_object_unref (first);
  g_assert_nonnull (first);
  g_clear_object (&again);
  g_assert_null (first);

  again = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_cmpuint (pgg_row_item_get_position (again), ==, 0);
}

static void
test_item (void)
{
  g_autoptr (PggResult) result = make_pairs ();
  g_autoptr (PggResultModel) model = pgg_result_model_new (result);
  g_autoptr (PggRowItem) item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_autoptr (PggRow) property = NULL;
  GError *error = NULL;
  guint position;

  /* An item outlives its model and the result. */
  g_clear_object (&model);
  g_clear_pointer (&result, pgg_result_unref);

  g_object_get (item, "row", &property, "position", &position, NULL);
  g_assert_true (property == pgg_row_item_get_row (item));
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpstr (pgg_row_item_get_text (item, "value", NULL), ==, "one");
  g_assert_cmpint (g_value_get_int (pgg_row_item_get_value (item, "key", NULL)), ==, 1);

  g_assert_null (pgg_row_item_get_text (item, "KEY", &error));
  assert_client_error (error, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The result has no column \"KEY\"");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/result-model/list", test_list);
  g_test_add_func ("/result-model/same-object", test_same_object);
  g_test_add_func ("/result-model/item", test_item);

  return g_test_run ();
}
