/* fuzz-series.c: tables of numbers as the time series tools read and write them. The two lowest
 * bits of the first byte choose how stamps are read, the rest is the table. */
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "wavemark/assay-series-stamped.h"
#include "wavemark/assay-series-table.h"
#include "wavemark/assay-wavemark-info.h"

#define BITS 8u

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is written must be read again, as a number that is written the same. */
static void
check_number (const AssaySeriesTable *table, const AssaySeriesNumber *number, double value)
{
  char text[ASSAY_SERIES_NUMBER_SIZE];
  char again[ASSAY_SERIES_NUMBER_SIZE];
  char decimal = table->format.decimal;
  AssaySeriesNumber written;
  gsize length = assay_series_number_print (number, value, decimal, text);

  g_assert_cmpuint (length, ==, strlen (text));
  if (!assay_series_number_parse (text, length, decimal, &written))
    return; /* too large: a tool leaves such a cell as it was */
  g_assert_cmpuint (written.decimals, ==, number->decimals);
  (void) assay_series_number_print (&written, written.value, decimal, again);
  g_assert_cmpstr (text, ==, again);
}

static void
check_record (const AssaySeriesTable *table,
              const AssaySeriesRecord *record,
              AssaySeriesStamped *mark,
              const gint8 *symbols)
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  gsize length = assay_series_table_get_stamp (table, record, stamp);
  const char *at = record->bytes;

  g_assert_cmpuint (length, <, ASSAY_SERIES_STAMP_SIZE);
  for (guint i = 0; i < record->n_fields; i++)
    {
      g_assert_true (record->fields[i].text >= at);
      at = record->fields[i].text + record->fields[i].length;
    }
  g_assert_true (at <= record->bytes + record->length);
  for (guint i = 0; i < table->n_columns; i++)
    {
      AssaySeriesNumber number;

      if (!assay_series_table_get_number (table, record, i, &number))
        continue;
      check_number (table, &number, number.value);
      check_number (table, &number,
                    assay_series_stamped_embed (mark, stamp, length, symbols, &number));
      assay_series_stamped_add (mark, stamp, length, &number, record->number);
    }
}

static void
walk (AssaySeriesTable *table)
{
  static const guint8 bits[BITS] = { 1, 0, 1, 1 };
  g_autoptr (AssaySeriesReader) reader = assay_series_table_read (table, NULL);
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  const AssaySeriesStrength strength = { 0.02, 0.5 };
  g_autoptr (AssaySeriesStamped) mark = assay_series_stamped_new (key, "label", &strength, BITS);
  g_autofree gint8 *symbols = g_malloc (assay_code_get_length (BITS, ASSAY_SERIES_STAMPED_RATE));
  AssaySeriesRecord record;
  AssaySeriesVotes votes;

  assay_code_encode (bits, BITS, ASSAY_SERIES_STAMPED_RATE, symbols);
  while (reader != NULL && assay_series_reader_next (reader, &record, NULL))
    check_record (table, &record, mark, symbols);
  assay_series_stamped_count (mark, &votes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const formats[] = {
    "", "epoch", "epoch-ms", "%d.%m.%Y %H:%M:%S", "%a %d %b %y, %I:%M:%S.%f %p %z", "%j/%Y %s"
  };

  if (size == 0)
    return 0;

  g_autoptr (AssayParametersBuilder) builder
      = assay_parameters_builder_new (&assay_series_attack_info);
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (data + 1, size - 1);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssaySeriesTable) table = NULL;

  if (!assay_parameters_builder_set (builder, "time_format",
                                     formats[data[0] % G_N_ELEMENTS (formats)], NULL))
    g_assert_not_reached ();
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  table = assay_series_table_open (source, parameters, FALSE, NULL);
  if (table != NULL)
    walk (table);
  return 0;
}
