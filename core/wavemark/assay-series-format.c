/* assay-series-format.c: which delimiter, decimal mark and header a table has. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wavemark/assay-series-number.h"
#include "wavemark/assay-series-stamp.h"
#include "wavemark/assay-series-text.h"

#define SAMPLE 65536u
#define MOST_RECORDS 200u
#define MOST_COUNT 256u
#define USUAL ",;\t|^~&\x1f "
/* Tried when the others give no table and the file is no single column, as text and stamps have
 * them too; what they give must have values in a quarter of its cells. */
#define RARE ":#*!/_"
#define RARE_LEAST 0.3

/* What rows that leave out their last cells are worth beside those that have all of the first. */
#define RAGGED 0.9

/* What a delimiter makes of the sample. */
typedef struct
{
  guint records;            /* not empty */
  guint counts[MOST_COUNT]; /* records by number of fields */
  guint cells;
  guint points;   /* cells that are numbers with '.', or stamps */
  guint commas;   /* the same with ',' */
  guint dotted;   /* of points, those that are nothing with ',' */
  guint groups;   /* of commas, those that may be whole numbers by thousands: "1,234" */
  guint tails;    /* records of two numbers whose second has as many characters as the first such */
  gsize tail;     /* how many */
  guint in_first; /* of the better kind, in the first record */
  guint n_first;  /* fields of the first record */
} Look;

static gboolean
is_value (const AssaySeriesField *field, char decimal)
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  AssaySeriesNumber number;

  return assay_series_number_parse (field->text, field->length, decimal, &number)
         || (assay_series_stamp_canonical (field->text, field->length, NULL, stamp) > 0
             && stamp[0] == 't');
}

/* One to three digits, a comma and three more. */
static gboolean
is_group (const AssaySeriesField *field)
{
  gsize from = field->length > 0 && strchr ("+-", field->text[0]) != NULL ? 1 : 0;

  return field->length >= from + 5 && field->length <= from + 7
         && field->text[field->length - 4] == ',' && field->text[from] != '0';
}

static void
look_at (const AssaySeriesRecord *record, Look *look)
{
  guint points = 0;
  guint commas = 0;

  if (record->n_fields == 1 && record->fields[0].length == 0)
    return;
  look->records++;
  look->counts[MIN (record->n_fields, MOST_COUNT - 1)]++;
  for (guint i = 0; i < record->n_fields; i++)
    {
      const AssaySeriesField *field = &record->fields[i];
      gboolean point = is_value (field, '.');
      gboolean comma = is_value (field, ',');

      points += point ? 1 : 0;
      commas += comma ? 1 : 0;
      look->dotted += point && !comma ? 1 : 0;
      look->groups += comma && !point && is_group (field) ? 1 : 0;
    }
  if (look->records == 1)
    {
      look->in_first = MAX (points, commas);
      look->n_first = record->n_fields;
    }
  if (record->n_fields == 2 && points == 2)
    {
      look->tail = look->tails == 0 ? record->fields[1].length : look->tail;
      look->tails += look->tail == record->fields[1].length ? 1 : 0;
    }
  look->cells += record->n_fields;
  look->points += points;
  look->commas += commas;
}

/* Where the cells are divided by commas too, those with a comma for their decimals stand in quotes;
 * so do thousands, which are not taken for decimals as long as other cells have points. */
static char
decimal_of (const Look *look, char delimiter)
{
  if (look->commas <= look->points)
    return '.';
  return delimiter != ',' || look->dotted == 0 || look->commas - look->groups > look->points ? ','
                                                                                             : '.';
}

/* The records of @sample that are whole; the last may be cut. */
static gboolean
look_with (AssaySource *sample, char delimiter, Look *look, GError **error)
{
  const AssaySeriesFormat format = { .delimiter = delimiter, .decimal = '.' };
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (sample, &format);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  *look = (Look){ 0 };
  while (look->records < MOST_RECORDS && assay_series_reader_next (reader, &record, &trouble))
    look_at (&record, look);
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL;
}

/* Share of records with the commonest number of fields, times the share of cells with a value;
 * nothing if that number is one. Half as much if the first record has another number: what cuts
 * stamps into pieces ("5 May 2021;2,5") leaves their name whole. */
