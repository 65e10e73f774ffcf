/* assay-cipher-gaps.c: coding tree units are counted, and the numbers of pictures compared.
 *
 * Encoders number the pictures of a sequence evenly; where one step is larger than all pictures
 * have in common, something is missing. A picture also names those that it refers to, by their
 * numbers: each must have come before it. Pictures that nothing refers to, at the end of a
 * sequence, and whole sequences leave no trace; there a seal may help. */
#include "cipher/assay-cipher-gaps.h"

#include "base/assay-numbers.h"

#define MOST_GAPS 1000u
/* Pictures of a sequence that are compared at once, and those of them that later ones may precede.
 * References reach back less than 2^15 numbers (7.4.8). */
#define MOST_PICTURES 65536u
#define REORDERED 64u
/* Beginnings of sequences that are kept, and of those as many in one section as still say
 * something. */
#define MOST_BEGINNINGS 65536u
#define MOST_BORDERS 12u

/* A picture of the sequence. */
typedef struct
{
  gint32 order;
  AssayCipherGapPlace at;
} Picture;

struct _AssayCipherGaps
{
  GArray *gaps;        /* AssayCipherGapPlace */
  GArray *pictures;    /* Picture: of the sequence, each number once */
  GHashTable *seen;    /* number -> picture that has it */
  GHashTable *missing; /* number that a picture referred to -> index in gaps + 1 */
  GArray *beginnings;  /* AssayCipherGapPlace: of sequences but the first picture of the video */
  guint sequence;
  gint32 lowest;    /* number of the sequence's first picture in the order of the stream */
  gboolean unknown; /* the number of one of its pictures is: none are compared */
  gboolean begun;
  /* the picture that is being read */
  AssayCipherGapPlace at;
  guint64 units;
  guint64 picture_units;
  guint64 like;
  guint64 doubled;
  gboolean repeating;  /* so was the number of the one before */
  gboolean unreadable; /* some of it */
};

AssayCipherGaps *
assay_cipher_gaps_new (void)
{
  AssayCipherGaps *self = g_new0 (AssayCipherGaps, 1);

  self->gaps = g_array_new (FALSE, FALSE, sizeof (AssayCipherGapPlace));
  self->pictures = g_array_new (FALSE, FALSE, sizeof (Picture));
  self->beginnings = g_array_new (FALSE, FALSE, sizeof (AssayCipherGapPlace));
  self->seen = g_hash_table_new (NULL, NULL);
  self->missing = g_hash_table_new (NULL, NULL);
  return self;
}

void
assay_cipher_gaps_free (AssayCipherGaps *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->gaps);
  g_array_unref (self->pictures);
  g_array_unref (self->beginnings);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->missing);
  g_free (self);
}

static void
note (AssayCipherGaps *self, const AssayCipherGapPlace *at, AssayCipherGap gap, guint64 other)
{
  AssayCipherGapPlace place = *at;

  place.gap = gap;
  place.other = other;
  if (self->gaps->len < MOST_GAPS)
    g_array_append_val (self->gaps, place);
}

static gint
compare_orders (gconstpointer a, gconstpointer b)
{
  const Picture *one = a;
  const Picture *two = b;

  return (one->order > two->order) - (one->order < two->order);
}

static gint
compare_units (gconstpointer a, gconstpointer b)
{
  const AssayCipherGapPlace *one = a;
  const AssayCipherGapPlace *two = b;

  return (one->unit > two->unit) - (one->unit < two->unit);
}

/* What refers to a picture between two numbers is explained by the gap there. */
static void
explain_missing (AssayCipherGaps *self, gint32 before, gint32 behind)
{
  GHashTableIter iter;
  gpointer order;
  gpointer place;

  g_hash_table_iter_init (&iter, self->missing);
  while (g_hash_table_iter_next (&iter, &order, &place))
    {
      AssayCipherGapPlace *noted
          = &g_array_index (self->gaps, AssayCipherGapPlace, GPOINTER_TO_UINT (place) - 1);

      if (GPOINTER_TO_INT (order) > before && GPOINTER_TO_INT (order) < behind
          && noted->gap == ASSAY_CIPHER_GAP_REFERENCE)
        noted->gap = ASSAY_CIPHER_GAP_NONE;
    }
}

