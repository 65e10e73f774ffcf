/* assay-video-geometry.c: where a mark lies in pictures that were cut, resized or turned. */
#include "videomark/assay-video-geometry.h"

#include <math.h>

#include "signal/assay-tail.h"
#include "videomark/assay-video-blocks.h"

#define TILE ASSAY_VIDEO_TILE
/* Lattices of each sum's autocorrelation that are judged; how many of all are refined. */
#define SUGGESTED 8
#define REFINED 3
/* Planes up to here are folded plainly alone: so small ones are marked for that reader
 * (assay-video-windows.c), and have too few blocks to weigh. */
#define PLAIN_PIXELS (128u * 128u)

/* Sides of a tile in pixels of the frame: marked at 1 to 6 pixels of the frame to one of the work
 * plane, then left, halved, or brought from one common height to another. */
static const double common_sides[] = { 24, 32, 36, 48, 64, 72, 96, 108, 128, 144, 192, 216, 288 };

AssayVideoMap
assay_video_lattice_map (const AssayVideoLattice *self)
{
  double determinant = self->xx * self->yy - self->xy * self->yx;
  double scale = TILE / determinant;

  return (AssayVideoMap){ scale * self->yy, -scale * self->yx, -scale * self->xy,
                          scale * self->xx };
}

gboolean
assay_video_lattice_score (const AssayVideoLattice *lattice,
                           const AssayVideoSum *sum,
                           AssayVideoScorer *scorer,
                           AssayVideoScore *score)
{
  AssayVideoMap map = assay_video_lattice_map (lattice);
  float tile[ASSAY_VIDEO_AREA];

  if (lattice->fold == ASSAY_VIDEO_FOLD_PLAIN)
    assay_video_fold (sum->values, sum->columns, sum->rows, &map, tile);
  else if ((gsize) sum->columns * sum->rows <= PLAIN_PIXELS
           || !assay_video_blocks_fold (assay_video_scorer_pattern (scorer), sum->values,
                                        sum->columns, sum->rows, &map, tile))
    return FALSE;
  assay_video_scorer_search (scorer, lattice->fold, tile, score);
  return TRUE;
}

/* Keeps the better one. */
static gboolean
judge (const AssayVideoLattice *lattice,
       const AssayVideoSum *sums,
       AssayVideoScorer *scorer,
       AssayVideoPlace *place)
{
  AssayVideoScore score;

  if (!assay_video_lattice_score (lattice, &sums[lattice->sum], scorer, &score))
    return FALSE;
  place->tried++;
  if (!(score.energy > place->score.energy))
    return FALSE;
  place->score = score;
  place->lattice = *lattice;
  return TRUE;
}

/* Small changes of the four numbers, each step kept while it helps. */
static void
climb (const AssayVideoSum *sums, AssayVideoScorer *scorer, AssayVideoPlace *place)
{
  const AssayVideoSum *sum = &sums[place->lattice.sum];
  /* What moves the far corner by half a pixel of the tile. */
  double step = 0.5 * TILE / MAX (sum->columns, sum->rows);

  for (guint round = 0; round < 3; round++, step /= 2)
    for (guint parameter = 0; parameter < 4; parameter++)
      for (int sign = -1; sign <= 1; sign += 2)
        for (guint many = 0; many < 4; many++)
          {
            AssayVideoLattice next = place->lattice;
            double *values[] = { &next.xx, &next.xy, &next.yx, &next.yy };

            *values[parameter] += sign * step;
            if (!judge (&next, sums, scorer, place))
              break;
          }
}

/* The scale at which a tile of @side pixels of the frame comes nearest to its own size. */
static gint
suitable_sum (const AssayVideoSum *sums, guint n_sums, double side)
{
  gint best = -1;

  for (guint i = 0; i < n_sums; i++)
    {
      double size = side / sums[i].scale;

      if (size >= 23 && size < 80 && sums[i].columns >= size && sums[i].rows >= size
          && (best < 0 || fabs (log (size / TILE)) < fabs (log (side / sums[best].scale / TILE))))
        best = (gint) i;
    }
  return best;
}

