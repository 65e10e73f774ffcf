/* assay-job.h: the process of one job: reads what the host wants, runs the tool, answers (engine
 * side). */
#pragma once

#include "worker/assay-job-status.h"
#include "worker/assay-wire.h"
#include "worker/assay-worker.h"

G_BEGIN_DECLS

/* In the template, once: loads what a locked-down process could not. */
void assay_job_prepare (void);
/* Sends HELLO, serves frames until the job is done or the host hangs up, and ends the process.
 * Takes @wire. */
void assay_job_serve (AssayWire *wire,
                      const AssayWorkerProgram *program,
                      const char *sandbox) G_GNUC_NORETURN;
void assay_job_send_error (AssayWire *wire, const GError *error);

G_END_DECLS
