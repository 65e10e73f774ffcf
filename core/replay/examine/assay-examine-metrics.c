/* assay-examine-metrics.c: the figures of an examination, and how it compares with known
 * recordings. */
#include <math.h>

#include "replay/examine/assay-examine-private.h"

/* dB; the recording has a floor curve. */
static double
mean_floor (const AssayExamination *self)
{
  double sum = 0;

  for (gsize i = 0; i < self->n_floor; i++)
    sum += self->floor[i] / (double) self->n_floor;
  return sum;
}

static void
add_spectrum (const AssayExamination *self, AssayResultBuilder *builder)
{
  if (self->n_floor > 0)
    assay_result_builder_metric (builder, "floor", mean_floor (self));
  if (self->edge.frequency > 0)
    {
      assay_result_builder_metric (builder, "edge", self->edge.frequency);
      assay_result_builder_metric (builder, "edge_drop", self->edge.drop);
      assay_result_builder_metric (builder, "edge_slope", self->edge.slope);
    }
  assay_result_builder_metric (builder, "image", self->image.correlation);
  assay_result_builder_metric (builder, "image_z", self->image.z);
  if (self->steps->len > 0)
    assay_result_builder_metric (builder, "floor_step",
                                 g_array_index (self->steps, AssayFloorStep, 0).distance);
  if (!self->part && self->two.end > self->two.start)
    assay_result_builder_metric (builder, "two_floors", self->two.inside - self->two.ends);
}

/* What could not be measured is left out: a 0 would read as a measurement. */
static void
add_values (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssaySoundValues *values = self->values;

  if (self->part)
    assay_result_builder_metric (builder, "start", self->start);
  assay_result_builder_metric (builder, "duration", self->seconds);
  if (self->damage.stated > 0)
    assay_result_builder_metric (builder, "stated", self->damage.stated);
  assay_result_builder_metric (builder, "rate", self->rate);
  assay_result_builder_metric (builder, "channels", self->channels);
  assay_result_builder_metric (builder, "channel", self->chosen + 1);
  if (assay_sound_values_bits (values) > 0)
    assay_result_builder_metric (builder, "bits", assay_sound_values_bits (values));
  if (values->zeros < values->frames)
    assay_result_builder_metric (builder, "level", assay_sound_values_level (values));
  if (fabs (assay_sound_values_offset (values)) < ASSAY_EXAMINE_BEYOND)
    assay_result_builder_metric (builder, "offset", 100 * assay_sound_values_offset (values));
  assay_result_builder_metric (builder, "flat_tops",
                               (double) (values->top.runs + values->bottom.runs));
  if (self->comb.levels > 0)
    {
      assay_result_builder_metric (builder, "comb", self->comb.comb);
      assay_result_builder_metric (builder, "empty_levels", self->comb.empty);
    }
  assay_result_builder_metric (builder, "silences", (double) values->n_silence);
}

gboolean
assay_examine_hum_is_heard (const AssayExamination *self)
{
  const AssayHumTrack *track = self->track;

  return track != NULL && track->clearness >= ASSAY_HUM_CLEAR
         && fabs (track->frequency - track->nominal)
                <= (track->nominal > 75 ? 2 * ASSAY_HUM_ASTRAY : ASSAY_HUM_ASTRAY);
}

void
assay_examine_metrics (const AssayExamination *self, gboolean heard, AssayResultBuilder *builder)
{
  const AssayHumTrack *track = self->track;
  AssayGridTally tally;

  add_values (self, builder);
  if (!heard)
    return;
  add_spectrum (self, builder);
  assay_examine_tally (self, &tally);
  assay_result_builder_metric (builder, "codec", self->grid.z);
  assay_result_builder_metric (builder, "codec_depth", self->grid.depth);
  assay_result_builder_metric (builder, "codec_offsets", tally.offsets);
  if (self->decay_time.time > 0)
    assay_result_builder_metric (builder, "decay", self->decay_time.time);
  assay_result_builder_metric (builder, "decay_falls", self->decay_time.falls);
  if (track != NULL)
    {
      assay_result_builder_metric (builder, "hum_clear", track->clearness);
    }
  if (assay_examine_hum_is_heard (self))
    {
      assay_result_builder_metric (builder, "hum", track->frequency);
      assay_result_builder_metric (builder, "hum_jumps", track->jumps->len);
      if (track->jumps->len > 0)
        assay_result_builder_metric (builder, "hum_jump",
                                     fabs (g_array_index (track->jumps, AssayHumJump, 0).jump));
    }
  if (self->joins->n_joins > 0)
    assay_result_builder_metric (builder, "join", self->joins->joins[0].strength);
  assay_result_builder_metric (builder, "repeats", (double) self->repeats->all_repeats);
}

