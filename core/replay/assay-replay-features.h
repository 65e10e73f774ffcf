/* assay-replay-features.h: the features that tell a voice from its replayed copy, as a matrix.
 *
 * Source: Wickramasinghe, Ambikairajah, Epps, Sethu, Li, "Auditory inspired spatial differentiation
 * for replay spoofing attack detection", ICASSP 2019, called "the paper" here. What it leaves open
 * is an option whose default is the choice that the reference vectors were made with. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Samples a second of everything below. */
#define ASSAY_FEATURE_RATE 16000
/* Poles of a sub-band's FDLP model at most. */
#define ASSAY_FEATURE_LPC_MOST 100

/* frames × columns, row-major. */
typedef struct
{
  gsize n_frames;
  gsize n_columns;
  double *values;
} AssayFeatureMatrix;

/* Zeroed. %NULL with ASSAY_BASE_ERROR_LIMIT above 2 GiB. */
AssayFeatureMatrix *assay_feature_matrix_new (gsize n_frames,
                                              gsize n_columns,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_feature_matrix_free (AssayFeatureMatrix *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFeatureMatrix, assay_feature_matrix_free)

typedef enum
{
  ASSAY_FEATURE_CF,            /* centroid frequency of the sub-band envelope, Eq. (6) */
  ASSAY_FEATURE_CM,            /* centroid magnitude, Eq. (7) */
  ASSAY_FEATURE_CM_TRIANGULAR, /* CM of triangular filters in the DCT domain, Table 1, row 3 */
  ASSAY_FEATURE_MFCC,
  ASSAY_FEATURE_LFCC,
  ASSAY_FEATURE_CQCC,       /* constant-Q cepstra: baseline B1 */
  ASSAY_FEATURE_TC,         /* temporal centroids of FDLP envelopes: baseline B2 */
  ASSAY_FEATURE_MODULATION, /* modulation spectrum of the sub-bands: baseline B3 */
} AssayFeature;
#define ASSAY_FEATURE_COUNT 8

/* Which points of the mel scale the channels have their centres at. */
typedef enum
{
  ASSAY_FEATURE_GRID_INNER, /* i / (n + 1), i = 1 … n: the edges are centres of no channel */
  ASSAY_FEATURE_GRID_ENDS,  /* (i - 1) / (n - 1): first and last centre on the edges */
} AssayFeatureGrid;

/* Bandwidth B of a channel with centre f[i]. */
typedef enum
{
  ASSAY_FEATURE_BANDWIDTH_FULL, /* f[i+1] - f[i-1] */
  ASSAY_FEATURE_BANDWIDTH_HALF, /* half of that */
  ASSAY_FEATURE_BANDWIDTH_ERB,  /* 24.7 Hz + 0.108 f[i] */
} AssayFeatureBandwidth;

/* Plain data; fill it with assay_feature_options_default() and change what is wanted. */
typedef struct
{
  AssayFeature feature;
  guint k;         /* spatial differentiations, 0 … 8 */
  gboolean dc;     /* CF: keep the 0 Hz bin in the denominator of Eq. (6) */
  gboolean deltas; /* append deltas and accelerations; FALSE gives the bare matrix: CF and CM of all
                      channels without logarithm and DCT, and no normalisation of anything */
  gboolean mvn;    /* mean and variance of each column normalised over the recording */
  gboolean mvn_first; /* before the deltas are taken instead of after */
  guint delta_width;  /* frames on either side of the regression */

  guint channels; /* of the filter bank, 8 … 128 */
  double low;     /* Hz: lower edge of the mel grid */
  double high;    /* Hz: upper edge */
  AssayFeatureGrid grid;
  AssayFeatureBandwidth bandwidth;
  double bandwidth_scale; /* multiplies the bandwidth */
  gboolean linear_radius; /* r = 1 - pi B / rate instead of exp (-pi B / rate) */
  gboolean unit_gain;     /* |H| = 1 at the centre instead of Eq. (1) as printed */
  guint window;           /* samples of a frame, a multiple of 8 */
  guint hop;              /* samples from frame to frame, at most window */
  double envelope_cutoff; /* Hz: highest bin of the envelope spectrum */
  double log_floor;       /* added before each logarithm */
  guint cepstra;          /* coefficients kept of a DCT, the zeroth included */

  guint filters;    /* MFCC, LFCC: triangles */
  guint octaves;    /* CQCC: below 8 kHz */
  guint per_octave; /* CQCC: bins an octave */
  guint lpc_order;  /* TC: poles of a sub-band's FDLP model for each second */
} AssayFeatureOptions;

/* The choices of the reference vectors; k is 6. */
AssayFeatureOptions assay_feature_options_default (AssayFeature feature);
/* %FALSE with ASSAY_BASE_ERROR_INVALID naming what is out of range. */
gboolean assay_feature_options_check (const AssayFeatureOptions *self, GError **error);
/* "feature=cf k=6 dc=true …": every member, in a fixed order, locale-free; a model's card has it.
 */
char *assay_feature_options_to_text (const AssayFeatureOptions *self) G_GNUC_WARN_UNUSED_RESULT;
/* "feature=cm k=6 mvn=false": only members that differ from the feature's default, and the k of CF
 * and CM; for people. assay_feature_options_from_text() gives the same options, but for a k without
 * meaning. */
char *
assay_feature_options_to_short_text (const AssayFeatureOptions *self) G_GNUC_WARN_UNUSED_RESULT;
/* The reverse. Members not named keep the feature's default; unknown ones, bad values and what
 * assay_feature_options_check() refuses are ASSAY_BASE_ERROR_INVALID. */
gboolean
assay_feature_options_from_text (const char *text, AssayFeatureOptions *options, GError **error);
/* "cf", "cm", "cm-triangular", "mfcc", "lfcc", "cqcc", "tc", "modulation" */
const char *assay_feature_id (AssayFeature feature);
gboolean assay_feature_parse (const char *id, AssayFeature *feature);
/* Columns of the matrix that these options give. */
gsize assay_feature_options_columns (const AssayFeatureOptions *self);
/* Frames of @n samples: 1 + (n - window) / hop, 0 when too short. */
gsize assay_feature_options_frames (const AssayFeatureOptions *self, gsize n);

/**
 * assay_replay_features_extract:
 * @samples: (array length=n): mono, ASSAY_FEATURE_RATE, nominally -1..1, finite
 * @threads: at most so many; 0 for the number of processors
 * @cancellable: (nullable):
 *
 * Works in fixed blocks, so that the values do not depend on @threads. Column order: static
 * values, deltas, accelerations. Row i belongs to samples i × hop … i × hop + window - 1.
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR_TRUNCATED when there is not one
 * frame, ASSAY_BASE_ERROR INVALID (options) or LIMIT (memory), G_IO_ERROR_CANCELLED
 */
AssayFeatureMatrix *assay_replay_features_extract (const double *samples,
                                                   gsize n,
                                                   const AssayFeatureOptions *options,
                                                   guint threads,
                                                   GCancellable *cancellable,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
