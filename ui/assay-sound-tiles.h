/* assay-sound-tiles.h: a spectrogram in tiles at every zoom, computed by a worker as they are
 * wanted and kept while memory allows. Main thread only. */
#pragma once

#include <gdk/gdk.h>

#include "assay-sound-colour.h"
#include "assay-sound-file.h"

G_BEGIN_DECLS

/* Columns of a tile. */
#define ASSAY_SOUND_TILE 256u

typedef struct
{
  guint window;      /* samples */
  guint overlap;     /* per cent */
  guint channel;     /* 0: mean of all */
  const char *shape; /* as the tool `sound` names it; static */
} AssaySoundSpectrum;

/* Signal "changed": a tile has come, or it failed. */
#define ASSAY_TYPE_SOUND_TILES (assay_sound_tiles_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundTiles, assay_sound_tiles, ASSAY, SOUND_TILES, GObject)

AssaySoundTiles *assay_sound_tiles_new (AssaySoundFile *file,
                                        const AssaySoundSpectrum *spectrum,
                                        guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_tiles_close (AssaySoundTiles *self);
/* s between transforms. */
double assay_sound_tiles_get_hop (AssaySoundTiles *self);
/* s that a tile of @level covers: 256 steps of hop × 2^level. */
double assay_sound_tiles_get_span (AssaySoundTiles *self, guint level);
/* These shall be there next, those in the middle first; replaces what was wanted before. */
void assay_sound_tiles_want (AssaySoundTiles *self, guint level, guint first, guint last);
/* (nullable) (transfer none): the tile in colours, @height pixels high. Kept until the axis of
 * frequency, @range or @height differ. */
GdkTexture *assay_sound_tiles_get_texture (AssaySoundTiles *self,
                                           guint level,
                                           guint index,
                                           const AssaySoundAxis *axis,
                                           const AssaySoundLevelRange *range,
                                           guint height);
/* dB of full scale at a place of the finest tile that is there; NaN without one. */
double assay_sound_tiles_read (AssaySoundTiles *self, guint level, double seconds, double hz);

G_END_DECLS
