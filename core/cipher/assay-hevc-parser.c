/* assay-hevc-parser.c: see the header. */
#include "cipher/assay-hevc-parser.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_SPS 16
#define N_PPS 64
/* Bytes of a parameter set that is kept for comparison; with all lists they have some 2000. */
#define MOST_KEPT 8192u

struct _AssayHevcParser
{
  AssayHevcSps *sps[N_SPS];
  AssayHevcPps *pps[N_PPS];
  GBytes *sps_unit[N_SPS]; /* what they were read from */
  GBytes *pps_unit[N_PPS];
  AssayHevcPicture *picture; /* of the sets that it was made from; NULL before, and when they go */
  AssayHevcCarry *carry;
  AssayHevcSliceHeader header; /* of the last slice segment of this picture */
  gboolean has_header;
  guint64 n_pictures;
  GByteArray *rbsp;
  GArray *removed; /* guint32 */
  AssayHevcFound found;
};

AssayHevcParser *
assay_hevc_parser_new (void)
{
  AssayHevcParser *self = g_new0 (AssayHevcParser, 1);

  self->carry = assay_hevc_carry_new ();
  self->rbsp = g_byte_array_new ();
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->found.runs = g_array_new (FALSE, FALSE, sizeof (AssayBypassRun));
  self->found.codewords = g_array_new (FALSE, FALSE, sizeof (AssayCodeword));
  self->found.units = g_array_new (FALSE, FALSE, sizeof (AssayCodedUnit));
  return self;
}

void
assay_hevc_parser_free (AssayHevcParser *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_SPS; i++)
    {
      g_free (self->sps[i]);
      g_clear_pointer (&self->sps_unit[i], g_bytes_unref);
    }
  for (guint i = 0; i < N_PPS; i++)
    {
      g_free (self->pps[i]);
      g_clear_pointer (&self->pps_unit[i], g_bytes_unref);
    }
  g_clear_pointer (&self->picture, assay_hevc_picture_free);
  assay_hevc_carry_free (self->carry);
  assay_hevc_slice_header_clear (&self->header);
  g_byte_array_unref (self->rbsp);
  g_array_unref (self->removed);
  g_array_unref (self->found.runs);
  g_array_unref (self->found.codewords);
  g_array_unref (self->found.units);
  g_free (self);
}

/* A set that changes must not be looked at any more by what was made from it. */
static void
forget_picture (AssayHevcParser *self)
{
  g_clear_pointer (&self->picture, assay_hevc_picture_free);
  assay_hevc_slice_header_clear (&self->header);
  self->has_header = FALSE;
}

/* A set that comes again unchanged, as before each random access point, changes nothing: the tables
 * of the picture stay. Else @unit becomes what the parser holds. */
static gboolean
is_repeated (const AssayHevcParser *self, GBytes **unit)
{
  g_autoptr (GBytes) bytes = NULL;

  if (self->rbsp->len <= MOST_KEPT)
    bytes = g_bytes_new (self->rbsp->data, self->rbsp->len);
  if (*unit != NULL && bytes != NULL && g_bytes_equal (*unit, bytes))
    return TRUE;
  g_clear_pointer (unit, g_bytes_unref);
  *unit = g_steal_pointer (&bytes);
  return FALSE;
}

static gboolean
take_sps (AssayHevcParser *self, GError **error)
{
  AssayHevcSps *sps = assay_hevc_sps_read (self->rbsp->data, self->rbsp->len, error);

  if (sps == NULL)
    return FALSE;
  if (is_repeated (self, &self->sps_unit[sps->id]))
    {
      g_free (sps);
      return TRUE;
    }
  forget_picture (self);
  g_free (self->sps[sps->id]);
  self->sps[sps->id] = sps;
  return TRUE;
}

static gboolean
take_pps (AssayHevcParser *self, GError **error)
{
  AssayHevcPps *pps = assay_hevc_pps_read (self->rbsp->data, self->rbsp->len, error);

  if (pps == NULL)
    return FALSE;
  if (is_repeated (self, &self->pps_unit[pps->id]))
    {
      g_free (pps);
      return TRUE;
    }
  forget_picture (self);
  g_free (self->pps[pps->id]);
  self->pps[pps->id] = pps;
  return TRUE;
}

