/* assay-audio-extract.c: the tool `audio.extract`. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "signal/assay-mark.h"
#include "wavemark/assay-audio-plots.h"
#include "wavemark/assay-audio-published.h"
#include "wavemark/assay-audio-search.h"
#include "wavemark/assay-audio-sound.h"
#include "wavemark/assay-audio-whole.h"
#include "wavemark/assay-audio.h"
#include "wavemark/assay-wavemark-statement.h"

/* Bounds of which log10_p is the smallest: assay-audio-search.c. */
#define BOUNDS 4
/* log10 p above which nothing hints at a mark. */
#define NOTHING (-2.0)
#define STRETCH ((gsize) ASSAY_AUDIO_STRETCH * ASSAY_AUDIO_RATE)

/* Below the last bit of 16: as good as digital silence. */
#define FAINT 1e-5
/* Share of a period's length that must not be silent, for a reading to be a negative one. */
#define LEAST_HEARD 0.5

typedef struct
{
  AssayAudioReading best;
  AssayTableBuilder *table; /* a row a stretch */
  GArray *starts;           /* double: s */
  GArray *chances;          /* double: log10 p */
  double tried;
  double seconds;
  double heard; /* s that are not silent */
  gboolean cut; /* the file ends before its sound does */
} Readings;

static AssayTableBuilder *
start_table (void)
{
  static const AssayColumn columns[] = {
    { "start", N_ ("Start"), ASSAY_COLUMN_REAL, "s", 1 },
    { "log10_p", N_ ("Chance (log10)"), ASSAY_COLUMN_REAL, "", 1 },
    { "agreement", N_ ("Agreement"), ASSAY_COLUMN_REAL, "", 3 },
    { "speed", N_ ("Speed"), ASSAY_COLUMN_REAL, "", 4 },
    { "tempo", N_ ("Tempo"), ASSAY_COLUMN_REAL, "", 4 },
    { "mark", N_ ("Likeliest mark"), ASSAY_COLUMN_HEX, "", 0 },
  };

  return assay_table_builder_new ("stretches", N_ ("Stretches read"), columns,
                                  G_N_ELEMENTS (columns));
}

static void
note_reading (Readings *self, const AssayAudioReading *reading, double start)
{
  g_autofree char *mark = assay_mark_to_hex (reading->bits, ASSAY_AUDIO_BITS);

  g_array_append_val (self->starts, start);
  g_array_append_val (self->chances, reading->log10_p);
  assay_table_builder_real (self->table, start);
  assay_table_builder_real (self->table, reading->log10_p);
  assay_table_builder_real (self->table, reading->agreement);
  assay_table_builder_real (self->table, reading->warp.speed);
  assay_table_builder_real (self->table, reading->warp.tempo);
  assay_table_builder_text (self->table, assay_audio_reading_found (reading) ? mark : NULL);
  assay_table_builder_row (self->table, 0);
  if (!(self->best.hypotheses > 0) || assay_audio_reading_better (reading, &self->best))
    self->best = *reading;
}

/* The end is reached: whether it is that of the sound. FALSE where there was none at all. */
static gboolean
note_end (Readings *self, const AssayAudioSound *sound, AssaySource *source, GError **error)
{
  self->cut = assay_audio_whole_is_cut (sound, source, self->seconds);
  if (self->seconds > 0)
    return TRUE;
  if (assay_audio_whole_check (sound, source, 0, error))
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                         _ ("The sound is empty"));
  return FALSE;
}

/* @n frames of @block, of one channel or, where there is a @side, of two. What is no number is
 * silence. */
static void
part (const float *block, gsize n, double *samples, double *side)
{
  for (gsize i = 0; i < n; i++)
    if (side == NULL)
      samples[i] = isfinite (block[i]) ? (double) block[i] : 0;
    else
      {
        double left = isfinite (block[2 * i]) ? (double) block[2 * i] : 0;
        double right = isfinite (block[2 * i + 1]) ? (double) block[2 * i + 1] : 0;

        samples[i] = 0.5 * (left + right);
        side[i] = 0.5 * (left - right);
      }
}

/* Reads the sound stretch by stretch. */
static gboolean
read_all (AssayToolJob *job, const AssayAudioPlan *plan, Readings *readings, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_auto (AssayAudioSound) sound = { 0 };
  g_autoptr (AssayAudioReader) reader = NULL;
  g_autofree float *block = g_new (float, 2 * ASSAY_AUDIO_BLOCK);
  g_autofree double *samples = g_new (double, STRETCH);
  g_autofree double *side = NULL;
  gboolean search = assay_parameters_get_bool (parameters, "search");
  gboolean more = TRUE;

  if (!assay_audio_sound_open (&sound, job, error))
    return FALSE;
  if (sound.info->channels == 2)
    side = g_new (double, STRETCH);
  reader = assay_audio_sound_read (&sound, ASSAY_AUDIO_RATE, side != NULL ? 2 : 1, error);
  if (reader == NULL)
    return FALSE;
  for (guint64 start = 0; more; start += STRETCH)
    {
      AssayAudioReading reading = { 0 };
      gsize filled = 0;

      while (more && filled < STRETCH)
        {
          gssize n = assay_audio_reader_read (reader, block,
                                              MIN (ASSAY_AUDIO_BLOCK, STRETCH - filled), error);

          if (n < 0)
            return FALSE;
          part (block, (gsize) n, samples + filled, side != NULL ? side + filled : NULL);
          for (gssize i = 0; i < n; i++, filled++)
            if (fabs (samples[filled]) > FAINT || (side != NULL && fabs (side[filled]) > FAINT))
              readings->heard += 1.0 / ASSAY_AUDIO_RATE;
          more = n > 0;
        }
      readings->seconds += (double) filled / ASSAY_AUDIO_RATE;
      if (filled == 0)
        break;
      if (!assay_audio_search (plan, samples, side, filled, search && start == 0,
                               assay_tool_job_get_threads (job), &readings->tried, &reading,
                               assay_tool_job_get_cancellable (job), error))
        return FALSE;
      note_reading (readings, &reading, (double) start / ASSAY_AUDIO_RATE);
      assay_progress_set_count (assay_tool_job_get_progress (job), (guint64) readings->seconds,
                                (guint64) sound.info->duration, N_ ("Reading"));
    }
  return note_end (readings, &sound, assay_tool_job_get_input (job, 0)->source, error);
}

