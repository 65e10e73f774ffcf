/* assay-series-format.c: which delimiter, decimal mark and header a table has. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "wavemark/assay-series-header.h"
#include "wavemark/assay-series-number.h"
#include "wavemark/assay-series-stamp.h"
#include "wavemark/assay-series-text.h"

#define SAMPLE 65536u
#define MOST_RECORDS 200u
#define MOST_COUNT 256u
/* How cells may be divided. */
typedef struct
{
  char delimiter;
  guint spaces; /* as AssaySeriesFormat has it */
} Division;

static const Division usual[]
    = { { ',', 0 }, { ';', 0 },    { '\t', 0 }, { '|', 0 }, { '^', 0 }, { '~', 0 },
        { '&', 0 }, { '\x1f', 0 }, { ' ', 0 },  { ' ', 1 }, { ' ', 2 } };
/* What text, stamps and numbers have in them too. Such a delimiter must divide every record alike,
 * give values in a quarter of its cells, and what they are must be longer by a quarter than with
 * the best of the usual ones: who cuts the stamps in "2020-01-01 00:00#5" loses half of them. */
static const Division rare[] = { { ':', 0 }, { '#', 0 }, { '*', 0 }, { '!', 0 }, { '/', 0 },
                                 { '_', 0 }, { '@', 0 }, { '$', 0 }, { '%', 0 }, { '=', 0 } };
#define RARE_LEAST 0.3
#define LONGER 1.25
/* Notes about a table begin so, a line each. */
#define NOTE '#'

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
  gsize pointed;  /* characters of points and of dates */
  gsize commaed;  /* … and of commas */
  guint dotted;   /* of points, those that are nothing with ',' */
  guint groups;   /* of commas, those that may be whole numbers by thousands: "1,234" */
  guint tails;    /* records of two numbers that a decimal comma may join: the second only digits */
  guint even;     /* of tails, those with as many digits as the first */
  gsize tail;     /* how many */
  guint steps;    /* of tails, those whose first number is one more than the one before */
  double last;    /* first number */
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

static gboolean
is_whole (const AssaySeriesField *field, gboolean sign)
{
  gsize from = sign && field->length > 0 && strchr ("+-", field->text[0]) != NULL ? 1 : 0;

  for (gsize i = from; i < field->length; i++)
    if (!g_ascii_isdigit (field->text[i]))
      return FALSE;
  return field->length > from;
}

/* A number that stands alone, or one that a comma for its decimals would cut into two. */
static void
look_at_tail (const AssaySeriesRecord *record, Look *look)
{
  const AssaySeriesField *fields = record->fields;
  AssaySeriesNumber number;

  if (record->n_fields != 2 || !is_whole (&fields[0], TRUE) || !is_whole (&fields[1], FALSE)
      || !assay_series_number_parse (fields[0].text, fields[0].length, '.', &number))
    return;
  look->tail = look->tails == 0 ? fields[1].length : look->tail;
  look->even += look->tail == fields[1].length ? 1 : 0;
  look->steps += look->tails > 0 && !(fabs (number.value - look->last - 1.0) > 0.0) ? 1 : 0;
  look->last = number.value;
  look->tails++;
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
      look->pointed
          += point || assay_series_stamp_is_date (field->text, field->length) ? field->length : 0;
      look->commaed
          += comma || assay_series_stamp_is_date (field->text, field->length) ? field->length : 0;
      look->dotted += point && !comma ? 1 : 0;
      look->groups += comma && !point && is_group (field) ? 1 : 0;
    }
  if (look->records == 1)
    {
      look->in_first = MAX (points, commas);
      look->n_first = record->n_fields;
    }
  if (points == 2)
    look_at_tail (record, look);
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
look_with (AssaySource *sample, Division division, Look *look, GError **error)
{
  const AssaySeriesFormat format
      = { .delimiter = division.delimiter, .spaces = division.spaces, .decimal = '.' };
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

/* The commonest number of fields. */
static guint
commonest (const Look *look)
{
  guint best = 1;

  for (guint i = 1; i < MOST_COUNT; i++)
    if (look->counts[i] > look->counts[best])
      best = i;
  return best;
}

/* Share of records with the commonest number of fields, times the share of cells with a value;
 * nothing if that number is one. Half as much if the first record has another number: what cuts
 * stamps into pieces ("5 May 2021;2,5") leaves their name whole. */
static double
rate (const Look *look)
{
  guint best = commonest (look);
  guint ragged = 0;

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
                           size == *mark ? _ ("The file is empty; a table of numbers is needed")
                                         : _ ("The file is not a table in plain text (UTF-8 or "
                                              "ASCII); unpack or convert it first"));
      return NULL;
    }

  g_autoptr (GBytes) text = g_bytes_new_from_bytes (bytes, *mark, size - *mark);

  return assay_source_new_bytes (text);
}

