/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Puts parameters into the form in which a session takes them: its encoding, its types. */

#include "config.h"

#include "pgg-params-encoder-private.h"

#include "pgg-assignment-private.h"
#include "pgg-client-error.h"
#include "pgg-codec-private.h"
#include "pgg-encoding-private.h"
#include "pgg-type-oid-private.h"
#include "pq/pgg-pq-params-private.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>

/* So many bytes of memory wait for the next parameters. */
#define MAX_KEPT 65536

/* One parameter on its way. */
typedef struct
{
  const PggPqParams     *params;
  guint                  index;
  const PggCodecContext *context;
  const PggTypeInfo     *source; /* NULL: text of any type */
  const PggTypeInfo     *target; /* NULL: the server infers it, or it is not known here */
  guint32                type;   /* of the target */
  gboolean               binary;
  PggBuffer              bytes;
  PggPqParams           *encoded;
  GByteArray            *scratch;
} Param;

char *
pgg_params_describe (const PggPqParams *params,
                     guint              index)
{
  const char *name = pgg_pq_params_get_name (params, index);

  if (name == NULL)
    return g_strdup_printf (_("Parameter %u"), index + 1);

  return g_strdup_printf (_("Parameter %u “%s”"), index + 1, name);
}

static const char *
get_type_name (const PggTypeInfo *type)
{
  return type != NULL ? type->name : _("an unknown type");
}

/* What an integer type holds, NULL of other types. */
static const char *
get_limits (const PggTypeInfo *type)
{
  switch (type != NULL ? type->oid : 0)
    {
    case PGG_OID_INT2:
      return _("-32768 to 32767");
    case PGG_OID_INT4:
      return _("-2147483648 to 2147483647");
    case PGG_OID_INT8:
      return _("-9223372036854775808 to 9223372036854775807");
    case PGG_OID_OID:
    case PGG_OID_XID:
    case PGG_OID_CID:
      return _("0 to 4294967295");
    default:
      return NULL;
    }
}

static gboolean
set_error (const Param  *self,
           PggDecode     decode,
           GError      **error)
{
  g_autofree char *what = pgg_params_describe (self->params, self->index);

  if (decode == PGG_DECODE_INEXACT && get_limits (self->target) != NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("%s is of the type %s and its value does not fit the type %s, which holds the "
                   "integers from %s"), what, get_type_name (self->source),
                 get_type_name (self->target), get_limits (self->target));
  else if (decode == PGG_DECODE_INEXACT)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("%s is of the type %s and its value does not fit the type %s exactly"), what,
                 get_type_name (self->source), get_type_name (self->target));
  else
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("%s is of the type %s, which is not sent as %s; a cast to the former behind it "
                   "in the SQL leaves the conversion to the server"), what,
                 get_type_name (self->source), get_type_name (self->target));

  return FALSE;
}

static gboolean
append (const Param   *self,
        gconstpointer  bytes,
        gsize          size,
        gboolean       binary,
        GError       **error)
{
  return pgg_pq_params_append (self->encoded, self->type, bytes, (gssize) size,
                               binary ? PGG_PQ_FORMAT_BINARY : PGG_PQ_FORMAT_TEXT, error);
}

static gboolean
append_text (const Param  *self,
             const char   *text,
             gsize         size,
             GError      **error)
{
  g_autofree char *converted = NULL;
  g_autofree char *what = NULL;

  if (pgg_encoding_is_utf8 (self->context->encoding))
    return append (self, text, size, FALSE, error);

  converted = pgg_encoding_from_utf8 (self->context->encoding, text, size, &size);
  if (converted != NULL)
    return append (self, converted, size, FALSE, error);

  what = pgg_params_describe (self->params, self->index);
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("%s has characters that the client encoding %s does not have"), what,
               pgg_encoding_get_name (self->context->encoding));
  return FALSE;
}

static gboolean
append_scratch (const Param  *self,
                GError      **error)
{
  return append (self, self->scratch->data, self->scratch->len, TRUE, error);
}

static gboolean
append_as_is (const Param  *self,
              GError      **error)
{
  if (self->binary)
    return append (self, self->bytes.data, self->bytes.size, TRUE, error);

  return append_text (self, (const char *) self->bytes.data, self->bytes.size, error);
}

static gboolean
must_convert (const Param *self)
{
  return self->target != NULL && self->source != self->target;
}

