/* assay-revmark-sum.c: takes a video in segments and sums what they say. Where segments begin
 * matters to a decoder that sees more than the mean of the frames: its own certainty decides. The
 * segment detector is given what is read of the frames from each one on, for those who ask where
 * they do. */
#include "videomark/assay-revmark-sum.h"

#include <math.h>
#include <string.h>

#include "videomark/assay-revmark-place.h"

/* A segment that says less than this share of what others say may begin elsewhere. */
#define DOUBT 0.7
/* Another beginning must say so much more. */
#define BETTER 1.2
/* Pieces that are kept; of longer videos the others are summed all the same. */
#define MOST_PIECES 200000u
#define NOTHING G_MAXUINT

struct _AssayRevmarkSum
{
  const AssayRevmarkShared *shared;
  AssayRevmarkCoder *coder;
  AssayRevmarkGrid grid;
  gboolean anywhere;          /* any 8 frames are a segment */
  AssayRevmarkStarts *starts; /* NULL where nobody asks */
  gsize frame;                /* numbers of a frame */
  float *rgb; /* frames from the segment's beginning on: 8, or 15 to look elsewhere */
  double seconds[2 * ASSAY_VIDEO_SEGMENT];
  guint n_frames;
  guint decoded; /* held frame with which what the coder has read begins; NOTHING without */
  gsize n_places;
  float *sums;    /* places × bits */
  double certain; /* mean score of segments so far */
  guint n_segments;
  guint phase;
  GArray *pieces;
};

/* Frames that are held before a segment is read. */
static guint
wanted (const AssayRevmarkSum *self)
{
  return self->anywhere && self->starts == NULL ? ASSAY_VIDEO_SEGMENT : 2 * ASSAY_VIDEO_SEGMENT - 1;
}

AssayRevmarkSum *
assay_revmark_sum_new (const AssayRevmarkShared *shared,
                       guint width,
                       guint height,
                       double scale,
                       gboolean starts,
                       GError **error)
{
  g_autoptr (AssayRevmarkSum) self = g_new0 (AssayRevmarkSum, 1);

  self->shared = shared;
  self->decoded = NOTHING;
  self->pieces = g_array_new (FALSE, TRUE, sizeof (AssayRevmarkPiece));
  if (!assay_revmark_grid_init (&self->grid, width, height, shared->card->side, scale)
      && !assay_revmark_fail ("side", error))
    return NULL;
  self->coder = assay_revmark_coder_new (shared->card, self->grid.rows, self->grid.columns, FALSE,
                                         shared->threads, error);
  if (self->coder == NULL)
    return NULL;
  self->anywhere = assay_revmark_coder_averages (self->coder);
  if (starts && shared->card->starts.n_layers > 0)
    self->starts = assay_revmark_starts_new (shared->card, shared->threads);
  self->frame = (gsize) self->grid.rows * self->grid.columns * 3;
  self->rgb = g_new (float, wanted (self) * self->frame);
  assay_revmark_coder_places (self->coder, &self->n_places);
  self->sums = g_new0 (float, self->n_places *ASSAY_VIDEO_BITS);
  return g_steal_pointer (&self);
}

void
assay_revmark_sum_free (AssayRevmarkSum *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->coder, assay_revmark_coder_free);
  g_clear_pointer (&self->starts, assay_revmark_starts_free);
  g_array_unref (self->pieces);
  g_free (self->rgb);
  g_free (self->sums);
  g_free (self);
}

/* Σ ln cosh (L / 2): how much a segment says, whatever it says. */
static double
certainty (const float *bits)
{
  double sum = 0;

  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    {
      double half = fabs ((double) bits[b]) / 2;

      sum += half + log1p (exp (-2 * half)) - G_LN2;
    }
  return sum;
}

/* Reads the segment that begins with held frame @first, unless that was the last one read: its best
 * place and its score. */
static gboolean
read_from (AssayRevmarkSum *self,
           guint first,
           guint *place,
           double *score,
           GCancellable *cancellable,
           GError **error)
{
  guint n = MIN (self->n_frames - first, ASSAY_VIDEO_SEGMENT);
  const float *places;

  if (self->decoded != first
      && !assay_revmark_coder_read (self->coder, self->rgb + first * self->frame, n, cancellable,
                                    error))
    return FALSE;
  self->decoded = first;
  places = assay_revmark_coder_places (self->coder, &self->n_places);
  *place = (guint) assay_revmark_place_best (places, self->n_places, ASSAY_VIDEO_BITS,
                                             assay_revmark_coder_prior (self->coder));
  *score = certainty (places + *place * ASSAY_VIDEO_BITS);
  return TRUE;
}

/* Where among the held frames the next segment begins. */
static gboolean
find_segment (AssayRevmarkSum *self, guint *first, GCancellable *cancellable, GError **error)
{
  guint place;
  double most;
  gboolean doubt;

  *first = 0;
  if (self->anywhere || self->n_frames <= ASSAY_VIDEO_SEGMENT)
    return TRUE;
  if (!read_from (self, 0, &place, &most, cancellable, error))
    return FALSE;
  doubt = self->n_segments == 0 || most < DOUBT * self->certain;
  for (guint at = 1; doubt && at + ASSAY_VIDEO_SEGMENT <= self->n_frames; at++)
    {
      double score;

      if (!read_from (self, at, &place, &score, cancellable, error))
        return FALSE;
      if (score > most * (*first == 0 ? BETTER : 1))
        {
          most = score;
          *first = at;
        }
    }
  return TRUE;
}

