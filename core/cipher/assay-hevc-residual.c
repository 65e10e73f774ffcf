/* assay-hevc-residual.c: residual_coding() (ITU-T H.265, 7.3.8.11, 9.3.4.2.4 to 9.3.4.2.7), and
 * which of its bins are free.
 *
 * Free are all signs; of coeff_abs_level_remaining the suffix of the Exp-Golomb part, and of the
 * truncated Rice part as many low bits as leave the next Rice parameter what it is. That parameter
 * grows when baseLevel + remaining > 3 · 2^p, so n low bits are free when the aligned block of 2^n
 * values around the value lies on one side of that bound (Hamidouche et al., ICASSP 2015, Algorithm
 * 3.1, which is this condition for p up to 3). At p = 4 the parameter grows no more, and the last
 * value of a sub-block has no successor: there all of them are free ("extended"). */
#include "config.h"

#include "cipher/assay-hevc-scan-private.h"
#include "cipher/assay-hevc-slice-private.h"

#define RICE_CAP 4u
/* Of levels of 16 bits. */
#define MOST_PREFIX 20u
/* CoeffMaxY without extended precision */
#define MOST_LEVEL 32767u

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

/* What one sub-block of sixteen holds. */
typedef struct
{
  guint8 places[16]; /* of significant coefficients, highest first */
  guint8 base[16];   /* baseLevel of each */
  guint n;
} Group;

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
                   Group *group)
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
read_greater (AssayHevcSlice *self, Block *block, gboolean first, guint sub_block, Group *group)
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

/* Whether coeff_abs_level_remaining follows: the flags say all that is below. @second_done: the
 * coefficient with the greater2 flag lies before @i. */
static gboolean
has_remaining (const Group *group, guint i, gboolean *second_done)
{
  guint full = 1;

  if (i < 8)
    {
      full = *second_done ? 2 : 3;
      *second_done |= group->base[i] >= 2;
    }
  return group->base[i] == full;
}

/* How many low bits of @value may change without moving it across @bound. */
static guint
count_free (guint value, guint bound, guint rice)
{
  guint n = rice;

  while (n > 0)
    {
      guint low = value >> n << n;
      guint high = low + (1u << n) - 1;

      if (high < bound || low >= bound)
        return n;
      n--;
    }
  return 0;
}

/* Truncated Rice: the suffix bits are known only when all have been read, so their modes are set
 * afterwards. */
static inline guint
read_rice_suffix (
    AssayHevcSlice *self, AssayCabac *cabac, guint prefix, guint rice, guint base, gboolean last)
{
  AssayBypassBin *bins = self->bins + self->n_bins;
  guint value = prefix;
  guint n_free;

  if (rice == 0)
    return value;
  for (guint i = 0; i < rice; i++)
    {
      guint bin = assay_cabac_bypass_spare (cabac);

      assay_hevc_note_bin (self, cabac, ASSAY_CIPHER_TR_SUFFIX, bin, 0);
      value = value << 1 | bin;
    }
  assay_cabac_refill (cabac);
  n_free = count_free (value, 3 * (1u << rice) + 1 - base, rice);
  for (guint i = 0; i < rice; i++)
    if (rice - i <= n_free)
      bins[i].modes = ASSAY_CIPHER_MODE_ALL;
    else if (rice == RICE_CAP || last)
      bins[i].modes = ASSAY_CIPHER_MODE_EXTENDED;
  return value;
}

/* Exp-Golomb: always beyond the bound, so all suffix bits are free, unless a level could become one
 * that 16 bits do not hold. FALSE in that case. */
static inline gboolean
read_escape_suffix (
    AssayHevcSlice *self, AssayCabac *cabac, guint prefix, guint rice, guint base, guint *value)
{
  guint n = prefix - 3 + rice;
  guint64 low = (guint64) ((1u << (prefix - 3)) + 2) << rice;
  gboolean fits = base + low + ((G_GUINT64_CONSTANT (1) << n) - 1) <= MOST_LEVEL;
  guint modes = fits ? ASSAY_CIPHER_MODE_ALL : 0;
  guint64 suffix = 0;

  for (guint i = 0; i < n; i++)
    {
      guint bin = assay_cabac_bypass (cabac);

      assay_hevc_note_bin (self, cabac, ASSAY_CIPHER_EG_SUFFIX, bin, modes);
      suffix = suffix << 1 | bin;
    }
  *value = (guint) MIN (low + suffix, MOST_LEVEL + 1);
  return fits;
}

/* coeff_abs_level_remaining of a coefficient; @sign: the bin of its sign, NULL if that is hidden.
 */
static inline void
read_remaining (AssayHevcSlice *self,
                AssayCabac *cabac,
                guint base,
                guint *rice,
                gboolean last,
                AssayBypassBin *sign)
{
  guint prefix = 0;
  guint value;

  while (prefix <= MOST_PREFIX && assay_cabac_bypass (cabac) != 0)
    prefix++;
  if (prefix > MOST_PREFIX)
    {
      self->bad = TRUE; /* more than 16 bits */
      return;
    }
  if (prefix <= 3)
    value = read_rice_suffix (self, cabac, prefix, *rice, base, last);
  else if (!read_escape_suffix (self, cabac, prefix, *rice, base, &value) && sign != NULL)
    sign->modes = 0;
  if (base + value > 3 * (1u << *rice))
    *rice = MIN (*rice + 1, RICE_CAP);
}

/* Signs, then what the flags did not say. */
static void
read_levels (AssayHevcSlice *self, const Block *block, const Group *group)
{
  AssayBypassBin *signs = self->bins + self->n_bins;
  gboolean hidden = self->pps->sign_hiding && !block->never_hidden
                    && group->places[0] - group->places[group->n - 1] > 3;
  guint n_signs = group->n - (hidden ? 1 : 0);
  guint remaining[16];
  guint n_remaining = 0;
  gboolean second_done = FALSE;
  guint rice = 0;
  AssayCabac cabac = self->cabac;

  for (guint i = 0; i < n_signs; i++)
    {
      guint bin = assay_cabac_bypass_spare (&cabac);

      assay_hevc_note_bin (self, &cabac, ASSAY_CIPHER_COEFF_SIGN, bin, ASSAY_CIPHER_MODE_ALL);
    }
  assay_cabac_refill (&cabac);
  for (guint i = 0; i < group->n; i++)
    if (has_remaining (group, i, &second_done))
      remaining[n_remaining++] = i;
  for (guint i = 0; i < n_remaining && !self->bad; i++)
    read_remaining (self, &cabac, group->base[remaining[i]], &rice, i + 1 == n_remaining,
                    remaining[i] < n_signs ? &signs[remaining[i]] : NULL);
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
  Group group;

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
  read_levels (self, block, &group);
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
