/* assay-audio-rehearse.c: marks of rising strength in memory, until one withstands all trials. */
#include "wavemark/assay-audio-rehearse.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/assay-base.h"
#include "wavemark/assay-audio-adder.h"
#include "wavemark/assay-audio-trial.h"

/* Ways to the lattice of each grade. */
#define LESS 0.55
#define MOST 0.9
#define N_STRENGTHS (2 * ASSAY_AUDIO_GRADES)
/* Root mean square of the wave over that of the sound: none, then 49 to 38.5 dB below it. */
static const double waves[] = { 0, 3.55e-3, 5.31e-3, 7.94e-3, 1.19e-2 };
#define N_WAVES ((guint) G_N_ELEMENTS (waves))
#define N_CANDIDATES (N_STRENGTHS * N_WAVES + 1)
#define HALVINGS 2u
/* No more of the sound's energy is added, whatever it does not withstand then (20 dB). */
#define DEAREST 1e-2
/* The second wave that stands for none when halves are taken: it is 6 dB fainter. */
#define FAINTER 0.5
/* log10 p that the strongest mark has beyond what is asked for where it has less than a trial
 * needs: no more, since then nothing is to spare. */
#define SPARE 1.0
/* A right mark above this, read by nobody else, asks for nothing. */
#define CLAIM (-6.0)

/* One mark to be tried. */
typedef struct
{
  AssayAudioChoice choice;
  double cost;   /* share of the sound's energy that it adds */
  double *odds;  /* (owned): log10 p after each trial, as far as they were made */
  guint failed;  /* the first trial that was not withstood */
  gboolean kept; /* all trials were */
  GError *error;
} Attempt;

typedef struct
{
  const AssayAudioRehearsal *what;
  GArray *trials; /* AssayAudioTrial; need > 0: not asked for */
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  double power;   /* mean square of the sound */
  double root;    /* what the waves are multiplied by */
  guint hardest;  /* the trial that the last attempt failed in: what is tried first */
  gboolean whole; /* all trials are made, to the end */
  Attempt *attempts;
} Rehearsal;

static void
clear_attempt (gpointer data)
{
  Attempt *self = data;

  g_clear_pointer (&self->odds, g_free);
  g_clear_error (&self->error);
}

static double
strength_of (const AssayAudioChoice *choice)
{
  return assay_audio_grades[choice->grade] * choice->share;
}

/* Adds @difference from sample @at on to the clip; returns how many there were. */
static gsize
add_difference (AssayAudioClip *marked, AssayAudioAdder *adder, gsize at, double *energy)
{
  gsize n = MIN (assay_audio_adder_get_n (adder), assay_audio_clip_length (marked) - at);

  for (guint c = 0; n > 0 && c < marked->n_channels; c++)
    {
      const double *added = assay_audio_adder_peek (adder, c);
      double *samples = &g_array_index (marked->channels[c], double, at);

      for (gsize i = 0; i < n; i++)
        {
          samples[i] += added[i];
          *energy += added[i] * added[i];
        }
    }
  assay_audio_adder_drop (adder, n);
  return n;
}

/* The sound marked as @choice says; returns the share of its energy that was added. */
static double
mark_sound (const Rehearsal *self, const AssayAudioChoice *choice, AssayAudioClip *marked)
{
  const AssayAudioRehearsal *what = self->what;
  guint channels = what->sound->n_channels;
  g_autofree AssayAudioPlan *plan = g_memdup2 (what->plan, sizeof *plan);
  g_autofree float *block = g_new (float, (gsize) ASSAY_AUDIO_BLOCK *channels);
  g_autoptr (AssayAudioAdder) adder = NULL;
  gsize length = assay_audio_clip_length (what->sound), at = 0;
  double energy = 0;

  plan->share = choice->share;
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    plan->steps[b] *= assay_audio_grades[choice->grade];
  adder = assay_audio_adder_new (plan, self->symbols, what->mix, channels, choice->wave,
                                 what->sound->rate);
  assay_audio_clip_init (marked, channels, what->sound->rate);
  for (guint c = 0; c < channels; c++)
    g_array_append_vals (marked->channels[c], what->sound->channels[c]->data, (guint) length);
  for (gsize i = 0; !assay_audio_adder_has_ended (adder);)
    {
      gsize n = MIN (ASSAY_AUDIO_BLOCK, what->n - i);

      for (gsize k = 0; k < n * channels; k++)
        block[k] = isfinite (what->looked[i * channels + k]) ? what->looked[i * channels + k] : 0;
      assay_audio_adder_push (adder, block, n);
      at += add_difference (marked, adder, at, &energy);
      i += n;
    }
  return energy / ((double) length * channels * self->power);
}

