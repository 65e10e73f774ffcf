/* fuzz-hevc-slice.c: slice data under descriptions of all kinds. The first bytes choose what the
 * parameter sets and the slice header would say, so that nothing is spent on reading them; the rest
 * is slice data of one small picture. What was parsed to its end is then enciphered: with any of
 * its free bins flipped it must parse to the same bins at the same places, and flipped again be
 * what it was. */
#include <string.h>

#include "cipher/assay-hevc-slice-data.h"
#include "cipher/assay-substream-patch.h"

#define CHOICES 16u
#define MOST_SEGMENTS 4u

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  AssayHevcSps sps;
  AssayHevcPps pps;
  AssayHevcSliceHeader header;
  guint dependent; /* bit i: segment i continues the slice before */
  AssayCipherMode mode;
  guint32 seed; /* of what is flipped */
} Setting;

/* A slice segment, with what was found in it. */
typedef struct
{
  AssayHevcSliceHeader header;
  AssayHevcFound found;
  guint8 *bytes;
  gsize size;
} Segment;

static guint
choose (guint8 byte, guint shift, guint bits)
{
  return (guint) byte >> shift & ((1u << bits) - 1);
}

static void
set_sizes (AssayHevcSps *sps, const guint8 *c)
{
  sps->chroma_format = choose (c[0], 0, 2);
  sps->log2_ctb = 4 + choose (c[0], 2, 2) % 3;
  sps->log2_min_cb = MIN (3 + choose (c[0], 4, 2), sps->log2_ctb);
  sps->log2_min_tb = MIN (2 + choose (c[0], 6, 2), sps->log2_min_cb - 1);
  sps->log2_max_tb = MIN (sps->log2_min_tb + choose (c[1], 0, 2), MIN (5, sps->log2_ctb));
  sps->hierarchy_inter = choose (c[1], 2, 3) % 5;
  sps->hierarchy_intra = choose (c[1], 5, 3) % 5;
  sps->width = (1 + choose (c[2], 0, 4)) << sps->log2_min_cb;
  sps->height = (1 + choose (c[2], 4, 4)) << sps->log2_min_cb;
  sps->bit_depth_luma = 8 + choose (c[3], 0, 3);
  sps->bit_depth_chroma = 8 + choose (c[3], 3, 3);
  sps->width_ctbs = (sps->width + (1u << sps->log2_ctb) - 1) >> sps->log2_ctb;
  sps->height_ctbs = (sps->height + (1u << sps->log2_ctb) - 1) >> sps->log2_ctb;
}

static void
set_tools (AssayHevcSps *sps, AssayHevcPps *pps, const guint8 *c)
{
  sps->amp = choose (c[3], 6, 1) != 0;
  sps->pcm = choose (c[3], 7, 1) != 0;
  sps->pcm_bits_luma = 1 + choose (c[4], 0, 3);
  sps->pcm_bits_chroma = 1 + choose (c[4], 3, 3);
  sps->log2_min_pcm = 3 + choose (c[4], 6, 1);
  sps->log2_max_pcm = sps->log2_min_pcm + choose (c[4], 7, 1);
  sps->transform_skip_context = choose (c[5], 0, 1) != 0;
  sps->implicit_rdpcm = choose (c[5], 1, 1) != 0;
  sps->explicit_rdpcm = choose (c[5], 2, 1) != 0;
  pps->sign_hiding = choose (c[5], 3, 1) != 0;
  pps->transform_skip = choose (c[5], 4, 1) != 0;
  pps->log2_max_transform_skip = 2 + choose (c[5], 5, 2);
  pps->qp_delta = choose (c[5], 7, 1) != 0;
  pps->qp_delta_depth = choose (c[6], 0, 2);
  pps->transquant_bypass = choose (c[6], 2, 1) != 0;
  pps->tiles = choose (c[6], 3, 1) != 0;
  pps->wavefront = choose (c[6], 4, 1) != 0;
  pps->cross_component = choose (c[6], 5, 1) != 0;
  pps->chroma_qp_offsets = choose (c[6], 6, 1) != 0;
  pps->chroma_qp_offset_depth = choose (c[7], 0, 2);
  pps->n_chroma_qp_offsets = 1 + choose (c[7], 2, 3) % 6;
  pps->uniform = TRUE;
  pps->n_columns = pps->tiles ? 1 + choose (c[7], 5, 1) : 1;
  pps->n_rows = pps->tiles ? 1 + choose (c[7], 6, 1) : 1;
}

