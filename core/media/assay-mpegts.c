/* assay-mpegts.c: MPEG transport streams: packets, programs, streams, continuity (ISO/IEC
 * 13818-1 2.4). */
#include "config.h"

#include <string.h>

#include "media/assay-encoder-scan-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parsers-av-private.h"
#include "media/assay-window-private.h"

#define SYNC 0x47
#define PID_COUNT 8192u
#define PID_NULL 0x1fffu
#define PID_SDT 0x11u
/* Bytes of the file that are walked: five minutes of a camera's recording; what follows is the same
 * again. */
#define WALKED_BYTES (G_GUINT64_CONSTANT (512) * 1024 * 1024)
#define SEARCH_MAXIMUM (16u * 1024u * 1024u)
#define SCANNED_PACKETS 64u
#define PIDS_SHOWN 64u

typedef struct
{
  guint64 packets;
  guint64 errors; /* continuity */
  guint8 counter;
  gboolean seen, is_pmt;
  guint8 type; /* stream_type of the PMT; 0: none */
  guint64 first;
} Pid;

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  AssayWindow window;
  guint64 size;
  guint packet, skip; /* 188, 192 (skip 4: M2TS time stamps), 204 */
  guint64 packets, errors, scrambled, lost, lost_at;
  guint programs, scanned;
  gboolean has_pat, has_pmt, has_sdt;
  Pid pids[PID_COUNT];
} Transport;

typedef struct
{
  guint code;
  const char *name;
  guint kind; /* 1 video, 2 sound */
} TypeName;

static const TypeName type_names[] = {
  { 0x01, "MPEG-1 video", 1 },  { 0x02, "MPEG-2 video", 1 }, { 0x03, "MPEG-1 audio", 2 },
  { 0x04, "MPEG-2 audio", 2 },  { 0x06, "private data", 0 }, { 0x0f, "AAC ADTS", 2 },
  { 0x10, "MPEG-4 Visual", 1 }, { 0x11, "AAC LATM", 2 },     { 0x15, "metadata", 0 },
  { 0x1b, "H.264", 1 },         { 0x24, "H.265", 1 },        { 0x33, "H.266", 1 },
  { 0x80, "LPCM", 2 },          { 0x81, "AC-3", 2 },         { 0x82, "DTS", 2 },
  { 0x83, "TrueHD", 2 },        { 0x87, "E-AC-3", 2 },       { 0x90, "PGS subtitles", 0 },
};

static const TypeName *
find_type (guint code)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (type_names[i].code == code)
      return &type_names[i];
  return NULL;
}

/* 2.4.4.3: program numbers and where their maps are. */
static void
read_pat (Transport *self, AssayReader *section)
{
  assay_reader_skip (section, 5);
  while (assay_reader_left (section) >= 8) /* four bytes of it are the CRC */
    {
      guint program = assay_reader_read_u16_be (section);
      guint pid = assay_reader_read_u16_be (section) & 0x1fffu;

      if (program != 0)
        {
          self->programs += self->has_pat ? 0 : 1;
          self->pids[pid].is_pmt = TRUE;
        }
    }
  self->has_pat = TRUE;
}

/* 2.4.4.8: the streams of a program. */
static void
read_pmt (Transport *self, AssayReader *section)
{
  assay_reader_skip (section, 7);
  assay_reader_skip (section, assay_reader_read_u16_be (section) & 0x0fffu);
  while (assay_reader_left (section) >= 9)
    {
      guint8 type = assay_reader_read_u8 (section);
      guint pid = assay_reader_read_u16_be (section) & 0x1fffu;
      guint length = assay_reader_read_u16_be (section) & 0x0fffu;

      if (!assay_reader_skip (section, length))
        break;
      self->pids[pid].type = type;
      self->has_pmt = TRUE;
    }
}

/* EN 300 468 5.2.3, 6.2.33: names of provider and service; FFmpeg writes "FFmpeg" and "Service01".
 */
