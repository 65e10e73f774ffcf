/* assay-cipher-damage.c: see the header. */
#include "cipher/assay-cipher-damage.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cipher/assay-cipher-gaps-report.h"
#include "cipher/assay-cipher-places.h"

static const char *const states[] = {
  [ASSAY_CIPHER_WHOLE] = "whole",         [ASSAY_CIPHER_CUT] = "cut",
  [ASSAY_CIPHER_ALTERED] = "altered",     [ASSAY_CIPHER_REPACKED] = "repacked",
  [ASSAY_CIPHER_DIFFERENT] = "different", [ASSAY_CIPHER_BROKEN] = "broken",
};

const char *
assay_cipher_damage_state (AssayCipherState state)
{
  return states[state];
}

static const char *
name_reason (AssayCipherError code)
{
  if (code == ASSAY_CIPHER_ERROR_UNSUPPORTED)
    return N_ ("Uses what is not supported");
  return code == ASSAY_CIPHER_ERROR_TRUNCATED ? N_ ("Ends too early")
                                              : N_ ("Damaged, or what it needs is missing");
}

const char *
assay_cipher_damage_reason (const GError *error)
{
  return error == NULL ? N_ ("No header that can be read, or cut off")
                       : name_reason ((AssayCipherError) error->code);
}

static GArray *
list_damage (const GArray *damaged)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (AssayCipherPlaced), damaged->len);

  for (guint i = 0; i < damaged->len; i++)
    {
      const AssayCipherDamage *damage = &g_array_index (damaged, AssayCipherDamage, i);
      const AssayCipherPlaced place = { .unit = damage->unit,
                                        .segment = damage->segment,
                                        .picture = damage->picture,
                                        .reason = name_reason (damage->code) };

      g_array_append_val (places, place);
    }
  return places;
}

static void
report_damage (AssayResultBuilder *builder, const AssayCipherOutcome *outcome, const GArray *places)
{
  AssayFindingBuilder *finding;

  if (places->len == 0)
    return;
  assay_result_builder_table (
      builder,
      assay_cipher_places_to_table (places, "damage", N_ ("Units that could not be read"), FALSE));
  finding = assay_finding_builder_new ("CIP-12", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "cipher.damaged", (gint64) outcome->n_damaged, "");
  assay_finding_builder_int (finding, "cipher.unread_pictures", (gint64) outcome->n_unread, "");
  assay_cipher_places_observe (places, finding);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* The section in which the first change lies, by numbers. */
static void
add_section (AssayFindingBuilder *finding, const AssayCipherChange *change)
{
  g_autofree char *units = g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                            change->units[0], change->units[1]);
  g_autofree char *pictures = g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                               change->pictures[0], change->pictures[1]);

  assay_finding_builder_text (finding, "cipher.change_units", units);
  assay_finding_builder_text (finding, "cipher.change_pictures", pictures);
}

/* @ends: its first unit and its last one. */
static void
add_place (AssayFindingBuilder *finding, const GArray *ends)
{
  const AssayCipherPlaced *first = &g_array_index (ends, AssayCipherPlaced, 0);
  const AssayCipherPlaced *last = &g_array_index (ends, AssayCipherPlaced, 1);

  if (first->position >= 0 && last->position >= first->position)
    assay_finding_builder_place (finding, "cipher.change_place", (guint64) first->position,
                                 (guint64) (last->position - first->position) + last->size);
  if (isfinite (first->seconds) && isfinite (last->seconds))
    assay_finding_builder_time (finding, "cipher.change_time", MIN (first->seconds, last->seconds),
                                MAX (first->seconds, last->seconds));
}

static AssayFindingBuilder *
begin_change (const AssayCipherOutcome *outcome)
{
  gboolean cut = outcome->state == ASSAY_CIPHER_CUT;
  AssayFindingBuilder *finding
      = assay_finding_builder_new (cut ? "CIP-11" : "CIP-10", ASSAY_SEVERITY_ATTENTION);

  assay_finding_builder_text (finding, "cipher.seal", states[outcome->state]);
  assay_finding_builder_int (finding, "cipher.pictures", (gint64) outcome->pictures, "");
  assay_finding_builder_int (finding, "cipher.segments_found", outcome->n_segments, "");
  if (cut || outcome->state == ASSAY_CIPHER_BROKEN)
    return finding;
  assay_finding_builder_int (finding, "cipher.segments_sealed", outcome->seal.segments, "");
  assay_finding_builder_int (finding, "cipher.units_found", (gint64) outcome->n_units, "");
  assay_finding_builder_int (finding, "cipher.units_sealed", outcome->seal.units, "");
  return finding;
}

