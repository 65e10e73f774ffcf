/* test-mutations.c: no byte sequence crashes, hangs or gives unsound results: every still file of
 * the shared set, changed at random with a fixed seed. ASSAY_MUTATIONS sets the number for longer
 * runs. */
#include "still-test.h"

#include "config.h"

#include <string.h>

#define SEED 20260715u
#define MUTATIONS 5000u
/* Structures stand at the front; pixels only make the test slower. */
#define FRONT (16 * 1024)
#define ROOM 4096

static guint8
extreme (GRand *rand)
{
  static const guint8 values[] = { 0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff };

  return values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))];
}

static gsize
place (GRand *rand, gsize size)
{
  gsize front = MIN (size, FRONT);

  return g_rand_int_range (rand, 0, 8) == 0 ? (gsize) (g_rand_double (rand) * (double) size)
                                            : (gsize) g_rand_int_range (rand, 0, (gint32) front);
}

static gsize
change_once (GRand *rand, guint8 *data, gsize size, gsize room)
{
  gsize at = place (rand, size);
  gsize length = (gsize) g_rand_int_range (rand, 1, 65);

  length = MIN (size - at, length);

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      data[at] ^= (guint8) (1u << g_rand_int_range (rand, 0, 8));
      return size;
    case 1:
      data[at] = extreme (rand);
      return size;
    case 2:
      memset (data + at, extreme (rand), MIN (size - at, 4));
      return size;
    case 3:
      memset (data + at, extreme (rand), MIN (size - at, 2));
      return size;
    case 4: /* cut off */
      return g_rand_int_range (rand, 0, 4) == 0 ? MAX (at, 1) : size;
    case 5: /* take out */
      memmove (data + at, data + at + length, size - at - length);
      return MAX (size - length, 1);
    case 6: /* copy from elsewhere: offsets that point to other structures */
      memmove (data + at, data + place (rand, size - length + 1), length);
      return size;
    default: /* put in */
      length = MIN (length, room - size);
      memmove (data + at + length, data + at, size - at);
      return size + length;
    }
}

static gint64
inspect_changed (GRand *rand, const guint8 *data, gsize size, const char *name)
{
  gsize room = size + ROOM;
  g_autofree guint8 *copy = g_malloc (room);
  guint changes = (guint) g_rand_int_range (rand, 1, 9);
  gsize changed = size;
  gint64 start = g_get_monotonic_time ();

  memcpy (copy, data, size);
  for (guint i = 0; i < changes; i++)
    changed = change_once (rand, copy, changed, room);

  g_autoptr (AssayInspection) inspection = av_test_inspect_bytes (copy, changed, name);

  still_test_check_sound (inspection, changed);
  return g_get_monotonic_time () - start;
}

static gboolean
is_still (const char *name)
{
  static const char *const endings[] = { ".jpg", ".png", ".gif", ".webp", ".tif" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
still_names (void)
{
  g_autofree char *manifest = av_test_path ("manifest.json");
  g_autofree char *folder = manifest == NULL ? NULL : g_path_get_dirname (manifest);
  g_autoptr (GDir) dir = folder == NULL ? NULL : g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_still (name) && strcmp (name, "bad_empty.jpg") != 0)
      g_ptr_array_add (names, g_strdup (name));
  /* A folder's order is the file system's; the seed needs ours. */
  g_ptr_array_sort (names, by_name);
  return names;
}

static void
test_mutations (void)
{
  g_autoptr (GPtrArray) names = still_names ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  const char *wanted = g_getenv ("ASSAY_MUTATIONS");
  guint64 total = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : MUTATIONS;
  gint64 longest = 0;

  if (names->len == 0)
    return;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = av_test_path (name);
      g_autofree char *data = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (guint64 k = 0; k < total / names->len + 1; k++)
        {
          gint64 took = inspect_changed (rand, (const guint8 *) data, size, name);

          longest = MAX (longest, took);
        }
    }
  g_test_message ("%u files, longest %" G_GINT64_FORMAT " µs", names->len, longest);
  g_assert_cmpint (longest, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/mutations/stills", test_mutations);
  return g_test_run ();
}
