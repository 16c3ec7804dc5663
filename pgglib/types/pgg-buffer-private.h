/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Reads values that came over the wire, front to back, and never past the end. A read that fails
 * takes nothing. */
typedef struct
{
  const guint8 *data;
  gsize         size; /* of what is left */
} PggBuffer;

static inline PggBuffer
pgg_buffer_init (gconstpointer data,
                 gsize         size)
{
  return (PggBuffer) { data, size };
}

static inline gboolean
pgg_buffer_at_end (const PggBuffer *self)
{
  return self->size == 0;
}

/* The next size bytes, or NULL. */
static inline const guint8 *
pgg_buffer_take (PggBuffer *self,
                 gsize      size)
{
  const guint8 *data = self->data;

  if (self->size < size)
    return NULL;

  self->data += size;
  self->size -= size;
  return data;
}

static inline gboolean
pgg_buffer_get_u8 (PggBuffer *self,
                   guint8    *value)
{
  const guint8 *data = pgg_buffer_take (self, 1);

  if (data == NULL)
    return FALSE;

  *value = *data;
  return TRUE;
}

static inline gboolean
pgg_buffer_get_u16 (PggBuffer *self,
                    guint16   *value)
{
  const guint8 *data = pgg_buffer_take (self, sizeof (*value));

  if (data == NULL)
    return FALSE;

  memcpy (value, data, sizeof (*value));
  *value = GUINT16_FROM_BE (*value);
  return TRUE;
}

static inline gboolean
pgg_buffer_get_u32 (PggBuffer *self,
                    guint32   *value)
{
  const guint8 *data = pgg_buffer_take (self, sizeof (*value));

  if (data == NULL)
    return FALSE;

  memcpy (value, data, sizeof (*value));
  *value = GUINT32_FROM_BE (*value);
  return TRUE;
}

static inline gboolean
pgg_buffer_get_u64 (PggBuffer *self,
                    guint64   *value)
{
  const guint8 *data = pgg_buffer_take (self, sizeof (*value));

  if (data == NULL)
    return FALSE;

  memcpy (value, data, sizeof (*value));
  *value = GUINT64_FROM_BE (*value);
  return TRUE;
}

/* TRUE if what is left is exactly this text; takes nothing. */
static inline gboolean
pgg_buffer_equals (const PggBuffer *self,
                   const char      *text)
{
  gsize length = strlen (text);

  return self->size == length && memcmp (self->data, text, length) == 0;
}

G_END_DECLS
