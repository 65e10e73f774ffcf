/* assay-ticks.c: tick placing. Whether two labels touch is the layout's question, because only it
 * can measure text: it asks again with fewer. */
#include "plot/assay-ticks.h"

#include <math.h>
#include <string.h>

/* More small ticks than this would be a grey smear. */
#define MOST_SMALL_TICKS 200

static void
clear_tick (gpointer data)
{
  AssayTick *tick = data;

  g_free (tick->label);
}

guint
assay_ticks_count_names (const char *const *names)
{
  guint count = 0;

  while (names != NULL && names[count] != NULL)
    count++;
  return count;
}

/* Takes @label. A hyphen is too short for a minus sign; Noto Sans has no U+2212, so a dash stands
 * for it. */
static void
add_tick (AssayTicks *self, double value, char *label)
{
  AssayTick tick = { value, label };

  if (label != NULL && label[0] == '-' && g_ascii_isdigit (label[1]))
    {
      tick.label = g_strconcat ("–", label + 1, NULL);
      g_free (label);
    }

  g_array_append_val (self->ticks, tick);
}

char *
assay_ticks_number_text (double value, guint digits)
{
  double unit = pow (10.0, -(double) digits);
  double shown = fabs (value) < 0.5 * unit ? 0.0 : value;
  g_autofree char *text = g_strdup_printf ("%.*f", (int) digits, fabs (shown));

  return g_strconcat (shown < 0.0 ? "-" : "", text, NULL);
}

char *
assay_ticks_superscript (int exponent)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *plain = g_strdup_printf ("%d", exponent);
  GString *text = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p++)
    g_string_append (text, *p == '-' ? "⁻" : raised[*p - '0']);
  return g_string_free (text, FALSE);
}

char *
assay_ticks_time_text (double seconds, guint digits)
{
  double unit = pow (10.0, -(double) digits);
  double magnitude = floor (fabs (seconds) / unit + 0.5) * unit;
  const char *sign = seconds < 0.0 && magnitude > 0.0 ? "-" : "";
  double hours = floor (magnitude / 3600.0);
  double minutes = floor (fmod (magnitude, 3600.0) / 60.0);
  double rest = magnitude - 3600.0 * hours - 60.0 * minutes;
  int width = digits > 0 ? (int) digits + 3 : 2;

  /* a rest of 59.9999… from the subtraction must not print as 60 */
  rest = MIN (MAX (rest, 0.0), 60.0 - unit);
  if (hours > 0.0)
    return g_strdup_printf ("%s%.0f:%02.0f:%0*.*f", sign, hours, minutes, width, (int) digits,
                            rest);
  return g_strdup_printf ("%s%.0f:%0*.*f", sign, minutes, width, (int) digits, rest);
}

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is not below @least. */
static double
nice_step (double least)
{
  double power = pow (10.0, floor (log10 (least)));
  double lead = least / power;

  if (lead <= 1.0 + 1e-9)
    return power;
  if (lead <= 2.0 + 1e-9)
    return 2.0 * power;
  if (lead <= 2.5 + 1e-9)
    return 2.5 * power;
  return lead <= 5.0 + 1e-9 ? 5.0 * power : 10.0 * power;
}

/* Decimals needed to tell multiples of @step apart. */
static guint
step_digits (double step)
{
  double digits = -floor (log10 (step) + 1e-9);
  double lead = step * pow (10.0, digits);

  /* 2.5 takes one more */
  digits += fabs (lead - 2.5) < 1e-6 ? 1.0 : 0.0;
  return digits > 0.0 ? (guint) MIN (digits, 15.0) : 0;
}

/* Calls for every multiple of @step within the range. */
static void
add_multiples (AssayTicks *self,
               double minimum,
               double maximum,
               double step,
               char *(*label) (double value, double step, int exponent))
{
  double slack = 1e-9 * (maximum - minimum);
  double first = ceil ((minimum - slack) / step);
  double last = floor ((maximum + slack) / step);

  for (double k = first; k <= last; k += 1.0)
    add_tick (self, k * step, label (k * step, step, self->exponent));
}

