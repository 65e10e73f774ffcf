/* assay-logistic.c: ridge logistic regression by Newton's method with conjugate gradients. */
#include "signal/assay-logistic.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"

#define ROUNDS 100
#define HALVINGS 30
#define SMALL_GRADIENT 1e-10
/* Each Newton step is solved to this share of the squared gradient. */
#define SOLVE_TO 1e-8
#define SOLVE_ROUNDS 500

/* The problem in scaled columns; a constant 1 stands last in each row. */
typedef struct
{
  gsize n;
  gsize width;    /* columns + 1 */
  double *rows;   /* n × width */
  double *shares; /* n: weight of a trial; both classes together have 0.5 each */
  double *signs;  /* n: +1 genuine, -1 spoof */
  double *means;  /* columns */
  double *scales; /* columns */
  double ridge;
} Problem;

static void
problem_clear (Problem *self)
{
  g_free (self->rows);
  g_free (self->shares);
  g_free (self->signs);
  g_free (self->means);
  g_free (self->scales);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Problem, problem_clear)

static gboolean
set_classes (Problem *self, const gboolean *genuine, GError **error)
{
  gsize n_genuine = 0;

  for (gsize i = 0; i < self->n; i++)
    n_genuine += genuine[i] ? 1 : 0;
  if (n_genuine == 0 || n_genuine == self->n)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                           _ ("Training needs genuine and spoofed recordings"));
      return FALSE;
    }
  for (gsize i = 0; i < self->n; i++)
    {
      self->signs[i] = genuine[i] ? 1 : -1;
      self->shares[i] = 0.5 / (double) (genuine[i] ? n_genuine : self->n - n_genuine);
    }
  return TRUE;
}

static gboolean
set_rows (Problem *self, const double *rows, GError **error)
{
  gsize columns = self->width - 1;

  for (gsize c = 0; c < columns; c++)
    {
      double sum = 0;
      double squares = 0;

      for (gsize i = 0; i < self->n; i++)
        sum += rows[i * columns + c];
      self->means[c] = sum / (double) self->n;
      for (gsize i = 0; i < self->n; i++)
        squares
            += (rows[i * columns + c] - self->means[c]) * (rows[i * columns + c] - self->means[c]);
      self->scales[c] = sqrt (squares / (double) self->n);
      if (!isfinite (self->scales[c]))
        {
          g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                               _ ("A score is not a finite number"));
          return FALSE;
        }
      /* A constant column says nothing and gets no weight. */
      for (gsize i = 0; i < self->n; i++)
        self->rows[i * self->width + c]
            = self->scales[c] > 0 ? (rows[i * columns + c] - self->means[c]) / self->scales[c] : 0;
    }
  for (gsize i = 0; i < self->n; i++)
    self->rows[i * self->width + columns] = 1;
  return TRUE;
}

