/* assay-case-key.c: which keys a case has, and changing the one that signs. */
#include "case/assay-case-key.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

#define REASON_LIMIT 1024u
#define PEM_LIMIT 4096u

void
assay_case_key_free (AssayCaseKey *self)
{
  g_free (self->actor);
  g_free (self->public_key);
  g_free (self);
}

gboolean
assay_case_load_keys (AssayCase *self, GError **error)
{
  g_rec_mutex_lock (&self->reading);
  AssayKeyring *keyring
      = assay_keyring_load (self->reader, self->public_key, self->log, NULL, NULL, error);
  if (keyring != NULL)
    {
      g_clear_pointer (&self->keyring, assay_keyring_free);
      self->keyring = keyring;
    }
  g_rec_mutex_unlock (&self->reading);
  return keyring != NULL;
}

char *
assay_case_key_file (const AssayKeyringKey *key)
{
  if (key->added == 0)
    return g_strdup ("keys/examiner.pub.pem");
  return g_strdup_printf ("keys/%s.pub.pem", key->actor + strlen ("ed25519:"));
}

char *
assay_case_check_key_file (AssayCase *self, const AssayKeyringKey *key)
{
  g_autofree char *name = assay_case_key_file (key);
  g_autofree char *pem = assay_ed25519_pem (key->public_key);
  g_autoptr (GBytes) file = assay_read_named (self->folder, name, PEM_LIMIT, NULL);
  gsize size = 0;
  const char *data = file == NULL ? NULL : g_bytes_get_data (file, &size);
  if (pem != NULL && data != NULL && size == strlen (pem) && memcmp (data, pem, size) == 0)
    return NULL;
  if (key->added == 0)
    return g_strdup (_ ("keys/examiner.pub.pem is missing or not the key of the first entry."));
  return g_strdup_printf (_ ("%s is missing or not the key that entry %" PRId64 " added."), name,
                          key->added);
}

GPtrArray *
assay_case_list_keys (AssayCase *self)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_case_key_free);
  g_rec_mutex_lock (&self->reading);
  for (guint i = 0; self->keyring != NULL && i < assay_keyring_get_size (self->keyring); i++)
    {
      const AssayKeyringKey *key = assay_keyring_get (self->keyring, i);
      AssayCaseKey *copy = g_new0 (AssayCaseKey, 1);
      copy->actor = g_strdup (key->actor);
      copy->public_key = assay_text_hex (key->public_key, sizeof key->public_key);
      copy->added = MAX (key->added, 1);
      copy->retired = key->retired == G_MAXINT64 ? 0 : key->retired;
      g_ptr_array_add (keys, copy);
    }
  g_rec_mutex_unlock (&self->reading);
  return keys;
}

static gboolean
check_new (AssayCase *self, AssayExaminerKey *key, const char *reason, GError **error)
{
  if (reason != NULL && (!g_utf8_validate (reason, -1, NULL) || strlen (reason) > REASON_LIMIT))
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                   _ ("The text is not valid UTF-8 or longer than %u bytes."), REASON_LIMIT);
      return FALSE;
    }
  const char *actor = assay_examiner_key_get_actor (key);
  for (guint i = 0; i < assay_keyring_get_size (self->keyring); i++)
    if (strcmp (assay_keyring_get (self->keyring, i)->actor, actor) == 0)
      {
        g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS,
                     _ ("The key %s signs or signed this case already."), actor);
        return FALSE;
      }
  return TRUE;
}

/* The public half stands in the case before an entry needs it. */
static gboolean
write_public (AssayCase *self, AssayExaminerKey *key, GError **error)
{
  const AssayKeyringKey place
      = { .actor = (char *) (guintptr) assay_examiner_key_get_actor (key), .added = 1 };
  g_autofree char *name = assay_case_key_file (&place);
  g_autofree char *pem = assay_examiner_key_public_pem (key);
  return assay_write_named (self->folder, name, pem, strlen (pem), error);
}

static AssayEntry *
describe_add (AssayCase *self, AssayExaminerKey *key, const char *reason, GError **error)
{
  g_autoptr (AssayEntry) entry = assay_entry_new ("key.add");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *hex = assay_text_hex (assay_examiner_key_get_public (key), 32);
  g_autofree char *text
      = assay_keyring_proof_text (self->log, assay_examiner_key_get_actor (self->key), hex);
  guint8 signature[64];
  if (!assay_examiner_key_sign (key, text, strlen (text), signature, error))
    return NULL;
  g_autofree char *proof = assay_text_hex (signature, sizeof signature);
  json_object_set_string_member (data, "key", assay_examiner_key_get_actor (key));
  json_object_set_string_member (data, "proof", proof);
  json_object_set_string_member (data, "public_key", hex);
  assay_entry_set_personal (entry, data, "reason", reason == NULL ? "" : reason, -1);
  return g_steal_pointer (&entry);
}

static AssayEntry *
describe_retire (AssayCase *self)
{
  AssayEntry *entry = assay_entry_new ("key.retire");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *hex = assay_text_hex (assay_examiner_key_get_public (self->key), 32);
  json_object_set_string_member (data, "key", assay_examiner_key_get_actor (self->key));
  json_object_set_string_member (data, "public_key", hex);
  return entry;
}

static gboolean
write_change (AssayCase *self, AssayExaminerKey *key, const AssayEntry *add, GError **error)
{
  g_autoptr (AssayEntry) retire = describe_retire (self);
  if (!assay_ledger_begin (self->ledger, error))
    return FALSE;
  g_autofree char *note = NULL;
  if (assay_ledger_append (self->ledger, add, NULL, error))
    {
      assay_ledger_set_key (self->ledger, key);
      if (assay_ledger_append (self->ledger, retire, NULL, error))
        note = assay_ledger_checkpoint (self->ledger, error);
    }
  if (note == NULL)
    assay_ledger_rollback (self->ledger);
  if (note != NULL && assay_ledger_commit (self->ledger, error))
    return TRUE;
  assay_ledger_set_key (self->ledger, self->key);
  return FALSE;
}

static gboolean
change_locked (AssayCase *self, AssayExaminerKey *key, const char *reason, GError **error)
{
  if (!assay_case_check_writable (self, error) || !check_new (self, key, reason, error)
      || !write_public (self, key, error))
    return FALSE;
  g_autoptr (AssayEntry) add = describe_add (self, key, reason, error);
  if (add == NULL || !write_change (self, key, add, error))
    return FALSE;
  assay_examiner_key_unref (self->key);
  self->key = assay_examiner_key_ref (key);
  assay_case_note_commit (self, "key.retire");
  /* The change is in the ledger, so it is no failure that the keyring in memory could not be read
   * anew: what it says then is what the ledger said before, and the next opening reads both. */
  g_autoptr (GError) trouble = NULL;
  if (!assay_case_load_keys (self, &trouble))
    g_debug ("the keys could not be read again: %s", trouble->message);
  return TRUE;
}

gboolean
assay_case_change_key (AssayCase *self, AssayExaminerKey *key, const char *reason, GError **error)
{
  g_mutex_lock (&self->writing);
  const gboolean done = change_locked (self, key, reason, error);
  g_mutex_unlock (&self->writing);
  return done;
}
