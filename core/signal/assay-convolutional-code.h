/* assay-convolutional-code.h: a convolutional code of constraint length 9 with soft decisions.
 *
 * Zero tail: the coder ends in state 0, so n bits become (n + 8) · rate symbols. Generators in
 * octal (best free distance, Larsen 1973; Proakis, Digital Communications, tables 8.2-1 to 8.2-3):
 * rate 1/2: 561 753 (distance 12), 1/3: 557 663 711 (18), 1/4: 463 535 733 745 (24).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bits that end the message. */
#define ASSAY_CODE_TAIL 8
#define ASSAY_CODE_MOST_BITS 4096
#define ASSAY_CODE_MOST_LISTED 1024

/* Symbols of @n_bits at rate 1/@rate; @rate is 2, 3 or 4. */
gsize assay_code_get_length (guint n_bits, guint rate);

/* @bits: n_bits of 0 or 1; @symbols: assay_code_get_length() of +1 (bit 0) or -1 (bit 1). */
void assay_code_encode (const guint8 *bits, guint n_bits, guint rate, gint8 *symbols);

/**
 * assay_code_decode:
 * @soft: assay_code_get_length() values, positive for a symbol +1, as large as it is certain; 0 for
 *   one that is lost
 * @bits: n_bits are written
 *
 * The message whose symbols agree best with @soft (Viterbi 1967), the sum over all symbols; of
 * equal ones always the same. Finite values only.
 *
 * Returns: the sum Σ symbol · soft of that message
 */
double assay_code_decode (const double *soft, guint n_bits, guint rate, guint8 *bits);

/**
 * assay_code_decode_list:
 * @soft: as assay_code_decode() has it
 * @most: messages wanted, at most ASSAY_CODE_MOST_LISTED
 * @bits: most × n_bits: the messages, those that agree best first
 * @sums: @most: Σ symbol · soft of each
 *
 * The messages that agree best, in order: a check that they hold tells which was meant where noise
 * put another in front (tree-trellis search: Soong and Huang, Proc. ICASSP 1991).
 *
 * Returns: how many there are, fewer than @most only where the search would take too long
 */
guint assay_code_decode_list (
    const double *soft, guint n_bits, guint rate, guint most, guint8 *bits, double *sums);

/**
 * assay_code_rate_bits:
 * @soft: as assay_code_decode() has it
 * @sizes: as many: how much each of them would be if all that it is made of agreed
 * @votes: n_bits are written: of the symbols that depend on each bit, which are those of nine steps
 *   of the code, what agrees with @symbols less what does not, as a share of what they could have;
 *   0 where they have nothing
 */
void assay_code_rate_bits (const gint8 *symbols,
                           const double *soft,
                           const double *sizes,
                           guint n_bits,
                           guint rate,
                           double *votes);

G_END_DECLS
