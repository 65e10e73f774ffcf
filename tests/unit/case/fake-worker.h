/* fake-worker.h: what the stand-in for core/worker does. */
#pragma once

#include "worker/assay-client.h"
#include "worker/assay-tool-list.h"

typedef enum
{
  FAKE_ANSWERS, /* verdict attention, a thumbnail, and every output that has a place */
  FAKE_DIES,    /* ASSAY_WORKER_ERROR_DIED */
  FAKE_CANCELS, /* G_IO_ERROR_CANCELLED */
} FakeBehaviour;

void fake_worker_set (FakeBehaviour behaviour);
/* "sweep": one output, and parameters of every type that the ledger words in its own way. */
const AssayToolInfo *fake_worker_sweep (void);
/* Text of parameter descriptors that the last run was given, "" if none. */
guint fake_worker_get_n_exhibits (void);
