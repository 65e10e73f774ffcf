/* assay-video-back.c: decodes a copy that was just written and reads its mark. */
#include "videomark/assay-video-back.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-decode.h"
#include "media/assay-media-error.h"

typedef struct
{
  AssayToolJob *job;
  const AssayVideoScheme *scheme;
  gpointer shared; /* of the scheme, like: */
  gpointer reader;
  const AssayVideoQuestion *question;
} Back;

static void
clear_back (Back *self)
{
  g_clear_pointer (&self->reader, self->scheme->reader_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Back, clear_back)

static gboolean
push (Back *self, const AssayVideoLuma *luma, double seconds, GError **error)
{
  const AssayVideoPlane *plane = &luma->planes[0];

  if (self->reader == NULL)
    self->reader = self->scheme->reader_new (self->shared, self->question, plane->width,
                                             plane->height, error);
  return self->reader != NULL
         && self->scheme->read (self->reader, luma, seconds,
                                assay_tool_job_get_cancellable (self->job), error);
}

static gboolean
read_picture (Back *self, AssaySource *source, GError **error)
{
  g_autoptr (AssayImage) image = assay_decode_picture (
      source, "picture", N_ ("Picture"), 0, 0, assay_tool_job_get_cancellable (self->job), error);
  AssayVideoLuma luma;

  if (image == NULL)
    return FALSE;
  assay_video_luma_of_image (image, &luma);
  return push (self, &luma, 0, error);
}

static gboolean
read_frames (Back *self, AssayDecoder *decoder, AssayVideoReader *reader, GError **error)
{
  AssayProgress *progress = assay_tool_job_get_progress (self->job);

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (reader, &failure);
      AssayVideoLuma luma;

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (frame == NULL)
        return TRUE;
      assay_video_luma_of_frame (frame, &luma);
      if (!push (self, &luma, frame->seconds, error))
        return FALSE;
      assay_progress_set_count (progress, (guint64) (1000 * MAX (0, frame->seconds)),
                                (guint64) (1000 * assay_decoder_get_duration (decoder)),
                                N_ ("Reading"));
    }
}

static gboolean
read_video (Back *self, AssaySource *source, GError **error)
{
  g_autoptr (AssayDecoder) decoder
      = assay_decoder_new (source, assay_tool_job_get_threads (self->job),
                           assay_tool_job_get_cancellable (self->job), error);
  gint stream = decoder != NULL ? assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) : -1;
  g_autoptr (AssayVideoReader) reader
      = stream >= 0 ? assay_video_reader_new (decoder, (guint) stream, error) : NULL;

  return reader != NULL && read_frames (self, decoder, reader, error);
}

gboolean
assay_video_read_back (AssayToolJob *job,
                       const AssayVideoScheme *scheme,
                       gpointer shared,
                       const AssayVideoQuestion *question,
                       int fd,
                       gboolean still,
                       AssayVideoReading *reading,
                       GError **error)
{
  g_auto (Back) self = { .job = job, .scheme = scheme, .shared = shared, .question = question };
  g_autoptr (AssaySource) source = assay_source_new_fd (fd, error);

  if (source == NULL
      || !(still ? read_picture (&self, source, error) : read_video (&self, source, error)))
    {
      if (error == NULL || *error == NULL)
        g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                             _ ("The file holds no video that can be decoded"));
      return FALSE;
    }
  if (self.reader == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("Not one picture could be decoded"));
      return FALSE;
    }
  return scheme->end (self.reader, reading, assay_tool_job_get_cancellable (job), error);
}
