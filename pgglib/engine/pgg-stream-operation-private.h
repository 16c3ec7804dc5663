/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-execute-operation-private.h"
#include "pgg-stream-private.h"

G_BEGIN_DECLS

/*
 * The finish function gets what the request's convert function made of all that was read, the tail
 * last once the stream is at its end; NULL when there is nothing any more.
 */
PggOperation *pgg_stream_operation_start (PggSession              *session,
                                          PggStream               *stream,
                                          const PggExecuteRequest *request,
                                          gpointer                 source_object,
                                          gpointer                 source_tag,
                                          guint                    timeout);
PggOperation *pgg_stream_operation_fetch (PggSession              *session,
                                          PggStream               *stream,
                                          guint                    n_rows,
                                          PggExecuteConvert        convert,
                                          GDestroyNotify           destroy,
                                          gpointer                 source_object,
                                          gpointer                 source_tag,
                                          guint                    timeout);
PggOperation *pgg_stream_operation_close (PggSession              *session,
                                          PggStream               *stream,
                                          gpointer                 source_object,
                                          gpointer                 source_tag);

G_END_DECLS
