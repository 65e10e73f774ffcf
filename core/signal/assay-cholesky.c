/* assay-cholesky.c: A = L Lᵀ, row after row. */
#include "signal/assay-cholesky.h"

#include <math.h>

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static gboolean
factorise (double *matrix, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      double *row = matrix + i * n;

      for (gsize j = 0; j < i; j++)
        row[j] = (row[j] - dot (row, matrix + j * n, j)) / matrix[j * n + j];

      double left = row[i] - dot (row, row, i);

      if (!(left > 0) || !isfinite (left))
        return FALSE;
      row[i] = sqrt (left);
    }
  return TRUE;
}

gboolean
assay_cholesky_solve (double *matrix, gsize n, double *vector)
{
  if (!factorise (matrix, n))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    vector[i] = (vector[i] - dot (matrix + i * n, vector, i)) / matrix[i * n + i];
  for (gsize i = n; i-- > 0;)
    {
      for (gsize j = i + 1; j < n; j++)
        vector[i] -= matrix[j * n + i] * vector[j];
      vector[i] /= matrix[i * n + i];
    }
  return TRUE;
}
