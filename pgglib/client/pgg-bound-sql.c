/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Gives SQL and its parameters the numbers that the server knows, where they have names. */

#include "config.h"

#include "pgg-bound-sql-private.h"

#include "pgg-connection-private.h"
#include "pgg-params-private.h"
#include "pq/pgg-pq-params-private.h"

/* Of so many parameters the order is found without allocating. */
#define MAX_FEW_NAMES 16

/* As the setting is now; where the connection is not open yet, as it will most likely be. */
gboolean
pgg_bound_sql_has_standard_strings (PggConnection *connection)
{
  PggSession *session = connection->session;
  const char *setting = NULL;
  gboolean standard;

  pgg_queue_lock (&session->queue);
  if (session->status == PGG_CONNECTION_STATUS_OPEN)
    setting = pgg_pq_conn_parameter_status (session->pq, "standard_conforming_strings", -1, NULL,
                                            NULL);
  standard = g_strcmp0 (setting, "off") != 0;
  pgg_queue_unlock_quietly (&session->queue);

  return standard;
}

PggNamedSql *
pgg_bound_sql_read_names (PggConnection  *connection,
                          const char     *sql,
                          GError        **error)
{
  return pgg_named_sql_cache_get (connection->named_sql, sql,
                                  pgg_bound_sql_has_standard_strings (connection), error);
}

static gboolean
read_names (PggBoundSql    *self,
            PggConnection  *connection,
            const char     *sql,
            GError        **error)
{
  self->named = pgg_bound_sql_read_names (connection, sql, error);
  if (self->named == NULL)
    return FALSE;

  self->text = pgg_named_sql_get_text (self->named);
  return TRUE;
}

static gboolean
is_in_order (const guint *order,
             guint        n)
{
  for (guint i = 0; i < n; i++)
    if (order[i] != i)
      return FALSE;

  return TRUE;
}

PggPqParams *
pgg_bound_sql_sort (PggNamedSql  *named,
                    PggPqParams  *params,
                    GError      **error)
{
  guint n_params = pgg_pq_params_get_n_params (params);
  guint few[MAX_FEW_NAMES] = { 0 };
  g_autofree guint *many = NULL;
  guint *order = few;

  if (pgg_named_sql_get_n_names (named) > MAX_FEW_NAMES)
    order = many = g_new0 (guint, pgg_named_sql_get_n_names (named));

  if (!pgg_named_sql_find_order (named, pgg_pq_params_get_names (params), n_params, order,
                                 error))
    return NULL;

  return is_in_order (order, n_params) ? pgg_pq_params_ref (params)
                                       : pgg_pq_params_copy_sorted (params, order);
}

gboolean
pgg_bound_sql_init (PggBoundSql       *self,
                    PggConnection     *connection,
                    PggCodecRegistry  *codecs,
                    const char        *sql,
                    PggParams         *params,
                    GError           **error)
{
  return pgg_bound_sql_init_pq (self, connection, codecs, sql,
                                params != NULL ? pgg_params_peek_pq (params) : NULL, error);
}

/* Takes the parameters, which are written. */
static gboolean
bind_params (PggBoundSql    *self,
             PggConnection  *connection,
             const char     *sql,
             PggPqParams    *params,
             GError        **error)
{
  g_autoptr(PggPqParams) written = params;

  if (written != NULL && pgg_pq_params_get_names (written) == NULL)
    self->params = g_steal_pointer (&written);
  else if (written != NULL && read_names (self, connection, sql, error))
    self->params = pgg_bound_sql_sort (self->named, written, error);

  return self->params != NULL;
}

gboolean
pgg_bound_sql_init_pq (PggBoundSql       *self,
                       PggConnection     *connection,
                       PggCodecRegistry  *codecs,
                       const char        *sql,
                       PggPqParams       *params,
                       GError           **error)
{
  *self = (PggBoundSql) { .text = sql };
  if (params == NULL)
    return TRUE;

  if (!bind_params (self, connection, sql, pgg_params_write (params, connection, codecs, error),
                    error))
    {
      pgg_bound_sql_clear (self);
      return FALSE;
    }

  pgg_type_lookup_start (connection, &self->params, 1);
  return TRUE;
}

void
pgg_bound_sql_clear (PggBoundSql *self)
{
  self->text = NULL;
  g_clear_pointer (&self->params, pgg_pq_params_unref);
  g_clear_pointer (&self->named, pgg_named_sql_unref);
}

/* No set of parameters, which bindings can express, is an empty one. */
static PggPqParams *
make_set (PggBoundSql       *self,
          PggConnection     *connection,
          PggCodecRegistry  *codecs,
          PggParams         *params,
          GError           **error)
{
  g_autoptr(PggPqParams) written =
    params != NULL ? pgg_params_write (pgg_params_peek_pq (params), connection, codecs, error)
                   : pgg_pq_params_new ();

  if (written == NULL || self->named == NULL)
    return g_steal_pointer (&written);

  return pgg_bound_sql_sort (self->named, written, error);
}

static gboolean
has_names (PggParams **params,
           gsize       n_params)
{
  for (gsize i = 0; i < n_params; i++)
    if (params[i] != NULL && pgg_params_peek_names (params[i]) != NULL)
      return TRUE;

  return FALSE;
}

GPtrArray *
pgg_bound_sql_init_many (PggBoundSql       *self,
                         PggConnection     *connection,
                         PggCodecRegistry  *codecs,
                         const char        *sql,
                         PggParams        **params,
                         gsize              n_params,
                         GError           **error)
{
  g_autoptr(GPtrArray) sets = NULL;

  *self = (PggBoundSql) { .text = sql };
  if (has_names (params, n_params) && !read_names (self, connection, sql, error))
    return NULL;

  sets = g_ptr_array_new_full ((guint) n_params, (GDestroyNotify) pgg_pq_params_unref);
  for (gsize i = 0; i < n_params; i++)
    {
      PggPqParams *set = make_set (self, connection, codecs, params[i], error);

      if (set == NULL)
        {
          pgg_bound_sql_clear (self);
          return NULL;
        }
      g_ptr_array_add (sets, set);
    }

  pgg_type_lookup_start (connection, (PggPqParams *const *) sets->pdata, sets->len);
  return g_steal_pointer (&sets);
}
