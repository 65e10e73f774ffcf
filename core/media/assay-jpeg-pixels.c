/* assay-jpeg-pixels.c: libjpeg over an AssaySource, with every limit that a hostile file asks for.
 */
#include "media/assay-jpeg-pixels.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-format.h"
#include "media/assay-media-words.h"

/* Bytes that are read at once. */
#define CHUNK (64u * 1024u)
/* What libjpeg may hold: the coefficients of a progressive picture of 80 megapixels. */
#define MOST_MEMORY (512l * 1024l * 1024l)
/* Real progressive pictures have about ten scans; each may cost a pass over all blocks. */
#define MOST_SCANS 200

typedef struct
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr input;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  AssaySource *source;
  guint64 next; /* offset of the next chunk in the file */
  guint64 end;
  GCancellable *cancellable;
  gboolean exhausted; /* the data ended before the picture */
  gboolean limited;   /* a limit was reached */
  guint8 chunk[CHUNK];
} Decoder;

static void
on_error (j_common_ptr common)
{
  Decoder *self = common->client_data;

  longjmp (self->escape, 1);
}

/* Level -1 is damage; the others are for developers of libjpeg. */
static void
on_message (j_common_ptr common, int level)
{
  if (level < 0)
    common->err->num_warnings++;
}

static void
on_output (j_common_ptr common)
{
}

static void
on_progress (j_common_ptr common)
{
  Decoder *self = common->client_data;

  if (self->jpeg.input_scan_number > MOST_SCANS)
    self->limited = TRUE;
  if (self->limited || g_cancellable_is_cancelled (self->cancellable))
    longjmp (self->escape, 1);
}

static void
on_start (j_decompress_ptr jpeg)
{
}

static boolean
on_fill (j_decompress_ptr jpeg)
{
  Decoder *self = jpeg->client_data;
  const gsize wanted = (gsize) MIN ((guint64) CHUNK, self->end - self->next);
  const gssize got = assay_source_read_into (self->source, self->next, self->chunk, wanted, NULL);

  self->input.next_input_byte = self->chunk;
  if (got > 0)
    {
      self->next += (guint64) got;
      self->input.bytes_in_buffer = (size_t) got;
      return TRUE;
    }
  /* libjpeg ends well with what it has when it meets an end mark. */
  self->exhausted = TRUE;
  self->chunk[0] = 0xff;
  self->chunk[1] = JPEG_EOI;
  self->input.bytes_in_buffer = 2;
  return TRUE;
}

static void
on_skip (j_decompress_ptr jpeg, long count)
{
  Decoder *self = jpeg->client_data;

  if (count <= 0)
    return;
  if ((size_t) count <= self->input.bytes_in_buffer)
    {
      self->input.next_input_byte += count;
      self->input.bytes_in_buffer -= (size_t) count;
      return;
    }
  self->next = MIN (self->end, self->next + ((guint64) count - self->input.bytes_in_buffer));
  self->input.bytes_in_buffer = 0;
}

static void
on_end (j_decompress_ptr jpeg)
{
}

static void
set_up (Decoder *self)
{
  self->jpeg.err = jpeg_std_error (&self->errors);
  self->errors.error_exit = on_error;
  self->errors.emit_message = on_message;
  self->errors.output_message = on_output;
  self->jpeg.client_data = self;
  jpeg_create_decompress (&self->jpeg);
  self->jpeg.mem->max_memory_to_use = MOST_MEMORY;
  self->progress.progress_monitor = on_progress;
  self->jpeg.progress = &self->progress;
  self->input.init_source = on_start;
  self->input.fill_input_buffer = on_fill;
  self->input.skip_input_data = on_skip;
  self->input.resync_to_restart = jpeg_resync_to_restart;
  self->input.term_source = on_end;
  self->jpeg.src = &self->input;
}

/* Smallest number of eighths that leaves the longer side at least @least. */
static guint
eighths_for (guint longer, guint least)
{
  for (guint eighths = 1; eighths < 8; eighths++)
    if (least > 0 && ((guint64) longer * eighths + 7) / 8 >= least)
      return eighths;
  return 8;
}

