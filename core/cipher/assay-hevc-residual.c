/* assay-hevc-residual.c: residual_coding() (ITU-T H.265, 7.3.8.11, 9.3.4.2.4 to 9.3.4.2.7), but for
 * the levels of a group of coefficients. */
#include "config.h"

#include "cipher/assay-hevc-scan-private.h"
#include "cipher/assay-hevc-slice-private.h"

typedef struct
{
  guint component, log2, scan_index;
  const AssayHevcScan *sub_blocks;
  const AssayHevcScan *places;
  gboolean own_context; /* one context for all significance flags: transform_skip_context */
  gboolean never_hidden;
  guint coded[8 + 1]; /* coded_sub_block_flag: a row each, bit x; with a border */
  guint greater1_context;
} Block;

static guint
read_last_prefix (AssayHevcSlice *self, guint first_context, const Block *block)
{
  guint most = (block->log2 << 1) - 1;
  guint offset = block->component == 0 ? 3 * (block->log2 - 2) + ((block->log2 - 1) >> 2) : 15;
  guint shift = block->component == 0 ? (block->log2 + 1) >> 2 : block->log2 - 2;
  AssayContext *contexts = self->contexts + first_context + offset;
  AssayCabac cabac = self->cabac;
  guint n = 0;

  while (n < most && assay_cabac_decide (&cabac, &contexts[n >> shift]) != 0)
    n++;
  self->cabac = cabac;
  return n;
}

static guint
read_last_suffix (AssayHevcSlice *self, guint prefix)
{
  guint n = (prefix >> 1) - 1;

  if (prefix <= 3)
    return prefix;
  return (1u << n) * (2 + (prefix & 1)) + assay_cabac_bypasses (&self->cabac, n);
}

/* Which neighbours of a sub-block are coded: bit 0 the right one, bit 1 the one below. */
static guint
find_neighbours (const Block *block, guint sub_x, guint sub_y)
{
  return (block->coded[sub_y] >> (sub_x + 1) & 1) | (block->coded[sub_y + 1] >> sub_x & 1) << 1;
}

/* What block size and component add to the contexts of significance. */
static guint
find_significance_base (const Block *block, gboolean first)
{
  gboolean luma = block->component == 0;

  if (block->own_context)
    return luma ? 42 : 43;
  if (block->log2 == 2)
    return luma ? 0 : 27;
  if (!luma)
    return block->log2 == 3 ? 27 + 9 : 27 + 12;
  if (block->log2 == 3)
    return (block->scan_index == 0 ? 9u : 15u) + (first ? 0 : 3);
  return first ? 21 : 21 + 3;
}

/* coded_sub_block_flag, unless it is inferred. */
static gboolean
read_coded (AssayHevcSlice *self, const Block *block, guint neighbours)
{
  guint context = neighbours != 0 ? 1 : 0;

  return assay_hevc_decide (self, CTX_SUB_BLOCK + context + (block->component == 0 ? 0 : 2)) != 0;
}

/* sig_coeff_flag from @from down; @infer: the one at 0 follows from the others being 0. */
static void
read_significance (AssayHevcSlice *self,
                   const Block *block,
                   guint neighbours,
                   gboolean first,
                   gint from,
                   gboolean infer,
                   AssayHevcGroup *group)
{
  guint row = block->log2 == 2 ? ASSAY_HEVC_SIGNIFICANCE_4X4 : neighbours;
  guint base = find_significance_base (block, first);
  AssayContext *contexts = self->contexts + CTX_SIGNIFICANT;
  const guint8 *offsets;
  AssayCabac cabac = self->cabac;
  guint n = group->n;

  if (block->own_context)
    row = ASSAY_HEVC_SIGNIFICANCE_ONE;
  offsets = assay_hevc_significance[block->scan_index][row];
  for (gint place = from; place > 0; place--)
    {
      group->places[n] = (guint8) place;
      n += assay_cabac_decide (&cabac, &contexts[base + offsets[place]]);
    }
  if (from >= 0)
    {
      /* the coefficient of frequency 0 has a context of its own */
      if (first && block->log2 > 2 && !block->own_context)
        base = block->component == 0 ? 0 : 27;
      else
        base += offsets[0];
      group->places[n] = 0;
      if (infer && n == group->n)
        n++;
      else
        n += assay_cabac_decide (&cabac, &contexts[base]);
    }
  self->cabac = cabac;
  group->n = n;
}

