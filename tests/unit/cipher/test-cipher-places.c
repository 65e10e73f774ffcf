/* test-cipher-places.c: units that are known by their number are found again in the file. */
#include <glib.h>
#include <string.h>

#include "cipher-streams.h"
#include "cipher/assay-cipher-places.h"

#define MOST_UNITS 10u

typedef struct
{
  gsize from, to;
} Extent;

/* The first units of a byte stream, without start codes and the zeros behind them. */
static void
find_units (const guint8 *data, gsize size, Extent units[MOST_UNITS])
{
  gsize at = assay_hevc_find_start_code (data, size, 0);

  for (guint i = 0; i < MOST_UNITS; i++)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);

      g_assert_cmpuint (at, <, size);
      units[i] = (Extent){ at + 3, next };
      while (data[units[i].to - 1] == 0)
        units[i].to--;
      at = next;
    }
}

/* Of several lists, the same unit in two of them, in one reading that goes as far as the last. */
static void
test_lists (void)
{
  static const guint wanted[][3] = { { 1, 5, 5 }, { 0 }, { 2, 5, 9 } };
  static const guint n_wanted[] = { 3, 0, 3 };
  GArray *lists[G_N_ELEMENTS (wanted)];
  Extent units[MOST_UNITS];
  gsize size;
  g_autofree guint8 *stream = cipher_load ("x_rectamp_wpp_b.hevc", &size);
  g_autoptr (AssayProgress) progress = assay_progress_new (NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (stream == NULL)
    return;

  g_autoptr (GBytes) bytes = g_bytes_new (stream, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);

  find_units (stream, size, units);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      lists[i] = g_array_new (FALSE, TRUE, sizeof (AssayCipherPlaced));
      g_array_set_size (lists[i], n_wanted[i]);
      for (guint j = 0; j < n_wanted[i]; j++)
        g_array_index (lists[i], AssayCipherPlaced, j).unit = wanted[i][j];
    }
  g_assert_true (
      assay_cipher_places_find (lists, G_N_ELEMENTS (lists), source, progress, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      for (guint j = 0; j < n_wanted[i]; j++)
        {
          const AssayCipherPlaced *place = &g_array_index (lists[i], AssayCipherPlaced, j);
          const Extent *unit = &units[wanted[i][j]];

          g_assert_cmpint (place->position, ==, (gint64) unit->from);
          g_assert_cmpuint (place->size, ==, unit->to - unit->from);
        }
      g_array_unref (lists[i]);
    }
  g_assert_cmpfloat (assay_progress_get (progress), >, 0);
  g_assert_cmpfloat (assay_progress_get (progress), <, 1);
}

/* A number that no unit has stays without a place; nothing sought is no reading. */
static void
test_missing (void)
{
  AssayCipherPlaced far = { .unit = G_MAXUINT64 };
  gsize size;
  g_autofree guint8 *stream = cipher_load ("x_rectamp_wpp_b.hevc", &size);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (AssayCipherPlaced));
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (AssaySource) empty = assay_source_new_bytes (nothing);
  g_autoptr (GError) error = NULL;

  if (stream == NULL)
    return;

  g_autoptr (GBytes) bytes = g_bytes_new (stream, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);

  g_assert_true (assay_cipher_places_find (&list, 1, empty, NULL, NULL, &error));
  g_array_append_val (list, far);
  g_assert_true (assay_cipher_places_find (&list, 1, source, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_array_index (list, AssayCipherPlaced, 0).position, ==, -1);
  g_assert_false (assay_cipher_places_find (&list, 1, empty, NULL, NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/places/lists", test_lists);
  g_test_add_func ("/cipher/places/missing", test_missing);
  return g_test_run ();
}
