/* assay-cipher-lane.c: parse, flip, patch, escape. */
#include "cipher/assay-cipher-lane.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <string.h>

#include "cipher/assay-cipher-label.h"
#include "cipher/assay-entry-points.h"
#include "cipher/assay-hevc-units.h"

struct _AssayCipherLane
{
  AssayCipherHeader header;
  guint8 key[ASSAY_CIPHER_KEY_SIZE]; /* of labels */
  gboolean decrypt;
  AssayHevcParser *parser;
  AssayKeyStream *numbers;
  AssayKeyStream *other; /* NULL: nothing is compared */
  AssaySubstreamPatch patch;
  GByteArray *rbsp;
  GByteArray *nal;
  GByteArray *scratch;
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
  self->unlike += other->unlike;
  self->bytes += other->bytes;
  self->escapes_before += other->escapes_before;
  self->escapes_after += other->escapes_after;
  self->units += other->units;
  self->units_encrypted += other->units_encrypted;
  self->picture_units = MAX (self->picture_units, other->picture_units);
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
  memcpy (self->key, keys->content, sizeof self->key);
  self->decrypt = decrypt;
  self->parser = assay_hevc_parser_new ();
  self->numbers = assay_key_stream_new (header->generator, keys->content);
  assay_substream_patch_init (&self->patch);
  self->rbsp = g_byte_array_new ();
  self->nal = g_byte_array_new ();
  self->scratch = g_byte_array_new ();
  return self;
}

void
assay_cipher_lane_free (AssayCipherLane *self)
{
  if (self == NULL)
    return;
  assay_hevc_parser_free (self->parser);
  assay_key_stream_free (self->numbers);
  assay_key_stream_free (self->other);
  assay_substream_patch_clear (&self->patch);
  g_byte_array_unref (self->rbsp);
  g_byte_array_unref (self->nal);
  g_byte_array_unref (self->scratch);
  OPENSSL_cleanse (self->key, sizeof self->key);
  g_free (self);
}

void
assay_cipher_lane_compare (AssayCipherLane *self, const AssayCipherKeys *other)
{
  g_clear_pointer (&self->other, assay_key_stream_free);
  self->other = assay_key_stream_new (self->header.generator, other->content);
}

/* Bits that are set. The builtin is a call where the processor's instruction cannot be assumed. */
static inline guint
count_set (guint32 value)
{
  value -= value >> 1 & 0x55555555;
  value = (value & 0x33333333) + (value >> 2 & 0x33333333);
  value = (value + (value >> 4)) & 0x0f0f0f0f;
  return value * 0x01010101 >> 24;
}

/* Which bins of a run are to be enciphered. */
static inline guint32
find_chosen (const AssayCipherLane *self, const AssayBypassRun *run)
{
  return (self->header.elements >> run->element & 1) != 0
             ? assay_bypass_run_free (run, (AssayCipherMode) self->header.mode)
             : 0;
}

/* @n bins of a run above the lowest @low are one value for the generator. */
static inline void
flip_bins (AssayCipherLane *self,
           const AssayBypassRun *run,
           guint low,
           guint n,
           guint32 first_bit,
           AssayCipherCount *count)
{
  guint32 old = run->value >> low & ((1u << n) - 1);
  guint32 new = self->decrypt ? assay_key_stream_decrypt (self->numbers, old, n)
                              : assay_key_stream_encrypt (self->numbers, old, n);

  count->bits[run->element] += n;
  if (self->other != NULL)
    count->unlike += count_set (new ^ assay_key_stream_encrypt (self->other, old, n));
  if (old == new)
    return;
  count->flipped[run->element] += count_set (old ^ new);
  assay_substream_patch_add (&self->patch, run->position - low - first_bit + 1, run->range,
                             (gint64) new - (gint64) old);
}

