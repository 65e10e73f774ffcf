/* assay-parser-private.h: what the parsers of core/media agree on: the dispatch tables, and the
 * blocks (EXIF, XMP, ICC, IPTC, JUMBF) that several containers carry. One parser file per format
 * family. */
#pragma once

#include <gio/gio.h>

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/**
 * AssayParseFunc:
 * @source: the whole file
 * @inspection: where facts, elements and problems go; its format is already set
 * @cancellable: (nullable): asked at least every 50 ms of work; a cancelled parser just returns
 *
 * Walks one format. Never fails: what is wrong with the bytes becomes a problem. Everything that it
 * opens it closes.
 */
typedef void (*AssayParseFunc) (AssaySource *source,
                                AssayInspection *inspection,
                                GCancellable *cancellable);

typedef struct
{
  const char *format; /* id in the format table; NULL ends the list */
  AssayParseFunc parse;
} AssayParser;

/* Pictures, documents, archives, text (assay-parsers-still.c). */
extern const AssayParser assay_parsers_still[];
/* Video, sound and everything built of ISO boxes, HEIF included (assay-parsers-av.c). */
extern const AssayParser assay_parsers_av[];

/* Offset of a fact or block that stands nowhere in the file as such: derived, decompressed or
 * pieced together. */
#define ASSAY_OFFSET_NONE G_MAXUINT64

/* Blocks. @data lasts until the call returns, @base is the file offset of @data[0] or
 * ASSAY_OFFSET_NONE. Elements that they add become children of the element that is open. */

/* A TIFF structure ("II*\0" or "MM\0*" at @data[0], no "Exif\0\0" before it). */
void assay_block_exif (AssayInspection *inspection,
                       const guint8 *data,
                       gsize size,
                       guint64 base,
                       GCancellable *cancellable);
/* An XMP packet, with or without its <?xpacket?> wrapper. */
void assay_block_xmp (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);
/* A whole ICC profile. */
void assay_block_icc (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);
/* IPTC-IIM datasets (0x1C …). */
void assay_block_iptc (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);
/* Photoshop image resources ("8BIM" …), IPTC within included. */
void
assay_block_photoshop (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);
/* A JUMBF superbox ("jumb" box, header included), as C2PA manifest stores are. */
void assay_block_jumbf (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);

/**
 * assay_parse_trailer:
 * @offset: first byte after the format's own end
 *
 * Says what stands between @offset and the end of the file (facts trailer.*): padding, cluster
 * slack, a picture, a complete archive or PDF, a vendor's trailer. Does nothing if the file ends at
 * @offset.
 */
void assay_parse_trailer (AssaySource *source,
                          AssayInspection *inspection,
                          guint64 offset,
                          GCancellable *cancellable);

G_END_DECLS
