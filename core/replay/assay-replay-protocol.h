/* assay-replay-protocol.h: lists of recordings with their truth, in the forms of the field.
 *
 * One recording a line, fields separated by blanks; which form it is, is told by where the truth
 * stands:
 *   Assay and ASVspoof 2017 v1/v2:  FILE genuine|spoof [TALKER [PHRASE ENV PLAYBACK RECORDER]]
 *   ASVspoof 2019 PA:               TALKER FILE ENV ATTACK bonafide|spoof
 *   ASVspoof 2021 PA (keys):        TALKER FILE … bonafide|spoof …, wherever it stands
 *   scores of this tool:            FILE SCORE genuine|spoof
 * Empty lines and lines that begin with # are left out. */
#pragma once

#include <glib.h>

#include "base/assay-source.h"

G_BEGIN_DECLS

/* Recordings of all protocols of one run: ASVspoof 2021 PA evaluates 943 110. */
#define ASSAY_REPLAY_PROTOCOL_MOST 1048576

typedef struct
{
  char *file;   /* relative name as the protocol has it */
  char *talker; /* "" when the protocol names none: then each recording stands for itself */
  gboolean genuine;
  double score; /* of a score file; NaN otherwise */
} AssayReplayTrial;

typedef struct _AssayReplayProtocol AssayReplayProtocol;

AssayReplayProtocol *assay_replay_protocol_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_protocol_free (AssayReplayProtocol *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayProtocol, assay_replay_protocol_free)

/**
 * assay_replay_protocol_read:
 * @name: of the protocol, for messages
 *
 * Adds the lines of @source.
 *
 * Returns: %FALSE with ASSAY_BASE_ERROR_MALFORMED (naming the line) or LIMIT, or the reader's error
 */
gboolean assay_replay_protocol_read (AssayReplayProtocol *self,
                                     AssaySource *source,
                                     const char *name,
                                     GError **error);
gsize assay_replay_protocol_get_n (const AssayReplayProtocol *self);
/* Borrowed. */
const AssayReplayTrial *assay_replay_protocol_get (const AssayReplayProtocol *self, gsize index);
/* Number of the talker, 0 … in order of first appearance: the groups of the bootstrap and of
 * cross-validation. */
guint assay_replay_protocol_get_talker (const AssayReplayProtocol *self, gsize index);
guint assay_replay_protocol_get_n_talkers (const AssayReplayProtocol *self);
gsize assay_replay_protocol_count (const AssayReplayProtocol *self, gboolean genuine);

G_END_DECLS
