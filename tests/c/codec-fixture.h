/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pgglib.h>

G_BEGIN_DECLS

/*
 * Codecs as an application has them: for the type vector of pgvector, and the points of PostGIS.
 * Test servers have stand-ins for these. A geometry is a bytea of another name, which is much like
 * PostGIS: its text is the hexadecimal form of the binary one. A vector is a text in the schema
 * "texts", and a bytea in the schema "bytes".
 */
typedef struct
{
  guint n_values;
  float values[16];
} TestVector;

#define TEST_TYPE_VECTOR (test_vector_get_type ())

GType           test_vector_get_type     (void);

typedef struct
{
  guint32 srid;
  double  x;
  double  y;
} TestPoint;

#define TEST_TYPE_POINT (test_point_get_type ())

GType           test_point_get_type      (void);

/* How often which function was called. */
typedef struct
{
  int n_texts;       /* read */
  int n_binaries;
  int n_text_writes;
  int n_binary_writes;
  int n_destroyed;
} TestCalls;

PggTypeCodec   *test_vector_codec_new    (PggCodecFormats  formats,
                                          TestCalls       *calls);
PggTypeCodec   *test_point_codec_new     (PggCodecFormats  formats,
                                          TestCalls       *calls);

/* A connection to a database with the stand-ins. */
PggConnection  *test_codec_connect       (void);
void            test_codec_close         (PggConnection   *connection);
PggResult      *test_codec_query         (PggConnection   *connection,
                                          const char      *sql);
const TestVector *test_codec_get_vector  (PggResult       *result,
                                          guint            row,
                                          guint            column);

G_END_DECLS
