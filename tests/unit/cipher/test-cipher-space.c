/* test-cipher-space.c: pictures in the order of showing, in as many points as a plot may have. */
#include <glib.h>

#include "cipher/assay-cipher-timeline.h"

static const AssayCipherPoint *
point_at (const AssayCipherSpace *space, guint i)
{
  g_assert_cmpuint (i, <, space->points->len);
  return &g_array_index (space->points, AssayCipherPoint, i);
}

/* Groups of eight in the order of a hierarchy of B pictures, numbers with gaps; a picture's bits
 * are its place. */
static void
test_order (void)
{
  static const guint places[8] = { 7, 3, 1, 0, 2, 5, 4, 6 };
  g_autoptr (AssayCipherSpace) space = assay_cipher_space_new (ASSAY_CIPHER_MODE_EXACT);
  g_autoptr (AssayCipherTimeline) timeline = assay_cipher_timeline_new (space);

  for (guint group = 0; group < 30; group++)
    for (guint i = 0; i < 8; i++)
      {
        guint place = 8 * group + places[i];

        assay_cipher_timeline_add (timeline, 3 * (gint32) place - 5, TRUE, 10 * place, place);
        assay_cipher_timeline_add (timeline, 3 * (gint32) place - 5, FALSE, 1000, 1);
      }
  assay_cipher_timeline_end (timeline);
  g_assert_cmpuint (space->points->len, ==, 240);
  for (guint i = 0; i < 240; i++)
    {
      g_assert_cmpuint (point_at (space, i)->bits, ==, 10 * i + 1000);
      g_assert_cmpuint (point_at (space, i)->free_bits, ==, i + 1);
    }
}

/* Two hours: no more points than a plot may have, and no bit is lost; the curve beside it has
 * points of as many pictures. */
static void
test_long (void)
{
  const guint64 n = 180001;
  g_autoptr (AssayCipherSpace) space = assay_cipher_space_new (ASSAY_CIPHER_MODE_EXACT);
  g_autoptr (AssayCipherTimeline) timeline = assay_cipher_timeline_new (space);
  AssayCipherCurve curve = { 0 };
  guint64 bits = 0;

  for (guint64 i = 0; i < n; i++)
    {
      assay_cipher_timeline_add (timeline, (gint32) i, TRUE, 8 * (i % 7), 1);
      assay_cipher_curve_add (&curve, (double) i);
    }
  assay_cipher_timeline_end (timeline);
  g_assert_cmpuint (space->points->len, <=, ASSAY_CIPHER_TIMELINE);
  g_assert_cmpuint (space->points->len, ==, assay_cipher_curve_get_n_points (&curve));
  g_assert_cmpuint (space->per_point, ==, curve.per_point);
  for (guint i = 0; i < space->points->len; i++)
    {
      guint64 first = i * curve.per_point;
      guint64 last = MIN (first + curve.per_point, n) - 1;

      bits += point_at (space, i)->free_bits;
      g_assert_cmpfloat_with_epsilon (point_at (space, i)->first, (double) first, 1e-6);
      g_assert_cmpfloat_with_epsilon (assay_cipher_curve_get (&curve, i),
                                      (double) (first + last) / 2, 1e-6);
    }
  g_assert_cmpuint (bits, ==, n);
  g_free (curve.sums);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/space/order", test_order);
  g_test_add_func ("/cipher/space/long", test_long);
  return g_test_run ();
}
