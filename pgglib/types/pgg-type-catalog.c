/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asks the catalog of a database for types, and reads what it answers. */

#include "config.h"

#include "pgg-type-catalog-private.h"

#include "pgg-encoding-private.h"

/*
 * Names of functions and operators are looked up in the search path, which may have more in it than
 * the server's own schema: each of them says where it is.
 */
#define OP(op) " OPERATOR(pg_catalog." op ") "
#define EQ OP ("=")

/* Multiranges came with version 14. */
#define VERSION_MULTIRANGE 140000

/* What a row of the answer is about; the first column is the OID of the type, or 0. */
typedef enum
{
  PART_IDENTITY,
  PART_TYPE,
  PART_LABEL,
  PART_FIELD,
} Part;

enum
{
  COLUMN_OID,
  COLUMN_PART,
  COLUMN_POSITION,
  COLUMN_NAME,
  COLUMN_ELEMENT,
  COLUMN_MODIFIER,
  COLUMN_SCHEMA,
  COLUMN_KIND,
  COLUMN_CATEGORY,
  COLUMN_DELIMITER,
  COLUMN_ARRAY,
  COLUMN_EXTENSION,
  COLUMN_HAS_BINARY,
  N_COLUMNS,
};

/*
 * A database has the time at which its server started in its identity, so that one which was made
 * anew, or restored, under the same name on the same port is another one. Not everybody may read
 * pg_database; the session itself tells where it is.
 */
#define IDENTITY \
  "SELECT 0::pg_catalog.oid, 0, 0::pg_catalog.float4, " \
  "pg_catalog.encode (pg_catalog.timestamptz_send (" \
  "pg_catalog.pg_postmaster_start_time ()), 'hex')" OP ("||") "'/'" OP ("||") \
  "d.datid::pg_catalog.text, " \
  "NULL::pg_catalog.oid, NULL::pg_catalog.int4, NULL::pg_catalog.text, " \
  "NULL::pg_catalog.text, NULL::pg_catalog.text, NULL::pg_catalog.text, " \
  "NULL::pg_catalog.oid, NULL::pg_catalog.text, NULL::pg_catalog.bool " \
  "FROM pg_catalog.pg_stat_get_activity (pg_catalog.pg_backend_pid ()) d"

/* An array is a type that is read by the function for arrays; other types have elements as well,
 * such as point, but are no arrays. */
#define IS_ARRAY "t.typinput" EQ "'pg_catalog.array_in'::pg_catalog.regproc"

/* Type → what it is made of. */
#define IN_TYPE \
  "SELECT CASE WHEN " IS_ARRAY " THEN t.typelem ELSE t.typbasetype END " \
  "FROM pg_catalog.pg_type t WHERE t.oid" EQ "ANY (r.oids)"
#define IN_RANGE \
  "SELECT g.rngsubtype FROM pg_catalog.pg_range g WHERE g.rngtypid" EQ "ANY (r.oids)"
#define IN_MULTIRANGE \
  " UNION ALL SELECT g.rngtypid FROM pg_catalog.pg_range g WHERE g.rngmultitypid" EQ "ANY (r.oids)"
#define IN_COMPOSITE \
  "SELECT a.atttypid FROM pg_catalog.pg_attribute a " \
  "WHERE a.attrelid" EQ "ANY (ARRAY (SELECT t.typrelid FROM pg_catalog.pg_type t " \
  "WHERE t.oid" EQ "ANY (r.oids))) AND a.attnum" OP (">") "0 AND NOT a.attisdropped"

/*
 * Round by round: the types that were found in those of the round before. The rounds are arrays, so
 * that the planner expects few rows and looks them up in indexes, even in a big catalog. Its
 * estimate stays too low for the just-in-time compiler, which would take longer than the query.
 * OFFSET 0 keeps the expression from being computed several times.
 */
#define ROUNDS \
  "WITH RECURSIVE rounds (oids, seen) AS (" \
  "SELECT '{%s}'::pg_catalog.oid[], '{%s}'::pg_catalog.oid[] UNION ALL " \
  "SELECT n.oids, r.seen" OP ("||") "n.oids FROM rounds r CROSS JOIN LATERAL (" \
  "SELECT ARRAY (SELECT DISTINCT i.oid FROM (" \
  IN_TYPE " UNION ALL " IN_RANGE "%s UNION ALL " IN_COMPOSITE \
  ") AS i (oid) WHERE i.oid" OP ("<>") "0 AND i.oid" OP ("<>") "ALL (r.seen)) OFFSET 0" \
  ") AS n (oids) WHERE pg_catalog.cardinality (n.oids)" OP (">") "0), "

#define TYPES \
  "types AS MATERIALIZED (" \
  "SELECT t.oid, t.typname, t.typnamespace, t.typtype, t.typcategory, t.typdelim, t.typarray, " \
  "t.typbasetype, t.typelem, t.typinput, t.typtypmod, t.typsend, t.typreceive, t.typrelid " \
  "FROM pg_catalog.pg_type t WHERE t.oid" EQ "ANY (ARRAY (" \
  "SELECT pg_catalog.unnest (r.oids) FROM rounds r))) "

