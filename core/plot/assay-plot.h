/* assay-plot.h: what core/plot offers to others. The plot as data is model/assay-plot.h. */
#pragma once

#include "plot/assay-draw-list.h"
#include "plot/assay-envelope.h"
#include "plot/assay-painter-cairo.h"
#include "plot/assay-painter-hpdf.h"
#include "plot/assay-palette.h"
#include "plot/assay-plot-csv.h"
#include "plot/assay-plot-layout.h"
#include "plot/assay-plot-range.h"
#include "plot/assay-plot-read.h"
#include "plot/assay-scale.h"
#include "plot/assay-text-pango.h"
#include "plot/assay-ticks.h"
