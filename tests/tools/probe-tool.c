/* probe-tool.c: test.probe: makes the calls that the sandbox forbids, as a worker that was taken
 * over would. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "everything-info.h"
#include "test-tools.h"

/* One thing to try: the result of the call, -1 with errno when it was refused. */
typedef struct
{
  const char *name;
  long (*attempt) (const char *path);
} Attempt;

static long
try_open (const char *path)
{
  return open (path, O_RDONLY);
}

#ifdef SYS_open
static long
try_old_open (const char *path)
{
  return syscall (SYS_open, path, O_RDONLY);
}
#endif

static long
try_create (const char *path)
{
  return open ("/tmp/assay-probe", O_RDWR | O_CREAT, 0600);
}

static long
try_openat2 (const char *path)
{
  guint64 how[3] = { O_RDONLY, 0, 0 };

  return syscall (SYS_openat2, AT_FDCWD, path, how, sizeof how);
}

/* A descriptor that may be read, opened again for writing. */
static long
try_reopen (const char *path)
{
  return open ("/proc/self/fd/4", O_RDWR);
}

static long
try_unlink (const char *path)
{
  return unlink ("/tmp/assay-probe");
}

static long
try_mkdir (const char *path)
{
  return mkdir ("/tmp/assay-probe-folder", 0700);
}

static long
try_chmod (const char *path)
{
  return fchmod (4, 0777);
}

static long
try_internet (const char *path)
{
  return socket (AF_INET, SOCK_STREAM, 0);
}

static long
try_local_socket (const char *path)
{
  return socket (AF_UNIX, SOCK_STREAM, 0);
}

static long
try_socketpair (const char *path)
{
  int fds[2];

  return socketpair (AF_UNIX, SOCK_STREAM, 0, fds);
}

static long
try_connect (const char *path)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (80) };

  return connect (3, (const struct sockaddr *) (gconstpointer) &address, sizeof address);
}

static long
try_fork (const char *path)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  return pid;
}

static long
try_raw_fork (const char *path)
{
  long pid = syscall (SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

  if (pid == 0)
    _exit (0);
  return pid;
}

static long
try_clone3 (const char *path)
{
  guint64 arguments[8] = { 0 };

  arguments[4] = SIGCHLD;

  long pid = syscall (SYS_clone3, arguments, sizeof arguments);

  if (pid == 0)
    _exit (0);
  return pid;
}

static long
try_exec (const char *path)
{
  char *arguments[] = { NULL };

  return execve ("/bin/true", arguments, arguments);
}

static long
try_spawn (const char *path)
{
  char *arguments[] = { NULL };
  pid_t pid;
  int code = posix_spawn (&pid, "/bin/true", NULL, NULL, arguments, arguments);

  errno = code;
  return code == 0 ? 0 : -1;
}

static long
try_kill (const char *path)
{
  return kill (1, 0);
}

static long
try_signal_parent (const char *path)
{
  return syscall (SYS_tgkill, 1, 1, SIGTERM);
}

static long
try_trace (const char *path)
{
  return ptrace (PTRACE_ATTACH, 1, NULL, NULL);
}

static long
try_code (const char *path)
{
  gpointer memory
      = mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return memory == MAP_FAILED ? -1 : 0;
}

static long
try_make_code (const char *path)
{
  gpointer memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return mprotect (memory, 4096, PROT_READ | PROT_EXEC);
}

static long
try_memory_file (const char *path)
{
  return memfd_create ("probe", 0);
}

static long
try_raise_limit (const char *path)
{
  const struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

  return setrlimit (RLIMIT_AS, &limit);
}

static long
try_namespace (const char *path)
{
  return unshare (CLONE_NEWUSER);
}

static long
try_dumpable (const char *path)
{
  return prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static long
try_keys (const char *path)
{
  return syscall (SYS_keyctl, 0, -1, 1);
}

static long
try_bpf (const char *path)
{
  return syscall (SYS_bpf, 0, NULL, 0);
}

static long
try_io_uring (const char *path)
{
  return syscall (SYS_io_uring_setup, 1, NULL);
}

static long
try_input_write (const char *path)
{
  return pwrite (4, "x", 1, 0);
}

static long
try_input_truncate (const char *path)
{
  return ftruncate (4, 0);
}

static const Attempt attempts[] = {
  { "open", try_open },
#ifdef SYS_open
  { "old open", try_old_open },
#endif
  { "create", try_create },
  { "openat2", try_openat2 },
  { "reopen", try_reopen },
  { "unlink", try_unlink },
  { "mkdir", try_mkdir },
  { "chmod", try_chmod },
  { "internet", try_internet },
  { "local socket", try_local_socket },
  { "socketpair", try_socketpair },
  { "connect", try_connect },
  { "fork", try_fork },
  { "raw fork", try_raw_fork },
  { "clone3", try_clone3 },
  { "exec", try_exec },
  { "spawn", try_spawn },
  { "kill", try_kill },
  { "signal", try_signal_parent },
  { "ptrace", try_trace },
  { "code", try_code },
  { "make code", try_make_code },
  { "memory file", try_memory_file },
  { "raise limit", try_raise_limit },
  { "namespace", try_namespace },
  { "dumpable", try_dumpable },
  { "keys", try_keys },
  { "bpf", try_bpf },
  { "io_uring", try_io_uring },
  { "input write", try_input_write },
  { "input truncate", try_input_truncate },
};

AssayResult *
test_probe_run (AssayToolJob *job, GError **error)
{
  static const AssayColumn columns[] = {
    { "attempt", "Attempt", ASSAY_COLUMN_TEXT, "", 0 },
    { "refused", "Refused with", ASSAY_COLUMN_TEXT, "", 0 },
  };
  const char *path = assay_parameters_get_text (assay_tool_job_get_parameters (job), "path");
  AssayTableBuilder *table
      = assay_table_builder_new ("attempts", "Attempts", columns, G_N_ELEMENTS (columns));
  AssayResultBuilder *builder = assay_result_builder_new (&test_probe_info);

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      errno = 0;

      long outcome = attempts[i].attempt (path);

      assay_table_builder_text (table, attempts[i].name);
      assay_table_builder_text (table, outcome == -1 ? strerrorname_np (errno) : "allowed");
      assay_table_builder_row (table, 0);
    }
  assay_result_builder_table (builder, assay_table_builder_end (table));
  assay_result_builder_answer (builder, "environment",
                               g_getenv ("PATH") == NULL ? "cleared" : "kept");
  return assay_result_builder_end (builder, error);
}
