/* assay-pdf-signature-private.h: the signatures of a PDF: what each covers, and whether it holds
 * (ISO 32000-1, 12.8; RFC 5652). */
#pragma once

#include "report-verify/assay-pdf-file-private.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_SIGNATURE_VALID,
  ASSAY_SIGNATURE_RANGE,   /* the byte range leaves out more than the signature's own value, or is
                              impossible */
  ASSAY_SIGNATURE_FORM,    /* the value is no CMS signature that can be read */
  ASSAY_SIGNATURE_DIFFERS, /* the bytes, or the signature's own value, are not what was signed */
} AssaySignatureState;

typedef struct
{
  AssaySignatureState state;
  guint64 offset;    /* of its ByteRange */
  guint64 covered;   /* the file up to here is covered */
  char *subject;     /* common name of the signer, made visible; "" when unknown */
  char *fingerprint; /* SHA-256 of the certificate, hex; "" */
  char *digest;      /* "sha256" … */
  gboolean self_signed;
} AssayPdfSignature;

/* (element-type AssayPdfSignature) (transfer full): in file order, at most 32. */
GPtrArray *assay_pdf_signatures (const AssayPdfFile *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
