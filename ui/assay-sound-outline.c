/* assay-sound-outline.c: see the header. */
#include "assay-sound-outline.h"

#include "config.h"

#include <math.h>

#include "sound/assay-sound-info.h"

struct _AssaySoundOutline
{
  GObject parent_instance;

  AssaySoundFile *file;
  AssayPreview *preview;
  GCancellable *closed;
  AssayEnvelope *envelope;
  GError *failure;
  guint rate;
  double duration;
  gboolean complete;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySoundOutline, assay_sound_outline, G_TYPE_OBJECT)

/* The end tells the exact length; a bin more than that would show silence that is not there. */
static void
take_unit (AssaySoundOutline *self, const AssayPreviewUnit *unit)
{
  gsize size = 0;
  const float *values = unit->samples != NULL ? g_bytes_get_data (unit->samples, &size) : NULL;
  guint channels = unit->channels / ASSAY_ENVELOPE_VALUES;

  self->complete = unit->end;
  if (unit->end)
    {
      self->duration = unit->seconds;
      return;
    }
  if (channels == 0 || values == NULL)
    return;
  self->rate = unit->rate;
  if (self->envelope == NULL)
    self->envelope = assay_envelope_new (channels, ASSAY_SOUND_BIN);
  if (assay_envelope_get_channels (self->envelope) == channels)
    assay_envelope_append (self->envelope, values, size / sizeof (float) / unit->channels);
  self->duration
      = MAX (unit->duration, (double) assay_envelope_get_frames (self->envelope) / self->rate);
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssaySoundOutline) self = data;
  AssayPreviewUnit unit = { 0 };

  if (assay_preview_next_finish (ASSAY_PREVIEW (source), result, &unit, &self->failure))
    take_unit (self, &unit);
  g_clear_pointer (&unit.image, assay_image_unref);
  g_clear_pointer (&unit.samples, g_bytes_unref);
  if (g_cancellable_is_cancelled (self->closed))
    return;
  if (self->failure == NULL && !self->complete)
    assay_preview_next_async (self->preview, self->closed, on_next, g_object_ref (self));
  else if (self->preview != NULL)
    assay_preview_close (self->preview);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssaySoundOutline) self = data;

  self->preview = assay_sound_file_open_finish (self->file, result, &self->failure);
  if (g_cancellable_is_cancelled (self->closed))
    {
      if (self->preview != NULL)
        assay_preview_close (self->preview);
      return;
    }
  if (self->preview != NULL)
    assay_preview_next_async (self->preview, self->closed, on_next, g_object_ref (self));
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

AssaySoundOutline *
assay_sound_outline_new (AssaySoundFile *file)
{
  static const char *const settings[] = { "kind", "envelope", NULL };
  AssaySoundOutline *self = g_object_new (ASSAY_TYPE_SOUND_OUTLINE, NULL);

  self->file = g_object_ref (file);
  assay_sound_file_open_async (file, settings, self->closed, on_opened, g_object_ref (self));
  return self;
}

void
assay_sound_outline_close (AssaySoundOutline *self)
{
  g_cancellable_cancel (self->closed);
  if (self->preview != NULL)
    assay_preview_close (self->preview);
}

const AssayEnvelope *
assay_sound_outline_get_envelope (AssaySoundOutline *self)
{
  return self->envelope;
}

guint
assay_sound_outline_get_rate (AssaySoundOutline *self)
{
  return self->rate;
}

double
assay_sound_outline_get_duration (AssaySoundOutline *self)
{
  return self->duration;
}

gboolean
assay_sound_outline_is_complete (AssaySoundOutline *self)
{
  return self->complete;
}

const GError *
assay_sound_outline_get_error (AssaySoundOutline *self)
{
  return self->failure;
}

static void
assay_sound_outline_finalize (GObject *object)
{
  AssaySoundOutline *self = ASSAY_SOUND_OUTLINE (object);

  g_clear_object (&self->preview);
  g_clear_object (&self->file);
  g_clear_object (&self->closed);
  g_clear_pointer (&self->envelope, assay_envelope_free);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (assay_sound_outline_parent_class)->finalize (object);
}

static void
assay_sound_outline_class_init (AssaySoundOutlineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_sound_outline_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_outline_init (AssaySoundOutline *self)
{
  self->closed = g_cancellable_new ();
}
