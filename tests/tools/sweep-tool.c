/* sweep-tool.c: test.robustness: a mark is a file of one byte value; a change zeroes or cuts. */
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "everything-info.h"
#include "model/assay-model-error.h"
#include "model/assay-sweep.h"
#include "test-tools.h"

#define MOST 65536

static GBytes *
read_input (AssayToolJob *job, GError **error)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;

  return assay_source_read (source, 0, MIN (assay_source_get_size (source), MOST), error);
}

AssayResult *
test_change_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  double share = assay_parameters_get_real (parameters, "amount") / 100.0;
  guint first = (guint) assay_parameters_get_int (parameters, "seed");
  gboolean cut = g_str_equal (assay_parameters_get_text (parameters, "attack"), "cut");
  g_autoptr (GBytes) input = read_input (job, error);
  if (input == NULL)
    return NULL;

  gsize size = g_bytes_get_size (input);
  gsize gone = (gsize) (share * (double) size + 0.5);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (input, NULL), size);

  for (gsize i = 0; !cut && i < gone; i++)
    bytes[(first + i) % size] = 0;

  gsize left = cut ? size - gone : size;
  int fd = assay_tool_job_get_output (job, "changed");

  if (write (fd, bytes, left) != (gssize) left)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, "short write");
      return NULL;
    }
  return assay_result_builder_end (assay_result_builder_new (assay_tool_job_get_info (job)), error);
}

AssayResult *
test_read_run (AssayToolJob *job, GError **error)
{
  GBytes *key = assay_parameters_get_secret (assay_tool_job_get_parameters (job), "key");
  guint8 wanted = ((const guint8 *) g_bytes_get_data (key, NULL))[0];
  g_autoptr (GBytes) input = read_input (job, error);
  gsize size = input == NULL ? 0 : g_bytes_get_size (input);
  const guint8 *data = input == NULL ? NULL : g_bytes_get_data (input, NULL);
  gsize same = 0;

  if (size < 8)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_TRUNCATED, "too short");
      return NULL;
    }
  for (gsize i = 0; i < size; i++)
    same += data[i] == wanted;

  AssayResultBuilder *builder = assay_result_builder_new (assay_tool_job_get_info (job));

  assay_result_builder_answer (builder, "outcome", same * 2 >= size ? "found" : "none");
  assay_result_builder_metric (builder, "share", 100.0 * (double) same / (double) size);
  return assay_result_builder_end (builder, error);
}

static const AssayTool change_tool = { &test_change_info, test_change_run, NULL };
static const AssayTool read_tool = { &test_read_info, test_read_run, NULL };

AssayResult *
test_robustness_run (AssayToolJob *job, GError **error)
{
  static const double zeros[] = { 0, 25, 50, 75, 100 };
  static const double cuts[] = { 50, 90 };
  static const char *const metrics[] = { "share", NULL };
  static const AssaySweepRange ranges[]
      = { { "zero", "Zeroed", "%", zeros, 5, 0 }, { "cut", "Cut off", "%", cuts, 2, 0 }, { 0 } };
  static const AssaySweep sweep = { &change_tool, &read_tool, "attack", "amount", "seed",
                                    "runs",       ranges,     metrics,  NULL,     NULL };

  return assay_sweep_run (&sweep, job, error);
}