static char *
linear_label (double value, double step, int exponent)
{
  double factor = pow (10.0, -exponent);

  return assay_ticks_number_text (value * factor, step_digits (step * factor));
}

/* Labels stay short: above five digits or below three decimals a power of 1000 goes to the axis
 * title. */
static int
common_exponent (double minimum, double maximum, double step)
{
  double largest = MAX (fabs (minimum), fabs (maximum));

  if (largest >= 1e5)
    return 3 * (int) floor (log10 (largest) / 3.0);
  if (step < 1e-3 * 0.999 && largest < 0.1)
    return 3 * (int) floor (log10 (largest) / 3.0);
  return 0;
}

static void
place_linear (AssayTicks *self, double minimum, double maximum, guint most)
{
  double step = nice_step ((maximum - minimum) / most);

  /* the range may hold one multiple more than its length in steps */
  while (floor (maximum / step + 1e-9) - ceil (minimum / step - 1e-9) + 1.0 > most)
    step = nice_step (step * 1.2);
  self->exponent = common_exponent (minimum, maximum, step);
  add_multiples (self, minimum, maximum, step, linear_label);
}

static char *
time_label (double value, double step, int exponent)
{
  (void) exponent;
  return assay_ticks_time_text (value, step < 1.0 ? step_digits (step) : 0);
}

static void
place_time (AssayTicks *self, double minimum, double maximum, guint most)
{
  static const double steps[]
      = { 1,    2,    5,    10,    15,    30,    60,    120,    300,    600,   900,
          1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000 };
  double span = maximum - minimum;
  double step = nice_step (span / most);

  for (guint i = 0; step > 0.5 && i < G_N_ELEMENTS (steps); i++)
    {
      step = steps[i];
      if (floor (span / step + 1e-9) + 1.0 <= most)
        break;
    }
  while (floor (maximum / step + 1e-9) - ceil (minimum / step - 1e-9) + 1.0 > most)
    step = nice_step (step * 1.2);
  add_multiples (self, minimum, maximum, step, time_label);
}

/* Powers of ten are written out when the whole axis can be. */
static char *
power_label (double exponent, gboolean plain)
{
  g_autofree char *raised = NULL;

  if (plain)
    return assay_ticks_number_text (pow (10.0, exponent), exponent < 0.0 ? (guint) -exponent : 0);
  raised = assay_ticks_superscript ((int) exponent);
  return g_strconcat ("10", raised, NULL);
}

/* 2 .. 9 times 10^@exponent, without labels. */
static void
add_small_ticks (AssayTicks *self, double exponent, double minimum, double maximum)
{
  for (guint k = 2; k <= 9; k++)
    {
      double value = k * pow (10.0, exponent);

      if (value >= minimum && value <= maximum)
        add_tick (self, value, NULL);
    }
}

static void
place_log (AssayTicks *self, double minimum, double maximum, guint most)
{
  double low = log10 (minimum);
  double high = log10 (maximum);
  double first = floor (low + 1e-9);
  double last = floor (high + 1e-9);
  double count = last - ceil (low - 1e-9) + 1.0;
  double every = MAX (1.0, ceil (count / most));
  gboolean plain = first >= -3.0 && last <= 4.0;
  gboolean small = (last - first + 1.0) * 8.0 <= MOST_SMALL_TICKS && every < 2.0;

  if (count < 2.0)
    {
      place_linear (self, minimum, maximum, most);
      return;
    }
  for (double k = first; k <= last; k += 1.0)
    {
      if (k >= low - 1e-9)
        add_tick (self, pow (10.0, k),
                  fabs (fmod (k, every)) < 0.5 ? power_label (k, plain) : NULL);
      if (small)
        add_small_ticks (self, k, minimum, maximum);
    }
}