/* The picture that the slice segment belongs to. */
static gboolean
find_picture (AssayHevcParser *self, const AssayHevcSliceHeader *header, GError **error)
{
  const AssayHevcPps *pps = self->pps[header->pps];
  const AssayHevcSps *sps = self->sps[pps->sps];

  if (header->first_in_picture || self->n_pictures == 0)
    self->n_pictures++;
  if (self->picture != NULL && self->picture->pps == pps && self->picture->sps == sps)
    {
      if (header->first_in_picture)
        assay_hevc_picture_reset (self->picture);
      return TRUE;
    }
  g_clear_pointer (&self->picture, assay_hevc_picture_free);
  self->picture = assay_hevc_picture_new (sps, pps, error);
  return self->picture != NULL;
}

/* EncodeFlush (9.3.4.5) leaves a 1 in the last place of each codeword; where flipped bins are to
 * be written that is what the rest is put right by. */
static gboolean
check_ends (const AssayHevcFound *found, const GByteArray *rbsp, GError **error)
{
  for (guint i = 0; i < found->codewords->len; i++)
    {
      const guint32 end = g_array_index (found->codewords, AssayCodeword, i).end_bit;

      if (end > 0 && end <= 8 * (guint64) rbsp->len
          && (rbsp->data[(end - 1) / 8] >> (7 - (end - 1) % 8) & 1) != 0)
        continue;
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("The slice segment does not end as it must"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_slice (AssayHevcParser *self,
            const AssayHevcNal *nal,
            AssayHevcSliceSegment *segment,
            GError **error)
{
  AssayHevcSliceHeader header;

  if (!assay_hevc_slice_header_read (nal, self->rbsp->data, self->rbsp->len, self->sps, self->pps,
                                     self->has_header ? &self->header : NULL, &header, error))
    {
      self->has_header = FALSE;
      return FALSE;
    }
  assay_hevc_slice_header_clear (&self->header);
  self->header = header;
  self->has_header = TRUE;
  if (!find_picture (self, &header, error)
      || !assay_hevc_slice_data_read (self->picture, &self->header, self->carry, self->rbsp->data,
                                      self->rbsp->len, &self->found, error))
    {
      self->has_header = FALSE; /* what depends on it cannot be read */
      return FALSE;
    }
  if (!check_ends (&self->found, self->rbsp, error))
    return FALSE;
  *segment = (AssayHevcSliceSegment){ .header = &self->header,
                                      .sps = self->picture->sps,
                                      .pps = self->picture->pps,
                                      .rbsp = self->rbsp,
                                      .removed = self->removed,
                                      .found = &self->found,
                                      .picture = self->n_pictures - 1 };
  return TRUE;
}

gboolean
assay_hevc_parser_take (AssayHevcParser *self,
                        const AssayHevcNal *nal,
                        AssayHevcSliceSegment *segment,
                        gboolean *found,
                        GError **error)
{
  *found = FALSE;
  if (nal->type != ASSAY_NAL_SPS && nal->type != ASSAY_NAL_PPS && !assay_hevc_nal_is_slice (nal))
    return TRUE;
  if (nal->size > G_MAXUINT32 / 8)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("A unit of the video is larger than any picture can be"));
      return FALSE;
    }
  assay_hevc_unescape (nal->data, nal->size, self->rbsp, self->removed);
  if (nal->type == ASSAY_NAL_SPS)
    return take_sps (self, error);
  if (nal->type == ASSAY_NAL_PPS)
    return take_pps (self, error);
  *found = take_slice (self, nal, segment, error);
  return *found;
}

gboolean
assay_hevc_parser_check_escapes (const AssayHevcNal *nal,
                                 const GByteArray *rbsp,
                                 GByteArray *scratch,
                                 GError **error)
{
  g_byte_array_set_size (scratch, 0);
  assay_hevc_escape (rbsp->data, rbsp->len, scratch);
  if (scratch->len == nal->size && memcmp (scratch->data, nal->data, nal->size) == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                       _ ("The slice segment has emulation prevention bytes where none are needed, "
                          "so it could not be brought back byte for byte"));
  return FALSE;
}
