/* assay-audio-search.c: the reader's search for the place, the speed and the tempo of a mark. */
#include "wavemark/assay-audio-search.h"

#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "signal/assay-tail.h"
#include "wavemark/assay-audio-echo.h"

/* Warps tried on each axis: 0.945 … 1.055 in steps over which 12 s drift apart by 6 ms at the ends.
 */
#define FIRST 0.945
#define PACE 0.001
#define N_PACES 111u
#define N_WARPS (2 * N_PACES)
#define COARSE_FRAMES (12 * (gsize) ASSAY_AUDIO_RATE / (ASSAY_AUDIO_HOP / 4))
/* Candidates that are looked at closely, and the warps around each. */
#define N_BEST 8u
#define N_AROUND 5u
/* Of those, the ones that are read. */
#define N_READ 3u
#define N_ECHOES 2u
/* Words that the CRC is tried on: with two weightings one that is wrong fits once in 131072 times.
 */
#define N_LISTED 64u
/* Bounds of which the smallest counts: two, each for the words that fit their CRC and for all. */
#define N_SCORES 4

gboolean
assay_audio_reading_found (const AssayAudioReading *self)
{
  return self->checked && self->log10_p <= ASSAY_AUDIO_CLAIM;
}

gboolean
assay_audio_reading_present (const AssayAudioReading *self)
{
  return MIN (self->log10_p, self->log10_p_sync) <= ASSAY_AUDIO_CLAIM;
}

gboolean
assay_audio_reading_better (const AssayAudioReading *self, const AssayAudioReading *other)
{
  gboolean found = assay_audio_reading_found (self);

  if (found != assay_audio_reading_found (other))
    return found;
  if (self->log10_p < 0 || other->log10_p < 0)
    return self->log10_p < other->log10_p;
  return self->log10_p_sync < other->log10_p_sync;
}

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

/* The cells at a place. */
typedef struct
{
  AssayComplex cells[ASSAY_AUDIO_CELLS];
  double soft[ASSAY_AUDIO_SYMBOLS];  /* weighted as it is to be decoded */
  double radii[ASSAY_AUDIO_SYMBOLS]; /* what |soft| would be had all phases been right */
} Place;

static void
weigh_cells (Place *place, const AssayAudioPlan *plan, gboolean by_band)
{
  double weights[ASSAY_AUDIO_BANDS];

  weigh_bands (place->cells, plan, weights);
  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    {
      double weight = by_band ? weights[i % ASSAY_AUDIO_BANDS] : 1;
      AssayComplex z = place->cells[i];

      if (plan->symbol[i] < 0)
        continue;
      place->soft[plan->symbol[i]] = weight * z.re;
      place->radii[plan->symbol[i]] = weight * hypot (z.re, z.im);
    }
}

/* How far the symbols of the word agree: all together, and by bit (a symbol is counted for the bit
 * that enters with it). */
static void
count_votes (const Place *place, const gint8 *symbols, AssayAudioReading *reading)
{
  double size = 0, sum = 0, mean;

  memset (reading->votes, 0, sizeof reading->votes);
  reading->agreement = 0;
  for (guint i = 0; i < ASSAY_AUDIO_SYMBOLS; i++)
    size += place->radii[i];
  mean = size / ASSAY_AUDIO_SYMBOLS;
  if (!(mean > 0))
    return;
  for (guint i = 0; i < ASSAY_AUDIO_SYMBOLS; i++)
    {
      guint bit = assay_audio_plan_bit (i);

      sum += place->soft[i] * symbols[i];
      if (bit < ASSAY_AUDIO_BITS)
        reading->votes[bit] += place->soft[i] * symbols[i] / mean / ASSAY_AUDIO_CODE_RATE;
    }
  reading->agreement = sum / size;
}

/* The first of the @most likeliest words whose CRC fits; the likeliest where none does. */
static void
decode (const Place *place, guint most, AssayAudioReading *reading)
{
  guint8 words[N_LISTED * ASSAY_AUDIO_WORD];
  guint n = assay_audio_plan_decode (place->soft, most, words);
  guint chosen = 0;

  reading->checked = FALSE;
  for (guint i = 0; i < n && !reading->checked; i++)
    {
      reading->checked = assay_audio_plan_check (words + i * ASSAY_AUDIO_WORD);
      if (reading->checked)
        chosen = i;
    }
  memcpy (reading->bits, words + chosen * ASSAY_AUDIO_WORD, ASSAY_AUDIO_WORD);
}

/* The smaller of two bounds for the word. One is for its symbols weighted by band, which only the
 * known cells decided; the other for all cells, the known ones too, as they are in the fold. */
static double
score_word (Place *place, const AssayAudioPlan *plan, const gint8 *symbols)
{
  double radii[ASSAY_AUDIO_CELLS];
  double sum = 0, all = 0;

  weigh_cells (place, plan, TRUE);
  for (guint i = 0; i < ASSAY_AUDIO_SYMBOLS; i++)
    sum += symbols[i] * place->soft[i];
  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    {
      gint symbol = plan->symbol[i];

      all += (symbol < 0 ? 1 : symbols[symbol]) * place->cells[i].re;
      radii[i] = hypot (place->cells[i].re, place->cells[i].im);
    }
  return MIN (assay_tail_vectors (sum, place->radii, ASSAY_AUDIO_SYMBOLS),
              assay_tail_vectors (all, radii, ASSAY_AUDIO_CELLS));
}

