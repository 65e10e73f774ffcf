/* assay-replay-store.c: features in a file, found again by recording. */
#include "replay/assay-replay-store.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/assay-error.h"
#include "base/assay-write.h"

typedef struct
{
  gsize first; /* frame in the file */
  gsize n_frames;
} Place;

struct _AssayReplayStore
{
  int fd;
  gsize n_columns;
  gsize n_frames;
  GArray *places; /* Place */
};

AssayReplayStore *
assay_replay_store_new (int fd)
{
  AssayReplayStore *self = g_new0 (AssayReplayStore, 1);

  self->fd = fd;
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  return self;
}

void
assay_replay_store_free (AssayReplayStore *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->places);
  g_free (self);
}

void
assay_replay_store_clear (AssayReplayStore *self)
{
  g_array_set_size (self->places, 0);
  self->n_columns = 0;
  self->n_frames = 0;
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The working file of the features cannot be written or read"));
  return FALSE;
}

gboolean
assay_replay_store_add (AssayReplayStore *self, const AssayFeatureMatrix *features, GError **error)
{
  Place place = { .first = self->n_frames, .n_frames = features->n_frames };
  gsize n = features->n_frames * features->n_columns;
  g_autofree float *numbers = NULL;

  if (self->places->len == 0)
    self->n_columns = features->n_columns;
  if (self->n_columns != features->n_columns)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                           _ ("The recordings do not give the same features"));
      return FALSE;
    }
  numbers = g_new (float, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    numbers[i] = (float) features->values[i];
  if (!assay_write_at (self->fd, (guint64) place.first * self->n_columns * sizeof *numbers, numbers,
                       n * sizeof *numbers))
    return fail (error);
  g_array_append_val (self->places, place);
  self->n_frames += place.n_frames;
  return TRUE;
}

static gsize
count_recordings (const AssayReplayStore *self)
{
  return self->places->len;
}

gsize
assay_replay_store_get_n_columns (const AssayReplayStore *self)
{
  return self->n_columns;
}

static gboolean
read_rows (const AssayReplayStore *self, gsize first, gsize count, double *rows, GError **error)
{
  gsize n = count * self->n_columns;
  g_autofree float *numbers = g_new (float, MAX (n, 1));
  guint8 *bytes = (guint8 *) numbers;
  gsize size = n * sizeof *numbers;
  guint64 at = (guint64) first * self->n_columns * sizeof *numbers;

  while (size > 0)
    {
      gssize done = pread (self->fd, bytes, size, (off_t) at);

      if (done <= 0)
        return fail (error);
      bytes += done;
      at += (guint64) done;
      size -= (gsize) done;
    }
  for (gsize i = 0; i < n; i++)
    rows[i] = (double) numbers[i];
  return TRUE;
}

AssayFeatureMatrix *
assay_replay_store_get (const AssayReplayStore *self, gsize index, GError **error)
{
  const Place *place = &g_array_index (self->places, Place, index);
  AssayFeatureMatrix *matrix = assay_feature_matrix_new (place->n_frames, self->n_columns, error);

  if (matrix != NULL && !read_rows (self, place->first, place->n_frames, matrix->values, error))
    g_clear_pointer (&matrix, assay_feature_matrix_free);
  return matrix;
}

/* The chosen recording that holds frame @frame of the list. */
static gsize
find_chosen (const AssayReplaySelection *self, gsize frame)
{
  gsize low = 0;
  gsize high = self->n_chosen;

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (self->starts[middle] <= frame)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
read_selected (const AssayFrames *frames, gsize first, gsize count, double *rows, GError **error)
{
  const AssayReplaySelection *self = frames->data;

  for (gsize i = find_chosen (self, first); count > 0; i++)
    {
      const Place *place = &g_array_index (self->store->places, Place, self->chosen[i]);
      gsize skipped = first - self->starts[i];
      gsize n = MIN (count, place->n_frames - skipped);

      if (!read_rows (self->store, place->first + skipped, n, rows, error))
        return FALSE;
      rows += n * frames->n_columns;
      first += n;
      count -= n;
    }
  return TRUE;
}

void
assay_replay_selection_init (AssayReplaySelection *self,
                             const AssayReplayStore *store,
                             const gboolean *wanted)
{
  gsize n = count_recordings (store);
  gsize total = 0;

  *self = (AssayReplaySelection){ .store = store,
                                  .chosen = g_new (gsize, MAX (n, 1)),
                                  .starts = g_new (gsize, n + 1) };
  for (gsize i = 0; i < n; i++)
    if (wanted[i])
      {
        self->chosen[self->n_chosen] = i;
        self->starts[self->n_chosen++] = total;
        total += g_array_index (store->places, Place, i).n_frames;
      }
  self->starts[self->n_chosen] = total;
  self->frames = (AssayFrames){
    .n_frames = total, .n_columns = store->n_columns, .read = read_selected, .data = self
  };
}

void
assay_replay_selection_clear (AssayReplaySelection *self)
{
  g_free (self->chosen);
  g_free (self->starts);
}
