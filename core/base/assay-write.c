/* assay-write.c: writing all of a block, whatever signals come. */
#include "base/assay-write.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/assay-error.h"

/* How much of a block is left after @written of write() or pwrite(); FALSE with errno. */
static gboolean
advance (gssize written, const guint8 **bytes, gsize *size)
{
  if (written < 0 && errno == EINTR)
    return TRUE;
  if (written == 0)
    errno = EIO;
  if (written <= 0)
    return FALSE;
  *bytes += written;
  *size -= (gsize) written;
  return TRUE;
}

gboolean
assay_write_all (int fd, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  while (size > 0)
    if (!advance (write (fd, bytes, size), &bytes, &size))
      return FALSE;
  return TRUE;
}

gboolean
assay_write_at (int fd, guint64 offset, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;
  const guint8 *start = data;

  while (size > 0)
    if (!advance (pwrite (fd, bytes, size, (off_t) (offset + (guint64) (bytes - start))), &bytes,
                  &size))
      return FALSE;
  return TRUE;
}

gboolean
assay_write_output (int fd, guint64 offset, gconstpointer data, gsize size, GError **error)
{
  if (assay_write_at (fd, offset, data, size))
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, _ ("The result cannot be written: %s"),
               g_strerror (errno));
  return FALSE;
}
