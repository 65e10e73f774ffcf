/* assay-plot-read.c: reading values of a plot. Words for people: translated, in the locale's
 * numbers. */
#include "plot/assay-plot-read.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/assay-base.h"
#include "model/assay-catalogue.h"
#include "plot/assay-plot-order-private.h"
#include "plot/assay-plot-range.h"
#include "plot/assay-ticks.h"

static void
reading_free (gpointer data)
{
  AssayReading *reading = data;

  g_free (reading->text);
  g_free (reading);
}

guint
assay_plot_axis_digits (double step)
{
  double digits = step > 0.0 && isfinite (step) ? -floor (log10 (step)) : 0.0;

  return (guint) CLAMP (digits, 0.0, 12.0);
}

char *
assay_plot_value_text (const AssayPlot *plot, const AssayAxis *axis, double value, guint digits)
{
  const char *const *names = assay_plot_get_names (plot, axis != assay_plot_get_x (plot));
  guint n_names = assay_ticks_count_names (names);
  g_autofree char *number = NULL;

  if (axis->scale == ASSAY_SCALE_NAMES && n_names > 0 && isfinite (value))
    return g_strdup (
        assay_text_translate (names[(guint) CLAMP (round (value), 0.0, n_names - 1.0)]));
  if (axis->scale == ASSAY_SCALE_TIME)
    return assay_ticks_time_text (value, MIN (digits, 3));
  if (axis->scale == ASSAY_SCALE_PROBIT)
    {
      number = assay_ticks_number_text (value * 100.0, digits > 2 ? MIN (digits - 2, 4) : 0);
      return g_strconcat (number, " %", NULL);
    }
  number = assay_ticks_number_text (value, digits);
  if (axis->unit == NULL || *axis->unit == '\0')
    return g_steal_pointer (&number);
  return g_strconcat (number, " ", assay_unit_words (axis->unit, ASSAY_UNIT_MANY), NULL);
}

/* Index of the sample nearest to @x; the first of equals. */
static gsize
nearest_sample (const AssaySeries *series, double x)
{
  gsize best = 0;

  if (assay_plot_order_is_ascending (series->x, series->n))
    {
      gsize at = assay_plot_order_first_not_below (series->x, series->n, x);

      if (at == 0)
        return 0;
      if (at == series->n || x - series->x[at - 1] <= series->x[at] - x)
        return at - 1;
      return at;
    }
  for (gsize i = 1; i < series->n; i++)
    {
      if (fabs (series->x[i] - x) < fabs (series->x[best] - x))
        best = i;
    }
  return best;
}

/* The bin that holds @x, or the sample that is nearest. */
static gsize
sample_at (const AssaySeries *series, double x)
{
  gsize at;

  if (series->kind != ASSAY_SERIES_HISTOGRAM && series->kind != ASSAY_SERIES_STEP)
    return nearest_sample (series, x);
  at = assay_plot_order_first_not_below (series->x, series->n, x);
  if (at < series->n && series->x[at] <= x)
    return at;
  return at > 0 ? at - 1 : 0;
}

static void
read_series (const AssayPlot *plot, guint index, double x, GPtrArray *readings)
{
  const AssayAxis *axis;
  AssaySeries series;
  AssayReading *reading;
  gsize at;

  assay_plot_get_series (plot, index, &series);
  if (series.n == 0)
    return;
  at = sample_at (&series, x);
  if (!isfinite (series.x[at]))
    return;
  axis = series.right && assay_plot_get_right (plot) != NULL ? assay_plot_get_right (plot)
                                                             : assay_plot_get_y (plot);
  reading = g_new0 (AssayReading, 1);
  reading->name = assay_text_translate (series.name);
  reading->series = index;
  reading->x = series.x[at];
  reading->y = series.y[at];
  reading->right = series.right;
  if (!isfinite (series.y[at]))
    {
      reading->text = g_strdup (_ ("no value"));
    }
  else if (series.y2 != NULL && isfinite (series.y2[at]))
    {
      g_autofree char *low
          = assay_ticks_number_text (MIN (series.y[at], series.y2[at]), series.digits);
      g_autofree char *high
          = assay_plot_value_text (plot, axis, MAX (series.y[at], series.y2[at]), series.digits);

      /* Translators: a range of values, "3.1 to 4.2 dB" */
      reading->text = g_strdup_printf (_ ("%s to %s"), low, high);
    }
  else
    {
      reading->text = assay_plot_value_text (plot, axis, series.y[at], series.digits);
    }
  g_ptr_array_add (readings, reading);
}

static void
read_heat (const AssayPlot *plot, guint index, double x, double y, GPtrArray *readings)
{
  AssayHeat heat;
  AssayReading *reading;
  double column;
  double row;
  double value;

  assay_plot_get_heat (plot, index, &heat);
  column = floor ((x - heat.x0) / (heat.x1 - heat.x0) * (double) heat.columns);
  row = floor ((y - heat.y0) / (heat.y1 - heat.y0) * (double) heat.rows);
  if (heat.image != NULL || !(column >= 0.0) || !(column < (double) heat.columns) || !(row >= 0.0)
      || !(row < (double) heat.rows))
    return;
  value = heat.values[(gsize) row * heat.columns + (gsize) column];
  reading = g_new0 (AssayReading, 1);
  reading->name = assay_text_translate (heat.name);
  reading->series = G_MAXUINT;
  reading->x = x;
  reading->y = y;
  reading->text = isfinite (value) ? assay_plot_value_text (plot, &heat.value, value, heat.digits)
                                   : g_strdup (_ ("no value"));
  g_ptr_array_add (readings, reading);
}

