/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a session knows of the types of its database, and what it still has to ask. */

#include "config.h"

#include "pgg-type-session-private.h"

#include "pq/pgg-pq-result-private.h"
#include "types/pgg-type-catalog-private.h"

/* A server that has not answered so often will not answer. */
#define MAX_FAILURES 3

PggTypeSession *
pgg_type_session_new (void)
{
  PggTypeSession *self = g_new0 (PggTypeSession, 1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unknown = g_hash_table_new (NULL, NULL);
  self->doubted = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->checked = g_hash_table_new (NULL, NULL);
  self->asked = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

void
pgg_type_session_free (PggTypeSession *self)
{
  g_clear_pointer (&self->cache, pgg_type_cache_unref);
  g_clear_pointer (&self->own, pgg_type_map_unref);
  g_hash_table_unref (self->names);
  g_clear_pointer (&self->held, pgg_type_map_unref);
  g_hash_table_unref (self->unknown);
  g_array_unref (self->doubted);
  g_hash_table_unref (self->checked);
  g_array_unref (self->asked);
  g_free (self);
}

/*
 * From here to the end of the execution nothing else is known, unless it is this session that
 * learns or forgets: what was found must still be there when the values are read, while other
 * connections change definitions and forget.
 */
void
pgg_type_session_hold (PggTypeSession *self,
                       PggTypeMap     *known)
{
  PggTypeMap *old = self->held;

  self->held = known != NULL ? pgg_type_map_ref (known) : NULL;
  g_clear_pointer (&old, pgg_type_map_unref);
}

/* What is known now, without regard to an execution; NULL if nothing was looked up. */
PggTypeMap *
pgg_type_session_dup_current (PggTypeSession *self)
{
  if (self->changing)
    return self->own != NULL ? pgg_type_map_ref (self->own) : NULL;

  return self->cache != NULL ? pgg_type_cache_dup_map (self->cache) : NULL;
}

/* What the execution goes by that is under way. */
PggTypeMap *
pgg_type_session_dup_map (PggTypeSession *self)
{
  return self->held != NULL ? pgg_type_map_ref (self->held) : pgg_type_session_dup_current (self);
}

/* Where the connection leads, as far as libpq knows. */
static char *
make_address (PggPqConn *pq)
{
  const char *host = pgg_pq_conn_host (pq, NULL, NULL);
  const char *address = pgg_pq_conn_hostaddr (pq, NULL, NULL);
  const char *port = pgg_pq_conn_port (pq, NULL, NULL);
  const char *database = pgg_pq_conn_db (pq, NULL, NULL);

  return g_strjoin ("\n", host != NULL ? host : "", address != NULL ? address : "",
                    port != NULL ? port : "", database != NULL ? database : "", NULL);
}

static void
forget_own (PggTypeSession *self)
{
  pgg_type_session_hold (self, NULL);
  g_clear_pointer (&self->own, pgg_type_map_unref);
  g_hash_table_remove_all (self->names);
  g_hash_table_remove_all (self->unknown);
  g_array_set_size (self->doubted, 0);
  self->n_failures = 0;
}

/* Definitions may have changed, or what was not there may be there now. */
void
pgg_type_session_forget (PggTypeSession *self,
                         PggPqConn      *pq)
{
  g_autofree char *address = make_address (pq);
  g_autoptr(PggTypeCache) cache = self->cache != NULL ? pgg_type_cache_ref (self->cache)
                                                      : pgg_type_cache_peek (address);

  if (cache != NULL)
    pgg_type_cache_forget (cache);
  forget_own (self);
}

/* This is another session, maybe of another database. */
void
pgg_type_session_reset (PggTypeSession *self)
{
  g_clear_pointer (&self->cache, pgg_type_cache_unref);
  self->changing = FALSE;
  forget_own (self);
}

/* While something else is under way, or in a transaction, what is seen may not be what will be. */
static gboolean
is_idle (PggPqConn *pq)
{
  return pgg_pq_conn_transaction_status (pq) == PGG_PQ_TRANSACTION_STATUS_IDLE;
}

/* An execution begins. */
void
pgg_type_session_begin (PggTypeSession *self,
                        PggPqConn      *pq)
{
  gboolean idle = is_idle (pq);

  pgg_type_session_hold (self, NULL);
  g_hash_table_remove_all (self->checked);
  if ((self->retry && self->n_failures < MAX_FAILURES) || (self->doubtful && idle))
    g_hash_table_remove_all (self->unknown);
  self->retry = FALSE;
  self->doubtful = self->doubtful && !idle;
  if (self->fleeting && idle)
    g_hash_table_remove_all (self->names);
  self->fleeting = self->fleeting && !idle;
  self->local_path = self->local_path && !idle;

  if (self->changing && idle)
    {
      self->changing = FALSE;
      pgg_type_session_forget (self, pq);
    }
}

static gboolean
has_prefix (const char *const *prefixes,
            gsize              n_prefixes,
            const char        *tag)
{
  for (gsize i = 0; i < n_prefixes; i++)
    if (g_str_has_prefix (tag, prefixes[i]))
      return TRUE;

  return FALSE;
}

/* Most tags begin with another letter, so that they cost nothing. */
static gboolean
changes_definitions (const char *tag)
{
  static const char *const prefixes[] = {
    "ALTER ",
    "CREATE VIEW",
    "DO",
    "DROP DOMAIN",
    "DROP EXTENSION",
    "DROP OWNED",
    "DROP SCHEMA",
    "DROP TYPE",
  };

  return (*tag == 'A' || *tag == 'C' || *tag == 'D') &&
         has_prefix (prefixes, G_N_ELEMENTS (prefixes), tag);
}

/*
 * A parameter is of a type that is no longer there (lookup_type_cache() in the server's
 * src/backend/utils/cache/typcache.c and others), or was not written as it is defined now
 * (record_recv() in src/backend/utils/adt/rowtypes.c).
 */
static gboolean
shows_other_definitions (PggPqResult *result)
{
  static const char *const states[] = { "42704", "42804", "XX000", NULL };
  const char *state = PQresultErrorField (pgg_pq_result_peek (result), PG_DIAG_SQLSTATE);

  return state != NULL && g_strv_contains (states, state);
}

static gboolean
ends_transaction (const char *tag)
{
  static const char *const prefixes[] = { "ROLLBACK", "COMMIT" };

  return (*tag == 'R' || *tag == 'C') && has_prefix (prefixes, G_N_ELEMENTS (prefixes), tag);
}

static gboolean
changes_search_path (const char *tag)
{
  return g_str_equal (tag, "SET") || g_str_equal (tag, "RESET") || g_str_equal (tag, "DISCARD ALL");
}

static gboolean
depends_on_search_path (gpointer name,
                        gpointer oid,
                        gpointer data)
{
  return strchr (name, '.') == NULL;
}

/* What a name stands for may change with the search path, also where that is put back at the end of
 * a transaction, and with the types that a transaction makes. */
static void
note_for_names (PggTypeSession *self,
                PggPqConn      *pq,
                const char     *tag)
{
  gboolean is_path = changes_search_path (tag);

  if (is_path || (self->local_path && ends_transaction (tag)))
    g_hash_table_foreach_remove (self->names, depends_on_search_path, NULL);
  if (self->fleeting && g_str_has_prefix (tag, "ROLLBACK"))
    g_hash_table_remove_all (self->names);

  self->local_path = !is_idle (pq) && (self->local_path || is_path);
  self->fleeting = self->fleeting && !is_idle (pq);
}

/* @result has come: it may be that of a statement after which definitions are other ones. */
void
pgg_type_session_note (PggTypeSession *self,
                       PggPqConn      *pq,
                       PggPqResult    *result)
{
  const char *tag = PQcmdStatus ((PGresult *) pgg_pq_result_peek (result));

  if (shows_other_definitions (result))
    pgg_type_session_forget (self, pq);
  if (g_hash_table_size (self->names) > 0 || changes_search_path (tag))
    note_for_names (self, pq, tag);
  if (!changes_definitions (tag) && !(self->changing && ends_transaction (tag)))
    return;

  if (!is_idle (pq))
    self->changing = TRUE;
  if (self->changing)
    {
      pgg_type_session_hold (self, NULL);
      g_clear_pointer (&self->own, pgg_type_map_unref);
      g_hash_table_remove_all (self->names);
      g_hash_table_remove_all (self->unknown);
    }
  else
    {
      pgg_type_session_forget (self, pq);
    }
}

void
pgg_type_session_clear_question (PggTypeSession *self)
{
  if (self->asked->len > 0)
    g_array_set_size (self->asked, 0);
}

static void
add_question (PggTypeSession *self,
              guint32         oid)
{
  for (guint i = 0; i < self->asked->len; i++)
    if (g_array_index (self->asked, guint32, i) == oid)
      return;

  g_array_append_val (self->asked, oid);
}

/* Values of this type have been met; they can be read better if it is known. */
void
pgg_type_session_want (PggTypeSession   *self,
                       const PggTypeMap *known,
                       guint32           oid)
{
  if (oid == 0 || pgg_type_map_lookup (known, oid) != NULL ||
      g_hash_table_contains (self->unknown, GUINT_TO_POINTER (oid)))
    return;

  add_question (self, oid);
}

/* The next one who wants it asks, though the server knew nothing of it before. */
void
pgg_type_session_retry (PggTypeSession *self,
                        guint32         oid)
{
  g_hash_table_remove (self->unknown, GUINT_TO_POINTER (oid));
}

/* Values have been met that are not as their types are known. An execution asks once for each: what
 * a transaction sees of the catalog may be older than the values. It may want to several times
 * before it does, because it lets others go before it. */
void
pgg_type_session_want_doubted (PggTypeSession   *self,
                               const PggTypeMap *known)
{
  g_autoptr(GArray) oids = pgg_type_map_take_doubts (known);

  if (oids != NULL)
    g_array_append_vals (self->doubted, oids->data, oids->len);
  for (guint i = 0; i < self->doubted->len; i++)
    {
      guint32 oid = g_array_index (self->doubted, guint32, i);

      if (!g_hash_table_contains (self->checked, GUINT_TO_POINTER (oid)))
        add_question (self, oid);
    }
}

/* 0 if nothing is known of it. */
guint32
pgg_type_session_find (PggTypeSession *self,
                       const char     *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->names, name));
}

