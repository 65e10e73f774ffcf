/* assay-job-preview.c: an open stream of pictures or sound that the host pulls, one unit a request.
 */
#include "worker/assay-job-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <unistd.h>

#include "worker/assay-client.h"

/* Where sound stands in the buffer: after the picture, aligned for any sample. */
#define SOUND_ALIGNMENT 64

static void
unit_clear (AssayPreviewUnit *unit)
{
  g_clear_pointer (&unit->image, assay_image_unref);
  g_clear_pointer (&unit->samples, g_bytes_unref);
}

/* Writes the unit's bytes into the host's buffer and describes them. */
static gboolean
send_unit (AssayJob *self, const AssayPreviewUnit *unit, int buffer, GError **error)
{
  gsize image_size = 0;
  gsize sound_size = 0;
  guint format = 0;
  guint width = 0;
  guint height = 0;

  if (unit->image != NULL)
    {
      gconstpointer pixels = g_bytes_get_data (assay_image_get_pixels (unit->image), &image_size);

      format = assay_image_get_format (unit->image);
      width = assay_image_get_width (unit->image);
      height = assay_image_get_height (unit->image);
      if (!assay_job_write_buffer (buffer, 0, pixels, image_size, error))
        return FALSE;
    }
  if (unit->samples != NULL)
    {
      gconstpointer samples = g_bytes_get_data (unit->samples, &sound_size);
      guint64 offset = (image_size + SOUND_ALIGNMENT - 1) / SOUND_ALIGNMENT * SOUND_ALIGNMENT;

      if (!assay_job_write_buffer (buffer, offset, samples, sound_size, error))
        return FALSE;
    }
  return assay_wire_send (self->wire, ASSAY_WIRE_UNIT,
                          g_variant_new ("(ddxb(uuut)(uut))", unit->seconds, unit->duration,
                                         unit->index, unit->end, format, width, height,
                                         (guint64) image_size, unit->channels, unit->rate,
                                         (guint64) sound_size),
                          NULL, 0, -1, error);
}

static gboolean
next (AssayJob *self, gpointer stream, AssayFrame *frame, GError **error)
{
  AssayPreviewUnit unit = { 0 };
  int buffer = assay_frame_take_fd (frame, 0);
  gboolean done
      = self->tool->preview->next (stream, &unit, error) && send_unit (self, &unit, buffer, error);

  unit_clear (&unit);
  close (buffer);
  return done;
}

static gboolean
seek (AssayJob *self, gpointer stream, AssayFrame *frame, GError **error)
{
  return self->tool->preview->seek (stream, g_variant_get_double (frame->body), error)
         && assay_wire_send (self->wire, ASSAY_WIRE_READY, g_variant_new ("()"), NULL, 0, -1,
                             error);
}

static gboolean
range (AssayJob *self, gpointer stream, AssayFrame *frame, GError **error)
{
  double start;
  double end;
  guint32 columns;

  g_variant_get (frame->body, "(ddu)", &start, &end, &columns);
  if (self->tool->preview->range == NULL || !isfinite (start) || !isfinite (end) || !(start < end)
      || columns == 0)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("This part cannot be shown"));
      return FALSE;
    }
  return self->tool->preview->range (stream, start, end, columns, error)
         && assay_wire_send (self->wire, ASSAY_WIRE_READY, g_variant_new ("()"), NULL, 0, -1,
                             error);
}

/* One command; what fails is the answer to it, and the stream stays open. */
static void
serve_command (AssayJob *self, gpointer stream, AssayFrame *frame)
{
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (frame->kind == ASSAY_WIRE_SEEK)
    done = seek (self, stream, frame, &error);
  else if (frame->kind == ASSAY_WIRE_RANGE)
    done = range (self, stream, frame, &error);
  else
    done = next (self, stream, frame, &error);

  if (!done && error == NULL)
    g_set_error (&error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
                 _ ("The analysis “%s” ended without a result"), self->tool->info->id);
  if (error != NULL)
    assay_job_send_error (self->wire, error);
}

gboolean
assay_job_preview (AssayJob *self, GError **error)
{
  gpointer stream = self->tool->preview->open (self->tool_job, error);

  if (stream == NULL)
    return FALSE;
  if (!assay_wire_send (self->wire, ASSAY_WIRE_READY, g_variant_new ("()"), NULL, 0, -1, error))
    return FALSE;
  for (;;)
    {
      AssayFrame *frame = g_async_queue_pop (self->commands);
      gboolean stop = frame->kind == ASSAY_WIRE_STOP;

      if (!stop)
        serve_command (self, stream, frame);
      assay_frame_clear (frame);
      g_free (frame);
      if (stop)
        break;
    }
  self->tool->preview->close (stream);
  return TRUE;
}
