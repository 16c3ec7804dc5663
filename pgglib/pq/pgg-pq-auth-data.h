/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_AUTH_DATA (pgg_pq_auth_data_get_type ())

typedef struct _PggPqAuthData PggPqAuthData;

/**
 * PggPqAuthDataKind:
 * @PGG_PQ_AUTH_DATA_KIND_PROMPT_OAUTH_DEVICE: tell the user to visit an address
 * @PGG_PQ_AUTH_DATA_KIND_OAUTH_BEARER_TOKEN: give a bearer token
 *
 * What libpq asks for, libpq's `PGauthData` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_AUTH_DATA_KIND_PROMPT_OAUTH_DEVICE = 0,
  PGG_PQ_AUTH_DATA_KIND_OAUTH_BEARER_TOKEN = 1,
} PggPqAuthDataKind;

/**
 * PggPqAuthDataAnswer:
 * @PGG_PQ_AUTH_DATA_ANSWER_FAIL: the connection has to fail
 * @PGG_PQ_AUTH_DATA_ANSWER_PASS: libpq has to do what it does by itself
 * @PGG_PQ_AUTH_DATA_ANSWER_DONE: the user was told, or the token was set
 *
 * What became of a question of libpq.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_AUTH_DATA_ANSWER_FAIL = -1,
  PGG_PQ_AUTH_DATA_ANSWER_PASS = 0,
  PGG_PQ_AUTH_DATA_ANSWER_DONE = 1,
} PggPqAuthDataAnswer;

/**
 * PggPqAuthDataFunc:
 * @data: what libpq asks for
 * @user_data: data of the hook
 *
 * Answers what libpq asks for, see [func@pq_set_auth_data_hook].
 *
 * JavaScript must not keep @data after the call, as GJS takes no reference of its own.
 *
 * Returns: what became of it
 * Since: 1.0
 */
typedef PggPqAuthDataAnswer (*PggPqAuthDataFunc) (PggPqAuthData *data,
                                                  gpointer       user_data);

PGG_AVAILABLE_IN_1_0
GType              pgg_pq_auth_data_get_type                      (void);
PGG_AVAILABLE_IN_1_0
PggPqAuthData     *pgg_pq_auth_data_ref                           (PggPqAuthData      *self);
PGG_AVAILABLE_IN_1_0
void               pgg_pq_auth_data_unref                         (PggPqAuthData      *self);
PGG_AVAILABLE_IN_1_0
PggPqAuthDataKind  pgg_pq_auth_data_get_kind                      (PggPqAuthData      *self);
PGG_AVAILABLE_IN_1_0
const char        *pgg_pq_auth_data_get_verification_uri          (PggPqAuthData      *self,
                                                                   gsize              *length);
PGG_AVAILABLE_IN_1_0
const char        *pgg_pq_auth_data_get_user_code                 (PggPqAuthData      *self,
                                                                   gsize              *length);
PGG_AVAILABLE_IN_1_0
const char        *pgg_pq_auth_data_get_verification_uri_complete (PggPqAuthData      *self,
                                                                   gsize              *length);
PGG_AVAILABLE_IN_1_0
int                pgg_pq_auth_data_get_expires_in                (PggPqAuthData      *self);
PGG_AVAILABLE_IN_1_0
const char        *pgg_pq_auth_data_get_openid_configuration      (PggPqAuthData      *self,
                                                                   gsize              *length);
PGG_AVAILABLE_IN_1_0
const char        *pgg_pq_auth_data_get_scope                     (PggPqAuthData      *self,
                                                                   gsize              *length);
PGG_AVAILABLE_IN_1_0
gboolean           pgg_pq_auth_data_set_token                     (PggPqAuthData      *self,
                                                                   const char         *token,
                                                                   gssize              token_length,
                                                                   GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean           pgg_pq_set_auth_data_hook                      (PggPqAuthDataFunc   func,
                                                                   gpointer            user_data,
                                                                   GDestroyNotify      destroy,
                                                                   GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqAuthData, pgg_pq_auth_data_unref)

G_END_DECLS
