/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Characters that iconv () takes for others than the server does, or for none. */

#include "config.h"

#include "pgg-encoding-table-private.h"

/* So many characters, one after the other both in the encoding and in Unicode. */
typedef struct
{
  guint32  bytes;
  gunichar character;
  guint8   length;
} Run;

struct _PggEncodingTable
{
  const char *name;
  const Run  *runs;
  gsize       n_runs;
};

/*
 * All of the server's maps (src/backend/utils/mb/Unicode) that is not as in iconv (), which are the
 * same in versions 13 to 18: signs of money and lines that have several forms, what ETEN added to
 * Big5, the user-defined characters of UHC, what had no place of its own in Unicode before GB 18030
 * of 2022. Where several bytes are one character, the server writes the first ones.
 */
static const Run big5[] = {
  { 0xa145, 0x2022, 1 }, { 0xa14e, 0xff64, 1 }, { 0xa15a, 0xfffd, 1 }, { 0xa1c2, 0x203e, 1 },
  { 0xa1c3, 0xfffd, 1 }, { 0xa1c5, 0xfffd, 1 }, { 0xa1e3, 0x223c, 1 }, { 0xa1f2, 0x2641, 1 },
  { 0xa1f3, 0x2609, 1 }, { 0xa1fe, 0xfffd, 1 }, { 0xa240, 0xfffd, 1 }, { 0xa241, 0xff0f, 1 },
  { 0xa242, 0xff3c, 1 }, { 0xa244, 0x00a5, 1 }, { 0xa246, 0x00a2, 2 }, { 0xa2cc, 0xfffd, 1 },
  { 0xa2ce, 0xfffd, 1 }, { 0xc6a1, 0x30fe, 1 }, { 0xc6a2, 0x309d, 2 }, { 0xc6a4, 0x3005, 1 },
  { 0xc6a5, 0x3041, 83 }, { 0xc6f8, 0x30a1, 7 }, { 0xc740, 0x30a8, 63 }, { 0xc7a1, 0x30e7, 16 },
  { 0xc7b1, 0x0414, 2 }, { 0xc7b3, 0x0401, 1 }, { 0xc7b4, 0x0416, 7 }, { 0xc7bb, 0x0423, 19 },
  { 0xc7ce, 0x0451, 1 }, { 0xc7cf, 0x0436, 26 }, { 0xc7e9, 0x2460, 10 }, { 0xc7f3, 0x2474, 10 },
};

static const Run euc_jis_2004[] = {
  { 0x80, 0x0080, 32 }, { 0xa1b1, 0x203e, 1 }, { 0xa1ef, 0x00a5, 1 },
};

/* The 14th plane of CNS 11643, which became the third: these were left out. */
static const Run euc_tw[] = {
  { 0x8ea3e2c9, 0x5727, 1 }, { 0x8ea3e2ca, 0x5c13, 1 }, { 0x8ea3e2d1, 0x5fc8, 1 },
  { 0x8ea3e2d7, 0x6765, 1 }, { 0x8ea3e2da, 0x52bd, 1 }, { 0x8ea3e2dc, 0x5b66, 1 },
  { 0x8ea3e2de, 0x65f9, 1 }, { 0x8ea3e2df, 0x6788, 1 }, { 0x8ea3e2e0, 0x6ce6, 1 },
  { 0x8ea3e2e1, 0x6ccb, 1 }, { 0x8ea3e2e3, 0x4fbd, 1 }, { 0x8ea3e2e4, 0x5f8d, 1 },
  { 0x8ea3e2e6, 0x6018, 1 }, { 0x8ea3e2e7, 0x6048, 1 }, { 0x8ea3e2e9, 0x6b29, 1 },
  { 0x8ea3e2ea, 0x70a6, 1 }, { 0x8ea3e2ec, 0x7706, 1 }, { 0x8ea3e2f0, 0x5a10, 1 },
  { 0x8ea3e2f1, 0x5cfc, 1 }, { 0x8ea3e2f2, 0x5cfe, 1 }, { 0x8ea3e2f9, 0x70c9, 1 },
  { 0x8ea3e3a3, 0x9579, 1 }, { 0x8ea3e3a5, 0x96ba, 1 }, { 0x8ea3e3ad, 0x7b29, 1 },
  { 0x8ea3e3ae, 0x8128, 1 }, { 0x8ea3e3b0, 0x8a2e, 1 }, { 0x8ea3e3b4, 0x9ad9, 1 },
  { 0x8ea3e3b6, 0x582b, 1 }, { 0x8ea3e3b7, 0x5845, 1 }, { 0x8ea3e3b9, 0x63fa, 1 },
  { 0x8ea3e3bd, 0x6e86, 1 }, { 0x8ea3e3c3, 0x5867, 1 }, { 0x8ea3e3c5, 0x5bdd, 1 },
  { 0x8ea3e3c6, 0x656e, 1 }, { 0x8ea3e3ca, 0x8c87, 1 }, { 0x8ea3e3cc, 0x50d2, 1 },
  { 0x8ea3e3cd, 0x50df, 1 }, { 0x8ea3e3d2, 0x69ba, 1 }, { 0x8ea3e3d4, 0x6b9d, 1 },
  { 0x8ea3e3d6, 0x8059, 1 }, { 0x8ea3e3e3, 0x6f8a, 1 }, { 0x8ea3e3e6, 0x7bc3, 1 },
  { 0x8ea3e3e7, 0x7bc2, 1 }, { 0x8ea3e3ec, 0x90f6, 1 }, { 0x8ea3e3ee, 0x9823, 1 },
  { 0x8ea3e3f4, 0x71cd, 1 }, { 0x8ea3e3f5, 0x7499, 1 }, { 0x8ea3e3fb, 0x9842, 1 },
  { 0x8ea3e4a2, 0x7f84, 1 }, { 0x8ea3e4a8, 0x8d0e, 1 }, { 0x8ea3e4aa, 0x9861, 1 },
  { 0x8ea3e4ad, 0x8b73, 1 }, { 0x8ea3e4af, 0x9c27, 1 }, { 0x8ea3e4b1, 0x9458, 1 },
  { 0x8ea3e4b2, 0x77d6, 1 }, { 0x8ea3e4b3, 0x9b2d, 1 },
};

