/* assay-mark.h: the mark of a watermark: bits, written as hexadecimal, most significant bit first.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The longest mark of any scheme. */
#define ASSAY_MARK_MOST_BITS 1024

/**
 * assay_mark_parse:
 * @hex: pairs or single digits, both cases; "0x" before them is allowed
 * @most: bits, at most ASSAY_MARK_MOST_BITS
 * @n_bits: (out): four times the digits
 *
 * Returns: (transfer full): one byte a bit; %NULL with ASSAY_BASE_ERROR_INVALID and a sentence
 * if it is empty, too long or no hexadecimal
 */
guint8 *assay_mark_parse (const char *hex, guint most, guint *n_bits, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Lower case; @n_bits is filled up with zeros on the right to a multiple of four. */
char *assay_mark_to_hex (const guint8 *bits, guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
/* @hex, which assay_mark_parse() takes, as assay_mark_to_hex() writes it. */
char *assay_mark_spell (const char *hex) G_GNUC_WARN_UNUSED_RESULT;
/* Share of bits that differ, 0..1. */
double assay_mark_error_rate (const guint8 *bits, const guint8 *expected, guint n_bits);

G_END_DECLS
