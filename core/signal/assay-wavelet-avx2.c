/* assay-wavelet-avx2.c: four coefficients at a time. */
#include <immintrin.h>

#define LANES 4u
#define ADD_PRODUCT(TAP, VALUE, SUM) _mm256_fmadd_pd (_mm256_set1_pd (TAP), VALUE, SUM)
#define TAKE_PRODUCT(TAP, VALUE, SUM) _mm256_fnmadd_pd (_mm256_set1_pd (TAP), VALUE, SUM)
#define PICK(A, B, I) __builtin_shufflevector (A, B, I, I + 1, I + 2, I + 3)
#define EVEN(A, B) __builtin_shufflevector (A, B, 0, 2, 4, 6)
#define ODD(A, B) __builtin_shufflevector (A, B, 1, 3, 5, 7)
#define FIRST_HALVES(A, B) __builtin_shufflevector (A, B, 0, 4, 1, 5)
#define SECOND_HALVES(A, B) __builtin_shufflevector (A, B, 2, 6, 3, 7)

#include "signal/assay-wavelet-vectors-private.h"

const AssayWaveletKernel assay_wavelet_kernel_avx2 = { "avx2", analyse, synthesise };
