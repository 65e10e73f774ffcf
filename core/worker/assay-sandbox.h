/* assay-sandbox.h: what a worker gives up before it reads the first foreign byte (engine side).
 *
 * Prepared once in the template, entered by each job's process while it has one thread. There is no
 * way to run a job without it: what cannot be set up is an error. */
#pragma once

#include "worker/assay-wire.h"

G_BEGIN_DECLS

typedef struct _AssaySandbox AssaySandbox;

/* Compiles the system call filter and asks what the kernel offers. NULL with
 * ASSAY_WORKER_ERROR_SANDBOX. */
AssaySandbox *assay_sandbox_prepare (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_sandbox_free (AssaySandbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySandbox, assay_sandbox_free)

/* "seccomp+landlock" or "seccomp". */
const char *assay_sandbox_get_level (const AssaySandbox *self);

/**
 * assay_sandbox_enter:
 * @parent: process whose end shall end this one
 *
 * For good: dies with @parent, no core dump, no tracing, no capability, no new privilege, limits,
 * no path (Landlock), and only the system calls of the allow-list. Descriptors are the caller's
 * affair (assay_sandbox_keep_descriptor()). Must be called while there is one thread.
 *
 * Returns: %FALSE with ASSAY_WORKER_ERROR_SANDBOX; the process must end then
 */
gboolean assay_sandbox_enter (const AssaySandbox *self,
                              const AssayWireLimits *limits,
                              GPid parent,
                              GError **error);

/* Closes all descriptors above 2 but @fd, which becomes the returned one; -1 on failure. */
int assay_sandbox_keep_descriptor (int fd);

G_END_DECLS
