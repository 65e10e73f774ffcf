/* assay-compare-player.h: an original and what a tool made of it, frame by frame at the same
 * moment: side by side, one or the other, split, or their difference; played, scrubbed, zoomed
 * together.
 *
 * Frames come from workers; the window decodes nothing. Without a changed file it is a player of
 * one. Keys: Space plays, comma and full stop step by a frame, 1 to 5 choose what is shown, M
 * marks what changed outside of the regions that were asked for. */
#pragma once

#include <gtk/gtk.h>

#include "assay-compare-file.h"
#include "assay-compare-view.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Signal "moved": another moment is shown. */
#define ASSAY_TYPE_COMPARE_PLAYER (assay_compare_player_get_type ())
G_DECLARE_FINAL_TYPE (AssayComparePlayer, assay_compare_player, ASSAY, COMPARE_PLAYER, GtkWidget)

/**
 * assay_compare_player_open:
 * @size: longest side in pixels that frames are reduced to
 *
 * The pictures stay covered, and nothing is decoded, until the person asks for them: evidence may
 * be intimate. What was open before is closed.
 */
void assay_compare_player_open (AssayComparePlayer *self,
                                AssayClient *client,
                                const AssayCompareFile *original,
                                const AssayCompareFile *changed,
                                guint size);
/* Other parameters for the changed file; the moment that is shown stays. */
void assay_compare_player_change (AssayComparePlayer *self, AssayParameters *parameters);
/* Ends the workers. */
void assay_compare_player_close (AssayComparePlayer *self);
/* As if the person had asked for the pictures. */
void assay_compare_player_uncover (AssayComparePlayer *self);

/* The same, from @seconds on. */
void assay_compare_player_go_on (AssayComparePlayer *self, double seconds);

/* (nullable) @message: of a problem that stands beside the player, with what helps: not told twice.
 */
void assay_compare_player_set_told (AssayComparePlayer *self, const char *message);

AssayCompareView *assay_compare_player_get_view (AssayComparePlayer *self);
/* s: of the frame that is shown. */
double assay_compare_player_get_seconds (AssayComparePlayer *self);
/* s: of the frame that it is on its way to; negative while the pictures are covered. */
double assay_compare_player_get_heading (AssayComparePlayer *self);
/* s; 0 while unknown. */
double assay_compare_player_get_duration (AssayComparePlayer *self);

G_END_DECLS
