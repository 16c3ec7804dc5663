/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters in the form libpq takes them: parallel arrays over one block of bytes. */

#include "config.h"

#include "pgg-pq-params.h"

#include "pgg-client-error.h"
#include "pgg-pq-params-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* The protocol counts parameters in an unsigned 16 bit number. */
#define MAX_PARAMS 65535
#define NULL_OFFSET G_MAXSIZE
#define FIRST_PARAMS 8
#define FIRST_BYTES 256

/* What values may have beside their bytes. */
typedef enum
{
  LABEL_NAME,
  LABEL_TYPE,    /* the name of the type */
  LABEL_ELEMENT, /* and that of the elements, if their OID has to be put into the value */
  N_LABELS,
} Label;

/**
 * PggPqParams:
 *
 * The parameters of a statement, in the form libpq takes them.
 *
 * It is a builder: unlike other boxed types of this library it may change after it was made.
 *
 * Since: 1.0
 */

/*
 * The values lie one behind the other in @bytes, each followed by a NUL byte, and are known by
 * their offsets because the block moves as it grows; @values is made from the offsets when libpq
 * asks for it.
 */
struct _PggPqParams
{
  int ref_count; /* atomic */
  guint n_params;
  guint n_allocated;
  Oid *types;
  gsize *offsets;
  const char **values;
  int *lengths;
  int *formats;
  char **labels[N_LABELS]; /* GRefString; NULL until a value has one */
  GArray *unwritten; /* PggPqUnwritten; NULL until there is such a value */
  gboolean is_utf8_only;
  char *bytes;
  gsize n_bytes;
  gsize n_bytes_allocated;
};

G_DEFINE_BOXED_TYPE (PggPqParams, pgg_pq_params, pgg_pq_params_ref, pgg_pq_params_unref)

static void
clear_label (PggPqParams *self,
             Label        label,
             guint        index)
{
  if (self->labels[label] != NULL)
    g_clear_pointer (&self->labels[label][index], g_ref_string_release);
}

static void
clear_labels (PggPqParams *self)
{
  for (Label label = 0; label < N_LABELS; label++)
    {
      for (guint i = 0; i < self->n_params; i++)
        clear_label (self, label, i);
      g_clear_pointer (&self->labels[label], g_free);
    }
}

static const char *
get_label (const PggPqParams *self,
           Label              label,
           guint              index)
{
  return self->labels[label] != NULL ? self->labels[label][index] : NULL;
}

static void
set_label (PggPqParams *self,
           Label        label,
           guint        index,
           const char  *text)
{
  if (self->labels[label] == NULL)
    self->labels[label] = g_new0 (char *, self->n_allocated);

  clear_label (self, label, index);
  self->labels[label][index] = g_ref_string_new (text);
}

/* The values are in another order, or in their own if that is NULL. */
static void
copy_labels (PggPqParams       *self,
             const PggPqParams *other,
             const guint       *order)
{
  for (Label label = 0; label < N_LABELS; label++)
    {
      if (other->labels[label] == NULL)
        continue;
      self->labels[label] = g_new0 (char *, self->n_allocated);
      for (guint i = 0; i < self->n_params; i++)
        {
          char *text = other->labels[label][order != NULL ? order[i] : i];

          self->labels[label][i] = text != NULL ? g_ref_string_acquire (text) : NULL;
        }
    }
}

static void
params_free (PggPqParams *self)
{
  clear_labels (self);
  g_clear_pointer (&self->unwritten, g_array_unref);
  g_free (self->types);
  g_free (self->offsets);
  g_free (self->values);
  g_free (self->lengths);
  g_free (self->formats);
  g_free (self->bytes);
  g_free (self);
}