void
assay_examine_tally (const AssayExamination *self, AssayGridTally *tally)
{
  guint16 votes[ASSAY_CODEC_BLOCK] = { 0 };

  *tally = (AssayGridTally){ 0 };
  for (guint i = 0; i < self->grids->len; i++)
    {
      const AssayCodecGrid *grid = &g_array_index (self->grids, AssayGridAt, i).grid;

      if (grid->z >= ASSAY_CODEC_SEEN)
        votes[grid->offset]++;
    }
  for (guint offset = 0; offset < ASSAY_CODEC_BLOCK; offset++)
    {
      if (votes[offset] > votes[tally->offset])
        tally->offset = offset;
      tally->offsets += votes[offset] > 0;
      tally->elsewhere += votes[offset];
    }
  tally->seen = votes[tally->offset];
  tally->elsewhere -= tally->seen;
  for (guint offset = 0; offset < ASSAY_CODEC_BLOCK; offset++)
    if (offset != tally->offset)
      tally->second = MAX (tally->second, votes[offset]);
}

/* Mean level, dB, of the bins of one twelfth of an octave from @hz on. */
static double
level_around (const AssaySoundSpectrum *spectrum, const double *levels, double hz)
{
  const double per_hz = (double) spectrum->length / spectrum->rate;
  const gsize first = MAX ((gsize) (hz * per_hz), 1);
  const gsize last = MAX ((gsize) (hz * exp2 (1.0 / 12) * per_hz), first + 1);
  double sum = 0;

  for (gsize k = first; k < last; k++)
    sum += levels[MIN (k, spectrum->bins - 1)];
  return sum / (double) (last - first);
}

/* Mean distance of two average spectra from 100 Hz to 0.45 of the lower rate in steps of a twelfth
 * of an octave, the difference in loudness taken out. dB. */
static double
distance_between (const AssayExamination *a, const AssayExamination *b)
{
  g_autofree double *of_a = g_new (double, a->spectrum->bins);
  g_autofree double *of_b = g_new (double, b->spectrum->bins);
  double differences[128];
  double mean = 0, distance = 0;
  guint n = 0;

  assay_sound_spectrum_levels (a->spectrum, of_a);
  assay_sound_spectrum_levels (b->spectrum, of_b);
  for (double hz = 100; hz < 0.45 * MIN (a->rate, b->rate) && n < G_N_ELEMENTS (differences);
       hz *= exp2 (1.0 / 12))
    differences[n++] = level_around (a->spectrum, of_a, hz) - level_around (b->spectrum, of_b, hz);
  for (guint i = 0; i < n; i++)
    mean += differences[i] / n;
  for (guint i = 0; i < n; i++)
    distance += fabs (differences[i] - mean) / n;
  return distance;
}

/* Of @self from the nearest of @others that is not itself. */
static double
nearest (const AssayExamination *self, const GPtrArray *others)
{
  double best = INFINITY;

  for (guint i = 0; i < others->len; i++)
    if (g_ptr_array_index (others, i) != self)
      best = MIN (best, distance_between (self, g_ptr_array_index (others, i)));
  return best;
}

void
assay_examine_match (const AssayExamination *self,
                     const GPtrArray *references,
                     AssayReferenceMatch *match)
{
  *match = (AssayReferenceMatch){ .n = references->len, .edge = -INFINITY };
  if (match->n == 0)
    return;
  match->distance = nearest (self, references);
  match->floor = mean_floor (self);
  for (guint i = 0; i < match->n; i++)
    {
      const AssayExamination *reference = g_ptr_array_index (references, i);

      match->floor -= mean_floor (reference) / match->n;
      match->edge = MAX (match->edge, reference->edge.frequency);
      if (match->n > 1)
        match->spread = MAX (match->spread, nearest (reference, references));
    }
  match->edge = self->edge.frequency - match->edge;
}

void
assay_examine_match_finding (const AssayReferenceMatch *match, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (match->n == 0)
    return;
  finding = assay_finding_builder_new ("SND-21", ASSAY_SEVERITY_INFO);
  assay_finding_builder_int (finding, "references", match->n, "");
  assay_finding_builder_real (finding, "distance", match->distance, 2, "dB");
  if (match->n > 1)
    {
      assay_finding_builder_real (finding, "distance_among_references", match->spread, 2, "dB");
      assay_finding_builder_bool (finding, "farther_than_references",
                                  match->distance > match->spread);
    }
  assay_finding_builder_real (finding, "floor_over_references", match->floor, 1, "dB");
  assay_finding_builder_real (finding, "edge_over_references", match->edge, 0, "Hz");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}
