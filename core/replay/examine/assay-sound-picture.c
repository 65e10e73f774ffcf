/* assay-sound-picture.c: a spectrogram of bounded size. */
#include "replay/examine/assay-sound-picture-private.h"

#include <math.h>
#include <string.h>

#define ROWS ASSAY_SOUND_PICTURE_ROWS
#define COLUMNS ASSAY_SOUND_PICTURE_COLUMNS

struct _AssaySoundPicture
{
  double sums[COLUMNS][ROWS]; /* power, of @each frames; fewer in the last column */
  gsize each;
  gsize columns; /* begun */
  gsize held;    /* frames in the last column */
};

AssaySoundPicture *
assay_sound_picture_new (void)
{
  AssaySoundPicture *self = g_new0 (AssaySoundPicture, 1);

  self->each = 1;
  return self;
}

void
assay_sound_picture_free (AssaySoundPicture *self)
{
  g_free (self);
}

/* Two columns become one. */
static void
halve (AssaySoundPicture *self)
{
  for (gsize c = 0; c < COLUMNS / 2; c++)
    for (gsize r = 0; r < ROWS; r++)
      self->sums[c][r] = self->sums[2 * c][r] + self->sums[2 * c + 1][r];
  memset (self->sums + COLUMNS / 2, 0, COLUMNS / 2 * sizeof *self->sums);
  self->columns = COLUMNS / 2;
  self->each *= 2;
  self->held = self->each;
}

void
assay_sound_picture_push (AssaySoundPicture *self, const double *power, gsize bins)
{
  if (self->columns == 0 || self->held == self->each)
    {
      if (self->columns == COLUMNS)
        halve (self);
      self->columns++;
      self->held = 0;
    }
  for (gsize r = 0; r < ROWS; r++)
    {
      gsize first = r * bins / ROWS;
      gsize last = MAX ((r + 1) * bins / ROWS, first + 1);
      double sum = 0;

      for (gsize k = first; k < last; k++)
        sum += power[k];
      self->sums[self->columns - 1][r] += sum / (double) (last - first);
    }
  self->held++;
}

gsize
assay_sound_picture_get_columns (const AssaySoundPicture *self)
{
  return self->columns;
}

gsize
assay_sound_picture_get_each (const AssaySoundPicture *self)
{
  return self->each;
}

void
assay_sound_picture_levels (const AssaySoundPicture *self, double *levels)
{
  for (gsize c = 0; c < self->columns; c++)
    {
      double frames = (double) (c + 1 < self->columns ? self->each : self->held);

      for (gsize r = 0; r < ROWS; r++)
        levels[r * self->columns + c] = 10 * log10 (self->sums[c][r] / frames + 1e-16);
    }
}
