/* assay-hevc-transform.c: transform_tree() and transform_unit() (ITU-T H.265, 7.3.8.8, 7.3.8.10).
 */
#include "config.h"

#include "cipher/assay-hevc-slice-private.h"

/* 26 + QpBdOffset / 2: only its negative is legal (7.4.9.14). */
#define QP_DELTA_LIMIT(bit_depth) (26 + 3 * ((bit_depth) -8))

/* A block of the tree. */
typedef struct
{
  guint x, y, log2_size, depth, index;
  guint base_x, base_y; /* of its parent */
  guint cbf_cb, cbf_cr; /* bit 0: upper or only block; bit 1: lower block of 4:2:2 */
} Node;

/* Chroma blocks of 4:2:2 are two squares, one below the other. */
static guint
read_cbf_chroma (AssayHevcSlice *self, guint parent, guint depth, gboolean two)
{
  guint cbf = 0;

  if (parent == 0)
    return 0;
  cbf = assay_hevc_decide (self, CTX_CBF_CHROMA + depth);
  if (two)
    cbf |= assay_hevc_decide (self, CTX_CBF_CHROMA + depth) << 1;
  return cbf;
}

static void
read_qp_delta (AssayHevcSlice *self)
{
  guint limit = QP_DELTA_LIMIT (self->sps->bit_depth_luma);
  guint value = 0;
  guint order = 0;

  self->qp_delta_coded = TRUE;
  while (value < 5 && assay_hevc_decide (self, CTX_QP_DELTA + (value > 0 ? 1 : 0)) != 0)
    value++;
  if (value == 5)
    {
      while (order < 8 && assay_cabac_bypass (&self->cabac) != 0)
        value += 1u << order++;
      value += assay_cabac_bypasses (&self->cabac, order);
    }
  if (value > limit)
    self->bad = TRUE;
  assay_hevc_reserve (self);
  if (value > 0)
    assay_hevc_read_run (self, ASSAY_CIPHER_DQP_SIGN, 1, value < limit);
}

static void
read_chroma_qp_offset (AssayHevcSlice *self)
{
  self->chroma_offset_coded = TRUE;
  if (assay_hevc_decide (self, CTX_CHROMA_QP_FLAG) == 0)
    return;
  for (guint i = 0; i + 1 < self->pps->n_chroma_qp_offsets; i++)
    if (assay_hevc_decide (self, CTX_CHROMA_QP_INDEX) == 0)
      return;
}

/* cross_comp_pred(), 7.3.8.12 */
static void
read_cross_component (AssayHevcSlice *self, guint component)
{
  guint n = 0;

  while (n < 4 && assay_hevc_decide (self, CTX_RES_SCALE + 4 * component + n) != 0)
    n++;
  if (n > 0)
    assay_hevc_decide (self, CTX_RES_SCALE_SIGN + component);
}

/* Both chroma components of a block at (@x, @y) luma, 2^@log2 chroma samples aside. */
static void
read_chroma (AssayHevcSlice *self, const Node *node, guint x, guint y, guint log2, gboolean luma)
{
  const AssayHevcUnit *cu = &self->cu;
  gboolean cross = self->pps->cross_component && luma
                   && (!cu->intra || cu->chroma_is_luma[assay_hevc_part_at (cu, x, y)]);

  for (guint component = 1; component <= 2; component++)
    {
      guint cbf = component == 1 ? node->cbf_cb : node->cbf_cr;

      if (cross)
        read_cross_component (self, component - 1);
      for (guint i = 0; i < 2; i++)
        if ((cbf >> i & 1) != 0)
          assay_hevc_residual (self, x, y, log2, component);
    }
}

static void
read_transform_unit (AssayHevcSlice *self, const Node *node, gboolean luma)
{
  guint format = self->sps->chroma_format;
  gboolean chroma = (node->cbf_cb | node->cbf_cr) != 0;

  if (!luma && !chroma)
    return;
  if (self->pps->qp_delta && !self->qp_delta_coded)
    read_qp_delta (self);
  if (self->header->chroma_qp_offsets && chroma && !self->cu.transquant_bypass
      && !self->chroma_offset_coded)
    read_chroma_qp_offset (self);
  if (luma)
    assay_hevc_residual (self, node->x, node->y, node->log2_size, 0);
  if (format == 0)
    return;
  if (node->log2_size > 2 || format == 3)
    read_chroma (self, node, node->x, node->y, node->log2_size - (format == 3 ? 0 : 1), luma);
  else if (node->index == 3)
    read_chroma (self, node, node->base_x, node->base_y, 2, FALSE);
}

static gboolean
is_split (AssayHevcSlice *self, const Node *node)
{
  const AssayHevcUnit *cu = &self->cu;
  const AssayHevcSps *sps = self->sps;
  gboolean intra_split = cu->intra && cu->part == PART_NxN && node->depth == 0;
  gboolean inter_split
      = !cu->intra && sps->hierarchy_inter == 0 && cu->part != PART_2Nx2N && node->depth == 0;

  if (node->log2_size <= sps->log2_max_tb && node->log2_size > sps->log2_min_tb
      && node->depth < cu->max_transform_depth && !intra_split)
    return assay_hevc_decide (self, CTX_SPLIT_TRANSFORM + 5 - node->log2_size) != 0;
  return node->log2_size > sps->log2_max_tb || intra_split || inter_split;
}

/* @node->depth is at most 4: blocks from 64 to 4 samples. */
static void
read_tree (AssayHevcSlice *self, Node *node)
{
  guint format = self->sps->chroma_format;
  gboolean split;
  gboolean luma = TRUE;

  if (self->bad || assay_cabac_overran (&self->cabac))
    return;
  split = is_split (self, node);
  if (split && node->log2_size <= 2)
    {
      self->bad = TRUE;
      return;
    }
  if ((node->log2_size > 2 && format != 0) || format == 3)
    {
      gboolean two = format == 2 && (!split || node->log2_size == 3);

      node->cbf_cb = read_cbf_chroma (self, node->cbf_cb, node->depth, two);
      node->cbf_cr = read_cbf_chroma (self, node->cbf_cr, node->depth, two);
    }
  if (split)
    {
      guint half = 1u << (node->log2_size - 1);

      for (guint i = 0; i < 4; i++)
        {
          Node child = *node;

          child.x = node->x + (i & 1) * half;
          child.y = node->y + (i >> 1) * half;
          child.base_x = node->x;
          child.base_y = node->y;
          child.log2_size--;
          child.depth++;
          child.index = i;
          read_tree (self, &child);
        }
      return;
    }
  if (self->cu.intra || node->depth != 0 || (node->cbf_cb | node->cbf_cr) != 0)
    luma = assay_hevc_decide (self, CTX_CBF_LUMA + (node->depth == 0 ? 1 : 0)) != 0;
  read_transform_unit (self, node, luma);
}

void
assay_hevc_transform_tree (AssayHevcSlice *self)
{
  gboolean chroma = self->sps->chroma_format != 0;
  Node root = { .x = self->cu.x,
                .y = self->cu.y,
                .log2_size = self->cu.log2_size,
                .base_x = self->cu.x,
                .base_y = self->cu.y,
                .cbf_cb = chroma ? 1 : 0,
                .cbf_cr = chroma ? 1 : 0 };

  read_tree (self, &root);
}
