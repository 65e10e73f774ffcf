/* assay-pdf-stamp.c: the token of a time-stamping authority as unsigned attribute of a signature.
 *
 * The signed attributes are not touched: OpenSSL writes them in the order of DER, in which they
 * were signed. */
#include "report-verify/assay-pdf-stamp-private.h"

#include "config.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <string.h>

#include "base/assay-base.h"
#include "base/assay-timestamp-request.h"

static CMS_ContentInfo *
read_cms (const AssayPdfFile *file, const AssayPdfSignature *signature)
{
  g_autoptr (GBytes) value = assay_pdf_signature_read_value (file, signature);
  gsize size = 0;
  const guint8 *p = value == NULL ? NULL : g_bytes_get_data (value, &size);

  return p == NULL ? NULL : d2i_CMS_ContentInfo (NULL, &p, (long) size);
}

/* Borrowed from @cms; NULL unless there is exactly one. */
static CMS_SignerInfo *
get_signer (CMS_ContentInfo *cms)
{
  STACK_OF (CMS_SignerInfo) *signers = NULL;

  if (cms != NULL && OBJ_obj2nid (CMS_get0_type (cms)) == NID_pkcs7_signed)
    signers = CMS_get0_SignerInfos (cms);
  return signers != NULL && sk_CMS_SignerInfo_num (signers) == 1
             ? sk_CMS_SignerInfo_value (signers, 0)
             : NULL;
}

GBytes *
assay_pdf_stamp_value (const AssayPdfFile *file, const AssayPdfSignature *signature)
{
  CMS_ContentInfo *cms = read_cms (file, signature);
  CMS_SignerInfo *signer = get_signer (cms);
  const ASN1_OCTET_STRING *octets = signer == NULL ? NULL : CMS_SignerInfo_get0_signature (signer);
  GBytes *value = NULL;

  if (octets != NULL && ASN1_STRING_length (octets) > 0)
    value = g_bytes_new (ASN1_STRING_get0_data (octets), (gsize) ASN1_STRING_length (octets));
  CMS_ContentInfo_free (cms);
  ERR_clear_error ();
  return value;
}

static void
hash (GBytes *bytes, guint8 digest[32])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 32;

  g_checksum_update (sum, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_checksum_get_digest (sum, digest, &size);
}

GBytes *
assay_pdf_stamp_request (GBytes *value)
{
  guint8 digest[32];
  guint8 nonce[32];

  hash (value, digest);
  g_autoptr (GBytes) again = g_bytes_new (digest, sizeof digest);
  hash (again, nonce);
  return assay_timestamp_request_new (digest, nonce);
}

GBytes *
assay_pdf_stamp_find (const AssayPdfFile *file, const AssayPdfSignature *signature)
{
  CMS_ContentInfo *cms = read_cms (file, signature);
  CMS_SignerInfo *signer = get_signer (cms);
  const int at = signer == NULL
                     ? -1
                     : CMS_unsigned_get_attr_by_NID (signer, NID_id_smime_aa_timeStampToken, -1);
  X509_ATTRIBUTE *attribute = at < 0 ? NULL : CMS_unsigned_get_attr (signer, at);
  const ASN1_STRING *token
      = attribute == NULL ? NULL : X509_ATTRIBUTE_get0_data (attribute, 0, V_ASN1_SEQUENCE, NULL);
  GBytes *bytes = NULL;

  if (token != NULL && ASN1_STRING_length (token) > 0)
    bytes = g_bytes_new (ASN1_STRING_get0_data (token), (gsize) ASN1_STRING_length (token));
  CMS_ContentInfo_free (cms);
  ERR_clear_error ();
  return bytes;
}

/* The token inside @response, as DER. */
static GBytes *
read_token (GBytes *response)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (response, &size);
  TS_RESP *answer = size > G_MAXINT ? NULL : d2i_TS_RESP (NULL, &p, (long) size);
  PKCS7 *token = answer == NULL ? NULL : TS_RESP_get_token (answer);
  guint8 *der = NULL;
  const int length = token == NULL ? -1 : i2d_PKCS7 (token, &der);
  GBytes *bytes = length > 0 ? g_bytes_new (der, (gsize) length) : NULL;

  OPENSSL_free (der);
  TS_RESP_free (answer);
  return bytes;
}

/* The signature's new value as DER. */
static GBytes *
add_token (CMS_ContentInfo *cms, GBytes *token)
{
  CMS_SignerInfo *signer = get_signer (cms);
  gsize size;
  const void *data = g_bytes_get_data (token, &size);
  guint8 *der = NULL;
  int length = -1;

  if (signer != NULL
      && CMS_unsigned_add1_attr_by_NID (signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                                        data, (int) size)
             == 1)
    length = i2d_CMS_ContentInfo (cms, &der);
  GBytes *value = length > 0 ? g_bytes_new (der, (gsize) length) : NULL;
  OPENSSL_free (der);
  return value;
}

GBytes *
assay_pdf_stamp_place (const AssayPdfFile *file,
                       const AssayPdfSignature *signature,
                       GBytes *response)
{
  CMS_ContentInfo *cms = read_cms (file, signature);
  g_autoptr (GBytes) token = cms == NULL ? NULL : read_token (response);
  g_autoptr (GBytes) value = token == NULL ? NULL : add_token (cms, token);
  gsize size;
  const guint8 *data = assay_pdf_file_get_data (file, &size);
  const gsize space = (gsize) (signature->after - signature->gap - 2);

  CMS_ContentInfo_free (cms);
  ERR_clear_error ();
  if (value == NULL || g_bytes_get_size (value) * 2 > space)
    return NULL;

  g_autofree char *hex = assay_text_hex (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  guint8 *copy = g_memdup2 (data, size);
  memset (copy + signature->gap + 1, '0', space);
  memcpy (copy + signature->gap + 1, hex, strlen (hex));
  return g_bytes_new_take (copy, size);
}
