/* assay-case-lock.c: one writer for each case, whatever process it is in. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

/* A link, a folder, a pipe, a device: not the plain file that a case has; right after openat(). */
static gboolean
is_foreign (int fd)
{
  struct stat info;
  if (fd < 0)
    return errno == ELOOP || errno == EISDIR || errno == ENXIO || errno == ENODEV;
  return fstat (fd, &info) == 0 && !S_ISREG (info.st_mode);
}

int
assay_case_take_lock (int folder, GError **error)
{
  const int fd
      = openat (folder, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
  if (is_foreign (fd))
    {
      assay_close (fd);
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                   _ ("“%s” is not what a case has there."), "lock");
      return -1;
    }
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  const int number = errno;
  assay_close (fd);
  if (fd >= 0 && number == EWOULDBLOCK)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_LOCKED,
                         _ ("The case is open in another program; close it there to write here."));
  else if (number == EACCES || number == EPERM)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY,
                         _ ("The case folder cannot be written to."));
  else
    assay_case_set_errno (error, number, _ ("The case could not be locked"));
  return -1;
}
