/* assay-sweep.h: the robustness test: change a marked file harder and harder, read it each time.
 *
 * A folder with a tool that changes files and one that reads them makes a third tool of the two by
 * describing an AssaySweep; its run function is assay_sweep_run(). So a robustness test is a run
 * like any other: recorded, repeatable, in the panel, on the command line and in the report. The
 * tool asks for a scratch file (AssayToolInfo.scratch) and has the metrics ASSAY_SWEEP_METRICS.
 */
#pragma once

#include "model/assay-sweep-info.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/* How hard one kind of change is tried. */
typedef struct
{
  const char *id;    /* of the choice; NULL ends a list */
  const char *title; /* msgid: what is counted, the name of the axis ("Rows deleted") */
  const char *unit;  /* "%"; "" without one */
  const double *amounts;
  guint n_amounts;
  guint digits; /* decimals of the amounts */
} AssaySweepRange;

typedef struct
{
  const AssayTool *change;       /* one input, one output */
  const AssayTool *read;         /* gives the answer "outcome" and the metrics below */
  const char *choice;            /* CHOICE parameter of change and of the sweep: which change */
  const char *amount;            /* REAL or INT parameter of change: how hard */
  const char *seed;              /* INT parameter of change and of the sweep */
  const char *runs;              /* INT parameter of the sweep: tries at each amount, each with the
                                    next seed */
  const AssaySweepRange *ranges; /* the sweep's choice "all" tries them one after the other */
  const char *const *metrics;    /* of read, one or two; NULL-terminated */
  const char *expect;       /* TEXT parameter of read and of the sweep: the mark to compare with,
                               by default the one that the file has as it is; may be NULL */
  const char *const *alone; /* metrics where neither is known; NULL without @expect */
} AssaySweep;

/**
 * assay_sweep_run:
 *
 * Parameters of the sweep that have the name of one of change or read are handed on. The file is
 * read as it is first. A try that read refuses (too little is left) counts as not found, with its
 * reason in the table. A range whose change cannot be made to such a file
 * (ASSAY_MODEL_ERROR_NOT_APPLICABLE) counts as not tried: the reason stands in the table.
 *
 * Returns: (transfer full): tables "tries" and "withstood" (AssayToolInfo.foremost), for each range
 * a plot with the title of its choice: the share found and the metrics that any try gave; answer
 * "expected" ("own") where copies are compared with the mark of the file as it is; %NULL
 * when change fails otherwise, or for all ranges, when cancelled, when read meets a limit, or with
 * ASSAY_MODEL_ERROR_NOT_APPLICABLE when the file as it is has no mark
 */
AssayResult *assay_sweep_run (const AssaySweep *self,
                              AssayToolJob *job,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
