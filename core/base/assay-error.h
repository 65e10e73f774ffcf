/* assay-error.h: the error domain of core/base.
 *
 * Each folder has its own domain; this one is for what bytes, sizes and text themselves can get
 * wrong. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AssayBaseError:
 * @ASSAY_BASE_ERROR_TRUNCATED: bytes end before the structure that they hold does
 * @ASSAY_BASE_ERROR_MALFORMED: a structure contradicts its own definition
 * @ASSAY_BASE_ERROR_LIMIT: the input reaches a limit of assay-limits.h (memory, nesting, count)
 * @ASSAY_BASE_ERROR_IO: reading or writing failed in the operating system
 * @ASSAY_BASE_ERROR_INVALID: a value from a person is outside what is allowed
 */
typedef enum
{
  ASSAY_BASE_ERROR_TRUNCATED,
  ASSAY_BASE_ERROR_MALFORMED,
  ASSAY_BASE_ERROR_LIMIT,
  ASSAY_BASE_ERROR_IO,
  ASSAY_BASE_ERROR_INVALID,
} AssayBaseError;

#define ASSAY_BASE_ERROR (assay_base_error_quark ())
GQuark assay_base_error_quark (void);

G_END_DECLS