/* From @picture to the next one of the sorted pictures. */
static guint64
step_behind (const Picture *picture)
{
  return (guint64) ((gint64) picture[1].order - picture[0].order);
}

/* The steps between the first @n pictures in the order of showing, of which nothing is asked any
 * more; where others follow, the last of them stays to be compared with these. */
static void
compare_pictures (AssayCipherGaps *self, guint n)
{
  const guint done = n < self->pictures->len ? n - 1 : n;
  const Picture *pictures;
  guint64 step = 0;

  g_array_sort (self->pictures, compare_orders);
  pictures = (const Picture *) (gconstpointer) self->pictures->data;
  for (guint i = 1; i < n; i++)
    step = assay_common_divisor (step_behind (&pictures[i - 1]), step);
  /* When no more can be noted, nothing is left to explain: a hostile stream has many steps. */
  for (guint i = 1; i < n && !self->unknown && self->gaps->len < MOST_GAPS; i++)
    if (step_behind (&pictures[i - 1]) > step)
      {
        note (self, &pictures[i - 1].at, ASSAY_CIPHER_GAP_BEHIND, 0);
        explain_missing (self, pictures[i - 1].order, pictures[i].order);
      }
  for (guint i = 0; i < done; i++)
    g_hash_table_remove (self->seen, GINT_TO_POINTER (pictures[i].order));
  g_array_remove_range (self->pictures, 0, done);
}

static void
end_picture (AssayCipherGaps *self)
{
  if (self->like > 0)
    note (self, &self->at,
          self->doubled == self->like ? ASSAY_CIPHER_GAP_COPY : ASSAY_CIPHER_GAP_AGAIN, self->like);
  else if (self->doubled > 0 && !self->repeating)
    note (self, &self->at, ASSAY_CIPHER_GAP_DOUBLE, self->doubled);
  if (!self->unreadable && self->units > 0 && self->units != self->picture_units)
    note (self, &self->at,
          self->units < self->picture_units ? ASSAY_CIPHER_GAP_PART : ASSAY_CIPHER_GAP_MORE, 0);
  self->repeating = self->doubled > 0 && self->like == 0;
  self->units = self->picture_units = self->like = self->doubled = 0;
  self->unreadable = FALSE;
}

static void
begin_sequence (AssayCipherGaps *self, const AssayCipherOrderPicture *shown)
{
  compare_pictures (self, self->pictures->len);
  g_hash_table_remove_all (self->seen);
  g_hash_table_remove_all (self->missing);
  self->sequence = shown->sequence;
  self->unknown = FALSE;
  self->lowest = shown->known ? shown->order : G_MAXINT32;
  if (!self->begun && shown->known && !shown->intra)
    note (self, &self->at, ASSAY_CIPHER_GAP_BEFORE, 0);
  if (self->beginnings->len < MOST_BEGINNINGS)
    g_array_append_val (self->beginnings, self->at);
  self->begun = TRUE;
}

/* Those before the sequence are no concern: leading pictures of its beginning refer to them, which
 * no player shows (7.4.2.2, RASL). */
static void
check_references (AssayCipherGaps *self, const AssayCipherOrderPicture *shown)
{
  gboolean noted = FALSE;

  for (guint i = 0; i < shown->n_references && self->pictures->len > 0; i++)
    {
      const gpointer order = GINT_TO_POINTER (shown->references[i]);

      if (shown->references[i] < self->lowest || g_hash_table_contains (self->seen, order)
          || g_hash_table_contains (self->missing, order) || self->gaps->len >= MOST_GAPS)
        continue;
      if (!noted)
        note (self, &self->at, ASSAY_CIPHER_GAP_REFERENCE, 0);
      noted = TRUE;
      g_hash_table_insert (self->missing, order, GUINT_TO_POINTER (self->gaps->len));
    }
}

