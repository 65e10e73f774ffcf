/* assay-envelope.c: see the header. */
#include "plot/assay-envelope.h"

#include <math.h>

#define BRANCH_BITS 2u
#define LEVELS 16u /* 4^15 lowest bins */

typedef struct
{
  float low, high;
  float power; /* mean square */
} Bin;

typedef struct
{
  GArray *levels[LEVELS]; /* Bin: complete ones */
} Channel;

struct _AssayEnvelope
{
  guint n_channels;
  guint bin;
  gsize n_bins;
  float peak;
  Channel *channels;
};

AssayEnvelope *
assay_envelope_new (guint channels, guint bin)
{
  AssayEnvelope *self;

  g_return_val_if_fail (channels > 0 && bin > 0, NULL);
  self = g_new0 (AssayEnvelope, 1);
  self->n_channels = channels;
  self->bin = bin;
  self->channels = g_new0 (Channel, channels);
  for (guint c = 0; c < channels; c++)
    for (guint level = 0; level < LEVELS; level++)
      self->channels[c].levels[level] = g_array_new (FALSE, FALSE, sizeof (Bin));
  return self;
}

void
assay_envelope_free (AssayEnvelope *self)
{
  for (guint c = 0; c < self->n_channels; c++)
    for (guint level = 0; level < LEVELS; level++)
      g_array_unref (self->channels[c].levels[level]);
  g_free (self->channels);
  g_free (self);
}

guint
assay_envelope_get_channels (const AssayEnvelope *self)
{
  return self->n_channels;
}

guint64
assay_envelope_get_frames (const AssayEnvelope *self)
{
  return (guint64) self->n_bins * self->bin;
}

float
assay_envelope_get_peak (const AssayEnvelope *self)
{
  return self->peak;
}

/* Makes the parents that the last bin of the lowest level completes. */
static void
close_bin (Channel *self)
{
  guint branch = 1u << BRANCH_BITS;

  for (guint level = 1; level < LEVELS && self->levels[level - 1]->len % branch == 0; level++)
    {
      const Bin *children
          = &g_array_index (self->levels[level - 1], Bin, self->levels[level - 1]->len - branch);
      Bin parent = children[0];

      for (guint i = 1; i < branch; i++)
        {
          parent.low = MIN (parent.low, children[i].low);
          parent.high = MAX (parent.high, children[i].high);
          parent.power += children[i].power;
        }
      parent.power /= (float) branch;
      g_array_append_val (self->levels[level], parent);
    }
}

static float
or_zero (float value)
{
  return isfinite (value) ? value : 0.0f;
}

void
assay_envelope_append (AssayEnvelope *self, const float *values, gsize bins)
{
  for (gsize i = 0; i < bins; i++)
    for (guint c = 0; c < self->n_channels; c++, values += ASSAY_ENVELOPE_VALUES)
      {
        float rms = or_zero (values[2]);
        Bin bin = { or_zero (values[0]), or_zero (values[1]), rms * rms };

        g_array_append_val (self->channels[c].levels[0], bin);
        close_bin (&self->channels[c]);
        self->peak = MAX (self->peak, MAX (fabsf (bin.low), fabsf (bin.high)));
      }
  self->n_bins += bins;
}

/* The largest bin that begins at lowest-level bin @start, ends at @end at the latest and is made
 * already; how many of the lowest level it spans goes to @span. */
static const Bin *
largest_bin (const Channel *self, guint64 start, guint64 end, guint64 *span)
{
  const Bin *bin = &g_array_index (self->levels[0], Bin, start);

  *span = 1;
  for (guint level = 1; level < LEVELS; level++)
    {
      guint64 wide = G_GUINT64_CONSTANT (1) << (BRANCH_BITS * level);

      if (start % wide != 0 || end - start < wide || start / wide >= self->levels[level]->len)
        break;
      bin = &g_array_index (self->levels[level], Bin, start / wide);
      *span = wide;
    }
  return bin;
}

/* Of the lowest bins @start to @end, more than none. */
static AssayEnvelopeColumn
join (const Channel *channel, guint64 start, guint64 end)
{
  float low = INFINITY;
  float high = -INFINITY;
  double power = 0.0;
  guint64 span;

  for (guint64 i = start; i < end; i += span)
    {
      const Bin *bin = largest_bin (channel, i, end, &span);

      low = MIN (low, bin->low);
      high = MAX (high, bin->high);
      power += (double) bin->power * (double) span;
    }
  return (AssayEnvelopeColumn){ low, high, (float) sqrt (power / (double) (end - start)), TRUE };
}

void
assay_envelope_read (const AssayEnvelope *self,
                     guint channel,
                     double first,
                     double last,
                     AssayEnvelopeColumn *columns,
                     guint n_columns)
{
  double width = (last - first) / MAX (n_columns, 1) / self->bin;

  g_return_if_fail (channel < self->n_channels && first <= last);
  for (guint i = 0; i < n_columns; i++)
    {
      double from = floor (first / self->bin + width * i);
      double to = ceil (first / self->bin + width * (i + 1));

      columns[i] = (AssayEnvelopeColumn){ 0 };
      from = MAX (from, 0.0);
      to = MIN (MAX (to, from + 1.0), (double) self->n_bins);
      if (from < to)
        columns[i] = join (&self->channels[channel], (guint64) from, (guint64) to);
    }
}
