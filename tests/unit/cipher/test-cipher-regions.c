/* test-cipher-regions.c: rectangles as bytes and back, from seconds and pixels to pictures and
 * samples, and in a real stream: nothing outside them changes. */
#include <glib.h>
#include <string.h>

#include "cipher-streams.h"
#include "cipher/assay-cipher-plan.h"
#include "model/assay-model.h"

static AssayRegion *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  AssayRegion *region = assay_region_parse (text, &error);

  g_assert_no_error (error);
  return region;
}

static void
random_track (GRand *random, AssayCipherTrack *track)
{
  gint32 order = g_rand_int_range (random, -100, 100);

  *track = (AssayCipherTrack){ .from = G_MININT32, .to = G_MAXINT32 };
  if (g_rand_boolean (random))
    track->from = g_rand_int_range (random, -1000, 100000);
  if (g_rand_boolean (random))
    track->to = g_rand_int_range (random, 100000, 200000);
  track->n_keys = (guint) g_rand_int_range (random, 0, ASSAY_CIPHER_MOST_KEYS + 1);
  for (guint i = 0; i < track->n_keys; i++)
    {
      AssayCipherEdges *edges = &track->keys[i].edges;

      order += g_rand_int_range (random, 1, 1000);
      track->keys[i].order = order;
      edges->left = g_rand_int_range (random, -2000, 8000);
      edges->top = g_rand_int_range (random, -2000, 8000);
      edges->right = edges->left + g_rand_int_range (random, 0, 4000);
      edges->bottom = edges->top + g_rand_int_range (random, 0, 4000);
    }
}

static void
test_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 500; i++)
    {
      g_autofree AssayCipherRegions *regions = g_new0 (AssayCipherRegions, 1);
      g_autofree AssayCipherRegions *read = g_new0 (AssayCipherRegions, 1);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      AssayReader reader;

      regions->n_tracks = (guint) g_rand_int_range (random, 0, ASSAY_CIPHER_TRACKS + 1);
      for (guint track = 0; track < regions->n_tracks; track++)
        random_track (random, &regions->tracks[track]);
      assay_cipher_regions_write (regions, bytes);
      assay_reader_init (&reader, bytes->data, bytes->len, 0);
      g_assert_true (assay_cipher_regions_read (read, &reader));
      g_assert_cmpuint (assay_reader_left (&reader), ==, 0);
      g_assert_true (memcmp (regions, read, sizeof *read) == 0);
      /* Cut anywhere it is refused. */
      assay_reader_init (&reader, bytes->data,
                         (gsize) g_rand_int_range (random, 0, (gint) bytes->len), 0);
      g_assert_false (assay_cipher_regions_read (read, &reader));
    }
}

/* What no writer writes: refused, or within bounds. */
static void
test_hostile_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  guint taken = 0;

  for (guint i = 0; i < 200000; i++)
    {
      AssayCipherRegions read = { 0 };
      guint8 bytes[24];
      AssayReader reader;
      AssayCipherArea area;

      for (guint at = 0; at < sizeof bytes; at++)
        bytes[at] = (guint8) (g_rand_int (random) >> (at < 4 ? 30 : 24));
      assay_reader_init (&reader, bytes, sizeof bytes, 0);
      if (!assay_cipher_regions_read (&read, &reader))
        continue;
      taken++;
      assay_cipher_regions_at (&read, (gint32) g_rand_int (random), &area);
      g_assert_cmpuint (area.n, <=, ASSAY_CIPHER_TRACKS);
    }
  g_assert_cmpuint (taken, >, 100);
}

static void
test_between_keys (void)
{
  AssayCipherTrack track = { .from = 5, .to = 40, .n_keys = 2 };
  AssayCipherRectangle at;

  track.keys[0] = (AssayCipherKeyFrame){ 10, { 0, 10, 4, 20 } };
  track.keys[1] = (AssayCipherKeyFrame){ 13, { 1, 7, 5, 17 } };
  g_assert_false (assay_cipher_track_at (&track, 4, &at));
  g_assert_false (assay_cipher_track_at (&track, 41, &at));
  g_assert_true (assay_cipher_track_at (&track, 5, &at));
  g_assert_true (at.left == 0 && at.top == 80 && at.right == 32 && at.bottom == 160);
  g_assert_true (assay_cipher_track_at (&track, 11, &at));
  /* 8/3 and 34.7 to the right, 72 and 152 down: rounded outward. */
  g_assert_true (at.left == 2 && at.right == 35 && at.top == 72 && at.bottom == 152);
  g_assert_true (assay_cipher_track_at (&track, 40, &at));
  g_assert_true (at.left == 8 && at.top == 56 && at.right == 40 && at.bottom == 136);
}

