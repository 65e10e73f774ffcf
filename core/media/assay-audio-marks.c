/* assay-audio-marks.c: which sample the frame of a timestamp begins with. Positions and timestamps
 * rise together in the list. */
#include "media/assay-audio-marks-private.h"

#define MARK_SECONDS 1u

/* Timestamp and place in the file together: the timestamps that follow a seek in an MP3 file are
 * guesses. */
typedef struct
{
  int64_t pts;
  int64_t place;
  guint64 position; /* of the frame's first sample, in samples of the stream */
} Mark;

struct _AssayAudioMarks
{
  GArray *list; /* Mark */
};

AssayAudioMarks *
assay_audio_marks_new (void)
{
  AssayAudioMarks *self = g_new0 (AssayAudioMarks, 1);

  self->list = g_array_new (FALSE, FALSE, sizeof (Mark));
  return self;
}

void
assay_audio_marks_free (AssayAudioMarks *self)
{
  g_array_unref (self->list);
  g_free (self);
}

static const Mark *
mark_at (const AssayAudioMarks *self, guint index)
{
  return &g_array_index (self->list, Mark, index);
}

void
assay_audio_marks_note (
    AssayAudioMarks *self, int64_t pts, int64_t place, guint64 position, guint rate)
{
  const Mark mark = { pts, place, position };
  const Mark *last = self->list->len > 0 ? mark_at (self, self->list->len - 1) : NULL;

  if (last == NULL
      || (position >= last->position + (guint64) MARK_SECONDS * rate && pts > last->pts))
    g_array_append_val (self->list, mark);
}

gboolean
assay_audio_marks_find (AssayAudioMarks *self, int64_t pts, int64_t place, guint64 *position)
{
  guint low = 0, high = self->list->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Mark *mark = mark_at (self, middle);

      if (mark->pts == pts)
        {
          if (mark->place == place)
            *position = mark->position;
          return mark->place == place;
        }
      if (mark->pts < pts)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

gboolean
assay_audio_marks_before (AssayAudioMarks *self, guint64 position, int64_t *pts)
{
  const Mark *from = NULL;

  for (guint i = 0; i < self->list->len && mark_at (self, i)->position <= position; i++)
    from = mark_at (self, i);
  if (from == NULL || from->position == 0)
    return FALSE;
  *pts = from->pts;
  return TRUE;
}
