/* assay-video-reader.c: the pictures of a video stream in display order, with seeking by time and
 * by number. */
#include "media/assay-ffmpeg-version.h"
#include "media/assay-video-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _AssayVideoReader
{
  AssayDecoder *decoder;
  AssayDemuxer *demuxer;
  AVCodecContext *codec;
  AVPacket *packet;
  AVFrame *frame;
  gint stream;
  AssayVideoFrame *held;  /* found by a seek, given next */
  AssayVideoFrame *after; /* decoded while looking for it, given then */
  GArray *times; /* int64_t: presentation times of all packets, sorted; NULL until asked for */
  gboolean times_useless; /* packets without times: numbers come from counting alone */
  gint64 next; /* number of the next frame while reading on from the start; -1 otherwise */
  double end;  /* s: of the frames that were given */
  gboolean draining;
  gboolean key_only;
  AssayPacketChange change; /* (nullable) */
  gpointer change_data;
  GByteArray *changed;
};

const AVStream *
assay_video_reader_get_stream (const AssayVideoReader *self)
{
  return self->demuxer->format->streams[self->stream];
}

static void
drop_held (AssayVideoReader *self)
{
  g_clear_pointer (&self->held, assay_video_frame_free);
  g_clear_pointer (&self->after, assay_video_frame_free);
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  const int64_t left = *(const int64_t *) a;
  const int64_t right = *(const int64_t *) b;

  return (left > right) - (left < right);
}

/* Where in the order of display a packet's picture stands. */
static gint64
find_number (const AssayVideoReader *self, int64_t time)
{
  guint index;

  if (self->times == NULL || self->times_useless || time == AV_NOPTS_VALUE
      || !g_array_binary_search (self->times, &time, compare_times, &index))
    return -1;
  while (index > 0 && g_array_index (self->times, int64_t, index - 1) == time)
    index--;
  return index;
}

static gboolean
change_packet (AVPacket *packet, gpointer user_data, GError **error)
{
  AssayVideoReader *self = user_data;
  AVPacket *changed;
  gboolean done;

  g_byte_array_set_size (self->changed, 0);
  if (!self->change (packet->data, (gsize) packet->size, find_number (self, packet->pts),
                     self->changed, self->change_data, error))
    return FALSE;
  changed = av_packet_alloc ();
  done = changed != NULL && self->changed->len <= G_MAXINT32 / 2
         && av_new_packet (changed, (int) self->changed->len) >= 0
         && av_packet_copy_props (changed, packet) >= 0;
  if (done)
    {
      memcpy (changed->data, self->changed->data, self->changed->len);
      av_packet_unref (packet);
      av_packet_move_ref (packet, changed);
    }
  else
    assay_decode_set_error (error, self->demuxer, AVERROR (ENOMEM));
  av_packet_free (&changed);
  return done;
}

static void
hook_demuxer (AssayVideoReader *self)
{
  if (self->demuxer == NULL || self->change == NULL)
    return;
  self->demuxer->change = change_packet;
  self->demuxer->change_data = self;
}

void
assay_video_reader_set_change (AssayVideoReader *self, AssayPacketChange change, gpointer user_data)
{
  self->change = change;
  self->change_data = user_data;
  if (self->changed == NULL)
    self->changed = g_byte_array_new ();
  hook_demuxer (self);
}

static gboolean
start_demuxer (AssayVideoReader *self, GError **error)
{
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  avcodec_free_context (&self->codec);
  drop_held (self);
  self->next = 0;
  self->draining = FALSE;
  self->demuxer = assay_demuxer_open (self->decoder->source, self->decoder->cancellable, error);
  if (self->demuxer == NULL)
    return FALSE;
  hook_demuxer (self);
  if ((guint) self->stream >= self->demuxer->format->nb_streams)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                           _ ("The stream cannot be found again"));
      return FALSE;
    }
  for (guint i = 0; i < self->demuxer->format->nb_streams; i++)
    self->demuxer->format->streams[i]->discard
        = (gint) i == self->stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  self->codec = assay_decode_open_codec (assay_video_reader_get_stream (self),
                                         self->decoder->threads, error);
  if (self->codec != NULL && self->key_only)
    self->codec->skip_frame = AVDISCARD_NONKEY;
  return self->codec != NULL;
}

