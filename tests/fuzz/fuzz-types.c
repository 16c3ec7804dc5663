/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The types of the database that the values come from, see corpus.sql. */

#include "config.h"

#include "fuzz-codecs.h"

#include "types/pgg-type-oid-private.h"

#define MAX_FIELDS 3

/* As they are numbered there. */
enum
{
  OID_MOOD = FUZZ_FIRST_USER_TYPE,
  OID_MOODS,
  OID_SHORT,
  OID_PAIR,
  OID_PAIRS,
  OID_NESTED,
  OID_CHECKED,
  OID_MOOD_RANGE,
  OID_MOOD_MULTIRANGE,
  OID_PAIR_RANGE,
  OID_PAIR_MULTIRANGE,
  OID_MOOD_RANGES,
  OID_HSTORE,
};

/* In the order of their OIDs. */
static const struct
{
  const char  *name;
  PggTypeKind  kind;
  guint32      element;
  guint32      fields[MAX_FIELDS];
} types[] = {
  { "mood", PGG_TYPE_KIND_ENUM, 0, { 0 } },
  { "mood[]", PGG_TYPE_KIND_ARRAY, OID_MOOD, { 0 } },
  { "short", PGG_TYPE_KIND_DOMAIN, PGG_OID_VARCHAR, { 0 } },
  { "pair", PGG_TYPE_KIND_COMPOSITE, 0, { PGG_OID_INT4, OID_MOODS } },
  { "pair[]", PGG_TYPE_KIND_ARRAY, OID_PAIR, { 0 } },
  { "nested", PGG_TYPE_KIND_COMPOSITE, 0, { OID_PAIR, OID_PAIRS, OID_SHORT } },
  { "checked", PGG_TYPE_KIND_DOMAIN, OID_NESTED, { 0 } },
  { "mood_range", PGG_TYPE_KIND_RANGE, OID_MOOD, { 0 } },
  { "mood_multirange", PGG_TYPE_KIND_MULTIRANGE, OID_MOOD_RANGE, { 0 } },
  { "pair_range", PGG_TYPE_KIND_RANGE, OID_PAIR, { 0 } },
  { "pair_multirange", PGG_TYPE_KIND_MULTIRANGE, OID_PAIR_RANGE, { 0 } },
  { "mood_range[]", PGG_TYPE_KIND_ARRAY, OID_MOOD_RANGE, { 0 } },
  { "hstore", PGG_TYPE_KIND_BASE, 0, { 0 } },
};

G_STATIC_ASSERT (G_N_ELEMENTS (types) == FUZZ_N_USER_TYPES);

static void
add_fields (PggTypeInfo   *info,
            const guint32 *fields)
{
  info->fields = g_new0 (PggTypeField, MAX_FIELDS);
  while (info->n_fields < MAX_FIELDS && fields[info->n_fields] != 0)
    {
      PggTypeField *field = &info->fields[info->n_fields];

      field->name = g_strdup_printf ("field%u", info->n_fields);
      field->type = fields[info->n_fields++];
      field->modifier = -1;
    }
}

static PggTypeInfo *
make_info (guint index)
{
  PggTypeInfo *info = g_new0 (PggTypeInfo, 1);

  g_atomic_ref_count_init (&info->ref_count);
  info->oid = FUZZ_FIRST_USER_TYPE + index;
  info->name = g_strdup (types[index].name);
  info->kind = types[index].kind;
  info->delimiter = ',';
  info->element = types[index].element;
  info->modifier = -1;
  info->has_binary = TRUE;
  if (info->oid == OID_HSTORE)
    info->extension = g_strdup ("hstore");
  if (info->kind == PGG_TYPE_KIND_ENUM)
    info->labels = g_strsplit ("sad|so \"so\"|happy", "|", -1);
  if (info->kind == PGG_TYPE_KIND_COMPOSITE)
    add_fields (info, types[index].fields);

  return info;
}

PggTypeMap *
fuzz_types_new (void)
{
  PggTypeInfo *infos[G_N_ELEMENTS (types)];
  PggTypeMap *map;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    infos[i] = make_info (i);
  map = pgg_type_map_new (NULL, infos, G_N_ELEMENTS (infos));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    pgg_type_info_unref (infos[i]);

  return map;
}
