/* assay-bag-private.h: a BagIt bag (RFC 8493) in the making: files go in once and are hashed on the
 * way. */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"

G_BEGIN_DECLS

/* The file of a bag that binds all others. */
#define ASSAY_BAG_TAG_MANIFEST "tagmanifest-sha256.txt"

typedef struct _AssayBag AssayBag;

/* Makes the folder @path, which must not exist, and holds its lock (flock), where the medium
 * has locks, until it is freed. */
AssayBag *assay_bag_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_bag_free (AssayBag *self);

/* Bytes that assay_bag_add_file() will be given in all, for the progress. */
void assay_bag_set_progress (AssayBag *self, guint64 total, AssayProgress *progress);
/* Adds @name ("data/…" is payload, everything else a tag file) with these bytes. */
gboolean assay_bag_add_bytes (
    AssayBag *self, const char *name, const void *data, gsize size, GError **error);
/* The same from the start of @fd. @sha256 (may be NULL): what it must be, else CORRUPT. */
gboolean assay_bag_add_file (AssayBag *self,
                             const char *name,
                             int fd,
                             const char *sha256,
                             GCancellable *cancellable,
                             GError **error);
/* Writes bagit.txt, bag-info.txt (with @info lines before the sums), the manifests, and makes all
 * durable. */
gboolean assay_bag_finish (AssayBag *self, const char *info, GError **error);
/* Hex SHA-256 of tagmanifest-sha256.txt, which binds everything in the bag; after finish. */
const char *assay_bag_get_hash (AssayBag *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayBag, assay_bag_free)

G_END_DECLS
