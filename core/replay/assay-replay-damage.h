/* assay-replay-damage.h: what is missing of a recording and where it is damaged, as findings. They
 * are those of the audio examination (SND-20, SND-23 to SND-25) whichever tool heard the recording.
 */
#pragma once

#include <gio/gio.h>

#include "media/assay-decode.h"
#include "media/assay-sound-whole.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* Places that are told. */
#define ASSAY_REPLAY_DAMAGES 8u

typedef struct
{
  double start; /* s of the recording */
  double end;   /* s; @start: a moment */
} AssayReplayDamagePlace;

typedef struct
{
  gboolean part;       /* of the recording was heard: nothing is said of its end */
  double heard;        /* s that were decoded, from the start of the file */
  double stated;       /* s that the file says it holds, of which a part is missing; else 0 */
  double start, end;   /* s of the recording: what was heard */
  guint64 not_finite;  /* samples that are no numbers, read as 0 */
  guint64 refused;     /* packets that do not decode or fail their checksum */
  gboolean unfinished; /* but only the last ones: the sound breaks off in them */
  AssaySoundWhole whole;
  guint n_breaks; /* the first of @whole's, in what was heard */
  guint64 breaks[ASSAY_REPLAY_DAMAGES];
  guint n_places;
  AssayReplayDamagePlace places[ASSAY_REPLAY_DAMAGES];
} AssayReplayDamage;

/**
 * assay_replay_damage_find:
 * @reader: of @source, after its last sample or that of the part
 * @rate: Hz, of @reader's stream
 * @start: s, of what was heard
 * @end: s; of the recording too
 *
 * Fills @damage but for @part, @heard, @stated and @not_finite, which are the caller's. Of a part
 * places in it are told alone.
 */
gboolean assay_replay_damage_find (AssayReplayDamage *damage,
                                   AssaySource *source,
                                   AssayAudioReader *reader,
                                   guint rate,
                                   double start,
                                   double end,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether some of it calls for attention. */
gboolean assay_replay_damage_is_told (const AssayReplayDamage *damage);
void assay_replay_damage_findings (const AssayReplayDamage *damage, AssayResultBuilder *builder);

G_END_DECLS
