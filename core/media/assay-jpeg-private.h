/* assay-jpeg-private.h: what the files of the JPEG parser share: the walk's state and the parts of
 * the work. */
#pragma once

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

#define ASSAY_JPEG_TABLES 4 /* T.81 B.2.4: destinations 0 to 3 */

/* A metadata block that JPEG had to split into segments of 64 KiB. */
typedef struct
{
  GByteArray *data;
  guint64 offset; /* of the first part; ASSAY_OFFSET_NONE once there are two */
  guint parts;
  guint expected; /* ICC: how many there must be; extended XMP: whole length */
} AssayJpegParts;

typedef struct
{
  gboolean defined;
  guint16 values[64]; /* row order */
  guint8 precision;   /* 8 or 16 bits */
  guint64 offset;
  guint number;
} AssayJpegQuantisation;

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  guint64 size;
  guint64 position;  /* next marker */
  guint64 end;       /* behind EOI, 0 before it was met */
  GString *segments; /* marker codes */
  GString *apps;
  guint frames;
  guint scans;
  guint64 entropy;
  guint restart_interval;
  guint restarts;
  guint restart_disorder;
  guint stray; /* markers that have no meaning within coded data */
  guint width;
  guint height;
  guint64 size_offset; /* where height and width stand */
  AssayJpegQuantisation quantisation[ASSAY_JPEG_TABLES];
  guint n_quantisation;
  guint quantisation_defined;           /* definitions met, of any slot */
  guint huffman[2 * ASSAY_JPEG_TABLES]; /* hash of the table in each slot, class × 4 + id; 0 while
                                           undefined */
  guint n_huffman;
  gboolean huffman_standard;
  gboolean quantisation_redefined;
  gboolean huffman_redefined;
  AssayJpegParts icc;
  AssayJpegParts xmp;
  AssayJpegParts jumbf;
} AssayJpeg;

/* assay-jpeg-tables.c. @reader holds a segment's payload. */
void assay_jpeg_quantisation (AssayJpeg *self, AssayReader *reader);
void assay_jpeg_huffman (AssayJpeg *self, AssayReader *reader);
void assay_jpeg_frame (AssayJpeg *self, guint8 marker, AssayReader *reader);
/* Once, after the walk: quality, standard tables, keys. */
void assay_jpeg_table_facts (AssayJpeg *self);

/* assay-jpeg-apps.c. */
/* How an application segment names itself; "" if it does not. Borrowed from a table or @buffer. */
const char *assay_jpeg_app_label (
    guint8 marker, const guint8 *data, gsize size, char *buffer, gsize buffer_size);
/* Facts of an application segment; @offset is that of @data[0]. Its element is open. */
void
assay_jpeg_app (AssayJpeg *self, guint8 marker, const guint8 *data, gsize size, guint64 offset);
/* Blocks that were split over segments, once all segments were met. */
void assay_jpeg_parts_finish (AssayJpeg *self);
void assay_jpeg_parts_clear (AssayJpeg *self);

/* assay-jpeg-mpf.c: CIPA DC-007. @base is where the MP header stands in the file. */
void assay_jpeg_mpf (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);

/* assay-jpeg-scan.c: walks coded data from @self->position to the next marker that ends it. */
void assay_jpeg_scan (AssayJpeg *self);

G_END_DECLS
