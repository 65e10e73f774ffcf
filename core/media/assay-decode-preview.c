/* assay-decode-preview.c: the preview that all tools share: frames, sound or the picture of the
 * first input. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Sound frames of one unit: 93 ms at 44.1 kHz. */
#define BLOCK_FRAMES 4096u
#define SIZE_DEFAULT 1280
/* Files up to this size are walked once so that every frame has its number. */
#define NUMBERED_BYTES (512u * 1024u * 1024u)

typedef struct
{
  AssayDecoder *decoder; /* NULL for a picture */
  AssayVideoReader *video;
  AssayAudioReader *audio;
  double duration;    /* s; 0 when unknown */
  double audio_start; /* s from the start of the file to the first sample */
  AssayImage *picture;
  gboolean shown; /* the picture has been given */
  guint size;
  gpointer change_data; /* (nullable): owned */
  GDestroyNotify free_change;
} Preview;

static void
preview_close (gpointer stream)
{
  Preview *self = stream;

  g_clear_pointer (&self->video, assay_video_reader_free);
  g_clear_pointer (&self->audio, assay_audio_reader_free);
  g_clear_pointer (&self->picture, assay_image_unref);
  g_clear_pointer (&self->decoder, assay_decoder_unref);
  if (self->change_data != NULL)
    self->free_change (self->change_data);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Preview, preview_close)

static gboolean
has_parameter (AssayToolJob *job, const char *name)
{
  const AssayToolInfo *info = assay_tool_job_get_info (job);

  return info != NULL && assay_tool_info_parameter (info, name) != NULL;
}

static gboolean
open_video (Preview *self, AssaySource *source, GError **error)
{
  gint stream = assay_decoder_find (self->decoder, ASSAY_STREAM_VIDEO);

  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no video that can be decoded"));
      return FALSE;
    }
  self->video = assay_video_reader_new (self->decoder, (guint) stream, error);
  if (self->video == NULL)
    return FALSE;
  if (assay_source_get_size (source) > NUMBERED_BYTES)
    return TRUE;

  gint64 frames = assay_video_reader_count (self->video, error);
  double fps = assay_decoder_get_stream (self->decoder, (guint) stream)->fps;

  /* an elementary stream has no container that says how long it is */
  if (frames > 0 && !(self->duration > 0.0) && fps > 0.0)
    self->duration = (double) frames / fps;
  return frames >= 0;
}

static gboolean
open_audio (Preview *self, GError **error)
{
  gint stream = assay_decoder_find (self->decoder, ASSAY_STREAM_AUDIO);
  int64_t start = self->decoder->demuxer->format->start_time;

  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no sound that can be decoded"));
      return FALSE;
    }
  self->audio_start = assay_decoder_get_stream (self->decoder, (guint) stream)->start;
  if (start != AV_NOPTS_VALUE)
    self->audio_start = MAX (self->audio_start - (double) start / AV_TIME_BASE, 0.0);
  self->audio = assay_audio_reader_new (
      self->decoder, (guint) stream, 0,
      MIN (assay_decoder_get_stream (self->decoder, (guint) stream)->channels, 2), error);
  return self->audio != NULL;
}

static gboolean
open_stream (Preview *self,
             AssaySource *source,
             const char *what,
             guint threads,
             GCancellable *cancellable,
             GError **error)
{
  const AssayFormat *format = assay_format_sniff (source);
  gboolean any = what == NULL || *what == '\0' || g_str_equal (what, "auto");

  if ((any && (format->kinds & ASSAY_MEDIA_IMAGE) != 0) || g_strcmp0 (what, "picture") == 0)
    {
      /* The reader of Exif is cheap beside decoding. */
      g_autoptr (AssayInspection) inspection = assay_inspect (source, "", cancellable, NULL);
      const AssayFact *fact
          = inspection != NULL ? assay_inspection_find (inspection, "exif.ifd0.Orientation") : NULL;
      guint orientation
          = fact != NULL && fact->integer >= 1 && fact->integer <= 8 ? (guint) fact->integer : 0;

      self->picture = assay_decode_picture (source, "preview", N_ ("Preview"), orientation,
                                            self->size, cancellable, error);
      return self->picture != NULL;
    }
  self->decoder = assay_decoder_new (source, threads, cancellable, error);
  if (self->decoder == NULL)
    return FALSE;
  self->duration = assay_decoder_get_duration (self->decoder);
  if (g_strcmp0 (what, "audio") == 0
      || (any && assay_decoder_find (self->decoder, ASSAY_STREAM_VIDEO) < 0))
    return open_audio (self, error);
  return open_video (self, source, error);
}

