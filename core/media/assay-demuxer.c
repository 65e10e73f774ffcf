/* assay-demuxer.c: libavformat over an AssaySource: no protocol, no other file, white lists,
 * patience with an end. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <string.h>

#include "media/assay-media-words.h"
#include "media/assay-png-bare.h"
#include "media/assay-speech-frames-private.h"

#define IO_BUFFER (64 * 1024)

static gboolean
is_interrupted (const AssayDemuxer *self)
{
  return g_cancellable_is_cancelled (self->cancellable)
         || (self->deadline != 0 && g_get_monotonic_time () > self->deadline);
}

static int
on_read (void *opaque, uint8_t *buffer, int size)
{
  AssayDemuxer *self = opaque;
  gssize got;

  if (size <= 0)
    return AVERROR (EINVAL);
  if (is_interrupted (self)) /* libavformat itself asks only for its own protocols */
    return AVERROR_EXIT;
  got = assay_source_read_into (self->source, self->position, buffer, (gsize) size, NULL);
  if (got < 0)
    return AVERROR (EIO);
  if (got == 0)
    return AVERROR_EOF;
  self->position += (guint64) got;
  return (int) got;
}

static int64_t
on_seek (void *opaque, int64_t offset, int whence)
{
  AssayDemuxer *self = opaque;
  gint64 size = (gint64) MIN (assay_source_get_size (self->source), (guint64) G_MAXINT64);
  gint64 base = 0;

  if (whence & AVSEEK_SIZE)
    return size;
  switch (whence & ~AVSEEK_FORCE)
    {
    case SEEK_CUR:
      base = (gint64) MIN (self->position, (guint64) G_MAXINT64);
      break;
    case SEEK_END:
      base = size;
      break;
    default:
      break;
    }
  if ((offset > 0 && base > G_MAXINT64 - offset) || base + offset < 0)
    return AVERROR (EINVAL);
  self->position = (guint64) (base + offset);
  return base + offset;
}

/* Asked by libavformat between reads; anything but 0 interrupts it. */
static int
on_interrupt (void *opaque)
{
  return is_interrupted (opaque);
}

/* References to other files (QuickTime dref, playlists) are never followed. */
static int
on_open_other (
    AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
  return AVERROR (EPERM);
}

void
assay_decode_set_error (GError **error, const AssayDemuxer *demuxer, int code)
{
  char text[AV_ERROR_MAX_STRING_SIZE] = "";

  if (demuxer != NULL && g_cancellable_set_error_if_cancelled (demuxer->cancellable, error))
    return;
  if (demuxer != NULL && is_interrupted (demuxer))
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                   _ ("Decoding was given up after %d seconds without a result"),
                   ASSAY_DECODE_PATIENCE);
      return;
    }
  av_strerror (code, text, sizeof text);
  if (code == AVERROR (ENOMEM))
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                         _ ("Decoding this file needs too much memory"));
  else if (code == AVERROR_EOF)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                         _ ("The media data end too early: the file was cut off. Ask for it again "
                            "from where it came and compare the SHA-256."));
  else if (code == AVERROR_DEMUXER_NOT_FOUND)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                         _ ("The file holds no video or sound that can be decoded; it may be cut "
                            "off or damaged"));
  else if (code == AVERROR_DECODER_NOT_FOUND || code == AVERROR_PATCHWELCOME
           || code == AVERROR (ENOSYS))
    assay_media_set_error_said (
        error, ASSAY_MEDIA_ERROR_UNSUPPORTED,
        _ ("This kind of media is not decoded here. Metadata and structure are examined all the "
           "same."),
        "FFmpeg", text);
  else
    assay_media_set_error_said (error, ASSAY_MEDIA_ERROR_MALFORMED, assay_media_words_damaged (),
                                "FFmpeg", text);
}

/* Numbers of the system that speak of the disk; FFmpeg uses EINVAL, EPERM and ENOSYS for its own.
 */
