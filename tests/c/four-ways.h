/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "types/pgg-type-map-private.h"

G_BEGIN_DECLS

/* A value of the server: the expression is cast to the type. */
typedef struct
{
  const char *type;
  const char *expression;
  int         since; /* the version of the server that has it first, such as 140000; 0: all do */
} FourWays;

typedef enum
{
  FOUR_WAYS_NONE = 0,
  FOUR_WAYS_NO_ENCODERS = 1 << 0, /* the values are not written by the library */
  FOUR_WAYS_NO_BINARY_ENCODERS = 1 << 3, /* they are written as text only */
  FOUR_WAYS_NO_BINARY = 1 << 1,   /* the types have no binary codec, as a test of this says */
  FOUR_WAYS_NO_TEXTS = 1 << 2,    /* the texts of the session are not those that strings may have */
  FOUR_WAYS_TYPES_INSIDE = 1 << 4, /* the bytes name types, which a mutation may make unknown */
} FourWaysFlags;

typedef struct
{
  const char   *settings; /* SQL to begin the session with, or NULL */
  PggTypeMap   *types;    /* of types that are not built in, or NULL */
  GEqualFunc    equal;    /* of the boxed type of the values, if that is none of GLib's */
  FourWaysFlags flags;
} FourWaysOptions;

/* Asserts of each value that reading it from text and from binary gives equal values and the text
 * of the server, and that the value, sent back as text and as binary, arrives as the same bytes;
 * and that no part and no mutation of its bytes is read as anything but a value or malformed.
 * options may be NULL. */
void four_ways_run (const FourWays        *rows,
                    gsize                  n_rows,
                    const FourWaysOptions *options);

G_END_DECLS
