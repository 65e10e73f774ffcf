/* assay-base.h: what core/base offers to others. */
#pragma once

#include "base/assay-error.h"
#include "base/assay-guard.h"
#include "base/assay-json.h"
#include "base/assay-limits.h"
#include "base/assay-numbers.h"
#include "base/assay-parallel.h"
#include "base/assay-progress.h"
#include "base/assay-reader.h"
#include "base/assay-source.h"
#include "base/assay-text.h"
#include "base/assay-write.h"
