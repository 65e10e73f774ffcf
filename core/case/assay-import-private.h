/* assay-import-private.h: the parts of an import and what they share. */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>
#include <sys/types.h>

#include "base/assay-progress.h"
#include "case/assay-case-verify.h"
#include "case/assay-vault-private.h"

G_BEGIN_DECLS

/* Text files of a bag: a ledger of 100,000 entries has 120 MB. */
#define ASSAY_IMPORT_TEXT_LIMIT ((gsize) 512 * 1024 * 1024)

typedef struct
{
  int bag;              /* the folder with bagit.txt */
  int folder;           /* of the case in the making */
  GHashTable *manifest; /* path in the bag → SHA-256 in hex */
  char *uuid;           /* from entry 1 */
  guint64 copied;
  AssayProgress *progress;
  GCancellable *cancellable;
} AssayImport;

/* Copies the file @name of the bag to @target below the case; CORRUPT unless it is what the
 * manifest says. */
gboolean assay_import_copy (
    AssayImport *self, const char *name, const char *target, mode_t mode, GError **error);
/* The same into memory. */
GBytes *assay_import_read (AssayImport *self, const char *name, gsize limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Takes the manifest that the worker read, by its hash. */
gboolean assay_import_read_manifest (AssayImport *self, const char *sha256, GError **error);

/* assay-import-tables.c */
/* The tables of the case as its ledger makes them, on no disk. */
sqlite3 *assay_import_tables_in_memory (AssayImport *self,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes case.db in @path from the lines of the bag, and the files in keys/; sets the UUID. */
gboolean assay_import_tables (AssayImport *self, const char *path, GError **error);
/* Copies the objects that those tables name. */
gboolean assay_import_objects (AssayImport *self, const char *path, GError **error);

G_END_DECLS
