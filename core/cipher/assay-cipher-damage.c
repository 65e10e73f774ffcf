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

static gboolean
report_damage (AssayResultBuilder *builder,
               const AssayCipherPass *pass,
               AssayToolJob *job,
               GError **error)
{
  const AssayCipherOutcome *outcome = &pass->outcome;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (AssayCipherPlaced));
  AssayFindingBuilder *finding;

  for (guint i = 0; i < outcome->damage->len; i++)
    {
      const AssayCipherDamage *damage = &g_array_index (outcome->damage, AssayCipherDamage, i);
      const AssayCipherPlaced place = { .unit = damage->unit,
                                        .segment = damage->segment,
                                        .picture = damage->picture,
                                        .reason = name_reason (damage->code) };

      g_array_append_val (places, place);
    }
  if (places->len == 0)
    return TRUE;
  if (!assay_cipher_places_find (places, pass->source, assay_tool_job_get_cancellable (job), error))
    return FALSE;
  assay_result_builder_table (
      builder,
      assay_cipher_places_to_table (places, "damage", N_ ("Units that could not be read"), FALSE));
  finding = assay_finding_builder_new ("CIP-12", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "cipher.damaged", (gint64) outcome->n_damaged, "");
  assay_finding_builder_int (finding, "cipher.unread_pictures", (gint64) outcome->n_unread, "");
  assay_cipher_places_observe (places, finding);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
  return TRUE;
}

gboolean
assay_cipher_damage_report (AssayResultBuilder *builder,
                            const AssayCipherPass *pass,
                            AssayToolJob *job,
                            GError **error)
{
  return report_damage (builder, pass, job, error)
         && assay_cipher_gaps_report (builder, pass->outcome.gaps, pass->source,
                                      assay_tool_job_get_cancellable (job), error);
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
add_change (AssayResultBuilder *builder,
            const AssayCipherPass *pass,
            AssayToolJob *job,
            GError **error)
{
  const AssayCipherChange *change = &pass->outcome.change;
  const AssayCipherPlaced ends[]
      = { { .unit = pass->outcome.change_at[0] }, { .unit = pass->outcome.change_at[1] } };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (AssayCipherPlaced));
  AssayFindingBuilder *finding;

  if (change->known && pass->outcome.numbered)
    g_array_append_vals (places, ends, G_N_ELEMENTS (ends));
  if (!assay_cipher_places_find (places, pass->source, assay_tool_job_get_cancellable (job), error))
    return FALSE;
  finding = begin_change (&pass->outcome);
  if (change->known)
    add_section (finding, change);
  if (places->len > 0)
    add_place (finding, places);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
  return TRUE;
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

gboolean
assay_cipher_damage_judge (AssayResultBuilder *builder,
                           const AssayCipherPass *pass,
                           AssayToolJob *job,
                           GError **error)
{
  gboolean repacked = pass->outcome.state == ASSAY_CIPHER_REPACKED;
  gboolean whole = pass->outcome.state == ASSAY_CIPHER_WHOLE || repacked;
  AssayFindingBuilder *finding;

  if (!whole && !add_change (builder, pass, job, error))
    return FALSE;
  if (pass->sound_altered)
    note (builder, "CIP-13", ASSAY_SEVERITY_ATTENTION);
  if (pass->from_seal)
    note (builder, "CIP-25", ASSAY_SEVERITY_ATTENTION);
  if (!whole || pass->sound_altered || pass->from_seal
      || assay_cipher_others_count (&pass->others) > 0)
    assay_result_builder_verdict (builder, ASSAY_VERDICT_ATTENTION);
  if (!whole || pass->sound_altered)
    return TRUE;
  if (repacked)
    note (builder, "CIP-15", ASSAY_SEVERITY_INFO);
  finding = assay_finding_builder_new ("CIP-14", ASSAY_SEVERITY_INFO);
  assay_finding_builder_text (finding, "cipher.covers", name_covers (pass));
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
  return TRUE;
}