static gpointer
preview_open (AssayToolJob *job, GError **error)
{
  g_autoptr (Preview) self = g_new0 (Preview, 1);
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const char *what = has_parameter (job, "preview-stream")
                         ? assay_parameters_get_text (parameters, "preview-stream")
                         : NULL;

  self->size = SIZE_DEFAULT;
  if (has_parameter (job, "preview-size"))
    self->size = (guint) CLAMP (assay_parameters_get_int (parameters, "preview-size"), 16, 16384);
  if (assay_tool_job_get_n_inputs (job) == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("There is nothing to show"));
      return NULL;
    }
  if (!open_stream (self, assay_tool_job_get_input (job, 0)->source, what,
                    assay_tool_job_get_threads (job), assay_tool_job_get_cancellable (job), error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
preview_seek (gpointer stream, double seconds, GError **error)
{
  Preview *self = stream;

  self->shown = FALSE;
  if (self->video != NULL)
    return assay_video_reader_seek (self->video, seconds, error);
  if (self->audio != NULL)
    return assay_audio_reader_seek_time (self->audio, MAX (seconds - self->audio_start, 0.0),
                                         error);
  return TRUE;
}

static gboolean
next_frame (Preview *self, AssayPreviewUnit *unit, GError **error)
{
  GError *failure = NULL;
  g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (self->video, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  unit->end = frame == NULL;
  if (frame == NULL)
    return TRUE;
  unit->seconds = frame->seconds;
  unit->index = frame->index;
  unit->image = assay_video_frame_to_image (frame, "frame", N_ ("Frame"), self->size, error);
  return unit->image != NULL;
}

static gboolean
next_block (Preview *self, AssayPreviewUnit *unit, GError **error)
{
  guint channels = assay_audio_reader_get_channels (self->audio);
  g_autofree float *samples = g_new (float, (gsize) BLOCK_FRAMES *channels);
  guint64 position = assay_audio_reader_get_position (self->audio);
  gssize got = assay_audio_reader_read (self->audio, samples, BLOCK_FRAMES, error);

  if (got < 0)
    return FALSE;
  unit->channels = channels;
  unit->rate = assay_audio_reader_get_rate (self->audio);
  unit->index = (gint64) position;
  unit->seconds = self->audio_start + (double) position / unit->rate;
  unit->end = got == 0;
  if (got > 0)
    unit->samples = g_bytes_new (samples, (gsize) got * channels * sizeof (float));
  return TRUE;
}

static gboolean
preview_next (gpointer stream, AssayPreviewUnit *unit, GError **error)
{
  Preview *self = stream;

  memset (unit, 0, sizeof *unit);
  unit->duration = self->duration;
  if (self->video != NULL)
    return next_frame (self, unit, error);
  if (self->audio != NULL)
    return next_block (self, unit, error);
  unit->end = self->shown;
  if (!self->shown)
    unit->image = assay_image_ref (self->picture);
  self->shown = TRUE;
  return TRUE;
}

void
assay_decode_preview_change (gpointer stream,
                             AssayPacketChange change,
                             gpointer user_data,
                             GDestroyNotify free_data)
{
  Preview *self = stream;

  g_return_if_fail (self->change_data == NULL);
  if (self->video == NULL)
    {
      free_data (user_data);
      return;
    }
  self->change_data = user_data;
  self->free_change = free_data;
  assay_video_reader_set_change (self->video, change, user_data);
}

const AssayToolPreview assay_decode_preview
    = { .open = preview_open, .seek = preview_seek, .next = preview_next, .close = preview_close };
