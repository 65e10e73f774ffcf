/* assay-cipher-inspect.c: the tool `cipher.inspect`: which bits of a video a format-compliant
 * cipher may flip. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "cipher/assay-cipher-classes.h"
#include "cipher/assay-cipher-damage.h"
#include "cipher/assay-cipher-facts.h"
#include "cipher/assay-cipher-findings.h"
#include "cipher/assay-cipher-gaps-report.h"
#include "cipher/assay-cipher-places.h"
#include "cipher/assay-cipher-space-plots.h"
#include "cipher/assay-cipher.h"
#include "cipher/assay-hevc-stream.h"
#include "cipher/assay-hevc-units.h"

/* Of the progress; the rest is for the places of what is missing. */
#define READING 0.9

typedef struct
{
  AssayToolJob *job;
  AssayHevcStream *stream;
  AssayHevcParser *parser;
  AssayCipherSpace *space;
  AssayCipherOrder *order;
  AssayCipherGaps *gaps;
  GByteArray *scratch;
  AssayCipherFacts facts;
  AssayTableBuilder *damage;
  guint64 n_damaged;
  AssayMediaLoss loss;
  AssayMediaEdits edits;
  guint64 n_slices;             /* also those that could not be read */
  guint64 pictures;             /* that began so far */
  GError *first;                /* what the first unit that could not be read said */
  AssayFindingBuilder *finding; /* NULL without damage */
} Run;

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->stream, assay_hevc_stream_free);
  g_clear_pointer (&self->parser, assay_hevc_parser_free);
  g_clear_pointer (&self->space, assay_cipher_space_free);
  g_clear_pointer (&self->order, assay_cipher_order_free);
  g_clear_pointer (&self->gaps, assay_cipher_gaps_free);
  g_clear_pointer (&self->scratch, g_byte_array_unref);
  if (self->damage != NULL)
    assay_table_unref (assay_table_builder_end (g_steal_pointer (&self->damage)));
  g_clear_error (&self->first);
  if (self->finding != NULL)
    assay_finding_unref (assay_finding_builder_end (g_steal_pointer (&self->finding)));
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static AssayTableBuilder *
start_damage (void)
{
  static const AssayColumn columns[] = {
    { "unit", N_ ("Unit"), ASSAY_COLUMN_INT, "", 0 },
    { "position", N_ ("Position"), ASSAY_COLUMN_OFFSET, "", 0 },
    { "time", N_ ("Time"), ASSAY_COLUMN_REAL, "s", 3 },
    { "type", N_ ("Type"), ASSAY_COLUMN_INT, "", 0 },
    { "reason", N_ ("Reason"), ASSAY_COLUMN_TERM, "", 0 },
  };

  return assay_table_builder_new ("damage", N_ ("Units that could not be read"), columns,
                                  G_N_ELEMENTS (columns));
}

