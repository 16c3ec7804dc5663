/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the library adds to raw libpq: the same work with both, in turn, as ratios of one run. The
 * arguments are a part of the name of what is to be measured, and the number of rounds. */

#include <libpq-fe.h>
#include <pgglib/pgglib.h>

#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAX_ROUNDS 5
#define QUERIES 4000
#define INSERTS 20000
#define MAX_IN_FLIGHT 1000
#define ROWS 200000
#define CONNECTIONS 40

#define ONE_ROW "SELECT $1::int4 + 1"
#define INSERT "INSERT INTO pg_temp.inserted VALUES ($1, 'a text of some length')"
#define CREATE "CREATE TEMP TABLE inserted (n int4, t text)"
#define MANY_ROWS "SELECT n::int8, n::float8 / 3, 'row number ' || n, n % 2 = 0 " \
                  "FROM generate_series(1, " G_STRINGIFY (ROWS) ") n"

typedef void (*Work) (void);

typedef struct
{
  double wall;
  double cpu;
} Cost;

static const char *conninfo;
static const char *only; /* a part of the name of what is to be measured */
static guint n_rounds = MAX_ROUNDS;
static PGconn *raw;
static PggConnection *connection;
static PGconn *raws[CONNECTIONS];
static PggConnection *connections[CONNECTIONS];
static GMainLoop *loop;
static guint n_left;
static volatile gint64 sink;

static double
get_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static Cost
measure (Work work)
{
  gint64 start = g_get_monotonic_time ();
  double cpu = get_cpu ();

  work ();

  return (Cost) { (double) (g_get_monotonic_time () - start) / 1e6, get_cpu () - cpu };
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static double
get_median (double *values)
{
  qsort (values, n_rounds, sizeof *values, compare_doubles);

  return values[n_rounds / 2];
}

/* Above 1 the library takes more than libpq. */
static void
compare (const char *name,
         Work        with_libpq,
         Work        with_pgglib)
{
  double wall[MAX_ROUNDS];
  double cpu[MAX_ROUNDS];

  if (only != NULL && strstr (name, only) == NULL)
    return;

  for (guint i = 0; i < n_rounds; i++)
    {
      Cost libpq = measure (with_libpq);
      Cost pgglib = measure (with_pgglib);

      wall[i] = pgglib.wall / libpq.wall;
      cpu[i] = pgglib.cpu / libpq.cpu;
    }
  g_print ("%-28s time × %.2f  client CPU × %.2f\n", name, get_median (wall), get_median (cpu));
}

static void
send_raw (PGconn *conn)
{
  const char *value = "41";

  PQsendQueryParams (conn, ONE_ROW, 1, NULL, &value, NULL, NULL, 0);
  PQflush (conn);
}

static void
receive_raw (PGconn *conn)
{
  PGresult *result;

  while ((result = PQgetResult (conn)) != NULL)
    {
      sink += atoi (PQgetvalue (result, 0, 0));
      PQclear (result);
    }
}

static void
one_row_libpq (void)
{
  for (guint i = 0; i < QUERIES; i++)
    {
      send_raw (raw);
      receive_raw (raw);
    }
}

static void
prepared_libpq (void)
{
  const char *value = "41";
  static gboolean prepared;

  if (!prepared)
    PQclear (PQprepare (raw, "bench", ONE_ROW, 1, NULL));
  prepared = TRUE;
  for (guint i = 0; i < QUERIES; i++)
    {
      PQsendQueryPrepared (raw, "bench", 1, &value, NULL, NULL, 0);
      receive_raw (raw);
    }
}

static PggParams *
make_params (void)
{
  PggParams *params = pgg_params_new ();

  pgg_params_append_int (params, 41, NULL);

  return params;
}

static void
one_row_pgglib (void)
{
  g_autoptr(PggParams) params = make_params ();

  for (guint i = 0; i < QUERIES; i++)
    {
      g_autoptr(PggResult) result = NULL;

      result = pgg_connection_execute (connection, ONE_ROW, params, NULL, NULL);
      sink += pgg_result_get_int (result, 0, 0, NULL);
    }
}

static void
next_query_cb (GObject      *source,
               GAsyncResult *async_result,
               gpointer      user_data)
{
  PggConnection *self = PGG_CONNECTION (source);
  g_autoptr(PggResult) result = pgg_connection_execute_finish (self, async_result, NULL);

  sink += pgg_result_get_int (result, 0, 0, NULL);
  if (n_left == 0)
    g_main_loop_quit (loop);
  if (n_left-- > 0)
    pgg_connection_execute_async (self, ONE_ROW, user_data, G_PRIORITY_DEFAULT, NULL, next_query_cb,
                                  user_data);
}

static void
one_row_async (void)
{
  g_autoptr(PggParams) params = make_params ();

  n_left = QUERIES - 1;
  pgg_connection_execute_async (connection, ONE_ROW, params, G_PRIORITY_DEFAULT, NULL,
                                next_query_cb, params);
  g_main_loop_run (loop);
}

static void
read_all_raw (PGresult *result)
{
  for (int i = 0; i < PQntuples (result); i++)
    {
      sink += strtoll (PQgetvalue (result, i, 0), NULL, 10);
      sink += (gint64) strtod (PQgetvalue (result, i, 1), NULL);
      sink += PQgetvalue (result, i, 2)[0];
      sink += PQgetvalue (result, i, 3)[0] == 't';
    }
  PQclear (result);
}

static void
many_rows_libpq (void)
{
  read_all_raw (PQexec (raw, MANY_ROWS));
}

static void
many_rows_pgglib (void)
{
  g_autoptr(PggResult) result = pgg_connection_execute (connection, MANY_ROWS, NULL, NULL, NULL);

  for (guint i = 0; i < pgg_result_get_n_rows (result); i++)
    {
      sink += pgg_result_get_int64 (result, i, 0, NULL);
      sink += (gint64) pgg_result_get_double (result, i, 1, NULL);
      sink += pgg_result_get_text (result, i, 2, NULL)[0];
      sink += pgg_result_get_boolean (result, i, 3, NULL);
    }
}

static void
step_raw (PGconn *conn)
{
  PQconsumeInput (conn);
  if (PQisBusy (conn))
    return;

  receive_raw (conn);
  if (n_left > 0)
    {
      n_left--;
      send_raw (conn);
    }
  else
    {
      loop = NULL;
    }
}

static void
add_to_epoll (int     epoll_fd,
              PGconn *conn)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = conn };

  epoll_ctl (epoll_fd, EPOLL_CTL_ADD, PQsocket (conn), &event);
}

