/* assay-hevc-slice-data.c: the loop over coding tree units, with wavefronts, tiles and dependent
 * slice segments. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-hevc-slice-private.h"

/* SaoTypeIdx */
enum
{
  SAO_NONE,
  SAO_BAND,
  SAO_EDGE,
};

/* Of a slice segment: at first, and at most 640 MiB, far above what a picture of any level holds.
 */
#define FIRST_RUNS 1024u
#define MOST_RUNS (1u << 25)

struct _AssayHevcCarry
{
  AssayContext wavefront[N_CONTEXTS]; /* after the second CTU of a row */
  AssayContext end[N_CONTEXTS];       /* after the last slice segment */
  gboolean has_wavefront;
  gboolean has_end;
};

AssayHevcCarry *
assay_hevc_carry_new (void)
{
  return g_new0 (AssayHevcCarry, 1);
}

void
assay_hevc_carry_free (AssayHevcCarry *self)
{
  g_free (self);
}

gsize
assay_hevc_end_codeword (AssayHevcSlice *self, guint tail)
{
  gsize end = assay_cabac_position (&self->cabac);
  AssayCodeword codeword = { .first_bit = 8 * self->codeword_start,
                             .end_bit = (guint32) end,
                             .first_run = self->codeword_run,
                             .substream = self->substream,
                             .tail = (guint8) tail };

  g_array_append_val (self->found->codewords, codeword);
  return (end + 7) / 8;
}

void
assay_hevc_start_codeword (AssayHevcSlice *self, gsize at)
{
  self->codeword_start = (guint32) at;
  self->codeword_run = self->n_runs;
  if (!assay_cabac_start (&self->cabac, at))
    self->bad = TRUE;
}

void
assay_hevc_grow (AssayHevcSlice *self)
{
  GArray *runs = self->found->runs;

  if (self->room >= MOST_RUNS)
    {
      self->bad = TRUE;
      self->n_runs = 0; /* what is found is not used any more */
      return;
    }
  g_array_set_size (runs, MAX (2 * self->room, FIRST_RUNS));
  self->runs = (AssayBypassRun *) (void *) runs->data;
  self->room = runs->len;
}

static void
reset_contexts (AssayHevcSlice *self)
{
  guint type = 0;

  if (self->header->type != ASSAY_HEVC_SLICE_I)
    type = (self->header->type == ASSAY_HEVC_SLICE_P) == self->header->cabac_init ? 2 : 1;
  assay_hevc_contexts_init (self->contexts, type, self->header->qp);
}

/* sao_offset_abs and what follows it, of one component. */
static void
read_sao_offsets (AssayHevcSlice *self, guint component, guint type, guint bit_depth)
{
  guint most = (1u << (MIN (bit_depth, 10) - 5)) - 1;
  guint n_nonzero = 0;

  for (guint i = 0; i < 4; i++)
    {
      guint offset = 0;

      while (offset < most && assay_cabac_bypass (&self->cabac) != 0)
        offset++;
      n_nonzero += offset != 0;
    }
  if (type == SAO_BAND)
    assay_cabac_bypasses (&self->cabac, n_nonzero + 5);
  else if (component < 2)
    assay_cabac_bypasses (&self->cabac, 2);
}

/* sao(), 7.3.8.3 */
static void
read_sao (AssayHevcSlice *self)
{
  guint n = self->sps->chroma_format != 0 ? 3 : 1;
  guint type = SAO_NONE;

  if (self->left_ctb && assay_hevc_decide (self, CTX_SAO_MERGE) != 0)
    return;
  if (self->up_ctb && assay_hevc_decide (self, CTX_SAO_MERGE) != 0)
    return;
  for (guint component = 0; component < n; component++)
    {
      if (!(component == 0 ? self->header->sao_luma : self->header->sao_chroma))
        continue;
      if (component < 2)
        {
          type = SAO_NONE;
          if (assay_hevc_decide (self, CTX_SAO_TYPE) != 0)
            type = assay_cabac_bypass (&self->cabac) != 0 ? SAO_EDGE : SAO_BAND;
        }
      if (type != SAO_NONE)
        read_sao_offsets (self, component, type,
                          component == 0 ? self->sps->bit_depth_luma : self->sps->bit_depth_chroma);
    }
}

/* 6.4.1 for whole CTUs: decoded, in the same slice and tile. */
static gboolean
is_available (const AssayHevcSlice *self, guint32 ctb)
{
  const AssayHevcPicture *picture = self->picture;

  return picture->slice[ctb] == self->header->slice_address
         && picture->tile[picture->to_tile_scan[ctb]]
                == picture->tile[picture->to_tile_scan[self->ctb]];
}

static void
read_ctu (AssayHevcSlice *self)
{
  guint width = self->sps->width_ctbs;
  guint x = self->ctb % width;
  guint y = self->ctb / width;
  AssayCodedUnit unit = { .address = self->ctb,
                          .first_run = self->n_runs,
                          .position = (guint32) assay_cabac_position (&self->cabac) };

  g_array_append_val (self->found->units, unit);
  self->left_ctb = x > 0 && is_available (self, self->ctb - 1);
  self->up_ctb = y > 0 && is_available (self, self->ctb - width);
  self->picture->slice[self->ctb] = self->header->slice_address;
  if (self->header->sao_luma || self->header->sao_chroma)
    read_sao (self);
  assay_hevc_coding_tree (self, x << self->sps->log2_ctb, y << self->sps->log2_ctb);
}