/* One name above numbers that a comma would cut into two: decimals, unless the first counts its
 * rows and the second has now more, now fewer digits. */
static gboolean
is_cut (const Look *look)
{
  return look->n_first == 1 && look->in_first == 0 && look->tails > 0
         && look->tails == look->counts[2] && look->counts[1] + look->counts[2] == look->records
         && look->points + 1 == look->cells
         && (look->even == look->tails || look->steps * 2 < look->tails);
}

static void
take (AssaySeriesFormat *format, Division division, const Look *look)
{
  format->delimiter = division.delimiter;
  format->spaces = division.spaces;
  format->decimal = decimal_of (look, division.delimiter);
  format->header = look->in_first == 0 && look->points + look->commas > 0;
}

/* A single column of numbers, one a line: a copy that lost its stamps. */
static gboolean
detect_single (AssaySource *sample, char delimiter, AssaySeriesFormat *format, GError **error)
{
  const Division division = { delimiter, 0 };
  Look look;

  if (!look_with (sample, division, &look, error) || look.records == 0
      || look.counts[1] != look.records || MAX (look.points, look.commas) * 2 < look.records)
    return FALSE;
  take (format, division, &look);
  return TRUE;
}

/* What the best delimiter so far makes of the sample. */
typedef struct
{
  double rate;
  gsize covered; /* characters of values */
  gboolean bare; /* a single record without any value */
} Best;

static gsize
covered_by (const Look *look)
{
  return look->commas > look->points ? look->commaed : look->pointed;
}

/* Titles above a table may hold as many spaces as its stamps do: what leaves longer values needs
 * only half of the other's rate, and what leaves shorter ones twice as much. */
static gboolean
is_better (const Look *look, const Best *best)
{
  double rated = rate (look);
  double covered = (double) covered_by (look);

  if (covered > LONGER * (double) best->covered)
    return 2 * rated > best->rate;
  if (LONGER * covered < (double) best->covered)
    return rated > 2 * best->rate;
  return rated > best->rate;
}

/* What is best becomes the format's, if it is better than @best. */
static gboolean
try_usual (AssaySource *sample, AssaySeriesFormat *format, Best *best, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      Look look;

      if (!look_with (sample, usual[i], &look, error))
        return FALSE;
      if (!is_better (&look, best) || (usual[i].delimiter == ',' && is_cut (&look)))
        continue;
      best->rate = rate (&look);
      best->covered = covered_by (&look);
      best->bare = look.records == 1 && look.points + look.commas == 0;
      take (format, usual[i], &look);
    }
  return TRUE;
}

static gboolean
try_rare (AssaySource *sample, AssaySeriesFormat *format, Best *best, GError **error)
{
  best->rate = MAX (best->rate, RARE_LEAST);
  best->covered = (gsize) ((double) best->covered * LONGER);
  for (guint i = 0; i < G_N_ELEMENTS (rare); i++)
    {
      Look look;

      if (!look_with (sample, rare[i], &look, error))
        return FALSE;
      if (rate (&look) <= best->rate || covered_by (&look) <= best->covered
          || look.counts[commonest (&look)] != look.records)
        continue;
      best->rate = rate (&look);
      best->covered = covered_by (&look);
      take (format, rare[i], &look);
    }
  return TRUE;
}

