/* assay-model.h: what core/model offers to others. */
#pragma once

#include "model/assay-catalogue.h"
#include "model/assay-finding.h"
#include "model/assay-image.h"
#include "model/assay-model-error.h"
#include "model/assay-parameters.h"
#include "model/assay-plot.h"
#include "model/assay-region.h"
#include "model/assay-result.h"
#include "model/assay-table.h"
#include "model/assay-tool-info.h"
#include "model/assay-tool.h"
