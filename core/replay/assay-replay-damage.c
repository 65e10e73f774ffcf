/* assay-replay-damage.c: see the header. The words are in data/rules/rules-sound.json. */
#include "replay/assay-replay-damage.h"

#include "config.h"

#include <glib/gi18n-lib.h>

/* s: a packet so near the end of what was decoded that does not decode is the last one. */
#define LAST 0.25

static void
add_place (AssayReplayDamage *damage, double start, double end)
{
  AssayReplayDamagePlace *last
      = damage->n_places > 0 ? &damage->places[damage->n_places - 1] : NULL;

  /* One damage is met as bytes, as a checksum and as packets that do not decode. */
  if (last != NULL && start <= last->end && end >= last->start)
    {
      last->start = MIN (last->start, start);
      last->end = MAX (last->end, end);
    }
  else if (damage->n_places < ASSAY_REPLAY_DAMAGES)
    damage->places[damage->n_places++] = (AssayReplayDamagePlace){ start, end };
}

gboolean
assay_replay_damage_find (AssayReplayDamage *damage,
                          AssaySource *source,
                          AssayAudioReader *reader,
                          guint rate,
                          double start,
                          double end,
                          GCancellable *cancellable,
                          GError **error)
{
  const AssayAudioFaults *faults = assay_audio_reader_get_faults (reader);
  AssaySoundWhole *whole = &damage->whole;
  guint64 n_breaks = 0;

  damage->start = start;
  damage->end = end;
  if (!assay_sound_whole_look (source, cancellable, whole, error))
    return FALSE;
  for (guint64 i = 0; i < MIN (whole->n_breaks, ASSAY_SOUND_BREAKS); i++)
    {
      guint64 from, to;

      assay_audio_reader_around (reader, whole->breaks[i], &from, &to);
      if (damage->part && ((double) to / rate < start || (double) from / rate >= end))
        continue;
      n_breaks++;
      if (damage->n_breaks < ASSAY_REPLAY_DAMAGES)
        damage->breaks[damage->n_breaks++] = whole->breaks[i];
      add_place (damage, (double) from / rate, (double) to / rate);
    }
  if (damage->part)
    whole->n_breaks = n_breaks;
  for (guint64 i = 0; i < faults->n; i++)
    {
      const double at = (double) faults->at[MIN (i, ASSAY_AUDIO_FAULTS - 1)] / rate;

      if (damage->part && (at < start || at > end))
        continue;
      if (!damage->part && faults->n <= ASSAY_AUDIO_FAULTS && at > end - LAST)
        {
          damage->unfinished = TRUE;
          continue;
        }
      damage->refused++;
      add_place (damage, at, at);
    }
  return TRUE;
}

static gboolean
is_broken (const AssayReplayDamage *damage)
{
  return damage->whole.n_breaks > 0 || damage->refused > 0;
}

/* SND-23 needs the end of the recording. */
static gboolean
is_short (const AssayReplayDamage *damage)
{
  return !damage->part && (damage->stated > 0 || damage->whole.cut || damage->unfinished);
}

gboolean
assay_replay_damage_is_told (const AssayReplayDamage *damage)
{
  return is_broken (damage) || is_short (damage) || damage->not_finite > 0
         || (!damage->part && damage->whole.changed);
}

/* How much there is of how much. */
static void
add_lengths (const AssayReplayDamage *damage, AssayFindingBuilder *finding)
{
  assay_finding_builder_real (finding, "decoded_duration", damage->heard, 2, "s");
  if (damage->stated > 0)
    assay_finding_builder_real (finding, "stated_duration", damage->stated, 2, "s");
}

/* SND-23. What is missing of a recording that is damaged inside as well may be missing there. */
static void
find_missing (const AssayReplayDamage *damage, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (damage->part || (!is_short (damage) && !damage->whole.open_end)
      || (is_broken (damage) && !damage->whole.cut && !damage->unfinished))
    return;
  finding = assay_finding_builder_new ("SND-23", is_short (damage) ? ASSAY_SEVERITY_ATTENTION
                                                                   : ASSAY_SEVERITY_INFO);
  assay_finding_builder_time (finding, "missing", damage->heard,
                              damage->stated > damage->heard ? damage->stated : -1);
  add_lengths (damage, finding);
  if (damage->whole.cut)
    assay_finding_builder_place (finding, "unfinished", damage->whole.cut_at, 0);
  if (damage->whole.open_end)
    assay_finding_builder_bool (finding, "end_marked", FALSE);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* SND-24 */
static void
find_broken (const AssayReplayDamage *damage, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (!is_broken (damage))
    return;
  finding = assay_finding_builder_new ("SND-24", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "breaks", (gint64) damage->whole.n_breaks, "");
  assay_finding_builder_int (finding, "refused_packets", (gint64) damage->refused, "");
  if (!damage->part)
    add_lengths (damage, finding);
  for (guint i = 0; i < damage->n_places; i++)
    {
      const AssayReplayDamagePlace *place = &damage->places[i];
      g_autofree char *name = g_strdup_printf ("stretch.%u", i + 1);

      assay_finding_builder_time (finding, name, place->start,
                                  place->end > place->start ? place->end : -1);
    }
  for (guint i = 0; i < damage->n_breaks; i++)
    {
      g_autofree char *name = g_strdup_printf ("break.%u", i + 1);

      assay_finding_builder_place (finding, name, damage->breaks[i], 0);
    }
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* SND-25 */
static void
find_changed (const AssayReplayDamage *damage, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (damage->part || !damage->whole.changed || is_broken (damage))
    return;
  finding = assay_finding_builder_new ("SND-25", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_time (finding, "heard", 0, damage->heard);
  assay_finding_builder_bool (finding, "checksum_holds", FALSE);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* SND-20 */
static void
find_not_finite (const AssayReplayDamage *damage, AssayResultBuilder *builder)
{
  AssayFindingBuilder *finding;

  if (damage->not_finite == 0)
    return;
  finding = assay_finding_builder_new ("SND-20", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_time (finding, "heard", damage->start, damage->end);
  assay_finding_builder_int (finding, "values", (gint64) damage->not_finite, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_replay_damage_findings (const AssayReplayDamage *damage, AssayResultBuilder *builder)
{
  find_not_finite (damage, builder);
  find_missing (damage, builder);
  find_broken (damage, builder);
  find_changed (damage, builder);
  if (damage->whole.more && !damage->part)
    assay_result_builder_not_run (
        builder, NULL,
        N_ ("The file holds more bytes than the sound that it states; they were not examined."));
}