static void
set_n_allocated (PggPqParams *self,
                 guint        n)
{
  self->types = g_renew (Oid, self->types, n);
  self->offsets = g_renew (gsize, self->offsets, n);
  self->values = g_renew (const char *, self->values, n);
  self->lengths = g_renew (int, self->lengths, n);
  self->formats = g_renew (int, self->formats, n);
  for (Label label = 0; label < N_LABELS; label++)
    if (self->labels[label] != NULL)
      {
        self->labels[label] = g_renew (char *, self->labels[label], n);
        memset (self->labels[label] + self->n_params, 0, (n - self->n_params) * sizeof (char *));
      }
  self->n_allocated = n;
}

/* Make room for @length more bytes; the block doubles, so that appending stays cheap. */
static gboolean
reserve_bytes (PggPqParams  *self,
               gsize         length,
               GError      **error)
{
  gsize wanted = self->n_bytes_allocated > 0 ? self->n_bytes_allocated : FIRST_BYTES;
  char *bytes;

  if (length <= self->n_bytes_allocated - self->n_bytes)
    return TRUE;

  while (wanted - self->n_bytes < length)
    wanted *= 2;

  bytes = g_try_realloc (self->bytes, wanted);
  if (bytes == NULL)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                   _("There is no memory for parameter %u of %" G_GSIZE_FORMAT " bytes"),
                   self->n_params + 1, length);
      return FALSE;
    }

  self->bytes = bytes;
  self->n_bytes_allocated = wanted;
  return TRUE;
}

static gboolean
check_room (const PggPqParams  *self,
            gsize               length,
            GError            **error)
{
  if (self->n_params >= MAX_PARAMS)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                   _("A statement has %d parameters at most"), MAX_PARAMS);
      return FALSE;
    }

  if (length <= PGG_PQ_MAX_MESSAGE && self->n_bytes + length <= PGG_PQ_MAX_MESSAGE)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
               _("Parameter %u of %" G_GSIZE_FORMAT " bytes is too large, the protocol carries %"
                 G_GSIZE_FORMAT " bytes for all parameters together"),
               self->n_params + 1, length, PGG_PQ_MAX_MESSAGE);
  return FALSE;
}

static void
push (PggPqParams *self,
      Oid          type,
      gsize        offset,
      gsize        length,
      PggPqFormat  format)
{
  guint i = self->n_params;

  if (i == self->n_allocated)
    set_n_allocated (self, i > 0 ? i * 2 : FIRST_PARAMS);

  self->types[i] = type;
  self->offsets[i] = offset;
  self->lengths[i] = (int) length;
  self->formats[i] = format;
  self->n_params++;
}

static char *
append_room (PggPqParams  *self,
             Oid           type,
             gsize         size,
             PggPqFormat   format,
             GError      **error)
{
  gsize offset;

  if (!check_room (self, size, error) || !reserve_bytes (self, size + 1, error))
    return NULL;

  offset = self->n_bytes;
  self->bytes[offset + size] = '\0';
  self->n_bytes += size + 1;
  push (self, type, offset, size, format);
  return self->bytes + offset;
}

/**
 * pgg_pq_params_new:
 *
 * Creates an empty list of parameters for [method@PqConn.exec_params] and its kin.
 *
 * The list may be reset and filled again any number of times, and it may be used for any number of
 * statements, but by one thread at a time.
 *
 * Returns: (transfer full): a new list
 * Since: 1.0
 */
PggPqParams *
pgg_pq_params_new (void)
{
  PggPqParams *self = g_new0 (PggPqParams, 1);

  self->ref_count = 1;

  return self;
}

/**
 * pgg_pq_params_ref:
 * @self: a list of parameters
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqParams *
pgg_pq_params_ref (PggPqParams *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);

  return self;
}

/**
 * pgg_pq_params_unref:
 * @self: (transfer full): a list of parameters
 *
 * Drops a reference and frees the list with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_params_unref (PggPqParams *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_int_dec_and_test (&self->ref_count))
    params_free (self);
}

gsize
pgg_pq_params_get_size (const PggPqParams *self)
{
  return self->n_bytes + self->n_params * sizeof (guint32);
}

/* Whether somebody else has a reference: then whoever wants to change it makes a copy first. */
gboolean
pgg_pq_params_is_shared (PggPqParams *self)
{
  return g_atomic_int_get (&self->ref_count) > 1;
}

