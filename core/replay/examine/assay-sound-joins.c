/* assay-sound-joins.c: errors of linear prediction that stand alone. */
#include <math.h>
#include <string.h>

#include "replay/examine/assay-sound-joins-private.h"

#define FRAME ASSAY_JOIN_FRAME
#define ORDER ASSAY_JOIN_ORDER
/* Errors this near to the largest belong to it. */
#define NEAR 24u
/* Frames below this mean square are not looked at: -80 dB of full scale. */
#define QUIET 1e-8
/* Weaker ones are not even candidates, dB. */
#define LEAST_STRENGTH 6.0

AssaySoundJoins *
assay_sound_joins_new (void)
{
  AssaySoundJoins *self = g_new0 (AssaySoundJoins, 1);

  self->frame = g_new0 (double, FRAME);
  return self;
}

void
assay_sound_joins_free (AssaySoundJoins *self)
{
  g_free (self->frame);
  g_free (self);
}

/* Autocorrelation of the Hann-weighted frame; the lags in the inner loop, so that it vectorises
 * without changing the order of any sum. */
static void
autocorrelation (const double *frame, double *lags)
{
  double weighted[FRAME + ORDER] = { 0 };

  memset (lags, 0, (ORDER + 1) * sizeof *lags);
  for (gsize i = 0; i < FRAME; i++)
    weighted[ORDER + i] = frame[i] * (0.5 - 0.5 * cos (2 * G_PI * (double) i / FRAME));
  for (gsize i = ORDER; i < FRAME + ORDER; i++)
    for (gsize lag = 0; lag <= ORDER; lag++)
      lags[lag] += weighted[i] * weighted[i - lag];
}

/* Levinson's recursion: @predictor[0] is 1. FALSE when the frame cannot be predicted from. */
static gboolean
solve (const double *lags, double *predictor)
{
  double error = lags[0] * (1 + 1e-9) + 1e-12;

  memset (predictor, 0, (ORDER + 1) * sizeof *predictor);
  predictor[0] = 1;
  for (gsize m = 1; m <= ORDER; m++)
    {
      double reflection = lags[m];
      double old[ORDER + 1];

      for (gsize i = 1; i < m; i++)
        reflection += predictor[i] * lags[m - i];
      reflection = -reflection / error;
      memcpy (old, predictor, sizeof old);
      for (gsize i = 1; i < m; i++)
        predictor[i] = old[i] + reflection * old[m - i];
      predictor[m] = reflection;
      error *= 1 - reflection * reflection;
      if (!(error > 0))
        return FALSE;
    }
  return TRUE;
}

static void
predict (const double *frame, const double *predictor, double *errors)
{
  for (gsize i = 0; i < FRAME; i++)
    errors[i] = i < ORDER ? 0 : frame[i];
  for (gsize k = 1; k <= ORDER; k++)
    for (gsize i = ORDER; i < FRAME; i++)
      errors[i] += predictor[k] * frame[i - k];
}

/* Keeps @join if it is among the strongest; of two within a frame the stronger. */
static void
keep (AssaySoundJoins *self, const AssayJoin *join)
{
  guint at = 0;

  for (guint i = 0; i < self->n_joins; i++)
    {
      const guint64 other = self->joins[i].sample;
      const guint64 apart = MAX (other, join->sample) - MIN (other, join->sample);

      if (apart >= FRAME / 2)
        continue;
      if (self->joins[i].strength >= join->strength)
        return;
      memmove (&self->joins[i], &self->joins[i + 1], (self->n_joins - i - 1) * sizeof *join);
      self->n_joins--;
      i--;
    }
  while (at < self->n_joins && self->joins[at].strength >= join->strength)
    at++;
  if (at == ASSAY_SOUND_JOINS)
    return;
  if (self->n_joins == ASSAY_SOUND_JOINS)
    self->n_joins--;
  memmove (&self->joins[at + 1], &self->joins[at], (self->n_joins - at) * sizeof *join);
  self->joins[at] = *join;
  self->n_joins++;
}

/* Looks at the middle half of the frame. */
static void
look_at_frame (AssaySoundJoins *self)
{
  double lags[ORDER + 1];
  double predictor[ORDER + 1];
  double errors[FRAME];
  double second = 0, squares = 0;
  gsize best = FRAME / 4, others = 0;
  AssayJoin join;

  autocorrelation (self->frame, lags);
  if (lags[0] < QUIET * FRAME * 0.375 || !solve (lags, predictor))
    return;
  predict (self->frame, predictor, errors);
  for (gsize i = FRAME / 4; i < FRAME / 4 * 3; i++)
    if (fabs (errors[i]) > fabs (errors[best]))
      best = i;
  for (gsize i = ORDER; i < FRAME; i++)
    if (i + NEAR < best || i > best + NEAR)
      {
        second = MAX (second, fabs (errors[i]));
        squares += errors[i] * errors[i];
        others++;
      }
  if (!(second > 0))
    return;
  join.sample = self->position + best;
  join.strength = 20 * log10 (fabs (errors[best]) / second);
  join.excess = 20 * log10 (fabs (errors[best]) / sqrt (squares / (double) others));
  if (join.strength >= LEAST_STRENGTH)
    keep (self, &join);
}

void
assay_sound_joins_push (AssaySoundJoins *self, const double *samples, gsize n)
{
  while (n > 0)
    {
      const gsize take = MIN (n, FRAME - self->n);

      memcpy (self->frame + self->n, samples, take * sizeof *samples);
      self->n += take;
      samples += take;
      n -= take;
      if (self->n < FRAME)
        continue;
      look_at_frame (self);
      self->frames++;
      self->n = FRAME / 2;
      self->position += FRAME / 2;
      memmove (self->frame, self->frame + FRAME / 2, FRAME / 2 * sizeof *self->frame);
    }
}
