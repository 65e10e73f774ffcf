/* assay-video-statement.h: what reading or writing a mark shows about the file, as findings. */
#pragma once

#include "media/assay-media-loss.h"
#include "media/assay-video-rewriter.h"
#include "model/assay-result.h"
#include "videomark/assay-video-mark.h"

G_BEGIN_DECLS

/* MRK-01, MRK-05 or MRK-06. @outcome: "found", "none" or "inconclusive"; @mark: hexadecimal,
 * (nullable) */
void assay_video_note_outcome (AssayResultBuilder *builder,
                               const char *outcome,
                               const char *mark,
                               const AssayVideoReading *reading);

/* @psnr: dB, as asked for */
/* MRK-12: that more than half of @frames pictures have little in common with the one before, if so.
 */
void assay_video_note_restless (AssayResultBuilder *builder,
                                guint64 others,
                                guint64 frames,
                                double psnr);
/* MRK-17, if the similarity before the codec is below ASSAY_VIDEO_ALIKE. */
#define ASSAY_VIDEO_ALIKE 0.98
void assay_video_note_similarity (AssayResultBuilder *builder, double ssim, double psnr);
/* MRK-07, or MRK-16: the codec took the mark away that the pictures had. */
void assay_video_note_unreadable (AssayResultBuilder *builder,
                                  gboolean after_codec,
                                  const AssayVideoReading *reading,
                                  const AssayVideoRewritten *written,
                                  double psnr);

/* MRK-08 where the copy lacks something that its source has; nothing otherwise. */
void assay_video_note_missing (AssayResultBuilder *builder, const AssayVideoRewritten *written);

/* MRK-09. @loss: of the container (nullable); @corrupt: pictures decoded from damaged data, which
 * in a copy pass for whole ones. */
void
assay_video_note_damage (AssayResultBuilder *builder, const AssayMediaLoss *loss, guint64 corrupt);

G_END_DECLS
