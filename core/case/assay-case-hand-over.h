/* assay-case-hand-over.h: the case or an exhibit goes to somebody else; the case is closed. */
#pragma once

#include "case/assay-case-folder.h"

G_BEGIN_DECLS

/**
 * assay_case_hand_over:
 * @exhibit: 0 for the whole case, whose examiner is then @to
 * @to: who has it from now on
 * @reason: (nullable)
 * @seq: (out) (nullable): the entry
 *
 * An entry `transfer` says from whom, to whom and why; all three can be forgotten like other
 * personal values. INVALID without a name.
 */
gboolean assay_case_hand_over (AssayCase *self,
                               guint exhibit,
                               const char *to,
                               const char *reason,
                               gint64 *seq,
                               GError **error);
/* An entry `case.close` with a checkpoint over it. Whatever is recorded later opens the case again,
 * and everybody sees that it came after. INVALID if the case is closed already. */
gboolean
assay_case_declare_closed (AssayCase *self, const char *reason, gint64 *seq, GError **error);

G_END_DECLS
