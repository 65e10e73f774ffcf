/* assay-sound-ranges.c: see the header. */
#include "assay-sound-ranges.h"

#include "config.h"

struct _AssaySoundRanges
{
  GObject parent_instance;

  AssaySoundFile *file;
  AssayPreview *preview;
  GCancellable *closed;
  GError *failure;
  AssaySoundRangeFunc func;
  gpointer user_data;
  AssaySoundRange range;
  gboolean busy; /* range is wanted or on its way */
};

G_DEFINE_FINAL_TYPE (AssaySoundRanges, assay_sound_ranges, G_TYPE_OBJECT)

static void
deliver (AssaySoundRanges *self, const AssayPreviewUnit *unit)
{
  AssaySoundRange range = self->range;

  self->busy = FALSE;
  if (!g_cancellable_is_cancelled (self->closed))
    self->func (&range, unit, self->user_data);
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssaySoundRanges) self = data;
  g_autoptr (GError) error = NULL;
  AssayPreviewUnit unit = { 0 };
  gboolean got = assay_preview_next_finish (ASSAY_PREVIEW (source), result, &unit, &error);

  deliver (self, got ? &unit : NULL);
  g_clear_pointer (&unit.image, assay_image_unref);
  g_clear_pointer (&unit.samples, g_bytes_unref);
}

static void
on_ranged (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssaySoundRanges) self = data;
  g_autoptr (GError) error = NULL;

  if (assay_preview_range_finish (ASSAY_PREVIEW (source), result, &error))
    assay_preview_next_async (self->preview, self->closed, on_next, g_object_ref (self));
  else
    deliver (self, NULL);
}

static void
serve (AssaySoundRanges *self)
{
  assay_preview_range_async (self->preview, self->range.start, self->range.end, self->range.columns,
                             self->closed, on_ranged, g_object_ref (self));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssaySoundRanges) self = data;

  self->preview = assay_sound_file_open_finish (self->file, result, &self->failure);
  if (g_cancellable_is_cancelled (self->closed) && self->preview != NULL)
    assay_preview_close (self->preview);
  else if (self->preview == NULL && self->busy)
    deliver (self, NULL);
  else if (self->busy)
    serve (self);
}

AssaySoundRanges *
assay_sound_ranges_new (AssaySoundFile *file,
                        const char *const *settings,
                        AssaySoundRangeFunc func,
                        gpointer user_data)
{
  AssaySoundRanges *self = g_object_new (ASSAY_TYPE_SOUND_RANGES, NULL);

  self->file = g_object_ref (file);
  self->func = func;
  self->user_data = user_data;
  assay_sound_file_open_async (file, settings, self->closed, on_opened, g_object_ref (self));
  return self;
}

void
assay_sound_ranges_close (AssaySoundRanges *self)
{
  g_cancellable_cancel (self->closed);
  if (self->preview != NULL)
    assay_preview_close (self->preview);
}

gboolean
assay_sound_ranges_ask (AssaySoundRanges *self, const AssaySoundRange *range)
{
  if (self->busy || self->failure != NULL || g_cancellable_is_cancelled (self->closed))
    return FALSE;
  self->range = *range;
  self->busy = TRUE;
  if (self->preview != NULL)
    serve (self);
  return TRUE;
}

gboolean
assay_sound_ranges_is_busy (AssaySoundRanges *self)
{
  return self->busy;
}

const GError *
assay_sound_ranges_get_error (AssaySoundRanges *self)
{
  return self->failure;
}

static void
assay_sound_ranges_finalize (GObject *object)
{
  AssaySoundRanges *self = ASSAY_SOUND_RANGES (object);

  g_clear_object (&self->preview);
  g_clear_object (&self->file);
  g_clear_object (&self->closed);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (assay_sound_ranges_parent_class)->finalize (object);
}

static void
assay_sound_ranges_class_init (AssaySoundRangesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_sound_ranges_finalize;
}

static void
assay_sound_ranges_init (AssaySoundRanges *self)
{
  self->closed = g_cancellable_new ();
}
