/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes records field by field. */

#include "config.h"

#include "pgg-record-builder.h"

#include "pgg-client-error.h"
#include "pgg-part-private.h"
#include "pgg-record-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggRecordBuilder:
 *
 * Makes a record: the fields are appended in their order.
 *
 * A record that is used as a parameter must have its fields in the order of the composite type; the
 * names are for those who read it. A builder is used from one thread at a time.
 *
 * Since: 1.0
 */

/* The server's limit, MaxTupleAttributeNumber. */
#define MAX_FIELDS 1664

struct _PggRecordBuilder
{
  PggRecord *record;
};

G_DEFINE_BOXED_TYPE (PggRecordBuilder, pgg_record_builder, pgg_record_builder_ref,
                     pgg_record_builder_unref)

static void
pgg_record_builder_free (gpointer data)
{
  PggRecordBuilder *self = data;

  pgg_record_unref (self->record);
}

/**
 * pgg_record_builder_new:
 *
 * Makes a builder without fields.
 *
 * Returns: (transfer full): the builder
 * Since: 1.0
 */
PggRecordBuilder *
pgg_record_builder_new (void)
{
  PggRecordBuilder *self = g_atomic_rc_box_new0 (PggRecordBuilder);

  self->record = pgg_record_alloc (NULL, PGG_OID_RECORD);

  return self;
}

/**
 * pgg_record_builder_ref:
 * @self: a builder
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggRecordBuilder *
pgg_record_builder_ref (PggRecordBuilder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_record_builder_unref:
 * @self: (transfer full): a builder
 *
 * Drops a reference, and frees the builder with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_record_builder_unref (PggRecordBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_record_builder_free);
}

static PggDecode
convert (guint32       type,
         const GValue *value,
         GValue       *converted)
{
  PggAdapter adapter = pgg_adapter_make (pgg_codec_context_get_default (), type, FALSE);

  if (value != NULL)
    return pgg_part_convert (&adapter, value, converted);

  pgg_value_init_null (pgg_adapter_get_gtype (&adapter), converted);
  return PGG_DECODE_OK;
}

/**
 * pgg_record_builder_append_value:
 * @self: a builder
 * @name: (nullable): the name of the field, or %NULL if it has none
 * @type: the OID of the type of the field, or 0 to go by the value
 * @value: (nullable): the value; NULL is %NULL, or a string, a boxed value or a pointer that is
 *   %NULL
 * @error: return location for an error
 *
 * Appends a field.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @value is no value of the type, and with
 * %PGG_CLIENT_ERROR_TOO_LARGE if there are as many fields as a record can have, which is 1664.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_record_builder_append_value (PggRecordBuilder  *self,
                                 const char        *name,
                                 guint32            type,
                                 const GValue      *value,
                                 GError           **error)
{
  GValue converted = G_VALUE_INIT;
  PggRecordField *field;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->record->fields->len >= MAX_FIELDS)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                   _("A record cannot have more than %d fields"), MAX_FIELDS);
      return FALSE;
    }
  if (type == 0 && value != NULL)
    type = pgg_value_get_oid (value);

  decode = convert (type, value, &converted);
  if (decode != PGG_DECODE_OK)
    {
      pgg_part_set_error (decode, N_("a field"), error);
      g_prefix_error (error, _("Field %u: "), self->record->fields->len);
      return FALSE;
    }

  field = pgg_record_add (self->record);
  *field = (PggRecordField) { g_strdup (name), type, converted };
  return TRUE;
}

/**
 * pgg_record_builder_end:
 * @self: a builder
 *
 * Makes the record; the builder has no fields after that.
 *
 * Returns: (transfer full): the record
 * Since: 1.0
 */
PggRecord *
pgg_record_builder_end (PggRecordBuilder *self)
{
  PggRecord *record;

  g_return_val_if_fail (self != NULL, NULL);

  record = self->record;
  self->record = pgg_record_alloc (NULL, PGG_OID_RECORD);

  return record;
}
