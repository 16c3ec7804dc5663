/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time zones by the names that the server gives them: from the time zone database of this machine
 * (files as in RFC 8536), or from a rule in the name itself. */

#include "config.h"

#include "pgg-time-zone-private.h"

#include "pgg-buffer-private.h"
#include "pgg-calendar-private.h"

#define DEFAULT_DIRECTORY "/usr/share/zoneinfo"
#define MAGIC_SIZE 4
#define RESERVED_SIZE 15
#define TYPE_SIZE 6

/* The server writes no more of an abbreviation (MAXTZLEN in src/include/utils/datetime.h). */
#define MAX_ABBREVIATION 10

/* No offset from UTC is larger; daylight saving time may be an hour more. */
#define MAX_OFFSET (PGG_OFFSET_LIMIT + PGG_SECONDS_PER_HOUR)

struct _PggTimeZone
{
  guint         n_changes;
  gint64       *times;         /* when clocks changed, seconds from 1970 */
  guint8       *indexes;       /* to what */
  guint         n_types;
  PggZoneType  *types;         /* the first is for before the first change */
  char         *abbreviations;
  PggPosixZone *rule;          /* after the last change, or always if there are no types */
};

/* The numbers at the start of a file, or of its second part. */
typedef struct
{
  guint8  version;
  guint32 n_utc_flags;
  guint32 n_standard_flags;
  guint32 n_leaps;
  guint32 n_changes;
  guint32 n_types;
  guint32 n_characters;
} Header;

static gboolean
read_header (PggBuffer *buffer,
             Header    *header)
{
  const guint8 *magic = pgg_buffer_take (buffer, MAGIC_SIZE);

  return magic != NULL && memcmp (magic, "TZif", MAGIC_SIZE) == 0 &&
         pgg_buffer_get_u8 (buffer, &header->version) &&
         pgg_buffer_take (buffer, RESERVED_SIZE) != NULL &&
         pgg_buffer_get_u32 (buffer, &header->n_utc_flags) &&
         pgg_buffer_get_u32 (buffer, &header->n_standard_flags) &&
         pgg_buffer_get_u32 (buffer, &header->n_leaps) &&
         pgg_buffer_get_u32 (buffer, &header->n_changes) &&
         pgg_buffer_get_u32 (buffer, &header->n_types) &&
         pgg_buffer_get_u32 (buffer, &header->n_characters);
}

/* Files have two parts: the first, for old programs, has times of 32 bits. */
static gboolean
skip_first_part (PggBuffer    *buffer,
                 const Header *header)
{
  guint64 size = (guint64) header->n_changes * (4 + 1) + (guint64) header->n_types * TYPE_SIZE
                 + header->n_characters + (guint64) header->n_leaps * (4 + 4)
                 + header->n_standard_flags + header->n_utc_flags;

  return header->version >= '2' && size <= buffer->size && pgg_buffer_take (buffer, size) != NULL;
}

static gboolean
read_changes (PggBuffer   *buffer,
              PggTimeZone *self)
{
  if (self->n_changes > buffer->size / (8 + 1))
    return FALSE;

  self->times = g_new (gint64, self->n_changes);
  for (guint i = 0; i < self->n_changes; i++)
    {
      guint64 time = 0;

      pgg_buffer_get_u64 (buffer, &time);
      self->times[i] = (gint64) time;
    }

  self->indexes = g_memdup2 (pgg_buffer_take (buffer, self->n_changes), self->n_changes);
  for (guint i = 0; i < self->n_changes; i++)
    if (self->indexes[i] >= self->n_types)
      return FALSE;

  return TRUE;
}

static gboolean
read_types (PggBuffer    *buffer,
            const Header *header,
            PggTimeZone  *self)
{
  PggBuffer types;
  const guint8 *characters;

  if (self->n_types == 0 || self->n_types > buffer->size / TYPE_SIZE)
    return FALSE;

  types = pgg_buffer_init (pgg_buffer_take (buffer, self->n_types * TYPE_SIZE),
                           self->n_types * TYPE_SIZE);
  characters = pgg_buffer_take (buffer, header->n_characters);
  if (characters == NULL)
    return FALSE;

  self->abbreviations = g_strndup ("", header->n_characters);
  memcpy (self->abbreviations, characters, header->n_characters);
  self->types = g_new0 (PggZoneType, self->n_types);
  for (guint i = 0; i < self->n_types; i++)
    {
      guint32 offset = 0;
      guint8 is_daylight = 0;
      guint8 start = 0;

      pgg_buffer_get_u32 (&types, &offset);
      pgg_buffer_get_u8 (&types, &is_daylight);
      pgg_buffer_get_u8 (&types, &start);
      if (start > header->n_characters || ABS ((gint64) (gint32) offset) > MAX_OFFSET)
        return FALSE;
      self->types[i] = (PggZoneType) { (gint32) offset, self->abbreviations + start };
    }

  return TRUE;
}

/* The last line is the rule for all time after the last change; it may be empty. */
static gboolean
read_rule (PggBuffer    *buffer,
           const Header *header,
           PggTimeZone  *self)
{
  gsize flags = (gsize) header->n_standard_flags + header->n_utc_flags;
  g_autofree char *rule = NULL;

  if (pgg_buffer_take (buffer, flags) == NULL || buffer->size < 2 || buffer->data[0] != '\n' ||
      buffer->data[buffer->size - 1] != '\n')
    return FALSE;
  if (buffer->size == 2)
    return TRUE;

  rule = g_strndup ((const char *) buffer->data + 1, buffer->size - 2);
  self->rule = pgg_posix_zone_new (rule);
  return self->rule != NULL;
}

