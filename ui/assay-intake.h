/* assay-intake.h: many files into a case, one after the other, each checked when it is in.
 *
 * One job in the run queue stands for the whole batch; cancelling it stops before the next file and
 * leaves no half exhibit. */
#pragma once

#include "assay-workbench.h"

G_BEGIN_DECLS

/* What came of a batch. */
typedef struct
{
  guint asked;         /* files given */
  guint taken;         /* exhibits made */
  guint first_exhibit; /* number, 0 if none */
  GPtrArray *failures; /* sentences, one a file that was refused */
  gboolean cancelled;
} AssayIntakeOutcome;

/* @done is called once, in the main thread; its argument is valid during the call. @owner is kept
 * alive until then. */
typedef void (*AssayIntakeDone) (const AssayIntakeOutcome *outcome, gpointer owner);

AssayJob *assay_intake_start (AssayWorkbench *workbench,
                              AssayCase *acase,
                              char **paths,
                              AssayIntakeDone done,
                              GObject *owner);

G_END_DECLS
