/* assay-video-strength.c: the factor at which a mark has the PSNR that was asked for. */
#include "videomark/assay-video-strength.h"

#include <math.h>

/* Of large pictures every fifth row is measured, until the last round. */
#define ROWS_APART 5
/* 0.01 dB: pictures between the measured ones must not bring a video below what was asked for. */
#define MARGIN 0.998
#define SMALL_PIXELS (512u * 512u)
#define MOST_ROUNDS 5
#define CLOSE_ENOUGH 1e-4

typedef struct
{
  GPtrArray *pictures;
  guint step; /* from one measured picture to the next */
  AssayVideoChange change;
  gpointer marker;
} Segment;

static double
measure (const Segment *segment, double factor, guint row_step)
{
  double square = 0;
  guint n = 0;

  for (guint i = 0; i < segment->pictures->len; i += segment->step, n++)
    square += segment->change (segment->marker, i, g_ptr_array_index (segment->pictures, i), factor,
                               row_step);
  return square / MAX (1, n);
}

float
assay_video_strength_find (GPtrArray *pictures,
                           guint width,
                           guint height,
                           double psnr,
                           double most,
                           AssayVideoChange change,
                           gpointer marker)
{
  gboolean small = (gsize) width * height <= SMALL_PIXELS;
  Segment segment = { pictures, small ? 1 : MAX (1, pictures->len - 1), change, marker };
  double wanted = (small ? 1 : MARGIN) * 255.0 * 255.0 * pow (10, -psnr / 10);
  double factor = 1;

  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      double square = measure (&segment, factor, small ? 1 : ROWS_APART);

      if (!(square > 0) || fabs (square / wanted - 1) < CLOSE_ENOUGH)
        break;
      factor = MIN (most, factor * sqrt (wanted / square));
    }
  if (!small)
    {
      double square = measure (&segment, factor, 1);

      if (square > wanted)
        factor *= sqrt (wanted / square);
    }
  return (float) factor;
}
