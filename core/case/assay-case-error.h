/* assay-case-error.h: what custody can get wrong, each with something a person can do about it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AssayCaseError:
 * @ASSAY_CASE_ERROR_LOCKED: another process has the case open for writing
 * @ASSAY_CASE_ERROR_FULL: no space left (before or during)
 * @ASSAY_CASE_ERROR_CORRUPT: the case is not what the ledger says; verify names where
 * @ASSAY_CASE_ERROR_EXISTS: it is there already
 * @ASSAY_CASE_ERROR_NOT_FOUND: no such case, exhibit, run or entry
 * @ASSAY_CASE_ERROR_SOURCE: a source that cannot be evidence (symlink, FIFO, device, directory,
 * unreadable, empty)
 * @ASSAY_CASE_ERROR_CHANGED: the source changed while it was read
 * @ASSAY_CASE_ERROR_READ_ONLY: the case can only be read here
 * @ASSAY_CASE_ERROR_KEY: the examiner key is missing, locked (passphrase) or of another case
 * @ASSAY_CASE_ERROR_IO: the disk failed
 * @ASSAY_CASE_ERROR_INVALID: a value from a person that cannot be taken
 * @ASSAY_CASE_ERROR_ERASED: the exhibit's bytes were deleted on purpose; its entries remain
 */
typedef enum
{
  ASSAY_CASE_ERROR_LOCKED,
  ASSAY_CASE_ERROR_FULL,
  ASSAY_CASE_ERROR_CORRUPT,
  ASSAY_CASE_ERROR_EXISTS,
  ASSAY_CASE_ERROR_NOT_FOUND,
  ASSAY_CASE_ERROR_SOURCE,
  ASSAY_CASE_ERROR_CHANGED,
  ASSAY_CASE_ERROR_READ_ONLY,
  ASSAY_CASE_ERROR_KEY,
  ASSAY_CASE_ERROR_IO,
  ASSAY_CASE_ERROR_INVALID,
  ASSAY_CASE_ERROR_ERASED,
} AssayCaseError;

#define ASSAY_CASE_ERROR (assay_case_error_quark ())
GQuark assay_case_error_quark (void);

G_END_DECLS
