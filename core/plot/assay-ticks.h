/* assay-ticks.h: where the ticks of an axis stand and what they say: a pure function of scale and
 * range. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

typedef struct
{
  double value; /* data value, within the range */
  char *label;  /* for people, locale's decimal sign; NULL: a small tick without label */
} AssayTick;

typedef struct
{
  GArray *ticks; /* AssayTick, ascending */
  int exponent;  /* labels are to be read times 10^exponent; 0 mostly */
} AssayTicks;

/**
 * assay_ticks_new:
 * @minimum, @maximum: the visible range in data values; minimum < maximum
 * @most: at most so many labelled ticks, at least 2
 * @names: (nullable): labels of ASSAY_SCALE_NAMES, translated by the caller
 *
 * Linear: 1, 2, 2.5 or 5 times a power of ten. Log: powers of ten with small ticks at 2..9, within
 * less than a decade linear ones. Mel: round Hz. Probit: round per cents. Time: h:mm:ss in steps a
 * clock has. Names: every n-th whole number.
 *
 * Returns: (transfer full): never more than @most labels; none for a range that is empty or not
 * finite
 */
AssayTicks *assay_ticks_new (AssayScale scale,
                             double minimum,
                             double maximum,
                             guint most,
                             const char *const *names) G_GNUC_WARN_UNUSED_RESULT;
void assay_ticks_free (AssayTicks *self);

/* @seconds as "1:02:03", "2:03", with @digits decimals of a second; "-" before negative ones. */
char *assay_ticks_time_text (double seconds, guint digits) G_GNUC_WARN_UNUSED_RESULT;
/* @value with @digits decimals in the locale of the person, with "−" (U+2212) for the sign and
 * never "−0". */
char *assay_ticks_number_text (double value, guint digits) G_GNUC_WARN_UNUSED_RESULT;
/* "⁻³" for -3. */
char *assay_ticks_superscript (int exponent) G_GNUC_WARN_UNUSED_RESULT;

/* Length of a NULL-terminated list of names; 0 for NULL. */
guint assay_ticks_count_names (const char *const *names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTicks, assay_ticks_free)

G_END_DECLS
