/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the C tests share: the server that the test runner started, and a proxy in front of it. */

#include "config.h"

#include "fixture.h"

#include <string.h>

struct _TestProxy
{
  GSubprocess *process;
  GOutputStream *commands;
  GDataInputStream *answers;
  char *conninfo;
};

/* The connection string of the private server; the test belongs under with-server. */
const char *
test_conninfo (void)
{
  const char *conninfo = g_getenv ("PGG_TEST_CONNINFO");

  if (conninfo == NULL)
    g_error ("PGG_TEST_CONNINFO is not set: run the test with meson or tests/tools/with-server");

  return conninfo;
}

/* Whether the slow cases run too. */
gboolean
test_is_slow (void)
{
  return g_strcmp0 (g_getenv ("PGG_TEST_SLOW"), "1") == 0;
}

/* Clears it, so that it can be used once more. */
void
test_assert_error (GError **error,
                   GQuark   domain,
                   int      code)
{
  g_assert_error (*error, domain, code);
  g_clear_error (error);
}

static char *
read_answer (TestProxy *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_utf8 (self->answers, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  return g_steal_pointer (&line);
}

/* The rest of a connection string: what does not say where the server is. */
static char *
without_place (const char *conninfo)
{
  g_auto(GStrv) parts = g_strsplit (conninfo, " ", -1);
  g_autoptr(GString) rest = g_string_new (NULL);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (!g_str_has_prefix (parts[i], "host") && !g_str_has_prefix (parts[i], "port="))
        g_string_append_printf (rest, " %s", parts[i]);
    }

  return g_string_free (g_steal_pointer (&rest), FALSE);
}

/* Starts a proxy to the server of @conninfo; connect to test_proxy_get_conninfo (). */
TestProxy *
test_proxy_new (const char *conninfo,
                gboolean    tcp)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "tools", "proxy.py", NULL);
  g_autofree char *rest = without_place (conninfo);
  g_autofree char *answer = NULL;
  g_autoptr(GError) error = NULL;
  TestProxy *self = g_new0 (TestProxy, 1);
  const char *argv[] = { "/usr/bin/python3", script, conninfo, NULL, NULL };

  if (tcp)
    {
      argv[2] = "--tcp";
      argv[3] = conninfo;
    }

  self->process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE
                                     | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->commands = g_object_ref (g_subprocess_get_stdin_pipe (self->process));
  self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  answer = read_answer (self);
  g_assert_true (g_str_has_prefix (answer, "ready "));
  self->conninfo = g_strconcat (answer + strlen ("ready "), rest, NULL);

  return self;
}

/* Ends the proxy and every connection through it. */
void
test_proxy_free (TestProxy *self)
{
  g_output_stream_close (self->commands, NULL, NULL);
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_clear_object (&self->commands);
  g_clear_object (&self->answers);
  g_clear_object (&self->process);
  g_free (self->conninfo);
  g_free (self);
}

const char *
test_proxy_get_conninfo (TestProxy *self)
{
  return self->conninfo;
}

/* What it says to one of the commands that proxy.py lists; in effect when this returns. */
char *
test_proxy_ask (TestProxy  *self,
                const char *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  g_autofree char *answer = NULL;
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (self->commands, line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
  answer = read_answer (self);
  if (!g_str_has_prefix (answer, "ok"))
    g_error ("The proxy does not take “%s”: %s", command, answer);

  return g_steal_pointer (&answer);
}

void
test_proxy_command (TestProxy  *self,
                    const char *command)
{
  g_free (test_proxy_ask (self, command));
}
