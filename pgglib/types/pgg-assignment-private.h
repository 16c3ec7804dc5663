/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/*
 * What becomes of a parameter that is of another type than the one that its place in a prepared
 * statement has. The server would cast a value by itself where it is assigned to a column; this is
 * done here if it leaves the value what it is, but for the numbers that a floating-point type does
 * not have.
 */
typedef enum
{
  PGG_ASSIGNMENT_NONE,  /* the SQL has to say what is meant */
  PGG_ASSIGNMENT_VALUE, /* the value is written by the codec of the other type */
  PGG_ASSIGNMENT_TEXT,  /* the text of the value is one of the other type, or is refused by it */
} PggAssignment;

/* The types are never domains; arrays, ranges and multiranges go by what is in them. */
PggAssignment pgg_assignment_find       (const PggTypeMap  *types,
                                         const PggTypeInfo *from,
                                         const PggTypeInfo *to);

/* Whether values of any type are texts when they are assigned. */
gboolean      pgg_assignment_is_to_text (const PggTypeMap  *types,
                                         const PggTypeInfo *type);

/* Whether values of the type have texts in their binary form. */
gboolean      pgg_assignment_has_texts  (const PggTypeMap  *types,
                                         const PggTypeInfo *type);

/* Writes a value that the codec of an adapter refuses as one of its type. */
PggDecode     pgg_assignment_encode     (const PggAdapter  *self,
                                         const GValue      *value,
                                         GByteArray        *bytes);

G_END_DECLS
