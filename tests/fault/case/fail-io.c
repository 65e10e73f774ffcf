/* fail-io.c: preloaded into case-actor: the N-th call that changes a disk fails, or the process
 * dies there.
 *
 * ASSAY_FAIL=N:WHAT with WHAT one of EIO, ENOSPC, KILL; N counts write, pwrite, fsync, fdatasync,
 * ftruncate, rename and unlink on anything but the standard streams. With ASSAY_FAIL_COUNT=FILE the
 * number of such calls is written there at the end. SQLite reaches the disk through the same
 * functions, so its log and its commits are included. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long calls;

/* dlsym gives an object pointer; a union avoids the cast that ISO C lacks. */
#define REAL(name)                                                                                 \
  union                                                                                            \
  {                                                                                                \
    void *object;                                                                                  \
    __typeof__ (name) *function;                                                                   \
  } real = { .object = dlsym (RTLD_NEXT, #name) }

static int
fails (void)
{
  const char *wanted = getenv ("ASSAY_FAIL");
  const long turn = atomic_fetch_add (&calls, 1) + 1;
  char *what = NULL;
  if (wanted == NULL || strtol (wanted, &what, 10) != turn)
    return 0;
  if (strcmp (what, ":KILL") == 0)
    (void) kill (getpid (), SIGKILL);
  errno = strcmp (what, ":ENOSPC") == 0 ? ENOSPC : EIO;
  return 1;
}

static void __attribute__ ((destructor)) tell_count (void)
{
  const char *path = getenv ("ASSAY_FAIL_COUNT");
  FILE *file = path == NULL ? NULL : fopen (path, "w");
  if (file == NULL)
    return;
  (void) fprintf (file, "%ld\n", atomic_load (&calls));
  (void) fclose (file);
}

ssize_t
write (int fd, const void *data, size_t size)
{
  REAL (write);
  return fd > 2 && fails () ? -1 : real.function (fd, data, size);
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  REAL (pwrite64);
  return fd > 2 && fails () ? -1 : real.function (fd, data, size, offset);
}

int
fsync (int fd)
{
  REAL (fsync);
  return fails () ? -1 : real.function (fd);
}

int
fdatasync (int fd)
{
  REAL (fdatasync);
  return fails () ? -1 : real.function (fd);
}

int
ftruncate64 (int fd, off64_t size)
{
  REAL (ftruncate64);
  return fails () ? -1 : real.function (fd, size);
}

int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  REAL (renameat);
  return fails () ? -1 : real.function (from_folder, from, to_folder, to);
}

int
unlinkat (int folder, const char *name, int flags)
{
  REAL (unlinkat);
  return fails () ? -1 : real.function (folder, name, flags);
}