/* The delimiter, the decimal mark and whether the first record has names. */
static gboolean
detect (AssaySource *sample, AssaySeriesFormat *format, GError **error)
{
  Best best = { 0 };
  GError *trouble = NULL;

  if (!try_usual (sample, format, &best, error))
    return FALSE;
  if (best.bare)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           _ ("The table has no rows below its header"));
      return FALSE;
    }
  if (!(best.rate > 0)
      && (detect_single (sample, ',', format, &trouble)
          || (trouble == NULL && detect_single (sample, ';', format, &trouble))))
    return TRUE;
  if (trouble == NULL && try_rare (sample, format, &best, &trouble) && format->delimiter != '\0')
    return TRUE;
  if (trouble == NULL)
    g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                         _ ("The file has no two columns; a table with time stamps and numbers is "
                            "needed"));
  else
    g_propagate_error (error, trouble);
  return FALSE;
}

/* Bytes of @line, which has @length up to the end of the sample, with its end. */
static gsize
line_length (const char *line, gsize length)
{
  gsize n = 0;

  while (n < length && line[n] != '\n' && line[n] != '\r')
    n++;
  if (n + 1 < length && line[n] == '\r' && line[n + 1] == '\n')
    n++;
  return MIN (n + 1, length);
}

/* Where the lines above a table end that are no part of it: what Excel writes about the delimiter
 * ("sep=;"), notes and, among them, empty lines. @last: the last note; as @end without any. */
static gsize
skip_notes (const char *text, gsize length, gsize *last)
{
  gsize end = 0;

  if (length > 5 && g_ascii_strncasecmp (text, "sep=", 4) == 0
      && line_length (text, length) - 5 <= 2)
    end = line_length (text, length);
  *last = end;
  for (gsize at = end; at < length;)
    {
      gsize n = line_length (text + at, length - at);

      if (text[at] == NOTE)
        {
          *last = at;
          end = at + n;
        }
      else if (text[at] != '\n' && text[at] != '\r')
        break;
      at += n;
    }
  if (end == length)
    *last = end = 0;
  return end;
}

/* A note directly above a table without other names that has as many cells is its header. */
static gboolean
is_header (AssaySource *sample, gsize note, const AssaySeriesFormat *format)
{
  AssaySeriesFormat from = *format;
  g_autoptr (AssaySeriesReader) reader = NULL;
  AssaySeriesRecord record;
  guint n_fields;

  from.mark = note;
  reader = assay_series_reader_new (sample, &from);
  if (!assay_series_reader_next (reader, &record, NULL))
    return FALSE;
  n_fields = record.n_fields;
  while (assay_series_reader_next (reader, &record, NULL))
    if (record.n_fields > 1 || record.fields[0].length > 0)
      return record.n_fields == n_fields;
  return FALSE;
}

/* Bytes of @body above its names: titles, records of one cell. 0 where no record of several names
 * is below them. */
static gsize
skip_titles (AssaySource *body, const AssaySeriesFormat *format)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (body, format);
  AssaySeriesRecord record;

  for (gsize at = 0; assay_series_reader_next (reader, &record, NULL); at += record.length)
    {
      guint filled = 0, values = 0;

      for (guint i = 0; i < record.n_fields; i++)
        {
          filled += record.fields[i].length > 0 ? 1 : 0;
          values += is_value (&record.fields[i], format->decimal) ? 1 : 0;
        }
      if (values > 0)
        return 0;
      if (filled > 1)
        return at;
    }
  return 0;
}

gboolean
assay_series_format_detect (AssaySource *source, AssaySeriesFormat *format, GError **error)
{
  gsize mark = 0, note, end;
  g_autoptr (AssaySource) sample = take_sample (source, &mark, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) rest = NULL;
  g_autoptr (AssaySource) body = NULL;

  if (sample == NULL)
    return FALSE;
  bytes = assay_source_read (sample, 0, (gsize) assay_source_get_size (sample), error);
  if (bytes == NULL)
    return FALSE;
  end = skip_notes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &note);
  rest = g_bytes_new_from_bytes (bytes, end, g_bytes_get_size (bytes) - end);
  body = assay_source_new_bytes (rest);
  *format = (AssaySeriesFormat){ 0 };
  if (!detect (body, format, error))
    return FALSE;
  format->header = format->header || assay_series_header_is_there (body, format);
  if (format->header)
    end += skip_titles (body, format);
  else if (note < end && is_header (sample, note, format))
    {
      format->header = TRUE;
      end = note;
    }
  format->mark = mark + end;
  return TRUE;
}
