/* assay-hevc-picture.h: how the coding tree units of a picture lie, and what was decoded where. */
#pragma once

#include "cipher/assay-hevc-params.h"

G_BEGIN_DECLS

/* Kept for each 4×4 luma block. */
typedef struct
{
  guint8 *intra_mode; /* IntraPredModeY; DC for what is not intra, and for PCM */
  guint8 *depth;      /* CtDepth << 1 | cu_skip_flag */
  guint stride;       /* blocks in a row */
} AssayHevcBlocks;

typedef struct
{
  const AssayHevcSps *sps; /* borrowed */
  const AssayHevcPps *pps;
  guint n_ctbs;
  guint32 *to_tile_scan; /* CtbAddrRsToTs */
  guint32 *to_raster;    /* CtbAddrTsToRs */
  guint16 *tile;         /* TileId, by address in tile scan */
  guint32 *slice;        /* SliceAddrRs of each decoded CTU by raster address, G_MAXUINT32 before */
  guint32 *column_start; /* by raster column: first column of its tile */
  AssayHevcBlocks blocks;
} AssayHevcPicture;

/* 6.5.1. (transfer full); %NULL with ASSAY_CIPHER_ERROR_MALFORMED when tiles do not fit the
 * picture.
 */
AssayHevcPicture *assay_hevc_picture_new (const AssayHevcSps *sps,
                                          const AssayHevcPps *pps,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Nothing is decoded any more: the next picture. */
void assay_hevc_picture_reset (AssayHevcPicture *self);
void assay_hevc_picture_free (AssayHevcPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHevcPicture, assay_hevc_picture_free)

G_END_DECLS