static void
forty_libpq (void)
{
  int epoll_fd = epoll_create1 (0);
  GMainLoop *keep = loop;
  struct epoll_event events[CONNECTIONS];

  n_left = QUERIES;
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      add_to_epoll (epoll_fd, raws[i]);
      send_raw (raws[i]);
    }
  for (guint n_done = 0; n_done < QUERIES;)
    {
      int n_events = epoll_wait (epoll_fd, events, CONNECTIONS, -1);

      for (int i = 0; i < n_events; i++)
        step_raw (events[i].data.ptr);
      n_done = QUERIES - n_left;
    }
  for (guint i = 0; i < CONNECTIONS; i++)
    receive_raw (raws[i]);
  loop = keep;
  close (epoll_fd);
}

static void
forty_cb (GObject      *source,
          GAsyncResult *async_result,
          gpointer      user_data)
{
  PggConnection *self = PGG_CONNECTION (source);
  g_autoptr(PggResult) result = pgg_connection_execute_finish (self, async_result, NULL);
  static guint n_idle;

  sink += pgg_result_get_int (result, 0, 0, NULL);
  if (n_left > 0)
    {
      n_left--;
      pgg_connection_execute_async (self, ONE_ROW, user_data, G_PRIORITY_DEFAULT, NULL, forty_cb,
                                    user_data);
    }
  else if (++n_idle == CONNECTIONS)
    {
      n_idle = 0;
      g_main_loop_quit (loop);
    }
}

static void
forty_pgglib (void)
{
  g_autoptr(PggParams) params = make_params ();

  n_left = QUERIES;
  for (guint i = 0; i < CONNECTIONS; i++)
    pgg_connection_execute_async (connections[i], ONE_ROW, params, G_PRIORITY_DEFAULT, NULL,
                                  forty_cb, params);
  g_main_loop_run (loop);
}

static void
wait_raw (void)
{
  struct pollfd fd = { PQsocket (raw), POLLIN, 0 };

  if (PQflush (raw) > 0)
    fd.events |= POLLOUT;
  poll (&fd, 1, -1);
  PQconsumeInput (raw);
}

