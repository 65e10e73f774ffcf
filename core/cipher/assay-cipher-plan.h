/* assay-cipher-plan.h: from what a person drew, in seconds and pixels as shown, to what travels
 * with the stream, in pictures and samples as coded. Only assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-header.h"
#include "model/assay-region.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/* A picture. */
typedef struct
{
  double seconds; /* when it is shown */
  gint32 order;   /* AssayCipherOrder */
} AssayCipherMoment;

/* How pictures are shown. */
typedef struct
{
  guint window[4]; /* of the coded picture: left, top, width, height in luma samples */
  guint rotation;  /* degrees clockwise: 0, 90, 180, 270 */
} AssayCipherView;

/**
 * assay_cipher_plan_track:
 * @moments: (array length=n): ascending in time; not empty
 * @header: its last rectangle is filled
 *
 * A picture is at the key frame that is nearest before it in time. Where edges that move linearly
 * from picture to picture leave those that move linearly in time (a variable frame rate) by more
 * than 16 samples, key frames are put in as long as there is room; then the rectangle is made as
 * much larger as it must be to hold what was asked for in every picture.
 *
 * Returns: %FALSE with ASSAY_MODEL_ERROR_INVALID when there are more key frames than fit, or
 * G_IO_ERROR_CANCELLED
 */
gboolean assay_cipher_plan_track (AssayCipherHeader *header,
                                  const AssayRegion *region,
                                  const AssayCipherMoment *moments,
                                  guint n,
                                  const AssayCipherView *view,
                                  GCancellable *cancellable,
                                  GError **error);

/**
 * assay_cipher_plan:
 *
 * The parameters "region", "region_2", "region_3" and "region_after" as @header->regions. Reads
 * @source once if there are any. Byte streams have no times: their pictures are counted at the
 * frame rate that FFmpeg reads from the stream.
 *
 * Returns: %FALSE also with the errors of the stream, and with ASSAY_MODEL_ERROR_INVALID when
 * nothing of a region is seen in any picture
 */
gboolean assay_cipher_plan (AssayCipherHeader *header,
                            AssaySource *source,
                            AssayToolJob *job,
                            GError **error);

G_END_DECLS
