/* assay-feature-family.c: which code computes a feature, and what the families share. */
#include "replay/assay-feature-family-private.h"

#include <math.h>

const AssayFeatureFamily *
assay_feature_family_get (AssayFeature feature)
{
  static const AssayFeatureFamily *const families[ASSAY_FEATURE_COUNT] = {
    [ASSAY_FEATURE_CF] = &assay_feature_family_bank,
    [ASSAY_FEATURE_CM] = &assay_feature_family_bank,
    [ASSAY_FEATURE_CM_TRIANGULAR] = &assay_feature_family_triangular,
    [ASSAY_FEATURE_MFCC] = &assay_feature_family_cepstra,
    [ASSAY_FEATURE_LFCC] = &assay_feature_family_cepstra,
    [ASSAY_FEATURE_CQCC] = &assay_feature_family_cqcc,
    [ASSAY_FEATURE_TC] = &assay_feature_family_fdlp,
    [ASSAY_FEATURE_MODULATION] = &assay_feature_family_modulation,
  };

  return families[feature];
}

gboolean
assay_feature_has_levels (AssayFeature feature)
{
  return feature == ASSAY_FEATURE_CF || feature == ASSAY_FEATURE_CM
         || feature == ASSAY_FEATURE_CM_TRIANGULAR;
}

double *
assay_feature_hamming (guint n)
{
  double *window = g_new (double, n);

  for (guint i = 0; i < n; i++)
    window[i] = 0.54 - 0.46 * cos (2 * G_PI * i / (n - 1));
  return window;
}

double *
assay_feature_dct_matrix (gsize n_in, gsize n_out)
{
  double *matrix = g_new (double, n_in *n_out);

  for (gsize j = 0; j < n_out; j++)
    for (gsize i = 0; i < n_in; i++)
      matrix[j * n_in + i] = sqrt ((j == 0 ? 1.0 : 2.0) / (double) n_in)
                             * cos (G_PI * (double) (j * (2 * i + 1)) / (double) (2 * n_in));
  return matrix;
}

void
assay_feature_transform (
    const double *matrix, gsize n_in, gsize n_out, const double *in, double *out)
{
  gsize j = 0;

  /* Four sums that do not wait for each other, each in the order of the one sum below. */
  for (; j + 4 <= n_out; j += 4)
    {
      const double *row = matrix + j * n_in;
      double sum_0 = 0;
      double sum_1 = 0;
      double sum_2 = 0;
      double sum_3 = 0;

      for (gsize i = 0; i < n_in; i++)
        {
          sum_0 += row[i] * in[i];
          sum_1 += row[n_in + i] * in[i];
          sum_2 += row[2 * n_in + i] * in[i];
          sum_3 += row[3 * n_in + i] * in[i];
        }
      out[j] = sum_0;
      out[j + 1] = sum_1;
      out[j + 2] = sum_2;
      out[j + 3] = sum_3;
    }
  for (; j < n_out; j++)
    {
      double sum = 0;

      for (gsize i = 0; i < n_in; i++)
        sum += matrix[j * n_in + i] * in[i];
      out[j] = sum;
    }
}
