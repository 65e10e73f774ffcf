/* assay-sound-settings.h: a button behind which the choices of a spectrogram are. */
#pragma once

#include <gtk/gtk.h>

#include "assay-sound-tiles.h"

G_BEGIN_DECLS

/* Signals: "spectrum-changed": it must be computed anew; "looks-changed": only its colours or its
 * axis differ. */
#define ASSAY_TYPE_SOUND_SETTINGS (assay_sound_settings_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundSettings, assay_sound_settings, ASSAY, SOUND_SETTINGS, GtkWidget)

/* So many channels can be chosen from, beside the mean of all. */
void assay_sound_settings_set_channels (AssaySoundSettings *self, guint channels);
void assay_sound_settings_get_spectrum (AssaySoundSettings *self, AssaySoundSpectrum *spectrum);
void assay_sound_settings_get_range (AssaySoundSettings *self, AssaySoundLevelRange *range);
/* As the tool `replay.spectrogram` takes them: "name=value". */
void assay_sound_settings_add_texts (AssaySoundSettings *self, GStrvBuilder *texts);
AssayScale assay_sound_settings_get_scale (AssaySoundSettings *self);

G_END_DECLS
