/* assay-parsers-av.c: which parser reads which video, sound or box format. Only the table. */
#include "media/assay-parsers-av-private.h"

#include "config.h"

const AssayParser assay_parsers_av[] = {
  { "3gp", assay_parse_bmff },  { "avi", assay_parse_riff },  { "avif", assay_parse_bmff },
  { "cr3", assay_parse_bmff },  { "heif", assay_parse_bmff }, { "m4a", assay_parse_bmff },
  { "m4v", assay_parse_bmff },  { "mov", assay_parse_bmff },  { "mp4", assay_parse_bmff },
  { "riff", assay_parse_riff }, { "wav", assay_parse_riff },  { NULL, NULL },
};
