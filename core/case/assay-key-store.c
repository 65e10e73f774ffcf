/* assay-key-store.c: the keys with which a person marks and encrypts, by name.
 *
 * A file a key, named by the hash of the key's name, so that a name may hold any character. The
 * folder is locked while a file is added or taken away.
 */
#include "case/assay-key-store.h"

#include "config.h"

#include <argon2.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-json.h"
#include "base/assay-text.h"
#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"
#include "case/assay-key-box-private.h"

#define FILE_LIMIT 32768
#define RANDOM_BYTES 32
#define SUFFIX ".key"

/* A fingerprint lies open beside a sealed key, so guessing a short key by it must cost as much as
 * guessing the passphrase. */
#define FINGERPRINT_BYTES 8
#define FINGERPRINT_PASSES 3
#define FINGERPRINT_MEMORY_KIB 65536
#define FINGERPRINT_LANES 4
static const char fingerprint_salt[] = "assay-key-fingerprint";

void
assay_stored_key_free (AssayStoredKey *self)
{
  g_free (self->name);
  g_free (self->fingerprint);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (3, 4)
    fail (GError **error, AssayCaseError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, ASSAY_CASE_ERROR, (gint) code, sentence);
  return FALSE;
}

char *
assay_key_fingerprint (GBytes *secret)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (secret, &size);
  guint8 hash[FINGERPRINT_BYTES];
  int code
      = argon2id_hash_raw (FINGERPRINT_PASSES, FINGERPRINT_MEMORY_KIB, FINGERPRINT_LANES, data,
                           size, fingerprint_salt, sizeof fingerprint_salt - 1, hash, sizeof hash);

  return code == ARGON2_OK ? assay_text_hex (hash, sizeof hash) : NULL;
}

static char *
file_name (const char *name)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  return g_strdup_printf ("%.32s" SUFFIX, hash);
}

static char *
folder_path (const char *folder)
{
  return folder != NULL ? g_strdup (folder)
                        : g_build_filename (g_get_user_data_dir (), "assay", "keys", "named", NULL);
}

/* A descriptor of the folder, made if it is not there; locked if @change. */
static int
open_folder (const char *folder, gboolean change, GError **error)
{
  g_autofree char *path = folder_path (folder);
  int fd = -1;

  if (g_mkdir_with_parents (path, 0700) == 0)
    fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || (change && flock (fd, LOCK_EX) != 0))
    {
      assay_case_set_errno (error, errno, _ ("The folder for keys could not be opened"));
      assay_close (fd);
      return -1;
    }
  return fd;
}

static gboolean
check_name (const char *name, GError **error)
{
  gboolean plain = name[0] != '\0' && strlen (name) <= ASSAY_KEY_NAME_LIMIT
                   && g_utf8_validate (name, -1, NULL) && g_strcmp0 (name, "-") != 0;

  for (const char *at = name; plain && *at != '\0'; at = g_utf8_next_char (at))
    plain = !g_unichar_iscntrl (g_utf8_get_char (at));
  return plain
         || fail (error, ASSAY_CASE_ERROR_INVALID,
                  _ ("“%s” cannot be the name of a key: use 1 to 100 bytes of plain text."), name);
}

/* The object of a key file; NULL with KEY if it is none. */
static JsonNode *
read_key (int folder, const char *file, GError **error)
{
  struct stat info;

  if (fstatat (folder, file, &info, AT_SYMLINK_NOFOLLOW) == 0
      && (!S_ISREG (info.st_mode) || (info.st_mode & 077) != 0))
    {
      fail (error, ASSAY_CASE_ERROR_KEY,
            _ ("The key file “%s” is no plain file of mode 0600; it is not used."), file);
      return NULL;
    }

  g_autoptr (GBytes) bytes = assay_read_named (folder, file, FILE_LIMIT, error);
  if (bytes == NULL)
    return NULL;

  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonNode) node = assay_json_parse (text, (gssize) size, 3, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
      || assay_json_int (json_node_get_object (node), "assay-key", 0) != 1)
    {
      fail (error, ASSAY_CASE_ERROR_KEY, _ ("The key file “%s” is damaged."), file);
      return NULL;
    }
  return g_steal_pointer (&node);
}

