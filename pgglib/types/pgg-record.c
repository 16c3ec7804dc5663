/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records: values of composite types, and rows without a type of their own. */

#include "config.h"

#include "pgg-record-private.h"

#include "pgg-client-error.h"
#include "pgg-datetime-private.h"
#include "pgg-part-private.h"
#include "pgg-quoted-text-private.h"
#include "pgg-record-builder.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-compare-private.h"
#include "pgg-value-private.h"
#include "pgg-value-variant-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggRecord:
 *
 * A record: a value of a composite type, or of the type `record`, as `ROW(1, 'a')` is one.
 *
 * The fields are values of the types that [method@Result.get_value] gives for columns of their
 * types. Records of composite types have names for them. A record without a type of its own has
 * none; the server says of its fields what they are in binary format only, so that in text format
 * all of them are strings, and `ROW()` cannot be told from `ROW(NULL)`.
 *
 * Records are made with a [struct@RecordBuilder]. A record is immutable and may be used by several
 * threads.
 *
 * Since: 1.0
 */

static void
string_from_record (const GValue *record,
                    GValue       *string)
{
  PggRecord *self = g_value_get_boxed (record);

  g_value_take_string (string, self == NULL ? NULL : pgg_record_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggRecord, pgg_record, pgg_record_ref, pgg_record_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                string_from_record))

static void
clear_field (gpointer data)
{
  PggRecordField *field = data;

  g_free (field->name);
  if (G_IS_VALUE (&field->value))
    g_value_unset (&field->value);
}

static void
pgg_record_free (gpointer data)
{
  PggRecord *self = data;

  g_array_unref (self->fields);
  g_clear_pointer (&self->context, pgg_codec_context_unref);
}

PggRecord *
pgg_record_alloc (const PggCodecContext *context,
                  guint32                type)
{
  PggRecord *self = g_atomic_rc_box_new0 (PggRecord);

  self->context = context == NULL ? NULL : pgg_codec_context_ref ((PggCodecContext *) context);
  self->type = type;
  self->fields = g_array_new (FALSE, TRUE, sizeof (PggRecordField));
  g_array_set_clear_func (self->fields, clear_field);

  return self;
}

PggRecordField *
pgg_record_add (PggRecord *self)
{
  g_array_set_size (self->fields, self->fields->len + 1);

  return pgg_record_peek_field (self, self->fields->len - 1);
}

static PggDecode
append_field (const PggAdapter *adapter,
              const GValue     *value,
              GByteArray       *scratch,
              GString          *text)
{
  PggDecode decode;

  if (pgg_value_is_null (value))
    return PGG_DECODE_OK;

  g_byte_array_set_size (scratch, 0);
  decode = pgg_part_encode (adapter, value, scratch);
  if (decode == PGG_DECODE_OK && !pgg_quoted_text_append (text, (const char *) scratch->data,
                                                          scratch->len, PGG_QUOTED_IN_RECORDS))
    return PGG_DECODE_INEXACT;

  return decode;
}

PggDecode
pgg_record_append_text (PggRecord        *self,
                        const PggAdapter *adapter,
                        GString          *text)
{
  g_autoptr (GByteArray) scratch = g_byte_array_new ();
  const PggTypeInfo *type = adapter->type;
  guint n_known = type == NULL ? 0 : type->n_fields;

  if (n_known > 0 && n_known != self->fields->len)
    return PGG_DECODE_WRONG_TYPE;

  g_string_append_c (text, '(');
  for (guint i = 0; i < self->fields->len; i++)
    {
      PggRecordField *field = pgg_record_peek_field (self, i);
      PggAdapter part = pgg_adapter_make_part (adapter,
                                               pgg_codec_context_get_utf8 (adapter->context),
                                               n_known > 0 ? type->fields[i].type : field->type,
                                               FALSE);
      PggDecode decode;

      if (i > 0)
        g_string_append_c (text, ',');
      decode = append_field (&part, &field->value, scratch, text);
      if (decode != PGG_DECODE_OK)
        return decode;
    }
  g_string_append_c (text, ')');

  return PGG_DECODE_OK;
}

/* The names of the fields are not in a variant. */
static gboolean
append_variant (PggRecordBuilder  *builder,
                GVariant          *variant,
                GError           **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return pgg_value_from_variant (variant, &value, error) &&
         pgg_record_builder_append_value (builder, NULL, 0, &value, error);
}

/**
 * pgg_record_new_from_variant:
 * @variant: a tuple; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a record of what [method@Record.to_variant] gives, and of other tuples that
 * [method@Params.append_variant] takes. The fields have the types of the variants in it.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant is no tuple, or has in it what is no value.
 *
 * Returns: (transfer full): the record, or %NULL on error
 * Since: 1.0
 */
