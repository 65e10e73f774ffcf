/* assay-audio-fold.h: sound of 16 kHz as phases of the audio mark's cells, folded to one period.
 *
 * The sound is transformed once. Another speed is then other edges of the bands and other times,
 * another tempo other times alone, both between the frames that are there. The fold does not know
 * the key: Z[g][j][b] = Σ exp (2πi v / step of grade g) over the times that are j modulo the
 * period. A key's reading at any offset is then 368 products. */
#pragma once

#include "signal/assay-fft.h"
#include "wavemark/assay-audio-plan.h"

G_BEGIN_DECLS

/* Places a slot at which it may begin, and in a period. */
#define ASSAY_AUDIO_FINE 32u
#define ASSAY_AUDIO_PLACES (ASSAY_AUDIO_FINE * ASSAY_AUDIO_SLOTS)
/* Speeds and tempos that spectra can be folded at. */
#define ASSAY_AUDIO_SLOWEST 0.94
#define ASSAY_AUDIO_FASTEST 1.06

/* How the sound may have been changed in time. */
typedef struct
{
  double speed; /* time and pitch: 1.05 plays 5 % faster and higher */
  double tempo; /* time alone */
} AssayAudioWarp;

typedef struct
{
  /* For each grade; place · bands + band. */
  AssayComplex z[ASSAY_AUDIO_GRADES][ASSAY_AUDIO_PLACES * ASSAY_AUDIO_BANDS];
  gsize n_values; /* that went in */
} AssayAudioFold;

typedef struct
{
  gsize n;       /* frames, 64 samples apart */
  guint first;   /* bin */
  guint n_bins;  /* of a frame */
  double *power; /* (owned): n × n_bins: Σ |X|² of bins first … first + i - 1 */
  double means[ASSAY_AUDIO_BANDS]; /* ½ ln of the mean energy of a half */
  double noise; /* energy that a half has in a bin if what is quiet is white noise */
} AssayAudioSpectra;

/* @samples: n values. */
void assay_audio_spectra_init (AssayAudioSpectra *self,
                               const AssayAudioPlan *plan,
                               const double *samples,
                               gsize n);
/* Adds the energies of @other, a sound of the same length. */
void assay_audio_spectra_add (AssayAudioSpectra *self,
                              const AssayAudioPlan *plan,
                              const AssayAudioSpectra *other);
void assay_audio_spectra_clear (AssayAudioSpectra *self);
/* @longest: frames of @spectra that are looked at; @noise: energy of white noise in a bin of a
 * half, which is taken off; what is little louder counts less. */
void assay_audio_fold (AssayAudioFold *self,
                       const AssayAudioPlan *plan,
                       const AssayAudioSpectra *spectra,
                       gsize longest,
                       const AssayAudioWarp *warp,
                       double noise);

/* What the cells that the key knows say at one place. */
typedef struct
{
  guint place;
  double sum;     /* Σ Re (Z · exp (-2πi dither)) */
  double squares; /* Σ |Z|²: log10 p <= assay_tail_phases (sum, squares) */
} AssayAudioSync;

/* The best of all places. */
AssayAudioSync
assay_audio_fold_find (const AssayAudioFold *self, const AssayAudioPlan *plan, guint grade);
/* The turned phase of @cell when the period begins at @place. */
AssayComplex assay_audio_fold_cell (
    const AssayAudioFold *self, const AssayAudioPlan *plan, guint grade, guint place, guint cell);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayAudioSpectra, assay_audio_spectra_clear)

G_END_DECLS
