/* assay-pdf-update-private.h: one incremental update of a PDF that this program has just written
 * (ISO 32000-1, 7.5.6).
 *
 * It reads libharu's own output and nothing else: this is no parser for foreign files. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayPdfUpdate AssayPdfUpdate;

/* NULL with ASSAY_REPORT_ERROR_PDF if @base does not look as libharu writes. */
AssayPdfUpdate *assay_pdf_update_new (GBytes *base, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_pdf_update_free (AssayPdfUpdate *self);

/* Numbers of the objects in the base file: 1 .. n - 1. */
guint assay_pdf_update_get_n_base (const AssayPdfUpdate *self);
/* The text of a base object between "obj" and "endobj", up to its stream; NULL if there is none. */
char *assay_pdf_update_get_base (const AssayPdfUpdate *self,
                                 guint number) G_GNUC_WARN_UNUSED_RESULT;
/* The first page's object. */
guint assay_pdf_update_find_page (const AssayPdfUpdate *self);

/* A number for a new object. */
guint assay_pdf_update_reserve (AssayPdfUpdate *self);
/* Writes object @number (new, or in place of a base object). */
void assay_pdf_update_object (AssayPdfUpdate *self, guint number, const char *text);
/* The same with a stream; @entries stand in its dictionary beside length and filter. */
void assay_pdf_update_stream (AssayPdfUpdate *self,
                              guint number,
                              const char *entries,
                              const void *data,
                              gsize size,
                              gboolean compressed);
/* Cross-reference and trailer; @root is the catalog. Ends the update. */
GByteArray *assay_pdf_update_end (AssayPdfUpdate *self, guint root) G_GNUC_WARN_UNUSED_RESULT;

/* A text string as PDF wants it in any language: UTF-16BE in hex with its mark. */
char *assay_pdf_text_string (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* "D:20261120232405Z" */
char *assay_pdf_date_string (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPdfUpdate, assay_pdf_update_free)

G_END_DECLS
