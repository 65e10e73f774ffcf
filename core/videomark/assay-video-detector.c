/* assay-video-detector.c: frames in, a reading out. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "signal/assay-tail.h"
#include "videomark/assay-video-blocks.h"
#include "videomark/assay-video-geometry.h"

#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
#define LEAST_SIDE 16
#define MOST_SUMS 5
/* A place is kept once chance would do as well less often than this: 10^-8. */
#define LOCATED (-8.0)
/* A plain sum that says so much needs no second way of folding: its bits are read without error. */
#define SURE (-40.0)
/* From this many segments on other sizes are searched; looks are at 1, 2, 4, 8 … segments, searches
 * at 4, 16, 64 …: they take as long as a second of video. */
#define SEARCH_FROM 4
#define SEARCH_STEP 4
/* A piece of time that is told by itself, s. */
#define SPAN 1.0

struct _AssayVideoDetector
{
  AssayVideoScorers *scorers; /* for the search */
  AssayVideoScorer *scorer;   /* for all else */
  guint width, height;
  gboolean search;
  float *luma;
  guint frames; /* in this segment, like: */
  float shares; /* of its frames */
  guint64 all_frames;
  guint64 segments;
  AssayVideoSum sums[MOST_SUMS];
  AssayVideoFlattener *flatteners[MOST_SUMS];
  guint n_sums; /* the first is the one that the frames would have been marked in */
  guint looks;
  gboolean located;
  AssayVideoPlace place; /* the best so far */
  AssayVideoScore here;  /* at the natural scale, folded either way */
  double first, last;    /* s */
  double span_start;
  float span[AREA]; /* folded since then */
  GArray *spans;    /* of AssayVideoSpan; until the end folded tiles are judged at the place */
  GArray *tiles;    /* of float[AREA] */
  gboolean begun;   /* the first of them is all that was read before the place was known … */
  AssayVideoFold begun_fold; /* … folded so */
  float *work;               /* a reduced frame */
};

static void
add_sum (AssayVideoDetector *self, guint scale)
{
  AssayVideoSum *sum = &self->sums[self->n_sums];

  sum->scale = scale;
  sum->columns = self->width / scale;
  sum->rows = self->height / scale;
  sum->values = g_new0 (float, (gsize) sum->columns * sum->rows);
  self->flatteners[self->n_sums++] = assay_video_flattener_new (sum->columns, sum->rows);
}

/* The natural reduction first, then others at which the tile of a cut or resized copy is 24 to 80
 * pixels long. */
static void
choose_sums (AssayVideoDetector *self)
{
  static const guint scales[] = { 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 45 };
  guint natural = assay_video_scale (self->width, self->height);

  add_sum (self, natural);
  for (guint i = 0; self->search && i < G_N_ELEMENTS (scales) && self->n_sums < MOST_SUMS; i++)
    if (scales[i] != natural && 2 * scales[i] >= natural
        && MIN (self->width, self->height) / scales[i] >= LEAST_SIDE)
      add_sum (self, scales[i]);
}

AssayVideoDetector *
assay_video_detector_new (
    AssayVideoPattern *pattern, guint width, guint height, gboolean search, GError **error)
{
  g_autoptr (AssayVideoDetector) self = g_new0 (AssayVideoDetector, 1);
  gsize largest = 0;

  self->spans = g_array_new (FALSE, TRUE, sizeof (AssayVideoSpan));
  self->tiles = g_array_new (FALSE, TRUE, sizeof self->span);
  if (MIN (width, height) < LEAST_SIDE || MAX (width, height) > ASSAY_VIDEO_MOST_SIDE)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                   _ ("A picture of %u × %u pixels cannot be read: sides from %d to %d can"), width,
                   height, LEAST_SIDE, ASSAY_VIDEO_MOST_SIDE);
      return NULL;
    }
  self->width = width;
  self->height = height;
  self->search = search;
  self->luma
      = assay_try_alloc ((gsize) width * height, sizeof (float), ASSAY_LIMIT_PIXELS * 4ul, error);
  if (self->luma == NULL)
    return NULL;
  choose_sums (self);
  for (guint i = 0; i < self->n_sums; i++)
    largest = MAX (largest, (gsize) self->sums[i].columns * self->sums[i].rows);
  self->work = g_new (float, largest);
  self->scorers = assay_video_scorers_new (pattern);
  self->scorer = assay_video_scorer_new (pattern);
  return g_steal_pointer (&self);
}

void
assay_video_detector_free (AssayVideoDetector *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_sums; i++)
    {
      g_free (self->sums[i].values);
      assay_video_flattener_free (self->flatteners[i]);
    }
  assay_video_scorers_free (self->scorers);
  g_clear_pointer (&self->scorer, assay_video_scorer_free);
  g_array_unref (self->spans);
  g_array_unref (self->tiles);
  g_free (self->luma);
  g_free (self->work);
  g_free (self);
}

float *
assay_video_detector_luma (AssayVideoDetector *self)
{
  return self->luma;
}

