/* assay-sound-spectrum-private.h: the long-term average spectrum, where it ends, whether it is
 * mirrored, and how the noise floor of every band moves with time.
 *
 * Hann frames of 4096 samples (fewer below 32 kHz), half overlapped, of one channel. */
#pragma once

#include <glib.h>

#include "replay/examine/assay-sound-picture-private.h"
#include "signal/assay-fft.h"

G_BEGIN_DECLS

/* Bands of the noise floor, equally wide on the mel scale from 100 Hz to 0.95 of half the rate. */
#define ASSAY_SOUND_BANDS 24u
/* Rates whose half may be a mirror. */
#define ASSAY_SOUND_FOLDS 7u

typedef struct
{
  guint rate;     /* the lower rate, Hz */
  gsize bin;      /* of half of it; 0 when it does not fit below this recording's half rate */
  gsize reach;    /* bins compared on either side */
  double sum;     /* of the correlations */
  double squares; /* of the correlations */
  guint64 frames;
} AssayFold;

typedef struct
{
  guint rate;
  gsize length; /* of a frame */
  gsize bins;
  AssayFft *fft;
  double *window;
  double scale; /* of |bin|^2 so that a full-scale sine gives 0 dB in its bin */
  double *pending;
  gsize n_pending;
  double *frame;
  AssayComplex *spectrum;
  double *power;  /* of the frame, bins */
  double *sum;    /* of power over all frames that are not silent */
  double *logs;   /* scratch */
  guint64 frames; /* all */
  guint64 sounding;
  gsize edges[ASSAY_SOUND_BANDS + 1]; /* bins */
  GArray *bands;                      /* float, frames × ASSAY_SOUND_BANDS, dB */
  AssayFold folds[ASSAY_SOUND_FOLDS];
  AssaySoundPicture *picture;
} AssaySoundSpectrum;

AssaySoundSpectrum *assay_sound_spectrum_new (guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_spectrum_free (AssaySoundSpectrum *self);
void assay_sound_spectrum_push (AssaySoundSpectrum *self, const double *samples, gsize n);

/* Hz of a bin. */
double assay_sound_spectrum_frequency (const AssaySoundSpectrum *self, gsize bin);
/* Mean level of each bin over the frames that are not silent, dB; @levels has bins values. */
void assay_sound_spectrum_levels (const AssaySoundSpectrum *self, double *levels);

typedef struct
{
  double frequency; /* Hz; 0 when there is no edge */
  double drop;      /* dB from the 400 Hz below to the 400 Hz above */
  double slope;     /* dB per 100 Hz at the steepest place */
  double above;     /* mean level beyond the edge, dB below the mean level under it */
} AssaySoundEdge;

/* The place where the average spectrum falls most steeply and stays low to the end: of a low-pass
 * filter, a codec or an earlier lower rate. */
void assay_sound_spectrum_edge (const AssaySoundSpectrum *self, AssaySoundEdge *edge);

typedef struct
{
  guint rate;         /* Hz of the earlier rate; 0 when nothing is mirrored */
  double correlation; /* mean, of the fine structure on either side of half of it */
  double z;           /* the same in standard errors */
} AssaySoundImage;

/* Raising the rate with a poor filter leaves a mirror image of the spectrum above half the earlier
 * rate. The best of the usual rates. */
void assay_sound_spectrum_image (const AssaySoundSpectrum *self, AssaySoundImage *image);

/* s between two frames. */
double assay_sound_spectrum_step (const AssaySoundSpectrum *self);

typedef struct
{
  double at;       /* s */
  double distance; /* mean over the bands of the change of the floor, dB, without sign */
  double change;   /* mean of the change with its sign, dB */
} AssayFloorStep;

/**
 * assay_sound_floor_curve:
 * @at, @level: (out) (transfer full) (array length=n): s and dB, about twice a second: the quietest
 * tenth of the frames within 1.5 s on either side, summed over the bands
 */
void
assay_sound_floor_curve (const AssaySoundSpectrum *self, double **at, double **level, gsize *n);
/* Places where the floors of @seconds before and after differ most, the largest first; element
 * AssayFloorStep. Neighbours within @seconds of a larger one are left out. */
GArray *assay_sound_floor_steps (const AssaySoundSpectrum *self,
                                 double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundSpectrum, assay_sound_spectrum_free)

G_END_DECLS
