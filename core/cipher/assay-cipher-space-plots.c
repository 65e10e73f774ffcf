/* assay-cipher-space-plots.c: see the header. */
#include "cipher/assay-cipher-space-plots.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cipher/assay-cipher-classes.h"

#define DIGITS 3

double
assay_cipher_share (guint64 bits, guint64 whole_bytes)
{
  return whole_bytes == 0 ? 0.0 : 100.0 * (double) bits / (8.0 * (double) whole_bytes);
}

AssayTable *
assay_cipher_space_to_table (const AssayCipherSpace *self, guint64 stream_bytes)
{
  static const AssayColumn columns[] = {
    { "layer", N_ ("Layer"), ASSAY_COLUMN_INT, "", 0 },
    { "class", N_ ("Class"), ASSAY_COLUMN_TEXT, "", 0 },
    { "bits", N_ ("Bits"), ASSAY_COLUMN_INT, "", 0 },
    { "share", N_ ("Share of the stream"), ASSAY_COLUMN_REAL, "%", DIGITS },
  };
  AssayTableBuilder *builder = assay_table_builder_new ("encryptable", N_ ("Encryptable bits"),
                                                        columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      assay_table_builder_int (builder, 0);
      assay_table_builder_text (builder, assay_cipher_class_id ((AssayCipherClass) i));
      assay_table_builder_int (builder, (gint64) self->bits[i]);
      assay_table_builder_real (builder, assay_cipher_share (self->bits[i], stream_bytes));
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

AssayPlot *
assay_cipher_space_plot_classes (const AssayCipherSpace *self, guint64 stream_bytes)
{
  const AssayAxis x = { .title = N_ ("Syntax element"), .unit = "", .scale = ASSAY_SCALE_NAMES };
  const AssayAxis y = { .title = N_ ("Share of the stream"), .unit = "%" };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("classes", N_ ("Encryption space by syntax element"), &x, &y);
  const char *names[ASSAY_CIPHER_N_CLASSES + 1] = { NULL };
  double xs[ASSAY_CIPHER_N_CLASSES];
  double ys[ASSAY_CIPHER_N_CLASSES];

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      names[i] = assay_cipher_class_label ((AssayCipherClass) i);
      xs[i] = i;
      ys[i] = assay_cipher_share (self->bits[i], stream_bytes);
    }
  assay_plot_builder_names (builder, FALSE, names);
  assay_plot_builder_series (builder, ASSAY_SERIES_BAR, N_ ("Encryption space"), xs, ys, NULL,
                             ASSAY_CIPHER_N_CLASSES, DIGITS);
  return assay_plot_builder_end (builder);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const AssayCipherPoint *p = a;
  const AssayCipherPoint *q = b;

  if (p->seconds < q->seconds)
    return -1;
  return p->seconds > q->seconds ? 1 : (p->first > q->first) - (p->first < q->first);
}

/* Whether each point has a time. */
static gboolean
has_times (const AssayCipherSpace *self)
{
  for (guint i = 0; i < self->points->len; i++)
    if (!isfinite (g_array_index (self->points, AssayCipherPoint, i).seconds))
      return FALSE;
  return TRUE;
}

AssayPlot *
assay_cipher_space_plot_timeline (const AssayCipherSpace *self)
{
  gboolean timed = has_times (self);
  const AssayAxis time = { .title = N_ ("Time"), .unit = "s", .scale = ASSAY_SCALE_TIME };
  const AssayAxis number = { .title = N_ ("Picture in the order of the stream"), .unit = "" };
  const AssayAxis y = { .title = N_ ("Encryption space"), .unit = "%" };
  const AssayAxis right = { .title = N_ ("Size of the picture"), .unit = N_ ("bytes") };
  AssayPlotBuilder *builder = assay_plot_builder_new (
      "timeline", N_ ("Encryption space along the video"), timed ? &time : &number, &y);
  guint n = self->points->len;
  g_autofree AssayCipherPoint *points = g_memdup2 (self->points->data, n * sizeof *points);
  g_autofree double *xs = g_new (double, n);
  g_autofree double *shares = g_new (double, n);
  g_autofree double *sizes = g_new (double, n);

  if (timed && n > 0)
    qsort (points, n, sizeof *points, compare_times);
  for (guint i = 0; i < n; i++)
    {
      xs[i] = timed ? points[i].seconds : points[i].first;
      shares[i] = points[i].bits == 0
                      ? 0.0
                      : 100.0 * (double) points[i].free_bits / (double) points[i].bits;
      sizes[i] = (double) points[i].bits / 8.0 / (double) self->per_point;
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Encryption space"), xs, shares, NULL,
                             n, DIGITS);
  assay_plot_builder_right_axis (builder, &right);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Size of the picture"), xs, sizes,
                             NULL, n, 0);
  if (timed)
    assay_plot_builder_link (builder, "time");
  return assay_plot_builder_end (builder);
}

/* The mean of a curve where it has a point. */
static void
add_curve (AssayPlotBuilder *builder, const char *name, const AssayCipherCurve *curve)
{
  guint n = assay_cipher_curve_get_n_points (curve);
  g_autofree double *xs = g_new (double, n);
  g_autofree double *ys = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      xs[i] = (double) (i * curve->per_point);
      ys[i] = assay_cipher_curve_get (curve, i);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, name, xs, ys, NULL, n, 2);
}

static void
add_psnr (AssayPlotBuilder *builder, const AssayCipherCurve *psnr, const AssayCipherCurve *outside)
{
  const AssayAxis right
      = { .title = N_ ("PSNR of the luma"), .unit = "dB", .scale = ASSAY_SCALE_LINEAR };

  assay_plot_builder_right_axis (builder, &right);
  add_curve (builder, N_ ("PSNR without the key"), psnr);
  if (outside != NULL)
    add_curve (builder, N_ ("PSNR outside of the regions"), outside);
}

AssayPlot *
assay_cipher_space_plot_shown (const AssayCipherSpace *self,
                               const AssayCipherCurve *psnr,
                               const AssayCipherCurve *outside)
{
  const AssayAxis x = { .title = N_ ("Picture in the order of showing"), .unit = "" };
  const AssayAxis y = { .title = N_ ("Encryption space"), .unit = "%" };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("timeline",
                                psnr == NULL ? N_ ("Encryption space along the video")
                                             : N_ ("Encryption space and likeness along the video"),
                                &x, &y);
  guint n = self->points->len;
  g_autofree double *xs = g_new (double, n);
  g_autofree double *shares = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      const AssayCipherPoint *point = &g_array_index (self->points, AssayCipherPoint, i);

      xs[i] = point->first;
      shares[i] = point->bits == 0 ? 0.0 : 100.0 * (double) point->free_bits / (double) point->bits;
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Encryption space"), xs, shares, NULL,
                             n, DIGITS);
  if (psnr != NULL)
    add_psnr (builder, psnr, outside);
  return assay_plot_builder_end (builder);
}
