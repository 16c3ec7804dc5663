/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Geometric types: as values, and four ways through a real server. */

#include "config.h"

#include "four-ways.h"
#include "make-result.h"

#include "types/pgg-type-oid-private.h"

#include <math.h>

#define N_RANDOM 60

static const FourWaysOptions points = { .equal = pgg_point_equal };
static const FourWaysOptions lines = { .equal = pgg_line_equal };
static const FourWaysOptions segments = { .equal = pgg_line_segment_equal };
static const FourWaysOptions boxes = { .equal = pgg_box_equal };
static const FourWaysOptions circles = { .equal = pgg_circle_equal };
static const FourWaysOptions paths = { .equal = pgg_path_equal };
static const FourWaysOptions polygons = { .equal = pgg_polygon_equal };

static void
test_points (void)
{
  static const FourWays rows[] = {
    { "point", "NULL" },
    { "point", "'(0,0)'" },
    { "point", "'(-0,1e-300)'" },
    { "point", "point(0.1, -1e15)" },
    { "point", "point(1.7976931348623157e308, 5e-324)" },
    { "point", "'(NaN,Infinity)'" },
    { "point", "'(-Infinity,123456789012345)'" },
  };

  four_ways_run (rows, G_N_ELEMENTS (rows), &points);
}

static void
test_lines (void)
{
  static const FourWays line_rows[] = {
    { "line", "NULL" },
    { "line", "'{1,-1,0}'" },
    { "line", "'{1,2,NaN}'" },
    { "line", "'{-Infinity,0,1e-7}'" },
    { "line", "'[(0,0),(0,1)]'" },
    { "line", "'[(1.5,2),(3,1e10)]'" },
  };
  static const FourWays segment_rows[] = {
    { "lseg", "NULL" },
    { "lseg", "'[(0,0),(1,-1.5)]'" },
    { "lseg", "'[(1,1),(1,1)]'" },
    { "lseg", "'[(NaN,Infinity),(-Infinity,1e300)]'" },
  };

  four_ways_run (line_rows, G_N_ELEMENTS (line_rows), &lines);
  four_ways_run (segment_rows, G_N_ELEMENTS (segment_rows), &segments);
}

static void
test_areas (void)
{
  static const FourWays box_rows[] = {
    { "box", "NULL" },
    { "box", "'(0,0),(1,1)'" },
    { "box", "'(1,0),(0,1)'" },
    { "box", "'(NaN,-Infinity),(Infinity,NaN)'" },
    { "box", "box(point(-1.5, 2), point(-1.5, 2))" },
  };
  static const FourWays circle_rows[] = {
    { "circle", "NULL" },
    { "circle", "'<(0,0),0>'" },
    { "circle", "'<(-1.25,1e20),0.1>'" },
    { "circle", "'<(NaN,Infinity),NaN>'" },
    { "circle", "'<(1,2),Infinity>'" },
  };

  four_ways_run (box_rows, G_N_ELEMENTS (box_rows), &boxes);
  four_ways_run (circle_rows, G_N_ELEMENTS (circle_rows), &circles);
}

static void
test_lists (void)
{
  static const FourWays path_rows[] = {
    { "path", "NULL" },
    { "path", "'((1,2))'" },
    { "path", "'[(1,2)]'" },
    { "path", "'[(0,0),(1.5,-2),(NaN,Infinity)]'" },
    { "path", "'((0,0),(1.5,-2),(1e300,-Infinity))'" },
    { "path", "path(polygon(200, circle '<(1,2),3.3>'))" },
  };
  static const FourWays polygon_rows[] = {
    { "polygon", "NULL" },
    { "polygon", "'((1,2))'" },
    { "polygon", "'((0,0),(1.5,-2),(1,1))'" },
    { "polygon", "'((NaN,0),(Infinity,1))'" },
    { "polygon", "polygon(300, circle '<(-1,2.5),1e5>')" },
  };

  four_ways_run (path_rows, G_N_ELEMENTS (path_rows), &paths);
  four_ways_run (polygon_rows, G_N_ELEMENTS (polygon_rows), &polygons);
}

