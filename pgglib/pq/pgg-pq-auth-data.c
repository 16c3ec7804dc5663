/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libpq asks an application for while it authenticates with OAuth. */

#include "config.h"

#include "pgg-pq-auth-data.h"

#include "pgg-pq-handler-private.h"
#include "pgg-pq-text-private.h"

#include <libpq-fe.h>

#include <stdlib.h>
#include <string.h>

/**
 * PggPqAuthData:
 *
 * What libpq asks for while it authenticates with OAuth.
 *
 * Depending on its [method@PqAuthData.get_kind] it is libpq's `PGpromptOAuthDevice` or
 * `PGoauthBearerRequest`; the fields of the other one are %NULL.
 *
 * Since: 1.0
 */
struct _PggPqAuthData
{
  PggPqAuthDataKind kind;
  char *verification_uri;
  char *user_code;
  char *verification_uri_complete;
  int expires_in;
  char *openid_configuration;
  char *scope;
  char *token;
};

G_DEFINE_BOXED_TYPE (PggPqAuthData, pgg_pq_auth_data, pgg_pq_auth_data_ref, pgg_pq_auth_data_unref)

/* Tokens are secrets: they do not stay in freed memory. */
static void
token_free (char *token)
{
  if (token == NULL)
    return;

  explicit_bzero (token, strlen (token));
  g_free (token);
}

static void
auth_data_free (PggPqAuthData *self)
{
  g_free (self->verification_uri);
  g_free (self->user_code);
  g_free (self->verification_uri_complete);
  g_free (self->openid_configuration);
  g_free (self->scope);
  token_free (self->token);
}

#ifdef HAVE_PQSETAUTHDATAHOOK

G_STATIC_ASSERT ((int) PGG_PQ_AUTH_DATA_KIND_PROMPT_OAUTH_DEVICE
                 == (int) PQAUTHDATA_PROMPT_OAUTH_DEVICE);
G_STATIC_ASSERT ((int) PGG_PQ_AUTH_DATA_KIND_OAUTH_BEARER_TOKEN
                 == (int) PQAUTHDATA_OAUTH_BEARER_TOKEN);

/* libpq has one hook for the whole process, so this cannot be part of an object. */
static GMutex hook_lock;
static PggPqHandler *hook; /* protected by hook_lock */

static PggPqHandler *
ref_hook (void)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&hook_lock);

  return hook != NULL ? pgg_pq_handler_ref (hook) : NULL;
}

static PggPqAuthData *
auth_data_new_prompt (const PGpromptOAuthDevice *prompt)
{
  PggPqAuthData *self = g_atomic_rc_box_new0 (PggPqAuthData);

  self->kind = PGG_PQ_AUTH_DATA_KIND_PROMPT_OAUTH_DEVICE;
  self->verification_uri = g_strdup (prompt->verification_uri);
  self->user_code = g_strdup (prompt->user_code);
  self->verification_uri_complete = g_strdup (prompt->verification_uri_complete);
  self->expires_in = prompt->expires_in;
  return self;
}

static PggPqAuthData *
auth_data_new_request (const PGoauthBearerRequest *request)
{
  PggPqAuthData *self = g_atomic_rc_box_new0 (PggPqAuthData);

  self->kind = PGG_PQ_AUTH_DATA_KIND_OAUTH_BEARER_TOKEN;
  self->openid_configuration = g_strdup (request->openid_configuration);
  self->scope = g_strdup (request->scope);
  return self;
}

static void
cleanup_request_cb (PGconn               *conn,
                    PGoauthBearerRequest *request)
{
  g_clear_pointer (&request->token, token_free);
}

/* The answer to a request is its token, which libpq gives back for cleaning up. */
static int
answer_request (PggPqAuthData        *self,
                PGoauthBearerRequest *request)
{
  if (self->token == NULL)
    return PGG_PQ_AUTH_DATA_ANSWER_FAIL;

  request->token = g_strdup (self->token);
  request->cleanup = cleanup_request_cb;
  return PGG_PQ_AUTH_DATA_ANSWER_DONE;
}

static int
auth_data_cb (PGauthData  type,
              PGconn     *conn,
              void       *data)
{
  g_autoptr(PggPqHandler) handler = ref_hook ();
  g_autoptr(PggPqAuthData) self = NULL;
  PggPqAuthDataAnswer answer;

  if (handler != NULL && type == PQAUTHDATA_PROMPT_OAUTH_DEVICE)
    self = auth_data_new_prompt (data);
  else if (handler != NULL && type == PQAUTHDATA_OAUTH_BEARER_TOKEN)
    self = auth_data_new_request (data);

  if (self == NULL)
    return PQdefaultAuthDataHook (type, conn, data);

  answer = ((PggPqAuthDataFunc) handler->func) (self, handler->user_data);
  if (answer == PGG_PQ_AUTH_DATA_ANSWER_PASS)
    return PQdefaultAuthDataHook (type, conn, data);

  if (answer == PGG_PQ_AUTH_DATA_ANSWER_DONE && type == PQAUTHDATA_OAUTH_BEARER_TOKEN)
    return answer_request (self, data);

  return answer;
}

#endif

