/* assay-series-look.c: what the first rows of a table say about each of its columns. */
#include "wavemark/assay-series-look.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "wavemark/assay-series-pattern.h"

/* Rows from which the columns are chosen. */
#define SAMPLE_ROWS 100000u
/* Any number is some second since 1970, so among columns of numbers that of the stamps is told by
 * these years, in milliseconds: 1971 to 2199. */
#define LIKELY_FROM (G_GINT64_CONSTANT (31536000) * 1000)
#define LIKELY_TO (G_GINT64_CONSTANT (7258118400) * 1000)

static void
look_clear (gpointer data)
{
  g_array_unref (((AssaySeriesLook *) data)->hashes);
}

/* FNV-1a, 64 bits: only to count how many stamps differ. */
static guint64
hash_of (const char *bytes, gsize length)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static gboolean
is_likely (const char *stamp, gboolean number)
{
  gint64 ms = stamp[0] == 't' ? g_ascii_strtoll (stamp + 1, NULL, 10) : 0;

  return stamp[0] == 't' && (!number || (ms >= LIKELY_FROM && ms < LIKELY_TO));
}

/* Hours and minutes, perhaps seconds, and nothing else. */
static gboolean
is_clock (const AssaySeriesField *field)
{
  AssaySeriesCursor cursor = { field->text, field->text + field->length };
  AssaySeriesMoment moment = ASSAY_SERIES_MOMENT_INIT;

  if (!assay_series_cursor_number (&cursor, 1, 2, &moment.hour)
      || !assay_series_cursor_char (&cursor, ":")
      || !assay_series_cursor_number (&cursor, 2, 2, &moment.minute))
    return FALSE;
  return cursor.at == cursor.end || *cursor.at == ':';
}

/* Whether @field, which is no number, would be one without its marks between thousands: groups of
 * three digits behind one to three. */
static gboolean
is_grouped (const AssaySeriesField *field, char decimal)
{
  gsize at = field->length > 0 && strchr ("+-", field->text[0]) != NULL ? 1 : 0;
  gsize digits = 0, groups = 0;
  char mark = '\0';

  for (; at < field->length; at++)
    {
      char byte = field->text[at];

      if (g_ascii_isdigit (byte))
        digits++;
      else if (digits == 0 || digits > 3 || (groups > 0 && digits != 3)
               || (byte != decimal
                   && (strchr (".,' ", byte) == NULL || (mark != '\0' && byte != mark))))
        return FALSE;
      else if (byte == decimal)
        return groups > 0;
      else
        {
          mark = byte;
          groups++;
          digits = 0;
        }
    }
  return groups > 0 && digits == 3;
}

/* Whether @field has nothing but digits and a decimal mark, only too many of them. */
static gboolean
is_lengthy (const AssaySeriesField *field, char decimal)
{
  if (field->length <= ASSAY_SERIES_NUMBER_MOST_LENGTH)
    return FALSE;
  for (gsize i = strchr ("+-", field->text[0]) != NULL ? 1 : 0; i < field->length; i++)
    if (!g_ascii_isdigit (field->text[i]) && field->text[i] != decimal)
      return FALSE;
  return TRUE;
}

/* How often the mark in a number may be one between thousands. */
static void
count_thousands (AssaySeriesLook *look, const AssaySeriesNumber *number)
{
  double size = fabs (number->value);

  if (number->scientific || number->point || !(size < 1000.0))
    return;
  if (number->decimals == 3)
    look->thousands += size >= 1.0 ? 1 : 0;
  else if (number->decimals == 0)
    *(size > 0.0 ? &look->below : &look->zeros) += 1;
}

static void
look_at (AssaySeriesTable *self, const AssaySeriesRecord *record, GArray *looks)
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  guint n = MIN (record->n_fields, ASSAY_SERIES_MOST_COLUMNS);

  while (looks->len < n)
    {
      AssaySeriesLook look = { .hashes = g_array_new (FALSE, FALSE, sizeof (guint64)) };

      g_array_append_val (looks, look);
    }
  for (guint i = 0; i < n; i++)
    {
      AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, i);
      const AssaySeriesField *field = &record->fields[i];
      AssaySeriesNumber number;
      gsize length
          = assay_series_stamp_canonical (field->text, field->length, self->time_format, stamp);
      guint64 hash = hash_of (stamp, length);

      gboolean is_number
          = assay_series_number_parse (field->text, field->length, self->format.decimal, &number);

      if (length == 0)
        continue;
      look->filled++;
      look->times += stamp[0] == 't';
      look->likely += is_likely (stamp, is_number) ? 1 : 0;
      look->numbers += is_number ? 1 : 0;
      look->wholes += is_number && number.decimals == 0 && !number.scientific ? 1 : 0;
      look->clocks += is_clock (field) ? 1 : 0;
      look->groups += !is_number && is_grouped (field, self->format.decimal) ? 1 : 0;
      look->lengthy += is_lengthy (field, self->format.decimal) ? 1 : 0;
      look->dates += is_number
                         ? number.value >= look->last && assay_series_stamp_is_epoch (number.value)
                         : assay_series_stamp_is_date (field->text, field->length);
      if (is_number)
        {
          count_thousands (look, &number);
          look->steps += !(fabs (number.value - look->last - 1.0) > 0.0) ? 1 : 0;
          look->last = number.value;
        }
      g_array_append_val (look->hashes, hash);
    }
}

GArray *
assay_series_look_new (AssaySeriesTable *table, GError **error)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (AssaySeriesLook));
  g_autoptr (AssaySeriesReader) reader = assay_series_table_read (table, error);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  g_array_set_clear_func (looks, look_clear);
  if (reader == NULL)
    return NULL;
  for (guint rows = 0; rows < SAMPLE_ROWS && assay_series_reader_next (reader, &record, &trouble);
       rows++)
    look_at (table, &record, looks);
  if (trouble == NULL && looks->len >= 1)
    return g_steal_pointer (&looks);
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  else
    g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                         _ ("The table has no rows"));
  return NULL;
}

static gint
compare_hashes (gconstpointer a, gconstpointer b)
{
  const guint64 *first = a;
  const guint64 *second = b;

  return (*first > *second) - (*first < *second);
}

double
assay_series_look_distinct (AssaySeriesLook *self)
{
  guint distinct = 0;

  g_array_sort (self->hashes, compare_hashes);
  for (guint i = 0; i < self->hashes->len; i++)
    distinct += i == 0
                || g_array_index (self->hashes, guint64, i)
                       != g_array_index (self->hashes, guint64, i - 1);
  return self->filled == 0 ? 0.0 : (double) distinct / self->filled;
}
