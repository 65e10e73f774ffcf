/* assay-series-table.c: a table opened for marking: which column has the stamps, which the values.
 */
#include "wavemark/assay-series-table.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/assay-model-error.h"
#include "wavemark/assay-series-look.h"
#include "wavemark/assay-series-pattern.h"
#include "wavemark/assay-series-time.h"

/* Of a date or a time of day in a column of its own. */
#define MOST_STAMP 40u

AssaySeriesReader *
assay_series_table_read (AssaySeriesTable *self, GError **error)
{
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (self->source, &self->format);
  AssaySeriesRecord record;
  GError *trouble = NULL;

  if (self->format.header && !assay_series_reader_next (reader, &record, &trouble)
      && trouble != NULL)
    {
      g_propagate_error (error, trouble);
      return NULL;
    }
  return g_steal_pointer (&reader);
}

/* The names of the header, or "#1", "#2" … */
static GPtrArray *
read_names (AssaySeriesTable *self, guint n)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (self->source, &self->format);
  AssaySeriesRecord record = { 0 };

  if (self->format.header)
    (void) assay_series_reader_next (reader, &record, NULL);
  for (guint i = 0; i < n; i++)
    if (i < record.n_fields && record.fields[i].length > 0)
      g_ptr_array_add (names,
                       assay_text_line (record.fields[i].text, (gssize) record.fields[i].length));
    else
      g_ptr_array_add (names, g_strdup_printf ("#%u", i + 1));
  return names;
}

/* By name, else by "#" and number; -1. */
static int
find_column (GPtrArray *names, const char *wanted)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (names, wanted, g_str_equal, &index))
    return (int) index;
  if (wanted[0] == '#')
    {
      char *end;
      guint64 number = g_ascii_strtoull (wanted + 1, &end, 10);

      if (*end == '\0' && number >= 1 && number <= names->len)
        return (int) number - 1;
    }
  return -1;
}

/* Whether more than one column is called @name. */
static gboolean
is_shared (const GPtrArray *names, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < names->len; i++)
    n += g_str_equal (names->pdata[i], name) ? 1 : 0;
  return n > 1;
}

/* The first one would be a guess, and of a guess nothing would tell afterwards. */
static gboolean
check_shared (const GPtrArray *names, const char *wanted, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  if (!is_shared (names, wanted))
    return TRUE;
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (names->pdata[i], wanted))
      g_string_append_printf (list, "%s#%u", list->len > 0 ? ", " : "", i + 1);
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               /* Translators: the name of a column, then numbers of columns: "#2, #3". */
               _ ("The table has more than one column “%s”; say which by its number: %s"), wanted,
               list->str);
  return FALSE;
}

static gboolean
refuse_column (GPtrArray *names, const char *wanted, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, 12u); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (char *) names->pdata[i]);
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("The table has no column “%s”; its columns are %s"), wanted, list->str);
  return FALSE;
}

static void
add_column (AssaySeriesTable *self, guint index, const char *name, const char *label)
{
  self->columns = g_renew (AssaySeriesColumn, self->columns, self->n_columns + 1);
  self->columns[self->n_columns++]
      = (AssaySeriesColumn){ index, g_strdup (name), g_strdup (label), FALSE };
}

static gboolean
name_columns (AssaySeriesTable *self, const char *wanted, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (wanted, ",", (gint) ASSAY_SERIES_MOST_COLUMNS + 1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      int whole = find_column (self->names, part);
      const char *equals = whole < 0 ? strrchr (part, '=') : NULL;
      g_autofree char *name = equals == NULL   ? g_strdup (part)
                              : self->original ? g_strdup (equals + 1)
                                               : g_strndup (part, (gsize) (equals - part));
      int index = whole >= 0 ? whole : find_column (self->names, name);

      if (*part == '\0')
        continue;
      if (index < 0 || i >= ASSAY_SERIES_MOST_COLUMNS)
        return refuse_column (self->names, part, error);
      if (!check_shared (self->names, whole >= 0 ? part : name, error))
        return FALSE;
      if (!assay_series_table_has_value (self, (guint) index))
        add_column (self, (guint) index, self->names->pdata[index],
                    equals != NULL ? equals + 1 : self->names->pdata[index]);
    }
  return TRUE;
}

/* The first column of numbers that is not @time and not the count of rows in front of others. Where
 * the column of the stamps is known, any other of numbers will do; the first, if it counts none. */
