/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Values of GObject as they come out of a database and go into one. A NULL has the type of the
 * other values if that has one, and is an untyped pointer otherwise. */

gboolean pgg_value_is_null   (const GValue *value);
gboolean pgg_value_type_has_null (GType     type);

/* The value is zero before. */
void     pgg_value_init_null (GType         type,
                              GValue       *value);
void     pgg_value_init_copy (const GValue *source,
                              GValue       *value);

/* Two NULLs are equal, NaN is equal to itself; values of different types never are. */
gboolean pgg_value_equal     (const GValue *first,
                              const GValue *second);
guint    pgg_value_hash      (const GValue *value);

/* The type that values of a type of GObject have without being told another, or 0. */
guint32  pgg_value_get_oid   (const GValue *value);

/* Calls a function for each value that is in the value, but not for packed numbers; FALSE if
 * nothing can be in it. */
typedef void (*PggValueVisitFunc) (const GValue *value,
                                   gpointer      data);

gboolean pgg_value_visit     (const GValue       *value,
                              PggValueVisitFunc   func,
                              gpointer            data);

/* How deep what is in it is nested, at least 1 if anything can be in it. */
guint    pgg_value_get_depth (const GValue *value);

/* Both values and the memory; values that are zero are left out. */
void     pgg_values_free     (GValue       *values,
                              gsize         n_values);

/* An array of values that are unset with it. */
GArray  *pgg_values_new      (void);

G_END_DECLS
