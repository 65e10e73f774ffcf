/* assay-sound-player.c: see the header. Both versions are read in step, block by block, and one of
 * them goes on: so a switch costs nothing and there is no gap. */
#include "assay-sound-player.h"

#include "config.h"

#include <math.h>
#include <string.h>

#include "assay-sound-output.h"
#include "assay-sound-ranges.h"

#define BLOCK 0.1
/* s: as much waits to be taken up; a switch is heard after that and what the device holds. */
#define WAITING 0.2
#define FEED_MS 30
#define FADE 0.005
#define N_VERSIONS 2u

/* From @heard seconds of output on, the sound's second is @at and on. */
typedef struct
{
  double heard, at;
} Place;

struct _AssaySoundPlayer
{
  GObject parent_instance;

  AssaySoundOutput *output;
  AssaySoundRanges *versions[N_VERSIONS];
  GBytes *blocks[N_VERSIONS]; /* of the block that is being gathered */
  gboolean have[N_VERSIONS];
  gboolean gathering;
  guint rate, channels;
  guint heard_channels; /* 1 or 2 */
  double start, end;    /* s: what is looped */
  double next;          /* s: the next block */
  double given;         /* s of output so far */
  GArray *places;       /* Place */
  AssaySoundChoice before, now;
  guint feeder;
  gboolean active, paused, loop, finished;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySoundPlayer, assay_sound_player, G_TYPE_OBJECT)

static void
forget_blocks (AssaySoundPlayer *self)
{
  for (guint i = 0; i < N_VERSIONS; i++)
    {
      g_clear_pointer (&self->blocks[i], g_bytes_unref);
      self->have[i] = FALSE;
    }
  self->gathering = FALSE;
}

static gsize
frames_of (AssaySoundPlayer *self, guint version)
{
  return self->blocks[version] == NULL
             ? 0
             : g_bytes_get_size (self->blocks[version]) / sizeof (float) / self->channels;
}

/* As the output wants it: one or two channels. */
static float *
take_down (AssaySoundPlayer *self, guint version, gsize frames)
{
  gsize have = MIN (frames_of (self, version), frames);
  float *samples = g_new0 (float, MAX (frames, 1) * self->heard_channels);

  if (have == 0)
    return samples;
  if (self->heard_channels == self->channels)
    memcpy (samples, g_bytes_get_data (self->blocks[version], NULL),
            have * self->channels * sizeof (float));
  else
    assay_sound_mix_down (g_bytes_get_data (self->blocks[version], NULL), have, self->channels,
                          samples);
  return samples;
}

static void
push_block (AssaySoundPlayer *self)
{
  gsize frames = MAX (frames_of (self, 0), frames_of (self, 1));
  g_autofree float *original = take_down (self, 0, frames);
  g_autofree float *changed = take_down (self, 1, frames);
  float *heard = g_new (float, MAX (frames, 1) * self->heard_channels);
  gsize size = frames * self->heard_channels * sizeof (float);
  Place place = { self->given, self->next };
  g_autoptr (GBytes) bytes = NULL;

  assay_sound_mix (original, changed, frames, self->heard_channels, &self->before, &self->now,
                   MIN ((gsize) (FADE * self->rate), frames), heard);
  self->before = self->now;
  bytes = g_bytes_new_take (heard, size);
  if (frames > 0)
    {
      g_array_append_val (self->places, place);
      assay_sound_output_push (self->output, bytes);
    }
  self->given += (double) frames / self->rate;
  self->next += (double) frames / self->rate;
}

/* What came last was the end: of the part, or of the file before it. */
static void
turn (AssaySoundPlayer *self, gsize frames)
{
  if (frames > 0 && self->next < self->end - 0.5 / self->rate)
    return;
  if (self->loop && self->next > self->start)
    {
      self->next = self->start;
      return;
    }
  self->finished = TRUE;
  assay_sound_output_finish (self->output);
}

static void
on_block (AssaySoundPlayer *self, guint version, const AssayPreviewUnit *unit)
{
  gsize frames;

  self->have[version] = TRUE;
  if (unit != NULL && unit->samples != NULL && unit->channels == self->channels
      && unit->rate == self->rate)
    self->blocks[version] = g_bytes_ref (unit->samples);
  for (guint i = 0; i < N_VERSIONS; i++)
    if (self->versions[i] != NULL && !self->have[i])
      return;
  frames = MAX (frames_of (self, 0), frames_of (self, 1));
  if (self->gathering && self->active) /* else it was stopped meanwhile */
    {
      push_block (self);
      turn (self, frames);
    }
  forget_blocks (self);
}

static void
on_original (const AssaySoundRange *range, const AssayPreviewUnit *unit, gpointer data)
{
  on_block (data, 0, unit);
}

static void
on_changed (const AssaySoundRange *range, const AssayPreviewUnit *unit, gpointer data)
{
  on_block (data, 1, unit);
}

/* An answer to a question from before a stop may still be on its way. */
static gboolean
is_busy (AssaySoundPlayer *self)
{
  for (guint i = 0; i < N_VERSIONS; i++)
    if (self->versions[i] != NULL && assay_sound_ranges_is_busy (self->versions[i]))
      return TRUE;
  return FALSE;
}

