/* assay-examiner-key-file.c: the examiner's key as a PKCS#8 file, mode 0600, outside of every case.
 *
 * With a passphrase it is PBES2 with scrypt and AES-256-CBC. OpenSSL reads such files with at most
 * 32 MiB for scrypt, so N = 2^14 (16 MiB) with p = 8 is the most that `openssl pkey` still opens.
 */
#include "case/assay-examiner-key-file-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-write.h"
#include "case/assay-case-error-private.h"
#include "case/assay-examiner-key-private.h"

#define KEY_FILE "examiner.pem"
#define KEY_LIMIT 16384
#define SCRYPT_N 16384
#define SCRYPT_R 8
#define SCRYPT_P 8

/* Must come before the first private key of the process; a heap that somebody else made is as good.
 */
static void
prepare_secure_heap (void)
{
  static gsize once;
  if (g_once_init_enter (&once))
    {
      if (CRYPTO_secure_malloc_initialized () == 0)
        (void) CRYPTO_secure_malloc_init (65536, 32);
      g_once_init_leave (&once, 1);
    }
}

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY, sentence);
  return FALSE;
}

static char *
key_folder (const char *folder)
{
  if (folder != NULL)
    return g_strdup (folder);
  return g_build_filename (g_get_user_data_dir (), "assay", "keys", NULL);
}

static EVP_PKEY *
generate (GError **error)
{
  EVP_PKEY *pkey = NULL;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id (EVP_PKEY_ED25519, NULL);
  if (context == NULL || EVP_PKEY_keygen_init (context) != 1
      || EVP_PKEY_keygen (context, &pkey) != 1)
    (void) fail (error, _ ("An examiner key could not be made."));
  EVP_PKEY_CTX_free (context);
  return pkey;
}

/* PKCS#8 with scrypt; EncryptedPrivateKeyInfo of RFC 5958 and RFC 7914. */
static gboolean
write_locked (BIO *out, EVP_PKEY *pkey, const char *passphrase)
{
  guint8 salt[16];
  if (RAND_bytes (salt, sizeof salt) != 1)
    return FALSE;
  PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8 (pkey);
  X509_ALGOR *scheme = PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), salt, sizeof salt, NULL, SCRYPT_N,
                                              SCRYPT_R, SCRYPT_P);
  X509_SIG *locked = NULL;
  if (plain != NULL && scheme != NULL)
    locked = PKCS8_set0_pbe (passphrase, (int) strlen (passphrase), plain, scheme);
  if (locked == NULL)
    X509_ALGOR_free (scheme); /* else it belongs to locked */
  const gboolean done = locked != NULL && PEM_write_bio_PKCS8 (out, locked) == 1;
  X509_SIG_free (locked);
  PKCS8_PRIV_KEY_INFO_free (plain);
  return done;
}

static GBytes *
to_pem (EVP_PKEY *pkey, const char *passphrase, GError **error)
{
  BIO *out = BIO_new (BIO_s_secmem ());
  GBytes *pem = NULL;
  const gboolean done
      = out != NULL
        && (passphrase != NULL
                ? write_locked (out, pkey, passphrase)
                : PEM_write_bio_PKCS8PrivateKey (out, pkey, NULL, NULL, 0, NULL, NULL) == 1);
  if (done)
    {
      char *data = NULL;
      const long length = BIO_get_mem_data (out, &data);
      pem = g_bytes_new (data, (gsize) length);
    }
  else
    (void) fail (error, _ ("The examiner key could not be encoded."));
  BIO_free (out);
  return pem;
}

/* Frees the text of a private key and leaves nothing of it in memory. */
static void
wipe (GBytes *bytes)
{
  gsize size = 0;
  gpointer data = g_bytes_unref_to_data (bytes, &size);
  OPENSSL_cleanse (data, size);
  g_free (data);
}

/* Writes beside the target and then links (@replace FALSE: another process may have been first) or
 * renames it. */
