/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-connection-status.h"
#include "pgg-diagnostics.h"
#include "pgg-notification.h"
#include "pgg-queue-private.h"
#include "pgg-statement-mode.h"
#include "pgg-statement-cache-private.h"
#include "pgg-tcp-patience-private.h"
#include "pq/pgg-pq-conn.h"
#include "pq/pgg-pq-params.h"
#include "pq/pgg-pq-result.h"

G_BEGIN_DECLS

typedef struct _PggSession PggSession;
typedef struct _PggStream  PggStream;

/* What a session sets aside for the application; in the order in which it happened. */
typedef enum
{
  PGG_SESSION_EVENT_STATUS,       /* the status changed */
  PGG_SESSION_EVENT_NOTICE,
  PGG_SESSION_EVENT_NOTIFICATION,
  PGG_SESSION_EVENT_CLOSED,       /* the connection ended otherwise than by close() */
} PggSessionEventType;

typedef struct
{
  PggSessionEventType  type;
  PggDiagnostics      *notice;
  PggNotification     *notification;
  GError              *error;
} PggSessionEvent;

/* Applications may end transactions in SQL, too. */
typedef enum
{
  PGG_SESSION_END_UNKNOWN,
  PGG_SESSION_END_COMMIT,
  PGG_SESSION_END_ROLLBACK,
  PGG_SESSION_END_PREPARE,
} PggSessionEnd;

/*
 * What the layer above knows of values and the engine does not. Called with the lock held, while
 * there is a connection of libpq.
 */
typedef struct
{
  /* Text that the server sent, in UTF-8; NULL: it is as it should be, or cannot be converted. */
  char     *(*decode)        (PggSession  *self,
                              const char  *text);
  /* A statement is about to be sent. Gives it as the server reads it; NULL without an error: as it
   * is. */
  char     *(*begin)         (PggSession  *self,
                              const char  *sql,
                              GError     **error);
  /* Parameters in the form in which they go to the server; transfer full. There is a type for each
   * of them, or NULL: then they keep theirs. */
  PggPqParams *(*encode_params) (PggSession     *self,
                                 PggPqParams    *params,
                                 const guint32  *types,
                                 GError        **error);
  /* The SQL with the values of the parameters in it, in UTF-8. */
  char     *(*inline_params) (PggSession   *self,
                              const char   *sql,
                              PggPqParams  *params,
                              GError      **error);
  /* What the values depend on that arrive now; transfer full. */
  gpointer  (*get_context)   (PggSession  *self);
  /* The same as far as the values of these results depend on it. */
  gpointer  (*get_context_for) (PggSession  *self,
                                PggPqResult *const *results,
                                guint        n_results);
  void      (*unref_context) (gpointer     context);
  /* What the result at @index depends on, of those that came between what was had before and after
   * them; transfer full. */
  gpointer  (*choose_context) (PggPqResult *const *results,
                               guint        n_results,
                               guint        index,
                               gpointer     before,
                               gpointer     after);
  /* A result of a statement has come, which may be one that changed something. */
  void      (*note)          (PggSession  *self,
                              PggPqResult *result);
  /*
   * One statement to ask before the results of an execution are given, NULL for none; it is asked
   * again after each answer, which is NULL where the statement failed. The hint is that of the
   * request; before the first answer @is_first.
   */
  char     *(*ask)           (PggSession  *self,
                              int          hint,
                              gboolean     is_first,
                              PggPqResult *const *results,
                              guint        n_results);
  void      (*answer)        (PggSession  *self,
                              PggPqResult *answer);
  /* Whether the values of a result can be read before the answer is at its end, when the server
   * tells of changed settings and can be asked for types. */
  gboolean  (*is_readable)   (PggSession  *self,
                              PggPqResult *result);
  /* The format of results that have the columns of the description. The choice is kept with it for
   * the next time, or is NULL. */
  PggPqFormat (*choose_format) (PggSession      *self,
                                PggPqResult     *description,
                                PggFormatChoice *choice);
  /* Whether results are such that the format of the next ones is worth a round trip. */
  gboolean  (*is_worthwhile) (PggSession  *self,
                              PggPqResult *const *results,
                              guint        n_results);
  /* Whether it is one statement for sure, with or without a semicolon behind it. */
  gboolean  (*is_single)     (const char  *sql);
  /* There is another connection of libpq. */
  void      (*connected)     (PggSession  *self);
} PggSessionHooks;

/* What was sent in pipeline mode and is not answered yet; see pgg-flight-private.h. */
typedef struct
{
  guint    n_sent;
  guint    n_wanted;   /* of them, whose answer somebody waits for */
  gint64   moved;      /* when the last one was answered, or the first one sent; monotonic µs */
  guint    n_aside;    /* conversations that wait until all of them are answered */
  gboolean stopping;   /* all of them are being told to stop */
} PggFlight;

