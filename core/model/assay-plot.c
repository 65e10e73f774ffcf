/* assay-plot.c: plots as data, built once and then only read. */
#include "model/assay-plot.h"

#include <string.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-plot-private.h"

G_DEFINE_BOXED_TYPE (AssayPlot, assay_plot, assay_plot_ref, assay_plot_unref)

struct _AssayPlotBuilder
{
  AssayPlot *plot;
};

void
assay_axis_copy (const AssayAxis *from, AssayAxis *to)
{
  *to = *from;
  to->title = g_strdup (from->title == NULL ? "" : from->title);
  to->unit = g_strdup (from->unit == NULL ? "" : from->unit);
}

static void
axis_clear (AssayAxis *axis)
{
  g_free ((char *) (gsize) axis->title);
  g_free ((char *) (gsize) axis->unit);
}

static void
series_clear (gpointer data)
{
  AssayPlotSeries *series = data;

  g_free (series->name);
  g_free (series->x);
  g_free (series->y);
  g_free (series->y2);
}

static void
heat_clear (gpointer data)
{
  AssayPlotHeat *heat = data;

  g_free (heat->name);
  g_free (heat->values);
  g_free (heat->map);
  axis_clear (&heat->value);
  g_clear_pointer (&heat->image, assay_image_unref);
}

static void
annotation_clear (gpointer data)
{
  AssayAnnotation *annotation = data;

  g_free ((char *) (gsize) annotation->text);
}

static GArray *
new_list (gsize size, GDestroyNotify clear)
{
  GArray *list = g_array_new (FALSE, TRUE, (guint) size);

  g_array_set_clear_func (list, clear);
  return list;
}

AssayPlotBuilder *
assay_plot_builder_new (const char *id, const char *title, const AssayAxis *x, const AssayAxis *y)
{
  AssayPlotBuilder *self = g_new0 (AssayPlotBuilder, 1);
  AssayPlot *plot = g_atomic_rc_box_new0 (AssayPlot);

  plot->id = g_strdup (id);
  plot->title = g_strdup (title);
  plot->link = g_strdup ("");
  assay_axis_copy (x, &plot->x);
  assay_axis_copy (y, &plot->y);
  plot->series = new_list (sizeof (AssayPlotSeries), series_clear);
  plot->heats = new_list (sizeof (AssayPlotHeat), heat_clear);
  plot->annotations = new_list (sizeof (AssayAnnotation), annotation_clear);
  self->plot = plot;
  return self;
}

static double *
copy_rounded (const double *values, gsize n, guint digits)
{
  double *copy = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    copy[i] = assay_number_round (values[i], digits);
  return copy;
}

/* Positions keep six decimals: microseconds, and far below a pixel anywhere. */
#define POSITION_DIGITS 6

void
assay_plot_builder_series (AssayPlotBuilder *self,
                           AssaySeriesKind kind,
                           const char *name,
                           const double *x,
                           const double *y,
                           const double *y2,
                           gsize n,
                           guint digits)
{
  g_return_if_fail (n <= ASSAY_LIMIT_SERIES);

  AssayPlotSeries series = { .kind = kind,
                             .name = g_strdup (name == NULL ? "" : name),
                             .x = copy_rounded (x, n, POSITION_DIGITS),
                             .y = copy_rounded (y, n, digits),
                             .y2 = y2 == NULL ? NULL : copy_rounded (y2, n, digits),
                             .n = n,
                             .digits = digits,
                             .right = self->plot->has_right };

  g_array_append_val (self->plot->series, series);
}

void
assay_plot_builder_right_axis (AssayPlotBuilder *self, const AssayAxis *y)
{
  g_return_if_fail (!self->plot->has_right);
  assay_axis_copy (y, &self->plot->right);
  self->plot->has_right = TRUE;
}

void
assay_plot_builder_heat (AssayPlotBuilder *self,
                         const char *name,
                         const double *values,
                         gsize rows,
                         gsize columns,
                         double x0,
                         double x1,
                         double y0,
                         double y1,
                         const AssayAxis *value_axis,
                         const char *map,
                         guint digits)
{
  gsize n;

  g_return_if_fail (g_size_checked_mul (&n, rows, columns) && n <= ASSAY_LIMIT_SERIES);

  AssayPlotHeat heat = { .name = g_strdup (name == NULL ? "" : name),
                         .values = copy_rounded (values, n, digits),
                         .rows = rows,
                         .columns = columns,
                         .x0 = x0,
                         .x1 = x1,
                         .y0 = y0,
                         .y1 = y1,
                         .map = g_strdup (map),
                         .digits = digits };

  assay_axis_copy (value_axis, &heat.value);
  g_array_append_val (self->plot->heats, heat);
}

