/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-buffer-private.h"
#include "pgg-inet.h"

G_BEGIN_DECLS

#define PGG_IPV4_SIZE 4
#define PGG_IPV6_SIZE 16

/* What an address is made of; bytes behind those of the family are zero. */
typedef struct
{
  GSocketFamily family;
  guint         prefix_length;
  gboolean      is_cidr;
  guint8        bytes[PGG_IPV6_SIZE];
} PggInetParts;

struct _PggInet
{
  PggInetParts parts;
};

PggInet *pgg_inet_new_parts         (const PggInetParts *parts);
gsize    pgg_inet_get_size          (const PggInetParts *parts);
guint    pgg_inet_get_max_prefix    (const PggInetParts *parts);
gboolean pgg_inet_has_host_bits     (const PggInetParts *parts);

/* Text as the server reads and writes it. */
gboolean pgg_inet_parse             (PggBuffer           text,
                                     gboolean            is_cidr,
                                     PggInetParts       *parts);
void     pgg_inet_append            (const PggInetParts *parts,
                                     GString            *text);
char    *pgg_inet_address_to_string (const PggInetParts *parts);

G_END_DECLS
