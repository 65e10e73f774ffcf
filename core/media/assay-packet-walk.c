/* assay-packet-walk.c: the packets of a file without decoding them; frame sizes and bit rate as a
 * plot. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Frames drawn one by one; above that they are gathered in as many steps of time. */
#define PLOT_FRAMES 3000u
#define PLOT_SECONDS_MAXIMUM (48.0 * 3600.0)

typedef struct
{
  AVCodecParserContext *parser;
  AVCodecContext *context;
} TypeParser;

static void
type_parser_clear (TypeParser *self)
{
  if (self->parser != NULL)
    av_parser_close (self->parser);
  self->parser = NULL;
  avcodec_free_context (&self->context);
}

static void
type_parser_init (TypeParser *self, const AVStream *stream)
{
  if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
    return;
  self->parser = av_parser_init ((int) stream->codecpar->codec_id);
  self->context = avcodec_alloc_context3 (NULL);
  if (self->parser == NULL || self->context == NULL
      || avcodec_parameters_to_context (self->context, stream->codecpar) < 0)
    type_parser_clear (self);
  else
    self->parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
}

/* Reads the slice header only. */
static char
type_parser_read (TypeParser *self, const AVStream *stream, const AVPacket *packet)
{
  uint8_t *out = NULL;
  int out_size = 0;

  if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
    return '-';
  if (self->parser == NULL)
    return packet->flags & AV_PKT_FLAG_KEY ? 'I' : '?';
  self->parser->pict_type = AV_PICTURE_TYPE_NONE;
  av_parser_parse2 (self->parser, self->context, &out, &out_size, packet->data, packet->size,
                    packet->pts, packet->dts, packet->pos);
  switch (self->parser->pict_type)
    {
    case AV_PICTURE_TYPE_I:
    case AV_PICTURE_TYPE_SI:
      return 'I';
    case AV_PICTURE_TYPE_P:
    case AV_PICTURE_TYPE_SP:
      return 'P';
    case AV_PICTURE_TYPE_B:
      return 'B';
    default:
      return packet->flags & AV_PKT_FLAG_KEY ? 'I' : '?';
    }
}

static double
seconds_of (int64_t value, AVRational base)
{
  return value == AV_NOPTS_VALUE ? (double) NAN : (double) value * base.num / base.den;
}

static void
fill_packet (AssayPacket *out, const AVPacket *packet, const AVStream *stream)
{
  *out = (AssayPacket){
    .stream = (guint) packet->stream_index,
    .seconds = seconds_of (packet->pts, stream->time_base),
    .decode_seconds = seconds_of (packet->dts, stream->time_base),
    .duration = packet->duration > 0 ? seconds_of (packet->duration, stream->time_base) : 0.0,
    .size = (guint32) MAX (packet->size, 0),
    .position = packet->pos,
    .key = (packet->flags & AV_PKT_FLAG_KEY) != 0,
  };
}

gboolean
assay_decoder_walk_packets (AssayDecoder *self,
                            AssayPacketFunc func,
                            gpointer user_data,
                            GError **error)
{
  g_autoptr (AssayDemuxer) demuxer = assay_demuxer_open (self->source, self->cancellable, error);
  TypeParser parsers[ASSAY_DECODER_STREAMS] = { 0 };
  AVPacket *packet;
  GError *failure = NULL;
  gboolean more = TRUE;

  if (demuxer == NULL)
    return FALSE;
  packet = av_packet_alloc ();
  for (guint i = 0; i < MIN (demuxer->format->nb_streams, ASSAY_DECODER_STREAMS); i++)
    type_parser_init (&parsers[i], demuxer->format->streams[i]);
  while (packet != NULL && more && assay_demuxer_read (demuxer, -1, packet, &failure))
    {
      const AVStream *stream;
      AssayPacket out;

      if ((guint) packet->stream_index >= self->n_streams)
        continue;
      stream = demuxer->format->streams[packet->stream_index];
      fill_packet (&out, packet, stream);
      out.type = type_parser_read (&parsers[packet->stream_index], stream, packet);
      more = func (&out, user_data);
    }
  for (guint i = 0; i < ASSAY_DECODER_STREAMS; i++)
    type_parser_clear (&parsers[i]);
  av_packet_free (&packet);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

typedef struct
{
  double seconds;
  guint32 size;
  guint32 type; /* 0 I, 1 P, 2 B, 3 other */
} Frame;

typedef struct
{
  guint stream;
  GArray *frames; /* Frame; at most ASSAY_LIMIT_SERIES */
  double first, last;
} PlotWalk;

static guint32
type_number (char type)
{
  switch (type)
    {
    case 'I':
      return 0;
    case 'P':
      return 1;
    case 'B':
      return 2;
    default:
      return 3;
    }
}

static gboolean
on_plot_packet (const AssayPacket *packet, gpointer user_data)
{
  PlotWalk *walk = user_data;
  Frame frame = { packet->seconds, packet->size, type_number (packet->type) };

  if (packet->stream != walk->stream)
    return TRUE;
  if (isnan (frame.seconds))
    frame.seconds = packet->decode_seconds;
  if (isnan (frame.seconds) || fabs (frame.seconds) > PLOT_SECONDS_MAXIMUM)
    return TRUE;
  walk->first = walk->frames->len == 0 ? frame.seconds : MIN (walk->first, frame.seconds);
  walk->last = MAX (walk->last, frame.seconds);
  g_array_append_val (walk->frames, frame);
  return walk->frames->len < ASSAY_LIMIT_SERIES;
}

static gint
compare_frames (gconstpointer a, gconstpointer b)
{
  const Frame *left = a;
  const Frame *right = b;

  return (left->seconds > right->seconds) - (left->seconds < right->seconds);
}

/* One bar a frame (kB), each type its own series. */
static void
add_frames (AssayPlotBuilder *builder, GArray *frames, guint32 type, const char *name)
{
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < frames->len; i++)
    {
      const Frame *frame = &g_array_index (frames, Frame, i);
      double kilobytes = frame->size / 1000.0;

      if (frame->type != type)
        continue;
      g_array_append_val (x, frame->seconds);
      g_array_append_val (y, kilobytes);
    }
  if (x->len > 0)
    assay_plot_builder_series (builder, ASSAY_SERIES_STEM, name,
                               (const double *) (const void *) x->data,
                               (const double *) (const void *) y->data, NULL, x->len, 3);
}