/* log10 p of the reading's word, as one that fits its CRC or as any: they are more. Not yet at most
 * 0. */
static double
chance_of (Place *place, const AssayAudioPlan *plan, const AssayAudioReading *reading, guint bits)
{
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];

  assay_audio_plan_encode_word (reading->bits, symbols);
  return score_word (place, plan, symbols) + bits * log10 (2)
         + log10 (N_SCORES * reading->hypotheses);
}

/* What the cells of @place say. */
static void
read_cells (Place *at, const AssayAudioPlan *plan, AssayAudioReading *reading)
{
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];

  reading->checked = FALSE;
  for (guint by_band = 0; by_band < 2 && !reading->checked; by_band++)
    {
      weigh_cells (at, plan, by_band == 1);
      decode (at, 1, reading);
      /* Where the likeliest word would be no claim if it fitted, others are not looked for. */
      if (reading->checked || chance_of (at, plan, reading, ASSAY_AUDIO_BITS) > ASSAY_AUDIO_CLAIM)
        continue;
      weigh_cells (at, plan, by_band == 1);
      decode (at, N_LISTED, reading);
    }
  reading->log10_p = MIN (
      0, chance_of (at, plan, reading, reading->checked ? ASSAY_AUDIO_BITS : ASSAY_AUDIO_WORD));
  assay_audio_plan_encode_word (reading->bits, symbols);
  count_votes (at, symbols, reading);
}

void
assay_audio_read_fold (const AssayAudioFold *fold,
                       const AssayAudioPlan *plan,
                       AssayAudioReading *reading)
{
  Place place;

  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    place.cells[i] = assay_audio_fold_cell (fold, plan, reading->grade, reading->place, i);
  read_cells (&place, plan, reading);
}

void
assay_audio_read_wave (const AssayAudioWaveSum *sum,
                       const AssayAudioPlan *plan,
                       AssayAudioReading *reading)
{
  AssayAudioWaveCells cells;
  Place place;

  assay_audio_wave_find (sum, plan, &cells);
  reading->place = (guint) cells.place / (ASSAY_AUDIO_PERIOD / ASSAY_AUDIO_PLACES);
  reading->log10_p_sync
      = assay_tail_union (assay_tail_phases (cells.sum, cells.squares), reading->hypotheses);
  memcpy (place.cells, cells.cells, sizeof place.cells);
  read_cells (&place, plan, reading);
}

static double
score_of (const AssayAudioSync *sync)
{
  return sync->squares > 0 ? assay_tail_phases (sync->sum, sync->squares) : 0;
}

/* At the best place of @warp, in all grades until one is found. */
static void
read_at (const AssayAudioPlan *plan,
         const AssayAudioSpectra *spectra,
         const AssayAudioWarp *warp,
         double noise,
         double *tried,
         AssayAudioReading *reading)
{
  g_autofree AssayAudioFold *fold = g_new (AssayAudioFold, 1);

  assay_audio_fold (fold, plan, spectra, spectra->n, warp, noise);
  for (guint grade = 0; grade < ASSAY_AUDIO_GRADES && !assay_audio_reading_found (reading); grade++)
    {
      AssayAudioSync sync = assay_audio_fold_find (fold, plan, grade);
      AssayAudioReading other = { .warp = *warp, .grade = grade, .place = sync.place };

      *tried += ASSAY_AUDIO_PLACES;
      other.hypotheses = *tried;
      other.log10_p_sync = assay_tail_union (score_of (&sync), *tried);
      assay_audio_read_fold (fold, plan, &other);
      if (!(reading->hypotheses > 0) || assay_audio_reading_better (&other, reading))
        *reading = other;
    }
}

/* As it is and, if that tells no mark, as sound with noise. */
static void
read_both (const AssayAudioPlan *plan,
           const AssayAudioSpectra *spectra,
           const AssayAudioWarp *warp,
           double *tried,
           AssayAudioReading *reading)
{
  read_at (plan, spectra, warp, 0, tried, reading);
  if (!assay_audio_reading_found (reading))
    read_at (plan, spectra, warp, spectra->noise, tried, reading);
}

/* By the wave that was added. */
static void
read_wave (const AssayAudioPlan *plan,
           const double *samples,
           gsize n,
           double *tried,
           AssayAudioReading *reading)
{
  for (guint i = 0; i < ASSAY_AUDIO_WAVE_FLOORS && !assay_audio_reading_found (reading); i++)
    {
      g_auto (AssayAudioWaveSum) sum = { 0 };
      AssayAudioReading other = { .warp = { 1, 1 } };

      *tried += ASSAY_AUDIO_PERIOD * ASSAY_AUDIO_WAVE_FINE;
      other.hypotheses = *tried;
      assay_audio_wave_sum_init (&sum, plan, samples, n, assay_audio_wave_floors[i]);
      assay_audio_read_wave (&sum, plan, &other);
      if (assay_audio_reading_better (&other, reading))
        *reading = other;
    }
}

