/* assay-cipher-session-private.h: a session, between its start and its end. */
#pragma once

#include "base/assay-base.h"
#include "cipher/assay-cipher-batch.h"
#include "cipher/assay-cipher-order.h"
#include "cipher/assay-cipher-session.h"
#include "cipher/assay-cipher-timeline.h"

G_BEGIN_DECLS

struct _AssayCipherSession
{
  AssayCipherSetup setup;
  AssayCipherHeader header;
  AssayCipherKeys keys;
  AssayCipherBatch *batch;
  gpointer place;  /* of the units that are pushed now */
  GPtrArray *held; /* AssayCipherItem: end of sequence and of bitstream, before which the seal must
                      stand */
  AssayCipherTally *tally;
  AssayCipherSeal seal; /* of what went by, after the end */
  gboolean has_seal;
  gboolean behind_seal; /* units follow it */
  GArray *seals;        /* guint64: numbers of units that are one; the first few */
  gboolean has_header;
  GBytes *description;  /* the unit of it that came first */
  GByteArray *stripped; /* the last unit without its picture hashes */
  gsize described;      /* bytes that the description takes */
  guint temporal_id;    /* of the last slice segment */
  AssayCipherOrder *order;
  AssayCipherTimeline *timeline; /* NULL without one */
  AssayCipherGaps *gaps;
  AssayCipherArea area; /* of the last picture */
  gboolean reached;     /* a picture had something in a region */
  gboolean whole;       /* and then an intra picture came */
  guint32 n_segments;
  guint64 n_units;
  guint64 n_skipped; /* packets that could not be read: the hashes of pictures have none for them */
  guint64 unread;    /* last picture with damage */
  GError *damaged;   /* the first damage of a video that is decrypted */
  AssayCipherOutcome outcome;
};

static const guint8 start_code[3] = { 0, 0, 1 };

/* Without a key stream nothing is encrypted, and nothing is put in that would say so. */
static inline gboolean
assay_cipher_session_is_null (const AssayCipherSession *self)
{
  return self->header.generator == ASSAY_GENERATOR_NULL;
}

/* A unit that is written, into the sums and to the setup's function. */
gboolean assay_cipher_session_emit_item (AssayCipherSession *self,
                                         const AssayCipherItem *item,
                                         GError **error);

G_END_DECLS
