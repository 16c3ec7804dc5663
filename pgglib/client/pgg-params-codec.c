/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters of types that only the application knows, or that go by their names. */

#include "config.h"

#include "pgg-params-private.h"

#include "pgg-client-error.h"
#include "pgg-connection.h"
#include "pq/pgg-pq-params-private.h"
#include "types/pgg-array.h"
#include "types/pgg-codec-container-private.h"
#include "types/pgg-learnt-type-private.h"
#include "types/pgg-multirange.h"
#include "types/pgg-params-encoder-private.h"
#include "types/pgg-part-private.h"
#include "types/pgg-range.h"
#include "types/pgg-record.h"
#include "types/pgg-type-codec-private.h"
#include "types/pgg-value-private.h"

#include <glib/gi18n-lib.h>

/* The parameters while they are written. */
typedef struct
{
  PggCodecContext *context;
  PggPqParams     *pq;
  guint            index;   /* of the value at hand */
  gboolean         as_text; /* wherever that is possible: the values become part of the SQL */
} Writer;

static gboolean
set_error (const Writer  *self,
           GError        *reason,
           GError       **error)
{
  g_autofree char *what = pgg_params_describe (self->pq, self->index);

  g_propagate_prefixed_error (error, reason, "%s: ", what);
  return FALSE;
}

/* The overrides carry the objects of a class in objects of another, which has its name behind a
 * plus sign, as all classes of Python have. */
static const char *
get_class_name (const GValue *value)
{
  const char *name = G_VALUE_TYPE_NAME (value);
  const char *plus = strrchr (name, '+');

  return plus != NULL ? plus + 1 : name;
}

static gboolean
refuse (const Writer  *self,
        const GValue  *value,
        GError       **error)
{
  return set_error (self, g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                                       _("A value of type %s cannot be sent without a codec"),
                                       get_class_name (value)), error);
}

/* Puts the value in the place that was kept for it. */
static gboolean
put (Writer       *self,
     const char   *type_name,
     const char   *bytes,
     gsize         size,
     PggPqFormat   format,
     GError      **error)
{
  GError *reason = NULL;
  gboolean is_put = bytes == NULL
                      ? pgg_pq_params_append_null (self->pq, 0, &reason)
                      : pgg_pq_params_append (self->pq, 0, bytes, (gssize) size, format, &reason);

  if (!is_put)
    return set_error (self, reason, error);

  if (type_name != NULL)
    pgg_pq_params_set_type_name (self->pq, pgg_pq_params_get_n_params (self->pq) - 1, type_name);
  pgg_pq_params_move_last (self->pq, self->index);
  return TRUE;
}

static const PggCodec *
find_container (const GValue *value)
{
  if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY))
    return &pgg_codec_array_text;
  if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    return &pgg_codec_record_text;
  if (G_VALUE_HOLDS (value, PGG_TYPE_RANGE))
    return &pgg_codec_range_text;
  if (G_VALUE_HOLDS (value, PGG_TYPE_MULTIRANGE))
    return &pgg_codec_multirange_text;

  return NULL;
}

/* What is in a value. */
typedef struct
{
  const PggCodecSet  *codecs;
  const PggTypeCodec *first;       /* of the codecs of what is in it */
  const PggTypeCodec *binary_only; /* that writes what is anywhere in it, but not as text */
} Contents;

static void
note_codec (const GValue *value,
            gpointer      data)
{
  Contents *self = data;
  const PggTypeCodec *codec = pgg_codec_set_find_gtype (self->codecs, G_VALUE_TYPE (value));
  Contents inside = { .codecs = self->codecs };

  if (codec == NULL)
    pgg_value_visit (value, note_codec, &inside);
  else if ((codec->encode_formats & PGG_CODEC_FORMATS_TEXT) == 0 && !pgg_value_is_null (value))
    inside.binary_only = codec;

  if (self->first == NULL)
    self->first = codec;
  if (self->binary_only == NULL)
    self->binary_only = inside.binary_only;
}

/* What a container is sent as. */
typedef struct
{
  PggAdapter       adapter;
  PggCodecContext *context;      /* of the adapter, if it is not that of the writer */
  guint32          type;         /* where the value comes from, or 0 */
  char            *type_name;    /* or NULL */
  const char      *element_name; /* of an array, which depends on their type; or NULL */
} Container;

