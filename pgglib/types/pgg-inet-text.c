/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of addresses, as the server writes and reads it (src/port/inet_net_ntop.c,
 * src/backend/utils/adt/inet_net_pton.c, inet_cidr_ntop.c). */

#include "config.h"

#include "pgg-inet-private.h"

#define N_GROUPS 8

/* The longest text is that of eight groups, or six and an address of IPv4, and a prefix. */
#define MAX_TEXT_LENGTH 63

/* A run of groups that are zero. */
typedef struct
{
  int start;
  int length;
} Run;

static guint
get_group (const PggInetParts *parts,
           int                 group)
{
  return (guint) parts->bytes[2 * group] << 8 | parts->bytes[2 * group + 1];
}

/* The first one of the longest; a single group is none. */
static Run
find_zeros (const PggInetParts *parts)
{
  Run best = { -1, 1 };
  Run run = { 0, 0 };

  for (int i = 0; i < N_GROUPS; i++)
    {
      if (get_group (parts, i) != 0)
        {
          run = (Run) { i + 1, 0 };
          continue;
        }
      run.length++;
      if (run.length > best.length)
        best = run;
    }

  return best;
}

/* Addresses of IPv4 in such of IPv6: ::1.2.3.4 and ::ffff:1.2.3.4, but not ::1. */
static gboolean
has_ipv4 (const PggInetParts *parts,
          Run                 zeros)
{
  if (zeros.start != 0)
    return FALSE;

  return zeros.length == 6 || (zeros.length == 7 && get_group (parts, 7) != 1) ||
         (zeros.length == 5 && get_group (parts, 5) == 0xFFFF);
}

