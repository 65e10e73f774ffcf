/* assay-video-quality.h: how far a marked picture is from its original. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Side of the window of structural similarity (Wang et al. 2004: Gauss, sigma 1.5). */
#define ASSAY_VIDEO_SSIM_SIDE 11

/* @weights: ASSAY_VIDEO_SSIM_SIDE squared, of a window; their sum is 1. */
void assay_video_ssim_weights (float *weights);
/* Of one window in two planes with @stride values from row to row, 0..255. */
double assay_video_ssim_window (const float *a, const float *b, gsize stride, const float *weights);
/**
 * assay_video_ssim:
 * @a, @b: width × height, 0..255
 *
 * Structural similarity (Wang et al., "Image quality assessment", 2004, Eq. 13): Gaussian window of
 * 11×11, sigma 1.5, K1 = 0.01, K2 = 0.03; the mean of the windows at every fourth pixel.
 *
 * Returns: at most 1; 1 for pictures smaller than a window
 */
double assay_video_ssim (const float *a, const float *b, guint width, guint height);

/* dB of a mean square error in units of 1/255 of full scale; 100 for none. */
double assay_video_psnr (double mean_square);

G_END_DECLS
