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
#define MOST_PREFIX 32u
/* CoeffMaxY without extended precision */
#define MOST_LEVEL 32767u

typedef struct
{
  guint component, log2, scan_index;
  const AssayHevcScan *sub_blocks;
  const AssayHevcScan *places;
  gboolean own_context; /* one context for all significance flags: transform_skip_context */
  gboolean never_hidden;
  guint coded[8 + 1][8 + 1]; /* coded_sub_block_flag, with a border */
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
  guint n = 0;

  while (n < most && assay_hevc_decide (self, first_context + offset + (n >> shift)) != 0)
    n++;
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

static guint
significance_context (const Block *block, guint place, guint sub_x, guint sub_y)
{
  static const guint8 of_4x4[] = { 0, 1, 4, 5, 2, 3, 4, 5, 6, 6, 8, 8, 7, 7, 8, 8 };
  /* by which neighbours right and below are coded, then y, then x (9-50 to 9-53) */
  static const guint8 of_pattern[4][16] = {
    { 2, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 },
    { 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0 },
    { 2, 1, 0, 0, 2, 1, 0, 0, 2, 1, 0, 0, 2, 1, 0, 0 },
    { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 },
  };
  guint x = block->places->x[place];
  guint y = block->places->y[place];
  gboolean luma = block->component == 0;
  guint pattern;
  guint context;

  if (block->own_context)
    return luma ? 42 : 43;
  if (block->log2 == 2)
    return (luma ? 0u : 27u) + of_4x4[y << 2 | x];
  if (place == 0 && sub_x == 0 && sub_y == 0)
    return luma ? 0 : 27;
  pattern = block->coded[sub_y][sub_x + 1] | block->coded[sub_y + 1][sub_x] << 1;
  context = of_pattern[pattern][y << 2 | x];
  if (!luma)
    return 27 + context + (block->log2 == 3 ? 9 : 12);
  if (sub_x != 0 || sub_y != 0)
    context += 3;
  if (block->log2 == 3)
    return context + (block->scan_index == 0 ? 9 : 15);
  return context + 21;
}

/* coded_sub_block_flag, unless it is inferred. */
static gboolean
read_coded (AssayHevcSlice *self, Block *block, guint sub_x, guint sub_y)
{
  guint context = block->coded[sub_y][sub_x + 1] | block->coded[sub_y + 1][sub_x];

  return assay_hevc_decide (self, CTX_SUB_BLOCK + context + (block->component == 0 ? 0 : 2)) != 0;
}

/* sig_coeff_flag from @from down; @infer: the one at 0 follows from the others being 0. */
static void
read_significance (AssayHevcSlice *self,
                   const Block *block,
                   guint sub_x,
                   guint sub_y,
                   gint from,
                   gboolean infer,
                   Group *group)
{
  for (gint place = from; place > 0; place--)
    if (assay_hevc_decide (self, CTX_SIGNIFICANT
                                     + significance_context (block, (guint) place, sub_x, sub_y))
        != 0)
      {
        group->places[group->n++] = (guint8) place;
        infer = FALSE;
      }
  if (from < 0)
    return;
  if (infer
      || assay_hevc_decide (self, CTX_SIGNIFICANT + significance_context (block, 0, sub_x, sub_y))
             != 0)
    group->places[group->n++] = 0;
}

/* coeff_abs_level_greater1_flag and _greater2_flag; base becomes baseLevel. */
static void
read_greater (AssayHevcSlice *self, Block *block, gboolean first, guint sub_block, Group *group)
{
  guint set = sub_block == 0 || block->component > 0 ? 0 : 2;
  guint context = 1;
  guint second = G_MAXUINT;
  guint chroma = block->component > 0 ? 1 : 0;

  if (!first && block->greater1_context == 0)
    set++;
  for (guint i = 0; i < group->n; i++)
    {
      group->base[i] = 1;
      if (i >= 8)
        continue;
      if (assay_hevc_decide (self, CTX_GREATER1 + 16 * chroma + 4 * set + context) == 0)
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
  if (second != G_MAXUINT && assay_hevc_decide (self, CTX_GREATER2 + 4 * chroma + set) != 0)
    group->base[second] = 3;
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
static guint
read_rice_suffix (AssayHevcSlice *self, guint prefix, guint rice, guint base, gboolean last)
{
  guint first = self->found->bins->len;
  guint value = prefix;
  guint n_free;

  for (guint i = 0; i < rice; i++)
    value = value << 1 | assay_hevc_free_bin (self, ASSAY_CIPHER_TR_SUFFIX, 0);
  if (rice == 0)
    return value;
  n_free = count_free (value, 3 * (1u << rice) + 1 - base, rice);
  for (guint i = 0; i < rice; i++)
    {
      AssayBypassBin *bin = &g_array_index (self->found->bins, AssayBypassBin, first + i);

      if (rice - i <= n_free)
        bin->modes = ASSAY_CIPHER_MODE_ALL;
      else if (rice == RICE_CAP || last)
        bin->modes = ASSAY_CIPHER_MODE_EXTENDED;
    }
  return value;
}

/* Exp-Golomb: always beyond the bound, so all suffix bits are free, unless a level could become one
 * that 16 bits do not hold. FALSE in that case. */
static gboolean
read_escape_suffix (AssayHevcSlice *self, guint prefix, guint rice, guint base, guint *value)
{
  guint n = prefix - 3 + rice;
  guint64 low = (guint64) ((1u << (prefix - 3)) + 2) << rice;
  gboolean fits = base + low + ((G_GUINT64_CONSTANT (1) << n) - 1) <= MOST_LEVEL;
  guint64 suffix = 0;

  for (guint i = 0; i < n; i++)
    suffix = suffix << 1
             | assay_hevc_free_bin (self, ASSAY_CIPHER_EG_SUFFIX, fits ? ASSAY_CIPHER_MODE_ALL : 0);
  *value = (guint) MIN (low + suffix, MOST_LEVEL + 1);
  return fits;
}

/* coeff_abs_level_remaining of coefficient @i; @sign: index of the bin of its sign. */
static void
read_remaining (AssayHevcSlice *self, guint base, guint *rice, gboolean last, guint sign)
{
  guint prefix = 0;
  guint value;

  while (prefix < MOST_PREFIX && assay_cabac_bypass (&self->cabac) != 0)
    prefix++;
  if (prefix > 20)
    {
      self->bad = TRUE; /* more than 16 bits */
      return;
    }
  if (prefix <= 3)
    value = read_rice_suffix (self, prefix, *rice, base, last);
  else if (!read_escape_suffix (self, prefix, *rice, base, &value) && sign < self->found->bins->len)
    g_array_index (self->found->bins, AssayBypassBin, sign).modes = 0;
  if (base + value > 3 * (1u << *rice))
    *rice = MIN (*rice + 1, RICE_CAP);
}

/* Signs, then what the flags did not say. */
static void
read_levels (AssayHevcSlice *self, const Block *block, const Group *group)
{
  guint first_sign = self->found->bins->len;
  gboolean hidden = self->pps->sign_hiding && !block->never_hidden
                    && group->places[0] - group->places[group->n - 1] > 3;
  guint n_signs = group->n - (hidden ? 1 : 0);
  guint remaining[16];
  guint n_remaining = 0;
  gboolean second_done = FALSE;
  guint rice = 0;

  for (guint i = 0; i < n_signs; i++)
    assay_hevc_free_bin (self, ASSAY_CIPHER_COEFF_SIGN, ASSAY_CIPHER_MODE_ALL);
  for (guint i = 0; i < group->n; i++)
    if (has_remaining (group, i, &second_done))
      remaining[n_remaining++] = i;
  for (guint i = 0; i < n_remaining && !self->bad; i++)
    read_remaining (self, group->base[remaining[i]], &rice, i + 1 == n_remaining,
                    remaining[i] < n_signs ? first_sign + remaining[i] : G_MAXUINT);
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
  Group group = { .n = 0 };

  block->coded[y][x] = 1;
  if (inner)
    block->coded[y][x] = read_coded (self, block, x, y) ? 1 : 0;
  if (block->coded[y][x] == 0)
    return;
  if (is_last)
    group.places[group.n++] = (guint8) last_place;
  read_significance (self, block, x, y, is_last ? (gint) last_place - 1 : 15, inner, &group);
  if (group.n == 0)
    return;
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
