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

/* A client and an empty folder, for tests that need both. */
typedef struct
{
  AssayClient *client;
  char *folder;
} TestFixture;

void test_fixture_set_up (TestFixture *fixture, gconstpointer data);
void test_fixture_tear_down (TestFixture *fixture, gconstpointer data);
/* A file in the folder, with the folders that its name needs; its path. */
char *test_fixture_write (TestFixture *fixture, const char *name, const char *content);
/* Files in the folder, hidden ones included. */
guint test_fixture_count (TestFixture *fixture);

G_END_DECLS
