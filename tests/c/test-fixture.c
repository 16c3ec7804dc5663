/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fixture of the C tests: a server answers, also through the proxy, until it is cut off. */

#include "config.h"

#include "fixture.h"

#include <gio/gunixsocketaddress.h>

#include <stdio.h>

/* What every server answers with one byte before anything else. */
static const guint8 ssl_request[] = { 0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f };

static GSocketConnection *
connect_to (const char *conninfo)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnectable) address = NULL;
  g_autoptr(GError) error = NULL;
  GSocketConnection *connection;
  char host[256];
  int port;

  g_assert_cmpint (sscanf (conninfo, "host=%255s port=%d", host, &port), ==, 2);
  if (host[0] == '/')
    {
      g_autofree char *path = g_strdup_printf ("%s/.s.PGSQL.%d", host, port);

      address = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (path));
    }
  else
    {
      address = g_network_address_new (host, (guint16) port);
    }
  connection = g_socket_client_connect (client, address, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
assert_answers (GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char answer;

  g_assert_true (g_output_stream_write_all (output, ssl_request, sizeof ssl_request,
                                            NULL, NULL, NULL));
  g_assert_cmpint (g_input_stream_read (input, &answer, 1, NULL, NULL), ==, 1);
  g_assert_true (answer == 'N' || answer == 'S');
}

static void
test_server (void)
{
  g_autoptr(GSocketConnection) connection = connect_to (test_conninfo ());

  assert_answers (connection);
}

static void
check_proxy (gboolean tcp)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), tcp);
  g_autoptr(GSocketConnection) connection = connect_to (test_proxy_get_conninfo (proxy));
  char answer;

  assert_answers (connection);
  test_proxy_command (proxy, "cut");
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        &answer, 1, NULL, NULL), ==, 0);
}

static void
test_unix_proxy (void)
{
  check_proxy (FALSE);
}

static void
test_tcp_proxy (void)
{
  check_proxy (TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fixture/server", test_server);
  g_test_add_func ("/fixture/proxy/unix", test_unix_proxy);
  g_test_add_func ("/fixture/proxy/tcp", test_tcp_proxy);

  return g_test_run ();
}
