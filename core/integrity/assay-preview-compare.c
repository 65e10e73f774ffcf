/* assay-preview-compare.c: correlation of luminance grids, and the local residual after a tone fit.
 *
 * A splice leaves the rest of the picture alone, so the grids agree as a whole and differ in one
 * place; another picture does not agree as a whole. */
#include "integrity/assay-preview-compare-private.h"

#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"

#define COLUMNS ASSAY_PREVIEW_COLUMNS
#define ROWS ASSAY_PREVIEW_ROWS
#define CELLS (COLUMNS * ROWS)
/* Bars are near black; JPEG noise stays below this level. */
#define BAR_LEVEL 20.0

typedef struct
{
  double x0, y0, x1, y1; /* pixels */
} Window;

static double
mean_of (const AssayGrey *grey, guint x0, guint y0, guint x1, guint y1)
{
  guint64 sum = 0;

  for (guint y = y0; y < y1; y++)
    for (guint x = x0; x < x1; x++)
      sum += grey->pixels[(gsize) y * grey->width + x];
  return (double) sum / ((double) (x1 - x0) * (double) (y1 - y0));
}

/* Averages @window of @grey into a grid of @columns × @rows cells. */
static void
make_grid (const AssayGrey *grey, const Window *window, guint columns, guint rows, double *grid)
{
  const double step_x = (window->x1 - window->x0) / columns;
  const double step_y = (window->y1 - window->y0) / rows;

  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      {
        const guint x0 = (guint) (window->x0 + column * step_x);
        const guint y0 = (guint) (window->y0 + row * step_y);
        const guint x1 = MAX (x0 + 1, (guint) (window->x0 + (column + 1) * step_x));
        const guint y1 = MAX (y0 + 1, (guint) (window->y0 + (row + 1) * step_y));

        grid[row * columns + column]
            = mean_of (grey, x0, y0, MIN (x1, grey->width), MIN (y1, grey->height));
      }
}

static double
mean (const double *values, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  return sum / n;
}

static double
deviation (const double *values, guint n)
{
  const double centre = mean (values, n);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (values[i] - centre) * (values[i] - centre);
  return sqrt (sum / n);
}

/* Pearson's r; 0 when one of them is flat. */
static double
correlation (const double *a, const double *b, guint n)
{
  const double centre_a = mean (a, n);
  const double centre_b = mean (b, n);
  double ab = 0;
  double aa = 0;
  double bb = 0;

  for (guint i = 0; i < n; i++)
    {
      ab += (a[i] - centre_a) * (b[i] - centre_b);
      aa += (a[i] - centre_a) * (a[i] - centre_a);
      bb += (b[i] - centre_b) * (b[i] - centre_b);
    }
  if (!(aa > 0) || !(bb > 0))
    return 0;
  return ab / sqrt (aa * bb);
}

/* Turns a grid of @columns × @rows by 90° clockwise into @rows × @columns. */
static void
turn (const double *grid, guint columns, guint rows, double *turned)
{
  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      turned[column * rows + (rows - 1 - row)] = grid[row * columns + column];
}

static gboolean
is_bar (const AssayGrey *grey, gboolean horizontal, guint line)
{
  if (horizontal)
    return mean_of (grey, 0, line, grey->width, line + 1) < BAR_LEVEL;
  return mean_of (grey, line, 0, line + 1, grey->height) < BAR_LEVEL;
}

/* How many dark lines stand at one end; at most a quarter of @length. */
static guint
bar_size (const AssayGrey *grey, gboolean horizontal, guint length, gboolean from_end)
{
  guint n = 0;

  while (n < length / 4 && is_bar (grey, horizontal, from_end ? length - 1 - n : n))
    n++;
  return n;
}

/* The preview without its letterbox. The two ends are measured apart: the Kodak DC3400 has one bar
 * only. */
static Window
without_bars (const AssayGrey *preview)
{
  const guint width = preview->width;
  const guint height = preview->height;

  return (Window){ bar_size (preview, FALSE, width, FALSE), bar_size (preview, TRUE, height, FALSE),
                   width - bar_size (preview, FALSE, width, TRUE),
                   height - bar_size (preview, TRUE, height, TRUE) };
}

