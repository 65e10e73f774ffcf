/* assay-remux-packets.c: packets on their way from one file into the other. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "media/assay-remux-private.h"

/* Of the video, and bytes of all, before what was put off is settled. */
#define MOST_PACKETS 64
#define MOST_BYTES ((gsize) 16 * 1024 * 1024)

/* A packet that is not yet written. */
typedef struct
{
  AVPacket *packet;
  GByteArray *out; /* what is written instead; NULL: it stays as it is */
} AssayRemuxEntry;

static void
free_entry (gpointer data)
{
  AssayRemuxEntry *entry = data;

  av_packet_free (&entry->packet);
  g_clear_pointer (&entry->out, g_byte_array_unref);
  g_free (entry);
}

void
assay_remux_clear_packets (AssayRemux *self)
{
  g_queue_clear_full (&self->waiting, free_entry);
}

/* Matroska's times of sound are those of its encoder's delay later; libavformat takes it off when
 * reading, and does not put it on when writing. */
static void
delay (AVPacket *packet, const AVStream *stream, const AVFormatContext *format)
{
  const AVCodecParameters *parameters = stream->codecpar;
  gint64 ticks;

  if (strcmp (format->oformat->name, "matroska") != 0 || parameters->initial_padding <= 0
      || parameters->sample_rate <= 0)
    return;
  ticks = av_rescale_q (parameters->initial_padding, (AVRational){ 1, parameters->sample_rate },
                        stream->time_base);
  packet->pts += packet->pts != AV_NOPTS_VALUE ? ticks : 0;
  packet->dts += packet->dts != AV_NOPTS_VALUE ? ticks : 0;
}

/* Writes @packet of the source's stream; takes what it holds. */
static gboolean
write_packet (AssayRemux *self, AVPacket *packet, GError **error)
{
  gint place = self->places[packet->stream_index];
  int code;

  if (place < 0)
    return TRUE;
  av_packet_rescale_ts (packet, self->demuxer->format->streams[packet->stream_index]->time_base,
                        self->format->streams[place]->time_base);
  delay (packet, self->format->streams[place], self->format);
  packet->stream_index = place;
  packet->pos = -1;
  code = av_interleaved_write_frame (self->format, packet);
  return code >= 0 || assay_remux_fail (self, code, error);
}

/* The entry's packet with the bytes of its @out, into the file. */
static gboolean
write_changed (AssayRemux *self, const AssayRemuxEntry *entry, GError **error)
{
  AVPacket *changed = av_packet_alloc ();
  gboolean done;

  if (changed == NULL || entry->out->len > G_MAXINT / 2
      || av_new_packet (changed, (int) entry->out->len) < 0)
    {
      av_packet_free (&changed);
      return assay_remux_fail (self, AVERROR (ENOMEM), error);
    }
  memcpy (changed->data, entry->out->data, entry->out->len);
  av_packet_copy_props (changed, entry->packet);
  changed->stream_index = entry->packet->stream_index;
  done = write_packet (self, changed, error);
  av_packet_free (&changed);
  return done;
}

/* Takes self->packet behind what is waiting. NULL with an error. */
static AssayRemuxEntry *
add_entry (AssayRemux *self, gboolean changes, GError **error)
{
  AssayRemuxEntry *entry = g_new0 (AssayRemuxEntry, 1);

  entry->packet = av_packet_alloc ();
  entry->out = changes ? g_byte_array_new () : NULL;
  g_queue_push_tail (&self->waiting, entry);
  if (entry->packet == NULL)
    {
      assay_remux_fail (self, AVERROR (ENOMEM), error);
      return NULL;
    }
  av_packet_move_ref (entry->packet, self->packet);
  self->waiting_bytes += (gsize) MAX (entry->packet->size, 0);
  return entry;
}

/* Writes what is waiting up to @end, which stays; NULL: all. */
static gboolean
write_waiting (AssayRemux *self, const AssayRemuxEntry *end, gpointer user_data, GError **error)
{
  gboolean done = self->settle == NULL || self->settle (user_data, error);

  while (done && !g_queue_is_empty (&self->waiting) && g_queue_peek_head (&self->waiting) != end)
    {
      AssayRemuxEntry *entry = g_queue_pop_head (&self->waiting);

      self->waiting_bytes -= (gsize) MAX (entry->packet->size, 0);
      if (self->fd >= 0 && entry->out != NULL)
        done = write_changed (self, entry, error);
      else if (self->fd >= 0)
        done = write_packet (self, entry->packet, error);
      free_entry (entry);
    }
  self->n_waiting = 0;
  return done;
}

/* Sound that is enciphered tells libavformat not how long a packet is, and of the last one an index
 * does not either: written without, it would lie behind the end of its track, and not be played.
 * Packets of one stream are of one length, but for kinds that say it in their first bytes. */
