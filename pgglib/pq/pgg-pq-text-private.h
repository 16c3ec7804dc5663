/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest message a server accepts, which bounds every text and value that is sent. */
#define PGG_PQ_MAX_MESSAGE ((gsize) 0x3fffffff - 1)

gboolean    pgg_pq_check_size      (const char         *argument,
                                    gsize               length,
                                    GError            **error);
gboolean    pgg_pq_check_params    (const char *const  *keywords,
                                    const char *const  *values,
                                    GError            **error);
const char *pgg_pq_text_to_c       (const char         *argument,
                                    const char         *text,
                                    gssize              length,
                                    char              **copy,
                                    GError            **error);
const char *pgg_pq_give            (const char         *text,
                                    gsize              *length);
char       *pgg_pq_give_copy       (const char         *text,
                                    gsize              *length);
void        pgg_pq_set_unsupported (GError            **error,
                                    const char         *function,
                                    int                 version);

G_END_DECLS
