/* assay-plot-scale.c: one axis between data and places, and the words of axes. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "model/assay-catalogue.h"
#include "plot/assay-plot-layout-private.h"

double
assay_plot_scale_place (const AssayPlotScale *self, double value)
{
  double scaled = assay_scale_forward (self->axis->scale, value);

  return self->start + self->length * (scaled - self->low) / (self->high - self->low);
}

double
assay_plot_scale_value (const AssayPlotScale *self, double place)
{
  double part = (place - self->start) / self->length;

  return assay_scale_backward (self->axis->scale, self->low + part * (self->high - self->low));
}

void
assay_plot_scale_set_range (AssayPlotScale *self,
                            const AssayAxis *axis,
                            double minimum,
                            double maximum)
{
  self->axis = axis;
  self->minimum = minimum;
  self->maximum = maximum;
  self->low = assay_scale_forward (axis->scale, minimum);
  self->high = assay_scale_forward (axis->scale, maximum);
  if (isnan (self->low) || isnan (self->high) || !(self->low < self->high))
    {
      self->low = assay_scale_forward (axis->scale, 0.1);
      self->high = assay_scale_forward (axis->scale, 0.9);
      self->minimum = 0.1;
      self->maximum = 0.9;
    }
}

/* The unit in words; of an axis of times the form that its ticks have. */
static const char *
unit_of (const AssayPlotScale *self)
{
  if (self->axis->scale != ASSAY_SCALE_TIME)
    return assay_unit_words (self->axis->unit, ASSAY_UNIT_MANY);
  /* Translators: how times are written on an axis, as in 1:02:03 or 2:03. */
  return MAX (fabs (self->minimum), fabs (self->maximum)) >= 3600.0 ? _ ("h:min:s") : _ ("min:s");
}

char *
assay_plot_axis_title (const AssayPlotScale *self)
{
  const char *title = assay_text_translate (self->axis->title);
  const char *unit = unit_of (self);
  int exponent = self->ticks != NULL ? self->ticks->exponent : 0;
  g_autofree char *raised = assay_ticks_superscript (exponent);
  g_autofree char *factor = exponent != 0 ? g_strconcat ("×10", raised, NULL) : g_strdup ("");
  gboolean both = *factor != '\0' && *unit != '\0';

  if (*factor == '\0' && *unit == '\0')
    return g_strdup (title);
  if (*title == '\0')
    return g_strconcat (factor, both ? " " : "", unit, NULL);
  return g_strconcat (title, " (", factor, both ? " " : "", unit, ")", NULL);
}

double
assay_plot_text_width (const AssayPlotContext *self, const char *text, const AssayFont *font)
{
  AssayTextExtent extent = { 0 };

  if (text == NULL || *text == '\0')
    return 0.0;
  self->setup->measure (text, font, &extent, self->setup->measure_data);
  return extent.width;
}

char *
assay_plot_fit_text (const AssayPlotContext *self,
                     const char *text,
                     const AssayFont *font,
                     double limit)
{
  glong fits = 0;
  glong fails;

  if (assay_plot_text_width (self, text, font) <= limit)
    return g_strdup (text);
  fails = g_utf8_strlen (text, -1);
  while (fails - fits > 1)
    {
      glong middle = (fits + fails) / 2;
      g_autofree char *part = g_utf8_substring (text, 0, middle);
      g_autofree char *cut = g_strconcat (g_strchomp (part), "…", NULL);

      if (assay_plot_text_width (self, cut, font) <= limit)
        fits = middle;
      else
        fails = middle;
    }
  if (fits == 0)
    return g_strdup ("");
  {
    g_autofree char *part = g_utf8_substring (text, 0, fits);

    return g_strconcat (g_strchomp (part), "…", NULL);
  }
}
