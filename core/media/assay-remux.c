/* assay-remux.c: libavformat's demuxer and muxer back to back, over descriptors. */
#include "media/assay-remux-private.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define IO_BUFFER (256 * 1024)

static int
on_write (void *opaque, uint8_t *buffer, int size)
{
  AssayRemux *self = opaque;

  for (int done = 0; done < size;)
    {
      gssize got = pwrite (self->fd, buffer + done, (gsize) (size - done), (off_t) self->position);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          self->error_number = errno != 0 ? errno : EIO;
          return AVERROR (self->error_number);
        }
      done += (int) got;
      self->position += got;
    }
  return size;
}

/* The muxer goes back to write lengths. */
static int
on_read (void *opaque, uint8_t *buffer, int size)
{
  AssayRemux *self = opaque;
  gssize got = pread (self->fd, buffer, (gsize) size, (off_t) self->position);

  if (got <= 0)
    return got == 0 ? AVERROR_EOF : AVERROR (errno);
  self->position += got;
  return (int) got;
}

static int64_t
on_seek (void *opaque, int64_t offset, int whence)
{
  AssayRemux *self = opaque;

  switch (whence & ~AVSEEK_FORCE)
    {
    case SEEK_SET:
      break;
    case SEEK_CUR:
      offset += self->position;
      break;
    default:
      return AVERROR (ENOSYS);
    }
  if (offset < 0)
    return AVERROR (EINVAL);
  self->position = offset;
  return offset;
}

static gboolean
fail (AssayRemux *self, int code, GError **error)
{
  char text[AV_ERROR_MAX_STRING_SIZE] = "";

  av_strerror (code, text, sizeof text);
  if (self->error_number != 0)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                 _ ("The video cannot be written: %s"), g_strerror (self->error_number));
  else
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                 _ ("The container cannot be written again: %s"), text);
  return FALSE;
}

/* The muxer of the same family; NULL for others. */
static const char *
find_muxer (const AVFormatContext *format)
{
  const AVDictionaryEntry *brand = av_dict_get (format->metadata, "major_brand", NULL, 0);

  if (assay_decode_name_listed ("matroska", format->iformat->name))
    return "matroska";
  if (!assay_decode_name_listed ("mov", format->iformat->name))
    return NULL;
  return brand == NULL || g_str_has_prefix (brand->value, "qt") ? "mov" : "mp4";
}

static gboolean
is_picture_stream (const AVStream *stream)
{
  return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO
         && (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
}

/* The largest video, as assay_decoder_find() chooses, if it is of the kind; else the first that
 * is. */
static gint
find_video (const AVFormatContext *format, const char *codec)
{
  gint first = -1;
  gint shown = -1;
  gint64 most = -1;

  for (unsigned int i = 0; i < format->nb_streams; i++)
    {
      const AVStream *stream = format->streams[i];
      gint64 size = (gint64) stream->codecpar->width * stream->codecpar->height;
      gboolean wanted = strcmp (avcodec_get_name (stream->codecpar->codec_id), codec) == 0;

      if (!is_picture_stream (stream))
        continue;
      if (wanted && first < 0)
        first = (gint) i;
      if (size > most && assay_decode_find_codec (stream->codecpar->codec_id) != NULL)
        {
          most = size;
          shown = wanted ? (gint) i : -1;
        }
    }
  return shown >= 0 ? shown : first;
}

AssayRemux *
assay_remux_new (AssaySource *source, const char *codec, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayRemux) self = g_new0 (AssayRemux, 1);

  self->fd = -1;
  self->out = g_byte_array_new ();
  self->missing = g_string_new (NULL);
  self->demuxer = assay_demuxer_open (source, cancellable, error);
  if (self->demuxer == NULL)
    return NULL;
  self->video = find_video (self->demuxer->format, codec);
  if (self->video < 0)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                   _ ("The file holds no video of the kind %s"), codec);
      return NULL;
    }
  if (find_muxer (self->demuxer->format) == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("Only MP4, MOV and Matroska files can be written again"));
      return NULL;
    }
  self->packet = av_packet_alloc ();
  self->held = av_packet_alloc ();
  if (self->packet != NULL && self->held != NULL)
    return g_steal_pointer (&self);
  fail (self, AVERROR (ENOMEM), error);
  return NULL;
}

