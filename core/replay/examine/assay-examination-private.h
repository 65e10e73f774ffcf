/* assay-examination-private.h: one recording, examined: every measurement of this folder together.
 */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "model/assay-region.h"
#include "replay/assay-replay-damage.h"
#include "replay/examine/assay-sound-codec-private.h"
#include "replay/examine/assay-sound-decay-private.h"
#include "replay/examine/assay-sound-hum-private.h"
#include "replay/examine/assay-sound-joins-private.h"
#include "replay/examine/assay-sound-spectrum-private.h"
#include "replay/examine/assay-sound-values-private.h"

G_BEGIN_DECLS

/* One excerpt's grid. */
typedef struct
{
  double at; /* s */
  AssayCodecGrid grid;
} AssayGridAt;

typedef struct
{
  guint rate;
  guint channels;
  guint chosen;      /* from 0 */
  const char *codec; /* static */
  gboolean lossless; /* the codec keeps every sample */
  gboolean speech;   /* the codec models a voice; background is not kept but made up */
  gboolean part;     /* of the recording */
  guint64 first;     /* frame of the recording */
  double start;      /* s of the recording, where it begins: all else counts from there */
  double seconds;
  AssayReplayDamage damage;

  AssaySoundValues *values;
  AssaySoundSpectrum *spectrum;
  AssaySoundHum *hum;
  AssaySoundJoins *joins;
  AssaySoundRepeats *repeats;
  AssaySoundDecay *decay;
  AssaySoundExcerpts *excerpts;

  /* Worked out after the last sample. */
  AssayComb comb;
  AssaySoundEdge edge;
  AssaySoundImage image;
  double *floor_at; /* s */
  double *floor;    /* dB */
  gsize n_floor;
  GArray *steps;        /* AssayFloorStep */
  GArray *level_steps;  /* AssayLevelStep */
  AssayTwoFloors two;   /* start = end = 0: one floor */
  AssayHumTrack *track; /* NULL: too short */
  AssayDecayTime decay_time;
  AssayCodecGrid grid; /* of the clearest excerpt */
  GArray *grids;       /* AssayGridAt, in time; only when a codec was found */
} AssayExamination;

/**
 * assay_examination_new:
 * @region: (nullable): of whose times alone anything is said
 * @channel: from 1; 0: the first, or the loudest where the first is digital silence
 * @progress: (nullable):
 * @cancellable: (nullable):
 *
 * Reads the sound stream that a player would choose at its own rate, once (twice if @channel is 0
 * and the first is silent), and works everything out.
 *
 * Returns: (transfer full) (nullable): %NULL with an AssayMediaError (UNSUPPORTED: no sound),
 * ASSAY_BASE_ERROR_INVALID (no such channel, no such region), ASSAY_BASE_ERROR_LIMIT (more than a
 * day)
 */
AssayExamination *assay_examination_new (AssaySource *source,
                                         const AssayRegion *region,
                                         guint channel,
                                         guint threads,
                                         AssayProgress *progress,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For tests: from samples (frames × channels) instead of a file. They may be changed. */
AssayExamination *assay_examination_new_from_samples (float *samples,
                                                      gsize frames,
                                                      guint channels,
                                                      guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_examination_free (AssayExamination *self);

/* A z of the codec's grid from which a codec is said to be seen, and one excerpt's own. */
#define ASSAY_CODEC_SEEN 6.5
/* A change of the level that is told, dB, and how many of them. */
#define ASSAY_LEVEL_STEP 10.0
#define ASSAY_LEVEL_STEPS 8u

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayExamination, assay_examination_free)

G_END_DECLS
