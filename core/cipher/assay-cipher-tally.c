/* assay-cipher-tally.c: the sums of a seal; where two of them part. */
#include <openssl/crypto.h>
#include <string.h>

#include "cipher/assay-cipher-seal.h"
#include "cipher/assay-hevc-params.h"

/* Parameter sets before the first slice; a stream with more is summed as it is packed. */
#define MOST_SETS 64u
#define LAST_SLICE 31

struct _AssayCipherTally
{
  AssayCipherSum *encrypted;
  AssayCipherSum *plain;
  AssayCipherSum *content;
  AssayCipherSum *arrangement;
  GPtrArray *sets;  /* Set: different ones, in order once a slice has come */
  gboolean begun;   /* a slice has come */
  gboolean literal; /* which came last matters: from there on all are summed as they come */
  guint32 units;    /* of the encrypted stream */
  guint step_log2;
  guint n_steps;
  guint8 steps[ASSAY_CIPHER_STEPS][ASSAY_CIPHER_STEP_SIZE];
  guint64 pictures[ASSAY_CIPHER_STEPS]; /* that began before each step */
};

/* A parameter set. */
typedef struct
{
  GBytes *nal;
  guint type;
  gint id; /* assay_hevc_parameters_id() */
} Set;

static void
free_set (gpointer data)
{
  Set *self = data;

  g_bytes_unref (self->nal);
  g_free (self);
}

static Set *
new_set (const guint8 *nal, gsize size, guint type)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  Set *self = g_new (Set, 1);

  assay_hevc_unescape (nal, size, rbsp, removed);
  *self = (Set){ .nal = g_bytes_new (nal, size),
                 .type = type,
                 .id = assay_hevc_parameters_id (rbsp->data, rbsp->len) };
  return self;
}

AssayCipherTally *
assay_cipher_tally_new (const AssayCipherKeys *keys)
{
  AssayCipherTally *self = g_new0 (AssayCipherTally, 1);

  self->encrypted = assay_cipher_sum_new (keys, "encrypted");
  self->plain = assay_cipher_sum_new (keys, "plain");
  self->content = assay_cipher_sum_new (keys, "content");
  self->arrangement = assay_cipher_sum_new (keys, "arrangement");
  self->sets = g_ptr_array_new_with_free_func (free_set);
  return self;
}

void
assay_cipher_tally_free (AssayCipherTally *self)
{
  if (self == NULL)
    return;
  assay_cipher_sum_free (self->encrypted);
  assay_cipher_sum_free (self->plain);
  assay_cipher_sum_free (self->content);
  assay_cipher_sum_free (self->arrangement);
  g_ptr_array_unref (self->sets);
  g_free (self);
}

static gint
compare_sets (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare ((*(Set *const *) a)->nal, (*(Set *const *) b)->nal);
}

static gboolean
has_set (const AssayCipherTally *self, const guint8 *nal, gsize size)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      GBytes *have = ((const Set *) self->sets->pdata[i])->nal;

      if (g_bytes_get_size (have) == size && memcmp (g_bytes_get_data (have, NULL), nal, size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the order of @set and of those before it decides what is shown: it takes the place of one
 * of them, or comes behind what may refer to it. Programs that pack anew sort them by their types.
 */
static gboolean
is_order_needed (const AssayCipherTally *self, const Set *set)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      const Set *before = self->sets->pdata[i];

      if (before->type > set->type
          || (before->type == set->type && (before->id == set->id || before->id < 0)))
        return TRUE;
    }
  return set->id < 0;
}

static void
sum_sets (AssayCipherTally *self)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (((const Set *) self->sets->pdata[i])->nal, &size);

      assay_cipher_sum_unit (self->content, data, size);
    }
}

/* The first slice: the parameter sets so far, whatever their order was. */
static void
begin_content (AssayCipherTally *self)
{
  self->begun = TRUE;
  if (self->literal)
    return;
  g_ptr_array_sort (self->sets, compare_sets);
  sum_sets (self);
}

/* Whether the unit is a parameter set that waits for the first slice, or repeats another. */
static gboolean
keep_set (AssayCipherTally *self, const guint8 *nal, gsize size, guint type)
{
  Set *set;

  if (has_set (self, nal, size))
    return TRUE;
  if (!self->begun && self->sets->len < MOST_SETS)
    {
      set = new_set (nal, size, type);
      if (!is_order_needed (self, set))
        {
          g_ptr_array_add (self->sets, set);
          return TRUE;
        }
      free_set (set);
    }
  /* From here on which one came last matters. */
  self->literal = TRUE;
  if (!self->begun)
    sum_sets (self);
  return FALSE;
}

static void
add_content (AssayCipherTally *self, const guint8 *nal, gsize size)
{
  const guint type = size > 0 ? nal[0] >> 1 & 0x3f : 64;

  /* No unit ends in a zero (H.265 7.4.2): some programs take the first of a start code for one. */
  while (size > 0 && nal[size - 1] == 0)
    size--;
  if (type >= ASSAY_NAL_VPS && type <= ASSAY_NAL_PPS && !self->literal
      && keep_set (self, nal, size, type))
    return;
  if (type <= LAST_SLICE && !self->begun)
    begin_content (self);
  assay_cipher_sum_unit (self->content, nal, size);
}

