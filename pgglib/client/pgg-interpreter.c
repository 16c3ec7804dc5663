/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How what goes to and fro in a session is read and written: encoding, styles, types. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-interpreter-private.h"

#include "pgg-client-error.h"
#include "pgg-connection-private.h"
#include "pgg-result-settings-private.h"
#include "pgg-type-session-private.h"
#include "pq/pgg-pq-conn-private.h"
#include "pq/pgg-pq-params-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-array-private.h"
#include "types/pgg-buffer-private.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-encoding-private.h"
#include "types/pgg-learnt-type-private.h"
#include "types/pgg-params-encoder-private.h"
#include "types/pgg-record.h"
#include "types/pgg-sql-inline-private.h"
#include "types/pgg-sql-private.h"
#include "types/pgg-type-oid-private.h"
#include "types/pgg-value-private.h"

/* A round trip takes as long as what binary format saves with so many values. */
#define MANY_VALUES 5000

/* Of one session; protected by its lock. */
typedef struct
{
  PggCodecContext *context; /* as of the last time somebody asked */
  guint            serial;  /* of the context, never 0 */
  PggTypeSession  *types;
  PggParamsScratch scratch;
  PggCodecRegistry *registry;
  PggCodecSet     *codecs;     /* of the registry, as of: */
  guint            generation;
} PggInterpreter;

static void
interpreter_free (gpointer data)
{
  PggInterpreter *self = data;

  g_clear_pointer (&self->context, pgg_codec_context_unref);
  g_clear_pointer (&self->types, pgg_type_session_free);
  pgg_params_scratch_clear (&self->scratch);
  g_clear_pointer (&self->codecs, pgg_codec_set_unref);
  g_clear_object (&self->registry);
  g_free (self);
}

static int
get_encoding (PggSession *session)
{
  return PQclientEncoding (pgg_pq_conn_peek (session->pq));
}

static char *
decode (PggSession *session,
        const char *text)
{
  int encoding = get_encoding (session);

  return pgg_encoding_is_utf8 (encoding) ? NULL
                                         : pgg_encoding_to_utf8 (encoding, text, strlen (text));
}

/* Every encoding that a client may have contains ASCII. */
static char *
begin (PggSession  *session,
       const char  *sql,
       GError     **error)
{
  PggInterpreter *self = session->hooks_data;
  int encoding = get_encoding (session);
  gsize size;
  char *encoded;

  pgg_type_session_begin (self->types, session->pq);
  if (pgg_encoding_is_utf8 (encoding) || g_str_is_ascii (sql))
    return NULL;

  encoded = pgg_encoding_from_utf8 (encoding, sql, strlen (sql), &size);
  if (encoded == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The SQL has characters that the client encoding %s has not"),
                 pgg_encoding_get_name (encoding));

  return encoded;
}

static gboolean
is_settled (PggInterpreter   *self,
            PggSession       *session,
            const PggTypeMap *types)
{
  return !session->unsettled && self->context != NULL && self->context->types == types &&
         self->context->codecs == self->codecs;
}

static void
update_codecs (PggInterpreter *self)
{
  guint generation = pgg_codec_registry_get_generation ();

  if (self->generation == generation)
    return;

  g_clear_pointer (&self->codecs, pgg_codec_set_unref);
  self->codecs = pgg_codec_registry_dup_set (self->registry);
  self->generation = generation;
}

static PggCodecContext *
new_context (PggInterpreter *self,
             int             encoding,
             const char     *date_style,
             const char     *interval_style,
             const char     *time_zone,
             PggTypeMap     *types)
{
  g_autoptr(PggCodecContext) plain =
    pgg_codec_context_new (encoding, date_style, interval_style, time_zone, types);

  return self->codecs == NULL ? g_steal_pointer (&plain)
                              : pgg_codec_context_new_with_codecs (plain, self->codecs);
}

/*
 * The server reports each change of these settings, so most of the time there is nothing to do, and
 * where nothing has been read since the last time there is nothing to compare.
 */
