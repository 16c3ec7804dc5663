/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* d.ddd × 10^exponent. */
typedef struct
{
  char digits[20];
  int  n_digits;
  int  exponent;
} PggShortest;

/* The text with the fewest digits that is read as a positive and finite number, and of these the
 * closest one: what the server writes with extra_float_digits at 1 or more. */
void pgg_float_find_shortest  (float        value,
                               PggShortest *shortest);
void pgg_double_find_shortest (double       value,
                               PggShortest *shortest);

G_END_DECLS
