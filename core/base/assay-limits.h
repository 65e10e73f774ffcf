/* assay-limits.h: every limit on what an input may make the program do, in one table, each with its
 * reason. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Boxes, IFDs, RIFF lists, EBML masters: real files stay below 12; recursion costs stack. */
#define ASSAY_LIMIT_DEPTH 32
/* Structure elements of one file (boxes, segments, chunks): an hour of fragmented MP4 has about 30
 * 000. */
#define ASSAY_LIMIT_ELEMENTS 200000
/* Facts (tags, header fields) of one file: maker notes of a modern camera give about 1 500. */
#define ASSAY_LIMIT_FACTS 20000
/* One text value as kept and shown; longer ones are cut with a mark and their full length noted. */
#define ASSAY_LIMIT_TEXT 65536u /* 64 Ki */
/* All text values of one file together: in a hostile file each may be the whole block. */
#define ASSAY_LIMIT_TEXT_TOTAL ((gsize) 32 * 1024 * 1024)
/* One metadata block that is read whole (EXIF, XMP, ICC, moov without sample data). */
#define ASSAY_LIMIT_BLOCK 67108864u /* 64 Mi */
/* Pixels of one picture: the largest medium-format sensors have 151 M. */
#define ASSAY_LIMIT_PIXELS 268435456u /* 256 Mi */
/* Samples (frames) listed of one track: 24 h at 120 frames a second. */
#define ASSAY_LIMIT_SAMPLES 11534336u /* 11 Mi */
/* One frame of the worker protocol; pixels and sound travel as memfds beside it. */
#define ASSAY_LIMIT_WIRE_FRAME 16777216u /* 16 Mi */
/* Values in one plotted series after the tool has reduced it. */
#define ASSAY_LIMIT_SERIES 1048576u /* 1024 Ki */
/* Rows of one result table. */
#define ASSAY_LIMIT_ROWS 200000
/* Findings of one run. */
#define ASSAY_LIMIT_FINDINGS 4096

/**
 * assay_try_alloc:
 * @n: number of elements
 * @size: bytes of one element
 * @limit: the most bytes this allocation may have; 0 for ASSAY_LIMIT_BLOCK
 *
 * Zeroed memory for a size that an input can influence: never aborts.
 *
 * Returns: (transfer full) (nullable): memory for g_free(), or %NULL with ASSAY_BASE_ERROR_LIMIT
 */
gpointer
assay_try_alloc (gsize n, gsize size, gsize limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
