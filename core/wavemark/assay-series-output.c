/* assay-series-output.c: writes a table again with other numbers in some cells. */
#include "wavemark/assay-series-output.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (1u << 20)

struct _AssaySeriesOutput
{
  int fd;
  guint8 *block;
  gsize used;
};

AssaySeriesOutput *
assay_series_output_new (int fd)
{
  AssaySeriesOutput *self = g_new0 (AssaySeriesOutput, 1);

  self->fd = fd;
  self->block = g_malloc (BLOCK);
  return self;
}

void
assay_series_output_free (AssaySeriesOutput *self)
{
  g_free (self->block);
  g_free (self);
}

gboolean
assay_series_output_finish (AssaySeriesOutput *self, GError **error)
{
  for (gsize done = 0; done < self->used;)
    {
      gssize written = write (self->fd, self->block + done, self->used - done);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The new table cannot be written: %s"), g_strerror (errno));
          return FALSE;
        }
      done += (gsize) written;
    }
  self->used = 0;
  return TRUE;
}

gboolean
assay_series_output_bytes (AssaySeriesOutput *self, const void *bytes, gsize length, GError **error)
{
  const guint8 *at = bytes;

  while (length > 0)
    {
      gsize part = MIN (length, BLOCK - self->used);

      memcpy (self->block + self->used, at, part);
      self->used += part;
      at += part;
      length -= part;
      if (self->used == BLOCK && !assay_series_output_finish (self, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_series_output_head (AssaySeriesOutput *self,
                          AssaySource *source,
                          gsize length,
                          GError **error)
{
  g_autoptr (GBytes) bytes = length == 0 ? NULL : assay_source_read (source, 0, length, error);

  if (length == 0)
    return TRUE;
  return bytes != NULL
         && assay_series_output_bytes (self, g_bytes_get_data (bytes, NULL), length, error);
}

gboolean
assay_series_output_record (AssaySeriesOutput *self,
                            const AssaySeriesRecord *record,
                            const AssaySeriesCell *cells,
                            guint n_cells,
                            const char *added,
                            GError **error)
{
  const char *at = record->bytes;
  const char *end = at + record->length;

  for (guint i = 0; i < n_cells; i++)
    {
      AssaySeriesField number = assay_series_field_trim (&record->fields[cells[i].index]);

      if (!assay_series_output_bytes (self, at, (gsize) (number.text - at), error)
          || !assay_series_output_bytes (self, cells[i].text, cells[i].length, error))
        return FALSE;
      at = number.text + number.length;
    }
  while (end > at && (end[-1] == '\n' || end[-1] == '\r'))
    end--;
  return assay_series_output_bytes (self, at, (gsize) (end - at), error)
         && assay_series_output_bytes (self, added, strlen (added), error)
         && assay_series_output_bytes (self, end, (gsize) (record->bytes + record->length - end),
                                       error);
}
