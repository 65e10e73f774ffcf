/* assay-revmark-network.h: one part of a card made ready for pictures of one size, and run.
 *
 * Weights are packed once, memory of values that are no longer needed is used again. The answer
 * does not depend on the number of threads: pieces are cut alike and each is summed in one thread.
 * Between processors with AVX2 it is the same to the bit but for exp and tanh of the C library;
 * older ones differ in the last bits. */
#pragma once

#include <gio/gio.h>

#include "videomark/assay-revmark-shape.h"

G_BEGIN_DECLS

typedef struct _AssayRevmarkNetwork AssayRevmarkNetwork;

/**
 * assay_revmark_network_new:
 * @part: of @card, which must live on
 * @threads: for assay_parallel_for()
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_BASE_ERROR MALFORMED (the layers do not fit
 * together for this size) or LIMIT
 */
AssayRevmarkNetwork *assay_revmark_network_new (const AssayRevmarkCard *card,
                                                const AssayRevmarkPart *part,
                                                guint frames,
                                                guint rows,
                                                guint columns,
                                                guint threads,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_revmark_network_free (AssayRevmarkNetwork *self);
/* Where an input is to be written: numbers pixel by pixel; NULL if the part has none such. Kept
 * until the next run begins; after it, everything has to be written again, but for another message
 * with assay_revmark_network_run_again(). */
float *assay_revmark_network_input (AssayRevmarkNetwork *self, AssayRevmarkInput input);
/* FALSE when cancelled, with LIMIT, or MALFORMED (an answer that is not finite). */
gboolean
assay_revmark_network_run (AssayRevmarkNetwork *self, GCancellable *cancellable, GError **error);
/* The same after another message was written: what does not depend on it is not computed again.
 * Only after a run. */
gboolean assay_revmark_network_run_again (AssayRevmarkNetwork *self,
                                          GCancellable *cancellable,
                                          GError **error);
/* As assay_revmark_network_run(), without pick layers: for whoever looks at the places. */
gboolean assay_revmark_network_run_places (AssayRevmarkNetwork *self,
                                           GCancellable *cancellable,
                                           GError **error);
/* The same, and of a match layer the first place alone: where the place is known. */
gboolean assay_revmark_network_run_in_place (AssayRevmarkNetwork *self,
                                             GCancellable *cancellable,
                                             GError **error);
/* After a run, until inputs are written: value @value of the part. */
const float *assay_revmark_network_value (AssayRevmarkNetwork *self, guint value);
const AssayRevmarkShape *assay_revmark_network_shape (AssayRevmarkNetwork *self, guint value);
/* Bytes of all values and packed weights; multiplications of a run. */
gsize assay_revmark_network_memory (AssayRevmarkNetwork *self);
double assay_revmark_network_work (AssayRevmarkNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRevmarkNetwork, assay_revmark_network_free)

G_END_DECLS
