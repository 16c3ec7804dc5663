/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters that are used again need no more memory. */

#include "config.h"

#include "client/pgg-params-private.h"
#include "types/pgg-params-encoder-private.h"
#include "types/pgg-type-oid-private.h"

#include <libpq-fe.h>

static guint n_allocations;

/* Every allocation of the process goes through these (glibc: Replacing malloc), unless a sanitizer
 * or valgrind has replaced them already. */
#if !defined(__SANITIZE_ADDRESS__)
void *__libc_malloc  (size_t  size);
void *__libc_calloc  (size_t  n,
                      size_t  size);
void *__libc_realloc (void   *block,
                      size_t  size);

void *
malloc (size_t size)
{
  n_allocations++;

  return __libc_malloc (size);
}

void *
calloc (size_t n,
        size_t size)
{
  n_allocations++;

  return __libc_calloc (n, size);
}

void *
realloc (void   *block,
         size_t  size)
{
  n_allocations++;

  return __libc_realloc (block, size);
}
#endif

static void
append_all (PggParams *params)
{
  pgg_params_append_int64 (params, 5, NULL);
  pgg_params_append_double (params, 2.5, NULL);
  pgg_params_append_text (params, "2024-02-29", NULL);
  pgg_params_append_boolean (params, TRUE, NULL);
  pgg_params_append_null (params, NULL);
}

static const guint32 same_types[] = {
  PGG_OID_INT8, PGG_OID_FLOAT8, PGG_OID_DATE, PGG_OID_BOOL, PGG_OID_TEXT,
};
static const guint32 other_types[] = {
  PGG_OID_INT2, PGG_OID_FLOAT4, PGG_OID_DATE, PGG_OID_BOOL, PGG_OID_INT4,
};

/* As an execution does it: the values are gone when they have been sent. */
static void
encode (PggParams        *params,
        const guint32    *types,
        PggParamsScratch *scratch)
{
  const PggCodecContext context = { .encoding = pg_char_to_encoding ("UTF8") };
  PggPqParams *encoded = pgg_params_encode_for (pgg_params_peek_pq (params), types, &context,
                                                scratch, NULL);

  g_assert_nonnull (encoded);
  pgg_pq_params_unref (encoded);
}

static void
test_again (gconstpointer types)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (PggParamsScratch) scratch = { NULL };
  guint before;

  if (n_allocations == 0)
    {
      g_test_skip ("This process has another malloc ()");
      return;
    }

  append_all (params);
  encode (params, types, &scratch);
  before = n_allocations;
  for (guint i = 0; i < 100; i++)
    {
      pgg_params_reset (params);
      append_all (params);
      encode (params, types, &scratch);
    }
  g_assert_cmpuint (n_allocations - before, ==, 0);
}

/* What somebody else has is not overwritten. */
static void
test_shared (void)
{
  const PggCodecContext context = { .encoding = pg_char_to_encoding ("UTF8") };
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (PggParamsScratch) scratch = { NULL };
  g_autoptr (PggPqParams) first = NULL;
  g_autoptr (PggPqParams) second = NULL;

  append_all (params);
  first = pgg_params_encode_for (pgg_params_peek_pq (params), other_types, &context, &scratch,
                                 NULL);
  second = pgg_params_encode_for (pgg_params_peek_pq (params), other_types, &context, &scratch,
                                  NULL);
  g_assert_true (first != second);
  g_assert_cmpuint (pgg_pq_params_get_n_params (first), ==, 5);
}

/* Memory that is seldom needed is given back. */
static void
test_large (void)
{
  const PggCodecContext context = { .encoding = pg_char_to_encoding ("LATIN1") };
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (PggParamsScratch) scratch = { NULL };
  g_autoptr (PggPqParams) encoded = NULL;

  pgg_params_append_text (params, text, NULL);
  encoded = pgg_params_encode_for (pgg_params_peek_pq (params), NULL, &context, &scratch, NULL);
  g_assert_nonnull (encoded);
  g_assert_null (scratch.params);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/params-memory/same-types", same_types, test_again);
  g_test_add_data_func ("/params-memory/other-types", other_types, test_again);
  g_test_add_func ("/params-memory/shared", test_shared);
  g_test_add_func ("/params-memory/large", test_large);

  return g_test_run ();
}
