/* assay-plot-form.c: a plot on the wire. Reading fills the builder, so nothing unchecked gets in.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-limits.h"
#include "model/assay-model-error.h"
#include "model/assay-plot-private.h"

#define AXIS "(ssudd)"
#define SERIES "(usadadadub)"
#define HEAT "(stt(dddd)" AXIS "suadm(ssuuuat))"
#define ANNOTATION "(uddds)"

static GVariant *
reals (const double *values, gsize n)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, values, values == NULL ? 0 : n,
                                    sizeof (double));
}

static GVariant *
axis_to_variant (const AssayAxis *axis)
{
  return g_variant_new (AXIS, axis->title, axis->unit, (guint32) axis->scale, axis->minimum,
                        axis->maximum);
}

static GVariant *
series_to_variant (const AssayPlotSeries *series)
{
  return g_variant_new ("(us@ad@ad@adub)", (guint32) series->kind, series->name,
                        reals (series->x, series->n), reals (series->y, series->n),
                        reals (series->y2, series->n), series->digits, series->right);
}

static GVariant *
heat_to_variant (const AssayPlotHeat *heat)
{
  GVariant *image = heat->image == NULL ? NULL : assay_image_to_variant (heat->image);
  gsize n = heat->rows * heat->columns;
  AssayAxis none = { .title = "", .unit = "" };

  return g_variant_new ("(stt(dddd)@" AXIS "su@ad@m(ssuuuat))", heat->name, (guint64) heat->rows,
                        (guint64) heat->columns, heat->x0, heat->x1, heat->y0, heat->y1,
                        axis_to_variant (heat->image != NULL ? &none : &heat->value), heat->map,
                        heat->digits, reals (heat->values, n),
                        g_variant_new_maybe (G_VARIANT_TYPE ("(ssuuuat)"), image));
}

GVariant *
assay_plot_to_variant (const AssayPlot *self)
{
  static const char *const none[] = { NULL };
  GVariantBuilder series;
  GVariantBuilder heats;
  GVariantBuilder annotations;
  const char *const *x_names = assay_plot_get_names (self, FALSE);
  const char *const *y_names = assay_plot_get_names (self, TRUE);

  g_variant_builder_init (&series, G_VARIANT_TYPE ("a" SERIES));
  for (guint i = 0; i < self->series->len; i++)
    g_variant_builder_add_value (
        &series, series_to_variant (&g_array_index (self->series, AssayPlotSeries, i)));
  g_variant_builder_init (&heats, G_VARIANT_TYPE ("a" HEAT));
  for (guint i = 0; i < self->heats->len; i++)
    g_variant_builder_add_value (&heats,
                                 heat_to_variant (&g_array_index (self->heats, AssayPlotHeat, i)));
  g_variant_builder_init (&annotations, G_VARIANT_TYPE ("a" ANNOTATION));
  for (guint i = 0; i < self->annotations->len; i++)
    {
      const AssayAnnotation *at = &g_array_index (self->annotations, AssayAnnotation, i);

      g_variant_builder_add (&annotations, ANNOTATION, (guint32) at->kind, at->x, at->y, at->x2,
                             at->text);
    }
  return g_variant_new (
      "(sss@" AXIS "@" AXIS "@m" AXIS "^as^asa" SERIES "a" HEAT "a" ANNOTATION ")", self->id,
      self->title, self->link, axis_to_variant (&self->x), axis_to_variant (&self->y),
      g_variant_new_maybe (G_VARIANT_TYPE (AXIS),
                           self->has_right ? axis_to_variant (&self->right) : NULL),
      x_names == NULL ? none : x_names, y_names == NULL ? none : y_names, &series, &heats,
      &annotations);
}

/* Texts borrowed from @variant. */
static gboolean
read_axis (GVariant *variant, AssayAxis *axis)
{
  guint32 scale;

  g_variant_get (variant, "(&s&sudd)", &axis->title, &axis->unit, &scale, &axis->minimum,
                 &axis->maximum);
  axis->scale = (AssayScale) scale;
  return scale <= ASSAY_SCALE_NAMES;
}

static gboolean
read_series (AssayPlotBuilder *builder, GVariant *variant)
{
  guint32 kind;
  guint32 digits;
  gboolean right;
  const char *name;
  gsize n_x;
  gsize n_y;
  gsize n_y2;
  g_autoptr (GVariant) xs = NULL;
  g_autoptr (GVariant) ys = NULL;
  g_autoptr (GVariant) y2s = NULL;

  g_variant_get (variant, "(u&s@ad@ad@adub)", &kind, &name, &xs, &ys, &y2s, &digits, &right);

  const double *x = g_variant_get_fixed_array (xs, &n_x, sizeof (double));
  const double *y = g_variant_get_fixed_array (ys, &n_y, sizeof (double));
  const double *y2 = g_variant_get_fixed_array (y2s, &n_y2, sizeof (double));
  gboolean band = kind == ASSAY_SERIES_BAND;

  if (kind > ASSAY_SERIES_POLAR || digits > 15 || n_x != n_y || n_x > ASSAY_LIMIT_SERIES
      || (band ? n_y2 != n_x : n_y2 != 0))
    return FALSE;
  assay_plot_builder_series (builder, (AssaySeriesKind) kind, name, x, y, band ? y2 : NULL, n_x,
                             digits);
  return TRUE;
}

