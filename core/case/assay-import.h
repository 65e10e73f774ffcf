/* assay-import.h: an export of a case becomes a case of the store (CUSTODY §9).
 *
 * The bag is foreign: the tool `bag.verify` checks it in the worker first, and what is copied here
 * is held against the manifest whose hash that tool gave. The database of the bag is not opened:
 * the tables are built from ledger.jsonl, ledger.sig, checkpoints.txt and reveals.txt. */
#pragma once

#include "base/assay-base.h"
#include "case/assay-case-folder.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Whether @folder looks like a bag: it holds bagit.txt. */
gboolean assay_bag_is (const char *folder);

/**
 * assay_bag_check:
 * @outcome: (out) (transfer full) (nullable): that of `bag.verify`, also when it found differences;
 *   NULL if it could not run
 * @other: (out) (transfer full) (nullable): the program that wrote the bag, if it is another: its
 *   case.jsonld was not held against the ledger then
 *
 * `bag.verify` in the worker; then that nothing lies in the folder that the manifests do not list;
 * then that case.jsonld is what the ledger gives. The bag's database is not opened: verify.sh of
 * the export holds its tables against the ledger, and an import makes them anew.
 *
 * Returns: whether all is well; SOURCE if it is no bag, CORRUPT with the first difference
 */
gboolean assay_bag_check (const char *bag,
                          AssayClient *client,
                          AssayProgress *progress,
                          GCancellable *cancellable,
                          AssayOutcome **outcome,
                          char **other,
                          GError **error);

/* The first file below @bag that its manifests do not list, or that is no plain file. (transfer
 * full) (nullable): NULL without an error if there is none. */
char *assay_bag_find_stray (const char *bag, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_store_import:
 * @manifest_sha256: what `bag.verify` answered for manifest-sha256.txt
 *
 * Makes the case in @store, beside its place, verifies it whole, and only then gives it its name.
 *
 * Returns: (transfer full): its folder. CORRUPT naming what differs, EXISTS if the store has the
 * case, FULL, IO, or cancelled; nothing is left then
 */
char *assay_store_import (const char *store,
                          const char *bag,
                          const char *manifest_sha256,
                          AssayProgress *progress,
                          GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