static void
fill_duration (AssayRemux *self, AVPacket *packet)
{
  const guint stream = (guint) packet->stream_index;
  gint64 *last;

  if (self->durations == NULL)
    self->durations = g_array_new (FALSE, TRUE, sizeof (gint64));
  if (stream >= self->durations->len)
    g_array_set_size (self->durations, stream + 1);
  last = &g_array_index (self->durations, gint64, stream);
  if (packet->duration > 0)
    *last = packet->duration;
  else
    packet->duration = *last;
}

/* A packet that stays, of a video of the same kind. */
static void
show_other (AssayRemux *self, const AVPacket *packet, gpointer user_data)
{
  const AVFormatContext *format = self->demuxer->format;
  const AVCodecParameters *parameters = format->streams[packet->stream_index]->codecpar;

  if (self->others != NULL && parameters->codec_type == AVMEDIA_TYPE_VIDEO
      && parameters->codec_id == format->streams[self->video]->codecpar->codec_id)
    self->others ((guint) packet->stream_index, parameters->extradata,
                  parameters->extradata != NULL ? (gsize) MAX (parameters->extradata_size, 0) : 0,
                  packet->data, (gsize) MAX (packet->size, 0), user_data);
}

/* A packet of another stream, self->packet. */
static gboolean
take_other (AssayRemux *self, gpointer user_data, GError **error)
{
  const AVFormatContext *format = self->demuxer->format;
  const AVCodecParameters *parameters = format->streams[self->packet->stream_index]->codecpar;
  gboolean changes = parameters->codec_type == AVMEDIA_TYPE_AUDIO && self->sound != NULL;
  gint stream = self->packet->stream_index;
  guint number = 0;
  AssayRemuxEntry *entry;

  if (!changes && self->fd < 0)
    {
      av_packet_unref (self->packet);
      return TRUE;
    }
  if (changes)
    fill_duration (self, self->packet);
  entry = add_entry (self, changes, error);
  if (entry == NULL)
    return FALSE;
  if (!changes)
    {
      show_other (self, entry->packet, user_data);
      return TRUE;
    }
  for (gint i = 0; i < stream; i++)
    number += format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? 1 : 0;
  return self->sound (number, avcodec_get_name (parameters->codec_id), entry->packet->data,
                      (gsize) MAX (entry->packet->size, 0), entry->out, user_data, error);
}

/* A packet of the video through @func. */
static gboolean
give (AssayRemux *self,
      const AssayRemuxEntry *entry,
      gboolean last,
      AssayRemuxFunc func,
      gpointer user_data,
      GError **error)
{
  self->n_waiting++;
  return func (entry->packet->data, (gsize) MAX (entry->packet->size, 0), last, entry->out,
               user_data, error);
}

/* A track may describe its packets in several ways (two "hvc1" in an MP4's stsd, written when clips
 * are joined without encoding). libavformat writes the first one alone: what follows would be read
 * with the wrong parameters, so self->packet must not change it. */
static gboolean
check_description (AssayRemux *self, GError **error)
{
  gint stream = self->packet->stream_index;
  const AVCodecParameters *parameters = self->demuxer->format->streams[stream]->codecpar;
  gsize size = 0;
  const guint8 *other = av_packet_get_side_data (self->packet, AV_PKT_DATA_NEW_EXTRADATA, &size);

  if (other == NULL || self->places == NULL || self->places[stream] < 0
      || (size == (gsize) MAX (parameters->extradata_size, 0)
          && memcmp (other, parameters->extradata, size) == 0))
    return TRUE;
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
               /* Translators: the number of a stream, its kind as in "hevc". */
               _ ("Stream %d (%s) changes how it is described within the file, as clips do that "
                  "were joined without encoding. The new file would hold only the first "
                  "description: take the clips apart, and encrypt each"),
               stream, avcodec_get_name (parameters->codec_id));
  return FALSE;
}

gboolean
assay_remux_copy_packets (AssayRemux *self,
                          AssayRemuxFunc func,
                          gpointer user_data,
                          AssayProgress *progress,
                          GError **error)
{
  /* Of the video: whether it is the last is known when the next has come. */
  AssayRemuxEntry *held = NULL;
  guint most = self->settle != NULL ? MOST_PACKETS : 1;
  guint64 size = assay_source_get_size (self->demuxer->source);
  GError *failure = NULL;

  while (assay_demuxer_read (self->demuxer, -1, self->packet, &failure))
    {
      if (progress != NULL && self->packet->pos > 0)
        assay_progress_set_count (progress, MIN ((guint64) self->packet->pos, size), size,
                                  N_ ("Working through the video"));
      if (!check_description (self, error))
        return FALSE;
      if (self->packet->stream_index != self->video)
        {
          if (!take_other (self, user_data, error))
            return FALSE;
        }
      else
        {
          if (held != NULL && !give (self, held, FALSE, func, user_data, error))
            return FALSE;
          held = add_entry (self, TRUE, error);
          if (held == NULL)
            return FALSE;
        }
      if ((self->n_waiting >= most || self->waiting_bytes > MOST_BYTES)
          && !write_waiting (self, held, user_data, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return (held == NULL || give (self, held, TRUE, func, user_data, error))
         && write_waiting (self, NULL, user_data, error);
}