static void
choose_values (AssaySeriesTable *self, GArray *looks, int time)
{
  for (guint round = 0; self->n_columns == 0 && round < (time < 0 ? 1 : 2); round++)
    for (guint i = 0; self->n_columns == 0 && i < looks->len; i++)
      {
        AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, i);

        if ((int) i == time || (int) i == self->clock || look->numbers == 0
            || look->numbers * 2 < look->filled)
          continue;
        if ((round > 0 && (i > 0 || look->steps * 2 < look->numbers))
            || ((look->likely + look->dates) * 2 < look->filled
                && (i > 0 || looks->len == 1 || assay_series_look_distinct (look) < 1.0)))
          add_column (self, i, self->names->pdata[i], self->names->pdata[i]);
      }
}

/* Why a column has no number, or too few that can be read: what most of its cells have. */
static gboolean
refuse_numbers (const AssaySeriesLook *look, const char *name, GError **error)
{
  if (look->lengthy > look->numbers && look->lengthy > look->groups)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("The numbers of the column “%s” have more than %u characters, and cannot be "
                    "written again digit by digit; round them first"),
                 name, ASSAY_SERIES_NUMBER_MOST_LENGTH);
  else
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 look->groups > 0
                     ? _ ("Most numbers of the column “%s” cannot be read: they have marks "
                          "between their thousands")
                     : _ ("The column “%s” has no number that can be read: finite, between "
                          "1e-300 and 1e300, without units, spaces or marks between thousands"),
                 name);
  return FALSE;
}

/* Whether every number with a decimal mark would be one between thousands: "2.152" beside "404". */
static gboolean
may_be_grouped (const AssaySeriesLook *look)
{
  return look->thousands > 0 && look->below > 0
         && look->thousands + look->below + look->zeros == look->numbers;
}

/* Whether there is something to mark in every column. */
static gboolean
check_values (AssaySeriesTable *self, GArray *looks, int time, GError **error)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      const AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, self->columns[i].index);

      if (look->numbers == 0 || look->groups > look->numbers || look->lengthy > look->numbers)
        return refuse_numbers (look, self->columns[i].name, error);
      self->columns[i].grouped = may_be_grouped (look);
    }
  if (self->n_columns > 0)
    return TRUE;
  for (guint i = 0; i < looks->len; i++)
    {
      const AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, i);

      if ((int) i != time && (int) i != self->clock && look->lengthy > look->numbers
          && look->lengthy > look->filled / 2)
        return refuse_numbers (look, self->names->pdata[i], error);
    }
  if (time >= 0 && g_array_index (looks, AssaySeriesLook, time).numbers > 0)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("Beside “%s”, which is taken for the time stamps, the table has no column of "
                    "numbers"),
                 (char *) self->names->pdata[time]);
  else
    g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                         _ ("The table has no column of numbers: finite, between 1e-300 and "
                            "1e300, without units, spaces or marks between thousands"));
  return FALSE;
}

/* @time: the column of the stamps as far as it is known beforehand; -1. */
static gboolean
choose_columns (AssaySeriesTable *self, GArray *looks, const char *wanted, int time, GError **error)
{
  if (!name_columns (self, wanted, error))
    return FALSE;
  for (guint i = 0; i < self->n_columns; i++)
    if ((int) self->columns[i].index == time || (int) self->columns[i].index == self->clock)
      {
        g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                     _ ("The column “%s” cannot be both the time stamps and marked: a mark that "
                        "changes its own stamps is never found again"),
                     self->columns[i].name);
        return FALSE;
      }
  if (time < 0)
    time = assay_series_time_choose (self, looks);
  choose_values (self, looks, time);
  return check_values (self, looks, time, error);
}

/* @format: (nullable): found from the file without. */
static AssaySeriesTable *
open_table (AssaySource *source,
            const AssaySeriesFormat *format,
            AssayParameters *parameters,
            gboolean original,
            gboolean needs_time,
            GError **error)
{
  g_autoptr (AssaySeriesTable) self = g_new0 (AssaySeriesTable, 1);
  g_autoptr (GArray) looks = NULL;
  const char *time = assay_parameters_get_text (parameters, "time");
  int named;

  self->source = assay_source_ref (source);
  self->original = original;
  self->time = self->clock = -1;
  self->time_format = g_strdup (assay_parameters_get_text (parameters, "time_format"));
  if (format != NULL)
    self->format = *format;
  if (!assay_series_pattern_check (self->time_format, error)
      || (format == NULL && !assay_series_format_detect (source, &self->format, error)))
    return NULL;
  looks = assay_series_look_new (self, error);
  if (looks == NULL)
    return NULL;
  self->names = read_names (self, looks->len);
  named = assay_series_time_name (self, time);
  if (*time != '\0' && named < 0 && needs_time)
    {
      (void) refuse_column (self->names, time, error);
      return NULL;
    }
  if (needs_time && !check_shared (self->names, time, error))
    return NULL;
  if (!choose_columns (self, looks, assay_parameters_get_text (parameters, "columns"), named, error)
      || !assay_series_time_find (self, looks, named, needs_time, error))
    return NULL;
  return g_steal_pointer (&self);
}

