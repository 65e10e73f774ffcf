/* assay-frames.c: sizes, rate and groups of the frames of a video. */
#include "integrity/assay-frames-private.h"

#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-numbers.h"

/* More bars than this cannot be told apart on any screen or page. */
#define MOST_BARS 4096u

/* Up to so many frames the bit rate is told frame by frame; a step for each second would be one
 * flat line of a fraction of its width. */
#define FEW_FRAMES 24u

static const AssayAxis time_axis = { N_ ("Time"), "s", ASSAY_SCALE_TIME, 0, 0 };
/* A byte stream has no times: its frames are numbered as they come. */
static const AssayAxis place_axis = { N_ ("Frame"), "", ASSAY_SCALE_LINEAR, 0, 0 };

static const AssayFrameRecord *
frame_at (const GArray *frames, guint index)
{
  return &g_array_index (frames, AssayFrameRecord, index);
}

static gboolean
has_times (const GArray *frames)
{
  for (guint i = 0; i < frames->len; i++)
    if (!isfinite (frame_at (frames, i)->seconds))
      return FALSE;
  return TRUE;
}

/* Where a frame stands on the axis of its plot. */
static double
place_of (const GArray *frames, guint index, gboolean timed)
{
  return timed ? frame_at (frames, index)->seconds : index + 1;
}

