/* assay-wavelet-cascade.c: all steps of a filter bank at once, piece by piece: what one step makes
 * is taken by the next while it is in the cache, so only coefficients reach the memory. */
#include <string.h>

#include "signal/assay-wavelet-private.h"

#define BLOCK ASSAY_WAVELET_BLOCK
#define MOST_TAPS ASSAY_WAVELET_MOST_TAPS
#define LINE (64 / sizeof (double))
/* What waits for a step never exceeds two of its blocks, and two are added at once. */
#define CAPACITY (8u * BLOCK + 4u * MOST_TAPS)

/* The input of one step of analysis, or the approximation one step of synthesis takes. */
typedef struct
{
  const double *values; /* the piece from @first on; buffer, or an array that is there as a whole */
  double *buffer;
  gsize first;
  gsize n;
  gsize done; /* coefficients, or pairs of values, that the step made */
} Step;

typedef struct
{
  const AssayWaveletKernel *kernel;
  const AssayWaveletTaps *taps;
  const AssayWaveletBands *bands;
  Step *steps; /* bands->levels */
  double *buffers;
} Cascade;

static void
cascade_init (Cascade *self, const AssayWaveletBands *bands)
{
  self->kernel = assay_wavelet_kernel_get ();
  self->taps = &assay_wavelet_taps[bands->wavelet];
  self->bands = bands;
  self->steps = g_new0 (Step, bands->levels);
  self->buffers = g_new (double, (gsize) CAPACITY * bands->levels);
  for (guint i = 0; i < bands->levels; i++)
    {
      self->steps[i].buffer = self->buffers + (gsize) CAPACITY * i;
      self->steps[i].values = self->steps[i].buffer;
    }
}

static void
cascade_clear (Cascade *self)
{
  g_free (self->steps);
  g_free (self->buffers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cascade, cascade_clear)

/* Forgets what lies before @from if @wanted more values would not fit. */
static void
make_room (Step *self, gsize from, gsize wanted)
{
  gsize dropped = from - MIN (self->first, from);

  if (self->n + wanted <= CAPACITY || dropped == 0)
    return;
  memmove (self->buffer, self->buffer + dropped, (self->n - dropped) * sizeof *self->buffer);
  self->first += dropped;
  self->n -= dropped;
}

/* Where @level writes @n approximation coefficients. */
static double *
approximation_of (Cascade *self, guint level, gsize n)
{
  const gsize kept = 3 * (gsize) self->taps->n; /* a border may look back so far */
  Step *next;

  if (level + 1 == self->bands->levels)
    return self->bands->approximation + self->steps[level].done;
  next = &self->steps[level + 1];
  make_room (next, 2 * next->done + 2 - MIN (kept, 2 * next->done + 2), n);
  next->n += n;
  return next->buffer + next->n - n;
}

/* Short, so that few values are copied; and the details behind it begin a line of the cache. */
static gsize
first_block (const double *details)
{
  return MOST_TAPS + LINE - (guintptr) details / sizeof *details % LINE;
}

/* As many blocks as the values that are there allow, and what follows of them. */
static void
analyse (Cascade *self, guint level)
{
  const AssayWaveletBands *bands = self->bands;
  Step *step = &self->steps[level];
  gsize n_out = bands->lengths[level + 1];
  gboolean whole = step->first + step->n == bands->lengths[level];
  double edge[2 * BLOCK + MOST_TAPS];

  while (step->done < n_out)
    {
      gssize from = 2 * (gssize) step->done + 2 - (gssize) self->taps->n - (gssize) step->first;
      gsize most = step->first == 0 && from < 0 ? first_block (bands->details[level]) : BLOCK;
      gsize block = MIN (most, n_out - step->done);
      gsize wanted = 2 * block + self->taps->n - 2;
      gboolean reaches = from + (gssize) wanted <= (gssize) step->n;
      gboolean inside = from >= 0 && reaches;
      double *detail = bands->details[level] + step->done;

      if (!reaches && !whole)
        return;
      for (gsize i = 0; !inside && i < wanted; i++)
        edge[i] = assay_wavelet_value_at (bands->border, step->values, step->n, from + (gssize) i);
      self->kernel->analyse (self->taps, inside ? step->values + from : edge, block,
                             approximation_of (self, level, block), detail);
      step->done += block;
      if (level + 1 < bands->levels)
        analyse (self, level + 1);
    }
}

void
assay_wavelet_cascade_analyse (AssayWaveletBands *bands, const double *x)
{
  g_auto (Cascade) self = { 0 };

  cascade_init (&self, bands);
  self.steps[0].values = x;
  self.steps[0].n = bands->lengths[0];
  analyse (&self, 0);
}

static gsize synthesise (Cascade *self, guint level, double *x);

/* Makes the approximation that @level takes reach up to @end. */
static void
fetch (Cascade *self, guint level, gsize end)
{
  Step *step = &self->steps[level];

  while (step->first + step->n < end)
    {
      gsize length = self->bands->lengths[level + 1];

      make_room (step, step->done, 2 * BLOCK);
      step->n += synthesise (self, level + 1, step->buffer + step->n);
      step->n = MIN (step->n, length - step->first);
    }
}

/* Writes the next block of values of @level, with one too many at the end of an odd length; returns
 * how many. */
static gsize
synthesise (Cascade *self, guint level, double *x)
{
  Step *step = &self->steps[level];
  gsize pairs = MIN (BLOCK, (self->bands->lengths[level] + 1) / 2 - step->done);

  fetch (self, level, step->done + pairs + self->taps->n / 2 - 1);
  self->kernel->synthesise (self->taps, step->values + (step->done - step->first),
                            self->bands->details[level] + step->done, pairs, x);
  step->done += pairs;
  return 2 * pairs;
}

void
assay_wavelet_cascade_synthesise (const AssayWaveletBands *bands, double *x)
{
  g_auto (Cascade) self = { 0 };
  double last[2 * BLOCK];
  gsize n = bands->lengths[0];
  gsize done = 0;

  cascade_init (&self, bands);
  self.steps[bands->levels - 1].values = bands->approximation;
  self.steps[bands->levels - 1].n = bands->lengths[bands->levels];
  while (n - done >= 2 * BLOCK)
    done += synthesise (&self, 0, x + done);
  if (done == n)
    return;
  (void) synthesise (&self, 0, last);
  memcpy (x + done, last, (n - done) * sizeof *x);
}
