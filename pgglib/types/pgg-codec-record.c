/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Composite types and records, see src/backend/utils/adt/rowtypes.c. */

#include "config.h"

#include "pgg-codec-container-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-quoted-text-private.h"
#include "pgg-record-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-private.h"

static guint
get_n_known (const PggAdapter *self)
{
  return self->type == NULL ? 0 : self->type->n_fields;
}

/* Somebody else has changed the definition since it was looked up. */
static void
doubt_type (const PggAdapter *self)
{
  if (self->type != NULL && !self->type->is_builtin && self->context->types != NULL)
    pgg_type_map_doubt (self->context->types, self->type->oid);
}

static PggRecord *
alloc_record (const PggAdapter *self)
{
  return pgg_record_alloc (self->context, self->type == NULL ? PGG_OID_RECORD : self->type->oid);
}

static PggAdapter
make_text_part (const PggAdapter *self,
                guint32           type)
{
  return pgg_adapter_make_part (self, pgg_codec_context_get_utf8 (self->context), type, FALSE);
}

/* Reads what is between the parentheses into the texts of the fields, of which NULL has none. */
static gboolean
split (PggBuffer  text,
       GPtrArray *parts)
{
  pgg_text_skip_spaces (&text);
  if (!pgg_text_take (&text, '('))
    return FALSE;

  do
    {
      g_autoptr (GString) part = g_string_new (NULL);
      gboolean is_absent;

      if (!pgg_quoted_text_read (&text, ",)", part, &is_absent))
        return FALSE;
      g_ptr_array_add (parts, is_absent ? NULL : g_steal_pointer (&part));
    }
  while (pgg_text_take (&text, ','));

  pgg_buffer_take (&text, 1);
  pgg_text_skip_spaces (&text);
  return pgg_buffer_at_end (&text);
}

static void
free_part (gpointer data)
{
  if (data != NULL)
    g_string_free (data, TRUE);
}

static PggDecode
read_part (const PggAdapter *adapter,
           const GString    *part,
           GValue           *value)
{
  if (part != NULL)
    return pgg_adapter_read_value (adapter, pgg_buffer_init (part->str, part->len), value);

  pgg_value_init_null (pgg_adapter_get_gtype (adapter), value);
  return PGG_DECODE_OK;
}

/* Where the definition that is known has another number of fields, it is not that of the value. */
static PggDecode
read_fields (const PggAdapter *self,
             GPtrArray        *parts,
             PggRecord        *record)
{
  gboolean is_known = get_n_known (self) == parts->len;

  for (guint i = 0; i < parts->len; i++)
    {
      const PggTypeField *known = is_known ? &self->type->fields[i] : NULL;
      PggRecordField *field = pgg_record_add (record);
      PggAdapter part;
      PggDecode decode;

      field->name = known == NULL ? NULL : g_strdup (known->name);
      field->type = known == NULL ? 0 : known->type;
      part = make_text_part (self, field->type);
      decode = read_part (&part, parts->pdata[i], &field->value);
      if (decode != PGG_DECODE_OK)
        return decode;
    }

  return PGG_DECODE_OK;
}

/* Text in UTF-8. */
static PggDecode
parse (const PggAdapter  *self,
       PggBuffer          text,
       PggRecord        **record)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  g_autoptr (PggRecord) made = NULL;
  PggDecode decode;

  if (self->depth >= PGG_MAX_DEPTH || !split (text, parts))
    return PGG_DECODE_MALFORMED;
  /* A table without columns is a type as well. */
  if (parts->len == 1 && parts->pdata[0] == NULL && self->type != NULL &&
      self->type->kind == PGG_TYPE_KIND_COMPOSITE && self->type->n_fields == 0)
    g_ptr_array_set_size (parts, 0);

  made = alloc_record (self);
  decode = read_fields (self, parts, made);
  if (parts->len != get_n_known (self) || decode == PGG_DECODE_MALFORMED)
    doubt_type (self);
  if (decode == PGG_DECODE_OK)
    *record = g_steal_pointer (&made);

  return decode;
}

