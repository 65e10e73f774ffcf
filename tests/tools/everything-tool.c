/* everything-tool.c: test.everything: one of each thing that a result can hold, computed from the
 * input's bytes. */
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "everything-info.h"
#include "test-tools.h"

#define BLOCK 65536

/* Sums of fixed blocks, joined in order: the same with any number of threads. */
typedef struct
{
  AssaySource *source;
  double *sums;
  gint failed;
} Histogram;

static void
sum_blocks (gsize first, gsize last, gpointer user_data)
{
  Histogram *self = user_data;
  g_autofree guint8 *buffer = g_malloc (BLOCK);

  for (gsize block = first; block < last; block++)
    {
      gssize got
          = assay_source_read_into (self->source, (guint64) block * BLOCK, buffer, BLOCK, NULL);

      if (got < 0)
        g_atomic_int_set (&self->failed, 1);
      for (gssize i = 0; i < got; i++)
        self->sums[block] += (double) buffer[i];
    }
}

static gboolean
add_mean (AssayToolJob *job, AssaySource *source, AssayResultBuilder *builder, GError **error)
{
  guint64 size = assay_source_get_size (source);
  gsize blocks = (gsize) (size / BLOCK + 1);
  Histogram histogram = { .source = source, .sums = g_new0 (double, blocks) };
  double sum = 0;
  gboolean done = assay_parallel_for (blocks, 1, assay_tool_job_get_threads (job), sum_blocks,
                                      &histogram, assay_tool_job_get_cancellable (job), error);

  for (gsize i = 0; i < blocks; i++)
    sum += histogram.sums[i];
  g_free (histogram.sums);
  assay_result_builder_metric (builder, "size", (double) size);
  assay_result_builder_metric (builder, "mean", size == 0 ? 0 : sum / (double) size);
  return done;
}

static void
add_findings (AssayToolJob *job, AssayResultBuilder *builder)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  AssayFindingBuilder *info = assay_finding_builder_new ("FMT-01", ASSAY_SEVERITY_INFO);
  AssayFindingBuilder *attention = assay_finding_builder_new ("TEST-TWO", ASSAY_SEVERITY_ATTENTION);
  AssayFindingBuilder *worst = assay_finding_builder_new ("TEST-THREE", ASSAY_SEVERITY_COMPROMISED);
  AssayRegion *region = assay_parameters_get_region (parameters, "region");

  assay_finding_builder_text (info, "name", assay_tool_job_get_input (job, 0)->name);
  assay_finding_builder_bool (info, "flag", assay_parameters_get_bool (parameters, "flag"));
  assay_finding_builder_int (attention, "count", assay_parameters_get_int (parameters, "count"),
                             "rows");
  assay_finding_builder_real (attention, "level", assay_parameters_get_real (parameters, "level"),
                              2, "dB");
  assay_finding_builder_place (worst, "place", 0, 16);
  assay_finding_builder_time (worst, "time", region == NULL ? 0 : assay_region_get_start (region),
                              region == NULL ? 0 : assay_region_get_end (region));
  assay_result_builder_finding (builder, assay_finding_builder_end (info));
  assay_result_builder_finding (builder, assay_finding_builder_end (attention));
  assay_result_builder_finding (builder, assay_finding_builder_end (worst));
}