/* log (1 + e^x) */
static double
soft_plus (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static double
product (const Problem *self, gsize row, const double *weights)
{
  const double *values = self->rows + row * self->width;
  /* Four sums, so that the additions do not wait for each other. */
  double sums[4] = { 0 };
  gsize whole = self->width - self->width % 4;

  for (gsize c = 0; c < whole; c += 4)
    for (guint j = 0; j < 4; j++)
      sums[j] += values[c + j] * weights[c + j];
  for (gsize c = whole; c < self->width; c++)
    sums[0] += values[c] * weights[c];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static double
cost (const Problem *self, const double *weights)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += self->shares[i] * soft_plus (-self->signs[i] * product (self, i, weights));
  for (gsize c = 0; c + 1 < self->width; c++)
    sum += 0.5 * self->ridge * weights[c] * weights[c];
  return sum;
}

/* Gradient; how far each trial is from its class goes to @bends for the curvature. */
static void
derive (const Problem *self, const double *weights, double *gradient, double *bends)
{
  gsize width = self->width;

  memset (gradient, 0, width * sizeof *gradient);
  for (gsize i = 0; i < self->n; i++)
    {
      const double *row = self->rows + i * width;
      double wrong = 1 / (1 + exp (self->signs[i] * product (self, i, weights)));
      double slope = -self->shares[i] * self->signs[i] * wrong;

      bends[i] = self->shares[i] * wrong * (1 - wrong);
      for (gsize c = 0; c < width; c++)
        gradient[c] += slope * row[c];
    }
  for (gsize c = 0; c + 1 < width; c++)
    gradient[c] += self->ridge * weights[c];
}

/* Second derivatives times @vector, without ever having the matrix. The constant has no ridge; the
 * small number keeps its curvature above zero far out. */
static void
curve (const Problem *self, const double *bends, const double *vector, double *out)
{
  gsize width = self->width;

  for (gsize c = 0; c < width; c++)
    out[c] = (c + 1 < width ? self->ridge : 1e-12) * vector[c];
  for (gsize i = 0; i < self->n; i++)
    {
      const double *row = self->rows + i * width;
      double scale = bends[i] * product (self, i, vector);

      for (gsize c = 0; c < width; c++)
        out[c] += scale * row[c];
    }
}

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Newton's step by conjugate gradients (Hestenes and Stiefel 1952): thousands of columns are no
 * matter, since no matrix is made. */
static void
solve (const Problem *self, const double *bends, const double *gradient, double *move)
{
  gsize width = self->width;
  g_autofree double *left = g_memdup2 (gradient, width * sizeof *gradient);
  g_autofree double *way = g_memdup2 (gradient, width * sizeof *gradient);
  g_autofree double *curved = g_new (double, width);
  double size = dot (left, left, width);
  double enough = size * SOLVE_TO;

  memset (move, 0, width * sizeof *move);
  for (guint round = 0; round < SOLVE_ROUNDS && size > enough; round++)
    {
      double before = size;
      double length;

      curve (self, bends, way, curved);
      length = size / dot (way, curved, width);
      for (gsize c = 0; c < width; c++)
        {
          move[c] += length * way[c];
          left[c] -= length * curved[c];
        }
      size = dot (left, left, width);
      for (gsize c = 0; c < width; c++)
        way[c] = left[c] + size / before * way[c];
    }
}

/* The full Newton step, halved until the cost falls; FALSE when it cannot any more. */
static gboolean
step (const Problem *self, double *weights, const double *move)
{
  g_autofree double *tried = g_new (double, self->width);
  double before = cost (self, weights);
  double size = 1;

  for (guint half = 0; half < HALVINGS; half++, size /= 2)
    {
      for (gsize c = 0; c < self->width; c++)
        tried[c] = weights[c] - size * move[c];
      if (cost (self, tried) < before)
        {
          memcpy (weights, tried, self->width * sizeof *weights);
          return TRUE;
        }
    }
  return FALSE;
}

static void
minimise (const Problem *self, double *weights)
{
  g_autofree double *gradient = g_new (double, self->width);
  g_autofree double *bends = g_new (double, self->n);
  g_autofree double *move = g_new (double, self->width);

  for (guint round = 0; round < ROUNDS; round++)
    {
      double most = 0;

      derive (self, weights, gradient, bends);
      for (gsize c = 0; c < self->width; c++)
        most = MAX (most, fabs (gradient[c]));
      if (most < SMALL_GRADIENT)
        return;
      solve (self, bends, gradient, move);
      if (!step (self, weights, move))
        return;
    }
}

/* From scaled columns to the columns as given. */
static void
unscale (const Problem *self, double *weights)
{
  for (gsize c = 0; c + 1 < self->width; c++)
    {
      weights[c] = self->scales[c] > 0 ? weights[c] / self->scales[c] : 0;
      weights[self->width - 1] -= weights[c] * self->means[c];
    }
}

gboolean
assay_logistic_train (const double *rows,
                      const gboolean *genuine,
                      gsize n,
                      gsize columns,
                      double ridge,
                      double *weights,
                      GError **error)
{
  g_auto (Problem) problem = { .n = n, .width = columns + 1, .ridge = ridge };

  problem.rows = g_new (double, n *problem.width);
  problem.shares = g_new (double, n);
  problem.signs = g_new (double, n);
  problem.means = g_new (double, columns);
  problem.scales = g_new (double, columns);
  if (!set_classes (&problem, genuine, error) || !set_rows (&problem, rows, error))
    return FALSE;
  memset (weights, 0, problem.width * sizeof *weights);
  minimise (&problem, weights);
  unscale (&problem, weights);
  return TRUE;
}

double
assay_logistic_apply (const double *weights, const double *row, gsize columns)
{
  double sum = weights[columns];

  for (gsize c = 0; c < columns; c++)
    sum += weights[c] * row[c];
  return sum;
}
