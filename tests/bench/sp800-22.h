/* sp800-22.h: tests of random bits after NIST SP 800-22 rev. 1a, written from the publication. */
#pragma once

#include <glib.h>

/* Each: @bits (array length=n) of 0 and 1; p-values behind @p, as many as the test gives. */
typedef void (*SpTestFunc) (const guint8 *bits, gsize n, double *p);

typedef struct
{
  const char *name;
  SpTestFunc run;
  guint n_values; /* at most 2 */
} SpTest;

extern const SpTest sp_tests[];
extern const guint sp_n_tests;

/* The regularised upper incomplete gamma function Q (a, x). */
double sp_igamc (double a, double x);
