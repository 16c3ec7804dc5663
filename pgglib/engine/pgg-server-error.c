/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domain of the errors that the server reports, and what errors mean to a caller. */

#include "config.h"

#include "pgg-server-error-private.h"

#include "pgg-client-error.h"
#include "pgg-diagnostics-private.h"
#include "pgg-sql-state.h"

typedef struct
{
  PggDiagnostics *diagnostics;
} Private;

/* GLib keeps what is private before the error, aligned as its structures are. That is what
 * G_DEFINE_EXTENDED_ERROR () relies on, which would name the domain otherwise than all others. */
static Private *
get_private (const GError *error)
{
  const gsize alignment = 2 * sizeof (gsize);
  const gsize size = (sizeof (Private) + alignment - 1) & -alignment;

  return (Private *) ((guint8 *) error - size);
}

static void
private_init (GError *error)
{
  get_private (error)->diagnostics = NULL;
}

static void
private_copy (const GError *source,
              GError       *target)
{
  if (get_private (source)->diagnostics != NULL)
    get_private (target)->diagnostics = pgg_diagnostics_ref (get_private (source)->diagnostics);
}

static void
private_clear (GError *error)
{
  g_clear_pointer (&get_private (error)->diagnostics, pgg_diagnostics_unref);
}

/**
 * pgg_server_error_quark:
 *
 * The domain of [error@ServerError], the errors that the server reports.
 *
 * The code of such an error is its SQLSTATE, see [enum@SqlState], or 0 if the server sent none; its
 * message is the server's primary message. [func@Diagnostics.from_error] tells the rest.
 *
 * Returns: the quark
 * Since: 1.0
 */
GQuark
pgg_server_error_quark (void)
{
  static gsize quark;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, g_error_domain_register_static ("pgg-server-error-quark",
                                                               sizeof (Private), private_init,
                                                               private_copy, private_clear));

  return (GQuark) quark;
}

/* The first two characters of a state are its class. */
#define CLASS_MASK 0xFFF
#define CLASS_OF(state) ((state) & CLASS_MASK)

static gboolean
state_is_retryable (guint state)
{
  return state == PGG_SQL_STATE_SERIALIZATION_FAILURE ||
         state == PGG_SQL_STATE_DEADLOCK_DETECTED;
}

static gboolean
state_is_transient (guint state)
{
  static const guint states[] = {
    PGG_SQL_STATE_ADMIN_SHUTDOWN,
    PGG_SQL_STATE_CRASH_SHUTDOWN,
    PGG_SQL_STATE_CANNOT_CONNECT_NOW,
    PGG_SQL_STATE_LOCK_NOT_AVAILABLE,
    PGG_SQL_STATE_OBJECT_IN_USE,
    PGG_SQL_STATE_SYSTEM_ERROR,
    PGG_SQL_STATE_IO_ERROR,
  };

  if (CLASS_OF (state) == CLASS_OF (PGG_SQL_STATE_INSUFFICIENT_RESOURCES))
    return TRUE;
  if (CLASS_OF (state) == CLASS_OF (PGG_SQL_STATE_CONNECTION_EXCEPTION))
    return state != PGG_SQL_STATE_PROTOCOL_VIOLATION;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (states[i] == state)
      return TRUE;

  return state_is_retryable (state);
}

GError *
pgg_server_error_new (PggDiagnostics *diagnostics)
{
  GError *error = g_error_new_literal (PGG_SERVER_ERROR,
                                       (int) pgg_diagnostics_get_code (diagnostics),
                                       pgg_diagnostics_get_message_primary (diagnostics));

  get_private (error)->diagnostics = pgg_diagnostics_ref (diagnostics);

  return error;
}

void
pgg_server_error_set_batch_index (GError *error,
                                  guint   index)
{
  PggDiagnostics *diagnostics = get_private (error)->diagnostics;

  if (diagnostics != NULL)
    pgg_diagnostics_set_batch_index (diagnostics, index);
}

/**
 * pgg_diagnostics_from_error:
 * @error: an error
 *
 * Gets what the server told about an error.
 *
 * Bindings that make their own copy of an error from its domain, code and message (PyGObject does)
 * lose the diagnostics: get them from the connection there.
 *
 * Returns: (transfer full) (nullable): the diagnostics, or %NULL if @error is not in the server
 *   error domain or comes without them
 * Since: 1.0
 */
PggDiagnostics *
pgg_diagnostics_from_error (const GError *error)
{
  PggDiagnostics *diagnostics;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != PGG_SERVER_ERROR)
    return NULL;

  diagnostics = get_private (error)->diagnostics;
  return diagnostics == NULL ? NULL : pgg_diagnostics_ref (diagnostics);
}

/**
 * pgg_error_is_transient:
 * @error: an error of any domain
 *
 * Tells whether the same work may succeed later without any change to it: the server was starting,
 * stopping or out of resources, a lock was not available, the transaction lost against another one,
 * or the connection could not be made or broke.
 *
 * The states are those of the classes 08 (but 08P01) and 53, and 40001, 40P01, 55006, 55P03, 57P01,
 * 57P02, 57P03, 58000 and 58030; on this side they are lost and failed connections and what ran out
 * of time. Whether a statement was executed before a connection broke cannot be told.
 *
 * Only domain and code of @error are looked at.
 *
 * Returns: %TRUE if it is worth trying again later, possibly on a new connection
 * Since: 1.0
 */
gboolean
pgg_error_is_transient (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain == PGG_SERVER_ERROR)
    return state_is_transient ((guint) error->code);

  return g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

/**
 * pgg_error_is_retryable:
 * @error: an error of any domain
 *
 * Tells whether the transaction lost against a concurrent one (a serialization failure or a
 * deadlock), so that the whole of it can be run again at once on the same connection.
 *
 * Only domain and code of @error are looked at.
 *
 * Returns: %TRUE if the transaction should be rolled back and run again
 * Since: 1.0
 */
gboolean
pgg_error_is_retryable (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return error->domain == PGG_SERVER_ERROR && state_is_retryable ((guint) error->code);
}