void
pgg_type_session_learn_name (PggTypeSession *self,
                             PggPqConn      *pq,
                             const char     *name,
                             guint32         oid)
{
  if (oid == 0)
    return;

  g_hash_table_replace (self->names, g_strdup (name), GUINT_TO_POINTER (oid));
  self->fleeting |= !is_idle (pq);
}

static gboolean
knows_all (const PggTypeMap *map,
           GArray           *oids)
{
  for (guint i = 0; i < oids->len; i++)
    if (pgg_type_map_lookup (map, g_array_index (oids, guint32, i)) == NULL)
      return FALSE;

  return TRUE;
}

/* Whether other connections know all that is asked for, if only this is the same database. */
static gboolean
can_adopt (PggTypeSession *self,
           PggPqConn      *pq)
{
  g_autofree char *address = make_address (pq);
  g_autoptr(PggTypeCache) cache = pgg_type_cache_peek (address);
  g_autoptr(PggTypeMap) map = cache != NULL ? pgg_type_cache_dup_map (cache) : NULL;

  return map != NULL && knows_all (map, self->asked);
}

/* The question that gives what was wanted, or NULL. */
char *
pgg_type_session_ask (PggTypeSession *self,
                      PggPqConn      *pq)
{
  if (self->asked->len == 0)
    return NULL;

  self->identifying = self->cache == NULL && !self->changing && can_adopt (self, pq);
  if (self->identifying)
    return pgg_type_catalog_make_identity_sql ();

  return pgg_type_catalog_make_sql ((const guint32 *) (gpointer) self->asked->data,
                                    self->asked->len, pgg_pq_conn_server_version (pq, NULL));
}

