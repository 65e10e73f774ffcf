/* assay-format.h: file formats and how they are told apart by their leading bytes. */
#pragma once

#include "base/assay-base.h"
#include "media/assay-media-error.h"
#include "model/assay-tool-info.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id; /* "jpeg", "png", "mp4", "heif", "matroska", "wav" …; "applies_to" of a rule names
                     ids or families */
  const char *family; /* formats read by one parser: "jpeg", "tiff" (with camera raw), "bmff" (MP4,
                         MOV, HEIF …), "riff" … */
  const char *mime;   /* "image/jpeg" */
  const char *title;  /* msgid: "JPEG picture" */
  const char *extensions; /* all usual ones, lower case, separated by spaces: "jpg jpeg jpe jfif" */
  guint kinds;            /* AssayMediaKind bits; video containers refine it from their tracks */
} AssayFormat;

/* By leading bytes (and container brand); never NULL: the last resort is "unknown". */
const AssayFormat *assay_format_sniff (AssaySource *source);
const AssayFormat *assay_format_find (const char *id);
/* By the extension of @name, case ignored; NULL if no format has it. */
const AssayFormat *assay_format_for_name (const char *name);
gboolean assay_format_has_extension (const AssayFormat *format, const char *extension);

G_END_DECLS
