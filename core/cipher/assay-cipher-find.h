/* assay-cipher-find.h: what an encrypted video carries to be decrypted, wherever it stands. */
#pragma once

#include "cipher/assay-cipher-header.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/**
 * assay_cipher_find_header:
 * @everywhere: a copy is looked for too, by assay_cipher_find_keys(); for the error alone
 * @nal: (out) (transfer full): the unit
 *
 * Looks for it up to the first picture of the job's input. Returns: %FALSE with
 * ASSAY_CIPHER_ERROR_UNSUPPORTED when there is none
 */
gboolean
assay_cipher_find_header (AssayToolJob *job, gboolean everywhere, GBytes **nal, GError **error);

/**
 * assay_cipher_find_keys:
 * @header: (out): the description in a seal
 * @keys: (out): of it
 *
 * Looks for a seal that holds the description too, in all of the job's input, and believes it if it
 * is as it was written: a video that lost its beginning. Returns: %FALSE when there is none, or
 * with the errors of assay_cipher_keys_derive(), _KEY, G_IO_ERROR_CANCELLED
 */
gboolean assay_cipher_find_keys (AssayToolJob *job,
                                 GBytes *secret,
                                 gboolean key_file,
                                 AssayCipherHeader *header,
                                 AssayCipherKeys *keys,
                                 GError **error);

G_END_DECLS