PggRecord *
pgg_record_new_from_variant (GVariant  *variant,
                             GError   **error)
{
  g_autoptr (PggRecordBuilder) builder = pgg_record_builder_new ();
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, "r", error))
    return NULL;

  for (gsize i = 0; i < g_variant_n_children (owned); i++)
    {
      g_autoptr (GVariant) field = g_variant_get_child_value (owned, i);

      if (!append_variant (builder, field, error))
        return NULL;
    }

  return pgg_record_builder_end (builder);
}

/**
 * pgg_record_ref:
 * @self: a record
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggRecord *
pgg_record_ref (PggRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_record_unref:
 * @self: (transfer full): a record
 *
 * Drops a reference, and frees the record with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_record_unref (PggRecord *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_record_free);
}

/**
 * pgg_record_get_record_type:
 * @self: a record
 *
 * Gets the composite type of the record.
 *
 * Returns: the OID of the type; that of `record`, 2249, if the record has no type of its own
 * Since: 1.0
 */
guint32
pgg_record_get_record_type (PggRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->type;
}

/**
 * pgg_record_get_n_fields:
 * @self: a record
 *
 * Gets the number of fields.
 *
 * Returns: the number of fields
 * Since: 1.0
 */
guint
pgg_record_get_n_fields (PggRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields->len;
}

/* The field, or NULL with an error. */
static PggRecordField *
get_field (PggRecord  *self,
           guint       field,
           GError    **error)
{
  if (field < self->fields->len)
    return pgg_record_peek_field (self, field);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Field %u does not exist, the record has %u fields"), field, self->fields->len);
  return NULL;
}

/**
 * pgg_record_get_field_name:
 * @self: a record
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the name of a field.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL if the fields have no names, and on error
 * Since: 1.0
 */
const char *
pgg_record_get_field_name (PggRecord  *self,
                           guint       field,
                           GError    **error)
{
  PggRecordField *found;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  found = get_field (self, field, error);

  return found == NULL ? NULL : found->name;
}

/**
 * pgg_record_get_field_base_type:
 * @self: a record
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the type of a field, or what it is made of if that is a domain.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: the OID of the type, or 0 if it is not known, and on error
 * Since: 1.0
 */
guint32
pgg_record_get_field_base_type (PggRecord  *self,
                                guint       field,
                                GError    **error)
{
  PggRecordField *found;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  found = get_field (self, field, error);

  return found == NULL ? 0 : pgg_part_get_base_type (self->context, found->type);
}

/**
 * pgg_record_get_field_gtype:
 * @self: a record
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the type of values that fields of this type are read as: that of the codec of the
 * application, if it has one for them.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: the type of values, or %G_TYPE_INVALID on error
 * Since: 1.0
 */
GType
pgg_record_get_field_gtype (PggRecord  *self,
                            guint       field,
                            GError    **error)
{
  PggRecordField *found;

  g_return_val_if_fail (self != NULL, G_TYPE_INVALID);
  g_return_val_if_fail (error == NULL || *error == NULL, G_TYPE_INVALID);

  found = get_field (self, field, error);

  return found == NULL ? G_TYPE_INVALID : pgg_part_get_gtype (self->context, found->type);
}

/**
 * pgg_record_get_field_type:
 * @self: a record
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the type of a field.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: the OID of the type, or 0 if it is not known, and on error
 * Since: 1.0
 */
guint32
pgg_record_get_field_type (PggRecord  *self,
                           guint       field,
                           GError    **error)
{
  PggRecordField *found;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  found = get_field (self, field, error);

  return found == NULL ? 0 : found->type;
}

/**
 * pgg_record_find_field:
 * @self: a record
 * @name: the name of a field, exactly as its type has it
 *
 * Looks for a field by name.
 *
 * Returns: the index of the first field of that name, or -1 if there is none
 * Since: 1.0
 */
int
pgg_record_find_field (PggRecord  *self,
                       const char *name)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (name != NULL, -1);

  for (guint i = 0; i < self->fields->len; i++)
    if (g_strcmp0 (pgg_record_peek_field (self, i)->name, name) == 0)
      return (int) i;

  return -1;
}

/**
 * pgg_record_is_null:
 * @self: a record
 * @field: the index of a field
 * @error: return location for an error
 *
 * Tells whether a field is NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: %TRUE if the field is NULL; %FALSE if it is not, and on error
 * Since: 1.0
 */
gboolean
pgg_record_is_null (PggRecord  *self,
                    guint       field,
                    GError    **error)
{
  const GValue *value;

  g_return_val_if_fail (self != NULL, FALSE);

  value = pgg_record_get_value (self, field, error);

  return value != NULL && pgg_value_is_null (value);
}

