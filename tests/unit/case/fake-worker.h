/* fake-worker.h: what the stand-in for core/worker does. */
#pragma once

#include "worker/assay-client.h"
#include "worker/assay-tool-list.h"
