/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The types of the database of a connection. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-connection-private.h"

#include "pgg-client-error.h"
#include "pgg-interpreter-private.h"
#include "pgg-params-private.h"
#include "engine/pgg-execute-operation-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-context-private.h"
#include "wait/pgg-operation-run-private.h"

/* The server reads the name, so that it may be quoted, have a schema, or be that of an array. */
#define FIND_TYPE "SELECT pg_catalog.to_regtype ($1::pg_catalog.text)::pg_catalog.oid"

static PggTypeInfo *
ref_type (const PggTypeMap *types,
          guint32           oid)
{
  const PggTypeInfo *type = pgg_type_map_lookup (types, oid);

  return type != NULL ? pgg_type_info_ref ((PggTypeInfo *) type) : NULL;
}

/* NULL if there is no such type; what there was to know of it is in the map by now. */
static gpointer
convert_to_type (PggPqResult **results,
                 guint         n_results,
                 gpointer      before,
                 gpointer      after)
{
  const PggCodecContext *context = after;
  guint32 oid = 0;

  for (guint i = 0; i < n_results; i++)
    {
      oid = pgg_interpreter_read_oid (pgg_pq_result_peek (results[i]), 0);
      pgg_pq_result_unref (results[i]);
    }

  return ref_type (context->types, oid);
}

/**
 * pgg_connection_lookup_type:
 * @self: a connection
 * @name: the name of a type, as SQL has it
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Looks a type up by its name.
 *
 * The server reads the name: it may have a schema or quotes, or be that of an array such as
 * `my_type[]`; without a schema the search path of the session says which type it is. All that is
 * found in the type becomes known as well. There is no need to do this before values of a type are
 * read: types are looked up when they are met.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no such type, and
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): the type
 *
 * Since: 1.0
 */
PggTypeInfo *
pgg_connection_lookup_type (PggConnection  *self,
                            const char     *name,
                            GCancellable   *cancellable,
                            GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_lookup_type_start (self, name);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_lookup_type_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_lookup_type_async:
 * @self: a connection
 * @name: the name of a type, as SQL has it
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.lookup_type].
 *
 * Since: 1.0
 */
void
pgg_connection_lookup_type_async (PggConnection       *self,
                                  const char          *name,
                                  int                  io_priority,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_lookup_type_start (self, name);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_lookup_type_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.lookup_type_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.lookup_type_async] or
 * [method@Connection.lookup_type_start].
 *
 * Possible errors are those of [method@Connection.lookup_type].
 *
 * Returns: (transfer full): the type
 *
 * Since: 1.0
 */
PggTypeInfo *
pgg_connection_lookup_type_finish (PggConnection  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  GError *local_error = NULL;
  PggTypeInfo *type;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  type = pgg_connection_finish_pointer (self, result, pgg_connection_lookup_type_start,
                                        &local_error);
  if (type == NULL && local_error == NULL)
    local_error = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                                       _("The database has no type of this name"));
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return type;
}

/**
 * pgg_connection_lookup_type_start:
 * @self: a connection
 * @name: the name of a type, as SQL has it
 *
 * Begins [method@Connection.lookup_type] and hands out the operation, for whoever waits in their
 * own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.lookup_type_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_lookup_type_start (PggConnection *self,
                                  const char    *name)
{
  g_autoptr(PggParams) params = pgg_params_new ();
  PggExecuteRequest request = {
    .sql = FIND_TYPE,
    .result_format = PGG_PQ_FORMAT_BINARY,
    .hint = PGG_INTERPRETER_HINT_TYPES,
    .needs_answer = TRUE,
    .convert = convert_to_type,
    .destroy = (GDestroyNotify) pgg_type_info_unref,
  };

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  pgg_params_append_text (params, name, NULL);
  request.params = pgg_params_peek_pq (params);

  return pgg_execute_operation_start (self->session, &request, self,
                                      pgg_connection_lookup_type_start,
                                      pgg_connection_get_budget (self, -1));
}

/**
 * pgg_connection_get_type_info:
 * @self: a connection
 * @oid: the OID of a type
 *
 * Gets what is known of a type, without asking the server.
 *
 * Types that every server has are always known, others after they were met in a result, or were
 * looked up with [method@Connection.lookup_type], by any connection to the same database.
 *
 * Returns: (transfer full) (nullable): the type, or %NULL if nothing is known of it
 *
 * Since: 1.0
 */
PggTypeInfo *
pgg_connection_get_type_info (PggConnection *self,
                              guint32        oid)
{
  g_autoptr(PggTypeMap) types = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  pgg_queue_lock (&self->session->queue);
  types = pgg_interpreter_dup_types (self->session);
  pgg_queue_unlock_quietly (&self->session->queue);

  return ref_type (types, oid);
}

/**
 * pgg_connection_forget_types:
 * @self: a connection
 *
 * Forgets what is known of the types of the database, for all connections to it, so that they are
 * looked up again when they are met.
 *
 * What a type is may change: an enum gets another label, a table another column. This is noticed
 * where the statement was executed by a connection of this process (`ALTER`, `CREATE VIEW`, `DROP`
 * of what others may depend on, `DO`), and where values have other fields than is known, or a
 * parameter was refused for its type, whoever has changed that. Call this where another process, or
 * a function, has changed what no value shows, such as a name or the order of labels.
 *
 * Since: 1.0
 */
void
pgg_connection_forget_types (PggConnection *self)
{
  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  pgg_interpreter_forget (self->session);
  pgg_queue_unlock_quietly (&self->session->queue);
}

/**
 * pgg_connection_get_codecs: (get-property codecs)
 * @self: a connection
 *
 * Gets the codecs for what is executed on the connection, see [property@Connection:codecs].
 *
 * Returns: (transfer none): the registry
 *
 * Since: 1.0
 */
PggCodecRegistry *
pgg_connection_get_codecs (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return self->codecs;
}