static void
container_clear (Container *self)
{
  g_clear_pointer (&self->context, pgg_codec_context_unref);
  g_free (self->type_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Container, container_clear)

/* As text, in which the server needs no types of what is in the value. */
static void
plan_text (const Writer   *self,
           const GValue   *value,
           const Contents *contents,
           Container      *plan)
{
  plan->adapter.codec = find_container (value);
  plan->adapter.context = self->context;
  if (!G_VALUE_HOLDS (value, PGG_TYPE_ARRAY) || contents->first == NULL)
    return;

  plan->type_name = g_strconcat (contents->first->sql_name, "[]", NULL);
  plan->element_name = contents->first->sql_name;
}

/* The value came from a server, which has told what it and all that is in it are. */
static gboolean
plan_learnt (const Writer *self,
             const GValue *value,
             Container    *plan)
{
  PggTypeMap *types;

  plan->type_name = pgg_learnt_type_dup_name (value, &plan->type, &types);
  if (plan->type_name == NULL)
    return FALSE;

  plan->context = pgg_codec_context_new_with_types (self->context, types);
  plan->adapter = pgg_adapter_make (plan->context, plan->type, TRUE);
  return TRUE;
}

/* An array says in binary format what its elements are, of which the codec knows the name. A range
 * does not: the server infers its type as it does from text. */
static gboolean
plan_binary (const Writer   *self,
             const GValue   *value,
             const Contents *contents,
             Container      *plan)
{
  plan->adapter = (PggAdapter) { .context = self->context, .binary = TRUE };
  if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY) && contents->first != NULL)
    {
      plan->adapter.codec = &pgg_codec_array_binary;
      plan->type_name = g_strconcat (contents->first->sql_name, "[]", NULL);
      plan->element_name = contents->first->sql_name;
      return TRUE;
    }
  if (plan_learnt (self, value, plan))
    return TRUE;
  if (G_VALUE_HOLDS (value, PGG_TYPE_RANGE))
    plan->adapter.codec = &pgg_codec_range_binary;
  else if (G_VALUE_HOLDS (value, PGG_TYPE_MULTIRANGE))
    plan->adapter.codec = &pgg_codec_multirange_binary;

  return plan->adapter.codec != NULL;
}

static const char *
get_container_name (const GValue *value)
{
  if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY))
    return _("an array");
  if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    return _("a record");

  return G_VALUE_HOLDS (value, PGG_TYPE_RANGE) ? _("a range") : _("a multirange");
}

static gboolean
refuse_text (const Writer        *self,
             const GValue        *value,
             const PggTypeCodec  *codec,
             GError             **error)
{
  const char *what = get_container_name (value);

  return set_error (self, g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                                       self->as_text
                                         ? _("%s in the SQL is text, and the codec of the type %s "
                                             "has no function for text")
                                         : _("%s of no type of the database is sent as text, and "
                                             "the codec of the type %s has no function for text"),
                                       what, codec->name), error);
}

static gboolean
put_container (Writer           *self,
               const Container  *plan,
               GByteArray       *bytes,
               GError          **error)
{
  gboolean binary = plan->adapter.binary;

  if (!put (self, plan->type_name, (const char *) bytes->data, bytes->len,
            binary ? PGG_PQ_FORMAT_BINARY : PGG_PQ_FORMAT_TEXT, error))
    return FALSE;

  if (plan->type != 0)
    pgg_pq_params_set_type (self->pq, self->index, plan->type);
  if (plan->type != 0 && binary)
    pgg_pq_params_set_utf8_only (self->pq);
  if (plan->element_name != NULL)
    pgg_pq_params_set_element_name (self->pq, self->index, plan->element_name);
  return TRUE;
}

static gboolean
write_container (Writer        *self,
                 const GValue  *value,
                 GError       **error)
{
  Contents contents = { .codecs = self->context->codecs };
  g_auto (Container) plan = { 0 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GError *reason = NULL;
  PggDecode decode;

  pgg_value_visit (value, note_codec, &contents);
  if (contents.binary_only == NULL)
    plan_text (self, value, &contents, &plan);
  else if (self->as_text || !plan_binary (self, value, &contents, &plan))
    return refuse_text (self, value, contents.binary_only, error);

  plan.adapter.failure = &reason;
  decode = pgg_adapter_encode (&plan.adapter, value, bytes);
  if (decode != PGG_DECODE_OK)
    {
      pgg_part_set_error (decode, N_("a parameter"), &reason);
      return set_error (self, reason, error);
    }

  return put_container (self, &plan, bytes, error);
}

static gboolean
check_text (const Writer  *self,
            GBytes        *bytes,
            GError       **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (g_utf8_validate_len (text, size, NULL))
    return TRUE;

  return set_error (self, g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                                               _("The text is not valid UTF-8")), error);
}

static gboolean
write_with (Writer              *self,
            const PggTypeCodec  *codec,
            const GValue        *value,
            GError             **error)
{
  gboolean binary = (codec->encode_formats & PGG_CODEC_FORMATS_TEXT) == 0 ||
                    ((codec->encode_formats & PGG_CODEC_FORMATS_BINARY) != 0 && !self->as_text);
  g_autoptr (GBytes) bytes = NULL;
  GError *reason = NULL;
  gconstpointer data;
  gsize size;

  if (pgg_value_is_null (value))
    return put (self, codec->sql_name, NULL, 0, PGG_PQ_FORMAT_TEXT, error);

  if (pgg_type_codec_encode (codec, value,
                             binary ? PGG_CODEC_FORMATS_BINARY : PGG_CODEC_FORMATS_TEXT,
                             &bytes, &reason) != PGG_DECODE_OK)
    return set_error (self, reason, error);
  if (!binary && !check_text (self, bytes, error))
    return FALSE;

  data = g_bytes_get_data (bytes, &size);
  return put (self, codec->sql_name, data != NULL ? data : "", size,
              binary ? PGG_PQ_FORMAT_BINARY : PGG_PQ_FORMAT_TEXT, error);
}

