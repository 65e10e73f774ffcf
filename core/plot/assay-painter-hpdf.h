/* assay-painter-hpdf.h: paints draw lists into the pages of a PDF: vectors stay vectors, text stays
 * text. */
#pragma once

#include <hpdf.h>

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

typedef struct
{
  /* The embedded font for @item; NULL leaves the text out. libharu gets item->text as it stands, so
   * the font's encoding must be UTF-8
   * ("UTF-8" after HPDF_UseUTFEncodings()). */
  HPDF_Font (*font) (HPDF_Doc document, const AssayDrawItem *item, gpointer user_data);
  /* Where @target is, for a link; NULL leaves the link out. May be NULL. */
  HPDF_Destination (*destination) (HPDF_Doc document, const char *target, gpointer user_data);
  gpointer user_data;
} AssayHpdfCallbacks;

/* Of one document: keeps the transparency states and images that pages share. */
typedef struct _AssayPainterHpdf AssayPainterHpdf;

/* @document must live longer. @callbacks are copied. */
AssayPainterHpdf *assay_painter_hpdf_new (HPDF_Doc document, const AssayHpdfCallbacks *callbacks)
    G_GNUC_WARN_UNUSED_RESULT;
void assay_painter_hpdf_free (AssayPainterHpdf *self);

/**
 * assay_painter_hpdf_paint:
 * @x: where the list's left edge stands on the page, points from the left
 * @y: its top edge, points from the top of the page
 *
 * Only what the list says enters the file: the same lists give the same bytes. Errors are
 * libharu's: the document's error handler is called, and the document is in error (HPDF_GetError())
 * afterwards.
 */
void assay_painter_hpdf_paint (
    AssayPainterHpdf *self, const AssayDrawList *list, HPDF_Page page, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPainterHpdf, assay_painter_hpdf_free)

G_END_DECLS
