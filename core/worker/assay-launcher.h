/* assay-launcher.h: one worker program kept as a template, and the processes that it makes (host
 * side). */
#pragma once

#include "worker/assay-wire.h"

G_BEGIN_DECLS

typedef struct _AssayLauncher AssayLauncher;

/* @path is the worker program; it is started with the first job. */
AssayLauncher *assay_launcher_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the template, and with it the jobs that are still running. */
void assay_launcher_free (AssayLauncher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLauncher, assay_launcher_free)

/* The process of one job. */
typedef struct _AssayProcess AssayProcess;

/* From any thread. NULL with ASSAY_WORKER_ERROR_START. */
AssayProcess *assay_launcher_start (AssayLauncher *self,
                                    const AssayWireLimits *limits,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Kills it if it still runs. */
void assay_process_free (AssayProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayProcess, assay_process_free)

/* Frames to and from it. */
AssayWire *assay_process_get_wire (AssayProcess *self);
void assay_process_kill (AssayProcess *self);
/* Waits up to @timeout_ms for its end; @status as waitpid() gives it, -1 when the template is gone
 * too. FALSE while it runs. */
gboolean assay_process_wait (AssayProcess *self, int timeout_ms, int *status);

G_END_DECLS