static void
make_moments (AssayCipherMoment *moments, guint n, double bend)
{
  for (guint i = 0; i < n; i++)
    moments[i]
        = (AssayCipherMoment){ .seconds = i / 25.0 + bend * i * i / 25.0 / n, .order = (gint32) i };
}

static void
test_plan_turned (void)
{
  static const struct
  {
    guint rotation;
    AssayCipherEdges edges;
  } cases[] = {
    /* The window is 256 samples wide and 136 high, at (8, 8). */
    { 0, { 2, 3, 6, 9 } },
    { 90, { 3, 13, 9, 17 } },    /* x = y', y = 136 - x' */
    { 180, { 28, 10, 32, 16 } }, /* x = 256 - x', y = 136 - y' */
    { 270, { 25, 2, 31, 6 } },   /* x = 256 - y', y = x' */
  };
  AssayCipherMoment moments[50];

  make_moments (moments, G_N_ELEMENTS (moments), 0.0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayRegion) region = parse ("0.4-1.2@0:8,16,32,48");
      g_autofree AssayCipherHeader *header = g_new0 (AssayCipherHeader, 1);
      AssayCipherView view = { { 8, 8, 256, 136 }, cases[i].rotation };
      const AssayCipherTrack *track = &header->regions.tracks[0];

      header->regions.n_tracks = 1;
      g_assert_true (assay_cipher_plan_track (header, region, moments, 50, &view, NULL, NULL));
      g_assert_cmpint (track->from, ==, 10);
      g_assert_cmpint (track->to, ==, 30);
      g_assert_cmpuint (track->n_keys, ==, 1);
      g_assert_true (memcmp (&track->keys[0].edges, &cases[i].edges, sizeof cases[i].edges) == 0);
    }
}

/* Whatever the frame rate does, what was asked for is held. */
static void
test_plan_covers (void)
{
  AssayCipherMoment moments[300];
  g_autoptr (AssayRegion) region
      = parse ("@0:0,0,64,64;4:800,300,90,64;9:20,20,64,80;30:20,400,64,80");
  AssayCipherView view = { { 0, 0, 1920, 1080 }, 0 };

  for (guint bend = 0; bend < 4; bend++)
    {
      g_autofree AssayCipherHeader *header = g_new0 (AssayCipherHeader, 1);

      make_moments (moments, G_N_ELEMENTS (moments), bend * 0.7);
      header->regions.n_tracks = 1;
      g_assert_true (assay_cipher_plan_track (header, region, moments, 300, &view, NULL, NULL));
      for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
        {
          AssayRegionKey key = { 0 };
          AssayCipherRectangle is;

          g_assert_true (assay_region_at (region, moments[i].seconds, &key));
          g_assert_true (assay_cipher_track_at (&header->regions.tracks[0], (gint32) i, &is));
          g_assert_true ((double) is.left <= key.x && (double) is.top <= key.y
                         && (double) is.right >= key.x + key.width
                         && (double) is.bottom >= key.y + key.height);
          g_assert_cmpfloat ((double) is.left, >, key.x - 48.0);
          g_assert_cmpfloat ((double) is.right, <, key.x + key.width + 48.0);
        }
    }
}

/* However far a rectangle goes, turned or not, and however much it must grow: what is written can
 * be read. */
static void
test_plan_far (void)
{
  static const char *const texts[] = { "@0:-65535,-65535,48,48;1:65535,65535,65535,65535",
                                       "@0:65535,0,65535,65535;2:0,65535,1,1;4:0,0,48,48",
                                       "@0:0,0,65535,65535;3:-65535,-65535,65535,65535" };
  AssayCipherMoment moments[300];

  make_moments (moments, G_N_ELEMENTS (moments), 0.9);
  for (guint i = 0; i < 4 * G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (AssayRegion) region = parse (texts[i / 4]);
      g_autofree AssayCipherHeader *header = g_new0 (AssayCipherHeader, 1);
      g_autofree AssayCipherHeader *again = g_new0 (AssayCipherHeader, 1);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      AssayCipherView view = { { 64, 64, 1920, 1080 }, 90 * (i % 4) };
      AssayReader reader;

      header->regions.n_tracks = 1;
      g_assert_true (assay_cipher_plan_track (header, region, moments, 300, &view, NULL, NULL));
      assay_cipher_regions_write (&header->regions, bytes);
      assay_reader_init (&reader, bytes->data, bytes->len, 0);
      g_assert_true (assay_cipher_regions_read (&again->regions, &reader));
      g_assert_true (memcmp (again->regions.tracks[0].keys, header->regions.tracks[0].keys,
                             header->regions.tracks[0].n_keys * sizeof (AssayCipherKeyFrame))
                     == 0);
    }
}