/* The server takes no zones with leap seconds. */
static gboolean
read_file (PggBuffer    buffer,
           PggTimeZone *self)
{
  Header header;

  if (!read_header (&buffer, &header) || !skip_first_part (&buffer, &header) ||
      !read_header (&buffer, &header) || header.n_leaps > 0)
    return FALSE;

  self->n_changes = header.n_changes;
  self->n_types = header.n_types;
  return read_changes (&buffer, self) && read_types (&buffer, &header, self) &&
         read_rule (&buffer, &header, self);
}

/* What "localtime" stands for is known on the server's machine only. */
static gboolean
is_file_name (const char *name)
{
  return name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+-/")] == '\0' &&
         g_ascii_isalpha (name[0]) && !g_str_equal (name, "localtime") &&
         !g_str_equal (name, "posixrules");
}

static gboolean
load_file (PggTimeZone *self,
           const char  *name)
{
  const char *directory = g_getenv ("TZDIR");
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  if (!is_file_name (name))
    return FALSE;

  path = g_build_filename (directory != NULL ? directory : DEFAULT_DIRECTORY, name, NULL);
  return g_file_get_contents (path, &contents, &size, NULL) &&
         read_file (pgg_buffer_init (contents, size), self);
}

/* The zones of most servers are known without any database. */
static const char *
get_rule (const char *name)
{
  if (g_str_equal (name, "UTC") || g_str_equal (name, "Etc/UTC"))
    return "UTC0";
  if (g_str_equal (name, "GMT") || g_str_equal (name, "Etc/GMT"))
    return "GMT0";

  return NULL;
}

PggTimeZone *
pgg_time_zone_new (const char *name)
{
  const char *rule = get_rule (name);
  g_autoptr (PggTimeZone) self = g_new0 (PggTimeZone, 1);

  if (rule == NULL && load_file (self, name))
    return g_steal_pointer (&self);

  /* A file that was not understood may have left something. */
  g_clear_pointer (&self, pgg_time_zone_free);
  self = g_new0 (PggTimeZone, 1);
  self->rule = g_str_equal (name, "localtime") ? NULL
                                               : pgg_posix_zone_new (rule != NULL ? rule : name);

  return self->rule != NULL ? g_steal_pointer (&self) : NULL;
}

void
pgg_time_zone_free (PggTimeZone *self)
{
  g_clear_pointer (&self->rule, pgg_posix_zone_free);
  g_free (self->times);
  g_free (self->indexes);
  g_free (self->types);
  g_free (self->abbreviations);
  g_free (self);
}

/* How many changes there were up to a time. */
static guint
count_changes (const PggTimeZone *self,
               gint64             time)
{
  guint low = 0;
  guint high = self->n_changes;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->times[middle] <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static gboolean
is_in_rule (const PggTimeZone *self,
            guint              n_changes)
{
  return self->rule != NULL && n_changes == self->n_changes;
}

PggZoneType
pgg_time_zone_lookup (const PggTimeZone *self,
                      gint64             time)
{
  guint n_changes = count_changes (self, time);

  if (is_in_rule (self, n_changes))
    return pgg_posix_zone_lookup (self->rule, time);

  return self->types[n_changes == 0 ? 0 : self->indexes[n_changes - 1]];
}

static gint64
get_last_change (const PggTimeZone *self,
                 gint64             time)
{
  guint n_changes = count_changes (self, time);
  gint64 change = n_changes == 0 ? G_MININT64 : self->times[n_changes - 1];

  if (is_in_rule (self, n_changes))
    change = MAX (change, pgg_posix_zone_get_last_change (self->rule, time));

  return change;
}

static gboolean
is_abbreviation (PggZoneType  type,
                 const char  *abbreviation,
                 gsize        length)
{
  return strlen (type.abbreviation) >= length &&
         strncmp (type.abbreviation, abbreviation, length) == 0 &&
         (type.abbreviation[length] == '\0' || length == MAX_ABBREVIATION);
}

/* Tries what clocks showed at any time near local: one that is local for the instant it makes of
 * it, and has the abbreviation, is right. */
PggZoneMatch
pgg_time_zone_match (const PggTimeZone *self,
                     gint64             local,
                     const char        *abbreviation,
                     gsize              length,
                     gint64            *time)
{
  PggZoneMatch match = PGG_ZONE_MATCH_NONE;
  gint64 near = local + MAX_OFFSET;

  for (;;)
    {
      int offset = pgg_time_zone_lookup (self, near).offset;
      gint64 candidate = local - offset;
      PggZoneType type = pgg_time_zone_lookup (self, candidate);
      gint64 change = get_last_change (self, near);

      if (type.offset == offset && is_abbreviation (type, abbreviation, length))
        {
          if (match != PGG_ZONE_MATCH_NONE && candidate != *time)
            return PGG_ZONE_MATCH_SEVERAL;
          match = PGG_ZONE_MATCH_ONE;
          *time = candidate;
        }
      if (change <= local - MAX_OFFSET)
        return match;
      near = change - 1;
    }
}
