/* assay-video-geometry.c: where a mark lies in pictures that were cut, resized or turned. */
#include "videomark/assay-video-geometry.h"

#include <math.h>

#include "base/assay-parallel.h"
#include "signal/assay-tail.h"
#include "videomark/assay-video-blocks.h"

#define TILE ASSAY_VIDEO_TILE
/* Lattices of each sum's autocorrelation that are judged; how many of all are refined. */
#define SUGGESTED 8
#define REFINED 3
/* Lattices of common sizes at most: both ways of folding, and turned. */
#define COMMON (2 * 13 + 3 * 7)
/* Planes up to here are folded plainly alone: so small ones are marked for that reader
 * (assay-video-windows.c), and have too few blocks to weigh. */
#define PLAIN_PIXELS (128u * 128u)

/* Sides of a tile in pixels of the frame: marked at 1 to 6 pixels of the frame to one of the work
 * plane, then left, halved, or brought from one common height to another. */
static const double common_sides[] = { 24, 32, 36, 48, 64, 72, 96, 108, 128, 144, 192, 216, 288 };
G_STATIC_ASSERT (G_N_ELEMENTS (common_sides) == 13);

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

/* Whether it was the better one. */
static gboolean
keep_better (const AssayVideoLattice *lattice, const AssayVideoScore *score, AssayVideoPlace *place)
{
  place->tried++;
  if (!(score->energy > place->score.energy))
    return FALSE;
  place->score = *score;
  place->lattice = *lattice;
  return TRUE;
}

static gboolean
judge (const AssayVideoLattice *lattice,
       const AssayVideoSum *sums,
       AssayVideoScorer *scorer,
       AssayVideoPlace *place)
{
  AssayVideoScore score;

  return assay_video_lattice_score (lattice, &sums[lattice->sum], scorer, &score)
         && keep_better (lattice, &score, place);
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

/* Lattices that are judged by themselves, in any order and thread. */
typedef struct
{
  const AssayVideoSum *sums;
  AssayVideoScorers *scorers;
  const AssayVideoLattice *lattices;
  AssayVideoScore *scores;
  gboolean *judged; /* FALSE where it could not be */
} Batch;

static void
judge_some (gsize first, gsize last, gpointer user_data)
{
  Batch *batch = user_data;
  AssayVideoScorer *scorer = assay_video_scorers_take (batch->scorers);

  for (gsize i = first; i < last; i++)
    batch->judged[i] = assay_video_lattice_score (
        &batch->lattices[i], &batch->sums[batch->lattices[i].sum], scorer, &batch->scores[i]);
  assay_video_scorers_give (batch->scorers, scorer);
}

/* @scores and @judged: (array length=n). */
static gboolean
judge_all (const AssayVideoSum *sums,
           AssayVideoScorers *scorers,
           const AssayVideoLattice *lattices,
           guint n,
           AssayVideoScore *scores,
           gboolean *judged,
           GCancellable *cancellable,
           GError **error)
{
  Batch batch = { sums, scorers, lattices, scores, judged };

  return assay_parallel_for (n, 1, assay_video_scorers_count (scorers), judge_some, &batch,
                             cancellable, error);
}

/* A copy that a player turned or a person mirrored, at the sizes of common videos. */
static guint
add_turned (const AssayVideoSum *sums, guint n_sums, AssayVideoLattice *lattices)
{
  static const double sides[] = { 48, 96, 144 };
  /* Where the tile's sides point: the eight ways to lay a square but for the first. */
  static const gint8 ways[][4]
      = { { 0, 1, -1, 0 }, { -1, 0, 0, -1 }, { 0, -1, 1, 0 }, { -1, 0, 0, 1 },
          { 1, 0, 0, -1 }, { 0, 1, 1, 0 },   { 0, -1, -1, 0 } };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sides) * G_N_ELEMENTS (ways); i++)
    {
      double side = sides[i / G_N_ELEMENTS (ways)];
      const gint8 *way = ways[i % G_N_ELEMENTS (ways)];
      gint at = suitable_sum (sums, n_sums, side);

      if (at < 0)
        continue;
      side /= sums[at].scale;
      lattices[n++] = (AssayVideoLattice){ (guint) at,    ASSAY_VIDEO_FOLD_PLAIN, way[0] * side,
                                           way[1] * side, way[2] * side,          way[3] * side };
    }
  return n;
}

static guint
add_common (const AssayVideoSum *sums, guint n_sums, AssayVideoLattice *lattices)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (common_sides); i++)
    {
      gint at = suitable_sum (sums, n_sums, common_sides[i]);
      AssayVideoLattice lattice;

      if (at < 0)
        continue;
      lattice = (AssayVideoLattice){ .sum = (guint) at };
      lattice.xx = lattice.yy = common_sides[i] / sums[at].scale;
      lattices[n++] = lattice;
      lattice.fold = ASSAY_VIDEO_FOLD_BLOCKS;
      lattices[n++] = lattice;
    }
  return n;
}

