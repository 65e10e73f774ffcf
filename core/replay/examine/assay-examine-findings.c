/* assay-examine-findings.c: what spectrum, coding, noise and room say. The words are in
 * data/rules/rules-sound.json. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/examine/assay-examine-private.h"

/* Share of half the sampling rate below which an end of the spectrum is early. */
#define EARLY 0.85
/* A filter or codec ends the spectrum by so much within 200 Hz; speech and rooms do it gently. */
#define EDGE_DROP 20.0
/* The average of a few words still has the valleys of their vowels. */
#define FEW_WORDS 5.0 /* s */
#define EDGE_DROP_FEW_WORDS 30.0
#define EDGE_SLOPE 8.0
/* Where Opus at full band ends, whatever the rate; its short overlaps make the end less steep. */
#define OPUS_END_LOW 20000.0
#define OPUS_END_HIGH 20400.0
#define OPUS_SLOPE 4.0
#define IMAGE_CORRELATION 0.15
#define IMAGE_Z 10.0
/* A change of the floor from which on it asks for attention: music and gates make smaller ones. */
#define ATTENTION_STEP 20.0
/* Floors apart by so much, one at both ends, the other between. */
#define TWO_FLOORS 4.0

static AssayFindingBuilder *
begin (const char *rule, gboolean attention)
{
  return assay_finding_builder_new (rule,
                                    attention ? ASSAY_SEVERITY_ATTENTION : ASSAY_SEVERITY_INFO);
}

