/* assay-wavelet.c: one step of a discrete wavelet transform, and back. */
#include "signal/assay-wavelet-private.h"

static const char *const names[ASSAY_WAVELET_N]
    = { "haar", "db2", "db3", "db4", "db5", "db6", "db7", "db8", "sym4", "cdf53", "cdf97" };

const char *
assay_wavelet_get_name (AssayWavelet wavelet)
{
  g_return_val_if_fail (wavelet < ASSAY_WAVELET_N, NULL);
  return names[wavelet];
}

gboolean
assay_wavelet_parse (const char *name, AssayWavelet *wavelet)
{
  for (guint i = 0; i < ASSAY_WAVELET_N; i++)
    if (g_str_equal (name, names[i]))
      {
        *wavelet = (AssayWavelet) i;
        return TRUE;
      }
  return FALSE;
}

const AssayWaveletKernel *
assay_wavelet_kernel_get (void)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq"))
    return &assay_wavelet_kernel_avx512;
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &assay_wavelet_kernel_avx2;
#endif
  return &assay_wavelet_kernel_plain;
}

static gboolean
is_lifted (AssayWavelet wavelet)
{
  return wavelet > ASSAY_WAVELET_SYM4;
}

gsize
assay_wavelet_get_n_approximation (AssayWavelet wavelet, gsize n)
{
  return is_lifted (wavelet) ? n - n / 2 : (n + assay_wavelet_taps[wavelet].n - 1) / 2;
}

gsize
assay_wavelet_get_n_detail (AssayWavelet wavelet, gsize n)
{
  return is_lifted (wavelet) ? n / 2 : (n + assay_wavelet_taps[wavelet].n - 1) / 2;
}

double
assay_wavelet_value_at (AssayWaveletBorder border, const double *x, gsize n, gssize at)
{
  gssize period = border == ASSAY_WAVELET_SYMMETRIC ? 2 * (gssize) n : (gssize) n;

  if (at >= 0 && at < (gssize) n)
    return x[at];
  if (border == ASSAY_WAVELET_ZERO)
    return 0.0;
  at %= period;
  if (at < 0)
    at += period;
  return x[at < (gssize) n ? at : period - 1 - at];
}

void
assay_wavelet_forward (AssayWavelet wavelet,
                       AssayWaveletBorder border,
                       const double *x,
                       gsize n,
                       double *approximation,
                       double *detail)
{
  const AssayWaveletKernel *kernel = assay_wavelet_kernel_get ();
  double edge[2 * ASSAY_WAVELET_BLOCK + ASSAY_WAVELET_MOST_TAPS];
  gsize n_out = assay_wavelet_get_n_approximation (wavelet, n);

  if (is_lifted (wavelet))
    {
      assay_wavelet_lift (wavelet, border, x, n, approximation, detail);
      return;
    }

  const AssayWaveletTaps *taps = &assay_wavelet_taps[wavelet];

  for (gsize i = 0; i < n_out;)
    {
      gssize first = 2 * (gssize) i + 2 - (gssize) taps->n;
      /* Blocks at the ends are short, so that few values are copied. */
      gsize most = first < 0 ? ASSAY_WAVELET_MOST_TAPS : ASSAY_WAVELET_BLOCK;
      gsize block = MIN (most, n_out - i);
      gsize wanted = 2 * block + taps->n - 2;
      gboolean inside = first >= 0 && (gsize) first + wanted <= n;

      for (gsize j = 0; !inside && j < wanted; j++)
        edge[j] = assay_wavelet_value_at (border, x, n, first + (gssize) j);
      kernel->analyse (taps, inside ? x + first : edge, block, approximation + i, detail + i);
      i += block;
    }
}

void
assay_wavelet_inverse (AssayWavelet wavelet,
                       AssayWaveletBorder border,
                       const double *approximation,
                       const double *detail,
                       double *x,
                       gsize n)
{
  const AssayWaveletKernel *kernel = assay_wavelet_kernel_get ();
  double last[2];

  if (is_lifted (wavelet))
    {
      assay_wavelet_unlift (wavelet, border, approximation, detail, x, n);
      return;
    }

  const AssayWaveletTaps *taps = &assay_wavelet_taps[wavelet];

  for (gsize i = 0; i < n / 2;)
    {
      gsize block = MIN (ASSAY_WAVELET_BLOCK, n / 2 - i);

      kernel->synthesise (taps, approximation + i, detail + i, block, x + 2 * i);
      i += block;
    }
  if (n % 2 == 0)
    return;
  kernel->synthesise (taps, approximation + n / 2, detail + n / 2, 1, last);
  x[n - 1] = last[0];
}
