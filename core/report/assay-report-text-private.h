/* assay-report-text-private.h: text of any script as draw items: measured, broken into lines, and
 * drawn.
 *
 * What an embedded font shows glyph for character becomes text items; what needs shaping or a
 * fallback font becomes filled outlines with the same string invisible over them, so that a search
 * finds it. */
#pragma once

#include "report/assay-report-fonts-private.h"

G_BEGIN_DECLS

typedef struct
{
  AssayFont font;
  AssayColour colour;
} AssayTextStyle;

/* Several styles in one paragraph. */
typedef struct _AssayRich AssayRich;
AssayRich *assay_rich_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_rich_free (AssayRich *self);
/* @text is valid UTF-8; NULL adds nothing. */
void assay_rich_add (AssayRich *self, const char *text, const AssayTextStyle *style);
/* The same as a link to @target. */
void assay_rich_add_link (AssayRich *self,
                          const char *text,
                          const AssayTextStyle *style,
                          const char *target);

/* Characters outside the plane of libharu's fonts stand as private codes in draw lists; this maps
 * them back. */
typedef struct
{
  GArray *characters; /* gunichar by code - 0xE000, in order of first use */
  GHashTable *codes;  /* character → code */
} AssayPrivateCodes;

AssayPrivateCodes *assay_private_codes_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_private_codes_free (AssayPrivateCodes *self);
/* @text with what cannot be a code of its own replaced. */
char *assay_private_codes_encode (AssayPrivateCodes *self,
                                  const char *text,
                                  gssize length) G_GNUC_WARN_UNUSED_RESULT;
char *assay_private_codes_decode (const AssayPrivateCodes *self,
                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Lines of at most @width pt (negative: one line, whatever its width). */
PangoLayout *assay_text_layout (AssayReportFonts *fonts,
                                const char *text,
                                const AssayTextStyle *style,
                                double width) G_GNUC_WARN_UNUSED_RESULT;
PangoLayout *assay_rich_layout (const AssayRich *self,
                                AssayReportFonts *fonts,
                                double width) G_GNUC_WARN_UNUSED_RESULT;
/* Ascent, height and width of a line, pt. */
void assay_text_line_extents (PangoLayoutLine *line, double *ascent, double *height, double *width);
/* One run of a line, from @x on, baseline @y: text items or outlines. @text is the whole paragraph.
 */
void assay_text_draw_run (AssayReportFonts *fonts,
                          AssayPrivateCodes *codes,
                          const char *text,
                          PangoLayoutRun *run,
                          double x,
                          double y,
                          AssayColour colour,
                          AssayDrawList *to);
/* Draws @line with its baseline at (@x, @y). */
void assay_text_draw_line (AssayReportFonts *fonts,
                           AssayPrivateCodes *codes,
                           PangoLayoutLine *line,
                           double x,
                           double y,
                           AssayDrawList *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRich, assay_rich_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPrivateCodes, assay_private_codes_free)

G_END_DECLS
