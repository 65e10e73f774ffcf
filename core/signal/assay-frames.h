/* assay-frames.h: many rows of numbers, from memory or from a file, for what learns from them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayFrames AssayFrames;

/* Fills @rows (@count × columns, row after row) with rows @first .. @first + @count - 1. May be
 * called from several threads. */
typedef gboolean (*AssayFramesRead) (
    const AssayFrames *self, gsize first, gsize count, double *rows, GError **error);

struct _AssayFrames
{
  gsize n_frames;
  gsize n_columns;
  AssayFramesRead read;
  gpointer data;        /* of the reader */
  const double *values; /* of the reader in memory */
};

/* Over @values (n_frames × n_columns), which must outlive @self. */
void
assay_frames_init_memory (AssayFrames *self, const double *values, gsize n_frames, gsize n_columns);

G_END_DECLS