/**
 * pgg_pq_auth_data_ref:
 * @self: what libpq asks for
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqAuthData *
pgg_pq_auth_data_ref (PggPqAuthData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_auth_data_unref:
 * @self: (transfer full): what libpq asks for
 *
 * Drops a reference and frees what libpq asks for with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_auth_data_unref (PggPqAuthData *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) auth_data_free);
}

/**
 * pgg_pq_auth_data_get_kind:
 * @self: what libpq asks for
 *
 * Gets what kind of thing libpq asks for.
 *
 * Returns: the kind
 * Since: 1.0
 */
PggPqAuthDataKind
pgg_pq_auth_data_get_kind (PggPqAuthData *self)
{
  g_return_val_if_fail (self != NULL, PGG_PQ_AUTH_DATA_KIND_PROMPT_OAUTH_DEVICE);

  return self->kind;
}

/**
 * pgg_pq_auth_data_get_verification_uri:
 * @self: what libpq asks for
 * @length: (out) (optional): number of bytes
 *
 * Gets the address that the user has to visit.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_auth_data_get_verification_uri (PggPqAuthData *self,
                                       gsize         *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->verification_uri, length);
}

/**
 * pgg_pq_auth_data_get_user_code:
 * @self: what libpq asks for
 * @length: (out) (optional): number of bytes
 *
 * Gets the code that the user has to enter there.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_auth_data_get_user_code (PggPqAuthData *self,
                                gsize         *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->user_code, length);
}

/**
 * pgg_pq_auth_data_get_verification_uri_complete:
 * @self: what libpq asks for
 * @length: (out) (optional): number of bytes
 *
 * Gets the address with the code in it, %NULL if there is none.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_auth_data_get_verification_uri_complete (PggPqAuthData *self,
                                                gsize         *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->verification_uri_complete, length);
}

/**
 * pgg_pq_auth_data_get_expires_in:
 * @self: what libpq asks for
 *
 * Gets the time the user has.
 *
 * Returns: the time in seconds
 * Since: 1.0
 */
int
pgg_pq_auth_data_get_expires_in (PggPqAuthData *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->expires_in;
}

/**
 * pgg_pq_auth_data_get_openid_configuration:
 * @self: what libpq asks for
 * @length: (out) (optional): number of bytes
 *
 * Gets the address of the discovery document of the provider.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_auth_data_get_openid_configuration (PggPqAuthData *self,
                                           gsize         *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->openid_configuration, length);
}

/**
 * pgg_pq_auth_data_get_scope:
 * @self: what libpq asks for
 * @length: (out) (optional): number of bytes
 *
 * Gets the scopes that the server wants, %NULL if it does not say.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the text
 * Since: 1.0
 */
const char *
pgg_pq_auth_data_get_scope (PggPqAuthData *self,
                            gsize         *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->scope, length);
}

/**
 * pgg_pq_auth_data_set_token:
 * @self: what libpq asks for
 * @token: (array length=token_length) (element-type guint8): a bearer token
 * @token_length: number of bytes, or -1 if @token ends in a NUL byte
 *
 * Answers a request for a bearer token.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: whether the token was set
 * Since: 1.0
 */
gboolean
pgg_pq_auth_data_set_token (PggPqAuthData  *self,
                            const char     *token,
                            gssize          token_length,
                            GError        **error)
{
  g_autofree char *copy = NULL;
  const char *text;

  g_return_val_if_fail (self != NULL, FALSE);

  text = pgg_pq_text_to_c ("token", token, token_length, &copy, error);
  if (text == NULL)
    return FALSE;

  token_free (self->token);
  self->token = g_strdup (text);
  if (copy != NULL)
    explicit_bzero (copy, strlen (copy));
  return TRUE;
}

/**
 * pgg_pq_set_auth_data_hook:
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): the function that
 *   answers, %NULL to let libpq do what it does by itself
 * @user_data: data for @func
 * @destroy: frees @user_data
 *
 * Sets the function that libpq asks for what OAuth needs, for all connections of the process.
 *
 * It is called while a connection is being made, in the thread that makes it, and should not
 * wait. A token that takes time to get has to be there before. See `PQsetAuthDataHook()`.
 *
 * Errors: `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 18.
 *
 * Returns: whether the hook was set
 * Since: 1.0
 */
gboolean
pgg_pq_set_auth_data_hook (PggPqAuthDataFunc   func,
                           gpointer            user_data,
                           GDestroyNotify      destroy,
                           GError            **error)
{
#ifdef HAVE_PQSETAUTHDATAHOOK
  PggPqHandler *handler = pgg_pq_handler_new (G_CALLBACK (func), user_data, destroy);
  PggPqHandler *previous;

  g_mutex_lock (&hook_lock);
  previous = hook;
  hook = handler;
  g_mutex_unlock (&hook_lock);

  PQsetAuthDataHook (auth_data_cb);
  g_clear_pointer (&previous, pgg_pq_handler_unref);
  return TRUE;
#else
  if (destroy != NULL)
    destroy (user_data);
  pgg_pq_set_unsupported (error, "PQsetAuthDataHook()", 180000);
  return FALSE;
#endif
}