/* Makes the trials of an attempt until one fails. */
static void
make_attempt (const Rehearsal *self, Attempt *attempt)
{
  g_auto (AssayAudioClip) marked = { 0 };
  const AssayAudioTrialMark mark
      = { self->what->plan, self->what->bits, attempt->choice.grade, attempt->choice.wave > 0 };

  attempt->cost = mark_sound (self, &attempt->choice, &marked);
  attempt->odds = g_new0 (double, self->trials->len);
  attempt->kept = TRUE;
  for (guint i = 0; i < self->trials->len && (attempt->kept || self->whole); i++)
    {
      guint index = (i + self->hardest) % self->trials->len;
      const AssayAudioTrial *trial = &g_array_index (self->trials, AssayAudioTrial, index);

      if (trial->need > 0)
        continue;
      if (!assay_audio_trial_run (trial, &mark, &marked, self->what->job, trial->need,
                                  &attempt->odds[index], &attempt->error))
        {
          attempt->kept = FALSE;
          return;
        }
      if (attempt->kept && attempt->odds[index] > trial->need)
        {
          attempt->failed = index;
          attempt->kept = FALSE;
        }
    }
}

static void
attempt_some (gsize first, gsize last, gpointer user_data)
{
  Rehearsal *self = user_data;

  for (gsize i = first; i < last; i++)
    make_attempt (self, &self->attempts[i]);
}

/* Measures what candidates cost. */
static void
weigh_some (gsize first, gsize last, gpointer user_data)
{
  Rehearsal *self = user_data;

  for (gsize i = first; i < last; i++)
    {
      g_auto (AssayAudioClip) marked = { 0 };

      self->attempts[i].cost = mark_sound (self, &self->attempts[i].choice, &marked);
    }
}

/* @n attempts side by side. */
static gboolean
attempt_all (Rehearsal *self, Attempt *attempts, guint n, AssayParallelFunc func, GError **error)
{
  AssayToolJob *job = self->what->job;

  self->attempts = attempts;
  if (!assay_parallel_for (n, 1, assay_tool_job_get_threads (job), func, self,
                           assay_tool_job_get_cancellable (job), error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (attempts[i].error != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&attempts[i].error));
        return FALSE;
      }
  return TRUE;
}

/* The strongest mark with the loudest wave that is not too dear; the weakest where all are. */
static void
find_strongest (const Rehearsal *self, const Attempt *candidates, Attempt *strongest)
{
  double loudest = (1 - 1e-9) * waves[N_WAVES - 1] * self->root;

  for (guint i = 0; i < N_CANDIDATES; i++)
    if (candidates[i].choice.wave >= loudest
        && (!(strongest->cost > 0) || candidates[i].cost <= DEAREST))
      {
        strongest->choice = candidates[i].choice;
        strongest->cost = candidates[i].cost;
      }
}

/* What the strongest mark withstands, and how well, is all that can be asked for. @worth: it can be
 * read at all. */
static gboolean
ask_for_what_can_be (Rehearsal *self, Attempt *strongest, gboolean *worth, GError **error)
{
  *worth = FALSE;
  self->whole = TRUE;
  if (!attempt_all (self, strongest, 1, attempt_some, error))
    return FALSE;
  self->whole = FALSE;
  for (guint i = 0; i < self->trials->len; i++)
    {
      AssayAudioTrial *trial = &g_array_index (self->trials, AssayAudioTrial, i);

      if (strongest->odds[i] > CLAIM)
        trial->need = 1;
      else
        trial->need = MAX (trial->need, strongest->odds[i] + SPARE);
      *worth = *worth || (trial->kind == ASSAY_AUDIO_TRIAL_NONE && trial->need < 0);
    }
  strongest->kept = TRUE;
  return TRUE;
}

