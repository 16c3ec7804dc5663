/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-execute-operation-private.h"

G_BEGIN_DECLS

PggOperation *pgg_statement_operation_start  (PggSession              *session,
                                              const PggExecuteRequest *request,
                                              gpointer                 source_object,
                                              gpointer                 source_tag);

/* With the lock held. */
void          pgg_statement_operation_drop   (PggSession              *session,
                                              gpointer                 source_object);

/* For the section that it goes with; lock held. */
GPtrArray    *pgg_statement_operation_gather (PggSession              *session,
                                              gpointer                 source_object);
/* The previous one is what was sent just before, or NULL. */
gboolean      pgg_statement_operation_send   (PggOperation            *operation,
                                              PggOperation            *previous,
                                              GError                 **error);
gsize         pgg_statement_operation_get_size (PggOperation          *operation);
void          pgg_statement_operation_give   (PggOperation            *operation,
                                              PggPqResult             *result,
                                              gpointer                 context);
void          pgg_statement_operation_fail   (PggOperation            *operation,
                                              GError                  *error);

G_END_DECLS
