/* assay-hevc-slice-header.c: see the header. */
#include "cipher/assay-hevc-slice-header.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-hevc-params-private.h"

#define HEADER_BITS 16
#define MOST_REFERENCES 15
/* 22 tile columns × rows of CTUs of a picture of the largest side. */
#define MOST_ENTRY_POINTS 65535u

/* What reading needs beside the fields that are kept. */
typedef struct
{
  AssayHevcBits bits;
  const AssayHevcSps *sps;
  const AssayHevcPps *pps;
  guint n_current; /* NumPicTotalCurr */
  gboolean temporal_mvp;
} Reader;

static guint
ceil_log2 (guint32 n)
{
  return n <= 1 ? 0 : (guint) g_bit_storage (n - 1);
}

static void
read_long_term (Reader *self)
{
  const AssayHevcSps *sps = self->sps;
  guint n_from_sps = sps->n_long_term > 0 ? assay_hevc_ue_most (&self->bits, 32) : 0;
  guint n = n_from_sps + assay_hevc_ue_most (&self->bits, 32);

  for (guint i = 0; i < n && !self->bits.bad; i++)
    {
      gboolean used;

      if (i < n_from_sps)
        {
          guint index = sps->n_long_term > 1
                            ? assay_hevc_bits (&self->bits, ceil_log2 (sps->n_long_term))
                            : 0;

          used = (sps->long_term_used >> index & 1) != 0;
        }
      else
        {
          assay_hevc_skip (&self->bits, sps->log2_max_poc_lsb);
          used = assay_hevc_bit (&self->bits) != 0;
        }
      self->n_current += used ? 1 : 0;
      if (assay_hevc_bit (&self->bits) != 0)
        assay_hevc_ue (&self->bits);
    }
}

static void
read_references (Reader *self, AssayHevcSliceHeader *header)
{
  const AssayHevcSps *sps = self->sps;

  header->poc_lsb = assay_hevc_bits (&self->bits, sps->log2_max_poc_lsb);
  if (assay_hevc_bit (&self->bits) == 0)
    {
      assay_hevc_ref_set_read (&self->bits, sps->ref_sets, sps->n_ref_sets, sps->n_ref_sets,
                               &header->references);
    }
  else
    {
      guint index = assay_hevc_bits (&self->bits, ceil_log2 (sps->n_ref_sets));

      if (index >= sps->n_ref_sets)
        self->bits.bad = TRUE;
      else
        header->references = sps->ref_sets[index];
    }
  self->n_current = header->references.used;
  if (sps->long_term)
    read_long_term (self);
  if (sps->temporal_mvp)
    self->temporal_mvp = assay_hevc_bit (&self->bits) != 0;
}

/* ref_pic_lists_modification() */
static void
read_modification (Reader *self, const AssayHevcSliceHeader *header, guint n_lists)
{
  guint length = ceil_log2 (self->n_current);

  for (guint list = 0; list < n_lists; list++)
    if (assay_hevc_bit (&self->bits) != 0)
      assay_hevc_skip (&self->bits, (gsize) length * header->n_ref[list]);
}

/* pred_weight_table() */
static void
read_weights (Reader *self, const AssayHevcSliceHeader *header, guint n_lists)
{
  AssayHevcBits *bits = &self->bits;
  gboolean chroma = self->sps->chroma_format != 0;

  assay_hevc_ue (bits);
  if (chroma)
    assay_hevc_se (bits);
  for (guint list = 0; list < n_lists; list++)
    {
      guint n = header->n_ref[list];
      guint32 luma_flags = assay_hevc_bits (bits, n);
      guint32 chroma_flags = chroma ? assay_hevc_bits (bits, n) : 0;

      for (guint i = 0; i < n; i++)
        {
          guint n_codes
              = (luma_flags >> (n - 1 - i) & 1) * 2 + (chroma_flags >> (n - 1 - i) & 1) * 4;

          while (n_codes-- > 0)
            assay_hevc_se (bits);
        }
    }
}

static void
read_inter (Reader *self, AssayHevcSliceHeader *header)
{
  AssayHevcBits *bits = &self->bits;
  const AssayHevcPps *pps = self->pps;
  gboolean b = header->type == ASSAY_HEVC_SLICE_B;
  gboolean from_l0 = TRUE;

  header->n_ref[0] = pps->n_ref_default[0];
  header->n_ref[1] = b ? pps->n_ref_default[1] : 0;
  if (assay_hevc_bit (bits) != 0)
    {
      header->n_ref[0] = assay_hevc_ue_most (bits, MOST_REFERENCES - 1) + 1;
      if (b)
        header->n_ref[1] = assay_hevc_ue_most (bits, MOST_REFERENCES - 1) + 1;
    }
  if (pps->lists_modification && self->n_current > 1)
    read_modification (self, header, b ? 2 : 1);
  if (b)
    header->mvd_l1_zero = assay_hevc_bit (bits) != 0;
  if (pps->cabac_init)
    header->cabac_init = assay_hevc_bit (bits) != 0;
  if (self->temporal_mvp)
    {
      if (b)
        from_l0 = assay_hevc_bit (bits) != 0;
      if (header->n_ref[from_l0 ? 0 : 1] > 1)
        assay_hevc_ue (bits);
    }
  if (b ? pps->weighted_bipred : pps->weighted_pred)
    read_weights (self, header, b ? 2 : 1);
  header->max_merge = 5 - assay_hevc_ue_most (bits, 4);
}

