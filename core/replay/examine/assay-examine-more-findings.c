/* assay-examine-more-findings.c: what single samples, repetitions and channels say. The words are
 * in data/rules/rules-sound.json. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/examine/assay-examine-private.h"

/* Speech and music as they are reach 17 dB. */
#define ATTENTION_JOIN 20.0
/* Parts of full scale; smaller offsets are in most recordings. */
#define OFFSET 0.002
#define LEAST_FLAT_TOPS 5u
/* Flat tops below this are flattened first, then turned down. */
#define FULL_SCALE 0.985
/* Combs: lines of the histogram's spectrum over the median line, and empty levels over chance. */
#define COMB 100.0
#define EMPTY_SHARE 0.02
#define MOST_TOLD 8u
#define COARSE_BITS 8u

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

/* "stretch.3" */
static void
add_stretch (const AssayExamination *self,
             AssayFindingBuilder *finding,
             guint number,
             double start,
             double stop)
{
  g_autofree char *name = g_strdup_printf ("stretch.%u", number);

  assay_examine_stretch (self, finding, name, start, stop);
}

/* SND-10 */
static void
find_joins (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssaySoundJoins *joins = self->joins;
  AssayFindingBuilder *finding;

  if (joins->n_joins == 0 || joins->joins[0].strength < ASSAY_EXAMINE_JOIN)
    return;
  finding = begin ("SND-10", self->lossless && joins->joins[0].strength >= ATTENTION_JOIN);
  for (guint i = 0; i < MIN (joins->n_joins, MOST_TOLD); i++)
    {
      g_autofree char *name = g_strdup_printf ("place.%u", i + 1);
      g_autofree char *size = g_strdup_printf ("strength.%u", i + 1);

      if (joins->joins[i].strength < ASSAY_EXAMINE_JOIN)
        break;
      assay_examine_moment (self, finding, name, (double) joins->joins[i].sample / self->rate);
      assay_finding_builder_real (finding, size, joins->joins[i].strength, 1, "dB");
    }
  end (builder, finding);
}

/* SND-11 */
static void
find_repeats (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssaySoundRepeats *repeats = self->repeats;
  AssayFindingBuilder *finding;

  if (repeats->n_repeats == 0)
    return;
  finding = begin ("SND-11", TRUE);
  assay_finding_builder_int (finding, "repeats", (gint64) repeats->all_repeats, "");
  for (guint i = 0; i < MIN (repeats->n_repeats, MOST_TOLD / 2); i++)
    {
      const AssayRepeat *repeat = &repeats->repeats[i];
      const double length = (double) repeat->length / self->rate;
      const double first = (double) repeat->first / self->rate;
      const double second = (double) repeat->second / self->rate;

      add_stretch (self, finding, 2 * i + 1, first, first + length);
      add_stretch (self, finding, 2 * i + 2, second, second + length);
    }
  end (builder, finding);
}

/* Whether a microphone's noise would move the samples in every pause: not with 8 bits, whose step
 * is louder than many rooms, and not where most of the recording is digital silence already. */
static gboolean
has_floor (const AssayExamination *self)
{
  const AssaySoundValues *values = self->values;

  return values->zeros * 2 < values->frames && assay_sound_values_bits (values) > COARSE_BITS;
}

/* SND-12: inside; SND-13: at the ends. */
static void
find_silence (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssaySoundValues *values = self->values;
  AssayFindingBuilder *finding;

  if (values->n_silence > 0)
    {
      finding = begin ("SND-12", self->lossless && has_floor (self));
      assay_finding_builder_int (finding, "stretches", (gint64) values->n_silence, "");
      for (guint i = 0; i < MIN (values->silence->len, MOST_TOLD); i++)
        {
          const AssayStretch *stretch = &g_array_index (values->silence, AssayStretch, i);

          add_stretch (self, finding, i + 1, (double) stretch->start / self->rate,
                       (double) stretch->end / self->rate);
        }
      end (builder, finding);
    }
  if (assay_examine_needs_ends (self, "SND-13", builder)
      || (values->head + values->tail) * 100 < self->rate)
    return;
  finding = begin ("SND-13", FALSE);
  assay_finding_builder_real (finding, "head", (double) values->head / self->rate, 3, "s");
  assay_finding_builder_real (finding, "tail", (double) values->tail / self->rate, 3, "s");
  end (builder, finding);
}

/* SND-14 */
static void
find_offset (const AssayExamination *self, AssayResultBuilder *builder)
{
  const double offset = assay_sound_values_offset (self->values);
  AssayFindingBuilder *finding;

  if (fabs (offset) < OFFSET || fabs (offset) > ASSAY_EXAMINE_BEYOND)
    return;
  finding = begin ("SND-14", FALSE);
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_real (finding, "offset", 100 * offset, 3, "% of full scale");
  end (builder, finding);
}

