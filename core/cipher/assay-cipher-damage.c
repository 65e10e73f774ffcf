/* assay-cipher-damage.c: see the header. */
#include "cipher/assay-cipher-damage.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cipher/assay-hevc-stream.h"

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
  return code == ASSAY_CIPHER_ERROR_TRUNCATED ? N_ ("Ends too early") : N_ ("Damaged");
}

const char *
assay_cipher_damage_reason (const GError *error)
{
  return error == NULL ? N_ ("No header that can be read, or cut off")
                       : name_reason ((AssayCipherError) error->code);
}

/* A unit that is to be found again. */
typedef struct
{
  guint64 unit;
  guint32 segment;
  guint64 picture;
  const char *reason;
} Place;

static void
add_row (AssayTableBuilder *table, const Place *place, const AssayHevcUnit *unit)
{
  assay_table_builder_int (table, (gint64) place->unit);
  assay_table_builder_int (table, place->segment);
  assay_table_builder_int (table, (gint64) place->picture);
  if (unit->position >= 0)
    assay_table_builder_int (table, unit->position);
  else
    assay_table_builder_empty (table);
  assay_table_builder_real (table, unit->seconds);
  assay_table_builder_text (table, place->reason);
  assay_table_builder_row (table, 0);
}

/* Of the first one. */
static void
add_first (AssayFindingBuilder *finding, const Place *place, const AssayHevcUnit *first)
{
  assay_finding_builder_int (finding, "cipher.first_unit", (gint64) place->unit, "");
  assay_finding_builder_int (finding, "cipher.first_picture", (gint64) place->picture, "");
  if (first->position >= 0)
    assay_finding_builder_place (finding, "cipher.first_place", (guint64) first->position,
                                 first->nal.size);
  if (isfinite (first->seconds))
    assay_finding_builder_time (finding, "cipher.first_time", first->seconds, first->seconds - 1);
}