static AssayPlotBuilder *
new_plot (const char *id, const char *title, gboolean timed, const AssayAxis *value)
{
  AssayPlotBuilder *plot
      = assay_plot_builder_new (id, title, timed ? &time_axis : &place_axis, value);

  assay_plot_builder_link (plot, timed ? "time" : "frame");
  return plot;
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  const AssayFrameRecord *x = a;
  const AssayFrameRecord *y = b;

  return (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

void
assay_frames_sort (GArray *frames)
{
  g_array_sort (frames, compare_frames); /* a merge sort: equal times keep the order of the file */
}

static double
median (double *values, guint n)
{
  assay_sort_doubles (values, n);
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double
assay_frames_duration (const GArray *frames)
{
  g_autofree double *distances = NULL;

  if (frames->len < 2)
    return 0;
  distances = g_new (double, frames->len - 1);
  for (guint i = 1; i < frames->len; i++)
    distances[i - 1] = frame_at (frames, i)->seconds - frame_at (frames, i - 1)->seconds;
  return frame_at (frames, frames->len - 1)->seconds - frame_at (frames, 0)->seconds
         + median (distances, frames->len - 1);
}

double
assay_frames_bit_rate (const GArray *frames)
{
  const double duration = assay_frames_duration (frames);
  double bytes = 0;

  if (!(duration > 0))
    return 0;
  for (guint i = 0; i < frames->len; i++)
    bytes += (double) frame_at (frames, i)->bytes;
  return bytes * 8 / 1000 / duration;
}

/* Distances of the key frames in frames, with the place of the first of each pair. Returns how
 * many. */
static guint
key_distances (const GArray *frames, double *places, double *distances)
{
  const gboolean timed = has_times (frames);
  guint n = 0;
  guint last = 0;
  gboolean seen = FALSE;

  for (guint i = 0; i < frames->len; i++)
    {
      if (frame_at (frames, i)->type != ASSAY_FRAME_KEY)
        continue;
      if (seen)
        {
          places[n] = place_of (frames, last, timed);
          distances[n] = i - last;
          n++;
        }
      last = i;
      seen = TRUE;
    }
  return n;
}

guint
assay_frames_key_distance (const GArray *frames)
{
  g_autofree double *places = g_new (double, frames->len + 1);
  g_autofree double *distances = g_new (double, frames->len + 1);
  const guint n = key_distances (frames, places, distances);

  return n > 0 ? (guint) median (distances, n) : 0;
}

/* Frames of one type, reduced to at most MOST_BARS: the largest of each stretch of the file. */
static guint
sizes_of (const GArray *frames, gboolean timed, AssayFrameType type, double *x, double *y)
{
  const guint stretch = MAX (1u, (frames->len + MOST_BARS - 1) / MOST_BARS);
  guint n = 0;

  for (guint start = 0; start < frames->len; start += stretch)
    {
      const AssayFrameRecord *largest = NULL;
      guint place = 0;

      for (guint i = start; i < MIN (start + stretch, frames->len); i++)
        {
          const AssayFrameRecord *frame = frame_at (frames, i);

          if (frame->type == type && (largest == NULL || frame->bytes > largest->bytes))
            {
              largest = frame;
              place = i;
            }
        }
      if (largest == NULL)
        continue;
      x[n] = place_of (frames, place, timed);
      y[n] = (double) largest->bytes;
      n++;
    }
  return n;
}

AssayPlot *
assay_frames_plot_sizes (const GArray *frames)
{
  static const char *const names[] = {
    [ASSAY_FRAME_KEY] = N_ ("Key frames"),
    [ASSAY_FRAME_PREDICTED] = N_ ("Predicted frames (P)"),
    [ASSAY_FRAME_BOTH_WAYS] = N_ ("Frames predicted from both sides (B)"),
    [ASSAY_FRAME_OTHER] = N_ ("Other frames"),
  };
  static const AssayAxis size_axis
      = { N_ ("Size of the frame"), "bytes", ASSAY_SCALE_LINEAR, 0, 0 };
  const gboolean timed = has_times (frames);
  AssayPlotBuilder *plot = new_plot ("frame_sizes", N_ ("Frame sizes by type"), timed, &size_axis);
  g_autofree double *x = g_new (double, MOST_BARS);
  g_autofree double *y = g_new (double, MOST_BARS);

  for (guint type = 0; type < G_N_ELEMENTS (names); type++)
    {
      const guint n = sizes_of (frames, timed, type, x, y);

      if (n > 0)
        assay_plot_builder_series (plot, ASSAY_SERIES_STEM, names[type], x, y, NULL, n, 3);
    }
  return assay_plot_builder_end (plot);
}

/* What each frame takes of the time until the next one; the last has the usual distance. */
static void
add_rate_of_frames (AssayPlotBuilder *plot, const GArray *frames)
{
  const guint n = frames->len;
  const double first = frame_at (frames, 0)->seconds;
  const double last = assay_frames_duration (frames) - (frame_at (frames, n - 1)->seconds - first);
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      const double until
          = i + 1 < n ? frame_at (frames, i + 1)->seconds - frame_at (frames, i)->seconds : last;

      x[i] = frame_at (frames, i)->seconds - first;
      y[i] = (double) frame_at (frames, i)->bytes * 8 / 1000 / MAX (until, 0.001);
    }
  assay_plot_builder_series (plot, ASSAY_SERIES_STEM, N_ ("Bit rate of each frame"), x, y, NULL, n,
                             1);
}

static void
add_rate_of_seconds (AssayPlotBuilder *plot, const GArray *frames)
{
  const double duration = MIN (assay_frames_duration (frames), 1e7);
  const double step = MAX (1.0, ceil (duration / MOST_BARS));
  /* What is left at the end is a stretch of its own only if it is at least half of one: in less
   * there may be no frame, or one that would look like a peak. */
  const guint n = (guint) MAX (1.0, floor (duration / step + 0.5));
  g_autofree double *x = g_new0 (double, n + 1);
  g_autofree double *y = g_new0 (double, n + 1);

  for (guint i = 0; i < n; i++)
    x[i] = i * step;
  x[n] = MAX (duration, x[n - 1]);
  for (guint i = 0; i < frames->len; i++)
    {
      const AssayFrameRecord *frame = frame_at (frames, i);
      const double at = (frame->seconds - frame_at (frames, 0)->seconds) / step;

      y[at < n ? (guint) at : n - 1] += (double) frame->bytes * 8 / 1000;
    }
  /* The last stretch has a length of its own, and its step ends where the video does. */
  for (guint i = 0; i < n; i++)
    y[i] /= MAX (x[i + 1] - x[i], 0.04);
  y[n] = y[n - 1];
  assay_plot_builder_series (plot, ASSAY_SERIES_STEP, N_ ("Bit rate"), x, y, NULL, n + 1, 1);
}

AssayPlot *
assay_frames_plot_rate (const GArray *frames)
{
  static const AssayAxis rate_axis = { N_ ("Bit rate"), "kbit/s", ASSAY_SCALE_LINEAR, 0, 0 };

  if (!has_times (frames))
    return NULL;

  AssayPlotBuilder *plot = new_plot ("bit_rate", N_ ("Bit rate"), TRUE, &rate_axis);

  if (frames->len > 0 && frames->len <= FEW_FRAMES)
    add_rate_of_frames (plot, frames);
  else
    add_rate_of_seconds (plot, frames);
  return assay_plot_builder_end (plot);
}

AssayPlot *
assay_frames_plot_groups (const GArray *frames)
{
  static const AssayAxis length_axis
      = { N_ ("Frames to the next key frame"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  g_autofree double *x = g_new (double, frames->len + 1);
  g_autofree double *y = g_new (double, frames->len + 1);
  const guint n = MIN (key_distances (frames, x, y), MOST_BARS);
  AssayPlotBuilder *plot;

  if (n == 0)
    return NULL;
  plot = new_plot ("groups", N_ ("Groups of frames"), has_times (frames), &length_axis);
  assay_plot_builder_series (plot, ASSAY_SERIES_STEM, N_ ("Length of the group"), x, y, NULL, n, 3);
  return assay_plot_builder_end (plot);
}
