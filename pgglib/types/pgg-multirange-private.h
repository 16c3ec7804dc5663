/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-multirange.h"

#include "pgg-codec-private.h"

G_BEGIN_DECLS

struct _PggMultirange
{
  PggCodecContext *context; /* says what the types are; NULL: only built-in ones are known */
  guint32          type;    /* its own, if it came from a server; 0: the subtype says it */
  guint32          subtype;
  GPtrArray       *ranges;  /* owned; none is empty */
};

/* Takes the ranges. */
PggMultirange *pgg_multirange_new_take    (guint32           subtype,
                                           GPtrArray        *ranges);

/* Reads text in UTF-8; the adapter is one for bounds in text format. */
PggDecode      pgg_multirange_parse       (const PggAdapter  *bounds,
                                           guint32            subtype,
                                           PggBuffer          text,
                                           PggMultirange    **multirange);
/* Appends in UTF-8; the adapter is one for bounds in text format. */
PggDecode      pgg_multirange_append_text (PggMultirange     *self,
                                           const PggAdapter  *bounds,
                                           GString           *text);

G_END_DECLS