static AssayStoredKey *
describe (JsonObject *object)
{
  AssayStoredKey *key = g_new0 (AssayStoredKey, 1);

  key->name = g_strdup (assay_json_string (object, "name", ""));
  key->fingerprint = g_strdup (assay_json_string (object, "fingerprint", ""));
  key->created = assay_json_int (object, "created", 0);
  key->locked = json_object_has_member (object, "box");
  return key;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const AssayStoredKey *const *first = a;
  const AssayStoredKey *const *second = b;

  return g_utf8_collate ((*first)->name, (*second)->name);
}

GPtrArray *
assay_key_store_list (const char *folder, GError **error)
{
  g_autofree char *path = folder_path (folder);
  /* Looking makes nothing: a folder that is not there holds no key. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) assay_stored_key_free);

  int fd = open_folder (folder, FALSE, error);
  g_autoptr (GPtrArray) files = fd < 0 ? NULL : assay_list_folder (fd, error);
  g_autoptr (GPtrArray) keys
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_stored_key_free);

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autoptr (JsonNode) node
          = g_str_has_suffix (file, SUFFIX) ? read_key (fd, file, NULL) : NULL;

      if (node != NULL)
        g_ptr_array_add (keys, describe (json_node_get_object (node)));
    }
  assay_close (fd);
  g_ptr_array_sort (keys, compare_names);
  return files == NULL ? NULL : g_steal_pointer (&keys);
}

/* What the box is bound to. */
static char *
bound_text (const char *name, const char *fingerprint)
{
  return g_strconcat ("assay-key\n", name, "\n", fingerprint, NULL);
}

static char *
encode (const char *name, GBytes *secret, const char *passphrase, GError **error)
{
  g_autofree char *fingerprint = assay_key_fingerprint (secret);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GBytes) box = NULL;

  if (fingerprint == NULL)
    fail (error, ASSAY_CASE_ERROR_KEY,
          _ ("There is not enough memory for the fingerprint of the key “%s”."), name);
  if (fingerprint == NULL)
    return NULL;
  if (passphrase != NULL)
    {
      g_autofree char *about = bound_text (name, fingerprint);

      box = assay_key_box_seal (secret, passphrase, about, error);
      if (box == NULL)
        return NULL;
    }

  gsize size;
  const guint8 *data = g_bytes_get_data (box != NULL ? box : secret, &size);
  g_autofree char *hex = assay_text_hex (data, size);
  g_autoptr (JsonNode) node = NULL;

  json_object_set_int_member (object, "assay-key", 1);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "fingerprint", fingerprint);
  json_object_set_int_member (object, "created", g_get_real_time () / 1000);
  json_object_set_string_member (object, box != NULL ? "box" : "secret", hex);
  node = json_node_init_object (json_node_alloc (), object);
  return assay_json_text (node, ASSAY_JSON_CANONICAL);
}

gboolean
assay_key_store_import (
    const char *folder, const char *name, GBytes *secret, const char *passphrase, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (secret, &size);

  if (!check_name (name, error))
    return FALSE;
  if (size == 0 || size > ASSAY_KEY_SECRET_LIMIT || memchr (data, 0, size) != NULL)
    return fail (error, ASSAY_CASE_ERROR_INVALID,
                 _ ("The key for “%s” must be 1 to 4096 bytes of text."), name);
  if (passphrase != NULL && passphrase[0] == '\0')
    return fail (error, ASSAY_CASE_ERROR_INVALID,
                 _ ("An empty passphrase does not protect the key “%s”."), name);

  g_autofree char *text = encode (name, secret, passphrase, error);
  int fd = text == NULL ? -1 : open_folder (folder, TRUE, error);
  if (fd < 0)
    return FALSE;

  g_autofree char *file = file_name (name);
  struct stat info;
  gboolean done = FALSE;

  if (fstatat (fd, file, &info, AT_SYMLINK_NOFOLLOW) == 0)
    fail (error, ASSAY_CASE_ERROR_EXISTS, _ ("There is a key with the name “%s” already."), name);
  else
    done = assay_write_named (fd, file, text, strlen (text), error);
  assay_close (fd);
  OPENSSL_cleanse (text, strlen (text));
  return done;
}

gboolean
assay_key_store_create (const char *folder,
                        const char *name,
                        const char *passphrase,
                        GError **error)
{
  guint8 random[RANDOM_BYTES];

  if (RAND_bytes (random, sizeof random) != 1)
    return fail (error, ASSAY_CASE_ERROR_KEY,
                 _ ("No random numbers could be had for the key “%s”."), name);

  char *hex = assay_text_hex (random, sizeof random);
  g_autoptr (GBytes) secret = g_bytes_new_take (hex, strlen (hex));

  OPENSSL_cleanse (random, sizeof random);
  return assay_key_store_import (folder, name, secret, passphrase, error);
}

