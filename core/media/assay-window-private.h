/* assay-window-private.h: a movable view on a source, so that reading many small structures does
 * not cost a system call each. For one parser in one thread. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

/* The most that one assay_window_reader() can give. */
#define ASSAY_WINDOW_SIZE (64u * 1024u)

typedef struct
{
  AssaySource *source; /* borrowed */
  guint8 *buffer;      /* capacity bytes */
  gsize capacity;
  guint64 start; /* file offset of buffer[0] */
  gsize filled;
  guint64 end;   /* reads stop here: the source's size or less */
  guint64 bytes; /* read from the source so far */
} AssayWindow;

void assay_window_init (AssayWindow *self, AssaySource *source);
/* With a smaller buffer, for structures that need many windows at once. @capacity is at least 16.
 */
void assay_window_init_sized (AssayWindow *self, AssaySource *source, gsize capacity);
void assay_window_clear (AssayWindow *self);

/**
 * assay_window_reader:
 * @offset: first byte
 * @length: at most the capacity
 *
 * Sets @reader on exactly @length bytes at @offset; it is valid until the next call.
 *
 * Returns: %FALSE, with @reader empty and failed, if the file has fewer or cannot be read
 */
gboolean assay_window_reader (AssayWindow *self, guint64 offset, gsize length, AssayReader *reader);
/* As many bytes as there are, up to @length; returns how many. */
gsize
assay_window_reader_partial (AssayWindow *self, guint64 offset, gsize length, AssayReader *reader);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayWindow, assay_window_clear)

G_END_DECLS
