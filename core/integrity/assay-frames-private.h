/* assay-frames-private.h: the frames of a video as a timeline. Pure mathematics. */
#pragma once

#include "integrity/assay-integrity-media.h"
#include "model/assay-plot.h"

G_BEGIN_DECLS

/* Sizes of the frames by type over the time, or over their number where they have no times: coded
 * bytes. More frames than can be drawn are reduced
 * to the largest of each stretch. @frames: AssayFrameRecord, sorted by time. */
AssayPlot *assay_frames_plot_sizes (const GArray *frames) G_GNUC_WARN_UNUSED_RESULT;
/* Bit rate in kbit/s over stretches of one second (longer for long videos). NULL without times. */
AssayPlot *assay_frames_plot_rate (const GArray *frames) G_GNUC_WARN_UNUSED_RESULT;
/* Frames from each key frame to the next, at the first. NULL if there are fewer than
 * two key frames. */
AssayPlot *assay_frames_plot_groups (const GArray *frames) G_GNUC_WARN_UNUSED_RESULT;

/* Sorts by time, then by place in the file. */
void assay_frames_sort (GArray *frames);
/* From the first frame to the end of the last, s; the last is as long as the usual distance. */
double assay_frames_duration (const GArray *frames);
/* kbit/s over the whole duration; 0 for fewer than two frames. */
double assay_frames_bit_rate (const GArray *frames);
/* Median number of frames from key frame to key frame; 0 with fewer than two key frames. */
guint assay_frames_key_distance (const GArray *frames);

G_END_DECLS
