/* assay-bmff-movie.c: the header boxes of movie, track and media: times, durations, handlers, edit
 * lists. */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-parser-private.h"

#include <math.h>

/* ISO/IEC 14496-12 8.2.2: seconds since 1904-01-01 UTC. */
#define SECONDS_1904_TO_1970 G_GINT64_CONSTANT (2082844800)
/* Entries of an edit list that are spelled out; real ones have one to three. */
#define EDITS_SHOWN 256

AssayBmffTrack *
assay_bmff_track (AssayBmff *self)
{
  if (!self->track_open || self->tracks->len == 0)
    return NULL;
  return &g_array_index (self->tracks, AssayBmffTrack, self->tracks->len - 1);
}

static char *
track_fact (AssayBmff *self, const char *name)
{
  return g_strdup_printf ("bmff.track[%u].%s", self->number, name);
}

void
assay_bmff_track_text (
    AssayBmff *self, const char *name, const char *value, guint64 offset, guint64 length)
{
  g_autofree char *full = track_fact (self, name);

  assay_inspection_text (self->inspection, full, value, offset, length);
}

void
assay_bmff_track_int (
    AssayBmff *self, const char *name, gint64 value, guint64 offset, guint64 length)
{
  g_autofree char *full = track_fact (self, name);

  assay_inspection_int (self->inspection, full, value, NULL, offset, length);
}

void
assay_bmff_track_bool (
    AssayBmff *self, const char *name, gboolean value, guint64 offset, guint64 length)
{
  g_autofree char *full = track_fact (self, name);

  assay_inspection_bool (self->inspection, full, value, offset, length);
}

void
assay_bmff_track_real (
    AssayBmff *self, const char *name, double value, guint64 offset, guint64 length)
{
  g_autofree char *full = track_fact (self, name);

  assay_inspection_real (self->inspection, full, value, NULL, offset, length);
}

/* Two facts: @name (TIME, unless zero) and @name_raw (INT); @seconds since 1904. @prefix is
 * "bmff.mvhd." or such. */
static void
add_time (AssayBmff *self,
          const char *prefix,
          const char *name,
          guint64 seconds,
          guint64 offset,
          guint64 length)
{
  g_autofree char *time = g_strconcat (prefix, name, NULL);
  g_autofree char *raw = g_strconcat (prefix, name, "_raw", NULL);

  assay_inspection_int (self->inspection, raw, (gint64) MIN (seconds, (guint64) G_MAXINT64), NULL,
                        offset, length);
  /* 64-bit fields can hold times beyond any calendar: only the raw number is kept of them. */
  if (seconds != 0 && seconds < (G_GUINT64_CONSTANT (1) << 40))
    assay_inspection_time (self->inspection, time, ((gint64) seconds - SECONDS_1904_TO_1970) * 1000,
                           TRUE, NULL, offset, length);
}

/* creation and modification as mvhd, tkhd and mdhd begin, 32 or 64 bits by version. */
static void
read_times (AssayBmff *self, AssayReader *reader, guint version, const char *prefix)
{
  static const char *const names[] = { "creation", "modification" };
  gsize width = version == 1 ? 8 : 4;

  for (guint i = 0; i < 2; i++)
    {
      guint64 at = assay_reader_offset (reader);
      guint64 value
          = width == 8 ? assay_reader_read_u64_be (reader) : assay_reader_read_u32_be (reader);

      if (assay_reader_ok (reader))
        add_time (self, prefix, names[i], value, at, width);
    }
}

static void
note_short (AssayBmff *self, const AssayBmffBox *box)
{
  char text[24];

  assay_inspection_problem (self->inspection, "malformed", box->offset, "%s is too short",
                            assay_bmff_type_text (box->type, text));
}

static guint64
read_duration (AssayReader *reader, guint version)
{
  guint64 value;

  if (version == 1)
    return assay_reader_read_u64_be (reader);
  value = assay_reader_read_u32_be (reader);
  return value == G_MAXUINT32 ? G_MAXUINT64 : value; /* all ones: not known */
}

void
assay_bmff_mvhd (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint version = assay_bmff_full (&reader, NULL);
  guint64 at;
  guint32 timescale;
  guint64 duration;

  read_times (self, &reader, version, "bmff.mvhd.");
  at = assay_reader_offset (&reader);
  timescale = assay_reader_read_u32_be (&reader);
  duration = read_duration (&reader, version);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      note_short (self, box);
      return;
    }
  assay_inspection_int (self->inspection, "bmff.mvhd.timescale", timescale, NULL, at, 4);
  if (duration <= G_MAXINT64)
    assay_inspection_int (self->inspection, "bmff.mvhd.duration", (gint64) duration, NULL, at + 4,
                          version == 1 ? 8 : 4);
  if (timescale == 0)
    assay_inspection_problem (self->inspection, "malformed", at, "movie timescale 0");
  else if (duration <= G_MAXINT64)
    {
      double seconds = (double) duration / (double) timescale;

      assay_inspection_real (self->inspection, "bmff.mvhd.duration_s", seconds, NULL, at, 8);
      if (duration > 0) /* 0 in fragmented files: then the samples tell */
        assay_inspection_real (self->inspection, "media.duration_s", seconds, NULL, at, 8);
    }
  assay_reader_skip (&reader, 76); /* rate, volume, reserved, matrix, pre_defined */
  at = assay_reader_offset (&reader);
  timescale = assay_reader_read_u32_be (&reader);
  if (assay_reader_ok (&reader))
    assay_inspection_int (self->inspection, "bmff.mvhd.next_track", timescale, NULL, at, 4);
}

