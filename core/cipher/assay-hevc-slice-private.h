/* assay-hevc-slice-private.h: what the functions share that decode a slice segment. */
#pragma once

#include "cipher/assay-hevc-contexts-private.h"
#include "cipher/assay-hevc-slice-data.h"

G_BEGIN_DECLS

/* IntraPredModeY values that are named. */
enum
{
  INTRA_PLANAR = 0,
  INTRA_DC = 1,
  INTRA_HORIZONTAL = 10,
  INTRA_VERTICAL = 26,
  INTRA_LAST = 34,
};

typedef enum
{
  PART_2Nx2N,
  PART_2NxN,
  PART_Nx2N,
  PART_NxN,
  PART_2NxnU,
  PART_2NxnD,
  PART_nLx2N,
  PART_nRx2N,
} AssayHevcPart;

/* The coding unit that is being decoded. */
typedef struct
{
  guint x, y, log2_size;
  gboolean transquant_bypass, intra, skip;
  AssayHevcPart part;
  guint8 luma_mode[4];        /* of each part; all equal without NxN */
  guint8 chroma_mode[4];      /* IntraPredModeC of each part; one counts unless 4:4:4 */
  gboolean chroma_is_luma[4]; /* intra_chroma_pred_mode == 4 */
  gboolean merge;             /* of the last prediction unit */
  guint max_transform_depth;
} AssayHevcUnit;

typedef struct
{
  AssayCabac cabac;
  AssayContext contexts[N_CONTEXTS];
  const AssayHevcSps *sps;
  const AssayHevcPps *pps;
  const AssayHevcSliceHeader *header;
  AssayHevcPicture *picture;
  AssayHevcFound *found;
  AssayHevcUnit cu;
  guint32 ctb;                  /* CtbAddrInRs */
  gboolean left_ctb, up_ctb;    /* available for prediction: same slice and tile */
  gboolean qp_delta_coded;      /* IsCuQpDeltaCoded */
  gboolean chroma_offset_coded; /* IsCuChromaQpOffsetCoded */
  guint32 substream;
  guint32 codeword_start; /* byte */
  guint32 codeword_run;   /* first run of bins of the codeword */
  gboolean bad;           /* a value that the standard forbids */
  AssayBypassRun *runs;   /* those of found, while they are being found */
  guint n_runs;
  guint room;
} AssayHevcSlice;

/* Signs and sixteen levels, or what else stands between two calls of assay_hevc_reserve(). */
#define ASSAY_HEVC_RUNS_AT_ONCE 32u

void assay_hevc_grow (AssayHevcSlice *self);

/* Makes room for what one group of coefficients, or any other element, can hold. */
static inline void
assay_hevc_reserve (AssayHevcSlice *self)
{
  if (G_UNLIKELY (self->room - self->n_runs < ASSAY_HEVC_RUNS_AT_ONCE))
    assay_hevc_grow (self);
}

/* Decodes @n bypass bins, 1 to ASSAY_BYPASS_RUN, that may all be flipped if @free. Reserve before.
 */
static inline guint32
assay_hevc_read_run (AssayHevcSlice *self, AssayCipherClass element, guint n, gboolean free)
{
  guint32 value = assay_cabac_bypasses (&self->cabac, n);
  guint32 mask = free ? (1u << n) - 1 : 0;

  self->runs[self->n_runs++] = (AssayBypassRun){
    .position = (guint32) (assay_cabac_position (&self->cabac) - 1),
    .range = (guint16) assay_cabac_range (&self->cabac),
    .element = (guint8) element,
    .n = (guint8) n,
    .value = value,
    .free = mask,
    .extended = mask,
  };
  return value;
}

static inline guint
assay_hevc_decide (AssayHevcSlice *self, guint context)
{
  return assay_cabac_decide (&self->cabac, &self->contexts[context]);
}

/* Ends the codeword at a terminating bin of 1; gives the byte behind it. */
gsize assay_hevc_end_codeword (AssayHevcSlice *self, guint tail);
void assay_hevc_start_codeword (AssayHevcSlice *self, gsize at);

/* coding_quadtree() of a whole CTU at (@x, @y) luma samples. */
void assay_hevc_coding_tree (AssayHevcSlice *self, guint x, guint y);
/* prediction_unit() */
void assay_hevc_prediction_unit (AssayHevcSlice *self, guint width, guint height, guint depth);
/* transform_tree() of the coding unit. */
void assay_hevc_transform_tree (AssayHevcSlice *self);
/* residual_coding() of the block at (@x, @y), 2^@log2 samples aside; @component 0 to 2. */
void assay_hevc_residual (AssayHevcSlice *self, guint x, guint y, guint log2, guint component);

/* What one sub-block of sixteen holds. */
typedef struct
{
  guint8 places[16]; /* of significant coefficients, highest first */
  guint8 base[16];   /* baseLevel of each */
  guint n;
} AssayHevcGroup;

/* Signs of the group, if @hiding all but one where it spans enough, and the rest of its levels. */
void assay_hevc_levels (AssayHevcSlice *self, const AssayHevcGroup *group, gboolean hiding);

/* Which part of the coding unit holds the luma position. */
static inline guint
assay_hevc_part_at (const AssayHevcUnit *cu, guint x, guint y)
{
  guint half = 1u << (cu->log2_size - 1);

  return (y - cu->y >= half ? 2u : 0u) + (x - cu->x >= half ? 1u : 0u);
}

G_END_DECLS
