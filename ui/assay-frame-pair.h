/* assay-frame-pair.h: two or three frame streams kept at the same moment, played, stepped and
 * sought as one.
 *
 * The first leads; the others are stepped until they have caught up, because a changed file may
 * have more or fewer frames. Time comes from the caller's frame clock. Main thread only. */
#pragma once

#include "assay-frame-stream.h"

G_BEGIN_DECLS

/* Signals: "presented" (another pair is to be shown), "stopped" (playing ended, or a failure: ask
 * assay_frame_pair_get_error()). */
#define ASSAY_TYPE_FRAME_PAIR (assay_frame_pair_get_type ())
G_DECLARE_FINAL_TYPE (AssayFramePair, assay_frame_pair, ASSAY, FRAME_PAIR, GObject)

#define ASSAY_FRAME_PAIR_MOST 3u

/* All (transfer full); all but the first are (nullable). */
AssayFramePair *assay_frame_pair_new (AssayFrameStream *first,
                                      AssayFrameStream *second,
                                      AssayFrameStream *third) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the workers; no signal comes after it. */
void assay_frame_pair_close (AssayFramePair *self);

/* (nullable) (transfer none): of stream @index, below ASSAY_FRAME_PAIR_MOST. */
AssayImage *assay_frame_pair_get_image (AssayFramePair *self, guint index);
/* s: of the pair that was presented. */
double assay_frame_pair_get_seconds (AssayFramePair *self);
/* The same, or where it was asked to go and has not arrived yet. */
double assay_frame_pair_get_heading (AssayFramePair *self);
/* s; of the longest, 0 while unknown. */
double assay_frame_pair_get_duration (AssayFramePair *self);
/* Number of the first's frame. */
gint64 assay_frame_pair_get_index (AssayFramePair *self);
/* Of the first: nothing is shown any more. (nullable) (transfer none) */
const GError *assay_frame_pair_get_error (AssayFramePair *self);
/* Of another one, which is shown no more; the first goes on. (nullable) (transfer none) */
const GError *assay_frame_pair_get_problem (AssayFramePair *self);
gboolean assay_frame_pair_is_playing (AssayFramePair *self);

/* @now: s, of the clock that assay_frame_pair_tick() is called with. From the end it starts again.
 */
void assay_frame_pair_play (AssayFramePair *self, double now);
void assay_frame_pair_pause (AssayFramePair *self);
/* Once a frame of the screen while playing: presents what is due. */
void assay_frame_pair_tick (AssayFramePair *self, double now);
void assay_frame_pair_seek (AssayFramePair *self, double seconds, double now);
/* One frame on, or with @back one back. Pauses. */
void assay_frame_pair_step (AssayFramePair *self, gboolean back);

G_END_DECLS
