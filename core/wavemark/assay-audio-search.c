/* assay-audio-search.c: the reader's search for the place, the speed and the tempo of a mark. */
#include "wavemark/assay-audio-search.h"

#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "signal/assay-convolutional-code.h"
#include "signal/assay-tail.h"

/* Warps tried on each axis: 0.945 … 1.055 in steps over which 12 s drift apart by 6 ms at the ends.
 */
#define FIRST 0.945
#define PACE 0.001
#define N_PACES 111u
#define N_WARPS (2 * N_PACES)
#define COARSE_SAMPLES (12 * (gsize) ASSAY_AUDIO_RATE)
/* Candidates that are looked at closely, and the warps around each. */
#define N_BEST 8u
#define N_AROUND 5u
/* Places between two times, samples. */
#define N_OFFSETS 4u
#define CLAIM (-6.0)

/* How well each band keeps, from the cells that the key knows: independent of the payload's dither,
 * so the bound holds for the weighted sum too. */
static void
weigh_bands (const AssayComplex *cells, const AssayAudioPlan *plan, double *weights)
{
  double known[ASSAY_AUDIO_BANDS] = { 0 };
  double size[ASSAY_AUDIO_BANDS] = { 0 };

  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    if (plan->symbol[i] < 0)
      {
        known[i % ASSAY_AUDIO_BANDS] += cells[i].re;
        size[i % ASSAY_AUDIO_BANDS] += hypot (cells[i].re, cells[i].im);
      }
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      guint low = b > 0 ? b - 1 : b;
      guint high = MIN (b + 1, ASSAY_AUDIO_BANDS - 1);
      double n = size[low] + size[b] + size[high];

      weights[b] = n > 0 ? MAX ((known[low] + known[b] + known[high]) / n, 0.1) : 0.1;
    }
}

/* How far the symbols of the likeliest payload agree with @soft: all together, and by bit (a symbol
 * is counted for the bit that enters with it). @size: Σ |soft| had all phases been right. */
static void
count_votes (const double *soft, double size, AssayAudioReading *reading)
{
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  double mean = size / ASSAY_AUDIO_SYMBOLS;
  double sum = 0;

  assay_code_encode (reading->bits, ASSAY_AUDIO_BITS, ASSAY_AUDIO_CODE_RATE, symbols);
  memset (reading->votes, 0, sizeof reading->votes);
  reading->agreement = 0;
  if (!(mean > 0))
    return;
  for (guint i = 0; i < ASSAY_AUDIO_SYMBOLS; i++)
    {
      guint bit = i / ASSAY_AUDIO_CODE_RATE;

      sum += soft[i] * symbols[i];
      if (bit < ASSAY_AUDIO_BITS)
        reading->votes[bit] += soft[i] * symbols[i] / mean / ASSAY_AUDIO_CODE_RATE;
    }
  reading->agreement = sum / size;
}

void
assay_audio_read_fold (const AssayAudioFold *fold,
                       const AssayAudioPlan *plan,
                       AssayAudioReading *reading)
{
  AssayComplex cells[ASSAY_AUDIO_CELLS];
  double weights[ASSAY_AUDIO_BANDS];
  double soft[ASSAY_AUDIO_SYMBOLS];
  double sum;
  double squares = 0;
  double size = 0;

  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    cells[i] = assay_audio_fold_cell (fold, plan, reading->place, i);
  weigh_bands (cells, plan, weights);
  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    {
      double radius = weights[i % ASSAY_AUDIO_BANDS] * hypot (cells[i].re, cells[i].im);

      if (plan->symbol[i] < 0)
        continue;
      soft[plan->symbol[i]] = weights[i % ASSAY_AUDIO_BANDS] * cells[i].re;
      squares += radius * radius;
      size += radius;
    }
  sum = assay_code_decode (soft, ASSAY_AUDIO_BITS, ASSAY_AUDIO_CODE_RATE, reading->bits);
  count_votes (soft, size, reading);
  reading->log10_p = squares > 0 ? assay_tail_phases (sum, squares) : 0;
  reading->log10_p
      = MIN (0, reading->log10_p + ASSAY_AUDIO_BITS * log10 (2) + log10 (reading->hypotheses));
}

/* Reads at the best place of @fold into @reading if that is better than what is there. */
static gboolean
keep_better (const AssayAudioFold *fold,
             const AssayAudioPlan *plan,
             const AssayAudioWarp *warp,
             double *best,
             AssayAudioReading *reading)
{
  AssayAudioSync sync = assay_audio_fold_find (fold, plan);
  double score = sync.squares > 0 ? assay_tail_phases (sync.sum, sync.squares) : 0;

  if (score >= *best)
    return FALSE;
  *best = score;
  reading->warp = *warp;
  reading->place = sync.place;
  return TRUE;
}

