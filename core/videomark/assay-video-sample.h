/* assay-video-sample.h: structural similarity of a picture and its marked copy, estimated from
 * about a thousand windows that are kept of it: as fast as the marking itself. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayVideoSample AssayVideoSample;

AssayVideoSample *assay_video_sample_new (guint width, guint height) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_sample_free (AssayVideoSample *self);
/* Keeps the windows of @luma, width × height, 0..255. */
void assay_video_sample_take (AssayVideoSample *self, const float *luma);
/* Mean over the windows of the similarity to themselves with @difference, width × height, rounded
 * and added; 1 for pictures smaller than a window. */
double assay_video_sample_ssim (const AssayVideoSample *self, const float *difference);
/* The same with @luma, width × height, 0..255: of the marked copy. */
double assay_video_sample_compare (const AssayVideoSample *self, const float *luma);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoSample, assay_video_sample_free)

G_END_DECLS
