/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An address of a host or a network. */

#include "config.h"

#include "pgg-inet-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

/**
 * PggInet:
 *
 * An address of IPv4 or IPv6 with the length of its network prefix: the types `inet` and `cidr` of
 * the server.
 *
 * Of type `inet` are hosts, which may be told with the network they are in, such as
 * `192.168.1.5/24`; of type `cidr` are networks, where all bits behind the prefix are zero. Values
 * are immutable and may be used by several threads.
 *
 * Since: 1.0
 */

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggInet *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_inet_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggInet, pgg_inet, pgg_inet_ref, pgg_inet_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

static gsize
get_size (GSocketFamily family)
{
  return family == G_SOCKET_FAMILY_IPV4 ? PGG_IPV4_SIZE : PGG_IPV6_SIZE;
}

PggInet *
pgg_inet_new_parts (const PggInetParts *parts)
{
  PggInet *self = g_atomic_rc_box_new0 (PggInet);

  self->parts = *parts;

  return self;
}

gsize
pgg_inet_get_size (const PggInetParts *parts)
{
  return get_size (parts->family);
}

guint
pgg_inet_get_max_prefix (const PggInetParts *parts)
{
  return (guint) get_size (parts->family) * 8;
}

static gboolean
is_bit_set (const PggInetParts *parts,
            guint               bit)
{
  return (parts->bytes[bit / 8] & (0x80 >> bit % 8)) != 0;
}

gboolean
pgg_inet_has_host_bits (const PggInetParts *parts)
{
  for (guint bit = parts->prefix_length; bit < pgg_inet_get_max_prefix (parts); bit++)
    if (is_bit_set (parts, bit))
      return TRUE;

  return FALSE;
}

/* TRUE if the parts make a value. */
static gboolean
check_parts (const PggInetParts  *parts,
             GError             **error)
{
  if (parts->prefix_length > pgg_inet_get_max_prefix (parts))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("A prefix has up to %u bits, not %u"), pgg_inet_get_max_prefix (parts),
                   parts->prefix_length);
      return FALSE;
    }
  if (parts->is_cidr && pgg_inet_has_host_bits (parts))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                           _("The address of a network has bits behind its prefix"));
      return FALSE;
    }

  return TRUE;
}

static PggInet *
new_from_address (GInetAddress  *address,
                  guint          prefix_length,
                  gboolean       is_cidr,
                  GError       **error)
{
  PggInetParts parts = { .family = g_inet_address_get_family (address),
                         .prefix_length = prefix_length,
                         .is_cidr = is_cidr };

  memcpy (parts.bytes, g_inet_address_to_bytes (address), get_size (parts.family));

  return check_parts (&parts, error) ? pgg_inet_new_parts (&parts) : NULL;
}

/**
 * pgg_inet_new:
 * @address: an address
 * @prefix_length: the number of bits that tell the network; 32 for a single host of IPv4, 128 for
 *   one of IPv6
 * @error: return location for an error
 *
 * Makes a value of type `inet`.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if the prefix is longer than the address.
 *
 * Returns: (transfer full): an address, %NULL on error
 * Since: 1.0
 */
PggInet *
pgg_inet_new (GInetAddress  *address,
              guint          prefix_length,
              GError       **error)
{
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return new_from_address (address, prefix_length, FALSE, error);
}

/**
 * pgg_inet_new_cidr:
 * @address: the address of a network
 * @prefix_length: the number of bits that tell the network
 * @error: return location for an error
 *
 * Makes a value of type `cidr`.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if the prefix is longer than the address, or if
 * bits behind it are not zero.
 *
 * Returns: (transfer full): a network, %NULL on error
 * Since: 1.0
 */
PggInet *
pgg_inet_new_cidr (GInetAddress  *address,
                   guint          prefix_length,
                   GError       **error)
{
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return new_from_address (address, prefix_length, TRUE, error);
}

/**
 * pgg_inet_new_from_mask:
 * @mask: an address with the length of its prefix
 *
 * Makes a value of type `cidr`.
 *
 * Returns: (transfer full): a network
 * Since: 1.0
 */
