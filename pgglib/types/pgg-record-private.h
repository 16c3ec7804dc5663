/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-record.h"

#include "pgg-codec-private.h"

G_BEGIN_DECLS

typedef struct
{
  char    *name; /* NULL if it is not known */
  guint32  type; /* 0 if it is not known: the value is text */
  GValue   value;
} PggRecordField;

struct _PggRecord
{
  PggCodecContext *context; /* says what the types are; NULL: only built-in ones are known */
  guint32          type;
  GArray          *fields;  /* of PggRecordField */
};

PggRecord      *pgg_record_alloc       (const PggCodecContext *context,
                                        guint32                type);
/* The last field, new and without anything. */
PggRecordField *pgg_record_add         (PggRecord             *self);

static inline PggRecordField *
pgg_record_peek_field (const PggRecord *self,
                       guint            field)
{
  return &g_array_index (self->fields, PggRecordField, field);
}

/* Appends in UTF-8; the adapter is one for the whole. Fields have the types of those of the
 * adapter's type, as far as these are known, or their own. */
PggDecode       pgg_record_append_text (PggRecord             *self,
                                        const PggAdapter      *adapter,
                                        GString               *text);

G_END_DECLS
