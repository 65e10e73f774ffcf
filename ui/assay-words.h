/* assay-words.h: how the window says things: verdicts, types, times, sizes, and the words that need
 * explaining. */
#pragma once

#include <glib.h>

#include "case/assay-case-folder.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* Icon name, CSS class and a short word of a verdict; never colour alone (STYLE 4). Static. */
const char *assay_words_verdict_icon (AssayVerdict verdict);
const char *assay_words_verdict_class (AssayVerdict verdict);
/* Translated: "No signs found", "Anomalies", "Compromised", "Not checked". */
const char *assay_words_verdict_short (AssayVerdict verdict);
/* Translated: what the verdict means, one or two sentences for a person without training. */
const char *assay_words_verdict_meaning (AssayVerdict verdict);
const char *assay_words_severity_icon (AssaySeverity severity);
const char *assay_words_severity_class (AssaySeverity severity);
const char *assay_words_severity_name (AssaySeverity severity);
const char *assay_words_custody (AssayCustodyState state);

/* "JPEG picture" for image/jpeg; the MIME type itself when it has no plain name; "" for "". */
const char *assay_words_type (const char *mime);
/* Local time for people: "20 Nov 2026, 23:24". */
char *assay_words_show_time (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;
/* The same with seconds and zone, and in UTC where that is another time. */
char *assay_words_show_moment (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;
/* "2.3 MB". */
char *assay_words_show_size (guint64 bytes) G_GNUC_WARN_UNUSED_RESULT;
/* "2.3 MB (2,345,678 bytes)". */
char *assay_words_size_exact (guint64 bytes) G_GNUC_WARN_UNUSED_RESULT;

/* Explanations of the technical words that stand in @text, one "Word: meaning" a line; NULL when
 * there is none. */
char *assay_words_explain (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
