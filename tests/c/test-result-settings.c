/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The settings change while values come that depend on them: none is read as another one. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

/* Each date could be one of March as well. */
#define DATE "2024-02-03"

typedef enum
{
  STEP_DATE,     /* a date that somebody reads */
  STEP_FUNCTION, /* the style changes, and nothing tells of that */
  STEP_SET,
  STEP_OTHER,    /* something that might change the style, by what it tells */
} StepKind;

typedef struct
{
  StepKind    kind;
  const char *style;
} Step;

typedef enum
{
  WAY_STRING,
  WAY_PIPELINE,
  WAY_BATCH,
  WAY_INDEPENDENT,
  N_WAYS,
} Way;

static const char *const styles[] = {
  "ISO, MDY", "ISO, DMY", "SQL, MDY", "SQL, DMY", "Postgres, MDY", "Postgres, DMY", "German, DMY",
};

static char *
make_sql (const Step *step)
{
  switch (step->kind)
    {
    case STEP_DATE:
      return g_strdup ("SELECT date '" DATE "'");
    case STEP_FUNCTION:
      return g_strdup_printf ("SELECT set_config ('DateStyle', '%s', false), date '" DATE "'",
                              step->style);
    case STEP_SET:
      return g_strdup_printf ("SET DateStyle = '%s'", step->style);
    case STEP_OTHER:
      return g_strdup ("SET enable_sort = on");
    }
  g_assert_not_reached ();
}

/* Whether it was read; it can be refused, but never is another one. */
static gboolean
check_date (PggResult  *result,
            const Step *step)
{
  g_autoptr(GError) error = NULL;
  guint column = step->kind == STEP_FUNCTION ? 1 : 0;
  g_autoptr(PggDate) date = NULL;
  g_autofree char *text = NULL;

  if (step->kind != STEP_DATE && step->kind != STEP_FUNCTION)
    return TRUE;

  date = pgg_result_get_date (result, 0, column, &error);
  if (date == NULL)
    {
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      g_assert_nonnull (strstr (error->message, "which of its numbers is the month"));
      return FALSE;
    }

  text = pgg_date_to_string (date);
  g_assert_cmpstr (text, ==, DATE);
  return TRUE;
}

/* One bit for each step whose date was read. */
static guint
run_string (PggConnection *connection,
            const Step    *steps,
            guint          n_steps)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PggResult *next;
  guint read = 0;

  for (guint i = 0; i < n_steps; i++)
    {
      g_autofree char *one = make_sql (&steps[i]);

      g_string_append_printf (sql, "%s;", one);
    }
  result = pgg_connection_execute (connection, sql->str, NULL, NULL, &error);
  g_assert_no_error (error);
  next = result;
  for (guint i = 0; i < n_steps; i++, next = pgg_result_get_next (next))
    read |= check_date (next, &steps[i]) ? 1 << i : 0;

  return read;
}

static guint
run_pipeline (PggConnection *connection,
              const Step    *steps,
              guint          n_steps)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggPipeline) pipeline = pgg_connection_enter_pipeline (connection, &error);
  g_autofree PggOperation **operations = g_new0 (PggOperation *, n_steps);
  guint read = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < n_steps; i++)
    {
      g_autofree char *sql = make_sql (&steps[i]);

      operations[i] = pgg_pipeline_execute_start (pipeline, sql, NULL);
    }
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, &error));
  for (guint i = 0; i < n_steps; i++)
    {
      g_autoptr(PggResult) result =
        pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operations[i]), &error);

      g_assert_no_error (error);
      read |= check_date (result, &steps[i]) ? 1 << i : 0;
      g_object_unref (operations[i]);
    }

  return read;
}

static guint
run_batch (PggConnection *connection,
           const Step    *steps,
           guint          n_steps,
           PggBatchFlags  flags)
{
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) results = NULL;
  g_autoptr(GError) error = NULL;
  guint read = 0;

  for (guint i = 0; i < n_steps; i++)
    {
      g_autofree char *sql = make_sql (&steps[i]);

      pgg_batch_add (batch, sql, NULL);
    }
  results = pgg_connection_execute_batch (connection, batch, flags, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_steps; i++)
    read |= check_date (pgg_batch_result_get_result (results, i, &error), &steps[i]) ? 1 << i : 0;

  return read;
}

static guint
run (PggConnection *connection,
     Way            way,
     const char    *style,
     const Step    *steps,
     guint          n_steps)
{
  g_autofree char *sql = g_strdup_printf ("SET DateStyle = '%s'", style);

  test_execute (connection, sql);
  switch (way)
    {
    case WAY_STRING:
      return run_string (connection, steps, n_steps);
    case WAY_PIPELINE:
      return run_pipeline (connection, steps, n_steps);
    case WAY_BATCH:
      return run_batch (connection, steps, n_steps, PGG_BATCH_FLAGS_KEEP_RESULTS);
    case WAY_INDEPENDENT:
      return run_batch (connection, steps, n_steps,
                        PGG_BATCH_FLAGS_KEEP_RESULTS | PGG_BATCH_FLAGS_INDEPENDENT);
    case N_WAYS:
      break;
    }
  g_assert_not_reached ();
}

