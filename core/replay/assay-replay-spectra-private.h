/* assay-replay-spectra-private.h: power spectra of the frames of a recording. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_REPLAY_FRAME 512
#define ASSAY_REPLAY_HOP 160
#define ASSAY_REPLAY_BINS 256

typedef struct
{
  gsize n_frames;
  double *powers;   /* n_frames × ASSAY_REPLAY_BINS, + 1e-12; 31.25 Hz a bin, from 0 */
  double *loudness; /* n_frames: power from 250 to 6250 Hz */
} AssayReplaySpectra;

/* @n at least ASSAY_REPLAY_FRAME. */
AssayReplaySpectra *assay_replay_spectra_new (const double *samples,
                                              gsize n) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_spectra_free (AssayReplaySpectra *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplaySpectra, assay_replay_spectra_free)
/* Frames by rising loudness; ties by index. */
gsize *assay_replay_spectra_order (const AssayReplaySpectra *self) G_GNUC_WARN_UNUSED_RESULT;
/* Per cent of the partials of loud frames that are still there 0.2 s later: below 40 in speech,
 * whose pitch moves, more where notes are held. @n at least 2048; level has no influence. */
double assay_replay_held_tones (const double *samples, gsize n);
/* Per cent of the loud half of the frames that have a pitch between 70 and 400 Hz: above 12 in
 * speech, whatever loudspeaker and room it went through, 0 or 1 in noise. @n at least 2048; level
 * has no influence. */
double assay_replay_voiced (const double *samples, gsize n);
/* 10 log10 */
double assay_replay_decibels (double power);

#define ASSAY_REPLAY_SYNCHRONY 302
#define ASSAY_REPLAY_ENDS 872
#define ASSAY_REPLAY_RIPPLE 90

/* Write their numbers to @values and return where the next ones go. @samples as in
 * assay-replay-statistics.h; add_ends changes the loudness. */
double *assay_replay_add_synchrony (const double *samples, gsize n, double *values);
double *assay_replay_add_ripple (const double *samples, gsize n, double *values);
double *
assay_replay_add_ends (AssayReplaySpectra *spectra, const double *samples, gsize n, double *values);

G_END_DECLS
