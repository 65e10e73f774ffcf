/* assay-key-box-private.h: a secret sealed with a passphrase: Argon2id and AES-256-GCM (CUSTODY 8).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_KEY_BOX_SALT 16
#define ASSAY_KEY_BOX_NONCE 12
#define ASSAY_KEY_BOX_TAG 16

/**
 * assay_key_box_seal:
 * @about: bound to the box: it opens only with the same text
 *
 * Returns: (transfer full): salt, nonce, sealed bytes and tag in this order; NULL with KEY
 */
GBytes *assay_key_box_seal (GBytes *secret,
                            const char *passphrase,
                            const char *about,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The secret. KEY if the passphrase is wrong or a byte of the box or of @about differs. */
GBytes *assay_key_box_open (GBytes *box, const char *passphrase, const char *about, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
