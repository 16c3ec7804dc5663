/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The elements of arrays of numbers: eight bytes each, where a value of GObject takes 24. */

#include "config.h"

#include "pgg-numbers-private.h"

#include "pgg-value-private.h"

#include <string.h>

static gboolean
is_number (PggKind kind)
{
  switch (kind)
    {
    case PGG_KIND_BOOLEAN:
    case PGG_KIND_INT:
    case PGG_KIND_INT64:
    case PGG_KIND_UINT:
    case PGG_KIND_UINT64:
    case PGG_KIND_DOUBLE:
      return TRUE;
    case PGG_KIND_TEXT:
    case PGG_KIND_BYTES:
    case PGG_KIND_BOXED:
      return FALSE;
    }
  g_assert_not_reached ();
}

PggNumbers *
pgg_numbers_new (PggKind kind,
                 gsize   n_numbers)
{
  PggNumbers *self = g_new0 (PggNumbers, 1);

  self->kind = kind;
  self->bits = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) n_numbers);

  return self;
}

PggNumbers *
pgg_numbers_new_for (const PggAdapter *adapter,
                     gsize             n_numbers)
{
  if (adapter->custom != NULL || !is_number (adapter->codec->kind))
    return NULL;

  return pgg_numbers_new (adapter->codec->kind, n_numbers);
}

void
pgg_numbers_free (PggNumbers *self)
{
  g_array_unref (self->bits);
  g_clear_pointer (&self->nulls, g_array_unref);
  g_free (self);
}

static void
append (PggNumbers *self,
        gint64      bits,
        guint8      is_null)
{
  g_array_append_val (self->bits, bits);
  if (self->nulls != NULL)
    g_array_append_val (self->nulls, is_null);
}

void
pgg_numbers_append (PggNumbers *self,
                    gint64      bits)
{
  append (self, bits, 0);
}

void
pgg_numbers_append_double (PggNumbers *self,
                           double      number)
{
  gint64 bits;

  memcpy (&bits, &number, sizeof (bits));
  append (self, bits, 0);
}

void
pgg_numbers_append_null (PggNumbers *self)
{
  if (self->nulls == NULL)
    {
      self->nulls = g_array_new (FALSE, TRUE, 1);
      g_array_set_size (self->nulls, self->bits->len);
    }
  append (self, 0, 1);
}

static PggDecode
read_bits (const PggCodec *codec,
           PggBuffer       buffer,
           gint64         *bits)
{
  gboolean boolean = FALSE;
  PggDecode decode;

  switch (codec->kind)
    {
    case PGG_KIND_BOOLEAN:
      decode = pgg_codec_read_boolean (codec, buffer, &boolean);
      *bits = boolean;
      return decode;
    case PGG_KIND_INT:
    case PGG_KIND_INT64:
      return pgg_codec_read_int64 (codec, buffer, bits);
    case PGG_KIND_UINT:
    case PGG_KIND_UINT64:
      return pgg_codec_read_uint64 (codec, buffer, (guint64 *) bits);
    case PGG_KIND_DOUBLE:
      G_STATIC_ASSERT (sizeof (double) == sizeof (gint64));
      return pgg_codec_read_double (codec, buffer, (double *) (gpointer) bits);
    case PGG_KIND_TEXT:
    case PGG_KIND_BYTES:
    case PGG_KIND_BOXED:
      break;
    }
  g_assert_not_reached ();
}

PggDecode
pgg_numbers_append_read (PggNumbers     *self,
                         const PggCodec *codec,
                         PggBuffer       buffer)
{
  gint64 bits = 0;
  PggDecode decode = read_bits (codec, buffer, &bits);

  if (decode == PGG_DECODE_OK)
    append (self, bits, 0);

  return decode;
}

static gboolean
is_null (const PggNumbers *self,
         gsize             index)
{
  return self->nulls != NULL && g_array_index (self->nulls, guint8, index) != 0;
}

static void
set_value (PggKind  kind,
           gint64   bits,
           GValue  *value)
{
  double number;

  switch (kind)
    {
    case PGG_KIND_BOOLEAN:
      g_value_set_boolean (g_value_init (value, G_TYPE_BOOLEAN), (gboolean) bits);
      break;
    case PGG_KIND_INT:
      g_value_set_int (g_value_init (value, G_TYPE_INT), (int) bits);
      break;
    case PGG_KIND_INT64:
      g_value_set_int64 (g_value_init (value, G_TYPE_INT64), bits);
      break;
    case PGG_KIND_UINT:
      g_value_set_uint (g_value_init (value, G_TYPE_UINT), (guint) bits);
      break;
    case PGG_KIND_UINT64:
      g_value_set_uint64 (g_value_init (value, G_TYPE_UINT64), (guint64) bits);
      break;
    case PGG_KIND_DOUBLE:
      memcpy (&number, &bits, sizeof (number));
      g_value_set_double (g_value_init (value, G_TYPE_DOUBLE), number);
      break;
    case PGG_KIND_TEXT:
    case PGG_KIND_BYTES:
    case PGG_KIND_BOXED:
      g_assert_not_reached ();
    }
}

void
pgg_numbers_load (const PggNumbers *self,
                  gsize             index,
                  GValue           *value)
{
  if (is_null (self, index))
    g_value_init (value, G_TYPE_POINTER);
  else
    set_value (self->kind, g_array_index (self->bits, gint64, index), value);
}

static gpointer
dup_bits (const PggNumbers *self)
{
  return g_memdup2 (self->bits->data, self->bits->len * sizeof (gint64));
}

gint64 *
pgg_numbers_dup_int64s (const PggNumbers *self)
{
  gboolean fits = self->kind == PGG_KIND_INT || self->kind == PGG_KIND_INT64 ||
                  self->kind == PGG_KIND_UINT;

  return fits && self->bits->len > 0 ? dup_bits (self) : NULL;
}

double *
pgg_numbers_dup_doubles (const PggNumbers *self)
{
  return self->kind == PGG_KIND_DOUBLE && self->bits->len > 0 ? dup_bits (self) : NULL;
}
