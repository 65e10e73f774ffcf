/* assay-tiff-private.h: our own walk over TIFF structures (TIFF 6.0, BigTIFF, Exif), which knows
 * where every value stands. libexif words the values; it tells no offsets. */
#pragma once

#include <libexif/exif-data.h>

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

/* Bytes of the structure that something refers to. */
typedef struct
{
  guint64 start;
  guint64 end;
} AssayTiffExtent;

typedef struct
{
  /* Set by the caller. */
  AssaySource *source;
  guint64 start; /* of the header in @source */
  guint64 size;  /* bytes from there that belong to the structure */
  guint64 base;  /* of the header in the file; ASSAY_OFFSET_NONE if it stands nowhere as such */
  AssayInspection *inspection;
  GCancellable *cancellable;
  ExifData *words; /* (nullable): libexif's reading of the same bytes */
  gboolean survey; /* only find out what lies where: no facts of values */

  /* Found by the walk. */
  gboolean big_endian;
  gboolean big; /* BigTIFF: counts and offsets of 64 bits */
  GArray *extents;
  GHashTable *visited; /* offsets of IFDs */
  GString *order;
  guint ifds;
  guint subs;
  guint tags;
  guint unsorted;
  guint duplicates;
  guint out_of_range;
  guint bad_types;
  guint64 makernote;
  guint64 makernote_size;
  guint64 thumbnail; /* relative to the header; 0 without one */
  guint64 thumbnail_size;
  gboolean thumbnail_rgb;
} AssayTiff;

typedef struct
{
  const char *ifd; /* "ifd0", "exif", … */
  guint16 tag;
  guint16 type;
  guint64 count;
  guint64 size;  /* bytes of the value */
  guint64 place; /* of the value, relative to the header */
} AssayTiffEntry;

/* Reads the header and all IFDs; FALSE if there is no TIFF header. */
gboolean assay_tiff_walk (AssayTiff *self);
void assay_tiff_clear (AssayTiff *self);
/* exif.byte_order, exif.ifds and the counters. */
void assay_tiff_walk_facts (AssayTiff *self);
/* exif.overlaps and exif.gap.bytes: only of a block that holds nothing else. */
void assay_tiff_layout_facts (AssayTiff *self);

/* Where @place, relative to the header, stands in the file; the end of the structure for what
 * points behind it. */
guint64 assay_tiff_file_offset (const AssayTiff *self, guint64 place);
/* NULL if the structure ends before. */
GBytes *assay_tiff_bytes (const AssayTiff *self, guint64 place, guint64 length);

/* assay-tiff-value.c: the fact of an entry whose value lies inside. */
void assay_tiff_value (AssayTiff *self, const AssayTiffEntry *entry);
/* Bytes of one value of @type; 0 for a type that does not exist. */
guint assay_tiff_type_size (guint16 type);

/* assay-tiff-names.c: "0xc4a5" into @buffer for a tag without name. */
const char *assay_tiff_tag_name (const char *ifd, guint16 tag, char *buffer, gsize size);
/* The IFD of libexif that @ifd is, EXIF_IFD_COUNT for others. */
ExifIfd assay_tiff_exif_ifd (const char *ifd);

/* assay-exif-derived.c: times, position and thumbnail out of the facts. */
void assay_exif_derived (AssayTiff *self);

/* assay-makernote.c: vendor, place, whether it was moved, and what libexif reads in it. */
void assay_makernote (AssayTiff *self);

G_END_DECLS
