/* assay-case-files.c: SQLite never opens a pipe for a case, and never deletes a file that a foreign
 * journal names. */
#include "case/assay-case-files-private.h"

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"

#define JOURNAL "case.db-journal"

static const guint8 journal_magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

/* A super-journal record is the last thing in a journal and ends with the magic number; a page
 * record ends with a checksum that a nonce goes into. */
static gboolean
names_another_file (int fd)
{
  struct stat info;
  guint8 end[sizeof journal_magic];
  if (fstat (fd, &info) != 0 || info.st_size < (off_t) sizeof end)
    return FALSE;
  return pread (fd, end, sizeof end, info.st_size - (off_t) sizeof end) != (ssize_t) sizeof end
         || memcmp (end, journal_magic, sizeof end) == 0;
}

/* SQLite opens whatever stands there, and a FIFO under one of its names makes it wait for ever. */
static gboolean
check_kinds (int folder, GError **error)
{
  static const char *const names[] = { "case.db", "case.db-wal", "case.db-shm", JOURNAL };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      struct stat info;
      if (fstatat (folder, names[i], &info, AT_SYMLINK_NOFOLLOW) != 0 || S_ISREG (info.st_mode))
        continue;
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                           _ ("The file is not an Assay case."));
      return FALSE;
    }
  return TRUE;
}

gboolean
assay_case_files_check (const char *path, GError **error)
{
  const int folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return TRUE; /* SQLite says what is wrong with it */
  const gboolean plain = check_kinds (folder, error);
  const int fd
      = plain ? openat (folder, JOURNAL, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
  const gboolean foreign = fd >= 0 && names_another_file (fd);
  assay_close (fd);
  assay_close (folder);
  if (foreign)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("“%s” in the case folder is a foreign journal: it names another file, which "
                    "would be deleted. The case was not opened and nothing was changed."),
                 JOURNAL);
  return plain && !foreign;
}

static int
open_own (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  if ((flags & SQLITE_OPEN_SUPER_JOURNAL) != 0)
    {
      file->pMethods = NULL; /* nothing to close */
      return SQLITE_CANTOPEN;
    }
  return ((sqlite3_vfs *) vfs->pAppData)->xOpen (vfs->pAppData, name, file, flags, out_flags);
}

const char *
assay_case_files_vfs (void)
{
  static sqlite3_vfs own;
  static gsize registered = 0;
  if (g_once_init_enter (&registered))
    {
      sqlite3_vfs *system = sqlite3_vfs_find (NULL);
      own = *system;
      own.zName = "assay-case";
      own.pNext = NULL;
      own.pAppData = system;
      own.xOpen = open_own;
      if (sqlite3_vfs_register (&own, 0) != SQLITE_OK)
        g_error ("SQLite takes no VFS");
      g_once_init_leave (&registered, 1);
    }
  return own.zName;
}
