/* assay-report-key-private.h: the report-signing key in memory. */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "report/assay-report-private.h"

G_BEGIN_DECLS

struct _AssayReportKey
{
  gint references; /* atomic */
  EVP_PKEY *key;
  X509 *certificate;
  char *subject;
  char *fingerprint;
};

G_END_DECLS
