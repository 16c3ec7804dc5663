/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes results without a server, byte by byte. */

#include "config.h"

#include "make-result.h"

#include "client/pgg-result-private.h"
#include "pq/pgg-pq-result-private.h"

PggResult *
wrap_result (PGresult  *res,
             int        encoding,
             PggResult *next)
{
  g_autoptr (PggCodecContext) context = pgg_codec_context_new (encoding, NULL, NULL, NULL, NULL);

  return pgg_result_new (pgg_pq_result_new_take (res), context, next);
}

PggResult *
make_result (int              encoding,
             const Attribute *attributes,
             int              n_columns,
             const Cell      *cells,
             int              n_rows)
{
  PGresult *res = PQmakeEmptyPGresult (NULL, PGRES_TUPLES_OK);
  g_autofree PGresAttDesc *descs = g_new0 (PGresAttDesc, n_columns + 1);

  for (int i = 0; i < n_columns; i++)
    {
      descs[i].name = (char *) attributes[i].name;
      descs[i].typid = attributes[i].oid;
      descs[i].format = attributes[i].format;
      descs[i].atttypmod = attributes[i].modifier == 0 ? -1 : attributes[i].modifier;
    }
  if (n_columns > 0)
    g_assert_true (PQsetResultAttrs (res, n_columns, descs));

  for (int i = 0; i < n_rows * n_columns; i++)
    g_assert_true (PQsetvalue (res, i / n_columns, i % n_columns, (char *) cells[i].data,
                               cells[i].data == NULL ? -1 : cells[i].length));

  return wrap_result (res, encoding, NULL);
}

PggResult *
make_cell (int         encoding,
           Oid         oid,
           int         format,
           const char *data,
           int         length)
{
  Attribute attribute = { "c", oid, format, 0 };
  Cell cell = { data, length };

  return make_result (encoding, &attribute, 1, &cell, 1);
}

void
assert_client_error (GError     *error,
                     int         code,
                     const char *message)
{
  g_assert_error (error, PGG_CLIENT_ERROR, code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
  g_error_free (error);
}
