/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which statements a connection has executed lately, and which are prepared at the server. */

#include "config.h"

#include "pgg-statement-cache-private.h"

#include "pq/pgg-pq-params-private.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

/* For each that may be prepared so many are counted. */
#define COUNTED_PER_PREPARED 4

/* So many there is always room for. */
#define MIN_COUNTED 64

/* Counted in the process, so that a name is never met again on the other side of a pooler. */
static guint n_names;

static guint
statement_hash (gconstpointer key)
{
  const PggCachedStatement *self = key;
  guint hash = g_str_hash (self->sql);

  for (guint i = 0; i < self->n_types; i++)
    hash = hash * 31 + self->types[i];

  return hash;
}

static gboolean
statement_equal (gconstpointer a,
                 gconstpointer b)
{
  const PggCachedStatement *first = a;
  const PggCachedStatement *second = b;

  return first->n_types == second->n_types && strcmp (first->sql, second->sql) == 0 &&
         (first->n_types == 0 ||
          memcmp (first->types, second->types, first->n_types * sizeof *first->types) == 0);
}

static void
statement_clear (gpointer data)
{
  PggCachedStatement *self = data;

  g_clear_pointer (&self->description, pgg_pq_result_unref);
  g_free (self->sql);
  g_free (self->types);
}

PggCachedStatement *
pgg_cached_statement_ref (PggCachedStatement *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
pgg_cached_statement_unref (PggCachedStatement *self)
{
  g_atomic_rc_box_release_full (self, statement_clear);
}

/* Of the process and those that it forks, each of which has another one of its own. */
static guint32 family;

static char prefix[PGG_STATEMENT_NAME_SIZE];

/* An odd factor makes different numbers of different ones, and these differ in all digits. */
static void
make_prefix (void)
{
  guint32 self = (guint32) getpid () * 0x9e3779b1u;

  g_snprintf (prefix, sizeof prefix, "pgg_%08x_", family ^ self);
}

/* Where servers are handed out, another process may have prepared something on this one. */
static const char *
get_prefix (void)
{
  static gsize made;

  if (g_once_init_enter (&made))
    {
      family = g_random_int ();
      make_prefix ();
      pthread_atfork (NULL, NULL, make_prefix);
      g_once_init_leave (&made, TRUE);
    }

  return prefix;
}

/* For each execution, so that it must not take as long as a formatting function. */
void
pgg_statement_name (guint  number,
                    char  *name)
{
  char digits[PGG_STATEMENT_NAME_SIZE] = "";
  char *first = digits + sizeof digits - 1;

  for (guint left = number; left > 0; left /= 10)
    *--first = (char) ('0' + left % 10);
  g_stpcpy (g_stpcpy (name, get_prefix ()), first);
}

void
pgg_cached_statement_get_name (const PggCachedStatement *self,
                               char                     *name)
{
  if (self->prepared)
    pgg_statement_name (self->number, name);
  else
    *name = '\0';
}

void
pgg_statement_cache_init (PggStatementCache *self)
{
  self->statements = g_hash_table_new_full (statement_hash, statement_equal,
                                            (GDestroyNotify) pgg_cached_statement_unref, NULL);
  self->stale = g_array_new (FALSE, FALSE, sizeof (guint));
}

void
pgg_statement_cache_clear (PggStatementCache *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->stale, g_array_unref);
}

static void
forget (PggCachedStatement *statement)
{
  statement->prepared = FALSE;
  statement->described = 0;
}

/* The server knows none of them any more; it may be another one. */
void
pgg_statement_cache_forget (PggStatementCache *self)
{
  for (GList *link = self->order.head; link != NULL; link = link->next)
    forget (link->data);
  for (GList *link = self->kept.head; link != NULL; link = link->next)
    forget (link->data);
  self->n_prepared = 0;
  g_array_set_size (self->stale, 0);
}

void
pgg_statement_cache_push_stale (PggStatementCache *self,
                                guint              number)
{
  g_array_append_val (self->stale, number);
}

static void
unprepare (PggStatementCache  *self,
           PggCachedStatement *statement,
           gboolean            exists)
{
  if (!statement->prepared)
    return;

  statement->prepared = FALSE;
  if (!statement->is_kept)
    self->n_prepared--;
  if (exists)
    pgg_statement_cache_push_stale (self, statement->number);
}

/* They may be outdated: each is prepared anew when it is executed next. */
void
pgg_statement_cache_renew (PggStatementCache *self)
{
  for (GList *link = self->order.head; link != NULL; link = link->next)
    unprepare (self, link->data, TRUE);
  for (GList *link = self->kept.head; link != NULL; link = link->next)
    {
      PggCachedStatement *statement = link->data;

      unprepare (self, statement, TRUE);
      statement->described = 0;
    }
}

