/* assay-envelope-private.h: from channel signals to CF and CM: spatial differentiation,
 * rectification, envelope spectrum of each frame, centroids, cepstra. */
#pragma once

#include "replay/assay-bank-kernel-private.h"
#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/* What all blocks share. */
typedef struct
{
  AssayFeatureOptions options;
  guint stride; /* doubles of a row of channels */
  AssayBankSpectrum spectrum;
  double *weights;
  double *frequencies;
  double magnitude_scale; /* 1 / sum of the frequencies: Eq. (7) */
  double level_scale;     /* 1 / sum of the weights */
  double *dct;            /* NULL for bare values */
  gsize n_columns;
  gboolean levels;
} AssayEnvelopeTables;

void assay_envelope_tables_init (AssayEnvelopeTables *self,
                                 const AssayFeatureOptions *options,
                                 gboolean levels);
void assay_envelope_tables_clear (AssayEnvelopeTables *self);
/* Zeroed doubles, aligned as rows are; for g_aligned_free(). */
double *assay_envelope_aligned (gsize n) G_GNUC_WARN_UNUSED_RESULT;

/* What one block works with: a ring of the last window rows. */
typedef struct
{
  const AssayEnvelopeTables *tables;
  const AssayBankKernel *kernel;
  double *rows;
  double *scratch;
  double *centroids; /* numerator, denominator, level, value: stride each */
  gsize at;          /* row of the ring that comes next */
} AssayEnvelope;

void assay_envelope_init (AssayEnvelope *self, const AssayEnvelopeTables *tables);
void assay_envelope_clear (AssayEnvelope *self);
/* Where the next rows of channel signals go; @n becomes how many fit, at least 1. */
double *assay_envelope_next (AssayEnvelope *self, gsize *n);
/* @n rows have been written there. */
void assay_envelope_advance (AssayEnvelope *self, gsize n);
/* The values of the frame that ends here: n_columns, then the levels if there are. */
void assay_envelope_frame (AssayEnvelope *self, double *row);

G_END_DECLS
