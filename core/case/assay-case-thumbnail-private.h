/* assay-case-thumbnail-private.h: small pictures of exhibits: a cache beside the ledger, never
 * evidence. */
#pragma once

#include <glib.h>

#include "model/assay-image.h"

G_BEGIN_DECLS

/* Keeps @image, which a run left, below the case folder @folder, beside those of earlier runs;
 * failing is no error of the run. */
void assay_thumbnail_store (int folder, guint exhibit, AssayImage *image);
/* The same for one that no result names: nobody can say later whether it was changed. */
void assay_thumbnail_store_made (int folder, guint exhibit, AssayImage *image);
/* The one whose pixels have @sha256, or with NULL the one that no result names; NULL if it is not
 * there. */
AssayImage *
assay_thumbnail_load (int folder, guint exhibit, const char *sha256) G_GNUC_WARN_UNUSED_RESULT;
/* What such a file is called in results/thumbnails/. */
char *assay_thumbnail_file (guint exhibit, const char *sha256) G_GNUC_WARN_UNUSED_RESULT;
/* All of the exhibit; FALSE with @error when one is still there. */
gboolean assay_thumbnail_remove (int folder, guint exhibit, GError **error);

G_END_DECLS