/* SND-15 */
static void
find_flat_tops (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssayFlatTops *top = &self->values->top;
  const AssayFlatTops *bottom = &self->values->bottom;
  const AssayFlatTops *more = top->runs >= bottom->runs ? top : bottom;
  const guint bits = assay_sound_values_bits (self->values);
  AssayFindingBuilder *finding;

  /* With few bits the top value is hit in runs by chance. */
  if (top->runs + bottom->runs < LEAST_FLAT_TOPS || bits < 12)
    return;
  finding = begin ("SND-15", FALSE);
  assay_finding_builder_int (finding, "runs", (gint64) (top->runs + bottom->runs), "");
  assay_finding_builder_int (finding, "longest", (gint64) more->longest, "samples");
  assay_finding_builder_real (finding, "highest", 100 * top->value, 2, "% of full scale");
  assay_finding_builder_real (finding, "lowest", -100 * bottom->value, 2, "% of full scale");
  assay_finding_builder_bool (finding, "below_full_scale", more->value < FULL_SCALE);
  for (guint i = 0; i < MIN (more->stretches->len, MOST_TOLD); i++)
    {
      const AssayStretch *stretch = &g_array_index (more->stretches, AssayStretch, i);

      add_stretch (self, finding, i + 1, (double) stretch->start / self->rate,
                   (double) stretch->end / self->rate);
    }
  end (builder, finding);
}

/* SND-16 */
static void
find_bits (const AssayExamination *self, AssayResultBuilder *builder)
{
  const guint bits = assay_sound_values_bits (self->values);
  AssayFindingBuilder *finding;

  if (bits == 0 || bits > 13 || g_str_equal (self->codec, "pcm_u8")
      || g_str_equal (self->codec, "pcm_s8") || g_str_has_suffix (self->codec, "law"))
    return;
  finding = begin ("SND-16", FALSE);
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_int (finding, "bits", bits, "");
  assay_finding_builder_text (finding, "codec", self->codec);
  end (builder, finding);
}

/* SND-17 */
static void
find_comb (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssayComb *comb = &self->comb;
  AssayFindingBuilder *finding;

  if (comb->levels == 0
      || (comb->comb < COMB && comb->empty < comb->expected + EMPTY_SHARE * comb->levels))
    return;
  finding = begin ("SND-17", FALSE);
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_int (finding, "levels", comb->levels, "");
  assay_finding_builder_int (finding, "empty", comb->empty, "");
  assay_finding_builder_real (finding, "periodicity", comb->comb, 0, "");
  assay_finding_builder_real (finding, "period", comb->period, 3, "levels");
  end (builder, finding);
}

/* SND-18: one kind all through; SND-19: it changes. */
static void
find_channels (const AssayExamination *self, AssayResultBuilder *builder)
{
  static const char *const kinds[] = {
    [ASSAY_CHANNELS_SINGLE] = "single",  [ASSAY_CHANNELS_APART] = "different",
    [ASSAY_CHANNELS_SAME] = "same",      [ASSAY_CHANNELS_INVERTED] = "inverted",
    [ASSAY_CHANNELS_MIXED] = "changing",
  };
  const AssaySoundValues *values = self->values;
  const AssayChannelKind kind = assay_sound_values_channels (values);
  const double power = sqrt (values->left * values->right);
  AssayFindingBuilder *finding;

  if (kind == ASSAY_CHANNELS_SINGLE || kind == ASSAY_CHANNELS_APART)
    return;
  finding = kind == ASSAY_CHANNELS_MIXED ? begin ("SND-19", TRUE) : begin ("SND-18", FALSE);
  assay_examine_stretch (self, finding, "heard", 0, self->seconds);
  assay_finding_builder_text (finding, "relation", kinds[kind]);
  assay_finding_builder_real (finding, "correlation", power > 0 ? values->both / power : 0, 4, "");
  /* of the samples: those with the sign turned differ throughout */
  if (kind != ASSAY_CHANNELS_INVERTED)
    {
      assay_finding_builder_int (finding, "seconds_same", (gint64) values->seconds_same, "s");
      assay_finding_builder_int (finding, "seconds_different", (gint64) values->seconds_apart, "s");
    }
  for (guint i = 0; i < MIN (values->changes->len, MOST_TOLD); i++)
    {
      const double at = g_array_index (values->changes, double, i);

      add_stretch (self, finding, i + 1, at, at + 1);
    }
  end (builder, finding);
}

/* SND-24 of sound that has neither checksums nor frames which must follow each other. */
static void
tell_unchecked (const AssayExamination *self, AssayResultBuilder *builder)
{
  static const char *const plain[]
      = { "pcm_", "adpcm_", "amr", "dts", "g722", "g726", "gsm", "wma", NULL };
  gboolean is_plain = FALSE;

  for (guint i = 0; plain[i] != NULL; i++)
    is_plain = is_plain || g_str_has_prefix (self->codec, plain[i]);
  if (is_plain && !assay_replay_damage_is_told (&self->damage))
    assay_result_builder_not_run (
        builder, "SND-24",
        N_ ("This sound is stored without checksums: overwritten bytes become other sound and may "
            "leave no sign."));
}

void
assay_examine_more_findings (const AssayExamination *self, AssayResultBuilder *builder)
{
  find_joins (self, builder);
  find_repeats (self, builder);
  find_silence (self, builder);
  find_offset (self, builder);
  find_flat_tops (self, builder);
  find_bits (self, builder);
  find_comb (self, builder);
  find_channels (self, builder);
  assay_replay_damage_findings (&self->damage, builder);
  tell_unchecked (self, builder);
}
