/* assay-session.c: the host's half of one job. */
#include "worker/assay-session.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "worker/assay-buffer.h"
#include "worker/assay-folder.h"
#include "worker/assay-job-message.h"
#include "worker/assay-job-status.h"
#include "worker/assay-output-file.h"
#include "worker/assay-worker-fault.h"

/* A tool that declares nothing. */
#define DEFAULT_TIME_LIMIT 120
#define DEFAULT_MEMORY_LIMIT 1024
/* The largest file a tool may make: hours of lossless video. */
#define MOST_OUTPUT (G_GUINT64_CONSTANT (1) << 40)
/* Processor time of a preview that is looked at for long; each unit has its own time-out. */
#define PREVIEW_PROCESSOR (4 * 3600)
/* Wall time of a job that keeps telling progress, in its time limits: slow disks are not hangs. */
#define MOST_TIME_LIMITS 20
/* How long a worker may take to stop when it is told to. */
#define CANCEL_GRACE_US (2 * G_USEC_PER_SEC)
/* How long a worker may take to read what it is sent, and to end once it has answered. */
#define SEND_TIMEOUT_MS 20000
#define END_TIMEOUT_MS 2000
/* Progress is told 20 times a second; a worker that floods is not one of ours. */
#define FLOOD_BURST 400
#define FLOOD_PER_SECOND 100
/* Frames read before the cancellable and the clock are looked at again. */
#define FRAMES_A_TURN 64

struct _AssaySession
{
  AssayDoors *doors;
  AssayProcess *process;
  AssayProgress *progress;
  int buffer;
  gboolean greeted;
  char *sandbox;
  char *libraries;
  gint64 silence_limit; /* µs without a frame */
  gint64 last_frame;    /* monotonic µs */
  gint64 last_possible; /* monotonic µs; G_MAXINT64 for a preview */
  gint64 cancelled;     /* monotonic µs when the worker was told; 0 before */
  double flood;         /* frames above the rate */
  gint64 flood_time;
};

static gboolean
protocol_error (const char *reason, GError **error)
{
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
               _ ("The analysis process broke its protocol (%s)"), reason);
  return FALSE;
}

/* A worker that is gone before it has read everything may have said why: reading tells, not
 * writing. */
static gboolean
forgive_death (gboolean sent, GError **error, GError *own)
{
  if (sent)
    return TRUE;
  if (g_error_matches (own, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED))
    {
      g_error_free (own);
      return TRUE;
    }
  g_propagate_error (error, own);
  return FALSE;
}

gboolean
assay_session_tell (AssaySession *self,
                    AssayWireKind kind,
                    GVariant *body,
                    const int *fds,
                    guint n_fds,
                    GError **error)
{
  GError *own = NULL;
  gboolean sent = assay_wire_send (assay_process_get_wire (self->process), kind, body, fds, n_fds,
                                   SEND_TIMEOUT_MS, &own);

  return forgive_death (sent, error, own);
}

static gboolean
send_job (AssaySession *self, gboolean preview, GError **error)
{
  GError *own = NULL;
  gboolean sent = assay_job_message_send (assay_process_get_wire (self->process), self->doors,
                                          preview, self->buffer, SEND_TIMEOUT_MS, &own);

  return forgive_death (sent, error, own);
}

