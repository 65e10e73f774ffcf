/* assay-audio-fold.h: sound of 16 kHz as phases of the audio mark's cells, folded to one period.
 *
 * The fold does not know the key: Z[j][b] = Σ exp (2πi v / step) over the times that are j modulo
 * the period. A key's reading at any offset is then 352 products. */
#pragma once

#include "signal/assay-fft.h"
#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

/* Places a slot at which it may begin, and in a period. */
#define ASSAY_AUDIO_FINE 32u
#define ASSAY_AUDIO_PLACES (ASSAY_AUDIO_FINE * ASSAY_AUDIO_SLOTS)

/* How the sound may have been changed in time. */
typedef struct
{
  double speed;  /* time and pitch: 1.05 plays 5 % faster and higher */
  double tempo;  /* time alone */
  double offset; /* samples of 16 kHz after which the first frame begins; 0 … 63 */
} AssayAudioWarp;

typedef struct
{
  AssayComplex z[ASSAY_AUDIO_PLACES * ASSAY_AUDIO_BANDS]; /* place · bands + band */
  gsize n_values;                                         /* that went in */
} AssayAudioFold;

typedef struct
{
  gsize n;          /* times, each 64 samples of the unchanged sound */
  double *energies; /* n × bands, of frames */
} AssayAudioEnergies;

/* (transfer full): free the member energies. @samples: n values. */
AssayAudioEnergies assay_audio_energies (const AssayAudioPlan *plan,
                                         const double *samples,
                                         gsize n,
                                         const AssayAudioWarp *warp) G_GNUC_WARN_UNUSED_RESULT;
/* @first: the first time to use; @n: how many times; clipped to what is there. */
void assay_audio_fold (AssayAudioFold *self,
                       const AssayAudioPlan *plan,
                       const AssayAudioEnergies *energies,
                       gsize first,
                       gsize n);

/* What the cells that the key knows say at one place. */
typedef struct
{
  guint place;
  double sum;     /* Σ Re (Z · exp (-2πi dither)) */
  double squares; /* Σ |Z|²: log10 p <= assay_tail_phases (sum, squares) */
} AssayAudioSync;

/* The best of all places. */
AssayAudioSync assay_audio_fold_find (const AssayAudioFold *self, const AssayAudioPlan *plan);
/* The turned phase of @cell when the period begins at @place. */
AssayComplex assay_audio_fold_cell (const AssayAudioFold *self,
                                    const AssayAudioPlan *plan,
                                    guint place,
                                    guint cell);

G_END_DECLS
