/* assay-alloc.c: allocation of sizes that an input can influence. */
#include "base/assay-limits.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-error.h"

gpointer
assay_try_alloc (gsize n, gsize size, gsize limit, GError **error)
{
  gsize bytes;

  if (limit == 0)
    limit = ASSAY_LIMIT_BLOCK;
  if (!g_size_checked_mul (&bytes, n, size) || bytes > limit)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                   _ ("The file asks for more memory than the limit of %zu bytes"), limit);
      return NULL;
    }

  gpointer memory = g_try_malloc0 (MAX (bytes, 1));

  if (memory == NULL)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                 _ ("There is not enough memory for %zu bytes"), bytes);
  return memory;
}