/* Twice as far between two of them. */
static void
thin_steps (AssayCipherTally *self)
{
  self->n_steps /= 2;
  for (guint i = 0; i < self->n_steps; i++)
    {
      memcpy (self->steps[i], self->steps[2 * i + 1], ASSAY_CIPHER_STEP_SIZE);
      self->pictures[i] = self->pictures[2 * i + 1];
    }
  self->step_log2++;
}

static void
add_step (AssayCipherTally *self, guint64 pictures)
{
  if ((self->units & ((1u << self->step_log2) - 1)) != 0)
    return;
  if (self->n_steps == ASSAY_CIPHER_STEPS)
    {
      thin_steps (self);
      if ((self->units & ((1u << self->step_log2) - 1)) != 0)
        return;
    }
  assay_cipher_sum_peek (self->encrypted, self->steps[self->n_steps], ASSAY_CIPHER_STEP_SIZE);
  self->pictures[self->n_steps] = pictures;
  self->n_steps++;
}

void
assay_cipher_tally_encrypted (AssayCipherTally *self,
                              const guint8 *nal,
                              gsize size,
                              guint64 pictures)
{
  self->units++;
  assay_cipher_sum_unit (self->encrypted, nal, size);
  add_content (self, nal, size);
  add_step (self, pictures);
}

void
assay_cipher_tally_plain (AssayCipherTally *self, const guint8 *nal, gsize size)
{
  assay_cipher_sum_unit (self->plain, nal, size);
}

void
assay_cipher_tally_beside (AssayCipherTally *self, const guint8 *data, gsize size)
{
  assay_cipher_sum_unit (self->arrangement, data, size);
}

void
assay_cipher_tally_end (AssayCipherTally *self, guint32 segments, AssayCipherSeal *seal)
{
  seal->segments = segments;
  seal->units = self->units;
  assay_cipher_sum_end (self->encrypted, seal->digest, sizeof seal->digest);
  assay_cipher_sum_end (self->plain, seal->plain, sizeof seal->plain);
  assay_cipher_sum_end (self->content, seal->content, sizeof seal->content);
  assay_cipher_sum_end (self->arrangement, seal->arrangement, sizeof seal->arrangement);
  seal->extended = TRUE;
  seal->step_log2 = self->step_log2;
  seal->n_steps = self->n_steps;
  memcpy (seal->steps, self->steps, sizeof seal->steps);
}

static gboolean
equal (const guint8 *a, const guint8 *b, gsize size)
{
  return CRYPTO_memcmp (a, b, size) == 0;
}

/* Whether the encrypted units in order are those that were sealed. */
static gboolean
fits (const AssayCipherSeal *sealed, const AssayCipherSeal *found)
{
  return sealed->units == found->units
         && equal (sealed->digest, found->digest, sealed->old ? 32 : ASSAY_CIPHER_SEAL_DIGEST);
}

AssayCipherState
assay_cipher_seal_compare (const AssayCipherSeal *sealed,
                           const AssayCipherSeal *found,
                           gboolean behind)
{
  if (sealed->broken)
    return ASSAY_CIPHER_BROKEN;
  if (!behind && fits (sealed, found))
    {
      if (!equal (sealed->plain, found->plain, sizeof sealed->plain))
        return ASSAY_CIPHER_DIFFERENT;
      return sealed->old
                     || equal (sealed->arrangement, found->arrangement, sizeof sealed->arrangement)
                 ? ASSAY_CIPHER_WHOLE
                 : ASSAY_CIPHER_REPACKED;
    }
  if (!behind && sealed->extended && sealed->segments == found->segments
      && equal (sealed->content, found->content, sizeof sealed->content))
    return ASSAY_CIPHER_REPACKED;
  return ASSAY_CIPHER_ALTERED;
}

AssayCipherChange
assay_cipher_tally_compare (const AssayCipherTally *self,
                            const AssayCipherSeal *seal,
                            guint64 pictures)
{
  const guint log2 = MAX (self->step_log2, seal->step_log2);
  const guint mine = log2 - self->step_log2;
  const guint theirs = log2 - seal->step_log2;
  AssayCipherChange change = { .known = seal->extended,
                               .units = { 0, MAX (self->units, 1) - 1 },
                               .pictures = { 1, pictures } };

  /* Beyond so many steps neither has any. */
  if (mine > 4 || theirs > 4)
    return change;
  for (guint i = 1; i << mine <= self->n_steps && i << theirs <= seal->n_steps; i++)
    {
      const guint at = (i << mine) - 1;
      const guint64 units = (guint64) i << log2;

      if (!equal (self->steps[at], seal->steps[(i << theirs) - 1], ASSAY_CIPHER_STEP_SIZE))
        {
          change.units[1] = units - 1;
          /* The last unit may begin one more. */
          change.pictures[1] = MIN (self->pictures[at] + 1, pictures);
          break;
        }
      change.units[0] = units;
      change.pictures[0] = MAX (self->pictures[at], 1);
    }
  return change;
}