static void
end (AssayResultBuilder *builder, AssayFindingBuilder *finding)
{
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_examine_stretch (const AssayExamination *self,
                       AssayFindingBuilder *finding,
                       const char *name,
                       double start,
                       double end)
{
  assay_finding_builder_time (finding, name, self->start + start, self->start + end);
}

void
assay_examine_moment (const AssayExamination *self,
                      AssayFindingBuilder *finding,
                      const char *name,
                      double at)
{
  assay_finding_builder_time (finding, name, self->start + at, -1);
}

gboolean
assay_examine_needs_ends (const AssayExamination *self,
                          const char *rule,
                          AssayResultBuilder *builder)
{
  if (self->part)
    assay_result_builder_not_run (
        builder, rule,
        N_ ("Only a part was examined; this check is about the ends of the recording."));
  return self->part;
}

/* MP3 of high rates ends there as well, but is known by its grid. */
static gboolean
ends_like_opus (const AssayExamination *self)
{
  const AssaySoundEdge *edge = &self->edge;

  return edge->frequency >= OPUS_END_LOW && edge->frequency <= OPUS_END_HIGH
         && edge->slope >= OPUS_SLOPE && self->grid.z < ASSAY_CODEC_SEEN;
}

gboolean
assay_examine_spectrum_ends (const AssayExamination *self)
{
  const AssaySoundEdge *edge = &self->edge;
  const double least = self->seconds < FEW_WORDS ? EDGE_DROP_FEW_WORDS : EDGE_DROP;
  const gboolean steep = edge->frequency <= EARLY * self->rate / 2 && edge->slope >= EDGE_SLOPE;

  return edge->frequency > 0 && edge->drop >= least && (steep || ends_like_opus (self));
}

/* SND-01. A codec that is named by the file explains its own low-pass. */
static void
find_edge (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssaySoundEdge *edge = &self->edge;
  AssayFindingBuilder *finding;

  if (!assay_examine_spectrum_ends (self))
    return;
  finding = begin ("SND-01", self->lossless);
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_real (finding, "edge", edge->frequency, 0, "Hz");
  assay_finding_builder_real (finding, "half_rate", self->rate / 2.0, 0, "Hz");
  assay_finding_builder_real (finding, "drop", edge->drop, 1, "dB");
  assay_finding_builder_real (finding, "slope", edge->slope, 1, "dB/100 Hz");
  assay_finding_builder_real (finding, "beyond", -edge->above, 1, "dB");
  assay_finding_builder_text (finding, "codec", self->codec);
  if (ends_like_opus (self))
    assay_finding_builder_text (finding, "ends_like", "Opus");
  end (builder, finding);
}

/* Codecs that fill the upper bands with what they have of the lower ones. */
static const char *const folding_codecs[] = { "opus", "aac", "aac_latm", "eac3", NULL };

/* SND-02. A codec that is named by the file, and that copies bands, explains the likeness. */
static void
find_image (const AssayExamination *self, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (self->image.correlation < IMAGE_CORRELATION || self->image.z < IMAGE_Z)
    return;
  finding = begin ("SND-02", !g_strv_contains (folding_codecs, self->codec));
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_int (finding, "earlier_rate", self->image.rate, "Hz");
  assay_finding_builder_real (finding, "correlation", self->image.correlation, 3, "");
  assay_finding_builder_real (finding, "standard_errors", self->image.z, 1, "");
  end (builder, finding);
}

/* From the first excerpt that sees the codec to the end of the last. */
static void
add_excerpts (const AssayExamination *self, AssayFindingBuilder *finding)
{
  double start = self->seconds;
  double stop = 0;

  for (guint i = 0; i < self->grids->len; i++)
    {
      const AssayGridAt *at = &g_array_index (self->grids, AssayGridAt, i);

      if (at->grid.z < ASSAY_CODEC_SEEN)
        continue;
      start = MIN (start, at->at);
      stop = MAX (stop, at->at + (double) ASSAY_CODEC_SAMPLES / self->rate);
    }
  if (stop > start)
    assay_examine_stretch (self, finding, "heard", start, stop);
}

/* SND-03: a lossless file that remembers a lossy codec; SND-04: its grid moves. */
static void
find_codec (const AssayExamination *self, AssayResultBuilder *builder)
{
  static const char *const names[ASSAY_WINDOWS] = {
    [ASSAY_WINDOW_SINE] = "AAC, sine window",
    [ASSAY_WINDOW_KAISER] = "AAC, Kaiser-Bessel window",
    [ASSAY_WINDOW_VORBIS] = "Vorbis",
    [ASSAY_WINDOW_HYBRID] = "MP3",
  };
  AssayFindingBuilder *finding;
  AssayGridTally tally;
  guint told = 0;

  assay_examine_tally (self, &tally);
  if (self->grid.z < ASSAY_CODEC_SEEN)
    return;
  finding = begin ("SND-03", self->lossless);
  assay_finding_builder_text (finding, "transform", names[self->grid.window]);
  assay_finding_builder_real (finding, "standard_deviations", self->grid.z, 1, "");
  assay_finding_builder_real (finding, "depth", self->grid.depth, 2, "dB");
  assay_finding_builder_int (finding, "grid_position", tally.offset, "samples");
  assay_finding_builder_int (finding, "seen_in", tally.seen + tally.elsewhere, "excerpts");
  assay_finding_builder_int (finding, "of", self->grids->len, "excerpts");
  add_excerpts (self, finding);
  end (builder, finding);
  /* Vorbis shifts its own grid whenever it changes between long and short blocks. */
  if (tally.second < 2 || tally.seen < 2 || self->grid.window == ASSAY_WINDOW_VORBIS)
    return;
  finding = begin ("SND-04", TRUE);
  assay_finding_builder_int (finding, "usual_position", tally.offset, "samples");
  for (guint i = 0; i < self->grids->len && told < 8; i++)
    {
      const AssayGridAt *at = &g_array_index (self->grids, AssayGridAt, i);
      g_autofree char *name = NULL;

      if (at->grid.z < ASSAY_CODEC_SEEN || at->grid.offset == tally.offset)
        continue;
      name = g_strdup_printf ("excerpt.%u", ++told);
      assay_examine_stretch (self, finding, name, at->at,
                             at->at + (double) ASSAY_CODEC_SAMPLES / self->rate);
      g_free (name);
      name = g_strdup_printf ("position.%u", told);
      assay_finding_builder_int (finding, name, at->grid.offset, "samples");
    }
  end (builder, finding);
}

/* SND-05. A speech codec's own noise changes with what it codes, so it draws no attention there. */
static void
find_floor_steps (const AssayExamination *self, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (self->steps->len == 0
      || g_array_index (self->steps, AssayFloorStep, 0).distance < ASSAY_EXAMINE_STEP)
    return;
  finding = begin ("SND-05", !self->speech
                                 && g_array_index (self->steps, AssayFloorStep, 0).distance
                                        >= ATTENTION_STEP);
  for (guint i = 0; i < MIN (self->steps->len, 8u); i++)
    {
      const AssayFloorStep *step = &g_array_index (self->steps, AssayFloorStep, i);
      g_autofree char *name = g_strdup_printf ("step.%u", i + 1);
      g_autofree char *size = g_strdup_printf ("difference.%u", i + 1);
      g_autofree char *change = g_strdup_printf ("change.%u", i + 1);

      if (step->distance < ASSAY_EXAMINE_STEP)
        break;
      assay_examine_moment (self, finding, name, step->at);
      assay_finding_builder_real (finding, size, step->distance, 1, "dB");
      assay_finding_builder_real (finding, change, step->change, 1, "dB");
    }
  end (builder, finding);
}

/* SND-22 */
static void
find_level_steps (const AssayExamination *self, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (self->level_steps->len == 0)
    return;
  finding = begin ("SND-22", FALSE);
  for (guint i = 0; i < self->level_steps->len; i++)
    {
      const AssayLevelStep *step = &g_array_index (self->level_steps, AssayLevelStep, i);
      g_autofree char *name = g_strdup_printf ("step.%u", i + 1);
      g_autofree char *change = g_strdup_printf ("change.%u", i + 1);

      assay_examine_moment (self, finding, name, step->at);
      assay_finding_builder_real (finding, change, step->change, 1, "dB");
    }
  end (builder, finding);
}

/* SND-06 */
static void
find_two_floors (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssayTwoFloors *two = &self->two;
  AssayFindingBuilder *finding;

  if (assay_examine_needs_ends (self, "SND-06", builder))
    return;
  if (!(two->end > two->start) || two->inside - two->ends < TWO_FLOORS)
    return;
  finding = begin ("SND-06", FALSE);
  assay_examine_stretch (self, finding, "louder_floor", two->start, two->end);
  assay_finding_builder_real (finding, "floor_at_ends", two->ends, 1, "dB");
  assay_finding_builder_real (finding, "floor_inside", two->inside, 1, "dB");
  end (builder, finding);
}

/* SND-07 */
static void
find_decay (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssayDecayTime *time = &self->decay_time;
  AssayFindingBuilder *finding;

  if (!(time->time > 0))
    {
      assay_result_builder_not_run (
          builder, "SND-07",
          N_ ("The sound falls off cleanly in too few places to estimate the room."));
      return;
    }
  finding = begin ("SND-07", FALSE);
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_real (finding, "time_for_60_db", time->time, 2, "s");
  assay_finding_builder_real (finding, "low", time->low, 2, "s");
  assay_finding_builder_real (finding, "high", time->high, 2, "s");
  assay_finding_builder_int (finding, "falls", time->falls, "");
  end (builder, finding);
}

/* From the first to the last moment at which the hum can be followed. */
static void
add_track (const AssayExamination *self, AssayFindingBuilder *finding)
{
  const AssayHumTrack *track = self->track;
  gsize first = 0;
  gsize last = track->n;

  while (first < last && isnan (track->track[first]))
    first++;
  while (last > first && isnan (track->track[last - 1]))
    last--;
  if (last > first)
    assay_examine_stretch (self, finding, "heard", track->at[first], track->at[last - 1]);
}

/* SND-08: the hum; SND-09: its phase jumps. */
static void
find_hum (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssayHumTrack *track = self->track;
  AssayFindingBuilder *finding;

  if (!assay_examine_hum_is_heard (self))
    {
      assay_result_builder_not_run (builder, "SND-08",
                                    N_ ("There is no usable hum of the mains in this recording."));
      return;
    }
  finding = begin ("SND-08", FALSE);
  assay_finding_builder_real (finding, "frequency", track->frequency, 3, "Hz");
  assay_finding_builder_real (finding, "clearness", track->clearness, 1, "dB");
  assay_finding_builder_real (finding, "usable", 100 * track->usable, 0, "%");
  add_track (self, finding);
  end (builder, finding);
  if (track->jumps->len == 0
      || fabs (g_array_index (track->jumps, AssayHumJump, 0).jump) < ASSAY_EXAMINE_JUMP)
    return;
  finding = begin ("SND-09", TRUE);
  for (guint i = 0; i < MIN (track->jumps->len, 8u); i++)
    {
      const AssayHumJump *jump = &g_array_index (track->jumps, AssayHumJump, i);
      g_autofree char *name = g_strdup_printf ("jump.%u", i + 1);
      g_autofree char *size = g_strdup_printf ("angle.%u", i + 1);

      if (fabs (jump->jump) < ASSAY_EXAMINE_JUMP)
        continue;
      assay_examine_moment (self, finding, name, jump->at);
      assay_finding_builder_real (finding, size, jump->jump, 0, "degrees");
    }
  end (builder, finding);
}

void
assay_examine_findings (const AssayExamination *self, AssayResultBuilder *builder)
{
  find_edge (self, builder);
  find_image (self, builder);
  find_codec (self, builder);
  find_floor_steps (self, builder);
  find_level_steps (self, builder);
  find_two_floors (self, builder);
  find_decay (self, builder);
  find_hum (self, builder);
}
