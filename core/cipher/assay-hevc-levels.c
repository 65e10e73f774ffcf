/* assay-hevc-levels.c: coeff_sign_flag and coeff_abs_level_remaining (ITU-T H.265, 7.3.8.11,
 * 9.3.3.11), and which of their bins are free.
 *
 * Free are all signs; of coeff_abs_level_remaining the suffix of the Exp-Golomb part, and of the
 * truncated Rice part as many low bits as leave the next Rice parameter what it is. That parameter
 * grows when baseLevel + remaining > 3 · 2^p, so n low bits are free when the aligned block of 2^n
 * values around the value lies on one side of that bound (Hamidouche et al., ICASSP 2015, Algorithm
 * 3.1, which is this condition for p up to 3). At p = 4 the parameter grows no more, and the last
 * value of a sub-block has no successor: there all of them are free ("extended").
 *
 * All that is left of a group at this point are bypass bins, so they are read as plain bits, many
 * at once. */
#include "config.h"

#include "cipher/assay-hevc-slice-private.h"

#define RICE_CAP 4u
/* Of levels of 16 bits. */
#define MOST_PREFIX 20u
/* CoeffMaxY without extended precision */
#define MOST_LEVEL 32767u
/* Bins of a value without escape: prefix, its end and suffix. */
#define MOST_SHORT (3 + 1 + RICE_CAP)

/* Bins that were looked at together, and how many of them have been used. */
typedef struct
{
  AssayCabac cabac; /* before the first of them */
  guint32 all;
  guint32 rest; /* those not used, from the highest bit down */
  guint used;
  guint32 position; /* of the first */
} Window;

static inline void
open_window (Window *self)
{
  self->all = assay_cabac_peek (&self->cabac, ASSAY_CABAC_LEAST_SPARE);
  self->rest = self->all << (32 - ASSAY_CABAC_LEAST_SPARE);
  self->used = 0;
  self->position = (guint32) assay_cabac_position (&self->cabac);
}

/* Takes what was used. */
static inline void
close_window (Window *self)
{
  assay_cabac_take (&self->cabac, self->used, self->all >> (ASSAY_CABAC_LEAST_SPARE - self->used));
}

/* The next @n bins, 1 or more, which must be there. */
static inline guint32
take_bins (Window *self, guint n)
{
  guint32 bins = self->rest >> (32 - n);

  self->rest <<= n;
  self->used += n;
  return bins;
}

/* Tells of the @n bins that were taken last. */
static inline AssayBypassRun *
note_run (AssayHevcSlice *self,
          const Window *window,
          AssayCipherClass element,
          guint n,
          guint32 value,
          guint32 free)
{
  AssayBypassRun *run = &self->runs[self->n_runs++];

  *run = (AssayBypassRun){
    .position = window->position + window->used - 1,
    .range = (guint16) assay_cabac_range (&window->cabac),
    .element = (guint8) element,
    .n = (guint8) n,
    .value = value,
    .free = free,
    .extended = free,
  };
  return run;
}

/* How many low bits of @value may change without moving it across @bound: those below the highest
 * in which the two differ, or those that are 0 in @bound. */
static inline guint
count_free (guint value, guint bound)
{
  guint zeros = (guint) __builtin_ctz (bound);
  guint below = 31 - (guint) __builtin_clz ((value ^ bound) | 1);

  return MAX (zeros, below);
}

/* Truncated Rice. */
static inline guint
read_rice_suffix (
    AssayHevcSlice *self, Window *window, guint prefix, guint rice, guint base, gboolean last)
{
  guint32 all = (1u << rice) - 1;
  guint32 suffix;
  guint value;
  guint n_free;
  AssayBypassRun *run;

  if (rice == 0)
    return prefix;
  suffix = take_bins (window, rice);
  value = prefix << rice | suffix;
  n_free = count_free (value, 3 * (1u << rice) + 1 - base);
  run = note_run (self, window, ASSAY_CIPHER_TR_SUFFIX, rice, suffix,
                  n_free < rice ? (1u << n_free) - 1 : all);
  if (rice == RICE_CAP || last)
    run->extended = all;
  return value;
}

