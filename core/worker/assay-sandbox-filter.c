/* assay-sandbox-filter.c: the system calls that a worker may make. Everything else answers EPERM.
 *
 * What is not here: any call that opens a path or a socket, starts a process or a program, makes
 * executable memory, signals or traces another process, or changes a file's owner or mode. A
 * library that tries (a locale, a converter, a configuration file) sees a refusal and goes on; what
 * is needed later is opened beforehand. */
#include "worker/assay-sandbox-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker/assay-client.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)                            \
    || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* What pthread_create() of glibc asks of clone() when clone3() is not there; nothing else passes.
 */
#define THREAD_FLAGS                                                                               \
  (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS \
   | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

/* Stands in the compiled filter until the process id is known: above the kernel's largest id
 * (2^22). */
#define PID_PLACE 0x5a55a7edu

/* Allowed with any arguments: they work on what the process already has. */
static const int plain_calls[] = {
  /* descriptors that the host gave */
  SCMP_SYS (read),
  SCMP_SYS (readv),
  SCMP_SYS (pread64),
  SCMP_SYS (preadv),
  SCMP_SYS (write),
  SCMP_SYS (writev),
  SCMP_SYS (pwrite64),
  SCMP_SYS (pwritev),
  SCMP_SYS (lseek),
  SCMP_SYS (fstat),
  SCMP_SYS (ftruncate),
  SCMP_SYS (fallocate),
  SCMP_SYS (fadvise64),
  SCMP_SYS (copy_file_range),
  SCMP_SYS (close),
  SCMP_SYS (dup),
  SCMP_SYS (recvmsg),
  SCMP_SYS (recvfrom),
  SCMP_SYS (sendmsg),
  SCMP_SYS (sendto),
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  SCMP_SYS (eventfd2),
  /* memory */
  SCMP_SYS (brk),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  SCMP_SYS (msync),
  /* threads and signals of its own */
  SCMP_SYS (futex),
  SCMP_SYS (set_robust_list),
  SCMP_SYS (rseq),
  SCMP_SYS (sched_yield),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (gettid),
  SCMP_SYS (getpid),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  /* clocks, random numbers, what it has used */
  SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_getres),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (nanosleep),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (time),
  SCMP_SYS (getrandom),
  SCMP_SYS (getrusage),
  SCMP_SYS (times),
  SCMP_SYS (sysinfo),
  SCMP_SYS (uname),
  SCMP_SYS (getuid),
  SCMP_SYS (geteuid),
  SCMP_SYS (getgid),
  SCMP_SYS (getegid),
};

static const int fcntl_commands[]
    = { F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD, F_DUPFD_CLOEXEC, F_GET_SEALS };

static int
add_plain (scmp_filter_ctx context)
{
  int status = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (plain_calls) && status == 0; i++)
    {
      status = seccomp_rule_add (context, SCMP_ACT_ALLOW, plain_calls[i], 0);
      /* Calls that this architecture never had (time, poll on arm64) need no rule. */
      if (status == -EDOM || status == -EINVAL)
        status = 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fcntl_commands) && status == 0; i++)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1,
                               SCMP_A1 (SCMP_CMP_EQ, (scmp_datum_t) fcntl_commands[i]));
  return status;
}

/* Memory that can be executed is never made: mappings of code exist before the filter does. */
static int
add_memory (scmp_filter_ctx context)
{
  int status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                                 SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));

  if (status == 0)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                               SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  return status;
}

static int
add_threads (scmp_filter_ctx context)
{
  /* The flags of clone3() lie in memory where a filter cannot see them: glibc takes clone()
   * instead. */
  int status = seccomp_rule_add (context, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);

  if (status == 0)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                               SCMP_A0 (SCMP_CMP_EQ, THREAD_FLAGS));
  /* abort(): a signal to itself, and to nobody else. */
  if (status == 0)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                               SCMP_A0 (SCMP_CMP_EQ, PID_PLACE));
  if (status == 0)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (prctl), 1,
                               SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME));
  /* Asking for limits, not setting them. */
  if (status == 0)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1,
                               SCMP_A2 (SCMP_CMP_EQ, 0));
  /* fstat() of glibc 2.33 and later. A hostile worker can learn with it whether a path exists; it
   * cannot open it. */
  if (status == 0)
    status = seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (newfstatat), 1,
                               SCMP_A3 (SCMP_CMP_EQ, AT_EMPTY_PATH));
  return status;
}

/* Sanitizers ask for a few more, none of which opens anything. */
static int
add_sanitizers (scmp_filter_ctx context)
{
  static const int calls[] = { SCMP_SYS (mincore), SCMP_SYS (getppid) };
  int status = 0;

  for (gsize i = 0; SANITIZED && i < G_N_ELEMENTS (calls) && status == 0; i++)
    {
      status = seccomp_rule_add (context, SCMP_ACT_ALLOW, calls[i], 0);
      if (status == -EEXIST || status == -EDOM)
        status = 0;
    }
  return status;
}

/* Reads back what libseccomp wrote. */
static GArray *
export_filter (scmp_filter_ctx context)
{
  int fd = memfd_create ("filter", MFD_CLOEXEC);
  struct stat status;

  if (fd < 0)
    return NULL;

  g_autoptr (GArray) filter = g_array_new (FALSE, FALSE, sizeof (struct sock_filter));
  gboolean read_back = FALSE;

  if (seccomp_export_bpf (context, fd) == 0 && fstat (fd, &status) == 0
      && status.st_size % (off_t) sizeof (struct sock_filter) == 0)
    {
      g_array_set_size (filter, (guint) status.st_size / (guint) sizeof (struct sock_filter));
      read_back = pread (fd, filter->data, (gsize) status.st_size, 0) == status.st_size;
    }
  close (fd);
  return read_back && filter->len > 0 && filter->len <= BPF_MAXINSNS ? g_steal_pointer (&filter)
                                                                     : NULL;
}

GArray *
assay_sandbox_filter_compile (GError **error)
{
  scmp_filter_ctx context = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  GArray *filter = NULL;

  if (context != NULL && add_plain (context) == 0 && add_memory (context) == 0
      && add_threads (context) == 0 && add_sanitizers (context) == 0)
    filter = export_filter (context);
  if (context != NULL)
    seccomp_release (context);
  if (filter == NULL)
    g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_SANDBOX,
                         _ ("The filter of system calls cannot be made, so nothing was run"));
  return filter;
}

gboolean
assay_sandbox_filter_bind (GArray *filter, GPid pid)
{
  guint bound = 0;

  for (guint i = 0; i < filter->len; i++)
    {
      struct sock_filter *step = &g_array_index (filter, struct sock_filter, i);

      if (BPF_CLASS (step->code) == BPF_JMP && step->k == PID_PLACE)
        {
          step->k = (guint32) pid;
          bound++;
        }
    }
  return bound == 1;
}