/* coeff_abs_level_greater1_flag and _greater2_flag; base becomes baseLevel. */
static void
read_greater (
    AssayHevcSlice *self, Block *block, gboolean first, guint sub_block, AssayHevcGroup *group)
{
  guint set = sub_block == 0 || block->component > 0 ? 0 : 2;
  guint context = 1;
  guint second = G_MAXUINT;
  guint chroma = block->component > 0 ? 1 : 0;
  guint n = MIN (group->n, 8);
  AssayCabac cabac = self->cabac;
  AssayContext *contexts;

  if (!first && block->greater1_context == 0)
    set++;
  contexts = self->contexts + CTX_GREATER1 + 16 * chroma + 4 * set;
  memset (group->base, 1, sizeof group->base);
  for (guint i = 0; i < n; i++)
    {
      if (assay_cabac_decide (&cabac, &contexts[context]) == 0)
        {
          context += context > 0 && context < 3 ? 1 : 0;
          continue;
        }
      group->base[i] = 2;
      context = 0;
      if (second == G_MAXUINT)
        second = i;
    }
  block->greater1_context = context;
  if (second != G_MAXUINT
      && assay_cabac_decide (&cabac, &self->contexts[CTX_GREATER2 + 4 * chroma + set]) != 0)
    group->base[second] = 3;
  self->cabac = cabac;
}

/* explicit_rdpcm_flag and its direction. */
static gboolean
read_rdpcm (AssayHevcSlice *self, guint component, gboolean skipped)
{
  guint chroma = component > 0 ? 1 : 0;

  if (self->cu.intra || !self->sps->explicit_rdpcm || !(skipped || self->cu.transquant_bypass)
      || assay_hevc_decide (self, CTX_RDPCM + chroma) == 0)
    return FALSE;
  assay_hevc_decide (self, CTX_RDPCM_DIRECTION + chroma);
  return TRUE;
}

/* 7.4.9.11: scanIdx follows from the direction of intra prediction. */
static guint
find_scan (const AssayHevcSlice *self, guint mode, guint log2, guint component)
{
  if (!self->cu.intra
      || !(log2 == 2 || (log2 == 3 && (component == 0 || self->sps->chroma_format == 3))))
    return 0;
  if (mode >= 6 && mode <= 14)
    return 2;
  return mode >= 22 && mode <= 30 ? 1 : 0;
}

/* The flags before the position of the last coefficient, and what follows from them. */
static void
start_block (AssayHevcSlice *self, guint x, guint y, Block *block)
{
  const AssayHevcUnit *cu = &self->cu;
  guint part = assay_hevc_part_at (cu, x, y);
  guint mode = block->component == 0 ? cu->luma_mode[part] : cu->chroma_mode[part];
  gboolean skipped = self->pps->transform_skip && !cu->transquant_bypass
                     && block->log2 <= self->pps->log2_max_transform_skip
                     && assay_hevc_decide (self, CTX_TRANSFORM_SKIP + (block->component > 0)) != 0;
  gboolean rdpcm = read_rdpcm (self, block->component, skipped);

  block->scan_index = find_scan (self, mode, block->log2, block->component);
  block->sub_blocks = &assay_hevc_scans[block->scan_index][block->log2 - 2];
  block->places = &assay_hevc_scans[block->scan_index][2];
  block->own_context = self->sps->transform_skip_context && (skipped || cu->transquant_bypass);
  block->never_hidden = cu->transquant_bypass || rdpcm
                        || (cu->intra && self->sps->implicit_rdpcm && skipped
                            && (mode == INTRA_HORIZONTAL || mode == INTRA_VERTICAL));
}

static void
read_group (AssayHevcSlice *self, Block *block, guint sub_block, guint last, guint last_place)
{
  guint x = block->sub_blocks->x[sub_block];
  guint y = block->sub_blocks->y[sub_block];
  gboolean is_last = sub_block == last;
  gboolean inner = !is_last && sub_block > 0;
  guint neighbours = find_neighbours (block, x, y);
  AssayHevcGroup group;

  if (inner && !read_coded (self, block, neighbours))
    return;
  block->coded[y] |= 1u << x;
  group.n = 0;
  if (is_last)
    group.places[group.n++] = (guint8) last_place;
  read_significance (self, block, neighbours, sub_block == 0, is_last ? (gint) last_place - 1 : 15,
                     inner, &group);
  if (group.n == 0)
    return;
  assay_hevc_reserve (self);
  read_greater (self, block, is_last, sub_block, &group);
  assay_hevc_levels (self, &group, self->pps->sign_hiding && !block->never_hidden);
}

void
assay_hevc_residual (AssayHevcSlice *self, guint x, guint y, guint log2, guint component)
{
  Block block = { .component = component, .log2 = log2, .greater1_context = 1 };
  guint last_x;
  guint last_y;
  guint last;
  guint place;

  if (self->bad || assay_cabac_overran (&self->cabac))
    return;
  start_block (self, x, y, &block);
  last_x = read_last_prefix (self, CTX_LAST_X, &block);
  last_y = read_last_prefix (self, CTX_LAST_Y, &block);
  last_x = read_last_suffix (self, last_x);
  last_y = read_last_suffix (self, last_y);
  if (block.scan_index == 2)
    {
      guint swap = last_x;

      last_x = last_y;
      last_y = swap;
    }
  last = block.sub_blocks->index[(last_y >> 2 << (log2 - 2)) + (last_x >> 2)];
  place = block.places->index[(last_y & 3) << 2 | (last_x & 3)];
  for (guint i = last + 1; i-- > 0 && !self->bad;)
    read_group (self, &block, i, last, place);
}