static void
clear_unwritten (gpointer data)
{
  g_value_unset (&((PggPqUnwritten *) data)->value);
}

static void
add_unwritten (PggPqParams  *self,
               guint         index,
               const GValue *value)
{
  PggPqUnwritten unwritten = { .index = index };

  if (self->unwritten == NULL)
    {
      self->unwritten = g_array_new (FALSE, FALSE, sizeof (PggPqUnwritten));
      g_array_set_clear_func (self->unwritten, clear_unwritten);
    }

  g_value_init (&unwritten.value, G_VALUE_TYPE (value));
  g_value_copy (value, &unwritten.value);
  g_array_append_val (self->unwritten, unwritten);
}

static void
copy_unwritten (PggPqParams       *self,
                const PggPqParams *other)
{
  for (guint i = 0; other->unwritten != NULL && i < other->unwritten->len; i++)
    {
      const PggPqUnwritten *unwritten = &g_array_index (other->unwritten, PggPqUnwritten, i);

      add_unwritten (self, unwritten->index, &unwritten->value);
    }
}

static void
drop_unwritten (PggPqParams *self,
                guint        index)
{
  for (guint i = 0; i < self->unwritten->len; i++)
    if (g_array_index (self->unwritten, PggPqUnwritten, i).index == index)
      {
        g_array_remove_index (self->unwritten, i);
        return;
      }
}

static void
move_unwritten (PggPqParams *self,
                guint        from,
                guint        to)
{
  if (self->unwritten == NULL)
    return;

  drop_unwritten (self, to);
  for (guint i = 0; i < self->unwritten->len; i++)
    if (g_array_index (self->unwritten, PggPqUnwritten, i).index == from)
      g_array_index (self->unwritten, PggPqUnwritten, i).index = to;
}

gboolean
pgg_pq_params_append_unwritten (PggPqParams   *self,
                                const GValue  *value,
                                GError       **error)
{
  if (!pgg_pq_params_append_null (self, 0, error))
    return FALSE;

  add_unwritten (self, self->n_params - 1, value);
  return TRUE;
}

GArray *
pgg_pq_params_steal_unwritten (PggPqParams *self)
{
  return g_steal_pointer (&self->unwritten);
}

gboolean
pgg_pq_params_has_unwritten (const PggPqParams *self)
{
  return self->unwritten != NULL && self->unwritten->len > 0;
}

/* Values are written before they are sorted. */
static PggPqParams *
copy_in_order (PggPqParams *self,
               const guint *order)
{
  PggPqParams *copy = pgg_pq_params_new ();

  if (self->n_params == 0)
    return copy;

  set_n_allocated (copy, self->n_params);
  copy->n_params = self->n_params;
  for (guint i = 0; i < self->n_params; i++)
    {
      guint from = order != NULL ? order[i] : i;

      copy->types[i] = self->types[from];
      copy->offsets[i] = self->offsets[from];
      copy->lengths[i] = self->lengths[from];
      copy->formats[i] = self->formats[from];
    }
  copy_labels (copy, self, order);
  copy_unwritten (copy, self);
  copy->is_utf8_only = self->is_utf8_only;
  copy->bytes = g_memdup2 (self->bytes, self->n_bytes);
  copy->n_bytes = self->n_bytes;
  copy->n_bytes_allocated = self->n_bytes;

  return copy;
}

/**
 * pgg_pq_params_copy:
 * @self: a list of parameters
 *
 * Makes an independent copy of the list with all its values.
 *
 * Returns: (transfer full): a new list
 * Since: 1.0
 */
PggPqParams *
pgg_pq_params_copy (PggPqParams *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return copy_in_order (self, NULL);
}

PggPqParams *
pgg_pq_params_copy_sorted (PggPqParams *self,
                           const guint *order)
{
  return copy_in_order (self, order);
}

