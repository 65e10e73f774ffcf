/* assay-region.h: a part of a medium: a time range, and a rectangle that may move over time.
 *
 * Text form (command line, JSON, ledger): "T0-T1" in seconds, then optional "@" and rectangles
 * "t:x,y,w,h" joined by ";", e.g. "1.5-9@1.5:10,10,64,48;9:80,10,64,48". Either part may be
 * missing: "0-3.2", "@0:0,0,64,64". Pixels of the displayed picture, top left origin; between key
 * frames a rectangle moves linearly. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  double time;                /* s */
  double x, y, width, height; /* px */
} AssayRegionKey;

typedef struct _AssayRegion AssayRegion;
#define ASSAY_TYPE_REGION (assay_region_get_type ())
GType assay_region_get_type (void);

/* @start < 0: from the beginning; @end < 0: to the end. At most 4096 keys, ascending in time. */
AssayRegion *assay_region_new (double start, double end, const AssayRegionKey *keys, gsize n_keys);
/* ASSAY_MODEL_ERROR_INVALID, naming the place, if @text is no region. "" is the whole medium. */
AssayRegion *assay_region_parse (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *assay_region_to_text (const AssayRegion *self) G_GNUC_WARN_UNUSED_RESULT;
AssayRegion *assay_region_ref (AssayRegion *self);
void assay_region_unref (AssayRegion *self);
/* Seconds, -1 when open. */
double assay_region_get_start (const AssayRegion *self);
double assay_region_get_end (const AssayRegion *self);
const AssayRegionKey *assay_region_get_keys (const AssayRegion *self, gsize *n_keys);
/* The rectangle at @time; FALSE when there is none. */
gboolean assay_region_at (const AssayRegion *self, double time, AssayRegionKey *rectangle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRegion, assay_region_unref)

G_END_DECLS
