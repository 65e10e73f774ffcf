/* assay-launcher.c: starting worker programs and asking them for processes. */
#include "worker/assay-launcher.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/assay-client.h"

/* A template answers in less than a millisecond; a machine that swaps may take long to load the
 * program. */
#define START_TIMEOUT_MS 20000

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

struct _AssayLauncher
{
  char *path;
  GMutex lock;  /* the members below */
  pid_t pid;    /* 0 before the first job */
  guint starts; /* of the template */
  AssayWire *control;
};

struct _AssayProcess
{
  AssayWire *wire;
  AssayWire *status;
  int pidfd;
  gboolean ended;
  int wait_status;
};

AssayLauncher *
assay_launcher_new (const char *path)
{
  AssayLauncher *self = g_new0 (AssayLauncher, 1);

  self->path = g_strdup (path);
  g_mutex_init (&self->lock);
  return self;
}

/* With the lock held, or by the last owner. */
static void
end_template (AssayLauncher *self)
{
  g_clear_pointer (&self->control, assay_wire_free);
  if (self->pid == 0)
    return;
  kill (self->pid, SIGKILL);
  while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
    continue;
  self->pid = 0;
}

void
assay_launcher_free (AssayLauncher *self)
{
  end_template (self);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static gboolean
fail_start (int code, GError **error)
{
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_START,
               _ ("The analysis process cannot be started: %s"), g_strerror (code));
  return FALSE;
}

/* A cleared environment. Builds with a sanitizer pass its settings on. */
static char **
make_environment (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

#ifdef SANITIZED
  static const char *const names[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_getenv (names[i]) != NULL)
      {
        g_autofree char *setting = g_strconcat (names[i], "=", g_getenv (names[i]), NULL);

        g_strv_builder_add (builder, setting);
      }
#endif
  return g_strv_builder_end (builder);
}