static double
aspect_of (const Window *window)
{
  return (window->x1 - window->x0) / (window->y1 - window->y0);
}

/* The middle of @window that has @aspect. */
static Window
cut_to (const Window *window, double aspect)
{
  const double width = window->x1 - window->x0;
  const double height = window->y1 - window->y0;
  Window cut = *window;

  if (width / height > aspect)
    {
      cut.x0 += (width - height * aspect) / 2;
      cut.x1 -= (width - height * aspect) / 2;
    }
  else
    {
      cut.y0 += (height - width / aspect) / 2;
      cut.y1 -= (height - width / aspect) / 2;
    }
  return cut;
}

/* One way to lay the two over each other. */
typedef struct
{
  Window picture; /* which part of the picture the grid covers */
  double correlation;
  double picture_grid[CELLS];
  double preview_grid[CELLS];
} Overlay;

/* Best of four rotations of the preview. The grid is always 32 × 24 in the picture's own
 * directions. */
static void
lay_over (const AssayGrey *picture,
          const Window *picture_window,
          const AssayGrey *preview,
          const Window *preview_window,
          Overlay *best)
{
  double grids[4][CELLS];
  double picture_grid[CELLS];

  make_grid (picture, picture_window, COLUMNS, ROWS, picture_grid);
  /* A quarter turn of a 24 × 32 grid is 32 × 24, so the turned candidates start upright. */
  make_grid (preview, preview_window, COLUMNS, ROWS, grids[0]);
  make_grid (preview, preview_window, ROWS, COLUMNS, grids[2]);
  turn (grids[2], ROWS, COLUMNS, grids[1]);
  for (guint i = 0; i < CELLS; i++)
    {
      grids[2][i] = grids[0][CELLS - 1 - i];
      grids[3][i] = grids[1][CELLS - 1 - i];
    }
  for (guint i = 0; i < G_N_ELEMENTS (grids); i++)
    {
      const double r = correlation (picture_grid, grids[i], CELLS);

      if (r <= best->correlation)
        continue;
      best->correlation = r;
      best->picture = *picture_window;
      memcpy (best->picture_grid, picture_grid, sizeof picture_grid);
      memcpy (best->preview_grid, grids[i], sizeof grids[i]);
    }
}

/* Solves the 3 × 3 normal equations by Gaussian elimination with pivoting; FALSE if they are
 * singular. */
static gboolean
solve3 (double m[3][4], double *solution)
{
  for (int column = 0; column < 3; column++)
    {
      int pivot = column;

      for (int row = column + 1; row < 3; row++)
        if (fabs (m[row][column]) > fabs (m[pivot][column]))
          pivot = row;
      if (!(fabs (m[pivot][column]) > 1e-9))
        return FALSE;
      for (int k = 0; k < 4; k++)
        {
          const double kept = m[column][k];

          m[column][k] = m[pivot][k];
          m[pivot][k] = kept;
        }
      for (int row = 0; row < 3; row++)
        {
          const double factor = m[row][column] / m[column][column];

          for (int k = column; row != column && k < 4; k++)
            m[row][k] -= factor * m[column][k];
        }
    }
  for (int row = 0; row < 3; row++)
    solution[row] = m[row][3] / m[row][row];
  return TRUE;
}

/* Fits picture ≈ c0 + c1 t + c2 t², t the preview's tone / 255: a preview is often brighter or
 * flatter. Leaves |difference| in @residual. */