#define ELEMENT \
  "CASE WHEN t.typtype" EQ "'d' THEN t.typbasetype " \
  "WHEN t.typtype" EQ "'r' THEN (" \
  "SELECT g.rngsubtype FROM pg_catalog.pg_range g WHERE g.rngtypid" EQ "t.oid) " \
  "%s" \
  "WHEN " IS_ARRAY " THEN t.typelem ELSE 0 END"
#define ELEMENT_OF_MULTIRANGE \
  "WHEN t.typtype" EQ "'m' THEN (" \
  "SELECT g.rngtypid FROM pg_catalog.pg_range g WHERE g.rngmultitypid" EQ "t.oid) "

#define EXTENSION \
  "(SELECT e.extname FROM pg_catalog.pg_depend d " \
  "JOIN pg_catalog.pg_extension e ON e.oid" EQ "d.refobjid " \
  "WHERE d.classid" EQ "'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid" EQ "t.oid " \
  "AND d.refclassid" EQ "'pg_catalog.pg_extension'::pg_catalog.regclass " \
  "AND d.deptype" EQ "'e')"

#define SELECT_TYPES \
  "SELECT t.oid, 1, 0, t.typname, " ELEMENT ", t.typtypmod, " \
  "(SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid" EQ "t.typnamespace), " \
  "CASE WHEN " IS_ARRAY " THEN 'a' ELSE t.typtype::pg_catalog.text END, " \
  "t.typcategory::pg_catalog.text, t.typdelim::pg_catalog.text, t.typarray, " \
  EXTENSION ", t.typsend" OP ("<>") "0 AND t.typreceive" OP ("<>") "0 FROM types t"

#define SELECT_LABELS \
  "SELECT l.enumtypid, 2, l.enumsortorder, l.enumlabel, " \
  "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM pg_catalog.pg_enum l " \
  "WHERE l.enumtypid" EQ "ANY (ARRAY (SELECT t.oid FROM types t WHERE t.typtype" EQ "'e'))"

#define SELECT_FIELDS \
  "SELECT t.oid, 3, a.attnum, a.attname, a.atttypid, a.atttypmod, " \
  "NULL, NULL, NULL, NULL, NULL, NULL, NULL " \
  "FROM pg_catalog.pg_attribute a JOIN types t ON t.typrelid" EQ "a.attrelid " \
  "WHERE a.attrelid" EQ "ANY (ARRAY (" \
  "SELECT t.typrelid FROM types t WHERE t.typtype" EQ "'c')) AND a.attnum" OP (">") "0 " \
  "AND NOT a.attisdropped"

char *
pgg_type_catalog_make_identity_sql (void)
{
  return g_strdup (IDENTITY);
}

static char *
join_oids (const guint32 *oids,
           guint          n_oids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_oids; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "", oids[i]);

  return g_string_free (text, FALSE);
}

char *
pgg_type_catalog_make_sql (const guint32 *oids,
                           guint          n_oids,
                           int            server_version)
{
  gboolean has_multirange = server_version >= VERSION_MULTIRANGE;
  g_autofree char *list = join_oids (oids, n_oids);

  return g_strdup_printf (ROUNDS TYPES IDENTITY " UNION ALL " SELECT_TYPES " UNION ALL "
                          SELECT_LABELS " UNION ALL " SELECT_FIELDS " ORDER BY 1, 2, 3",
                          list, list, has_multirange ? IN_MULTIRANGE : "",
                          has_multirange ? ELEMENT_OF_MULTIRANGE : "");
}

/* The answer while it is read. */
typedef struct
{
  const PGresult *result;
  int             row;
  int             encoding;
} Reader;

static const char *
peek (const Reader *self,
      int           column)
{
  if (PQgetisnull (self->result, self->row, column))
    return NULL;

  return PQgetvalue (self->result, self->row, column);
}

static char *
dup_text (const Reader *self,
          int           column)
{
  const char *text = peek (self, column);
  char *utf8;

  if (text == NULL)
    return NULL;

  utf8 = pgg_encoding_to_utf8 (self->encoding, text, strlen (text));

  return utf8 != NULL ? utf8 : g_utf8_make_valid (text, -1);
}

static char
get_char (const Reader *self,
          int           column)
{
  const char *text = peek (self, column);

  return text != NULL ? *text : '\0';
}

static guint32
get_oid (const Reader *self,
         int           column)
{
  const char *text = peek (self, column);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : 0;
}

static int
get_int (const Reader *self,
         int           column)
{
  const char *text = peek (self, column);

  return text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : -1;
}

static PggTypeKind
get_kind (const Reader *self)
{
  switch (get_char (self, COLUMN_KIND))
    {
    case 'a':
      return PGG_TYPE_KIND_ARRAY;
    case 'e':
      return PGG_TYPE_KIND_ENUM;
    case 'c':
      return PGG_TYPE_KIND_COMPOSITE;
    case 'd':
      return PGG_TYPE_KIND_DOMAIN;
    case 'r':
      return PGG_TYPE_KIND_RANGE;
    case 'm':
      return PGG_TYPE_KIND_MULTIRANGE;
    case 'p':
      return PGG_TYPE_KIND_PSEUDO;
    default:
      return PGG_TYPE_KIND_BASE;
    }
}