static PggDecode
read_text (const PggAdapter *self,
           PggBuffer         buffer,
           gpointer         *value)
{
  g_autofree char *made = NULL;

  if (!pgg_whole_to_utf8 (self, &buffer, &made))
    return PGG_DECODE_MALFORMED;

  return parse (self, buffer, (PggRecord **) value);
}

static PggDecode
read_field (const PggAdapter   *self,
            const PggTypeField *known,
            PggBuffer          *buffer,
            PggRecord          *record)
{
  PggAdapter part;
  PggRecordField *field;
  guint32 type;

  if (!pgg_buffer_get_u32 (buffer, &type))
    return PGG_DECODE_MALFORMED;

  part = pgg_adapter_make_part (self, self->context, type, TRUE);
  field = pgg_record_add (record);
  field->name = known == NULL ? NULL : g_strdup (known->name);
  field->type = type;
  return pgg_part_read (&part, buffer, &field->value);
}

/* The bytes say of which types the fields are; where they are not the known ones, neither are the
 * names. */
static void
check_types (const PggAdapter *self,
             PggRecord        *record)
{
  gboolean is_known = get_n_known (self) == record->fields->len;

  for (guint i = 0; i < record->fields->len && is_known; i++)
    is_known = self->type->fields[i].type == pgg_record_peek_field (record, i)->type;
  if (is_known)
    return;

  doubt_type (self);
  for (guint i = 0; i < record->fields->len; i++)
    g_clear_pointer (&pgg_record_peek_field (record, i)->name, g_free);
}

/* Of a record without a type of its own, only the value says what is in it. */
static void
doubt_unknown_fields (const PggAdapter *self,
                      PggBuffer         buffer)
{
  guint32 n_fields = 0;
  guint32 type;
  PggBuffer part;
  gboolean is_null;

  if (self->context->types == NULL)
    return;

  pgg_buffer_get_u32 (&buffer, &n_fields);
  for (guint32 i = 0; i < n_fields && pgg_buffer_get_u32 (&buffer, &type) &&
                      pgg_part_take (&buffer, &part, &is_null); i++)
    if (pgg_type_map_lookup (self->context->types, type) == NULL)
      pgg_type_map_doubt (self->context->types, type);
}

/* What cannot be read may be a field that the definition did not have, or of an unknown type. */
static void
doubt_fields (const PggAdapter *self,
              PggBuffer         buffer,
              PggRecord        *record,
              gboolean          is_known)
{
  guint n_fields = record->fields->len;

  if (self->type == NULL || self->type->oid == PGG_OID_RECORD)
    doubt_unknown_fields (self, buffer);
  else if (n_fields > 0 && (!is_known || self->type->fields[n_fields - 1].type !=
                                           pgg_record_peek_field (record, n_fields - 1)->type))
    doubt_type (self);
}

