/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

/*
 * Conversations that travel together in libpq's pipeline mode: each is one statement and one Sync,
 * so that an error is of its own statement only. They are the operations at the head of the queue,
 * in the order in which they were sent, and the answers come in that order.
 *
 * A request to cancel hits whatever the server is doing when it arrives. So it is made only once
 * nothing in flight is wanted any more. One that is told to stop while others are wanted ends at
 * once instead, and an operation that throws its answer away takes its place; the server finishes
 * the statement. For the same reason nothing is sent behind a statement that has been running for a
 * while: it may yet be cancelled at the server.
 */
gboolean      pgg_flight_is_fit       (PggConversation  *conversation);
gboolean      pgg_flight_has_room     (PggSession       *session);
gboolean      pgg_flight_join         (PggConversation  *conversation,
                                       GError          **error);
/* In pipeline mode, with whatever follows. */
gboolean      pgg_flight_send_preamble (PggConversation *conversation,
                                        GError         **error);
/* libpq cannot get out of a COPY in pipeline mode, so none must ever begin. */
void          pgg_flight_lose_to_copy (PggConversation  *conversation);
void          pgg_flight_leave        (PggConversation  *conversation);
gboolean      pgg_flight_step_aside   (PggConversation  *conversation);
void          pgg_flight_return       (PggConversation  *conversation);
gboolean      pgg_flight_is_wanted    (PggSession       *session);
void          pgg_flight_stop_wanting (PggConversation  *conversation);
PggOperation *pgg_flight_interrupt    (PggConversation  *conversation);
gboolean      pgg_flight_note         (PggConversation  *conversation,
                                       PggPqResult     **result);

G_END_DECLS
