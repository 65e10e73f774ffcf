/* everything-info.h: the descriptions of the test-only tools, for both sides of the test programs.
 */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* Uses every kind of parameter, input, output, finding, table, plot and image once. */
extern const AssayToolInfo test_everything_info;
/* Asks for the media worker while it runs in the plain one. */
extern const AssayToolInfo test_auto_info;
/* Misbehaves as its parameter says. */
extern const AssayToolInfo test_fault_info;
/* Tries what the sandbox forbids and lists what came of it. */
extern const AssayToolInfo test_probe_info;
/* A robustness test and its two halves. */
extern const AssayToolInfo test_change_info;
extern const AssayToolInfo test_read_info;
extern const AssayToolInfo test_robustness_info;

G_END_DECLS