AssaySession *
assay_session_start (AssayLauncher *launcher,
                     AssayDoors *doors,
                     gboolean preview,
                     AssayProgress *progress,
                     GError **error)
{
  g_autoptr (AssaySession) self = g_new0 (AssaySession, 1);
  const AssayToolInfo *info = doors->info;
  guint seconds = info->time_limit == 0 ? DEFAULT_TIME_LIMIT : info->time_limit;
  gint64 now = g_get_monotonic_time ();
  AssayWireLimits limits
      = { .memory = info->memory_limit == 0 ? DEFAULT_MEMORY_LIMIT : info->memory_limit,
          .processor = preview ? PREVIEW_PROCESSOR : seconds,
          .file_size
          = doors->outputs->len > 0 || doors->scratch >= 0 ? MOST_OUTPUT : ASSAY_WIRE_BUFFER_SIZE,
          .descriptors = 2 * ASSAY_WIRE_MAX_JOB_FDS + 128,
          .threads = doors->threads };

  self->doors = doors;
  self->progress = progress;
  self->silence_limit = (gint64) seconds * G_USEC_PER_SEC;
  self->last_frame = now;
  self->last_possible = preview ? G_MAXINT64 : now + self->silence_limit * MOST_TIME_LIMITS;
  self->flood_time = now;
  self->buffer = assay_buffer_new (error);
  if (self->buffer < 0)
    return NULL;
  self->process = assay_launcher_start (launcher, &limits, error);
  if (self->process == NULL || !send_job (self, preview, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_session_free (AssaySession *self)
{
  g_clear_pointer (&self->process, assay_process_free);
  if (self->buffer >= 0)
    close (self->buffer);
  g_free (self->sandbox);
  g_free (self->libraries);
  g_free (self);
}

/* The first frame: it must be locked down and speak our protocol. */
static gboolean
read_hello (AssaySession *self, GVariant *body, GError **error)
{
  guint32 version;
  const char *sandbox;
  const char *libraries;

  g_variant_get (body, "(u&s&s)", &version, &sandbox, &libraries);
  if (version != ASSAY_WIRE_VERSION)
    return protocol_error ("version", error);
  if (!g_str_equal (sandbox, "seccomp") && !g_str_equal (sandbox, "seccomp+landlock"))
    {
      g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_SANDBOX,
                           _ ("The analysis process is not locked down, so nothing was run"));
      return FALSE;
    }
  self->greeted = TRUE;
  self->sandbox = g_strdup (sandbox);
  self->libraries = assay_text_visible (libraries, -1);
  return TRUE;
}

/* FALSE when more frames come than any honest worker sends. */
static gboolean
check_flood (AssaySession *self, GError **error)
{
  double passed = (double) (self->last_frame - self->flood_time) / G_USEC_PER_SEC;

  self->flood = MAX (0, self->flood - passed * FLOOD_PER_SECOND) + 1;
  self->flood_time = self->last_frame;
  return self->flood <= FLOOD_BURST || protocol_error ("flood of progress", error);
}

static gboolean
read_progress (AssaySession *self, GVariant *body, GError **error)
{
  double fraction;
  const char *what;
  guint64 done;
  guint64 total;
  g_autofree char *shown = NULL;

  if (!check_flood (self, error))
    return FALSE;
  g_variant_get (body, "(d&stt)", &fraction, &what, &done, &total);
  if (!isfinite (fraction))
    return protocol_error ("progress", error);
  shown = assay_text_visible (what, -1);
  assay_progress_relay (self->progress, CLAMP (fraction, -1, 1), shown, done, total);
  return TRUE;
}

/* The folder of @parameter; -1 if it has none. */
static int
find_folder (const AssayDoors *doors, const char *parameter)
{
  for (guint i = 0; i < doors->folder_names->len; i++)
    if (g_str_equal (doors->folder_names->pdata[i], parameter))
      return g_array_index (doors->folder_fds, int, i);
  return -1;
}

static gboolean
read_folder_request (AssaySession *self, GVariant *body, GError **error)
{
  guint32 serial;
  const char *parameter;
  const char *name;
  int code = ENOENT;
  int fd = -1;

  g_variant_get (body, "(u&s&s)", &serial, &parameter, &name);

  int folder = find_folder (self->doors, parameter);

  if (self->doors->most_files == 0)
    return protocol_error ("too many files", error);
  self->doors->most_files--;
  if (folder >= 0)
    fd = assay_folder_open_beneath (folder, name, &code);
  if (fd >= 0)
    assay_doors_note_file (self->doors, parameter, name, fd);

  gboolean told = assay_session_tell (self, ASSAY_WIRE_FOLDER_REPLY,
                                      g_variant_new ("(uu)", serial, fd < 0 ? (guint32) code : 0u),
                                      &fd, fd < 0 ? 0 : 1, error);

  if (fd >= 0)
    close (fd);
  return told;
}

/* TRUE with @answered set when @frame is the answer; FALSE with an error when it must not come. */
static gboolean
take_frame (AssaySession *self, AssayFrame *frame, gboolean *answered, GError **error)
{
  self->last_frame = g_get_monotonic_time ();
  if (frame->kind == ASSAY_WIRE_ERROR)
    {
      assay_worker_fault_from_variant (frame->body, self->cancelled != 0, error);
      return FALSE;
    }
  if (!self->greeted)
    return frame->kind == ASSAY_WIRE_HELLO ? read_hello (self, frame->body, error)
                                           : protocol_error ("no greeting", error);
  switch (frame->kind)
    {
    case ASSAY_WIRE_PROGRESS:
      return read_progress (self, frame->body, error);
    case ASSAY_WIRE_FOLDER_REQUEST:
      return read_folder_request (self, frame->body, error);
    case ASSAY_WIRE_RESULT:
    case ASSAY_WIRE_RESULT_BUFFER:
    case ASSAY_WIRE_READY:
    case ASSAY_WIRE_UNIT:
      *answered = TRUE;
      return TRUE;
    default:
      return protocol_error ("unexpected frame", error);
    }
}

/* The worker is gone without an answer: says how. */
static gboolean
explain_end (AssaySession *self, GError **error)
{
  int status = -1;

  if (!assay_process_wait (self->process, END_TIMEOUT_MS, &status))
    return protocol_error ("hung up", error);
  assay_worker_fault_from_status (status, self->doors->info, error);
  return FALSE;
}

/* Reads what the worker has said, some frames at most. */
static gboolean
read_frames (AssaySession *self, AssayFrame *answer, gboolean *answered, GError **error)
{
  for (guint i = 0; i < FRAMES_A_TURN; i++)
    {
      g_auto (AssayFrame) frame = { 0 };
      AssayWireStatus status
          = assay_wire_receive (assay_process_get_wire (self->process), &frame, error);

      if (status == ASSAY_WIRE_AGAIN)
        return TRUE;
      if (status == ASSAY_WIRE_FAILED)
        return FALSE;
      if (status == ASSAY_WIRE_END)
        return explain_end (self, error);
      if (!take_frame (self, &frame, answered, error))
        return FALSE;
      if (*answered)
        {
          *answer = frame;
          frame = (AssayFrame){ 0 };
          return TRUE;
        }
    }
  return TRUE;
}

/* FALSE when the worker's time is over, or the person's patience with it. */
static gboolean
check_time (AssaySession *self, GCancellable *cancellable, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (self->cancelled == 0 && g_cancellable_is_cancelled (cancellable))
    {
      self->cancelled = now;
      assay_session_tell (self, ASSAY_WIRE_CANCEL, g_variant_new ("()"), NULL, 0, NULL);
    }
  if (self->cancelled != 0 && now - self->cancelled >= CANCEL_GRACE_US)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      return FALSE;
    }
  if (now - self->last_frame < self->silence_limit && now < self->last_possible)
    return TRUE;
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_TIMED_OUT,
               _ ("The analysis gave no sign of progress for %u s and was ended"),
               (guint) (self->silence_limit / G_USEC_PER_SEC));
  return FALSE;
}

