/* assay-npy.c: matrices as NumPy files. */
#include "signal/assay-npy.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-write.h"

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
