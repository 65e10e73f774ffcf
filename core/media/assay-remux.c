/* assay-remux.c: libavformat's demuxer and muxer back to back, over descriptors. */
#include "media/assay-remux-private.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "base/assay-write.h"
#include "media/assay-ffmpeg-version.h"
#include "media/assay-media-edits.h"
#include "media/assay-media-words.h"

#define IO_BUFFER (256 * 1024)

static int
on_write (void *opaque, AssayWrittenByte *buffer, int size)
{
  AssayRemux *self = opaque;

  if (!assay_write_at (self->fd, (guint64) self->position, buffer, (gsize) size))
    {
      self->error_number = errno;
      return AVERROR (self->error_number);
    }
  self->position += size;
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

gboolean
assay_remux_fail (AssayRemux *self, int code, GError **error)
{
  char text[AV_ERROR_MAX_STRING_SIZE] = "";

  av_strerror (code, text, sizeof text);
  if (self->error_number != 0)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                 _ ("The video cannot be written: %s"), g_strerror (self->error_number));
  else
    assay_media_set_error_said (
        error, ASSAY_MEDIA_ERROR_UNSUPPORTED,
        _ ("What is in this file cannot be written into a container of its kind again. Change it "
           "to MP4 or Matroska first, and work on that copy."),
        "FFmpeg", text);
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

/* A byte stream (Annex B) comes here only when it was not taken for one: something stands before
 * it.
 */
static gboolean
is_stream (const AssayDemuxer *demuxer)
{
  const char *name = demuxer->format->iformat->name;

  return strcmp (name, "hevc") == 0 || strcmp (name, "h264") == 0;
}

AssayRemux *
assay_remux_new (AssaySource *source, const char *codec, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayRemux) self = g_new0 (AssayRemux, 1);

  self->fd = -1;
  self->missing = g_string_new (NULL);
  self->beside = g_string_new (NULL);
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
      g_set_error_literal (
          error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
          is_stream (self->demuxer)
              ? _ ("The file holds the video as a byte stream, but does not begin with a start "
                   "code; cut off what stands before it, or put the video into MP4, MOV or "
                   "Matroska")
              : _ ("Only MP4, MOV and Matroska files can be written again"));
      return NULL;
    }
  self->packet = av_packet_alloc ();
  if (self->packet != NULL)
    return g_steal_pointer (&self);
  assay_remux_fail (self, AVERROR (ENOMEM), error);
  return NULL;
}

