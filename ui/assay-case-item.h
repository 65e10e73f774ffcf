/* assay-case-item.h: one case of the store as an object for list models. Immutable. */
#pragma once

#include "case/assay-case-store.h"

G_BEGIN_DECLS

/* Properties: title, reference, examiner, path, error (strings), exhibits (uint), modified (int64,
 * ms since 1970), facts (one line for people: "3 exhibits · 12 May 2026 · Reference 12/26"). */
#define ASSAY_TYPE_CASE_ITEM (assay_case_item_get_type ())
G_DECLARE_FINAL_TYPE (AssayCaseItem, assay_case_item, ASSAY, CASE_ITEM, GObject)

/* Copies what it needs. */
AssayCaseItem *assay_case_item_new (const AssayCaseSummary *summary) G_GNUC_WARN_UNUSED_RESULT;
const char *assay_case_item_get_path (AssayCaseItem *self);
const char *assay_case_item_get_title (AssayCaseItem *self);
const char *assay_case_item_get_reference (AssayCaseItem *self);
const char *assay_case_item_get_examiner (AssayCaseItem *self);
const char *assay_case_item_get_facts (AssayCaseItem *self);
/* NULL, or why it cannot be read. */
const char *assay_case_item_get_error (AssayCaseItem *self);

G_END_DECLS
