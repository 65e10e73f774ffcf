/* series-null.c: what the readers of marked tables say with keys that no table was marked with.
 *
 * usage: series-null SCHEME BITS COLUMN KEYS FILE [ORIGINAL]
 * SCHEME is timestamp, aligned (which needs ORIGINAL) or values. FILE is parsed, and aligned, once;
 * then KEYS other keys read it as series.extract does. Prints a histogram of -log10 p of one
 * expected mark and of the likeliest of all: where the file has no mark of the key, P (p <= x)
 * must not exceed x. Fails if any key is found or suspected. */
#include <math.h>
#include <string.h>

#include "signal/assay-tail.h"
#include "wavemark/assay-series-align.h"
#include "wavemark/assay-series-reading.h"
#include "wavemark/assay-series-scheme.h"
#include "wavemark/assay-series-strength.h"
#include "wavemark/assay-series-values.h"
#include "wavemark/assay-wavemark-info.h"

#define MOST_BITS 256u
#define STRENGTHS 6u
/* Half decades of p. */
#define BINS 13u
/* log10 p of a claim, and from which on something hints at a mark: as series.extract has them. */
#define FOUND (-6.0)
#define HINT (-2.0)

typedef struct
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  gsize length;
  AssaySeriesNumber number;
} Row;

typedef struct
{
  AssaySeriesTable *table;
  AssaySeriesData *data;
  GArray *rows; /* Row; a number of value 0 where the cell has none */
} File;

typedef struct
{
  guint expected[BINS], any[BINS];
  guint n, found, hints;
  double lowest[2];
} Histogram;

static void
load (File *self, const char *path, const char *column, gboolean needs_time)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParametersBuilder) builder
      = assay_parameters_builder_new (&assay_series_attack_info);
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (AssaySeriesReader) reader = NULL;
  g_autoptr (AssaySource) source = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  AssaySeriesRecord record;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL))
    g_error ("%s cannot be read", path);
  bytes = g_bytes_new (text, size);
  source = assay_source_new_bytes (bytes);
  g_assert_true (assay_parameters_builder_set (builder, "columns", column, NULL));
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  self->table = assay_series_table_open (source, parameters, needs_time, &error);
  g_assert_no_error (error);
  self->data = assay_series_data_read (self->table, 0, NULL, &error);
  g_assert_no_error (error);
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  reader = assay_series_table_read (self->table, &error);
  while (assay_series_reader_next (reader, &record, &error))
    {
      Row row = { 0 };

      if (!assay_series_table_get_number (self->table, &record, 0, &row.number))
        row.number = (AssaySeriesNumber){ 0 };
      row.length = assay_series_scheme_get_stamp (self->table, &record, self->rows->len, row.stamp);
      g_array_append_val (self->rows, row);
    }
  g_assert_no_error (error);
}

/* The rows of @file as each of the strengths sees them: for `aligned` with the original's stamps.
 */
static void
see (const File *file, const File *original, GArray **seen)
{
  for (guint i = 0; i < STRENGTHS; i++)
    {
      const AssaySeriesRows after = { file->data->values, file->data->n };
      g_autofree guint32 *at = g_new (guint32, file->rows->len);
      double scale;

      seen[i] = g_array_copy (file->rows);
      if (original == NULL)
        continue;

      const AssaySeriesRows before = { original->data->values, original->data->n };

      if (!assay_series_align (&before, &after, assay_series_strengths[i].step / 2.0,
                               original->data->quantum, at, &scale, NULL, NULL))
        g_error ("The tables are too long to be aligned");
      for (guint row = 0; row < seen[i]->len; row++)
        {
          Row *to = &g_array_index (seen[i], Row, row);

          if (at[row] == ASSAY_SERIES_NO_ROW)
            to->length = 0;
          else
            {
              const Row *from = &g_array_index (original->rows, Row, at[row]);

              memcpy (to->stamp, from->stamp, sizeof to->stamp);
              to->length = from->length;
            }
        }
    }
}

