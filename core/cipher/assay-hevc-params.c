/* assay-hevc-params.c: see the header. */
#include "cipher/assay-hevc-params-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>

/* Sides that we take on; levels up to 6.2 stay within. */
#define MOST_SIDE 16384u
#define MOST_SAMPLES (1u << 27)
#define HEADER_BITS 16

GQuark
assay_cipher_error_quark (void)
{
  return g_quark_from_static_string ("assay-cipher-error");
}

gboolean
assay_hevc_bits_check (const AssayHevcBits *bits, const char *what, GError **error)
{
  if (!bits->bad)
    return TRUE;
  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
               _ ("The %s of the video is damaged or cut off"), what);
  return FALSE;
}

static gboolean
refuse (const char *tool, GError **error)
{
  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
               _ ("The video uses %s, which is not supported"), tool);
  return FALSE;
}

/* profile_tier_level(1, @max_sub_layers - 1), 7.3.3 */
static void
skip_profile (AssayHevcBits *bits, guint max_sub_layers)
{
  guint profiles = 0;
  guint levels = 0;

  assay_hevc_skip (bits, 96);
  for (guint i = 0; i + 1 < max_sub_layers; i++)
    {
      profiles += assay_hevc_bit (bits);
      levels += assay_hevc_bit (bits);
    }
  if (max_sub_layers > 1)
    assay_hevc_skip (bits, 2 * (9 - (gsize) max_sub_layers));
  assay_hevc_skip (bits, 88 * (gsize) profiles + 8 * (gsize) levels);
}

gint
assay_hevc_parameters_id (const guint8 *rbsp, gsize size)
{
  AssayHevcBits bits = { .data = rbsp, .size = size, .position = HEADER_BITS };
  const guint type = size > 0 ? rbsp[0] >> 1 & 0x3f : 64;
  guint max_sub_layers;
  guint id;

  if (type == ASSAY_NAL_PPS)
    id = assay_hevc_ue_most (&bits, 63);
  else
    id = assay_hevc_bits (&bits, 4); /* of the VPS; an SPS names it first */
  if (type == ASSAY_NAL_SPS)
    {
      max_sub_layers = assay_hevc_bits (&bits, 3) + 1;
      /* 8 is of a layer above the base that takes it from elsewhere (F.7.3.2.2.1). */
      if (max_sub_layers < 8)
        {
          assay_hevc_bit (&bits);
          skip_profile (&bits, max_sub_layers);
        }
      id = assay_hevc_ue_most (&bits, 15);
    }
  return bits.bad || type < ASSAY_NAL_VPS || type > ASSAY_NAL_PPS ? -1 : (gint) id;
}

static void
read_size (AssayHevcBits *bits, AssayHevcSps *self)
{
  self->chroma_format = assay_hevc_ue_most (bits, 3);
  if (self->chroma_format == 3)
    self->separate_planes = assay_hevc_bit (bits) != 0;
  if (self->separate_planes)
    self->chroma_format = 0;
  self->width = assay_hevc_ue_most (bits, MOST_SIDE);
  self->height = assay_hevc_ue_most (bits, MOST_SIDE);
  if (assay_hevc_bit (bits) != 0)
    for (guint i = 0; i < G_N_ELEMENTS (self->crop); i++)
      self->crop[i] = assay_hevc_ue (bits);
  self->bit_depth_luma = 8 + assay_hevc_ue_most (bits, 8);
  self->bit_depth_chroma = 8 + assay_hevc_ue_most (bits, 8);
  self->log2_max_poc_lsb = 4 + assay_hevc_ue_most (bits, 12);
}

static void
read_block_sizes (AssayHevcBits *bits, AssayHevcSps *self)
{
  self->log2_min_cb = 3 + assay_hevc_ue_most (bits, 3);
  self->log2_ctb = self->log2_min_cb + assay_hevc_ue_most (bits, 3);
  self->log2_min_tb = 2 + assay_hevc_ue_most (bits, 3);
  self->log2_max_tb = self->log2_min_tb + assay_hevc_ue_most (bits, 3);
  self->hierarchy_inter = assay_hevc_ue_most (bits, 4);
  self->hierarchy_intra = assay_hevc_ue_most (bits, 4);
  if (self->width == 0 || self->height == 0 || self->log2_ctb < 4 || self->log2_ctb > 6
      || self->log2_max_tb > 5 || self->log2_max_tb > self->log2_ctb
      || self->log2_min_tb >= self->log2_min_cb || self->width * self->height > MOST_SAMPLES
      || self->width % (1u << self->log2_min_cb) != 0
      || self->height % (1u << self->log2_min_cb) != 0)
    {
      bits->bad = TRUE;
      return;
    }
  self->width_ctbs = (self->width + (1u << self->log2_ctb) - 1) >> self->log2_ctb;
  self->height_ctbs = (self->height + (1u << self->log2_ctb) - 1) >> self->log2_ctb;
}