/* Degrees clockwise of a tkhd matrix that only turns by quarters; -1 for others. */
static gint
matrix_rotation (const gint32 *m)
{
  static const struct
  {
    gint a, b, c, d, degrees;
  } turns[]
      = { { 1, 0, 0, 1, 0 }, { 0, 1, -1, 0, 90 }, { -1, 0, 0, -1, 180 }, { 0, -1, 1, 0, 270 } };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    if (m[0] == turns[i].a * 65536 && m[1] == turns[i].b * 65536 && m[3] == turns[i].c * 65536
        && m[4] == turns[i].d * 65536)
      return turns[i].degrees;
  return -1;
}

static void
read_tkhd_geometry (AssayBmff *self, AssayReader *reader)
{
  gint32 matrix[9];
  guint64 at;
  guint32 width, height;
  gint rotation;

  assay_reader_skip (reader, 16); /* reserved, layer, alternate group, volume, reserved */
  at = assay_reader_offset (reader);
  for (guint i = 0; i < 9; i++)
    matrix[i] = (gint32) assay_reader_read_u32_be (reader);
  width = assay_reader_read_u32_be (reader);
  height = assay_reader_read_u32_be (reader);
  if (!assay_reader_ok (reader))
    return;
  rotation = matrix_rotation (matrix);
  if (rotation >= 0)
    assay_bmff_track_int (self, "rotation", rotation, at, 36);
  if (width != 0 || height != 0)
    {
      assay_bmff_track_int (self, "width", width >> 16, at + 36, 4);
      assay_bmff_track_int (self, "height", height >> 16, at + 40, 4);
    }
}

void
assay_bmff_tkhd (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  AssayBmffTrack *track = assay_bmff_track (self);
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint32 flags;
  guint version = assay_bmff_full (&reader, &flags);
  g_autofree char *prefix = track_fact (self, "");
  guint64 at;

  if (track == NULL)
    return;
  read_times (self, &reader, version, prefix);
  at = assay_reader_offset (&reader);
  track->id = assay_reader_read_u32_be (&reader);
  assay_reader_skip (&reader, 4);
  read_duration (&reader, version);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      note_short (self, box);
      return;
    }
  assay_bmff_track_int (self, "id", track->id, at, 4);
  assay_bmff_track_int (self, "flags", flags, box->offset + box->header + 1, 3);
  assay_bmff_track_bool (self, "enabled", flags & 1, box->offset + box->header + 1, 3);
  read_tkhd_geometry (self, &reader);
}

/* 8.4.2.3: three letters of five bits each; below 0x400 QuickTime's language numbers. */
static void
read_language (AssayBmff *self, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  guint16 code = assay_reader_read_u16_be (reader);
  char text[4] = { 0 };

  if (!assay_reader_ok (reader) || code < 0x400 || code == 0x7fff)
    return;
  for (guint i = 0; i < 3; i++)
    text[i] = (char) (((code >> (10 - 5 * i)) & 31) + 0x60);
  assay_bmff_track_text (self, "media.language", text, at, 2);
}

void
assay_bmff_mdhd (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  AssayBmffTrack *track = assay_bmff_track (self);
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint version = assay_bmff_full (&reader, NULL);
  g_autofree char *prefix = track_fact (self, "media.");
  guint64 at, duration;

  if (track == NULL)
    return;
  read_times (self, &reader, version, prefix);
  at = assay_reader_offset (&reader);
  track->timescale = assay_reader_read_u32_be (&reader);
  duration = read_duration (&reader, version);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      note_short (self, box);
      return;
    }
  assay_bmff_track_int (self, "media.timescale", track->timescale, at, 4);
  if (track->timescale == 0)
    assay_inspection_problem (self->inspection, "malformed", at, "track timescale 0");
  if (duration <= G_MAXINT64)
    {
      track->duration = duration;
      assay_bmff_track_int (self, "media.duration", (gint64) duration, at + 4,
                            version == 1 ? 8 : 4);
      if (track->timescale > 0)
        assay_bmff_track_real (self, "media.duration_s", (double) duration / track->timescale, at,
                               8);
    }
  read_language (self, &reader);
}

