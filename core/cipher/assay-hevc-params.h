/* assay-hevc-params.h: sequence and picture parameter sets (ITU-T H.265, 7.3.2), as far as parsing
 * slice data needs them. */
#pragma once

#include <glib.h>

#include "cipher/assay-cipher-error.h"
#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

#define ASSAY_HEVC_MOST_SETS 64     /* short-term reference picture sets of an SPS */
#define ASSAY_HEVC_MOST_PICTURES 16 /* in one of them */
#define ASSAY_HEVC_MOST_TILES 64    /* columns; and rows. Level 6.2 allows 20 and 22 */

/* st_ref_pic_set(): what a slice header that refers to it needs. */
typedef struct
{
  guint8 n;                                   /* NumDeltaPocs */
  guint8 used;                                /* those of them that the current picture may use */
  gint32 delta_poc[ASSAY_HEVC_MOST_PICTURES]; /* negative ones first, nearest first */
  gboolean used_by[ASSAY_HEVC_MOST_PICTURES];
  guint8 n_negative;
} AssayHevcRefSet;

typedef struct
{
  guint id;
  guint chroma_format;      /* ChromaArrayType: 0 to 3 */
  gboolean separate_planes; /* separate_colour_plane_flag */
  guint width, height;      /* luma samples, as coded */
  guint crop[4];            /* left, right, top, bottom, in chroma units */
  guint bit_depth_luma, bit_depth_chroma;
  guint log2_max_poc_lsb;
  guint log2_min_cb, log2_ctb, log2_min_tb, log2_max_tb;
  guint hierarchy_inter, hierarchy_intra; /* max_transform_hierarchy_depth_… */
  gboolean scaling_lists, amp, sao, temporal_mvp;
  gboolean pcm;
  guint pcm_bits_luma, pcm_bits_chroma, log2_min_pcm, log2_max_pcm;
  guint n_ref_sets;
  AssayHevcRefSet ref_sets[ASSAY_HEVC_MOST_SETS];
  gboolean long_term;
  guint n_long_term;
  guint64 long_term_used; /* bit i: used_by_curr_pic_lt_sps_flag[i] */
  gboolean transform_skip_context, implicit_rdpcm, explicit_rdpcm;
  guint width_ctbs, height_ctbs;
} AssayHevcSps;

typedef struct
{
  guint id;
  guint sps;
  gboolean dependent_slices, output_flag, sign_hiding, cabac_init, lists_modification;
  guint n_extra_bits;
  guint n_ref_default[2];
  gint init_qp; /* 26 + init_qp_minus26 */
  gboolean transform_skip;
  guint log2_max_transform_skip;
  gboolean qp_delta;
  guint qp_delta_depth;
  gboolean slice_chroma_qp_offsets, weighted_pred, weighted_bipred, transquant_bypass;
  gboolean tiles, wavefront;
  guint n_columns, n_rows;
  gboolean uniform;
  guint column_width[ASSAY_HEVC_MOST_TILES], row_height[ASSAY_HEVC_MOST_TILES];
  gboolean loop_filter_across_slices, deblocking_override, deblocking_off;
  gboolean header_extension;
  gboolean cross_component;
  gboolean chroma_qp_offsets;
  guint chroma_qp_offset_depth, n_chroma_qp_offsets;
} AssayHevcPps;

/* Which parameter set of its type an unescaped one is, of whatever layer: a later one of the same
 * number takes the place of an earlier one. -1 when that cannot be read, or for other units. */
gint assay_hevc_parameters_id (const guint8 *rbsp, gsize size);

/* Both from an unescaped NAL unit with its header. (transfer full): g_free(). %NULL with
 * ASSAY_CIPHER_ERROR: what the standard forbids, or a tool that is refused. */
AssayHevcSps *
assay_hevc_sps_read (const guint8 *rbsp, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayHevcPps *
assay_hevc_pps_read (const guint8 *rbsp, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
