/* assay-cipher-info.h: the descriptions of the tools of core/cipher; both sides link them. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo assay_cipher_encrypt_info; /* "cipher.encrypt" */
extern const AssayToolInfo assay_cipher_back_info;    /* only a preview: see there */
extern const AssayToolInfo assay_cipher_decrypt_info; /* "cipher.decrypt" */
extern const AssayToolInfo
    assay_cipher_inspect_info; /* "cipher.inspect": what could be encrypted */

G_END_DECLS
