/* assay-video-report.h: what is told about a marking: quality over time, the difference picture. */
#pragma once

#include "model/assay-result.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *seconds; /* of double: a value a picture, thinned out when there are too many */
  GArray *psnr;
  GArray *ssim;
  GArray *change;  /* of double: a value a segment */
  GArray *changed; /* s */
  guint64 pictures;
  guint64 segments;
  guint64 others; /* pictures that have little in common with the one before */
  guint64 step;   /* every so many'th picture is kept for the plot */
  double square;  /* Σ of the pictures' mean squares */
  double similarity;
  guint64 compared;
  double last;
  float *previous; /* the last difference, on a grid */
  gsize n_previous;
  double change_sum;
  AssayImage *difference;
} AssayVideoReport;

void assay_video_report_init (AssayVideoReport *self);
void assay_video_report_clear (AssayVideoReport *self);
/* A segment's difference; before its pictures. */
void assay_video_report_difference (
    AssayVideoReport *self, const float *difference, guint width, guint height, float factor);
/* @ssim: an estimate, for the plot. */
void assay_video_report_picture (AssayVideoReport *self,
                                 double seconds,
                                 double mean_square,
                                 double ssim);
/* Of a whole picture, for the metric. */
void assay_video_report_similarity (AssayVideoReport *self, double ssim);
/* The mean of those. */
double assay_video_report_get_similarity (const AssayVideoReport *self);
/* Metrics psnr, ssim, frames, segments, flicker; plots; the picture "difference". */
void assay_video_report_fill (AssayVideoReport *self, AssayResultBuilder *builder);

G_END_DECLS
