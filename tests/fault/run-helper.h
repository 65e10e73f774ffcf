/* run-helper.h: running one test tool from a test, in as few lines as that takes. */
#pragma once

#include "worker/assay-client.h"

G_BEGIN_DECLS

/* A request of @tool on a temporary file that holds @content; further arguments are pairs of
 * parameter name and text, up to NULL. */
AssayRequest *test_request (const char *tool, const char *content, ...) G_GNUC_NULL_TERMINATED;
/* The same, run; NULL with @error. */
AssayOutcome *test_run (AssayClient *client, AssayRequest *request, GError **error);
/* test.fault with @fault. */
AssayOutcome *test_run_fault (AssayClient *client, const char *fault, GError **error);

G_END_DECLS
