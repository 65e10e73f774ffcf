/* assay-npy.c: matrices as NumPy files. */
#include "signal/assay-npy.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-error.h"

/* Magic, version 1.0, length of the text. */
#define PREFIX 10

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

void
assay_npy_head (gsize rows, gsize columns, guint8 *head)
{
  static const guint8 prefix[PREFIX]
      = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, ASSAY_NPY_HEAD - PREFIX, 0 };
  g_autofree char *text
      = g_strdup_printf ("{'descr': '<f8', 'fortran_order': False, 'shape': (%zu, %zu), }",
                         (size_t) rows, (size_t) columns);

  memset (head, ' ', ASSAY_NPY_HEAD);
  memcpy (head, prefix, sizeof prefix);
  memcpy (head + PREFIX, text, strlen (text));
  head[ASSAY_NPY_HEAD - 1] = '\n';
}

gboolean
assay_npy_write (int fd, guint64 offset, gconstpointer data, gsize size, GError **error)
{
  const guint8 *bytes = data;

  while (size > 0)
    {
      gssize written = pwrite (fd, bytes, size, (off_t) offset);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The file cannot be written: %s"), g_strerror (errno));
          return FALSE;
        }
      bytes += written;
      size -= (gsize) written;
      offset += (guint64) written;
    }
  return TRUE;
}

gboolean
assay_npy_write_matrix (int fd, const double *values, gsize rows, gsize columns, GError **error)
{
  guint8 head[ASSAY_NPY_HEAD];

  assay_npy_head (rows, columns, head);
  return assay_npy_write (fd, 0, head, sizeof head, error)
         && assay_npy_write (fd, ASSAY_NPY_HEAD, values, rows * columns * sizeof *values, error);
}
