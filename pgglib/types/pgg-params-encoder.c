/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Puts parameters into the form in which a session takes them: its encoding, its types. */

#include "config.h"

#include "pgg-params-encoder-private.h"

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
                 _("%s is of the type %s, which is not sent as %s"), what,
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
append_as_is (const Param  *self,
              GError      **error)
{
  if (self->binary)
    return append (self, self->bytes.data, self->bytes.size, TRUE, error);

  return append_text (self, (const char *) self->bytes.data, self->bytes.size, error);
}

/* The server reads the text of the value as one of its type, and checks it. */
static gboolean
append_as_text (const Param  *self,
                GError      **error)
{
  const PggCodecContext *plain = pgg_codec_context_get_default ();
  PggAdapter adapter = pgg_adapter_make (plain, self->source->oid, self->binary);
  g_autofree char *text = NULL;
  PggDecode decode = pgg_adapter_dup_text (&adapter, self->bytes, &text);

  if (decode != PGG_DECODE_OK)
    return set_error (self, decode, error);

  return append_text (self, text, strlen (text), error);
}

/* From the value, with the codecs of both types. */
static gboolean
append_value (const Param  *self,
              GError      **error)
{
  const PggCodecContext *plain = pgg_codec_context_get_default ();
  PggAdapter from = pgg_adapter_make (plain, self->source->oid, self->binary);
  PggAdapter to = pgg_adapter_make (self->context, self->target->oid, TRUE);
  g_auto (GValue) value = G_VALUE_INIT;
  PggDecode decode = pgg_adapter_read_value (&from, self->bytes, &value);

  g_byte_array_set_size (self->scratch, 0);
  if (decode == PGG_DECODE_OK)
    decode = pgg_adapter_encode (&to, &value, self->scratch);
  if (decode != PGG_DECODE_OK)
    return set_error (self, decode, error);

  return append (self, self->scratch->data, self->scratch->len, TRUE, error);
}

static gboolean
is_string (const PggTypeInfo *type)
{
  return type != NULL && type->category == 'S';
}

static gboolean
is_integer (const PggTypeInfo *type)
{
  switch (type->oid)
    {
    case PGG_OID_INT2:
    case PGG_OID_INT4:
    case PGG_OID_INT8:
    case PGG_OID_OID:
    case PGG_OID_XID:
    case PGG_OID_CID:
    case PGG_OID_XID8:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_float (const PggTypeInfo *type)
{
  return type->oid == PGG_OID_FLOAT4 || type->oid == PGG_OID_FLOAT8;
}

static gboolean
is_json (const PggTypeInfo *type)
{
  return type->oid == PGG_OID_JSON || type->oid == PGG_OID_JSONB;
}

static gboolean
is_network (const PggTypeInfo *type)
{
  return type->oid == PGG_OID_INET || type->oid == PGG_OID_CIDR;
}

static gboolean
are_numbers (const PggTypeInfo *from,
             const PggTypeInfo *to)
{
  return (is_integer (from) || is_float (from)) && (is_integer (to) || is_float (to));
}

/* Whether every value of the one is a text that the other either has exactly, or refuses. A float
 * has the fewest digits that mean the same float, which numeric keeps. */
static gboolean
is_same_as_text (const PggTypeInfo *from,
                 const PggTypeInfo *to)
{
  if (from == to || is_string (from) || (is_json (from) && is_json (to)) ||
      (is_network (from) && is_network (to)))
    return TRUE;
  if (from->kind == PGG_TYPE_KIND_COMPOSITE || from->kind == PGG_TYPE_KIND_ENUM)
    return from->kind == to->kind;

  return ((is_integer (from) || is_float (from)) && to->oid == PGG_OID_NUMERIC) ||
         ((is_integer (from) || from->oid == PGG_OID_NUMERIC) && is_integer (to));
}

/* Of an array, a range or a multirange. */
static const PggTypeInfo *
get_part (const Param       *self,
          const PggTypeInfo *type)
{
  if (type->kind != PGG_TYPE_KIND_ARRAY && type->kind != PGG_TYPE_KIND_RANGE &&
      type->kind != PGG_TYPE_KIND_MULTIRANGE)
    return NULL;

  return pgg_type_map_lookup_base (self->context->types, type->element);
}

/* Whether it is so of the types, or of the values in values of the same kind. */
static gboolean
are_alike (const Param       *self,
           const PggTypeInfo *from,
           const PggTypeInfo *to,
           gboolean         (*test) (const PggTypeInfo *from,
                                     const PggTypeInfo *to))
{
  while (from != NULL && to != NULL)
    {
      if (test (from, to))
        return TRUE;
      if (from->kind != to->kind)
        return FALSE;
      from = get_part (self, from);
      to = get_part (self, to);
    }

  return FALSE;
}

/* A value of another type than the one that the statement wants. */
static gboolean
append_converted (const Param  *self,
                  GError      **error)
{
  if (are_alike (self, self->source, self->target, are_numbers))
    return append_value (self, error);
  if (are_alike (self, self->source, self->target, is_same_as_text))
    return append_as_text (self, error);

  return set_error (self, PGG_DECODE_WRONG_TYPE, error);
}

/* Binary values of these types have text inside. */
static gboolean
has_text (const Param       *self,
          const PggTypeInfo *type)
{
  const PggTypeInfo *part = get_part (self, type);

  if (part != NULL)
    return has_text (self, part);

  return is_string (type) || is_json (type) || type->oid == PGG_OID_XML;
}

static gboolean
append_param (const Param  *self,
              GError      **error)
{
  gboolean is_plain = self->source == NULL || (is_string (self->source) && !self->binary);

  if (is_plain || self->type == 0)
    return append_as_is (self, error);
  if (self->target == NULL)
    return append_as_text (self, error);
  if (self->source != self->target)
    return append_converted (self, error);
  if (self->binary && !pgg_encoding_is_utf8 (self->context->encoding) &&
      has_text (self, self->source))
    return append_as_text (self, error);

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
