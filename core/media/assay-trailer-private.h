/* assay-trailer-private.h: what follows a format's own end: what is recognised there, and what the
 * file itself declares. */
#pragma once

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind; /* "zip", "rar", "7z", "pdf", "jpeg", "bmff"; declared: "mpf-image",
                       "motion-photo", "samsung-seft" */
  guint64 start;
  guint64 end;
  gboolean complete;
  gboolean declared;
} AssayTrailerPart;

/* assay-trailer-parts.c: complete files from @offset to the end, in file order, none within
 * another. Returns: (transfer full) (element-type AssayTrailerPart) */
GArray *assay_trailer_parts (AssaySource *source,
                             guint64 offset,
                             GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* assay-trailer-declared.c: what MPF, XMP and Samsung's directory say stands behind @offset; adds
 * motion.* and seft.*. Returns: (transfer full) (element-type AssayTrailerPart) */
GArray *assay_trailer_declared (AssaySource *source,
                                AssayInspection *inspection,
                                guint64 offset) G_GNUC_WARN_UNUSED_RESULT;

/* assay-zip-end.c */
typedef struct
{
  guint64 record;    /* offset of the end record */
  guint64 end;       /* behind its comment */
  guint64 directory; /* offset of the central directory in the file */
  guint64 directory_size;
  guint64 shift; /* what to add to offsets in the directory: bytes before the archive */
  guint64 entries;
  guint16 comment;
} AssayZipEnd;

/* Finds the last end record between @from and the end of the file whose directory is where it says.
 */
gboolean assay_zip_find_end (AssaySource *source, guint64 from, AssayZipEnd *end);

G_END_DECLS
