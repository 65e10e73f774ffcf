/* assay-sound-picture-private.h: a spectrogram of bounded size, whatever the length of the sound.
 *
 * Frames are averaged in columns; when all columns are taken, pairs of them become one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_SOUND_PICTURE_ROWS 160u
#define ASSAY_SOUND_PICTURE_COLUMNS 480u

typedef struct _AssaySoundPicture AssaySoundPicture;

AssaySoundPicture *assay_sound_picture_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_picture_free (AssaySoundPicture *self);
/* The next frame's power, @bins values (at least ASSAY_SOUND_PICTURE_ROWS) from 0 Hz to half the
 * rate. */
void assay_sound_picture_push (AssaySoundPicture *self, const double *power, gsize bins);
gsize assay_sound_picture_get_columns (const AssaySoundPicture *self);
/* Frames of a column; the last may have fewer. */
gsize assay_sound_picture_get_each (const AssaySoundPicture *self);
/* Mean power in dB, ASSAY_SOUND_PICTURE_ROWS × columns, the lowest frequency first. */
void assay_sound_picture_levels (const AssaySoundPicture *self, double *levels);

G_END_DECLS
