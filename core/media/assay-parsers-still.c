/* assay-parsers-still.c: which parser reads which picture, document, archive or text format. Only
 * the table. */
#include "media/assay-parser-private.h"
#include "media/assay-parsers-still-private.h"

const AssayParser assay_parsers_still[] = {
  { "jpeg", assay_parse_jpeg },
  { NULL, NULL },
};