static void
remove_oldest (PggStatementCache *self)
{
  GList *link = g_queue_pop_tail_link (&self->order);
  PggCachedStatement *statement = link->data;

  unprepare (self, statement, TRUE);
  self->n_worthwhile -= statement->is_worthwhile ? 1 : 0;
  g_hash_table_remove (self->statements, statement);
}

/* The one that was used longest ago of those that are prepared. */
static void
unprepare_oldest (PggStatementCache *self)
{
  for (GList *link = self->order.tail; link != NULL; link = link->prev)
    {
      PggCachedStatement *statement = link->data;

      if (!statement->prepared)
        continue;
      unprepare (self, statement, TRUE);
      statement->n_uses = 0;
      return;
    }
}

static guint
get_max_prepared (PggStatementCache *self)
{
  return self->threshold >= 0 && !self->is_nameless ? self->max_prepared : 0;
}

static guint
get_max_counted (PggStatementCache *self)
{
  guint max_counted =
    MIN (get_max_prepared (self), G_MAXUINT / COUNTED_PER_PREPARED) * COUNTED_PER_PREPARED;

  return MAX (max_counted, MIN_COUNTED);
}

void
pgg_statement_cache_configure (PggStatementCache *self,
                               int                threshold,
                               guint              max_prepared)
{
  self->threshold = threshold;
  self->max_prepared = max_prepared;
  while (self->n_prepared > get_max_prepared (self))
    unprepare_oldest (self);
  while (self->order.length > get_max_counted (self))
    remove_oldest (self);
}

static PggCachedStatement *
statement_new (const PggCachedStatement *key)
{
  PggCachedStatement *self = g_atomic_rc_box_new0 (PggCachedStatement);

  self->sql = g_strdup (key->sql);
  self->types = g_memdup2 (key->types, key->n_types * sizeof *key->types);
  self->n_types = key->n_types;
  self->link.data = self;

  return self;
}

static PggCachedStatement
make_key (const char  *sql,
          PggPqParams *params)
{
  PggCachedStatement key = { .sql = (char *) sql };

  key.n_types = params != NULL ? (guint) pgg_pq_params_get_n_params (params) : 0;
  key.types = key.n_types > 0 ? (guint32 *) pgg_pq_params_get_types (params) : NULL;

  return key;
}

/* It may well be the latest one again. */
static PggCachedStatement *
find_statement (PggStatementCache        *self,
                const PggCachedStatement *key)
{
  PggCachedStatement *latest = g_queue_peek_head (&self->order);

  if (latest != NULL && statement_equal (latest, key))
    return latest;

  return g_hash_table_lookup (self->statements, key);
}

/* The latest one from now on. */
static PggCachedStatement *
get_statement (PggStatementCache *self,
               const char        *sql,
               PggPqParams       *params)
{
  PggCachedStatement key = make_key (sql, params);
  PggCachedStatement *statement = find_statement (self, &key);

  if (statement == NULL)
    {
      if (self->order.length >= get_max_counted (self))
        remove_oldest (self);
      statement = statement_new (&key);
      g_hash_table_add (self->statements, statement);
    }
  else
    {
      g_queue_unlink (&self->order, &statement->link);
    }
  g_queue_push_head_link (&self->order, &statement->link);

  return statement;
}

/* @sql is about to be executed with @params; transfer full, NULL where nothing is prepared. */
PggCachedStatement *
pgg_statement_cache_use (PggStatementCache *self,
                         const char        *sql,
                         PggPqParams       *params)
{
  PggCachedStatement *statement;

  if (get_max_prepared (self) == 0)
    return NULL;

  statement = get_statement (self, sql, params);
  statement->n_uses++;

  return g_atomic_rc_box_acquire (statement);
}

/* There are few such, so that most executions look nothing up. One that is prepared is described
 * by its results. */
gboolean
pgg_statement_cache_is_worthwhile (PggStatementCache *self,
                                   const char        *sql,
                                   PggPqParams       *params)
{
  PggCachedStatement key;
  const PggCachedStatement *statement;

  if (G_LIKELY (self->n_worthwhile == 0))
    return FALSE;

  key = make_key (sql, params);
  statement = g_hash_table_lookup (self->statements, &key);

  return statement != NULL && statement->is_worthwhile && !statement->prepared;
}