/* What is known all the same. */
static void
test_known (void)
{
  static const struct
  {
    const char *style;
    Step        steps[4];
    guint       n_steps;
    guint       read;
  } cases[] = {
    { "ISO, MDY", { { STEP_DATE }, { STEP_DATE } }, 2, 3 },
    { "SQL, DMY", { { STEP_DATE }, { STEP_DATE } }, 2, 3 },
    { "SQL, DMY", { { STEP_DATE }, { STEP_OTHER }, { STEP_DATE } }, 3, 7 },
    { "SQL, DMY", { { STEP_OTHER }, { STEP_DATE }, { STEP_OTHER } }, 3, 5 },
    { "ISO, MDY", { { STEP_DATE }, { STEP_SET, "SQL, DMY" }, { STEP_DATE } }, 3, 7 },
    { "ISO, MDY", { { STEP_SET, "Postgres, DMY" }, { STEP_DATE } }, 2, 3 },
    { "ISO, MDY", { { STEP_FUNCTION, "German, DMY" }, { STEP_DATE }, { STEP_DATE } }, 3, 7 },
    { "ISO, MDY", { { STEP_SET, "SQL, MDY" }, { STEP_SET, "SQL, DMY" }, { STEP_DATE } }, 3, 7 },
    { "SQL, MDY", { { STEP_SET, "SQL, DMY" }, { STEP_DATE } }, 2, 3 },
    { "SQL, MDY", { { STEP_SET, "ISO, DMY" }, { STEP_DATE }, { STEP_DATE } }, 3, 7 },
  };
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int way = 0; way < WAY_INDEPENDENT; way++)
      {
        guint read = run (connection, way, cases[i].style, cases[i].steps, cases[i].n_steps);

        g_test_message ("case %u, way %d", i, way);
        g_assert_cmpuint (read, ==, cases[i].read);
      }
}

/* With a Sync behind each statement the settings are known. Before version 14 they are told of with
 * the result already, so that it is less clear what they were before. */
static void
test_independent (void)
{
  static const Step steps[] = {
    { STEP_DATE }, { STEP_FUNCTION, "SQL, DMY" }, { STEP_DATE }, { STEP_SET, "Postgres, MDY" },
    { STEP_DATE }, { STEP_FUNCTION, "SQL, MDY" }, { STEP_DATE },
  };
  g_autoptr(PggConnection) connection = test_connect ();
  guint read = run (connection, WAY_INDEPENDENT, "ISO, MDY", steps, G_N_ELEMENTS (steps));

  if (pgg_connection_get_server_version (connection) >= 140000)
    g_assert_cmpuint (read, ==, (1 << G_N_ELEMENTS (steps)) - 1);
}

/* A function that changes a style and one that changes it back cannot be noticed from here. */
static gboolean
is_hidden (const char *style,
           const Step *steps,
           guint       n_steps)
{
  const char *end = style;
  gboolean has_function = FALSE;

  for (guint i = 0; i < n_steps; i++)
    {
      has_function |= steps[i].kind == STEP_FUNCTION;
      if (steps[i].style != NULL)
        end = steps[i].style;
    }

  return has_function && strcmp (end, style) == 0;
}

static void
test_random (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  guint n_runs = test_is_slow () ? 3000 : 300;

  for (guint i = 0; i < n_runs; i++)
    {
      const char *style = styles[g_test_rand_int_range (0, G_N_ELEMENTS (styles))];
      guint n_steps = (guint) g_test_rand_int_range (1, 6);
      Step steps[6] = { { STEP_DATE } };

      for (guint j = 0; j < n_steps; j++)
        {
          steps[j].kind = (StepKind) g_test_rand_int_range (STEP_DATE, STEP_OTHER + 1);
          if (steps[j].kind == STEP_FUNCTION || steps[j].kind == STEP_SET)
            steps[j].style = styles[g_test_rand_int_range (0, G_N_ELEMENTS (styles))];
        }
      if (!is_hidden (style, steps, n_steps))
        run (connection, (Way) g_test_rand_int_range (0, N_WAYS), style, steps, n_steps);
    }
}

/* A setting for one transaction is gone before the server tells of it, but the style shows. */
static void
test_local (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggResult) clear = NULL;
  g_autoptr(PggDate) date = NULL;
  g_autofree char *text = NULL;
  Step step = { STEP_FUNCTION, NULL };

  result = pgg_connection_execute (connection,
                                   "SELECT set_config ('DateStyle', 'SQL, DMY', true),"
                                   " date '" DATE "'", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (check_date (result, &step));

  clear = pgg_connection_execute (connection, "SELECT set_config ('DateStyle', 'SQL, DMY', true),"
                                  " date '2024-02-29'", NULL, NULL, &error);
  date = pgg_result_get_date (clear, 0, 1, &error);
  g_assert_no_error (error);
  text = pgg_date_to_string (date);
  g_assert_cmpstr (text, ==, "2024-02-29");
}

