/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A transaction or a savepoint, as the operations know it. */

#include "config.h"

#include "pgg-block-private.h"

/* Counted in the process, so that a name is never met again on the other side of a pooler. */
static guint n_blocks;

PggBlock *
pgg_block_new (const char *options,
               const char *defaults)
{
  PggBlock *self = g_new0 (PggBlock, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->options = g_strdup (options);
  self->defaults = g_strdup (defaults);
  self->number = (guint) g_atomic_int_add (&n_blocks, 1) + 1;

  return self;
}

PggBlock *
pgg_block_ref (PggBlock *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_block_unref (PggBlock *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->options);
  g_free (self->defaults);
  g_free (self);
}

gboolean
pgg_block_is_over (const PggBlock *self)
{
  return self->state >= PGG_BLOCK_COMMITTED;
}

/* Takes the statement. */
static void
take_statement (GStrvBuilder *statements,
                char         *statement)
{
  g_strv_builder_add (statements, statement);
  g_free (statement);
}

/* Options within another transaction are for the server to refuse, or not. */
void
pgg_block_add_begin (const PggBlock *self,
                     GStrvBuilder   *statements)
{
  const char *modes = self->options != NULL ? self->options : self->defaults;

  if (!self->is_savepoint)
    {
      take_statement (statements, modes == NULL ? g_strdup ("BEGIN")
                                                : g_strconcat ("BEGIN ", modes, NULL));
      return;
    }

  take_statement (statements, g_strdup_printf ("SAVEPOINT pgg_%u", self->number));
  if (self->options != NULL)
    take_statement (statements, g_strconcat ("SET TRANSACTION ", self->options, NULL));
}