/**
 * pgg_pq_params_append:
 * @self: a list of parameters
 * @type: OID of the type, 0 to let the server infer it
 * @value: (array length=length) (element-type guint8): the bytes of the value in @format
 * @length: number of bytes, or -1 if @value ends in a NUL byte
 * @format: the format of @value
 *
 * Appends a value, which is copied.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a text value that contains a NUL byte and for an
 * unknown format, `PGG_CLIENT_ERROR_TOO_LARGE` for more than 65535 parameters or more bytes than
 * the protocol carries. The list is unchanged then.
 *
 * Returns: whether the value was appended
 * Since: 1.0
 */
gboolean
pgg_pq_params_append (PggPqParams  *self,
                      guint32       type,
                      const char   *value,
                      gssize        length,
                      PggPqFormat   format,
                      GError      **error)
{
  gsize size;
  char *room;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL || length == 0, FALSE);

  size = length < 0 ? strlen (value) : (gsize) length;
  if (format != PGG_PQ_FORMAT_TEXT && format != PGG_PQ_FORMAT_BINARY)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameter %u has the unknown format %d"), self->n_params + 1, (int) format);
      return FALSE;
    }

  if (format == PGG_PQ_FORMAT_TEXT && length > 0 && memchr (value, '\0', size) != NULL)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameter %u contains a NUL byte, which text cannot"), self->n_params + 1);
      return FALSE;
    }

  room = append_room (self, type, size, format, error);
  if (room == NULL)
    return FALSE;

  if (size > 0)
    memcpy (room, value, size);
  return TRUE;
}

char *
pgg_pq_params_append_room (PggPqParams  *self,
                           guint32       type,
                           gsize         length,
                           GError      **error)
{
  return append_room (self, type, length, PGG_PQ_FORMAT_BINARY, error);
}

/**
 * pgg_pq_params_append_null:
 * @self: a list of parameters
 * @type: OID of the type, 0 to let the server infer it
 *
 * Appends an SQL NULL.
 *
 * Errors: `PGG_CLIENT_ERROR_TOO_LARGE` for more than 65535 parameters.
 *
 * Returns: whether it was appended
 * Since: 1.0
 */
gboolean
pgg_pq_params_append_null (PggPqParams  *self,
                           guint32       type,
                           GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!check_room (self, 0, error))
    return FALSE;

  push (self, type, NULL_OFFSET, 0, PGG_PQ_FORMAT_TEXT);
  return TRUE;
}

/* Closes the gap in the block that a value leaves behind. */
static void
drop_bytes (PggPqParams *self,
            guint        index)
{
  gsize start = self->offsets[index];
  gsize size;

  if (start == NULL_OFFSET)
    return;

  size = (gsize) self->lengths[index] + 1;
  memmove (self->bytes + start, self->bytes + start + size, self->n_bytes - start - size);
  self->n_bytes -= size;
  for (guint i = 0; i < self->n_params; i++)
    if (self->offsets[i] != NULL_OFFSET && self->offsets[i] > start)
      self->offsets[i] -= size;
}

/* A name is that of a place; the type is that of the value. */
static void
move_type_name (PggPqParams *self,
                guint        from,
                guint        to)
{
  clear_label (self, LABEL_TYPE, to);
  if (self->labels[LABEL_TYPE] != NULL)
    self->labels[LABEL_TYPE][to] = g_steal_pointer (&self->labels[LABEL_TYPE][from]);
}

void
pgg_pq_params_move_last (PggPqParams *self,
                         guint        index)
{
  guint last = self->n_params - 1;

  g_return_if_fail (index < self->n_params);

  if (index == last)
    return;

  clear_label (self, LABEL_NAME, last);
  move_type_name (self, last, index);
  move_unwritten (self, last, index);
  drop_bytes (self, index);
  self->types[index] = self->types[last];
  self->offsets[index] = self->offsets[last];
  self->lengths[index] = self->lengths[last];
  self->formats[index] = self->formats[last];
  self->n_params--;
}

/**
 * pgg_pq_params_reset:
 * @self: a list of parameters
 *
 * Removes all parameters and keeps the memory for the next ones.
 *
 * Since: 1.0
 */
