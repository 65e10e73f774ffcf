/* assay-integrity-decode.c: what the tools of this folder take from the decoders of core/media. */
#include "integrity/assay-integrity-decode.h"

#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "integrity/assay-orient-private.h"
#include "media/assay-decode.h"

static gboolean
add_streams (AssaySource *source,
             AssayInspection *inspection,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, error);

  if (decoder == NULL)
    return FALSE;
  assay_decoder_note_facts (decoder, inspection);
  return TRUE;
}

/* The first frame of the stream that a player would show. */
static AssayImage *
first_frame (AssaySource *source,
             const char *id,
             const char *title,
             guint most,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, error);
  g_autoptr (AssayVideoReader) reader = NULL;
  g_autoptr (AssayVideoFrame) frame = NULL;
  g_autoptr (GError) failed = NULL;
  gint stream;

  if (decoder == NULL)
    return NULL;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (stream >= 0)
    {
      reader = assay_video_reader_new (decoder, (guint) stream, error);
      if (reader == NULL)
        return NULL;
      frame = assay_video_reader_next (reader, &failed);
    }
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }
  if (frame == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file has no picture that can be decoded."));
      return NULL;
    }
  return assay_video_frame_to_image (frame, id, title, most, error);
}

static AssayImage *
picture (AssaySource *source,
         const AssayInspection *inspection,
         const char *id,
         const char *title,
         guint most,
         GCancellable *cancellable,
         GError **error)
{
  const AssayFormat *format = assay_inspection_get_format (inspection);

  if ((format->kinds & ASSAY_MEDIA_VIDEO) != 0)
    return first_frame (source, id, title, most, cancellable, error);
  if ((format->kinds & ASSAY_MEDIA_IMAGE) != 0)
    return assay_decode_picture (source, id, title, assay_orientation_of (inspection), most,
                                 cancellable, error);
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                       _ ("The file has no picture that can be decoded."));
  return NULL;
}

typedef struct
{
  guint stream;
  GArray *frames;
} Listing;

static AssayFrameType
frame_type (const AssayPacket *packet)
{
  if (packet->key)
    return ASSAY_FRAME_KEY;
  if (packet->type == 'P')
    return ASSAY_FRAME_PREDICTED;
  return packet->type == 'B' ? ASSAY_FRAME_BOTH_WAYS : ASSAY_FRAME_OTHER;
}

static gboolean
on_packet (const AssayPacket *packet, gpointer user_data)
{
  Listing *listing = user_data;
  AssayFrameRecord record = { packet->seconds, packet->size, frame_type (packet) };

  if (packet->stream != listing->stream)
    return TRUE;
  if (!isfinite (record.seconds))
    record.seconds = packet->decode_seconds;
  if (!isfinite (record.seconds))
    return TRUE;
  g_array_append_val (listing->frames, record);
  return listing->frames->len < ASSAY_LIMIT_SAMPLES;
}

static GArray *
list_frames (AssaySource *source,
             AssayProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, error);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (AssayFrameRecord));
  Listing listing = { 0, frames };
  gint stream;

  if (decoder == NULL)
    return NULL;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (stream < 0)
    return g_steal_pointer (&frames);
  listing.stream = (guint) stream;
  assay_progress_set (progress, -1, N_ ("Reading frames"));
  if (!assay_decoder_walk_packets (decoder, on_packet, &listing, error))
    return NULL;
  return g_steal_pointer (&frames);
}

const AssayIntegrityMedia assay_integrity_decode = {
  .add_streams = add_streams,
  .picture = picture,
  .list_frames = list_frames,
};