/* One connection to a server, as the operations know it: the conversation and its queue. */
struct _PggSession
{
  PggQueue             queue;     /* must be first; its lock protects all fields */

  PggPqConn           *pq;        /* NULL unless connecting or connected */
  PggConnectionStatus  status;
  GError              *reason;    /* why it was lost */
  GError              *last_words; /* what the server said before it went, if it did */

  gboolean             flushed;        /* libpq holds nothing that is still to be sent */
  gsize                n_unflushed;    /* bytes of statements that it holds if it does, about */
  gboolean             unsettled;      /* settings may have been reported since get_context() */
  gboolean             pipelining;     /* operations may travel together */
  PggStatementMode     statement_mode;
  PggFlight            flight;
  PggTcpPatience       patience;
  PggStatementCache    statements;

  guint                cancel_timeout; /* ms that a cancelled operation has to end in */
  gint64               grace_deadline; /* until when; -1 while nothing is cancelled */
  gint64               cancel_again;   /* when the next request is due */
  gint64               cancel_stepped; /* when anybody last went on with the cancellation */

  GQueue               notifications; /* those that nobody has taken yet */

  PggStream           *stream;    /* whose rows are still arriving */

  guint                n_connections;  /* made so far */
  GQueue               pending_blocks; /* PggBlock: they begin with the next statement */
  gboolean             is_ending;      /* a transaction is being ended, and who knows what comes */
  PggSessionEnd        last_end;       /* how a statement of the application has ended one */
  char                *implicit_begin; /* begins a transaction before a statement outside of one;
                                        * NULL: each is a transaction of its own */

  GQueue               events;
  void               (*deliver) (PggSession *self,
                                 gpointer    data);
  gpointer             deliver_data;
  GDestroyNotify       deliver_destroy;

  const PggSessionHooks *hooks;   /* set before the first operation, with what they need: */
  gpointer             hooks_data;
  GDestroyNotify       hooks_destroy;
};

PggSession      *pgg_session_new              (void (*deliver) (PggSession *, gpointer),
                                               gpointer            deliver_data,
                                               GDestroyNotify      deliver_destroy);
PggSession      *pgg_session_ref              (PggSession         *self);
void             pgg_session_unref            (PggSession         *self);

/* Without the lock. */
PggSessionEvent *pgg_session_pop_event        (PggSession         *self);
void             pgg_session_event_free       (PggSessionEvent    *event);

/* With the lock held. */
gboolean         pgg_session_check_open       (PggSession         *self,
                                               GError            **error);
void             pgg_session_set_status       (PggSession         *self,
                                               PggConnectionStatus status);
void             pgg_session_connected        (PggSession         *self);
void             pgg_session_consume          (PggSession         *self);
gboolean         pgg_session_flush            (PggSession         *self);
/* Does not flush where libpq has a way. */
gboolean         pgg_session_send_sync        (PggSession         *self,
                                               GError            **error);
/* When nothing is unanswered; what cannot leave is lost. */
gboolean         pgg_session_exit_pipeline    (PggSession         *self,
                                               GError            **error);
void             pgg_session_collect          (PggSession         *self);
gboolean         pgg_session_is_broken        (PggSession         *self);
GError          *pgg_session_lost_error       (PggSession         *self);
void             pgg_session_lose             (PggSession         *self,
                                               GError             *error);
void             pgg_session_drop_pq          (PggSession         *self);
void             pgg_session_interrupt_all    (PggSession         *self,
                                               PggOperation       *except);
guint64          pgg_session_interrupt_sent   (PggSession         *self);
PggNotification *pgg_session_take_notification (PggSession        *self);
void             pgg_session_forget_notification (PggSession      *self,
                                                  PggNotification *notification);
void             pgg_session_watch_notices    (PggSession         *self);
PggDiagnostics  *pgg_session_read_diagnostics (PggSession         *self,
                                               PggPqResult        *result);
void             pgg_session_note_last_words  (PggSession         *self,
                                               PggDiagnostics     *words);
gboolean         pgg_session_encode_sql       (PggSession         *self,
                                               char              **sql,
                                               GError            **error);
/* In the simple protocol: replaces @sql, and @params by NULL. */
gboolean         pgg_session_inline_params    (PggSession         *self,
                                               char              **sql,
                                               PggPqParams       **params,
                                               GError            **error);
PggPqParams     *pgg_session_encode_params    (PggSession         *self,
                                               PggPqParams        *params,
                                               PggCachedStatement *statement,
                                               GError            **error);
/* A result of a statement of the application has come. */
void             pgg_session_note_result      (PggSession         *self,
                                               PggPqResult        *result);
gboolean         pgg_session_is_in_transaction (PggSession        *self);
gboolean         pgg_session_has_preamble     (PggSession         *self);
char           **pgg_session_take_preamble    (PggSession         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggSession, pgg_session_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggSessionEvent, pgg_session_event_free)

G_END_DECLS