/* The largest frame of each type in equal steps of time: what a pixel column of the plot shows. */
static GArray *
reduce_frames (const PlotWalk *walk)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (Frame));
  guint steps = PLOT_FRAMES / 3;
  double width = (walk->last - walk->first) / steps;
  g_autofree Frame *best = g_new0 (Frame, (gsize) steps * 4);

  if (!(width > 0.0))
    width = 1.0;
  for (guint i = 0; i < walk->frames->len; i++)
    {
      const Frame *frame = &g_array_index (walk->frames, Frame, i);
      guint step = MIN ((guint) ((frame->seconds - walk->first) / width), steps - 1);
      Frame *slot = &best[step * 4 + frame->type];

      if (frame->size > slot->size)
        *slot = *frame;
    }
  for (guint i = 0; i < steps * 4; i++)
    if (best[i].size > 0)
      g_array_append_val (out, best[i]);
  return out;
}

/* kbit/s over windows of a second, or of a 500th of the recording if that is longer. */
static void
add_bit_rate (AssayPlotBuilder *builder, const PlotWalk *walk)
{
  double width = MAX (1.0, (walk->last - walk->first) / 500.0);
  gsize n = (gsize) floor ((walk->last - walk->first) / width) + 1;
  g_autofree double *x = g_new0 (double, n);
  g_autofree double *y = g_new0 (double, n);

  for (gsize i = 0; i < n; i++)
    x[i] = walk->first + ((double) i + 0.5) * width;
  for (guint i = 0; i < walk->frames->len; i++)
    {
      const Frame *frame = &g_array_index (walk->frames, Frame, i);

      y[MIN ((gsize) ((frame->seconds - walk->first) / width), n - 1)]
          += frame->size * 8.0 / 1000.0 / width;
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Bit rate"), x, y, NULL, n, 1);
}

AssayPlot *
assay_decoder_plot_bitrate (AssayDecoder *self, guint stream, GError **error)
{
  static const AssayAxis time_axis = { N_ ("Time"), "s", ASSAY_SCALE_TIME, 0.0, 0.0 };
  static const AssayAxis size_axis = { N_ ("Frame size"), "kB", ASSAY_SCALE_LINEAR, 0.0, 0.0 };
  static const AssayAxis rate_axis = { N_ ("Bit rate"), "kbit/s", ASSAY_SCALE_LINEAR, 0.0, 0.0 };
  static const char *const names[]
      = { N_ ("I frames"), N_ ("P frames"), N_ ("B frames"), N_ ("Other frames") };
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_autoptr (GArray) drawn = NULL;
  PlotWalk walk = { .stream = stream, .frames = frames };
  AssayPlotBuilder *builder;

  if (!assay_decoder_walk_packets (self, on_plot_packet, &walk, error))
    return NULL;
  if (frames->len == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("The stream has no frames"));
      return NULL;
    }
  g_array_sort (frames, compare_frames);
  drawn = frames->len > PLOT_FRAMES ? reduce_frames (&walk) : g_array_ref (frames);
  builder
      = assay_plot_builder_new ("bitrate", N_ ("Frame sizes and bit rate"), &time_axis, &size_axis);
  for (guint32 type = 0; type < G_N_ELEMENTS (names); type++)
    add_frames (builder, drawn, type, names[type]);
  assay_plot_builder_right_axis (builder, &rate_axis);
  add_bit_rate (builder, &walk);
  return assay_plot_builder_end (builder);
}