/* The tile as it was marked: 48 pixels of the first sum. */
static const AssayVideoLattice natural = { .sum = 0, .xx = TILE, .yy = TILE };

static void
end_span (AssayVideoDetector *self)
{
  AssayVideoSpan span = { .start = self->span_start, .end = self->last };

  g_array_append_val (self->spans, span);
  g_array_append_val (self->tiles, self->span);
  memset (self->span, 0, sizeof self->span);
  self->span_start = self->last;
}

/* What was folded at the natural size says nothing now: all that was read so far becomes one piece,
 * folded as the place says. */
static void
join_spans (AssayVideoDetector *self)
{
  const AssayVideoLattice *lattice = &self->place.lattice;
  const AssayVideoSum *sum = &self->sums[lattice->sum];
  AssayVideoMap map = assay_video_lattice_map (lattice);

  g_array_set_size (self->spans, 0);
  g_array_set_size (self->tiles, 0);
  self->span_start = self->first;
  self->begun = TRUE;
  self->begun_fold = ASSAY_VIDEO_FOLD_BLOCKS;
  if (lattice->fold == ASSAY_VIDEO_FOLD_PLAIN
      || !assay_video_blocks_fold (assay_video_scorer_pattern (self->scorer), sum->values,
                                   sum->columns, sum->rows, &map, self->span))
    {
      self->begun_fold = ASSAY_VIDEO_FOLD_PLAIN;
      assay_video_fold (sum->values, sum->columns, sum->rows, &map, self->span);
    }
  end_span (self);
}

/* Adds the segment to the sums: to all, or once the place is known to that one. */
static void
add_segment (AssayVideoDetector *self)
{
  const AssayVideoLattice *lattice = self->located ? &self->place.lattice : &natural;
  AssayVideoMap map = assay_video_lattice_map (lattice);

  for (guint i = 0; i < self->n_sums; i++)
    {
      AssayVideoSum *sum = &self->sums[i];
      gsize n = (gsize) sum->columns * sum->rows;

      if (self->located && i != lattice->sum)
        continue;
      assay_video_reduce (self->luma, self->width, self->height, sum->scale, 1.0f / self->shares,
                          self->work);
      assay_video_flattener_run (self->flatteners[i], self->work, self->work);
      for (gsize j = 0; j < n; j++)
        sum->values[j] += self->work[j];
      if (i == lattice->sum)
        {
          float tile[AREA];

          assay_video_fold (self->work, sum->columns, sum->rows, &map, tile);
          for (guint j = 0; j < AREA; j++)
            self->span[j] += tile[j];
        }
    }
  memset (self->luma, 0, (gsize) self->width * self->height * sizeof *self->luma);
  self->frames = 0;
  self->shares = 0;
  self->segments++;
  if (self->last - self->span_start >= SPAN)
    end_span (self);
}

static double
place_chance (const AssayVideoDetector *self)
{
  return assay_tail_union (self->place.score.log10_p, 2 * MAX (1, self->place.tried));
}

static double
here_chance (const AssayVideoDetector *self)
{
  return assay_tail_union (self->here.log10_p, 2.0 * MAX (1, self->looks));
}

/* @lattice folded in both ways: the likelier one stays, in @lattice too. Returns how many were
 * tried. */
static guint
score_both (const AssayVideoDetector *self, AssayVideoLattice *lattice, AssayVideoScore *score)
{
  AssayVideoLattice next = *lattice;
  const AssayVideoSum *sum = &self->sums[lattice->sum];
  guint tried = 0;

  for (next.fold = ASSAY_VIDEO_FOLD_PLAIN; next.fold <= ASSAY_VIDEO_FOLD_BLOCKS; next.fold++)
    {
      AssayVideoScore own;

      if (!assay_video_lattice_score (&next, sum, self->scorer, &own))
        continue;
      if (tried++ > 0 && own.log10_p >= score->log10_p)
        continue;
      *score = own;
      *lattice = next;
      if (own.log10_p < SURE)
        break;
    }
  return tried;
}

/* Judges what was summed so far. */
static gboolean
look (AssayVideoDetector *self, gboolean search, GCancellable *cancellable, GError **error)
{
  AssayVideoLattice here = natural;

  if (self->located)
    {
      self->place.tried += score_both (self, &self->place.lattice, &self->place.score);
      return TRUE;
    }
  self->looks += score_both (self, &here, &self->here);
  if (here_chance (self) <= LOCATED)
    {
      self->place.lattice = here;
      self->place.score = self->here;
      self->place.tried = MAX (self->place.tried, self->looks);
      self->located = TRUE;
      return TRUE;
    }
  if (!search || !self->search)
    return TRUE;
  self->place.score = (AssayVideoScore){ 0 };
  if (!assay_video_geometry_search (self->sums, self->n_sums, self->scorers, &self->place,
                                    cancellable, error))
    return FALSE;
  self->located = place_chance (self) <= LOCATED;
  if (self->located)
    join_spans (self);
  return TRUE;
}

/* @segments: a power of two. */
static gboolean
is_search (guint64 segments)
{
  guint64 next = SEARCH_FROM;

  while (next < segments)
    next *= SEARCH_STEP;
  return next == segments;
}

