/* assay-series-text.h: tables of numbers as text (CSV, TSV): where each cell lies in the bytes.
 *
 * RFC 4180 with what the world does besides: any delimiter, LF, CRLF or CR, quotes anywhere, a byte
 * order mark, rows of unequal length, columns aligned by spaces, notes above the header. Nothing is
 * decoded, so whoever rewrites a cell can copy the
 * rest byte for byte. Streams; a record is at most ASSAY_SERIES_RECORD_LIMIT bytes.
 */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

#define ASSAY_SERIES_RECORD_LIMIT (1u << 20)
#define ASSAY_SERIES_FIELD_LIMIT 4096u

typedef struct
{
  char delimiter;
  guint spaces;    /* so many delimiters in a row and more are one; 0: each is one */
  char decimal;    /* '.' or ',' */
  gboolean header; /* the first record has names */
  gsize mark;      /* bytes before the first record: a byte order mark, notes about the table */
} AssaySeriesFormat;

typedef struct
{
  const char
      *text; /* not ended by NUL; without the quotes around it, doubled quotes left doubled */
  gsize length;
} AssaySeriesField;

/* @field without the blanks around it, which may stand inside of quotes. */
AssaySeriesField assay_series_field_trim (const AssaySeriesField *field);

typedef struct
{
  const char *bytes; /* the record with its line end; until the next call */
  gsize length;
  const AssaySeriesField *fields;
  guint n_fields;
  guint64 number; /* counted from 0, the header included */
} AssaySeriesRecord;

/**
 * assay_series_format_detect:
 *
 * From the first 64 KiB: the delimiter that splits most records alike, the decimal mark that makes
 * more cells numbers, where the notes above the table end ("# …", "sep=;", lines of one cell) and
 * whether the first record behind them is none of numbers. ASSAY_BASE_ERROR_MALFORMED
 * for a file that is empty, holds zero bytes (UTF-16, binary) or no table of two columns.
 */
gboolean
assay_series_format_detect (AssaySource *source, AssaySeriesFormat *format, GError **error);

typedef struct _AssaySeriesReader AssaySeriesReader;

AssaySeriesReader *assay_series_reader_new (AssaySource *source, const AssaySeriesFormat *format)
    G_GNUC_WARN_UNUSED_RESULT;
void assay_series_reader_free (AssaySeriesReader *self);
/* TRUE with the next record, empty lines included (one empty field); FALSE at the end, or with
 * @error: LIMIT for a record or a number of fields above the limits, IO. */
gboolean
assay_series_reader_next (AssaySeriesReader *self, AssaySeriesRecord *record, GError **error);
/* 0..1 of the bytes read. */
double assay_series_reader_get_fraction (const AssaySeriesReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesReader, assay_series_reader_free)

G_END_DECLS
