/* assay-cipher-error.h: the error domain of core/cipher. The host knows it too, to rank what
 * workers say. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AssayCipherError:
 * @ASSAY_CIPHER_ERROR_UNSUPPORTED: a coding tool whose bins cannot be told apart yet; the message
 * names it
 * @ASSAY_CIPHER_ERROR_MALFORMED: the bitstream contradicts the standard or itself
 * @ASSAY_CIPHER_ERROR_TRUNCATED: data ends within a unit
 * @ASSAY_CIPHER_ERROR_KEY: the key is not the one that was used
 * @ASSAY_CIPHER_ERROR_ALTERED: the stream was changed after it was encrypted
 * @ASSAY_CIPHER_ERROR_DIFFERENT: decryption did not give back what had been encrypted
 * @ASSAY_CIPHER_ERROR_OTHER_VIDEO: the video is not HEVC; it can be made HEVC first
 */
typedef enum
{
  ASSAY_CIPHER_ERROR_UNSUPPORTED,
  ASSAY_CIPHER_ERROR_MALFORMED,
  ASSAY_CIPHER_ERROR_TRUNCATED,
  ASSAY_CIPHER_ERROR_KEY,
  ASSAY_CIPHER_ERROR_ALTERED,
  ASSAY_CIPHER_ERROR_DIFFERENT,
  ASSAY_CIPHER_ERROR_OTHER_VIDEO,
} AssayCipherError;

#define ASSAY_CIPHER_ERROR (assay_cipher_error_quark ())
GQuark assay_cipher_error_quark (void);

G_END_DECLS
