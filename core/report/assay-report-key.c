/* assay-report-key.c: the key that signs reports: made once, kept in PKCS#12 beside the examiner
 * key. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "report/assay-report-key-private.h"

#define KEY_BITS 3072
#define FILE_NAME "report.p12"
/* A report is read for decades, and the certificate only carries the key. */
#define VALID_DAYS (30 * 365)
/* The key is made while the first report is: the certificate must not begin after the moment at
 * which that report says that it was signed. */
#define DAY (24 * 60 * 60)

G_DEFINE_BOXED_TYPE (AssayReportKey, assay_report_key, assay_report_key_ref, assay_report_key_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_KEY, message);
  return FALSE;
}

static gboolean
add_extension (X509 *certificate, int kind, const char *value)
{
  X509V3_CTX context;
  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, &context, kind, value);
  const gboolean added = extension != NULL && X509_add_ext (certificate, extension, -1) == 1;
  X509_EXTENSION_free (extension);
  return added;
}

/* RFC 5280 wants a positive serial of at most 20 bytes. */
static gboolean
set_serial (X509 *certificate)
{
  guint8 bytes[16];
  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return FALSE;
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  BIGNUM *number = BN_bin2bn (bytes, sizeof bytes, NULL);
  const gboolean set
      = number != NULL && BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate)) != NULL;
  BN_free (number);
  return set;
}

static X509 *
make_certificate (EVP_PKEY *key, const char *name)
{
  g_autoptr (X509) certificate = X509_new ();
  X509_NAME *subject = certificate != NULL ? X509_get_subject_name (certificate) : NULL;
  if (subject == NULL || X509_set_version (certificate, X509_VERSION_3) != 1
      || !set_serial (certificate)
      || X509_gmtime_adj (X509_getm_notBefore (certificate), -DAY) == NULL
      || X509_time_adj_ex (X509_getm_notAfter (certificate), VALID_DAYS, 0, NULL) == NULL
      || X509_set_pubkey (certificate, key) != 1
      || X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const guchar *) name, -1, -1, 0)
             != 1
      || X509_set_issuer_name (certificate, subject) != 1
      || !add_extension (certificate, NID_basic_constraints, "critical,CA:FALSE")
      || !add_extension (certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation")
      || !add_extension (certificate, NID_subject_key_identifier, "hash")
      || X509_sign (certificate, key, EVP_sha256 ()) == 0)
    return NULL;
  return g_steal_pointer (&certificate);
}

static gboolean
save (const char *path, EVP_PKEY *key, X509 *certificate, const char *passphrase, GError **error)
{
  g_autoptr (PKCS12) store = PKCS12_create (passphrase != NULL ? passphrase : "", "Assay report",
                                            key, certificate, NULL, 0, 0, 0, 0, 0);
  guint8 *der = NULL;
  const int size = store != NULL ? i2d_PKCS12 (store, &der) : 0;
  if (size <= 0)
    return fail (error, _ ("The report-signing key could not be encoded."));
  g_autoptr (GError) local = NULL;
  const gboolean saved = g_file_set_contents_full (
      path, (const char *) der, size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
      0600, &local);
  OPENSSL_clear_free (der, (gsize) size);
  if (!saved)
    g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_KEY,
                 _ ("The report-signing key could not be written: %s"), local->message);
  return saved;
}

static gboolean
make (const char *path, const char *passphrase, const char *name, GError **error)
{
  g_autoptr (EVP_PKEY) key = EVP_RSA_gen (KEY_BITS);
  if (key == NULL)
    return fail (error, _ ("The report-signing key could not be made."));
  /* X.520 allows 64 characters in a common name. */
  g_autofree char *cut = name != NULL && *name != '\0'
                             ? g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 64))
                             : g_strdup ("Assay report signing key");
  g_autoptr (X509) certificate = make_certificate (key, cut);
  if (certificate == NULL)
    return fail (error, _ ("The certificate of the report-signing key could not be made."));
  return save (path, key, certificate, passphrase, error);
}

static char *
subject_name (X509 *certificate)
{
  char *text = X509_NAME_oneline (X509_get_subject_name (certificate), NULL, 0);
  X509_NAME *name = X509_get_subject_name (certificate);
  const int at = X509_NAME_get_index_by_NID (name, NID_commonName, -1);
  guint8 *utf8 = NULL;
  char *shown = NULL;
  if (at >= 0
      && ASN1_STRING_to_UTF8 (&utf8, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)))
             >= 0)
    shown = assay_text_visible ((const char *) utf8, -1);
  else
    shown = assay_text_visible (text, -1);
  OPENSSL_free (utf8);
  OPENSSL_free (text);
  return shown;
}

static AssayReportKey *
load (const char *path, const char *passphrase, GError **error)
{
  g_autofree char *data = NULL;
  gsize size;
  g_autoptr (GError) local = NULL;
  if (!g_file_get_contents (path, &data, &size, &local))
    {
      fail (error, local->message);
      return NULL;
    }
  const guint8 *p = (const guint8 *) data;
  g_autoptr (PKCS12) store = d2i_PKCS12 (NULL, &p, (long) size);
  g_autoptr (AssayReportKey) self = g_new0 (AssayReportKey, 1);
  self->references = 1;
  if (store == NULL
      || PKCS12_parse (store, passphrase != NULL ? passphrase : "", &self->key, &self->certificate,
                       NULL)
             != 1
      || self->key == NULL || self->certificate == NULL)
    {
      fail (error, _ ("The report-signing key is locked by another passphrase, or damaged."));
      return NULL;
    }
  guint8 *der = NULL;
  const int length = i2d_X509 (self->certificate, &der);
  if (length <= 0)
    {
      fail (error, _ ("The certificate of the report-signing key is damaged."));
      return NULL;
    }
  self->fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, (gsize) length);
  OPENSSL_free (der);
  self->subject = subject_name (self->certificate);
  return g_steal_pointer (&self);
}

AssayReportKey *
assay_report_key_open (const char *folder, const char *passphrase, const char *name, GError **error)
{
  g_autofree char *place = folder != NULL
                               ? g_strdup (folder)
                               : g_build_filename (g_get_user_data_dir (), "assay", "keys", NULL);
  g_autofree char *path = g_build_filename (place, FILE_NAME, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (g_mkdir_with_parents (place, 0700) != 0)
        {
          g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_KEY,
                       _ ("The folder of the keys could not be made: %s"), g_strerror (errno));
          return NULL;
        }
      if (!make (path, passphrase, name, error))
        return NULL;
    }
  return load (path, passphrase, error);
}

AssayReportKey *
assay_report_key_ref (AssayReportKey *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
assay_report_key_unref (AssayReportKey *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->references))
    return;
  EVP_PKEY_free (self->key);
  X509_free (self->certificate);
  g_free (self->subject);
  g_free (self->fingerprint);
  g_free (self);
}

const char *
assay_report_key_get_subject (const AssayReportKey *self)
{
  return self->subject;
}

const char *
assay_report_key_get_fingerprint (const AssayReportKey *self)
{
  return self->fingerprint;
}
