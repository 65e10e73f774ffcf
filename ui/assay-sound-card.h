/* assay-sound-card.h: the sound screen: waveform and spectrogram of a file, or of an original and
 * what a tool made of it, with a player and the choices of the spectrogram.
 *
 * Keys, beside those of the view: Space plays and pauses, L loops, 1 to 3 choose what is heard of
 * two versions. */
#pragma once

#include <gtk/gtk.h>

#include "assay-compare-player.h"
#include "assay-sound-view.h"

G_BEGIN_DECLS

/* Signal "picked": the person changed the selection. */
#define ASSAY_TYPE_SOUND_CARD (assay_sound_card_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundCard, assay_sound_card, ASSAY, SOUND_CARD, GtkWidget)

/* @changed: (nullable): a second version. What was open before is closed. */
void assay_sound_card_open (AssaySoundCard *self,
                            AssayClient *client,
                            const AssayCompareFile *original,
                            const AssayCompareFile *changed);
/* Ends the workers. */
void assay_sound_card_close (AssaySoundCard *self);
/* What is shown and how, as "name=value" of the parameters of the tool `replay.spectrogram`: its
 * region is the selection, or the visible part if that is not all. */
char **assay_sound_card_describe (AssaySoundCard *self) G_GNUC_WARN_UNUSED_RESULT;
AssaySoundView *assay_sound_card_get_view (AssaySoundCard *self);

G_END_DECLS
