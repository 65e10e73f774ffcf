/* assay-parsers-still.c: which parser reads which picture, document, archive or text format. Only
 * the table. */
#include "media/assay-parser-private.h"
#include "media/assay-parsers-still-private.h"

const AssayParser assay_parsers_still[] = {
  { "bmp", assay_parse_bmp },   { "gif", assay_parse_gif },
  { "jpeg", assay_parse_jpeg }, { "png", assay_parse_png },
  { "webp", assay_parse_webp }, { "tiff", assay_parse_tiff },
  { "dng", assay_parse_tiff },  { "cr2", assay_parse_tiff },
  { "nef", assay_parse_tiff },  { "arw", assay_parse_tiff },
  { "orf", assay_parse_tiff },  { "rw2", assay_parse_tiff },
  { "pdf", assay_parse_pdf },   { "zip", assay_parse_zip },
  { "ooxml", assay_parse_zip }, { "odf", assay_parse_zip },
  { "epub", assay_parse_zip },  { "apk", assay_parse_zip },
  { "csv", assay_parse_csv },   { "tsv", assay_parse_csv },
  { "text", assay_parse_text }, { "json", assay_parse_text },
  { "xml", assay_parse_text },  { "svg", assay_parse_text },
  { "html", assay_parse_text }, { NULL, NULL },
};