static gboolean
is_of_the_disk (int number)
{
  static const int known[] = { EIO, ENOSPC, EDQUOT, EFBIG, EROFS, EPIPE, ENXIO, ENODEV };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (number == known[i])
      return TRUE;
  return FALSE;
}

gboolean
assay_decode_set_write_error (GError **error, const char *what, int code)
{
  char said[AV_ERROR_MAX_STRING_SIZE] = "";

  av_strerror (code, said, sizeof said);
  if (is_of_the_disk (AVUNERROR (code)))
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, "%s: %s", what,
                 g_strerror (AVUNERROR (code)));
  else if (code == AVERROR (ENOMEM))
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT, "%s: %s", what,
                 g_strerror (ENOMEM));
  else
    /* Translators: that sound or video cannot be written, then what FFmpeg said in English */
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                 _ ("%s: the encoder or the format refused it. Choose another format or other "
                    "settings for the new file. (FFmpeg: %s)"),
                 what, said);
  return FALSE;
}

void
assay_demuxer_free (AssayDemuxer *self)
{
  avformat_close_input (&self->format);
  if (self->io != NULL)
    av_freep (&self->io->buffer);
  avio_context_free (&self->io);
  g_clear_pointer (&self->source, assay_source_unref);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
prepare (AssayDemuxer *self)
{
  guint8 *buffer = av_malloc (IO_BUFFER);

  if (buffer == NULL)
    return FALSE;
  self->io = avio_alloc_context (buffer, IO_BUFFER, 0, self, on_read, NULL, on_seek);
  if (self->io == NULL)
    {
      av_free (buffer);
      return FALSE;
    }
  self->format = avformat_alloc_context ();
  if (self->format == NULL)
    return FALSE;
  self->format->pb = self->io;
  self->format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  self->format->io_open = on_open_other;
  self->format->interrupt_callback = (AVIOInterruptCB){ on_interrupt, self };
  self->format->format_whitelist = av_strdup (assay_decode_formats);
  self->format->codec_whitelist = av_strdup (assay_decode_codecs);
  self->format->protocol_whitelist = av_strdup ("");
  self->format->probesize = ASSAY_DECODE_PROBE_BYTES;
  self->format->format_probesize = 1024 * 1024;
  self->format->max_analyze_duration = ASSAY_DECODE_PROBE_SECONDS * (int64_t) AV_TIME_BASE;
  self->format->max_streams = (int) ASSAY_DECODER_STREAMS;
  return TRUE;
}

static AssayDemuxer *
make_demuxer (AssaySource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayDemuxer) self = g_new0 (AssayDemuxer, 1);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  assay_decode_set_limits ();
  self->source = assay_png_bare (source);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->deadline = g_get_monotonic_time () + ASSAY_DECODE_PATIENCE * G_USEC_PER_SEC;
  if (prepare (self))
    return g_steal_pointer (&self);
  assay_decode_set_error (error, self, AVERROR (ENOMEM));
  return NULL;
}

AssayDemuxer *
assay_demuxer_open (AssaySource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayDemuxer) self = make_demuxer (source, cancellable, error);
  int code;

  if (self == NULL)
    return NULL;
  code
      = avformat_open_input (&self->format, NULL, NULL, NULL); /* frees the context when it fails */
  if (code >= 0)
    code = avformat_find_stream_info (self->format, NULL);
  if (code < 0)
    {
      /* What no demuxer of the list knows comes back as invalid data before any stream is there. */
      assay_decode_set_error (
          error, self,
          self->format == NULL && code == AVERROR_INVALIDDATA ? AVERROR_DEMUXER_NOT_FOUND : code);
      return NULL;
    }
  /* From here on WAV comes in packets as large as our reads; what was probed is small. */
  if (strcmp (self->format->iformat->name, "wav") == 0)
    av_opt_set_int (self->format->priv_data, "max_size", IO_BUFFER, 0);
  self->deadline = 0;
  return g_steal_pointer (&self);
}