void
assay_remux_free (AssayRemux *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  av_packet_free (&self->packet);
  av_packet_free (&self->held);
  if (self->format != NULL)
    self->format->pb = NULL;
  avformat_free_context (self->format);
  if (self->io != NULL)
    av_freep (&self->io->buffer);
  avio_context_free (&self->io);
  g_byte_array_unref (self->out);
  g_string_free (self->missing, TRUE);
  g_free (self->places);
  g_free (self);
}

const guint8 *
assay_remux_get_configuration (AssayRemux *self, gsize *size)
{
  const AVCodecParameters *parameters = self->demuxer->format->streams[self->video]->codecpar;

  *size = parameters->extradata != NULL ? (gsize) MAX (parameters->extradata_size, 0) : 0;
  return parameters->extradata;
}

guint
assay_remux_get_n_other_videos (AssayRemux *self)
{
  const AVFormatContext *format = self->demuxer->format;
  guint n = 0;

  for (unsigned int i = 0; i < format->nb_streams; i++)
    n += (gint) i != self->video && is_picture_stream (format->streams[i])
                 && format->streams[i]->discard != AVDISCARD_ALL
             ? 1
             : 0;
  return n;
}

static gboolean
open_output (AssayRemux *self, GError **error)
{
  guint8 *buffer = av_malloc (IO_BUFFER);
  AVDictionary *options = NULL;
  const AVStream *video = self->demuxer->format->streams[self->video];
  int code;

  self->io = buffer == NULL
                 ? NULL
                 : avio_alloc_context (buffer, IO_BUFFER, 1, self, on_read, on_write, on_seek);
  if (self->io == NULL
      || avformat_alloc_output_context2 (&self->format, NULL, find_muxer (self->demuxer->format),
                                         NULL)
             < 0)
    return fail (self, AVERROR (ENOMEM), error);
  self->format->pb = self->io;
  self->format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  /* Dolby Vision's record and spherical video in MP4. */
  self->format->strict_std_compliance = FF_COMPLIANCE_UNOFFICIAL;
  /* Packets stay what they are, whatever they look like. */
  self->format->flags &= ~AVFMT_FLAG_AUTO_BSF;
  code = assay_remux_add_streams (self);
  if (code >= 0 && self->left_out > 0 && !self->lenient)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                   _ ("The container has what cannot be written again: %s"), self->missing->str);
      return FALSE;
    }
  /* One for all tracks of video: with several each has a multiple of its own. */
  if (code >= 0 && strcmp (self->format->oformat->name, "matroska") != 0
      && assay_remux_get_n_other_videos (self) == 0)
    av_dict_set_int (&options, "video_track_timescale", video->time_base.den, 0);
  if (code >= 0)
    code = avformat_write_header (self->format, &options);
  av_dict_free (&options);
  return code >= 0 || fail (self, code, error);
}

void
assay_remux_set_lenient (AssayRemux *self)
{
  self->lenient = TRUE;
}

void
assay_remux_set_sound (AssayRemux *self, AssayRemuxSoundFunc func)
{
  self->sound = func;
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
    {
      av_packet_unref (packet);
      return TRUE;
    }
  av_packet_rescale_ts (packet, self->demuxer->format->streams[packet->stream_index]->time_base,
                        self->format->streams[place]->time_base);
  delay (packet, self->format->streams[place], self->format);
  packet->stream_index = place;
  packet->pos = -1;
  code = av_interleaved_write_frame (self->format, packet);
  return code >= 0 || fail (self, code, error);
}

