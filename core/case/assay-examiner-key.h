/* assay-examiner-key.h: the Ed25519 key that signs the ledger (CUSTODY §5, §8). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AssayExaminerKey AssayExaminerKey;
#define ASSAY_TYPE_EXAMINER_KEY (assay_examiner_key_get_type ())
GType assay_examiner_key_get_type (void);

/**
 * assay_examiner_key_open:
 * @folder: (nullable): where keys live; NULL for $XDG_DATA_HOME/assay/keys
 * @passphrase: (nullable): if the key is locked
 *
 * Loads the examiner's key, making it (0600, PKCS#8; encrypted if @passphrase) on first use.
 * ASSAY_CASE_ERROR_KEY if it is locked and @passphrase is missing or wrong.
 */
AssayExaminerKey *assay_examiner_key_open (const char *folder,
                                           const char *passphrase,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayExaminerKey *assay_examiner_key_ref (AssayExaminerKey *self);
void assay_examiner_key_unref (AssayExaminerKey *self);
/* 32 bytes. */
const guint8 *assay_examiner_key_get_public (AssayExaminerKey *self);
/* "ed25519:" and 16 hex: the actor of ledger entries. */
const char *assay_examiner_key_get_actor (AssayExaminerKey *self);
/* PEM of the public key. */
char *assay_examiner_key_public_pem (AssayExaminerKey *self);
/* PEM of a raw public key. */
char *assay_ed25519_pem (const guint8 public_key[32]) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_examiner_key_sign (
    AssayExaminerKey *self, const void *data, gsize size, guint8 signature[64], GError **error);
/* Sets, changes or (new_passphrase NULL) removes the passphrase. */
gboolean assay_examiner_key_set_passphrase (const char *folder,
                                            const char *old_passphrase,
                                            const char *new_passphrase,
                                            GError **error);
/* Makes a new key the examiner's (@new_passphrase: (nullable)). The one before stays beside it as
 * examiner-<16 hex>.pem with the passphrase that it had: cases go over to the new key one by one
 * (assay_case_change_key()). KEY without a key or with a wrong passphrase. */
gboolean assay_examiner_key_rotate (const char *folder,
                                    const char *old_passphrase,
                                    const char *new_passphrase,
                                    GError **error);
/* A key that was the examiner's before; KEY if it is not kept here or locked. */
AssayExaminerKey *assay_examiner_key_open_earlier (const char *folder,
                                                   const char *actor,
                                                   const char *passphrase,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayExaminerKey, assay_examiner_key_unref)

G_END_DECLS