static const Run gb18030[] = {
  { 0xa6d9, 0xe78d, 7 }, { 0xa6ec, 0xe794, 2 }, { 0xa6f3, 0xe796, 1 }, { 0xa8bc, 0xe7c7, 1 },
  { 0xfe51, 0xe816, 3 }, { 0xfe59, 0xe81e, 1 }, { 0xfe61, 0xe826, 1 }, { 0xfe66, 0xe82b, 2 },
  { 0xfe6c, 0xe831, 2 }, { 0xfe76, 0xe83b, 1 }, { 0xfe7e, 0xe843, 1 }, { 0xfe90, 0xe854, 2 },
  { 0xfea0, 0xe864, 1 }, { 0x8135f437, 0x1e3f, 1 }, { 0x82359037, 0x9fb4, 3 },
  { 0x82359130, 0x9fb7, 5 }, { 0x84318236, 0xfe10, 4 }, { 0x84318330, 0xfe14, 6 },
  { 0x95329031, 0x20087, 1 }, { 0x95329033, 0x20089, 1 }, { 0x95329730, 0x200cc, 1 },
  { 0x9536b937, 0x215d7, 1 }, { 0x9630ba35, 0x2298f, 1 }, { 0x9635b630, 0x241fe, 1 },
};

static const Run uhc[] = {
  { 0xa2e8, 0x327e, 1 }, { 0xc9a1, 0xe000, 94 }, { 0xfea1, 0xe05e, 94 },
};

static const PggEncodingTable tables[] = {
  { "BIG5", big5, G_N_ELEMENTS (big5) },
  { "EUC_JIS_2004", euc_jis_2004, G_N_ELEMENTS (euc_jis_2004) },
  { "EUC_TW", euc_tw, G_N_ELEMENTS (euc_tw) },
  { "GB18030", gb18030, G_N_ELEMENTS (gb18030) },
  { "UHC", uhc, G_N_ELEMENTS (uhc) },
};

/* NULL if iconv () and the server agree on the encoding. */
const PggEncodingTable *
pgg_encoding_table_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].name, name))
      return &tables[i];

  return NULL;
}

/* 0 if iconv () knows better. */
gunichar
pgg_encoding_table_get_character (const PggEncodingTable *self,
                                  guint32                 bytes)
{
  for (gsize i = 0; i < self->n_runs; i++)
    {
      const Run *run = &self->runs[i];

      if (bytes >= run->bytes && bytes - run->bytes < run->length)
        return run->character + (bytes - run->bytes);
    }

  return 0;
}

/* 0 if iconv () knows better. */
guint32
pgg_encoding_table_get_bytes (const PggEncodingTable *self,
                              gunichar                character)
{
  for (gsize i = 0; i < self->n_runs; i++)
    {
      const Run *run = &self->runs[i];

      if (character >= run->character && character - run->character < run->length)
        return run->bytes + (character - run->character);
    }

  return 0;
}