static int
compare_costs (gconstpointer a, gconstpointer b)
{
  const Attempt *first = a, *second = b;

  return (first->cost > second->cost) - (first->cost < second->cost);
}

/* Every strength with every wave, and @reckoned, the cheapest first. */
static gboolean
make_candidates (Rehearsal *self,
                 const AssayAudioChoice *reckoned,
                 Attempt *candidates,
                 GError **error)
{
  guint n = 0;

  candidates[n++].choice = *reckoned;
  for (guint s = 0; s < N_STRENGTHS; s++)
    candidates[n++].choice
        = (AssayAudioChoice){ .grade = s / 2, .share = s % 2 == 0 ? LESS : MOST };
  if (!attempt_all (self, candidates, n, weigh_some, error))
    return FALSE;
  for (guint w = 1; w < N_WAVES; w++)
    for (guint s = 0; s < N_STRENGTHS; s++)
      {
        candidates[n] = candidates[1 + s];
        candidates[n].choice.wave = waves[w] * self->root;
        candidates[n++].cost += waves[w] * waves[w] * self->root * self->root / self->power;
      }
  qsort (candidates, n, sizeof *candidates, compare_costs);
  return TRUE;
}

static void
tell_progress (const Rehearsal *self, guint done)
{
  assay_progress_set_count (assay_tool_job_get_progress (self->what->job), done,
                            N_CANDIDATES + 2 * HALVINGS, N_ ("Trying what the mark withstands"));
}

/* The first of @candidates that withstands all trials becomes @best; as many at once as there are
 * threads. */
static gboolean
find_cheapest (Rehearsal *self, Attempt *candidates, Attempt *best, GError **error)
{
  guint threads = MAX (assay_tool_job_get_threads (self->what->job), 1);

  for (guint i = 0, n; i < N_CANDIDATES && candidates[i].cost < best->cost; i += n)
    {
      n = MIN (threads, N_CANDIDATES - i);
      tell_progress (self, i);
      if (!attempt_all (self, candidates + i, n, attempt_some, error))
        return FALSE;
      for (guint k = i; k < i + n; k++)
        if (candidates[k].kept && candidates[k].cost < best->cost)
          {
            clear_attempt (best);
            *best = candidates[k];
            candidates[k].odds = NULL;
            return TRUE;
          }
      self->hardest = candidates[i].failed;
    }
  return TRUE;
}

/* @choice becomes @best's where it withstands all trials and costs less. */
static gboolean
try_instead (
    Rehearsal *self, const AssayAudioChoice *choice, Attempt *best, gboolean *taken, GError **error)
{
  Attempt other = { .choice = *choice };
  gboolean done = attempt_all (self, &other, 1, attempt_some, error);

  *taken = done && other.kept && other.cost < best->cost;
  if (*taken)
    {
      clear_attempt (best);
      *best = other;
    }
  else
    clear_attempt (&other);
  return done;
}

/* The strength below that of @choice. */
static double
strength_below (const AssayAudioChoice *choice)
{
  double below = 0.5 * strength_of (choice);

  for (guint s = 0; s < N_STRENGTHS; s++)
    {
      double strength = assay_audio_grades[s / 2] * (s % 2 == 0 ? LESS : MOST);

      if (strength < strength_of (choice) - 1e-9)
        below = MAX (below, strength);
    }
  return below;
}

static double
wave_below (const Rehearsal *self, double wave)
{
  double below = FAINTER * wave;

  for (guint w = 1; w < N_WAVES; w++)
    if (waves[w] * self->root < wave - 1e-12)
      below = MAX (below, waves[w] * self->root);
  return below;
}

