/* test-case-key.c: the examiner's key on disk, the tree head against the definition, checkpoints as
 * foreign text. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case-support.h"
#include "case/assay-checkpoint-private.h"
#include "case/assay-examiner-key-private.h"

static void
test_mode_and_reload (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (self->keys, "examiner.pem", NULL);
  struct stat info;
  g_assert_cmpint (stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_autoptr (AssayExaminerKey) again = assay_examiner_key_open (self->keys, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      memcmp (assay_examiner_key_get_public (again), assay_examiner_key_get_public (self->key), 32),
      ==, 0);
  g_assert_cmpuint (strlen (assay_examiner_key_get_actor (again)), ==, 8 + 16);
  g_assert_cmpint (chmod (file, 0644), ==, 0);
  g_assert_null (assay_examiner_key_open (self->keys, NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

static void
assert_key_error (const char *folder, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (assay_examiner_key_open (folder, passphrase, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

static void
test_passphrase (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_examiner_key_set_passphrase (self->keys, NULL, "correct horse", &error));
  assert_key_error (self->keys, NULL);
  assert_key_error (self->keys, "wrong");
  g_autoptr (AssayExaminerKey) opened
      = assay_examiner_key_open (self->keys, "correct horse", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_examiner_key_get_actor (opened), ==,
                   assay_examiner_key_get_actor (self->key));
  g_assert_false (assay_examiner_key_set_passphrase (self->keys, "wrong", NULL, &error));
  g_clear_error (&error);
  g_assert_true (assay_examiner_key_set_passphrase (self->keys, "correct horse", NULL, &error));
  g_autoptr (AssayExaminerKey) plain = assay_examiner_key_open (self->keys, NULL, &error);
  g_assert_no_error (error);
}

/* A locked key that `openssl pkey` opens: the format is nobody's own. */
static void
test_openssl_reads_it (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_examiner_key_set_passphrase (self->keys, NULL, "pass", &error));
  g_autofree char *file = g_build_filename (self->keys, "examiner.pem", NULL);
  const char *const arguments[]
      = { "openssl", "pkey", "-in", file, "-passin", "pass:pass", "-pubout", NULL };
  g_auto (GStrv) argv = g_strdupv ((char **) (guintptr) arguments);
  g_autofree char *out = NULL;
  g_assert_true (
      g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, &error));
  g_autofree char *pem = assay_examiner_key_public_pem (self->key);
  g_assert_cmpstr (out, ==, pem);
}

static void
test_sign (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 signature[64];
  g_assert_true (assay_examiner_key_sign (self->key, "text", 4, signature, &error));
  const guint8 *key = assay_examiner_key_get_public (self->key);
  g_assert_true (assay_ed25519_verify (key, "text", 4, signature));
  g_assert_false (assay_ed25519_verify (key, "texu", 4, signature));
  signature[0] ^= 1;
  g_assert_false (assay_ed25519_verify (key, "text", 4, signature));
}

/* RFC 6962 section 2.1 as it is written there, slow and recursive. */
static void
root_by_definition (char **leaves, gsize count, guint8 root[ASSAY_HASH_SIZE])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  if (count == 1)
    {
      g_byte_array_append (bytes, (const guint8 *) "\0", 1);
      g_byte_array_append (bytes, (const guint8 *) leaves[0], (guint) strlen (leaves[0]));
      assay_sha256 (bytes->data, bytes->len, root);
      return;
    }
  gsize split = 1;
  while (split * 2 < count)
    split *= 2;
  guint8 left[ASSAY_HASH_SIZE];
  guint8 right[ASSAY_HASH_SIZE];
  root_by_definition (leaves, split, left);
  root_by_definition (leaves + split, count - split, right);
  g_byte_array_append (bytes, (const guint8 *) "\1", 1);
  g_byte_array_append (bytes, left, sizeof left);
  g_byte_array_append (bytes, right, sizeof right);
  assay_sha256 (bytes->data, bytes->len, root);
}

static void
test_merkle (CaseFixture *self, gconstpointer data)
{
  char *leaves[70];
  AssayMerkle tree;
  guint8 root[ASSAY_HASH_SIZE];
  assay_merkle_init (&tree);
  assay_merkle_root (&tree, root);
  g_autofree char *nothing = assay_text_hex (root, sizeof root);
  g_assert_cmpstr (nothing, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (gsize i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      guint8 expected[ASSAY_HASH_SIZE];
      leaves[i] = g_strdup_printf ("leaf %d\n", (int) i);
      assay_merkle_append (&tree, leaves[i], strlen (leaves[i]));
      assay_merkle_root (&tree, root);
      root_by_definition (leaves, i + 1, expected);
      g_assert_cmpint (memcmp (root, expected, sizeof root), ==, 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (leaves); i++)
    g_free (leaves[i]);
}

/* Every byte of a note matters, and no mutation of it crashes the reader. */
static void
test_checkpoint_mutations (CaseFixture *self, gconstpointer data)
{
  g_autofree char *note = assay_case_get_checkpoint (self->subject, 0, NULL);
  const guint8 *key = assay_examiner_key_get_public (self->key);
  AssayCheckpoint checkpoint;
  g_assert_true (assay_checkpoint_read (note, key, &checkpoint, NULL));
  for (gsize i = 0; note[i] != '\0'; i++)
    {
      g_autofree char *mutated = g_strdup (note);
      mutated[i] = mutated[i] == 'A' ? 'B' : 'A';
      if (assay_checkpoint_read (mutated, key, &checkpoint, NULL))
        g_error ("accepted with byte %d changed: %s", (int) i, mutated);
      mutated[i] = '\0';
      (void) assay_checkpoint_read (mutated, key, &checkpoint, NULL);
    }
}

#define ADD(path, func)                                                                            \
  g_test_add (path, CaseFixture, NULL, case_fixture_set_up, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/key/mode-and-reload", test_mode_and_reload);
  ADD ("/case/key/passphrase", test_passphrase);
  ADD ("/case/key/openssl-reads-it", test_openssl_reads_it);
  ADD ("/case/key/sign", test_sign);
  ADD ("/case/merkle/definition", test_merkle);
  ADD ("/case/checkpoint/mutations", test_checkpoint_mutations);
  return g_test_run ();
}
