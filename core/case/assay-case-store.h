/* assay-case-store.h: the folder that holds the cases. */
#pragma once

#include "case/assay-case-folder.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;
  char *uuid;
  char *title;
  char *reference;
  char *examiner;
  gint64 opened;   /* ms since 1970 */
  gint64 modified; /* time of the newest entry */
  guint exhibits;
  char *error; /* NULL, or why it cannot be read: a broken case is listed, not hidden */
} AssayCaseSummary;

void assay_case_summary_free (AssayCaseSummary *self);

/* $XDG_DATA_HOME/assay/cases; the first case made or imported there makes it. */
char *assay_store_default_path (void) G_GNUC_WARN_UNUSED_RESULT;
/* Newest first; (element-type AssayCaseSummary) (transfer full). A store that does not exist is
 * empty. */
GPtrArray *assay_store_list (const char *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes a case folder (named by its UUID) with ledger entry 1 and a checkpoint, opened for writing.
 */
AssayCase *assay_store_create (const char *store,
                               AssayExaminerKey *key,
                               const char *title,
                               const char *reference,
                               const char *examiner,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The folder of a case given as path, UUID, unique beginning of a UUID, or unique title. */
char *
assay_store_find (const char *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Moves the whole case folder to the trash; only the person may ask for it. */
gboolean assay_store_trash (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCaseSummary, assay_case_summary_free)

G_END_DECLS
