/* assay-preview-private.h: the picture and the Exif preview of a JPEG, decoded and compared. */
#pragma once

#include "integrity/assay-preview-compare-private.h"
#include "media/assay-inspection.h"
#include "model/assay-image.h"
#include "model/assay-plot.h"

G_BEGIN_DECLS

typedef struct
{
  AssayImage *picture; /* reduced: longer side at least the asked size; not upright */
  gboolean whole;      /* nothing of it was missing or damaged */
  AssayImage *preview; /* "preview", as it is stored; NULL if there is none that can be decoded */
  gboolean compared;   /* comparison is set */
  AssayPreviewComparison comparison;
} AssayPreview;

/**
 * assay_preview_load:
 * @least: longer side of the picture, px
 *
 * They are compared only if both could be decoded completely: a picture that was cut off differs
 * from its preview for that reason alone.
 *
 * Returns: (transfer full) (nullable): %NULL if the file is no JPEG, its picture cannot be decoded,
 * or when cancelled
 */
AssayPreview *assay_preview_load (const AssayInspection *inspection,
                                  AssaySource *source,
                                  guint least,
                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void assay_preview_free (AssayPreview *self);

/* Adds derived.thumbnail.* and derived.image.aspect; nothing if they were not compared. */
void assay_preview_add_facts (const AssayPreview *self, AssayInspection *inspection);

/* The local differences as a heat map, in parts of width and height. */
AssayPlot *assay_preview_plot (const AssayPreview *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPreview, assay_preview_free)

G_END_DECLS