static void
test_plan_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("@0:0,0,99,99");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRegion) region = NULL;
  g_autofree AssayCipherHeader *header = g_new0 (AssayCipherHeader, 1);
  AssayCipherView view = { { 0, 0, 1920, 1080 }, 0 };
  AssayCipherMoment moments[3000];
  guint fitted = 0;

  make_moments (moments, G_N_ELEMENTS (moments), 0.0);
  for (guint i = 1; i < 100; i++)
    {
      g_string_append_printf (text, ";%u:%u,%u,%u,%u", i, i * 31 % 900, i * 57 % 700,
                              40 + i * 97 % 500, 60 + i * 13 % 300);
      g_clear_pointer (&region, assay_region_unref);
      region = parse (text->str);
      header->regions.n_tracks = 1;
      if (!assay_cipher_plan_track (header, region, moments, 3000, &view, NULL, &error))
        break;
      fitted = i + 1;
    }
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
  g_test_message ("%u key frames of a rectangle that also changes its size fit", fitted);
  g_assert_cmpuint (fitted, >=, 12);
}

/* Bins by coding tree unit of two streams. */
typedef struct
{
  guint inside;
  guint changed_inside;
  guint outside;
} Differences;

static void
compare_segment (const AssayHevcSliceSegment *a,
                 const GArray *a_runs,
                 const GArray *a_units,
                 const AssayHevcSliceSegment *b,
                 Differences *found)
{
  guint width = b->sps->width_ctbs;
  guint size = 1u << b->sps->log2_ctb;
  const GArray *b_runs = b->found->runs;

  g_assert_cmpuint (a_runs->len, ==, b_runs->len);
  g_assert_cmpuint (a_units->len, ==, b->found->units->len);
  for (guint i = 0; i < a_units->len; i++)
    {
      const AssayCodedUnit *unit = &g_array_index (a_units, AssayCodedUnit, i);
      guint end = i + 1 < a_units->len ? unit[1].first_run : a_runs->len;
      guint x = unit->address % width * size;
      guint y = unit->address / width * size;
      gboolean in = x < 96 && x + size > 32 && y < 128 && y + size > 64;

      for (guint at = unit->first_run; at < end; at++)
        {
          const AssayBypassRun *run = &g_array_index (a_runs, AssayBypassRun, at);
          guint32 free = assay_bypass_run_free (run, ASSAY_CIPHER_MODE_EXTENDED);
          guint32 differs = run->value ^ g_array_index (b_runs, AssayBypassRun, at).value;

          g_assert_cmpuint (differs & ~(in ? free : 0), ==, 0);
          found->inside += in ? (guint) __builtin_popcount (free) : 0;
          found->changed_inside += (guint) __builtin_popcount (differs);
          found->outside += in ? 0 : (guint) __builtin_popcount (free);
        }
    }
}

/* The units of a byte stream that hold slice segments, with their parser. */
typedef struct
{
  AssayHevcParser *parser;
  const guint8 *data;
  gsize size;
  gsize at;
} Walk;

static gboolean
next_segment (Walk *walk, AssayHevcSliceSegment *segment)
{
  while (walk->at < walk->size)
    {
      gsize next = assay_hevc_find_start_code (walk->data, walk->size, walk->at + 3);
      gsize end = next;
      AssayHevcNal nal;
      gboolean found = FALSE;

      while (end > walk->at + 3 && walk->data[end - 1] == 0)
        end--;
      if (assay_hevc_nal_read (walk->data + walk->at + 3, end - walk->at - 3, &nal))
        g_assert_true (assay_hevc_parser_take (walk->parser, &nal, segment, &found, NULL));
      walk->at = next;
      if (found)
        return TRUE;
    }
  return FALSE;
}

static Differences
compare_streams (const guint8 *a, gsize a_size, const guint8 *b, gsize b_size)
{
  g_autoptr (AssayHevcParser) a_parser = assay_hevc_parser_new ();
  g_autoptr (AssayHevcParser) b_parser = assay_hevc_parser_new ();
  Walk one = { a_parser, a, a_size, assay_hevc_find_start_code (a, a_size, 0) };
  Walk two = { b_parser, b, b_size, assay_hevc_find_start_code (b, b_size, 0) };
  AssayHevcSliceSegment a_segment;
  AssayHevcSliceSegment b_segment;
  Differences found = { 0 };

  while (next_segment (&one, &a_segment))
    {
      g_assert_true (next_segment (&two, &b_segment));
      compare_segment (&a_segment, a_segment.found->runs, a_segment.found->units, &b_segment,
                       &found);
    }
  g_assert_false (next_segment (&two, &b_segment));
  return found;
}

