/* assay-cipher-pass.h: a file through a session: a byte stream as it is, a container packet by
 * packet. Only assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-others.h"
#include "cipher/assay-cipher-session.h"
#include "media/assay-media-edits.h"
#include "media/assay-media-loss.h"
#include "media/assay-remux.h"
#include "model/assay-table.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

typedef struct
{
  AssayCipherWay way;
  AssayCipherHeader header;
  AssayCipherKeys keys;
  gboolean keep_damaged;
  gboolean keep_others; /* leave out streams that cannot be written again; other video may stay
                           readable */
  AssaySource *source;  /* owned */
  const char *output;   /* role of the tool's output */
  gboolean from_seal;   /* the header is that of the seal: the stream's own is missing or altered */
  AssayCipherSpace *space; /* (nullable): of AssayCipherSetup; borrowed */
  AssayProgress *progress; /* (nullable): of what is being done; owned */
  /* what came of it */
  AssayCipherOutcome outcome; /* its damage, gaps and orders are owned; (nullable) */
  guint64 sound_bytes;        /* enciphered or deciphered */
  gboolean sound_altered;     /* of a decrypted file */
  guint n_other_videos;       /* which stay as they are */
  AssayCipherOthers others;   /* which of these are encrypted */
  guint left_out;             /* streams */
  char *missing;              /* (nullable): which, in FFmpeg's words */
  char *fields;               /* (nullable): what the container says of itself, names */
  char *beside;               /* (nullable): what else it has that stays readable, FFmpeg's words */
  const char *container;      /* that was written: "hevc", "mp4", "mov", "matroska" */
  guint64 stream_bytes;       /* of the video: all of a byte stream, the packets of a container */
  AssayMediaLoss loss;        /* of the container, with keep_damaged */
  AssayMediaEdits edits;      /* of the tool's input */
  AssayRemuxTimes times;      /* of the container that was written */
  guint64 size_before;        /* bytes of the files */
  guint64 size_after;
} AssayCipherPass;

void assay_cipher_pass_clear (AssayCipherPass *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayCipherPass, assay_cipher_pass_clear)

/* What is done next is the part @from to @to of the job, 0 to 1. */
void
assay_cipher_pass_begin_part (AssayCipherPass *self, AssayToolJob *job, double from, double to);

/* FALSE with the errors of the session, of the container (ASSAY_MEDIA_ERROR), ASSAY_BASE_ERROR_IO,
 * G_IO_ERROR_CANCELLED. */
gboolean assay_cipher_pass_run (AssayCipherPass *self, AssayToolJob *job, GError **error);

/* Whether the file that is written, of @container as above, is what the parameter "container", and
 * so its name, says. FALSE with ASSAY_MODEL_ERROR_INVALID. MP4 and QuickTime count as one. */
gboolean assay_cipher_pass_check_container (AssayCipherPass *self,
                                            AssayToolJob *job,
                                            const char *container,
                                            GError **error);

/* Whether the input's container holds all that it announces: libavformat reads what there is,
 * without a word. FALSE with ASSAY_CIPHER_ERROR_TRUNCATED, ASSAY_BASE_ERROR_IO. */
gboolean assay_cipher_pass_check_whole (AssayToolJob *job, GError **error);

/* What the edit lists of the tool's input take out, into @self. FALSE when cancelled. */
gboolean assay_cipher_pass_find_edits (AssayCipherPass *self, AssayToolJob *job, GError **error);

G_END_DECLS
