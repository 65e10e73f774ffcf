/* assay-recorded-run.h: a run that the ledger has, as a person finds it again: what was asked, what
 * came of it, and which of the files that it made are still as they were. */
#pragma once

#include <json-glib/json-glib.h>

#include "case/assay-case-folder.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Immutable. */
typedef struct
{
  gint64 entry; /* the ledger entry that recorded it */
  gint64 ended; /* ms since 1970 */
  const AssayToolInfo *info;
  AssayOutcome *outcome; /* without pictures, which are not kept; its outputs are those files that
                            have the recorded size and hash */
  char **lost;           /* names of the files that are gone or have changed */
  JsonObject *settings;  /* parameter -> value as recorded; a secret is its fingerprint */
  GArray *inputs;        /* AssayRecordedInput: what came after the exhibit */
} AssayRecordedRun;

typedef struct
{
  char *role;
  char *sha256;
} AssayRecordedInput;

/**
 * assay_case_find_recorded_run:
 * @tools: ids, NULL at the end
 *
 * Blocks: files that the run made are hashed. Files outside of the case folder are looked at only
 * in a case that this examiner writes: the record of somebody else may name any file.
 *
 * Returns: (transfer full) (nullable): the newest successful run of one of @tools on @exhibit;
 * %NULL without an error if there is none
 */
AssayRecordedRun *assay_case_find_recorded_run (AssayCase *self,
                                                guint exhibit,
                                                const char *const *tools,
                                                GCancellable *cancellable,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_recorded_run_free (AssayRecordedRun *self);
/* The text form of a setting, as a form or the command line takes it; NULL if the entry has none or
 * it was deleted. */
const char *assay_recorded_run_get_setting (const AssayRecordedRun *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRecordedRun, assay_recorded_run_free)

G_END_DECLS
