/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names of parameters. */

#include "config.h"

#include "pgg-params-private.h"

#include "pgg-client-error.h"
#include "pq/pgg-pq-params-private.h"

#include <glib/gi18n-lib.h>

const char *const *
pgg_params_peek_names (PggParams *self)
{
  return pgg_pq_params_get_names (self->pq);
}

/* The rules of identifiers in SQL (src/backend/parser/scan.l), without which no placeholder could
 * be written. */
static gboolean
is_identifier (const char *name)
{
  if (!g_utf8_validate (name, -1, NULL) || name[0] == '\0' || g_ascii_isdigit (name[0]))
    return FALSE;

  for (const char *next = name; *next != '\0'; next++)
    if (!g_ascii_isalnum (*next) && *next != '_' && (*next & 0x80) == 0)
      return FALSE;

  return TRUE;
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  if (!is_identifier (name))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                           _("The name of a parameter is made of letters, digits and underscores, "
                             "and does not begin with a digit"));
      return FALSE;
    }

  return TRUE;
}

/* FALSE if there is no value that could have the name. */
static gboolean
check_last (PggParams   *self,
            const char  *name,
            GError     **error)
{
  if (pgg_params_get_n_params (self) > 0)
    return check_name (name, error);

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                       _("There is no parameter that could be given a name"));
  return FALSE;
}

/**
 * pgg_params_set_name:
 * @self: parameters
 * @name: the name, without a colon
 * @error: return location for an error
 *
 * Names the value that was appended last, for SQL with `:name` in place of `$1`.
 *
 * A value that has a name already gets another one.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_STATE if there is no value, and with
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT if another value has this name, or if it is not made of
 * letters, digits and underscores; letters that are not ASCII are fine.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_set_name (PggParams   *self,
                     const char  *name,
                     GError     **error)
{
  guint last;
  int index;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_last (self, name, error))
    return FALSE;

  last = pgg_params_get_n_params (self) - 1;
  index = pgg_params_find_name (self, name);
  if (index >= 0 && (guint) index != last)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameter %d has the name “%s” already"), index + 1, name);
      return FALSE;
    }

  pgg_pq_params_set_name (pgg_params_get_writable (self), last, name);
  return TRUE;
}

/* Names the last value, or puts it in the place of the one that has the name. */
static void
take_name (PggParams  *self,
           const char *name)
{
  int index = pgg_params_find_name (self, name);
  PggPqParams *writable = pgg_params_get_writable (self);

  if (index >= 0)
    pgg_pq_params_move_last (writable, (guint) index);
  else
    pgg_pq_params_set_name (writable, pgg_params_get_n_params (self) - 1, name);
}

/**
 * pgg_params_take_name:
 * @self: parameters
 * @name: the name, without a colon
 * @error: return location for an error
 *
 * Names the value that was appended last as [method@Params.set_name] does, but replaces the value
 * that has the name already, whose place it takes.
 *
 * Together with the functions that append values it does for all of them what
 * [method@Params.set_named_value] does for a [struct@GObject.Value].
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_STATE if there is no value, and with
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT if the name is not made of letters, digits and underscores;
 * the value stays appended, without this name.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_take_name (PggParams   *self,
                      const char  *name,
                      GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_last (self, name, error))
    return FALSE;

  take_name (self, name);
  return TRUE;
}

/**
 * pgg_params_get_name:
 * @self: parameters
 * @index: the index of a value, from 0
 * @error: return location for an error
 *
 * Gets the name of a value.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such value.
 *
 * Returns: (nullable): the name, or %NULL if the value has none
 * Since: 1.0
 */
const char *
pgg_params_get_name (PggParams  *self,
                     guint       index,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (index >= pgg_params_get_n_params (self))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                   _("There is no parameter with the index %u, there are %u"), index,
                   pgg_params_get_n_params (self));
      return NULL;
    }

  return pgg_pq_params_get_name (self->pq, index);
}

/**
 * pgg_params_find_name:
 * @self: parameters
 * @name: a name
 *
 * Finds the value with a name.
 *
 * Returns: the index of the value, from 0, or -1 if there is none
 * Since: 1.0
 */
int
pgg_params_find_name (PggParams  *self,
                      const char *name)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (name != NULL, -1);

  for (guint i = 0; pgg_params_peek_names (self) != NULL && i < pgg_params_get_n_params (self); i++)
    if (g_strcmp0 (pgg_pq_params_get_name (self->pq, i), name) == 0)
      return (int) i;

  return -1;
}

/**
 * pgg_params_set_named_value:
 * @self: parameters
 * @name: the name, without a colon
 * @value: the value
 * @error: return location for an error
 *
 * Gives the parameter with a name a value: appends it, or replaces the value it has.
 *
 * Fails like [method@Params.append_value] and [method@Params.set_name]; the parameters are
 * unchanged then.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_set_named_value (PggParams     *self,
                            const char    *name,
                            const GValue  *value,
                            GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (G_IS_VALUE (value), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_name (name, error))
    return FALSE;
  if (!pgg_params_append_value (self, value, error))
    {
      g_prefix_error (error, _("The value for “%s”: "), name);
      return FALSE;
    }

  take_name (self, name);
  return TRUE;
}
