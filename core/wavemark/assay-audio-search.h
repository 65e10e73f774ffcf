/* assay-audio-search.h: reads the audio mark `assay` from a stretch of sound, blind.
 *
 * First as if nothing had happened to its time; if that shows no mark, over speeds and tempos from
 * 0.945 to 1.055. Every claim counts the places and warps that were tried. */
#pragma once

#include <gio/gio.h>

#include "wavemark/assay-audio-fold.h"
#include "wavemark/assay-audio-wave.h"

G_BEGIN_DECLS

/* The longest stretch read at once, s: a period drifts apart over longer ones. */
#define ASSAY_AUDIO_STRETCH 60u

typedef struct
{
  AssayAudioWarp warp;
  guint grade;                    /* of the steps */
  guint place;                    /* of 736, where a period begins */
  guint8 bits[ASSAY_AUDIO_WORD];  /* the likeliest payload and its CRC */
  gboolean checked;               /* they fit */
  double votes[ASSAY_AUDIO_BITS]; /* mean agreement of each bit's symbols, -1..1 */
  double agreement;               /* mean of cos of all cells, -1..1 */
  double log10_p;                 /* bound: that any payload fits so well by chance */
  double log10_p_sync;            /* bound: that the known cells fit so well by chance */
  double hypotheses;              /* places × grades × warps; 2^128 payloads come on top */
} AssayAudioReading;

/* A claim: the rate of false ones is below one in a million. */
#define ASSAY_AUDIO_CLAIM (-6.0)

/* This key's mark is there and its bits are told. */
gboolean assay_audio_reading_found (const AssayAudioReading *self);
/* This key's mark is there. */
gboolean assay_audio_reading_present (const AssayAudioReading *self);
/* Tells more than @other. */
gboolean assay_audio_reading_better (const AssayAudioReading *self, const AssayAudioReading *other);
/* What the cells at the reading's place and grade of @fold say. */
void assay_audio_read_fold (const AssayAudioFold *fold,
                            const AssayAudioPlan *plan,
                            AssayAudioReading *reading);

/* What the cells of the wave say, where the known ones of them agree best: sets all but the warp,
 * the grade and the hypotheses, which are given. */
void assay_audio_read_wave (const AssayAudioWaveSum *sum,
                            const AssayAudioPlan *plan,
                            AssayAudioReading *reading);

/**
 * assay_audio_search:
 * @samples: n values at 16 kHz, at most ASSAY_AUDIO_STRETCH seconds: the mix of the channels
 * @side: (nullable): of two channels, half of what the first has more than the second
 * @search: whether other speeds and tempos are tried
 * @threads: as assay_parallel_for() has it
 * @tried: (inout): hypotheses so far, over all stretches of a sound
 *
 * Returns: %FALSE when cancelled
 */
gboolean assay_audio_search (const AssayAudioPlan *plan,
                             const double *samples,
                             const double *side,
                             gsize n,
                             gboolean search,
                             guint threads,
                             double *tried,
                             AssayAudioReading *reading,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
