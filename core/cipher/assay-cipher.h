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

/**
 * assay_cipher_encrypt_run:
 *
 * Output "encrypted"; tables "encryptable", "damage"; metrics; plots. Errors: ASSAY_MEDIA_ERROR (no
 * HEVC video, another container), ASSAY_CIPHER_ERROR (what cannot be read or restored).
 */
AssayResult *assay_cipher_encrypt_run (AssayToolJob *job, GError **error);

/* What others would see of a video if it were encrypted with these settings, decoded from any place
 * on; no file is written and no key is needed. Opening fails with ASSAY_CIPHER_ERROR_UNSUPPORTED
 * for what is not HEVC. */
extern const AssayToolPreview assay_cipher_encrypt_preview;
/* The same, decrypted again before it is decoded: what whoever has the key sees. */
extern const AssayToolPreview assay_cipher_back_preview;

/**
 * assay_cipher_decrypt_run:
 *
 * Output "decrypted"; answer "seal": "whole", "cut", "altered". Errors: ASSAY_CIPHER_ERROR_KEY for
 * a wrong key, _TRUNCATED, _ALTERED, _UNSUPPORTED for a video that is not encrypted.
 */
AssayResult *assay_cipher_decrypt_run (AssayToolJob *job, GError **error);

G_END_DECLS