/* Random bits, not random numbers: each exponent is as likely as any other. */
static double
random_double (void)
{
  guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
  double number;

  memcpy (&number, &bits, sizeof (number));

  return isfinite (number) ? number : 0.5;
}

static char *
random_point (void)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("(%s,%s)", g_ascii_dtostr (x, sizeof (x), random_double ()),
                          g_ascii_dtostr (y, sizeof (y), random_double ()));
}

static char *
random_path (void)
{
  g_autoptr (GString) path = g_string_new (g_test_rand_bit () ? "'[" : "'(");
  gboolean is_open = path->str[1] == '[';
  int n_points = g_test_rand_int_range (1, 20);

  for (int i = 0; i < n_points; i++)
    {
      g_autofree char *point = random_point ();

      g_string_append_printf (path, "%s%s", i == 0 ? "" : ",", point);
    }
  g_string_append (path, is_open ? "]'" : ")'");

  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
test_random (void)
{
  FourWays rows[2 * N_RANDOM] = { 0 };

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autofree char *a = random_point ();
      g_autofree char *b = random_point ();

      rows[i] = (FourWays) { "box", g_strdup_printf ("'%s,%s'", a, b) };
      rows[N_RANDOM + i] = (FourWays) { "path", random_path () };
    }

  four_ways_run (rows, N_RANDOM, &boxes);
  four_ways_run (&rows[N_RANDOM], N_RANDOM, &paths);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_free ((char *) rows[i].expression);
}

static void
test_point_value (void)
{
  g_autoptr (PggPoint) point = pgg_point_new (1.5, -0.0);
  g_autoptr (PggPoint) same = pgg_point_new (1.5, 0);
  g_autoptr (PggPoint) nan = pgg_point_new (NAN, 1);
  g_autoptr (PggPoint) other_nan = pgg_point_new (-NAN, 1);
  g_autofree char *text = pgg_point_to_string (point);

  g_assert_cmpfloat (pgg_point_get_x (point), ==, 1.5);
  g_assert_cmpfloat (pgg_point_get_y (point), ==, 0);
  g_assert_cmpstr (text, ==, "(1.5,-0)");
  g_assert_true (pgg_point_equal (point, same));
  g_assert_cmpuint (pgg_point_hash (point), ==, pgg_point_hash (same));
  g_assert_true (pgg_point_equal (nan, other_nan));
  g_assert_cmpuint (pgg_point_hash (nan), ==, pgg_point_hash (other_nan));
  g_assert_false (pgg_point_equal (point, nan));
  g_assert_cmpuint (pgg_point_hash (point), !=, pgg_point_hash (nan));
  g_assert_true (pgg_point_ref (point) == point);
  pgg_point_unref (point);
}

static void
check_point (const char *text,
             double      x,
             double      y)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggPoint) point = pgg_point_new_from_string (text, &error);
  g_autoptr (PggPoint) expected = pgg_point_new (x, y);

  g_assert_no_error (error);
  g_assert_true (pgg_point_equal (point, expected));
}

