/* assay-case-export.h: a package that others can verify without Assay (CUSTODY §9). */
#pragma once

#include "base/assay-base.h"
#include "case/assay-case-folder.h"

G_BEGIN_DECLS

/* Writes a BagIt bag to @folder, which must not exist. */
gboolean assay_case_export (AssayCase *self,
                            const char *folder,
                            AssayProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
void assay_case_export_async (AssayCase *self,
                              const char *folder,
                              AssayProgressFunc progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean assay_case_export_finish (AssayCase *self, GAsyncResult *result, GError **error);

G_END_DECLS