static void
read_annotation (const AssayPlot *plot, guint index, double x, double reach, GPtrArray *readings)
{
  AssayAnnotation note;
  AssayReading *reading;
  gboolean near;

  assay_plot_get_annotation (plot, index, &note);
  near = note.kind == ASSAY_ANNOTATION_SPAN
             ? x >= MIN (note.x, note.x2) && x <= MAX (note.x, note.x2)
             : note.kind != ASSAY_ANNOTATION_HORIZONTAL && fabs (note.x - x) <= reach;
  if (!near || note.text == NULL || *note.text == '\0')
    return;
  reading = g_new0 (AssayReading, 1);
  reading->name = "";
  reading->series = G_MAXUINT;
  reading->x = note.x;
  reading->y = note.y;
  reading->text = g_strdup (assay_text_translate (note.text));
  g_ptr_array_add (readings, reading);
}

GPtrArray *
assay_plot_read (const AssayPlot *plot, double x, double y, double reach)
{
  GPtrArray *readings = g_ptr_array_new_with_free_func (reading_free);

  if (!isfinite (x))
    return readings;
  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    read_series (plot, i, x, readings);
  for (guint i = 0; i < assay_plot_get_n_heats (plot); i++)
    read_heat (plot, i, x, y, readings);
  for (guint i = 0; i < assay_plot_get_n_annotations (plot); i++)
    read_annotation (plot, i, x, reach, readings);
  return readings;
}

double
assay_plot_next_x (const AssayPlot *plot, double x, int direction)
{
  double best = direction > 0 ? INFINITY : -INFINITY;

  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      for (gsize k = 0; k < series.n; k++)
        {
          if (direction > 0 && series.x[k] > x)
            best = MIN (best, series.x[k]);
          if (direction < 0 && series.x[k] < x)
            best = MAX (best, series.x[k]);
        }
    }
  return isfinite (best) ? best : x;
}

/* The range of the data along x, without the air around it. */
static void
data_range_x (const AssayPlot *plot, double *minimum, double *maximum)
{
  double low = INFINITY;
  double high = -INFINITY;

  for (guint i = 0; i < assay_plot_get_n_series (plot); i++)
    {
      AssaySeries series;

      assay_plot_get_series (plot, i, &series);
      for (gsize k = 0; k < series.n; k++)
        {
          low = isfinite (series.x[k]) ? MIN (low, series.x[k]) : low;
          high = isfinite (series.x[k]) ? MAX (high, series.x[k]) : high;
        }
    }
  if (low > high || assay_plot_get_n_heats (plot) > 0)
    {
      assay_plot_range_x (plot, minimum, maximum);
      return;
    }
  *minimum = low;
  *maximum = high;
}

/* @value along x with as few decimals as a range of @span needs and none that are 0. */
static char *
place_text (const AssayPlot *plot, double value, double span)
{
  guint digits = assay_plot_axis_digits (span / 1000.0);

  while (digits > 0)
    {
      double scaled = value * pow (10.0, digits - 1.0);

      if (fabs (scaled - round (scaled)) > 1e-6)
        break;
      digits--;
    }
  return assay_plot_value_text (plot, assay_plot_get_x (plot), value, digits);
}

/* " Level highest, 12 dB, at 1020 Hz." of series @index; nothing for one without values. */
static void
append_highest (const AssayPlot *plot, guint index, GString *text)
{
  const AssayAxis *axis;
  AssaySeries series;
  gsize best = 0;
  double x_minimum;
  double x_maximum;
  gboolean found = FALSE;
  g_autofree char *value = NULL;
  g_autofree char *place = NULL;
  const char *name;

  assay_plot_get_series (plot, index, &series);
  for (gsize i = 0; i < series.n; i++)
    {
      if (!isfinite (series.y[i]) || (found && series.y[i] <= series.y[best]))
        continue;
      best = i;
      found = TRUE;
    }
  if (!found)
    return;
  axis = series.right && assay_plot_get_right (plot) != NULL ? assay_plot_get_right (plot)
                                                             : assay_plot_get_y (plot);
  data_range_x (plot, &x_minimum, &x_maximum);
  value = assay_plot_value_text (plot, axis, series.y[best], series.digits);
  place = place_text (plot, series.x[best], x_maximum - x_minimum);
  name = *series.name != '\0' ? assay_text_translate (series.name)
                              : assay_text_translate (axis->title);
  g_string_append_c (text, ' ');
  /* Translators: series, value, place: "Level is highest at 1020 Hz: 12 dB." */
  g_string_append_printf (text, _ ("%s is highest at %s: %s."), name, place, value);
}

char *
assay_plot_describe (const AssayPlot *plot)
{
  const AssayAxis *x = assay_plot_get_x (plot);
  GString *text = g_string_new (NULL);
  double minimum;
  double maximum;
  guint n = assay_plot_get_n_series (plot);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  data_range_x (plot, &minimum, &maximum);
  from = place_text (plot, minimum, maximum - minimum);
  to = place_text (plot, maximum, maximum - minimum);
  /* Translators: a plot described in words: its title, what is along it, from, to */
  g_string_append_printf (
      text, _ ("%s. %s from %s to %s."), assay_text_translate (assay_plot_get_title (plot)),
      *x->title != '\0' ? assay_text_translate (x->title) : _ ("Horizontal axis"), from, to);
  for (guint i = 0; i < MIN (n, 4); i++)
    append_highest (plot, i, text);
  if (n > 4)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("One more series.", "%u more series.", n - 4), n - 4);
    }
  return g_string_free (text, FALSE);
}
