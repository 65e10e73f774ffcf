/* assay-cipher-lane.h: one NAL unit after the other is parsed and its free bins are enciphered or
 * deciphered. Several lanes may work on different pictures at once. */
#pragma once

#include "cipher/assay-cipher-header.h"
#include "cipher/assay-cipher-repeats.h"
#include "cipher/assay-hevc-parser.h"
#include "cipher/assay-substream-patch.h"

G_BEGIN_DECLS

/* Of one rectangle. */
typedef struct
{
  guint64 pictures;  /* that it is in */
  guint64 units;     /* coding tree units in it, and in no rectangle of a lower number */
  guint64 bits;      /* of these units */
  guint64 encrypted; /* of these bits */
} AssayCipherRegionCount;

/* Counted over slice segments. */
typedef struct
{
  guint64 segments;
  guint64 bits[ASSAY_CIPHER_N_CLASSES];    /* enciphered */
  guint64 flipped[ASSAY_CIPHER_N_CLASSES]; /* of these */
  guint64 unlike;         /* of these: bits that another key would have enciphered otherwise */
  guint64 bytes;          /* of the segments' units, as they came */
  guint64 escapes_before; /* emulation prevention bytes */
  guint64 escapes_after;
  guint64 units;           /* coding tree units */
  guint64 units_encrypted; /* that are in a region, or all */
  guint64 picture_units;   /* of the largest picture */
  AssayCipherRegionCount regions[ASSAY_CIPHER_TRACKS];
} AssayCipherCount;

void assay_cipher_count_add (AssayCipherCount *self, const AssayCipherCount *other);

/* What the key of a slice segment comes from, beside the stream's own. */
typedef struct
{
  guint32 number;  /* of the slice segment in the stream, from 0: of versions before 6 */
  guint32 picture; /* that it is of */
  AssayCipherRepeats *repeats; /* (nullable): gives .repeat; NULL: that is what it is */
  AssayCipherRepeat repeat;
  gboolean drawn;                   /* (out): numbers were drawn for the slice segment, so that */
  guint8 label[ASSAY_CIPHER_LABEL]; /* (out): counts */
} AssayCipherTurn;

typedef struct _AssayCipherLane AssayCipherLane;

/* @header: copied. */
AssayCipherLane *assay_cipher_lane_new (const AssayCipherHeader *header,
                                        const AssayCipherKeys *keys,
                                        gboolean decrypt) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_lane_free (AssayCipherLane *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherLane, assay_cipher_lane_free)

/* From now on counts bits that @other enciphers otherwise (AssayCipherCount.unlike). */
void assay_cipher_lane_compare (AssayCipherLane *self, const AssayCipherKeys *other);

/**
 * assay_cipher_lane_take:
 * @unit: of the base layer; parameter sets are to be given to every lane
 * @turn: of the slice segment
 * @area: of the picture that is encrypted
 * @count: is added to
 *
 * Returns: (nullable): the unit with other bins, valid until the next call; %NULL without an error
 * when it stays as it is (no slice segment), or with ASSAY_CIPHER_ERROR, _UNSUPPORTED also for
 * emulation prevention bytes where none are needed: they could not be put back
 */
const GByteArray *assay_cipher_lane_take (AssayCipherLane *self,
                                          const AssayHevcNal *unit,
                                          AssayCipherTurn *turn,
                                          const AssayCipherArea *area,
                                          AssayCipherCount *count,
                                          GError **error);

G_END_DECLS
