/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prepares a statement that somebody keeps. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-prepare-operation-private.h"

#include "pgg-client-error.h"
#include "pgg-debug-private.h"
#include "pgg-description-private.h"

typedef struct
{
  PggConversation     parent_instance;

  PggCachedStatement *statement;
  GObject            *keeper;
  char               *sql;
  PggDescription      description;
} PggPrepareOperation;

typedef PggConversationClass PggPrepareOperationClass;

static GType pgg_prepare_operation_get_type (void);

G_DEFINE_TYPE (PggPrepareOperation, pgg_prepare_operation, pgg_conversation_get_type ())

static void
pgg_prepare_operation_finalize (GObject *object)
{
  PggPrepareOperation *self = (PggPrepareOperation *) object;

  pgg_description_clear (&self->description);
  g_clear_pointer (&self->statement, pgg_cached_statement_unref);
  g_clear_pointer (&self->sql, g_free);
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (pgg_prepare_operation_parent_class)->finalize (object);
}

static gboolean
pgg_prepare_operation_send (PggConversation  *conversation,
                            GError          **error)
{
  PggPrepareOperation *self = (PggPrepareOperation *) conversation;

  if (conversation->session->statement_mode == PGG_STATEMENT_MODE_SIMPLE)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                           _("In the simple protocol statements cannot be prepared"));
      return FALSE;
    }

  pgg_debug_sql ("prepare", self->sql);
  if (!pgg_session_encode_sql (conversation->session, &self->sql, error))
    return FALSE;

  return pgg_description_prepare (&self->description, conversation, self->statement, self->sql,
                                  NULL, error);
}

static PggWait
pgg_prepare_operation_receive (PggConversation *conversation,
                               PggWait          ready)
{
  PggPrepareOperation *self = (PggPrepareOperation *) conversation;

  return pgg_description_read (&self->description, conversation, &ready);
}

static void
pgg_prepare_operation_succeed (PggConversation *conversation)
{
  PggPrepareOperation *self = (PggPrepareOperation *) conversation;

  pgg_operation_return_pointer (&conversation->parent_instance, g_object_ref (self->keeper),
                                g_object_unref);
}

static void
pgg_prepare_operation_class_init (PggPrepareOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_prepare_operation_finalize;
  klass->send = pgg_prepare_operation_send;
  klass->receive = pgg_prepare_operation_receive;
  klass->succeed = pgg_prepare_operation_succeed;
}

static void
pgg_prepare_operation_init (PggPrepareOperation *self)
{
  self->parent_instance.is_outside = TRUE;
}

PggOperation *
pgg_prepare_operation_start (PggSession         *session,
                             PggCachedStatement *statement,
                             gpointer            keeper,
                             gpointer            source_object,
                             gpointer            source_tag,
                             guint               timeout)
{
  PggPrepareOperation *self = g_object_new (pgg_prepare_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (&self->parent_instance, session, source_object, source_tag, timeout);
  self->statement = pgg_cached_statement_ref (statement);
  self->keeper = g_object_ref (keeper);
  self->sql = g_strdup (statement->sql);
  pgg_operation_enter (operation);

  return operation;
}
