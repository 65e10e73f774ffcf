/* assay-cipher-drift.c: sums over coding tree units, encrypted ones and others. */
#include "cipher/assay-cipher-drift.h"

#include <math.h>

#define EQUAL_DB 100.0

typedef struct
{
  guint64 samples;
  guint64 unlike;
  guint64 error; /* Σ of squares */
} Sums;

struct _AssayCipherDrift
{
  const AssayCipherRegions *regions;
  const AssayCipherShown *shown;
  GArray *orders; /* gint32, ascending: of the pictures that a decoder shows */
  guint next;
  Sums sums[2]; /* others, encrypted */
};

static int
compare_orders (gconstpointer a, gconstpointer b)
{
  gint32 p = *(const gint32 *) a;
  gint32 q = *(const gint32 *) b;

  return (p > q) - (p < q);
}

AssayCipherDrift *
assay_cipher_drift_new (const AssayCipherRegions *regions, const AssayCipherShown *shown)
{
  AssayCipherDrift *self = g_new0 (AssayCipherDrift, 1);

  self->regions = regions;
  self->shown = shown;
  self->orders = g_array_new (FALSE, FALSE, sizeof (gint32));
  /* What precedes the first intra picture cannot be decoded, and is not shown. */
  for (guint i = 0; i < shown->orders->len; i++)
    if (g_array_index (shown->orders, gint32, i) >= 0)
      g_array_append_vals (self->orders, &g_array_index (shown->orders, gint32, i), 1);
  g_array_sort (self->orders, compare_orders);
  return self;
}

void
assay_cipher_drift_free (AssayCipherDrift *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->orders);
  g_free (self);
}

static AssayCipherArea
find_area (const AssayCipherDrift *self)
{
  gint32 order = g_array_index (self->orders, gint32, self->next);
  AssayCipherArea area;

  assay_cipher_regions_at (self->regions, order, &area);
  if (area.n > 0 && order >= self->shown->whole_from)
    area.limited = FALSE;
  return area;
}

/* Samples of one row within a coding tree unit. */
static void
add_row (Sums *sums, const guint8 *a, const guint8 *b, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      int difference = (int) a[i] - (int) b[i];

      sums->unlike += difference != 0 ? 1 : 0;
      sums->error += (guint64) (difference * difference);
    }
  sums->samples += n;
}

static double
to_psnr (const Sums *sums)
{
  if (sums->samples == 0)
    return NAN;
  if (sums->error == 0)
    return EQUAL_DB;
  return 10.0 * log10 (255.0 * 255.0 * (double) sums->samples / (double) sums->error);
}

static void
add_sums (Sums *sums, const Sums *more)
{
  sums->samples += more->samples;
  sums->unlike += more->unlike;
  sums->error += more->error;
}

double
assay_cipher_drift_take (
    AssayCipherDrift *self, const guint8 *a, const guint8 *b, guint width, guint height)
{
  guint unit = self->shown->unit;
  const guint *window = self->shown->window;
  Sums sums[2] = { { 0 } };
  AssayCipherArea area;

  if (self->next >= self->orders->len || unit == 0)
    return NAN;
  area = find_area (self);
  self->next++;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width;)
      {
        guint left = (x + window[0]) / unit * unit;
        guint top = (y + window[1]) / unit * unit;
        guint n = MIN (left + unit - window[0], width) - x;
        gboolean hidden = !area.limited || assay_cipher_area_find (&area, left, top, unit) >= 0;
        gsize at = (gsize) y * width + x;

        add_row (&sums[hidden ? 1 : 0], a + at, b + at, n);
        x += n;
      }
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    add_sums (&self->sums[i], &sums[i]);
  return to_psnr (&sums[0]);
}

gboolean
assay_cipher_drift_get (const AssayCipherDrift *self,
                        gboolean encrypted,
                        double *psnr,
                        double *unlike)
{
  const Sums *sums = &self->sums[encrypted ? 1 : 0];

  *psnr = to_psnr (sums);
  *unlike = (double) sums->unlike / (double) MAX (sums->samples, 1);
  return sums->samples > 0;
}
