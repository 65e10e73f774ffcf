/* golden.h: reference values of tests/golden/signal by name. */
#pragma once

#include <glib.h>

/* @n values; fails the test if there are not that many. Free with g_free(). */
double *golden_read (const char *name, gsize n);
/* The same as classes. */
gboolean *golden_read_classes (const char *name, gsize n);
/* Each of @n within @relative of the larger magnitude, or of 1. */
void golden_compare (const double *values, const char *name, gsize n, double relative);
