/* assay-bmff-file.c: what an ISO base media file says as a whole: brands, order of boxes, what is
 * missing. */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-parsers-av-private.h"

GBytes *
assay_bmff_payload (AssayBmff *self, const AssayBmffBox *box, AssayReader *reader)
{
  guint64 begin = box->offset + box->header;
  gsize length = (gsize) MIN (box->end - begin, (guint64) ASSAY_BMFF_LEAF);
  GBytes *bytes;

  length = (gsize) MIN ((guint64) length, self->leaf_bytes);
  self->leaf_bytes -= length;
  bytes = assay_source_read (self->source, begin, length, NULL);
  assay_reader_init (reader, NULL, 0, begin);
  if (bytes != NULL)
    assay_reader_init_bytes (reader, bytes, begin);
  return bytes;
}

guint
assay_bmff_full (AssayReader *reader, guint32 *flags)
{
  guint version = assay_reader_read_u8 (reader);
  guint32 value = assay_reader_read_u24_be (reader);

  if (flags != NULL)
    *flags = value;
  return version;
}

void
assay_bmff_ftyp (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  g_autoptr (GString) brands = g_string_new (NULL);
  char text[24];
  guint64 at = assay_reader_offset (&reader);
  guint32 major = assay_reader_read_u32_be (&reader);
  guint32 minor = assay_reader_read_u32_be (&reader);

  if (self->has_ftyp)
    {
      assay_inspection_problem (self->inspection, "duplicate", box->offset, "second ftyp");
      return;
    }
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "malformed", box->offset, "ftyp without brand");
      return;
    }
  self->has_ftyp = TRUE;
  assay_inspection_text (self->inspection, "bmff.ftyp.major", assay_bmff_type_text (major, text),
                         at, 4);
  assay_inspection_int (self->inspection, "bmff.ftyp.minor", minor, NULL, at + 4, 4);
  for (guint n = 0; n < 64 && assay_reader_left (&reader) >= 4; n++)
    {
      guint64 place = assay_reader_offset (&reader);

      assay_bmff_type_text (assay_reader_read_u32_be (&reader), text);
      assay_inspection_text (self->inspection, "bmff.brand", text, place, 4);
      g_string_append_printf (brands, "%s%s", n > 0 ? " " : "", text);
    }
  assay_inspection_text (self->inspection, "bmff.ftyp.brands", brands->str, at + 8,
                         box->end - at - 8);
}

static gboolean
file_is_still (const AssayBmff *self)
{
  return self->has_meta && self->items->len > 0;
}

static void
note_missing (AssayBmff *self)
{
  if (self->boxes == 0)
    assay_inspection_problem (self->inspection, "missing", 0, "no box can be read");
  else if (self->moov_count == 0 && !self->has_meta)
    assay_inspection_problem (self->inspection, "missing", 0,
                              "no moov and no meta: nothing describes the media");
  if (self->moov_count > 0 && self->mdat_count == 0 && self->tracks->len > 0)
    assay_inspection_problem (self->inspection, "missing", 0, "no mdat: no media data");
}

static void
count_kinds (AssayBmff *self)
{
  guint video = 0, audio = 0;

  for (guint i = 0; i < self->tracks->len; i++)
    {
      guint32 handler = g_array_index (self->tracks, AssayBmffTrack, i).handler;

      video += handler == ASSAY_FOURCC ('v', 'i', 'd', 'e') ? 1 : 0;
      audio += handler == ASSAY_FOURCC ('s', 'o', 'u', 'n') ? 1 : 0;
    }
  assay_inspection_int (self->inspection, "bmff.track.count", self->tracks->len, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "media.video.count", video, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "media.audio.count", audio, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "media.other.count", self->tracks->len - video - audio,
                        NULL, ASSAY_OFFSET_NONE, 0);
}

static void
finish_file (AssayBmff *self)
{
  AssayInspection *inspection = self->inspection;

  note_missing (self);
  assay_inspection_text (inspection, "bmff.top", self->top->str, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "bmff.mdat.count", self->mdat_count, NULL, ASSAY_OFFSET_NONE,
                        0);
  assay_inspection_int (inspection, "bmff.mdat.bytes", (gint64) self->mdat_bytes, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "bmff.free.bytes", (gint64) self->free_bytes, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "bmff.fragments", self->moof_count, NULL, ASSAY_OFFSET_NONE, 0);
  if (self->longest > 0.0 && assay_inspection_find (inspection, "media.duration_s") == NULL)
    assay_inspection_real (inspection, "media.duration_s", self->longest, NULL, ASSAY_OFFSET_NONE,
                           0);
  if (self->c2pa)
    assay_inspection_bool (inspection, "bmff.c2pa", TRUE, ASSAY_OFFSET_NONE, 0);
  if (self->moov_count > 0 && self->mdat_count > 0)
    assay_inspection_bool (inspection, "bmff.faststart", self->first_moov < self->first_mdat,
                           self->first_moov, 0);
  if (self->moov_count > 0 || !file_is_still (self))
    count_kinds (self);
}

void
assay_parse_bmff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  g_autoptr (AssayBmff) self = assay_bmff_new (source, inspection, cancellable);

  assay_bmff_walk (self);
  assay_bmff_finish_items (self);
  assay_bmff_finish_tracks (self);
  finish_file (self);
}
