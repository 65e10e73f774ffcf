/* assay-parsers-av.c: which parser reads which video, sound or box format. Only the table. */
#include "media/assay-parsers-av-private.h"

#include "config.h"

const AssayParser assay_parsers_av[] = {
  { "3gp", assay_parse_bmff },
  { "aac", assay_parse_adts },
  { "avi", assay_parse_riff },
  { "avif", assay_parse_bmff },
  { "cr3", assay_parse_bmff },
  { "flac", assay_parse_flac },
  { "h264", assay_parse_annexb },
  { "heif", assay_parse_bmff },
  { "hevc", assay_parse_annexb },
  { "m4a", assay_parse_bmff },
  { "m4v", assay_parse_bmff },
  { "matroska", assay_parse_matroska },
  { "mov", assay_parse_bmff },
  { "mp3", assay_parse_mp3 },
  { "mp4", assay_parse_bmff },
  { "mpegps", assay_parse_mpegps },
  { "mpegts", assay_parse_mpegts },
  { "oga", assay_parse_ogg },
  { "ogg", assay_parse_ogg },
  { "riff", assay_parse_riff },
  { "wav", assay_parse_riff },
  { "webm", assay_parse_matroska },
  { NULL, NULL },
};
