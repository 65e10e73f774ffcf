/* assay-cipher-lane.c: parse, flip, patch, escape. */
#include "cipher/assay-cipher-lane.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cipher/assay-entry-points.h"

struct _AssayCipherLane
{
  AssayCipherHeader header;
  gboolean decrypt;
  AssayHevcParser *parser;
  AssayKeyStream *numbers;
  AssaySubstreamPatch patch;
  GByteArray *rbsp;
  GByteArray *nal;
};

void
assay_cipher_count_add (AssayCipherCount *self, const AssayCipherCount *other)
{
  self->segments += other->segments;
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      self->bits[i] += other->bits[i];
      self->flipped[i] += other->flipped[i];
    }
  self->bytes += other->bytes;
  self->escapes_before += other->escapes_before;
  self->escapes_after += other->escapes_after;
  self->units += other->units;
  self->units_encrypted += other->units_encrypted;
  for (guint i = 0; i < ASSAY_CIPHER_TRACKS; i++)
    {
      self->regions[i].pictures += other->regions[i].pictures;
      self->regions[i].units += other->regions[i].units;
      self->regions[i].bits += other->regions[i].bits;
      self->regions[i].encrypted += other->regions[i].encrypted;
    }
}

AssayCipherLane *
assay_cipher_lane_new (const AssayCipherHeader *header,
                       const AssayCipherKeys *keys,
                       gboolean decrypt)
{
  AssayCipherLane *self = g_new0 (AssayCipherLane, 1);

  self->header = *header;
  self->decrypt = decrypt;
  self->parser = assay_hevc_parser_new ();
  self->numbers = assay_key_stream_new (header->generator, keys->content);
  assay_substream_patch_init (&self->patch);
  self->rbsp = g_byte_array_new ();
  self->nal = g_byte_array_new ();
  return self;
}

void
assay_cipher_lane_free (AssayCipherLane *self)
{
  if (self == NULL)
    return;
  assay_hevc_parser_free (self->parser);
  assay_key_stream_free (self->numbers);
  assay_substream_patch_clear (&self->patch);
  g_byte_array_unref (self->rbsp);
  g_byte_array_unref (self->nal);
  g_free (self);
}

static inline gboolean
is_chosen (const AssayCipherLane *self, const AssayBypassBin *bin)
{
  return (bin->modes & self->header.mode) != 0 && (self->header.elements >> bin->element & 1) != 0;
}

/* How many of the @n bins from @bins on are one value for the generator: neighbours of one class.
 * Follows from positions, ranges and classes alone, which no flip changes. */
static inline guint
measure_run (const AssayCipherLane *self, const AssayBypassBin *bins, guint n, guint32 *value)
{
  guint run = 1;

  *value = bins[0].value;
  n = MIN (n, ASSAY_SUBSTREAM_PATCH_BINS);
  while (run < n && bins[run].position == bins[0].position + run && bins[run].range == bins[0].range
         && bins[run].element == bins[0].element && is_chosen (self, &bins[run]))
    *value = *value << 1 | bins[run++].value;
  return run;
}

/* Gives the patch what changes between bins @first and @last of one codeword. */
static void
flip_bins (AssayCipherLane *self,
           const AssayBypassBin *bins,
           guint first,
           guint last,
           guint32 first_bit,
           AssayCipherCount *count)
{
  for (guint i = first; i < last;)
    {
      const AssayBypassBin *bin = &bins[i];
      guint32 old;
      guint32 new;
      guint run;

      if (!is_chosen (self, bin))
        {
          i++;
          continue;
        }
      run = measure_run (self, bin, last - i, &old);
      new = self->decrypt ? assay_key_stream_decrypt (self->numbers, old, run)
                          : assay_key_stream_encrypt (self->numbers, old, run);
      count->bits[bin->element] += run;
      count->flipped[bin->element] += (guint) __builtin_popcount (old ^ new);
      if (old != new)
        assay_substream_patch_add (&self->patch, bin[run - 1].position - first_bit + 1, bin->range,
                                   (gint64) new - (gint64) old);
      i += run;
    }
}

/* A coding tree unit in rectangle @region is encrypted. */
static void
count_unit (const AssayCipherLane *self,
            const AssayHevcSliceSegment *segment,
            guint unit,
            AssayCipherRegionCount *region)
{
  const AssayHevcFound *found = segment->found;
  const AssayCodedUnit *at = &g_array_index (found->units, AssayCodedUnit, unit);
  gboolean last = unit + 1 == found->units->len;
  guint end = last ? found->bins->len : at[1].first_bin;

  region->units++;
  region->bits += (last ? 8 * found->end : at[1].position) - at->position;
  for (guint i = at->first_bin; i < end; i++)
    region->encrypted += is_chosen (self, &g_array_index (found->bins, AssayBypassBin, i)) ? 1 : 0;
}