static void
read_pcm (AssayHevcBits *bits, AssayHevcSps *self)
{
  self->pcm = assay_hevc_bit (bits) != 0;
  if (!self->pcm)
    return;
  self->pcm_bits_luma = assay_hevc_bits (bits, 4) + 1;
  self->pcm_bits_chroma = assay_hevc_bits (bits, 4) + 1;
  self->log2_min_pcm = 3 + assay_hevc_ue_most (bits, 2);
  self->log2_max_pcm = self->log2_min_pcm + assay_hevc_ue_most (bits, 2);
  assay_hevc_bit (bits);
}

static void
read_reference_sets (AssayHevcBits *bits, AssayHevcSps *self)
{
  self->n_ref_sets = assay_hevc_ue_most (bits, ASSAY_HEVC_MOST_SETS);
  for (guint i = 0; i < self->n_ref_sets && !bits->bad; i++)
    assay_hevc_ref_set_read (bits, self->ref_sets, self->n_ref_sets, i, &self->ref_sets[i]);
  self->long_term = assay_hevc_bit (bits) != 0;
  if (!self->long_term)
    return;
  self->n_long_term = assay_hevc_ue_most (bits, 32);
  for (guint i = 0; i < self->n_long_term; i++)
    {
      assay_hevc_skip (bits, self->log2_max_poc_lsb);
      self->long_term_used |= (guint64) assay_hevc_bit (bits) << i;
    }
}

/* sps_range_extension() and the tools that change which bins are what. */
static gboolean
read_sps_extensions (AssayHevcBits *bits, AssayHevcSps *self, GError **error)
{
  gboolean range;
  gboolean multilayer;
  gboolean three_d;
  gboolean screen;

  if (assay_hevc_bit (bits) == 0)
    return TRUE;
  range = assay_hevc_bit (bits) != 0;
  multilayer = assay_hevc_bit (bits) != 0;
  three_d = assay_hevc_bit (bits) != 0;
  screen = assay_hevc_bit (bits) != 0;
  assay_hevc_skip (bits, 4);
  if (range)
    {
      assay_hevc_bit (bits); /* rotation: residuals are not reconstructed here */
      self->transform_skip_context = assay_hevc_bit (bits) != 0;
      self->implicit_rdpcm = assay_hevc_bit (bits) != 0;
      self->explicit_rdpcm = assay_hevc_bit (bits) != 0;
      if (assay_hevc_bit (bits) != 0)
        return refuse ("extended_precision_processing", error);
      assay_hevc_skip (bits, 2);
      if (assay_hevc_bit (bits) != 0)
        return refuse ("persistent_rice_adaptation", error);
      if (assay_hevc_bit (bits) != 0)
        return refuse ("cabac_bypass_alignment", error);
    }
  if (multilayer)
    assay_hevc_bit (bits);
  if (three_d)
    return refuse ("3D-HEVC", error);
  if (screen)
    return refuse (_ ("screen content coding"), error);
  return TRUE;
}