static AssayTable *
make_table (gint64 rows)
{
  static const AssayColumn columns[] = {
    { "text", "Text", ASSAY_COLUMN_TEXT, "", 0 },
    { "term", "Term", ASSAY_COLUMN_TERM, "", 0 },
    { "int", "Whole number", ASSAY_COLUMN_INT, "", 0 },
    { "real", "Number", ASSAY_COLUMN_REAL, "dB", 2 },
    { "offset", "Offset", ASSAY_COLUMN_OFFSET, "", 0 },
    { "size", "Size", ASSAY_COLUMN_SIZE, "bytes", 0 },
    { "time", "Time", ASSAY_COLUMN_TIME, "", 0 },
    { "hex", "Hash", ASSAY_COLUMN_HEX, "", 0 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("rows", "Rows", columns, G_N_ELEMENTS (columns));

  for (gint64 i = 0; i < rows; i++)
    {
      g_autofree char *text = g_strdup_printf ("row %" G_GINT64_FORMAT " தமிழ்", i);

      assay_table_builder_text (builder, text);
      assay_table_builder_text (builder, "Yes");
      assay_table_builder_int (builder, i);
      if (i % 3 == 0)
        assay_table_builder_empty (builder);
      else
        assay_table_builder_real (builder, (double) i / 7);
      assay_table_builder_int (builder, i * 16);
      assay_table_builder_int (builder, i * i);
      assay_table_builder_int (builder, 1700000000000 + i);
      assay_table_builder_text (builder, "00ff");
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

static AssayTable *
make_tree (void)
{
  static const AssayColumn columns[] = {
    { "name", "Name", ASSAY_COLUMN_TEXT, "", 0 },
    { "offset", "Offset", ASSAY_COLUMN_OFFSET, "", 0 },
  };
  static const guint depths[] = { 0, 1, 2, 2, 1, 0 };
  AssayTableBuilder *builder
      = assay_table_builder_new ("tree", "Tree", columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      assay_table_builder_text (builder, "node");
      assay_table_builder_int (builder, (gint64) i * 8);
      assay_table_builder_row (builder, depths[i]);
    }
  return assay_table_builder_end (builder);
}

/* One picture of each pixel format: a ramp. */
static gboolean
add_images (AssayResultBuilder *builder, GError **error)
{
  static const char *const ids[] = { "grey", "rgb", "rgba" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      gsize size = 64 * 48 * (gsize) assay_pixels_size ((AssayPixels) i);
      guint8 *pixels = g_malloc (size);

      for (gsize j = 0; j < size; j++)
        pixels[j] = (guint8) (j / 48);

      g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, size);
      AssayImage *image = assay_image_new (ids[i], "A ramp", (AssayPixels) i, 64, 48, bytes, error);

      if (image == NULL)
        return FALSE;
      assay_result_builder_image (builder, image);
    }
  return TRUE;
}

/* Bytes of the files that list.txt of the folder names, one a line. */
static gboolean
add_folder (AssayToolJob *job, AssayResultBuilder *builder, GError **error)
{
  double size = 0;

  if (assay_parameters_is_empty (assay_tool_job_get_parameters (job), "folder"))
    return TRUE;

  g_autoptr (AssaySource) list = assay_tool_job_open_beneath (job, "folder", "list.txt", error);
  g_autoptr (GBytes) bytes
      = list == NULL ? NULL : assay_source_read (list, 0, assay_source_get_size (list), error);

  if (bytes == NULL)
    return FALSE;

  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) names = g_strsplit (text, "\n", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (names[i][0] == '\0')
        continue;

      g_autoptr (AssaySource) file = assay_tool_job_open_beneath (job, "folder", names[i], error);

      if (file == NULL)
        return FALSE;
      size += (double) assay_source_get_size (file);
    }
  assay_result_builder_metric (builder, "folder_size", size);
  return TRUE;
}

static gboolean
add_file (AssayToolJob *job, AssayResultBuilder *builder, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  GBytes *key = assay_parameters_get_secret (parameters, "key");

  assay_result_builder_metric (builder, "key_size",
                               key == NULL ? 0 : (double) g_bytes_get_size (key));
  if (assay_parameters_is_empty (parameters, "file"))
    return TRUE;

  g_autoptr (AssaySource) file = assay_tool_job_open_file (job, "file", error);

  if (file == NULL)
    return FALSE;
  assay_result_builder_metric (builder, "file_size", (double) assay_source_get_size (file));
  return TRUE;
}

static gboolean
write_copy (AssayToolJob *job, AssaySource *source, GError **error)
{
  int fd = assay_tool_job_get_output (job, "copy");
  guint64 size = assay_source_get_size (source);

  for (guint64 done = 0; fd >= 0 && done < size; done += BLOCK)
    {
      g_autoptr (GBytes) bytes
          = assay_source_read (source, done, (gsize) MIN (BLOCK, size - done), error);

      if (bytes == NULL)
        return FALSE;
      if (write (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) < 0)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, "The copy cannot be written");
          return FALSE;
        }
      assay_progress_set_count (assay_tool_job_get_progress (job), done, size, "Copying");
    }
  return TRUE;
}

static gboolean
write_digest (AssayToolJob *job)
{
  int fd = assay_tool_job_get_output (job, "digest");
  const char *text = "everything\n";

  return fd < 0 || write (fd, text, strlen (text)) == (gssize) strlen (text);
}

AssayResult *
test_everything_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&test_everything_info);
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  AssaySource *source = assay_tool_job_find_input (job, "input")->source;
  g_autofree char *references = g_strdup_printf ("%u", assay_tool_job_get_n_inputs (job) - 1);

  assay_progress_set (assay_tool_job_get_progress (job), 0.1, "Reading");
  if (!add_mean (job, source, builder, error) || !add_images (builder, error)
      || !add_folder (job, builder, error) || !add_file (job, builder, error)
      || !write_copy (job, source, error) || !write_digest (job))
    return NULL;
  add_findings (job, builder);
  assay_result_builder_table (builder, make_table (assay_parameters_get_int (parameters, "count")));
  assay_result_builder_table (builder, make_tree ());
  test_everything_add_plots (builder, assay_parameters_get_real (parameters, "level"));
  assay_result_builder_answer (builder, "outcome", "found");
  assay_result_builder_answer (builder, "mark", assay_parameters_get_text (parameters, "text"));
  assay_result_builder_answer (builder, "references", references);
  assay_result_builder_answer (builder, "type", "application/octet-stream");
  assay_result_builder_not_run (builder, "TEST-FOUR", "There was nothing to compare with");
  assay_result_builder_verdict_from_findings (builder);
  assay_progress_set (assay_tool_job_get_progress (job), 1, "Done");
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}

AssayResult *
test_auto_run (AssayToolJob *job, GError **error)
{
  AssayResultBuilder *builder;
  int fd = assay_tool_job_get_output (job, "copy");

  if (fd >= 0 && write (fd, "x", 1) != 1)
    return NULL;
  if (!assay_tool_job_has_media (job))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NEEDS_MEDIA, "Needs a decoder");
      return NULL;
    }
  builder = assay_result_builder_new (&test_auto_info);
  assay_result_builder_answer (builder, "outcome", "found");
  return assay_result_builder_end (builder, error);
}
