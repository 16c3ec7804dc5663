/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A parameter of connection strings: its value, its default and how to ask a user for it. */

#include "config.h"

#include "pgg-pq-conninfo-option.h"

#include "pgg-client-error.h"
#include "pgg-pq-conninfo-option-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggPqConninfoOption:
 *
 * A parameter of connection strings, libpq's `PQconninfoOption`.
 *
 * Since: 1.0
 */
struct _PggPqConninfoOption
{
  const PQconninfoOption *option; /* one of */
  PQconninfoOption **options;     /* libpq's, which all of them share; reference counted */
};

G_DEFINE_BOXED_TYPE (PggPqConninfoOption, pgg_pq_conninfo_option,
                     pgg_pq_conninfo_option_ref, pgg_pq_conninfo_option_unref)

static void
options_free (PQconninfoOption **options)
{
  PQconninfoFree (*options);
}

static void
option_free (PggPqConninfoOption *self)
{
  g_atomic_rc_box_release_full (self->options, (GDestroyNotify) options_free);
}

static PggPqConninfoOption *
option_new (const PQconninfoOption  *option,
            PQconninfoOption       **options)
{
  PggPqConninfoOption *self = g_atomic_rc_box_new (PggPqConninfoOption);

  self->option = option;
  self->options = g_atomic_rc_box_acquire (options);

  return self;
}

/* Takes @options. */
GPtrArray *
pgg_pq_conninfo_options_new_take (PQconninfoOption  *options,
                                  GError           **error)
{
  GPtrArray *array;
  PQconninfoOption **shared;

  if (options == NULL)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
                           _("libpq gave no connection parameters"));
      return NULL;
    }

  shared = g_atomic_rc_box_new (PQconninfoOption *);
  *shared = options;
  array = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_pq_conninfo_option_unref);
  for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
    g_ptr_array_add (array, option_new (option, shared));
  g_atomic_rc_box_release_full (shared, (GDestroyNotify) options_free);

  return array;
}

/**
 * pgg_pq_conninfo_option_ref:
 * @self: a parameter
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqConninfoOption *
pgg_pq_conninfo_option_ref (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_conninfo_option_unref:
 * @self: (transfer full): a parameter
 *
 * Drops a reference and frees the parameter with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_conninfo_option_unref (PggPqConninfoOption *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) option_free);
}

/**
 * pgg_pq_conninfo_option_get_keyword:
 * @self: a parameter
 *
 * Gets the name of the parameter.
 *
 * Returns: (transfer none): the text
 * Since: 1.0
 */
const char *
pgg_pq_conninfo_option_get_keyword (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->option->keyword;
}

/**
 * pgg_pq_conninfo_option_get_envvar:
 * @self: a parameter
 *
 * Gets the name of the environment variable with the default, %NULL if there is none.
 *
 * Returns: (transfer none) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_conninfo_option_get_envvar (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->option->envvar;
}

/**
 * pgg_pq_conninfo_option_get_compiled:
 * @self: a parameter
 *
 * Gets the default that was compiled into libpq, %NULL if there is none.
 *
 * Returns: (transfer none) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_conninfo_option_get_compiled (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->option->compiled;
}

/**
 * pgg_pq_conninfo_option_has_val:
 * @self: a parameter
 *
 * Tells whether the parameter has a value, which may be empty.
 *
 * Returns: whether there is a value
 * Since: 1.0
 */
gboolean
pgg_pq_conninfo_option_has_val (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->option->val != NULL;
}

/**
 * pgg_pq_conninfo_option_get_val:
 * @self: a parameter
 * @length: (out) (optional): number of bytes
 *
 * Gets the value of the parameter, %NULL if it has none.
 *
 * Bindings see %NULL as an empty array, [method@PqConninfoOption.has_val] tells them apart.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the value
 * Since: 1.0
 */
const char *
pgg_pq_conninfo_option_get_val (PggPqConninfoOption *self,
                                gsize               *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->option->val, length);
}

/**
 * pgg_pq_conninfo_option_get_label:
 * @self: a parameter
 *
 * Gets a label for an entry in a dialogue.
 *
 * Returns: (transfer none) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_conninfo_option_get_label (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->option->label;
}

/**
 * pgg_pq_conninfo_option_get_dispchar:
 * @self: a parameter
 *
 * Gets how to show the value in a dialogue: as it is if empty, hidden if `*`, not at all unless
 * for debugging if `D`.
 *
 * Returns: (transfer none) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_conninfo_option_get_dispchar (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->option->dispchar;
}

/**
 * pgg_pq_conninfo_option_get_dispsize:
 * @self: a parameter
 *
 * Gets the size of an entry in a dialogue, in characters.
 *
 * Returns: the size
 * Since: 1.0
 */
int
pgg_pq_conninfo_option_get_dispsize (PggPqConninfoOption *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->option->dispsize;
}

/**
 * pgg_pq_conndefaults:
 *
 * Gets all parameters that connection strings can have, with their defaults from the
 * environment.
 *
 * See `PQconndefaults()`.
 *
 * Errors: `PGG_CLIENT_ERROR_FAILED` if there is no memory.
 *
 * Returns: (transfer container) (element-type PggPqConninfoOption): the parameters
 * Since: 1.0
 */
GPtrArray *
pgg_pq_conndefaults (GError **error)
{
  return pgg_pq_conninfo_options_new_take (PQconndefaults (), error);
}

/**
 * pgg_pq_conninfo_parse:
 * @conninfo: (array length=conninfo_length) (element-type guint8): a connection string or URI
 * @conninfo_length: number of bytes, or -1 if @conninfo ends in a NUL byte
 *
 * Splits a connection string or URI into its parameters, without defaults.
 *
 * See `PQconninfoParse()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_CONNINFO` with libpq's message if it cannot be understood,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: (transfer container) (element-type PggPqConninfoOption): all parameters, those that
 *   @conninfo names with values
 * Since: 1.0
 */
GPtrArray *
pgg_pq_conninfo_parse (const char  *conninfo,
                       gssize       conninfo_length,
                       GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PQconninfoOption *options;
  char *message = NULL;

  text = pgg_pq_text_to_c ("conninfo", conninfo, conninfo_length, &copy, error);
  if (text == NULL)
    return NULL;

  options = PQconninfoParse (text, &message);
  if (options == NULL && message != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (message, -1);

      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO,
                           g_strchomp (valid));
      PQfreemem (message);
      return NULL;
    }

  return pgg_pq_conninfo_options_new_take (options, error);
}