/* Adobe stores CMYK inverted: 255 is no ink. */
static void
ink_to_rgb (const guint8 *ink, guint width, guint8 *rgb)
{
  for (guint x = 0; x < width; x++)
    for (guint c = 0; c < 3; c++)
      rgb[3 * x + c] = (guint8) (ink[4 * x + c] * ink[4 * x + 3] / 255);
}

static gboolean
start (Decoder *self, guint least)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  jpeg_read_header (jpeg, TRUE);
  if ((guint64) jpeg->image_width * jpeg->image_height > ASSAY_LIMIT_PIXELS)
    {
      self->limited = TRUE;
      return FALSE;
    }
  jpeg->scale_num = eighths_for (MAX (jpeg->image_width, jpeg->image_height), least);
  jpeg->scale_denom = 8;
  jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress (jpeg);
  return TRUE;
}

static void
read_rows (Decoder *self, guint8 *pixels, guint8 *ink)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  while (jpeg->output_scanline < jpeg->output_height)
    {
      guint8 *row = pixels + (gsize) jpeg->output_scanline * jpeg->output_width * 3;
      JSAMPROW into = ink != NULL ? ink : row;

      if ((jpeg->output_scanline & 63) == 0 && g_cancellable_is_cancelled (self->cancellable))
        longjmp (self->escape, 1);
      jpeg_read_scanlines (jpeg, &into, 1);
      if (ink != NULL)
        ink_to_rgb (ink, jpeg->output_width, row);
    }
}

/* All that may jump: holds nothing that must be freed, the buffers belong to the caller. */
static gboolean
decode (Decoder *self, guint least, guint8 *volatile *pixels, guint8 *volatile *ink)
{
  if (setjmp (self->escape) != 0)
    return FALSE;
  if (!start (self, least))
    return FALSE;
  *pixels = assay_try_alloc ((gsize) self->jpeg.output_width * self->jpeg.output_height, 3,
                             (gsize) ASSAY_LIMIT_PIXELS * 3, NULL);
  if (self->jpeg.out_color_space == JCS_CMYK)
    *ink = assay_try_alloc (self->jpeg.output_width, 4, 0, NULL);
  if (*pixels == NULL || (self->jpeg.out_color_space == JCS_CMYK && *ink == NULL))
    {
      self->limited = TRUE;
      return FALSE;
    }
  read_rows (self, *pixels, *ink);
  return TRUE;
}

static void
set_failure (Decoder *self, GError **error)
{
  char message[JMSG_LENGTH_MAX] = "";

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return;
  if (self->limited || self->errors.msg_code == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                           _ ("The picture is too large or has too many scans to be decoded."));
      return;
    }
  self->errors.format_message ((j_common_ptr) &self->jpeg, message);
  assay_media_set_error_said (error, ASSAY_MEDIA_ERROR_MALFORMED, assay_media_words_damaged (),
                              "libjpeg", message);
}

AssayImage *
assay_jpeg_pixels (AssaySource *source,
                   guint64 offset,
                   guint64 length,
                   const char *id,
                   const char *title,
                   guint least,
                   gboolean *complete,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree Decoder *self = g_new0 (Decoder, 1);
  guint8 *volatile pixels = NULL;
  guint8 *volatile ink = NULL;
  AssayImage *image = NULL;

  self->source = source;
  self->next = offset;
  self->end = offset + MIN (length, G_MAXUINT64 - offset);
  self->cancellable = cancellable;
  set_up (self);
  if (decode (self, least, &pixels, &ink))
    {
      const gsize size = (gsize) self->jpeg.output_width * self->jpeg.output_height * 3;
      g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, size);

      pixels = NULL;
      image = assay_image_new (id, title, ASSAY_PIXELS_RGB8, self->jpeg.output_width,
                               self->jpeg.output_height, bytes, error);
      if (complete != NULL)
        *complete = !self->exhausted && self->errors.num_warnings == 0;
    }
  else
    set_failure (self, error);
  g_free (pixels);
  g_free (ink);
  jpeg_destroy_decompress (&self->jpeg);
  return image;
}