AssayVideoReader *
assay_video_reader_new (AssayDecoder *decoder, guint stream, GError **error)
{
  g_autoptr (AssayVideoReader) self = g_new0 (AssayVideoReader, 1);

  self->decoder = assay_decoder_ref (decoder);
  self->stream = (gint) stream;
  self->packet = av_packet_alloc ();
  self->frame = av_frame_alloc ();
  if (stream >= decoder->n_streams || decoder->streams[stream].kind != ASSAY_STREAM_VIDEO)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The stream holds no pictures"));
      return NULL;
    }
  if (!start_demuxer (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_video_reader_free (AssayVideoReader *self)
{
  drop_held (self);
  avcodec_free_context (&self->codec);
  av_packet_free (&self->packet);
  av_frame_free (&self->frame);
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  g_clear_pointer (&self->times, g_array_unref);
  g_clear_pointer (&self->changed, g_byte_array_unref);
  g_clear_pointer (&self->decoder, assay_decoder_unref);
  g_free (self);
}

void
assay_video_reader_set_key_only (AssayVideoReader *self, gboolean key_only)
{
  self->key_only = key_only;
  self->codec->skip_frame = key_only ? AVDISCARD_NONKEY : AVDISCARD_DEFAULT;
  if (key_only)
    self->next = -1;
}

/* Walks the packets once: their sorted times number the frames. */
static gboolean
load_times (AssayVideoReader *self, GError **error)
{
  g_autoptr (AssayDemuxer) demuxer = NULL;
  AVPacket *packet;
  GError *failure = NULL;

  if (self->times != NULL)
    return TRUE;
  demuxer = assay_demuxer_open (self->decoder->source, self->decoder->cancellable, error);
  packet = av_packet_alloc ();
  self->times = g_array_new (FALSE, FALSE, sizeof (int64_t));
  while (demuxer != NULL && packet != NULL && self->times->len < ASSAY_LIMIT_SAMPLES
         && assay_demuxer_read (demuxer, self->stream, packet, &failure))
    {
      if (packet->flags & AV_PKT_FLAG_DISCARD) /* hidden by an edit list */
        continue;
      self->times_useless = self->times_useless || packet->pts == AV_NOPTS_VALUE;
      g_array_append_val (self->times, packet->pts);
    }
  av_packet_free (&packet);
  if (demuxer == NULL || failure != NULL)
    {
      g_clear_pointer (&self->times, g_array_unref);
      if (failure != NULL)
        g_propagate_error (error, failure);
      return FALSE;
    }
  g_array_sort (self->times, compare_times);
  return TRUE;
}

/* First place in the sorted times that is not below @time. */
static guint
times_lower (const GArray *times, int64_t time)
{
  guint low = 0, high = times->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (times, int64_t, middle) < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gint64
number_of (const AssayVideoReader *self, int64_t time)
{
  guint at;

  if (self->next >= 0)
    return self->next;
  if (self->times == NULL || self->times_useless || time == AV_NOPTS_VALUE)
    return -1;
  at = times_lower (self->times, time);
  return at < self->times->len && g_array_index (self->times, int64_t, at) == time ? (gint64) at
                                                                                   : -1;
}

static double
file_start (const AssayVideoReader *self)
{
  int64_t start = self->demuxer->format->start_time;

  return start == AV_NOPTS_VALUE ? 0.0 : (double) start / AV_TIME_BASE;
}

static AssayVideoFrame *
make_frame (AssayVideoReader *self, GError **error)
{
  AVRational base = assay_video_reader_get_stream (self)->time_base;
  int64_t time = self->frame->best_effort_timestamp;
  AssayVideoFrame *frame = assay_video_frame_new (self->frame, error);

  if (frame == NULL)
    return NULL;
  frame->index = number_of (self, time);
  frame->duration = (double) MAX (assay_frame_duration (self->frame), 0) * av_q2d (base);
  if (time != AV_NOPTS_VALUE)
    frame->seconds = (double) time * av_q2d (base) - file_start (self);
  else if (frame->index > 0) /* a byte stream has no times, only a rate */
    frame->seconds = (double) frame->index * frame->duration;
  frame->rotation = self->decoder->streams[self->stream].rotation;
  self->end = MAX (self->end, frame->seconds + frame->duration);
  if (self->next >= 0)
    self->next++;
  return frame;
}

static gboolean
pull (AssayVideoReader *self, GError **error)
{
  return assay_decode_pull (self->demuxer, self->codec, self->stream, self->packet, self->frame,
                            &self->draining, error);
}

AssayVideoFrame *
assay_video_reader_next (AssayVideoReader *self, GError **error)
{
  if (self->held != NULL)
    return g_steal_pointer (&self->held);
  if (self->after != NULL)
    return g_steal_pointer (&self->after);
  return pull (self, error) ? make_frame (self, error) : NULL;
}

gboolean
assay_video_reader_shows_through (AssayVideoReader *self)
{
  return pull (self, NULL) && assay_video_frame_is_transparent (self->frame);
}

/* To a key frame at or before @time, or to the start of the file. */
static gboolean
jump (AssayVideoReader *self, int64_t time, GError **error)
{
  drop_held (self);
  if (av_seek_frame (self->demuxer->format, self->stream, time, AVSEEK_FLAG_BACKWARD) < 0)
    return start_demuxer (self, error);
  avcodec_flush_buffers (self->codec);
  self->draining = FALSE;
  self->next = -1;
  return TRUE;
}

/* Decodes until the frame shown at @time is held. @early: decoding began behind it. Behind the end
 * the last one is held. */
static gboolean
decode_until (AssayVideoReader *self, int64_t time, gboolean *early, GError **error)
{
  g_autoptr (AssayVideoFrame) before = NULL;
  GError *failure = NULL;

  *early = FALSE;
  while (pull (self, &failure))
    {
      int64_t at = self->frame->best_effort_timestamp;
      gboolean covers = at != AV_NOPTS_VALUE && at <= time && assay_frame_duration (self->frame) > 0
                        && assay_frame_duration (self->frame) > time - at;
      AssayVideoFrame *frame = make_frame (self, error);

      if (frame == NULL)
        return FALSE;
      if (at != AV_NOPTS_VALUE && at > time && before != NULL)
        {
          self->held = g_steal_pointer (&before);
          self->after = frame;
          return TRUE;
        }
      if (at == time || covers || (at != AV_NOPTS_VALUE && at > time))
        {
          self->held = frame;
          *early = at > time;
          return TRUE;
        }
      g_clear_pointer (&before, assay_video_frame_free);
      before = frame;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  self->held = g_steal_pointer (&before);
  return TRUE;
}

/* Some indexes lead behind the wanted frame: then from further back, at last from the start. */
static gboolean
seek_ticks (AssayVideoReader *self, int64_t time, GError **error)
{
  static const double steps[] = { 0.0, 2.0, 10.0 };
  double base = av_q2d (assay_video_reader_get_stream (self)->time_base);
  gboolean early;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (!jump (self, time - (int64_t) (steps[i] / base), error)
          || !decode_until (self, time, &early, error))
        return FALSE;
      if (!early && self->held != NULL)
        return TRUE;
    }
  return start_demuxer (self, error) && decode_until (self, time, &early, error);
}

static gboolean
count_to (AssayVideoReader *self, gint64 index, GError **error)
{
  GError *failure = NULL;

  if (!start_demuxer (self, error))
    return FALSE;
  while (self->next < index && pull (self, &failure))
    self->next++;
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

gboolean
assay_video_reader_seek (AssayVideoReader *self, double seconds, GError **error)
{
  double base = av_q2d (assay_video_reader_get_stream (self)->time_base);
  double ticks = (seconds + file_start (self)) / base;
  double fps = self->decoder->streams[self->stream].fps;

  if (!(seconds > 0.0) || !(base > 0.0))
    return start_demuxer (self, error);
  /* A byte stream has no times, only a rate. */
  if (self->times_useless && fps > 0.0)
    return count_to (self, (gint64) MIN (seconds * fps + 0.001, 9e15), error);
  /* Half a tick over: seconds that came from a tick must not round below it. */
  return seek_ticks (self, (int64_t) MIN (ticks + 0.5, 9e15), error);
}

gint64
assay_video_reader_count (AssayVideoReader *self, GError **error)
{
  return load_times (self, error) ? (gint64) self->times->len : -1;
}

static gboolean
note_end (const AssayPacket *packet, gpointer user_data)
{
  double *end = user_data;

  if (!isnan (packet->seconds))
    *end = MAX (*end, packet->seconds + packet->duration);
  return TRUE;
}

/* Whether the file ends before its container says. Other streams may be longer than the pictures:
 * they are looked at where the pictures are short. */
static gboolean
ends_early (AssayVideoReader *self, gboolean *early, GError **error)
{
  const AssayStreamInfo *info = &self->decoder->streams[self->stream];
  double end = 0.0;

  *early = assay_media_lacks_packets (self->demuxer->read[self->stream].packets, info->frames);
  if (*early || info->guessed || !assay_media_is_short (self->end, info->duration, info->fps))
    return TRUE;
  if (!assay_decoder_walk_packets (self->decoder, note_end, &end, error))
    return FALSE;
  *early
      = assay_media_is_short (MAX (end - file_start (self), self->end), info->duration, info->fps);
  return TRUE;
}

gboolean
assay_video_reader_find_loss (AssayVideoReader *self, AssayMediaLoss *loss, GError **error)
{
  gboolean early = FALSE;

  if (!assay_demuxer_find_loss (self->demuxer, self->stream, loss, error))
    return FALSE;
  /* The tables of MP4 and MOV are exact: what is missing there is told by them. */
  if (loss->lost || assay_decode_name_listed ("mov", self->demuxer->format->iformat->name))
    return TRUE;
  if (!ends_early (self, &early, error))
    return FALSE;
  if (early)
    *loss = (AssayMediaLoss){ .lost = TRUE, .stream = -1, .position = self->demuxer->end };
  return TRUE;
}

gboolean
assay_video_reader_seek_frame (AssayVideoReader *self, gint64 index, GError **error)
{
  int64_t time;

  if (index <= 0)
    return start_demuxer (self, error);
  if (!load_times (self, error))
    return FALSE;
  if (self->times_useless || index >= (gint64) self->times->len)
    return count_to (self, index, error);
  time = g_array_index (self->times, int64_t, index);
  if (!seek_ticks (self, time, error))
    return FALSE;
  /* Frames that share a time, or are missing: only counting tells. */
  return (self->held != NULL && self->held->index == index) || count_to (self, index, error);
}
