/* assay-job-status.h: exit statuses of a job's process that tell the host more than "it ended". */
#pragma once

typedef enum
{
  ASSAY_JOB_EXIT_DONE = 0,
  ASSAY_JOB_EXIT_FAILED = 1,
  ASSAY_JOB_EXIT_MEMORY = 12, /* an allocation was refused */
} AssayJobExit;
