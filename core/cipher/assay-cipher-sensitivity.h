/* assay-cipher-sensitivity.h: what one bit of the key changes. Only assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-measure.h"

G_BEGIN_DECLS

/* The same video enciphered with two keys: the pass's, and one in which a single bit of the
 * stream's own key (AssayCipherKeys.content) is another. */
typedef struct
{
  guint64 bits;            /* that are enciphered */
  guint64 unlike;          /* of these: not the same under both keys */
  AssayCipherMeasure luma; /* of the two encrypted videos */
} AssayCipherSensitivity;

/* Encrypts @pass's source twice more and decodes both, writing nothing. FALSE with what
 * assay_cipher_pass_run() says; damaged units are passed over. */
gboolean assay_cipher_sensitivity_measure (AssayCipherSensitivity *self,
                                           AssayCipherPass *pass,
                                           AssayToolJob *job,
                                           GError **error);

G_END_DECLS
