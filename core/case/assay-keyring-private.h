/* assay-keyring-private.h: which key may sign which entry of a ledger (CUSTODY §4: key.add,
 * key.retire).
 *
 * Entry 1 names the first key. A key may sign the entries after its key.add, up to and including
 * its own key.retire. A key event that does not hold by itself (signer not in force, signature or
 * proof of possession wrong, the last key retired) changes nothing and is told of. */
#pragma once

#include <sqlite3.h>

#include "case/assay-examiner-key-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 public_key[32];
  char *actor;    /* "ed25519:" and 16 hex */
  gint64 added;   /* entry that added it; 0 for the key of entry 1 */
  gint64 retired; /* entry that retired it; G_MAXINT64 while it is in force */
} AssayKeyringKey;

typedef struct _AssayKeyring AssayKeyring;

/* Called for an event that does not hold; @sentence is (transfer full), translated. */
typedef void (*AssayKeyringFunc) (gint64 entry, char *sentence, gpointer user_data);

/* Reads the key events of the ledger in @db, whose entry 1 names @first. NULL when the database
 * cannot be read. */
AssayKeyring *assay_keyring_load (sqlite3 *db,
                                  const guint8 first[32],
                                  const char *log,
                                  AssayKeyringFunc func,
                                  gpointer user_data,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_keyring_free (AssayKeyring *self);
guint assay_keyring_get_size (const AssayKeyring *self);
const AssayKeyringKey *assay_keyring_get (const AssayKeyring *self, guint index);
/* The verifier of the key called @actor if it may sign entry @seq, else NULL. */
AssayVerifier *assay_keyring_find (const AssayKeyring *self, const char *actor, gint64 seq);
/* Whether @public_key may sign what comes after entry @seq: the next entry, a checkpoint over @seq.
 */
gboolean assay_keyring_in_force (const AssayKeyring *self, const guint8 public_key[32], gint64 seq);
/* Reads a checkpoint note that any key in force after the entries it covers may have signed; else
 * like assay_checkpoint_read(). */
struct _AssayCheckpoint;
gboolean assay_keyring_read_checkpoint (const AssayKeyring *self,
                                        const char *note,
                                        struct _AssayCheckpoint *checkpoint,
                                        GError **error);
/* What a new key signs to show that its owner joins this ledger at the invitation of @adder. */
char *assay_keyring_proof_text (const char *log,
                                const char *adder,
                                const char *public_hex) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayKeyring, assay_keyring_free)

G_END_DECLS