static void
check_no_point (const char *text)
{
  GError *error = NULL;

  g_assert_null (pgg_point_new_from_string (text, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, "The text is not a point");
}

static void
test_point_text (void)
{
  static const char *const wrong[] = {
    "", "(", "()", "(1)", "(1,)", "(,1)", "(1,2", "1,2)", "(1,2))", "((1,2))", "(1,2)x", "(1 2)",
    "(1,,2)", "1", "(a,b)", "(0x10,1)", "(1e400,0)", "(nano,1)", "[1,2]", "(1,2),", "(--1,2)",
  };

  check_point ("(1,2)", 1, 2);
  check_point ("1,2", 1, 2);
  check_point (" \t( 1 ,\n-2e3 ) \v\f\r", 1, -2000);
  check_point ("(+1.,.5)", 1, 0.5);
  check_point ("(nan,-inf)", NAN, -INFINITY);
  check_point ("(+INFINITY,iNf)", INFINITY, INFINITY);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    check_no_point (wrong[i]);
}

static void
test_line_value (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggLine) line = pgg_line_new (1, -2, 3.5, &error);
  g_autoptr (PggLine) same = pgg_line_new_from_string (" { 1 , -2 , 3.5 } ", &error);
  g_autoptr (PggLine) other = pgg_line_new (0, NAN, 0, &error);
  g_autofree char *text = pgg_line_to_string (line);

  g_assert_no_error (error);
  g_assert_cmpfloat (pgg_line_get_a (line), ==, 1);
  g_assert_cmpfloat (pgg_line_get_b (line), ==, -2);
  g_assert_cmpfloat (pgg_line_get_c (line), ==, 3.5);
  g_assert_cmpstr (text, ==, "{1,-2,3.5}");
  g_assert_true (pgg_line_equal (line, same));
  g_assert_cmpuint (pgg_line_hash (line), ==, pgg_line_hash (same));
  g_assert_false (pgg_line_equal (line, other));

  g_assert_null (pgg_line_new (1e-6, -1e-6, 1, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The numbers do not make a line");
  g_assert_null (pgg_line_new_from_string ("{0,0,1}", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "The text is not a line");
  g_assert_null (pgg_line_new_from_string ("{1,2}", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
assert_point (PggPoint   *point,
              const char *expected)
{
  g_autoptr (PggPoint) owned = point;
  g_autofree char *text = pgg_point_to_string (owned);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_line_segment_value (void)
{
  static const char *const forms[] = {
    "[(1,2),(3,-4)]", "((1,2),(3,-4))", "(1,2),(3,-4)", "1,2,3,-4", "(1,2,3,-4)",
    " [ ( 1 , 2 ) , ( 3 , -4 ) ] ",
  };
  static const char *const wrong[] = {
    "", "[(1,2)]", "[(1,2),(3,4),(5,6)]", "[(1,2),(3,4))", "[(1,2),(3,4)", "((1,2),(3,4)",
    "(1,2),(3,4))", "[(1,2)(3,4)]", "[[1,2],[3,4]]", "<(1,2),3>",
  };
  g_autoptr (PggLineSegment) segment = pgg_line_segment_new (1, 2, 3, -4);
  g_autofree char *text = pgg_line_segment_to_string (segment);
  GError *error = NULL;

  g_assert_cmpstr (text, ==, forms[0]);
  assert_point (pgg_line_segment_get_start (segment), "(1,2)");
  assert_point (pgg_line_segment_get_end (segment), "(3,-4)");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (PggLineSegment) same = pgg_line_segment_new_from_string (forms[i], &error);

      g_assert_no_error (error);
      g_assert_true (pgg_line_segment_equal (segment, same));
      g_assert_cmpuint (pgg_line_segment_hash (segment), ==, pgg_line_segment_hash (same));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (pgg_line_segment_new_from_string (wrong[i], &error));
      assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                           "The text is not a line segment");
    }
}

static void
test_box_value (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggBox) box = pgg_box_new (1, -4, 3, 2);
  g_autoptr (PggBox) same = pgg_box_new_from_string ("(3,-4),(1,2)", &error);
  g_autoptr (PggBox) other = pgg_box_new_from_string ("((1,NaN),(NaN,2))", &error);
  g_autofree char *text = pgg_box_to_string (box);
  g_autofree char *other_text = pgg_box_to_string (other);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "(3,2),(1,-4)");
  g_assert_cmpstr (other_text, ==, "(NaN,NaN),(1,2)");
  assert_point (pgg_box_get_high (box), "(3,2)");
  assert_point (pgg_box_get_low (box), "(1,-4)");
  g_assert_true (pgg_box_equal (box, same));
  g_assert_cmpuint (pgg_box_hash (box), ==, pgg_box_hash (same));
  g_assert_null (pgg_box_new_from_string ("[(1,2),(3,4)]", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "The text is not a box");
}

static void
test_circle_value (void)
{
  static const char *const forms[] = { "<(1,2),3>", "((1,2),3)", "(1,2),3", "1,2,3",
                                       " < ( 1 , 2 ) , 3 > " };
  static const char *const wrong[] = { "", "<(1,2)>", "<(1,2),-3>", "<(1,2),3", "<(1,2),3)",
                                       "(1,2,3)", "<(1,2),3>>", "<(1,2),x>" };
  GError *error = NULL;
  g_autoptr (PggCircle) circle = pgg_circle_new (1, 2, 3, &error);
  g_autofree char *text = pgg_circle_to_string (circle);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, forms[0]);
  g_assert_cmpfloat (pgg_circle_get_radius (circle), ==, 3);
  assert_point (pgg_circle_get_center (circle), "(1,2)");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (PggCircle) same = pgg_circle_new_from_string (forms[i], &error);

      g_assert_no_error (error);
      g_assert_true (pgg_circle_equal (circle, same));
      g_assert_cmpuint (pgg_circle_hash (circle), ==, pgg_circle_hash (same));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (pgg_circle_new_from_string (wrong[i], &error));
      assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
    }
  g_assert_null (pgg_circle_new (1, 2, -3, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The numbers do not make a circle");
}

static void
test_path_value (void)
{
  static const double numbers[] = { 1, 2, 3, -4 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PggPath) closed = pgg_path_new (numbers, 4, TRUE, &error);
  g_autoptr (PggPath) open = pgg_path_new (numbers, 4, FALSE, &error);
  g_autoptr (PggPath) same = pgg_path_new_from_string ("1, 2, 3, -4", &error);
  g_autofree char *closed_text = pgg_path_to_string (closed);
  g_autofree char *open_text = pgg_path_to_string (open);
  const double *coordinates;
  gsize n_coordinates;

  g_assert_no_error (error);
  g_assert_cmpstr (closed_text, ==, "((1,2),(3,-4))");
  g_assert_cmpstr (open_text, ==, "[(1,2),(3,-4)]");
  g_assert_true (pgg_path_is_closed (closed));
  g_assert_false (pgg_path_is_closed (open));
  g_assert_true (pgg_path_equal (closed, same));
  g_assert_cmpuint (pgg_path_hash (closed), ==, pgg_path_hash (same));
  g_assert_false (pgg_path_equal (closed, open));
  g_assert_cmpuint (pgg_path_get_n_points (open), ==, 2);
  coordinates = pgg_path_get_coordinates (open, &n_coordinates);
  g_assert_cmpmem (coordinates, n_coordinates * sizeof (double), numbers, sizeof (numbers));
  assert_point (pgg_path_get_point (open, 1, &error), "(3,-4)");
  g_assert_no_error (error);

  g_assert_null (pgg_path_get_point (open, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "There is no point 2, there are 2 points");
  g_assert_null (pgg_path_new (numbers, 3, TRUE, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The last point has one coordinate only");
  g_assert_null (pgg_path_new (NULL, 0, TRUE, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "There is no point, one is the least");
  g_assert_null (pgg_path_new (numbers, G_MAXSIZE - 1, TRUE, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_TOO_LARGE, NULL);
  g_assert_null (pgg_path_new_from_string ("[(1,2),(3)]", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "The text is not a path");
}

static void
test_polygon_value (void)
{
  static const double numbers[] = { 1, 2, 3, -4, 0, 0 };
  static const char *const forms[] = { "((1,2),(3,-4),(0,0))", "(1,2),(3,-4),(0,0)",
                                       "(1,2,3,-4,0,0)", "1,2,3,-4,0,0" };
  GError *error = NULL;
  g_autoptr (PggPolygon) polygon = pgg_polygon_new (numbers, 6, &error);
  g_autofree char *text = pgg_polygon_to_string (polygon);
  gsize n_coordinates;

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, forms[0]);
  g_assert_cmpuint (pgg_polygon_get_n_points (polygon), ==, 3);
  g_assert_cmpfloat (pgg_polygon_get_coordinates (polygon, &n_coordinates)[3], ==, -4);
  g_assert_cmpuint (n_coordinates, ==, 6);
  assert_point (pgg_polygon_get_point (polygon, 0, &error), "(1,2)");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (PggPolygon) same = pgg_polygon_new_from_string (forms[i], &error);

      g_assert_no_error (error);
      g_assert_true (pgg_polygon_equal (polygon, same));
      g_assert_cmpuint (pgg_polygon_hash (polygon), ==, pgg_polygon_hash (same));
    }
  g_assert_null (pgg_polygon_new_from_string ("[(1,2),(3,4)]", &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, "The text is not a polygon");
}

/* A floating one. */
static void
assert_variant (GVariant   *variant,
                const char *expected)
{
  g_autofree char *text = g_variant_print (variant, TRUE);

  g_assert_true (g_variant_is_floating (variant));
  g_assert_cmpstr (text, ==, expected);
}

/* The functions that all types have, for values of any of them. */
typedef struct
{
  guint32     oid;
  const char *text;
  const char *variant;
  GType     (*get_type)     (void);
  gpointer  (*from_string)  (const char *text,
                             GError    **error);
  gpointer  (*from_variant) (GVariant  *variant,
                             GError   **error);
  GVariant *(*to_variant)   (gpointer   self);
  gpointer  (*ref)          (gpointer   self);
  void      (*unref)        (gpointer   self);
  GEqualFunc  equal;
  gpointer  (*from_result)  (PggResult *result,
                             guint      row,
                             guint      column,
                             GError   **error);
  gpointer  (*from_row)     (PggRow    *row,
                             guint      column,
                             GError   **error);
} Kind;

#define FROM_STRING(function) ((gpointer (*) (const char *, GError **)) function)
#define FROM_VARIANT(function) ((gpointer (*) (GVariant *, GError **)) function)
#define TO_VARIANT(function) ((GVariant *(*) (gpointer)) function)
#define REF(function) ((gpointer (*) (gpointer)) function)
#define UNREF(function) ((void (*) (gpointer)) function)
#define FROM_RESULT(function) ((gpointer (*) (PggResult *, guint, guint, GError **)) function)
#define FROM_ROW(function) ((gpointer (*) (PggRow *, guint, GError **)) function)

static const Kind kinds[] = {
  {
    PGG_OID_POINT,
    "(1,2.5)",
    "(1.0, 2.5)",
    pgg_point_get_type,
    FROM_STRING (pgg_point_new_from_string),
    FROM_VARIANT (pgg_point_new_from_variant),
    TO_VARIANT (pgg_point_to_variant),
    REF (pgg_point_ref),
    UNREF (pgg_point_unref),
    pgg_point_equal,
    FROM_RESULT (pgg_result_get_point),
    FROM_ROW (pgg_row_get_point),
  },
  {
    PGG_OID_LINE,
    "{1,2,3}",
    "(1.0, 2.0, 3.0)",
    pgg_line_get_type,
    FROM_STRING (pgg_line_new_from_string),
    FROM_VARIANT (pgg_line_new_from_variant),
    TO_VARIANT (pgg_line_to_variant),
    REF (pgg_line_ref),
    UNREF (pgg_line_unref),
    pgg_line_equal,
    FROM_RESULT (pgg_result_get_line),
    FROM_ROW (pgg_row_get_line),
  },
  {
    PGG_OID_LSEG,
    "[(1,2),(3,4)]",
    "(1.0, 2.0, 3.0, 4.0)",
    pgg_line_segment_get_type,
    FROM_STRING (pgg_line_segment_new_from_string),
    FROM_VARIANT (pgg_line_segment_new_from_variant),
    TO_VARIANT (pgg_line_segment_to_variant),
    REF (pgg_line_segment_ref),
    UNREF (pgg_line_segment_unref),
    pgg_line_segment_equal,
    FROM_RESULT (pgg_result_get_line_segment),
    FROM_ROW (pgg_row_get_line_segment),
  },
  {
    PGG_OID_BOX,
    "(3,4),(1,2)",
    "(3.0, 4.0, 1.0, 2.0)",
    pgg_box_get_type,
    FROM_STRING (pgg_box_new_from_string),
    FROM_VARIANT (pgg_box_new_from_variant),
    TO_VARIANT (pgg_box_to_variant),
    REF (pgg_box_ref),
    UNREF (pgg_box_unref),
    pgg_box_equal,
    FROM_RESULT (pgg_result_get_box),
    FROM_ROW (pgg_row_get_box),
  },
  {
    PGG_OID_PATH,
    "[(1,2),(3,4)]",
    "(false, [(1.0, 2.0), (3.0, 4.0)])",
    pgg_path_get_type,
    FROM_STRING (pgg_path_new_from_string),
    FROM_VARIANT (pgg_path_new_from_variant),
    TO_VARIANT (pgg_path_to_variant),
    REF (pgg_path_ref),
    UNREF (pgg_path_unref),
    pgg_path_equal,
    FROM_RESULT (pgg_result_get_path),
    FROM_ROW (pgg_row_get_path),
  },
  {
    PGG_OID_POLYGON,
    "((1,2))",
    "[(1.0, 2.0)]",
    pgg_polygon_get_type,
    FROM_STRING (pgg_polygon_new_from_string),
    FROM_VARIANT (pgg_polygon_new_from_variant),
    TO_VARIANT (pgg_polygon_to_variant),
    REF (pgg_polygon_ref),
    UNREF (pgg_polygon_unref),
    pgg_polygon_equal,
    FROM_RESULT (pgg_result_get_polygon),
    FROM_ROW (pgg_row_get_polygon),
  },
  {
    PGG_OID_CIRCLE,
    "<(1,2),3>",
    "(1.0, 2.0, 3.0)",
    pgg_circle_get_type,
    FROM_STRING (pgg_circle_new_from_string),
    FROM_VARIANT (pgg_circle_new_from_variant),
    TO_VARIANT (pgg_circle_to_variant),
    REF (pgg_circle_ref),
    UNREF (pgg_circle_unref),
    pgg_circle_equal,
    FROM_RESULT (pgg_result_get_circle),
    FROM_ROW (pgg_row_get_circle),
  },
};

/* What goes into a variant comes out of it. */
static void
check_variant (const Kind *kind)
{
  GError *error = NULL;
  gpointer value = kind->from_string (kind->text, NULL);
  g_autoptr (GVariant) variant = kind->to_variant (value);
  g_autoptr (GVariant) wrong = g_variant_ref_sink (g_variant_new ("(di)", 1.0, 2));
  gpointer copy;

  assert_variant (variant, kind->variant);
  g_variant_ref_sink (variant);
  copy = kind->from_variant (variant, &error);
  kind->unref (kind->from_variant (kind->to_variant (value), NULL)); /* floating */
  g_assert_no_error (error);
  g_assert_true (kind->equal (value, copy));
  g_assert_null (kind->from_variant (wrong, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);

  g_assert_true (kind->ref (value) == value);
  kind->unref (value);
  kind->unref (value);
  kind->unref (copy);
}

static void
check_transform (const Kind *kind)
{
  g_auto (GValue) boxed = G_VALUE_INIT;
  g_auto (GValue) string = G_VALUE_INIT;

  g_value_init (&boxed, kind->get_type ());
  g_value_init (&string, G_TYPE_STRING);
  g_assert_true (g_value_transform (&boxed, &string));
  g_assert_null (g_value_get_string (&string));
  g_value_take_boxed (&boxed, kind->from_string (kind->text, NULL));
  g_assert_true (g_value_transform (&boxed, &string));
  g_assert_cmpstr (g_value_get_string (&string), ==, kind->text);
}

static void
test_variants (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      check_variant (&kinds[i]);
      check_transform (&kinds[i]);
    }
}

static void
test_variants_refused (void)
{
  GError *error = NULL;
  g_autoptr (GVariant) circle = g_variant_ref_sink (g_variant_new ("(ddd)", 1.0, 2.0, -1.0));
  g_autoptr (GVariant) line = g_variant_ref_sink (g_variant_new ("(ddd)", 0.0, 0.0, 1.0));
  g_autoptr (GVariant) polygon = g_variant_ref_sink (g_variant_new ("a(dd)", NULL));

  g_assert_null (pgg_circle_new_from_variant (circle, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_null (pgg_line_new_from_variant (line, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_null (pgg_polygon_new_from_variant (polygon, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_null (pgg_point_new_from_variant (line, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "A variant of type (ddd) is not a point");
}

/* Each getter gives the value of its own type and refuses the others. */
static void
check_getters (const Kind *kind,
               PggResult  *result,
               PggRow     *row,
               guint       column)
{
  GError *error = NULL;
  gpointer expected = kind->from_string (kind->text, NULL);
  gpointer from_result = kind->from_result (result, 0, column, &error);
  gpointer from_row = kind->from_row (row, column, NULL);

  g_assert_no_error (error);
  g_assert_true (kind->equal (from_result, expected));
  g_assert_true (kind->equal (from_row, expected));
  kind->unref (expected);
  kind->unref (from_result);
  kind->unref (from_row);

  g_assert_null (kind->from_result (result, 1, column, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (i != column)
      {
        g_assert_null (kind->from_result (result, 0, i, &error));
        assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
      }
}

static void
test_getters (void)
{
  Attribute attributes[G_N_ELEMENTS (kinds)];
  Cell cells[2 * G_N_ELEMENTS (kinds)] = { NULL_CELL };
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggRow) row = NULL;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      attributes[i] = (Attribute) { "c", kinds[i].oid, 0, 0 };
      cells[i] = (Cell) { kinds[i].text, (int) strlen (kinds[i].text) };
    }
  result = make_result (UTF8, attributes, G_N_ELEMENTS (kinds), cells, 2);
  row = pgg_result_get_row (result, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    check_getters (&kinds[i], result, row, i);

  g_assert_null (pgg_result_get_point (result, 0, 1, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 1 (\"c\", line) cannot be read as a point");
  g_assert_null (pgg_result_get_point (result, 2, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

static void
test_getters_malformed (void)
{
  g_autoptr (PggResult) point = make_cell (UTF8, PGG_OID_POINT, 1, "\0\0\0", 3);
  /* As many points as there could be, and none of them. */
  g_autoptr (PggResult) path = make_cell (UTF8, PGG_OID_PATH, 1, "\1\7\xff\xff\xff", 5);
  g_autoptr (PggResult) polygon = make_cell (UTF8, PGG_OID_POLYGON, 1, "\0\0\0\0", 4);
  GError *error = NULL;

  g_assert_null (pgg_result_get_point (point, 0, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"c\", point) has a value that is malformed");
  g_assert_null (pgg_result_get_path (path, 0, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
  g_assert_null (pgg_result_get_polygon (polygon, 0, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/geometry/points", test_points);
  g_test_add_func ("/types/geometry/lines", test_lines);
  g_test_add_func ("/types/geometry/areas", test_areas);
  g_test_add_func ("/types/geometry/lists", test_lists);
  g_test_add_func ("/types/geometry/random", test_random);
  g_test_add_func ("/types/geometry/point-value", test_point_value);
  g_test_add_func ("/types/geometry/point-text", test_point_text);
  g_test_add_func ("/types/geometry/line-value", test_line_value);
  g_test_add_func ("/types/geometry/line-segment-value", test_line_segment_value);
  g_test_add_func ("/types/geometry/box-value", test_box_value);
  g_test_add_func ("/types/geometry/circle-value", test_circle_value);
  g_test_add_func ("/types/geometry/path-value", test_path_value);
  g_test_add_func ("/types/geometry/polygon-value", test_polygon_value);
  g_test_add_func ("/types/geometry/variants", test_variants);
  g_test_add_func ("/types/geometry/variants-refused", test_variants_refused);
  g_test_add_func ("/types/geometry/getters", test_getters);
  g_test_add_func ("/types/geometry/getters-malformed", test_getters_malformed);

  return g_test_run ();
}
