/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations that are sent before earlier ones are answered: what goes over the wire, and that each
 * still has its own result and its own error. */

#include "config.h"

#include "engine-fixture.h"

#include "client/pgg-connection-private.h"
#include "engine/pgg-conversation-private.h"
#include "engine/pgg-flight-private.h"

#include <glib/gstdio.h>

#include <string.h>
#include <sys/socket.h>

#define MAX_CALLS 8

static GError *
finish_error (PggConnection *connection,
              PggOperation  *operation)
{
  GError *error = NULL;

  test_drive (operation);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));

  return error;
}

/* The messages in order: "F Parse F Bind … B ReadyForQuery". */
static char *
end_trace (TestTrace *trace)
{
  g_autofree char *text = test_trace_end (trace);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GString *names = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (fields) >= 3)
        g_string_append_printf (names, "%s %s ", fields[0], fields[2]);
    }

  return g_string_free (names, FALSE);
}

#define SENT "F Parse F Bind F Describe F Execute F Sync "
#define ANSWERED \
  "B ParseComplete B BindComplete B RowDescription B DataRow B CommandComplete B ReadyForQuery "

static guint n_sends;

/* What libpq calls: the definition in the program goes before that of the C library. */
ssize_t
send (int         fd,
      const void *data,
      size_t      size,
      int         flags)
{
  n_sends++;

  return sendto (fd, data, size, flags, NULL, 0);
}

/* Statements that are there already are sent together, where libpq has a Sync without a flush. */
static void
test_sends (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  PggOperation *operations[200];
  guint before;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = test_start_int (connection, "SELECT $1", (int) i);
  before = n_sends;
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_assert_cmpint (test_finish_int (connection, operations[i]), ==, i);
      g_object_unref (operations[i]);
    }
  g_test_message ("%u statements were sent by %u calls", (guint) G_N_ELEMENTS (operations),
                  n_sends - before);
  g_assert_cmpuint (n_sends, >, before);
  if (pgg_capabilities_has (PGG_CAPABILITY_SEND_PIPELINE_SYNC))
    g_assert_cmpuint (n_sends - before, <=, 8);
  else
    g_assert_cmpuint (n_sends - before, <=, G_N_ELEMENTS (operations));
}

/* One alone sends the same messages with and without pipeline mode. */
static void
test_messages_alone (gconstpointer data)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) operation = NULL;
  g_autofree char *messages = NULL;
  TestTrace trace;

  pgg_connection_set_pipelining (connection, GPOINTER_TO_INT (data));
  test_trace_begin (&trace, connection);
  operation = test_start_int (connection, "SELECT $1", 5);
  g_assert_cmpint (test_finish_int (connection, operation), ==, 5);
  messages = end_trace (&trace);
  g_assert_cmpstr (messages, ==, SENT ANSWERED);
}

/* The first step sends all of them: nothing is answered before the last is sent. */
static void
test_messages_together (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) second = NULL;
  g_autoptr(PggOperation) third = NULL;
  g_autofree char *messages = NULL;
  TestTrace trace;

  test_trace_begin (&trace, connection);
  first = test_start_int (connection, "SELECT $1", 1);
  second = test_start_int (connection, "SELECT $1", 2);
  third = test_start_int (connection, "SELECT $1", 3);
  g_assert_cmpint (pgg_operation_step (first, PGG_WAIT_NONE), ==, PGG_WAIT_READ);
  g_assert_cmpint (test_finish_int (connection, third), ==, 3);
  g_assert_cmpint (test_finish_int (connection, second), ==, 2);
  g_assert_cmpint (test_finish_int (connection, first), ==, 1);
  messages = end_trace (&trace);
  g_assert_cmpstr (messages, ==, SENT SENT SENT ANSWERED ANSWERED ANSWERED);
  test_assert_usable (connection);
}

