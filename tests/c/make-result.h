/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libpq-fe.h>
#include <pgglib/pgglib.h>

#define UTF8 6
#define LATIN1 8
#define MULE_INTERNAL 7
#define SQL_ASCII 0

typedef struct
{
  const char *name;
  Oid         oid;
  int         format;
  int         modifier;
} Attribute;

/* A value as the server sends it; NULL if data is NULL. */
typedef struct
{
  const char *data;
  int         length;
} Cell;

#define TEXT(text) { text, sizeof (text) - 1 }
#define NULL_CELL { NULL, 0 }

/* The cells lie row after row. */

/* Takes ownership of both results. */
PggResult *wrap_result (PGresult        *res,
                        int              encoding,
                        PggResult       *next);
PggResult *make_result         (int              encoding,
                                const Attribute *attributes,
                                int              n_columns,
                                const Cell      *cells,
                                int              n_rows);

/* One column and one row. */
PggResult *make_cell           (int              encoding,
                                Oid              oid,
                                int              format,
                                const char      *data,
                                int              length);

/* Takes the error; any message will do if message is NULL. */
void       assert_client_error (GError          *error,
                                int              code,
                                const char      *message);
