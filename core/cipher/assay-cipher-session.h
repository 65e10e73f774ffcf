/* assay-cipher-session.h: a whole stream of NAL units in, the encrypted or decrypted one out.
 *
 * Pictures are parsed independently of each other, so several lanes work on a batch of them; the
 * result is the same bytes whatever their number. */
#pragma once

#include <gio/gio.h>

#include "cipher/assay-cipher-gaps.h"
#include "cipher/assay-cipher-lane.h"
#include "cipher/assay-cipher-rehash.h"
#include "cipher/assay-cipher-seal.h"
#include "cipher/assay-cipher-space.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_CIPHER_ENCRYPT,
  ASSAY_CIPHER_DECRYPT,
} AssayCipherWay;

/**
 * AssayCipherEmit:
 * @gap: (array length=gap_size): what stood before the unit: start code and zeros; made for a unit
 *   that was put in
 * @place: what assay_cipher_session_set_place() had when the unit was pushed, or put in
 *
 * Takes the units of the new stream in order. FALSE with an error stops.
 */
typedef gboolean (*AssayCipherEmit) (const guint8 *gap,
                                     gsize gap_size,
                                     const guint8 *nal,
                                     gsize size,
                                     gpointer place,
                                     gpointer user_data,
                                     GError **error);

typedef struct
{
  AssayCipherWay way;
  const AssayCipherHeader *header; /* copied; with ASSAY_GENERATOR_NULL nothing is put in: the
                                      stream goes through all steps and stays as it is */
  const AssayCipherKeys *keys;     /* copied */
  const AssayCipherKeys *other;    /* (nullable): assay_cipher_lane_compare(); copied */
  gboolean keep_damaged; /* slice segments that cannot be read stay as they are; FALSE: they are an
                            error, but for those of a video that is as it was sealed: it came so */
  const AssayCipherHashes *hashes; /* (nullable): picture hashes are replaced */
  gboolean bytes; /* what stands between the units belongs to the stream: the seal covers it */
  guint threads;
  const guint8 *sound; /* (nullable) (array fixed-size=16): AssayCipherSeal.sound to be written */
  AssayCipherSpace *space;   /* (nullable): takes the pictures as they are shown */
  GCancellable *cancellable; /* (nullable) */
  AssayCipherEmit emit;
  gpointer user_data;
} AssayCipherSetup;

/* A slice segment, or a parameter set, that could not be read. */
typedef struct
{
  guint64 unit; /* number of the NAL unit as it came, from 0 */
  guint32 segment;
  guint64 picture; /* in the order of the stream, from 1; 0: before the first one */
  AssayCipherError code;
} AssayCipherDamage;

/* Pictures as they will be shown, to find the encrypted part of each again. */
typedef struct
{
  GArray *orders;    /* gint32 (AssayCipherOrder), as they came; at most a million */
  gint32 whole_from; /* from there on pictures that have a region are encrypted whole; G_MAXINT32:
                        none is */
  guint window[4];   /* of the last picture, as assay_cipher_order_get_window() */
  guint unit;        /* side of a coding tree unit in luma samples */
} AssayCipherShown;

/* What came of it so far. */
typedef struct
{
  AssayCipherCount count;
  guint64 pictures;
  guint64 passed; /* units of other layers, which pass unchanged */
  guint64 passed_bytes;
  guint64 passed_layers; /* bit n for layer n */
  guint64 n_units;       /* of the encrypted stream, but the seal */
  guint32 n_segments;    /* slice segments, also those that could not be read */
  guint64 n_damaged;     /* slice segments and parameter sets */
  guint64 n_unread;      /* pictures that they are in */
  GArray *damage;        /* AssayCipherDamage: the first thousand of them */
  guint64 removed;       /* units of picture hashes that were left out, whole or in part */
  gboolean late;    /* a region begins behind the first picture, and not with an intra picture */
  guint64 messages; /* of user data, in a stream that is encrypted: they stay readable */
  AssayCipherRehash hashes;
  AssayCipherShown shown; /* of a stream with regions */
  /* of a decrypted stream, after its end */
  AssayCipherState state;
  AssayCipherSeal seal;     /* as it was read; zeros without one */
  AssayCipherChange change; /* of one that was altered */
  gboolean numbered;        /* it is known where its units are in the stream: */
  guint64 change_at[2];     /* as AssayHevcStream counts */
  /* AssayCipherGapPlace, after its end; of a decrypted one that is whole: none */
  GArray *gaps;
} AssayCipherOutcome;

typedef struct _AssayCipherSession AssayCipherSession;

AssayCipherSession *
assay_cipher_session_new (const AssayCipherSetup *setup) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_session_free (AssayCipherSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherSession, assay_cipher_session_free)

/**
 * assay_cipher_session_push:
 *
 * The next unit. It is copied; emit is called for it at once or later. Returns: %FALSE with
 * ASSAY_CIPHER_ERROR (also _UNSUPPORTED: the stream to encrypt is encrypted), emit's own error, or
 * G_IO_ERROR_CANCELLED
 */
gboolean assay_cipher_session_push (AssayCipherSession *self,
                                    const guint8 *gap,
                                    gsize gap_size,
                                    const guint8 *nal,
                                    gsize size,
                                    GError **error);
/**
 * assay_cipher_session_skip:
 * @data: a packet whose lengths of units contradict each other: it passes as it is, by the caller
 * @packet: its number, for the error
 *
 * It counts as one unit and as one picture (AssayHevcStream: likewise).
 *
 * Returns: %FALSE with ASSAY_CIPHER_ERROR_MALFORMED unless damage is kept
 */
gboolean assay_cipher_session_skip (
    AssayCipherSession *self, const guint8 *data, gsize size, guint64 packet, GError **error);
/* What else the seal is to show to be as it was: zeros behind the last unit, a container's
 * configuration record. */
void assay_cipher_session_beside (AssayCipherSession *self, const guint8 *data, gsize size);
/* Where the units that are pushed next, or put in before or behind them, are to go. */
void assay_cipher_session_set_place (AssayCipherSession *self, gpointer place);
/* What ends a sequence is held back, because the seal stands before it at the end of the stream.
 * Says that the end has not come. */
void assay_cipher_session_release (AssayCipherSession *self);
/* Emits what has been pushed. */
gboolean assay_cipher_session_flush (AssayCipherSession *self, GError **error);
/**
 * assay_cipher_session_end:
 *
 * Emits the rest, and the seal. Returns: %FALSE with ASSAY_CIPHER_ERROR: _MALFORMED without a
 * single slice segment; when decrypting, unless damage is kept, what assay_cipher_state_check()
 * says
 */
gboolean assay_cipher_session_end (AssayCipherSession *self, GError **error);

/* Borrowed; counts of what has been emitted. */
const AssayCipherOutcome *assay_cipher_session_get_outcome (const AssayCipherSession *self);

G_END_DECLS
