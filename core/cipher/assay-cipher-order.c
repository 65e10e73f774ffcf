/* assay-cipher-order.c: parameter sets and slice headers alone, no slice data. */
#include "cipher/assay-cipher-order.h"

#include <string.h>

#include "cipher/assay-hevc-slice-header.h"

/* A slice segment header hardly ever needs more. */
#define HEADER_BYTES ((gsize) 4096)
#define N_SPS 16
#define N_PPS 64
/* Of the last type of a leading picture (RASL_R). */
#define LAST_LEADING 9
/* Numbers stay within this, whatever a hostile stream counts. */
#define FARTHEST (G_MAXINT32 / 2)

struct _AssayCipherOrder
{
  AssayHevcSps *sps[N_SPS];
  AssayHevcPps *pps[N_PPS];
  GByteArray *rbsp;
  GArray *removed;
  gboolean begun;   /* a picture has been seen */
  gboolean restart; /* the next intra picture begins a sequence */
  gint64 base;      /* number of PicOrderCntVal 0 */
  gint64 highest;
  gint64 previous; /* PicOrderCntVal of prevTid0Pic */
  AssayCipherOrderPicture last;
  guint window[4];
  guint unit;
};

AssayCipherOrder *
assay_cipher_order_new (void)
{
  AssayCipherOrder *self = g_new0 (AssayCipherOrder, 1);

  self->rbsp = g_byte_array_new ();
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->restart = TRUE;
  return self;
}

void
assay_cipher_order_free (AssayCipherOrder *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_SPS; i++)
    g_free (self->sps[i]);
  for (guint i = 0; i < N_PPS; i++)
    g_free (self->pps[i]);
  g_byte_array_unref (self->rbsp);
  g_array_unref (self->removed);
  g_free (self);
}

static void
take_set (AssayCipherOrder *self, const AssayHevcNal *nal)
{
  assay_hevc_unescape (nal->data, nal->size, self->rbsp, self->removed);
  if (nal->type == ASSAY_NAL_SPS)
    {
      AssayHevcSps *sps = assay_hevc_sps_read (self->rbsp->data, self->rbsp->len, NULL);

      if (sps == NULL)
        return;
      g_free (self->sps[sps->id]);
      self->sps[sps->id] = sps;
      return;
    }

  AssayHevcPps *pps = assay_hevc_pps_read (self->rbsp->data, self->rbsp->len, NULL);

  if (pps == NULL)
    return;
  g_free (self->pps[pps->id]);
  self->pps[pps->id] = pps;
}

static gboolean
is_intra (guint type)
{
  return type >= ASSAY_NAL_BLA_W_LP && type <= ASSAY_NAL_LAST_IRAP;
}

static gint32
limit (gint64 order)
{
  return (gint32) CLAMP (order, -FARTHEST, FARTHEST);
}

/* 8.3.1. Types below 16 with an even number are of pictures that no picture of the same sub-layer
 * refers to. */
static void
count (AssayCipherOrder *self, const AssayHevcNal *nal, const AssayHevcSps *sps, guint32 lsb)
{
  gint64 range = (gint64) 1 << sps->log2_max_poc_lsb;
  gboolean begins = is_intra (nal->type) && (nal->type < ASSAY_NAL_CRA || self->restart);
  gboolean leading = nal->type >= 6 && nal->type <= LAST_LEADING;
  gboolean unused = nal->type < ASSAY_NAL_RSV_VCL_R15 && nal->type % 2 == 0;
  gint64 poc = lsb;

  if (!begins)
    {
      gint64 last = self->previous & (range - 1);

      poc += self->previous - last;
      if (poc <= self->previous - range / 2)
        poc += range;
      else if (poc > self->previous + range / 2)
        poc -= range;
    }
  else
    {
      self->base = (self->begun ? self->highest + 1 : 0) - poc;
      self->last.sequence++;
    }
  if (nal->temporal_id == 0 && !leading && !unused)
    self->previous = poc;
  self->last.order = limit (self->base + poc);
  self->highest = begins ? self->last.order : MAX (self->highest, self->last.order);
  self->begun = TRUE;
  self->restart = FALSE;
}

/* Those that this picture may use; others of the set wait for later ones (8.3.2). */
static void
note_references (AssayCipherOrder *self, const AssayHevcRefSet *set)
{
  for (guint i = 0; i < set->n; i++)
    if (set->used_by[i])
      self->last.references[self->last.n_references++]
          = limit ((gint64) self->last.order + set->delta_poc[i]);
}

static void
note_window (AssayCipherOrder *self, const AssayHevcSps *sps)
{
  guint unit_x = sps->chroma_format == 1 || sps->chroma_format == 2 ? 2 : 1;
  guint unit_y = sps->chroma_format == 1 ? 2 : 1;

  guint64 cut_x = unit_x * ((guint64) sps->crop[0] + sps->crop[1]);
  guint64 cut_y = unit_y * ((guint64) sps->crop[2] + sps->crop[3]);
  gboolean sound = cut_x < sps->width && cut_y < sps->height;

  self->unit = 1u << sps->log2_ctb;
  self->window[0] = sound ? unit_x * sps->crop[0] : 0;
  self->window[1] = sound ? unit_y * sps->crop[2] : 0;
  self->window[2] = sps->width - (sound ? (guint) cut_x : 0);
  self->window[3] = sps->height - (sound ? (guint) cut_y : 0);
}

/* The header in the first @size bytes of the unit. */
static gboolean
read_slice (AssayCipherOrder *self, const AssayHevcNal *nal, gsize size)
{
  AssayHevcSliceHeader header = { 0 };
  gboolean done;

  assay_hevc_unescape (nal->data, size, self->rbsp, self->removed);
  done = assay_hevc_slice_header_read (nal, self->rbsp->data, self->rbsp->len, self->sps, self->pps,
                                       NULL, &header, NULL);
  if (done)
    {
      const AssayHevcSps *sps = self->sps[self->pps[header.pps]->sps];

      count (self, nal, sps, header.poc_lsb);
      note_references (self, &header.references);
      self->last.known = TRUE;
      note_window (self, sps);
    }
  assay_hevc_slice_header_clear (&header);
  return done;
}

gboolean
assay_cipher_order_take (AssayCipherOrder *self, const AssayHevcNal *nal)
{
  if (nal->type == ASSAY_NAL_END_OF_SEQUENCE)
    self->restart = TRUE;
  if (nal->size > G_MAXUINT32 / 8)
    return FALSE;
  if (nal->type == ASSAY_NAL_SPS || nal->type == ASSAY_NAL_PPS)
    take_set (self, nal);
  if (!assay_hevc_nal_begins_picture (nal))
    return FALSE;
  self->last.intra = is_intra (nal->type);
  self->last.known = FALSE;
  self->last.n_references = 0;
  if (!read_slice (self, nal, MIN (nal->size, HEADER_BYTES)) && nal->size > HEADER_BYTES)
    read_slice (self, nal, nal->size);
  return TRUE;
}

gint32
assay_cipher_order_get (const AssayCipherOrder *self)
{
  return self->last.order;
}

const AssayCipherOrderPicture *
assay_cipher_order_get_picture (const AssayCipherOrder *self)
{
  return &self->last;
}

gboolean
assay_cipher_order_is_intra (const AssayCipherOrder *self)
{
  return self->last.intra;
}

gboolean
assay_cipher_order_get_window (const AssayCipherOrder *self, guint window[4])
{
  memcpy (window, self->window, sizeof self->window);
  return self->begun;
}

guint
assay_cipher_order_get_unit (const AssayCipherOrder *self)
{
  return self->unit;
}