static void
read_filters (Reader *self, const AssayHevcSliceHeader *header)
{
  AssayHevcBits *bits = &self->bits;
  const AssayHevcPps *pps = self->pps;
  gboolean off = pps->deblocking_off;

  if (pps->deblocking_override && assay_hevc_bit (bits) != 0)
    {
      off = assay_hevc_bit (bits) != 0;
      if (!off)
        {
          assay_hevc_se (bits);
          assay_hevc_se (bits);
        }
    }
  if (pps->loop_filter_across_slices && (header->sao_luma || header->sao_chroma || !off))
    assay_hevc_bit (bits);
}

/* What a dependent slice segment takes over from the one before. */
static void
read_slice_fields (Reader *self, const AssayHevcNal *nal, AssayHevcSliceHeader *header)
{
  AssayHevcBits *bits = &self->bits;
  const AssayHevcPps *pps = self->pps;

  assay_hevc_skip (bits, pps->n_extra_bits);
  header->type = (AssayHevcSliceType) assay_hevc_ue_most (bits, ASSAY_HEVC_SLICE_I);
  if (pps->output_flag)
    assay_hevc_bit (bits);
  if (self->sps->separate_planes)
    assay_hevc_skip (bits, 2);
  if (nal->type != ASSAY_NAL_IDR_W_RADL && nal->type != ASSAY_NAL_IDR_N_LP)
    read_references (self, header);
  if (self->sps->sao)
    {
      header->sao_luma = assay_hevc_bit (bits) != 0;
      header->sao_chroma = self->sps->chroma_format != 0 && assay_hevc_bit (bits) != 0;
    }
  if (header->type != ASSAY_HEVC_SLICE_I)
    read_inter (self, header);
  header->qp = pps->init_qp + assay_hevc_se (bits);
  if (pps->slice_chroma_qp_offsets)
    {
      assay_hevc_se (bits);
      assay_hevc_se (bits);
    }
  if (pps->chroma_qp_offsets)
    header->chroma_qp_offsets = assay_hevc_bit (bits) != 0;
  read_filters (self, header);
}

static void
read_entry_points (Reader *self, AssayHevcSliceHeader *header)
{
  AssayHevcBits *bits = &self->bits;

  header->n_entry_points = assay_hevc_ue_most (bits, MOST_ENTRY_POINTS);
  if (header->n_entry_points == 0)
    return;
  header->entry_points_at = bits->position;
  header->offset_length = assay_hevc_ue_most (bits, 31) + 1;
  header->entry_points = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < header->n_entry_points && !bits->bad; i++)
    {
      guint32 offset = assay_hevc_bits (bits, header->offset_length) + 1;

      g_array_append_val (header->entry_points, offset);
    }
}

/* Which parameter sets count, and where in the picture the segment begins. */
static gboolean
read_start (Reader *self,
            const AssayHevcNal *nal,
            AssayHevcSps *const *sps,
            AssayHevcPps *const *pps,
            AssayHevcSliceHeader *header,
            GError **error)
{
  AssayHevcBits *bits = &self->bits;
  guint32 n_ctbs;

  header->first_in_picture = assay_hevc_bit (bits) != 0;
  if (nal->type >= ASSAY_NAL_BLA_W_LP && nal->type <= ASSAY_NAL_LAST_IRAP)
    assay_hevc_bit (bits);
  header->pps = assay_hevc_ue_most (bits, 63);
  self->pps = pps[header->pps];
  self->sps = self->pps != NULL ? sps[self->pps->sps] : NULL;
  if (bits->bad)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED,
                           _ ("The slice ends within its header"));
      return FALSE;
    }
  if (self->sps == NULL)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("A slice refers to a parameter set that is not there"));
      return FALSE;
    }
  if (header->first_in_picture)
    return TRUE;
  n_ctbs = self->sps->width_ctbs * self->sps->height_ctbs;
  if (self->pps->dependent_slices)
    header->dependent = assay_hevc_bit (bits) != 0;
  header->address = assay_hevc_bits (bits, ceil_log2 (n_ctbs));
  bits->bad |= header->address == 0 || header->address >= n_ctbs;
  return TRUE;
}

gboolean
assay_hevc_slice_header_read (const AssayHevcNal *nal,
                              const guint8 *rbsp,
                              gsize size,
                              AssayHevcSps *const *sps,
                              AssayHevcPps *const *pps,
                              const AssayHevcSliceHeader *previous,
                              AssayHevcSliceHeader *self,
                              GError **error)
{
  Reader reader = { .bits = { .data = rbsp, .size = size, .position = HEADER_BITS } };
  AssayHevcSliceHeader start = { 0 };

  *self = start;
  if (!read_start (&reader, nal, sps, pps, &start, error))
    return FALSE;
  *self = start;
  self->slice_address = start.address;
  if (start.dependent)
    {
      reader.bits.bad |= previous == NULL || previous->pps != start.pps;
      if (previous != NULL)
        *self = *previous;
      self->first_in_picture = FALSE;
      self->dependent = TRUE;
      self->address = start.address;
      self->entry_points = NULL;
      self->n_entry_points = 0;
      self->entry_points_at = 0;
      self->offset_length = 0;
    }
  else
    read_slice_fields (&reader, nal, self);
  if (reader.pps->tiles || reader.pps->wavefront)
    read_entry_points (&reader, self);
  if (reader.pps->header_extension)
    assay_hevc_skip (&reader.bits, 8 * (gsize) assay_hevc_ue_most (&reader.bits, 256));
  reader.bits.bad |= assay_hevc_bit (&reader.bits) == 0; /* byte_alignment() */
  self->data_at = (reader.bits.position + 7) / 8;
  reader.bits.bad |= self->data_at >= size;
  if (assay_hevc_bits_check (&reader.bits, _ ("slice header"), error))
    return TRUE;
  assay_hevc_slice_header_clear (self);
  return FALSE;
}

void
assay_hevc_slice_header_clear (AssayHevcSliceHeader *self)
{
  g_clear_pointer (&self->entry_points, g_array_unref);
}