static void
adopt (PggTypeSession *self,
       PggPqConn      *pq,
       const char     *identity)
{
  g_autofree char *address = make_address (pq);

  if (self->cache != NULL || identity == NULL)
    return;

  self->cache = pgg_type_cache_get (address, identity);
  pgg_type_session_hold (self, NULL);
}

static void
learn (PggTypeSession *self,
       GPtrArray      *types)
{
  PggTypeMap *old = self->own;
  g_autoptr(PggTypeMap) known = NULL;

  if (types->len == 0)
    return;

  if (self->changing)
    {
      self->own = pgg_type_map_new (old, (PggTypeInfo *const *) types->pdata, types->len);
      g_clear_pointer (&old, pgg_type_map_unref);
      known = pgg_type_map_ref (self->own);
    }
  else if (self->cache != NULL)
    known = pgg_type_cache_add (self->cache, types);
  pgg_type_session_hold (self, known);
}

/* What is still not known was not there to be found. */
static void
note_asked (PggTypeSession *self,
            PggPqConn      *pq)
{
  g_autoptr(PggTypeMap) map = pgg_type_session_dup_map (self);

  for (guint i = 0; i < self->asked->len; i++)
    {
      guint32 oid = g_array_index (self->asked, guint32, i);

      g_hash_table_add (self->checked, GUINT_TO_POINTER (oid));
      if (pgg_type_map_lookup (map, oid) == NULL)
        g_hash_table_add (self->unknown, GUINT_TO_POINTER (oid));
    }
  g_array_set_size (self->doubted, 0);
  self->doubtful |= !is_idle (pq);
}

/* @answer is NULL where there is none: then the values stay texts. */
void
pgg_type_session_answer (PggTypeSession *self,
                         PggPqConn      *pq,
                         PggPqResult    *answer)
{
  g_autoptr(PggCatalogAnswer) found = NULL;

  if (answer != NULL)
    found = pgg_type_catalog_read (pgg_pq_result_peek (answer),
                                   pgg_pq_conn_client_encoding (pq, NULL));
  if (found != NULL)
    {
      self->n_failures = 0;
      adopt (self, pq, found->identity);
      learn (self, found->types);
    }
  else
    {
      self->n_failures++;
      self->retry = TRUE;
    }
  if (found == NULL || !self->identifying)
    note_asked (self, pq);
}
