/* assay-media-table.c: what the tools of core/integrity take from the decoders of core/media: the
 * glue that only assay-worker-media has. */
#include "worker/assay-media-table.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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

static guint
orientation_of (const AssayInspection *inspection)
{
  const AssayFact *fact = assay_inspection_find (inspection, "exif.ifd0.Orientation");

  return fact != NULL && fact->integer >= 1 && fact->integer <= 8 ? (guint) fact->integer : 1;
}

/* A picture itself, or a frame of a video. */
static AssayImage *
picture (AssaySource *source,
         const AssayInspection *inspection,
         const char *id,
         const char *title,
         guint most,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (AssayImage) frame = NULL;

  if ((assay_inspection_get_format (inspection)->kinds & ASSAY_MEDIA_IMAGE) != 0)
    return assay_decode_picture (source, id, title, orientation_of (inspection), most, cancellable,
                                 error);
  frame = assay_decode_thumbnail (source, inspection, most, cancellable, error);
  if (frame == NULL)
    return NULL;
  return assay_image_new (id, title, assay_image_get_format (frame), assay_image_get_width (frame),
                          assay_image_get_height (frame), assay_image_get_pixels (frame), error);
}

typedef struct
{
  GArray *frames; /* AssayFrameRecord */
  guint stream;
  guint64 size; /* of the file */
  AssayProgress *progress;
} FrameList;

static AssayFrameType
frame_type (const AssayPacket *packet)
{
  if (packet->key)
    return ASSAY_FRAME_KEY;
  if (packet->type == 'P')
    return ASSAY_FRAME_PREDICTED;
  if (packet->type == 'B')
    return ASSAY_FRAME_BOTH_WAYS;
  return ASSAY_FRAME_OTHER;
}

static gboolean
add_frame (const AssayPacket *packet, gpointer user_data)
{
  FrameList *list = user_data;

  if (packet->stream != list->stream)
    return TRUE;

  AssayFrameRecord record
      = { .seconds = isnan (packet->seconds) ? packet->decode_seconds : packet->seconds,
          .bytes = packet->size,
          .type = frame_type (packet) };

  g_array_append_val (list->frames, record);
  if (packet->position > 0)
    assay_progress_set_count (list->progress, (guint64) packet->position, list->size,
                              N_ ("Reading frames"));
  return list->frames->len < ASSAY_LIMIT_SAMPLES;
}

static GArray *
list_frames (AssaySource *source,
             AssayProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, error);

  if (decoder == NULL)
    return NULL;

  gint stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);

  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("There is no video in this file"));
      return NULL;
    }

  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (AssayFrameRecord));
  FrameList list = { .frames = frames,
                     .stream = (guint) stream,
                     .size = assay_source_get_size (source),
                     .progress = progress };

  return assay_decoder_walk_packets (decoder, add_frame, &list, error) ? g_steal_pointer (&frames)
                                                                       : NULL;
}

static const AssayIntegrityMedia table
    = { .add_streams = add_streams, .picture = picture, .list_frames = list_frames };

void
assay_media_table_install (void)
{
  assay_decoder_prewarm ();
  assay_integrity_set_media (&table);
}