/* One that is begun later follows at once, without waiting for what is under way. */
static void
test_messages_later (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autofree char *messages = NULL;
  TestCall calls[2] = { { 0 } };
  TestTrace trace;

  test_trace_begin (&trace, connection);
  test_call_int (connection, "SELECT $1", 1, NULL, &calls[0]);
  test_call_int (connection, "SELECT $1", 2, NULL, &calls[1]);
  g_assert_cmpint (test_call_finish_int (&calls[1]), ==, 2);
  g_assert_cmpint (test_call_finish_int (&calls[0]), ==, 1);
  g_assert_cmpuint (calls[0].order + 1, ==, calls[1].order);
  messages = end_trace (&trace);
  g_assert_cmpstr (messages, ==, SENT SENT ANSWERED ANSWERED);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* The property turns it off, and on again. */
static void
test_property (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) second = NULL;
  g_autofree char *messages = NULL;
  gboolean pipelining = FALSE;
  TestTrace trace;

  g_object_get (connection, "pipelining", &pipelining, NULL);
  g_assert_true (pipelining);
  g_object_set (connection, "pipelining", FALSE, NULL);
  g_assert_false (pgg_connection_get_pipelining (connection));
  test_trace_begin (&trace, connection);
  first = test_start_int (connection, "SELECT $1", 1);
  second = test_start_int (connection, "SELECT $1", 2);
  g_assert_cmpint (test_finish_int (connection, second), ==, 2);
  messages = end_trace (&trace);
  g_assert_cmpstr (messages, ==, SENT ANSWERED SENT ANSWERED);
}

/* libpq can be used by itself whenever nothing is under way. */
static void
test_mode_is_left (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPqConn) pq = pgg_connection_get_pq_conn (connection);
  g_autoptr(PggOperation) operation = test_start_int (connection, "SELECT $1", 1);

  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_pq_conn_pipeline_status (pq), ==, PGG_PQ_PIPELINE_STATUS_ON);
  g_assert_cmpint (test_finish_int (connection, operation), ==, 1);
  g_assert_cmpint (pgg_pq_conn_pipeline_status (pq), ==, PGG_PQ_PIPELINE_STATUS_OFF);
}

/* What needs the connection for itself waits for what is before it, and holds up the others. */
static void
test_fences (void)
{
  static const char *const fences[] = {
    "SELECT 20; SELECT 21", "BEGIN; SELECT 20; COMMIT", "SELECT 20",
  };
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint i = 0; i < G_N_ELEMENTS (fences); i++)
    {
      TestCall calls[5] = { { 0 } };

      test_call_int (connection, "SELECT $1", 0, NULL, &calls[0]);
      test_call_int (connection, "SELECT $1", 1, NULL, &calls[1]);
      pgg_connection_execute_async (connection, fences[i], NULL, G_PRIORITY_DEFAULT, NULL,
                                    test_call_cb, &calls[2]);
      test_call_int (connection, "SELECT $1", 3, NULL, &calls[3]);
      test_call_int (connection, "SELECT $1", 4, NULL, &calls[4]);
      for (guint j = 0; j < G_N_ELEMENTS (calls); j++)
        {
          if (j == 2)
            test_call_wait (&calls[j]);
          else
            g_assert_cmpint (test_call_finish_int (&calls[j]), ==, j);
          g_assert_cmpuint (calls[j].order, ==, calls[0].order + j);
        }
      test_calls_clear (calls, G_N_ELEMENTS (calls));
      test_assert_usable (connection);
    }
}

/* A COPY is a fence, too, however it is disguised; that it fails is the business of nobody else. */
static void
test_copy (void)
{
  static const char *const copies[] = {
    "COPY piped FROM STDIN", "COPY (SELECT 1) TO STDOUT", "\v\f\tCOPY piped TO STDOUT",
    " ; -- copy\n/* a /* b */ */ cOpY(SELECT 1) TO STDOUT",
  };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggParams) none = pgg_params_new ();

  test_execute (connection, "CREATE TEMP TABLE piped (i integer)");
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autoptr(PggOperation) before = test_start_int (connection, "SELECT $1", 1);
      g_autoptr(PggOperation) copy = pgg_connection_execute_start (connection, copies[i], none);
      g_autoptr(PggOperation) behind = test_start_int (connection, "SELECT $1", 2);
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (test_finish_int (connection, behind), ==, 2);
      error = finish_error (connection, copy);
      /* Older servers do not take the vertical tab for a blank. */
      if (!g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR))
        g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      g_assert_cmpint (test_finish_int (connection, before), ==, 1);
      test_assert_usable (connection);
    }
}