AssayDemuxer *
assay_demuxer_open_head (AssaySource *source,
                         gboolean edited,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (AssayDemuxer) self = make_demuxer (source, cancellable, error);
  AVDictionary *options = NULL;
  int code;

  if (self == NULL)
    return NULL;
  av_dict_set_int (&options, "advanced_editlist", edited ? 1 : 0, 0);
  code = avformat_open_input (&self->format, NULL, NULL, &options);
  av_dict_free (&options);
  if (code >= 0)
    return g_steal_pointer (&self);
  assay_decode_set_error (error, self, code);
  return NULL;
}

static void
note_read (AssayDemuxer *self, const AVPacket *packet)
{
  guint64 size = (guint64) MAX (packet->size, 0);
  AssayDemuxerRead *read;

  if ((guint) packet->stream_index >= ASSAY_DECODER_STREAMS)
    return;
  read = &self->read[packet->stream_index];
  read->packets++;
  read->bytes += size;
  if (packet->pos >= 0)
    read->end = MAX (read->end, (guint64) packet->pos + size);
  self->end = MAX (self->end, read->end);
}

gboolean
assay_demuxer_read (AssayDemuxer *self, gint stream, AVPacket *packet, GError **error)
{
  int code;

  self->deadline = g_get_monotonic_time () + ASSAY_DECODE_PATIENCE * G_USEC_PER_SEC;
  do
    {
      av_packet_unref (packet);
      code = av_read_frame (self->format, packet);
      if (code >= 0)
        note_read (self, packet);
    }
  while ((code >= 0 && stream >= 0 && packet->stream_index != stream && !is_interrupted (self))
         || code == AVERROR (EAGAIN));
  if (code >= 0 && (stream < 0 || packet->stream_index == stream))
    {
      self->deadline = 0;
      return TRUE;
    }
  self->ended = code;
  /* Damage in the container ends the stream: what came before it is shown. */
  if (is_interrupted (self) || code == AVERROR (ENOMEM))
    assay_decode_set_error (error, self, code);
  self->deadline = 0;
  return FALSE;
}

static AVRational
time_base (const AssayDemuxer *self, const AVPacket *packet)
{
  const guint index = (guint) packet->stream_index;

  return index < self->format->nb_streams ? self->format->streams[index]->time_base
                                          : (AVRational){ 0 };
}

/* Whether @code of a decoder says that what it got is damaged. */
static gboolean
is_fault (int code)
{
  return code < 0 && code != AVERROR (EAGAIN) && code != AVERROR_EOF && code != AVERROR (ENOMEM);
}

gboolean
assay_decode_pull (AssayDemuxer *demuxer,
                   AVCodecContext *codec,
                   gint stream,
                   AVPacket *packet,
                   AVFrame *frame,
                   gboolean *draining,
                   GError **error)
{
  for (;;)
    {
      const gboolean rest = packet->size > 0; /* of a packet that was sent in part */
      int code = avcodec_receive_frame (codec, frame);
      GError *failure = NULL;

      demuxer->faults += is_fault (code) || (code >= 0 && frame->decode_error_flags != 0) ? 1 : 0;
      if (code >= 0)
        return TRUE;
      if (code == AVERROR_EOF || (*draining && code == AVERROR (EAGAIN)))
        return FALSE;
      if (!*draining && !rest && !assay_demuxer_read (demuxer, stream, packet, &failure))
        {
          if (failure != NULL)
            {
              g_propagate_error (error, failure);
              return FALSE;
            }
          *draining = TRUE;
          avcodec_send_packet (codec, NULL);
          continue;
        }
      if (!*draining && !rest && demuxer->change != NULL
          && !demuxer->change (packet, demuxer->change_data, error))
        return FALSE;
      code = *draining ? 0 : assay_speech_frames_send (codec, packet, time_base (demuxer, packet));
      demuxer->faults += is_fault (code) ? 1 : 0;
      if (code == AVERROR (ENOMEM) || g_cancellable_is_cancelled (demuxer->cancellable))
        {
          assay_decode_set_error (error, demuxer, code);
          return FALSE;
        }
    }
}
