/* assay-sound-codec-private.h: whether lossless samples were once coded by a transform codec.
 *
 * AAC and Vorbis cut sound into overlapping blocks of 2 N samples, take their MDCT and round most
 * coefficients to zero; MP3 does so with its own filter bank and blocks of 576. Analysing decoded
 * sound with the same transform on the same grid finds those zeros again; one sample beside the
 * grid they are gone (Herre and Schug, AES 109, 2000; Yang, Qu and Huang, ACM MM&Sec 2008). A cut
 * moves the grid. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_WINDOW_SINE,   /* AAC, long blocks */
  ASSAY_WINDOW_KAISER, /* AAC, long blocks of shape 1: Kaiser-Bessel, alpha 4 */
  ASSAY_WINDOW_VORBIS, /* Vorbis, blocks of 2048 */
  ASSAY_WINDOW_HYBRID, /* MP3, long blocks */
  ASSAY_WINDOWS,
} AssayCodecWindow;

/* N */
#define ASSAY_CODEC_BLOCK 1024u
/* Blocks that are looked at for one offset, and the samples they need. */
#define ASSAY_CODEC_LOOK 8u
#define ASSAY_CODEC_SAMPLES (ASSAY_CODEC_BLOCK * (ASSAY_CODEC_LOOK + 2))

typedef struct
{
  AssayCodecWindow window;
  guint offset; /* of the grid from the first sample of the recording, modulo its blocks */
  double depth; /* dB: how far below the usual the logarithmic mean lies on the grid */
  double z;     /* the same in standard deviations over other offsets */
} AssayCodecGrid;

/**
 * assay_codec_search:
 * @samples: ASSAY_CODEC_SAMPLES
 * @start: of @samples in the recording
 * @window: an AssayCodecWindow, -1 to try all
 *
 * The grid on which most coefficients vanish, whatever it is worth. @grid->z is at most about 5 for
 * sound that was never coded.
 */
void assay_codec_search (const double *samples, guint64 start, int window, AssayCodecGrid *grid);

/* A bounded number of excerpts of a stream, evenly spread whatever its length. */
#define ASSAY_CODEC_EXCERPTS 64u

typedef struct
{
  guint64 start;
  double energy;
  float *samples; /* ASSAY_CODEC_SAMPLES */
} AssayCodecExcerpt;

typedef struct
{
  guint64 position;
  guint64 stride; /* samples from one excerpt to the next; doubles when all are taken */
  float *pending;
  gsize n;
  AssayCodecExcerpt excerpts[ASSAY_CODEC_EXCERPTS];
  guint n_excerpts;
} AssaySoundExcerpts;

AssaySoundExcerpts *assay_sound_excerpts_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_excerpts_free (AssaySoundExcerpts *self);
void assay_sound_excerpts_push (AssaySoundExcerpts *self, const double *samples, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundExcerpts, assay_sound_excerpts_free)

G_END_DECLS