static gboolean
store (const char *folder, const char *file, GBytes *pem, gboolean replace, GError **error)
{
  const int directory = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *name = g_strdup_printf (".%s.%d.%08x", file, (int) getpid (), g_random_int ());
  const int fd
      = directory < 0
            ? -1
            : openat (directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (pem, &size);
  gboolean done = fd >= 0 && assay_write_all (fd, data, size) && fsync (fd) == 0;
  if (done && replace)
    done = renameat (directory, name, directory, file) == 0;
  else if (done)
    done = linkat (directory, name, directory, file, 0) == 0 || errno == EEXIST;
  done = done && fsync (directory) == 0;
  if (!done)
    assay_case_set_errno (error, errno, _ ("The examiner key could not be written"));
  if (fd >= 0)
    {
      (void) unlinkat (directory, name, 0);
      (void) close (fd);
    }
  if (directory >= 0)
    (void) close (directory);
  return done;
}

/* The passphrase for OpenSSL's reader; without one it must not ask on the terminal. */
static int
give_passphrase (char *buffer, int size, int writing, void *user_data)
{
  const char *passphrase = user_data;
  if (passphrase == NULL || strlen (passphrase) > (gsize) size)
    return -1;
  /* OpenSSL takes a length. NOLINTNEXTLINE(bugprone-not-null-terminated-result) */
  memcpy (buffer, passphrase, strlen (passphrase));
  return (int) strlen (passphrase);
}

/* A key that others can read or that is not a plain file is not used. */
static char *
read_file (const char *folder, const char *file, gboolean *missing, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  const int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  *missing = fd < 0 && errno == ENOENT;
  if (fd < 0)
    {
      if (!*missing)
        assay_case_set_errno (error, errno, _ ("The examiner key could not be opened"));
      return NULL;
    }
  struct stat info;
  char *text = NULL;
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > KEY_LIMIT)
    (void) fail (error, _ ("The examiner key is not a plain key file."));
  else if ((info.st_mode & 077) != 0)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                 _ ("Other users may read the examiner key “%s”; set its mode to 0600."), path);
  else
    {
      text = g_malloc0 ((gsize) info.st_size + 1);
      if (read (fd, text, (gsize) info.st_size) != info.st_size)
        {
          g_clear_pointer (&text, g_free);
          assay_case_set_errno (error, errno, _ ("The examiner key could not be read"));
        }
    }
  (void) close (fd);
  return text;
}

/* NULL without @error if there is no key yet. */
static EVP_PKEY *
load (const char *folder, const char *file, const char *passphrase, GError **error)
{
  gboolean missing = FALSE;
  char *text = read_file (folder, file, &missing, error);
  if (text == NULL)
    return NULL;
  const gboolean locked = strstr (text, "ENCRYPTED") != NULL;
  BIO *in = BIO_new_mem_buf (text, (int) strlen (text));
  EVP_PKEY *pkey = NULL;
  if (in != NULL)
    {
      g_autofree char *copy = g_strdup (passphrase);
      pkey = PEM_read_bio_PrivateKey (in, NULL, give_passphrase, copy);
      if (copy != NULL)
        OPENSSL_cleanse (copy, strlen (copy));
    }
  BIO_free (in);
  OPENSSL_cleanse (text, strlen (text));
  g_free (text);
  if (pkey == NULL && locked && passphrase == NULL)
    (void) fail (error, _ ("The examiner key is locked; its passphrase is needed."));
  else if (pkey == NULL && locked)
    (void) fail (error, _ ("The passphrase does not open the examiner key."));
  else if (pkey == NULL)
    (void) fail (error, _ ("The examiner key file is damaged."));
  return pkey;
}

static gboolean
make (const char *folder, const char *passphrase, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      assay_case_set_errno (error, errno, _ ("The folder for keys could not be made"));
      return FALSE;
    }
  EVP_PKEY *pkey = generate (error);
  if (pkey == NULL)
    return FALSE;
  GBytes *pem = to_pem (pkey, passphrase, error);
  EVP_PKEY_free (pkey);
  if (pem == NULL)
    return FALSE;
  const gboolean done = store (folder, KEY_FILE, pem, FALSE, error);
  wipe (pem);
  return done;
}

AssayExaminerKey *
assay_examiner_key_open (const char *folder, const char *passphrase, GError **error)
{
  prepare_secure_heap ();
  g_autofree char *place = key_folder (folder);
  g_autoptr (GError) trouble = NULL;
  EVP_PKEY *pkey = load (place, KEY_FILE, passphrase, &trouble);
  /* Read back after making: it is then the key on disk, also when another process was faster. */
  if (pkey == NULL && trouble == NULL && make (place, passphrase, &trouble))
    pkey = load (place, KEY_FILE, passphrase, &trouble);
  if (pkey == NULL)
    {
      if (trouble != NULL)
        g_propagate_error (error, g_steal_pointer (&trouble));
      else
        (void) fail (error, _ ("The examiner key could not be read back."));
      return NULL;
    }
  return assay_examiner_key_new_take (pkey, error);
}