static PggDecode
read_binary (const PggAdapter *self,
             PggBuffer         buffer,
             gpointer         *value)
{
  g_autoptr (PggRecord) record = NULL;
  PggBuffer whole = buffer;
  gboolean is_known;
  guint32 n_fields;

  if (self->depth >= PGG_MAX_DEPTH || !pgg_buffer_get_u32 (&buffer, &n_fields))
    return PGG_DECODE_MALFORMED;

  record = alloc_record (self);
  is_known = get_n_known (self) == n_fields;
  for (guint32 i = 0; i < n_fields; i++)
    {
      PggDecode decode = read_field (self, is_known ? &self->type->fields[i] : NULL, &buffer,
                                     record);

      if (decode != PGG_DECODE_OK)
        {
          doubt_fields (self, whole, record, is_known);
          return decode;
        }
    }
  if (!pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  check_types (self, record);
  *value = g_steal_pointer (&record);
  return PGG_DECODE_OK;
}

static PggDecode
write_field (const PggAdapter *self,
             PggBuffer        *buffer,
             GString          *scratch,
             GString          *text)
{
  PggBuffer part;
  PggAdapter adapter;
  PggDecode decode;
  gboolean is_null;
  guint32 type;

  if (!pgg_buffer_get_u32 (buffer, &type) || !pgg_part_take (buffer, &part, &is_null))
    return PGG_DECODE_MALFORMED;
  if (is_null)
    return PGG_DECODE_OK;

  adapter = pgg_adapter_make_part (self, self->context, type, TRUE);
  g_string_truncate (scratch, 0);
  decode = pgg_part_write_text (&adapter, part, scratch);
  if (decode == PGG_DECODE_OK &&
      !pgg_quoted_text_append (text, scratch->str, scratch->len, PGG_QUOTED_IN_RECORDS))
    return PGG_DECODE_MALFORMED;

  return decode;
}

static PggDecode
write_text (const PggAdapter *self,
            PggBuffer         buffer,
            GString          *text)
{
  g_autoptr (GString) made = g_string_new ("(");
  g_autoptr (GString) scratch = g_string_new (NULL);
  guint32 n_fields;

  if (self->depth >= PGG_MAX_DEPTH || !pgg_buffer_get_u32 (&buffer, &n_fields))
    return PGG_DECODE_MALFORMED;

  for (guint32 i = 0; i < n_fields; i++)
    {
      PggDecode decode;

      if (i > 0)
        g_string_append_c (made, ',');
      decode = write_field (self, &buffer, scratch, made);
      if (decode != PGG_DECODE_OK)
        return decode;
    }
  if (!pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  g_string_append_c (made, ')');
  return pgg_whole_from_utf8 (self, made, text);
}

static PggRecord *
peek_record (const GValue *value)
{
  return G_VALUE_HOLDS (value, PGG_TYPE_RECORD) ? g_value_get_boxed (value) : NULL;
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  PggRecord *record = peek_record (value);
  PggDecode decode;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);
  if (record == NULL)
    return PGG_DECODE_WRONG_TYPE;
  if (self->depth >= PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;

  text = g_string_new (NULL);
  decode = pgg_record_append_text (record, self, text);
  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_encode_text (self->context, text->str, text->len, bytes);
}

static PggDecode
append_record (const PggAdapter *self,
               PggRecord        *record,
               GByteArray       *bytes)
{
  pgg_bytes_append_u32 (bytes, record->fields->len);
  for (guint i = 0; i < record->fields->len; i++)
    {
      guint32 type = self->type->fields[i].type;
      PggAdapter part = pgg_adapter_make_part (self, self->context, type, TRUE);
      PggDecode decode;

      pgg_bytes_append_u32 (bytes, type);
      decode = pgg_part_append (&part, &pgg_record_peek_field (record, i)->value, bytes);
      if (decode != PGG_DECODE_OK)
        return decode;
    }

  return PGG_DECODE_OK;
}

/* The server takes no record without a type of its own. */
static PggDecode
encode_binary (const PggAdapter *self,
               const GValue     *value,
               GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);
  g_autoptr (PggRecord) made = NULL;
  PggRecord *record = peek_record (value);
  guint start = bytes->len;
  PggDecode decode = PGG_DECODE_OK;

  if (self->depth >= PGG_MAX_DEPTH || self->type == NULL || self->type->oid == PGG_OID_RECORD)
    return PGG_DECODE_NOT_SUPPORTED;
  if (text != NULL)
    {
      decode = parse (self, pgg_buffer_init (text, strlen (text)), &made);
      record = made;
    }
  if (decode != PGG_DECODE_OK)
    return decode;
  if (record == NULL)
    return PGG_DECODE_WRONG_TYPE;
  if (record->fields->len != self->type->n_fields)
    {
      doubt_type (self);
      return PGG_DECODE_WRONG_TYPE;
    }

  decode = append_record (self, record, bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, start);

  return decode;
}

const PggCodec pgg_codec_record_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_record_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_text,
  .encode = encode_text,
};

const PggCodec pgg_codec_record_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_record_get_type,
  .read_boxed = read_binary,
  .write_text = write_text,
  .encode = encode_binary,
};
