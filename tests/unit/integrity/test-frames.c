/* test-frames.c: timeline of frames against values worked out by hand. */
#include "integrity/assay-frames-private.h"

#include <math.h>

/* Ten seconds at 25 frames a second, a key frame of 5000 bytes every 10, else 1000 bytes, B in
 * between. */
static GArray *
make_frames (void)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (AssayFrameRecord));

  for (guint i = 0; i < 250; i++)
    {
      const AssayFrameRecord frame = {
        .seconds = i / 25.0,
        .bytes = i % 10 == 0 ? 5000 : 1000,
        .type = i % 10 == 0  ? ASSAY_FRAME_KEY
                : i % 2 == 0 ? ASSAY_FRAME_PREDICTED
                             : ASSAY_FRAME_BOTH_WAYS,
      };

      g_array_append_val (frames, frame);
    }
  return frames;
}

static void
test_figures (void)
{
  g_autoptr (GArray) frames = make_frames ();
  AssayFrameRecord first = g_array_index (frames, AssayFrameRecord, 0);

  /* Out of order, as B-frames are in a file. */
  g_array_index (frames, AssayFrameRecord, 0) = g_array_index (frames, AssayFrameRecord, 7);
  g_array_index (frames, AssayFrameRecord, 7) = first;
  assay_frames_sort (frames);
  g_assert_cmpfloat_with_epsilon (assay_frames_duration (frames), 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_frames_bit_rate (frames), (25 * 5 + 225 * 1) * 8 / 10.0,
                                  1e-9);
  g_assert_cmpuint (assay_frames_key_distance (frames), ==, 10);
}

static void
test_plots (void)
{
  g_autoptr (GArray) frames = make_frames ();
  g_autoptr (AssayPlot) sizes = assay_frames_plot_sizes (frames);
  g_autoptr (AssayPlot) rate = assay_frames_plot_rate (frames);
  g_autoptr (AssayPlot) groups = assay_frames_plot_groups (frames);
  AssaySeries series;

  g_assert_cmpuint (assay_plot_get_n_series (sizes), ==, 3);
  assay_plot_get_series (sizes, 0, &series);
  g_assert_cmpuint (series.n, ==, 25);
  g_assert_cmpfloat_with_epsilon (series.y[3], 5000, 1e-9);
  assay_plot_get_series (rate, 0, &series);
  /* 25 frames a second: two or three key frames in each. */
  g_assert_cmpfloat_with_epsilon (series.y[0], (3 * 5 + 22) * 8, 1e-6);
  assay_plot_get_series (groups, 0, &series);
  g_assert_cmpuint (series.n, ==, 24);
  g_assert_cmpfloat_with_epsilon (series.y[23], 10, 1e-9);
}

/* A raw stream says nothing of times: its frames stand beside each other, and there is no rate. */
static void
test_no_times (void)
{
  g_autoptr (GArray) frames = make_frames ();
  AssaySeries series;

  for (guint i = 0; i < frames->len; i++)
    g_array_index (frames, AssayFrameRecord, i).seconds = NAN;
  assay_frames_sort (frames);

  g_autoptr (AssayPlot) sizes = assay_frames_plot_sizes (frames);
  g_autoptr (AssayPlot) groups = assay_frames_plot_groups (frames);

  g_assert_null (assay_frames_plot_rate (frames));
  assay_plot_get_series (sizes, 0, &series);
  g_assert_cmpuint (series.n, ==, 25);
  g_assert_cmpfloat_with_epsilon (series.x[0], 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (series.x[24], 241, 1e-9);
  assay_plot_get_series (groups, 0, &series);
  g_assert_cmpfloat_with_epsilon (series.x[1], 11, 1e-9);
  g_assert_cmpfloat_with_epsilon (series.y[1], 10, 1e-9);
}

/* Times that a hostile file makes up neither allocate without bound nor divide by zero. */
static void
test_hostile (void)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (AssayFrameRecord));
  const AssayFrameRecord far[] = {
    { -1e18, 1, ASSAY_FRAME_OTHER },
    { 0, G_MAXUINT64, ASSAY_FRAME_KEY },
    { 1e18, 1, ASSAY_FRAME_OTHER },
  };
  AssaySeries series;

  g_array_append_vals (frames, far, 2);
  g_array_append_val (frames, far[2]);
  assay_frames_sort (frames);
  {
    g_autoptr (AssayPlot) rate = assay_frames_plot_rate (frames);
    g_autoptr (AssayPlot) sizes = assay_frames_plot_sizes (frames);

    assay_plot_get_series (rate, 0, &series);
    g_assert_cmpuint (series.n, <=, 4097);
    g_assert_null (assay_frames_plot_groups (frames));
    g_assert_cmpuint (assay_plot_get_n_series (sizes), ==, 2);
  }
  g_array_set_size (frames, 1);
  g_assert_cmpfloat_with_epsilon (assay_frames_duration (frames), 0, 1e-9);
  g_assert_cmpuint (assay_frames_key_distance (frames), ==, 0);
}

/* An even stream is drawn even to its end, however the last second is cut. */
static void
test_end_of_rate (void)
{
  for (guint n = 95; n <= 130; n++)
    {
      g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (AssayFrameRecord));
      AssaySeries series;

      for (guint i = 0; i < n; i++)
        {
          const AssayFrameRecord frame = { .seconds = i / 25.0, .bytes = 1000 };

          g_array_append_val (frames, frame);
        }

      g_autoptr (AssayPlot) rate = assay_frames_plot_rate (frames);

      assay_plot_get_series (rate, 0, &series);
      g_assert_cmpuint (series.n, >=, 2);
      g_assert_cmpfloat_with_epsilon (series.x[series.n - 1], n / 25.0, 1e-6);
      for (guint i = 0; i < series.n; i++)
        g_assert_cmpfloat_with_epsilon (series.y[i], 200, 9);
    }
}

/* Three frames are three stems, and each says what it takes until the next. */
static void
test_few_frames (void)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (AssayFrameRecord));
  const AssayFrameRecord few[] = { { 5.0, 1000, ASSAY_FRAME_KEY },
                                   { 5.1, 500, ASSAY_FRAME_PREDICTED },
                                   { 5.1, 250, ASSAY_FRAME_PREDICTED } };
  g_autoptr (AssayPlot) rate = NULL;
  AssaySeries series;

  g_array_append_vals (frames, few, G_N_ELEMENTS (few));
  rate = assay_frames_plot_rate (frames);
  assay_plot_get_series (rate, 0, &series);
  g_assert_cmpint (series.kind, ==, ASSAY_SERIES_STEM);
  g_assert_cmpuint (series.n, ==, 3);
  g_assert_cmpfloat_with_epsilon (series.x[1], 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (series.y[0], 80, 0.05);
  g_assert_true (isfinite (series.y[1]) && isfinite (series.y[2]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/integrity/frames/figures", test_figures);
  g_test_add_func ("/integrity/frames/plots", test_plots);
  g_test_add_func ("/integrity/frames/end-of-rate", test_end_of_rate);
  g_test_add_func ("/integrity/frames/few", test_few_frames);
  g_test_add_func ("/integrity/frames/no-times", test_no_times);
  g_test_add_func ("/integrity/frames/hostile", test_hostile);
  return g_test_run ();
}