/* How many of the following rows are about the same part of the same type. */
static guint
count_part (const Reader *self,
            guint32       oid,
            Part          part)
{
  Reader reader = *self;

  for (reader.row++; reader.row < PQntuples (reader.result); reader.row++)
    if (get_oid (&reader, COLUMN_OID) != oid || get_int (&reader, COLUMN_PART) != (int) part)
      break;

  return (guint) (reader.row - self->row - 1);
}

static void
read_labels (Reader      *self,
             PggTypeInfo *type)
{
  guint n_labels = count_part (self, type->oid, PART_LABEL);

  type->labels = g_new0 (char *, n_labels + 1);
  for (guint i = 0; i < n_labels; i++)
    {
      self->row++;
      type->labels[i] = dup_text (self, COLUMN_NAME);
    }
}

static void
read_fields (Reader      *self,
             PggTypeInfo *type)
{
  type->n_fields = count_part (self, type->oid, PART_FIELD);
  type->fields = g_new0 (PggTypeField, type->n_fields);
  for (guint i = 0; i < type->n_fields; i++)
    {
      self->row++;
      type->fields[i].name = dup_text (self, COLUMN_NAME);
      type->fields[i].type = get_oid (self, COLUMN_ELEMENT);
      type->fields[i].modifier = get_int (self, COLUMN_MODIFIER);
    }
}

static PggTypeInfo *
read_type (Reader *self)
{
  PggTypeInfo *type = g_new0 (PggTypeInfo, 1);

  g_atomic_ref_count_init (&type->ref_count);
  type->oid = get_oid (self, COLUMN_OID);
  type->schema = dup_text (self, COLUMN_SCHEMA);
  type->name = dup_text (self, COLUMN_NAME);
  type->kind = get_kind (self);
  type->category = get_char (self, COLUMN_CATEGORY);
  type->delimiter = get_char (self, COLUMN_DELIMITER);
  type->array = get_oid (self, COLUMN_ARRAY);
  type->element = get_oid (self, COLUMN_ELEMENT);
  type->modifier = get_int (self, COLUMN_MODIFIER);
  type->extension = dup_text (self, COLUMN_EXTENSION);
  type->has_binary = get_char (self, COLUMN_HAS_BINARY) == 't';
  if (type->kind == PGG_TYPE_KIND_ENUM)
    read_labels (self, type);
  if (type->kind == PGG_TYPE_KIND_COMPOSITE)
    read_fields (self, type);

  return type;
}

static PggTypeInfo *
find_type (GPtrArray *types,
           guint32    oid)
{
  for (guint i = 0; i < types->len; i++)
    {
      PggTypeInfo *type = types->pdata[i];

      if (type->oid == oid)
        return type;
    }

  return NULL;
}

/* An array is called like its elements, and has come with the same extension. */
static void
name_array (PggTypeInfo *array,
            GPtrArray   *types)
{
  const PggTypeInfo *builtin = pgg_type_info_lookup_builtin (array->element);
  const PggTypeInfo *element = builtin != NULL ? builtin : find_type (types, array->element);

  if (element == NULL)
    return;

  g_free ((char *) array->name);
  array->name = g_strconcat (element->name, "[]", NULL);
  if (array->extension == NULL)
    array->extension = g_strdup (element->extension);
}

static void
name_arrays (GPtrArray *types)
{
  for (guint i = 0; i < types->len; i++)
    {
      PggTypeInfo *type = types->pdata[i];

      if (type->kind == PGG_TYPE_KIND_ARRAY)
        name_array (type, types);
    }
}

static void
unref_type (gpointer type)
{
  pgg_type_info_unref (type);
}

static void
read_row (Reader           *self,
          PggCatalogAnswer *answer)
{
  switch (get_int (self, COLUMN_PART))
    {
    case PART_IDENTITY:
      g_free (answer->identity);
      answer->identity = dup_text (self, COLUMN_NAME);
      break;
    case PART_TYPE:
      if (pgg_type_info_lookup_builtin (get_oid (self, COLUMN_OID)) == NULL)
        g_ptr_array_add (answer->types, read_type (self));
      break;
    default:
      break;
    }
}

PggCatalogAnswer *
pgg_type_catalog_read (const PGresult *result,
                       int             encoding)
{
  Reader reader = { result, 0, encoding };
  PggCatalogAnswer *answer;

  if (PQnfields (result) != N_COLUMNS)
    return NULL;

  answer = g_new0 (PggCatalogAnswer, 1);
  answer->types = g_ptr_array_new_with_free_func (unref_type);
  for (; reader.row < PQntuples (result); reader.row++)
    read_row (&reader, answer);
  name_arrays (answer->types);

  return answer;
}

void
pgg_catalog_answer_free (PggCatalogAnswer *self)
{
  g_free (self->identity);
  g_ptr_array_unref (self->types);
  g_free (self);
}
