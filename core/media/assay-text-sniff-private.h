/* assay-text-sniff-private.h: whether bytes are text, and what kind; the dialect of a table. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_ENCODING_BINARY, /* not text */
  ASSAY_ENCODING_ASCII,
  ASSAY_ENCODING_UTF8,
  ASSAY_ENCODING_UTF8_BOM,
  ASSAY_ENCODING_UTF16_LE,
  ASSAY_ENCODING_UTF16_BE,
  ASSAY_ENCODING_LATIN1, /* bytes above 127 that are not UTF-8, hardly any control characters */
} AssayEncoding;

typedef struct
{
  AssayEncoding encoding;
  gsize start; /* bytes of the byte order mark */
} AssayTextKind;

/* "ascii", "utf-8" …, for facts. */
const char *assay_encoding_name (AssayEncoding encoding);

/* Of the first bytes of a file; a character cut off at the end of @data is no fault. */
AssayTextKind assay_text_kind (const guint8 *data, gsize size);

/* A decimal number, "nan" or "inf", perhaps in quotes and with blanks around it. */
gboolean assay_text_is_number (const char *text);

typedef struct
{
  char delimiter; /* ',' ';' '\t' '|', or 0 for a single column */
  guint columns;
  gboolean quoted; /* some field stands in double quotes */
} AssayTableDialect;

/* The delimiter under which the lines of @data agree best. A last line without an end is left out
 * unless it is the only one. FALSE if nothing looks like a table: fewer than two lines, or no
 * number in a single column. */
gboolean assay_table_guess (const guint8 *data, gsize size, AssayTableDialect *dialect);

/* Format id ("csv", "tsv", "json", "xml", "svg", "html", "text"), NULL for binary. */
const char *assay_text_sniff (const guint8 *data, gsize size);

G_END_DECLS
