/* assay-hevc-annexb.h: the NAL units of a byte stream file (ITU-T H.265, Annex B), one at a time.
 */
#pragma once

#include "base/assay-base.h"
#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

/* Bytes of a unit; the coded picture buffer of level 6.2 holds 100 MB. */
#define ASSAY_HEVC_MOST_UNIT_BYTES ((gsize) 128 * 1024 * 1024)

typedef struct _AssayHevcAnnexb AssayHevcAnnexb;

AssayHevcAnnexb *assay_hevc_annexb_new (AssaySource *source);
void assay_hevc_annexb_free (AssayHevcAnnexb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHevcAnnexb, assay_hevc_annexb_free)

/**
 * assay_hevc_annexb_next:
 * @data: (out) (array length=size): without start code and zeros behind it; valid until the next
 * call
 * @position: (out): byte of the file where it begins
 *
 * Memory is that of the largest unit. Returns: %FALSE at the end (no error), with
 * ASSAY_CIPHER_ERROR_MALFORMED (a unit above ASSAY_HEVC_MOST_UNIT_BYTES), or ASSAY_BASE_ERROR_IO
 */
gboolean assay_hevc_annexb_next (
    AssayHevcAnnexb *self, const guint8 **data, gsize *size, guint64 *position, GError **error);

G_END_DECLS