static void
append_ipv4 (const guint8 *bytes,
             GString      *text)
{
  g_string_append_printf (text, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
}

static void
append_ipv6 (const PggInetParts *parts,
             GString            *text)
{
  Run zeros = find_zeros (parts);

  for (int i = 0; i < N_GROUPS; i++)
    {
      if (zeros.start >= 0 && i >= zeros.start && i < zeros.start + zeros.length)
        {
          if (i == zeros.start)
            g_string_append_c (text, ':');
          continue;
        }
      if (i != 0)
        g_string_append_c (text, ':');
      if (i == 6 && has_ipv4 (parts, zeros))
        {
          append_ipv4 (&parts->bytes[12], text);
          return;
        }
      g_string_append_printf (text, "%x", get_group (parts, i));
    }

  if (zeros.start >= 0 && zeros.start + zeros.length == N_GROUPS)
    g_string_append_c (text, ':');
}

static void
append_address (const PggInetParts *parts,
                GString            *text)
{
  if (parts->family == G_SOCKET_FAMILY_IPV4)
    append_ipv4 (parts->bytes, text);
  else
    append_ipv6 (parts, text);
}

char *
pgg_inet_address_to_string (const PggInetParts *parts)
{
  GString *text = g_string_new (NULL);

  append_address (parts, text);

  return g_string_free (text, FALSE);
}

void
pgg_inet_append (const PggInetParts *parts,
                 GString            *text)
{
  append_address (parts, text);
  if (parts->is_cidr || parts->prefix_length != pgg_inet_get_max_prefix (parts))
    g_string_append_printf (text, "/%u", parts->prefix_length);
}

/* The number must not exceed limit. */
static gboolean
read_number (const char **text,
             guint        limit,
             guint       *number)
{
  const char *c = *text;

  if (!g_ascii_isdigit (*c))
    return FALSE;

  for (*number = 0; g_ascii_isdigit (*c); c++)
    {
      *number = *number * 10 + (guint) (*c - '0');
      if (*number > limit)
        return FALSE;
    }

  *text = c;
  return TRUE;
}

/* In addresses of IPv6, where there are no zeros in front. */
static gboolean
read_short_number (const char **text,
                   guint        limit,
                   guint       *number)
{
  return !(**text == '0' && g_ascii_isdigit ((*text)[1])) && read_number (text, limit, number);
}

/* The prefix that networks had before they were told with one, and not less than what is there. */
static guint
infer_prefix (guint8 first,
              guint  n_octets)
{
  guint prefix = 8;

  if (first >= 240)
    prefix = 32;
  else if (first >= 224)
    prefix = 8;
  else if (first >= 192)
    prefix = 24;
  else if (first >= 128)
    prefix = 16;

  prefix = MAX (prefix, n_octets * 8);

  /* Multicast, unless more was said. */
  return prefix == 8 && first == 224 ? 4 : prefix;
}

/* A point may be behind the last octet of a host. */
static gboolean
read_octets (const char   **text,
             PggInetParts  *parts,
             guint         *n_octets)
{
  guint octet;

  for (*n_octets = 0; *n_octets < PGG_IPV4_SIZE;)
    {
      if (!read_number (text, G_MAXUINT8, &octet))
        return FALSE;
      parts->bytes[(*n_octets)++] = (guint8) octet;
      if (**text != '.')
        return TRUE;
      (*text)++;
      if (!g_ascii_isdigit (**text))
        return !parts->is_cidr;
    }

  return FALSE;
}

/* One to four octets, and a prefix if these are less than four or if it pleases. The prefix of a
 * host does not reach behind the octet after them. */
static gboolean
parse_ipv4 (const char   *text,
            PggInetParts *parts)
{
  guint n_octets;

  if (!read_octets (&text, parts, &n_octets))
    return FALSE;

  if (*text == '\0')
    {
      parts->prefix_length = parts->is_cidr ? infer_prefix (parts->bytes[0], n_octets) : 32;
      return parts->is_cidr || n_octets == PGG_IPV4_SIZE;
    }

  return *text++ == '/' && read_number (&text, 8 * PGG_IPV4_SIZE, &parts->prefix_length) &&
         *text == '\0' && (parts->is_cidr || parts->prefix_length / 8 <= n_octets);
}

/* Up to four hexadecimal digits. */
static gboolean
read_group (const char **text,
            guint       *group)
{
  const char *c = *text;

  for (*group = 0; g_ascii_isxdigit (*c) && c - *text < 4; c++)
    *group = *group << 4 | (guint) g_ascii_xdigit_value (*c);
  if (c == *text || g_ascii_isxdigit (*c))
    return FALSE;

  *text = c;
  return TRUE;
}

/* Octets at the end of the groups; those that are not there are zero, and the last one may not be
 * empty (getv4). */
static gboolean
read_ipv4_groups (const char **text,
                  guint8      *bytes)
{
  for (int i = 0; i < PGG_IPV4_SIZE; i++)
    {
      gboolean is_empty = !g_ascii_isdigit (**text);
      guint octet = 0;

      if (!is_empty && !read_short_number (text, G_MAXUINT8, &octet))
        return FALSE;
      bytes[i] = (guint8) octet;
      if (**text == '\0' || **text == '/')
        return **text == '/' || !is_empty;
      if (*(*text)++ != '.')
        return FALSE;
    }

  return FALSE;
}

/* Makes room for the zeros that were left out, of which there must be some. */
static gboolean
insert_zeros (guint8 *bytes,
              int     gap,
              int     n_groups)
{
  int n_behind = n_groups - gap;

  if (gap < 0 || n_groups >= N_GROUPS)
    return gap < 0 && n_groups == N_GROUPS;

  memmove (&bytes[2 * (N_GROUPS - n_behind)], &bytes[2 * gap], 2 * (gsize) n_behind);
  memset (&bytes[2 * gap], 0, 2 * (gsize) (N_GROUPS - n_groups));
  return TRUE;
}

static gboolean
is_ipv4_next (const char *text)
{
  return text[strspn (text, "0123456789")] == '.';
}

/* A colon may be in front of the prefix. */
static gboolean
read_groups (const char **text,
             guint8      *bytes)
{
  int n_groups = 0;
  int gap = -1;
  guint group;

  if (g_str_has_prefix (*text, ":") && !g_str_has_prefix (*text, "::"))
    return FALSE;

  while (**text != '\0' && **text != '/')
    {
      if (g_str_has_prefix (*text, "::"))
        {
          if (gap >= 0)
            return FALSE;
          gap = n_groups;
          *text += 2;
          continue;
        }
      if (n_groups > 0 && gap != n_groups && *(*text)++ != ':')
        return FALSE;
      if (n_groups > 0 && **text == '/')
        break;
      if (n_groups <= N_GROUPS - 2 && is_ipv4_next (*text))
        {
          if (!read_ipv4_groups (text, &bytes[2 * n_groups]))
            return FALSE;
          n_groups += 2;
          continue;
        }
      if (n_groups == N_GROUPS || !read_group (text, &group))
        return FALSE;
      bytes[2 * n_groups] = (guint8) (group >> 8);
      bytes[2 * n_groups + 1] = (guint8) group;
      n_groups++;
    }

  return insert_zeros (bytes, gap, n_groups);
}

static gboolean
parse_ipv6 (const char   *text,
            PggInetParts *parts)
{
  if (!read_groups (&text, parts->bytes))
    return FALSE;

  parts->prefix_length = 8 * PGG_IPV6_SIZE;
  if (*text++ == '\0')
    return TRUE;

  return read_short_number (&text, 8 * PGG_IPV6_SIZE, &parts->prefix_length) && *text == '\0';
}

gboolean
pgg_inet_parse (PggBuffer     text,
                gboolean      is_cidr,
                PggInetParts *parts)
{
  char copy[MAX_TEXT_LENGTH + 1];
  gboolean is_ipv6 = memchr (text.data, ':', text.size) != NULL;
  gboolean parsed;

  if (text.size > MAX_TEXT_LENGTH || memchr (text.data, '\0', text.size) != NULL)
    return FALSE;

  memcpy (copy, text.data, text.size);
  copy[text.size] = '\0';
  *parts = (PggInetParts) { .is_cidr = is_cidr };
  parts->family = is_ipv6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
  parsed = is_ipv6 ? parse_ipv6 (copy, parts) : parse_ipv4 (copy, parts);

  return parsed && !(is_cidr && pgg_inet_has_host_bits (parts));
}