/* Between @best and what is next below it: the strength, then the wave. */
static gboolean
refine (Rehearsal *self, Attempt *best, GError **error)
{
  double share = strength_below (&best->choice) / assay_audio_grades[best->choice.grade];
  double wave = wave_below (self, best->choice.wave);
  gboolean taken;

  for (guint i = 0; i < HALVINGS; i++)
    {
      AssayAudioChoice choice = best->choice;

      tell_progress (self, N_CANDIDATES + i);
      choice.share = 0.5 * (share + best->choice.share);
      if (!try_instead (self, &choice, best, &taken, error))
        return FALSE;
      share = taken ? share : choice.share;
    }
  for (guint i = 0; i < HALVINGS && best->choice.wave > 0; i++)
    {
      AssayAudioChoice choice = best->choice;

      tell_progress (self, N_CANDIDATES + HALVINGS + i);
      choice.wave = sqrt (wave * best->choice.wave);
      if (!try_instead (self, &choice, best, &taken, error))
        return FALSE;
      wave = taken ? wave : choice.wave;
    }
  return TRUE;
}

/* A row for each trial that was asked for or made: cuts of one length together, the worst counts.
 */
static AssayTable *
tabulate (const Rehearsal *self, const Attempt *best)
{
  static const AssayColumn columns[] = {
    { "change", N_ ("Change"), ASSAY_COLUMN_TERM, "", 0 },
    { "amount", N_ ("Amount"), ASSAY_COLUMN_REAL, "", 1 },
    { "unit", N_ ("Unit"), ASSAY_COLUMN_TEXT, "", 0 },
    { "log10_p", N_ ("Chance (log10)"), ASSAY_COLUMN_REAL, "", 1 },
  };
  AssayTableBuilder *builder = assay_table_builder_new (
      "trials", N_ ("Read again after changes, in memory"), columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < self->trials->len; i++)
    {
      const AssayAudioTrial *trial = &g_array_index (self->trials, AssayAudioTrial, i);
      double worst = best->odds[i];

      for (; i + 1 < self->trials->len; i++)
        {
          const AssayAudioTrial *next = &g_array_index (self->trials, AssayAudioTrial, i + 1);

          if (next->kind != trial->kind || fabs (next->amount - trial->amount) > 0)
            break;
          worst = MAX (worst, best->odds[i + 1]);
        }
      assay_table_builder_text (builder, assay_audio_trial_title (trial->kind));
      assay_table_builder_real (builder, assay_audio_trial_shown (trial));
      assay_table_builder_text (builder, assay_audio_trial_unit (trial->kind));
      assay_table_builder_real (builder, worst);
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

static void
init_rehearsal (Rehearsal *self, const AssayAudioRehearsal *what)
{
  gsize n = assay_audio_clip_length (what->sound);
  double energy = 0;

  self->what = what;
  self->trials = assay_audio_trial_list ((double) n / what->sound->rate);
  assay_audio_plan_encode (what->bits, self->symbols);
  for (guint c = 0; c < what->sound->n_channels; c++)
    for (gsize i = 0; i < n; i++)
      {
        double value = g_array_index (what->sound->channels[c], double, i);

        energy += value * value;
      }
  self->power = energy / (double) MAX (n * what->sound->n_channels, 1);
  self->root = what->strength * sqrt (self->power);
}

gboolean
assay_audio_rehearse (const AssayAudioRehearsal *self,
                      AssayAudioChoice *choice,
                      AssayTable **outcomes,
                      GError **error)
{
  Rehearsal rehearsal = { 0 };
  Attempt candidates[N_CANDIDATES] = { 0 };
  Attempt best = { 0 };
  gboolean done = TRUE, worth = FALSE;

  *outcomes = NULL;
  init_rehearsal (&rehearsal, self);
  if (rehearsal.power > 0)
    {
      done = make_candidates (&rehearsal, choice, candidates, error);
      find_strongest (&rehearsal, candidates, &best);
      done = done && ask_for_what_can_be (&rehearsal, &best, &worth, error);
    }
  if (done && worth)
    done
        = find_cheapest (&rehearsal, candidates, &best, error) && refine (&rehearsal, &best, error);
  if (done && worth)
    {
      *choice = best.choice;
      *outcomes = tabulate (&rehearsal, &best);
    }
  clear_attempt (&best);
  for (guint i = 0; i < N_CANDIDATES; i++)
    clear_attempt (&candidates[i]);
  g_array_unref (rehearsal.trials);
  return done;
}
