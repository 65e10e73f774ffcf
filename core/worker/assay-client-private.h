/* assay-client-private.h: the client as the other files of the folder, and test programs, see it.
 */
#pragma once

#include "worker/assay-client.h"
#include "worker/assay-launcher.h"

G_BEGIN_DECLS

/* The program for a tool: @media for assay-worker-media. Borrowed. */
AssayLauncher *assay_client_get_launcher (AssayClient *self, gboolean media);

/* Puts a task of assay_client_run_async() in the queue of the client's own threads, which call
 * assay_client_work(). */
void assay_client_push (AssayClient *self, GTask *task);
void assay_client_work (gpointer task, gpointer user_data);

/* For test programs alone: clients made after this call start these programs. No released program
 * calls it, no environment variable and no setting reaches it. The strings must outlive the
 * process. */
void assay_client_use_programs (const char *plain, const char *media);

G_END_DECLS
