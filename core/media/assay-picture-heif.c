/* assay-picture-heif.c: HEIF and AVIF through libheif, which joins tiles and applies rotation and
 * mirroring. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libheif/heif.h>
#include <string.h>

#include "media/assay-media-words.h"

typedef struct
{
  AssaySource *source; /* borrowed */
  guint64 position;
} HeifInput;

static int64_t
on_position (void *user_data)
{
  const HeifInput *input = user_data;

  return (int64_t) input->position;
}

static int
on_read (void *buffer, size_t size, void *user_data)
{
  HeifInput *input = user_data;
  gssize got;

  if (size == 0) /* asked for with no buffer */
    return 0;
  got = assay_source_read_into (input->source, input->position, buffer, size, NULL);
  if (got < 0 || (gsize) got != size)
    return 1;
  input->position += size;
  return 0;
}

static int
on_seek (int64_t position, void *user_data)
{
  HeifInput *input = user_data;

  if (position < 0 || (guint64) position > assay_source_get_size (input->source))
    return 1;
  input->position = (guint64) position;
  return 0;
}

static enum heif_reader_grow_status
on_wait (int64_t size, void *user_data)
{
  const HeifInput *input = user_data;

  return size >= 0 && (guint64) size <= assay_source_get_size (input->source)
             ? heif_reader_grow_status_size_reached
             : heif_reader_grow_status_size_beyond_eof;
}

static const struct heif_reader heif_input = {
  .reader_api_version = 1,
  .get_position = on_position,
  .read = on_read,
  .seek = on_seek,
  .wait_for_file_size = on_wait,
};

static gboolean
is_part_missing (enum heif_suberror_code code)
{
  return (code >= heif_suberror_No_ftyp_box && code <= heif_suberror_No_pict_handler)
         || code == heif_suberror_No_item_data || code == heif_suberror_Missing_grid_images
         || code == heif_suberror_No_or_invalid_primary_item || code == heif_suberror_No_infe_box
         || code == heif_suberror_No_av1C_box;
}

static AssayMediaError
code_of (struct heif_error status)
{
  if (status.code == heif_error_Unsupported_feature
      || status.code == heif_error_Unsupported_filetype)
    return ASSAY_MEDIA_ERROR_UNSUPPORTED;
  if (status.code == heif_error_Memory_allocation_error
      || status.subcode == heif_suberror_Security_limit_exceeded)
    return ASSAY_MEDIA_ERROR_LIMIT;
  return ASSAY_MEDIA_ERROR_MALFORMED;
}

static const char *
words_of (struct heif_error status)
{
  switch (code_of (status))
    {
    case ASSAY_MEDIA_ERROR_UNSUPPORTED:
      return _ ("The picture uses a form of HEIF that is not decoded here. Its metadata and "
                "structure are examined all the same.");
    case ASSAY_MEDIA_ERROR_LIMIT:
      return _ ("The picture is larger, or has more parts, than is decoded here: a picture of a "
                "camera has not.");
    case ASSAY_MEDIA_ERROR_TRUNCATED:
    case ASSAY_MEDIA_ERROR_MALFORMED:
    case ASSAY_MEDIA_ERROR_LOSSY:
      break;
    }
  if (is_part_missing (status.subcode))
    return _ ("The file is named as a HEIF picture, but the part that says where the picture "
              "stands in it is missing: it was cut off or damaged, or is something else. The "
              "panel Structure shows what is there; ask for the file again from where it came.");
  return assay_media_words_damaged ();
}

static gboolean
heif_failed (struct heif_error status, GError **error)
{
  if (status.code == heif_error_Ok)
    return FALSE;
  assay_media_set_error_said (error, code_of (status), words_of (status), "libheif",
                              status.message);
  return TRUE;
}

/* libheif's rows as a frame that the scaler takes; nothing is copied. */
static AssayImage *
image_of_rows (struct heif_image *rows,
               gboolean alpha,
               const char *id,
               const char *title,
               guint max_side,
               GError **error)
{
  AVFrame *frame = av_frame_alloc ();
  AssayImage *image = NULL;
  int stride = 0;
  guint8 *data = heif_image_get_plane (rows, heif_channel_interleaved, &stride);

  if (frame == NULL || data == NULL)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                         assay_media_words_damaged ());
  else
    {
      frame->width = heif_image_get_width (rows, heif_channel_interleaved);
      frame->height = heif_image_get_height (rows, heif_channel_interleaved);
      frame->format = alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
      frame->data[0] = data;
      frame->linesize[0] = stride;
      image = assay_decode_frame_to_image (frame, id, title, 1, max_side, error);
      frame->data[0] = NULL;
    }
  av_frame_free (&frame);
  return image;
}

static AssayImage *
decode_handle (struct heif_image_handle *handle,
               const char *id,
               const char *title,
               guint max_side,
               GError **error)
{
  gboolean alpha = heif_image_handle_has_alpha_channel (handle) != 0;
  struct heif_image *rows = NULL;
  AssayImage *image;
  gint64 pixels
      = (gint64) heif_image_handle_get_width (handle) * heif_image_handle_get_height (handle);

  if (pixels <= 0 || pixels > ASSAY_LIMIT_PIXELS)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                   _ ("A picture of %d × %d pixels is too large"),
                   heif_image_handle_get_width (handle), heif_image_handle_get_height (handle));
      return NULL;
    }
  if (heif_failed (heif_decode_image (
                       handle, &rows, heif_colorspace_RGB,
                       alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, NULL),
                   error))
    return NULL;
  image = image_of_rows (rows, alpha, id, title, max_side, error);
  heif_image_release (rows);
  return image;
}

/* For small views the file's own thumbnail if it is large enough: a tenth of the work. */
static struct heif_image_handle *
choose_handle (struct heif_image_handle *primary, guint max_side)
{
  heif_item_id id;
  struct heif_image_handle *thumbnail = NULL;

  if (max_side == 0 || heif_image_handle_get_list_of_thumbnail_IDs (primary, &id, 1) < 1
      || heif_image_handle_get_thumbnail (primary, id, &thumbnail).code != heif_error_Ok)
    return primary;
  if ((guint) MAX (heif_image_handle_get_width (thumbnail),
                   heif_image_handle_get_height (thumbnail))
      >= max_side)
    {
      heif_image_handle_release (primary);
      return thumbnail;
    }
  heif_image_handle_release (thumbnail);
  return primary;
}

AssayImage *
assay_decode_heif (
    AssaySource *source, const char *id, const char *title, guint max_side, GError **error)
{
  HeifInput input = { .source = source };
  struct heif_context *context = heif_context_alloc ();
  struct heif_image_handle *handle = NULL;
  AssayImage *image = NULL;

  if (context == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                           _ ("Decoding this file needs too much memory"));
      return NULL;
    }
  heif_context_set_maximum_image_size_limit (context, 32767);
  if (!heif_failed (heif_context_read_from_reader (context, &heif_input, &input, NULL), error)
      && !heif_failed (heif_context_get_primary_image_handle (context, &handle), error))
    {
      handle = choose_handle (handle, max_side);
      image = decode_handle (handle, id, title, max_side, error);
      heif_image_handle_release (handle);
    }
  heif_context_free (context);
  return image;
}

/* The first context registers the decoders. */
void
assay_decode_heif_prewarm (void)
{
  struct heif_context *context = heif_context_alloc ();

  (void) heif_have_decoder_for_format (heif_compression_HEVC);
  (void) heif_have_decoder_for_format (heif_compression_AV1);
  heif_context_free (context);
}