static gboolean
compare (AssayToolJob *job,
         const AssayAudioReading *reading,
         AssayResultBuilder *builder,
         GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_autofree guint8 *expected = NULL;

  if (assay_parameters_is_empty (parameters, "expect"))
    return TRUE;
  expected = assay_audio_mark_bits (parameters, "expect", error);
  if (expected == NULL)
    return FALSE;
  assay_result_builder_metric (
      builder, "ber", 100 * assay_mark_error_rate (reading->bits, expected, ASSAY_AUDIO_BITS));
  return TRUE;
}

/* Something hints at the key's mark, up to what is there for certain but not with which bits. */
static gboolean
is_hinted (const Readings *self)
{
  return MIN (self->best.log10_p, self->best.log10_p_sync) <= NOTHING;
}

/* There is less than could hold a mark. */
static gboolean
is_little (const Readings *self)
{
  return !is_hinted (self)
         && (self->seconds < ASSAY_AUDIO_SHORTEST
             || self->heard < LEAST_HEARD * ASSAY_AUDIO_SHORTEST);
}

static const char *
outcome (const Readings *self)
{
  if (assay_audio_reading_found (&self->best))
    return "found";
  return is_little (self) || is_hinted (self) ? "inconclusive" : "none";
}

/* What is shown about the owner: the p of the payload, or without one that can be told of the key's
 * cells that are known. */
static void
state (const Readings *self, AssayParameters *parameters, AssayResultBuilder *builder)
{
  const AssayAudioReading *best = &self->best;
  gboolean found = assay_audio_reading_found (best);
  g_autofree char *mark = found ? assay_mark_to_hex (best->bits, ASSAY_AUDIO_BITS) : NULL;
  double slots = self->seconds * ASSAY_AUDIO_RATE / (ASSAY_AUDIO_SLOT * ASSAY_AUDIO_HOP);

  assay_result_builder_answer (builder, "outcome", outcome (self));
  if (found)
    assay_result_builder_answer (builder, "mark", mark);
  assay_wavemark_statement_add (
      &(AssayWavemarkStatement){
          .outcome = outcome (self),
          .keyed = TRUE,
          .mark = mark,
          .n_bits = ASSAY_AUDIO_BITS,
          .log10_p = found ? best->log10_p : MIN (best->log10_p, best->log10_p_sync),
          .log10_hypotheses = ASSAY_AUDIO_BITS * log10 (2) + log10 (BOUNDS * MAX (self->tried, 1)),
          .used = (guint64) slots * ASSAY_AUDIO_BANDS,
          .votes = self->heard,
          .votes_needed = is_little (self) ? ASSAY_AUDIO_SHORTEST : 0.0,
          .votes_unit = "s",
          .expected = assay_parameters_is_empty (parameters, "expect")
                          ? NULL
                          : assay_parameters_get_text (parameters, "expect"),
          .expect_log10_p = 1,
      },
      builder);
}

AssayResult *
assay_audio_extract_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) chances = g_array_new (FALSE, FALSE, sizeof (double));
  Readings readings = { .starts = starts, .chances = chances };
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_audio_extract_info);
  g_autoptr (AssayTable) table = NULL;
  const AssayAudioReading *best = &readings.best;
  double margin = 1;
  gboolean done;

  if (assay_audio_is_published (parameters))
    return assay_audio_published_extract (job, error);
  if (!assay_audio_has_key (parameters, error))
    return NULL;
  readings.table = start_table ();
  assay_audio_plan_init (plan, assay_parameters_get_secret (parameters, "key"),
                         assay_parameters_get_real (parameters, "strength"));
  done = read_all (job, plan, &readings, error);
  table = assay_table_builder_end (readings.table);
  if (!done || !compare (job, best, builder, error))
    return NULL;
  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    margin = MIN (margin, best->votes[i]);
  state (&readings, parameters, builder);
  if (readings.cut)
    assay_audio_whole_tell_cut (readings.seconds, builder);
  assay_result_builder_metric (builder, "log10_p", best->log10_p);
  assay_result_builder_metric (builder, "log10_p_sync", best->log10_p_sync);
  assay_result_builder_metric (builder, "hypotheses", readings.tried);
  assay_result_builder_metric (builder, "bit_margin", margin);
  assay_result_builder_metric (builder, "agreement", best->agreement);
  assay_result_builder_metric (builder, "speed", best->warp.speed);
  assay_result_builder_metric (builder, "tempo", best->warp.tempo);
  assay_result_builder_metric (builder, "duration", readings.seconds);
  assay_result_builder_table (builder, g_steal_pointer (&table));
  assay_result_builder_plot (builder, assay_audio_plot_votes (best));
  if (readings.starts->len > 1)
    assay_result_builder_plot (
        builder, assay_audio_plot_chance ((const double *) (gpointer) readings.starts->data,
                                          (const double *) (gpointer) readings.chances->data,
                                          readings.starts->len));
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
