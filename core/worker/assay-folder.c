/* assay-folder.c: openat2() with the flags that keep a name beneath its folder. */
#include "worker/assay-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int
assay_folder_open_beneath (int folder, const char *name, int *code)
{
  struct open_how how
      = { .flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
          .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
  struct stat status = { .st_mode = 0 };
  int fd = (int) syscall (SYS_openat2, folder, name, &how, sizeof how);

  if (fd < 0)
    {
      *code = errno;
      return -1;
    }
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    return fd;
  close (fd);
  *code = S_ISDIR (status.st_mode) ? EISDIR : ENXIO;
  return -1;
}
