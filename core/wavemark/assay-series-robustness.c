/* assay-series-robustness.c: tool series.robustness: what the mark of a table withstands. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sweep.h"
#include "wavemark/assay-series.h"

static const double shares[] = { 10, 30, 50, 65, 80, 90, 95 };
static const double factors[] = { 1.02, 1.1, 1.5, 0.9, 0.7, -1, -0.7 };
static const double noises[] = { 0.1, 0.3, 1, 2, 5 };
static const double decimals[] = { 3, 2, 1, 0 };
static const double once[] = { 0 };
static const double rates[] = { 2, 0.5, 0.25, 0.9, 1.1 };

#define RANGE(id, title, unit, amounts, digits)                                                    \
  {                                                                                                \
    id, title, unit, amounts, G_N_ELEMENTS (amounts), digits                                       \
  }

static const AssaySweepRange ranges[] = {
  RANGE ("delete", N_ ("Rows deleted"), "%", shares, 0),
  RANGE ("crop", N_ ("Rows cut off in one piece"), "%", shares, 0),
  RANGE ("edit", N_ ("Rows edited"), "%", shares, 0),
  RANGE ("insert", N_ ("Rows inserted"), "%", shares, 0),
  RANGE ("zero", N_ ("Rows set to zero"), "%", shares, 0),
  RANGE ("scale", N_ ("Factor"), "", factors, 2),
  RANGE ("noise", N_ ("Noise"), "%", noises, 1),
  RANGE ("round", N_ ("Decimals left"), "", decimals, 0),
  RANGE ("shuffle", N_ ("Shuffled"), "", once, 0),
  RANGE ("resample", N_ ("Sampling rate"), "", rates, 2),
  { NULL },
};

AssayResult *
assay_series_robustness_run (AssayToolJob *job, GError **error)
{
  static const AssayTool change = { &assay_series_attack_info, assay_series_attack_run, NULL };
  static const AssayTool read = { &assay_series_extract_info, assay_series_extract_run, NULL };
  static const char *const alone[] = { "log10_p", "bit_margin", NULL };
  static const char *const compared[] = { "expect_log10_p", "ber", NULL };
  const AssaySweep sweep
      = { &change, &read, "attack", "amount", "seed", "runs", ranges, compared, "expect", alone };

  return assay_sweep_run (&sweep, job, error);
}