static void
update_context (PggInterpreter *self,
                PggSession     *session)
{
  g_autoptr(PggTypeMap) types = pgg_type_session_dup_map (self->types);
  const PGconn *conn = pgg_pq_conn_peek (session->pq);
  const char *date_style;
  const char *interval_style;
  const char *time_zone;

  update_codecs (self);
  if (is_settled (self, session, types))
    return;

  session->unsettled = FALSE;
  date_style = PQparameterStatus (conn, "DateStyle");
  interval_style = PQparameterStatus (conn, "IntervalStyle");
  time_zone = PQparameterStatus (conn, "TimeZone");
  if (self->context != NULL && self->context->codecs == self->codecs &&
      pgg_codec_context_is_of (self->context, PQclientEncoding (conn), date_style, interval_style,
                               time_zone, types))
    return;

  g_clear_pointer (&self->context, pgg_codec_context_unref);
  self->serial = MAX (self->serial + 1, 1);
  self->context = new_context (self, PQclientEncoding (conn), date_style, interval_style,
                               time_zone, types);
}

/* The likely OID is 0 if there is none. */
static guint32
find_oid (PggInterpreter *self,
          const char     *name,
          guint32         likely)
{
  g_autoptr(PggTypeMap) types = pgg_type_session_dup_map (self->types);
  guint32 oid = pgg_type_session_find (self->types, name);

  return oid == 0 && likely != 0 && pgg_learnt_type_is (types, likely, name) ? likely : oid;
}

/* Where there is no such type, a value that had it elsewhere is of one that the server infers. */
static guint32
find_type (PggInterpreter    *self,
           const PggPqParams *params,
           guint              index,
           const char        *name,
           GError           **error)
{
  guint32 likely = pgg_pq_params_get_types (params)[index];
  guint32 oid = find_oid (self, name, likely);
  g_autofree char *what = NULL;

  if (oid != 0 || likely != 0)
    return oid;

  what = pgg_params_describe (params, index);
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("%s is of the type %s, which the database does not have"), what, name);
  return 0;
}

/* The array was written before anything was known of its type. */
static void
set_delimiter (PggInterpreter  *self,
               PggPqParams     *params,
               guint            index,
               guint32          element,
               GError         **error)
{
  g_autoptr(PggTypeMap) types = pgg_type_session_dup_map (self->types);
  char delimiter = pgg_array_get_delimiter (pgg_type_map_lookup (types, element));
  g_autofree char *text = NULL;

  if (delimiter != ',')
    text = pgg_array_dup_delimited (pgg_pq_params_get_values (params)[index], delimiter);
  if (text != NULL && pgg_pq_params_append (params, 0, text, -1, PGG_PQ_FORMAT_TEXT, error))
    pgg_pq_params_move_last (params, index);
}

static void
set_element (PggInterpreter  *self,
             PggPqParams     *params,
             guint            index,
             guint32          element,
             GError         **error)
{
  if (pgg_pq_params_get_formats (params)[index] == PGG_PQ_FORMAT_BINARY)
    pgg_pq_params_set_element_type (params, index, element);
  else
    set_delimiter (self, params, index, element, error);
}

static void
set_types (PggInterpreter  *self,
           PggPqParams     *params,
           guint            index,
           GError         **error)
{
  const char *name = pgg_pq_params_get_type_name (params, index);
  const char *element = pgg_pq_params_get_element_name (params, index);
  guint32 oid = name != NULL ? find_type (self, params, index, name, error) : 0;

  gboolean has_type = name != NULL;

  if (element != NULL && oid != 0)
    set_element (self, params, index, find_oid (self, element, 0), error);
  if (has_type)
    pgg_pq_params_set_type (params, index, oid);
}

