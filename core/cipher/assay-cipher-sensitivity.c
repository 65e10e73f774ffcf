/* assay-cipher-sensitivity.c: two sessions side by side, and their pictures in pairs. */
#include "cipher/assay-cipher-sensitivity.h"

#include "cipher/assay-cipher-luma.h"
#include "cipher/assay-cipher-pass-private.h"

/* A picture that waits for the other video's. */
typedef struct
{
  gint64 index;
  AssayCipherLuma luma;
} Waiting;

typedef struct _Pair Pair;

typedef struct
{
  Pair *pair;
  GQueue waiting; /* Waiting */
} Side;

struct _Pair
{
  Side sides[2];
  AssayCipherLuma luma;
  AssayCipherMeasure sums;
};

static void
free_waiting (gpointer data)
{
  Waiting *waiting = data;

  assay_cipher_luma_clear (&waiting->luma);
  g_free (waiting);
}

static void
clear_pair (Pair *pair)
{
  for (guint i = 0; i < G_N_ELEMENTS (pair->sides); i++)
    g_queue_clear_full (&pair->sides[i].waiting, free_waiting);
  assay_cipher_luma_clear (&pair->luma);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, clear_pair)

/* A decoded picture; both videos get their units in turns, so few wait. */
static gboolean
take_picture (const AssayVideoFrame *frame, gpointer user_data, GError **error)
{
  Side *side = user_data;
  Pair *pair = side->pair;
  Side *other = side == &pair->sides[0] ? &pair->sides[1] : &pair->sides[0];
  Waiting *waiting = g_queue_peek_head (&other->waiting);
  double psnr;

  /* Of these only the other video could be decoded. */
  while (waiting != NULL && waiting->index < frame->index)
    {
      free_waiting (g_queue_pop_head (&other->waiting));
      waiting = g_queue_peek_head (&other->waiting);
    }
  if (waiting == NULL)
    {
      waiting = g_new0 (Waiting, 1);
      waiting->index = frame->index;
      g_queue_push_tail (&side->waiting, waiting);
      return assay_cipher_luma_take (&waiting->luma, frame, error);
    }
  if (waiting->index > frame->index)
    return TRUE;
  if (!assay_cipher_luma_take (&pair->luma, frame, error))
    return FALSE;
  if (pair->luma.width == waiting->luma.width && pair->luma.height == waiting->luma.height)
    assay_cipher_measure_pair (&pair->sums, waiting->luma.samples, pair->luma.samples,
                               pair->luma.width, pair->luma.height, &psnr);
  free_waiting (g_queue_pop_head (&other->waiting));
  return TRUE;
}

gboolean
assay_cipher_sensitivity_measure (AssayCipherSensitivity *self,
                                  AssayCipherPass *pass,
                                  AssayToolJob *job,
                                  GError **error)
{
  g_auto (Pair) pair = { 0 };
  g_auto (AssayCipherRun) other = { 0 };
  g_auto (AssayCipherRun) run = { .beside = &other };
  g_auto (AssayCipherKeys) keys = pass->keys;
  const AssayCipherCount *count;

  for (guint i = 0; i < G_N_ELEMENTS (pair.sides); i++)
    pair.sides[i].pair = &pair;
  keys.content[0] ^= 1;
  if (!assay_cipher_run_watch (&run, pass, &pass->keys, NULL, take_picture, &pair.sides[0], job,
                               error)
      || !assay_cipher_run_watch (&other, pass, &keys, &pass->keys, take_picture, &pair.sides[1],
                                  job, error)
      || !assay_cipher_run_source (&run, pass, job, error)
      || !assay_cipher_pictures_end (run.after, error)
      || !assay_cipher_pictures_end (other.after, error))
    return FALSE;
  count = &assay_cipher_session_get_outcome (other.session)->count;
  *self = (AssayCipherSensitivity){ .unlike = count->unlike, .luma = pair.sums };
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    self->bits += count->bits[i];
  return TRUE;
}
