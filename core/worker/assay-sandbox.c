/* assay-sandbox.c: entering the sandbox: limits, capabilities, Landlock, system call filter, in
 * this order. */
#include "worker/assay-sandbox.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "worker/assay-client.h"
#include "worker/assay-sandbox-private.h"

/* A thread's stack and the arena that glibc reserves for it count against the address space, so the
 * limit on written memory (RLIMIT_DATA) is the exact one and RLIMIT_AS only stops what maps without
 * end. */
#define ADDRESS_SPACE_SLACK (G_GUINT64_CONSTANT (16) * 1024 * 1024 * 1024)
/* The stack of a thread counts as written memory whether used or not; 8 MiB unless the person set
 * another size. */
#define STACK_SIZE (G_GUINT64_CONSTANT (8) * 1024 * 1024)
/* The job's own thread, and two that a library may start. */
#define MORE_THREADS 3
/* All processes and threads of this user count, so a tight limit would stop honest threads on a
 * busy desktop; new processes are refused by the filter, this stops a storm of threads. */
#define MOST_THREADS 16384

/* The kernel's interface in full, because Debian 12's header ends with ABI 2. */
struct landlock_rules
{
  guint64 files;
  guint64 network;
  guint64 scope;
};

struct _AssaySandbox
{
  GArray *filter;
  int landlock;         /* ABI version, 0 without */
  guint64 data_size;    /* bytes of writable private memory of the program itself */
  guint64 address_size; /* bytes of its address space */
};

/* Bytes that the template takes: the job's allowance comes on top. */
static gboolean
measure_program (AssaySandbox *self)
{
  g_autofree char *text = NULL;
  unsigned long long total;
  unsigned long long data;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL)
      || sscanf (text, "%llu %*u %*u %*u %*u %llu", &total, &data) != 2)
    return FALSE;

  guint64 page = (guint64) sysconf (_SC_PAGESIZE);

  self->address_size = total * page;
  self->data_size = data * page;
  return TRUE;
}

static gboolean
fail (GError **error, const char *what)
{
  /* Translators: %s is an English technical name of a sandbox part */
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_SANDBOX,
               _ ("The sandbox cannot be set up (%s), so nothing was run"), what);
  return FALSE;
}

AssaySandbox *
assay_sandbox_prepare (GError **error)
{
  g_autoptr (AssaySandbox) self = g_new0 (AssaySandbox, 1);
  long abi
      = syscall (SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);

  self->landlock = abi > 0 ? (int) abi : 0;
  self->filter = assay_sandbox_filter_compile (error);
  if (self->filter == NULL)
    return NULL;
  if (!measure_program (self))
    {
      fail (error, "memory");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_sandbox_free (AssaySandbox *self)
{
  g_clear_pointer (&self->filter, g_array_unref);
  g_free (self);
}

const char *
assay_sandbox_get_level (const AssaySandbox *self)
{
  return self->landlock > 0 ? "seccomp+landlock" : "seccomp";
}

int
assay_sandbox_keep_descriptor (int fd)
{
  if (fd != 3 && dup3 (fd, 3, O_CLOEXEC) < 0)
    return -1;
  return close_range (4, ~0u, 0) == 0 ? 3 : -1;
}

static gboolean
set_limit (__rlimit_resource_t resource, guint64 value)
{
  struct rlimit limit;

  if (getrlimit (resource, &limit) != 0)
    return FALSE;
  /* Never above what the person or the system already set. */
  limit.rlim_max = MIN (limit.rlim_max, (rlim_t) value);
  limit.rlim_cur = limit.rlim_max;
  return setrlimit (resource, &limit) == 0;
}

/* SIGXCPU at the limit, which tells the host why; SIGKILL a little later if that is ignored. */
static gboolean
set_processor_limit (guint64 seconds)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CPU, &limit) != 0)
    return FALSE;
  limit.rlim_max = MIN (limit.rlim_max, (rlim_t) seconds + 2);
  limit.rlim_cur = MIN (limit.rlim_max, (rlim_t) seconds);
  return setrlimit (RLIMIT_CPU, &limit) == 0;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/* The shadow memory of a sanitizer is terabytes of address space. */
static gboolean
set_memory_limits (const AssaySandbox *self, const AssayWireLimits *limits)
{
  return TRUE;
}
#else
static gboolean
set_memory_limits (const AssaySandbox *self, const AssayWireLimits *limits)
{
  guint64 memory = limits->memory * 1024 * 1024 + STACK_SIZE * (limits->threads + MORE_THREADS);

  return set_limit (RLIMIT_DATA, self->data_size + memory)
         && set_limit (RLIMIT_AS, self->address_size + ADDRESS_SPACE_SLACK + memory);
}
#endif

static gboolean
set_limits (const AssaySandbox *self, const AssayWireLimits *limits)
{
  return set_limit (RLIMIT_CORE, 0) && set_limit (RLIMIT_NOFILE, limits->descriptors)
         && set_limit (RLIMIT_FSIZE, limits->file_size) && set_limit (RLIMIT_NPROC, MOST_THREADS)
         && set_limit (RLIMIT_MEMLOCK, 0) && set_limit (RLIMIT_MSGQUEUE, 0)
         && (limits->processor == 0 || set_processor_limit (limits->processor))
         && set_memory_limits (self, limits);
}

/* A person who runs Assay as root does not run its parsers with root's powers. */
static gboolean
drop_capabilities (void)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

  return syscall (SYS_capset, &header, none) == 0;
}

/* No file, no network, no signal outside: a ruleset without a rule. What each ABI knows: 1 thirteen
 * rights on files, 2 refer, 3 truncate, 5 ioctl on devices; 4 TCP bind and connect; 6 abstract
 * sockets and signals. */
static gboolean
enter_landlock (int abi)
{
  static const guint file_bits[] = { 0, 13, 14, 15, 15, 16 };
  struct landlock_rules rules = { .files = (G_GUINT64_CONSTANT (1) << file_bits[MIN (abi, 5)]) - 1,
                                  .network = abi >= 4 ? 3 : 0,
                                  .scope = abi >= 6 ? 3 : 0 };
  gsize size = sizeof rules.files;

  if (abi >= 6)
    size = sizeof rules;
  else if (abi >= 4)
    size = sizeof rules.files + sizeof rules.network;

  int ruleset = (int) syscall (SYS_landlock_create_ruleset, &rules, size, 0);

  if (ruleset < 0)
    return FALSE;

  gboolean entered = syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;

  close (ruleset);
  return entered;
}

static gboolean
enter_filter (const AssaySandbox *self)
{
  g_autoptr (GArray) filter = g_array_copy (self->filter);

  if (!assay_sandbox_filter_bind (filter, getpid ()))
    return FALSE;

  struct sock_fprog program = { .len = (unsigned short) filter->len,
                                .filter = (struct sock_filter *) (gpointer) filter->data };

  return syscall (SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

gboolean
assay_sandbox_enter (const AssaySandbox *self,
                     const AssayWireLimits *limits,
                     GPid parent,
                     GError **error)
{
  if (prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid () != parent)
    return fail (error, "parent");
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail (error, "dumpable");
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail (error, "privileges");
  if (!set_limits (self, limits))
    return fail (error, "limits");
  if (!drop_capabilities ())
    return fail (error, "capabilities");
  if (self->landlock > 0 && !enter_landlock (self->landlock))
    return fail (error, "Landlock");
  if (!enter_filter (self))
    return fail (error, "seccomp");
  return TRUE;
}
