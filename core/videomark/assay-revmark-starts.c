/* assay-revmark-starts.c: the segment detector: readings in pieces through the part `starts`. */
#include "videomark/assay-revmark-starts.h"

#include <string.h>

/* Readings that the network sees at a time, and those at both ends of them that are there for
 * their neighbours' sake. */
#define PIECE 128u
#define CONTEXT 32u
/* Fewer tell nothing. */
#define LEAST 9u

struct _AssayRevmarkStarts
{
  const AssayRevmarkCard *card;
  guint threads;
  GArray *bits;    /* of float: card->bits a reading */
  GArray *seconds; /* of double */
  guint place;     /* of all that are kept */
  guint before;    /* frames that are not kept */
  guint n;
  guint looked;
};

AssayRevmarkStarts *
assay_revmark_starts_new (const AssayRevmarkCard *card, guint threads)
{
  AssayRevmarkStarts *self = g_new0 (AssayRevmarkStarts, 1);

  self->card = card;
  self->threads = threads;
  self->bits = g_array_new (FALSE, FALSE, sizeof (float));
  self->seconds = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
assay_revmark_starts_free (AssayRevmarkStarts *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bits);
  g_array_unref (self->seconds);
  g_free (self);
}

void
assay_revmark_starts_add (AssayRevmarkStarts *self, guint place, const float *bits, double seconds)
{
  if (place != self->place)
    {
      self->before += self->n;
      self->n = 0;
      g_array_set_size (self->bits, 0);
      g_array_set_size (self->seconds, 0);
      self->place = place;
    }
  if (self->n == ASSAY_REVMARK_MOST_WINDOWS)
    return;
  g_array_append_vals (self->bits, bits, self->card->bits);
  g_array_append_val (self->seconds, seconds);
  self->n++;
}

guint
assay_revmark_starts_looked (const AssayRevmarkStarts *self)
{
  return self->looked;
}

/* 1 or -1 for each bit: what it says over all that was read. */
static void
find_signs (const AssayRevmarkStarts *self, float *signs)
{
  guint n_bits = self->card->bits;
  const float *bits = (const float *) (const void *) self->bits->data;

  for (guint b = 0; b < n_bits; b++)
    {
      double sum = 0;

      for (guint t = 0; t < self->n; t++)
        sum += (double) bits[t * n_bits + b];
      signs[b] = sum < 0 ? -1 : 1;
    }
}

/* The input of FORMAT.md for @rows readings from @first on: how loudly each bit says what it says,
 * beside their mean. */
static void
give_readings (
    const AssayRevmarkStarts *self, const float *signs, guint first, guint rows, float *input)
{
  guint n_bits = self->card->bits;
  const float *bits = (const float *) (const void *) self->bits->data + (gsize) first * n_bits;
  double mean = 0;

  for (guint b = 0; b < n_bits; b++)
    for (guint t = 0; t < rows; t++)
      {
        input[b * rows + t] = bits[t * n_bits + b] * signs[b];
        mean += (double) input[b * rows + t];
      }
  mean = MAX (1e-6, mean / ((double) rows * n_bits));
  for (gsize i = 0; i < (gsize) rows * n_bits; i++)
    input[i] = (float) ((double) input[i] / mean) - 1;
}

static AssayRevmarkNetwork *
make_network (const AssayRevmarkStarts *self, guint rows, GError **error)
{
  const AssayRevmarkPart *part = &self->card->starts;
  AssayRevmarkShape wanted = { 1, 1, rows, 1 };
  g_autoptr (AssayRevmarkNetwork) network = NULL;

  if ((part->n_inputs != 1 || part->inputs[0] != ASSAY_REVMARK_READINGS)
      && !assay_revmark_fail ("starts", error))
    return NULL;
  network = assay_revmark_network_new (self->card, part, self->card->bits, rows, 1, self->threads,
                                       error);
  if (network == NULL)
    return NULL;
  if (!assay_revmark_shape_equal (assay_revmark_network_shape (network, part->output), &wanted)
      && !assay_revmark_fail ("starts", error))
    return NULL;
  return g_steal_pointer (&network);
}

/* A logit for each reading. FALSE when cancelled or MALFORMED. */
static gboolean
judge (const AssayRevmarkStarts *self, float *logits, GCancellable *cancellable, GError **error)
{
  guint rows = MIN (self->n, PIECE);
  g_autoptr (AssayRevmarkNetwork) network = make_network (self, rows, error);
  float signs[ASSAY_REVMARK_BITS];

  if (network == NULL)
    return FALSE;
  find_signs (self, signs);
  for (guint done = 0; done < self->n;)
    {
      guint first = MIN (done < CONTEXT ? 0 : done - CONTEXT, self->n - rows);
      guint end = first + rows == self->n ? self->n : first + rows - CONTEXT;

      give_readings (self, signs, first, rows,
                     assay_revmark_network_input (network, ASSAY_REVMARK_READINGS));
      if (!assay_revmark_network_run (network, cancellable, error))
        return FALSE;
      memcpy (logits + done,
              assay_revmark_network_value (network, self->card->starts.output) + (done - first),
              (end - done) * sizeof *logits);
      done = end;
    }
  return TRUE;
}

GArray *
assay_revmark_starts_find (AssayRevmarkStarts *self,
                           guint place,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, TRUE, sizeof (AssayRevmarkStart));
  g_autofree float *logits = NULL;

  if (self->n < LEAST || place != self->place)
    return g_steal_pointer (&starts);
  logits = g_new (float, self->n);
  if (!judge (self, logits, cancellable, error))
    return NULL;
  self->looked = self->n;
  for (guint t = 1; t < self->n; t++)
    {
      AssayRevmarkStart start = { .frame = self->before + t, .logit = (double) logits[t] };

      if (logits[t] <= 0 || logits[t] <= logits[t - 1]
          || (t + 1 < self->n && logits[t] < logits[t + 1]))
        continue;
      start.seconds = g_array_index (self->seconds, double, t);
      g_array_append_val (starts, start);
    }
  return g_steal_pointer (&starts);
}