/* What a worker prints would reach the person's terminal unchecked, so it goes nowhere. */
static int
add_actions (posix_spawn_file_actions_t *actions, int fd)
{
  int code = posix_spawn_file_actions_adddup2 (actions, fd, 3);

  if (code == 0)
    code = posix_spawn_file_actions_addopen (actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (code == 0)
    code = posix_spawn_file_actions_addopen (actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#ifndef SANITIZED
  if (code == 0)
    code = posix_spawn_file_actions_addopen (actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
  return code;
}

/* Own process group, so that Ctrl-C at a terminal reaches the host alone, which then ends the jobs
 * in order. */
static int
set_attributes (posix_spawnattr_t *attributes)
{
  sigset_t none;
  sigset_t all;

  sigemptyset (&none);
  sigfillset (&all);

  int code = posix_spawnattr_setsigmask (attributes, &none);

  if (code == 0)
    code = posix_spawnattr_setsigdefault (attributes, &all);
  if (code == 0)
    code = posix_spawnattr_setpgroup (attributes, 0);
  if (code == 0)
    code = posix_spawnattr_setflags (attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
                                                     | POSIX_SPAWN_SETPGROUP);
  return code;
}

static int
spawn (const char *path, int fd, pid_t *pid)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  g_auto (GStrv) environment = make_environment ();
  g_autofree char *name = g_path_get_basename (path);
  char *arguments[] = { name, NULL };

  posix_spawn_file_actions_init (&actions);
  posix_spawnattr_init (&attributes);

  int code = add_actions (&actions, fd);

  if (code == 0)
    code = set_attributes (&attributes);
  if (code == 0)
    code = posix_spawn (pid, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return code;
}

/* With the lock held. */
static gboolean
start_template (AssayLauncher *self, GError **error)
{
  int fds[2];

  if (self->pid != 0)
    return TRUE;
  if (!assay_wire_pair (fds, error))
    return FALSE;

  int code = spawn (self->path, fds[1], &self->pid);

  close (fds[1]);
  if (code != 0)
    {
      self->pid = 0;
      close (fds[0]);
      return fail_start (code, error);
    }
  self->starts++;
  self->control = assay_wire_new (fds[0], ASSAY_WIRE_FROM_TEMPLATE);
  return TRUE;
}

/* Hands the template the far ends of a process's sockets; @starts says which template it was. */
static gboolean
request_process (AssayLauncher *self,
                 const AssayWireLimits *limits,
                 int job_fd,
                 int status_fd,
                 guint *starts,
                 GError **error)
{
  int fds[2] = { job_fd, status_fd };

  g_mutex_lock (&self->lock);

  gboolean sent
      = start_template (self, error)
        && assay_wire_send (self->control, ASSAY_WIRE_SPAWN,
                            g_variant_new ("(tttuu)", limits->memory, limits->processor,
                                           limits->file_size, limits->descriptors, limits->threads),
                            fds, 2, START_TIMEOUT_MS, error);

  *starts = self->pid == 0 ? 0 : self->starts;
  g_mutex_unlock (&self->lock);
  return sent;
}

/* The template's word that the process runs, with the means to end it. */
static gboolean
await_start (AssayProcess *self, GError **error)
{
  g_auto (AssayFrame) frame = { 0 };
  AssayWireStatus status = assay_wire_wait (self->status, &frame, START_TIMEOUT_MS, NULL);

  if (status != ASSAY_WIRE_FRAME || frame.kind != ASSAY_WIRE_STARTED)
    return fail_start (status == ASSAY_WIRE_AGAIN ? ETIMEDOUT : ECHILD, error);
  self->pidfd = assay_frame_take_fd (&frame, 0);
  return TRUE;
}

static AssayProcess *
try_start (AssayLauncher *self, const AssayWireLimits *limits, guint *starts, GError **error)
{
  g_autoptr (AssayProcess) process = g_new0 (AssayProcess, 1);
  int job[2];
  int status[2];

  process->pidfd = -1;
  if (!assay_wire_pair (job, error))
    return NULL;
  process->wire = assay_wire_new (job[0], ASSAY_WIRE_FROM_WORKER);
  if (!assay_wire_pair (status, error))
    {
      close (job[1]);
      return NULL;
    }
  process->status = assay_wire_new (status[0], ASSAY_WIRE_FROM_TEMPLATE);

  gboolean requested = request_process (self, limits, job[1], status[1], starts, error);

  close (job[1]);
  close (status[1]);
  if (!requested || !await_start (process, error))
    return NULL;
  return g_steal_pointer (&process);
}

/* Whether the template that was the @starts-th one is gone, so that another try has a new one. A
 * template that lives and could not make a process is left alone: other jobs run on it. */
static gboolean
template_is_gone (AssayLauncher *self, guint starts)
{
  g_mutex_lock (&self->lock);
  if (self->starts == starts && self->pid != 0 && waitpid (self->pid, NULL, WNOHANG) == self->pid)
    {
      self->pid = 0;
      g_clear_pointer (&self->control, assay_wire_free);
    }

  gboolean gone = self->starts != starts || self->pid == 0;

  g_mutex_unlock (&self->lock);
  return gone;
}

/* Waits a little for the end of a template whose sockets have closed already. */
static gboolean
wait_for_end (AssayLauncher *self, guint starts)
{
  for (guint i = 0; i < 20; i++)
    {
      if (template_is_gone (self, starts))
        return TRUE;
      g_usleep (1000);
    }
  return FALSE;
}

AssayProcess *
assay_launcher_start (AssayLauncher *self, const AssayWireLimits *limits, GError **error)
{
  GError *first = NULL;
  guint starts = 0;
  AssayProcess *process = try_start (self, limits, &starts, &first);

  if (process != NULL)
    return process;
  /* It may have been ended from outside, when memory was short: once more with a new one. */
  if (starts > 0 && wait_for_end (self, starts))
    {
      g_error_free (first);
      return try_start (self, limits, &starts, error);
    }
  g_propagate_error (error, first);
  return NULL;
}

void
assay_process_free (AssayProcess *self)
{
  if (!self->ended)
    assay_process_kill (self);
  g_clear_pointer (&self->wire, assay_wire_free);
  g_clear_pointer (&self->status, assay_wire_free);
  if (self->pidfd >= 0)
    close (self->pidfd);
  g_free (self);
}

AssayWire *
assay_process_get_wire (AssayProcess *self)
{
  return self->wire;
}

void
assay_process_kill (AssayProcess *self)
{
  if (self->pidfd >= 0)
    syscall (SYS_pidfd_send_signal, self->pidfd, SIGKILL, NULL, 0);
}

gboolean
assay_process_wait (AssayProcess *self, int timeout_ms, int *status)
{
  g_auto (AssayFrame) frame = { 0 };

  if (!self->ended)
    {
      AssayWireStatus answer = assay_wire_wait (self->status, &frame, timeout_ms, NULL);

      if (answer == ASSAY_WIRE_AGAIN)
        return FALSE;
      self->ended = TRUE;
      self->wait_status = answer == ASSAY_WIRE_FRAME && frame.kind == ASSAY_WIRE_ENDED
                              ? g_variant_get_int32 (frame.body)
                              : -1;
    }
  *status = self->wait_status;
  return TRUE;
}

char *
assay_worker_find_program (const char *name)
{
  static const char *const places[] = { "../core/worker", "." };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self == NULL ? NULL : g_path_get_dirname (self);

  /* The build folder: _build/app/assay, _build/app/assay-cli-report and
   * _build/core/worker/assay-worker. */
  for (gsize i = 0; i < G_N_ELEMENTS (places) && folder != NULL; i++)
    {
      g_autofree char *beside = g_build_filename (folder, places[i], name, NULL);

      if (g_str_has_suffix (folder, "/app") && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
    }
  return g_build_filename (ASSAY_LIBEXECDIR, name, NULL);
}