void
assay_plot_builder_image (AssayPlotBuilder *self,
                          const char *name,
                          AssayImage *image,
                          double x0,
                          double x1,
                          double y0,
                          double y1)
{
  AssayPlotHeat heat = { .name = g_strdup (name == NULL ? "" : name),
                         .image = assay_image_ref (image),
                         .x0 = x0,
                         .x1 = x1,
                         .y0 = y0,
                         .y1 = y1,
                         .map = g_strdup ("") };

  g_array_append_val (self->plot->heats, heat);
}

void
assay_plot_builder_annotation (AssayPlotBuilder *self,
                               AssayAnnotationKind kind,
                               double x,
                               double y,
                               double x2,
                               const char *text)
{
  AssayAnnotation annotation = { .kind = kind,
                                 .x = assay_number_round (x, POSITION_DIGITS),
                                 .y = assay_number_round (y, POSITION_DIGITS),
                                 .x2 = assay_number_round (x2, POSITION_DIGITS),
                                 .text = g_strdup (text == NULL ? "" : text) };

  g_array_append_val (self->plot->annotations, annotation);
}

void
assay_plot_builder_names (AssayPlotBuilder *self, gboolean y_axis, const char *const *names)
{
  char ***list = &self->plot->names[y_axis ? 1 : 0];

  g_strfreev (*list);
  *list = g_strdupv ((char **) (gsize) names);
}

void
assay_plot_builder_link (AssayPlotBuilder *self, const char *link)
{
  g_free (self->plot->link);
  self->plot->link = g_strdup (link);
}

AssayPlot *
assay_plot_builder_end (AssayPlotBuilder *self)
{
  AssayPlot *plot = self->plot;

  g_free (self);
  return plot;
}

AssayPlot *
assay_plot_ref (AssayPlot *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plot_clear (gpointer data)
{
  AssayPlot *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->link);
  axis_clear (&self->x);
  axis_clear (&self->y);
  if (self->has_right)
    axis_clear (&self->right);
  g_strfreev (self->names[0]);
  g_strfreev (self->names[1]);
  g_array_unref (self->series);
  g_array_unref (self->heats);
  g_array_unref (self->annotations);
}

void
assay_plot_unref (AssayPlot *self)
{
  g_atomic_rc_box_release_full (self, plot_clear);
}

const char *
assay_plot_get_id (const AssayPlot *self)
{
  return self->id;
}

const char *
assay_plot_get_title (const AssayPlot *self)
{
  return self->title;
}

const char *
assay_plot_get_link (const AssayPlot *self)
{
  return self->link;
}

const AssayAxis *
assay_plot_get_x (const AssayPlot *self)
{
  return &self->x;
}

const AssayAxis *
assay_plot_get_y (const AssayPlot *self)
{
  return &self->y;
}

const AssayAxis *
assay_plot_get_right (const AssayPlot *self)
{
  return self->has_right ? &self->right : NULL;
}

const char *const *
assay_plot_get_names (const AssayPlot *self, gboolean y_axis)
{
  return (const char *const *) self->names[y_axis ? 1 : 0];
}

guint
assay_plot_get_n_series (const AssayPlot *self)
{
  return self->series->len;
}

void
assay_plot_get_series (const AssayPlot *self, guint index, AssaySeries *series)
{
  const AssayPlotSeries *from = &g_array_index (self->series, AssayPlotSeries, index);

  *series = (AssaySeries){ .kind = from->kind,
                           .name = from->name,
                           .x = from->x,
                           .y = from->y,
                           .y2 = from->y2,
                           .n = from->n,
                           .digits = from->digits,
                           .right = from->right };
}

guint
assay_plot_get_n_heats (const AssayPlot *self)
{
  return self->heats->len;
}

void
assay_plot_get_heat (const AssayPlot *self, guint index, AssayHeat *heat)
{
  const AssayPlotHeat *from = &g_array_index (self->heats, AssayPlotHeat, index);

  *heat = (AssayHeat){ .name = from->name,
                       .values = from->values,
                       .rows = from->rows,
                       .columns = from->columns,
                       .image = from->image,
                       .x0 = from->x0,
                       .x1 = from->x1,
                       .y0 = from->y0,
                       .y1 = from->y1,
                       .value = from->value,
                       .map = from->map,
                       .digits = from->digits };
}

guint
assay_plot_get_n_annotations (const AssayPlot *self)
{
  return self->annotations->len;
}

void
assay_plot_get_annotation (const AssayPlot *self, guint index, AssayAnnotation *annotation)
{
  *annotation = g_array_index (self->annotations, AssayAnnotation, index);
}
