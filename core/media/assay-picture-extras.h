/* assay-picture-extras.h: what a photograph's file holds beside its samples, taken from one file
 * into another. Free of FFmpeg.
 *
 * JPEG, PNG and WebP are read; JPEG and PNG are written. The blocks are copied byte for byte and
 * not judged: that is what the parsers are for. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

typedef struct
{
  GBytes *exif; /* a TIFF block, without "Exif\0\0"; NULL: none, here and below */
  GBytes *xmp;  /* a packet */
  GBytes *icc;  /* a profile */
  GBytes *jpeg; /* segments that JPEG alone has: IPTC, extended XMP, comments */
  GBytes *png;  /* chunks that PNG alone has: texts and the time */
} AssayPictureExtras;

/* Of each kind the first; what is damaged, larger than 16 MiB or of another format is left out. */
void assay_picture_extras_read (AssaySource *source, AssayPictureExtras *extras);
/* Only what the picture cannot be shown rightly without stays: the profile, and an Exif block with
 * nothing but the orientation if that is not the usual one. */
void assay_picture_extras_reduce (AssayPictureExtras *extras);
/**
 * assay_picture_extras_insert:
 * @data: (array length=size): a whole JPEG or PNG
 *
 * JPEG holds 64 KiB of Exif and of XMP at most; larger blocks are left out.
 *
 * Returns: (transfer full) (nullable): @data with the extras, %NULL if it is neither JPEG nor PNG
 */
GByteArray *assay_picture_extras_insert (const AssayPictureExtras *extras,
                                         const guint8 *data,
                                         gsize size) G_GNUC_WARN_UNUSED_RESULT;
void assay_picture_extras_clear (AssayPictureExtras *extras);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayPictureExtras, assay_picture_extras_clear)

G_END_DECLS