AssayHevcSps *
assay_hevc_sps_read (const guint8 *rbsp, gsize size, GError **error)
{
  g_autofree AssayHevcSps *self = g_new0 (AssayHevcSps, 1);
  AssayHevcBits bits = { .data = rbsp, .size = size, .position = HEADER_BITS };
  guint max_sub_layers;
  gboolean all_layers;

  assay_hevc_skip (&bits, 4);
  max_sub_layers = assay_hevc_bits (&bits, 3) + 1;
  bits.bad |= max_sub_layers > 7;
  assay_hevc_bit (&bits);
  skip_profile (&bits, MIN (max_sub_layers, 7));
  self->id = assay_hevc_ue_most (&bits, 15);
  read_size (&bits, self);
  all_layers = assay_hevc_bit (&bits) != 0;
  for (guint i = all_layers ? 0 : max_sub_layers - 1; i < max_sub_layers; i++)
    for (guint j = 0; j < 3; j++)
      assay_hevc_ue (&bits);
  read_block_sizes (&bits, self);
  self->scaling_lists = assay_hevc_bit (&bits) != 0;
  if (self->scaling_lists && assay_hevc_bit (&bits) != 0)
    assay_hevc_scaling_lists_skip (&bits);
  self->amp = assay_hevc_bit (&bits) != 0;
  self->sao = assay_hevc_bit (&bits) != 0;
  read_pcm (&bits, self);
  read_reference_sets (&bits, self);
  self->temporal_mvp = assay_hevc_bit (&bits) != 0;
  assay_hevc_bit (&bits); /* strong intra smoothing */
  if (assay_hevc_bit (&bits) != 0)
    assay_hevc_vui_skip (&bits, max_sub_layers);
  if (!assay_hevc_bits_check (&bits, _ ("sequence parameter set"), error)
      || !read_sps_extensions (&bits, self, error)
      || !assay_hevc_bits_check (&bits, _ ("sequence parameter set"), error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
read_tiles (AssayHevcBits *bits, AssayHevcPps *self)
{
  self->n_columns = 1;
  self->n_rows = 1;
  self->uniform = TRUE;
  if (!self->tiles)
    return;
  self->n_columns = assay_hevc_ue_most (bits, ASSAY_HEVC_MOST_TILES - 1) + 1;
  self->n_rows = assay_hevc_ue_most (bits, ASSAY_HEVC_MOST_TILES - 1) + 1;
  self->uniform = assay_hevc_bit (bits) != 0;
  if (!self->uniform)
    {
      for (guint i = 0; i + 1 < self->n_columns; i++)
        self->column_width[i] = assay_hevc_ue_most (bits, MOST_SIDE) + 1;
      for (guint i = 0; i + 1 < self->n_rows; i++)
        self->row_height[i] = assay_hevc_ue_most (bits, MOST_SIDE) + 1;
    }
  assay_hevc_bit (bits);
}

static void
read_deblocking (AssayHevcBits *bits, AssayHevcPps *self)
{
  if (assay_hevc_bit (bits) == 0)
    return;
  self->deblocking_override = assay_hevc_bit (bits) != 0;
  self->deblocking_off = assay_hevc_bit (bits) != 0;
  if (self->deblocking_off)
    return;
  assay_hevc_se (bits);
  assay_hevc_se (bits);
}

static void
read_pps_range (AssayHevcBits *bits, AssayHevcPps *self)
{
  if (self->transform_skip)
    self->log2_max_transform_skip = 2 + assay_hevc_ue_most (bits, 3);
  self->cross_component = assay_hevc_bit (bits) != 0;
  self->chroma_qp_offsets = assay_hevc_bit (bits) != 0;
  if (self->chroma_qp_offsets)
    {
      self->chroma_qp_offset_depth = assay_hevc_ue_most (bits, 3);
      self->n_chroma_qp_offsets = assay_hevc_ue_most (bits, 5) + 1;
      for (guint i = 0; i < 2 * self->n_chroma_qp_offsets; i++)
        assay_hevc_se (bits);
    }
  assay_hevc_ue (bits);
  assay_hevc_ue (bits);
}

static gboolean
read_pps_extensions (AssayHevcBits *bits, AssayHevcPps *self, GError **error)
{
  gboolean range;
  gboolean screen;

  if (assay_hevc_bit (bits) == 0)
    return TRUE;
  range = assay_hevc_bit (bits) != 0;
  assay_hevc_skip (bits, 2); /* what layers and depth add stands behind what is read here */
  screen = assay_hevc_bit (bits) != 0;
  assay_hevc_skip (bits, 4);
  if (range)
    read_pps_range (bits, self);
  if (screen)
    return refuse (_ ("screen content coding"), error);
  return TRUE;
}

static void
read_prediction (AssayHevcBits *bits, AssayHevcPps *self)
{
  self->dependent_slices = assay_hevc_bit (bits) != 0;
  self->output_flag = assay_hevc_bit (bits) != 0;
  self->n_extra_bits = assay_hevc_bits (bits, 3);
  self->sign_hiding = assay_hevc_bit (bits) != 0;
  self->cabac_init = assay_hevc_bit (bits) != 0;
  self->n_ref_default[0] = assay_hevc_ue_most (bits, 14) + 1;
  self->n_ref_default[1] = assay_hevc_ue_most (bits, 14) + 1;
  self->init_qp = 26 + assay_hevc_se (bits);
  assay_hevc_bit (bits); /* constrained intra prediction */
  self->transform_skip = assay_hevc_bit (bits) != 0;
  self->qp_delta = assay_hevc_bit (bits) != 0;
  if (self->qp_delta)
    self->qp_delta_depth = assay_hevc_ue_most (bits, 3);
  assay_hevc_se (bits);
  assay_hevc_se (bits);
  self->slice_chroma_qp_offsets = assay_hevc_bit (bits) != 0;
  self->weighted_pred = assay_hevc_bit (bits) != 0;
  self->weighted_bipred = assay_hevc_bit (bits) != 0;
  self->transquant_bypass = assay_hevc_bit (bits) != 0;
}

AssayHevcPps *
assay_hevc_pps_read (const guint8 *rbsp, gsize size, GError **error)
{
  g_autofree AssayHevcPps *self = g_new0 (AssayHevcPps, 1);
  AssayHevcBits bits = { .data = rbsp, .size = size, .position = HEADER_BITS };

  self->log2_max_transform_skip = 2;
  self->id = assay_hevc_ue_most (&bits, 63);
  self->sps = assay_hevc_ue_most (&bits, 15);
  read_prediction (&bits, self);
  self->tiles = assay_hevc_bit (&bits) != 0;
  self->wavefront = assay_hevc_bit (&bits) != 0;
  read_tiles (&bits, self);
  self->loop_filter_across_slices = assay_hevc_bit (&bits) != 0;
  read_deblocking (&bits, self);
  if (assay_hevc_bit (&bits) != 0)
    assay_hevc_scaling_lists_skip (&bits);
  self->lists_modification = assay_hevc_bit (&bits) != 0;
  assay_hevc_ue (&bits); /* parallel merge level */
  self->header_extension = assay_hevc_bit (&bits) != 0;
  if (!assay_hevc_bits_check (&bits, _ ("picture parameter set"), error)
      || !read_pps_extensions (&bits, self, error)
      || !assay_hevc_bits_check (&bits, _ ("picture parameter set"), error))
    return NULL;
  return g_steal_pointer (&self);
}