static void
place_mel (AssayTicks *self, double minimum, double maximum, guint most)
{
  static const double candidates[] = { 0, 100, 200, 500, 1000, 2000, 4000, 8000, 16000, 32000 };
  guint inside = 0;
  guint every = 1;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    inside += candidates[i] >= minimum && candidates[i] <= maximum;
  if (inside < 3)
    {
      place_linear (self, minimum, maximum, most);
      return;
    }
  every = (inside + most - 1) / most;
  for (guint i = 0, seen = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      if (candidates[i] < minimum || candidates[i] > maximum)
        continue;
      add_tick (self, candidates[i],
                seen++ % every == 0 ? assay_ticks_number_text (candidates[i], 0) : NULL);
    }
}

/* Round per cents, the most important first: a short axis keeps those. */
static void
place_probit (AssayTicks *self, double minimum, double maximum, guint most)
{
  static const double round[] = { 0.0001, 0.001, 0.01, 0.02, 0.05, 0.1,  0.2,   0.4,   0.5,
                                  0.6,    0.8,   0.9,  0.95, 0.98, 0.99, 0.999, 0.9999 };
  guint inside = 0;
  guint every;

  for (guint i = 0; i < G_N_ELEMENTS (round); i++)
    inside += round[i] >= minimum && round[i] <= maximum;
  every = MAX (1, (inside + most - 1) / most);
  for (guint i = 0, seen = 0; i < G_N_ELEMENTS (round); i++)
    {
      g_autofree char *number = NULL;

      if (round[i] < minimum || round[i] > maximum)
        continue;
      number = assay_ticks_number_text (round[i] * 100.0, round[i] < 0.0009   ? 2
                                                          : round[i] < 0.009  ? 1
                                                          : round[i] > 0.9991 ? 2
                                                          : round[i] > 0.991  ? 1
                                                                              : 0);
      add_tick (self, round[i], seen++ % every == 0 ? g_strconcat (number, " %", NULL) : NULL);
    }
}

static void
place_names (AssayTicks *self, double minimum, double maximum, guint most, const char *const *names)
{
  double count = assay_ticks_count_names (names);
  double first = MAX (ceil (minimum - 1e-9), 0.0);
  double last = MIN (floor (maximum + 1e-9), count - 1.0);
  double every = MAX (1.0, ceil ((last - first + 1.0) / most));

  for (double k = first; k <= last; k += 1.0)
    add_tick (self, k, fmod (k - first, every) < 0.5 ? g_strdup (names[(guint) k]) : NULL);
}

AssayTicks *
assay_ticks_new (
    AssayScale scale, double minimum, double maximum, guint most, const char *const *names)
{
  AssayTicks *self = g_new0 (AssayTicks, 1);
  guint limit = MAX (most, 2);

  self->ticks = g_array_new (FALSE, FALSE, sizeof (AssayTick));
  g_array_set_clear_func (self->ticks, clear_tick);
  if (!isfinite (minimum) || !isfinite (maximum) || !(minimum < maximum))
    return self;
  switch (scale)
    {
    case ASSAY_SCALE_LINEAR:
      place_linear (self, minimum, maximum, limit);
      break;
    case ASSAY_SCALE_LOG:
      if (minimum > 0.0)
        place_log (self, minimum, maximum, limit);
      break;
    case ASSAY_SCALE_MEL:
      place_mel (self, minimum, maximum, limit);
      break;
    case ASSAY_SCALE_PROBIT:
      place_probit (self, minimum, maximum, limit);
      break;
    case ASSAY_SCALE_TIME:
      place_time (self, minimum, maximum, limit);
      break;
    case ASSAY_SCALE_NAMES:
      place_names (self, minimum, maximum, limit, names);
      break;
    }
  return self;
}

void
assay_ticks_free (AssayTicks *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ticks);
  g_free (self);
}