/* @packet with the bytes of @out, into the file; takes what it holds. */
static gboolean
write_changed (AssayRemux *self, AVPacket *packet, GError **error)
{
  AVPacket *changed;
  gboolean done;

  if (self->fd < 0)
    {
      av_packet_unref (packet);
      return TRUE;
    }
  changed = av_packet_alloc ();
  if (changed == NULL || self->out->len > G_MAXINT / 2
      || av_new_packet (changed, (int) self->out->len) < 0)
    {
      av_packet_free (&changed);
      return fail (self, AVERROR (ENOMEM), error);
    }
  memcpy (changed->data, self->out->data, self->out->len);
  av_packet_copy_props (changed, packet);
  changed->stream_index = packet->stream_index;
  av_packet_unref (packet);
  done = write_packet (self, changed, error);
  av_packet_free (&changed);
  return done;
}

/* The held packet of the video through @func and into the file. */
static gboolean
change_held (
    AssayRemux *self, gboolean last, AssayRemuxFunc func, gpointer user_data, GError **error)
{
  g_byte_array_set_size (self->out, 0);
  return func (self->held->data, (gsize) MAX (self->held->size, 0), last, self->out, user_data,
               error)
         && write_changed (self, self->held, error);
}

/* A packet of another stream. */
static gboolean
pass_packet (AssayRemux *self, gpointer user_data, GError **error)
{
  const AVFormatContext *format = self->demuxer->format;
  const AVCodecParameters *parameters = format->streams[self->packet->stream_index]->codecpar;
  guint number = 0;

  if (parameters->codec_type != AVMEDIA_TYPE_AUDIO || self->sound == NULL)
    {
      if (self->fd >= 0)
        return write_packet (self, self->packet, error);
      av_packet_unref (self->packet);
      return TRUE;
    }
  for (gint i = 0; i < self->packet->stream_index; i++)
    number += format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? 1 : 0;
  g_byte_array_set_size (self->out, 0);
  return self->sound (number, avcodec_get_name (parameters->codec_id), self->packet->data,
                      (gsize) MAX (self->packet->size, 0), self->out, user_data, error)
         && write_changed (self, self->packet, error);
}

static gboolean
copy_packets (AssayRemux *self,
              AssayRemuxFunc func,
              gpointer user_data,
              AssayProgress *progress,
              GError **error)
{
  gboolean has_held = FALSE;
  guint64 size = assay_source_get_size (self->demuxer->source);
  GError *failure = NULL;

  while (assay_demuxer_read (self->demuxer, -1, self->packet, &failure))
    {
      if (progress != NULL && self->packet->pos > 0)
        assay_progress_set_count (progress, MIN ((guint64) self->packet->pos, size), size,
                                  N_ ("Working through the video"));
      if (self->packet->stream_index == self->video)
        {
          if (has_held && !change_held (self, FALSE, func, user_data, error))
            return FALSE;
          av_packet_move_ref (self->held, self->packet);
          has_held = TRUE;
        }
      else if (!pass_packet (self, user_data, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return !has_held || change_held (self, TRUE, func, user_data, error);
}

gboolean
assay_remux_run (AssayRemux *self,
                 int fd,
                 AssayRemuxFunc func,
                 gpointer user_data,
                 AssayProgress *progress,
                 GError **error)
{
  int code;

  self->fd = fd;
  if (fd >= 0 && !open_output (self, error))
    return FALSE;
  if (!copy_packets (self, func, user_data, progress, error))
    return FALSE;
  if (fd < 0)
    return TRUE;
  code = av_write_trailer (self->format);
  if (code < 0)
    return fail (self, code, error);
  avio_flush (self->io);
  return self->io->error >= 0 || fail (self, self->io->error, error);
}

guint
assay_remux_get_left_out (const AssayRemux *self)
{
  return self->left_out;
}