/* Gives the patch what changes in the runs from @first up to @last, of one codeword. */
static void
flip_runs (AssayCipherLane *self,
           const AssayBypassRun *runs,
           guint first,
           guint last,
           guint32 first_bit,
           AssayCipherCount *count)
{
  for (guint i = first; i < last; i++)
    {
      guint32 chosen = find_chosen (self, &runs[i]);

      /* Those that are chosen and follow each other, from the first bin, the highest, on. */
      while (chosen != 0)
        {
          guint above = (guint) __builtin_clz (chosen);
          guint n = (guint) __builtin_clz (~(chosen << above));
          guint low = 32 - above - n;

          flip_bins (self, &runs[i], low, n, first_bit, count);
          chosen &= (1u << low) - 1;
        }
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
  guint end = last ? found->runs->len : at[1].first_run;

  region->units++;
  region->bits += (last ? 8 * found->end : at[1].position) - at->position;
  for (guint i = at->first_run; i < end; i++)
    region->encrypted
        += count_set (find_chosen (self, &g_array_index (found->runs, AssayBypassRun, i)));
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
  count->picture_units = MAX (count->picture_units, (guint64) width * segment->sps->height_ctbs);
  if (!area->limited)
    {
      count->units_encrypted += found->units->len;
      return;
    }
  for (guint i = 0; i < found->units->len; i++)
    {
      const AssayCodedUnit *unit = &g_array_index (found->units, AssayCodedUnit, i);
      guint end = i + 1 < found->units->len ? unit[1].first_run : found->runs->len;
      gint region = assay_cipher_area_find (area, (unit->address % width) << log2,
                                            (unit->address / width) << log2, 1u << log2);

      if (region >= 0)
        {
          count->units_encrypted++;
          count_unit (self, segment, i, &count->regions[area->track[region]]);
          continue;
        }
      for (guint at = unit->first_run; at < end; at++)
        {
          AssayBypassRun *run = &g_array_index (found->runs, AssayBypassRun, at);

          run->free = 0;
          run->extended = 0;
        }
    }
}

/* Whether anything of the slice segment is to be enciphered. */
static gboolean
has_chosen (const AssayCipherLane *self, const GArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    if (find_chosen (self, &g_array_index (runs, AssayBypassRun, i)) != 0)
      return TRUE;
  return FALSE;
}

/* Before version 6 a slice segment was known by its number: behind a lost one none decrypted. */
static gboolean
is_numbered (const AssayCipherLane *self)
{
  return self->header.version != 0 && self->header.version < ASSAY_CIPHER_LABEL_VERSION;
}

/* The key of a slice segment that numbers are drawn for. */
static void
find_key (AssayCipherLane *self, const AssayHevcSliceSegment *segment, AssayCipherTurn *turn)
{
  turn->drawn = FALSE;
  if (is_numbered (self) || self->header.generator == ASSAY_GENERATOR_NULL
      || !has_chosen (self, segment->found->runs))
    return;
  turn->drawn = TRUE;
  assay_cipher_label_read (segment, self->key, self->scratch, turn->label);
  if (turn->repeats != NULL)
    turn->repeat = assay_cipher_repeats_count (turn->repeats, turn->label, turn->picture);
  assay_key_stream_set_segment (self->numbers, turn->label, &turn->repeat);
  if (self->other != NULL)
    assay_key_stream_set_segment (self->other, turn->label, &turn->repeat);
}

static void
start_numbers (AssayCipherLane *self, const AssayCipherPlace *place)
{
  assay_key_stream_start (self->numbers, place);
  if (self->other != NULL)
    assay_key_stream_start (self->other, place);
}

static gboolean
patch_codewords (AssayCipherLane *self,
                 const AssayHevcSliceSegment *segment,
                 const AssayCipherTurn *turn,
                 AssayCipherCount *count,
                 GError **error)
{
  const GArray *codewords = segment->found->codewords;
  const GArray *runs = segment->found->runs;
  const gboolean begin = is_numbered (self) || turn->drawn;
  AssayCipherPlace place
      = { .segment = is_numbered (self) ? turn->number : 0, .address = segment->header->address };

  for (guint i = 0; i < codewords->len; i++)
    {
      const AssayCodeword *word = &g_array_index (codewords, AssayCodeword, i);
      guint last = i + 1 < codewords->len ? word[1].first_run : runs->len;
      gsize size = (word->end_bit - word->first_bit + 7) / 8;

      place.substream = word->substream;
      /* Behind PCM samples the same substream goes on, and its numbers with it. */
      if (begin && (i == 0 || word[-1].substream != word->substream))
        start_numbers (self, &place);
      if (!assay_substream_patch_begin (&self->patch, size, error))
        return FALSE;
      flip_runs (self, (const AssayBypassRun *) (gconstpointer) runs->data, word->first_run, last,
                 word->first_bit, count);
      if (!assay_substream_patch_apply (&self->patch, self->rbsp->data + word->first_bit / 8, size,
                                        word->end_bit - word->first_bit, word->tail))
        {
          g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                       _ ("Slice segment %u does not end as it must"), turn->number);
          return FALSE;
        }
    }
  return TRUE;
}

/* Zeros behind a slice segment, which programs that put byte streams into containers take for its
 * last bytes: set aside, and put back behind what is made of it. Versions before passed such units
 * unchanged. */
static gsize
find_end (const AssayCipherLane *self, const AssayHevcNal *nal)
{
  const guint version = self->header.version;

  if (self->decrypt && version != 0 && version < ASSAY_CIPHER_TRIMMED_VERSION)
    return nal->size;
  return assay_hevc_nal_is_slice (nal) ? assay_hevc_trim (nal->data, nal->size) : nal->size;
}

const GByteArray *
assay_cipher_lane_take (AssayCipherLane *self,
                        const AssayHevcNal *unit,
                        AssayCipherTurn *turn,
                        const AssayCipherArea *area,
                        AssayCipherCount *count,
                        GError **error)
{
  AssayHevcSliceSegment segment;
  AssayHevcNal nal = *unit;
  gboolean found;

  nal.size = find_end (self, unit);
  if (!assay_hevc_parser_take (self->parser, &nal, &segment, &found, error) || !found
      || (self->header.layers & 1) == 0
      || !assay_hevc_parser_check_escapes (&nal, segment.rbsp, self->nal, error))
    return NULL;
  g_byte_array_set_size (self->rbsp, 0);
  g_byte_array_append (self->rbsp, segment.rbsp->data, segment.rbsp->len);
  limit_bins (self, &segment, area, count);
  find_key (self, &segment, turn);
  if (!patch_codewords (self, &segment, turn, count, error)
      || !assay_entry_points_rewrite (&segment, self->rbsp, self->decrypt, error))
    return NULL;
  g_byte_array_set_size (self->nal, 0);
  assay_hevc_escape (self->rbsp->data, self->rbsp->len, self->nal);
  count->segments++;
  count->bytes += nal.size;
  count->escapes_before += segment.removed->len;
  count->escapes_after += self->nal->len - self->rbsp->len;
  g_byte_array_append (self->nal, unit->data + nal.size, (guint) (unit->size - nal.size));
  return self->nal;
}