static void
set_header (AssayHevcSliceHeader *header, const AssayHevcPps *pps, const guint8 *c)
{
  header->first_in_picture = TRUE;
  header->type = (AssayHevcSliceType) (choose (c[8], 0, 2) % 3);
  header->sao_luma = choose (c[8], 2, 1) != 0;
  header->sao_chroma = choose (c[8], 3, 1) != 0;
  header->mvd_l1_zero = choose (c[8], 4, 1) != 0;
  header->cabac_init = choose (c[8], 5, 1) != 0;
  header->n_ref[0] = 1 + choose (c[9], 0, 4) % 15;
  header->n_ref[1] = 1 + choose (c[9], 4, 4) % 15;
  header->max_merge = 1 + choose (c[10], 0, 3) % 5;
  header->qp = (gint) choose (c[11], 0, 6) % 52;
  header->chroma_qp_offsets = pps->chroma_qp_offsets && choose (c[10], 3, 1) != 0;
}

static void
start_found (AssayHevcFound *found)
{
  found->runs = g_array_new (FALSE, FALSE, sizeof (AssayBypassRun));
  found->codewords = g_array_new (FALSE, FALSE, sizeof (AssayCodeword));
  found->units = g_array_new (FALSE, FALSE, sizeof (AssayCodedUnit));
}

static void
clear_segments (Segment *segments, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_array_unref (segments[i].found.runs);
      g_array_unref (segments[i].found.codewords);
      g_array_unref (segments[i].found.units);
      g_free (segments[i].bytes);
    }
}

static void
check_codewords (const Segment *segment)
{
  const AssayHevcFound *found = &segment->found;
  guint32 at = 0;

  g_assert (found->end <= segment->size && found->codewords->len > 0 && found->units->len > 0);
  for (guint i = 0; i < found->codewords->len; i++)
    {
      const AssayCodeword *word = &g_array_index (found->codewords, AssayCodeword, i);
      guint32 last = i + 1 < found->codewords->len ? word[1].first_run : found->runs->len;

      g_assert (word->first_bit >= at && word->end_bit > word->first_bit && word->tail <= 1);
      g_assert (word->first_run <= last && last <= found->runs->len);
      for (guint32 j = word->first_run; j < last; j++)
        {
          const AssayBypassRun *run = &g_array_index (found->runs, AssayBypassRun, j);

          g_assert (run->n > 0 && run->n <= ASSAY_BYPASS_RUN);
          g_assert (run->position + 1 >= word->first_bit + run->n && run->position < word->end_bit);
          g_assert (run->range >= 256 && run->range <= 510);
          g_assert (run->element < ASSAY_CIPHER_N_CLASSES);
          g_assert ((run->value | run->free | run->extended) >> run->n == 0
                    && (run->free & ~run->extended) == 0);
        }
      at = word->end_bit;
    }
}

/* What is flipped of a run: the same there and back. */
static guint32
pick (const Setting *setting, const AssayBypassRun *run)
{
  return assay_bypass_run_free (run, setting->mode)
         & ((run->position + setting->seed) * 2654435761u >> 7);
}

/* FALSE: no encoder ends a codeword so. */
static gboolean
flip (const Setting *setting, const Segment *segment, guint8 *bytes)
{
  g_auto (AssaySubstreamPatch) patch = { .limbs = NULL };
  const AssayHevcFound *found = &segment->found;
  gboolean done = TRUE;

  for (guint i = 0; i < found->codewords->len && done; i++)
    {
      const AssayCodeword *word = &g_array_index (found->codewords, AssayCodeword, i);
      guint32 last = i + 1 < found->codewords->len ? word[1].first_run : found->runs->len;
      gsize size = (word->end_bit - word->first_bit + 7) / 8;

      g_assert (assay_substream_patch_begin (&patch, size, NULL));
      for (guint32 j = word->first_run; j < last; j++)
        {
          const AssayBypassRun *run = &g_array_index (found->runs, AssayBypassRun, j);
          gint64 now = run->value ^ pick (setting, run);

          assay_substream_patch_add (&patch, run->position - word->first_bit + 1, run->range,
                                     now - (gint64) run->value);
        }
      done = assay_substream_patch_apply (&patch, bytes + word->first_bit / 8, size,
                                          word->end_bit - word->first_bit, word->tail);
    }
  return done;
}

