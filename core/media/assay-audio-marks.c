/* assay-audio-marks.c: which sample the frame of a timestamp begins with. Positions and timestamps
 * rise together in the list. */
#include "media/assay-audio-marks-private.h"

#include "base/assay-numbers.h"

#define MARK_SECONDS 1u
/* Places in the file are kept as often as this a second. */
#define PLACES 4u
/* Longest filter of the resampler on either side, in samples of the slower rate. */
#define RESAMPLER_REACH 64u

/* Timestamp and place in the file together: the timestamps that follow a seek in an MP3 file are
 * guesses. */
typedef struct
{
  int64_t pts;
  int64_t place;
  guint64 position; /* of the frame's first sample, in samples of the stream */
} Mark;

typedef struct
{
  guint64 place; /* in the file */
  guint64 position;
} Place;

struct _AssayAudioMarks
{
  GArray *list;   /* Mark */
  GArray *places; /* Place; not every frame has one of its own */
};

AssayAudioMarks *
assay_audio_marks_new (void)
{
  AssayAudioMarks *self = g_new0 (AssayAudioMarks, 1);

  self->list = g_array_new (FALSE, FALSE, sizeof (Mark));
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  return self;
}

void
assay_audio_marks_free (AssayAudioMarks *self)
{
  g_array_unref (self->list);
  g_array_unref (self->places);
  g_free (self);
}

static const Mark *
mark_at (const AssayAudioMarks *self, guint index)
{
  return &g_array_index (self->list, Mark, index);
}

static const Place *
place_at (const AssayAudioMarks *self, guint index)
{
  return &g_array_index (self->places, Place, index);
}

static void
note_place (AssayAudioMarks *self, int64_t place, guint64 position, guint rate)
{
  const guint n = self->places->len;
  const Place entry = { (guint64) place, position };

  if (place >= 0
      && (n == 0
          || (position >= place_at (self, n - 1)->position + rate / PLACES
              && entry.place > place_at (self, n - 1)->place)))
    g_array_append_val (self->places, entry);
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
  note_place (self, place, position, rate);
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

void
assay_audio_marks_around (const AssayAudioMarks *self, guint64 place, guint64 *from, guint64 *to)
{
  *from = 0;
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *entry = place_at (self, i);

      if (entry->place > place)
        {
          *to = entry->position;
          return;
        }
      *from = entry->position;
    }
}

guint64
assay_audio_marks_align (guint in_rate, guint rate, guint64 position, guint64 *in_start)
{
  const guint64 common = assay_common_divisor (in_rate, rate);
  const guint64 in_period = in_rate / common;
  const guint64 out_period = rate / common;
  guint64 periods = position / out_period;

  if (in_rate != rate)
    {
      guint64 reach = RESAMPLER_REACH * MAX ((guint64) 1, (in_rate + rate - 1) / rate);
      guint64 back = (reach + in_period - 1) / in_period;

      periods = periods > back ? periods - back : 0;
    }
  *in_start = periods * in_period;
  return periods * out_period;
}