static guint
receive_inserts (guint n_sent)
{
  guint n_done = 0;

  while (n_done < n_sent && !PQisBusy (raw))
    {
      PGresult *result = PQgetResult (raw);

      n_done += PQresultStatus (result) == PGRES_PIPELINE_SYNC;
      PQclear (result);
    }

  return n_done;
}

/* As good as it gets: as many in flight as the library has, each with a Sync of its own. */
static void
inserts_libpq (void)
{
  const char *value = "41";
  guint n_sent = 0;
  guint n_done = 0;

  PQsetnonblocking (raw, 1);
  PQenterPipelineMode (raw);
  while (n_done < INSERTS)
    {
      while (n_sent < INSERTS && n_sent - n_done < MAX_IN_FLIGHT && PQflush (raw) == 0)
        {
          PQsendQueryParams (raw, INSERT, 1, NULL, &value, NULL, NULL, 0);
          PQpipelineSync (raw);
          n_sent++;
        }
      wait_raw ();
      n_done += receive_inserts (n_sent - n_done);
    }
  PQexitPipelineMode (raw);
  PQsetnonblocking (raw, 0);
}

static void
inserted_cb (GObject      *source,
             GAsyncResult *async_result,
             gpointer      user_data)
{
  pgg_result_unref (pgg_connection_execute_finish (connection, async_result, NULL));
  if (--n_left == 0)
    g_main_loop_quit (loop);
}

static void
inserts_pgglib (void)
{
  n_left = INSERTS;
  for (guint i = 0; i < INSERTS; i++)
    {
      g_autoptr(PggParams) params = make_params ();

      pgg_connection_execute_async (connection, INSERT, params, G_PRIORITY_DEFAULT, NULL,
                                    inserted_cb, NULL);
    }
  g_main_loop_run (loop);
}

static void
inserts_many (void)
{
  g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_params_unref);

  for (guint i = 0; i < INSERTS; i++)
    g_ptr_array_add (sets, make_params ());
  sink += pgg_connection_execute_many (connection, INSERT, (PggParams **) sets->pdata, sets->len,
                                       NULL, NULL);
}

static void
connect_libpq (void)
{
  for (guint i = 0; i < 20; i++)
    PQfinish (PQconnectdb (conninfo));
}

static void
connect_pgglib (void)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(PggConnection) opened = pgg_connect (conninfo, NULL, NULL);

      pgg_connection_close (opened, NULL, NULL);
    }
}

static void
open_forty (void)
{
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      raws[i] = PQconnectdb (conninfo);
      connections[i] = pgg_connect (conninfo, NULL, NULL);
    }
}

static void
close_forty (void)
{
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      PQfinish (raws[i]);
      g_object_unref (connections[i]);
    }
}

static void
compare_forty (const char *name)
{
  if (only != NULL && strstr (name, only) == NULL)
    return;

  open_forty ();
  compare (name, forty_libpq, forty_pgglib);
  close_forty ();
}

static void
open_one (void)
{
  raw = PQconnectdb (conninfo);
  connection = pgg_connect (conninfo, NULL, NULL);
  PQclear (PQexec (raw, CREATE));
  pgg_result_unref (pgg_connection_execute (connection, CREATE, NULL, NULL, NULL));
  loop = g_main_loop_new (NULL, FALSE);
}

static void
close_one (void)
{
  PQfinish (raw);
  g_object_unref (connection);
  g_main_loop_unref (loop);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  only = argc > 1 ? argv[1] : NULL;
  if (argc > 2)
    n_rounds = CLAMP ((guint) atoi (argv[2]), 1, MAX_ROUNDS);
  conninfo = g_getenv ("PGG_TEST_CONNINFO");
  g_return_val_if_fail (conninfo != NULL, EXIT_FAILURE);

  open_one ();
  compare ("one row, poll()", one_row_libpq, one_row_pgglib);
  compare ("one row, prepared, poll()", prepared_libpq, one_row_pgglib);
  compare ("one row, main loop", one_row_libpq, one_row_async);
  compare ("many rows of text, all read", many_rows_libpq, many_rows_pgglib);
  compare_forty ("forty connections, one loop");
  compare ("inserts in flight, main loop", inserts_libpq, inserts_pgglib);
  compare ("inserts by execute_many()", inserts_libpq, inserts_many);
  compare ("connect and close", connect_libpq, connect_pgglib);
  close_one ();

  return EXIT_SUCCESS;
}