gboolean
assay_video_detector_count (AssayVideoDetector *self,
                            float share,
                            double seconds,
                            GCancellable *cancellable,
                            GError **error)
{
  if (self->all_frames == 0)
    self->first = self->span_start = seconds;
  self->last = MAX (self->last, seconds);
  self->all_frames++;
  self->shares += share;
  if (++self->frames < ASSAY_VIDEO_SEGMENT)
    return TRUE;
  add_segment (self);
  if (self->located || (self->segments & (self->segments - 1)) != 0)
    return TRUE;
  return look (self, is_search (self->segments), cancellable, error);
}

static void
judge_spans (AssayVideoDetector *self, const AssayVideoScore *score)
{
  for (guint i = 0; i < self->spans->len; i++)
    {
      AssayVideoSpan *span = &g_array_index (self->spans, AssayVideoSpan, i);
      AssayVideoScore own;
      AssayVideoFold fold = self->begun && i == 0 ? self->begun_fold : ASSAY_VIDEO_FOLD_PLAIN;

      assay_video_scorer_at (self->scorer, fold, &g_array_index (self->tiles, float, i *AREA),
                             score->shift_x, score->shift_y, &own);
      span->energy = own.energy;
      span->log10_p = own.log10_p;
    }
}

/* How many more seconds of the same would make it a claim: the signal's share over the noise's
 * grows with the time. 0.16 of the energy is there by chance; 0.32 is a claim. */
static double
seconds_needed (const AssayVideoReading *reading)
{
  const double chance = (double) ASSAY_VIDEO_BITS / ASSAY_VIDEO_DIMENSIONS;
  double share = (reading->energy - chance) / (1 - chance);
  const double wanted = 0.19 / (1 - 0.19);

  if (!(share > 0.01))
    return 0;
  return MAX (1, reading->seconds * (wanted / (share / (1 - share)) - 1));
}

static void
fill (const AssayVideoDetector *self,
      const AssayVideoScore *score,
      const AssayVideoLattice *lattice,
      AssayVideoReading *reading)
{
  double scale = self->sums[lattice->sum].scale;

  reading->energy = score->energy;
  /* The place is where all bits answer, so that another one can have more energy. */
  reading->margin = MAX (0.0, score->energy - score->runner_up);
  memcpy (reading->soft, score->soft, sizeof reading->soft);
  reading->geometry = (AssayVideoGeometry){
    .xx = scale * lattice->xx,
    .xy = scale * lattice->xy,
    .yx = scale * lattice->yx,
    .yy = scale * lattice->yy,
    .shift_x = score->shift_x,
    .shift_y = score->shift_y,
  };
  reading->moved = lattice->sum != natural.sum || hypot (score->shift_x, score->shift_y) > 0.6
                   || fabs (lattice->xx - TILE) + fabs (lattice->xy) > 0.1
                   || fabs (lattice->yy - TILE) + fabs (lattice->yx) > 0.1;
  reading->width = self->width;
  reading->height = self->height;
  reading->frames = self->all_frames;
  reading->seconds = self->last - self->first;
  reading->hypotheses = score->hypotheses * MAX (1, self->place.tried + self->looks);
}

gboolean
assay_video_detector_end (AssayVideoDetector *self,
                          AssayVideoReading *reading,
                          GCancellable *cancellable,
                          GError **error)
{
  gboolean elsewhere;

  *reading = (AssayVideoReading){ 0 };
  if (self->all_frames == 0)
    return TRUE;
  /* The last frame is shown as long as the others. */
  if (self->all_frames > 1)
    self->last += (self->last - self->first) / (double) (self->all_frames - 1);
  if (self->frames > 0)
    add_segment (self);
  if (self->last > self->span_start || self->spans->len == 0)
    end_span (self);
  if (!look (self, TRUE, cancellable, error))
    return FALSE;
  /* What is no hint by itself is the best of many by chance: bits are told where they were marked.
   */
  elsewhere
      = self->located
        || (place_chance (self) <= ASSAY_VIDEO_HINT && place_chance (self) < here_chance (self));
  if (elsewhere && !self->located)
    join_spans (self);
  fill (self, elsewhere ? &self->place.score : &self->here,
        elsewhere ? &self->place.lattice : &natural, reading);
  reading->log10_p = elsewhere ? place_chance (self) : here_chance (self);
  judge_spans (self, elsewhere ? &self->place.score : &self->here);
  if (reading->log10_p <= ASSAY_VIDEO_CLAIM)
    reading->outcome = ASSAY_VIDEO_MARKED;
  else if (reading->log10_p <= ASSAY_VIDEO_HINT)
    {
      reading->outcome = ASSAY_VIDEO_INCONCLUSIVE;
      reading->seconds_more = seconds_needed (reading);
    }
  return TRUE;
}

const AssayVideoSpan *
assay_video_detector_spans (AssayVideoDetector *self, guint *n)
{
  *n = self->spans->len;
  return &g_array_index (self->spans, AssayVideoSpan, 0);
}
