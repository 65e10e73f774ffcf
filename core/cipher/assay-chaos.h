/* assay-chaos.h: the chaotic generator of Hamidouche et al., ICASSP 2015, section 2: a discrete
 * skew tent map (Eq. 1) and a discrete piecewise linear map (Eq. 2) in parallel, each disturbed by
 * a shift register.
 *
 * It is the published research generator, not a vetted cipher: nothing here claims that its output
 * cannot be predicted. What the paper leaves open is decided as OVERVIEW.md says. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that a generator starts from: all of them from a keyed function. */
#define ASSAY_CHAOS_SEED 24

typedef struct
{
  guint32 tent;            /* X of Eq. 1 */
  guint32 tent_bound;      /* its P: 2^30 .. 3 · 2^30 - 1 */
  guint32 linear;          /* X of Eq. 2 */
  guint32 linear_bound;    /* its P: 2^28 .. 2^31 - 2^28 - 1 */
  guint32 tent_register;   /* x^31 + x^28 + 1, never 0 */
  guint32 linear_register; /* x^29 + x^27 + 1, never 0 */
} AssayChaos;

/* Eq. 1 with N = 32 for 0 < @bound. What the paper leaves out: 0 goes to 2^32 - 1, and so does what
 * would be 2^32. */
guint32 assay_chaos_tent (guint32 x, guint32 bound);
/* Eq. 2 with N = 32 for 0 < @bound < 2^31. Its last branch reaches to 2^32 - 1, which so is no
 * fixed point; 0 goes to 2^32 - 1. */
guint32 assay_chaos_linear (guint32 x, guint32 bound);

/* The first outputs are passed over until each bit of @seed has reached all of the state. */
void assay_chaos_start (AssayChaos *self, const guint8 seed[ASSAY_CHAOS_SEED]);
/* The next 32 bits. */
guint32 assay_chaos_next (AssayChaos *self);

G_END_DECLS
