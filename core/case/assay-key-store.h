/* assay-key-store.h: the keys with which a person marks and encrypts, by name.
 *
 * A key is 64 hexadecimal digits (256 random bits) or a text that was brought along; tools take its
 * characters as they are, so an exported key gives the same results through "key=@FILE". Each key
 * is a file of its own, mode 0600, outside of every case; with a passphrase it is sealed (CUSTODY
 * 8: Argon2id t=3 m=64 MiB p=4, AES-256-GCM). A key is named in ledgers and reports by its
 * fingerprint alone.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;        /* as the person called it; at most ASSAY_KEY_NAME_LIMIT bytes */
  char *fingerprint; /* 16 hex: Argon2id of the key, salt "assay-key-fingerprint" */
  gint64 created;    /* ms since 1970 */
  gboolean locked;   /* needs its passphrase */
} AssayStoredKey;

#define ASSAY_KEY_NAME_LIMIT 100
/* Longest key that can be brought along. */
#define ASSAY_KEY_SECRET_LIMIT 4096

void assay_stored_key_free (AssayStoredKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayStoredKey, assay_stored_key_free)

/* In all of these @folder NULL means $XDG_DATA_HOME/assay/keys/named. Errors: KEY for one that is
 * damaged, readable by others or locked; NOT_FOUND, EXISTS, INVALID (name or key), IO, FULL. */

/* Every key, by name. (element-type AssayStoredKey) (transfer full). A file that is no key is left
 * out. */
GPtrArray *assay_key_store_list (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new random key; @passphrase: (nullable). */
gboolean assay_key_store_create (const char *folder,
                                 const char *name,
                                 const char *passphrase,
                                 GError **error);
/* Keeps @secret, 1 to ASSAY_KEY_SECRET_LIMIT bytes without zero bytes, as @name. */
gboolean assay_key_store_import (
    const char *folder, const char *name, GBytes *secret, const char *passphrase, GError **error);
/* The key itself. KEY if @passphrase is missing or wrong. */
GBytes *assay_key_store_load (const char *folder,
                              const char *name,
                              const char *passphrase,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes the key and a line break to @path, which must not exist yet, mode 0600. */
gboolean assay_key_store_export (
    const char *folder, const char *name, const char *passphrase, const char *path, GError **error);
/* Deletes the key. What was made with it can no longer be read unless the key was exported. */
gboolean assay_key_store_remove (const char *folder, const char *name, GError **error);
/* The fingerprint of any key text, as in AssayStoredKey (t=3, m=64 MiB, p=4); NULL without memory.
 */
char *assay_key_fingerprint (GBytes *secret) G_GNUC_WARN_UNUSED_RESULT;
/* Fingerprint of the stored key that @secret is, locked or not; NULL when it is none of them. Takes
 * a fifth of a second where there are keys. */
char *assay_key_store_recognise (const char *folder, GBytes *secret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