/**
 * pgg_record_get_value:
 * @self: a record
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the value of a field.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: (transfer none): the value, which belongs to @self, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_record_get_value (PggRecord  *self,
                      guint       field,
                      GError    **error)
{
  PggRecordField *found;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  found = get_field (self, field, error);

  return found == NULL ? NULL : &found->value;
}

/**
 * pgg_record_get_value_by_name:
 * @self: a record
 * @name: the name of a field, exactly as its type has it
 * @error: return location for an error
 *
 * Gets the value of the first field of that name.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no such field.
 *
 * Returns: (transfer none): the value, which belongs to @self, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_record_get_value_by_name (PggRecord   *self,
                              const char  *name,
                              GError     **error)
{
  int field;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  field = pgg_record_find_field (self, name);
  if (field >= 0)
    return pgg_record_get_value (self, (guint) field, error);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("The record has no field \"%s\""), name);
  return NULL;
}

/**
 * pgg_record_to_string:
 * @self: a record
 *
 * Gets the text of the record as the server writes it (PostgreSQL: `record_out()`).
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if it would be larger than the server
 *   allows
 * Since: 1.0
 */
char *
pgg_record_to_string (PggRecord *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const PggCodecContext *context;
  PggAdapter adapter;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, NULL);

  /* Of the type record, so that each field is written by its own type. */
  context = self->context == NULL ? pgg_codec_context_get_default ()
                                  : pgg_codec_context_get_utf8 (self->context);
  adapter = pgg_adapter_make (context, PGG_OID_RECORD, FALSE);
  decode = pgg_record_append_text (self, &adapter, text);

  return decode == PGG_DECODE_OK ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * pgg_record_to_variant:
 * @self: a record
 *
 * Makes a variant that [method@Params.append_variant] sends as the same value of a composite type:
 * a tuple of maybes, such as `(mims)`, with nothing for NULL. The fields are variants as of
 * [method@Result.get_variant]; their names are not in it.
 *
 * Returns: (transfer none) (nullable): a floating reference, or %NULL if there is a field that only
 *   the application can read, and that it cannot write as text
 * Since: 1.0
 */
GVariant *
pgg_record_to_variant (PggRecord *self)
{
  g_autofree GVariant **fields = NULL;
  gboolean is_whole = TRUE;

  g_return_val_if_fail (self != NULL, NULL);

  fields = g_new0 (GVariant *, self->fields->len);
  for (guint i = 0; i < self->fields->len; i++)
    {
      PggRecordField *field = pgg_record_peek_field (self, i);

      fields[i] = pgg_value_to_maybe (self->context, field->type, &field->value);
      is_whole &= fields[i] != NULL;
    }
  if (is_whole)
    return g_variant_new_tuple (fields, self->fields->len);

  for (guint i = 0; i < self->fields->len; i++)
    if (fields[i] != NULL)
      g_variant_unref (g_variant_ref_sink (fields[i]));
  return NULL;
}

/**
 * pgg_record_equal:
 * @first: (type PggRecord): a record
 * @second: (type PggRecord): a record
 *
 * Tells whether two records have equal values in the same order, whatever the names of the fields
 * are. NULL is equal to NULL.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_record_equal (gconstpointer first,
                  gconstpointer second)
{
  const PggRecord *a = first;
  const PggRecord *b = second;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->fields->len != b->fields->len)
    return FALSE;
  for (guint i = 0; i < a->fields->len; i++)
    if (!pgg_value_equal (&pgg_record_peek_field (a, i)->value,
                          &pgg_record_peek_field (b, i)->value))
      return FALSE;

  return TRUE;
}

/**
 * pgg_record_compare:
 * @first: (type PggRecord): a record
 * @second: (type PggRecord): a record
 *
 * Orders records as the server does (PostgreSQL: `btrecordcmp()`): by their fields, which are
 * compared as the elements in [method@Array.compare]. NULL is larger than all values. Of records of
 * different lengths, which the server refuses to compare, one that begins like the other is the
 * smaller one.
 *
 * Returns: a negative number if @first is smaller, a positive one if it is larger, 0 if they are
 *   equal
 * Since: 1.0
 */
int
pgg_record_compare (gconstpointer first,
                    gconstpointer second)
{
  const PggRecord *a = first;
  const PggRecord *b = second;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  for (guint i = 0; i < a->fields->len && i < b->fields->len; i++)
    {
      PggRecordField *field = pgg_record_peek_field (a, i);
      int order = pgg_value_compare (a->context, field->type, &field->value,
                                     &pgg_record_peek_field (b, i)->value);

      if (order != 0)
        return order;
    }

  return (a->fields->len > b->fields->len) - (a->fields->len < b->fields->len);
}

/**
 * pgg_record_hash:
 * @record: (type PggRecord): a record
 *
 * Makes a hash value of the values; equal records have the same.
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_record_hash (gconstpointer record)
{
  const PggRecord *self = record;
  guint hash = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->fields->len; i++)
    hash = 31 * hash + pgg_value_hash (&pgg_record_peek_field (self, i)->value);

  return hash;
}
