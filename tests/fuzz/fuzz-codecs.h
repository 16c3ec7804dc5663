/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "types/pgg-codec-private.h"

G_BEGIN_DECLS

/* What is in front of the bytes of a value: the OID of its type, high byte first, and a byte of
 * bits. */
#define FUZZ_HEAD_SIZE 3
#define FUZZ_BINARY 0x01
#define FUZZ_STYLES 0xFE /* which settings the session of the value has */

/* Types of the database, beside those of the server; no server has such numbers. */
#define FUZZ_FIRST_USER_TYPE 20001
#define FUZZ_N_USER_TYPES 13

PggTypeMap *fuzz_types_new (void);

/* What the bytes are as a value; MALFORMED without a head. */
PggDecode fuzz_codecs            (const guint8 *data,
                                  gsize         size);

/* Fuzzers look for this name. */
int       LLVMFuzzerTestOneInput (const guint8 *data,
                                  gsize         size);

G_END_DECLS