AssaySeriesTable *
assay_series_table_open (AssaySource *source,
                         AssayParameters *parameters,
                         gboolean needs_time,
                         GError **error)
{
  return open_table (source, NULL, parameters, FALSE, needs_time, error);
}

AssaySeriesTable *
assay_series_table_open_as (AssaySource *source,
                            const AssaySeriesFormat *format,
                            AssayParameters *parameters,
                            GError **error)
{
  return open_table (source, format, parameters, FALSE, FALSE, error);
}

AssaySeriesTable *
assay_series_table_open_original (AssaySource *source,
                                  AssayParameters *parameters,
                                  gboolean needs_time,
                                  GError **error)
{
  return open_table (source, NULL, parameters, TRUE, needs_time, error);
}

void
assay_series_table_free (AssaySeriesTable *self)
{
  assay_source_unref (self->source);
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_free (self->columns[i].name);
      g_free (self->columns[i].label);
    }
  g_free (self->columns);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self->time_format);
  g_free (self->time_name);
  g_free (self->time_others);
  g_free (self);
}

char *
assay_series_table_tell_columns (const AssaySeriesTable *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    if (is_shared (self->names, self->columns[i].name))
      g_string_append_printf (list, "%s#%u", i > 0 ? ", " : "", self->columns[i].index + 1);
    else
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", self->columns[i].name);
  return g_string_free (list, FALSE);
}

const char *
assay_series_table_tell_time (const AssaySeriesTable *self)
{
  return self->time_name;
}

int
assay_series_table_find (const AssaySeriesTable *self, const char *name)
{
  return find_column (self->names, name);
}

gboolean
assay_series_table_has_value (const AssaySeriesTable *self, guint index)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].index == index)
      return TRUE;
  return FALSE;
}

gboolean
assay_series_table_get_number (const AssaySeriesTable *self,
                               const AssaySeriesRecord *record,
                               guint column,
                               AssaySeriesNumber *number)
{
  guint index = self->columns[column].index;

  return index < record->n_fields
         && assay_series_number_parse (record->fields[index].text, record->fields[index].length,
                                       self->format.decimal, number);
}

/* Of a date and a time of day as one cell with both would have it. */
static gsize
get_joined_stamp (const AssaySeriesTable *self,
                  const AssaySeriesRecord *record,
                  char stamp[ASSAY_SERIES_STAMP_SIZE])
{
  const AssaySeriesField *date = &record->fields[self->time];
  const AssaySeriesField *clock;
  char text[2 * MOST_STAMP + 2];

  if ((guint) self->clock >= record->n_fields)
    return 0;
  clock = &record->fields[self->clock];
  if (date->length == 0 || clock->length == 0 || date->length > MOST_STAMP
      || clock->length > MOST_STAMP)
    return 0;
  memcpy (text, date->text, date->length);
  text[date->length] = ' ';
  memcpy (text + date->length + 1, clock->text, clock->length);
  return assay_series_stamp_canonical (text, date->length + 1 + clock->length, self->time_format,
                                       stamp);
}

gsize
assay_series_table_get_stamp (const AssaySeriesTable *self,
                              const AssaySeriesRecord *record,
                              char stamp[ASSAY_SERIES_STAMP_SIZE])
{
  const AssaySeriesField *field;
  gsize length;

  if (self->time < 0 || (guint) self->time >= record->n_fields)
    return 0;
  if (self->clock >= 0)
    return get_joined_stamp (self, record, stamp);
  field = &record->fields[self->time];
  length = assay_series_stamp_canonical (field->text, field->length, self->time_format, stamp);
  if (self->timed && stamp[0] == 's' && !assay_series_stamp_is_date (field->text, field->length))
    return 0;
  return length;
}
