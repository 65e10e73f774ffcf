/* fake-worker.c: stands in for core/worker, so that these tests start no process: two tools and a
 * client that obeys fake-worker.h. */
#include "fake-worker.h"

#include <string.h>

#include "case/assay-case-error.h"
#include "worker/assay-input-hash.h"
#include "worker/assay-outcome-private.h"

static FakeBehaviour behaviour;
static guint n_exhibits;

#define NO_PARAMETERS                                                                              \
  (const AssayParameterInfo[])                                                                     \
  {                                                                                                \
    {                                                                                              \
      .name = NULL                                                                                 \
    }                                                                                              \
  }
#define NO_METRICS                                                                                 \
  (const AssayMetricInfo[])                                                                        \
  {                                                                                                \
    {                                                                                              \
      .name = NULL                                                                                 \
    }                                                                                              \
  }
#define ONE_INPUT                                                                                  \
  (const AssayInputInfo[])                                                                         \
  {                                                                                                \
    { .role = "input", .title = "Input", .kinds = ASSAY_MEDIA_ANY, .least = 1, .most = 2 },        \
    {                                                                                              \
      .role = NULL                                                                                 \
    }                                                                                              \
  }

static const AssayToolInfo integrity = {
  .id = "integrity",
  .version = "1",
  .panel = "Overview",
  .title = "Integrity",
  .summary = "",
  .limits = "",
  .kinds = ASSAY_MEDIA_ANY,
  .parameters = NO_PARAMETERS,
  .inputs = ONE_INPUT,
  .outputs = (const AssayOutputInfo[]){ { .role = NULL } },
  .metrics = NO_METRICS,
};

static const AssayToolInfo sweep = {
  .id = "sweep",
  .version = "2",
  .panel = "Sweep",
  .title = "Sweep",
  .summary = "",
  .limits = "",
  .kinds = ASSAY_MEDIA_ANY,
  .parameters = (const AssayParameterInfo[]){ { .name = "deep",
                                                .type = ASSAY_PARAMETER_BOOL,
                                                .title = "",
                                                .help = "",
                                                .fallback = "false" },
                                              { .name = "rate",
                                                .type = ASSAY_PARAMETER_REAL,
                                                .title = "",
                                                .help = "",
                                                .minimum = 0,
                                                .maximum = 10,
                                                .digits = 2,
                                                .fallback = "1.25" },
                                              { .name = "words",
                                                .type = ASSAY_PARAMETER_TEXT,
                                                .title = "",
                                                .help = "",
                                                .fallback = "" },
                                              { .name = "key",
                                                .type = ASSAY_PARAMETER_SECRET,
                                                .title = "",
                                                .help = "",
                                                .fallback = "" },
                                              { .name = "model",
                                                .type = ASSAY_PARAMETER_FILE,
                                                .title = "",
                                                .help = "",
                                                .fallback = "" },
                                              { .name = "other",
                                                .type = ASSAY_PARAMETER_EXHIBIT,
                                                .title = "",
                                                .help = "",
                                                .fallback = "" },
                                              { .name = NULL } },
  .inputs = ONE_INPUT,
  .outputs = (const AssayOutputInfo[]){ { .role = "marked", .title = "Marked" }, { .role = NULL } },
  .metrics = NO_METRICS,
};

void
fake_worker_set (FakeBehaviour wanted)
{
  behaviour = wanted;
}

const AssayToolInfo *
fake_worker_sweep (void)
{
  return &sweep;
}

guint
fake_worker_get_n_exhibits (void)
{
  return n_exhibits;
}

const AssayToolInfo *
assay_tool_list_find (const char *id)
{
  if (g_strcmp0 (id, "sweep") == 0)
    return &sweep;
  return g_strcmp0 (id, "integrity") == 0 ? &integrity : NULL;
}

static void
write_outputs (AssayOutcome *outcome, AssayRequest *request)
{
  for (guint i = 0; i < request->outputs->len; i++)
    {
      const AssayRequestOutput *output = &g_array_index (request->outputs, AssayRequestOutput, i);
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "output", -1);
      g_assert_true (g_file_set_contents (output->path, "output", -1, NULL));
      assay_outcome_add_output (outcome, output->role, output->path, hash, 6);
    }
}

static AssayResult *
make_result (const AssayToolInfo *info)
{
  g_autoptr (GError) error = NULL;
  AssayResultBuilder *builder = assay_result_builder_new (info);
  static const guint8 pixels[4 * 4] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  assay_result_builder_finding (builder, assay_finding_builder_end (assay_finding_builder_new (
                                             "TEST-RULE", ASSAY_SEVERITY_ATTENTION)));
  assay_result_builder_verdict_from_findings (builder);
  assay_result_builder_answer (builder, "type", "image/jpeg");
  assay_result_builder_image (
      builder, assay_image_new ("thumbnail", "Thumbnail", ASSAY_PIXELS_GREY8, 4, 4, bytes, &error));
  AssayResult *result = assay_result_builder_end (builder, &error);
  g_assert_no_error (error);
  return result;
}

AssayOutcome *
assay_client_run (AssayClient *self,
                  AssayRequest *request,
                  AssayProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  n_exhibits = request->exhibits->len;
  if (behaviour == FAKE_DIES)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                         "the worker died on holiday.jpg");
  if (behaviour == FAKE_CANCELS)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  if (behaviour != FAKE_ANSWERS)
    return NULL;
  AssayOutcome *outcome = assay_outcome_new (request);
  for (guint i = 0; i < request->inputs->len; i++)
    {
      AssayRequestInput *input = &g_array_index (request->inputs, AssayRequestInput, i);
      g_free (input->sha256);
      input->sha256 = assay_input_hash_file (input->fd, NULL);
    }
  assay_outcome_set_engine (outcome, "seccomp", "none");
  write_outputs (outcome, request);
  g_autoptr (AssayResult) result = make_result (assay_parameters_get_info (request->parameters));
  assay_outcome_set_inputs (outcome, request);
  assay_outcome_complete (outcome, result);
  return outcome;
}
