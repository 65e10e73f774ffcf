/* assay-hevc-prediction-unit.c: prediction_unit() and mvd_coding() (ITU-T H.265, 7.3.8.6, 7.3.8.9).
 */
#include "config.h"

#include "cipher/assay-hevc-slice-private.h"

/* abs_mvd_minus2 of 14 prefix bins reaches 2^15 - 1, the largest difference of both signs; what is
 * larger has only one legal sign, and stays as it is. */
#define MOST_FREE_MVD_ORDER 14
#define MOST_MVD_ORDER 31

typedef enum
{
  PRED_L0,
  PRED_L1,
  PRED_BI,
} Direction;

static void
read_merge_index (AssayHevcSlice *self)
{
  guint index;

  if (self->header->max_merge < 2 || assay_hevc_decide (self, CTX_MERGE_INDEX) == 0)
    return;
  for (index = 1; index + 1 < self->header->max_merge; index++)
    if (assay_cabac_bypass (&self->cabac) == 0)
      break;
}

static Direction
read_direction (AssayHevcSlice *self, guint width, guint height, guint depth)
{
  if (self->header->type != ASSAY_HEVC_SLICE_B)
    return PRED_L0;
  if (width + height != 12 && assay_hevc_decide (self, CTX_INTER_PRED + depth) != 0)
    return PRED_BI;
  return assay_hevc_decide (self, CTX_INTER_PRED + 4) != 0 ? PRED_L1 : PRED_L0;
}

static void
read_ref_index (AssayHevcSlice *self, guint n)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      guint bin
          = i < 2 ? assay_hevc_decide (self, CTX_REF_INDEX + i) : assay_cabac_bypass (&self->cabac);

      if (bin == 0)
        break;
    }
}

/* abs_mvd_minus2 (Exp-Golomb of order 1) and mvd_sign_flag of one component. */
static void
read_mvd_rest (AssayHevcSlice *self, gboolean greater1)
{
  guint order = 1;

  assay_hevc_reserve (self);
  if (greater1)
    {
      while (order < MOST_MVD_ORDER && assay_cabac_bypass (&self->cabac) != 0)
        order++;
      if (order > MOST_FREE_MVD_ORDER + 1)
        {
          self->bad = TRUE;
          return;
        }
      assay_hevc_read_run (self, ASSAY_CIPHER_MVD_SUFFIX, order, order <= MOST_FREE_MVD_ORDER);
    }
  assay_hevc_read_run (self, ASSAY_CIPHER_MVD_SIGN, 1, order <= MOST_FREE_MVD_ORDER);
}

static void
read_mvd (AssayHevcSlice *self)
{
  gboolean greater0[2];
  gboolean greater1[2] = { FALSE, FALSE };

  for (guint i = 0; i < 2; i++)
    greater0[i] = assay_hevc_decide (self, CTX_MVD_GREATER0) != 0;
  for (guint i = 0; i < 2; i++)
    greater1[i] = greater0[i] && assay_hevc_decide (self, CTX_MVD_GREATER1) != 0;
  for (guint i = 0; i < 2; i++)
    if (greater0[i])
      read_mvd_rest (self, greater1[i]);
}

void
assay_hevc_prediction_unit (AssayHevcSlice *self, guint width, guint height, guint depth)
{
  AssayHevcUnit *cu = &self->cu;
  Direction direction;

  cu->merge = cu->skip || assay_hevc_decide (self, CTX_MERGE_FLAG) != 0;
  if (cu->merge)
    {
      read_merge_index (self);
      return;
    }
  direction = read_direction (self, width, height, depth);
  if (direction != PRED_L1)
    {
      read_ref_index (self, self->header->n_ref[0]);
      read_mvd (self);
      assay_hevc_decide (self, CTX_MVP);
    }
  if (direction == PRED_L0)
    return;
  read_ref_index (self, self->header->n_ref[1]);
  if (!(self->header->mvd_l1_zero && direction == PRED_BI))
    read_mvd (self);
  assay_hevc_decide (self, CTX_MVP);
}
