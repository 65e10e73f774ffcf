/* test-case-key-store.c: keys by name: made, sealed, brought along, exported, damaged. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "case/assay-case-error.h"
#include "case/assay-key-store.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("assay-keys-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
}

/* The only key file of the folder. */
static char *
only_file (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  char *path = g_build_filename (self->folder, g_dir_read_name (dir), NULL);

  g_assert_null (g_dir_read_name (dir));
  return path;
}

static void
test_create (Fixture *self, gconstpointer data)
{
  const char *passphrase = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_key_store_create (self->folder, "Käthe / 2026", passphrase, &error));
  g_assert_no_error (error);

  g_autoptr (GBytes) first
      = assay_key_store_load (self->folder, "Käthe / 2026", passphrase, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (first), ==, 64);

  g_autoptr (GPtrArray) keys = assay_key_store_list (self->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (keys->len, ==, 1);

  const AssayStoredKey *key = g_ptr_array_index (keys, 0);
  g_autofree char *fingerprint = assay_key_fingerprint (first);
  g_assert_cmpstr (key->name, ==, "Käthe / 2026");
  g_assert_cmpstr (key->fingerprint, ==, fingerprint);
  g_assert_cmpint (key->locked, ==, passphrase != NULL);

  g_autofree char *path = only_file (self);
  g_autofree char *text = NULL;
  struct stat info;
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autofree char *hex = g_strndup (g_bytes_get_data (first, NULL), 64);
  g_autoptr (GString) stored = g_string_new (NULL);
  for (guint i = 0; i < 64; i++)
    g_string_append_printf (stored, "%02x", (guint) hex[i]);
  g_assert_cmpint (strstr (text, stored->str) != NULL, ==, passphrase == NULL);
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) wrong = NULL;

  g_assert_true (assay_key_store_create (self->folder, "a", "secret", NULL));
  g_assert_null (assay_key_store_load (self->folder, "a", NULL, &missing));
  g_assert_error (missing, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
  g_assert_null (assay_key_store_load (self->folder, "a", "Secret", &wrong));
  g_assert_error (wrong, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "", "two\nlines", "\xff", "-" };
  g_autoptr (GBytes) secret = g_bytes_new_static ("k", 1);
  g_autoptr (GBytes) zero = g_bytes_new_static ("k\0k", 3);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) exists = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (assay_key_store_import (self->folder, names[i], secret, NULL, &error));
      g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID);
    }
  g_assert_false (assay_key_store_import (self->folder, "a", zero, NULL, NULL));
  g_assert_false (assay_key_store_import (self->folder, "a", empty, NULL, NULL));
  g_assert_false (assay_key_store_import (self->folder, "a", secret, "", NULL));
  g_assert_true (assay_key_store_import (self->folder, "a", secret, NULL, NULL));
  g_assert_false (assay_key_store_import (self->folder, "a", secret, NULL, &exists));
  g_assert_error (exists, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS);
}

static void
test_export (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) secret = g_bytes_new_static ("correct horse", 13);
  g_autofree char *path = g_build_filename (self->folder, "out.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_key_store_import (self->folder, "a", secret, "p", NULL));
  g_assert_true (assay_key_store_export (self->folder, "a", "p", path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "correct horse\n");
  g_assert_false (assay_key_store_export (self->folder, "a", "p", path, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS);
}

/* Each byte of the file in turn: what was read must never be another key. */
static void
test_damage (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) secret = g_bytes_new_static ("abc", 3);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (assay_key_store_import (self->folder, "a", secret, NULL, NULL));
  g_autofree char *path = only_file (self);
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  for (gsize i = 0; i < size; i += 7)
    {
      g_autofree char *changed = g_memdup2 (text, size);

      changed[i] ^= 1;
      g_assert_true (g_file_set_contents_full (path, changed, (gssize) size,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      g_autoptr (GBytes) back = assay_key_store_load (self->folder, "a", NULL, NULL);
      g_assert_true (back == NULL || g_bytes_equal (back, secret));
    }
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  g_autoptr (GError) error = NULL;
  g_assert_null (assay_key_store_load (self->folder, "a", NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_key_store_create (self->folder, "a", NULL, NULL));
  g_assert_true (assay_key_store_remove (self->folder, "a", NULL));
  g_assert_false (assay_key_store_remove (self->folder, "a", &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/case/key-store/create", NULL, test_create);
  ADD ("/case/key-store/create-locked", "pass phrase", test_create);
  ADD ("/case/key-store/locked", NULL, test_locked);
  ADD ("/case/key-store/refused", NULL, test_refused);
  ADD ("/case/key-store/export", NULL, test_export);
  ADD ("/case/key-store/damage", NULL, test_damage);
  ADD ("/case/key-store/remove", NULL, test_remove);
  return g_test_run ();
}