static void
compare (const Setting *setting, const AssayHevcFound *old, const AssayHevcFound *now)
{
  g_assert (old->end == now->end && old->runs->len == now->runs->len);
  g_assert (old->codewords->len == now->codewords->len && old->units->len == now->units->len);
  for (guint i = 0; i < old->runs->len; i++)
    {
      const AssayBypassRun *a = &g_array_index (old->runs, AssayBypassRun, i);
      const AssayBypassRun *b = &g_array_index (now->runs, AssayBypassRun, i);

      g_assert (a->position == b->position && a->range == b->range && a->element == b->element
                && a->n == b->n
                && assay_bypass_run_free (a, setting->mode)
                       == assay_bypass_run_free (b, setting->mode));
      g_assert (b->value == (a->value ^ pick (setting, a)));
    }
}

static AssayHevcPicture *
start_picture (const Setting *setting)
{
  return assay_hevc_picture_new (&setting->sps, &setting->pps, NULL);
}

/* All segments enciphered parse as before, and come back. */
static void
check_flipped (const Setting *setting, const Segment *segments, guint n)
{
  g_autoptr (AssayHevcPicture) picture = start_picture (setting);
  g_autoptr (AssayHevcCarry) carry = assay_hevc_carry_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (segments[i].bytes, segments[i].size);
      Segment again = { .header = segments[i].header };
      gboolean flipped = flip (setting, &segments[i], bytes);

      start_found (&again.found);
      if (flipped)
        {
          g_assert (assay_hevc_slice_data_read (picture, &again.header, carry, bytes,
                                                segments[i].size, &again.found, NULL));
          compare (setting, &segments[i].found, &again.found);
          g_assert (flip (setting, &again, bytes));
          g_assert (memcmp (bytes, segments[i].bytes, segments[i].size) == 0);
        }
      clear_segments (&again, 1);
      if (!flipped)
        return;
    }
}

/* Segment @i of the picture, from the coding tree unit of address @address on. */
static gboolean
read_segment (const Setting *setting,
              AssayHevcPicture *picture,
              AssayHevcCarry *carry,
              Segment *segments,
              guint i,
              guint32 address,
              const guint8 *data,
              gsize size)
{
  Segment *self = &segments[i];

  self->header = setting->header;
  self->header.first_in_picture = i == 0;
  self->header.dependent = i > 0 && (setting->dependent >> i & 1) != 0;
  self->header.address = address;
  self->header.slice_address
      = self->header.dependent ? segments[i - 1].header.slice_address : address;
  self->bytes = g_memdup2 (data, size);
  self->size = size;
  start_found (&self->found);
  if (!assay_hevc_slice_data_read (picture, &self->header, carry, self->bytes, size, &self->found,
                                   NULL))
    return FALSE;
  check_codewords (self);
  self->size = self->found.end;
  return TRUE;
}

static void
read_setting (Setting *self, const guint8 *choices)
{
  set_sizes (&self->sps, choices);
  set_tools (&self->sps, &self->pps, choices);
  set_header (&self->header, &self->pps, choices);
  self->dependent = choose (choices[10], 4, 3) << 1;
  self->mode
      = choose (choices[10], 7, 1) != 0 ? ASSAY_CIPHER_MODE_EXTENDED : ASSAY_CIPHER_MODE_EXACT;
  memcpy (&self->seed, choices + 12, sizeof self->seed);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Setting setting = { .seed = 0 };
  Segment segments[MOST_SEGMENTS] = { 0 };
  g_autoptr (AssayHevcPicture) picture = NULL;
  g_autoptr (AssayHevcCarry) carry = assay_hevc_carry_new ();
  gsize at = CHOICES;
  guint32 next = 0; /* in tile scan */
  guint n = 0;
  guint n_whole = 0;

  if (size <= CHOICES)
    return 0;
  read_setting (&setting, data);
  picture = start_picture (&setting);
  while (picture != NULL && n == n_whole && n < MOST_SEGMENTS && at < size
         && next < picture->n_ctbs)
    if (read_segment (&setting, picture, carry, segments, n++, picture->to_raster[next], data + at,
                      size - at))
      {
        const AssayHevcFound *found = &segments[n_whole++].found;

        at += found->end;
        next += found->units->len;
      }
  check_flipped (&setting, segments, n_whole);
  clear_segments (segments, n);
  return 0;
}
