/* assay-cipher-pass-private.h: one pass over a file, between the files that read and write it. */
#pragma once

#include "cipher/assay-cipher-others.h"
#include "cipher/assay-cipher-output.h"
#include "cipher/assay-cipher-pass.h"
#include "cipher/assay-cipher-pictures.h"
#include "cipher/assay-cipher-sound.h"
#include "cipher/assay-hevc-units.h"

G_BEGIN_DECLS

typedef struct _AssayCipherRun AssayCipherRun;

struct _AssayCipherRun
{
  AssayCipherSession *session;
  AssayCipherOutput *output; /* byte stream */
  AssayHevcStorage storage;
  guint64 packet_bytes;
  guint64 packets;
  AssayCipherSound *sound; /* NULL: sound stays */
  gboolean only_sound;     /* a pass over the sound alone: its digest is what is wanted */
  AssayCipherOthers others;
  /* The first of two passes, in which nothing is written. */
  AssayCipherPictures *before; /* of the stream that comes */
  AssayCipherPictures *after;  /* of the one that would be written */
  AssayCipherRun *beside;      /* (nullable): its session gets the same units; borrowed */
};

void assay_cipher_run_clear (AssayCipherRun *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayCipherRun, assay_cipher_run_clear)

/* A run that writes nothing: an encrypted video whose pictures go to @func. @other: as in
 * AssayCipherSetup. */
gboolean assay_cipher_run_watch (AssayCipherRun *self,
                                 AssayCipherPass *pass,
                                 const AssayCipherKeys *keys,
                                 const AssayCipherKeys *other,
                                 AssayUnitPicture func,
                                 gpointer user_data,
                                 AssayToolJob *job,
                                 GError **error);
/* All of the pass's source through the session. */
gboolean assay_cipher_run_source (AssayCipherRun *self,
                                  AssayCipherPass *pass,
                                  AssayToolJob *job,
                                  GError **error);

/* A unit that comes in. */
gboolean assay_cipher_run_push (AssayCipherRun *self,
                                const guint8 *gap,
                                gsize gap_size,
                                const guint8 *nal,
                                gsize size,
                                GError **error);
gboolean assay_cipher_run_flush (AssayCipherRun *self, GError **error);
gboolean assay_cipher_run_end (AssayCipherRun *self, GError **error);
/* A unit of the new stream into @place, a GByteArray that becomes a packet; NULL while the
 * configuration record is read. An AssayCipherEmit. */
gboolean assay_cipher_run_put_unit (const guint8 *gap,
                                    gsize gap_size,
                                    const guint8 *nal,
                                    gsize size,
                                    gpointer place,
                                    gpointer user_data,
                                    GError **error);
/* All packets of a container. */
gboolean assay_cipher_run_container (AssayCipherRun *self,
                                     AssayCipherPass *pass,
                                     AssayToolJob *job,
                                     GError **error);

G_END_DECLS