/* A copy that a player turned or a person mirrored, at the sizes of common videos. */
static void
try_turned (const AssayVideoSum *sums,
            guint n_sums,
            AssayVideoScorer *scorer,
            AssayVideoPlace *place)
{
  static const double sides[] = { 48, 96, 144 };
  /* Where the tile's sides point: the eight ways to lay a square but for the first. */
  static const gint8 ways[][4]
      = { { 0, 1, -1, 0 }, { -1, 0, 0, -1 }, { 0, -1, 1, 0 }, { -1, 0, 0, 1 },
          { 1, 0, 0, -1 }, { 0, 1, 1, 0 },   { 0, -1, -1, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (sides) * G_N_ELEMENTS (ways); i++)
    {
      double side = sides[i / G_N_ELEMENTS (ways)];
      const gint8 *way = ways[i % G_N_ELEMENTS (ways)];
      gint at = suitable_sum (sums, n_sums, side);

      if (at < 0)
        continue;
      side /= sums[at].scale;
      judge (&(AssayVideoLattice){ (guint) at, ASSAY_VIDEO_FOLD_PLAIN, way[0] * side, way[1] * side,
                                   way[2] * side, way[3] * side },
             sums, scorer, place);
    }
}

static gboolean
try_common (const AssayVideoSum *sums,
            guint n_sums,
            AssayVideoScorer *scorer,
            AssayVideoPlace *place,
            GCancellable *cancellable,
            GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (common_sides); i++)
    {
      gint at = suitable_sum (sums, n_sums, common_sides[i]);
      AssayVideoLattice lattice;

      if (at < 0)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      lattice = (AssayVideoLattice){ .sum = (guint) at };
      lattice.xx = lattice.yy = common_sides[i] / sums[at].scale;
      judge (&lattice, sums, scorer, place);
      lattice.fold = ASSAY_VIDEO_FOLD_BLOCKS;
      judge (&lattice, sums, scorer, place);
    }
  try_turned (sums, n_sums, scorer, place);
  return TRUE;
}

/* @list: the best REFINED so far, best first. */
static void
insert_place (AssayVideoPlace *list, const AssayVideoPlace *place)
{
  guint at = REFINED;

  for (; at > 0 && list[at - 1].score.energy < place->score.energy; at--)
    if (at < REFINED)
      list[at] = list[at - 1];
  if (at < REFINED)
    list[at] = *place;
}

static gboolean
try_suggested (const AssayVideoSum *sums,
               guint n_sums,
               AssayVideoScorer *scorer,
               AssayVideoPlace *place,
               GCancellable *cancellable,
               GError **error)
{
  AssayVideoPlace list[REFINED] = { 0 };

  for (guint i = 0; i < n_sums; i++)
    {
      AssayVideoLattice lattices[SUGGESTED];
      guint n = 0;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (MIN (sums[i].columns, sums[i].rows) >= 2 * TILE)
        n = assay_video_geometry_suggest (&sums[i], i, lattices, SUGGESTED);
      for (guint k = 0; k < n; k++)
        {
          AssayVideoPlace own = { 0 };

          judge (&lattices[k], sums, scorer, &own);
          insert_place (list, &own);
          place->tried++;
        }
    }
  for (guint k = 0; k < REFINED; k++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      list[k].tried = place->tried;
      if (list[k].score.energy > 0)
        {
          AssayVideoLattice blocks = list[k].lattice;

          climb (sums, scorer, &list[k]);
          blocks.fold = ASSAY_VIDEO_FOLD_BLOCKS;
          judge (&blocks, sums, scorer, &list[k]);
        }
      place->tried = list[k].tried;
      if (list[k].score.energy > place->score.energy)
        *place = list[k];
    }
  return TRUE;
}

gboolean
assay_video_geometry_search (const AssayVideoSum *sums,
                             guint n_sums,
                             AssayVideoScorer *scorer,
                             AssayVideoPlace *place,
                             GCancellable *cancellable,
                             GError **error)
{
  if (!try_common (sums, n_sums, scorer, place, cancellable, error))
    return FALSE;
  if (assay_tail_union (place->score.log10_p, place->tried) > -8
      && !try_suggested (sums, n_sums, scorer, place, cancellable, error))
    return FALSE;
  if (assay_tail_union (place->score.log10_p, place->tried) < -4)
    climb (sums, scorer, place);
  return TRUE;
}