/* Where the first damage is; how much there is follows at the end. */
static void
begin_finding (Run *self, const AssayHevcUnit *unit)
{
  self->finding = assay_finding_builder_new ("CIP-12", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (self->finding, "cipher.first_unit", (gint64) unit->number, "");
  assay_finding_builder_int (self->finding, "cipher.first_picture", (gint64) self->pictures, "");
  if (unit->position >= 0)
    assay_finding_builder_place (self->finding, "cipher.first_place", (guint64) unit->position,
                                 unit->damaged ? 0 : unit->nal.size);
  if (isfinite (unit->seconds))
    assay_finding_builder_time (self->finding, "cipher.first_time", unit->seconds,
                                unit->seconds - 1);
}

/* @error: (transfer full) (nullable) */
static void
note_damage (Run *self, const AssayHevcUnit *unit, GError *error)
{
  assay_table_builder_int (self->damage, (gint64) unit->number);
  if (unit->position >= 0)
    assay_table_builder_int (self->damage, unit->position);
  else
    assay_table_builder_empty (self->damage);
  assay_table_builder_real (self->damage, unit->seconds);
  if (unit->damaged)
    assay_table_builder_empty (self->damage);
  else
    assay_table_builder_int (self->damage, unit->nal.type);
  assay_table_builder_text (self->damage, assay_cipher_damage_reason (error));
  assay_table_builder_row (self->damage, 0);
  if (self->finding == NULL)
    begin_finding (self, unit);
  if (self->first == NULL && error != NULL)
    g_set_error (&self->first, error->domain, error->code, _ ("NAL unit %" PRIu64 ": %s"),
                 unit->number, error->message);
  self->n_damaged++;
  g_clear_error (&error);
}

/* @segment: (nullable): it could not be read */
static void
note_gaps (Run *self, const AssayHevcUnit *unit, const AssayHevcSliceSegment *segment)
{
  const AssayHevcSps *sps = segment != NULL ? segment->sps : NULL;
  const AssayCipherGapSlice slice
      = { .unit = unit->number,
          .picture = self->pictures,
          .segment = (guint32) (self->n_slices - 1),
          .begins = assay_hevc_nal_begins_picture (&unit->nal),
          .shown = assay_cipher_order_get_picture (self->order),
          .units = segment != NULL ? segment->found->units->len : 0,
          .picture_units = sps != NULL ? (guint64) sps->width_ctbs * sps->height_ctbs : 0 };

  assay_cipher_gaps_add (self->gaps, &slice);
}

/* As encryption does: without zeros behind a slice segment, and only what could be restored. */
static gboolean
read_unit (Run *self,
           const AssayHevcNal *unit,
           AssayHevcSliceSegment *segment,
           gboolean *found,
           GError **error)
{
  AssayHevcNal nal = *unit;

  if (assay_hevc_nal_is_slice (unit))
    nal.size = assay_hevc_trim (unit->data, unit->size);
  return assay_hevc_parser_take (self->parser, &nal, segment, found, error)
         && (!*found
             || assay_hevc_parser_check_escapes (&nal, segment->rbsp, self->scratch, error));
}

static void
take_unit (Run *self, const AssayHevcUnit *unit)
{
  AssayHevcSliceSegment segment;
  gboolean found = FALSE;
  GError *error = NULL;

  if (unit->damaged)
    {
      self->pictures += unit->packet ? 1 : 0;
      note_damage (self, unit, NULL);
      return;
    }
  if (unit->nal.size == 0)
    return;
  assay_cipher_facts_add_unit (&self->facts, &unit->nal);
  if (unit->nal.layer != 0)
    return;
  if (assay_hevc_nal_is_slice (&unit->nal))
    {
      self->n_slices++;
      self->pictures += assay_hevc_nal_begins_picture (&unit->nal) ? 1 : 0;
    }
  assay_cipher_order_take (self->order, &unit->nal);
  if (!read_unit (self, &unit->nal, &segment, &found, &error))
    {
      if (assay_hevc_nal_is_slice (&unit->nal))
        note_gaps (self, unit, NULL);
      note_damage (self, unit, error);
      return;
    }
  if (!found)
    return;
  note_gaps (self, unit, &segment);
  assay_cipher_space_add (self->space, &segment, unit->nal.size, unit->seconds);
  assay_cipher_facts_add_segment (&self->facts, &segment);
}

static gboolean
read_stream (Run *self, GError **error)
{
  AssaySource *source = assay_tool_job_get_input (self->job, 0)->source;
  g_autoptr (AssayProgress) progress
      = assay_progress_sub (assay_tool_job_get_progress (self->job), 0, READING);
  GCancellable *cancellable = assay_tool_job_get_cancellable (self->job);
  guint64 size = assay_source_get_size (source);
  GError *failure = NULL;
  AssayHevcUnit unit;

  while (assay_hevc_stream_next (self->stream, &unit, &failure))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      take_unit (self, &unit);
      assay_progress_set_count (progress, MIN (assay_hevc_stream_get_place (self->stream), size),
                                size, N_ ("Reading"));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  /* A video in which every slice is damaged is one: what can be told is where. */
  if (self->n_slices > 0)
    return assay_hevc_stream_find_loss (self->stream, &self->loss, error);
  if (self->first != NULL)
    g_propagate_error (error, g_steal_pointer (&self->first));
  else
    g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED,
                         _ ("The video holds no picture that could be read"));
  return FALSE;
}