void
pgg_pq_params_reset (PggPqParams *self)
{
  g_return_if_fail (self != NULL);

  clear_labels (self);
  g_clear_pointer (&self->unwritten, g_array_unref);
  self->is_utf8_only = FALSE;
  self->n_params = 0;
  self->n_bytes = 0;
}

/**
 * pgg_pq_params_get_n_params:
 * @self: a list of parameters
 *
 * Gets the number of parameters.
 *
 * Returns: the number of parameters
 * Since: 1.0
 */
guint
pgg_pq_params_get_n_params (PggPqParams *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_params;
}

const Oid *
pgg_pq_params_get_types (const PggPqParams *self)
{
  return self->types;
}

/* The pointers into the block, made anew as the block may have moved since the last call. */
const char *const *
pgg_pq_params_get_values (PggPqParams *self)
{
  for (guint i = 0; i < self->n_params; i++)
    self->values[i] = self->offsets[i] == NULL_OFFSET ? NULL : self->bytes + self->offsets[i];

  return self->values;
}

const int *
pgg_pq_params_get_lengths (const PggPqParams *self)
{
  return self->lengths;
}

const int *
pgg_pq_params_get_formats (const PggPqParams *self)
{
  return self->formats;
}

const char *const *
pgg_pq_params_get_names (const PggPqParams *self)
{
  return (const char *const *) self->labels[LABEL_NAME];
}

const char *
pgg_pq_params_get_name (const PggPqParams *self,
                        guint              index)
{
  return get_label (self, LABEL_NAME, index);
}

void
pgg_pq_params_set_name (PggPqParams *self,
                        guint        index,
                        const char  *name)
{
  set_label (self, LABEL_NAME, index, name);
}

gboolean
pgg_pq_params_has_type_names (const PggPqParams *self)
{
  return self->labels[LABEL_TYPE] != NULL;
}

const char *
pgg_pq_params_get_type_name (const PggPqParams *self,
                             guint              index)
{
  return get_label (self, LABEL_TYPE, index);
}

void
pgg_pq_params_set_type_name (PggPqParams *self,
                             guint        index,
                             const char  *name)
{
  set_label (self, LABEL_TYPE, index, name);
}

void
pgg_pq_params_set_likely_type (PggPqParams *self,
                               guint        index,
                               guint32      oid,
                               const char  *name)
{
  pgg_pq_params_set_type (self, index, oid);
  pgg_pq_params_set_type_name (self, index, name);
}

void
pgg_pq_params_set_type (PggPqParams *self,
                        guint        index,
                        guint32      type)
{
  self->types[index] = type;
}

void
pgg_pq_params_set_element_name (PggPqParams *self,
                                guint        index,
                                const char  *name)
{
  set_label (self, LABEL_ELEMENT, index, name);
}

const char *
pgg_pq_params_get_element_name (const PggPqParams *self,
                                guint              index)
{
  return get_label (self, LABEL_ELEMENT, index);
}

gboolean
pgg_pq_params_is_utf8_only (const PggPqParams *self)
{
  return self->is_utf8_only;
}

void
pgg_pq_params_set_utf8_only (PggPqParams *self)
{
  self->is_utf8_only = TRUE;
}

/* See src/backend/utils/adt/arrayfuncs.c, array_send: it is the third number of four bytes. */
void
pgg_pq_params_set_element_type (PggPqParams *self,
                                guint        index,
                                guint32      type)
{
  type = GUINT32_TO_BE (type);
  memcpy (self->bytes + self->offsets[index] + 2 * sizeof (type), &type, sizeof (type));
}

static guint
count (PggPqParams *self)
{
  return self != NULL ? self->n_params : 0;
}

gboolean
pgg_pq_params_have_same_types (PggPqParams *a,
                               PggPqParams *b)
{
  guint n_params = count (a);

  return n_params == count (b) &&
         (n_params == 0 || memcmp (a->types, b->types, n_params * sizeof *a->types) == 0);
}
