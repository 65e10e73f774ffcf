/* assay-glob-private.h: the patterns of the rule tables.
 *
 * Not GRegex: the subject is foreign text, and a backtracking engine can be made to run for
 * seconds. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_glob_match:
 * @pattern: ASCII; '*' any bytes, '?' one byte, '#' one decimal digit, '\' takes the next as it is
 * @text: UTF-8
 *
 * Whether the whole of @text matches; ASCII letters match in either case. Time is at most
 * proportional to the product of both lengths.
 */
gboolean assay_glob_match (const char *pattern, const char *text);

G_END_DECLS
