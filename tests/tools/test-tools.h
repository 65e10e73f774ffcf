/* test-tools.h: the run functions of the test-only tools (engine side of the test workers). */
#pragma once

#include "model/assay-tool.h"
#include "worker/assay-worker.h"

G_BEGIN_DECLS

AssayResult *test_everything_run (AssayToolJob *job, GError **error);
AssayResult *test_auto_run (AssayToolJob *job, GError **error);
AssayResult *test_fault_run (AssayToolJob *job, GError **error);
AssayResult *test_probe_run (AssayToolJob *job, GError **error);
AssayResult *test_change_run (AssayToolJob *job, GError **error);
AssayResult *test_read_run (AssayToolJob *job, GError **error);
AssayResult *test_robustness_run (AssayToolJob *job, GError **error);

/* Frames that count and sound beside them; seconds are index / 25. Ends after 100. */
extern const AssayToolPreview test_everything_preview;
/* As above, but lies about its sizes from the third frame on. */
extern const AssayToolPreview test_fault_preview;

/* The plots of test.everything. */
void test_everything_add_plots (AssayResultBuilder *builder, double level);

G_END_DECLS