/* The names of types were looked up before the statement, see pgg_type_lookup_start(). */
static PggPqParams *
find_types (PggInterpreter  *self,
            PggPqParams     *params,
            GError         **error)
{
  g_autoptr(PggPqParams) found = NULL;
  GError *failure = NULL;

  if (!pgg_pq_params_has_type_names (params))
    return pgg_pq_params_ref (params);

  found = pgg_pq_params_copy (params);
  for (guint i = 0; i < pgg_pq_params_get_n_params (found) && failure == NULL; i++)
    set_types (self, found, i, &failure);
  if (failure == NULL)
    return g_steal_pointer (&found);

  g_propagate_error (error, failure);
  return NULL;
}

static char *
inline_params (PggSession   *session,
               const char   *sql,
               PggPqParams  *params,
               GError      **error)
{
  PggInterpreter *self = session->hooks_data;
  g_autoptr(PggTypeMap) types = pgg_type_session_dup_map (self->types);
  const char *setting = pgg_pq_conn_parameter_status (session->pq, "standard_conforming_strings",
                                                      -1, NULL, NULL);
  g_autoptr(PggPqParams) found = find_types (self, params, error);

  if (found == NULL)
    return NULL;

  return pgg_sql_inline_params (sql, g_strcmp0 (setting, "off") != 0, found, types, error);
}

/* Of values that keep their types only the encoding matters: every server has these, or the values
 * are as it reads them. A connection that is lost has none; sending will fail in a moment. */
static PggPqParams *
encode_params (PggSession     *session,
               PggPqParams    *params,
               const guint32  *types,
               GError        **error)
{
  PggInterpreter *self = session->hooks_data;
  const PggCodecContext plain = { .encoding = get_encoding (session) };
  g_autoptr(PggPqParams) found = NULL;

  if (plain.encoding < 0)
    return pgg_pq_params_ref (params);
  found = find_types (self, params, error);
  if (found == NULL)
    return NULL;
  if (types == NULL)
    return pgg_params_encode_for (found, NULL, &plain, &self->scratch, error);

  update_context (self, session);

  return pgg_params_encode_for (found, types, self->context, &self->scratch, error);
}

static gpointer
get_context (PggSession *session)
{
  PggInterpreter *self = session->hooks_data;

  if (session->pq != NULL)
    update_context (self, session);

  return pgg_codec_context_ref (self->context);
}

/* The settings of the session, other than its encoding, do not change how the values are read. */
static gboolean
is_plain (const PGresult *result)
{
  for (int i = 0; i < PQnfields (result); i++)
    if (!pgg_codec_is_plain (PQftype (result, i)))
      return FALSE;

  return TRUE;
}

static gboolean
is_context_good_for (PggInterpreter *self,
                     PggSession     *session,
                     PggPqResult    *result)
{
  const PggCodecContext *context = self->context;
  g_autoptr(PggTypeMap) types = pgg_type_session_dup_map (self->types);

  update_codecs (self);

  return context != NULL && context->codecs == NULL && self->codecs == NULL &&
         context->types == types && context->encoding == get_encoding (session) &&
         is_plain (pgg_pq_result_peek (result));
}

/* It takes longer to compare the settings than to know that they do not matter. */
static gpointer
get_context_for (PggSession         *session,
                 PggPqResult *const *results,
                 guint               n_results)
{
  PggInterpreter *self = session->hooks_data;

  if (session->pq == NULL || n_results != 1 || !is_context_good_for (self, session, results[0]))
    return get_context (session);

  return pgg_codec_context_ref (self->context);
}

/* With no codecs but our own. */
static PggCodecContext *
make_plain_context (PggSession *session)
{
  g_autoptr(PggCodecContext) context = get_context (session);

  return context->codecs == NULL ? g_steal_pointer (&context)
                                 : pgg_codec_context_new_with_codecs (context, NULL);
}

static void
unref_context (gpointer context)
{
  pgg_codec_context_unref (context);
}

static void
note (PggSession  *session,
      PggPqResult *result)
{
  PggInterpreter *self = session->hooks_data;

  pgg_type_session_note (self->types, session->pq, result);
}