void
assay_remux_free (AssayRemux *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  av_packet_free (&self->packet);
  if (self->format != NULL)
    self->format->pb = NULL;
  avformat_free_context (self->format);
  if (self->io != NULL)
    av_freep (&self->io->buffer);
  avio_context_free (&self->io);
  assay_remux_clear_packets (self);
  g_string_free (self->missing, TRUE);
  g_string_free (self->beside, TRUE);
  g_clear_pointer (&self->durations, g_array_unref);
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

const char *
assay_remux_get_container (AssayRemux *self)
{
  return find_muxer (self->demuxer->format);
}

guint
assay_remux_get_n_other_videos (const AssayRemux *self)
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

/* A tick of the whole film that is one of each stream's too: MP4 and MOV keep in it when a stream
 * begins, and rounding would move its pictures against the sound. 0: there is none that fits. */
static int
find_movie_timescale (const AVFormatContext *format)
{
  int64_t common = 1;

  for (unsigned int i = 0; i < format->nb_streams; i++)
    {
      int64_t scale = format->streams[i]->time_base.den;

      if (format->streams[i]->time_base.num != 1 || scale <= 0)
        continue;
      common = common / av_gcd (common, scale) * scale;
      if (common > G_MAXINT32)
        return 0;
    }
  return (int) common;
}

/* Whether there are fields that libavformat has no place of its own for, as telephones write them:
 * with them all are written as they do it, by their names. Covers have no place there. */
static gboolean
wants_keys (const AssayRemux *self)
{
  const AVDictionaryEntry *entry = NULL;
  gboolean keys = FALSE;

  for (unsigned int i = 0; i < self->format->nb_streams; i++)
    if ((self->format->streams[i]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0)
      return FALSE;
  while ((entry = av_dict_get (self->format->metadata, "com.", entry, AV_DICT_IGNORE_SUFFIX))
         != NULL)
    keys = TRUE;
  return keys && strcmp (self->format->oformat->name, "matroska") != 0;
}

/* Subtitles of MP4 keep their whole description, a bit rate box at its end included; libavformat
 * would add another one behind it each time the file is written. */
static gboolean
has_timed_text (const AssayRemux *self)
{
  for (unsigned int i = 0; i < self->format->nb_streams; i++)
    if (self->format->streams[i]->codecpar->codec_id == AV_CODEC_ID_MOV_TEXT)
      return strcmp (self->format->oformat->name, "matroska") != 0;
  return FALSE;
}

static gboolean
check_edits (AssayRemux *self, GError **error)
{
  AssayMediaEdits edits;

  return assay_media_edits_find (self->demuxer->source, &edits, self->demuxer->cancellable, error)
         && assay_media_edits_check (&edits, error);
}

/* What libavformat would not choose by itself. */
static void
set_options (const AssayRemux *self, AVDictionary **options)
{
  const AVStream *video = self->demuxer->format->streams[self->video];
  const gboolean matroska = strcmp (self->format->oformat->name, "matroska") == 0;

  /* One for all tracks of video: with several each has a multiple of its own. */
  if (!matroska && assay_remux_get_n_other_videos (self) == 0)
    av_dict_set_int (options, "video_track_timescale", video->time_base.den, 0);
  if (!matroska && find_movie_timescale (self->demuxer->format) > 0)
    av_dict_set_int (options, "movie_timescale", find_movie_timescale (self->demuxer->format), 0);
  if (wants_keys (self))
    av_dict_set (options, "movflags", "use_metadata_tags", 0);
  if (has_timed_text (self))
    av_dict_set_int (options, "write_btrt", 0, 0);
}

static gboolean
open_output (AssayRemux *self, GError **error)
{
  guint8 *buffer = av_malloc (IO_BUFFER);
  AVDictionary *options = NULL;
  int code;

  self->io = buffer == NULL
                 ? NULL
                 : avio_alloc_context (buffer, IO_BUFFER, 1, self, on_read, on_write, on_seek);
  if (self->io == NULL
      || avformat_alloc_output_context2 (&self->format, NULL, find_muxer (self->demuxer->format),
                                         NULL)
             < 0)
    return assay_remux_fail (self, AVERROR (ENOMEM), error);
  self->format->pb = self->io;
  self->format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  /* Dolby Vision's record and spherical video in MP4. */
  self->format->strict_std_compliance = FF_COMPLIANCE_UNOFFICIAL;
  /* Packets stay what they are, whatever they look like. */
  self->format->flags &= ~AVFMT_FLAG_AUTO_BSF;
  code = assay_remux_add_streams (self);
  if (code >= 0 && self->left_out > 0 && !self->lenient)
    {
      g_set_error (
          error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LOSSY,
          _ ("The container has what cannot be written again: %s; set “others” to “keep” to "
             "leave that out (in the window: “Further video, and tracks that cannot be kept”, "
             "under “More”)"),
          self->missing->str);
      return FALSE;
    }
  if (code >= 0 && !self->lenient && !check_edits (self, error))
    return FALSE;
  if (code >= 0)
    set_options (self, &options);
  if (code >= 0)
    code = avformat_write_header (self->format, &options);
  av_dict_free (&options);
  return code >= 0 || assay_remux_fail (self, code, error);
}

void
assay_remux_set_lenient (AssayRemux *self)
{
  self->lenient = TRUE;
}

const AssayMediaLoss *
assay_remux_get_loss (const AssayRemux *self)
{
  return &self->loss;
}

const AssayRemuxTimes *
assay_remux_get_times (const AssayRemux *self)
{
  return &self->times;
}

void
assay_remux_set_sound (AssayRemux *self, AssayRemuxSoundFunc func)
{
  self->sound = func;
}

void
assay_remux_set_others (AssayRemux *self, AssayRemuxOtherFunc func)
{
  self->others = func;
}

void
assay_remux_set_settle (AssayRemux *self, AssayRemuxSettle settle)
{
  self->settle = settle;
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
  if (!assay_remux_copy_packets (self, func, user_data, progress, error)
      || !assay_demuxer_find_loss (self->demuxer, -1, &self->loss, error))
    return FALSE;
  if (fd < 0)
    return TRUE;
  code = av_write_trailer (self->format);
  if (code < 0)
    return assay_remux_fail (self, code, error);
  avio_flush (self->io);
  if (self->io->error < 0)
    return assay_remux_fail (self, self->io->error, error);
  return assay_remux_compare_times (self, error);
}

guint
assay_remux_get_left_out (const AssayRemux *self)
{
  return self->left_out;
}

const char *
assay_remux_get_missing (const AssayRemux *self)
{
  return self->missing->str;
}

const char *
assay_remux_get_beside (const AssayRemux *self)
{
  return self->beside->str;
}
