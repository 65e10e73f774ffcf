/* assay-matroska-private.h: names and types of Matroska's elements, for the parser. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

/* The size of an element that ends where one of an outer level begins. */
#define ASSAY_EBML_UNKNOWN_SIZE G_MAXUINT64

typedef enum
{
  ASSAY_MATROSKA_MASTER,
  ASSAY_MATROSKA_UNSIGNED,
  ASSAY_MATROSKA_REAL,
  ASSAY_MATROSKA_TEXT,
  ASSAY_MATROSKA_DATE,
  ASSAY_MATROSKA_BINARY,
} AssayMatroskaType;

typedef struct
{
  guint32 id;
  const char *name;
  AssayMatroskaType type;
  const char *fact; /* "mkv." or, after TrackEntry, "mkv.track[n]." is put before it; NULL: none */
  gboolean of_track;
} AssayMatroskaElement;

enum
{
  ASSAY_MATROSKA_ID_SEGMENT = 0x18538067,
  ASSAY_MATROSKA_ID_CLUSTER = 0x1f43b675,
  ASSAY_MATROSKA_ID_TRACK = 0xae,
  ASSAY_MATROSKA_ID_TRACK_TYPE = 0x83,
  ASSAY_MATROSKA_ID_SIMPLE_BLOCK = 0xa3,
  ASSAY_MATROSKA_ID_BLOCK_GROUP = 0xa0,
  ASSAY_MATROSKA_ID_BLOCK = 0xa1,
  ASSAY_MATROSKA_ID_SIMPLE_TAG = 0x67c8,
  ASSAY_MATROSKA_ID_TAG_NAME = 0x45a3,
  ASSAY_MATROSKA_ID_TAG_STRING = 0x4487,
  ASSAY_MATROSKA_ID_DURATION = 0x4489,
  ASSAY_MATROSKA_ID_SCALE = 0x2ad7b1,
  ASSAY_MATROSKA_ID_MUXING_APP = 0x4d80,
  ASSAY_MATROSKA_ID_WRITING_APP = 0x5741,
  ASSAY_MATROSKA_ID_CODEC_PRIVATE = 0x63a2,
};

/* The element of that @id; NULL if it is none that is read. */
const AssayMatroskaElement *assay_matroska_find (guint32 id);
/* Whether @id is a child of Segment: such an element ends a cluster of unknown size. */
gboolean assay_matroska_is_top_level (guint32 id);
/* A variable-length number of at most @maximum bytes, RFC 8794 section 4: leading zero bits say how
 * many bytes follow. @keep_marker leaves the bit that ends them in place, as identifiers have it;
 * without it a number of ones only is ASSAY_EBML_UNKNOWN_SIZE. FALSE at the end of the bytes or if
 * it is longer. */
gboolean
assay_ebml_read_number (AssayReader *reader, gboolean keep_marker, guint maximum, guint64 *value);

G_END_DECLS
