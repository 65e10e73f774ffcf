/* assay-cipher-preview.h: what others would see of a video if it were encrypted with these
 * settings, decoded from any place on; no file is written and no key is needed. */
#pragma once

#include "model/assay-tool.h"

G_BEGIN_DECLS

/* Of `cipher.encrypt`. Opening fails with ASSAY_CIPHER_ERROR_UNSUPPORTED for what is not HEVC. */
extern const AssayToolPreview assay_cipher_encrypt_preview;

G_END_DECLS
