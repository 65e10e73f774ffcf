/* assay-hevc-coding-unit.c: coding_quadtree() and coding_unit() (ITU-T H.265, 7.3.8.4, 7.3.8.5). */
#include "config.h"

#include "cipher/assay-hevc-slice-private.h"

/* The neighbour in the CTU left of, or above, is available only if that CTU is. */
static gboolean
has_left (const AssayHevcSlice *self, guint x)
{
  return (x & ((1u << self->sps->log2_ctb) - 1)) != 0 || self->left_ctb;
}

static gboolean
has_up (const AssayHevcSlice *self, guint y)
{
  return (y & ((1u << self->sps->log2_ctb) - 1)) != 0 || self->up_ctb;
}

static gsize
block_at (const AssayHevcSlice *self, guint x, guint y)
{
  return (gsize) (y >> 2) * self->picture->blocks.stride + (x >> 2);
}

/* Neighbours for which @test of what is kept of them holds: 0 to 2. */
static guint
count_neighbours (const AssayHevcSlice *self, guint x, guint y, guint mask, guint more_than)
{
  const guint8 *depth = self->picture->blocks.depth;
  guint n = 0;

  if (has_left (self, x) && (depth[block_at (self, x - 1, y)] & mask) > more_than)
    n++;
  if (has_up (self, y) && (depth[block_at (self, x, y - 1)] & mask) > more_than)
    n++;
  return n;
}

static void
fill_blocks (AssayHevcSlice *self, guint8 *map, guint x, guint y, guint size, guint value)
{
  guint n = MAX (size >> 2, 1u);

  for (guint row = 0; row < n; row++)
    memset (map + block_at (self, x, y + 4 * row), (int) value, n);
}

/* IntraPredModeY of a neighbour, 8.4.2. */
static guint
neighbour_mode (const AssayHevcSlice *self, guint x, guint y, gboolean up)
{
  if (up ? (y & ((1u << self->sps->log2_ctb) - 1)) == 0 : !has_left (self, x))
    return INTRA_DC; /* a row above the CTU is not kept by a decoder */
  return self->picture->blocks
      .intra_mode[up ? block_at (self, x, y - 1) : block_at (self, x - 1, y)];
}

static void
find_candidates (guint a, guint b, guint candidates[3])
{
  if (a != b)
    {
      candidates[0] = a;
      candidates[1] = b;
      candidates[2] = INTRA_VERTICAL;
      if (a != INTRA_PLANAR && b != INTRA_PLANAR)
        candidates[2] = INTRA_PLANAR;
      else if (a != INTRA_DC && b != INTRA_DC)
        candidates[2] = INTRA_DC;
      return;
    }
  if (a < 2)
    {
      candidates[0] = INTRA_PLANAR;
      candidates[1] = INTRA_DC;
      candidates[2] = INTRA_VERTICAL;
      return;
    }
  candidates[0] = a;
  candidates[1] = 2 + (a + 29) % 32;
  candidates[2] = 2 + (a - 2 + 1) % 32;
}

/* rem_intra_luma_pred_mode counts the modes that are no candidates. */
static guint
mode_of_remainder (guint remainder, guint c[3])
{
  guint mode = remainder;
  guint low = MIN (c[0], MIN (c[1], c[2]));
  guint high = MAX (c[0], MAX (c[1], c[2]));
  guint middle = c[0] + c[1] + c[2] - low - high;

  mode += mode >= low;
  mode += mode >= middle;
  mode += mode >= high;
  return mode;
}

/* Process of 8.4.3, with Table 8-3 for 4:2:2. */
static guint
chroma_mode_of (guint coded, guint luma, guint chroma_format)
{
  static const guint8 fixed[] = { INTRA_PLANAR, INTRA_VERTICAL, INTRA_HORIZONTAL, INTRA_DC };
  static const guint8 half_width[]
      = { 0,  1,  2,  2,  2,  2,  3,  5,  7,  8,  10, 11, 13, 15, 16, 18, 19, 20,
          21, 22, 23, 23, 24, 24, 25, 25, 26, 27, 27, 28, 28, 29, 29, 30, 31 };
  guint mode = luma;

  if (coded < G_N_ELEMENTS (fixed))
    mode = fixed[coded] == luma ? INTRA_LAST : fixed[coded];
  return chroma_format == 2 ? half_width[mode] : mode;
}

