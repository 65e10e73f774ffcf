/* assay-examine-tables.c: every candidate for a cut in one list, in order of time. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/examine/assay-examine-private.h"

/* s, as of silence inside */
#define LEAST_SILENCE 0.01

typedef struct
{
  double at;        /* s */
  double end;       /* s; NaN for a moment */
  const char *what; /* msgid */
  double strength;
  const char *unit;
} Candidate;

static void
add (GArray *candidates, double at, double end, const char *what, double strength, const char *unit)
{
  const Candidate candidate = { at, end, what, strength, unit };

  g_array_append_val (candidates, candidate);
}

/* Only what is strong enough for a finding: every recording has hundreds of weaker places. */
static void
collect_moments (const AssayExamination *self, GArray *candidates)
{
  for (guint i = 0; i < self->joins->n_joins; i++)
    if (self->joins->joins[i].strength >= ASSAY_EXAMINE_JOIN)
      add (candidates, (double) self->joins->joins[i].sample / self->rate, NAN,
           N_ ("Samples that do not continue"), self->joins->joins[i].strength, "dB");
  for (guint i = 0; i < self->steps->len; i++)
    if (g_array_index (self->steps, AssayFloorStep, i).distance >= ASSAY_EXAMINE_STEP)
      add (candidates, g_array_index (self->steps, AssayFloorStep, i).at, NAN,
           N_ ("Change of the noise floor"),
           g_array_index (self->steps, AssayFloorStep, i).distance, "dB");
  for (guint i = 0; i < self->level_steps->len; i++)
    add (candidates, g_array_index (self->level_steps, AssayLevelStep, i).at, NAN,
         N_ ("Change of the level"),
         fabs (g_array_index (self->level_steps, AssayLevelStep, i).change), "dB");
  for (guint i = 0; self->track != NULL && i < self->track->jumps->len; i++)
    {
      const AssayHumJump *jump = &g_array_index (self->track->jumps, AssayHumJump, i);

      if (assay_examine_hum_is_heard (self) && fabs (jump->jump) >= ASSAY_EXAMINE_JUMP)
        add (candidates, jump->at, NAN, N_ ("Jump of the hum’s phase"), fabs (jump->jump), "°");
    }
}

static void
collect_stretches (const AssayExamination *self, GArray *candidates)
{
  const double rate = self->rate;
  AssayGridTally tally;

  for (guint i = 0; i < self->values->silence->len; i++)
    {
      const AssayStretch *stretch = &g_array_index (self->values->silence, AssayStretch, i);

      add (candidates, (double) stretch->start / rate, (double) stretch->end / rate,
           N_ ("Digital silence"), (double) (stretch->end - stretch->start) / rate, "s");
    }
  for (guint i = 0; i < self->repeats->n_repeats; i++)
    {
      const AssayRepeat *repeat = &self->repeats->repeats[i];
      const double length = (double) repeat->length / rate;

      add (candidates, (double) repeat->first / rate, (double) repeat->first / rate + length,
           N_ ("Occurs again later"), length, "s");
      add (candidates, (double) repeat->second / rate, (double) repeat->second / rate + length,
           N_ ("Occurred before"), length, "s");
    }
  assay_examine_tally (self, &tally);
  for (guint i = 0; i < self->grids->len; i++)
    {
      const AssayGridAt *at = &g_array_index (self->grids, AssayGridAt, i);

      if (at->grid.z >= ASSAY_CODEC_SEEN && at->grid.offset != tally.offset)
        add (candidates, at->at, at->at + ASSAY_CODEC_SAMPLES / rate,
             N_ ("Codec’s grid in another position"), at->grid.z, "");
    }
}

/* Silence at the ends of a part is not at those of the recording. */
static void
collect_ends (const AssayExamination *self, GArray *candidates)
{
  const AssaySoundValues *values = self->values;
  const double head = (double) values->head / self->rate;
  const double tail = (double) values->tail / self->rate;

  if (self->part && head >= LEAST_SILENCE)
    add (candidates, 0, head, N_ ("Digital silence"), head, "s");
  if (self->part && tail >= LEAST_SILENCE && values->tail < values->frames)
    add (candidates, self->seconds - tail, self->seconds, N_ ("Digital silence"), tail, "s");
}

static int
earlier_first (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->at < y->at || x->at > y->at)
    return x->at < y->at ? -1 : 1;
  return g_strcmp0 (x->what, y->what);
}

void
assay_examine_tables (const AssayExamination *self, AssayResultBuilder *builder)
{
  static const AssayColumn columns[] = {
    { "time", N_ ("Time"), ASSAY_COLUMN_REAL, "s", 3 },
    { "end", N_ ("End"), ASSAY_COLUMN_REAL, "s", 3 },
    { "what", N_ ("What"), ASSAY_COLUMN_TERM, "", 0 },
    { "strength", N_ ("Strength"), ASSAY_COLUMN_REAL, "", 2 },
    { "unit", N_ ("Unit"), ASSAY_COLUMN_TEXT, "", 0 },
  };
  AssayTableBuilder *table = assay_table_builder_new ("candidates", N_ ("Places that may be cuts"),
                                                      columns, G_N_ELEMENTS (columns));
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  collect_moments (self, candidates);
  collect_stretches (self, candidates);
  collect_ends (self, candidates);
  g_array_sort (candidates, earlier_first);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      assay_table_builder_real (table, self->start + candidate->at);
      assay_table_builder_real (table, self->start + candidate->end);
      assay_table_builder_text (table, candidate->what);
      assay_table_builder_real (table, candidate->strength);
      assay_table_builder_text (table, candidate->unit);
      assay_table_builder_row (table, 0);
    }
  assay_result_builder_table (builder, assay_table_builder_end (table));
}