static gboolean
try_common (const AssayVideoSum *sums,
            guint n_sums,
            AssayVideoScorers *scorers,
            AssayVideoPlace *place,
            GCancellable *cancellable,
            GError **error)
{
  AssayVideoLattice lattices[COMMON];
  g_autofree AssayVideoScore *scores = g_new0 (AssayVideoScore, COMMON);
  gboolean judged[COMMON];
  guint n = add_common (sums, n_sums, lattices);

  n += add_turned (sums, n_sums, lattices + n);
  if (!judge_all (sums, scorers, lattices, n, scores, judged, cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (judged[i])
      keep_better (&lattices[i], &scores[i], place);
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

/* What the sums' autocorrelations suggest, and the best of that. */
typedef struct
{
  const AssayVideoSum *sums;
  AssayVideoScorers *scorers;
  AssayVideoLattice (*suggested)[SUGGESTED]; /* by sum */
  guint *n_suggested;
  AssayVideoPlace list[REFINED];
} Suggestions;

static void
suggest_some (gsize first, gsize last, gpointer user_data)
{
  Suggestions *self = user_data;

  for (gsize i = first; i < last; i++)
    if (MIN (self->sums[i].columns, self->sums[i].rows) >= 2 * TILE)
      self->n_suggested[i]
          = assay_video_geometry_suggest (&self->sums[i], (guint) i, self->suggested[i], SUGGESTED);
}

static void
climb_some (gsize first, gsize last, gpointer user_data)
{
  Suggestions *self = user_data;
  AssayVideoScorer *scorer = assay_video_scorers_take (self->scorers);

  for (gsize k = first; k < last; k++)
    if (self->list[k].score.energy > 0)
      {
        AssayVideoLattice blocks = self->list[k].lattice;

        climb (self->sums, scorer, &self->list[k]);
        blocks.fold = ASSAY_VIDEO_FOLD_BLOCKS;
        judge (&blocks, self->sums, scorer, &self->list[k]);
      }
  assay_video_scorers_give (self->scorers, scorer);
}

/* All that were suggested, judged; the best REFINED into the list. */
static gboolean
judge_suggested (
    Suggestions *self, guint n_sums, double *tried, GCancellable *cancellable, GError **error)
{
  g_autofree AssayVideoLattice *all = g_new (AssayVideoLattice, n_sums * SUGGESTED);
  g_autofree AssayVideoScore *scores = g_new0 (AssayVideoScore, n_sums * SUGGESTED);
  g_autofree gboolean *judged = g_new0 (gboolean, n_sums * SUGGESTED);
  guint n = 0;

  for (guint i = 0; i < n_sums; i++)
    for (guint k = 0; k < self->n_suggested[i]; k++)
      all[n++] = self->suggested[i][k];
  if (!judge_all (self->sums, self->scorers, all, n, scores, judged, cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      AssayVideoPlace own = { 0 };

      *tried += 1;
      if (judged[i])
        keep_better (&all[i], &scores[i], &own);
      insert_place (self->list, &own);
    }
  return TRUE;
}

static gboolean
try_suggested (const AssayVideoSum *sums,
               guint n_sums,
               AssayVideoScorers *scorers,
               AssayVideoPlace *place,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree AssayVideoLattice (*suggested)[SUGGESTED]
      = g_malloc0_n (n_sums, sizeof (AssayVideoLattice) * SUGGESTED);
  g_autofree guint *n_suggested = g_new0 (guint, n_sums);
  Suggestions self = { .sums = sums, .scorers = scorers };
  guint threads = assay_video_scorers_count (scorers);

  self.suggested = suggested;
  self.n_suggested = n_suggested;
  if (!assay_parallel_for (n_sums, 1, threads, suggest_some, &self, cancellable, error)
      || !judge_suggested (&self, n_sums, &place->tried, cancellable, error)
      || !assay_parallel_for (REFINED, 1, threads, climb_some, &self, cancellable, error))
    return FALSE;
  for (guint k = 0; k < REFINED; k++)
    {
      double tried = place->tried + self.list[k].tried;

      if (self.list[k].score.energy > place->score.energy)
        *place = self.list[k];
      place->tried = tried;
    }
  return TRUE;
}

gboolean
assay_video_geometry_search (const AssayVideoSum *sums,
                             guint n_sums,
                             AssayVideoScorers *scorers,
                             AssayVideoPlace *place,
                             GCancellable *cancellable,
                             GError **error)
{
  if (!try_common (sums, n_sums, scorers, place, cancellable, error))
    return FALSE;
  if (assay_tail_union (place->score.log10_p, place->tried) > -8
      && !try_suggested (sums, n_sums, scorers, place, cancellable, error))
    return FALSE;
  if (assay_tail_union (place->score.log10_p, place->tried) < -4)
    {
      AssayVideoScorer *scorer = assay_video_scorers_take (scorers);

      climb (sums, scorer, place);
      assay_video_scorers_give (scorers, scorer);
    }
  return TRUE;
}