/* Each error, of any kind and at any place, is that of its own statement. */
static void
test_errors (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE strict (i integer, j integer UNIQUE DEFERRABLE "
                "INITIALLY DEFERRED); INSERT INTO strict VALUES (0, 7)");
  for (guint bad = 0; bad < MAX_CALLS; bad++)
    {
      static const char *const failing[] = {
        "SELECT 1 / ($1 - $1)", "SELECT $1 FROM nowhere", "SELEKT $1",
        "INSERT INTO strict VALUES ($1, 7)", /* only the Sync fails */
        "SELECT 1 / (5 - i) FROM generate_series (1, $1 + 10) AS i",
        "SELECT 1; SELECT $1",
      };
      static const int codes[] = {
        PGG_SQL_STATE_DIVISION_BY_ZERO, PGG_SQL_STATE_UNDEFINED_TABLE, PGG_SQL_STATE_SYNTAX_ERROR,
        PGG_SQL_STATE_UNIQUE_VIOLATION, PGG_SQL_STATE_DIVISION_BY_ZERO, PGG_SQL_STATE_SYNTAX_ERROR,
      };
      TestCall calls[MAX_CALLS] = { { 0 } };
      guint kind = bad % G_N_ELEMENTS (failing);

      for (guint i = 0; i < MAX_CALLS; i++)
        test_call_int (connection, i % (bad + 1) == bad ? failing[kind] : "SELECT $1", (int) i,
                       NULL, &calls[i]);
      for (guint i = 0; i < MAX_CALLS; i++)
        {
          g_autoptr(GError) error = NULL;

          if (i % (bad + 1) != bad)
            {
              g_assert_cmpint (test_call_finish_int (&calls[i]), ==, i);
              continue;
            }
          error = test_call_finish_error (&calls[i]);
          g_assert_error (error, PGG_SERVER_ERROR, codes[kind]);
        }
      test_calls_clear (calls, MAX_CALLS);
      test_assert_usable (connection);
    }
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM strict"), ==, 1);
}

/* One that cannot be sent. */
typedef PggConversation      Unsendable;
typedef PggConversationClass UnsendableClass;

static GType unsendable_get_type (void);

G_DEFINE_TYPE (Unsendable, unsendable, pgg_conversation_get_type ())

static gboolean
unsendable_send (PggConversation  *self,
                 GError          **error)
{
  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE, "too large");

  return FALSE;
}

static void
unsendable_class_init (UnsendableClass *klass)
{
  klass->send = unsendable_send;
}

static void
unsendable_init (Unsendable *self)
{
  self->pipelinable = TRUE;
}

static PggOperation *
start_unsendable (PggConnection *connection)
{
  PggConversation *self = g_object_new (unsendable_get_type (), NULL);

  pgg_conversation_set_up (self, connection->session, connection, NULL, 0);
  pgg_operation_enter (&self->parent_instance);

  return &self->parent_instance;
}

/* What libpq refuses to send is nobody else's problem, wherever it stands. */
static void
test_unsendable (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint place = 0; place < 3; place++)
    {
      PggOperation *operations[3];
      g_autoptr(GError) error = NULL;

      for (guint i = 0; i < 3; i++)
        operations[i] = i == place ? start_unsendable (connection) :
                                     test_start_int (connection, "SELECT $1", (int) i);
      for (guint i = 0; i < 3; i++)
        {
          if (i != place)
            g_assert_cmpint (test_finish_int (connection, operations[i]), ==, i);
          else
            g_assert_false (pgg_operation_run (operations[i], NULL, &error));
          g_clear_object (&operations[i]);
        }
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE);
      test_assert_usable (connection);
    }
}

