/* assay-matroska.c: Matroska and WebM: the EBML tree, segment information, tracks, tags (RFC 8794,
 * RFC 9559).
 *
 * Clusters are listed, the blocks in them only counted. An element of unknown size ends where one
 * of an outer level begins or its parent ends. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "media/assay-encoder-scan-private.h"
#include "media/assay-matroska-private.h"
#include "media/assay-media-note-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parsers-av-private.h"
#include "media/assay-window-private.h"

#define TRACKS_MAXIMUM 256u
#define VALUE_MAXIMUM (64u * 1024u)
#define VALUE_BYTES (64u * 1024u * 1024u)
#define SCANNED_BLOCKS 6u
/* ns from 1970-01-01 to 2001-01-01, the epoch of DateUTC, as ms. */
#define EPOCH_2001_MS G_GINT64_CONSTANT (978307200000)

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  AssayWindow window;
  guint64 size;
  guint elements;
  guint64 value_bytes; /* left of VALUE_BYTES */
  guint tracks;
  guint kinds[3]; /* video, sound, other */
  guint64 clusters, blocks;
  guint64 scale;   /* ns */
  double duration; /* in scale */
  char *tag;       /* name of the current SimpleTag */
  guint64 tag_at;
  gboolean depth_told, stopped, foreign_told;
} Matroska;

typedef struct
{
  guint32 id;
  guint64 offset;
  guint64 header;
  guint64 end;
  gboolean unknown; /* its size was not declared */
  guint depth;
} Element;

static gboolean
read_header (Matroska *self, guint64 offset, guint64 end, guint depth, Element *element)
{
  AssayReader reader;
  guint64 id, size;
  gsize room = (gsize) MIN (end - offset, (guint64) 12);

  *element = (Element){ .offset = offset, .end = end, .depth = depth };
  if (!assay_window_reader (&self->window, offset, room, &reader)
      || !assay_ebml_read_number (&reader, TRUE, 4, &id)
      || !assay_ebml_read_number (&reader, FALSE, 8, &size))
    {
      assay_inspection_problem (self->inspection, "malformed", offset, "no EBML element");
      return FALSE;
    }
  element->id = (guint32) id;
  element->header = assay_reader_offset (&reader) - offset;
  element->unknown = size == ASSAY_EBML_UNKNOWN_SIZE;
  if (element->unknown)
    return TRUE;
  if (size > end - offset - element->header)
    {
      const AssayMatroskaElement *rule = assay_matroska_find (element->id);

      assay_inspection_problem (
          self->inspection, end == self->size ? "truncated" : "overrun", offset,
          "%s declares %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " are there",
          rule != NULL ? rule->name : "element", size, end - offset - element->header);
    }
  else
    element->end = offset + element->header + size;
  return TRUE;
}

static GBytes *
read_value (Matroska *self, const Element *element, AssayReader *reader)
{
  guint64 begin = element->offset + element->header;
  gsize length
      = (gsize) MIN (element->end - begin, MIN ((guint64) VALUE_MAXIMUM, self->value_bytes));
  GBytes *bytes;

  self->value_bytes -= length;
  assay_reader_init (reader, NULL, 0, begin);
  bytes = assay_source_read (self->source, begin, length, NULL);
  if (bytes != NULL)
    assay_reader_init_bytes (reader, bytes, begin);
  return bytes;
}

static guint64
read_unsigned (AssayReader *reader)
{
  guint64 value = 0;

  for (gsize left = MIN (assay_reader_left (reader), (gsize) 8); left > 0; left--)
    value = (value << 8) | assay_reader_read_u8 (reader);
  return value;
}

static double
read_real (AssayReader *reader)
{
  gsize length = assay_reader_left (reader);
  guint64 bits = read_unsigned (reader);
  guint32 bits32 = (guint32) bits;
  float single;
  double value = 0.0;

  if (length == 4)
    {
      memcpy (&single, &bits32, sizeof single);
      return (double) single;
    }
  if (length == 8)
    memcpy (&value, &bits, sizeof value);
  return value;
}

static char *
fact_name (const Matroska *self, const AssayMatroskaElement *rule)
{
  if (rule->of_track)
    return g_strdup_printf ("mkv.track[%u].%s", self->tracks, rule->fact);
  return g_strconcat ("mkv.", rule->fact, NULL);
}

static void
note_track_type (Matroska *self, guint64 type)
{
  self->kinds[type == 1 ? 0 : type == 2 ? 1 : 2]++;
}

