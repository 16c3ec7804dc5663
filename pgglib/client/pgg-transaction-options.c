/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a transaction behaves, in SQL. */

#include "config.h"

#include "pgg-transaction-options-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PggTransactionOptions  option;
  const char            *sql;
} Mode;

static const Mode levels[] = {
  { PGG_TRANSACTION_OPTIONS_READ_UNCOMMITTED, "ISOLATION LEVEL READ UNCOMMITTED" },
  { PGG_TRANSACTION_OPTIONS_READ_COMMITTED, "ISOLATION LEVEL READ COMMITTED" },
  { PGG_TRANSACTION_OPTIONS_REPEATABLE_READ, "ISOLATION LEVEL REPEATABLE READ" },
  { PGG_TRANSACTION_OPTIONS_SERIALIZABLE, "ISOLATION LEVEL SERIALIZABLE" },
};

static const Mode accesses[] = {
  { PGG_TRANSACTION_OPTIONS_READ_ONLY, "READ ONLY" },
  { PGG_TRANSACTION_OPTIONS_READ_WRITE, "READ WRITE" },
};

static const Mode deferrabilities[] = {
  { PGG_TRANSACTION_OPTIONS_DEFERRABLE, "DEFERRABLE" },
  { PGG_TRANSACTION_OPTIONS_NOT_DEFERRABLE, "NOT DEFERRABLE" },
};

static gboolean
append_mode (GString               *sql,
             PggTransactionOptions *options,
             const Mode            *modes,
             guint                  n_modes)
{
  guint n_found = 0;

  for (guint i = 0; i < n_modes; i++)
    {
      if ((*options & modes[i].option) == 0)
        continue;
      if (sql->len > 0)
        g_string_append (sql, ", ");
      g_string_append (sql, modes[i].sql);
      *options &= ~modes[i].option;
      n_found++;
    }

  return n_found <= 1;
}

gboolean
pgg_transaction_options_to_sql (PggTransactionOptions   self,
                                char                  **sql,
                                GError                **error)
{
  g_autoptr (GString) modes = g_string_new (NULL);

  *sql = NULL;
  if (!append_mode (modes, &self, levels, G_N_ELEMENTS (levels)) ||
      !append_mode (modes, &self, accesses, G_N_ELEMENTS (accesses)) ||
      !append_mode (modes, &self, deferrabilities, G_N_ELEMENTS (deferrabilities)) ||
      self != PGG_TRANSACTION_OPTIONS_DEFAULT)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("The options of a transaction contradict each other or are unknown: %s"),
                   modes->str);
      return FALSE;
    }

  if (modes->len > 0)
    *sql = g_string_free (g_steal_pointer (&modes), FALSE);
  return TRUE;
}
