/* assay-report-fonts-private.h: the fonts of the report, found once and the same on every machine
 * that has them.
 *
 * A fontconfig configuration of our own holds only the Noto families (and DejaVu Sans for
 * pictographs), so neither the person's settings nor other installed fonts change a page. Not
 * thread-safe: one object per thread. */
#pragma once

#include <pango/pangocairo.h>

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

typedef struct _AssayReportFonts AssayReportFonts;

/* @language: BCP 47, decides which forms Han characters take. ASSAY_REPORT_ERROR_FONT names what is
 * missing. */
AssayReportFonts *assay_report_fonts_new (const char *language,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_report_fonts_free (AssayReportFonts *self);

/* Points are Pango's points, nothing is hinted or rounded, kerning is off (libharu has none).
 * Borrowed. */
PangoContext *assay_report_fonts_get_context (AssayReportFonts *self);
/* The description that stands for @font. */
PangoFontDescription *assay_report_fonts_describe (AssayReportFonts *self,
                                                   const AssayFont *font) G_GNUC_WARN_UNUSED_RESULT;

/* The TrueType file of a text item, for embedding. SERIF is not used in reports and gives the sans
 * file. */
const char *assay_report_fonts_get_file (AssayReportFonts *self, const AssayFont *font);
/* What @font is, when it is one of the embedded files; FALSE for a fallback font. */
gboolean assay_report_fonts_is_embedded (AssayReportFonts *self, PangoFont *font, AssayFont *found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportFonts, assay_report_fonts_free)

G_END_DECLS
