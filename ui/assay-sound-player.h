/* assay-sound-player.h: plays a part of one sound, or of two versions of it that can be switched
 * while they play. Samples come from workers. Main thread only. */
#pragma once

#include "assay-sound-file.h"
#include "assay-sound-mix.h"

G_BEGIN_DECLS

/* Signal "changed": it began, paused, ended or failed. */
#define ASSAY_TYPE_SOUND_PLAYER (assay_sound_player_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundPlayer, assay_sound_player, ASSAY, SOUND_PLAYER, GObject)

AssaySoundPlayer *assay_sound_player_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @changed: (nullable): a second version of the same rate and channels. */
void assay_sound_player_open (AssaySoundPlayer *self,
                              AssaySoundFile *original,
                              AssaySoundFile *changed,
                              guint rate,
                              guint channels);
void assay_sound_player_close (AssaySoundPlayer *self);
/* From @from to @end (s), once, or with @loop again and again from @start. */
void assay_sound_player_play (
    AssaySoundPlayer *self, double from, double start, double end, gboolean loop);
void assay_sound_player_pause (AssaySoundPlayer *self, gboolean paused);
void assay_sound_player_stop (AssaySoundPlayer *self);
/* Plays, paused or not. */
gboolean assay_sound_player_is_active (AssaySoundPlayer *self);
gboolean assay_sound_player_is_paused (AssaySoundPlayer *self);
/* s: what is heard now; NaN when it does not play. */
double assay_sound_player_get_position (AssaySoundPlayer *self);
/* Switches without a gap, with a fade of 5 ms, when what is buffered has been heard. */
void assay_sound_player_choose (AssaySoundPlayer *self, const AssaySoundChoice *choice);
void assay_sound_player_set_volume (AssaySoundPlayer *self, double volume);
/* FALSE once it is known that there is no sound device. */
gboolean assay_sound_player_has_device (AssaySoundPlayer *self);
/* (nullable) (transfer none) */
const GError *assay_sound_player_get_error (AssaySoundPlayer *self);

G_END_DECLS
