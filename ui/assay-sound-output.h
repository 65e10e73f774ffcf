/* assay-sound-output.h: samples to the loudspeaker, through GStreamer. Nothing here knows a file:
 * it is given samples. Main thread only.
 *
 * Without a sound device it runs in real time all the same, so that a cursor moves. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Signals: "ready": samples can be given; "ended": all have been heard; "failed". */
#define ASSAY_TYPE_SOUND_OUTPUT (assay_sound_output_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundOutput, assay_sound_output, ASSAY, SOUND_OUTPUT, GObject)

AssaySoundOutput *assay_sound_output_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Begins anew; "ready" follows, at the first time when GStreamer has been loaded. */
void assay_sound_output_start (AssaySoundOutput *self, guint rate, guint channels);
void assay_sound_output_stop (AssaySoundOutput *self);
void assay_sound_output_pause (AssaySoundOutput *self, gboolean paused);
/* @samples: interleaved float of the rate and channels of the start. */
void assay_sound_output_push (AssaySoundOutput *self, GBytes *samples);
/* Nothing follows. */
void assay_sound_output_finish (AssaySoundOutput *self);
/* s of what was given that has not been taken up yet. */
double assay_sound_output_get_waiting (AssaySoundOutput *self);
/* s that have been heard since the start; 0 before. */
double assay_sound_output_get_heard (AssaySoundOutput *self);
/* 0 to 1, as people hear it. */
void assay_sound_output_set_volume (AssaySoundOutput *self, double volume);
/* FALSE once it is known that nobody hears anything. */
gboolean assay_sound_output_has_device (AssaySoundOutput *self);
/* (nullable) (transfer none) */
const GError *assay_sound_output_get_error (AssaySoundOutput *self);

G_END_DECLS
