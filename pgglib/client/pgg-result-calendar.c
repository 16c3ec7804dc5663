/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads whole columns of dates and times as fields of the calendar. */

#include "config.h"

#include "pgg-result-private.h"

#include "pgg-client-error.h"
#include "pgg-column.h"
#include "types/pgg-calendar-private.h"
#include "types/pgg-date.h"
#include "types/pgg-time.h"
#include "types/pgg-timestamp.h"

#include <glib/gi18n-lib.h>

#define DATE_SIZE 4
#define TIME_SIZE 6

#define MAX_YEAR 9999

/* Writes a packed value as fields, or nothing where there are none. */
typedef void (*WriteFunc) (const guint8 *packed,
                           guint8       *fields);

typedef struct
{
  gsize     packed_size;
  gsize     size;
  WriteFunc write;
} Layout;

static gboolean
put_days (guint8 *fields,
          gint64  days)
{
  PggCivil civil;

  if (!pgg_days_is_finite (days))
    return FALSE;

  civil = pgg_civil_from_days (days);
  if (civil.year < 1 || civil.year > MAX_YEAR)
    return FALSE;

  fields[0] = (guint8) (civil.year >> 8);
  fields[1] = (guint8) (civil.year & 0xff);
  fields[2] = (guint8) civil.month;
  fields[3] = (guint8) civil.day;

  return TRUE;
}

static void
put_usec (guint8 *fields,
          gint64  usec)
{
  guint seconds = (guint) (usec / PGG_USEC_PER_SECOND);
  guint rest = (guint) (usec % PGG_USEC_PER_SECOND);

  fields[0] = (guint8) (seconds / PGG_SECONDS_PER_HOUR);
  fields[1] = (guint8) (seconds / 60 % 60);
  fields[2] = (guint8) (seconds % 60);
  fields[3] = (guint8) (rest >> 16);
  fields[4] = (guint8) (rest >> 8 & 0xff);
  fields[5] = (guint8) (rest & 0xff);
}

static void
write_date (const guint8 *packed,
            guint8       *fields)
{
  gint32 days;

  memcpy (&days, packed, sizeof days);
  put_days (fields, days);
}

static void
write_time (const guint8 *packed,
            guint8       *fields)
{
  gint64 usec;

  memcpy (&usec, packed, sizeof usec);
  put_usec (fields, usec);
}

static void
write_timestamp (const guint8 *packed,
                 guint8       *fields)
{
  gint64 usec;
  gint64 days;

  memcpy (&usec, packed, sizeof usec);
  days = pgg_usec_get_days (usec);
  if (put_days (fields, days))
    put_usec (fields + DATE_SIZE, usec - days * PGG_USEC_PER_DAY);
}

/* NULL if values of the type have no such fields. */
static const Layout *
find_layout (GType type)
{
  static const Layout of_date = { sizeof (gint32), DATE_SIZE, write_date };
  static const Layout of_time = { sizeof (gint64), TIME_SIZE, write_time };
  static const Layout of_timestamp = { sizeof (gint64), DATE_SIZE + TIME_SIZE, write_timestamp };

  if (type == PGG_TYPE_DATE)
    return &of_date;
  if (type == PGG_TYPE_TIME)
    return &of_time;
  if (type == PGG_TYPE_TIMESTAMP)
    return &of_timestamp;

  return NULL;
}

static const Layout *
get_layout (PggResult  *self,
            guint       column,
            GError    **error)
{
  PggColumn *info = pgg_result_get_column (self, column, error);
  const Layout *layout;

  if (info == NULL)
    return NULL;

  layout = find_layout (pgg_column_get_gtype (info));
  if (layout == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("Column %u (\"%s\", %s) has no dates or times"), column,
                 pgg_column_get_name (info), pgg_column_get_type_name (info));

  return layout;
}

/**
 * pgg_result_get_column_calendar:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_bytes: (out) (optional): the number of bytes
 * @error: return location for an error
 *
 * Reads values of a column of dates, of times without an offset, or of timestamps as fields of the
 * calendar, from which values of other languages are made with the least effort.
 *
 * A date has four bytes: two for the year, one for the month, and one for the day. A time has six:
 * one each for the hour, which is 24 at the end of a day, the minute and the second, and three for
 * the microsecond. A timestamp has these ten; one with a time zone is in UTC. Of more than one
 * byte the most significant comes first.
 *
 * Zero bytes stand for NULL, see [method@Result.get_column_nulls], and for dates and timestamps
 * that are infinite, or not in the years 1 to 9999: there is no month 0.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the type is another one or a value is malformed, and
 * with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_bytes) (transfer full): the bytes
 * Since: 1.0
 */
guint8 *
pgg_result_get_column_calendar (PggResult  *self,
                                guint       column,
                                guint       first_row,
                                int         n_rows,
                                gsize      *n_bytes,
                                GError    **error)
{
  g_autofree guint8 *packed = NULL;
  g_autofree guint8 *bytes = NULL;
  const Layout *layout;
  gsize n_packed;
  gsize n_values;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (n_bytes != NULL)
    *n_bytes = 0;
  layout = get_layout (self, column, error);
  if (layout == NULL)
    return NULL;
  packed = pgg_result_get_column_bytes (self, column, first_row, n_rows, &n_packed, error);
  if (packed == NULL)
    return NULL;

  n_values = n_packed / layout->packed_size;
  bytes = g_malloc0_n (MAX (n_values, 1), layout->size);
  for (gsize i = 0; i < n_values; i++)
    if (!pgg_result_is_null_at (self, first_row + (guint) i, column))
      layout->write (packed + i * layout->packed_size, bytes + i * layout->size);

  if (n_bytes != NULL)
    *n_bytes = n_values * layout->size;
  return g_steal_pointer (&bytes);
}
