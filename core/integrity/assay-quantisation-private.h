/* assay-quantisation-private.h: the quantisation tables of a JPEG, to be looked at. */
#pragma once

#include "media/assay-inspection.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* Adds each table of the facts jpeg.dqt[n].* as a heat map and all of them as one table of eight
 * columns. Nothing for pictures without. */
void assay_quantisation_add (const AssayInspection *inspection, AssayResultBuilder *builder);

G_END_DECLS