/* One that has another question once it has its answer, and asks it outside of pipeline mode. */
typedef struct
{
  PggConversation parent_instance;

  gboolean        has_answer;
  gboolean        asked;
  guint           n_results;
} Curious;

typedef PggConversationClass CuriousClass;

static GType curious_get_type (void);

G_DEFINE_TYPE (Curious, curious, pgg_conversation_get_type ())

static gboolean
curious_send (PggConversation  *self,
              GError          **error)
{
  return pgg_pq_conn_send_query_params (self->session->pq, "SELECT 1", -1, NULL,
                                        PGG_PQ_FORMAT_TEXT, error);
}

static PggWait
read_results (Curious *self,
              PggWait *ready)
{
  for (;;)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (&self->parent_instance, ready, &result);

      if (want != PGG_WAIT_NONE || result == NULL)
        return want;
      g_assert_cmpint (pgg_pq_result_status (result), ==, PGG_PQ_EXEC_STATUS_TUPLES_OK);
      self->n_results++;
    }
}

static PggWait
curious_receive (PggConversation *conversation,
                 PggWait          ready)
{
  Curious *self = (Curious *) conversation;
  PggWait want = PGG_WAIT_NONE;

  if (!self->has_answer)
    want = read_results (self, &ready);
  if (want != PGG_WAIT_NONE)
    return want;

  self->has_answer = TRUE;
  if (!self->asked && pgg_flight_step_aside (conversation))
    return PGG_WAIT_READ;
  if (!self->asked)
    g_assert_true (pgg_pq_conn_send_query (conversation->session->pq, "SELECT 2; SELECT 3", -1,
                                           NULL));
  self->asked = TRUE;

  return read_results (self, &ready);
}

static void
curious_succeed (PggConversation *conversation)
{
  g_assert_cmpuint (((Curious *) conversation)->n_results, ==, 3);
  pgg_operation_return_boolean (&conversation->parent_instance, TRUE);
}

static void
curious_class_init (CuriousClass *klass)
{
  klass->send = curious_send;
  klass->receive = curious_receive;
  klass->succeed = curious_succeed;
}

static void
curious_init (Curious *self)
{
  self->parent_instance.pipelinable = TRUE;
}

static PggOperation *
start_curious (PggConnection *connection)
{
  PggConversation *self = g_object_new (curious_get_type (), NULL);

  pgg_conversation_set_up (self, connection->session, connection, NULL, 0);
  pgg_operation_enter (&self->parent_instance);

  return &self->parent_instance;
}

/* The ones that ask again do so behind all that was sent with them, each at its place among all. */
static void
test_step_aside (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint mask = 0; mask < 1 << 4; mask++)
    {
      PggOperation *operations[5];

      for (guint i = 0; i < 4; i++)
        operations[i] = mask & (1 << i) ? start_curious (connection) :
                                          test_start_int (connection, "SELECT $1", (int) i);
      operations[4] = test_start_int (connection, "SELECT $1", 4);
      for (guint i = 0; i < 5; i++)
        {
          if (i < 4 && mask & (1 << i))
            g_assert_true (pgg_operation_run (operations[i], NULL, NULL));
          else
            g_assert_cmpint (test_finish_int (connection, operations[i]), ==, i);
          g_object_unref (operations[i]);
        }
      test_assert_usable (connection);
    }
}

