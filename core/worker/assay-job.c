/* assay-job.c: the process of one job: one thread reads the host's frames, one runs the tool. */
#include "worker/assay-job.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <iconv.h>
#include <string.h>
#include <unistd.h>

#include "worker/assay-client.h"
#include "worker/assay-job-private.h"

/* Converters that parsers of text in files use: glibc loads each from a file on first use and keeps
 * it as long as one is open. */
static const char *const charsets[]
    = { "UTF-16LE", "UTF-16BE", "ISO-8859-1", "WINDOWS-1252", "SHIFT_JIS" };

/* GLib ends the process when memory is refused; the host should hear why. A critical message is a
 * bug of ours, and with hostile bytes in hand the safe thing is to stop. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields && (level & G_LOG_LEVEL_ERROR) != 0; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0
        && strstr (fields[i].value, "failed to allocate") != NULL)
      _exit (ASSAY_JOB_EXIT_MEMORY);
  return g_log_writer_standard_streams (level, fields, n_fields, user_data);
}

void
assay_job_prepare (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (write_log, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (iconv_open ("UTF-8", charsets[i]) == (iconv_t) -1)
      g_debug ("no converter from %s", charsets[i]);
}

void
assay_job_send_error (AssayWire *wire, const GError *error)
{
  g_autofree char *text = assay_text_visible (error->message, -1);

  assay_wire_send (wire, ASSAY_WIRE_ERROR,
                   g_variant_new ("(sis)", g_quark_to_string (error->domain), error->code, text),
                   NULL, 0, -1, NULL);
}

gboolean
assay_job_write_buffer (int fd, guint64 offset, gconstpointer data, gsize size, GError **error)
{
  if (assay_write_at (fd, offset, data, size))
    return TRUE;
  g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                       _ ("The result is larger than can be taken"));
  return FALSE;
}

static gboolean
send_result (AssayJob *self, AssayResult *result, GError **error)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_result_to_variant (result));
  gsize size = g_variant_get_size (variant);

  if (size <= assay_wire_find (ASSAY_WIRE_RESULT)->limit)
    return assay_wire_send (self->wire, ASSAY_WIRE_RESULT, variant, NULL, 0, -1, error);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  g_autoptr (GVariant) little = g_variant_byteswap (variant);
#else
  g_autoptr (GVariant) little = g_variant_ref (variant);
#endif
  if (!assay_job_write_buffer (self->buffer, 0, g_variant_get_data (little), size, error))
    return FALSE;
  return assay_wire_send (self->wire, ASSAY_WIRE_RESULT_BUFFER, g_variant_new_uint64 (size), NULL,
                          0, -1, error);
}

static gboolean
run_tool (AssayJob *self, GError **error)
{
  g_autoptr (AssayResult) result = self->tool->run (self->tool_job, error);

  return result != NULL && send_result (self, result, error);
}

/* The tool's own thread; the process ends with it. */
static gpointer
work (gpointer data)
{
  AssayJob *self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = self->preview ? assay_job_preview (self, &error) : run_tool (self, &error);

  if (!done && error == NULL)
    g_set_error (&error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
                 _ ("The analysis “%s” ended without a result"), self->tool->info->id);
  if (error != NULL)
    assay_job_send_error (self->wire, error);
  _exit (ASSAY_JOB_EXIT_DONE);
}

static void
start_job (AssayJob *self, AssayFrame *frame)
{
  g_autoptr (GError) error = NULL;

  if (assay_job_set_up (self, frame, &error))
    g_thread_unref (g_thread_new ("job", work, self));
  else
    {
      assay_job_send_error (self->wire, error);
      _exit (ASSAY_JOB_EXIT_DONE);
    }
}

static void
take_attached (AssayJob *self, AssayFrame *frame)
{
  for (guint i = 0; i < frame->n_fds; i++)
    {
      int fd = assay_frame_take_fd (frame, i);

      g_array_append_val (self->attached, fd);
    }
}

static void
push_command (AssayJob *self, AssayFrame *frame)
{
  AssayFrame *copy = g_memdup2 (frame, sizeof *frame);

  *frame = (AssayFrame){ 0 };
  g_async_queue_push (self->commands, copy);
}

static void
dispatch (AssayJob *self, AssayFrame *frame)
{
  if (frame->kind == ASSAY_WIRE_ATTACH)
    take_attached (self, frame);
  else if (frame->kind == ASSAY_WIRE_JOB && self->tool == NULL)
    start_job (self, frame);
  else if (frame->kind == ASSAY_WIRE_CANCEL)
    g_cancellable_cancel (self->cancellable);
  else if (frame->kind == ASSAY_WIRE_FOLDER_REPLY)
    assay_job_folder_reply (self, frame);
  else
    push_command (self, frame);
}

void
assay_job_serve (AssayWire *wire, const AssayWorkerProgram *program, const char *sandbox)
{
  AssayJob self = { .wire = wire, .program = program, .buffer = -1, .folder_fd = -1 };
  AssayFrame frame = { 0 };

  self.attached = g_array_new (FALSE, FALSE, sizeof (int));
  self.cancellable = g_cancellable_new ();
  self.commands = g_async_queue_new ();
  g_mutex_init (&self.folder_lock);
  g_cond_init (&self.folder_answered);
  assay_wire_send (wire, ASSAY_WIRE_HELLO,
                   g_variant_new ("(uss)", ASSAY_WIRE_VERSION, sandbox, program->libraries), NULL,
                   0, -1, NULL);
  while (assay_wire_wait (wire, &frame, -1, NULL) == ASSAY_WIRE_FRAME)
    {
      dispatch (&self, &frame);
      assay_frame_clear (&frame);
    }
  /* The host has hung up: nobody waits for an answer. */
  _exit (ASSAY_JOB_EXIT_DONE);
}