static gboolean
report_gaps (Run *self, AssayResultBuilder *builder, GError **error)
{
  g_autoptr (GArray) places
      = assay_cipher_gaps_to_places (assay_cipher_gaps_end (self->gaps, NULL));
  g_autoptr (AssayProgress) progress
      = assay_progress_sub (assay_tool_job_get_progress (self->job), READING, 1);

  if (!assay_cipher_places_find (&places, 1, assay_tool_job_get_input (self->job, 0)->source,
                                 progress, assay_tool_job_get_cancellable (self->job), error))
    return FALSE;
  assay_cipher_gaps_report (builder, places);
  return TRUE;
}

static AssayResult *
make_result (Run *self, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_cipher_inspect_info);
  guint64 bytes = assay_hevc_stream_get_bytes (self->stream);
  guint64 total = assay_cipher_space_get_total (self->space);

  assay_result_builder_metric (builder, "es_percent", assay_cipher_share (total, bytes));
  assay_result_builder_metric (builder, "encryptable_bits", (double) total);
  assay_result_builder_metric (builder, "stream_bytes", (double) bytes);
  assay_result_builder_metric (builder, "pictures", (double) self->pictures);
  assay_result_builder_metric (builder, "segments", (double) self->space->n_segments);
  assay_result_builder_metric (builder, "substreams", (double) self->space->n_codewords);
  assay_result_builder_metric (builder, "damaged", (double) self->n_damaged);
  assay_cipher_note_layers (builder, self->facts.which_layers, self->facts.other_layers,
                            self->facts.other_bytes, bytes);
  assay_cipher_note_loss (builder, &self->loss);
  assay_cipher_note_edits (builder, &self->edits, FALSE);
  assay_result_builder_table (builder, assay_cipher_space_to_table (self->space, bytes));
  assay_result_builder_table (builder, assay_cipher_facts_to_table (&self->facts));
  if (self->n_damaged > 0)
    {
      assay_finding_builder_int (self->finding, "cipher.damaged", (gint64) self->n_damaged, "");
      assay_result_builder_finding (builder,
                                    assay_finding_builder_end (g_steal_pointer (&self->finding)));
      assay_result_builder_table (builder,
                                  assay_table_builder_end (g_steal_pointer (&self->damage)));
    }
  if (!report_gaps (self, builder, error))
    {
      assay_result_builder_free (builder);
      return NULL;
    }
  assay_result_builder_plot (builder, assay_cipher_space_plot_timeline (self->space));
  assay_result_builder_plot (builder, assay_cipher_space_plot_classes (self->space, bytes));
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_cipher_inspect_run (AssayToolJob *job, GError **error)
{
  g_auto (Run) run = { .job = job };
  const char *mode = assay_parameters_get_text (assay_tool_job_get_parameters (job), "mode");

  run.stream = assay_hevc_stream_open (assay_tool_job_get_input (job, 0)->source,
                                       assay_tool_job_get_cancellable (job), error);
  if (run.stream == NULL)
    return NULL;
  run.parser = assay_hevc_parser_new ();
  run.space = assay_cipher_space_new (assay_cipher_mode_parse (mode));
  run.damage = start_damage ();
  run.order = assay_cipher_order_new ();
  run.gaps = assay_cipher_gaps_new ();
  run.scratch = g_byte_array_new ();
  if (!read_stream (&run, error)
      || !assay_media_edits_find (assay_tool_job_get_input (job, 0)->source, &run.edits,
                                  assay_tool_job_get_cancellable (job), error))
    return NULL;
  return make_result (&run, error);
}
