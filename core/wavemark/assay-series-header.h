/* assay-series-header.h: whether a table's first row names its columns although numbers are among
 * the names. */
#pragma once

#include "wavemark/assay-series-text.h"

G_BEGIN_DECLS

/* Years and quantities are names too ("day,2023,2024"): so it is where a word stands above cells
 * with digits and no time above times. @sample: the table's beginning; @format: all of it but
 * whether there is a header. */
gboolean assay_series_header_is_there (AssaySource *sample, const AssaySeriesFormat *format);

G_END_DECLS
