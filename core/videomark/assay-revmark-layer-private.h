/* assay-revmark-layer-private.h: one layer of a card, read. */
#pragma once

#include "videomark/assay-revmark-card.h"

G_BEGIN_DECLS

/* An integer member @least..@most; @fallback when it is missing, an error if that is below 0. */
gboolean assay_revmark_read_count (JsonObject *object,
                                   const char *member,
                                   gint64 least,
                                   gint64 most,
                                   gint64 fallback,
                                   guint *value,
                                   GError **error);
gboolean assay_revmark_read_real (JsonObject *object,
                                  const char *member,
                                  double least,
                                  double most,
                                  double *value,
                                  GError **error);
/* [a-z0-9._-]{1,40} */
gboolean assay_revmark_is_name (const char *name);
/* The numbers of the kind and its arrays "@part.NAME.weight" …; not its name and sources. */
gboolean assay_revmark_layer_read (AssayRevmarkLayer *self,
                                   JsonObject *object,
                                   const char *part,
                                   AssayModelFile *file,
                                   GError **error);
/* How many sources the kind has, least and most. */
void assay_revmark_layer_sources (AssayRevmarkKind kind, guint *least, guint *most);

G_END_DECLS
