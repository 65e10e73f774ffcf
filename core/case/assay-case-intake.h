/* assay-case-intake.h: evidence in, in one streaming pass (CUSTODY §7). */
#pragma once

#include "base/assay-base.h"
#include "case/assay-case-folder.h"

G_BEGIN_DECLS

typedef struct
{
  const char *source; /* where it comes from, as told; NULL: the path */
  const char *note;   /* NULL for none */
  gint64 received;    /* ms since 1970; 0: now */
} AssayIntakeOptions;

/**
 * assay_case_intake:
 * @path: a regular file; refused: symbolic links, FIFOs, devices, directories, unreadable, empty
 *
 * Hashes (SHA-256, SHA-512, SHA-1, MD5) while copying into the vault, fsyncs, reads back, compares,
 * commits. Progress counts bytes. A refused, cancelled or failed intake leaves nothing behind but a
 * ledger entry that says so and why.
 *
 * Returns: (transfer full) (nullable): the exhibit; SOURCE, CHANGED, FULL, IO, READ_ONLY otherwise
 */
AssayExhibit *assay_case_intake (AssayCase *self,
                                 const char *path,
                                 const AssayIntakeOptions *options,
                                 AssayProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @progress is called in the main context of the caller. */
void assay_case_intake_async (AssayCase *self,
                              const char *path,
                              const AssayIntakeOptions *options,
                              AssayProgressFunc progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
AssayExhibit *assay_case_intake_finish (AssayCase *self,
                                        GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