/* The name of a handler: C text, or in QuickTime a length byte and that many bytes. TRUE if the
 * latter. */
static gboolean
handler_name (AssayReader *reader, guint32 component, char **name, guint64 *at)
{
  gsize length = assay_reader_left (reader);
  const char *bytes;
  gboolean pascal;

  *at = assay_reader_offset (reader);
  bytes = (const char *) assay_reader_read_bytes (reader, length);
  *name = NULL;
  if (bytes == NULL || length == 0)
    return FALSE;
  length = strnlen (bytes, length);
  pascal = length > 0 && (guchar) bytes[0] == length - 1
           && (component != 0 || !g_ascii_isalnum (bytes[0]));
  *at += pascal ? 1 : 0;
  *name = assay_text_visible (bytes + (pascal ? 1 : 0), (gssize) (length - (pascal ? 1 : 0)));
  return pascal;
}

static void
note_handler (
    AssayBmff *self, const AssayBmffBox *box, guint32 type, const char *name, guint64 name_at)
{
  gboolean media = box->parent == ASSAY_FOURCC ('m', 'd', 'i', 'a');
  guint64 at = box->offset + box->header + 8;
  char text[24];

  assay_bmff_track_text (self, media ? "handler" : "data_handler",
                         assay_bmff_type_text (type, text), at, 4);
  if (name != NULL)
    assay_bmff_track_text (self, media ? "handler_name" : "data_handler_name", name, name_at,
                           strlen (name));
}

void
assay_bmff_hdlr (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  AssayBmffTrack *track = assay_bmff_track (self);
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  g_autofree char *name = NULL;
  guint32 component, type;
  guint64 name_at;
  gboolean pascal;

  assay_bmff_full (&reader, NULL);
  component = assay_reader_read_u32_be (&reader);
  type = assay_reader_read_u32_be (&reader);
  assay_reader_skip (&reader, 12);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      note_short (self, box);
      return;
    }
  pascal = handler_name (&reader, component, &name, &name_at);
  if (track == NULL
      || (box->parent != ASSAY_FOURCC ('m', 'd', 'i', 'a')
          && box->parent != ASSAY_FOURCC ('m', 'i', 'n', 'f')))
    return;
  if (box->parent == ASSAY_FOURCC ('m', 'd', 'i', 'a'))
    track->handler = type;
  note_handler (self, box, type, name, name_at);
  if (pascal && box->parent == ASSAY_FOURCC ('m', 'd', 'i', 'a'))
    assay_bmff_track_bool (self, "handler_pascal", TRUE, name_at - 1, 1);
}

typedef struct
{
  guint64 duration;  /* in the movie's timescale */
  gint64 media_time; /* in the track's; -1: an empty edit */
  guint32 rate;
} Edit;

static Edit
read_edit (AssayReader *reader, guint version)
{
  Edit edit = { 0 };

  if (version == 1)
    {
      edit.duration = assay_reader_read_u64_be (reader);
      edit.media_time = (gint64) assay_reader_read_u64_be (reader);
    }
  else
    {
      edit.duration = assay_reader_read_u32_be (reader);
      edit.media_time = (gint32) assay_reader_read_u32_be (reader);
    }
  edit.rate = assay_reader_read_u32_be (reader);
  return edit;
}

void
assay_bmff_elst (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  g_autoptr (GString) list = g_string_new (NULL);
  guint version = assay_bmff_full (&reader, NULL);
  guint64 at = assay_reader_offset (&reader);
  guint32 count = assay_reader_read_u32_be (&reader);
  guint nonempty = 0;
  gint64 first = -1;

  if (assay_bmff_track (self) == NULL)
    return;
  if (!assay_reader_ok (&reader) || assay_reader_left (&reader) / (version == 1 ? 20 : 12) < count)
    {
      assay_inspection_problem (self->inspection, "count", at, "edit list declares %u entries",
                                count);
      count = (guint32) (assay_reader_left (&reader) / (version == 1 ? 20 : 12));
    }
  for (guint32 i = 0; i < count; i++)
    {
      Edit edit = read_edit (&reader, version);

      if (i < EDITS_SHOWN)
        g_string_append_printf (list, "%s%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT ":%u",
                                i > 0 ? " " : "", edit.duration, edit.media_time, edit.rate);
      if (edit.media_time >= 0 && nonempty++ == 0)
        first = edit.media_time;
    }
  assay_bmff_track_int (self, "edit.count", count, at, 4);
  assay_bmff_track_int (self, "edit.nonempty", nonempty, at, 4);
  assay_bmff_track_text (self, "edits", list->str, at + 4, box->end - at - 4);
  assay_bmff_track (self)->first_media_time = MAX (first, 0);
  if (first >= 0)
    assay_bmff_track_int (self, "edit.first_media_time", first, at + 4, box->end - at - 4);
}
