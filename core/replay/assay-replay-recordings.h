/* assay-replay-recordings.h: the sound of the recordings that protocols name, and how it is cut. */
#pragma once

#include "model/assay-tool.h"
#include "replay/assay-replay-protocol.h"

G_BEGIN_DECLS

/* Longest recording of a protocol, samples at 16 kHz: half an hour. */
#define ASSAY_REPLAY_RECORDING_MOST 28800000

typedef struct _AssayReplayRecordings AssayReplayRecordings;

/* Reads the inputs of role @role as protocols; their recordings lie beneath the folder parameter
 * "audio". NULL with the error of a protocol, or ASSAY_BASE_ERROR_INVALID when one class is
 * missing.
 */
AssayReplayRecordings *assay_replay_recordings_new (AssayToolJob *job,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for one protocol that a file parameter names. */
AssayReplayRecordings *assay_replay_recordings_new_file (AssayToolJob *job,
                                                         const char *parameter,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_recordings_free (AssayReplayRecordings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayRecordings, assay_replay_recordings_free)
const AssayReplayProtocol *assay_replay_recordings_get_protocol (AssayReplayRecordings *self);
/* Which protocol the recording comes from, 0 …. */
guint assay_replay_recordings_get_origin (AssayReplayRecordings *self, gsize index);
guint assay_replay_recordings_get_n_origins (AssayReplayRecordings *self);
/**
 * assay_replay_recordings_load:
 *
 * Mono at 16 kHz. A name is tried as it is, with .flac and .wav, and in the folders that Assay's
 * data (train, dev, eval) and the ASVspoof sets have.
 *
 * Returns: (array length=n): NULL with an error that names the file
 */
double *assay_replay_recordings_load (AssayReplayRecordings *self,
                                      gsize index,
                                      gsize *n,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the recording, once loaded, lacks a part, has samples that are no numbers or bytes that
 * were changed (assay_replay_damage_is_told()). */
gboolean assay_replay_recordings_is_damaged (AssayReplayRecordings *self, gsize index);
gsize assay_replay_recordings_count_damaged (AssayReplayRecordings *self);
/* Lower-case hex SHA-256 over the samples (doubles) of every recording loaded so far, in the order
 * of loading. */
char *assay_replay_recordings_get_hash (AssayReplayRecordings *self) G_GNUC_WARN_UNUSED_RESULT;

/* Equal pieces of at most ASSAY_REPLAY_PIECE seconds. */
gsize assay_replay_pieces_count (gsize n);
/* First sample of piece @piece of @n samples; piece count gives @n. */
gsize assay_replay_pieces_start (gsize n, gsize piece);

G_END_DECLS
