/* assay-asf-packets-private.h: whether the data packets of an ASF file (WMA, WMV) hang together.
 * ASF has no checksums: bytes that were overwritten show where a packet no longer adds up, or where
 * the pieces of the sound do not follow each other. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"

G_BEGIN_DECLS

/* @offset, bytes: of the packet, or of the piece in it. */
typedef void (*AssayAsfBreak) (guint64 offset, gpointer user_data);

/**
 * assay_asf_packets_look:
 * @on_break: called for each place in order, once for packets that stand together
 *
 * Tells nothing of a file whose packets have no fixed size or where most do not add up: it is of
 * another kind than what is read here.
 */
void assay_asf_packets_look (AssaySource *source,
                             GCancellable *cancellable,
                             AssayAsfBreak on_break,
                             gpointer user_data);

G_END_DECLS