static void
note_text (Matroska *self,
           const Element *element,
           const AssayMatroskaElement *rule,
           AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  gsize length = assay_reader_left (reader);
  g_autofree char *text = assay_media_text_latin1 (assay_reader_peek (reader, length), length);

  if (rule->fact != NULL)
    {
      g_autofree char *name = fact_name (self, rule);

      assay_inspection_text (self->inspection, name, text, at, length);
    }
  if (element->id == ASSAY_MATROSKA_ID_MUXING_APP || element->id == ASSAY_MATROSKA_ID_WRITING_APP)
    assay_encoder_note (self->inspection, text, at, length);
  else if (element->id == ASSAY_MATROSKA_ID_TAG_NAME)
    {
      g_free (self->tag);
      self->tag = g_steal_pointer (&text);
    }
  else if (element->id == ASSAY_MATROSKA_ID_TAG_STRING && self->tag != NULL)
    {
      g_autofree char *name = g_strconcat ("mkv.tag.", self->tag, NULL);

      assay_inspection_text (self->inspection, name, text, at, length);
      assay_media_note_tag (self->inspection, self->tag, text, at, length);
    }
}

static void
note_number (Matroska *self,
             const Element *element,
             const AssayMatroskaElement *rule,
             AssayReader *reader)
{
  g_autofree char *name = rule->fact != NULL ? fact_name (self, rule) : NULL;
  guint64 at = assay_reader_offset (reader);
  gsize length = assay_reader_left (reader);

  if (name == NULL || (rule->of_track && self->tracks == 0))
    return;
  if (rule->type == ASSAY_MATROSKA_REAL)
    {
      double value = read_real (reader);

      if (element->id == ASSAY_MATROSKA_ID_DURATION)
        self->duration = value;
      if (isfinite (value))
        assay_inspection_real (self->inspection, name, value, NULL, at, length);
      return;
    }
  if (rule->type == ASSAY_MATROSKA_DATE && length == 8)
    {
      gint64 ms = (gint64) read_unsigned (reader) / 1000000 + EPOCH_2001_MS;

      assay_inspection_time (self->inspection, name, ms, TRUE, NULL, at, length);
      assay_inspection_time (self->inspection, "media.created", ms, TRUE, NULL, at, length);
      return;
    }
  guint64 value = read_unsigned (reader);

  if (element->id == ASSAY_MATROSKA_ID_TRACK_TYPE)
    note_track_type (self, value);
  if (element->id == ASSAY_MATROSKA_ID_SCALE)
    self->scale = value;
  assay_inspection_int (self->inspection, name, (gint64) value, NULL, at, length);
}

static void
note_value (Matroska *self, const Element *element, const AssayMatroskaElement *rule)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = NULL;

  if (rule->type == ASSAY_MATROSKA_BINARY && element->id != ASSAY_MATROSKA_ID_CODEC_PRIVATE)
    return;
  bytes = read_value (self, element, &reader);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return;
  if (rule->type == ASSAY_MATROSKA_TEXT)
    note_text (self, element, rule, &reader);
  else if (rule->type != ASSAY_MATROSKA_BINARY)
    note_number (self, element, rule, &reader);
  else if (self->tracks > 0)
    {
      g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      g_autofree char *name = g_strdup_printf ("mkv.track[%u].parameter_sets", self->tracks);

      assay_inspection_text (self->inspection, name, hash, assay_reader_offset (&reader),
                             g_bytes_get_size (bytes));
      assay_encoder_scan (self->inspection, g_bytes_get_data (bytes, NULL),
                          g_bytes_get_size (bytes), assay_reader_offset (&reader));
    }
}

/* The first blocks are searched for names of encoders. */
static void
count_block (Matroska *self, const Element *element)
{
  AssayReader reader;
  gsize length;

  if (self->blocks++ >= SCANNED_BLOCKS)
    return;
  length
      = (gsize) MIN (element->end - element->offset - element->header, (guint64) ASSAY_WINDOW_SIZE);
  length = assay_window_reader_partial (&self->window, element->offset + element->header, length,
                                        &reader);
  if (length > 0)
    assay_encoder_scan (self->inspection, assay_reader_peek (&reader, length), length,
                        assay_reader_offset (&reader));
}

/* What a cluster or a group of blocks in it may hold (RFC 9559, 5.1.3), also what is no longer
 * written.
 */
static void
check_cluster_element (Matroska *self, const Element *element)
{
  static const guint32 known[]
      = { 0xe7, 0xa7,   0xab, 0x5854, 0xa3, 0xa0, 0xaf, 0xec, 0xbf, 0xa1,
          0xa2, 0x75a1, 0x9b, 0xfa,   0xfb, 0xfd, 0xa4, 0x8e, 0xc8, 0x75a2 };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (element->id == known[i])
      return;
  if (!self->foreign_told)
    assay_inspection_problem (self->inspection, "malformed", element->offset,
                              "a cluster has an element 0x%x, which has no place there",
                              element->id);
  self->foreign_told = TRUE;
}

