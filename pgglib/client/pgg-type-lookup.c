/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asks the server for the types of parameters that go by their names. */

#include "config.h"

#include "pgg-type-lookup-private.h"

#include "pgg-connection-private.h"
#include "pgg-interpreter-private.h"
#include "pgg-params-private.h"
#include "engine/pgg-execute-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "pq/pgg-pq-params-private.h"

/*
 * The server reads the names; those of types that it does not have give NULL. It refuses to read
 * one in a schema that the user may not use (LookupExplicitNamespace () in
 * src/backend/catalog/namespace.c), although values of the type may come from a table elsewhere,
 * and be sent: such a type is found in the catalog.
 */
#define FIND_TYPES \
  "SELECT CASE WHEN s.oid IS NULL THEN pg_catalog.to_regtype (n)::pg_catalog.oid ELSE (" \
  "SELECT CASE WHEN pg_catalog.right (n, 2) OPERATOR(pg_catalog.=) '[]' THEN t.typarray " \
  "ELSE t.oid END FROM pg_catalog.pg_type t " \
  "WHERE t.typnamespace OPERATOR(pg_catalog.=) s.oid " \
  "AND t.typname OPERATOR(pg_catalog.=) p[2]) END, n " \
  "FROM pg_catalog.unnest ($1::pg_catalog.text[]) AS a (n) " \
  "CROSS JOIN LATERAL pg_catalog.parse_ident (n, false) AS i (p) " \
  "LEFT JOIN pg_catalog.pg_namespace s ON pg_catalog.cardinality (p) OPERATOR(pg_catalog.=) 2 " \
  "AND s.nspname OPERATOR(pg_catalog.=) p[1] " \
  "AND NOT pg_catalog.has_schema_privilege (s.oid, 'USAGE')"

void
pgg_type_lookup_clear (PggTypeLookup *self)
{
  g_clear_object (&self->operation);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

/* With the lock held. */
static gboolean
is_asked (PggConnection *connection,
          const char    *name)
{
  PggTypeLookup *self = &connection->type_lookup;

  return self->operation != NULL && !self->operation->done &&
         g_hash_table_contains (self->names, name);
}

static void
add_type (PggConnection *connection,
          const char    *name,
          guint32        likely,
          GHashTable    *unknown)
{
  if (name != NULL && !pgg_interpreter_knows_type (connection->session, name, likely) &&
      !is_asked (connection, name))
    g_hash_table_add (unknown, g_strdup (name));
}

static void
add_element (PggConnection *connection,
             const char    *name,
             GHashTable    *unknown)
{
  if (name != NULL && !pgg_interpreter_knows_element (connection->session, name) &&
      !is_asked (connection, name))
    g_hash_table_add (unknown, g_strdup (name));
}

static void
add_unknown (PggConnection *connection,
             PggPqParams   *params,
             GHashTable    *unknown)
{
  for (guint i = 0; i < pgg_pq_params_get_n_params (params); i++)
    {
      add_type (connection, pgg_pq_params_get_type_name (params, i),
                pgg_pq_params_get_types (params)[i], unknown);
      add_element (connection, pgg_pq_params_get_element_name (params, i), unknown);
    }
}

static GHashTable *
find_unknown (PggConnection      *connection,
              PggPqParams *const *params,
              guint               n_params)
{
  PggQueue *queue = &connection->session->queue;
  GHashTable *unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  pgg_queue_lock (queue);
  for (guint i = 0; i < n_params; i++)
    if (params[i] != NULL && pgg_pq_params_has_type_names (params[i]))
      add_unknown (connection, params[i], unknown);
  pgg_queue_unlock_quietly (queue);

  return unknown;
}

static PggOperation *
ask (PggConnection *connection,
     GHashTable    *names)
{
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autofree const char **list = (const char **) g_hash_table_get_keys_as_array (names, NULL);
  PggExecuteRequest request = {
    .sql = FIND_TYPES,
    .result_format = PGG_PQ_FORMAT_BINARY,
    .is_outside = TRUE,
    .is_alone = TRUE,
    .hint = PGG_INTERPRETER_HINT_NAMES,
  };

  pgg_params_append_text_array (params, list, g_hash_table_size (names), NULL, 0, NULL);
  request.params = pgg_params_peek_pq (params);

  return pgg_execute_operation_start (connection->session, &request, NULL, NULL,
                                      pgg_connection_get_timeout (connection));
}

static gboolean
has_names (PggPqParams *const *params,
           guint               n_params)
{
  for (guint i = 0; i < n_params; i++)
    if (params[i] != NULL && pgg_pq_params_has_type_names (params[i]))
      return TRUE;

  return FALSE;
}

void
pgg_type_lookup_start (PggConnection      *connection,
                       PggPqParams *const *params,
                       guint               n_params)
{
  PggQueue *queue = &connection->session->queue;
  g_autoptr(GHashTable) names = NULL;
  PggTypeLookup lookup;
  PggTypeLookup last;

  if (!has_names (params, n_params))
    return;

  names = find_unknown (connection, params, n_params);
  if (g_hash_table_size (names) == 0)
    return;

  lookup.operation = ask (connection, names);
  lookup.names = g_steal_pointer (&names);
  pgg_queue_lock (queue);
  last = connection->type_lookup;
  connection->type_lookup = lookup;
  pgg_queue_unlock_quietly (queue);
  pgg_type_lookup_clear (&last);
}
