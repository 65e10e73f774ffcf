/* assay-source.c: positional, bounded reading of one file. */
#include "base/assay-source.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-error.h"
#include "base/assay-limits.h"

#define CHECKSUM_BLOCK ((gsize) 1024 * 1024)

struct _AssaySource
{
  int fd;        /* -1 over memory */
  GBytes *bytes; /* NULL over a descriptor */
  guint64 size;
};

AssaySource *
assay_source_new_fd (int fd, GError **error)
{
  struct stat status;
  int copy = fcntl (fd, F_DUPFD_CLOEXEC, 0);

  if (copy < 0 || fstat (copy, &status) != 0)
    {
      int code = errno;

      if (copy >= 0)
        close (copy);
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, _ ("The file cannot be read: %s"),
                   g_strerror (code));
      return NULL;
    }

  AssaySource *self = g_atomic_rc_box_new0 (AssaySource);

  self->fd = copy;
  self->size = status.st_size < 0 ? 0 : (guint64) status.st_size;
  return self;
}

AssaySource *
assay_source_new_bytes (GBytes *bytes)
{
  AssaySource *self = g_atomic_rc_box_new0 (AssaySource);

  self->fd = -1;
  self->bytes = g_bytes_ref (bytes);
  self->size = g_bytes_get_size (bytes);
  return self;
}

AssaySource *
assay_source_ref (AssaySource *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
source_clear (gpointer data)
{
  AssaySource *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

void
assay_source_unref (AssaySource *self)
{
  g_atomic_rc_box_release_full (self, source_clear);
}

guint64
assay_source_get_size (const AssaySource *self)
{
  return self->size;
}

/* All else reads by pread(): the position that this moves is nobody's. */
guint64
assay_source_skip_hole (AssaySource *self, guint64 offset)
{
  off_t data;

  if (self->fd < 0 || offset >= self->size)
    return offset;
  data = lseek (self->fd, (off_t) offset, SEEK_DATA);
  if (data < 0)
    return errno == ENXIO ? self->size : offset;
  return MIN ((guint64) data, self->size);
}

static gssize
read_descriptor (AssaySource *self, guint64 offset, guint8 *buffer, gsize length, GError **error)
{
  gsize done = 0;

  while (done < length)
    {
      gssize got = pread (self->fd, buffer + done, length - done, (off_t) (offset + done));

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The file cannot be read at byte %" PRIu64 ": %s"), offset + done,
                       g_strerror (errno));
          return -1;
        }
      if (got == 0)
        break;
      done += (gsize) got;
    }
  return (gssize) done;
}

gssize
assay_source_read_into (
    AssaySource *self, guint64 offset, void *buffer, gsize length, GError **error)
{
  if (offset >= self->size)
    return 0;
  length = (gsize) MIN ((guint64) length, self->size - offset);
  if (self->bytes == NULL)
    return read_descriptor (self, offset, buffer, length, error);

  const guint8 *data = g_bytes_get_data (self->bytes, NULL);

  memcpy (buffer, data + offset, length);
  return (gssize) length;
}

GBytes *
assay_source_read (AssaySource *self, guint64 offset, gsize length, GError **error)
{
  if (offset > self->size || length > self->size - offset)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_TRUNCATED,
                   _ ("The file ends before byte %" PRIu64), offset + length);
      return NULL;
    }
  if (self->bytes != NULL)
    return g_bytes_new_from_bytes (self->bytes, (gsize) offset, length);

  g_autofree guint8 *buffer = assay_try_alloc (length, 1, ASSAY_LIMIT_BLOCK, error);

  if (buffer == NULL)
    return NULL;

  gssize got = read_descriptor (self, offset, buffer, length, error);

  if (got < 0)
    return NULL;
  if ((gsize) got < length)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_TRUNCATED,
                           _ ("The file became shorter while it was read"));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), length);
}

GBytes *
assay_source_read_all (AssaySource *self, gsize most, GError **error)
{
  if (self->size <= most)
    return assay_source_read (self, 0, (gsize) self->size, error);
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
               _ ("The file is larger than %zu bytes, the most that is expected here."), most);
  return NULL;
}

gboolean
assay_source_update_checksum (AssaySource *self,
                              GChecksum *checksum,
                              AssayProgress *progress,
                              GCancellable *cancellable,
                              GError **error)
{
  for (guint64 at = 0; at < self->size; at += CHECKSUM_BLOCK)
    {
      const gsize length = (gsize) MIN (CHECKSUM_BLOCK, self->size - at);
      g_autoptr (GBytes) bytes = assay_source_read (self, at, length, error);

      if (bytes == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize) length);
      if (progress != NULL)
        assay_progress_set_count (progress, at + length, self->size, N_ ("Reading"));
    }
  return TRUE;
}
