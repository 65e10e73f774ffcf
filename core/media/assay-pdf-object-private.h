/* assay-pdf-object-private.h: values in PDF dictionaries (ISO 32000-1, 7.3), as far as document
 * information needs them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The string value of @key ("/Title") in the dictionary text @data, decoded. NULL if there is none.
 * Returns: (transfer full) (nullable): UTF-8 */
char *assay_pdf_string (const char *data, gsize size, const char *key) G_GNUC_WARN_UNUSED_RESULT;

/* "D:20040910153900+02'00'" (7.9.4). */
gboolean assay_pdf_date (const char *text, gint64 *unix_ms, gboolean *zoned);

G_END_DECLS