static void
keep_piece (AssayRevmarkSum *self, const float *places, guint place, guint first, guint n)
{
  AssayRevmarkPiece piece = { .place = place };

  piece.start = self->seconds[first];
  piece.end = self->seconds[first + n - 1];
  memcpy (piece.here, places, sizeof piece.here);
  memcpy (piece.best, places + place * ASSAY_VIDEO_BITS, sizeof piece.best);
  if (self->pieces->len < MOST_PIECES)
    g_array_append_val (self->pieces, piece);
}

static void
drop (AssayRevmarkSum *self, guint n)
{
  memmove (self->rgb, self->rgb + n * self->frame,
           (self->n_frames - n) * self->frame * sizeof *self->rgb);
  memmove (self->seconds, self->seconds + n, (self->n_frames - n) * sizeof *self->seconds);
  self->n_frames -= n;
  self->decoded = NOTHING;
}

/* What is read from each of the first @n held frames on, where the sums have been the likeliest so
 * far. */
static gboolean
read_on (AssayRevmarkSum *self, guint n, GCancellable *cancellable, GError **error)
{
  guint here;
  double score;
  double contrast;

  if (self->starts == NULL)
    return TRUE;
  here = assay_revmark_sum_place (self, &score, &contrast);
  for (guint at = 0; at < n; at++)
    {
      guint place;

      if (!read_from (self, at, &place, &score, cancellable, error))
        return FALSE;
      assay_revmark_starts_add (self->starts, here,
                                assay_revmark_coder_places (self->coder, &self->n_places)
                                    + here * ASSAY_VIDEO_BITS,
                                self->seconds[at]);
    }
  return TRUE;
}

/* Reads the next segment of the held frames and drops them. */
static gboolean
take_segment (AssayRevmarkSum *self, GCancellable *cancellable, GError **error)
{
  guint first;
  guint place;
  guint n;
  double score;
  const float *places;

  if (!find_segment (self, &first, cancellable, error)
      || !read_from (self, first, &place, &score, cancellable, error))
    return FALSE;
  n = MIN (self->n_frames - first, ASSAY_VIDEO_SEGMENT);
  places = assay_revmark_coder_places (self->coder, &self->n_places);
  for (gsize i = 0; i < self->n_places * ASSAY_VIDEO_BITS; i++)
    self->sums[i] += places[i];
  keep_piece (self, places, place, first, n);
  if (self->n_segments == 0)
    self->phase = first;
  self->n_segments++;
  self->certain += (score - self->certain) / self->n_segments;
  if (!read_on (self, first + n, cancellable, error))
    return FALSE;
  drop (self, first + n);
  return TRUE;
}

gboolean
assay_revmark_sum_add (AssayRevmarkSum *self,
                       const AssayVideoLuma *picture,
                       double seconds,
                       GCancellable *cancellable,
                       GError **error)
{
  assay_revmark_see (picture, &self->grid, self->rgb + self->n_frames * self->frame);
  self->seconds[self->n_frames++] = seconds;
  return self->n_frames < wanted (self) || take_segment (self, cancellable, error);
}

gboolean
assay_revmark_sum_end (AssayRevmarkSum *self, GCancellable *cancellable, GError **error)
{
  while (self->n_frames >= ASSAY_VIDEO_SEGMENT)
    if (!take_segment (self, cancellable, error))
      return FALSE;
  /* Less than half a segment says little beside whole ones. */
  if (self->n_frames > 0 && (self->n_segments == 0 || 2 * self->n_frames >= ASSAY_VIDEO_SEGMENT))
    return take_segment (self, cancellable, error);
  return self->n_frames == 0 || read_on (self, self->n_frames, cancellable, error);
}

GArray *
assay_revmark_sum_starts (
    AssayRevmarkSum *self, guint place, guint *looked, GCancellable *cancellable, GError **error)
{
  GArray *starts;

  *looked = 0;
  if (self->starts == NULL)
    return g_array_new (FALSE, TRUE, sizeof (AssayRevmarkStart));
  starts = assay_revmark_starts_find (self->starts, place, cancellable, error);
  *looked = assay_revmark_starts_looked (self->starts);
  return starts;
}

guint
assay_revmark_sum_place (const AssayRevmarkSum *self, double *score, double *contrast)
{
  guint best = (guint) assay_revmark_place_best (self->sums, self->n_places, ASSAY_VIDEO_BITS,
                                                 assay_revmark_coder_prior (self->coder));
  double sum = 0;
  double square = 0;
  double n = (double) self->n_places - 1;
  double ordinary = assay_revmark_place_ordinary (self->sums, self->n_places * ASSAY_VIDEO_BITS);

  *score = assay_revmark_place_score (self->sums + best * ASSAY_VIDEO_BITS, ASSAY_VIDEO_BITS,
                                      ordinary);
  *contrast = 0;
  if (self->n_places < 3)
    return best;
  for (gsize i = 0; i < self->n_places; i++)
    {
      double value = assay_revmark_place_score (self->sums + i * ASSAY_VIDEO_BITS, ASSAY_VIDEO_BITS,
                                                ordinary);

      sum += i == best ? 0 : value;
      square += i == best ? 0 : value * value;
    }
  square = sqrt (MAX (1e-12, square / n - sum / n * (sum / n)));
  *contrast = (*score - sum / n) / square;
  return best;
}

const float *
assay_revmark_sum_bits (const AssayRevmarkSum *self, guint place)
{
  return self->sums + place * ASSAY_VIDEO_BITS;
}

const GArray *
assay_revmark_sum_pieces (const AssayRevmarkSum *self)
{
  return self->pieces;
}

guint
assay_revmark_sum_phase (const AssayRevmarkSum *self)
{
  return self->phase;
}
