/* assay-pdf-signature.c: finds signature dictionaries by their ByteRange and verifies them with
 * OpenSSL.
 *
 * They are searched in the bytes, not through the form fields: a signature that no field shows
 * would be missed by a reader of fields, and one that is found twice is only verified twice. */
#include "report-verify/assay-pdf-signature-private.h"

#include "config.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <string.h>

#include "base/assay-base.h"

#define MOST_SIGNATURES 32
#define MOST_VALUE (1024u * 1024u)

static void
signature_free (gpointer data)
{
  AssayPdfSignature *self = data;
  g_free (self->subject);
  g_free (self->fingerprint);
  g_free (self->digest);
  g_free (self);
}

/* The value between the two ranges: a hexadecimal string that fills the gap. */
GBytes *
assay_pdf_signature_read_value (const AssayPdfFile *file, const AssayPdfSignature *self)
{
  const guint64 from = self->gap;
  const guint64 to = self->after;
  gsize size;
  const guint8 *data = assay_pdf_file_get_data (file, &size);
  if (to - from < 4 || to - from > 2 * MOST_VALUE || data[from] != '<' || data[to - 1] != '>')
    return NULL;
  g_autofree char *hex = g_strndup ((const char *) data + from + 1, (gsize) (to - from - 2));
  return assay_text_unhex (hex);
}

static void
describe_signer (AssayPdfSignature *self, X509 *certificate)
{
  X509_NAME *name = X509_get_subject_name (certificate);
  const int at = X509_NAME_get_index_by_NID (name, NID_commonName, -1);
  guint8 *text = NULL;
  int length
      = at >= 0
            ? ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)))
            : -1;
  if (length >= 0)
    {
      g_free (self->subject);
      self->subject = assay_text_visible ((const char *) text, length);
    }
  OPENSSL_free (text);
  self->self_signed = X509_NAME_cmp (name, X509_get_issuer_name (certificate)) == 0;

  guint8 *der = NULL;
  length = i2d_X509 (certificate, &der);
  if (length > 0)
    {
      g_free (self->fingerprint);
      self->fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, (gsize) length);
    }
  OPENSSL_free (der);
}

static void
describe_cms (AssayPdfSignature *self, CMS_ContentInfo *cms)
{
  STACK_OF (CMS_SignerInfo) *infos = CMS_get0_SignerInfos (cms);
  CMS_SignerInfo *info
      = sk_CMS_SignerInfo_num (infos) > 0 ? sk_CMS_SignerInfo_value (infos, 0) : NULL;
  if (info == NULL)
    return;
  X509 *certificate = NULL;
  X509_ALGOR *digest = NULL;
  /* Sets the signer of each info from the certificates inside. */
  CMS_set1_signers_certs (cms, NULL, 0);
  CMS_SignerInfo_get0_algs (info, NULL, &certificate, &digest, NULL);
  if (digest != NULL)
    {
      const ASN1_OBJECT *object = NULL;
      X509_ALGOR_get0 (&object, NULL, NULL, digest);
      g_free (self->digest);
      self->digest = g_ascii_strdown (OBJ_nid2sn (OBJ_obj2nid (object)), -1);
    }
  if (certificate != NULL)
    describe_signer (self, certificate);
}

/* The two ranges as one memory stream. */
static BIO *
make_content (const AssayPdfFile *file, guint64 gap, guint64 after, guint64 end)
{
  gsize size;
  const guint8 *data = assay_pdf_file_get_data (file, &size);
  BIO *content = BIO_new (BIO_s_mem ());
  if (content == NULL)
    return NULL;
  const guint64 starts[2] = { 0, after };
  const guint64 ends[2] = { gap, end };
  for (guint i = 0; i < 2; i++)
    for (guint64 at = starts[i]; at < ends[i];)
      {
        const int n = (int) MIN (ends[i] - at, 1u << 20);
        if (BIO_write (content, data + at, n) != n)
          {
            BIO_free (content);
            return NULL;
          }
        at += (guint64) n;
      }
  return content;
}

static AssaySignatureState
verify_value (AssayPdfSignature *self, const AssayPdfFile *file, GBytes *value)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (value, &size);
  CMS_ContentInfo *cms = d2i_CMS_ContentInfo (NULL, &p, (long) size);
  if (cms == NULL)
    return ASSAY_SIGNATURE_FORM;
  AssaySignatureState state = ASSAY_SIGNATURE_FORM;
  if (OBJ_obj2nid (CMS_get0_type (cms)) == NID_pkcs7_signed)
    {
      describe_cms (self, cms);
      BIO *content = make_content (file, self->gap, self->after, self->covered);
      if (content != NULL
          && CMS_verify (cms, NULL, NULL, content, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)
                 == 1)
        state = ASSAY_SIGNATURE_VALID;
      else
        state = ASSAY_SIGNATURE_DIFFERS;
      ERR_clear_error ();
      BIO_free (content);
    }
  CMS_ContentInfo_free (cms);
  return state;
}

static AssayPdfSignature *
read_signature (const AssayPdfFile *file, gsize at)
{
  guint64 range[4];
  gsize size;
  const guint8 *data = assay_pdf_file_get_data (file, &size);
  AssayPdfSignature *self = g_new0 (AssayPdfSignature, 1);
  self->offset = at;
  self->subject = g_strdup ("");
  self->fingerprint = g_strdup ("");
  self->digest = g_strdup ("");
  self->state = ASSAY_SIGNATURE_RANGE;

  at += strlen ("/ByteRange");
  while (at < size && (g_ascii_isspace (data[at]) || data[at] == '['))
    at++;
  for (guint i = 0; i < 4; i++)
    if (!assay_pdf_file_number (file, &at, &range[i]))
      return self;
  /* From the first byte, over a gap that is exactly the value, to some end in the file. */
  if (range[0] != 0 || range[1] > size || range[2] > size || range[2] <= range[1]
      || range[3] > size - range[2])
    return self;
  self->gap = range[1];
  self->after = range[2];
  self->covered = range[2] + range[3];
  g_autoptr (GBytes) value = assay_pdf_signature_read_value (file, self);
  if (value != NULL)
    self->state = verify_value (self, file, value);
  return self;
}

GPtrArray *
assay_pdf_signatures (const AssayPdfFile *file)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (signature_free);
  for (gssize at = assay_pdf_file_find (file, 0, "/ByteRange");
       at >= 0 && list->len < MOST_SIGNATURES;
       at = assay_pdf_file_find (file, (gsize) at + 1, "/ByteRange"))
    g_ptr_array_add (list, read_signature (file, (gsize) at));
  return list;
}
