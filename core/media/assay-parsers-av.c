/* assay-parsers-av.c: which parser reads which video, sound or box format. Only the table. */
#include "media/assay-parser-private.h"

const AssayParser assay_parsers_av[] = {
  { NULL, NULL },
};
