/* assay-video-luma.h: what of a decoded picture carries the mark: its luma, or red, green and blue;
 * and what a network sees beside it: chroma. */
#pragma once

#include "media/assay-decode.h"
#include "media/assay-video-picture.h"
#include "videomark/assay-video-mark.h"

G_BEGIN_DECLS

/* Up to three planes whose weighted sum is luma, 0..255 full range. */
typedef struct
{
  AssayVideoPlane planes[3];
  float weights[3]; /* of a sample */
  float offset;     /* added once */
  guint n;
  guint least, most;         /* samples' range */
  float step;                /* samples of what is 1/255 of full scale */
  AssayVideoPlane chroma[2]; /* U and V beside a luma, smaller or as large */
  guint n_chroma;            /* 2 or 0 */
  float chroma_step;         /* samples of what is 1/255 of full scale; zero is in the middle */
  float share; /* of its segment, beside others: a picture coded by itself keeps more of a mark */
} AssayVideoLuma;

void assay_video_luma_of_frame (const AssayVideoFrame *frame, AssayVideoLuma *luma);
void assay_video_luma_of_picture (AssayVideoPicture *picture, AssayVideoLuma *luma);
/* 8 bits: grey, RGB or RGBA; the pixels must not be written. */
void assay_video_luma_of_image (AssayImage *image, AssayVideoLuma *luma);
/* Adds to @sum, width × height. */
void assay_video_luma_add (const AssayVideoLuma *luma, float *sum);
/* … times its share. */
void assay_video_luma_add_share (const AssayVideoLuma *luma, float *sum);

/**
 * assay_video_bits:
 * @payload: "message" or "raw"
 * @name: of the TEXT parameter that holds hexadecimal digits
 * @n_bits: (out): 64 or 96
 *
 * Returns: (transfer full) (nullable): one byte a bit; %NULL with ASSAY_MODEL_ERROR_INVALID
 */
guint8 *assay_video_bits (AssayParameters *parameters,
                          const char *payload,
                          const char *name,
                          guint *n_bits,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