/* Stopped, or cut off, while it waits for its turn. */
static void
test_stop_aside (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) cancelled = start_curious (connection);
  g_autoptr(PggOperation) behind = test_start_int (connection, "SELECT $1", 1);
  g_autoptr(PggOperation) cut_off = NULL;
  g_autoptr(PggOperation) lost = NULL;
  g_autoptr(GError) error = NULL;

  while (!((Curious *) cancelled)->has_answer)
    pgg_operation_step (cancelled, test_wait (cancelled, pgg_operation_step (cancelled, 0)));
  pgg_operation_cancel (cancelled);
  g_assert_cmpint (test_finish_int (connection, behind), ==, 1);
  g_assert_false (pgg_operation_run (cancelled, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  test_assert_usable (connection);

  cut_off = start_curious (connection);
  lost = test_start_int (connection, "SELECT $1 FROM pg_sleep (60)", 1);
  while (!((Curious *) cut_off)->has_answer)
    pgg_operation_step (cut_off, test_wait (cut_off, pgg_operation_step (cut_off, 0)));
  test_terminate (pgg_connection_get_backend_pid (connection));
  g_assert_false (pgg_operation_run (cut_off, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
}

/* The server's own transaction is all that ties statements together. */
static void
test_transaction (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggParams) none = pgg_params_new ();
  TestCall calls[5] = { { 0 } };
  static const char *const statements[] = {
    "BEGIN", "SELECT 1 / 0", "SELECT 7", "ROLLBACK", "SELECT 8",
  };
  g_autoptr(GError) first = NULL;
  g_autoptr(GError) second = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    pgg_connection_execute_async (connection, statements[i], none, G_PRIORITY_DEFAULT, NULL,
                                  test_call_cb, &calls[i]);
  test_call_wait (&calls[0]);
  first = test_call_finish_error (&calls[1]);
  g_assert_error (first, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  second = test_call_finish_error (&calls[2]);
  g_assert_error (second, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  test_call_wait (&calls[3]);
  g_assert_cmpint (test_call_finish_int (&calls[4]), ==, 8);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
  test_assert_usable (connection);
}

/* More than may be in flight at a time, all begun before the first is answered. */
static void
test_many (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  guint n_calls = 3000;
  g_autofree TestCall *calls = g_new0 (TestCall, n_calls);

  for (guint i = 0; i < n_calls; i++)
    test_call_int (connection, "SELECT $1", (int) i, NULL, &calls[i]);
  for (guint i = 0; i < n_calls; i++)
    g_assert_cmpint (test_call_finish_int (&calls[i]), ==, i);
  for (guint i = 1; i < n_calls; i++)
    g_assert_cmpuint (calls[i].order, ==, calls[i - 1].order + 1);
  test_calls_clear (calls, n_calls);
  test_assert_usable (connection);
}

static PggParams *
wide_params_new (gsize size)
{
  PggParams *params = pgg_params_new ();
  g_autofree char *text = g_strnfill (size, 'x');

  g_assert_true (pgg_params_append_text (params, text, NULL));

  return params;
}

/* Both sides send more than fits into the buffers between them. */
static void
test_flush_and_read (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggParams) params = wide_params_new (300000);
  TestCall calls[40] = { { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    pgg_connection_execute_async (connection, "SELECT length ($1::text), repeat ($1::text, 3)",
                                  params, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[i]);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpint (test_call_finish_int (&calls[i]), ==, 300000);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
  test_assert_usable (connection);
}

static gsize
get_resident_size (void)
{
  g_autofree char *text = NULL;
  gsize pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %zu", &pages), ==, 1);

  return pages * 4096;
}

/* What the socket does not take is not copied into libpq's memory. */
static void
test_bounded_memory (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggParams) params = wide_params_new (100000);
  TestCall calls[600] = { { 0 } };
  gsize before;

  test_proxy_command (proxy, "stall 0 up");
  before = get_resident_size ();
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    pgg_connection_execute_async (connection, "SELECT length ($1)", params, G_PRIORITY_DEFAULT,
                                  NULL, test_call_cb, &calls[i]);
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
  /* Sanitizers and valgrind keep books of their own. */
  if (!test_is_slow () && g_getenv ("PGG_TEST_VALGRIND") == NULL)
    g_assert_cmpuint (get_resident_size () - before, <, 20 << 20);
  test_proxy_command (proxy, "pass");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpint (test_call_finish_int (&calls[i]), ==, 100000);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* A lost connection fails each once, with what the server said. */
static void
test_lost (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  TestCall calls[MAX_CALLS] = { { 0 } };

  test_call_int (connection, "SELECT $1 FROM pg_sleep (60)", 0, NULL, &calls[0]);
  for (guint i = 1; i < MAX_CALLS; i++)
    test_call_int (connection, "SELECT $1", (int) i, NULL, &calls[i]);
  test_terminate (pgg_connection_get_backend_pid (connection));
  for (guint i = 0; i < MAX_CALLS; i++)
    {
      g_autoptr(GError) error = test_call_finish_error (&calls[i]);

      g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
    }
  test_calls_clear (calls, MAX_CALLS);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
}

/* Cut after each number of bytes: those that were answered have succeeded, the rest fails. */
static void
test_cut (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  guint n_succeeded = 0;

  for (guint n_bytes = 0; n_succeeded < MAX_CALLS; n_bytes += 7)
    {
      g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
      g_autofree char *command = g_strdup_printf ("cut %u", n_bytes);
      TestCall calls[MAX_CALLS] = { { 0 } };
      gboolean failed = FALSE;

      test_proxy_command (proxy, command);
      for (guint i = 0; i < MAX_CALLS; i++)
        test_call_int (connection, "SELECT $1", (int) i, NULL, &calls[i]);
      n_succeeded = 0;
      for (guint i = 0; i < MAX_CALLS; i++)
        {
          g_autoptr(PggResult) result = NULL;
          g_autoptr(GError) error = NULL;

          test_call_wait (&calls[i]);
          result = pgg_connection_execute_finish (connection, calls[i].result, &error);
          g_assert_true (result == NULL || !failed);
          failed = result == NULL;
          n_succeeded += !failed;
          if (failed && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
            g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
        }
      test_calls_clear (calls, MAX_CALLS);
      test_proxy_command (proxy, "pass");
    }
}

/* The network in single bytes changes nothing. */
static void
test_single_bytes (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  TestCall calls[MAX_CALLS] = { { 0 } };

  test_proxy_command (proxy, "chunk 1");
  for (guint i = 0; i < MAX_CALLS; i++)
    test_call_int (connection, i == 3 ? "SELECT 1 / ($1 - $1)" : "SELECT $1", (int) i, NULL,
                   &calls[i]);
  for (guint i = 0; i < MAX_CALLS; i++)
    {
      g_autoptr(GError) error = NULL;

      if (i != 3)
        g_assert_cmpint (test_call_finish_int (&calls[i]), ==, i);
      else
        error = test_call_finish_error (&calls[i]);
    }
  test_calls_clear (calls, MAX_CALLS);
}

/* close () ends what is in flight, and nothing is left of it. */
static void
test_close (void)
{
  PggConnection *connection = test_connect ();
  TestCall calls[MAX_CALLS] = { { 0 } };

  test_call_int (connection, "SELECT $1 FROM pg_sleep (60)", 0, NULL, &calls[0]);
  for (guint i = 1; i < MAX_CALLS; i++)
    test_call_int (connection, "SELECT $1", (int) i, NULL, &calls[i]);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  for (guint i = 0; i < MAX_CALLS; i++)
    {
      g_autoptr(GError) error = test_call_finish_error (&calls[i]);

      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
    }
  test_calls_clear (calls, MAX_CALLS);
  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
  g_assert_finalize_object (connection);
}

static gpointer
thread_func (gpointer data)
{
  for (int i = 0; i < 200; i++)
    {
      g_autoptr(PggOperation) operation = test_start_int (data, "SELECT $1", i);
      g_autoptr(GError) error = NULL;
      g_autoptr(PggResult) result = NULL;

      pgg_operation_run (operation, NULL, NULL);
      result = pgg_connection_execute_finish (data, G_ASYNC_RESULT (operation), &error);
      g_assert_no_error (error);
      g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, NULL), ==, i);
    }

  return NULL;
}

/* Blocking calls of several threads travel together, too. */
static void
test_threads (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("query", thread_func, connection);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  test_assert_usable (connection);
}

/* Other kinds of operations between those that travel together. */
static void
test_mixture (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GPtrArray) sets = test_sets_new (5);
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  TestCall calls[6] = { { 0 } };
  g_autoptr(GError) error = NULL;

  test_call_int (connection, "SELECT $1", 0, NULL, &calls[0]);
  pgg_connection_execute_many_async (connection, "SELECT $1::int", (PggParams **) sets->pdata,
                                     sets->len, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[1]);
  test_call_int (connection, "SELECT $1", 2, NULL, &calls[2]);
  pgg_cursor_stream_async (cursor, "SELECT generate_series (1, 5000)", NULL, G_PRIORITY_DEFAULT,
                           NULL, test_call_cb, &calls[3]);
  test_call_int (connection, "SELECT $1", 4, NULL, &calls[4]);
  test_call_int (connection, "SELECT $1", 5, NULL, &calls[5]);
  g_assert_cmpint (test_call_finish_int (&calls[5]), ==, 5);
  g_assert_cmpint (test_call_finish_int (&calls[4]), ==, 4);
  g_assert_true (pgg_cursor_stream_finish (cursor, calls[3].result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (test_call_finish_int (&calls[2]), ==, 2);
  g_assert_cmpint (pgg_connection_execute_many_finish (connection, calls[1].result, NULL), ==, 5);
  g_assert_cmpint (test_call_finish_int (&calls[0]), ==, 0);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
  test_assert_usable (connection);
}

/* That the rows of a stream came one by one is over with it. */
static void
test_behind_stream (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GPtrArray) rows = NULL;
  PggOperation *operations[2];

  g_assert_true (pgg_cursor_stream (cursor, "SELECT generate_series (1, 3)", NULL, NULL, NULL));
  rows = pgg_cursor_fetch_all (cursor, NULL, NULL);
  g_assert_cmpuint (rows->len, ==, 3);

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();

      pgg_params_append_int (params, 4, NULL);
      operations[i] = pgg_connection_execute_start (connection, "SELECT generate_series (1, $1)",
                                                    params);
    }
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PggOperation) operation = operations[i];
      g_autoptr(PggResult) result = NULL;

      test_drive (operation);
      result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), NULL);
      g_assert_cmpuint (pgg_result_get_n_rows (result), ==, 4);
      g_assert_null (pgg_result_get_next (result));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_data_func ("/pipelining/messages/alone/on", GINT_TO_POINTER (TRUE),
                        test_messages_alone);
  g_test_add_data_func ("/pipelining/messages/alone/off", GINT_TO_POINTER (FALSE),
                        test_messages_alone);
  g_test_add_func ("/pipelining/sends", test_sends);
  g_test_add_func ("/pipelining/messages/together", test_messages_together);
  g_test_add_func ("/pipelining/messages/later", test_messages_later);
  g_test_add_func ("/pipelining/property", test_property);
  g_test_add_func ("/pipelining/mode-is-left", test_mode_is_left);
  g_test_add_func ("/pipelining/fences", test_fences);
  g_test_add_func ("/pipelining/copy", test_copy);
  g_test_add_func ("/pipelining/errors", test_errors);
  g_test_add_func ("/pipelining/unsendable", test_unsendable);
  g_test_add_func ("/pipelining/aside/step", test_step_aside);
  g_test_add_func ("/pipelining/aside/stop", test_stop_aside);
  g_test_add_func ("/pipelining/transaction", test_transaction);
  g_test_add_func ("/pipelining/many", test_many);
  g_test_add_func ("/pipelining/flush-and-read", test_flush_and_read);
  g_test_add_func ("/pipelining/bounded-memory", test_bounded_memory);
  g_test_add_func ("/pipelining/lost", test_lost);
  g_test_add_func ("/pipelining/cut", test_cut);
  g_test_add_func ("/pipelining/single-bytes", test_single_bytes);
  g_test_add_func ("/pipelining/close", test_close);
  g_test_add_func ("/pipelining/threads", test_threads);
  g_test_add_func ("/pipelining/mixture", test_mixture);
  g_test_add_func ("/pipelining/behind-stream", test_behind_stream);

  return g_test_run ();
}
