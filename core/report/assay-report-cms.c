/* assay-report-cms.c: the CAdES signature as DER (RFC 5652, RFC 5035, EN 319 122-1 level B-B).
 *
 * Written out here because OpenSSL 3.0 always adds a signing time, which PAdES puts into the PDF
 * instead and which would make every signature of the same report different. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report/assay-report-key-private.h"

enum
{
  TAG_INTEGER = 0x02,
  TAG_OCTETS = 0x04,
  TAG_OID = 0x06,
  TAG_SEQUENCE = 0x30,
  TAG_SET = 0x31,
  TAG_CONTEXT_0 = 0xA0, /* [0], constructed */
  TAG_CONTEXT_4 = 0xA4,
};

static const guint8 oid_data[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01 };
static const guint8 oid_signed_data[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02 };
static const guint8 oid_content_type[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03 };
static const guint8 oid_message_digest[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04 };
static const guint8 oid_certificate_v2[]
    = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F };
static const guint8 oid_sha256[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01 };
static const guint8 oid_rsa[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01 };

/* Appends tag, length and @data to @out. */
static void
put (GByteArray *out, guint8 tag, const void *data, gsize size)
{
  guint8 head[6] = { tag };
  guint n = 1;
  if (size < 0x80)
    head[n++] = (guint8) size;
  else if (size < 0x100)
    {
      head[n++] = 0x81;
      head[n++] = (guint8) size;
    }
  else
    {
      head[n++] = 0x82;
      head[n++] = (guint8) (size >> 8);
      head[n++] = (guint8) (size & 0xff);
    }
  g_byte_array_append (out, head, n);
  g_byte_array_append (out, data, (guint) size);
}

/* The same with the content of @inner, which is freed. */
static void
wrap (GByteArray *out, guint8 tag, GByteArray *inner)
{
  put (out, tag, inner->data, inner->len);
  g_byte_array_unref (inner);
}

static void
put_algorithm (GByteArray *out, const guint8 *oid, gsize size, gboolean null)
{
  GByteArray *inner = g_byte_array_new ();
  put (inner, TAG_OID, oid, size);
  if (null)
    g_byte_array_append (inner, (const guint8 *) "\x05\x00", 2);
  wrap (out, TAG_SEQUENCE, inner);
}

/* Appends what an OpenSSL encoder writes. */
#define PUT_OPENSSL(out, encoder, object)                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint8 *der_ = NULL;                                                                           \
    const int size_ = encoder (object, &der_);                                                     \
    if (size_ > 0)                                                                                 \
      g_byte_array_append (out, der_, (guint) size_);                                              \
    OPENSSL_free (der_);                                                                           \
  }                                                                                                \
  G_STMT_END

static void
put_attribute (GByteArray *out, const guint8 *oid, gsize size, GByteArray *value)
{
  GByteArray *inner = g_byte_array_new ();
  put (inner, TAG_OID, oid, size);
  wrap (inner, TAG_SET, value);
  wrap (out, TAG_SEQUENCE, inner);
}

/* SigningCertificateV2 with one ESSCertIDv2; SHA-256 is its default and left out. */
static GByteArray *
make_signing_certificate (const AssayReportKey *key)
{
  g_autoptr (GBytes) hash = assay_text_unhex (key->fingerprint);
  GByteArray *name = g_byte_array_new ();
  PUT_OPENSSL (name, i2d_X509_NAME, X509_get_issuer_name (key->certificate));
  GByteArray *names = g_byte_array_new ();
  wrap (names, TAG_CONTEXT_4, name);
  GByteArray *issuer = g_byte_array_new ();
  wrap (issuer, TAG_SEQUENCE, names);
  PUT_OPENSSL (issuer, i2d_ASN1_INTEGER, X509_get0_serialNumber (key->certificate));

  GByteArray *id = g_byte_array_new ();
  put (id, TAG_OCTETS, g_bytes_get_data (hash, NULL), g_bytes_get_size (hash));
  wrap (id, TAG_SEQUENCE, issuer);
  GByteArray *ids = g_byte_array_new ();
  wrap (ids, TAG_SEQUENCE, id);
  GByteArray *certificates = g_byte_array_new ();
  wrap (certificates, TAG_SEQUENCE, ids);
  GByteArray *value = g_byte_array_new ();
  wrap (value, TAG_SEQUENCE, certificates);
  return value;
}

