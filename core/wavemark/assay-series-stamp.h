/* assay-series-stamp.h: one form for a time stamp, however it is written.
 *
 * Marks are keyed by stamps, so "2020-01-01", "2020-01-01T00:00:00Z" and, with a format that says
 * so, "01.01.2020" must be the same. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_SERIES_STAMP_SIZE 80

/**
 * assay_series_stamp_canonical:
 * @text: @length bytes of the cell
 * @format: (nullable): "epoch" (seconds), "epoch-ms", or a pattern
 *   (assay_series_pattern_read()); %NULL or "" for ISO 8601 (dates, months, years, times with "T"
 * or a space, fractions, Z or an offset; a time without zone counts as UTC)
 * @stamp: "t" and the milliseconds since 1970; "n" and the number for a plain number; else "s" and
 *   the text, cut to fit with its hash
 *
 * Returns: the length of @stamp, 0 for an empty cell
 */
gsize assay_series_stamp_canonical (const char *text,
                                    gsize length,
                                    const char *format,
                                    char stamp[ASSAY_SERIES_STAMP_SIZE]);

/* Three numbers with one mark between them, and nothing or a time behind: a date, in whatever
 * order, which is a stamp only to who knows it. */
gboolean assay_series_stamp_is_date (const char *text, gsize length);
/* A whole number of seconds or milliseconds since 1970 that is a time from 1990 to 2099. */
gboolean assay_series_stamp_is_epoch (double value);

G_END_DECLS
