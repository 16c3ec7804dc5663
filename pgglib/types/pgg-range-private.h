/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-range.h"

#include "pgg-codec-private.h"

G_BEGIN_DECLS

struct _PggRange
{
  PggCodecContext *context; /* says what the types are; NULL: only built-in ones are known */
  guint32          type;    /* its own, if it came from a server; 0: the subtype says it */
  guint32          subtype;
  gboolean         is_empty;
  gboolean         lower_inclusive;
  gboolean         upper_inclusive;
  GValue           lower;   /* zero: there is no bound */
  GValue           upper;
};

PggRange  *pgg_range_alloc       (const PggCodecContext *context,
                                  guint32                subtype);

/* Reads one range from the front of text in UTF-8; the adapter is one for bounds in text format. */
PggDecode  pgg_range_parse       (const PggAdapter      *bounds,
                                  guint32                subtype,
                                  PggBuffer             *text,
                                  PggRange             **range);
/* Appends in UTF-8; the adapter is one for bounds in text format. */
PggDecode  pgg_range_append_text (PggRange              *self,
                                  const PggAdapter      *bounds,
                                  GString               *text);

/* The same in binary format. */
PggDecode  pgg_range_read        (const PggAdapter      *bounds,
                                  guint32                subtype,
                                  PggBuffer              buffer,
                                  PggRange             **range);
PggDecode  pgg_range_write_text  (const PggAdapter      *bounds,
                                  PggBuffer              buffer,
                                  GString               *text);
PggDecode  pgg_range_append      (PggRange              *self,
                                  const PggAdapter      *bounds,
                                  GByteArray            *bytes);

G_END_DECLS
