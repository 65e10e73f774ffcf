/* assay-cipher-gaps.c: coding tree units are counted, and the numbers of pictures compared.
 *
 * Encoders number the pictures of a sequence evenly; where one step is larger than all pictures
 * have in common, something is missing. At the ends of a sequence nothing can be seen so. */
#include "cipher/assay-cipher-gaps.h"

#define MOST_GAPS 1000u
/* Pictures of a sequence that are compared at once, and those of them that later ones may precede.
 */
#define MOST_PICTURES 65536u
#define REORDERED 64u

struct _AssayCipherGaps
{
  GArray *gaps;              /* AssayCipherGapPlace */
  GArray *pictures;          /* AssayCipherGapSlice: those of the sequence that begin one */
  AssayCipherGapSlice first; /* of the picture, with the units of all its slice segments */
  gboolean unreadable;       /* some of them */
};

AssayCipherGaps *
assay_cipher_gaps_new (void)
{
  AssayCipherGaps *self = g_new0 (AssayCipherGaps, 1);

  self->gaps = g_array_new (FALSE, FALSE, sizeof (AssayCipherGapPlace));
  self->pictures = g_array_new (FALSE, FALSE, sizeof (AssayCipherGapSlice));
  return self;
}

void
assay_cipher_gaps_free (AssayCipherGaps *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->gaps);
  g_array_unref (self->pictures);
  g_free (self);
}

static void
note (AssayCipherGaps *self, const AssayCipherGapSlice *at, AssayCipherGap gap)
{
  AssayCipherGapPlace place = { .gap = gap, .at = *at };

  if (self->gaps->len < MOST_GAPS)
    g_array_append_val (self->gaps, place);
}

static gint
compare_orders (gconstpointer a, gconstpointer b)
{
  const AssayCipherGapSlice *one = a;
  const AssayCipherGapSlice *two = b;

  return (one->order > two->order) - (one->order < two->order);
}

static gint
compare_units (gconstpointer a, gconstpointer b)
{
  const AssayCipherGapPlace *one = a;
  const AssayCipherGapPlace *two = b;

  return (one->at.unit > two->at.unit) - (one->at.unit < two->at.unit);
}

static gint64
common_divisor (gint64 a, gint64 b)
{
  while (b != 0)
    {
      gint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* The steps between the first @n pictures in the order of showing, of which nothing is asked any
 * more. */
static void
compare_pictures (AssayCipherGaps *self, guint n)
{
  const AssayCipherGapSlice *pictures;
  gint64 step = 0;

  g_array_sort (self->pictures, compare_orders);
  pictures = (const AssayCipherGapSlice *) (gconstpointer) self->pictures->data;
  for (guint i = 1; i < n; i++)
    step = common_divisor ((gint64) pictures[i].order - pictures[i - 1].order, step);
  for (guint i = 1; i < n; i++)
    if ((gint64) pictures[i].order - pictures[i - 1].order > step)
      note (self, &pictures[i - 1], ASSAY_CIPHER_GAP_BEHIND);
  g_array_remove_range (self->pictures, 0, n);
}

static void
end_picture (AssayCipherGaps *self)
{
  if (!self->unreadable && self->first.units > 0 && self->first.units < self->first.picture_units)
    note (self, &self->first, ASSAY_CIPHER_GAP_PART);
  self->first = (AssayCipherGapSlice){ .sequence = self->first.sequence };
  self->unreadable = FALSE;
}

static void
begin_picture (AssayCipherGaps *self, const AssayCipherGapSlice *slice)
{
  end_picture (self);
  if (slice->sequence != self->first.sequence)
    compare_pictures (self, self->pictures->len);
  else if (self->pictures->len == MOST_PICTURES)
    compare_pictures (self, MOST_PICTURES - REORDERED);
  g_array_append_val (self->pictures, *slice);
  self->first = *slice;
  self->first.units = 0;
}

void
assay_cipher_gaps_add (AssayCipherGaps *self, const AssayCipherGapSlice *slice)
{
  if (slice->begins)
    begin_picture (self, slice);
  self->unreadable |= slice->units == 0;
  self->first.units += slice->units;
  self->first.picture_units = MAX (self->first.picture_units, slice->picture_units);
}

const GArray *
assay_cipher_gaps_end (AssayCipherGaps *self)
{
  end_picture (self);
  compare_pictures (self, self->pictures->len);
  g_array_sort (self->gaps, compare_units);
  return self->gaps;
}