PggInet *
pgg_inet_new_from_mask (GInetAddressMask *mask)
{
  g_return_val_if_fail (G_IS_INET_ADDRESS_MASK (mask), NULL);

  return new_from_address (g_inet_address_mask_get_address (mask),
                           g_inet_address_mask_get_length (mask), TRUE, NULL);
}

/**
 * pgg_inet_new_from_string:
 * @text: the text of an address
 * @is_cidr: %TRUE for type `cidr`, %FALSE for type `inet`
 * @error: return location for an error
 *
 * Reads an address as the server does: `192.168.1.5/24`, `192.168.1.5`, `::1/64`,
 * `::ffff:1.2.3.4`.
 *
 * Addresses of IPv4 with a prefix may be shorter, like `10.1/16`. A network of IPv4 without a
 * prefix gets one from its class or from the number of its parts, whichever is longer.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is no address, or if a network has bits
 * behind its prefix.
 *
 * Returns: (transfer full): an address, %NULL on error
 * Since: 1.0
 */
PggInet *
pgg_inet_new_from_string (const char  *text,
                          gboolean     is_cidr,
                          GError     **error)
{
  PggInetParts parts;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_inet_parse (pgg_buffer_init (text, strlen (text)), is_cidr, &parts))
    return pgg_inet_new_parts (&parts);

  if (is_cidr)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                         _("The text is not the address of a network"));
  else
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                         _("The text is not an address with or without a prefix"));
  return NULL;
}

/**
 * pgg_inet_new_from_variant:
 * @variant: a variant of type `(sub)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes an address from what [method@Inet.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type or its text is no
 * address, and like [ctor@Inet.new] and [ctor@Inet.new_cidr].
 *
 * Returns: (transfer full): an address, %NULL on error
 * Since: 1.0
 */
PggInet *
pgg_inet_new_from_variant (GVariant  *variant,
                           GError   **error)
{
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GInetAddress) address = NULL;
  const char *text;
  guint32 prefix_length;
  gboolean is_cidr;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!g_variant_is_of_type (owned, G_VARIANT_TYPE ("(sub)")))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("A variant of type %s is not %s"), g_variant_get_type_string (owned),
                   _("an address"));
      return NULL;
    }

  g_variant_get (owned, "(&sub)", &text, &prefix_length, &is_cidr);
  address = g_inet_address_new_from_string (text);
  if (address != NULL)
    return new_from_address (address, prefix_length, is_cidr, error);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION, _("The text is not %s"),
               _("an address"));
  return NULL;
}

/**
 * pgg_inet_ref:
 * @self: an address
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggInet *
pgg_inet_ref (PggInet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_inet_unref:
 * @self: (transfer full): an address
 *
 * Drops a reference, and frees the address with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_inet_unref (PggInet *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_inet_get_address:
 * @self: an address
 *
 * Gets the address without its prefix.
 *
 * Returns: (transfer full): the address
 * Since: 1.0
 */
GInetAddress *
pgg_inet_get_address (const PggInet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_inet_address_new_from_bytes (self->parts.bytes, self->parts.family);
}

/**
 * pgg_inet_get_family:
 * @self: an address
 *
 * Gets the family of the address.
 *
 * Returns: %G_SOCKET_FAMILY_IPV4 or %G_SOCKET_FAMILY_IPV6
 * Since: 1.0
 */
GSocketFamily
pgg_inet_get_family (const PggInet *self)
{
  g_return_val_if_fail (self != NULL, G_SOCKET_FAMILY_INVALID);

  return self->parts.family;
}

/**
 * pgg_inet_get_prefix_length:
 * @self: an address
 *
 * Gets the length of the network prefix.
 *
 * Returns: the number of bits, up to 32 or 128
 * Since: 1.0
 */
guint
pgg_inet_get_prefix_length (const PggInet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.prefix_length;
}

/**
 * pgg_inet_is_cidr:
 * @self: an address
 *
 * Tells which type the value has.
 *
 * Returns: %TRUE for type `cidr`, %FALSE for type `inet`
 * Since: 1.0
 */
gboolean
pgg_inet_is_cidr (const PggInet *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->parts.is_cidr;
}