/* As series.extract reads the scheme: every strength, the likeliest counts. */
static void
read_stamped (GArray *const *seen,
              GBytes *key,
              const char *label,
              const guint8 *expected,
              guint n_bits,
              double *log10_p)
{
  double best = 1.0;

  for (guint i = 0; i < STRENGTHS; i++)
    {
      AssaySeriesStamped *column
          = assay_series_stamped_new (key, label, &assay_series_strengths[i], n_bits);
      g_autoptr (AssaySeriesReading) reading = NULL;

      for (guint row = 0; row < seen[i]->len; row++)
        {
          const Row *at = &g_array_index (seen[i], Row, row);

          if (at->number.quantum > 0.0)
            assay_series_stamped_add (column, at->stamp, at->length, &at->number, row);
        }
      reading = assay_series_reading_new (&column, 1, n_bits);
      if (reading->log10_p < best)
        {
          best = reading->log10_p;
          log10_p[0] = assay_tail_union (assay_series_reading_check (&column, 1, expected, n_bits),
                                         STRENGTHS);
          log10_p[1] = assay_tail_union (best, STRENGTHS);
        }
      assay_series_stamped_free (column);
    }
}

static void
read_values (const File *file, GBytes *key, const guint8 *expected, guint n_bits, double *log10_p)
{
  const AssaySeriesData *data = file->data;
  g_autoptr (AssaySeriesValues) values = assay_series_values_new (
      key, file->table->columns[0].label, data->quantum, ASSAY_SERIES_VALUES_WIDTH, n_bits);
  g_autoptr (AssaySeriesValuesReading) reading
      = assay_series_values_search (values, data->values, data->n, NULL, NULL);

  log10_p[0] = assay_series_values_check (values, data->values, data->n, reading->scale,
                                          reading->hypotheses, expected);
  log10_p[1] = reading->log10_p;
}

static void
count (Histogram *self, const double *log10_p)
{
  self->expected[MIN ((guint) (-2.0 * log10_p[0]), BINS - 1)]++;
  self->any[MIN ((guint) (-2.0 * log10_p[1]), BINS - 1)]++;
  for (guint i = 0; i < 2; i++)
    self->lowest[i] = MIN (self->lowest[i], log10_p[i]);
  self->n++;
  self->found += log10_p[1] <= FOUND;
  self->hints += MIN (log10_p[0], log10_p[1]) <= HINT;
}

static void
print (const Histogram *self)
{
  g_print (
      "%u wrong keys: %u found; %u hint at a mark, of which chance allows %.0f; lowest log10 p "
      "of one mark %.2f, of any %.2f\n",
      self->n, self->found, self->hints, 2.0 * self->n * pow (10.0, HINT), self->lowest[0],
      self->lowest[1]);
  g_print ("  -log10 p     chance  one mark  any mark\n");
  for (guint i = 0; i < BINS; i++)
    {
      double most = pow (10.0, -0.5 * i);
      double rest = i + 1 < BINS ? pow (10.0, -0.5 * (i + 1)) : 0.0;

      g_print ("  %.1f to %.1f %10.1f %9u %9u\n", 0.5 * i, 0.5 * (i + 1), self->n * (most - rest),
               self->expected[i], self->any[i]);
    }
}

int
main (int argc, char **argv)
{
  gboolean aligned = argc == 7 && g_str_equal (argv[1], "aligned");
  gboolean values = argc == 6 && g_str_equal (argv[1], "values");
  guint8 expected[MOST_BITS];
  GArray *seen[STRENGTHS] = { NULL };
  Histogram histogram = { 0 };
  File original = { NULL }, file = { NULL };
  guint n_bits;

  if (!aligned && !values && (argc != 6 || !g_str_equal (argv[1], "timestamp")))
    return 2;
  n_bits = MIN ((guint) g_ascii_strtoull (argv[2], NULL, 10), MOST_BITS);
  for (guint i = 0; i < n_bits; i++)
    expected[i] = i % 3 == 0;
  load (&file, argv[5], argv[3], !aligned && !values);
  if (aligned)
    load (&original, argv[6], argv[3], FALSE);
  if (!values)
    see (&file, aligned ? &original : NULL, seen);
  for (guint k = 0; k < g_ascii_strtoull (argv[4], NULL, 10); k++)
    {
      g_autofree char *text = g_strdup_printf ("wrong %u", k);
      g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));
      double log10_p[2] = { 0 };

      if (values)
        read_values (&file, key, expected, n_bits, log10_p);
      else
        read_stamped (seen, key, file.table->columns[0].label, expected, n_bits, log10_p);
      count (&histogram, log10_p);
    }
  print (&histogram);
  return histogram.found == 0 ? 0 : 1;
}
