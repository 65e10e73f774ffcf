/* test-revmark-starts.c: the segment detector: readings as PyTorch saw them, in pieces, and parts
 * that are no detector. */
#include <string.h>

#include "base/assay-base.h"
#include "base/assay-json.h"
#include "videomark/assay-revmark-starts.h"

/* What is said by two processors may differ by so much. */
#define NEAR 1e-4

typedef struct
{
  AssayRevmarkCard *card;
  AssayModelFile *golden;
  const double *readings; /* n × bits */
  const double *wanted;   /* n logits */
  gsize n;
} Fixture;

static GBytes *
read_golden (const char *suffix)
{
  g_autofree char *file = g_strdup_printf ("revmark-lean.%s", suffix);
  g_autofree char *path = g_build_filename (GOLDEN, file, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) model = read_golden ("model");
  g_autoptr (GBytes) golden = read_golden ("golden");
  g_autoptr (GError) error = NULL;
  gsize rows = 1;
  gsize columns;

  self->card = assay_revmark_card_read (model, &error);
  g_assert_no_error (error);
  self->golden = assay_model_file_read (golden, &error);
  g_assert_no_error (error);
  self->n = 40;
  columns = self->card->bits;
  self->readings = assay_model_file_get (self->golden, "readings", &self->n, &columns, &error);
  g_assert_no_error (error);
  self->wanted = assay_model_file_get (self->golden, "starts", &rows, &self->n, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  assay_revmark_card_free (self->card);
  assay_model_file_free (self->golden);
}

/* Readings @first .. @first + @n of the golden ones, round and round. */
static void
add (Fixture *self, AssayRevmarkStarts *starts, guint place, guint first, guint n, guint period)
{
  float bits[ASSAY_REVMARK_BITS];

  for (guint t = first; t < first + n; t++)
    {
      for (guint b = 0; b < self->card->bits; b++)
        bits[b] = (float) self->readings[t % period * self->card->bits + b];
      assay_revmark_starts_add (starts, place, bits, t / 25.0);
    }
}

static GArray *
find (AssayRevmarkStarts *starts, guint place)
{
  g_autoptr (GError) error = NULL;
  GArray *found = assay_revmark_starts_find (starts, place, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static const AssayRevmarkStart *
get (GArray *found, guint i)
{
  return &g_array_index (found, AssayRevmarkStart, i);
}

static void
test_golden (Fixture *self, gconstpointer unused)
{
  g_autoptr (AssayRevmarkStarts) starts = assay_revmark_starts_new (self->card, 2);
  g_autoptr (GArray) found = NULL;
  guint n = 0;

  add (self, starts, 7, 0, 40, 40);
  found = find (starts, 7);
  g_assert_cmpuint (assay_revmark_starts_looked (starts), ==, 40);
  for (guint t = 1; t < 40; t++)
    {
      double left = self->wanted[t - 1];
      double right = t + 1 < 40 ? self->wanted[t + 1] : -1e9;

      if (self->wanted[t] <= 0 || self->wanted[t] <= left || self->wanted[t] < right)
        continue;
      g_assert_cmpuint (n, <, found->len);
      g_assert_cmpuint (get (found, n)->frame, ==, t);
      g_assert_cmpfloat_with_epsilon (get (found, n)->logit, self->wanted[t], NEAR);
      g_assert_cmpfloat_with_epsilon (get (found, n)->seconds, t / 25.0, 1e-9);
      n++;
    }
  g_assert_cmpuint (n, ==, found->len);
  g_assert_cmpuint (n, >, 3);
}

/* What repeats every 32 frames has beginnings that do, whatever pieces it is seen in. */
static void
test_pieces (Fixture *self, gconstpointer unused)
{
  g_autoptr (AssayRevmarkStarts) starts = assay_revmark_starts_new (self->card, 2);
  g_autoptr (GArray) found = NULL;
  guint n = 0;

  add (self, starts, 0, 0, 320, 32);
  found = find (starts, 0);
  for (guint i = 0; i < found->len; i++)
    {
      const AssayRevmarkStart *start = get (found, i);
      guint later = i;

      if (start->frame < 32 || start->frame + 64 >= 320)
        continue;
      while (later < found->len && get (found, later)->frame < start->frame + 32)
        later++;
      g_assert_cmpuint (later, <, found->len);
      g_assert_cmpuint (get (found, later)->frame, ==, start->frame + 32);
      g_assert_cmpfloat_with_epsilon (get (found, later)->logit, start->logit, NEAR);
      n++;
    }
  g_assert_cmpuint (n, >, 7);
}

/* What was read before the place was known is left out, and counted. */
static void
test_place (Fixture *self, gconstpointer unused)
{
  g_autoptr (AssayRevmarkStarts) moved = assay_revmark_starts_new (self->card, 1);
  g_autoptr (AssayRevmarkStarts) plain = assay_revmark_starts_new (self->card, 1);
  g_autoptr (AssayRevmarkStarts) few = assay_revmark_starts_new (self->card, 1);
  g_autoptr (GArray) late = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) nothing = NULL;

  add (self, moved, 3, 0, 11, 40);
  add (self, moved, 0, 0, 40, 40);
  add (self, plain, 0, 0, 40, 40);
  late = find (moved, 0);
  found = find (plain, 0);
  g_assert_cmpuint (late->len, ==, found->len);
  g_assert_cmpuint (late->len, >, 0);
  for (guint i = 0; i < late->len; i++)
    g_assert_cmpuint (get (late, i)->frame, ==, get (found, i)->frame + 11);
  g_assert_cmpuint (assay_revmark_starts_looked (moved), ==, 40);

  add (self, few, 0, 0, 8, 40);
  nothing = find (few, 0);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (assay_revmark_starts_looked (few), ==, 0);
}

/* Logits without sign or size are no reading, and answers of another shape are no beginnings. */
static void
test_hostile (Fixture *self, gconstpointer unused)
{
  float bits[ASSAY_REVMARK_BITS] = { 0 };
  guint output = self->card->starts.output;

  for (guint turn = 0; turn < 3; turn++)
    {
      g_autoptr (AssayRevmarkStarts) starts = assay_revmark_starts_new (self->card, 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) found = NULL;

      for (guint t = 0; t < 20; t++)
        assay_revmark_starts_add (starts, 0, bits, t);
      if (turn == 1)
        self->card->starts.output = 0;
      if (turn == 2)
        self->card->starts.inputs[0] = ASSAY_REVMARK_VIDEO;
      found = assay_revmark_starts_find (starts, 0, NULL, &error);
      if (turn == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
      g_assert_true ((found != NULL) == (turn == 0));
      self->card->starts.output = output;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/videomark/starts/golden", Fixture, NULL, set_up, test_golden, tear_down);
  g_test_add ("/videomark/starts/pieces", Fixture, NULL, set_up, test_pieces, tear_down);
  g_test_add ("/videomark/starts/place", Fixture, NULL, set_up, test_place, tear_down);
  g_test_add ("/videomark/starts/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  return g_test_run ();
}
