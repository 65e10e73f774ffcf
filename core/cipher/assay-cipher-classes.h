/* assay-cipher-classes.h: what the classes of encryptable bins and the modes are called. */
#pragma once

#include "cipher/assay-bypass-bin.h"

G_BEGIN_DECLS

/* "coeff_sign" …: on the command line and in results. */
const char *assay_cipher_class_id (AssayCipherClass element);
/* msgid, short enough to stand under a bar */
const char *assay_cipher_class_label (AssayCipherClass element);
/* "paper", "exact", "extended"; 0 for what is none of them. */
AssayCipherMode assay_cipher_mode_parse (const char *id);

G_END_DECLS