static void
want_columns (PggInterpreter   *self,
              const PggTypeMap *known,
              const PGresult   *result)
{
  for (int i = 0; i < PQnfields (result); i++)
    pgg_type_session_want (self->types, known, PQftype (result, i));
}

/* A record shows what its type is; an array, even of NULLs, and a range only if one is in it. */
static void
note_record (const GValue *value,
             gpointer      data)
{
  gboolean *found = data;

  if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    *found = *found || g_value_get_boxed (value) != NULL;
  else if (!*found)
    pgg_value_visit (value, note_record, found);
}

static gboolean
try_cell (const PggAdapter *adapter,
          const PGresult   *result,
          int               row,
          int               column)
{
  g_auto(GValue) value = G_VALUE_INIT;
  PggBuffer cell = pgg_buffer_init (PQgetvalue (result, row, column),
                                    (gsize) PQgetlength (result, row, column));
  gboolean found = FALSE;

  if (PQgetisnull (result, row, column))
    return FALSE;
  if (pgg_adapter_read_value (adapter, cell, &value) != PGG_DECODE_OK)
    return TRUE;

  note_record (&value, &found);
  return found;
}

static void
try_column (const PggCodecContext *context,
            const PGresult        *result,
            int                    column)
{
  PggAdapter adapter = pgg_adapter_make (context, PQftype (result, column),
                                         PQfformat (result, column) == 1);
  int row = 0;

  while (row < PQntuples (result) && !try_cell (&adapter, result, row, column))
    row++;
}

/* Without codecs of the application, for which this is no time; and with a map, to hold the doubts,
 * even where nothing is known yet. */
static PggCodecContext *
make_trial_context (PggSession *session)
{
  g_autoptr(PggCodecContext) context = make_plain_context (session);
  g_autoptr(PggTypeMap) nothing = NULL;

  if (context->types != NULL)
    return g_steal_pointer (&context);

  nothing = pgg_type_map_new (NULL, NULL, 0);
  return pgg_codec_context_new_with_types (context, nothing);
}

/* Each value says what is in it. */
static void
try_records (const PggCodecContext *context,
             const PGresult        *result,
             int                    column)
{
  PggAdapter adapter = pgg_adapter_make (context, PQftype (result, column), TRUE);

  for (int row = 0; row < PQntuples (result); row++)
    try_cell (&adapter, result, row, column);
}

static gboolean
has_records (const PGresult *result,
             int             column)
{
  Oid type = PQftype (result, column);

  return PQfformat (result, column) == 1 &&
         (type == PGG_OID_RECORD || type == PGG_OID_RECORD_ARRAY);
}

/*
 * Only a value with fields shows that another program has changed its type, which keeps its OID.
 * The first of a column that has anything in it is read for that.
 */
static void
try_values (PggSession       *session,
            const PggTypeMap *known,
            const PGresult   *result)
{
  PggInterpreter *self = session->hooks_data;
  g_autoptr(PggCodecContext) context = NULL;

  for (int i = 0; i < PQnfields (result) && PQntuples (result) > 0; i++)
    {
      if (!has_records (result, i) && !pgg_type_map_has_fields (known, PQftype (result, i)))
        continue;
      if (context == NULL)
        context = make_trial_context (session);
      if (has_records (result, i))
        try_records (context, result, i);
      else
        try_column (context, result, i);
    }

  if (context != NULL)
    pgg_type_session_want_doubted (self->types, context->types);
}

/* The parameters of a statement that was described. */
static void
want_params (PggInterpreter   *self,
             const PggTypeMap *known,
             const PGresult   *result)
{
  for (int i = 0; i < PQnparams (result); i++)
    pgg_type_session_want (self->types, known, PQparamtype (result, i));
}

