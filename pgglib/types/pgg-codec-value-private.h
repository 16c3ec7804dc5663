/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* What encoders ask of the values they are given. */

/* From any integer type. */
PggDecode   pgg_value_read_int64  (const GValue *value,
                                   gint64       *number);
PggDecode   pgg_value_read_uint64 (const GValue *value,
                                   guint64      *number);
/* From any integer type, where that is exact, and any floating-point type. */
PggDecode   pgg_value_read_double (const GValue *value,
                                   double       *number);

/* Asking for a fundamental type is a comparison, any other one may have that for a parent. */
static inline gboolean
pgg_value_holds_text (const GValue *value)
{
  GType type = G_VALUE_TYPE (value);

  return type == G_TYPE_STRING || (!G_TYPE_IS_FUNDAMENTAL (type) && G_VALUE_HOLDS_STRING (value));
}

/* Valid UTF-8, or NULL: the value is no string, or is NULL. */
const char *pgg_value_peek_text   (const GValue *value);

/* Appends text in UTF-8, in the client encoding. */
PggDecode   pgg_encode_text       (const PggCodecContext *context,
                                   const char            *text,
                                   gsize                  length,
                                   GByteArray            *bytes);

/* Appends the text that a value holds, as it is. */
PggDecode   pgg_encode_text_value (const PggAdapter *self,
                                   const GValue     *value,
                                   GByteArray       *bytes);

/* The text of a value without the blanks around it, which the server's numbers may have; the buffer
 * is empty if the value has no text. */
PggBuffer   pgg_value_trim_text   (const GValue *value);

/* Reads a text that is a value and nothing else, and appends what goes over the wire for it. */
typedef PggDecode (*PggTextParser) (PggBuffer   text,
                                    GByteArray *bytes);

/* Appends what the parser makes of the text that a value holds, nothing unless all is well. */
PggDecode   pgg_encode_parsed_text (const GValue  *value,
                                    PggTextParser  parse,
                                    GByteArray    *bytes);

/* Take what is in front of a text; nothing if it is not there. */
gboolean    pgg_text_take         (PggBuffer    *text,
                                   char          character);
gboolean    pgg_text_take_number  (PggBuffer    *text,
                                   guint64       limit,
                                   guint64      *number);

/* Decimal text of integers. */
void        pgg_text_append_int64   (GString    *text,
                                     gint64      number);
void        pgg_text_append_uint64  (GString    *text,
                                     guint64     number);

/* Big-endian numbers that are the whole value. */
PggDecode   pgg_read_int8_binary         (PggBuffer   buffer,
                                          gint64     *value);
PggDecode   pgg_read_uint4_binary        (PggBuffer   buffer,
                                          guint64    *value);
PggDecode   pgg_read_uint8_binary        (PggBuffer   buffer,
                                          guint64    *value);

void        pgg_bytes_append_int64_text  (GByteArray *bytes,
                                          gint64      number);
void        pgg_bytes_append_uint64_text (GByteArray *bytes,
                                          guint64     number);

static inline void
pgg_bytes_append_u16 (GByteArray *bytes,
                      guint16     number)
{
  number = GUINT16_TO_BE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof (number));
}

static inline void
pgg_bytes_append_u32 (GByteArray *bytes,
                      guint32     number)
{
  number = GUINT32_TO_BE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof (number));
}

static inline void
pgg_bytes_append_u64 (GByteArray *bytes,
                      guint64     number)
{
  number = GUINT64_TO_BE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof (number));
}

G_END_DECLS
