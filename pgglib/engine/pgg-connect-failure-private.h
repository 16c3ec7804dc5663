/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why the attempts to connect failed: all of them are told. */
typedef struct
{
  GError  *last;
  GString *messages;
  guint    n_attempts;
} PggConnectFailure;

GError  *pgg_connect_failure_parse    (const char        *message);
void     pgg_connect_failure_add      (PggConnectFailure *self,
                                       GError            *error);
gboolean pgg_connect_failure_is_final (const GError      *error);
GError  *pgg_connect_failure_end      (PggConnectFailure *self);
void     pgg_connect_failure_clear    (PggConnectFailure *self);

G_END_DECLS