static void
read_sdt (Transport *self, AssayReader *section)
{
  static const char *const names[] = { "ts.provider", "ts.service" };

  assay_reader_skip (section, 8 + 5);
  if (assay_reader_read_u8 (section) != 0x48)
    return;
  assay_reader_skip (section, 2);
  for (guint i = 0; i < 2 && assay_reader_ok (section); i++)
    {
      guint64 at = assay_reader_offset (section);
      guint length = assay_reader_read_u8 (section);
      const guint8 *data = assay_reader_read_bytes (section, length);
      g_autofree char *text = data != NULL ? assay_media_text_latin1 (data, length) : NULL;

      if (text == NULL || *text == '\0')
        continue;
      assay_inspection_text (self->inspection, names[i], text, at + 1, length);
      if (g_str_equal (text, "FFmpeg"))
        assay_encoder_note (self->inspection, text, at + 1, length);
    }
  self->has_sdt = TRUE;
}

/* A table section that begins and ends in one packet, which all of ordinary files do. */
static void
read_section (Transport *self, guint pid, AssayReader *payload)
{
  guint pointer = assay_reader_read_u8 (payload);
  AssayReader section;
  guint table, length;

  assay_reader_skip (payload, pointer);
  table = assay_reader_read_u8 (payload);
  length = assay_reader_read_u16_be (payload) & 0x0fffu;
  length = (guint) MIN ((gsize) length, assay_reader_left (payload));
  if (!assay_reader_ok (payload) || !assay_reader_sub (payload, length, &section))
    return;
  if (pid == 0 && table == 0)
    read_pat (self, &section);
  else if (self->pids[pid].is_pmt && table == 2)
    read_pmt (self, &section);
  else if (pid == PID_SDT && table == 0x42 && !self->has_sdt)
    read_sdt (self, &section);
}

/* 2.4.3.3: the counter goes up with each packet that has a payload; one repetition is allowed. */
static void
check_continuity (Transport *self,
                  Pid *pid,
                  guint8 counter,
                  gboolean payload,
                  gboolean discontinuity,
                  guint64 offset)
{
  guint8 expected = payload ? (pid->counter + 1) & 15 : pid->counter;

  if (pid->seen && !discontinuity && counter != expected && counter != pid->counter)
    {
      pid->errors++;
      if (self->errors++ == 0)
        assay_inspection_problem (self->inspection, "continuity", offset,
                                  "counter %u where %u should be", counter, expected);
    }
  pid->seen = TRUE;
  pid->counter = counter;
}

static void
read_packet (Transport *self, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);
  guint8 control;
  guint word, number;
  gboolean discontinuity = FALSE;
  Pid *pid;

  assay_reader_skip (reader, 1);
  word = assay_reader_read_u16_be (reader);
  control = assay_reader_read_u8 (reader);
  number = word & 0x1fffu;
  pid = &self->pids[number];
  pid->first = pid->packets++ == 0 ? offset : pid->first;
  self->scrambled += control & 0xc0 ? 1 : 0;
  if (control & 0x20)
    {
      guint length = assay_reader_read_u8 (reader);

      discontinuity = length > 0 && assay_reader_left (reader) > 0
                      && (*assay_reader_peek (reader, 1) & 0x80) != 0;
      if (!assay_reader_skip (reader, length))
        return;
    }
  if (number != PID_NULL)
    check_continuity (self, pid, control & 15, (control & 0x10) != 0, discontinuity, offset);
  if ((control & 0x10) == 0)
    return;
  if ((word & 0x4000) != 0 && (number == 0 || number == PID_SDT || pid->is_pmt))
    read_section (self, number, reader);
  else if (pid->type != 0 && self->scanned < SCANNED_PACKETS)
    {
      gsize left = assay_reader_left (reader);

      self->scanned++;
      assay_encoder_scan (self->inspection, assay_reader_peek (reader, left), left,
                          assay_reader_offset (reader));
    }
}

static gboolean
sync_at (Transport *self, guint64 offset)
{
  AssayReader reader;

  return assay_window_reader (&self->window, offset, 1, &reader)
         && assay_reader_read_u8 (&reader) == SYNC;
}

