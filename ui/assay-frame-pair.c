/* assay-frame-pair.c: see the header. */
#include "assay-frame-pair.h"

#include "config.h"

/* s: distance of frames until two of them have been seen. */
#define USUAL_SPACING 0.04
/* s: frames further apart do not tell the distance of frames: a gap, or a leap by the person. */
#define MOST_SPACING 1.0
/* s: behind by more than this, playing slows down instead of hurrying after the clock. */
#define MOST_LAG 0.2

struct _AssayFramePair
{
  GObject parent_instance;

  AssayFrameStream *streams[ASSAY_FRAME_PAIR_MOST]; /* all but the first may be NULL */
  double seconds;                                   /* of what was presented */
  double sought; /* s: where it is going, and has not arrived; -1: nowhere */
  double spacing;
  double clock_start; /* s: clock at which second 0 would have been */
  gboolean playing;
  gboolean waiting; /* a pair has come and is not due yet */
};

enum
{
  PRESENTED,
  STOPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayFramePair, assay_frame_pair, G_TYPE_OBJECT)

static gboolean
is_busy (AssayFramePair *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    if (self->streams[i] != NULL && assay_frame_stream_is_busy (self->streams[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_failed (AssayFrameStream *stream)
{
  return stream != NULL && assay_frame_stream_get_error (stream) != NULL;
}

static gboolean
is_behind (AssayFramePair *self, AssayFrameStream *follower)
{
  return follower != NULL && !has_failed (follower) && !assay_frame_stream_is_at_end (follower)
         && !assay_frame_stream_is_at_end (self->streams[0])
         && assay_frame_stream_get_seconds (follower) + 0.4 * self->spacing
                < assay_frame_stream_get_seconds (self->streams[0]);
}

/* Steps those that are behind; whether there was one. */
static gboolean
hurry (AssayFramePair *self)
{
  gboolean hurried = FALSE;

  for (guint i = 1; i < G_N_ELEMENTS (self->streams); i++)
    if (is_behind (self, self->streams[i]))
      {
        assay_frame_stream_step (self->streams[i]);
        hurried = TRUE;
      }
  return hurried;
}

static void
step_streams (AssayFramePair *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    if (self->streams[i] != NULL)
      assay_frame_stream_step (self->streams[i]);
}

/* While playing it asks for the next pair before anybody paints this one. */
static void
present (AssayFramePair *self)
{
  double seconds = assay_frame_stream_get_seconds (self->streams[0]);
  double passed = seconds - self->seconds;

  self->waiting = FALSE;
  if (passed > 0.0 && passed < MOST_SPACING)
    self->spacing = MIN (self->spacing, passed);
  self->seconds = seconds;
  self->sought = -1.0;
  g_signal_emit (self, signals[PRESENTED], 0);
  if (!self->playing)
    return;
  if (!assay_frame_stream_is_at_end (self->streams[0]))
    {
      step_streams (self);
      return;
    }
  self->playing = FALSE;
  g_signal_emit (self, signals[STOPPED], 0);
}

static void
on_stream_changed (AssayFramePair *self)
{
  if (assay_frame_pair_get_error (self) != NULL)
    {
      self->playing = FALSE;
      g_signal_emit (self, signals[STOPPED], 0);
      return;
    }
  if (is_busy (self))
    return;
  if (hurry (self))
    return;
  if (self->playing && !assay_frame_stream_is_at_end (self->streams[0]))
    self->waiting = TRUE;
  else
    present (self);
}

AssayFramePair *
assay_frame_pair_new (AssayFrameStream *first, AssayFrameStream *second, AssayFrameStream *third)
{
  AssayFramePair *self = g_object_new (ASSAY_TYPE_FRAME_PAIR, NULL);

  self->sought = -1.0;
  self->streams[0] = first;
  self->streams[1] = second;
  self->streams[2] = third;
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    if (self->streams[i] != NULL)
      g_signal_connect_swapped (self->streams[i], "changed", G_CALLBACK (on_stream_changed), self);
  return self;
}

void
assay_frame_pair_close (AssayFramePair *self)
{
  self->playing = FALSE;
  self->waiting = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    if (self->streams[i] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->streams[i], self);
        assay_frame_stream_close (self->streams[i]);
      }
}

AssayImage *
assay_frame_pair_get_image (AssayFramePair *self, guint index)
{
  AssayFrameStream *stream = self->streams[index];

  /* The last frame of one that goes on no more would stand beside others. */
  return stream != NULL && (index == 0 || !has_failed (stream))
             ? assay_frame_stream_get_image (stream)
             : NULL;
}

double
assay_frame_pair_get_seconds (AssayFramePair *self)
{
  return self->seconds;
}

double
assay_frame_pair_get_heading (AssayFramePair *self)
{
  return self->sought >= 0.0 ? self->sought : self->seconds;
}

double
assay_frame_pair_get_duration (AssayFramePair *self)
{
  double duration = assay_frame_stream_get_duration (self->streams[0]);

  for (guint i = 1; i < G_N_ELEMENTS (self->streams); i++)
    if (self->streams[i] != NULL)
      duration = MAX (duration, assay_frame_stream_get_duration (self->streams[i]));
  return duration;
}

gint64
assay_frame_pair_get_index (AssayFramePair *self)
{
  return assay_frame_stream_get_index (self->streams[0]);
}

const GError *
assay_frame_pair_get_error (AssayFramePair *self)
{
  return assay_frame_stream_get_error (self->streams[0]);
}

const GError *
assay_frame_pair_get_problem (AssayFramePair *self)
{
  for (guint i = 1; i < G_N_ELEMENTS (self->streams); i++)
    if (has_failed (self->streams[i]))
      return assay_frame_stream_get_error (self->streams[i]);
  return NULL;
}

gboolean
assay_frame_pair_is_playing (AssayFramePair *self)
{
  return self->playing;
}

void
assay_frame_pair_play (AssayFramePair *self, double now)
{
  if (assay_frame_pair_get_error (self) != NULL)
    return;
  self->playing = TRUE;
  self->clock_start = now - self->seconds;
  if (assay_frame_stream_is_at_end (self->streams[0]))
    assay_frame_pair_seek (self, 0.0, now);
  else
    step_streams (self);
}

void
assay_frame_pair_pause (AssayFramePair *self)
{
  self->playing = FALSE;
  if (self->waiting)
    present (self);
}

void
assay_frame_pair_tick (AssayFramePair *self, double now)
{
  double late;

  if (!self->waiting)
    return;
  late = now - self->clock_start - assay_frame_stream_get_seconds (self->streams[0]);
  if (late < 0.0)
    return;
  if (late > MOST_LAG)
    self->clock_start += late;
  present (self);
}

void
assay_frame_pair_seek (AssayFramePair *self, double seconds, double now)
{
  self->waiting = FALSE;
  self->sought = MAX (seconds, 0.0);
  self->clock_start = now - seconds;
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    if (self->streams[i] != NULL)
      assay_frame_stream_seek (self->streams[i], seconds);
}

void
assay_frame_pair_step (AssayFramePair *self, gboolean back)
{
  gboolean ahead = self->waiting;

  assay_frame_pair_pause (self);
  if (back)
    assay_frame_pair_seek (self, self->seconds - 0.5 * self->spacing, 0.0);
  else if (!ahead)
    step_streams (self);
}

static void
assay_frame_pair_dispose (GObject *object)
{
  AssayFramePair *self = ASSAY_FRAME_PAIR (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    g_clear_object (&self->streams[i]);
  G_OBJECT_CLASS (assay_frame_pair_parent_class)->dispose (object);
}

static void
assay_frame_pair_class_init (AssayFramePairClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_frame_pair_dispose;
  signals[PRESENTED] = g_signal_new ("presented", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_frame_pair_init (AssayFramePair *self)
{
  self->spacing = USUAL_SPACING;
}
