/* video-chances.h: how many readings of pictures without a mark had which chance. */
#pragma once

#include <glib.h>

#define VIDEO_CHANCES_LEVELS 10

typedef struct
{
  guint counts[VIDEO_CHANCES_LEVELS]; /* log10 p from 0 to -1, to -2 … */
  guint n;
  double least;
} VideoChances;

void video_chances_add (VideoChances *self, double log10_p);
/* To standard output, beside what chance allows: as many as p says. */
void video_chances_print (const VideoChances *self, const char *what);
