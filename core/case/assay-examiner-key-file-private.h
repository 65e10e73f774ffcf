/* assay-examiner-key-file-private.h: between the key in memory and the key on disk. */
#pragma once

#include <openssl/evp.h>

#include "case/assay-examiner-key.h"

G_BEGIN_DECLS

/* Takes @pkey over; NULL with KEY if it is not Ed25519. */
AssayExaminerKey *assay_examiner_key_new_take (EVP_PKEY *pkey,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
