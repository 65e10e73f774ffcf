/* assay-sound-view.h: waveform and spectrogram of a file over one axis of time, with a cursor that
 * reads values, a selection and a line where the player is.
 *
 * Pointer: drag selects (or moves an edge of the selection), middle drag and horizontal scrolling
 * move, Control and scrolling or a pinch zoom in time, Alt and scrolling in frequency, a click puts
 * the cursor. Keys: arrows move the cursor, with Shift they select, Page Up and Down move the view,
 * + and − zoom, Home shows all, Control A selects what is visible, Escape drops the selection. */
#pragma once

#include <gtk/gtk.h>

#include "assay-sound-tiles.h"

G_BEGIN_DECLS

/* Properties: reading (string: values at the cursor), selected (string: the selection for people).
 * Signals: "picked": the person selected or dropped a selection; "pointed": (double seconds) the
 * person put the cursor; "loaded": length, rate or failure are known or have changed. */
#define ASSAY_TYPE_SOUND_VIEW (assay_sound_view_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundView, assay_sound_view, ASSAY, SOUND_VIEW, GtkWidget)

GtkWidget *assay_sound_view_new (void);
/* Starts reading @file; %NULL ends the workers. The visible part and the selection stay when
 * @keep_place and the lengths are alike: another version of the same sound. */
void assay_sound_view_set_file (AssaySoundView *self, AssaySoundFile *file, gboolean keep_place);
void assay_sound_view_set_spectrum (AssaySoundView *self, const AssaySoundSpectrum *spectrum);
void assay_sound_view_set_range (AssaySoundView *self, const AssaySoundLevelRange *range);
void assay_sound_view_set_scale (AssaySoundView *self, AssayScale scale);

/* s, Hz and count; 0 until known. */
double assay_sound_view_get_duration (AssaySoundView *self);
guint assay_sound_view_get_rate (AssaySoundView *self);
guint assay_sound_view_get_channels (AssaySoundView *self);
/* All of the waveform has been read. */
gboolean assay_sound_view_is_complete (AssaySoundView *self);
/* (nullable) (transfer none): why nothing is shown. */
const GError *assay_sound_view_get_error (AssaySoundView *self);

/* The part that is shown, s and Hz; all of it is 0 to the duration, 0 to half the rate. */
const AssaySoundAxis *assay_sound_view_get_axis (AssaySoundView *self);
/* FALSE without a selection. */
gboolean assay_sound_view_get_selection (AssaySoundView *self, double *start, double *end);
/* @start >= @end: none. Does not emit "picked". */
void assay_sound_view_select (AssaySoundView *self, double start, double end);
/* Where the player is; NaN: nowhere. Scrolls along when @follow. */
void assay_sound_view_set_playhead (AssaySoundView *self, double seconds, gboolean follow);
/* s: where the cursor is; 0 before there was one. */
double assay_sound_view_get_cursor (AssaySoundView *self);
/* @factor > 1 shows less. 0 shows all. */
void assay_sound_view_zoom (AssaySoundView *self, double factor);
/* Zooms to the selection. */
void assay_sound_view_show_selection (AssaySoundView *self);
const char *assay_sound_view_get_reading (AssaySoundView *self);
const char *assay_sound_view_get_selected (AssaySoundView *self);

G_END_DECLS
