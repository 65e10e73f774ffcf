/* assay-vorbis-comment.c: the comment header that Vorbis, Opus, Theora and FLAC share (Vorbis I,
 * section 5). */
#include "media/assay-vorbis-comment-private.h"

#include "config.h"

#include <string.h>

#include "media/assay-encoder-scan-private.h"
#include "media/assay-media-note-private.h"

#define COMMENTS_MAXIMUM 4096u
/* A picture in a comment is base64 of megabytes: only its size is told. */
#define VALUE_MAXIMUM 4096u

static void
note_comment (AssayInspection *inspection, AssayReader *comment)
{
  guint64 at = assay_reader_offset (comment);
  gsize length = assay_reader_left (comment);
  const char *text = (const char *) assay_reader_peek (comment, length);
  const char *equals = text != NULL ? memchr (text, '=', length) : NULL;
  g_autofree char *key = NULL;
  g_autofree char *upper = NULL;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  gsize value_length;

  if (equals == NULL || equals == text || equals - text > 64)
    return;
  key = assay_text_visible (text, equals - text);
  upper = g_ascii_strup (key, -1);
  name = g_strconcat ("vorbis.", upper, NULL);
  value_length = length - (gsize) (equals + 1 - text);
  if (value_length > VALUE_MAXIMUM)
    {
      assay_inspection_int (inspection, name, (gint64) value_length, NULL, at, length);
      return;
    }
  value = assay_text_visible (equals + 1, (gssize) value_length);
  assay_inspection_text (inspection, name, value, at + length - value_length, value_length);
  assay_media_note_tag (inspection, key, value, at + length - value_length, value_length);
}

void
assay_vorbis_comment (AssayInspection *inspection, AssayReader *reader)
{
  guint64 at = assay_reader_offset (reader);
  guint32 length = assay_reader_read_u32_le (reader);
  const char *vendor = (const char *) assay_reader_read_bytes (reader, length);
  guint32 count = assay_reader_read_u32_le (reader);
  g_autofree char *text = NULL;

  if (!assay_reader_ok (reader))
    {
      assay_inspection_problem (inspection, "malformed", at, "comment header is too short");
      return;
    }
  text = assay_text_visible (vendor, (gssize) MIN (length, VALUE_MAXIMUM));
  assay_inspection_text (inspection, "vorbis.vendor", text, at + 4, length);
  assay_encoder_note (inspection, text, at + 4, length);
  for (guint32 i = 0; i < MIN (count, COMMENTS_MAXIMUM); i++)
    {
      AssayReader comment;

      length = assay_reader_read_u32_le (reader);
      if (!assay_reader_sub (reader, length, &comment))
        {
          assay_inspection_problem (inspection, "count", at,
                                    "%u comments are declared, %u are there", count, i);
          return;
        }
      note_comment (inspection, &comment);
    }
}
