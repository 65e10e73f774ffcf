/* assay-cipher.h: the tools of core/cipher, for the worker. */
#pragma once

#include "cipher/assay-cipher-info.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/**
 * assay_cipher_inspect_run:
 *
 * Table "encryptable" (layer, class, bits, share), "video", "damage"; metrics; plots "timeline" and
 * "classes". Errors: ASSAY_MEDIA_ERROR (no HEVC video), ASSAY_CIPHER_ERROR when no picture of it
 * could be read.
 */
AssayResult *assay_cipher_inspect_run (AssayToolJob *job, GError **error);

G_END_DECLS