/* The key file of @name. */
static JsonNode *
find (const char *folder, const char *name, GError **error)
{
  int fd = open_folder (folder, FALSE, error);
  if (fd < 0)
    return NULL;

  g_autofree char *file = file_name (name);
  struct stat info;
  JsonNode *node = NULL;

  if (fstatat (fd, file, &info, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
    fail (error, ASSAY_CASE_ERROR_NOT_FOUND, _ ("There is no key with the name “%s”."), name);
  else
    node = read_key (fd, file, error);
  assay_close (fd);
  return node;
}

static GBytes *
decode (JsonObject *object, const char *passphrase, GError **error)
{
  const char *name = assay_json_string (object, "name", "");
  const char *fingerprint = assay_json_string (object, "fingerprint", "");
  gboolean locked = json_object_has_member (object, "box");
  g_autoptr (GBytes) bytes
      = assay_text_unhex (assay_json_string (object, locked ? "box" : "secret", ""));

  if (locked && passphrase == NULL)
    {
      fail (error, ASSAY_CASE_ERROR_KEY, _ ("The key “%s” is locked; its passphrase is needed."),
            name);
      return NULL;
    }
  if (locked && bytes != NULL)
    {
      g_autofree char *about = bound_text (name, fingerprint);
      GBytes *opened = assay_key_box_open (bytes, passphrase, about, error);

      if (opened == NULL)
        return NULL;
      g_bytes_unref (bytes);
      bytes = opened;
    }

  /* A box has a tag of its own. */
  g_autofree char *found
      = bytes == NULL || locked ? g_strdup (fingerprint) : assay_key_fingerprint (bytes);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0 || g_strcmp0 (found, fingerprint) != 0)
    {
      fail (error, ASSAY_CASE_ERROR_KEY, _ ("The file of the key “%s” is damaged."), name);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

GBytes *
assay_key_store_load (const char *folder, const char *name, const char *passphrase, GError **error)
{
  g_autoptr (JsonNode) node = find (folder, name, error);

  return node == NULL ? NULL : decode (json_node_get_object (node), passphrase, error);
}

gboolean
assay_key_store_export (
    const char *folder, const char *name, const char *passphrase, const char *path, GError **error)
{
  g_autoptr (GBytes) secret = assay_key_store_load (folder, name, passphrase, error);
  if (secret == NULL)
    return FALSE;

  gsize size;
  const void *data = g_bytes_get_data (secret, &size);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0 && errno == EEXIST)
    return fail (error, ASSAY_CASE_ERROR_EXISTS, _ ("“%s” exists already; keys overwrite no file."),
                 path);

  gboolean done = fd >= 0 && assay_write_all (fd, data, size) && assay_write_all (fd, "\n", 1)
                  && fsync (fd) == 0;
  if (!done)
    {
      assay_case_set_errno (error, errno, _ ("The key could not be written"));
      if (fd >= 0)
        (void) unlink (path);
    }
  assay_close (fd);
  return done;
}

gboolean
assay_key_store_remove (const char *folder, const char *name, GError **error)
{
  int fd = open_folder (folder, TRUE, error);
  if (fd < 0)
    return FALSE;

  g_autofree char *file = file_name (name);
  gboolean done = unlinkat (fd, file, 0) == 0 && fsync (fd) == 0;

  if (!done && errno == ENOENT)
    fail (error, ASSAY_CASE_ERROR_NOT_FOUND, _ ("There is no key with the name “%s”."), name);
  else if (!done)
    assay_case_set_errno (error, errno, _ ("The key could not be removed"));
  assay_close (fd);
  return done;
}

char *
assay_key_store_recognise (const char *folder, GBytes *secret)
{
  g_autoptr (GPtrArray) keys = assay_key_store_list (folder, NULL);

  if (keys == NULL || keys->len == 0)
    return NULL;

  g_autofree char *fingerprint = assay_key_fingerprint (secret);

  for (guint i = 0; i < keys->len; i++)
    if (g_strcmp0 (((const AssayStoredKey *) keys->pdata[i])->fingerprint, fingerprint) == 0)
      return g_steal_pointer (&fingerprint);
  return NULL;
}
