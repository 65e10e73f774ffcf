/* assay-keyring.c: the keys of a case over its history. */
#include "case/assay-keyring-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error.h"
#include "case/assay-checkpoint-private.h"
#include "case/assay-entry-private.h"

typedef struct
{
  AssayKeyringKey key;
  AssayVerifier *verifier;
} Slot;

struct _AssayKeyring
{
  GPtrArray *slots; /* Slot, in the order in which they were added */
  char *log;
};

static void
slot_free (gpointer data)
{
  Slot *slot = data;
  assay_verifier_free (slot->verifier);
  g_free (slot->key.actor);
  g_free (slot);
}

static void
add_slot (AssayKeyring *self, const guint8 public_key[32], gint64 added)
{
  Slot *slot = g_new0 (Slot, 1);
  memcpy (slot->key.public_key, public_key, 32);
  slot->key.actor = assay_ed25519_actor (public_key);
  slot->key.added = added;
  slot->key.retired = G_MAXINT64;
  slot->verifier = assay_verifier_new (public_key);
  g_ptr_array_add (self->slots, slot);
}

void
assay_keyring_free (AssayKeyring *self)
{
  g_ptr_array_unref (self->slots);
  g_free (self->log);
  g_free (self);
}

guint
assay_keyring_get_size (const AssayKeyring *self)
{
  return self->slots->len;
}

const AssayKeyringKey *
assay_keyring_get (const AssayKeyring *self, guint index)
{
  return &((const Slot *) g_ptr_array_index (self->slots, index))->key;
}

AssayVerifier *
assay_keyring_find (const AssayKeyring *self, const char *actor, gint64 seq)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = g_ptr_array_index (self->slots, i);
      if (strcmp (slot->key.actor, actor) == 0 && seq > slot->key.added && seq <= slot->key.retired)
        return slot->verifier;
    }
  return NULL;
}

static Slot *
find_slot (const AssayKeyring *self, const guint8 public_key[32])
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);
      if (memcmp (slot->key.public_key, public_key, 32) == 0)
        return slot;
    }
  return NULL;
}

gboolean
assay_keyring_in_force (const AssayKeyring *self, const guint8 public_key[32], gint64 seq)
{
  const Slot *slot = find_slot (self, public_key);
  return slot != NULL && seq >= slot->key.added && seq < slot->key.retired;
}

char *
assay_keyring_proof_text (const char *log, const char *adder, const char *public_hex)
{
  return g_strdup_printf ("assay-key/%s\n%s\n%s\n", log, adder, public_hex);
}

/* The key that the event is about; FALSE if it names none. */
static gboolean
named_key (JsonObject *data, guint8 public_key[32])
{
  g_autoptr (GBytes) raw = assay_text_unhex (assay_json_string (data, "public_key", ""));
  if (raw == NULL || g_bytes_get_size (raw) != 32)
    return FALSE;
  memcpy (public_key, g_bytes_get_data (raw, NULL), 32);
  return TRUE;
}

static const char *
apply_add (AssayKeyring *self, gint64 seq, const char *adder, JsonObject *data)
{
  guint8 public_key[32];
  if (!named_key (data, public_key))
    return _ ("it names no Ed25519 key");
  if (find_slot (self, public_key) != NULL)
    return _ ("the key was added before");
  g_autofree char *text
      = assay_keyring_proof_text (self->log, adder, assay_json_string (data, "public_key", ""));
  g_autoptr (GBytes) proof = assay_text_unhex (assay_json_string (data, "proof", ""));
  if (proof == NULL || g_bytes_get_size (proof) != 64
      || !assay_ed25519_verify (public_key, text, strlen (text), g_bytes_get_data (proof, NULL)))
    return _ ("the owner of the new key did not sign that it joins this case");
  add_slot (self, public_key, seq);
  return NULL;
}

static const char *
apply_retire (AssayKeyring *self, gint64 seq, JsonObject *data)
{
  guint8 public_key[32];
  Slot *slot = named_key (data, public_key) ? find_slot (self, public_key) : NULL;
  if (slot == NULL || slot->key.retired != G_MAXINT64)
    return _ ("the key is not in force");
  guint in_force = 0;
  for (guint i = 0; i < self->slots->len; i++)
    in_force += ((const Slot *) g_ptr_array_index (self->slots, i))->key.retired == G_MAXINT64;
  if (in_force < 2)
    return _ ("no key would be left");
  slot->key.retired = seq;
  return NULL;
}

/* NULL or why the event changes nothing. */
static const char *
apply (AssayKeyring *self, gint64 seq, const char *body, GBytes *signature)
{
  g_autoptr (JsonNode) root = assay_entry_parse (body, NULL);
  if (root == NULL)
    return NULL; /* told of by whoever reads every entry */
  JsonObject *entry = json_node_get_object (root);
  const char *event = assay_json_string (entry, "event", "");
  const gboolean add = strcmp (event, "key.add") == 0;
  if (!add && strcmp (event, "key.retire") != 0)
    return NULL;
  const char *actor = assay_json_string (entry, "actor", "");
  AssayVerifier *verifier = assay_keyring_find (self, actor, seq);
  g_autofree char *bytes = g_strconcat (body, "\n", NULL);
  if (verifier == NULL || g_bytes_get_size (signature) != 64
      || !assay_verifier_check (verifier, bytes, strlen (bytes),
                                g_bytes_get_data (signature, NULL)))
    return _ ("it is not signed by a key of the case");
  JsonObject *data = assay_json_object (entry, "data");
  return add ? apply_add (self, seq, actor, data) : apply_retire (self, seq, data);
}

AssayKeyring *
assay_keyring_load (sqlite3 *db,
                    const guint8 first[32],
                    const char *log,
                    AssayKeyringFunc func,
                    gpointer user_data,
                    GError **error)
{
  g_autoptr (AssayKeyring) self = g_new0 (AssayKeyring, 1);
  self->slots = g_ptr_array_new_with_free_func (slot_free);
  self->log = g_strdup (log);
  add_slot (self, first, 0);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (
      db, "SELECT seq, body, sig FROM ledger WHERE instr(body,'\"event\":\"key.')>0 ORDER BY seq",
      &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    {
      const gint64 seq = sqlite3_column_int64 (rows, 0);
      g_autoptr (GBytes) signature = assay_db_blob (rows, 2);
      const char *wrong = apply (self, seq, assay_db_text (rows, 1), signature);
      if (wrong != NULL && func != NULL)
        func (seq,
              g_strdup_printf (_ ("Entry %" PRId64 " changes no key of the case: %s."), seq, wrong),
              user_data);
    }
  if (trouble == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return NULL;
}

gboolean
assay_keyring_read_checkpoint (const AssayKeyring *self,
                               const char *note,
                               AssayCheckpoint *checkpoint,
                               GError **error)
{
  g_autoptr (GError) first = NULL;
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = g_ptr_array_index (self->slots, i);
      g_autoptr (GError) wrong = NULL;
      if (!assay_checkpoint_read (note, slot->key.public_key, checkpoint, &wrong))
        {
          if (first == NULL)
            first = g_steal_pointer (&wrong);
          continue;
        }
      if (checkpoint->size >= slot->key.added && checkpoint->size < slot->key.retired)
        return TRUE;
      g_set_error_literal (
          error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
          _ ("The checkpoint was signed with a key that was not in force at that time."));
      return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}
