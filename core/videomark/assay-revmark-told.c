/* assay-revmark-told.c: where segments begin, and where they are not as long as they were made:
 * there frames are missing, or others were put in. */
#include "videomark/assay-revmark-told.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "videomark/assay-revmark-starts.h"
#include "videomark/assay-video-mark.h"

/* Longer videos show their first ones. */
#define MOST_ROWS 5000u

static const AssayRevmarkStart *
get_start (const GArray *starts, guint i)
{
  return &g_array_index (starts, AssayRevmarkStart, i);
}

/* A beginning that was overlooked leaves a multiple of the length. */
static gboolean
is_broken (const GArray *starts, guint i)
{
  return i + 1 < starts->len
         && (get_start (starts, i + 1)->frame - get_start (starts, i)->frame) % ASSAY_VIDEO_SEGMENT
                != 0;
}

static void
add_row (const GArray *starts, guint i, AssayTableBuilder *table)
{
  const AssayRevmarkStart *start = get_start (starts, i);

  assay_table_builder_real (table, start->seconds);
  assay_table_builder_int (table, start->frame);
  if (i + 1 < starts->len)
    assay_table_builder_int (table, (gint64) get_start (starts, i + 1)->frame - start->frame);
  else
    assay_table_builder_empty (table);
  assay_table_builder_real (table, start->logit);
  assay_table_builder_row (table, 0);
}

void
assay_revmark_tell_starts (const GArray *starts, guint looked, AssayResultBuilder *builder)
{
  static const AssayColumn columns[] = {
    { "start", N_ ("Begins at"), ASSAY_COLUMN_REAL, "s", 3 },
    { "frame", N_ ("with frame"), ASSAY_COLUMN_INT, "", 0 },
    { "frames", N_ ("Frames to the next"), ASSAY_COLUMN_INT, "", 0 },
    { "logit", N_ ("Certainty (log odds)"), ASSAY_COLUMN_REAL, "", 1 },
  };
  AssayTableBuilder *table;
  guint broken = 0;

  assay_result_builder_metric (builder, "frames_looked", looked);
  assay_result_builder_metric (builder, "starts", starts->len);
  table = assay_table_builder_new ("segments", N_ ("Where marked segments begin"), columns,
                                   G_N_ELEMENTS (columns));
  for (guint i = 0; i < starts->len; i++)
    {
      broken += is_broken (starts, i) ? 1 : 0;
      if (i < MOST_ROWS)
        add_row (starts, i, table);
    }
  assay_result_builder_metric (builder, "broken", broken);
  assay_result_builder_table (builder, assay_table_builder_end (table));
}
