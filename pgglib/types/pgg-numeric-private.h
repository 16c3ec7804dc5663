/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-numeric.h"

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* Digits are to this base, each worth four decimal ones (NBASE and DEC_DIGITS of the server's
 * src/backend/utils/adt/numeric.c). */
#define PGG_NUMERIC_BASE 10000
#define PGG_NUMERIC_DECIMALS 4

/* What goes over the wire: NUMERIC_WEIGHT_MAX and NUMERIC_DSCALE_MAX. */
#define PGG_NUMERIC_MAX_WEIGHT 0x7FFF
#define PGG_NUMERIC_MAX_SCALE 0x3FFF

/* The values are those of the wire. */
typedef enum
{
  PGG_NUMERIC_POSITIVE = 0x0000,
  PGG_NUMERIC_NEGATIVE = 0x4000,
  PGG_NUMERIC_NAN = 0xC000,
  PGG_NUMERIC_PLUS_INFINITY = 0xD000,
  PGG_NUMERIC_MINUS_INFINITY = 0xF000,
} PggNumericSign;

/* The value is the sum of digits[i] × 10000^(weight - i). Neither the first nor the last digit is
 * zero, so that each value has one form but for its scale; zero is positive, and has no digits and
 * no weight like what is not finite. */
struct _PggNumeric
{
  PggNumericSign sign;
  int            weight;
  guint          scale;    /* decimal digits that are shown after the point */
  guint          n_digits;
  const guint16 *digits;   /* right behind this, unless it is on the stack */
};

static inline gboolean
pgg_numeric_is_finite (const PggNumeric *self)
{
  return self->sign == PGG_NUMERIC_POSITIVE || self->sign == PGG_NUMERIC_NEGATIVE;
}

/* The digit of a weight that need not be there. */
static inline guint
pgg_numeric_get_digit (const PggNumeric *self,
                       int               weight)
{
  gint64 index = (gint64) self->weight - weight;

  return index >= 0 && index < self->n_digits ? self->digits[index] : 0;
}

/* A value with room for digits, which are to be filled in. */
PggNumeric *pgg_numeric_alloc     (guint              n_digits,
                                   guint16          **digits);
/* Leaves out zeros around the digits. */
void        pgg_numeric_normalize (PggNumeric        *self);

/* PGG_DECODE_INEXACT: the server has no room for the number. */
PggDecode   pgg_numeric_parse     (const char        *text,
                                   gsize              length,
                                   PggNumeric       **numeric);
void        pgg_numeric_append    (const PggNumeric  *self,
                                   GString           *text);

G_END_DECLS
