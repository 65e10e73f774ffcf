/* assay-video-scorers.h: scorers of one key for several threads. */
#pragma once

#include "videomark/assay-video-score.h"

G_BEGIN_DECLS

typedef struct _AssayVideoScorers AssayVideoScorers;

/* One for each processor, at most eight. */
AssayVideoScorers *assay_video_scorers_new (AssayVideoPattern *pattern) G_GNUC_WARN_UNUSED_RESULT;
/* All must have been given back. */
void assay_video_scorers_free (AssayVideoScorers *self);
/* How many threads find one. */
guint assay_video_scorers_count (const AssayVideoScorers *self);
/* (transfer none): waits until one is free. */
AssayVideoScorer *assay_video_scorers_take (AssayVideoScorers *self);
void assay_video_scorers_give (AssayVideoScorers *self, AssayVideoScorer *scorer);

G_END_DECLS