/* First CTU of a row of its tile. */
static gboolean
begins_row (const AssayHevcSlice *self, guint32 ctb)
{
  guint x = ctb % self->sps->width_ctbs;

  return x == self->picture->column_start[x];
}

static gboolean
begins_tile (const AssayHevcSlice *self, guint32 ts)
{
  return ts == 0 || self->picture->tile[ts] != self->picture->tile[ts - 1];
}

/* States of the row above, if its second CTU may be used (9.3.1). */
static gboolean
take_wavefront (AssayHevcSlice *self, const AssayHevcCarry *carry)
{
  guint width = self->sps->width_ctbs;
  guint x = self->ctb % width;

  if (self->ctb < width || x + 1 >= width || !carry->has_wavefront
      || !is_available (self, self->ctb - width + 1))
    return FALSE;
  memcpy (self->contexts, carry->wavefront, sizeof self->contexts);
  return TRUE;
}

/* 9.3.1 at the start of a slice segment. */
static void
start_contexts (AssayHevcSlice *self, const AssayHevcCarry *carry, guint32 ts)
{
  gboolean row = self->pps->wavefront && begins_row (self, self->ctb);

  reset_contexts (self);
  if (begins_tile (self, ts) || (row && take_wavefront (self, carry)))
    return;
  if (!self->header->dependent)
    return;
  if (row && carry->has_wavefront)
    memcpy (self->contexts, carry->wavefront, sizeof self->contexts);
  else if (!row && carry->has_end)
    memcpy (self->contexts, carry->end, sizeof self->contexts);
}

/* Behind a CTU that does not end the segment: another substream may begin. */
static void
next_substream (AssayHevcSlice *self, const AssayHevcCarry *carry, guint32 ts)
{
  gboolean tile = self->pps->tiles && begins_tile (self, ts);
  gboolean row = self->pps->wavefront && (tile || begins_row (self, self->ctb));
  guint tail = 0;
  gsize at;

  if (!tile && !row)
    return;
  if (!assay_cabac_terminate (&self->cabac, &tail)) /* end_of_subset_one_bit */
    {
      self->bad = TRUE;
      return;
    }
  at = assay_hevc_end_codeword (self, tail);
  self->substream++;
  assay_hevc_start_codeword (self, at);
  reset_contexts (self);
  if (!tile)
    take_wavefront (self, carry);
}

/* 9.3.2.4 after a CTU. */
static void
store_wavefront (AssayHevcSlice *self, AssayHevcCarry *carry)
{
  guint x = self->ctb % self->sps->width_ctbs;

  if (!self->pps->wavefront || x != self->picture->column_start[x] + 1)
    return;
  memcpy (carry->wavefront, self->contexts, sizeof self->contexts);
  carry->has_wavefront = TRUE;
}

static gboolean
read_ctus (AssayHevcSlice *self, AssayHevcCarry *carry, guint *tail)
{
  AssayHevcPicture *picture = self->picture;
  guint32 ts = picture->to_tile_scan[self->header->address];

  start_contexts (self, carry, ts);
  for (;;)
    {
      gboolean end;

      read_ctu (self);
      if (self->bad || assay_cabac_overran (&self->cabac))
        return FALSE;
      end = assay_cabac_terminate (&self->cabac, tail); /* end_of_slice_segment_flag */
      store_wavefront (self, carry);
      if (end)
        return TRUE;
      if (++ts >= picture->n_ctbs)
        return FALSE;
      self->ctb = picture->to_raster[ts];
      next_substream (self, carry, ts);
      if (self->bad)
        return FALSE;
    }
}

gboolean
assay_hevc_slice_data_read (AssayHevcPicture *picture,
                            const AssayHevcSliceHeader *header,
                            AssayHevcCarry *carry,
                            const guint8 *rbsp,
                            gsize size,
                            AssayHevcFound *found,
                            GError **error)
{
  AssayHevcSlice self = { .sps = picture->sps,
                          .pps = picture->pps,
                          .header = header,
                          .picture = picture,
                          .found = found,
                          .ctb = header->address };
  gboolean found_all;
  guint tail = 0;

  g_array_set_size (found->runs, 0);
  g_array_set_size (found->codewords, 0);
  g_array_set_size (found->units, 0);
  if (header->first_in_picture)
    *carry = (AssayHevcCarry){ 0 };
  self.cabac.data = rbsp;
  self.cabac.size = size;
  assay_hevc_start_codeword (&self, header->data_at);
  found_all = read_ctus (&self, carry, &tail);
  g_array_set_size (found->runs, self.n_runs);
  if (!found_all)
    {
      gboolean overran = !self.bad && assay_cabac_overran (&self.cabac);

      g_set_error (error, ASSAY_CIPHER_ERROR,
                   overran ? ASSAY_CIPHER_ERROR_TRUNCATED : ASSAY_CIPHER_ERROR_MALFORMED,
                   overran ? _ ("The slice ends within coding tree unit %u")
                           : _ ("The slice is damaged at coding tree unit %u"),
                   self.ctb);
      return FALSE;
    }
  found->end = assay_hevc_end_codeword (&self, tail);
  memcpy (carry->end, self.contexts, sizeof carry->end);
  carry->has_end = TRUE;
  if (found->end <= size)
    return TRUE;
  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED,
               _ ("The slice ends within coding tree unit %u"), self.ctb);
  return FALSE;
}
