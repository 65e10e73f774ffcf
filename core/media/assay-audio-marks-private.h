/* assay-audio-marks-private.h: noted frames of a sound stream, from which reading can restart. */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct _AssayAudioMarks AssayAudioMarks;

/* (transfer full): free with assay_audio_marks_free(). */
AssayAudioMarks *assay_audio_marks_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_audio_marks_free (AssayAudioMarks *self);

/* Notes that the frame with timestamp @pts, at @place in the file, begins with sample @position of
 * the stream; at most one a second of @rate Hz, and only where both rise. */
void assay_audio_marks_note (
    AssayAudioMarks *self, int64_t pts, int64_t place, guint64 position, guint rate);
/* The position noted for that frame; FALSE, and @position as it was, if it is none of the noted. */
gboolean
assay_audio_marks_find (AssayAudioMarks *self, int64_t pts, int64_t place, guint64 *position);
/* The timestamp of the last noted frame that begins at or before @position and not at 0, where a
 * restart would be a rewind; FALSE if there is none. */
gboolean assay_audio_marks_before (AssayAudioMarks *self, guint64 position, int64_t *pts);
/* The positions of the noted frames around @place in the file, 0 before the first; @to stays as it
 * was behind the last. */
void
assay_audio_marks_around (const AssayAudioMarks *self, guint64 place, guint64 *from, guint64 *to);
/**
 * assay_audio_marks_align:
 * @in_rate: Hz, of the stream
 * @rate: Hz, of what is given
 * @in_start: (out): the first sample of the stream that the resampler needs for @position
 *
 * Returns: the sample of what is given that falls on @in_start: a whole number of periods of the
 * two rates before @position, so that the filter's phases are those of an unbroken run
 */
guint64 assay_audio_marks_align (guint in_rate, guint rate, guint64 position, guint64 *in_start);

G_END_DECLS
