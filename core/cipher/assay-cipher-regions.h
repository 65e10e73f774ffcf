/* assay-cipher-regions.h: which part of each picture is encrypted: rectangles that move.
 *
 * They travel with the stream, so they count in what both sides read from the bitstream itself:
 * pictures in the order in which they are shown (AssayCipherOrder), never times, which a container
 * may round; and samples as coded, before cropping and turning. Between key frames a rectangle's
 * edges move linearly and are rounded outward in integers, the same on every machine. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

#define ASSAY_CIPHER_TRACKS 3u
/* Key frames of one rectangle; what fits into the stream's description is less. */
#define ASSAY_CIPHER_MOST_KEYS 64u
/* Edges are kept in steps of so many luma samples; coding tree units are multiples of it. */
#define ASSAY_CIPHER_STEP 8
/* Edges are at most so many steps away from the picture's corner: beyond any picture. */
#define ASSAY_CIPHER_FARTHEST (65536 / ASSAY_CIPHER_STEP)

/* Edges in steps; the right and lower one outside. */
typedef struct
{
  gint32 left, top, right, bottom;
} AssayCipherEdges;

typedef struct
{
  gint32 order; /* of the picture */
  AssayCipherEdges edges;
} AssayCipherKeyFrame;

/* One rectangle over time. Without key frames it is the whole picture. */
typedef struct
{
  gint32 from; /* first picture; G_MININT32: from the beginning */
  gint32 to;   /* last picture; G_MAXINT32: to the end */
  guint n_keys;
  AssayCipherKeyFrame keys[ASSAY_CIPHER_MOST_KEYS]; /* ascending order */
} AssayCipherTrack;

typedef struct
{
  guint n_tracks; /* 0: all of all pictures */
  AssayCipherTrack tracks[ASSAY_CIPHER_TRACKS];
  /* From the first intra picture (IRAP) on that comes, in decoding order, with or after the first
   * picture that has something in it, the whole picture as long as some rectangle lasts. */
  gboolean whole_after;
} AssayCipherRegions;

/* Parts of one picture, in luma samples as coded. */
typedef struct
{
  gint64 left, top, right, bottom; /* right and lower edge outside */
} AssayCipherRectangle;

typedef struct
{
  gboolean limited; /* FALSE: the whole picture */
  guint n;
  AssayCipherRectangle rectangles[ASSAY_CIPHER_TRACKS];
  guint track[ASSAY_CIPHER_TRACKS]; /* of each */
} AssayCipherArea;

/* The part of the picture @order, without looking at whole_after. */
void assay_cipher_regions_at (const AssayCipherRegions *self, gint32 order, AssayCipherArea *area);
/* The rectangle of @track at @order: FALSE outside its time; a track without key frames gives edges
 * that hold any picture. */
gboolean assay_cipher_track_at (const AssayCipherTrack *track,
                                gint32 order,
                                AssayCipherRectangle *rectangle);
/* The first of the rectangles that has a sample of the block of @size luma samples at (@x, @y); -1
 * without one. */
gint assay_cipher_area_find (const AssayCipherArea *self, guint x, guint y, guint size);

/**
 * assay_cipher_regions_write:
 *
 * Appends: number of tracks 1 byte; of each one byte (bit 0: has a first picture, bit 1: has a last
 * one), then signed or unsigned numbers in groups of seven bits, low ones first, signed ones with
 * the sign in bit 0: first picture; last picture less the first (or by itself); number of key
 * frames; the first key frame's picture, left, top, width, height; of each further one twice the
 * distance in pictures plus 1 if the size changes, how far left and top move, and, if so, the
 * change of width and height.
 */
void assay_cipher_regions_write (const AssayCipherRegions *self, GByteArray *out);
/* What that wrote, from the reader's place; @self->whole_after stays as it is. FALSE for what no
 * writer writes. */
gboolean assay_cipher_regions_read (AssayCipherRegions *self, AssayReader *reader);

G_END_DECLS
