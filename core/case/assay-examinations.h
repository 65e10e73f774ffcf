/* assay-examinations.h: the standard examinations of an exhibit: what a report shows of every file.
 * Each is a run of the case like any other, recorded with its result. */
#pragma once

#include "case/assay-case-folder.h"
#include "model/assay-tool-info.h"

G_BEGIN_DECLS

typedef struct
{
  guint exhibit;
  const AssayToolInfo *info;
} AssayExamination;

/* (element-type AssayExamination) (transfer full): those that were not run yet, by exhibit, in the
 * order in which they are to be run; the MIME type that a run of the check finds decides over those
 * after it. One that failed was run as well: it would fail again. Blocks. */
GArray *assay_case_find_unexamined (AssayCase *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @examination still has to be run. */
gboolean assay_case_is_unexamined (AssayCase *self, const AssayExamination *examination);
/* The tool of examination @index; NULL behind the last. */
const AssayToolInfo *assay_examination_get (guint index);

G_END_DECLS
