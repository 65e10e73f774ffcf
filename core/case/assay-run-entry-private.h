/* assay-run-entry-private.h: an `analyse` entry: what was run on what, with what, and what came of
 * it. */
#pragma once

#include "case/assay-case-private.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Parameters, tool and catalogue; before the run, because files that are parameters are hashed as
 * they are then. */
AssayEntry *assay_run_entry_new (AssayCase *self,
                                 guint exhibit,
                                 const AssayParameters *parameters) G_GNUC_WARN_UNUSED_RESULT;
/* A run that has a result, stored as vault object @sha256. */
void assay_run_entry_set_outcome (AssayEntry *entry,
                                  AssayCase *self,
                                  AssayOutcome *outcome,
                                  const char *sha256);
/* A run that has none. */
void assay_run_entry_set_failure (AssayEntry *entry,
                                  AssayExhibit *exhibit,
                                  gint64 started,
                                  const GError *failure);

G_END_DECLS
