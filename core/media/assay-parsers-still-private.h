/* assay-parsers-still-private.h: the parsers of pictures, documents, archives and text; all are
 * AssayParseFunc. */
#pragma once

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

/* ITU-T T.81, JFIF, Exif, CIPA DC-007 (MPF). */
void assay_parse_jpeg (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* ISO/IEC 15948, APNG. */
void assay_parse_png (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* GIF 87a and 89a. */
void assay_parse_gif (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* RFC 9649. */
void assay_parse_webp (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* TIFF 6.0 and camera raw built on it. */
void assay_parse_tiff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* Windows and OS/2 bitmaps. */
void assay_parse_bmp (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* ISO 32000, lightly: revisions and document information, no content. */
void assay_parse_pdf (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* PKWARE APPNOTE: the central directory; nothing is unpacked. */
void assay_parse_zip (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* CSV and TSV (RFC 4180 and what is met in the wild). */
void assay_parse_csv (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
/* Any other text. */
void assay_parse_text (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);

G_END_DECLS
