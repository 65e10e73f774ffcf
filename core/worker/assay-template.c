/* assay-template.c: the program that stays: it forks a process for each job and tells the host how
 * it ended.
 *
 * It has one thread, reads only frames of the host that hold limits and descriptors, and never a
 * job: what a job says is read by the process that was forked for it, after it has locked itself
 * down. */
#include "worker/assay-worker.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/assay-client.h"
#include "worker/assay-job.h"
#include "worker/assay-sandbox.h"
#include "worker/assay-wire.h"

#define CONTROL_FD 3

/* A status frame is 12 bytes in an empty socket: it never waits for a host that is there. */
#define STATUS_TIMEOUT_MS 1000

/* One running job as the template sees it. */
typedef struct
{
  GPid pid;
  int pidfd;
  AssayWire *status;
} Child;

typedef struct
{
  const AssayWorkerProgram *program;
  AssaySandbox *sandbox; /* NULL when it cannot be had */
  GError *refusal;       /* why it cannot be had: told by each job */
  AssayWire *control;
  GArray *children; /* Child */
} Template;

static void
child_clear (gpointer data)
{
  Child *child = data;

  if (child->pidfd >= 0)
    close (child->pidfd);
  g_clear_pointer (&child->status, assay_wire_free);
}

/* The process of one job; does not return. */
static void G_GNUC_NORETURN
become_worker (Template *self, int job_fd, const AssayWireLimits *limits, GPid parent)
{
  g_autoptr (GError) error = NULL;
  int fd = assay_sandbox_keep_descriptor (job_fd);

  if (fd < 0)
    _exit (ASSAY_JOB_EXIT_FAILED);

  AssayWire *wire = assay_wire_new (fd, ASSAY_WIRE_FROM_HOST);

  if (self->sandbox == NULL)
    error = g_steal_pointer (&self->refusal);
  else
    assay_sandbox_enter (self->sandbox, limits, parent, &error);
  if (error != NULL)
    {
      assay_job_send_error (wire, error);
      _exit (ASSAY_JOB_EXIT_FAILED);
    }
  assay_job_serve (wire, self->program, assay_sandbox_get_level (self->sandbox));
}

static void
start_child (Template *self, int job_fd, int status_fd, const AssayWireLimits *limits)
{
  GPid parent = getpid ();
  GPid pid = fork ();

  if (pid == 0)
    become_worker (self, job_fd, limits, parent);
  close (job_fd);

  Child child = { .pid = pid,
                  .pidfd = -1,
                  .status = assay_wire_new (status_fd, ASSAY_WIRE_FROM_HOST_TO_TEMPLATE) };

  /* Not reaped yet, so the id is still this child's. A host that hears nothing sees both sockets
   * close. */
  if (pid > 0)
    child.pidfd = (int) syscall (SYS_pidfd_open, pid, 0);
  if (child.pidfd < 0)
    {
      if (pid > 0)
        {
          kill (pid, SIGKILL);
          waitpid (pid, NULL, 0);
        }
      child_clear (&child);
      return;
    }
  assay_wire_send (child.status, ASSAY_WIRE_STARTED, g_variant_new_uint32 ((guint32) pid),
                   &child.pidfd, 1, STATUS_TIMEOUT_MS, NULL);
  g_array_append_val (self->children, child);
}

/* The host has asked for a job's process; FALSE when it has hung up. */
static gboolean
serve_control (Template *self)
{
  g_auto (AssayFrame) frame = { 0 };
  AssayWireStatus status = assay_wire_receive (self->control, &frame, NULL);
  AssayWireLimits limits;

  if (status == ASSAY_WIRE_AGAIN)
    return TRUE;
  if (status != ASSAY_WIRE_FRAME)
    return FALSE;
  g_variant_get (frame.body, "(tttuu)", &limits.memory, &limits.processor, &limits.file_size,
                 &limits.descriptors, &limits.threads);

  int job_fd = assay_frame_take_fd (&frame, 0);
  int status_fd = assay_frame_take_fd (&frame, 1);

  start_child (self, job_fd, status_fd, &limits);
  return TRUE;
}

/* A job's process has ended: reaps it and tells the host how. */
static void
reap (Template *self, guint index)
{
  Child *child = &g_array_index (self->children, Child, index);
  int status = 0;

  if (waitpid (child->pid, &status, WNOHANG) != child->pid)
    return;
  assay_wire_send (child->status, ASSAY_WIRE_ENDED, g_variant_new_int32 (status), NULL, 0,
                   STATUS_TIMEOUT_MS, NULL);
  g_array_remove_index_fast (self->children, index);
}

static void
serve (Template *self)
{
  g_autoptr (GArray) polls = g_array_new (FALSE, TRUE, sizeof (struct pollfd));
  gboolean connected = TRUE;

  while (connected)
    {
      g_array_set_size (polls, self->children->len + 1);

      struct pollfd *items = (struct pollfd *) (gpointer) polls->data;
      guint n = self->children->len;

      for (guint i = 0; i < n; i++)
        items[i] = (struct pollfd){ .fd = g_array_index (self->children, Child, i).pidfd,
                                    .events = POLLIN };
      items[n] = (struct pollfd){ .fd = CONTROL_FD, .events = POLLIN };
      if (poll (items, n + 1, -1) < 0 && errno != EINTR)
        return;
      /* From the end, because reaping puts the last one in the place of the one that goes. */
      for (guint i = n; i > 0; i--)
        if (items[i - 1].revents != 0)
          reap (self, i - 1);
      if (items[n].revents != 0)
        connected = serve_control (self);
    }
}

int
assay_worker_main (const AssayWorkerProgram *program)
{
  g_autoptr (GError) error = NULL;
  Template self = { .program = program };

  /* Whatever the host left open beside the control socket is not for here. */
  if (fcntl (CONTROL_FD, F_SETFD, FD_CLOEXEC) != 0 || close_range (CONTROL_FD + 1, ~0u, 0) != 0)
    return ASSAY_JOB_EXIT_FAILED;
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  signal (SIGPIPE, SIG_IGN);
  setenv ("TZ", "UTC0", TRUE);
  tzset ();
  if (program->prepare != NULL)
    program->prepare ();
  assay_job_prepare ();
  self.control = assay_wire_new (CONTROL_FD, ASSAY_WIRE_FROM_HOST_TO_TEMPLATE);
  self.children = g_array_new (FALSE, FALSE, sizeof (Child));
  g_array_set_clear_func (self.children, child_clear);
  self.sandbox = assay_sandbox_prepare (&self.refusal);
  serve (&self);
  /* The jobs die with this process (PR_SET_PDEATHSIG). */
  _exit (0);
}