/* Asks for the next block while little waits. */
static gboolean
on_feed (gpointer data)
{
  AssaySoundPlayer *self = data;
  /* whole samples: blocks follow each other without a seam */
  double first = round (self->next * self->rate) / self->rate;
  AssaySoundRange range = { .start = first,
                            .end = MIN (first + BLOCK, MAX (self->end, first + 1.0 / self->rate)),
                            .columns = 1 };

  if (assay_sound_player_get_error (self) != NULL)
    {
      self->feeder = 0;
      assay_sound_player_stop (self);
      return G_SOURCE_REMOVE;
    }
  if (self->gathering || self->finished || is_busy (self)
      || assay_sound_output_get_waiting (self->output) > WAITING)
    return G_SOURCE_CONTINUE;
  self->gathering = TRUE;
  for (guint i = 0; i < N_VERSIONS; i++)
    self->have[i]
        = self->versions[i] == NULL || !assay_sound_ranges_ask (self->versions[i], &range);
  return G_SOURCE_CONTINUE;
}

static void
on_ready (AssaySoundPlayer *self)
{
  if (self->feeder == 0)
    self->feeder = g_timeout_add (FEED_MS, on_feed, self);
}

void
assay_sound_player_stop (AssaySoundPlayer *self)
{
  gboolean was = self->active;

  g_clear_handle_id (&self->feeder, g_source_remove);
  assay_sound_output_stop (self->output);
  self->active = FALSE;
  self->paused = FALSE;
  self->gathering = FALSE;
  if (was)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
assay_sound_player_close (AssaySoundPlayer *self)
{
  assay_sound_player_stop (self);
  for (guint i = 0; i < N_VERSIONS; i++)
    {
      if (self->versions[i] != NULL)
        assay_sound_ranges_close (self->versions[i]);
      g_clear_object (&self->versions[i]);
    }
  forget_blocks (self);
}

void
assay_sound_player_open (AssaySoundPlayer *self,
                         AssaySoundFile *original,
                         AssaySoundFile *changed,
                         guint rate,
                         guint channels)
{
  static const char *const settings[] = { "kind", "samples", NULL };

  assay_sound_player_close (self);
  self->rate = rate;
  self->channels = channels;
  self->heard_channels = channels == 2 ? 2 : 1;
  self->versions[0] = assay_sound_ranges_new (original, settings, on_original, self);
  if (changed != NULL)
    self->versions[1] = assay_sound_ranges_new (changed, settings, on_changed, self);
}

void
assay_sound_player_play (
    AssaySoundPlayer *self, double from, double start, double end, gboolean loop)
{
  if (self->versions[0] == NULL || !(start < end))
    return;
  assay_sound_player_stop (self);
  self->start = start;
  self->end = end;
  self->next = CLAMP (from, 0.0, end);
  self->loop = loop;
  self->finished = FALSE;
  self->given = 0.0;
  self->before = self->now;
  g_array_set_size (self->places, 0);
  self->active = TRUE;
  assay_sound_output_start (self->output, self->rate, self->heard_channels);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
assay_sound_player_pause (AssaySoundPlayer *self, gboolean paused)
{
  if (!self->active)
    return;
  self->paused = paused;
  assay_sound_output_pause (self->output, paused);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
assay_sound_player_is_active (AssaySoundPlayer *self)
{
  return self->active;
}

gboolean
assay_sound_player_is_paused (AssaySoundPlayer *self)
{
  return self->paused;
}

double
assay_sound_player_get_position (AssaySoundPlayer *self)
{
  double heard = assay_sound_output_get_heard (self->output);
  double at = self->next;

  if (!self->active)
    return (double) NAN;
  for (guint i = self->places->len; i > 0; i--)
    {
      const Place *place = &g_array_index (self->places, Place, i - 1);

      at = place->at + MAX (heard - place->heard, 0.0);
      if (place->heard <= heard)
        break;
    }
  return MIN (at, self->end);
}

void
assay_sound_player_choose (AssaySoundPlayer *self, const AssaySoundChoice *choice)
{
  self->now = *choice;
}

void
assay_sound_player_set_volume (AssaySoundPlayer *self, double volume)
{
  assay_sound_output_set_volume (self->output, volume);
}

gboolean
assay_sound_player_has_device (AssaySoundPlayer *self)
{
  return assay_sound_output_has_device (self->output);
}

const GError *
assay_sound_player_get_error (AssaySoundPlayer *self)
{
  const GError *error = assay_sound_output_get_error (self->output);

  for (guint i = 0; i < N_VERSIONS && error == NULL; i++)
    if (self->versions[i] != NULL)
      error = assay_sound_ranges_get_error (self->versions[i]);
  return error;
}

static void
assay_sound_player_dispose (GObject *object)
{
  AssaySoundPlayer *self = ASSAY_SOUND_PLAYER (object);

  if (self->output != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->output, self);
      assay_sound_player_close (self);
    }
  g_clear_object (&self->output);
  g_clear_pointer (&self->places, g_array_unref);
  G_OBJECT_CLASS (assay_sound_player_parent_class)->dispose (object);
}

static void
assay_sound_player_class_init (AssaySoundPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_sound_player_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_player_init (AssaySoundPlayer *self)
{
  self->output = assay_sound_output_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->now.gain = 1.0;
  self->before = self->now;
  g_signal_connect_swapped (self->output, "ready", G_CALLBACK (on_ready), self);
  g_signal_connect_swapped (self->output, "ended", G_CALLBACK (assay_sound_player_stop), self);
  g_signal_connect_swapped (self->output, "failed", G_CALLBACK (assay_sound_player_stop), self);
}

AssaySoundPlayer *
assay_sound_player_new (void)
{
  return g_object_new (ASSAY_TYPE_SOUND_PLAYER, NULL);
}