void
pgg_statement_cache_set_worthwhile (PggStatementCache *self,
                                    const char        *sql,
                                    PggPqParams       *params,
                                    gboolean           worthwhile)
{
  PggCachedStatement key;
  PggCachedStatement *statement;

  if (G_LIKELY (!worthwhile && self->n_worthwhile == 0))
    return;

  key = make_key (sql, params);
  statement = worthwhile ? get_statement (self, sql, params)
                         : g_hash_table_lookup (self->statements, &key);
  if (statement == NULL || statement->is_worthwhile == worthwhile)
    return;

  statement->is_worthwhile = worthwhile;
  self->n_worthwhile += worthwhile ? 1 : -1;
}

/* Whether it is prepared, or may be. The server is told to forget others only when nothing is under
 * way, which it need not be for long. */
gboolean
pgg_statement_cache_has_place (PggStatementCache  *self,
                               PggCachedStatement *statement)
{
  return statement->prepared || statement->is_kept ||
         self->stale->len < PGG_STATEMENT_MAX_STALE;
}

/* Whether it is, or is to be, executed as a prepared one. */
gboolean
pgg_statement_cache_wants (PggStatementCache  *self,
                           PggCachedStatement *statement)
{
  return statement->prepared || statement->is_kept ||
         ((gint64) statement->n_uses > self->threshold &&
          pgg_statement_cache_has_place (self, statement));
}

/* It goes to the server under a new name. */
void
pgg_statement_cache_prepare (PggStatementCache  *self,
                             PggCachedStatement *statement)
{
  gboolean is_known = pgg_cached_statement_is_known (statement);

  unprepare (self, statement, TRUE);
  statement->number = (guint) g_atomic_int_add (&n_names, 1) + 1;
  if (is_known && statement->is_inferred)
    statement->described = statement->number;
  if (self->is_nameless)
    return;

  if (!statement->is_kept && self->n_prepared >= get_max_prepared (self))
    unprepare_oldest (self);
  statement->prepared = TRUE;
  if (!statement->is_kept)
    self->n_prepared++;
}

/* It cannot be executed under the name of @number any more; @exists: the server may have it. */
void
pgg_statement_cache_drop (PggStatementCache  *self,
                          PggCachedStatement *statement,
                          guint               number,
                          gboolean            exists)
{
  if (statement->number != number)
    return;

  unprepare (self, statement, exists);
  statement->n_uses = 0;
  statement->described = 0;
}

/* The number of one that the server can forget, 0 if there is none. */
guint
pgg_statement_cache_pop_stale (PggStatementCache *self)
{
  guint number;

  if (G_LIKELY (self->stale->len == 0))
    return 0;

  number = g_array_index (self->stale, guint, self->stale->len - 1);
  g_array_set_size (self->stale, self->stale->len - 1);

  return number;
}

void
pgg_statement_cache_set_nameless (PggStatementCache *self,
                                  gboolean           nameless)
{
  self->is_nameless = nameless;
  pgg_statement_cache_configure (self, self->threshold, self->max_prepared);
  for (GList *link = self->kept.head; nameless && link != NULL; link = link->next)
    unprepare (self, link->data, TRUE);
}

PggCachedStatement *
pgg_cached_statement_new (const char *sql)
{
  const PggCachedStatement key = { .sql = (char *) sql };
  PggCachedStatement *statement = statement_new (&key);

  statement->is_inferred = TRUE;

  return statement;
}

PggCachedStatement *
pgg_statement_cache_keep (PggStatementCache *self,
                          const char        *sql)
{
  PggCachedStatement *statement = pgg_cached_statement_new (sql);

  statement->is_kept = TRUE;
  g_queue_push_head_link (&self->kept, &statement->link);

  return statement;
}

guint
pgg_statement_cache_release (PggStatementCache  *self,
                             PggCachedStatement *statement)
{
  guint number = statement->prepared ? statement->number : 0;

  if (!statement->is_kept)
    return 0;

  unprepare (self, statement, FALSE);
  g_queue_unlink (&self->kept, &statement->link);
  statement->is_kept = FALSE;

  return number;
}

static void
set_types (PggCachedStatement *self,
           PggPqResult        *description)
{
  self->n_types = (guint) pgg_pq_result_nparams (description, NULL);
  g_free (self->types);
  self->types = g_new (guint32, self->n_types);
  for (guint i = 0; i < self->n_types; i++)
    self->types[i] = pgg_pq_result_param_type (description, (int) i, NULL);
}

void
pgg_cached_statement_describe (PggCachedStatement *self,
                               PggPqResult        *description)
{
  if (self->is_inferred)
    set_types (self, description);
  g_clear_pointer (&self->description, pgg_pq_result_unref);
  self->description = pgg_pq_result_ref (description);
  self->described = self->number;
  self->choice.serial = 0;
}

/* Whether the description is that of what would be executed. */
gboolean
pgg_cached_statement_is_known (const PggCachedStatement *self)
{
  return self->described != 0 && self->described == self->number;
}
