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

G_END_DECLS