static double
rate (const Look *look)
{
  guint best = 1;
  guint ragged = 0;

  for (guint i = 1; i < MOST_COUNT; i++)
    if (look->counts[i] > look->counts[best])
      best = i;
  if (look->records == 0 || best < 2)
    return 0.0;
  for (guint i = 2; i <= MIN (look->n_first, MOST_COUNT - 1); i++)
    ragged += look->counts[i];
  return MAX ((look->n_first == best ? 1.0 : 0.5) * look->counts[best], RAGGED * ragged)
         / look->records * (0.05 + (double) MAX (look->points, look->commas) / look->cells);
}

static AssaySource *
take_sample (AssaySource *source, gsize *mark, GError **error)
{
  gsize size = (gsize) MIN (assay_source_get_size (source), SAMPLE);
  g_autoptr (GBytes) bytes = assay_source_read (source, 0, size, error);
  if (bytes == NULL)
    return NULL;

  const char *data = g_bytes_get_data (bytes, NULL);

  *mark = size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  if (size == *mark || memchr (data, 0, size) != NULL)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           size == *mark
                               ? _ ("The file is empty; a table of numbers is needed")
                               : _ ("The file is not a table in plain text (UTF-8 or ASCII)"));
      return NULL;
    }

  g_autoptr (GBytes) text = g_bytes_new_from_bytes (bytes, *mark, size - *mark);

  return assay_source_new_bytes (text);
}

/* One name above numbers that a comma would cut into two, the second always as long: decimals. */
static gboolean
is_cut (const Look *look)
{
  return look->n_first == 1 && look->in_first == 0 && look->tails > 0
         && look->tails == look->counts[2] && look->counts[1] + look->counts[2] == look->records
         && look->points + 1 == look->cells;
}

/* A single column of numbers, one a line: a copy that lost its stamps. */
static gboolean
detect_single (AssaySource *sample, char delimiter, AssaySeriesFormat *format, GError **error)
{
  Look look;

  if (!look_with (sample, delimiter, &look, error) || look.records == 0
      || look.counts[1] != look.records || MAX (look.points, look.commas) * 2 < look.records)
    return FALSE;
  format->delimiter = delimiter;
  format->decimal = decimal_of (&look, delimiter);
  format->header = look.in_first == 0;
  return TRUE;
}

/* What is best of @delimiters becomes the format's, if it is better than @best. @bare: it leaves a
 * single record without any value. */
static gboolean
try_delimiters (AssaySource *sample,
                const char *delimiters,
                AssaySeriesFormat *format,
                double *best,
                gboolean *bare,
                GError **error)
{
  for (const char *at = delimiters; *at != '\0'; at++)
    {
      Look look;

      if (!look_with (sample, *at, &look, error))
        return FALSE;
      if (rate (&look) <= *best || (*at == ',' && is_cut (&look)))
        continue;
      *best = rate (&look);
      *bare = look.records == 1 && look.points + look.commas == 0;
      format->delimiter = *at;
      format->decimal = decimal_of (&look, *at);
      format->header = look.in_first == 0 && look.points + look.commas > 0;
    }
  return TRUE;
}

gboolean
assay_series_format_detect (AssaySource *source, AssaySeriesFormat *format, GError **error)
{
  gsize mark = 0;
  g_autoptr (AssaySource) sample = take_sample (source, &mark, error);
  double best = 0.0, rare = RARE_LEAST;
  gboolean bare = FALSE;
  GError *trouble = NULL;

  if (sample == NULL)
    return FALSE;
  *format = (AssaySeriesFormat){ .mark = mark };
  if (!try_delimiters (sample, USUAL, format, &best, &bare, error))
    return FALSE;
  if (bare)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           _ ("The table has no rows below its header"));
      return FALSE;
    }
  if (best > 0.0 || detect_single (sample, ',', format, &trouble)
      || (trouble == NULL && detect_single (sample, ';', format, &trouble)))
    return TRUE;
  if (trouble == NULL && try_delimiters (sample, RARE, format, &rare, &bare, &trouble)
      && rare > RARE_LEAST)
    return TRUE;
  if (trouble != NULL)
    {
      g_propagate_error (error, trouble);
      return FALSE;
    }
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("The file has no two columns; a table with time stamps and numbers is "
                          "needed"));
  return FALSE;
}