guint32
pgg_interpreter_read_oid (const PGresult *result,
                          int             row)
{
  PggBuffer buffer = pgg_buffer_init (PQgetvalue (result, row, 0),
                                      (gsize) PQgetlength (result, row, 0));
  guint32 oid = 0;

  if (PQfformat (result, 0) == 0)
    return (guint32) g_ascii_strtoull (PQgetvalue (result, row, 0), NULL, 10);

  pgg_buffer_get_u32 (&buffer, &oid);

  return oid;
}

static void
want_values (PggInterpreter   *self,
             const PggTypeMap *known,
             const PGresult   *result)
{
  for (int i = 0; i < PQntuples (result); i++)
    pgg_type_session_want (self->types, known, pgg_interpreter_read_oid (result, i));
}

/* The application asks for these types: that nothing was found before is no answer. */
static void
want_sought (PggInterpreter   *self,
             const PggTypeMap *known,
             const PGresult   *result,
             gboolean          is_first)
{
  for (int i = 0; i < PQntuples (result) && is_first; i++)
    pgg_type_session_retry (self->types, pgg_interpreter_read_oid (result, i));
  want_values (self, known, result);
}

/* The names come back as they were asked for. */
static void
learn_names (PggInterpreter   *self,
             PggSession       *session,
             const PggTypeMap *known,
             const PGresult   *result)
{
  want_values (self, known, result);
  for (int i = 0; i < PQntuples (result); i++)
    {
      g_autofree char *name = pgg_encoding_to_utf8 (get_encoding (session),
                                                    PQgetvalue (result, i, 1),
                                                    (gsize) PQgetlength (result, i, 1));

      if (name != NULL)
        pgg_type_session_learn_name (self->types, session->pq, name,
                                     pgg_interpreter_read_oid (result, i));
    }
}

static char *
ask (PggSession         *session,
     int                 hint,
     gboolean            is_first,
     PggPqResult *const *results,
     guint               n_results)
{
  PggInterpreter *self = session->hooks_data;
  g_autoptr(PggTypeMap) known = pgg_type_session_dup_map (self->types);

  pgg_type_session_hold (self->types, known);
  pgg_type_session_clear_question (self->types);
  for (guint i = 0; i < n_results; i++)
    {
      const PGresult *result = pgg_pq_result_peek (results[i]);

      want_columns (self, known, result);
      want_params (self, known, result);
      try_values (session, known, result);
      if (hint == PGG_INTERPRETER_HINT_TYPES)
        want_sought (self, known, result, is_first);
      if (hint == PGG_INTERPRETER_HINT_NAMES)
        learn_names (self, session, known, result);
    }
  if (known != NULL)
    pgg_type_session_want_doubted (self->types, known);

  return pgg_type_session_ask (self->types, session->pq);
}

/* Text in the style ISO and in UTF-8 says all of itself. */
static gboolean
depends_on_settings (PggInterpreter *self,
                     PggPqResult    *result)
{
  if (self->context == NULL)
    return FALSE;

  return !pgg_encoding_is_utf8 (self->context->encoding) ||
         (self->context->date_style != PGG_DATE_STYLE_ISO &&
          !is_plain (pgg_pq_result_peek (result)));
}

static gpointer
choose_context (PggPqResult *const *results,
                guint               n_results,
                guint               index,
                gpointer            before,
                gpointer            after)
{
  PggResultChanges changes = pgg_result_settings_find (results, n_results);
  PggCodecContext *last = after;

  return pgg_result_settings_choose (&changes, index, before, last, last->types);
}

static gboolean
is_readable (PggSession  *session,
             PggPqResult *result)
{
  PggInterpreter *self = session->hooks_data;
  g_autofree char *question = NULL;

  if (pgg_result_settings_may_change (result) || depends_on_settings (self, result))
    return FALSE;

  question = ask (session, 0, FALSE, &result, 1);

  return question == NULL;
}

static void
answer (PggSession  *session,
        PggPqResult *result)
{
  PggInterpreter *self = session->hooks_data;

  pgg_type_session_answer (self->types, session->pq, result);
}

