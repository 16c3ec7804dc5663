/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-info.h"

G_BEGIN_DECLS

/* A field of a composite type. */
typedef struct
{
  char    *name;
  guint32  type;
  int      modifier; /* -1: none */
} PggTypeField;

/* The values are those of pg_type and pg_range. Built-in types are static and are not counted. */
struct _PggTypeInfo
{
  gatomicrefcount  ref_count;
  gboolean         is_builtin;

  guint32          oid;
  const char      *schema;
  const char      *name;       /* without schema; that of an array is its element's with [] */
  PggTypeKind      kind;
  char             category;
  char             delimiter;  /* between the elements of an array of this type */
  guint32          array;      /* the array type of this one, or 0 */
  guint32          element;    /* ARRAY: of its elements; DOMAIN: its base type; RANGE: its subtype;
                                * MULTIRANGE: its range type */
  int              modifier;   /* of a domain; -1: none */
  const char      *extension;  /* that the type came with, or NULL */
  gboolean         has_binary; /* the server can send and receive it in binary format */

  char           **labels;     /* of an enum, in their order; NULL-terminated */
  guint            n_fields;   /* of a composite type, without dropped columns */
  PggTypeField    *fields;
};

const PggTypeInfo *pgg_type_info_lookup_builtin (guint32 oid);

/* The type of ranges with such bounds, or of multiranges of such ranges; or NULL. */
const PggTypeInfo *pgg_type_info_find_builtin (PggTypeKind kind,
                                               guint32     element);

G_END_DECLS
