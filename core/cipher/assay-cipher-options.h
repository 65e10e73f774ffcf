/* assay-cipher-options.h: what a person chose, as a stream's header and keys. Only
 * assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-header.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/**
 * assay_cipher_options_read:
 * @source: what is encrypted
 *
 * The header of a stream to be made, with nonce and salt (assay_cipher_header_set_nonce()).
 *
 * Returns: %FALSE with ASSAY_MODEL_ERROR_INVALID for an unknown element or layer,
 * ASSAY_CIPHER_ERROR_KEY without a key, ASSAY_BASE_ERROR_IO, and what assay_cipher_plan() says
 */
gboolean assay_cipher_options_read (AssayCipherHeader *header,
                                    AssaySource *source,
                                    GBytes *secret,
                                    AssayToolJob *job,
                                    GError **error);

/* The same without salt and nonce, for which all of the input is read. */
gboolean assay_cipher_options_read_choices (AssayCipherHeader *header,
                                            AssaySource *source,
                                            AssayToolJob *job,
                                            GError **error);

/* Passphrase or key file, whichever was given. %NULL with ASSAY_CIPHER_ERROR_KEY (neither, or
 * both), _LIMIT for a key file above 1 MiB. */
GBytes *assay_cipher_options_secret (AssayToolJob *job,
                                     gboolean *key_file,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
