/* assay-cipher-info.h: the descriptions of the tools of core/cipher; both sides link them. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* AssayToolInfo.never: other containers of video. What is encoded anew from them becomes what
 * holds most sound of theirs. */
extern const AssayEndingInfo assay_cipher_never[];

/* Choices of the parameter "container"; the second and further ones are endings of names. */
extern const AssayChoice assay_cipher_containers[];

extern const AssayToolInfo assay_cipher_encrypt_info; /* "cipher.encrypt" */
extern const AssayToolInfo assay_cipher_back_info;    /* only a preview: see there */
extern const AssayToolInfo assay_cipher_decrypt_info; /* "cipher.decrypt" */
extern const AssayToolInfo
    assay_cipher_inspect_info; /* "cipher.inspect": what could be encrypted */

G_END_DECLS
