/* assay-wavelet-avx512.c: eight coefficients at a time. */
#include <immintrin.h>

#define LANES 8u
#define ADD_PRODUCT(TAP, VALUE, SUM) _mm512_fmadd_pd (_mm512_set1_pd (TAP), VALUE, SUM)
#define TAKE_PRODUCT(TAP, VALUE, SUM) _mm512_fnmadd_pd (_mm512_set1_pd (TAP), VALUE, SUM)
/* Not by a general permutation, which shares its unit with the products: a third slower. The mask
 * takes all; GCC 12 warns of its own header without one. */
#define PICK(A, B, I) (Vector) _mm512_maskz_alignr_epi64 (0xff, (__m512i) (B), (__m512i) (A), I)
#define EVEN(A, B) __builtin_shufflevector (A, B, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD(A, B) __builtin_shufflevector (A, B, 1, 3, 5, 7, 9, 11, 13, 15)
#define FIRST_HALVES(A, B) __builtin_shufflevector (A, B, 0, 8, 1, 9, 2, 10, 3, 11)
#define SECOND_HALVES(A, B) __builtin_shufflevector (A, B, 4, 12, 5, 13, 6, 14, 7, 15)

#include "signal/assay-wavelet-vectors-private.h"

const AssayWaveletKernel assay_wavelet_kernel_avx512 = { "avx512", analyse, synthesise };
