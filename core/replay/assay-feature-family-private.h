/* assay-feature-family-private.h: how a feature's static values are computed, block by block.
 *
 * A recording is cut into blocks of a fixed number of frames, each worked on alone (with the
 * samples around it that it asks for), in any order and on any thread. */
#pragma once

#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/* Samples that the values of one block may depend on. Outside the recording they are 0. */
typedef struct
{
  gsize before;       /* before the block's first frame */
  gsize after;        /* behind the end of the block's last frame */
  gsize block_frames; /* frames of one block */
} AssayFeatureReach;

typedef struct
{
  const double *samples; /* the first frame's first sample; those before and behind may be read */
  gsize before;          /* how many there are in front: fewer than asked at the very beginning */
  gsize n;               /* how many from samples on, what lies behind the last frame included */
  guint64 start;         /* index of samples[0] in the recording */
  gsize n_frames;
} AssayFeatureBlock;

typedef struct
{
  /* Tables for these options; says how far a block reaches. With @levels, rows of CF and CM go on
   * with the mean of |y| of each channel, for cochleagrams; the others have none. */
  gpointer (*prepare) (const AssayFeatureOptions *options,
                       gboolean levels,
                       AssayFeatureReach *reach);
  /* n_frames rows. */
  void (*compute) (gconstpointer tables, const AssayFeatureBlock *block, double *rows);
  void (*release) (gpointer tables);
} AssayFeatureFamily;

extern const AssayFeatureFamily assay_feature_family_bank;       /* CF, CM */
extern const AssayFeatureFamily assay_feature_family_triangular; /* CM of triangular filters */
extern const AssayFeatureFamily assay_feature_family_cepstra;    /* MFCC, LFCC */
extern const AssayFeatureFamily assay_feature_family_cqcc;
extern const AssayFeatureFamily assay_feature_family_fdlp; /* TC */
extern const AssayFeatureFamily assay_feature_family_modulation;

const AssayFeatureFamily *assay_feature_family_get (AssayFeature feature);
/* Whether its rows can have levels. */
gboolean assay_feature_has_levels (AssayFeature feature);

/* Sample @at of the block, counted from its first frame; 0 outside what may be read. */
static inline double
assay_feature_block_sample (const AssayFeatureBlock *block, gssize at)
{
  return at < (gssize) block->n && at >= -(gssize) block->before ? block->samples[at] : 0;
}

/* Symmetric Hamming window, as the paper's frames have. For g_free(). */
double *assay_feature_hamming (guint n) G_GNUC_WARN_UNUSED_RESULT;

/* Orthonormal DCT-II of rows: n_out × n_in, for g_free(). */
double *assay_feature_dct_matrix (gsize n_in, gsize n_out) G_GNUC_WARN_UNUSED_RESULT;
/* @out = matrix (n_out × n_in) @in. */
void assay_feature_transform (
    const double *matrix, gsize n_in, gsize n_out, const double *in, double *out);

G_END_DECLS