static void
read_chroma_modes (AssayHevcSlice *self, guint n_parts)
{
  AssayHevcUnit *cu = &self->cu;
  guint n = self->sps->chroma_format == 3 ? n_parts : 1;

  if (self->sps->chroma_format == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      guint coded = 4;

      if (assay_hevc_decide (self, CTX_CHROMA_MODE) != 0)
        coded = assay_cabac_bypasses (&self->cabac, 2);
      cu->chroma_is_luma[i] = coded == 4;
      cu->chroma_mode[i]
          = (guint8) chroma_mode_of (coded, cu->luma_mode[i], self->sps->chroma_format);
    }
  for (guint i = n; i < 4; i++)
    {
      cu->chroma_mode[i] = cu->chroma_mode[0];
      cu->chroma_is_luma[i] = cu->chroma_is_luma[0];
    }
}

/* The modes of an intra coding unit, with their most probable ones. */
static void
read_intra_modes (AssayHevcSlice *self)
{
  AssayHevcUnit *cu = &self->cu;
  guint n = cu->part == PART_NxN ? 4 : 1;
  guint size = (1u << cu->log2_size) >> (n == 4 ? 1 : 0);
  gboolean probable[4];

  for (guint i = 0; i < n; i++)
    probable[i] = assay_hevc_decide (self, CTX_PREV_INTRA) != 0;
  for (guint i = 0; i < n; i++)
    {
      guint x = cu->x + (i & 1) * size;
      guint y = cu->y + (i >> 1) * size;
      guint candidates[3];
      guint index = 0;

      find_candidates (neighbour_mode (self, x, y, FALSE), neighbour_mode (self, x, y, TRUE),
                       candidates);
      if (probable[i])
        {
          while (index < 2 && assay_cabac_bypass (&self->cabac) != 0)
            index++;
          cu->luma_mode[i] = (guint8) candidates[index];
        }
      else
        cu->luma_mode[i]
            = (guint8) mode_of_remainder (assay_cabac_bypasses (&self->cabac, 5), candidates);
      fill_blocks (self, self->picture->blocks.intra_mode, x, y, size, cu->luma_mode[i]);
    }
  for (guint i = n; i < 4; i++)
    cu->luma_mode[i] = cu->luma_mode[0];
  read_chroma_modes (self, n);
}

static AssayHevcPart
read_part_mode (AssayHevcSlice *self)
{
  const AssayHevcUnit *cu = &self->cu;
  gboolean smallest = cu->log2_size == self->sps->log2_min_cb;
  gboolean horizontal;

  if (assay_hevc_decide (self, CTX_PART_MODE) != 0)
    return PART_2Nx2N;
  if (cu->intra)
    return PART_NxN;
  horizontal = assay_hevc_decide (self, CTX_PART_MODE + 1) != 0;
  if (smallest)
    {
      if (horizontal)
        return PART_2NxN;
      if (cu->log2_size == 3 || assay_hevc_decide (self, CTX_PART_MODE + 2) != 0)
        return PART_Nx2N;
      return PART_NxN;
    }
  if (!self->sps->amp || assay_hevc_decide (self, CTX_PART_MODE + 3) != 0)
    return horizontal ? PART_2NxN : PART_Nx2N;
  if (assay_cabac_bypass (&self->cabac) != 0)
    return horizontal ? PART_2NxnD : PART_nRx2N;
  return horizontal ? PART_2NxnU : PART_nLx2N;
}

/* pcm_sample(): not arithmetic coded; the engine starts anew behind it. */
static void
skip_pcm (AssayHevcSlice *self, guint tail)
{
  const AssayHevcSps *sps = self->sps;
  gsize at = assay_hevc_end_codeword (self, tail);
  gsize n = (gsize) 1 << (2 * self->cu.log2_size);
  gsize n_chroma = sps->chroma_format == 0 ? 0 : 2 * n;

  if (sps->chroma_format == 1)
    n_chroma /= 4;
  else if (sps->chroma_format == 2)
    n_chroma /= 2;
  at += (n * sps->pcm_bits_luma + n_chroma * sps->pcm_bits_chroma + 7) / 8;
  if (at >= self->cabac.size)
    self->bad = TRUE;
  assay_hevc_start_codeword (self, at);
}

static gboolean
read_pcm_flag (AssayHevcSlice *self)
{
  const AssayHevcUnit *cu = &self->cu;
  guint tail = 0;

  if (!self->sps->pcm || cu->part != PART_2Nx2N || cu->log2_size < self->sps->log2_min_pcm
      || cu->log2_size > self->sps->log2_max_pcm || !assay_cabac_terminate (&self->cabac, &tail))
    return FALSE;
  skip_pcm (self, tail);
  return TRUE;
}