/* In ascending order of their encodings, as DER orders a SET OF: here that is the order of their
 * lengths. */
static GByteArray *
make_attributes (const AssayReportKey *key, const guint8 digest[32])
{
  GByteArray *attributes = g_byte_array_new ();
  GByteArray *type = g_byte_array_new ();
  put (type, TAG_OID, oid_data, sizeof oid_data);
  put_attribute (attributes, oid_content_type, sizeof oid_content_type, type);
  GByteArray *hash = g_byte_array_new ();
  put (hash, TAG_OCTETS, digest, 32);
  put_attribute (attributes, oid_message_digest, sizeof oid_message_digest, hash);
  put_attribute (attributes, oid_certificate_v2, sizeof oid_certificate_v2,
                 make_signing_certificate (key));
  return attributes;
}

/* RSA with PKCS#1 v1.5 padding: the same input gives the same signature. */
static gboolean
sign_attributes (const AssayReportKey *key, const GByteArray *attributes, GByteArray *out)
{
  g_autoptr (GByteArray) set = g_byte_array_new ();
  put (set, TAG_SET, attributes->data, attributes->len);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gsize size = 0;
  gboolean done = context != NULL
                  && EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, key->key) == 1
                  && EVP_DigestSign (context, NULL, &size, set->data, set->len) == 1;
  if (done)
    {
      g_byte_array_set_size (out, (guint) size);
      done = EVP_DigestSign (context, out->data, &size, set->data, set->len) == 1;
      g_byte_array_set_size (out, (guint) size);
    }
  EVP_MD_CTX_free (context);
  return done;
}

static GByteArray *
make_signer (const AssayReportKey *key, const GByteArray *attributes, const GByteArray *signature)
{
  GByteArray *signer = g_byte_array_new ();
  put (signer, TAG_INTEGER, "\x01", 1);
  GByteArray *sid = g_byte_array_new ();
  PUT_OPENSSL (sid, i2d_X509_NAME, X509_get_issuer_name (key->certificate));
  PUT_OPENSSL (sid, i2d_ASN1_INTEGER, X509_get0_serialNumber (key->certificate));
  wrap (signer, TAG_SEQUENCE, sid);
  put_algorithm (signer, oid_sha256, sizeof oid_sha256, FALSE);
  put (signer, TAG_CONTEXT_0, attributes->data, attributes->len);
  put_algorithm (signer, oid_rsa, sizeof oid_rsa, TRUE);
  put (signer, TAG_OCTETS, signature->data, signature->len);
  GByteArray *signers = g_byte_array_new ();
  wrap (signers, TAG_SEQUENCE, signer);
  return signers;
}

GByteArray *
assay_report_key_sign (AssayReportKey *self, const guint8 digest[32], GError **error)
{
  g_autoptr (GByteArray) attributes = make_attributes (self, digest);
  g_autoptr (GByteArray) signature = g_byte_array_new ();
  if (!sign_attributes (self, attributes, signature))
    {
      g_set_error_literal (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_KEY,
                           _ ("Signing the report failed."));
      return NULL;
    }
  GByteArray *data = g_byte_array_new ();
  put (data, TAG_INTEGER, "\x01", 1);
  GByteArray *digests = g_byte_array_new ();
  put_algorithm (digests, oid_sha256, sizeof oid_sha256, FALSE);
  wrap (data, TAG_SET, digests);
  GByteArray *content = g_byte_array_new ();
  put (content, TAG_OID, oid_data, sizeof oid_data);
  wrap (data, TAG_SEQUENCE, content);
  GByteArray *certificates = g_byte_array_new ();
  PUT_OPENSSL (certificates, i2d_X509, self->certificate);
  wrap (data, TAG_CONTEXT_0, certificates);
  wrap (data, TAG_SET, make_signer (self, attributes, signature));

  GByteArray *explicit = g_byte_array_new ();
  wrap (explicit, TAG_SEQUENCE, data);
  GByteArray *info = g_byte_array_new ();
  put (info, TAG_OID, oid_signed_data, sizeof oid_signed_data);
  wrap (info, TAG_CONTEXT_0, explicit);
  GByteArray *out = g_byte_array_new ();
  wrap (out, TAG_SEQUENCE, info);
  return out;
}