static gboolean
read_heat (AssayPlotBuilder *builder, GVariant *variant)
{
  const char *name;
  const char *map;
  guint64 rows;
  guint64 columns;
  double x0, x1, y0, y1;
  guint32 digits;
  gsize n;
  AssayAxis value;
  g_autoptr (GVariant) axis = NULL;
  g_autoptr (GVariant) array = NULL;
  g_autoptr (GVariant) maybe = NULL;

  g_variant_get (variant, "(&stt(dddd)@" AXIS "&su@ad@m(ssuuuat))", &name, &rows, &columns, &x0,
                 &x1, &y0, &y1, &axis, &map, &digits, &array, &maybe);

  g_autoptr (GVariant) boxed = g_variant_get_maybe (maybe);

  if (boxed != NULL)
    {
      g_autoptr (AssayImage) image = assay_image_from_variant (boxed, NULL);

      if (image != NULL)
        assay_plot_builder_image (builder, name, image, x0, x1, y0, y1);
      return image != NULL;
    }

  const double *values = g_variant_get_fixed_array (array, &n, sizeof (double));

  if (rows > ASSAY_LIMIT_SERIES || columns > ASSAY_LIMIT_SERIES || rows * columns != n
      || n > ASSAY_LIMIT_SERIES || digits > 15 || !read_axis (axis, &value))
    return FALSE;
  assay_plot_builder_heat (builder, name, values, (gsize) rows, (gsize) columns, x0, x1, y0, y1,
                           &value, map, digits);
  return TRUE;
}

static gboolean
read_series_list (AssayPlotBuilder *builder, GVariant *list, GVariant *right)
{
  AssayAxis axis;
  gboolean has_right = FALSE;

  /* Series after the first right one are all right: the builder works in that order too. */
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
      gboolean on_right;

      g_variant_get_child (child, 6, "b", &on_right);
      if (on_right && !has_right)
        {
          if (right == NULL || !read_axis (right, &axis))
            return FALSE;
          assay_plot_builder_right_axis (builder, &axis);
          has_right = TRUE;
        }
      if (on_right != has_right || !read_series (builder, child))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_parts (AssayPlotBuilder *builder, GVariant *heats, GVariant *annotations)
{
  for (gsize i = 0; i < g_variant_n_children (heats); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (heats, i);

      if (!read_heat (builder, child))
        return FALSE;
    }
  for (gsize i = 0; i < g_variant_n_children (annotations); i++)
    {
      guint32 kind;
      double x, y, x2;
      const char *text;

      g_variant_get_child (annotations, i, "(uddd&s)", &kind, &x, &y, &x2, &text);
      if (kind > ASSAY_ANNOTATION_POINT)
        return FALSE;
      assay_plot_builder_annotation (builder, (AssayAnnotationKind) kind, x, y, x2, text);
    }
  return TRUE;
}

AssayPlot *
assay_plot_from_variant (GVariant *variant, GError **error)
{
  const char *id, *title, *link;
  AssayAxis x, y;
  g_autoptr (GVariant) x_axis = NULL;
  g_autoptr (GVariant) y_axis = NULL;
  g_autoptr (GVariant) right_maybe = NULL;
  g_autoptr (GVariant) series = NULL;
  g_autoptr (GVariant) heats = NULL;
  g_autoptr (GVariant) annotations = NULL;
  g_autofree const char **x_names = NULL;
  g_autofree const char **y_names = NULL;

  g_variant_get (
      variant, "(&s&s&s@" AXIS "@" AXIS "@m" AXIS "^a&s^a&s@a" SERIES "@a" HEAT "@a" ANNOTATION ")",
      &id, &title, &link, &x_axis, &y_axis, &right_maybe, &x_names, &y_names, &series, &heats,
      &annotations);

  g_autoptr (GVariant) right = g_variant_get_maybe (right_maybe);

  if (read_axis (x_axis, &x) && read_axis (y_axis, &y))
    {
      AssayPlotBuilder *builder = assay_plot_builder_new (id, title, &x, &y);

      assay_plot_builder_link (builder, link);
      if (x_names[0] != NULL)
        assay_plot_builder_names (builder, FALSE, x_names);
      if (y_names[0] != NULL)
        assay_plot_builder_names (builder, TRUE, y_names);

      gboolean valid
          = read_series_list (builder, series, right) && read_parts (builder, heats, annotations);
      g_autoptr (AssayPlot) plot = assay_plot_builder_end (builder);

      if (valid)
        return g_steal_pointer (&plot);
    }
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("Plot “%s” contradicts its own description"), id);
  return NULL;
}