/* The number of a picture that begins. */
static void
take_number (AssayCipherGaps *self, const AssayCipherOrderPicture *shown)
{
  const gpointer order = GINT_TO_POINTER (shown->order);
  const Picture picture = { shown->order, self->at };
  guint late = GPOINTER_TO_UINT (g_hash_table_lookup (self->missing, order));

  self->doubled = GPOINTER_TO_SIZE (g_hash_table_lookup (self->seen, order));
  if (self->doubled > 0)
    return;
  if (late > 0)
    {
      AssayCipherGapPlace *place = &g_array_index (self->gaps, AssayCipherGapPlace, late - 1);

      if (place->gap == ASSAY_CIPHER_GAP_REFERENCE)
        place->other = self->at.picture;
      place->gap = ASSAY_CIPHER_GAP_LATE;
      g_hash_table_remove (self->missing, order);
    }
  check_references (self, shown);
  if (self->pictures->len == MOST_PICTURES)
    compare_pictures (self, MOST_PICTURES - REORDERED);
  g_array_append_val (self->pictures, picture);
  g_hash_table_insert (self->seen, order, GSIZE_TO_POINTER (self->at.picture));
}

static AssayCipherGapPlace
place_of (const AssayCipherGapSlice *slice)
{
  return (AssayCipherGapPlace){ .unit = slice->unit,
                                .segment = slice->segment,
                                .picture = slice->picture };
}

static void
begin_picture (AssayCipherGaps *self, const AssayCipherGapSlice *slice)
{
  end_picture (self);
  self->at = place_of (slice);
  if (!self->begun || slice->shown->sequence != self->sequence)
    begin_sequence (self, slice->shown);
  self->unknown |= !slice->shown->known;
  if (!self->unknown)
    take_number (self, slice->shown);
}

void
assay_cipher_gaps_add (AssayCipherGaps *self, const AssayCipherGapSlice *slice)
{
  if (slice->begins)
    begin_picture (self, slice);
  else if (!self->begun)
    self->at = place_of (slice); /* the beginning of the first picture is missing */
  self->unreadable |= slice->units == 0;
  self->units += slice->units;
  self->picture_units = MAX (self->picture_units, slice->picture_units);
  if (self->like == 0)
    self->like = slice->like;
}

/* Whether something was found where the seal sees the first change. */
static gboolean
is_explained (const AssayCipherGaps *self, const AssayCipherGapSeal *seal)
{
  for (guint i = 0; i < self->gaps->len; i++)
    {
      const AssayCipherGapPlace *place = &g_array_index (self->gaps, AssayCipherGapPlace, i);

      if (place->gap != ASSAY_CIPHER_GAP_NONE && place->picture + 1 >= seal->pictures[0]
          && place->picture <= seal->pictures[1] + 1)
        return TRUE;
    }
  return FALSE;
}

/* Before a sequence, and behind the last picture, whole ones and last pictures of one are missed by
 * nobody: where the seal sees a change there, and nothing else is found, it may be that. */
static void
ask_seal (AssayCipherGaps *self, const AssayCipherGapSeal *seal)
{
  g_autoptr (GArray) borders = g_array_new (FALSE, FALSE, sizeof (AssayCipherGapPlace));

  if (seal->pictures[1] == 0 || is_explained (self, seal))
    return;
  for (guint i = 0; i < self->beginnings->len; i++)
    {
      const AssayCipherGapPlace *place = &g_array_index (self->beginnings, AssayCipherGapPlace, i);

      if (place->picture >= seal->pictures[0] && place->picture <= seal->pictures[1])
        g_array_append_val (borders, *place);
    }
  for (guint i = 0; i < borders->len && borders->len <= MOST_BORDERS; i++)
    note (self, &g_array_index (borders, AssayCipherGapPlace, i), ASSAY_CIPHER_GAP_BORDER, 0);
  if (seal->fewer && seal->pictures[1] >= self->at.picture)
    note (self, &self->at, ASSAY_CIPHER_GAP_END, 0);
}

const GArray *
assay_cipher_gaps_end (AssayCipherGaps *self, const AssayCipherGapSeal *seal)
{
  end_picture (self);
  compare_pictures (self, self->pictures->len);
  if (seal != NULL && self->begun)
    ask_seal (self, seal);
  for (guint i = self->gaps->len; i > 0; i--)
    if (g_array_index (self->gaps, AssayCipherGapPlace, i - 1).gap == ASSAY_CIPHER_GAP_NONE)
      g_array_remove_index (self->gaps, i - 1);
  g_array_sort (self->gaps, compare_units);
  return self->gaps;
}