/* The text that the server shows of a value that somebody wrote, such as 1 for 01. */
static PggDecode
dup_shown_text (const Param            *self,
                const PggCodecContext  *context,
                char                  **text)
{
  PggAdapter adapter = pgg_adapter_make (context, self->source->oid, TRUE);
  PggBuffer bytes = self->bytes;

  if (!pgg_codec_is_same_in_binary (context, self->source->oid))
    return PGG_DECODE_NOT_SUPPORTED;
  if (!self->binary)
    {
      g_auto (GValue) written = G_VALUE_INIT;
      PggDecode decode;

      g_value_init (&written, G_TYPE_STRING);
      g_value_set_static_string (&written, (const char *) self->bytes.data);
      g_byte_array_set_size (self->scratch, 0);
      decode = pgg_adapter_encode (&adapter, &written, self->scratch);
      if (decode != PGG_DECODE_OK)
        return decode;
      bytes = pgg_buffer_init (self->scratch->data, self->scratch->len);
    }

  return pgg_adapter_dup_text (&adapter, bytes, text);
}

/* The text of the value in UTF-8; where it becomes a text, the one that the server's cast gives in
 * the session. */
static PggDecode
dup_text (const Param  *self,
          char        **text)
{
  const PggCodecContext *plain = pgg_codec_context_get_default ();
  PggAdapter adapter = pgg_adapter_make (plain, self->source->oid, self->binary);

  if (must_convert (self) && pgg_assignment_is_to_text (self->context->types, self->target))
    return dup_shown_text (self, pgg_codec_context_get_utf8 (self->context), text);

  return pgg_adapter_dup_text (&adapter, self->bytes, text);
}

/* From a value of any type that has a place in the other one. */
static PggDecode
encode (const Param  *self,
        const GValue *value)
{
  PggAdapter adapter = pgg_adapter_make (self->context, self->target->oid, TRUE);

  adapter.is_assigned = TRUE;
  g_byte_array_set_size (self->scratch, 0);
  return pgg_adapter_encode (&adapter, value, self->scratch);
}

/* The word NULL in the text of an array is no element, or one, as a setting of the server says. */
static PggDecode
encode_array (const Param *self,
              const char  *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (self->target->kind != PGG_TYPE_KIND_ARRAY)
    return PGG_DECODE_NOT_SUPPORTED;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_static_string (&value, text);
  return encode (self, &value);
}

/* The server reads the text of the value as one of its type, and checks it. */
static gboolean
append_as_text (const Param  *self,
                GError      **error)
{
  g_autofree char *text = NULL;
  PggDecode decode = dup_text (self, &text);

  if (decode != PGG_DECODE_OK)
    return set_error (self, decode, error);
  if (must_convert (self) && encode_array (self, text) == PGG_DECODE_OK)
    return append_scratch (self, error);

  return append_text (self, text, strlen (text), error);
}

/* From the value, with the codecs of both types. */
static PggDecode
encode_value (const Param *self)
{
  const PggCodecContext *plain = pgg_codec_context_get_default ();
  PggAdapter adapter = pgg_adapter_make (plain, self->source->oid, self->binary);
  g_auto (GValue) value = G_VALUE_INIT;
  PggDecode decode = pgg_adapter_read_value (&adapter, self->bytes, &value);

  return decode == PGG_DECODE_OK ? encode (self, &value) : decode;
}

static gboolean
append_value (const Param  *self,
              GError      **error)
{
  PggDecode decode = encode_value (self);

  if (decode != PGG_DECODE_OK)
    return set_error (self, decode, error);

  return append_scratch (self, error);
}

/* In another encoding than that of the value; the text says what cannot be written in it. */
static gboolean
append_recoded (const Param  *self,
                GError      **error)
{
  return encode_value (self) == PGG_DECODE_OK ? append_scratch (self, error)
                                              : append_as_text (self, error);
}

/* A value of another type than the one that the statement wants. */
static gboolean
append_converted (const Param  *self,
                  GError      **error)
{
  switch (pgg_assignment_find (self->context->types, self->source, self->target))
    {
    case PGG_ASSIGNMENT_VALUE:
      return append_value (self, error);
    case PGG_ASSIGNMENT_TEXT:
      return append_as_text (self, error);
    case PGG_ASSIGNMENT_NONE:
      return set_error (self, PGG_DECODE_WRONG_TYPE, error);
    }
  g_assert_not_reached ();
}