/* Blocks of a cluster through a small window of their own. Returns where the cluster ends. */
static guint64
walk_cluster (Matroska *self, const Element *cluster)
{
  guint64 offset = cluster->offset + cluster->header;
  AssayWindow big = self->window;

  assay_window_init_sized (&self->window, self->source, 64);
  while (offset < cluster->end && self->blocks < ASSAY_LIMIT_SAMPLES
         && !g_cancellable_is_cancelled (self->cancellable))
    {
      Element element;

      if (!read_header (self, offset, cluster->end, cluster->depth + 1, &element))
        {
          self->stopped = TRUE;
          break;
        }
      if (cluster->unknown && assay_matroska_is_top_level (element.id))
        break;
      check_cluster_element (self, &element);
      if (element.id == ASSAY_MATROSKA_ID_SIMPLE_BLOCK || element.id == ASSAY_MATROSKA_ID_BLOCK)
        {
          AssayWindow small = self->window;

          self->window = big;
          count_block (self, &element);
          big = self->window;
          self->window = small;
        }
      offset = element.id == ASSAY_MATROSKA_ID_BLOCK_GROUP ? offset + element.header : element.end;
    }
  assay_window_clear (&self->window);
  self->window = big;
  return offset;
}

static guint64 walk (Matroska *self, guint64 offset, guint64 end, guint depth);

/* What is in @element; returns where it ends. */
static guint64
enter (Matroska *self, const Element *element, const AssayMatroskaElement *rule)
{
  if (element->id == ASSAY_MATROSKA_ID_CLUSTER)
    {
      self->clusters++;
      return walk_cluster (self, element);
    }
  if (element->id == ASSAY_MATROSKA_ID_TRACK)
    self->tracks++;
  if (element->id == ASSAY_MATROSKA_ID_SIMPLE_TAG)
    g_clear_pointer (&self->tag, g_free);
  if (rule->type == ASSAY_MATROSKA_MASTER)
    {
      guint64 reached
          = walk (self, element->offset + element->header, element->end, element->depth + 1);

      return element->unknown ? reached : element->end;
    }
  note_value (self, element, rule);
  return element->end;
}

/* FALSE ends the walk. @next is where the following element begins. */
static gboolean
visit (Matroska *self, const Element *element, guint64 *next)
{
  const AssayMatroskaElement *rule = assay_matroska_find (element->id);
  g_autofree char *fallback = g_strdup_printf ("0x%X", element->id);

  if (++self->elements > ASSAY_LIMIT_ELEMENTS || g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (element->depth >= ASSAY_LIMIT_DEPTH)
    {
      if (!self->depth_told)
        assay_inspection_problem (self->inspection, "depth", element->offset,
                                  "elements nested deeper than %u", (guint) ASSAY_LIMIT_DEPTH);
      self->depth_told = TRUE;
      return FALSE;
    }
  *next = element->end;
  if (!assay_inspection_open (self->inspection, rule != NULL ? rule->name : fallback,
                              element->offset, element->header, element->end - element->offset,
                              NULL))
    return TRUE;
  if (rule != NULL && self->tracks <= TRACKS_MAXIMUM)
    *next = enter (self, element, rule);
  assay_inspection_close (self->inspection);
  return !self->stopped;
}

static guint64
walk (Matroska *self, guint64 offset, guint64 end, guint depth)
{
  Element element;

  while (offset < end)
    {
      guint64 next;

      if (!read_header (self, offset, end, depth, &element))
        {
          self->stopped = TRUE;
          break;
        }
      if (depth == 0 && self->elements > 0 && element.id != ASSAY_MATROSKA_ID_SEGMENT
          && element.id != 0x1a45dfa3 && element.id != 0xec)
        break; /* behind the last segment */
      if (!visit (self, &element, &next))
        break;
      offset = next;
    }
  return offset;
}

static void
finish (Matroska *self)
{
  static const char *const names[]
      = { "media.video.count", "media.audio.count", "media.other.count" };
  AssayInspection *inspection = self->inspection;
  double seconds = self->duration * (double) (self->scale > 0 ? self->scale : 1000000) / 1e9;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assay_inspection_int (inspection, names[i], self->kinds[i], NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "mkv.track.count", self->tracks, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "mkv.cluster.count", (gint64) self->clusters, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "mkv.block.count", (gint64) self->blocks, NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (isfinite (seconds) && seconds > 0.0)
    {
      assay_inspection_real (inspection, "mkv.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
      assay_inspection_real (inspection, "media.duration_s", seconds, NULL, ASSAY_OFFSET_NONE, 0);
    }
  if (self->tracks == 0)
    assay_inspection_problem (inspection, "missing", 0, "no track");
  else if (self->clusters == 0)
    assay_inspection_problem (inspection, "missing", 0, "no cluster: no media data");
}

void
assay_parse_matroska (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  Matroska self = { .source = source,
                    .inspection = inspection,
                    .cancellable = cancellable,
                    .value_bytes = VALUE_BYTES };
  guint64 end;

  self.size = assay_source_get_size (source);
  assay_window_init (&self.window, source);
  end = walk (&self, 0, self.size, 0);
  finish (&self);
  if (self.elements > ASSAY_LIMIT_ELEMENTS)
    assay_inspection_problem (inspection, "limit", end, "more than %u elements",
                              (guint) ASSAY_LIMIT_ELEMENTS);
  else if (!self.stopped && !self.depth_told)
    assay_parse_trailer (source, inspection, MIN (end, self.size), cancellable);
  g_free (self.tag);
  assay_window_clear (&self.window);
}
