/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows as objects of the application's classes. */

#include "config.h"

#include "pgg-object-plan-private.h"

#include "pgg-row.h"

/**
 * pgg_result_to_objects:
 * @self: a result
 * @type: a class of objects
 * @flags: how exact the objects must be
 * @error: return location for an error
 *
 * Makes an object of each row: the value of each column goes to the property of its name.
 *
 * A property `display-name` belongs to the column `display_name` or `display-name`. Properties that
 * can only be set when an object is made are set as well. Numbers of other types are taken if the
 * property holds them exactly, texts by enumerations and flags with such a nick or name (several
 * flags are separated by commas, blanks or bars), numbers by them if there is such a value, and a
 * string takes the text of any value that is neither a number nor a boolean nor bytes. A list of
 * strings takes an array of texts with one dimension and without NULL in it, a variant what
 * [method@Result.get_variant] gives. Values of boxed types are given as they are. A NULL is %NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @type is no class of which objects can be made,
 * or a column has no property of its own that can be written; with %PGG_CLIENT_ERROR_NULL_VALUE if
 * a column is NULL whose property has no NULL; and with %PGG_CLIENT_ERROR_CONVERSION if a property
 * cannot hold a value, which is so for one out of its range as well. See [flags@ObjectFlags] for
 * what may be let pass.
 *
 * Returns: (transfer container) (element-type GObject): the objects
 * Since: 1.0
 */
GPtrArray *
pgg_result_to_objects (PggResult       *self,
                       GType            type,
                       PggObjectFlags   flags,
                       GError         **error)
{
  g_autoptr (GPtrArray) objects = NULL;
  g_autoptr (PggObjectPlan) plan = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  plan = pgg_object_plan_new (self, type, flags, error);
  if (plan == NULL)
    return NULL;

  objects = g_ptr_array_new_full (self->n_rows, g_object_unref);
  for (guint row = 0; row < self->n_rows; row++)
    {
      GObject *object = pgg_object_plan_make (plan, self, row, error);

      if (object == NULL)
        return NULL;
      g_ptr_array_add (objects, object);
    }

  return g_steal_pointer (&objects);
}

/**
 * pgg_row_to_object:
 * @self: a row
 * @type: a class of objects
 * @flags: how exact the object must be
 * @error: return location for an error
 *
 * Makes an object of the row, see [method@Result.to_objects].
 *
 * Fails like [method@Result.to_objects].
 *
 * Returns: (transfer full): the object
 * Since: 1.0
 */
GObject *
pgg_row_to_object (PggRow          *self,
                   GType            type,
                   PggObjectFlags   flags,
                   GError         **error)
{
  g_autoptr (PggObjectPlan) plan = NULL;
  PggResult *result;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  result = pgg_row_get_result (self);
  plan = pgg_object_plan_new (result, type, flags, error);
  if (plan == NULL)
    return NULL;

  return pgg_object_plan_make (plan, result, pgg_row_get_index (self), error);
}