/* Without the clearest echoes, one after the other, until that tells a mark. */
static void
read_without_echo (const AssayAudioPlan *plan,
                   const double *samples,
                   gsize n,
                   double *tried,
                   AssayAudioReading *reading)
{
  const AssayAudioWarp none = { 1, 1 };
  AssayAudioEcho echoes[N_ECHOES];
  guint n_echoes = assay_audio_echo_find (samples, n, echoes, N_ECHOES);

  for (guint i = 0; i < n_echoes && !assay_audio_reading_found (reading); i++)
    {
      g_autofree double *clean = assay_audio_echo_remove (samples, n, &echoes[i]);
      g_auto (AssayAudioSpectra) spectra = { 0 };

      assay_audio_spectra_init (&spectra, plan, clean, n);
      read_both (plan, &spectra, &none, tried, reading);
    }
}

typedef struct
{
  const AssayAudioPlan *plan;
  const AssayAudioSpectra *spectra;
  gsize longest;
  const AssayAudioWarp *warps;
  double *scores; /* log10 p of the known cells: smaller is better */
} Trial;

static void
try_warps (gsize first, gsize last, gpointer user_data)
{
  Trial *trial = user_data;
  g_autofree AssayAudioFold *fold = g_new (AssayAudioFold, 1);

  for (gsize i = first; i < last; i++)
    {
      trial->scores[i] = 0;
      assay_audio_fold (fold, trial->plan, trial->spectra, trial->longest, &trial->warps[i], 0);
      for (guint grade = 0; grade < ASSAY_AUDIO_GRADES; grade++)
        {
          AssayAudioSync sync = assay_audio_fold_find (fold, trial->plan, grade);

          trial->scores[i] = MIN (trial->scores[i], score_of (&sync));
        }
    }
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

/* The N_READ warps that fit best, first coarsely, then around the best few. */
static gboolean
find_warps (const AssayAudioPlan *plan,
            const AssayAudioSpectra *spectra,
            guint threads,
            double *tried,
            AssayAudioWarp *found,
            GCancellable *cancellable,
            GError **error)
{
  AssayAudioWarp warps[N_WARPS], close[N_BEST * N_AROUND];
  double scores[N_WARPS], close_scores[N_BEST * N_AROUND];
  Trial coarse = { plan, spectra, COARSE_FRAMES, warps, scores };
  Trial fine = { plan, spectra, spectra->n, close, close_scores };

  for (guint i = 0; i < N_WARPS; i++)
    {
      double pace = FIRST + PACE * (i % N_PACES);

      warps[i] = (AssayAudioWarp){ i < N_PACES ? pace : 1, i < N_PACES ? 1 : pace };
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
  *tried += (double) (N_WARPS + N_BEST * N_AROUND) * ASSAY_AUDIO_GRADES * ASSAY_AUDIO_PLACES;
  for (guint i = 0; i < N_READ; i++)
    {
      gsize best = find_best (close_scores, N_BEST * N_AROUND);

      close_scores[best] = 1;
      found[i] = close[best];
    }
  return TRUE;
}

/* At other speeds and tempos. */
static gboolean
read_warped (const AssayAudioPlan *plan,
             const AssayAudioSpectra *spectra,
             guint threads,
             double *tried,
             AssayAudioReading *reading,
             GCancellable *cancellable,
             GError **error)
{
  AssayAudioWarp warps[N_READ];

  if (!find_warps (plan, spectra, threads, tried, warps, cancellable, error))
    return FALSE;
  for (guint i = 0; i < N_READ && !assay_audio_reading_found (reading); i++)
    read_both (plan, spectra, &warps[i], tried, reading);
  return TRUE;
}

gboolean
assay_audio_search (const AssayAudioPlan *plan,
                    const double *samples,
                    const double *side,
                    gsize n,
                    gboolean search,
                    guint threads,
                    double *tried,
                    AssayAudioReading *reading,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (AssayAudioSpectra) spectra = { 0 };
  g_auto (AssayAudioSpectra) both = { 0 };
  const AssayAudioWarp none = { 1, 1 };

  assay_audio_spectra_init (&spectra, plan, samples, n);
  read_both (plan, &spectra, &none, tried, reading);
  read_wave (plan, samples, n, tried, reading);
  if (!assay_audio_reading_found (reading))
    read_without_echo (plan, samples, n, tried, reading);
  if (side != NULL && !assay_audio_reading_found (reading))
    {
      assay_audio_spectra_init (&both, plan, side, n);
      assay_audio_spectra_add (&both, plan, &spectra);
      read_both (plan, &both, &none, tried, reading);
    }
  if (search && !assay_audio_reading_found (reading)
      && !read_warped (plan, &spectra, threads, tried, reading, cancellable, error))
    return FALSE;
  return !search || side == NULL || assay_audio_reading_found (reading)
         || read_warped (plan, &both, threads, tried, reading, cancellable, error);
}
