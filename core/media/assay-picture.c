/* assay-picture.c: still pictures, and the small picture that stands for any medium. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-media-words.h"

/* Brands of ftyp that are pictures: FFmpeg's demuxer does not read their items, libheif does. */
gboolean
assay_decode_is_heif (AssaySource *source)
{
  const AssayFormat *format = assay_format_sniff (source);

  return g_str_equal (format->id, "heif") || g_str_equal (format->id, "avif");
}

/* The first frame of @stream; @strict: without anything missing. */
static gboolean
first_frame (AssayDemuxer *demuxer, gint stream, gboolean strict, AVFrame *frame, GError **error)
{
  AVCodecContext *codec = assay_decode_open_codec (demuxer->format->streams[stream], 1, error);
  AVPacket *packet = av_packet_alloc ();
  gboolean draining = FALSE;
  gboolean found = FALSE;
  GError *failure = NULL;

  if (codec != NULL && strict)
    assay_decode_be_strict (codec);
  if (codec != NULL && packet != NULL)
    found = assay_decode_pull (demuxer, codec, stream, packet, frame, &draining, &failure);
  av_packet_free (&packet);
  if (codec != NULL && !found && failure == NULL)
    g_set_error_literal (&failure, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                         assay_media_words_damaged ());
  if (failure != NULL)
    g_propagate_error (error, failure);
  avcodec_free_context (&codec);
  return found;
}

static gint
picture_stream (const AssayDemuxer *demuxer)
{
  for (guint i = 0; i < demuxer->format->nb_streams; i++)
    if (demuxer->format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
      return (gint) i;
  return -1;
}

AssayImage *
assay_decode_picture (AssaySource *source,
                      const char *id,
                      const char *title,
                      guint orientation,
                      guint max_side,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (AssayDemuxer) demuxer = NULL;
  AssayImage *image = NULL;
  AVFrame *frame;
  gint stream;

  if (assay_decode_is_heif (source))
    return assay_decode_heif (source, id, title, max_side, error);
  demuxer = assay_demuxer_open (source, cancellable, error);
  if (demuxer == NULL)
    return NULL;
  stream = picture_stream (demuxer);
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no picture"));
      return NULL;
    }
  frame = av_frame_alloc ();
  if (frame != NULL && first_frame (demuxer, stream, FALSE, frame, error))
    image = assay_decode_frame_to_image (frame, id, title, orientation, max_side, error);
  av_frame_free (&frame);
  return image;
}

gboolean
assay_decode_picture_is_whole (AssaySource *source, GCancellable *cancellable)
{
  g_autoptr (AssayDemuxer) demuxer = NULL;
  AVFrame *frame;
  gint stream;
  gboolean whole;

  if (assay_decode_is_heif (source))
    return TRUE;
  demuxer = assay_demuxer_open (source, cancellable, NULL);
  stream = demuxer != NULL ? picture_stream (demuxer) : -1;
  if (stream < 0)
    return FALSE;
  frame = av_frame_alloc ();
  whole = frame != NULL && first_frame (demuxer, stream, TRUE, frame, NULL);
  av_frame_free (&frame);
  return whole;
}

static guint
inspection_orientation (const AssayInspection *inspection)
{
  const AssayFact *fact
      = inspection != NULL ? assay_inspection_find (inspection, "exif.ifd0.Orientation") : NULL;

  return fact != NULL && fact->integer >= 1 && fact->integer <= 8 ? (guint) fact->integer : 0;
}

/* The frame shown at @seconds, or the key frame before it; %NULL without @error where none comes.
 */
static AssayVideoFrame *
frame_at (AssayVideoReader *reader, double seconds, gboolean key_only, GError **error)
{
  assay_video_reader_set_key_only (reader, key_only);
  if (!assay_video_reader_seek (reader, seconds, error))
    return NULL;
  return assay_video_reader_next (reader, error);
}

static AssayImage *
video_thumbnail (AssayDecoder *decoder, guint stream, guint max_side, GError **error)
{
  g_autoptr (AssayVideoReader) reader = assay_video_reader_new (decoder, stream, error);
  g_autoptr (AssayVideoFrame) frame = NULL;
  double seconds = MIN (assay_decoder_get_duration (decoder) / 10.0, 3.0);
  GError *failure = NULL;

  if (reader == NULL)
    return NULL;
  frame = frame_at (reader, seconds, TRUE, &failure);
  /* The only key frame may be one that the edit list hides. */
  if (frame == NULL && failure == NULL)
    frame = frame_at (reader, seconds, FALSE, &failure);
  if (frame == NULL && failure == NULL)
    g_set_error_literal (&failure, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                         assay_media_words_damaged ());
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return assay_video_frame_to_image (frame, "thumbnail", N_ ("Thumbnail"), max_side, error);
}

AssayImage *
assay_decode_thumbnail (AssaySource *source,
                        const AssayInspection *inspection,
                        guint max_side,
                        GCancellable *cancellable,
                        GError **error)
{
  const AssayFormat *format = assay_format_sniff (source);
  g_autoptr (AssayDecoder) decoder = NULL;
  gint stream;

  if (format->kinds & ASSAY_MEDIA_IMAGE)
    return assay_decode_picture (source, "thumbnail", N_ ("Thumbnail"),
                                 inspection_orientation (inspection), max_side, cancellable, error);
  decoder = assay_decoder_new (source, 1, cancellable, error);
  if (decoder == NULL)
    return NULL;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (stream >= 0)
    return video_thumbnail (decoder, (guint) stream, max_side, error);
  return assay_decode_picture (source, "thumbnail", N_ ("Thumbnail"), 0, max_side, cancellable,
                               error);
}
