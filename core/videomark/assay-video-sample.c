/* assay-video-sample.c: similarity from a thousand windows of a picture. */
#include "videomark/assay-video-sample.h"

#include <math.h>
#include <string.h>

#include "videomark/assay-video-quality.h"

#define SIDE ASSAY_VIDEO_SSIM_SIDE
/* Windows along both sides together, about; spread evenly. */
#define WINDOWS 1000

struct _AssayVideoSample
{
  guint width, height;
  guint columns, rows;
  float *windows; /* columns · rows × SIDE × SIDE */
  float weights[SIDE * SIDE];
};

AssayVideoSample *
assay_video_sample_new (guint width, guint height)
{
  AssayVideoSample *self = g_new0 (AssayVideoSample, 1);
  double step = sqrt ((double) width * height / WINDOWS);

  self->width = width;
  self->height = height;
  if (MIN (width, height) >= SIDE)
    {
      self->columns = MAX (1, (guint) (width / step));
      self->rows = MAX (1, (guint) (height / step));
    }
  self->windows = g_new0 (float, MAX (1, (gsize) self->columns * self->rows * SIDE * SIDE));
  assay_video_ssim_weights (self->weights);
  return self;
}

void
assay_video_sample_free (AssayVideoSample *self)
{
  if (self == NULL)
    return;
  g_free (self->windows);
  g_free (self);
}

/* Where window @i of @n along a side of @length begins. */
static gsize
place (guint i, guint n, guint length)
{
  return (gsize) i * (length - SIDE) / MAX (1, n - 1);
}

static const float *
find (const AssayVideoSample *self, const float *plane, guint column, guint row)
{
  return plane + place (row, self->rows, self->height) * self->width
         + place (column, self->columns, self->width);
}

void
assay_video_sample_take (AssayVideoSample *self, const float *luma)
{
  float *to = self->windows;

  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      for (guint y = 0; y < SIDE; y++, to += SIDE)
        memcpy (to, find (self, luma, column, row) + (gsize) y * self->width, SIDE * sizeof *to);
}

/* The mean over the windows and those of @other, which is added to them or stands for itself. */
static double
compare (const AssayVideoSample *self, const float *other, gboolean add)
{
  const float *from = self->windows;
  double sum = 0;

  if (self->columns == 0)
    return 1;
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++, from += SIDE * SIDE)
      {
        const float *at = find (self, other, column, row);
        float marked[SIDE * SIDE];

        for (guint y = 0; y < SIDE; y++)
          for (guint x = 0; x < SIDE; x++)
            {
              float value = at[(gsize) y * self->width + x];

              marked[y * SIDE + x] = add ? from[y * SIDE + x] + rintf (value) : value;
            }
        sum += assay_video_ssim_window (from, marked, SIDE, self->weights);
      }
  return sum / ((double) self->columns * self->rows);
}

double
assay_video_sample_ssim (const AssayVideoSample *self, const float *difference)
{
  return compare (self, difference, TRUE);
}

double
assay_video_sample_compare (const AssayVideoSample *self, const float *luma)
{
  return compare (self, luma, FALSE);
}
