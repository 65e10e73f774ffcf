/* assay-sound-levels.h: levels of a spectrum in dB of full scale, as bytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssaySoundLevels AssaySoundLevels;

/**
 * assay_sound_levels_new:
 * @window: samples of a transform, at least 2
 * @shape: "hann", "hamming", "blackman-harris" (four terms, −92 dB; Harris 1978, table 1) or
 * "rectangular"; periodic forms
 */
AssaySoundLevels *assay_sound_levels_new (guint window,
                                          const char *shape) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_levels_free (AssaySoundLevels *self);
/* window / 2 + 1 */
guint assay_sound_levels_get_n_rows (const AssaySoundLevels *self);
/* Adds the power spectrum of @samples, window of them. */
void assay_sound_levels_add (AssaySoundLevels *self, const double *samples);
/**
 * assay_sound_levels_take:
 * @column: the first of the rows' bytes, 0 Hz
 * @stride: bytes from row to row
 *
 * Writes the mean of what was added, in the steps of assay-sound-info.h, and begins anew. Nothing
 * added is silence.
 */
void assay_sound_levels_take (AssaySoundLevels *self, guint8 *column, gsize stride);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundLevels, assay_sound_levels_free)

G_END_DECLS
