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
  guint64 gap;       /* of its value with the brackets */
  guint64 after;     /* the first byte after them; 0 when the range is impossible */
  guint64 covered;   /* the file up to here is covered */
  char *subject;     /* common name of the signer, made visible; "" when unknown */
  char *fingerprint; /* SHA-256 of the certificate, hex; "" */
  char *digest;      /* "sha256" … */
  gboolean self_signed;
} AssayPdfSignature;

/* Its CMS value, with what is left of the space after it; NULL if it is no hexadecimal string. */
GBytes *assay_pdf_signature_read_value (const AssayPdfFile *file,
                                        const AssayPdfSignature *self) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type AssayPdfSignature) (transfer full): in file order, at most 32. */
GPtrArray *assay_pdf_signatures (const AssayPdfFile *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
