/* assay-window.c: a movable view on a source. */
#include "media/assay-window-private.h"

#include "config.h"

void
assay_window_init_sized (AssayWindow *self, AssaySource *source, gsize capacity)
{
  *self = (AssayWindow){ .source = source, .capacity = capacity };
  self->buffer = g_malloc (capacity);
  self->end = assay_source_get_size (source);
}

void
assay_window_init (AssayWindow *self, AssaySource *source)
{
  assay_window_init_sized (self, source, ASSAY_WINDOW_SIZE);
}

void
assay_window_clear (AssayWindow *self)
{
  g_clear_pointer (&self->buffer, g_free);
}

static gboolean
window_holds (const AssayWindow *self, guint64 offset, gsize length)
{
  return offset >= self->start && offset - self->start <= self->filled
         && length <= self->filled - (gsize) (offset - self->start);
}

static void
window_move (AssayWindow *self, guint64 offset)
{
  gsize want = (gsize) MIN ((guint64) self->capacity, self->end - offset);
  gssize got = assay_source_read_into (self->source, offset, self->buffer, want, NULL);

  self->start = offset;
  self->filled = got > 0 ? (gsize) got : 0;
  self->bytes += self->filled;
}

gsize
assay_window_reader_partial (AssayWindow *self, guint64 offset, gsize length, AssayReader *reader)
{
  gsize available;

  assay_reader_init (reader, NULL, 0, offset);
  if (offset >= self->end)
    return 0;
  length = (gsize) MIN ((guint64) MIN (length, self->capacity), self->end - offset);
  if (!window_holds (self, offset, length))
    window_move (self, offset);
  if (offset < self->start || offset - self->start >= self->filled)
    return 0;
  available = MIN (length, self->filled - (gsize) (offset - self->start));
  assay_reader_init (reader, self->buffer + (offset - self->start), available, offset);
  return available;
}

gboolean
assay_window_reader (AssayWindow *self, guint64 offset, gsize length, AssayReader *reader)
{
  if (assay_window_reader_partial (self, offset, length, reader) == length)
    return TRUE;
  assay_reader_init (reader, NULL, 0, offset);
  assay_reader_fail (reader);
  return FALSE;
}