/* The units of the video again, as far as the last one of @places: both count them alike. */
static gboolean
find_places (AssayTableBuilder *table,
             const GArray *places,
             AssayHevcUnit *first,
             AssayHevcStream *stream,
             GCancellable *cancellable,
             GError **error)
{
  AssayHevcUnit unit;
  GError *failure = NULL;
  guint next = 0;

  while (next < places->len && assay_hevc_stream_next (stream, &unit, &failure))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (; next < places->len && g_array_index (places, Place, next).unit == unit.number; next++)
        {
          if (next == 0)
            *first = unit;
          add_row (table, &g_array_index (places, Place, next), &unit);
        }
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

/* The table @id of @places. */
static gboolean
add_places (AssayResultBuilder *builder,
            const char *id,
            const char *title,
            const GArray *places,
            AssayHevcUnit *first,
            AssayToolJob *job,
            const AssayCipherPass *pass,
            GError **error)
{
  static const AssayColumn columns[] = {
    { "unit", N_ ("Unit"), ASSAY_COLUMN_INT, "", 0 },
    { "segment", N_ ("Slice segment"), ASSAY_COLUMN_INT, "", 0 },
    { "picture", N_ ("Picture"), ASSAY_COLUMN_INT, "", 0 },
    { "position", N_ ("Position"), ASSAY_COLUMN_OFFSET, "", 0 },
    { "time", N_ ("Time"), ASSAY_COLUMN_REAL, "s", 3 },
    { "reason", N_ ("Reason"), ASSAY_COLUMN_TERM, "", 0 },
  };
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  g_autoptr (AssayHevcStream) stream = assay_hevc_stream_open (pass->source, cancellable, error);
  AssayTableBuilder *table;

  *first = (AssayHevcUnit){ .position = -1, .seconds = (double) NAN };
  if (stream == NULL)
    return FALSE;
  table = assay_table_builder_new (id, title, columns, G_N_ELEMENTS (columns));
  if (!find_places (table, places, first, stream, cancellable, error))
    {
      assay_table_unref (assay_table_builder_end (table));
      return FALSE;
    }
  assay_result_builder_table (builder, assay_table_builder_end (table));
  return TRUE;
}

/* Where something is missing in a video that is not as it was sealed. */
static gboolean
report_gaps (AssayResultBuilder *builder,
             const AssayCipherPass *pass,
             AssayToolJob *job,
             GError **error)
{
  const GArray *gaps = pass->outcome.gaps;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  AssayFindingBuilder *finding;
  AssayHevcUnit first;

  for (guint i = 0; i < gaps->len; i++)
    {
      const AssayCipherGapPlace *gap = &g_array_index (gaps, AssayCipherGapPlace, i);
      const Place place = { gap->at.unit, gap->at.segment, gap->at.picture,
                            gap->gap == ASSAY_CIPHER_GAP_PART
                                ? N_ ("A part of this picture is missing")
                                : N_ ("What is shown behind this picture is missing") };

      g_array_append_val (places, place);
    }
  if (places->len == 0)
    return TRUE;
  if (!add_places (builder, "gaps", N_ ("Where something is missing"), places, &first, job, pass,
                   error))
    return FALSE;
  finding = assay_finding_builder_new ("CIP-24", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "cipher.gaps", gaps->len, "");
  add_first (finding, &g_array_index (places, Place, 0), &first);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
  return TRUE;
}

static gboolean
report_damage (AssayResultBuilder *builder,
               const AssayCipherPass *pass,
               AssayToolJob *job,
               GError **error)
{
  const AssayCipherOutcome *outcome = &pass->outcome;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  AssayFindingBuilder *finding;
  AssayHevcUnit first;

  for (guint i = 0; i < outcome->damage->len; i++)
    {
      const AssayCipherDamage *damage = &g_array_index (outcome->damage, AssayCipherDamage, i);
      const Place place
          = { damage->unit, damage->segment, damage->picture, name_reason (damage->code) };

      g_array_append_val (places, place);
    }
  if (places->len == 0)
    return TRUE;
  if (!add_places (builder, "damage", N_ ("Units that could not be read"), places, &first, job,
                   pass, error))
    return FALSE;
  finding = assay_finding_builder_new ("CIP-12", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "cipher.damaged", (gint64) outcome->n_damaged, "");
  assay_finding_builder_int (finding, "cipher.unread_pictures", (gint64) outcome->n_unread, "");
  add_first (finding, &g_array_index (places, Place, 0), &first);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
  return TRUE;
}

gboolean
assay_cipher_damage_report (AssayResultBuilder *builder,
                            const AssayCipherPass *pass,
                            AssayToolJob *job,
                            GError **error)
{
  return report_damage (builder, pass, job, error) && report_gaps (builder, pass, job, error);
}

static void
add_change (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  const AssayCipherOutcome *outcome = &pass->outcome;
  gboolean cut = outcome->state == ASSAY_CIPHER_CUT;
  AssayFindingBuilder *finding
      = assay_finding_builder_new (cut ? "CIP-11" : "CIP-10", ASSAY_SEVERITY_ATTENTION);

  assay_finding_builder_text (finding, "cipher.seal", states[outcome->state]);
  assay_finding_builder_int (finding, "cipher.pictures", (gint64) outcome->pictures, "");
  assay_finding_builder_int (finding, "cipher.segments_found", outcome->n_segments, "");
  if (!cut && outcome->state != ASSAY_CIPHER_BROKEN)
    {
      assay_finding_builder_int (finding, "cipher.segments_sealed", outcome->seal.segments, "");
      assay_finding_builder_int (finding, "cipher.units_found", (gint64) outcome->n_units, "");
      assay_finding_builder_int (finding, "cipher.units_sealed", outcome->seal.units, "");
    }
  if (outcome->change.known)
    {
      g_autofree char *units = g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                                outcome->change.units[0], outcome->change.units[1]);
      g_autofree char *pictures
          = g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                             outcome->change.pictures[0], outcome->change.pictures[1]);

      assay_finding_builder_text (finding, "cipher.change_units", units);
      assay_finding_builder_text (finding, "cipher.change_pictures", pictures);
    }
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

void
assay_cipher_damage_judge (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  gboolean repacked = pass->outcome.state == ASSAY_CIPHER_REPACKED;
  gboolean whole = pass->outcome.state == ASSAY_CIPHER_WHOLE || repacked;
  AssayFindingBuilder *finding;

  if (!whole)
    add_change (builder, pass);
  if (pass->sound_altered)
    assay_result_builder_finding (builder, assay_finding_builder_end (assay_finding_builder_new (
                                               "CIP-13", ASSAY_SEVERITY_ATTENTION)));
  if (!whole || pass->sound_altered)
    {
      assay_result_builder_verdict (builder, ASSAY_VERDICT_ATTENTION);
      return;
    }
  if (repacked)
    assay_result_builder_finding (builder, assay_finding_builder_end (assay_finding_builder_new (
                                               "CIP-15", ASSAY_SEVERITY_INFO)));
  finding = assay_finding_builder_new ("CIP-14", ASSAY_SEVERITY_INFO);
  assay_finding_builder_text (finding, "cipher.covers", name_covers (pass));
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}
