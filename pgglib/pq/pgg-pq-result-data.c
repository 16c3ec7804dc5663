/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a result of libpq holds: columns, values and parameters. */

#include "config.h"

#include "pgg-pq-result.h"

#include "pgg-client-error.h"
#include "pgg-pq-result-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

static gboolean
check_column (const PggPqResult  *self,
              int                 column,
              GError            **error)
{
  if (!pgg_pq_result_check (self, error))
    return FALSE;

  if (column >= 0 && column < PQnfields (self->res))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("There is no column %d in a result of %d columns"),
               column, PQnfields (self->res));
  return FALSE;
}

static gboolean
check_cell (const PggPqResult  *self,
            int                 row,
            int                 column,
            GError            **error)
{
  if (!check_column (self, column, error))
    return FALSE;

  if (row >= 0 && row < PQntuples (self->res))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("There is no row %d in a result of %d rows"), row, PQntuples (self->res));
  return FALSE;
}

/**
 * pgg_pq_result_ntuples:
 * @self: a result
 *
 * Gets the number of rows.
 *
 * See `PQntuples()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the number of rows, -1 on error
 * Since: 1.0
 */
int
pgg_pq_result_ntuples (PggPqResult  *self,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, -1);

  return pgg_pq_result_check (self, error) ? PQntuples (self->res) : -1;
}

/**
 * pgg_pq_result_nfields:
 * @self: a result
 *
 * Gets the number of columns.
 *
 * See `PQnfields()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the number of columns, -1 on error
 * Since: 1.0
 */
int
pgg_pq_result_nfields (PggPqResult  *self,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, -1);

  return pgg_pq_result_check (self, error) ? PQnfields (self->res) : -1;
}

/**
 * pgg_pq_result_fname:
 * @self: a result
 * @column: the column from 0
 * @length: (out) (optional): number of bytes
 *
 * Gets the name of a column.
 *
 * See `PQfname()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the name
 * Since: 1.0
 */
const char *
pgg_pq_result_fname (PggPqResult  *self,
                     int           column,
                     gsize        *length,
                     GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!check_column (self, column, error))
    return NULL;

  return pgg_pq_give (PQfname (self->res, column), length);
}

/**
 * pgg_pq_result_fnumber:
 * @self: a result
 * @name: (array length=name_length) (element-type guint8): name of a column
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Finds a column by its name, which is folded to lower case unless it is in double quotes.
 *
 * See `PQfnumber()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a name that contains a NUL byte,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the column from 0, -1 if there is no such column and on error
 * Since: 1.0
 */
int
pgg_pq_result_fnumber (PggPqResult  *self,
                       const char   *name,
                       gssize        name_length,
                       GError      **error)
{
  g_autofree char *copy = NULL;
  const char *c_name;

  g_return_val_if_fail (self != NULL, -1);

  c_name = pgg_pq_text_to_c ("name", name, name_length, &copy, error);
  if (c_name == NULL || !pgg_pq_result_check (self, error))
    return -1;

  return PQfnumber (self->res, c_name);
}

/**
 * pgg_pq_result_ftable:
 * @self: a result
 * @column: the column from 0
 *
 * Gets the OID of the table that a column comes from, 0 if it comes from none.
 *
 * See `PQftable()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the OID, or 0
 * Since: 1.0
 */
guint32
pgg_pq_result_ftable (PggPqResult  *self,
                      int           column,
                      GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return check_column (self, column, error) ? PQftable (self->res, column) : 0;
}

/**
 * pgg_pq_result_ftablecol:
 * @self: a result
 * @column: the column from 0
 *
 * Gets the number, from 1, that a column has in the table it comes from, 0 if from none.
 *
 * See `PQftablecol()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the number of the column in its table, or 0
 * Since: 1.0
 */
int
pgg_pq_result_ftablecol (PggPqResult  *self,
                         int           column,
                         GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return check_column (self, column, error) ? PQftablecol (self->res, column) : 0;
}

/**
 * pgg_pq_result_fformat:
 * @self: a result
 * @column: the column from 0
 *
 * Gets the format of the values of a column.
 *
 * See `PQfformat()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the format
 * Since: 1.0
 */
PggPqFormat
pgg_pq_result_fformat (PggPqResult  *self,
                       int           column,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, PGG_PQ_FORMAT_TEXT);

  if (!check_column (self, column, error))
    return PGG_PQ_FORMAT_TEXT;

  return (PggPqFormat) PQfformat (self->res, column);
}

/**
 * pgg_pq_result_ftype:
 * @self: a result
 * @column: the column from 0
 *
 * Gets the OID of the type of a column.
 *
 * See `PQftype()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the OID, 0 on error
 * Since: 1.0
 */
guint32
pgg_pq_result_ftype (PggPqResult  *self,
                     int           column,
                     GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return check_column (self, column, error) ? PQftype (self->res, column) : 0;
}

