/* assay-case.h: what core/case offers to others: store, case, exhibits, intake, runs, verification,
 * export.
 *
 * Blocking calls are safe from any thread (one writer per case inside); the _async twins run them
 * on the pool of their purpose and call back in the caller's main context. */
#pragma once

#include "case/assay-case-error.h"
#include "case/assay-case-export.h"
#include "case/assay-case-folder.h"
#include "case/assay-case-hand-over.h"
#include "case/assay-case-intake.h"
#include "case/assay-case-key.h"
#include "case/assay-case-run.h"
#include "case/assay-case-store.h"
#include "case/assay-case-verify.h"
#include "case/assay-examinations.h"
#include "case/assay-examiner-key.h"
#include "case/assay-recorded-run.h"
