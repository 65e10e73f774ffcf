/* assay-series-header.c: names of columns of which some are numbers. */
#include "wavemark/assay-series-header.h"

#include <string.h>

#include "wavemark/assay-series-number.h"
#include "wavemark/assay-series-stamp.h"

#define MOST_RECORDS 200u
#define MOST_COLUMNS 64u
/* A word without digits is a name if as many cells below it, and this share of them, have digits.
 */
#define LEAST_BELOW 3u
#define NAMED_SHARE 0.9

typedef enum
{
  CELL_EMPTY,
  CELL_TEXT,
  CELL_NUMBER,
  CELL_TIME
} CellKind;

/* A column: what its first cell is, and what is below that. */
typedef struct
{
  gboolean word;
  gboolean time;
  guint filled, digits, times;
} Column;

/* What stands where a value is missing is no name. */
static gboolean
is_missing (const AssaySeriesField *field)
{
  static const char *const words[]
      = { "nan",  "na",  "n/a",      "#n/a",    "nil",   "none", "null",
          "-inf", "inf", "infinity", "missing", "error", "err" };

  if (!g_ascii_isalpha (field->text[0]) && (guchar) field->text[0] < 128 && field->text[0] != '_')
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == field->length
        && g_ascii_strncasecmp (words[i], field->text, field->length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_digit (const AssaySeriesField *field)
{
  for (gsize i = 0; i < field->length; i++)
    if (g_ascii_isdigit (field->text[i]))
      return TRUE;
  return FALSE;
}

static CellKind
kind_of (const AssaySeriesField *field, char decimal)
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  AssaySeriesNumber number;

  if (field->length == 0)
    return CELL_EMPTY;
  if (assay_series_number_parse (field->text, field->length, decimal, &number))
    return CELL_NUMBER;
  return assay_series_stamp_canonical (field->text, field->length, NULL, stamp) > 0
                 && stamp[0] == 't'
             ? CELL_TIME
             : CELL_TEXT;
}

static void
look_at (Column *columns, const AssaySeriesRecord *record, gboolean first, char decimal)
{
  for (guint i = 0; i < MIN (record->n_fields, MOST_COLUMNS); i++)
    {
      const AssaySeriesField *field = &record->fields[i];
      CellKind kind = kind_of (field, decimal);

      if (first)
        {
          columns[i].word = kind == CELL_TEXT && !has_digit (field) && !is_missing (field);
          columns[i].time = kind == CELL_TIME;
          continue;
        }
      columns[i].filled += kind != CELL_EMPTY ? 1 : 0;
      columns[i].digits += has_digit (field) ? 1 : 0;
      columns[i].times += kind == CELL_TIME ? 1 : 0;
    }
}

gboolean
assay_series_header_is_there (AssaySource *sample, const AssaySeriesFormat *format)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (sample, format);
  AssaySeriesRecord record;
  Column columns[MOST_COLUMNS] = { 0 };
  gboolean first = TRUE, named = FALSE;

  for (guint n = 0; n < MOST_RECORDS && assay_series_reader_next (reader, &record, NULL); n++)
    if (record.n_fields > 1 || record.fields[0].length > 0)
      {
        look_at (columns, &record, first, format->decimal);
        first = FALSE;
      }
  for (guint i = 0; i < MOST_COLUMNS; i++)
    {
      const Column *column = &columns[i];

      if (column->time && column->times * 2 > column->filled)
        return FALSE;
      if (column->word && column->filled >= LEAST_BELOW
          && column->digits >= NAMED_SHARE * column->filled)
        named = TRUE;
    }
  return named;
}
