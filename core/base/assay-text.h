/* assay-text.h: foreign text made fit to be shown, numbers as data text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_text_visible:
 * @bytes: text from a file, of any encoding
 * @length: bytes, or -1 if it ends in NUL
 *
 * The one way text from evidence reaches a person: invalid UTF-8 as \xNN; control characters,
 * bidirectional controls, noncharacters and characters that cannot be seen (zero-width spaces,
 * fillers, stray joiners) as \u{XXXX}; cut at ASSAY_LIMIT_TEXT with "…". Valid text in any script
 * is left alone, with the joiners its spelling needs.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *assay_text_visible (const char *bytes, gssize length) G_GNUC_WARN_UNUSED_RESULT;

/* The same for one line of a listing: line breaks and tabs are shown as \u{XXXX} too, so that a
 * name cannot make lines of its own. */
char *assay_text_line (const char *bytes, gssize length) G_GNUC_WARN_UNUSED_RESULT;

/* @msgid, a text of the program, in the language of the program; "" for %NULL and "" (gettext would
 * answer those with the header of the catalogue). Borrowed for good. */
const char *assay_text_translate (const char *msgid);

/* Lower-case hexadecimal of @size bytes. */
char *assay_text_hex (const guint8 *data, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* The reverse; NULL unless it is an even number of hexadecimal digits. */
GBytes *assay_text_unhex (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* @value rounded half away from zero to @digits decimals, as data text with a point, never an
 * exponent, never "-0"; "nan", "inf", "-inf" otherwise. @digits is 0 .. 15. */
char *assay_number_text (double value, guint digits) G_GNUC_WARN_UNUSED_RESULT;
/* The double nearest to assay_number_text(): what results hold. */
double assay_number_round (double value, guint digits);

/* RFC 3339 in UTC with milliseconds, "2026-11-20T23:24:00.000Z", of @unix_ms since 1970. */
char *assay_time_text (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