/* The offsets between two times around @warp. */
static void
read_closely (const AssayAudioPlan *plan,
              const double *samples,
              gsize n,
              const AssayAudioWarp *warp,
              double *tried,
              AssayAudioReading *reading)
{
  AssayAudioFold *fold = g_new (AssayAudioFold, 1);
  AssayAudioFold *kept = g_new0 (AssayAudioFold, 1);
  double best = 0;

  for (guint i = 0; i < N_OFFSETS; i++)
    {
      AssayAudioWarp shifted = *warp;
      AssayAudioEnergies energies;

      shifted.offset = i * (ASSAY_AUDIO_HOP / 4.0 / N_OFFSETS);
      energies = assay_audio_energies (plan, samples, n, &shifted);
      assay_audio_fold (fold, plan, &energies, 0, energies.n);
      *tried += ASSAY_AUDIO_PLACES;
      if (keep_better (fold, plan, &shifted, &best, reading))
        *kept = *fold;
      g_free (energies.energies);
    }
  reading->hypotheses = *tried;
  reading->log10_p_sync = assay_tail_union (best, *tried);
  assay_audio_read_fold (kept, plan, reading);
  g_free (fold);
  g_free (kept);
}

typedef struct
{
  const AssayAudioPlan *plan;
  const double *samples;
  gsize n;
  AssayAudioWarp *warps;
  double *scores; /* log10 p of the known cells: smaller is better */
} Trial;

static void
try_warps (gsize first, gsize last, gpointer user_data)
{
  Trial *trial = user_data;
  AssayAudioFold *fold = g_new (AssayAudioFold, 1);

  for (gsize i = first; i < last; i++)
    {
      AssayAudioEnergies energies
          = assay_audio_energies (trial->plan, trial->samples, trial->n, &trial->warps[i]);
      AssayAudioSync sync;

      assay_audio_fold (fold, trial->plan, &energies, 0, energies.n);
      sync = assay_audio_fold_find (fold, trial->plan);
      trial->scores[i] = sync.squares > 0 ? assay_tail_phases (sync.sum, sync.squares) : 0;
      g_free (energies.energies);
    }
  g_free (fold);
}

/* The index of the smallest of @n scores; that of the first of equals. */
static gsize
find_best (const double *scores, gsize n)
{
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (scores[i] < scores[best])
      best = i;
  return best;
}

/* The warp that fits best, first coarsely, then around the best few. */
static gboolean
find_warp (const AssayAudioPlan *plan,
           const double *samples,
           gsize n,
           guint threads,
           double *tried,
           AssayAudioWarp *found,
           GCancellable *cancellable,
           GError **error)
{
  AssayAudioWarp warps[N_WARPS], close[N_BEST * N_AROUND];
  double scores[N_WARPS], close_scores[N_BEST * N_AROUND];
  Trial coarse = { plan, samples, MIN (n, COARSE_SAMPLES), warps, scores };
  Trial fine = { plan, samples, n, close, close_scores };

  for (guint i = 0; i < N_WARPS; i++)
    {
      double pace = FIRST + PACE * (i % N_PACES);

      warps[i] = (AssayAudioWarp){ i < N_PACES ? pace : 1, i < N_PACES ? 1 : pace, 0 };
    }
  if (!assay_parallel_for (N_WARPS, 4, threads, try_warps, &coarse, cancellable, error))
    return FALSE;
  for (guint i = 0; i < N_BEST; i++)
    {
      gsize best = find_best (scores, N_WARPS);

      scores[best] = 1;
      for (guint k = 0; k < N_AROUND; k++)
        {
          AssayAudioWarp *warp = &close[i * N_AROUND + k];
          double change = ((double) k - N_AROUND / 2) * PACE / (N_AROUND - 1);

          *warp = warps[best];
          if (best < N_PACES)
            warp->speed += change;
          else
            warp->tempo += change;
        }
    }
  if (!assay_parallel_for (N_BEST * N_AROUND, 1, threads, try_warps, &fine, cancellable, error))
    return FALSE;
  *tried += (double) (N_WARPS + N_BEST * N_AROUND) * ASSAY_AUDIO_PLACES;
  *found = close[find_best (close_scores, N_BEST * N_AROUND)];
  return TRUE;
}

gboolean
assay_audio_search (const AssayAudioPlan *plan,
                    const double *samples,
                    gsize n,
                    gboolean search,
                    guint threads,
                    double *tried,
                    AssayAudioReading *reading,
                    GCancellable *cancellable,
                    GError **error)
{
  AssayAudioWarp none = { 1, 1, 0 };
  AssayAudioWarp warp;
  AssayAudioReading other = { 0 };

  read_closely (plan, samples, n, &none, tried, reading);
  if (!search || reading->log10_p <= CLAIM)
    return TRUE;
  if (!find_warp (plan, samples, n, threads, tried, &warp, cancellable, error))
    return FALSE;
  read_closely (plan, samples, n, &warp, tried, &other);
  if (other.log10_p < reading->log10_p
      || (!(other.log10_p < 0) && other.log10_p_sync < reading->log10_p_sync))
    *reading = other;
  return TRUE;
}