/* Exp-Golomb: always beyond the bound, so all suffix bits are free, unless a level could become one
 * that 16 bits do not hold: then the sign, @bit of @signs, is not either. The window is anew. */
static guint
read_escape (AssayHevcSlice *self,
             Window *window,
             guint rice,
             guint base,
             AssayBypassRun *signs,
             guint32 bit)
{
  guint prefix;
  guint n;
  guint32 low;
  guint32 suffix;
  gboolean fits;

  close_window (window);
  open_window (window);
  prefix = (guint) __builtin_clz (~window->rest);
  if (prefix > MOST_PREFIX)
    {
      self->bad = TRUE; /* more than 16 bits */
      return 0;
    }
  take_bins (window, prefix);
  window->used++;
  close_window (window);
  open_window (window);
  n = prefix - 3 + rice;
  low = ((1u << (prefix - 3)) + 2) << rice;
  fits = base + low + ((1u << n) - 1) <= MOST_LEVEL;
  suffix = take_bins (window, n);
  note_run (self, window, ASSAY_CIPHER_EG_SUFFIX, n, suffix, fits ? (1u << n) - 1 : 0);
  if (!fits && bit != 0)
    {
      signs->free &= ~bit;
      signs->extended &= ~bit;
    }
  close_window (window);
  open_window (window);
  return MIN (low + suffix, MOST_LEVEL + 1);
}

/* For which coefficients coeff_abs_level_remaining follows: where the flags say all that they can.
 */
static inline guint
list_remaining (const AssayHevcGroup *group, guint8 *remaining)
{
  guint full = 3;
  guint n = 0;

  for (guint i = 0; i < group->n; i++)
    {
      guint base = group->base[i];

      if (i == 8)
        full = 1;
      remaining[n] = (guint8) i;
      n += base == full ? 1 : 0;
      /* the only greater2 flag goes to the first that is greater than 1 */
      if (i < 8 && base >= 2)
        full = 2;
    }
  return n;
}

static inline void
read_signs (AssayHevcSlice *self, Window *window, guint n)
{
  guint32 bins = take_bins (window, n);

  note_run (self, window, ASSAY_CIPHER_COEFF_SIGN, n, bins, (1u << n) - 1);
}

void
assay_hevc_levels (AssayHevcSlice *self, const AssayHevcGroup *group, gboolean hiding)
{
  gboolean hidden = hiding && group->places[0] - group->places[group->n - 1] > 3;
  guint n_signs = group->n - (hidden ? 1 : 0);
  AssayBypassRun *signs = &self->runs[self->n_runs];
  Window window = { .cabac = self->cabac };
  guint8 remaining[16 + 1];
  guint n_remaining = list_remaining (group, remaining);
  guint rice = 0;

  open_window (&window);
  read_signs (self, &window, n_signs);
  for (guint i = 0; i < n_remaining && !self->bad; i++)
    {
      guint at = remaining[i];
      guint base = group->base[at];
      guint prefix;
      guint value;

      if (window.used + MOST_SHORT > ASSAY_CABAC_LEAST_SPARE)
        {
          close_window (&window);
          open_window (&window);
        }
      prefix = (guint) __builtin_clz (~window.rest);
      if (prefix <= 3)
        {
          take_bins (&window, prefix + 1);
          value = read_rice_suffix (self, &window, prefix, rice, base, i + 1 == n_remaining);
        }
      else
        value = read_escape (self, &window, rice, base, signs,
                             at < n_signs ? 1u << (n_signs - 1 - at) : 0);
      if (base + value > 3 * (1u << rice))
        rice = MIN (rice + 1, RICE_CAP);
    }
  close_window (&window);
  self->cabac = window.cabac;
}
