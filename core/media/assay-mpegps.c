/* assay-mpegps.c: MPEG program streams and raw H.264 and H.265 streams: start codes counted, not
 * decoded. */
#include "config.h"

#include <string.h>

#include "media/assay-encoder-scan-private.h"
#include "media/assay-parsers-av-private.h"
#include "media/assay-window-private.h"

#define WALKED_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define PACK 0xbau
#define PROGRAM_END 0xb9u
#define SCANNED 65536u

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  AssayWindow window;
  guint64 size;
  guint64 counts[256]; /* start codes by their last byte */
  guint64 first[256];
  guint64 lost, lost_at;
} Program;

/* Bytes of the unit that begins with the start code at @offset; 0 if it is none of the system layer
 * (2.5.3). */
static guint64
unit_length (Program *self, guint64 offset, guint8 *code)
{
  AssayReader reader;
  guint8 next;

  if (assay_window_reader_partial (&self->window, offset, 14, &reader) < 4
      || assay_reader_read_u24_be (&reader) != 1)
    return 0;
  *code = assay_reader_read_u8 (&reader);
  if (*code == PROGRAM_END)
    return 4;
  if (*code == PACK)
    {
      next = assay_reader_read_u8 (&reader);
      if ((next & 0xc0) != 0x40)
        return 12; /* MPEG-1 */
      assay_reader_skip (&reader, 8);
      return 14 + (assay_reader_read_u8 (&reader) & 7u);
    }
  if (*code < 0xbb)
    return 0;
  return 6 + (guint64) assay_reader_read_u16_be (&reader);
}

static void
walk_program (Program *self)
{
  guint64 end = MIN (self->size, WALKED_BYTES);
  guint64 offset = 0, steps = 0;

  while (offset + 4 <= end
         && ((++steps & 0xfff) != 0 || !g_cancellable_is_cancelled (self->cancellable)))
    {
      guint8 code = 0;
      guint64 length = unit_length (self, offset, &code);

      if (length == 0)
        {
          self->lost_at = self->lost++ == 0 ? offset : self->lost_at;
          offset++;
          continue;
        }
      self->first[code] = self->counts[code]++ == 0 ? offset : self->first[code];
      if (length > self->size - offset)
        assay_inspection_problem (self->inspection, "truncated", offset,
                                  "packet of %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT
                                  " are there",
                                  length, self->size - offset);
      offset += length;
    }
}

void
assay_parse_mpegps (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  g_autofree Program *self = g_new0 (Program, 1);
  guint video = 0, audio = 0, number = 0;
  AssayReader reader;

  self->source = source;
  self->inspection = inspection;
  self->cancellable = cancellable;
  self->size = assay_source_get_size (source);
  assay_window_init (&self->window, source);
  walk_program (self);
  assay_inspection_int (inspection, "ps.packs", (gint64) self->counts[PACK], NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (assay_window_reader (&self->window, 4, 1, &reader))
    assay_inspection_bool (inspection, "ps.mpeg2", (assay_reader_read_u8 (&reader) & 0xc0) == 0x40,
                           4, 1);
  for (guint code = 0xbc; code < 256; code++)
    if (self->counts[code] > 0)
      {
        g_autofree char *id = g_strdup_printf ("ps.stream[%u].id", ++number);
        g_autofree char *packets = g_strdup_printf ("ps.stream[%u].packets", number);

        assay_inspection_int (inspection, id, code, NULL, self->first[code] + 3, 1);
        assay_inspection_int (inspection, packets, (gint64) self->counts[code], NULL,
                              self->first[code], 0);
        video += (code & 0xf0) == 0xe0 ? 1 : 0;
        audio += (code & 0xe0) == 0xc0 ? 1 : 0;
      }
  assay_inspection_int (inspection, "media.video.count", video, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.audio.count", audio, NULL, ASSAY_OFFSET_NONE, 0);
  if (self->counts[PACK] == 0)
    assay_inspection_problem (inspection, "missing", 0, "no pack header");
  if (self->lost > 0)
    assay_inspection_problem (inspection, "sync", self->lost_at,
                              "%" G_GUINT64_FORMAT " bytes belong to no packet", self->lost);
  assay_window_clear (&self->window);
}

typedef struct
{
  guint64 units, pictures, keys, sets;
} NalCounts;

/* H.264 table 7-1, H.265 table 7-1: slices, key pictures, parameter sets. Only first slices of a
 * picture count. */
static void
count_unit (NalCounts *counts, const guint8 *unit, gboolean hevc)
{
  guint type = hevc ? (unit[0] >> 1) & 63u : unit[0] & 31u;
  gboolean first = hevc ? (unit[2] & 0x80) != 0 : (unit[1] & 0x80) != 0;

  counts->units++;
  if (hevc ? type < 32 : (type == 1 || type == 5))
    {
      counts->pictures += first ? 1 : 0;
      counts->keys += first && (hevc ? type >= 16 && type <= 23 : type == 5) ? 1 : 0;
    }
  else if (hevc ? type >= 32 && type <= 34 : type == 7 || type == 8)
    counts->sets++;
}

void
assay_parse_annexb (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  const AssayFormat *format = assay_inspection_get_format (inspection);
  gboolean hevc = format != NULL && g_str_equal (format->id, "hevc");
  guint64 end = MIN (assay_source_get_size (source), WALKED_BYTES);
  g_auto (AssayWindow) window = { 0 };
  NalCounts counts = { 0 };
  guint zeros = 0;
  AssayReader reader;

  assay_window_init (&window, source);
  for (guint64 offset = 0; offset + 3 < end;)
    {
      gsize length = assay_window_reader_partial (&window, offset, ASSAY_WINDOW_SIZE, &reader);
      const guint8 *data = assay_reader_peek (&reader, length);
      gsize usable = offset + length >= end ? length - MIN (length, 3)
                                            : length - 3; /* a unit's head stays whole */

      if (length <= 3 || data == NULL || g_cancellable_is_cancelled (cancellable))
        break;
      for (gsize i = 0; i < usable; i++)
        {
          if (data[i] == 1 && zeros >= 2)
            count_unit (&counts, data + i + 1, hevc);
          zeros = data[i] == 0 ? zeros + 1 : 0;
        }
      if (offset == 0)
        assay_nal_scan_annexb (inspection, data, MIN (length, SCANNED), 0, hevc);
      offset += usable;
      if (usable == 0 || offset + 3 >= end)
        break;
    }
  assay_inspection_int (inspection, "nal.units", (gint64) counts.units, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "nal.pictures", (gint64) counts.pictures, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "nal.key_pictures", (gint64) counts.keys, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "nal.parameter_sets", (gint64) counts.sets, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.video.count", counts.pictures > 0 ? 1 : 0, NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (counts.units == 0)
    assay_inspection_problem (inspection, "missing", 0, "no NAL unit");
}
