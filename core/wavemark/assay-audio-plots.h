/* assay-audio-plots.h: what marking changed and what reading saw, as figures and plots.
 *
 * The noise-to-mask ratio: in blocks of 2048 samples and each of 24 critical bands (Zwicker 1961)
 * the energy of the change over what the sound masks there. The mask: the sound's energies spread
 * by the function of Schroeder, Atal and Hall (J. Acoust. Soc. Am. 66(6), 1979), less 14.5 + z dB
 * in band z, as if all of it were tones, which mask least (Johnston, IEEE J. Sel. Areas Commun.
 * 6(2), 1988). The mean of the ratios of a block's bands, in dB; below 0 the change is masked. */
#pragma once

#include "model/assay-result.h"
#include "wavemark/assay-audio-search.h"

G_BEGIN_DECLS

typedef struct _AssayAudioMeter AssayAudioMeter;

AssayAudioMeter *assay_audio_meter_new (guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_audio_meter_free (AssayAudioMeter *self);
/* The next @n samples of the sound and what is added to them, both means over the channels. */
void assay_audio_meter_add (AssayAudioMeter *self,
                            const double *samples,
                            const double *changes,
                            gsize n);
/* Adds the metrics "nmr" and "nmr_worst" and the plots "spectra" and "mask". */
void assay_audio_meter_report (AssayAudioMeter *self, AssayResultBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAudioMeter, assay_audio_meter_free)

/* Votes of each bit, up for 1. */
AssayPlot *assay_audio_plot_votes (const AssayAudioReading *reading) G_GNUC_WARN_UNUSED_RESULT;
/* (array length=n): of the stretches read, by time. */
AssayPlot *assay_audio_plot_chance (const double *seconds,
                                    const double *log10_p,
                                    gsize n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