static gboolean
write_value (Writer        *self,
             const GValue  *value,
             GError       **error)
{
  const PggTypeCodec *codec = NULL;

  if (self->context->codecs == NULL)
    return refuse (self, value, error);
  if (find_container (value) != NULL)
    return write_container (self, value, error);

  codec = pgg_codec_set_find_gtype (self->context->codecs, G_VALUE_TYPE (value));

  return codec != NULL ? write_with (self, codec, value, error) : refuse (self, value, error);
}

static gboolean
write_values (Writer        *self,
              const GArray  *values,
              GError       **error)
{
  for (guint i = 0; i < values->len; i++)
    {
      const PggPqUnwritten *unwritten = &g_array_index (values, PggPqUnwritten, i);

      self->index = unwritten->index;
      if (!write_value (self, &unwritten->value, error))
        return FALSE;
    }

  return TRUE;
}

/* What the operation of a statement is given: with all values written, by the codecs that there are
 * for it. */
PggPqParams *
pgg_params_write (PggPqParams       *params,
                  PggConnection     *connection,
                  PggCodecRegistry  *codecs,
                  GError           **error)
{
  g_autoptr (PggCodecSet) set = NULL;
  g_autoptr (PggCodecContext) context = NULL;
  g_autoptr (PggPqParams) written = NULL;
  g_autoptr (GArray) values = NULL;
  Writer writer;

  if (!pgg_pq_params_has_unwritten (params))
    return pgg_pq_params_ref (params);

  set = pgg_codec_registry_dup_set (codecs);
  context = pgg_codec_context_new_with_codecs (pgg_codec_context_get_default (), set);
  written = pgg_pq_params_copy (params);
  values = pgg_pq_params_steal_unwritten (written);
  writer = (Writer) {
    .context = context,
    .pq = written,
    .as_text = pgg_connection_get_statement_mode (connection) == PGG_STATEMENT_MODE_SIMPLE,
  };

  return write_values (&writer, values, error) ? g_steal_pointer (&written) : NULL;
}

static gboolean
check_typed_bytes (PggParams        *self,
                   GBytes           *value,
                   PggCodecFormats   format,
                   const char       *type,
                   GError          **error)
{
  gsize size = 0;
  gconstpointer data = value != NULL ? g_bytes_get_data (value, &size) : NULL;
  const char *mistake = NULL;

  if (type[0] == '\0' || !g_utf8_validate (type, -1, NULL))
    mistake = _("there is no such name of a type");
  else if (format != PGG_CODEC_FORMATS_TEXT && format != PGG_CODEC_FORMATS_BINARY)
    mistake = _("a value is either text or binary");
  else if (format == PGG_CODEC_FORMATS_TEXT && !g_utf8_validate_len (data, size, NULL))
    mistake = _("the text is not valid UTF-8");

  if (mistake != NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT, _("Parameter %u: %s"),
                 pgg_params_get_n_params (self) + 1, mistake);
  return mistake == NULL;
}

/**
 * pgg_params_append_typed_bytes:
 * @self: parameters
 * @value: (nullable): the value in the form in which it travels, or %NULL for NULL
 * @format: the format of @value, one of the two
 * @type: the name of the type, as SQL has it
 * @error: return location for an error
 *
 * Appends a value that the caller has written, of a type that need not be built into the server.
 *
 * The server is asked for the type before the statement is executed, once for a name in a session.
 * If there is none, executing fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT. A [struct@TypeCodec]
 * writes values of a type wherever they are.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if text is not valid UTF-8 or has NUL in it, if
 * @format is none, or if @type is empty, and with %PGG_CLIENT_ERROR_TOO_LARGE if the value is.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_typed_bytes (PggParams        *self,
                               GBytes           *value,
                               PggCodecFormats   format,
                               const char       *type,
                               GError          **error)
{
  PggPqParams *pq;
  gsize size = 0;
  gconstpointer data;
  gboolean is_appended;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (type != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_typed_bytes (self, value, format, type, error))
    return FALSE;

  pq = pgg_params_get_writable (self);
  data = value != NULL ? g_bytes_get_data (value, &size) : NULL;
  is_appended = value == NULL
                  ? pgg_pq_params_append_null (pq, 0, error)
                  : pgg_pq_params_append (pq, 0, data != NULL ? data : "", (gssize) size,
                                          format == PGG_CODEC_FORMATS_BINARY ? PGG_PQ_FORMAT_BINARY
                                                                             : PGG_PQ_FORMAT_TEXT,
                                          error);
  if (is_appended)
    pgg_pq_params_set_type_name (pq, pgg_pq_params_get_n_params (pq) - 1, type);

  return is_appended;
}
