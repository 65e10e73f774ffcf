/* assay-video-marking.h: pictures in, marked pictures out: segments, what is told about them, and
 * a reading of what was marked. Knows no file and no codec. */
#pragma once

#include "videomark/assay-video-report.h"
#include "videomark/assay-video-scheme.h"

G_BEGIN_DECLS

typedef struct _AssayVideoMarking AssayVideoMarking;

/* Takes a marked picture (transfer full); in the order in which they came. */
typedef gboolean (*AssayVideoMarkingWrite) (AssayVideoPicture *picture,
                                            gpointer user_data,
                                            GError **error);

/**
 * assay_video_marking_new:
 * @shared: of @scheme; must live on
 * @payload: ASSAY_VIDEO_PAYLOAD_BITS
 * @raw: whether they are 96 bits without a check
 * @psnr: dB
 *
 * Returns: (transfer full)
 */
AssayVideoMarking *assay_video_marking_new (const AssayVideoScheme *scheme,
                                            gpointer shared,
                                            const guint8 *payload,
                                            gboolean raw,
                                            double psnr,
                                            AssayVideoMarkingWrite write,
                                            gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_marking_free (AssayVideoMarking *self);
/* @picture: (transfer full): nobody else's; held until its segment is whole. FALSE with
 * ASSAY_BASE_ERROR_LIMIT for sizes that cannot be marked, ASSAY_MEDIA_ERROR_UNSUPPORTED when the
 * size changes, when cancelled, and when @write says so. */
gboolean assay_video_marking_push (AssayVideoMarking *self,
                                   AssayVideoPicture *picture,
                                   GCancellable *cancellable,
                                   GError **error);
/* Marks and writes what is held. */
gboolean
assay_video_marking_flush (AssayVideoMarking *self, GCancellable *cancellable, GError **error);
/* After everything, once: what can be read of it; nothing can be pushed any more. FALSE with
 * ASSAY_MEDIA_ERROR_TRUNCATED without any picture. */
gboolean assay_video_marking_end (AssayVideoMarking *self,
                                  AssayVideoReading *reading,
                                  GCancellable *cancellable,
                                  GError **error);
/* Borrowed. */
AssayVideoReport *assay_video_marking_report (AssayVideoMarking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoMarking, assay_video_marking_free)

G_END_DECLS
