/* test-revmark.c: networks in C against what PyTorch answered (tests/golden/videomark, made by
 * core/videomark/train/golden.py). */
#include <math.h>
#include <string.h>

#include "videomark/assay-revmark-conv.h"
#include "videomark/assay-revmark-flow.h"
#include "videomark/assay-revmark-network.h"
#include "videomark/assay-revmark-place.h"
#include "videomark/assay-revmark-residual.h"

#define NEAR 1e-4

static GBytes *
read_golden (const char *name, const char *suffix)
{
  g_autofree char *file = g_strdup_printf ("revmark-%s.%s", name, suffix);
  g_autofree char *path = g_build_filename (GOLDEN, file, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

typedef struct
{
  AssayRevmarkCard *card;
  AssayModelFile *golden;
  guint frames, rows, columns;
} Fixture;

static void
set_up (Fixture *self, gconstpointer name)
{
  g_autoptr (GBytes) model = read_golden (name, "model");
  g_autoptr (GBytes) golden = read_golden (name, "golden");
  g_autoptr (GError) error = NULL;
  JsonObject *sizes;

  self->card = assay_revmark_card_read (model, &error);
  g_assert_no_error (error);
  self->golden = assay_model_file_read (golden, &error);
  g_assert_no_error (error);
  sizes = assay_model_file_get_card (self->golden);
  self->frames = (guint) json_object_get_int_member (sizes, "frames");
  self->rows = (guint) json_object_get_int_member (sizes, "height");
  self->columns = (guint) json_object_get_int_member (sizes, "width");
}

static void
tear_down (Fixture *self, gconstpointer name)
{
  assay_revmark_card_free (self->card);
  assay_model_file_free (self->golden);
}

static const double *
golden (Fixture *self, const char *name, gsize rows, gsize columns)
{
  g_autoptr (GError) error = NULL;
  const double *values = assay_model_file_get (self->golden, name, &rows, &columns, &error);

  g_assert_no_error (error);
  return values;
}

/* @values: frame by frame, in each the channels. */
static void
fill_video (Fixture *self, const double *values, gboolean rounded, gsize top, gsize left, float *to)
{
  gsize n = (gsize) self->rows * self->columns;

  for (gsize t = 0; t < self->frames; t++)
    for (gsize y = top; y < self->rows; y++)
      for (gsize x = left; x < self->columns; x++)
        for (gsize c = 0; c < 3; c++)
          {
            double value = values[(3 * t + c) * n + y * self->columns + x];

            if (rounded)
              value = rint ((value + 1) * 127.5);
            *to++ = (float) (value / 127.5 - 1);
          }
}

/* Channels first to channels last. */
static void
fill_flow (Fixture *self, float *to)
{
  gsize n = (gsize) self->frames * self->rows * self->columns;
  const double *flow = golden (self, "flow", 2 * self->frames, (gsize) self->rows * self->columns);

  for (gsize i = 0; to != NULL && i < n; i++)
    for (gsize c = 0; c < 2; c++)
      to[2 * i + c] = (float) flow[c * n + i];
}

static AssayRevmarkNetwork *
make (Fixture *self, const AssayRevmarkPart *part, guint top, guint left, guint threads)
{
  g_autoptr (GError) error = NULL;
  AssayRevmarkNetwork *network = assay_revmark_network_new (
      self->card, part, self->frames, self->rows - top, self->columns - left, threads, &error);

  g_assert_no_error (error);
  return network;
}

static void
run (AssayRevmarkNetwork *network)
{
  g_autoptr (GError) error = NULL;

  assay_revmark_network_run (network, NULL, &error);
  g_assert_no_error (error);
}

static void
check_bits (Fixture *self, AssayRevmarkNetwork *network, guint value, const char *name)
{
  const double *wanted = golden (self, name, 1, self->card->bits);
  const float *bits = assay_revmark_network_value (network, value);

  for (guint b = 0; b < self->card->bits; b++)
    g_assert_cmpfloat_with_epsilon ((double) bits[b], wanted[b], NEAR * (1 + fabs (wanted[b])));
}

static void
test_encoder (Fixture *self, gconstpointer name)
{
  const AssayRevmarkPart *part = &self->card->encoder;
  g_autoptr (AssayRevmarkNetwork) network = make (self, part, 0, 0, 2);
  const AssayRevmarkShape *shape = assay_revmark_network_shape (network, part->output);
  gsize n = (gsize) self->frames * self->rows * self->columns;
  gsize plane = (gsize) self->rows * self->columns;
  const double *video = golden (self, "video", 3 * self->frames, plane);
  const double *message = golden (self, "message", 1, self->card->bits);
  const double *wanted = golden (self, "residual", 3 * self->frames, plane);
  float *input = assay_revmark_network_input (network, ASSAY_REVMARK_HOST);
  g_autofree float *residual = NULL;

  for (guint b = 0; input != NULL && b < self->card->bits; b++)
    input[b] = (float) golden (self, "host", 1, self->card->bits)[b];
  input = assay_revmark_network_input (network, ASSAY_REVMARK_MESSAGE);
  for (guint b = 0; b < self->card->bits; b++)
    input[b] = (float) (message[b] - 0.5);
  fill_video (self, video, FALSE, 0, 0, assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO));
  fill_flow (self, assay_revmark_network_input (network, ASSAY_REVMARK_FLOW));
  run (network);
  residual
      = g_memdup2 (assay_revmark_network_value (network, part->output), 3 * n * sizeof (float));
  assay_revmark_residual (self->card, shape, residual);
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < 3; c++)
      g_assert_cmpfloat_with_epsilon ((double) residual[3 * i + c], wanted[c * n + i], NEAR);

  /* Another message and then the first again: the host and the video were kept. */
  g_autofree float *first = g_memdup2 (assay_revmark_network_value (network, part->output),
                                       assay_revmark_shape_size (shape) * sizeof (float));
  for (guint turn = 0; turn < 2; turn++)
    {
      g_autoptr (GError) error = NULL;
      float sign = turn == 0 ? -1 : 1;

      input = assay_revmark_network_input (network, ASSAY_REVMARK_MESSAGE);
      for (guint b = 0; b < self->card->bits; b++)
        input[b] = sign * (float) (message[b] - 0.5);
      g_assert_true (assay_revmark_network_run_again (network, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_true (memcmp (first, assay_revmark_network_value (network, part->output),
                         assay_revmark_shape_size (shape) * sizeof (float))
                 == 0);
}

static void
test_decoder (Fixture *self, gconstpointer name)
{
  const AssayRevmarkPart *part = &self->card->decoder;
  gsize plane = (gsize) self->rows * self->columns;
  const double *marked = golden (self, "marked", 3 * self->frames, plane);
  g_autoptr (AssayRevmarkNetwork) network = make (self, part, 0, 0, 2);
  g_autofree float *first = NULL;

  fill_video (self, marked, TRUE, 0, 0, assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO));
  fill_flow (self, assay_revmark_network_input (network, ASSAY_REVMARK_FLOW));
  run (network);
  check_bits (self, network, part->output, "bits");
  /* The same bytes again, and with one thread. */
  first = g_memdup2 (assay_revmark_network_value (network, part->output),
                     self->card->bits * sizeof (float));

  g_autoptr (AssayRevmarkNetwork) single = make (self, part, 0, 0, 1);

  for (guint i = 0; i < 2; i++)
    {
      fill_video (self, marked, TRUE, 0, 0,
                  assay_revmark_network_input (single, ASSAY_REVMARK_VIDEO));
      fill_flow (self, assay_revmark_network_input (single, ASSAY_REVMARK_FLOW));
      run (single);
      g_assert_true (memcmp (first, assay_revmark_network_value (single, part->output),
                             self->card->bits * sizeof (float))
                     == 0);
    }
}

/* A part cut out is read at another place of the tile; all places are those of PyTorch. */
static void
test_places (Fixture *self, gconstpointer name)
{
  const AssayRevmarkPart *part = &self->card->decoder;
  gsize plane = (gsize) self->rows * self->columns;
  gsize area = (gsize) self->card->tile * self->card->tile;
  const double *marked = golden (self, "marked", 3 * self->frames, plane);
  const double *wanted = golden (self, "places", self->card->bits, area);
  g_autoptr (AssayRevmarkNetwork) network = make (self, part, 5, 3, 2);
  const float *places;

  fill_video (self, marked, TRUE, 5, 3, assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO));
  run (network);
  check_bits (self, network, part->output, "cut");
  places = assay_revmark_network_value (network, (guint) part->places);
  for (gsize i = 0; i < area; i++)
    for (guint b = 0; b < self->card->bits; b++)
      g_assert_cmpfloat_with_epsilon ((double) places[i * self->card->bits + b],
                                      wanted[b * area + i], NEAR * 10);

  const double *scores = golden (self, "scores", 1, area);
  double ordinary = 0;

  for (gsize i = 0; i < area * self->card->bits; i++)
    ordinary += (double) places[i] * (double) places[i] / (double) (area * self->card->bits);
  for (gsize i = 0; i < area; i++)
    g_assert_cmpfloat_with_epsilon (
        assay_revmark_place_score (places + i * self->card->bits, self->card->bits, ordinary),
        scores[i], NEAR * 50);
}

static void
test_flow (Fixture *self, gconstpointer name)
{
  gsize plane = (gsize) self->rows * self->columns;
  gsize n = self->frames * plane;
  const double *video = golden (self, "video", 3 * self->frames, plane);
  const double *wanted = golden (self, "flow", 2 * self->frames, plane);
  g_autofree guint8 *luma = g_new (guint8, n);
  g_autofree float *flow = g_new (float, 2 * n);
  gsize moved = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double *at = video + i / plane * 3 * plane + i % plane;

      luma[i] = (guint8) ((77 * (guint) at[0] + 150 * (guint) at[plane] + 29 * (guint) at[2 * plane]
                           + 128)
                          >> 8);
    }
  assay_revmark_flow (luma, self->frames, self->rows, self->columns, self->card->reference, flow);
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < 2; c++)
      {
        g_assert_cmpfloat_with_epsilon ((double) flow[2 * i + c], wanted[c * n + i], 1e-5);
        moved += fabs (wanted[c * n + i]) > 0.5;
      }
  g_assert_cmpuint (moved, >, n / 4);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "lean", "full" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *encoder = g_strdup_printf ("/videomark/revmark/%s/encoder", names[i]);
      g_autofree char *decoder = g_strdup_printf ("/videomark/revmark/%s/decoder", names[i]);
      g_autofree char *flow = g_strdup_printf ("/videomark/revmark/%s/flow", names[i]);

      g_test_add (encoder, Fixture, names[i], set_up, test_encoder, tear_down);
      g_test_add (decoder, Fixture, names[i], set_up, test_decoder, tear_down);
      g_test_add (flow, Fixture, names[i], set_up, test_flow, tear_down);
    }
  g_test_add ("/videomark/revmark/lean/places", Fixture, "lean", set_up, test_places, tear_down);
  return g_test_run ();
}
