/* video-chances.c: a histogram of log10 p. */
#include "video-chances.h"

#include <math.h>
#include <stdio.h>

void
video_chances_add (VideoChances *self, double log10_p)
{
  self->counts[MIN (VIDEO_CHANCES_LEVELS - 1, (guint) -MIN (log10_p, 0))]++;
  self->least = MIN (self->least, log10_p);
  self->n++;
}

void
video_chances_print (const VideoChances *self, const char *what)
{
  printf ("%s %u, smallest log10 p %.2f\n", what, self->n, self->least);
  for (guint i = 0; i < VIDEO_CHANCES_LEVELS; i++)
    {
      gboolean last = i == VIDEO_CHANCES_LEVELS - 1;

      printf ("  log10 p %d to %s%d: %u (chance allows %.2f)\n", -(int) i, last ? "below " : "",
              -(int) i - 1, self->counts[i], self->n * pow (10, -(double) i) * (last ? 1 : 0.9));
    }
}
