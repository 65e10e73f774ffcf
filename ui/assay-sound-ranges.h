/* assay-sound-ranges.h: parts of a sound, asked of one worker one after another; the newest wish is
 * served next. Main thread only. */
#pragma once

#include "assay-sound-file.h"

G_BEGIN_DECLS

typedef struct
{
  double start, end; /* s */
  guint columns;
  guint64 tag; /* the caller's */
} AssaySoundRange;

/* What came: @unit is borrowed; %NULL when the worker failed for this range. */
typedef void (*AssaySoundRangeFunc) (const AssaySoundRange *range,
                                     const AssayPreviewUnit *unit,
                                     gpointer user_data);

#define ASSAY_TYPE_SOUND_RANGES (assay_sound_ranges_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundRanges, assay_sound_ranges, ASSAY, SOUND_RANGES, GObject)

/* @settings: as for assay_sound_file_open_async(). */
AssaySoundRanges *assay_sound_ranges_new (AssaySoundFile *file,
                                          const char *const *settings,
                                          AssaySoundRangeFunc func,
                                          gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the worker, and @func is not called any more; before the last unref. */
void assay_sound_ranges_close (AssaySoundRanges *self);
/* Asks for @range unless something is on its way: then FALSE. */
gboolean assay_sound_ranges_ask (AssaySoundRanges *self, const AssaySoundRange *range);
/* Something is on its way. */
gboolean assay_sound_ranges_is_busy (AssaySoundRanges *self);
/* (nullable) (transfer none): why nothing can be had. */
const GError *assay_sound_ranges_get_error (AssaySoundRanges *self);

G_END_DECLS