/* The abbreviation is one of another zone, too. */
static void
test_zone (void)
{
  static const char sql[] =
    "SELECT set_config ('TimeZone', 'Asia/Shanghai', false);"
    "SELECT timestamptz '2024-01-01 00:00 UTC';"
    "SELECT timestamptz '2024-01-01 00:00 UTC'";
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggTimestamp) timestamp = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "SET TimeZone = 'America/Chicago'");
  test_execute (connection, "SET DateStyle = 'SQL, MDY'");
  result = pgg_connection_execute (connection, sql, NULL, NULL, &error);
  g_assert_no_error (error);
  timestamp = pgg_result_get_timestamp (pgg_result_get_next (result), 0, 0, &error);
  g_assert_null (timestamp);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
}

static void
assert_text (PggResult  *result,
             guint       column,
             const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (pgg_result_get_text (result, 0, column, &error), ==, text);
  g_assert_no_error (error);
}

static void
assert_encoding_unknown (PggResult *result,
                         guint      column)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_result_get_text (result, 0, column, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "UTF8"));
  g_assert_nonnull (strstr (error->message, "LATIN1"));
}

/* The second text is written in LATIN1 as the first one in UTF8. */
#define TEXTS "SELECT U&'\\00e9', U&'\\00c3\\00a9', 'x', U&'{\\00e9}'::text[]"
#define SET_ENCODING(name) "set_config ('client_encoding', '" name "', false)"
#define ENCODE(name) "SELECT " SET_ENCODING (name)

/* E9 alone is no UTF-8, while all bytes are LATIN1. */
static void
test_encoding_hidden (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) result =
    test_query (connection, TEXTS ";" ENCODE ("LATIN1") ";" TEXTS);
  PggResult *last = pgg_result_get_next (pgg_result_get_next (result));
  g_autoptr(GError) error = NULL;

  assert_encoding_unknown (result, 0);
  assert_encoding_unknown (result, 1);
  assert_text (result, 2, "x");
  g_assert_null (pgg_result_get_array (result, 0, 3, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);

  assert_text (last, 0, "\u00e9");
  assert_encoding_unknown (last, 1);
  assert_text (last, 2, "x");
}

/* Its own result may be in either, or be a row in the one and a row in the other. */
static void
test_encoding_own (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) there = test_query (connection, TEXTS "," SET_ENCODING ("LATIN1"));
  g_autoptr(PggResult) back = NULL;

  assert_text (there, 0, "\u00e9");
  assert_encoding_unknown (there, 1);
  back = test_query (connection, TEXTS "," SET_ENCODING ("UTF8"));
  assert_encoding_unknown (back, 0);
  assert_text (back, 2, "x");
}

/* What SET changed is known; and so is what a function did long before. */
static void
test_encoding_known (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) shown =
    test_query (connection, TEXTS "; SET client_encoding = LATIN1;" TEXTS);
  g_autoptr(PggResult) later = NULL;
  PggResult *last = pgg_result_get_next (pgg_result_get_next (shown));

  assert_text (shown, 0, "\u00e9");
  assert_text (shown, 1, "\u00c3\u00a9");
  assert_text (last, 0, "\u00e9");
  assert_text (last, 1, "\u00c3\u00a9");

  test_execute (connection, ENCODE ("WIN1252"));
  later = test_query (connection, TEXTS);
  assert_text (later, 0, "\u00e9");
  assert_text (later, 1, "\u00c3\u00a9");
}

/* A section gives results as they come, but not before it is known what they were written in. */
static void
test_encoding_section (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = NULL;
  g_autoptr(PggOperation) change = NULL;
  g_autoptr(PggOperation) text = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "SET client_encoding = LATIN1");
  pipeline = pgg_connection_enter_pipeline (connection, &error);
  g_assert_no_error (error);
  change = pgg_pipeline_execute_start (pipeline, ENCODE ("UTF8"), NULL);
  text = pgg_pipeline_execute_start (pipeline, TEXTS, NULL);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_no_error (error);
  result = pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (text), &error);
  g_assert_no_error (error);
  assert_encoding_unknown (result, 0);
  g_assert_true (pgg_pipeline_exit (pipeline, NULL, &error));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (120);

  g_test_add_func ("/result-settings/known", test_known);
  g_test_add_func ("/result-settings/independent", test_independent);
  g_test_add_func ("/result-settings/random", test_random);
  g_test_add_func ("/result-settings/local", test_local);
  g_test_add_func ("/result-settings/zone", test_zone);
  g_test_add_func ("/result-settings/encoding/hidden", test_encoding_hidden);
  g_test_add_func ("/result-settings/encoding/own", test_encoding_own);
  g_test_add_func ("/result-settings/encoding/known", test_encoding_known);
  g_test_add_func ("/result-settings/encoding/section", test_encoding_section);

  return g_test_run ();
}
