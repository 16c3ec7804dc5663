/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the types of dates and times share. */

#include "config.h"

#include "pgg-datetime-private.h"

#include "pgg-client-error.h"
#include "pgg-type-oid-private.h"

#include <glib/gi18n-lib.h>

/* Instants are shown in the time zone of the session, which must be known here. When another
 * version of the time zone database has another offset, ISO still shows the same instant, and the
 * other styles do not, which have no offset. */
gboolean
pgg_datetime_can_render (const PggCodecContext *context,
                         guint32                oid)
{
  return oid != PGG_OID_TIMESTAMPTZ || (context->date_style == PGG_DATE_STYLE_ISO &&
                                        pgg_codec_context_get_zone (context) != NULL);
}

gboolean
pgg_datetime_check_variant (GVariant    *variant,
                            const char  *type,
                            GError     **error)
{
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE (type)))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               /* Translators: two types of GVariant */
               _("The variant has the type %s instead of %s"), g_variant_get_type_string (variant),
               type);
  return FALSE;
}
