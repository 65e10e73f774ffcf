/* assay-series-text.c: tables of numbers as text: records and fields, found without decoding. */
#include "wavemark/assay-series-text.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define BLOCK (256u * 1024u)

struct _AssaySeriesReader
{
  AssaySource *source;
  AssaySeriesFormat format;
  GByteArray *buffer;
  gsize at;       /* next byte of buffer */
  guint64 offset; /* of the source, behind buffer */
  gboolean ended; /* the source has no more */
  GArray *fields; /* AssaySeriesField */
  guint64 number;
};

AssaySeriesReader *
assay_series_reader_new (AssaySource *source, const AssaySeriesFormat *format)
{
  AssaySeriesReader *self = g_new0 (AssaySeriesReader, 1);

  self->source = assay_source_ref (source);
  self->format = *format;
  self->buffer = g_byte_array_new ();
  self->offset = format->mark;
  self->fields = g_array_new (FALSE, FALSE, sizeof (AssaySeriesField));
  return self;
}

void
assay_series_reader_free (AssaySeriesReader *self)
{
  assay_source_unref (self->source);
  g_byte_array_unref (self->buffer);
  g_array_unref (self->fields);
  g_free (self);
}

AssaySeriesField
assay_series_field_trim (const AssaySeriesField *field)
{
  const char *start = field->text;
  const char *end = start + field->length;

  for (; start < end && (*start == ' ' || *start == '\t'); start++)
    continue;
  for (; end > start && (end[-1] == ' ' || end[-1] == '\t'); end--)
    continue;
  return (AssaySeriesField){ start, (gsize) (end - start) };
}

double
assay_series_reader_get_fraction (const AssaySeriesReader *self)
{
  guint64 size = assay_source_get_size (self->source);
  guint64 done = self->offset - (self->buffer->len - self->at);

  return size == 0 ? 1.0 : (double) done / (double) size;
}

/* Drops what was read and adds a block. */
static gboolean
fill (AssaySeriesReader *self, GError **error)
{
  guint kept = self->buffer->len - (guint) self->at;
  gssize got;

  if (self->at > 0)
    g_byte_array_remove_range (self->buffer, 0, (guint) self->at);
  self->at = 0;
  g_byte_array_set_size (self->buffer, kept + BLOCK);
  got = assay_source_read_into (self->source, self->offset, self->buffer->data + kept, BLOCK,
                                error);
  g_byte_array_set_size (self->buffer, kept + (guint) MAX (got, 0));
  if (got < 0)
    return FALSE;
  self->offset += (guint64) got;
  self->ended = got < (gssize) BLOCK;
  if (got > 0 && memchr (self->buffer->data + kept, 0, (gsize) got) != NULL)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           _ ("The file is not a table in plain text (UTF-8 or ASCII); unpack or "
                              "convert it first"));
      return FALSE;
    }
  return TRUE;
}

/* Length of the record at @at with its line end; 0 if its end is not in the buffer. Inside quotes
 * a line break is text. */
static gsize
find_end (const AssaySeriesReader *self)
{
  const char *bytes = (const char *) self->buffer->data + self->at;
  gsize length = self->buffer->len - self->at;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '"')
        quoted = !quoted;
      else if (!quoted && bytes[i] == '\n')
        return i + 1;
      else if (!quoted && bytes[i] == '\r')
        {
          if (i + 1 == length && !self->ended)
            return 0; /* LF may follow */
          return i + 1 < length && bytes[i + 1] == '\n' ? i + 2 : i + 1;
        }
    }
  return self->ended ? length : 0;
}

static void
add_field (AssaySeriesReader *self, const char *start, const char *end)
{
  AssaySeriesField field;

  while (start < end && *start == ' ')
    start++;
  while (end > start && end[-1] == ' ')
    end--;
  if (end - start >= 2 && *start == '"' && end[-1] == '"')
    {
      start++;
      end--;
    }
  field = (AssaySeriesField){ start, (gsize) (end - start) };
  g_array_append_val (self->fields, field);
}

/* How many bytes the delimiter at @at has; 0 if there is none. */
static gsize
delimiter_length (const AssaySeriesReader *self, const char *at, const char *end)
{
  gsize length = 0;

  if (*at != self->format.delimiter)
    return 0;
  if (self->format.spaces == 0)
    return 1;
  while (at + length < end && at[length] == self->format.delimiter)
    length++;
  return length >= self->format.spaces ? length : 0;
}

static gboolean
split (AssaySeriesReader *self, const char *bytes, gsize length, GError **error)
{
  const char *start = bytes;
  const char *end = bytes + length;
  gboolean quoted = FALSE;

  while (end > bytes && (end[-1] == '\n' || end[-1] == '\r'))
    end--;
  for (; self->format.spaces > 0 && end > bytes && end[-1] == self->format.delimiter; end--)
    continue;
  for (; self->format.spaces > 0 && start < end && *start == self->format.delimiter; start++)
    continue;
  g_array_set_size (self->fields, 0);
  for (const char *at = start; at < end; at++)
    {
      gsize n;

      if (*at == '"')
        quoted = !quoted;
      n = quoted ? 0 : delimiter_length (self, at, end);
      if (n == 0)
        continue;
      add_field (self, start, at);
      start = at + n;
      at = start - 1;
      if (self->fields->len >= ASSAY_SERIES_FIELD_LIMIT)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                       _ ("A row of the table has more than %u columns"), ASSAY_SERIES_FIELD_LIMIT);
          return FALSE;
        }
    }
  add_field (self, start, end);
  return TRUE;
}

gboolean
assay_series_reader_next (AssaySeriesReader *self, AssaySeriesRecord *record, GError **error)
{
  gsize length = find_end (self);

  while (length == 0 && !self->ended)
    {
      if (self->buffer->len - self->at > ASSAY_SERIES_RECORD_LIMIT)
        {
          g_set_error (
              error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
              _ ("Row %" PRIu64 " of the table is longer than 1 MiB; is a quote left open?"),
              self->number + 1);
          return FALSE;
        }
      if (!fill (self, error))
        return FALSE;
      length = find_end (self);
    }
  if (length == 0)
    return FALSE;

  const char *bytes = (const char *) self->buffer->data + self->at;

  if (!split (self, bytes, length, error))
    return FALSE;
  self->at += length;
  *record = (AssaySeriesRecord){ .bytes = bytes,
                                 .length = length,
                                 .fields = (const AssaySeriesField *) (gpointer) self->fields->data,
                                 .n_fields = self->fields->len,
                                 .number = self->number++ };
  return TRUE;
}
