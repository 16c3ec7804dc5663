/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-params.h"

#include "pq/pgg-pq-params.h"
#include "types/pgg-codec-registry-private.h"

G_BEGIN_DECLS

struct _PggParams
{
  PggPqParams *pq;
  GByteArray  *scratch; /* of the last value that was encoded; or NULL */
};

PggPqParams       *pgg_params_peek_pq            (PggParams      *self);

/* What an operation was given does not change any more: the values to change. */
PggPqParams       *pgg_params_get_writable       (PggParams      *self);

gboolean           pgg_params_append_binary      (PggParams      *self,
                                                  guint32         oid,
                                                  gconstpointer   bytes,
                                                  gsize           length,
                                                  GError        **error);

/* A value of a boxed type of this library, or NULL. */
gboolean           pgg_params_append_boxed       (PggParams      *self,
                                                  GType           type,
                                                  gconstpointer   boxed,
                                                  GError        **error);

/* With the values that codecs of the application write, for what is executed on the connection. */
PggPqParams       *pgg_params_write              (PggPqParams      *params,
                                                  PggConnection    *connection,
                                                  PggCodecRegistry *codecs,
                                                  GError          **error);

/* The name of each value, NULL for one that has none; NULL if none has one. The value is at the
 * same index as its name: that with the index 0 is $1. */
const char *const *pgg_params_peek_names         (PggParams      *self);

G_END_DECLS
