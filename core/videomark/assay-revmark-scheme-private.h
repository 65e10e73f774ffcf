/* assay-revmark-scheme-private.h: what marker and reader of the scheme revmark share. */
#pragma once

#include "videomark/assay-revmark-card.h"
#include "videomark/assay-revmark-chance.h"
#include "videomark/assay-revmark-coder.h"
#include "videomark/assay-revmark-plane.h"
#include "videomark/assay-video-scheme.h"

G_BEGIN_DECLS

typedef struct
{
  AssayRevmarkCard *card;
  AssayRevmarkKey key;
  guint threads;
} AssayRevmarkShared;

/* Pixels of a picture to one of the network's, for networks that take any size. */
double assay_revmark_scale (guint width, guint height);

gpointer assay_revmark_marker_new (
    gpointer shared, const guint8 *payload, double psnr, guint width, guint height, GError **error);
void assay_revmark_marker_free (gpointer marker);
gboolean assay_revmark_marker_plan (gpointer marker,
                                    GPtrArray *pictures,
                                    GCancellable *cancellable,
                                    GError **error);
const float *assay_revmark_marker_difference (gpointer marker, float *factor);
double assay_revmark_marker_mark (gpointer marker, guint index, AssayVideoPicture *picture);

gpointer assay_revmark_reader_new (
    gpointer shared, const AssayVideoQuestion *question, guint width, guint height, GError **error);
void assay_revmark_reader_free (gpointer reader);
gboolean assay_revmark_reader_read (gpointer reader,
                                    const AssayVideoLuma *picture,
                                    double seconds,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean assay_revmark_reader_end (gpointer reader,
                                   AssayVideoReading *reading,
                                   GCancellable *cancellable,
                                   GError **error);
const AssayVideoSpan *assay_revmark_reader_spans (gpointer reader, guint *n);
void assay_revmark_reader_tell (gpointer reader,
                                const AssayVideoReading *reading,
                                AssayResultBuilder *builder);

G_END_DECLS
