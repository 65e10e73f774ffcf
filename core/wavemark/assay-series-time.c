/* assay-series-time.c: which column of a table has the time stamps. */
#include "wavemark/assay-series-time.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/assay-model-error.h"
#include "wavemark/assay-series-look.h"

/* Of a column taken for stamps without being named: less is enough for times, which a copy with
 * rows inserted or at a higher rate repeats. */
#define DISTINCT_SHARE 0.5
#define DISTINCT_TIMES 0.1
/* Of one that is named beside it. */
#define DISTINCT_OTHERS 0.9
#define MOST_OTHERS 4u
/* Of the stamps that are times, for what is none to be no stamp. */
#define TIMED_SHARE 0.9
/* In which the column of the stamps is looked for. */
#define ROUNDS 4u

/* Likely times first, then dates and seconds since 1970, then any times, then whatever differs from
 * row to row: the first of as many @rounds. */
static int
choose_time (AssaySeriesTable *self, GArray *looks, guint rounds)
{
  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < looks->len; i++)
      {
        AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, i);
        const guint counts[ROUNDS] = { look->likely, look->dates, look->times, look->filled };
        guint times = counts[round];

        if (assay_series_table_has_value (self, i) || times * 2 < look->filled)
          continue;
        if (assay_series_look_distinct (look)
            >= (round < ROUNDS - 1 ? DISTINCT_TIMES : DISTINCT_SHARE))
          return (int) i;
      }
  return -1;
}

int
assay_series_time_choose (AssaySeriesTable *self, GArray *looks)
{
  return choose_time (self, looks, 2);
}

/* A date and a time of day side by side in whatever columns. */
static gboolean
choose_date_and_clock (AssaySeriesTable *self, GArray *looks)
{
  int date = -1, clock = -1;

  for (guint i = 0; i < looks->len; i++)
    {
      const AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, i);

      if (assay_series_table_has_value (self, i) || look->filled == 0)
        continue;
      if (clock < 0 && look->clocks >= TIMED_SHARE * look->filled)
        clock = (int) i;
      else if (date < 0 && look->times + look->dates >= TIMED_SHARE * look->filled
               && look->numbers == 0)
        date = (int) i;
    }
  if (date < 0 || clock < 0)
    return FALSE;
  self->time = date;
  self->clock = clock;
  return TRUE;
}

static void
note_time (AssaySeriesTable *self, GArray *looks)
{
  const AssaySeriesLook *look;

  if (self->time < 0)
    return;
  look = &g_array_index (looks, AssaySeriesLook, self->time);
  self->timed = look->numbers == 0 && look->times + look->dates >= TIMED_SHARE * look->filled;
  self->time_name = self->clock < 0
                        ? g_strdup (self->names->pdata[self->time])
                        : g_strdup_printf ("%s, %s", (char *) self->names->pdata[self->time],
                                           (char *) self->names->pdata[self->clock]);
}

/* Whether a person could have meant the column by its stamps: times, or words and whole numbers of
 * which nearly each is another one. */
static gboolean
could_be_stamps (AssaySeriesLook *look)
{
  if (look->filled == 0)
    return FALSE;
  if ((look->times + look->dates + look->clocks) * 2 >= look->filled)
    return assay_series_look_distinct (look) >= DISTINCT_TIMES;
  return look->wholes == look->numbers && assay_series_look_distinct (look) >= DISTINCT_OTHERS;
}

/* The columns that might have been taken instead. */
static void
note_others (AssaySeriesTable *self, GArray *looks)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; self->time >= 0 && i < looks->len && n < MOST_OTHERS; i++)
    {
      AssaySeriesLook *look = &g_array_index (looks, AssaySeriesLook, i);

      if ((int) i == self->time || (int) i == self->clock || assay_series_table_has_value (self, i)
          || !could_be_stamps (look))
        continue;
      g_string_append_printf (list, "%s%s", n > 0 ? ", " : "", (char *) self->names->pdata[i]);
      n++;
    }
  if (n > 0)
    self->time_others = g_string_free (g_steal_pointer (&list), FALSE);
}

gboolean
assay_series_time_find (
    AssaySeriesTable *self, GArray *looks, int named, gboolean needed, GError **error)
{
  self->time = named >= 0 ? named : choose_time (self, looks, ROUNDS - 1);
  if (self->time < 0 && !choose_date_and_clock (self, looks))
    self->time = choose_time (self, looks, ROUNDS);
  note_time (self, looks);
  if (named < 0)
    note_others (self, looks);
  if (self->time >= 0 && self->clock < 0 && needed && *self->time_format != '\0'
      && g_array_index (looks, AssaySeriesLook, self->time).times == 0)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("No cell of the column “%s” is a time stamp of the form “%s”"),
                   (char *) self->names->pdata[self->time], self->time_format);
      return FALSE;
    }
  if (self->time >= 0 || !needed)
    return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("No column has time stamps that differ from row to row; name one with "
                          "time=, or use scheme=values"));
  return FALSE;
}

int
assay_series_time_name (AssaySeriesTable *self, const char *wanted)
{
  int whole = *wanted == '\0' ? -1 : assay_series_table_find (self, wanted);
  const char *comma = strchr (wanted, ',');

  if (whole >= 0 || comma == NULL)
    return whole;

  g_autofree char *date = g_strstrip (g_strndup (wanted, (gsize) (comma - wanted)));
  g_autofree char *clock = g_strstrip (g_strdup (comma + 1));

  whole = assay_series_table_find (self, date);
  if (whole >= 0)
    self->clock = assay_series_table_find (self, clock);
  return self->clock < 0 ? -1 : whole;
}
