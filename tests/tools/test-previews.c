/* test-previews.c: streams of the test-only tools: one that is right, one that lies. */
#include <string.h>

#include "test-tools.h"
#include "worker/assay-wire.h"

#define FRAMES 100
#define RATE 25
#define WIDTH 64
#define HEIGHT 48
#define SAMPLES 1764

typedef struct
{
  gint64 next;
} Stream;

static gpointer
open_stream (AssayToolJob *job, GError **error)
{
  if (assay_source_get_size (assay_tool_job_get_input (job, 0)->source) == 0)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE, "Nothing to show");
      return NULL;
    }
  return g_new0 (Stream, 1);
}

static gboolean
seek_stream (gpointer data, double seconds, GError **error)
{
  Stream *stream = data;

  if (!(seconds >= 0 && seconds <= (double) FRAMES / RATE))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID, "There is no such time");
      return FALSE;
    }
  stream->next = (gint64) (seconds * RATE + 0.5);
  return TRUE;
}

static GBytes *
filled (gsize size, guint8 value)
{
  guint8 *bytes = g_malloc (size);

  memset (bytes, value, size);
  return g_bytes_new_take (bytes, size);
}

static gboolean
next_unit (gpointer data, AssayPreviewUnit *unit, GError **error)
{
  Stream *stream = data;

  unit->index = stream->next;
  unit->seconds = (double) stream->next / RATE;
  unit->end = stream->next >= FRAMES;
  if (unit->end)
    return TRUE;

  g_autoptr (GBytes) pixels = filled (WIDTH * HEIGHT * 3, (guint8) stream->next);

  unit->image = assay_image_new ("frame", "", ASSAY_PIXELS_RGB8, WIDTH, HEIGHT, pixels, error);
  unit->samples = filled (SAMPLES * 2 * sizeof (float), 0);
  unit->channels = 2;
  unit->rate = 44100;
  stream->next++;
  return unit->image != NULL;
}

/* Claims channels that its bytes cannot have. */
static gboolean
next_lie (gpointer data, AssayPreviewUnit *unit, GError **error)
{
  Stream *stream = data;
  gboolean done = next_unit (stream, unit, error);

  if (unit->index >= 2)
    unit->channels = 1000000;
  return done;
}

const AssayToolPreview test_everything_preview
    = { .open = open_stream, .seek = seek_stream, .next = next_unit, .close = g_free };

const AssayToolPreview test_fault_preview
    = { .open = open_stream, .seek = seek_stream, .next = next_lie, .close = g_free };
