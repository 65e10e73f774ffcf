/* assay-retention.h: how long the evidence of a case may be kept (CUSTODY §8). The period is an
 * entry of the ledger; when it is over the person is told and deletes, nothing happens by itself.
 */
#pragma once

#include "case/assay-case-folder.h"

G_BEGIN_DECLS

/* Keeps the evidence until the end of @day ("2027-03-31", UTC); NULL: no period. An entry
 * `retention` of the ledger. INVALID for what is no day or a day that is over, and the errors of
 * writing. Quick enough for the main thread (one transaction). */
gboolean assay_case_set_retention (AssayCase *self, const char *day, GError **error);
/* The day, "" when there is none. (transfer full) */
char *assay_case_get_retention (AssayCase *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether evidence is still held after @day has ended at @now (ms since 1970). */
gboolean assay_case_is_overdue (AssayCase *self, gint64 now);
/**
 * assay_case_erase_overdue:
 *
 * Erases every exhibit that is still held (assay_case_erase(), one entry each) if the period is
 * over at @now.
 *
 * Returns: how many were erased; -1 with INVALID if the period is not over, or the errors of
 * erasing (what was erased before stays erased)
 */
int assay_case_erase_overdue (AssayCase *self, gint64 now, const char *reason, GError **error);

G_END_DECLS
