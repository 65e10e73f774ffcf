/* assay-hevc-slice-header.h: slice_segment_header() (ITU-T H.265, 7.3.6). */
#pragma once

#include "cipher/assay-hevc-params.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_HEVC_SLICE_B = 0,
  ASSAY_HEVC_SLICE_P = 1,
  ASSAY_HEVC_SLICE_I = 2,
} AssayHevcSliceType;

typedef struct
{
  gboolean first_in_picture;
  gboolean dependent;
  guint pps;
  guint32 address;       /* slice_segment_address: first CTU, raster scan */
  guint32 slice_address; /* SliceAddrRs: of the slice that it belongs to */
  AssayHevcSliceType type;
  guint32 poc_lsb;
  AssayHevcRefSet references; /* short-term ones; none of an IDR picture */
  gboolean sao_luma, sao_chroma;
  gboolean mvd_l1_zero, cabac_init;
  guint n_ref[2];
  guint max_merge;
  gint qp; /* SliceQpY */
  gboolean chroma_qp_offsets;
  guint n_entry_points;
  gsize
      entry_points_at;  /* bit of the RBSP where offset_len_minus1 begins; 0 without entry points */
  guint offset_length;  /* bits of each entry_point_offset_minus1 */
  GArray *entry_points; /* guint32: sizes of the substreams but the last, in bytes with emulation
                           prevention; (nullable) */
  gsize data_at;        /* byte of the RBSP where slice_segment_data() begins */
} AssayHevcSliceHeader;

/**
 * assay_hevc_slice_header_read:
 * @nal: of the unit, for its type
 * @rbsp: unescaped, with its two bytes of header
 * @sps: (array length=16) (nullable elements): by id
 * @pps: (array length=64) (nullable elements): by id
 * @previous: (nullable): header of the slice segment before it in the picture, which a dependent
 * one continues
 *
 * Fills @self; clear it with assay_hevc_slice_header_clear(). Returns: %FALSE with
 * ASSAY_CIPHER_ERROR
 */
gboolean assay_hevc_slice_header_read (const AssayHevcNal *nal,
                                       const guint8 *rbsp,
                                       gsize size,
                                       AssayHevcSps *const *sps,
                                       AssayHevcPps *const *pps,
                                       const AssayHevcSliceHeader *previous,
                                       AssayHevcSliceHeader *self,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_hevc_slice_header_clear (AssayHevcSliceHeader *self);

G_END_DECLS