/* The key in use, before it is written anew under @new_passphrase (nullable: none). */
static EVP_PKEY *
open_to_change (const char *place,
                const char *old_passphrase,
                const char *new_passphrase,
                GError **error)
{
  prepare_secure_heap ();
  if (new_passphrase != NULL && new_passphrase[0] == '\0')
    {
      (void) fail (error, _ ("An empty passphrase protects nothing; give one or remove it."));
      return NULL;
    }
  g_autoptr (GError) trouble = NULL;
  EVP_PKEY *pkey = load (place, KEY_FILE, old_passphrase, &trouble);
  if (pkey == NULL && trouble == NULL)
    (void) fail (error, _ ("There is no examiner key yet."));
  else if (pkey == NULL)
    g_propagate_error (error, g_steal_pointer (&trouble));
  return pkey;
}

gboolean
assay_examiner_key_set_passphrase (const char *folder,
                                   const char *old_passphrase,
                                   const char *new_passphrase,
                                   GError **error)
{
  g_autofree char *place = key_folder (folder);
  EVP_PKEY *pkey = open_to_change (place, old_passphrase, new_passphrase, error);
  if (pkey == NULL)
    return FALSE;
  GBytes *pem = to_pem (pkey, new_passphrase, error);
  EVP_PKEY_free (pkey);
  if (pem == NULL)
    return FALSE;
  const gboolean done = store (place, KEY_FILE, pem, TRUE, error);
  wipe (pem);
  return done;
}

/* The file of a key that was in use before, by its actor. NULL if @actor is none. */
static char *
earlier_file (const char *actor)
{
  const char *id = actor + strlen ("ed25519:");
  if (!g_str_has_prefix (actor, "ed25519:") || strlen (id) != 16
      || strspn (id, "0123456789abcdef") != 16)
    return NULL;
  return g_strdup_printf ("examiner-%s.pem", id);
}

/* Encodes @pkey and puts it into @file. */
static gboolean
keep (const char *folder,
      const char *file,
      EVP_PKEY *pkey,
      const char *passphrase,
      gboolean replace,
      GError **error)
{
  GBytes *pem = to_pem (pkey, passphrase, error);
  if (pem == NULL)
    return FALSE;
  const gboolean done = store (folder, file, pem, replace, error);
  wipe (pem);
  return done;
}

/* The old key is kept under its own name before the new one takes its place: there is no moment at
 * which a case could not be signed any more. */
static gboolean
replace_key (const char *folder,
             EVP_PKEY *before,
             const char *old_passphrase,
             const char *new_passphrase,
             GError **error)
{
  guint8 public_key[32];
  gsize size = sizeof public_key;
  if (EVP_PKEY_get_raw_public_key (before, public_key, &size) != 1)
    return fail (error, _ ("The examiner key is not an Ed25519 key."));
  g_autofree char *actor = assay_ed25519_actor (public_key);
  g_autofree char *file = earlier_file (actor);
  EVP_PKEY *after = generate (error);
  const gboolean done = after != NULL && keep (folder, file, before, old_passphrase, FALSE, error)
                        && keep (folder, KEY_FILE, after, new_passphrase, TRUE, error);
  EVP_PKEY_free (after);
  return done;
}

gboolean
assay_examiner_key_rotate (const char *folder,
                           const char *old_passphrase,
                           const char *new_passphrase,
                           GError **error)
{
  g_autofree char *place = key_folder (folder);
  EVP_PKEY *before = open_to_change (place, old_passphrase, new_passphrase, error);
  if (before == NULL)
    return FALSE;
  const gboolean done = replace_key (place, before, old_passphrase, new_passphrase, error);
  EVP_PKEY_free (before);
  return done;
}

AssayExaminerKey *
assay_examiner_key_open_earlier (const char *folder,
                                 const char *actor,
                                 const char *passphrase,
                                 GError **error)
{
  prepare_secure_heap ();
  g_autofree char *place = key_folder (folder);
  g_autofree char *file = earlier_file (actor);
  g_autoptr (GError) trouble = NULL;
  EVP_PKEY *pkey = file == NULL ? NULL : load (place, file, passphrase, &trouble);
  if (pkey != NULL)
    return assay_examiner_key_new_take (pkey, error);
  if (trouble != NULL)
    g_propagate_error (error, g_steal_pointer (&trouble));
  else
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                 _ ("The earlier examiner key %s is not kept here."), actor);
  return NULL;
}