/* How long poll() may sleep, in ms. */
static int
sleep_time (const AssaySession *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 until = MIN (self->last_frame + self->silence_limit, self->last_possible);

  if (self->doors->hash != NULL && !assay_input_hash_is_done (self->doors->hash))
    return 0;
  if (self->cancelled != 0)
    until = MIN (until, self->cancelled + CANCEL_GRACE_US);
  return (int) CLAMP ((until - now + 999) / 1000, 0, 3600 * 1000);
}

static gboolean
wait_for_answer (AssaySession *self,
                 AssayFrame *answer,
                 GCancellable *cancellable,
                 const GPollFD *cancel,
                 GError **error)
{
  gboolean answered = FALSE;

  while (!answered)
    {
      struct pollfd items[2]
          = { { .fd = assay_wire_get_fd (assay_process_get_wire (self->process)),
                .events = POLLIN },
              /* Once the worker has been told there is nothing more to hear from the person. */
              { .fd = self->cancelled == 0 ? cancel->fd : -1, .events = POLLIN } };

      poll (items, G_N_ELEMENTS (items), sleep_time (self));
      if (items[0].revents != 0 && !read_frames (self, answer, &answered, error))
        return FALSE;
      if (!answered && !check_time (self, cancellable, error))
        return FALSE;
      if (self->doors->hash != NULL)
        assay_input_hash_step (self->doors->hash);
    }
  return TRUE;
}

gboolean
assay_session_answer (AssaySession *self,
                      AssayFrame *frame,
                      GCancellable *cancellable,
                      GError **error)
{
  GPollFD cancel = { .fd = -1 };
  g_autoptr (GError) own = NULL;
  gboolean polled = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancel);

  self->last_frame = g_get_monotonic_time ();

  gboolean answered = wait_for_answer (self, frame, cancellable, &cancel, &own);

  if (polled)
    g_cancellable_release_fd (cancellable);
  if (answered)
    return TRUE;
  /* A worker that dies of being cancelled was cancelled. */
  if (self->cancelled != 0 && !g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else
    g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

AssayResult *
assay_session_read_result (AssaySession *self, AssayFrame *frame, GError **error)
{
  g_autoptr (GVariant) variant = NULL;

  if (frame->kind == ASSAY_WIRE_RESULT)
    variant = g_variant_ref (frame->body);
  else if (frame->kind == ASSAY_WIRE_RESULT_BUFFER)
    {
      g_autoptr (GBytes) bytes
          = assay_buffer_map (self->buffer, g_variant_get_uint64 (frame->body), error);

      if (bytes == NULL)
        return NULL;
      variant = assay_wire_decode_result (bytes, error);
    }
  else
    protocol_error ("unexpected answer", error);
  if (variant == NULL)
    return NULL;

  g_autoptr (GError) lie = NULL;
  AssayResult *result = assay_result_from_variant (self->doors->info, variant, &lie);

  if (result == NULL)
    protocol_error (lie->message, error);
  return result;
}

void
assay_session_end (AssaySession *self)
{
  int status;

  if (assay_process_wait (self->process, END_TIMEOUT_MS, &status))
    return;
  assay_process_kill (self->process);
  assay_process_wait (self->process, -1, &status);
}

const char *
assay_session_get_sandbox (const AssaySession *self)
{
  return self->sandbox;
}

const char *
assay_session_get_libraries (const AssaySession *self)
{
  return self->libraries;
}
