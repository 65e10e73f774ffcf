/* assay-case-db-fold.c: the log of SQLite laid over its database, in memory. */
#include "case/assay-case-db-fold-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"

/* What a case is read into memory up to: 30 times the largest that was measured. */
#define LARGEST ((guint64) 2 * 1024 * 1024 * 1024)

#define LOG_HEADER 32u
#define FRAME_HEADER 24u
#define LOG_MAGIC 0x377f0682u /* the last bit: checksums of big-endian words */
#define LOG_VERSION 3007000u
#define DATABASE_HEADER 100u

typedef struct
{
  GBytes *log;
  const guint8 *bytes;
  gsize length;
  guint32 page; /* bytes of one */
  gboolean big;
  guint32 sum[2];
} Log;

static guint32
read_be (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static guint32
read_word (const Log *self, const guint8 *at)
{
  return self->big ? read_be (at) : GUINT32_SWAP_LE_BE (read_be (at));
}

/* The running checksum over @length bytes, a multiple of 8 (section 4.2). */
static void
add_to_sum (Log *self, const guint8 *data, gsize length)
{
  for (gsize i = 0; i + 8 <= length; i += 8)
    {
      self->sum[0] += read_word (self, data + i) + self->sum[1];
      self->sum[1] += read_word (self, data + i + 4) + self->sum[0];
    }
}

static gboolean
sum_is (const Log *self, const guint8 *at)
{
  return self->sum[0] == read_be (at) && self->sum[1] == read_be (at + 4);
}

/* FALSE if nothing in it counts: a header that was not finished is no error to SQLite either. */
static gboolean
begin (Log *self)
{
  const guint8 *head = self->bytes;
  if (self->length < LOG_HEADER || (read_be (head) & ~1u) != LOG_MAGIC
      || read_be (head + 4) != LOG_VERSION)
    return FALSE;
  self->big = (read_be (head) & 1u) != 0;
  self->page = read_be (head + 8);
  add_to_sum (self, head, 24);
  return self->page >= 512 && self->page <= 65536 && (self->page & (self->page - 1)) == 0
         && sum_is (self, head + 24);
}

/* Whether the frame at @at goes on what came before it. */
static gboolean
continues (Log *self, gsize at)
{
  const guint8 *frame = self->bytes + at;
  if (self->length - at < FRAME_HEADER + self->page || read_be (frame) == 0
      || memcmp (frame + 8, self->bytes + 16, 8) != 0)
    return FALSE;
  add_to_sum (self, frame, 8);
  add_to_sum (self, frame + FRAME_HEADER, self->page);
  return sum_is (self, frame + 16);
}

/* How far the log counts: the end of its last commit, after which the database has @pages pages. */
static gsize
find_end (Log *self, guint32 *pages)
{
  gsize end = 0;
  if (!begin (self))
    return 0;
  for (gsize at = LOG_HEADER; at < self->length && continues (self, at);
       at += FRAME_HEADER + self->page)
    {
      const guint32 committed = read_be (self->bytes + at + 4);
      if (committed == 0)
        continue;
      *pages = committed;
      end = at + FRAME_HEADER + self->page;
    }
  return end;
}

/* @file whole, in room for at least @least bytes. */
static guint8 *
read_database (int fd, guint64 length, guint64 least, GError **error)
{
  const guint64 room = MAX (MAX (length, least), DATABASE_HEADER);
  guint8 *image = room > LARGEST ? NULL : sqlite3_malloc64 (room);
  if (image == NULL)
    {
      assay_case_set_errno (error, ENOMEM, _ ("The case does not fit into memory"));
      return NULL;
    }
  memset (image, 0, room);
  for (guint64 done = 0; done < length;)
    {
      const ssize_t got = pread (fd, image + done, length - done, (off_t) done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          assay_case_set_errno (error, errno, _ ("A file of the case could not be read"));
          sqlite3_free (image);
          return NULL;
        }
      if (got == 0)
        break;
      done += (guint64) got;
    }
  return image;
}

/* Bytes 18 and 19 say that there is a log; in the image there is none. */
static void
forget_log (guint8 *image)
{
  image[18] = image[19] = 1;
}

static guint8 *
fold (int fd, guint64 length, Log *log, gint64 *size, GError **error)
{
  guint32 pages = 0;
  const gsize end = find_end (log, &pages);
  const guint64 wanted = end == 0 ? length : (guint64) pages * log->page;
  guint8 *image = read_database (fd, length, wanted, error);
  if (image == NULL)
    return NULL;
  for (gsize at = LOG_HEADER; at < end; at += FRAME_HEADER + log->page)
    {
      const guint32 number = read_be (log->bytes + at);
      if (number <= pages) /* later pages were cut off again */
        memcpy (image + (guint64) (number - 1) * log->page, log->bytes + at + FRAME_HEADER,
                log->page);
    }
  forget_log (image);
  *size = (gint64) wanted;
  return image;
}

/* An open plain file of at most LARGEST bytes; -1 with errno. */
static int
open_plain (const char *path, guint64 *length)
{
  const int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  if (fd < 0)
    return -1;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && (guint64) info.st_size <= LARGEST)
    {
      *length = (guint64) info.st_size;
      return fd;
    }
  assay_close (fd);
  errno = ENOMEM;
  return -1;
}

static gboolean
read_log (Log *self, const char *path, GError **error)
{
  guint64 length = 0;
  const int fd = open_plain (path, &length);
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd >= 0)
    self->log = assay_read_file (fd, (gsize) length, error);
  else
    assay_case_set_errno (error, errno, _ ("A file of the case could not be read"));
  assay_close (fd);
  if (self->log != NULL)
    self->bytes = g_bytes_get_data (self->log, &self->length);
  return self->log != NULL;
}

guint8 *
assay_db_fold (const char *file, const char *log_path, gint64 *size, GError **error)
{
  Log log = { 0 };
  guint64 length = 0;
  guint8 *image = NULL;
  const int fd = open_plain (file, &length);
  if (fd < 0)
    assay_case_set_errno (error, errno, _ ("A file of the case could not be read"));
  else if (read_log (&log, log_path, error))
    image = fold (fd, length, &log, size, error);
  assay_close (fd);
  g_clear_pointer (&log.log, g_bytes_unref);
  return image;
}
