/* assay-video-samples.c: samples of decoders to float planes and back. */
#include "videomark/assay-video-mark.h"

#include <math.h>

guint
assay_video_scale (guint width, guint height)
{
  guint shorter = MIN (width, height);

  return MAX (1, (shorter + 180) / 360);
}

void
assay_video_plane_sum (const AssayVideoPlane *plane, float factor, float offset, float *out)
{
  gsize step = plane->step;

  for (guint y = 0; y < plane->height; y++)
    {
      const guint8 *bytes = plane->data + y * plane->stride;
      const guint16 *words = (const guint16 *) (gconstpointer) bytes;
      float *to = out + (gsize) y * plane->width;

      if (plane->depth > 8)
        for (guint x = 0; x < plane->width; x++)
          to[x] += factor * (float) words[x * step] + offset;
      else if (step == 1)
        for (guint x = 0; x < plane->width; x++)
          to[x] += factor * (float) bytes[x] + offset;
      else
        for (guint x = 0; x < plane->width; x++)
          to[x] += factor * (float) bytes[x * step] + offset;
    }
}

/* Nearest whole number without a call: |value| < 2^22. */
static inline int
nearest (float value)
{
  return (int) (value + 65536.5f) - 65536;
}

static double
add_bytes (guint8 *samples,
           gsize step,
           const float *difference,
           guint width,
           float factor,
           int least,
           int most)
{
  gint64 squares = 0;

  for (guint x = 0; x < width; x++)
    {
      int old = samples[x * step];
      int new = CLAMP (old + nearest (factor * difference[x]), least, most);

      squares += (new - old) * (new - old);
      samples[x * step] = (guint8) new;
    }
  return (double) squares;
}

static double
add_words (guint16 *samples,
           gsize step,
           const float *difference,
           guint width,
           float factor,
           int least,
           int most)
{
  double squares = 0;

  for (guint x = 0; x < width; x++)
    {
      int old = samples[x * step];
      int new = CLAMP (old + nearest (factor * difference[x]), least, most);

      squares += (double) (new - old) * (new - old);
      samples[x * step] = (guint16) new;
    }
  return squares;
}

void
assay_video_plane_add (const AssayVideoPlane *plane,
                       const float *difference,
                       float factor,
                       guint least,
                       guint most,
                       double *squares)
{
  double sum = 0;

  for (guint y = 0; y < plane->height; y++)
    {
      guint8 *bytes = plane->data + y * plane->stride;
      const float *from = difference + (gsize) y * plane->width;

      if (plane->depth > 8)
        sum += add_words ((guint16 *) (gpointer) bytes, plane->step, from, plane->width, factor,
                          (int) least, (int) most);
      else
        sum += add_bytes (bytes, plane->step, from, plane->width, factor, (int) least, (int) most);
    }
  if (squares != NULL)
    *squares += sum;
}

double
assay_video_plane_error (const AssayVideoPlane *plane,
                         const float *difference,
                         float factor,
                         guint least,
                         guint most,
                         guint row_step)
{
  double sum = 0;

  for (guint y = 0; y < plane->height; y += row_step)
    {
      const guint8 *bytes = plane->data + y * plane->stride;
      const guint16 *words = (const guint16 *) (gconstpointer) bytes;
      const float *from = difference + (gsize) y * plane->width;

      for (guint x = 0; x < plane->width; x++)
        {
          int old = plane->depth > 8 ? words[x * plane->step] : bytes[x * plane->step];
          int new = CLAMP (old + nearest (factor * from[x]), (int) least, (int) most);

          sum += (double) (new - old) * (new - old);
        }
    }
  return sum;
}