static gboolean
append_param (const Param  *self,
              GError      **error)
{
  gboolean is_plain = self->source == NULL || (self->source->category == 'S' && !self->binary);

  if (is_plain || self->type == 0)
    return append_as_is (self, error);
  if (self->target == NULL)
    return append_as_text (self, error);
  if (must_convert (self))
    return append_converted (self, error);
  if (self->binary && !pgg_encoding_is_utf8 (self->context->encoding) &&
      pgg_assignment_has_texts (self->context->types, self->source))
    return append_recoded (self, error);

  return append_as_is (self, error);
}

/* Domains take the values of their base types. */
static const PggTypeInfo *
lookup_type (const PggCodecContext *context,
             guint32                oid)
{
  const PggTypeInfo *type = oid != 0 ? pgg_type_map_lookup (context->types, oid) : NULL;

  while (type != NULL && type->kind == PGG_TYPE_KIND_DOMAIN)
    type = pgg_type_map_lookup (context->types, type->element);

  return type;
}

static gboolean
encode_param (PggPqParams            *params,
              guint                   index,
              guint32                 type,
              const PggCodecContext  *context,
              PggParamsScratch       *scratch,
              GError                **error)
{
  const char *value = pgg_pq_params_get_values (params)[index];
  Param param = {
    .params = params,
    .index = index,
    .context = context,
    .source = lookup_type (context, pgg_pq_params_get_types (params)[index]),
    .target = lookup_type (context, type),
    .type = type,
    .binary = pgg_pq_params_get_formats (params)[index] == PGG_PQ_FORMAT_BINARY,
    .encoded = scratch->params,
    .scratch = scratch->bytes,
  };

  if (value == NULL)
    return pgg_pq_params_append_null (scratch->params, type, error);

  param.bytes = pgg_buffer_init (value, (gsize) pgg_pq_params_get_lengths (params)[index]);
  return append_param (&param, error);
}

static gboolean
must_change (PggPqParams           *params,
             const guint32         *types,
             const PggCodecContext *context)
{
  const Oid *given = pgg_pq_params_get_types (params);

  if (!pgg_encoding_is_utf8 (context->encoding))
    return TRUE;

  for (guint i = 0; types != NULL && i < pgg_pq_params_get_n_params (params); i++)
    if (given[i] != 0 && given[i] != types[i])
      return TRUE;

  return FALSE;
}

void
pgg_params_scratch_clear (PggParamsScratch *self)
{
  g_clear_pointer (&self->params, pgg_pq_params_unref);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

/* What is large is not kept until it is needed again. */
static PggPqParams *
scratch_end (PggParamsScratch *self)
{
  if (self->bytes->len > MAX_KEPT)
    g_clear_pointer (&self->bytes, g_byte_array_unref);
  if (pgg_pq_params_get_size (self->params) > MAX_KEPT)
    return g_steal_pointer (&self->params);

  return pgg_pq_params_ref (self->params);
}

/* What was encoded before may still be in use. */
static void
scratch_begin (PggParamsScratch *self)
{
  if (self->params != NULL && pgg_pq_params_is_shared (self->params))
    g_clear_pointer (&self->params, pgg_pq_params_unref);
  if (self->params == NULL)
    self->params = pgg_pq_params_new ();
  if (self->bytes == NULL)
    self->bytes = g_byte_array_new ();
  pgg_pq_params_reset (self->params);
}

static gboolean
check_encoding (PggPqParams            *params,
                const PggCodecContext  *context,
                GError                **error)
{
  if (!pgg_pq_params_is_utf8_only (params) || pgg_encoding_is_utf8 (context->encoding))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
               _("A parameter that a codec writes in binary format only is in a value that can be "
                 "sent in the client encoding UTF8 only, and the session has %s"),
               pgg_encoding_get_name (context->encoding));
  return FALSE;
}

PggPqParams *
pgg_params_encode_for (PggPqParams            *params,
                       const guint32          *types,
                       const PggCodecContext  *context,
                       PggParamsScratch       *scratch,
                       GError                **error)
{
  if (!must_change (params, types, context))
    return pgg_pq_params_ref (params);
  if (!check_encoding (params, context, error))
    return NULL;
  if (types == NULL)
    types = pgg_pq_params_get_types (params);

  scratch_begin (scratch);
  for (guint i = 0; i < pgg_pq_params_get_n_params (params); i++)
    if (!encode_param (params, i, types[i], context, scratch, error))
      return NULL;

  return scratch_end (scratch);
}