/* The packet size whose sync bytes stand at five places in a row. */
static gboolean
find_packet_size (Transport *self)
{
  static const struct
  {
    guint packet, skip;
  } sizes[] = { { 188, 0 }, { 192, 4 }, { 204, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint found = 0;

      while (found < 5 && sync_at (self, sizes[i].skip + (guint64) found * sizes[i].packet))
        found++;
      self->packet = sizes[i].packet;
      self->skip = sizes[i].skip;
      if (found == 5 || (found > 0 && (guint64) found * sizes[i].packet >= self->size))
        return TRUE;
    }
  return FALSE;
}

static void
walk_packets (Transport *self)
{
  guint64 offset = self->skip;
  guint64 end = MIN (self->size, WALKED_BYTES);
  AssayReader reader;

  while (offset < end && end - offset >= 188)
    {
      if ((self->packets & 0xfff) == 0 && g_cancellable_is_cancelled (self->cancellable))
        return;
      if (!assay_window_reader (&self->window, offset, 188, &reader))
        return;
      if (*assay_reader_peek (&reader, 1) != SYNC)
        {
          self->lost_at = self->lost++ == 0 ? offset : self->lost_at;
          if (self->lost > SEARCH_MAXIMUM)
            return;
          offset++;
          continue;
        }
      self->packets++;
      read_packet (self, &reader);
      offset += self->packet;
    }
  if (self->size <= WALKED_BYTES && (self->size - MIN (offset - self->skip, self->size)) > 0)
    assay_inspection_problem (self->inspection, "truncated", MIN (offset, self->size),
                              "%" G_GUINT64_FORMAT " bytes after the last whole packet",
                              self->size - MIN (offset - self->skip, self->size));
}

static void
note_pid (Transport *self, guint number, guint pid)
{
  const Pid *p = &self->pids[pid];
  const TypeName *type = find_type (p->type);
  static const char *const names[] = { "pid", "packets", "errors" };
  const gint64 values[] = { pid, (gint64) p->packets, (gint64) p->errors };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("ts.pid[%u].%s", number, names[i]);

      assay_inspection_int (self->inspection, name, values[i], NULL, p->first, 0);
    }
  if (p->type != 0)
    {
      g_autofree char *name = g_strdup_printf ("ts.pid[%u].type", number);
      g_autofree char *other = g_strdup_printf ("0x%02x", p->type);

      assay_inspection_text (self->inspection, name, type != NULL ? type->name : other, p->first,
                             0);
    }
}

static void
note_transport (Transport *self)
{
  AssayInspection *inspection = self->inspection;
  guint kinds[3] = { 0 };
  guint shown = 0;

  for (guint pid = 0; pid < PID_COUNT; pid++)
    {
      const TypeName *type = find_type (self->pids[pid].type);

      if (self->pids[pid].type != 0)
        kinds[type != NULL ? type->kind : 0]++;
      if (self->pids[pid].packets > 0 && shown < PIDS_SHOWN)
        note_pid (self, ++shown, pid);
    }
  assay_inspection_int (inspection, "ts.packet_size", self->packet, NULL, 0, 0);
  assay_inspection_int (inspection, "ts.packets", (gint64) self->packets, NULL, ASSAY_OFFSET_NONE,
                        0);
  assay_inspection_int (inspection, "ts.walked_bytes", (gint64) MIN (self->size, WALKED_BYTES),
                        NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ts.sync_lost", (gint64) self->lost, NULL,
                        self->lost > 0 ? self->lost_at : ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ts.continuity_errors", (gint64) self->errors, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ts.scrambled", (gint64) self->scrambled, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ts.programs", self->programs, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.video.count", kinds[1], NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.audio.count", kinds[2], NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.other.count", kinds[0], NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_element (inspection, "packets", self->skip, 0,
                            MIN (self->packets * self->packet, self->size - self->skip), NULL);
}

void
assay_parse_mpegts (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  g_autofree Transport *self = g_new0 (Transport, 1);

  self->source = source;
  self->inspection = inspection;
  self->cancellable = cancellable;
  self->size = assay_source_get_size (source);
  assay_window_init (&self->window, source);
  if (!find_packet_size (self))
    assay_inspection_problem (inspection, "sync", 0, "no regular sequence of sync bytes");
  else
    {
      walk_packets (self);
      note_transport (self);
      if (!self->has_pat || !self->has_pmt)
        assay_inspection_problem (inspection, "missing", 0,
                                  self->has_pat ? "no program map"
                                                : "no program association table");
      if (self->lost > 0)
        assay_inspection_problem (inspection, "sync", self->lost_at,
                                  "%" G_GUINT64_FORMAT " bytes belong to no packet", self->lost);
    }
  assay_window_clear (&self->window);
}
