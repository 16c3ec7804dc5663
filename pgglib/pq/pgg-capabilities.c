/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the libpq in use can do. */

#include "config.h"

#include "pgg-capabilities.h"

#include "pgg-client-error.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *function;
  int version;
  gboolean built;
} Capability;

static const Capability capabilities[] = {
  [PGG_CAPABILITY_PIPELINE] = { "PQenterPipelineMode()", 140000, TRUE },
  [PGG_CAPABILITY_SET_TRACE_FLAGS] = { "PQsetTraceFlags()", 140000, TRUE },
  [PGG_CAPABILITY_ENCRYPT_PASSWORD] = { "PQencryptPasswordConn()", 100000, TRUE },
#ifdef HAVE_PQCONNECTIONUSEDGSSAPI
  [PGG_CAPABILITY_USED_GSSAPI] = { "PQconnectionUsedGSSAPI()", 160000, TRUE },
#else
  [PGG_CAPABILITY_USED_GSSAPI] = { "PQconnectionUsedGSSAPI()", 160000, FALSE },
#endif
#ifdef HAVE_PQCANCELCREATE
  [PGG_CAPABILITY_CANCEL_CONN] = { "PQcancelCreate()", 170000, TRUE },
#else
  [PGG_CAPABILITY_CANCEL_CONN] = { "PQcancelCreate()", 170000, FALSE },
#endif
#ifdef HAVE_PQSETCHUNKEDROWSMODE
  [PGG_CAPABILITY_CHUNKED_ROWS] = { "PQsetChunkedRowsMode()", 170000, TRUE },
#else
  [PGG_CAPABILITY_CHUNKED_ROWS] = { "PQsetChunkedRowsMode()", 170000, FALSE },
#endif
#ifdef HAVE_PQCLOSEPREPARED
  [PGG_CAPABILITY_CLOSE_PREPARED] = { "PQclosePrepared()", 170000, TRUE },
#else
  [PGG_CAPABILITY_CLOSE_PREPARED] = { "PQclosePrepared()", 170000, FALSE },
#endif
#ifdef HAVE_PQCHANGEPASSWORD
  [PGG_CAPABILITY_CHANGE_PASSWORD] = { "PQchangePassword()", 170000, TRUE },
#else
  [PGG_CAPABILITY_CHANGE_PASSWORD] = { "PQchangePassword()", 170000, FALSE },
#endif
#ifdef HAVE_PQSENDPIPELINESYNC
  [PGG_CAPABILITY_SEND_PIPELINE_SYNC] = { "PQsendPipelineSync()", 170000, TRUE },
#else
  [PGG_CAPABILITY_SEND_PIPELINE_SYNC] = { "PQsendPipelineSync()", 170000, FALSE },
#endif
#ifdef HAVE_PQSOCKETPOLL
  [PGG_CAPABILITY_SOCKET_POLL] = { "PQsocketPoll()", 170000, TRUE },
#else
  [PGG_CAPABILITY_SOCKET_POLL] = { "PQsocketPoll()", 170000, FALSE },
#endif
#ifdef HAVE_PQGETCURRENTTIMEUSEC
  [PGG_CAPABILITY_CURRENT_TIME_USEC] = { "PQgetCurrentTimeUSec()", 170000, TRUE },
#else
  [PGG_CAPABILITY_CURRENT_TIME_USEC] = { "PQgetCurrentTimeUSec()", 170000, FALSE },
#endif
#ifdef HAVE_PQFULLPROTOCOLVERSION
  [PGG_CAPABILITY_FULL_PROTOCOL_VERSION] = { "PQfullProtocolVersion()", 180000, TRUE },
#else
  [PGG_CAPABILITY_FULL_PROTOCOL_VERSION] = { "PQfullProtocolVersion()", 180000, FALSE },
#endif
#ifdef HAVE_PQSETAUTHDATAHOOK
  [PGG_CAPABILITY_AUTH_DATA_HOOK] = { "PQsetAuthDataHook()", 180000, TRUE },
#else
  [PGG_CAPABILITY_AUTH_DATA_HOOK] = { "PQsetAuthDataHook()", 180000, FALSE },
#endif
};

static const Capability *
find (PggCapability capability)
{
  if ((gsize) capability < G_N_ELEMENTS (capabilities))
    return &capabilities[capability];

  return NULL;
}

/**
 * pgg_capabilities_has:
 * @capability: what is wanted
 *
 * Tells whether the libpq that this library was built with has what is wanted.
 *
 * The functions of this library are the same with every libpq; those that need a newer one fail
 * with `PGG_CLIENT_ERROR_NOT_SUPPORTED`.
 *
 * Returns: whether it is there
 * Since: 1.0
 */
gboolean
pgg_capabilities_has (PggCapability capability)
{
  const Capability *found = find (capability);

  return found != NULL && found->built;
}

/**
 * pgg_capabilities_check:
 * @capability: what is wanted
 *
 * Checks that the libpq that this library was built with has what is wanted.
 *
 * Errors: `PGG_CLIENT_ERROR_NOT_SUPPORTED`, with the versions that are needed, built with and in
 * use, `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for an unknown @capability.
 *
 * Returns: whether it is there
 * Since: 1.0
 */
gboolean
pgg_capabilities_check (PggCapability   capability,
                        GError        **error)
{
  const Capability *found = find (capability);

  if (found == NULL)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("There is no capability %d"), (int) capability);
      return FALSE;
    }

  if (!found->built)
    pgg_pq_set_unsupported (error, found->function, found->version);
  return found->built;
}
