/* assay-case-error.c: the error domain of core/case, and the one place where errno becomes one of
 * its codes. */
#include "case/assay-case-error-private.h"

#include <errno.h>

GQuark
assay_case_error_quark (void)
{
  return g_quark_from_static_string ("assay-case-error");
}

static AssayCaseError
code_of (int number)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return ASSAY_CASE_ERROR_FULL;
    case EROFS:
      return ASSAY_CASE_ERROR_READ_ONLY;
    default:
      return ASSAY_CASE_ERROR_IO;
    }
}

void
assay_case_set_errno (GError **error, int number, const char *sentence)
{
  g_set_error (error, ASSAY_CASE_ERROR, code_of (number), "%s: %s", sentence, g_strerror (number));
}

const char *
assay_case_error_id (const GError *error)
{
  static const char *const ids[] = {
    [ASSAY_CASE_ERROR_LOCKED] = "LOCKED",
    [ASSAY_CASE_ERROR_FULL] = "FULL",
    [ASSAY_CASE_ERROR_CORRUPT] = "CORRUPT",
    [ASSAY_CASE_ERROR_EXISTS] = "EXISTS",
    [ASSAY_CASE_ERROR_NOT_FOUND] = "NOT_FOUND",
    [ASSAY_CASE_ERROR_SOURCE] = "SOURCE",
    [ASSAY_CASE_ERROR_CHANGED] = "CHANGED",
    [ASSAY_CASE_ERROR_READ_ONLY] = "READ_ONLY",
    [ASSAY_CASE_ERROR_KEY] = "KEY",
    [ASSAY_CASE_ERROR_IO] = "IO",
    [ASSAY_CASE_ERROR_INVALID] = "INVALID",
    [ASSAY_CASE_ERROR_ERASED] = "ERASED",
  };
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "CANCELLED";
  if (error->domain == ASSAY_CASE_ERROR && error->code >= 0
      && (gsize) error->code < G_N_ELEMENTS (ids))
    return ids[error->code];
  return "OTHER";
}