/**
 * pgg_pq_result_fmod:
 * @self: a result
 * @column: the column from 0
 *
 * Gets the type modifier of a column, such as its precision, -1 if there is none.
 *
 * See `PQfmod()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the modifier, or -1
 * Since: 1.0
 */
int
pgg_pq_result_fmod (PggPqResult  *self,
                    int           column,
                    GError      **error)
{
  g_return_val_if_fail (self != NULL, -1);

  return check_column (self, column, error) ? PQfmod (self->res, column) : -1;
}

/**
 * pgg_pq_result_fsize:
 * @self: a result
 * @column: the column from 0
 *
 * Gets the size in bytes of the type of a column, negative if the size varies.
 *
 * See `PQfsize()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the size in bytes, 0 on error
 * Since: 1.0
 */
int
pgg_pq_result_fsize (PggPqResult  *self,
                     int           column,
                     GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return check_column (self, column, error) ? PQfsize (self->res, column) : 0;
}

/**
 * pgg_pq_result_binary_tuples:
 * @self: a result
 *
 * Tells whether all columns are binary; for COPY, whether the data is.
 *
 * See `PQbinaryTuples()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: whether the data is binary
 * Since: 1.0
 */
gboolean
pgg_pq_result_binary_tuples (PggPqResult  *self,
                             GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_pq_result_check (self, error) ? PQbinaryTuples (self->res) != 0 : FALSE;
}

/**
 * pgg_pq_result_get_value:
 * @self: a result
 * @row: the row from 0
 * @column: the column from 0
 * @length: (out) (optional): number of bytes
 *
 * Gets the bytes of a value in the format of its column, %NULL for NULL.
 *
 * The bytes belong to the result. They are followed by a NUL byte that @length does not count.
 * Bindings see NULL as an empty array, [method@PqResult.get_is_null] tells them apart. See
 * `PQgetvalue()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such row or column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the bytes
 * Since: 1.0
 */
const char *
pgg_pq_result_get_value (PggPqResult  *self,
                         int           row,
                         int           column,
                         gsize        *length,
                         GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!check_cell (self, row, column, error) || PQgetisnull (self->res, row, column))
    return NULL;

  if (length != NULL)
    *length = (gsize) PQgetlength (self->res, row, column);
  return PQgetvalue (self->res, row, column);
}

/**
 * pgg_pq_result_get_length:
 * @self: a result
 * @row: the row from 0
 * @column: the column from 0
 *
 * Gets the length of a value in bytes, 0 for NULL.
 *
 * See `PQgetlength()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such row or column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the length in bytes, -1 on error
 * Since: 1.0
 */
int
pgg_pq_result_get_length (PggPqResult  *self,
                          int           row,
                          int           column,
                          GError      **error)
{
  g_return_val_if_fail (self != NULL, -1);

  return check_cell (self, row, column, error) ? PQgetlength (self->res, row, column) : -1;
}

/**
 * pgg_pq_result_get_is_null:
 * @self: a result
 * @row: the row from 0
 * @column: the column from 0
 *
 * Tells whether a value is NULL.
 *
 * See `PQgetisnull()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such row or column,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: whether the value is NULL
 * Since: 1.0
 */
gboolean
pgg_pq_result_get_is_null (PggPqResult  *self,
                           int           row,
                           int           column,
                           GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return check_cell (self, row, column, error) ? PQgetisnull (self->res, row, column) != 0 : FALSE;
}

/**
 * pgg_pq_result_nparams:
 * @self: a result
 *
 * Gets the number of parameters of a described statement.
 *
 * See `PQnparams()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the number of parameters, -1 on error
 * Since: 1.0
 */
int
pgg_pq_result_nparams (PggPqResult  *self,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, -1);

  return pgg_pq_result_check (self, error) ? PQnparams (self->res) : -1;
}

/**
 * pgg_pq_result_param_type:
 * @self: a result of [method@PqConn.describe_prepared]
 * @param: the parameter from 0
 *
 * Gets the OID of the type of a parameter of a described statement.
 *
 * See `PQparamtype()`.
 *
 * Errors: `PGG_CLIENT_ERROR_OUT_OF_RANGE` if there is no such parameter,
 * `PGG_CLIENT_ERROR_INVALID_STATE` once the result was cleared.
 *
 * Returns: the OID, 0 on error
 * Since: 1.0
 */
guint32
pgg_pq_result_param_type (PggPqResult  *self,
                          int           param,
                          GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);

  if (!pgg_pq_result_check (self, error))
    return 0;

  if (param >= 0 && param < PQnparams (self->res))
    return PQparamtype (self->res, param);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("There is no parameter %d in a statement of %d parameters"),
               param, PQnparams (self->res));
  return 0;
}
