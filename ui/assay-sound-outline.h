/* assay-sound-outline.h: the waveform of a whole file, growing while a worker reads it. Main thread
 * only. */
#pragma once

#include "assay-sound-file.h"
#include "plot/assay-envelope.h"

G_BEGIN_DECLS

/* Signal "changed": more has come, all has come, or it failed. */
#define ASSAY_TYPE_SOUND_OUTLINE (assay_sound_outline_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundOutline, assay_sound_outline, ASSAY, SOUND_OUTLINE, GObject)

AssaySoundOutline *assay_sound_outline_new (AssaySoundFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the worker; before the last unref. */
void assay_sound_outline_close (AssaySoundOutline *self);
/* (nullable) until the first part is there. */
const AssayEnvelope *assay_sound_outline_get_envelope (AssaySoundOutline *self);
/* Hz; 0 until known. */
guint assay_sound_outline_get_rate (AssaySoundOutline *self);
/* s: exact once complete, before that what the container says or what has come. */
double assay_sound_outline_get_duration (AssaySoundOutline *self);
gboolean assay_sound_outline_is_complete (AssaySoundOutline *self);
/* (nullable) (transfer none) */
const GError *assay_sound_outline_get_error (AssaySoundOutline *self);

G_END_DECLS
