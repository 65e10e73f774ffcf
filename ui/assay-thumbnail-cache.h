/* assay-thumbnail-cache.h: small pictures of a case, fetched in threads when a cell needs them and
 * forgotten when there are many. Where no run has left one, the worker makes one to look at; that
 * changes nothing in the record. */
#pragma once

#include "assay-thumbnail.h"
#include "case/assay-case.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_THUMBNAIL_CACHE (assay_thumbnail_cache_get_type ())
G_DECLARE_FINAL_TYPE (AssayThumbnailCache, assay_thumbnail_cache, ASSAY, THUMBNAIL_CACHE, GObject)

AssayThumbnailCache *assay_thumbnail_cache_new (void);
/* @client: (nullable): NULL makes none. */
void
assay_thumbnail_cache_set_case (AssayThumbnailCache *self, AssayCase *acase, AssayClient *client);
/* Shows the exhibit's picture in @cell until it is released; loads it if need be. */
void
assay_thumbnail_cache_bind (AssayThumbnailCache *self, AssayThumbnail *cell, AssayExhibit *exhibit);
void assay_thumbnail_cache_release (AssayThumbnailCache *self, AssayThumbnail *cell);
/* All bound cells. */
void assay_thumbnail_cache_set_blurred (AssayThumbnailCache *self, gboolean blurred);

G_END_DECLS
