/* assay-source-file.c: opening evidence. */
#include "case/assay-source-file-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-event-words.h"
#include "case/assay-files-private.h"

static gboolean
refuse (AssaySourceFile *self, const char *reason, const char *path, GError **error)
{
  g_autofree char *name = path[0] == '\0' ? g_strdup ("“”") : g_filename_display_basename (path);
  self->refused = reason;
  /* translators: a file name and a sentence about it */
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_SOURCE, _ ("%s: %s"), name,
               assay_refusal_words (reason));
  return FALSE;
}

/* Files that the kernel makes up while they are read pass for regular ones. */
static gboolean
is_real_filesystem (int fd)
{
  static const guint32 made_up[] = {
    PROC_SUPER_MAGIC,
    SYSFS_MAGIC,
    DEBUGFS_MAGIC,
    TRACEFS_MAGIC,
    CGROUP_SUPER_MAGIC,
    CGROUP2_SUPER_MAGIC,
    SELINUX_MAGIC,
    SECURITYFS_MAGIC,
    PSTOREFS_MAGIC,
    EFIVARFS_MAGIC,
    BPF_FS_MAGIC,
    DEVPTS_SUPER_MAGIC,
    NSFS_MAGIC,
    SMACK_MAGIC,
    BINFMTFS_MAGIC,
    0x62656570 /* configfs */,
    0x19800202 /* mqueue */,
  };
  struct statfs fs;
  if (fstatfs (fd, &fs) != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (made_up); i++)
    if ((guint32) fs.f_type == made_up[i])
      return FALSE;
  return TRUE;
}

/* NULL if a file of this kind can be evidence. */
static const char *
why_not (const struct stat *info)
{
  switch (info->st_mode & S_IFMT)
    {
    case S_IFREG:
      return NULL;
    case S_IFLNK:
      return "symlink";
    case S_IFDIR:
      return "folder";
    case S_IFIFO:
      return "pipe";
    case S_IFSOCK:
      return "socket";
    default:
      return "device";
    }
}

static int
open_gently (const char *path)
{
  /* O_NONBLOCK: a FIFO would wait for its writer; it has no effect on regular files. */
  const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  const struct open_how how = { .flags = (guint64) flags, .resolve = RESOLVE_NO_MAGICLINKS };
  const long fd = syscall (SYS_openat2, AT_FDCWD, path, &how, sizeof how);
  if (fd < 0 && (errno == ENOSYS || errno == EPERM))
    return open (path, flags);
  return (int) fd;
}

/* A read lease is granted only while nobody has the file open for writing. Its breaking is asked
 * for later, so the signal must be one that is ignored by default: SIGIO would end the process. */
static gboolean
take_lease (int fd)
{
  return fcntl (fd, F_SETSIG, SIGURG) == 0 && fcntl (fd, F_SETLEASE, F_RDLCK) == 0;
}

gboolean
assay_source_file_open (AssaySourceFile *self, const char *path, GError **error)
{
  *self = (AssaySourceFile){ .fd = -1 };
  struct stat info;
  /* Before opening: even opening a tape or a watchdog does something. */
  if (lstat (path, &info) != 0)
    return refuse (self,
                   errno == ENOENT   ? "missing"
                   : errno == EACCES ? "forbidden" /* a folder on the way */
                                     : "unreadable",
                   path, error);
  const char *reason = why_not (&info);
  if (reason != NULL)
    return refuse (self, reason, path, error);
  self->fd = open_gently (path);
  if (self->fd < 0)
    return refuse (self, errno == EACCES || errno == EPERM ? "forbidden" : "unopened", path, error);
  reason = fstat (self->fd, &self->before) != 0 ? "unreadable" : why_not (&self->before);
  /* Before the size, which is 0 for what the kernel makes up. */
  if (reason == NULL && !is_real_filesystem (self->fd))
    reason = "made-up";
  if (reason == NULL && self->before.st_size == 0)
    reason = "empty";
  if (reason != NULL)
    {
      assay_source_file_close (self);
      return refuse (self, reason, path, error);
    }
  self->leased = take_lease (self->fd);
  (void) posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  return TRUE;
}

void
assay_source_file_close (AssaySourceFile *self)
{
  assay_close (self->fd); /* gives the lease back too */
  self->fd = -1;
}

gboolean
assay_source_file_lease_holds (const AssaySourceFile *self)
{
  return self->leased && fcntl (self->fd, F_GETLEASE) == F_RDLCK;
}

gboolean
assay_source_file_unchanged (const AssaySourceFile *self, struct stat *now)
{
  struct stat info;
  if (fstat (self->fd, &info) != 0)
    return FALSE;
  if (now != NULL)
    *now = info;
  return info.st_size == self->before.st_size && info.st_ino == self->before.st_ino
         && info.st_mtim.tv_sec == self->before.st_mtim.tv_sec
         && info.st_mtim.tv_nsec == self->before.st_mtim.tv_nsec
         && info.st_ctim.tv_sec == self->before.st_ctim.tv_sec
         && info.st_ctim.tv_nsec == self->before.st_ctim.tv_nsec;
}