/* Bins of coding tree units outside the area are free in no mode. */
static void
limit_bins (const AssayCipherLane *self,
            const AssayHevcSliceSegment *segment,
            const AssayCipherArea *area,
            AssayCipherCount *count)
{
  const AssayHevcFound *found = segment->found;
  guint log2 = segment->sps->log2_ctb;
  guint width = segment->sps->width_ctbs;

  count->units += found->units->len;
  if (!area->limited)
    {
      count->units_encrypted += found->units->len;
      return;
    }
  for (guint i = 0; i < found->units->len; i++)
    {
      const AssayCodedUnit *unit = &g_array_index (found->units, AssayCodedUnit, i);
      guint end = i + 1 < found->units->len ? unit[1].first_bin : found->bins->len;
      gint region = assay_cipher_area_find (area, (unit->address % width) << log2,
                                            (unit->address / width) << log2, 1u << log2);

      if (region >= 0)
        {
          count->units_encrypted++;
          count_unit (self, segment, i, &count->regions[area->track[region]]);
          continue;
        }
      for (guint bin = unit->first_bin; bin < end; bin++)
        g_array_index (found->bins, AssayBypassBin, bin).modes = 0;
    }
}

static gboolean
patch_codewords (AssayCipherLane *self,
                 const AssayHevcSliceSegment *segment,
                 guint32 number,
                 AssayCipherCount *count,
                 GError **error)
{
  const GArray *codewords = segment->found->codewords;
  const GArray *bins = segment->found->bins;
  AssayCipherPlace place = { .segment = number, .address = segment->header->address };

  for (guint i = 0; i < codewords->len; i++)
    {
      const AssayCodeword *word = &g_array_index (codewords, AssayCodeword, i);
      guint last = i + 1 < codewords->len ? word[1].first_bin : bins->len;
      gsize size = (word->end_bit - word->first_bit + 7) / 8;

      place.substream = word->substream;
      /* Behind PCM samples the same substream goes on, and its numbers with it. */
      if (i == 0 || word[-1].substream != word->substream)
        assay_key_stream_start (self->numbers, &place);
      if (!assay_substream_patch_begin (&self->patch, size, error))
        return FALSE;
      flip_bins (self, (const AssayBypassBin *) (gconstpointer) bins->data, word->first_bin, last,
                 word->first_bit, count);
      if (!assay_substream_patch_apply (&self->patch, self->rbsp->data + word->first_bit / 8, size,
                                        word->end_bit - word->first_bit, word->tail))
        {
          g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                       _ ("Slice segment %u does not end as it must"), number);
          return FALSE;
        }
    }
  return TRUE;
}

/* Escaped again, is it what it was? What is not could not be restored. */
static gboolean
escapes_as_usual (AssayCipherLane *self, const AssayHevcNal *nal, const GByteArray *rbsp)
{
  g_byte_array_set_size (self->nal, 0);
  assay_hevc_escape (rbsp->data, rbsp->len, self->nal);
  return self->nal->len == nal->size && memcmp (self->nal->data, nal->data, nal->size) == 0;
}

const GByteArray *
assay_cipher_lane_take (AssayCipherLane *self,
                        const AssayHevcNal *nal,
                        guint32 number,
                        const AssayCipherArea *area,
                        AssayCipherCount *count,
                        GError **error)
{
  AssayHevcSliceSegment segment;
  gboolean found;

  if (!assay_hevc_parser_take (self->parser, nal, &segment, &found, error) || !found
      || (self->header.layers & 1) == 0 || !escapes_as_usual (self, nal, segment.rbsp))
    return NULL;
  g_byte_array_set_size (self->rbsp, 0);
  g_byte_array_append (self->rbsp, segment.rbsp->data, segment.rbsp->len);
  limit_bins (self, &segment, area, count);
  if (!patch_codewords (self, &segment, number, count, error)
      || !assay_entry_points_rewrite (&segment, self->rbsp, self->decrypt, error))
    return NULL;
  g_byte_array_set_size (self->nal, 0);
  assay_hevc_escape (self->rbsp->data, self->rbsp->len, self->nal);
  count->segments++;
  count->bytes += nal->size;
  count->escapes_before += segment.removed->len;
  count->escapes_after += self->nal->len - self->rbsp->len;
  return self->nal;
}
