/* assay-frames.c: rows that stand in memory. */
#include "signal/assay-frames.h"

#include <string.h>

static gboolean
read_memory (const AssayFrames *self, gsize first, gsize count, double *rows, GError **error)
{
  memcpy (rows, self->values + first * self->n_columns, count * self->n_columns * sizeof *rows);
  return TRUE;
}

void
assay_frames_init_memory (AssayFrames *self, const double *values, gsize n_frames, gsize n_columns)
{
  *self = (AssayFrames){
    .n_frames = n_frames, .n_columns = n_columns, .read = read_memory, .values = values
  };
}
