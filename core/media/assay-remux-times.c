/* assay-remux-times.c: a written container is read again beside its source, and when their packets
 * are shown is compared: whatever a muxer made of the times, this is what players will find. */
#include "media/assay-remux-private.h"

/* Packets of the source that wait for theirs in the result: so far may both lie apart. */
#define MOST_WAITING (1u << 20)

typedef struct
{
  gint64 shown;
  gboolean hidden; /* to be decoded only */
} Time;

typedef struct
{
  const AssayRemux *remux;
  AssayDemuxer *source;
  AssayDemuxer *result;
  AVPacket *packet;
  GQueue *waiting; /* of Time, by stream of the source */
  guint n_waiting;
  gint *origins; /* by stream of the result: that of the source; -1: not compared */
  AssayRemuxTimes *times;
} Comparison;

static void
comparison_clear (Comparison *self)
{
  for (guint i = 0; self->waiting != NULL && i < self->remux->demuxer->format->nb_streams; i++)
    g_queue_clear_full (&self->waiting[i], g_free);
  g_free (self->waiting);
  g_free (self->origins);
  av_packet_free (&self->packet);
  g_clear_pointer (&self->source, assay_demuxer_free);
  g_clear_pointer (&self->result, assay_demuxer_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

static gboolean
is_track (const AVStream *stream)
{
  return (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0
         && stream->codecpar->codec_type != AVMEDIA_TYPE_ATTACHMENT;
}

/* Containers divide PCM into packets as they like. */
static gboolean
is_compared (const AVStream *stream)
{
  return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO
         || (stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO
             && av_get_bits_per_sample (stream->codecpar->codec_id) == 0);
}

/* Both have their tracks in the same order, with covers and attachments behind or between. */
static gint *
find_origins (const AssayRemux *remux, const AVFormatContext *result)
{
  const AVFormatContext *source = remux->demuxer->format;
  gint *origins = g_new (gint, result->nb_streams);
  guint next = 0;

  for (guint i = 0; i < result->nb_streams; i++)
    {
      origins[i] = -1;
      if (!is_track (result->streams[i]))
        continue;
      while (next < source->nb_streams
             && (remux->places[next] < 0 || !is_track (source->streams[next])))
        next++;
      if (next < source->nb_streams && is_compared (source->streams[next]))
        origins[i] = (gint) next;
      next++;
    }
  return origins;
}

static Time *
read_time (const AVPacket *packet)
{
  Time *time = g_new (Time, 1);

  *time = (Time){ .shown = packet->pts, .hidden = (packet->flags & AV_PKT_FLAG_DISCARD) != 0 };
  return time;
}

/* Whether self->packet, of the source, has a counterpart. */
static gboolean
is_wanted (const Comparison *self)
{
  const AVFormatContext *format = self->source->format;
  guint stream = (guint) self->packet->stream_index;

  return stream < self->remux->demuxer->format->nb_streams && self->remux->places[stream] >= 0
         && is_track (format->streams[stream]) && is_compared (format->streams[stream]);
}

/* The source's next packet of stream @origin; NULL at its end, or when it is too far away. */
static Time *
find_next (Comparison *self, guint origin, GError **error)
{
  while (g_queue_is_empty (&self->waiting[origin]) && self->n_waiting < MOST_WAITING
         && assay_demuxer_read (self->source, -1, self->packet, error))
    if (is_wanted (self))
      {
        g_queue_push_tail (&self->waiting[self->packet->stream_index], read_time (self->packet));
        self->n_waiting++;
      }
  if (g_queue_is_empty (&self->waiting[origin]))
    return NULL;
  self->n_waiting--;
  return g_queue_pop_head (&self->waiting[origin]);
}

static void
note_difference (Comparison *self, guint origin, double seconds)
{
  AssayRemuxTimes *times = self->times;

  if (times->packets++ == 0)
    times->stream = (gint) origin;
  times->most = MAX (times->most, seconds);
}

static void
compare_times (Comparison *self, guint origin, const Time *before, const Time *after, guint place)
{
  const AVRational from = self->source->format->streams[origin]->time_base;
  const AVRational to = self->result->format->streams[place]->time_base;
  gboolean known = before->shown != AV_NOPTS_VALUE && after->shown != AV_NOPTS_VALUE;
  gboolean other = before->hidden != after->hidden
                   || (before->shown == AV_NOPTS_VALUE) != (after->shown == AV_NOPTS_VALUE);
  double apart = 0;

  if (known && av_compare_ts (before->shown, from, after->shown, to) != 0)
    apart = ABS ((double) before->shown * av_q2d (from) - (double) after->shown * av_q2d (to));
  self->times->visible += before->hidden && !after->hidden ? 1 : 0;
  if (apart > 0 || other)
    note_difference (self, origin, apart);
}

/* Every packet of the result beside its counterpart. */
static gboolean
compare_packets (Comparison *self, GError **error)
{
  GError *failure = NULL;

  while (failure == NULL && assay_demuxer_read (self->result, -1, self->packet, &failure))
    {
      guint place = (guint) self->packet->stream_index;
      gint origin = place < self->result->format->nb_streams ? self->origins[place] : -1;
      g_autofree Time *after = read_time (self->packet);
      g_autofree Time *before = NULL;

      if (origin < 0)
        continue;
      before = find_next (self, (guint) origin, &failure);
      if (before != NULL)
        compare_times (self, (guint) origin, before, after, place);
      else
        note_difference (self, (guint) origin, 0);
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

/* What has no counterpart in the result. */
static gboolean
count_left (Comparison *self, GError **error)
{
  GError *failure = NULL;

  for (guint i = 0; i < self->remux->demuxer->format->nb_streams; i++)
    for (guint n = g_queue_get_length (&self->waiting[i]); n > 0; n--)
      note_difference (self, i, 0);
  while (assay_demuxer_read (self->source, -1, self->packet, &failure))
    if (is_wanted (self))
      note_difference (self, (guint) self->packet->stream_index, 0);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

gboolean
assay_remux_compare_times (AssayRemux *self, GError **error)
{
  g_autoptr (AssaySource) written = assay_source_new_fd (self->fd, error);
  g_auto (Comparison) comparison = { .remux = self, .times = &self->times };
  GCancellable *cancellable = self->demuxer->cancellable;

  self->times = (AssayRemuxTimes){ .stream = -1 };
  if (written == NULL)
    return FALSE;
  comparison.source = assay_demuxer_open (self->demuxer->source, cancellable, error);
  if (comparison.source == NULL)
    return FALSE;
  comparison.result = assay_demuxer_open (written, cancellable, error);
  if (comparison.result == NULL)
    return FALSE;
  comparison.packet = av_packet_alloc ();
  if (comparison.packet == NULL
      || comparison.source->format->nb_streams != self->demuxer->format->nb_streams)
    return assay_remux_fail (self, AVERROR (ENOMEM), error);
  comparison.origins = find_origins (self, comparison.result->format);
  comparison.waiting = g_new0 (GQueue, self->demuxer->format->nb_streams);
  return compare_packets (&comparison, error) && count_left (&comparison, error);
}