static void
read_inter_parts (AssayHevcSlice *self, guint depth)
{
  AssayHevcUnit *cu = &self->cu;
  guint size = 1u << cu->log2_size;
  guint quarter = size / 4;
  guint first_width = size;
  guint first_height = size;
  guint n = cu->part == PART_2Nx2N ? 1 : 2;

  switch (cu->part)
    {
    case PART_2NxN:
      first_height = size / 2;
      break;
    case PART_2NxnU:
      first_height = quarter;
      break;
    case PART_2NxnD:
      first_height = size - quarter;
      break;
    case PART_Nx2N:
      first_width = size / 2;
      break;
    case PART_nLx2N:
      first_width = quarter;
      break;
    case PART_nRx2N:
      first_width = size - quarter;
      break;
    case PART_NxN:
      first_width = size / 2;
      first_height = size / 2;
      n = 4;
      break;
    case PART_2Nx2N:
    default:
      break;
    }
  for (guint i = 0; i < n; i++)
    {
      gboolean second = i == 1 && n == 2;

      assay_hevc_prediction_unit (
          self, second && first_width < size ? size - first_width : first_width,
          second && first_height < size ? size - first_height : first_height, depth);
    }
}

/* Residual of a unit whose prediction is read. */
static void
read_residual (AssayHevcSlice *self)
{
  AssayHevcUnit *cu = &self->cu;

  if (!cu->intra && !(cu->part == PART_2Nx2N && cu->merge)
      && assay_hevc_decide (self, CTX_ROOT_CBF) == 0)
    return;
  cu->max_transform_depth = cu->intra ? self->sps->hierarchy_intra + (cu->part == PART_NxN)
                                      : self->sps->hierarchy_inter;
  assay_hevc_transform_tree (self);
}

static void
read_unit (AssayHevcSlice *self, guint x, guint y, guint log2_size, guint depth)
{
  AssayHevcUnit *cu = &self->cu;
  guint size = 1u << log2_size;

  *cu = (AssayHevcUnit){ .x = x, .y = y, .log2_size = log2_size, .intra = TRUE };
  if (self->pps->transquant_bypass)
    cu->transquant_bypass = assay_hevc_decide (self, CTX_TRANSQUANT_BYPASS) != 0;
  if (self->header->type != ASSAY_HEVC_SLICE_I)
    cu->skip = assay_hevc_decide (self, CTX_SKIP + count_neighbours (self, x, y, 1, 0)) != 0;
  fill_blocks (self, self->picture->blocks.depth, x, y, size, depth << 1 | (cu->skip ? 1 : 0));
  if (!cu->skip && self->header->type != ASSAY_HEVC_SLICE_I)
    cu->intra = assay_hevc_decide (self, CTX_PRED_MODE) != 0;
  if (cu->skip || !cu->intra)
    fill_blocks (self, self->picture->blocks.intra_mode, x, y, size, INTRA_DC);
  if (cu->skip)
    {
      cu->intra = FALSE;
      assay_hevc_prediction_unit (self, size, size, depth);
      return;
    }
  if (!cu->intra || log2_size == self->sps->log2_min_cb)
    cu->part = read_part_mode (self);
  if (!cu->intra)
    read_inter_parts (self, depth);
  else if (read_pcm_flag (self))
    {
      fill_blocks (self, self->picture->blocks.intra_mode, x, y, size, INTRA_DC);
      return;
    }
  else
    read_intra_modes (self);
  read_residual (self);
}

/* @depth is at most 3: CTUs of 64 and coding units of 8. */
static void
read_quadtree (AssayHevcSlice *self, guint x, guint y, guint log2_size, guint depth)
{
  const AssayHevcSps *sps = self->sps;
  guint size = 1u << log2_size;
  gboolean split = log2_size > sps->log2_min_cb;

  if (self->bad || assay_cabac_overran (&self->cabac))
    return;
  if (split && x + size <= sps->width && y + size <= sps->height)
    split = assay_hevc_decide (self, CTX_SPLIT_CU + count_neighbours (self, x, y, 0xfe, depth << 1))
            != 0;
  if (self->pps->qp_delta && log2_size + self->pps->qp_delta_depth >= sps->log2_ctb)
    self->qp_delta_coded = FALSE;
  if (self->header->chroma_qp_offsets
      && log2_size + self->pps->chroma_qp_offset_depth >= sps->log2_ctb)
    self->chroma_offset_coded = FALSE;
  if (!split)
    {
      read_unit (self, x, y, log2_size, depth);
      return;
    }
  size /= 2;
  for (guint i = 0; i < 4; i++)
    {
      guint at_x = x + (i & 1) * size;
      guint at_y = y + (i >> 1) * size;

      if (at_x < sps->width && at_y < sps->height)
        read_quadtree (self, at_x, at_y, log2_size - 1, depth + 1);
    }
}

void
assay_hevc_coding_tree (AssayHevcSlice *self, guint x, guint y)
{
  read_quadtree (self, x, y, self->sps->log2_ctb, 0);
}