static void
test_stream (gconstpointer name)
{
  CipherCase c;
  gsize size;
  g_autofree guint8 *data = cipher_load (name, &size);
  g_autoptr (GByteArray) secret = NULL;
  g_autoptr (GByteArray) parallel = NULL;
  g_autoptr (GByteArray) back = NULL;
  g_autoptr (GError) error = NULL;
  Differences found;
  AssayCipherCount count;

  if (data == NULL)
    return;
  cipher_case_init (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXTENDED);
  c.header.regions.n_tracks = 1;
  c.header.regions.tracks[0]
      = (AssayCipherTrack){ .from = G_MININT32, .to = G_MAXINT32, .n_keys = 1 };
  c.header.regions.tracks[0].keys[0].edges = (AssayCipherEdges){ 4, 8, 12, 16 };
  secret = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, &error);
  g_assert_no_error (error);
  count = c.outcome.count;
  found = compare_streams (data, size, secret->data, secret->len);
  g_assert_cmpuint (found.outside, >, found.inside / 2);
  g_assert_cmpuint (found.inside, ==, count.regions[0].encrypted);
  g_assert_cmpuint (found.changed_inside, >, found.inside * 45 / 100);
  g_assert_cmpuint (found.changed_inside, <, found.inside * 55 / 100);
  g_assert_cmpuint (count.units_encrypted, <, count.units);
  g_assert_cmpuint (count.regions[0].encrypted, <, count.regions[0].bits);
  parallel = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 3, data, size, &error);
  g_assert_true (parallel->len == secret->len
                 && memcmp (parallel->data, secret->data, secret->len) == 0);
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 2, secret->data, secret->len, &error);
  g_assert_no_error (error);
  g_assert_true (back->len == size && memcmp (back->data, data, size) == 0);
}

/* Pictures in a time range; and after an intra picture everything. */
static void
test_range (void)
{
  CipherCase c;
  gsize size;
  g_autofree guint8 *data = cipher_load ("x_rectamp_wpp_b.hevc", &size);
  guint64 units[3];

  if (data == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GByteArray) secret = NULL;
      g_autoptr (GByteArray) back = NULL;

      cipher_case_init (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
      c.header.regions.n_tracks = 1;
      c.header.regions.whole_after = i == 2;
      c.header.regions.tracks[0]
          = (AssayCipherTrack){ .from = i == 1 ? 3 : G_MININT32, .to = 10, .n_keys = 1 };
      c.header.regions.tracks[0].keys[0].edges = (AssayCipherEdges){ 4, 8, 12, 16 };
      secret = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, data, size, NULL);
      g_assert_nonnull (secret);
      units[i] = c.outcome.count.units_encrypted;
      g_assert_cmpuint (c.outcome.count.regions[0].pictures, ==, i == 1 ? 8 : 11);
      back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 1, secret->data, secret->len, NULL);
      g_assert_true (back != NULL && back->len == size && memcmp (back->data, data, size) == 0);
    }
  g_assert_cmpuint (units[1] * 11, ==, units[0] * 8);
  g_assert_cmpuint (units[2], >, units[0]);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = {
    "h_depslices_wpp_lowqp.hevc", "h_pcm_tiles.hevc",         "h_ra_nosbh.hevc",
    "k_wppslices_smpamp.hevc",    "x_scalinglist_ctu16.hevc", "x_slices_ctu32_wpp.hevc",
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/regions/bytes", test_bytes);
  g_test_add_func ("/cipher/regions/bytes/hostile", test_hostile_bytes);
  g_test_add_func ("/cipher/regions/between-keys", test_between_keys);
  g_test_add_func ("/cipher/regions/plan/turned", test_plan_turned);
  g_test_add_func ("/cipher/regions/plan/covers", test_plan_covers);
  g_test_add_func ("/cipher/regions/plan/far", test_plan_far);
  g_test_add_func ("/cipher/regions/plan/too-many", test_plan_too_many);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cipher/regions/stream/%s", names[i]);

      g_test_add_data_func (path, names[i], test_stream);
    }
  g_test_add_func ("/cipher/regions/range", test_range);
  return g_test_run ();
}
