/* assay-sound-view-private.h: what loading, painting and input of the view share. */
#pragma once

#include "assay-sound-outline.h"
#include "assay-sound-ranges.h"
#include "assay-sound-view.h"
#include "assay-widget.h"

G_BEGIN_DECLS

struct _AssaySoundView
{
  GtkWidget parent_instance;

  AssaySoundFile *file;
  AssaySoundOutline *outline;
  AssaySoundTiles *tiles;   /* NULL until the rate is known */
  AssaySoundRanges *detail; /* samples; NULL until the rate is known */
  GBytes *samples;          /* around what is visible, when that is short */
  gint64 samples_first;
  guint samples_channels;

  AssaySoundSpectrum spectrum;
  AssaySoundLevelRange range;
  AssaySoundAxis axis;
  gboolean known;      /* axis, rate and channels are those of the file */
  gboolean keep_place; /* the axis of the last file stays if the lengths are alike */

  double selection_start, selection_end; /* none unless start < end */
  double playhead;                       /* NaN: nowhere */
  AssayPointer pointer;
  double cursor;     /* s; NaN: nowhere */
  double cursor_hz;  /* NaN: in the waveform, or nowhere */
  double drag_start; /* s: the end of a selection that stays */
  double drag_axis;  /* s: start of the axis when a move began */
  gboolean dragging; /* a drag has left the place of the press */
  char *reading;
  char *selected;
};

/* Where things stand in the widget, px. */
typedef struct
{
  double left, width; /* of the time axis */
  double wave_height; /* of all lanes, from 0 on */
  double top, height; /* of the spectrogram */
  double ruler;       /* where the labels of time begin */
} AssaySoundPlace;

void assay_sound_view_find_place (AssaySoundView *self, AssaySoundPlace *place);
/* The visible part, the cursor or the data changed: asks for what is missing and paints. */
void assay_sound_view_changed (AssaySoundView *self);
/* The words for the cursor. */
void assay_sound_view_update_reading (AssaySoundView *self);
/* Ends the workers. */
void assay_sound_view_close_file (AssaySoundView *self);
void assay_sound_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
/* The part of the waveform above the ruler, in private to painting. */
void assay_sound_view_paint_wave (AssaySoundView *self,
                                  GtkSnapshot *snapshot,
                                  const AssaySoundPlace *place);

void assay_sound_view_add_input (AssaySoundView *self);
void assay_sound_view_class_add_keys (GtkWidgetClass *widget_class);
/* Selects and emits "picked". */
void assay_sound_view_pick (AssaySoundView *self, double start, double end);
/* Puts the cursor and emits "pointed". @hz: NaN in the waveform. */
void assay_sound_view_point (AssaySoundView *self, double seconds, double hz, gboolean tell);

G_END_DECLS