/* The server sends all columns in one format or the other. */
static PggPqFormat
find_format (const PggCodecContext *context,
             PggPqResult           *description)
{
  const PGresult *result = pgg_pq_result_peek (description);

  for (int i = 0; i < PQnfields (result); i++)
    if (!pgg_codec_is_same_in_binary (context, PQftype (result, i)))
      return PGG_PQ_FORMAT_TEXT;

  return PQnfields (result) > 0 ? PGG_PQ_FORMAT_BINARY : PGG_PQ_FORMAT_TEXT;
}

static PggPqFormat
choose_format (PggSession      *session,
               PggPqResult     *description,
               PggFormatChoice *choice)
{
  PggInterpreter *self = session->hooks_data;
  g_autoptr(PggCodecContext) context = get_context_for (session, &description, 1);
  PggFormatChoice made;

  if (choice != NULL && choice->serial == self->serial)
    return choice->format;

  made = (PggFormatChoice) { find_format (context, description), self->serial };
  if (choice != NULL)
    *choice = made;
  return made.format;
}

static gboolean
has_many_values (PggPqResult *const *results,
                 guint               n_results)
{
  const PGresult *result;

  if (n_results != 1)
    return FALSE;

  result = pgg_pq_result_peek (results[0]);

  return (gint64) PQntuples (result) * PQnfields (result) >= MANY_VALUES;
}

static gboolean
is_worthwhile (PggSession         *session,
               PggPqResult *const *results,
               guint               n_results)
{
  return session->pq != NULL && has_many_values (results, n_results) &&
         choose_format (session, results[0], NULL) == PGG_PQ_FORMAT_BINARY;
}

static void
connected (PggSession *session)
{
  PggInterpreter *self = session->hooks_data;

  pgg_type_session_reset (self->types);
}

static const PggSessionHooks hooks = {
  .decode = decode,
  .begin = begin,
  .encode_params = encode_params,
  .inline_params = inline_params,
  .get_context = get_context,
  .get_context_for = get_context_for,
  .unref_context = unref_context,
  .choose_context = choose_context,
  .note = note,
  .ask = ask,
  .answer = answer,
  .is_readable = is_readable,
  .choose_format = choose_format,
  .is_worthwhile = is_worthwhile,
  .is_single = pgg_sql_is_single,
  .connected = connected,
};

void
pgg_interpreter_attach (PggSession       *session,
                        PggCodecRegistry *registry)
{
  PggInterpreter *self = g_new0 (PggInterpreter, 1);

  self->registry = g_object_ref (registry);
  self->types = pgg_type_session_new ();
  session->hooks = &hooks;
  session->hooks_data = self;
  session->hooks_destroy = interpreter_free;
}

PggTypeMap *
pgg_interpreter_dup_types (PggSession *session)
{
  PggInterpreter *self = session->hooks_data;

  return pgg_type_session_dup_current (self->types);
}

void
pgg_interpreter_forget (PggSession *session)
{
  PggInterpreter *self = session->hooks_data;

  if (session->pq != NULL)
    pgg_type_session_forget (self->types, session->pq);
}

static gboolean
knows_definition (PggInterpreter *self,
                  guint32         oid)
{
  g_autoptr(PggTypeMap) types = pgg_type_session_dup_map (self->types);

  return pgg_type_map_lookup (types, oid) != NULL;
}

/* To be written in SQL, a type must have its name, which other connections may have forgotten. */
gboolean
pgg_interpreter_knows_type (PggSession *session,
                            const char *name,
                            guint32     likely)
{
  PggInterpreter *self = session->hooks_data;
  guint32 oid = find_oid (self, name, likely);

  return oid != 0 && (session->statement_mode != PGG_STATEMENT_MODE_SIMPLE ||
                      knows_definition (self, oid));
}

/* Its array is written with its delimiter. */
gboolean
pgg_interpreter_knows_element (PggSession *session,
                               const char *name)
{
  guint32 oid = find_oid (session->hooks_data, name, 0);

  return oid != 0 && knows_definition (session->hooks_data, oid);
}