/**
 * pgg_inet_to_inet_address_mask:
 * @self: an address
 * @error: return location for an error
 *
 * Makes a mask of the address.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if bits behind the prefix are not zero, as in
 * `192.168.1.5/24`, since a mask holds networks only.
 *
 * Returns: (transfer full): a mask, %NULL on error
 * Since: 1.0
 */
GInetAddressMask *
pgg_inet_to_inet_address_mask (const PggInet  *self,
                               GError        **error)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_inet_has_host_bits (&self->parts))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                           _("The address has bits behind its prefix, a mask cannot hold them"));
      return NULL;
    }

  address = pgg_inet_get_address (self);
  return g_inet_address_mask_new (address, self->parts.prefix_length, error);
}

/* Bits of both, up to a number of them. */
static int
compare_bits (const PggInetParts *a,
              const PggInetParts *b,
              guint               n_bits)
{
  int order = memcmp (a->bytes, b->bytes, n_bits / 8);

  if (order != 0)
    return order < 0 ? -1 : 1;

  for (guint bit = n_bits / 8 * 8; bit < n_bits; bit++)
    if (is_bit_set (a, bit) != is_bit_set (b, bit))
      return is_bit_set (a, bit) ? 1 : -1;

  return 0;
}

/* The networks first, then the lengths of their prefixes, then all bits
 * (src/backend/utils/adt/network.c, network_cmp_internal). */
static int
compare_parts (const PggInetParts *a,
               const PggInetParts *b)
{
  int order;

  if (a->family != b->family)
    return a->family == G_SOCKET_FAMILY_IPV4 ? -1 : 1;

  order = compare_bits (a, b, MIN (a->prefix_length, b->prefix_length));
  if (order != 0)
    return order;
  if (a->prefix_length != b->prefix_length)
    return a->prefix_length < b->prefix_length ? -1 : 1;

  return compare_bits (a, b, pgg_inet_get_max_prefix (a));
}

/**
 * pgg_inet_equal:
 * @a: (type Pgg.Inet): an address
 * @b: (type Pgg.Inet): another
 *
 * Tells whether two addresses and their prefixes are equal; like for the server, the type does
 * not matter.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_inet_equal (gconstpointer a,
                gconstpointer b)
{
  return pgg_inet_compare (a, b) == 0;
}

/**
 * pgg_inet_hash:
 * @value: (type Pgg.Inet): an address
 *
 * Makes a hash that fits [method@Inet.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_inet_hash (gconstpointer value)
{
  const PggInet *self = value;
  guint hash;

  g_return_val_if_fail (self != NULL, 0);

  hash = self->parts.prefix_length + 1000 * (guint) self->parts.family;
  for (gsize i = 0; i < pgg_inet_get_size (&self->parts); i++)
    hash = hash * 33 + self->parts.bytes[i];

  return hash;
}

/**
 * pgg_inet_compare:
 * @a: (type Pgg.Inet): an address
 * @b: (type Pgg.Inet): another
 *
 * Compares two addresses in the order of the server: IPv4 before IPv6, then by network, then by
 * the length of the prefix, then by host.
 *
 * Returns: a number less than, equal to or greater than 0
 * Since: 1.0
 */
int
pgg_inet_compare (gconstpointer a,
                  gconstpointer b)
{
  const PggInet *self = a;
  const PggInet *other = b;

  g_return_val_if_fail (self != NULL && other != NULL, 0);

  return compare_parts (&self->parts, &other->parts);
}

/**
 * pgg_inet_to_string:
 * @self: an address
 *
 * Makes the text that the server writes (`inet_out()`, `cidr_out()`): the address, and its
 * prefix unless that is all of the address of a host.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_inet_to_string (const PggInet *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  pgg_inet_append (&self->parts, text);
  return g_string_free (text, FALSE);
}

/**
 * pgg_inet_to_variant:
 * @self: an address
 *
 * Makes a variant of type `(sub)`: the text of the address, the length of its prefix, and %TRUE
 * for type `cidr`.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_inet_to_variant (const PggInet *self)
{
  g_autofree char *address = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  address = pgg_inet_address_to_string (&self->parts);
  return g_variant_new ("(sub)", address, self->parts.prefix_length, self->parts.is_cidr);
}