static gboolean
is_whole (const AssayCipherOutcome *outcome)
{
  return outcome->state == ASSAY_CIPHER_WHOLE || outcome->state == ASSAY_CIPHER_REPACKED;
}

/* The first unit and the last one of the section in which the first change lies, if it is known. */
static GArray *
list_change (const AssayCipherPass *pass)
{
  const AssayCipherOutcome *outcome = &pass->outcome;
  const AssayCipherPlaced ends[]
      = { { .unit = outcome->change_at[0] }, { .unit = outcome->change_at[1] } };
  GArray *places = g_array_new (FALSE, FALSE, sizeof (AssayCipherPlaced));

  if (pass->way == ASSAY_CIPHER_DECRYPT && !is_whole (outcome) && outcome->change.known
      && outcome->numbered)
    g_array_append_vals (places, ends, G_N_ELEMENTS (ends));
  return places;
}

static void
add_change (AssayResultBuilder *builder, const AssayCipherOutcome *outcome, const GArray *ends)
{
  AssayFindingBuilder *finding = begin_change (outcome);

  if (outcome->change.known)
    add_section (finding, &outcome->change);
  if (ends->len > 0)
    add_place (finding, ends);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* Seals of old versions cover neither zeros between units nor the configuration record. */
static const char *
name_covers (const AssayCipherPass *pass)
{
  if (pass->outcome.seal.old)
    return pass->header.sound ? "pictures, sound" : "pictures";
  return pass->header.sound ? "pictures, packing, sound" : "pictures, packing";
}

static void
note (AssayResultBuilder *builder, const char *rule, AssaySeverity severity)
{
  assay_result_builder_finding (
      builder, assay_finding_builder_end (assay_finding_builder_new (rule, severity)));
}

/* @change: as list_change() has it, found. */
static void
judge (AssayResultBuilder *builder, const AssayCipherPass *pass, const GArray *change)
{
  gboolean whole = is_whole (&pass->outcome);
  AssayFindingBuilder *finding;

  if (!whole)
    add_change (builder, &pass->outcome, change);
  if (pass->sound_altered)
    note (builder, "CIP-13", ASSAY_SEVERITY_ATTENTION);
  if (pass->from_seal)
    note (builder, "CIP-25", ASSAY_SEVERITY_ATTENTION);
  if (!whole || pass->sound_altered || pass->from_seal
      || assay_cipher_others_count (&pass->others) > 0)
    assay_result_builder_verdict (builder, ASSAY_VERDICT_ATTENTION);
  if (!whole || pass->sound_altered)
    return;
  if (pass->outcome.state == ASSAY_CIPHER_REPACKED)
    note (builder, "CIP-15", ASSAY_SEVERITY_INFO);
  finding = assay_finding_builder_new ("CIP-14", ASSAY_SEVERITY_INFO);
  assay_finding_builder_text (finding, "cipher.covers", name_covers (pass));
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

gboolean
assay_cipher_damage_report (AssayResultBuilder *builder,
                            const AssayCipherPass *pass,
                            AssayToolJob *job,
                            GError **error)
{
  g_autoptr (GArray) change = list_change (pass);
  g_autoptr (GArray) damage = list_damage (pass->outcome.damage);
  g_autoptr (GArray) gaps = assay_cipher_gaps_to_places (pass->outcome.gaps);
  GArray *const lists[] = { change, damage, gaps };

  if (!assay_cipher_places_find (lists, G_N_ELEMENTS (lists), pass->source, pass->progress,
                                 assay_tool_job_get_cancellable (job), error))
    return FALSE;
  if (pass->way == ASSAY_CIPHER_DECRYPT)
    judge (builder, pass, change);
  report_damage (builder, &pass->outcome, damage);
  assay_cipher_gaps_report (builder, gaps);
  return TRUE;
}
