/* assay-hevc-stream.c: see the header. */
#include "cipher/assay-hevc-stream.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cipher/assay-hevc-annexb.h"
#include "cipher/assay-hevc-units.h"
#include "media/assay-decode.h"
#include "media/assay-format.h"

/* Of a unit without a byte. */
#define NO_TYPE 64

struct _AssayHevcStream
{
  AssayHevcAnnexb *annexb; /* NULL in a container */
  guint64 place;
  guint64 bytes;
  guint64 number;
  AssayPacketReader *packets; /* NULL for a byte stream */
  AssayHevcStorage storage;
  AssayHevcUnits units; /* of the packet */
  AssayPacket packet;
};

/* The HEVC stream that a player would show, else the first one; -1 without. */
static gint
find_video (AssayDecoder *decoder)
{
  gint shown = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  guint n = assay_decoder_get_n_streams (decoder);

  if (shown >= 0 && strcmp (assay_decoder_get_stream (decoder, (guint) shown)->codec, "hevc") == 0)
    return shown;
  for (guint i = 0; i < n; i++)
    if (strcmp (assay_decoder_get_stream (decoder, i)->codec, "hevc") == 0)
      return (gint) i;
  return -1;
}

/* Why a file without HEVC has none, where that can be said better than by what failed: it is empty,
 * or something else. */
static void
explain (AssaySource *source, GError **error)
{
  const AssayFormat *format = assay_format_sniff (source);
  const guint others
      = ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_DOCUMENT | ASSAY_MEDIA_ARCHIVE | ASSAY_MEDIA_TABLE;

  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (assay_source_get_size (source) == 0)
    {
      g_clear_error (error);
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("The file is empty"));
    }
  else if ((format->kinds & others) != 0 && (format->kinds & ASSAY_MEDIA_VIDEO) == 0)
    {
      g_clear_error (error);
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                   /* Translators: then comes the kind of file, as in "JPEG picture". */
                   _ ("The file is no video, but this: %s"),
                   g_dgettext (GETTEXT_PACKAGE, format->title));
    }
}

static gboolean
open_container (AssayHevcStream *self,
                AssaySource *source,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, error);
  const guint8 *record;
  gsize size;
  gint stream;

  if (decoder == NULL)
    return FALSE;
  stream = find_video (decoder);
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) >= 0
                               ? _ ("The file holds no HEVC (H.265) video; “Encrypt a video” can "
                                    "make HEVC of it first")
                               : _ ("The file holds no video"));
      return FALSE;
    }
  self->packets = assay_packet_reader_new (decoder, (guint) stream, error);
  if (self->packets == NULL)
    return FALSE;
  record = assay_packet_reader_get_configuration (self->packets, &size);
  self->storage = assay_hevc_storage_read (record, size);
  self->packet = (AssayPacket){ .seconds = (double) NAN, .position = -1 };
  if (size > 0)
    assay_hevc_units_init_record (&self->units, &self->storage, record, size);
  return TRUE;
}

AssayHevcStream *
assay_hevc_stream_open (AssaySource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayHevcStream) self = g_new0 (AssayHevcStream, 1);
  GError *failure = NULL;

  if (strcmp (assay_format_sniff (source)->id, "hevc") == 0)
    {
      self->annexb = assay_hevc_annexb_new (source);
      self->bytes = assay_source_get_size (source);
    }
  else if (!open_container (self, source, cancellable, &failure))
    {
      explain (source, &failure);
      g_propagate_error (error, failure);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_hevc_stream_free (AssayHevcStream *self)
{
  if (self == NULL)
    return;
  assay_hevc_annexb_free (self->annexb);
  assay_packet_reader_free (self->packets);
  g_free (self);
}

static void
read_unit (AssayHevcUnit *unit, const guint8 *data, gsize size)
{
  unit->nal = (AssayHevcNal){ .data = data, .type = NO_TYPE };
  unit->damaged = size > 0 && !assay_hevc_nal_read (data, size, &unit->nal);
}

/* The next unit of this packet or a later one. */
static gboolean
next_of_packets (AssayHevcStream *self, AssayHevcUnit *unit, GError **error)
{
  const guint8 *data = NULL;
  gsize size = 0;

  while (!assay_hevc_units_next (&self->units, &data, &size))
    {
      const guint8 *packet = NULL;

      if (!assay_packet_reader_next (self->packets, &self->packet, &packet, error))
        return FALSE;
      self->bytes += self->packet.size;
      if (self->packet.position >= 0)
        self->place = (guint64) self->packet.position + self->packet.size;
      if (assay_hevc_units_contradict (&self->storage, packet, self->packet.size))
        {
          self->units = (AssayHevcUnits){ 0 };
          *unit = (AssayHevcUnit){ .damaged = TRUE,
                                   .packet = TRUE,
                                   .position = self->packet.position,
                                   .seconds = self->packet.seconds };
          return TRUE;
        }
      assay_hevc_units_init_packet (&self->units, &self->storage, packet, self->packet.size);
    }
  *unit = (AssayHevcUnit){ .position = self->packet.position, .seconds = self->packet.seconds };
  read_unit (unit, data, size);
  if (self->packet.position >= 0)
    unit->position += data - self->units.data;
  return TRUE;
}

static gboolean
next_of_bytes (AssayHevcStream *self, AssayHevcUnit *unit, GError **error)
{
  const guint8 *data;
  gsize size;
  guint64 position;

  if (!assay_hevc_annexb_next (self->annexb, &data, &size, &position, error))
    return FALSE;
  self->place = position + size;
  *unit = (AssayHevcUnit){ .position = (gint64) position, .seconds = (double) NAN };
  read_unit (unit, data, size);
  return TRUE;
}

gboolean
assay_hevc_stream_next (AssayHevcStream *self, AssayHevcUnit *unit, GError **error)
{
  if (!(self->annexb != NULL ? next_of_bytes (self, unit, error)
                             : next_of_packets (self, unit, error)))
    return FALSE;
  unit->number = self->number++;
  return TRUE;
}

guint64
assay_hevc_stream_get_bytes (const AssayHevcStream *self)
{
  return self->bytes;
}

guint64
assay_hevc_stream_get_place (const AssayHevcStream *self)
{
  return self->place;
}

gboolean
assay_hevc_stream_find_loss (AssayHevcStream *self, AssayMediaLoss *loss, GError **error)
{
  *loss = (AssayMediaLoss){ .stream = -1 };
  return self->packets == NULL || assay_packet_reader_find_loss (self->packets, loss, error);
}