static void
fit_tones (const Overlay *overlay, double *residual)
{
  double normal[3][4] = { { 0 } };
  double c[3] = { 0, 255, 0 };

  for (guint i = 0; i < CELLS; i++)
    {
      const double t = overlay->preview_grid[i] / 255;
      const double powers[3] = { 1, t, t * t };

      for (int row = 0; row < 3; row++)
        {
          for (int column = 0; column < 3; column++)
            normal[row][column] += powers[row] * powers[column];
          normal[row][3] += powers[row] * overlay->picture_grid[i];
        }
    }
  if (!solve3 (normal, c))
    {
      c[0] = mean (overlay->picture_grid, CELLS);
      c[1] = 0;
    }
  for (guint i = 0; i < CELLS; i++)
    {
      const double t = overlay->preview_grid[i] / 255;

      residual[i] = fabs (overlay->picture_grid[i] - (c[0] + c[1] * t + c[2] * t * t));
    }
}

static void
find_residual (const Overlay *overlay, const AssayGrey *picture, AssayPreviewComparison *result)
{
  double *residual = result->residual;
  double sorted[CELLS];
  guint at_row = 1;
  guint at_column = 1;

  fit_tones (overlay, residual);
  result->residual_max = 0;
  for (guint row = 1; row < ROWS - 1; row++)
    for (guint column = 1; column < COLUMNS - 1; column++)
      {
        double sum = 0;

        for (guint k = 0; k < 9; k++)
          sum += residual[(row - 1 + k / 3) * COLUMNS + column - 1 + k % 3];
        if (sum / 9 <= result->residual_max)
          continue;
        result->residual_max = sum / 9;
        at_row = row;
        at_column = column;
      }
  memcpy (sorted, residual, sizeof sorted);
  assay_sort_doubles (sorted, CELLS);
  result->residual_median = (sorted[CELLS / 2 - 1] + sorted[CELLS / 2]) / 2;
  result->residual_ratio = result->residual_max / MAX (result->residual_median, 1.0);
  result->residual_x = (overlay->picture.x0
                        + (at_column + 0.5) / COLUMNS * (overlay->picture.x1 - overlay->picture.x0))
                       / picture->width;
  result->residual_y
      = (overlay->picture.y0 + (at_row + 0.5) / ROWS * (overlay->picture.y1 - overlay->picture.y0))
        / picture->height;
}

/* The aspect of the preview is compared in the orientation that is nearer: viewers turn the picture
 * by its tag and not the preview. */
static void
compare_aspects (const Window *picture, const Window *preview, AssayPreviewComparison *result)
{
  const double a = aspect_of (picture);
  const double b = aspect_of (preview);
  const double upright = MAX (a, b) / MIN (a, b);
  const double turned = MAX (a, 1 / b) / MIN (a, 1 / b);

  result->picture_aspect = a;
  result->preview_aspect = upright <= turned ? b : 1 / b;
  result->aspect_difference = MIN (upright, turned) - 1;
}

gboolean
assay_preview_compare (const AssayGrey *picture,
                       const AssayGrey *preview,
                       AssayPreviewComparison *comparison)
{
  const Window whole_picture = { 0, 0, picture->width, picture->height };
  const Window whole_preview = { 0, 0, preview->width, preview->height };
  Overlay best = { .correlation = -2 };

  if (MIN (picture->width, picture->height) < COLUMNS
      || MIN (preview->width, preview->height) < COLUMNS)
    return FALSE;

  const Window bare = without_bars (preview);
  const Window cut_picture = cut_to (&whole_picture, aspect_of (&bare));
  const Window cut_preview = cut_to (&bare, aspect_of (&whole_picture));

  lay_over (picture, &whole_picture, preview, &whole_preview, &best);
  comparison->correlation = best.correlation;
  lay_over (picture, &whole_picture, preview, &bare, &best);
  /* Dark lines are bars only if the rest then fits better; else they are dark content. */
  compare_aspects (&whole_picture,
                   best.correlation > comparison->correlation ? &bare : &whole_preview, comparison);
  comparison->correlation = best.correlation;
  lay_over (picture, &cut_picture, preview, &bare, &best);
  lay_over (picture, &whole_picture, preview, &cut_preview, &best);
  comparison->inner_correlation = best.correlation;
  comparison->deviation = deviation (best.preview_grid, CELLS);
  find_residual (&best, picture, comparison);
  return TRUE;
}
