/* test-revmark-card.c: networks built by hand: convolutions against sums written out, hostile
 * cards, what a key does and what chance says. */
#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "base/assay-json.h"
#include "videomark/assay-revmark-chance.h"
#include "videomark/assay-revmark-network.h"
#include "videomark/assay-video-payload.h"

#define CHANNELS 3
#define OUT 5

/* Everything that is not asked for by a test. */
#define CARD                                                                                       \
  "{\"kind\": \"revmark\", \"format\": 1, \"name\": \"test\", \"bits\": 4, \"frames\": 8, "        \
  "\"side\": 0, \"tile\": 4, \"alpha\": 5, \"clip_sigma\": 7, \"clip_times\": 2, "                 \
  "\"reference\": 4, "                                                                             \
  "\"encoder\": {\"inputs\": [\"video\", \"message\"], \"layers\": [%s], \"output\": \"out\"}, "   \
  "\"decoder\": {\"inputs\": [\"video\"], \"layers\": [{\"name\": \"bits\", \"kind\": "            \
  "\"mean-time\", \"from\": [\"video\"]}], \"output\": \"bits\"}}"
#define CONV                                                                                       \
  "{\"name\": \"out\", \"kind\": \"conv\", \"from\": [\"video\"], \"out\": 5, "                    \
  "\"kernel\": [%u, %u, %u], \"stride\": [%u, %u, %u], \"pad\": [%u, %u, %u], "                    \
  "\"act\": \"leaky\", \"slope\": 0.01}"

/* The same with flow, or with places. */
#define OTHER_CARD(inputs, more)                                                                   \
  "{\"kind\": \"revmark\", \"format\": 1, \"name\": \"test\", \"bits\": 4, \"frames\": 2, "        \
  "\"tile\": 4, \"alpha\": 5, \"clip_sigma\": 7, \"encoder\": {\"inputs\": [\"video\"" inputs      \
  "], \"layers\": [%s], \"output\": \"out\"" more "}, "                                            \
  "\"decoder\": {\"inputs\": [\"video\"], \"layers\": [{\"name\": \"bits\", \"kind\": "            \
  "\"mean-time\", \"from\": [\"video\"]}], \"output\": \"bits\"}}"
#define FLOW_CARD OTHER_CARD (", \"flow\"", "")
#define PLACES_CARD OTHER_CARD ("", ", \"places\": \"f\"")

/* Any number, the same in each run. */
static double
number (guint64 i)
{
  i = (i + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  i ^= i >> 29;
  i *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return (double) (i >> 40) / (1 << 23) - 1;
}

static AssayRevmarkCard *
make_card (const char *text, gsize columns, GError **error)
{
  g_autoptr (JsonNode) node = assay_json_parse (text, -1, 16, NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_nonnull (node);

  g_autoptr (AssayModelFile) file = assay_model_file_new (json_node_get_object (node));
  g_autofree double *values = g_new (double, OUT *columns);

  for (gsize i = 0; i < OUT * columns; i++)
    values[i] = number (i);
  assay_model_file_add (file, "encoder.out.weight", ASSAY_MODEL_SINGLE, values, OUT, columns);
  assay_model_file_add (file, "encoder.out.bias", ASSAY_MODEL_SINGLE, values, 1, OUT);
  bytes = assay_model_file_to_bytes (file);
  return assay_revmark_card_read (bytes, error);
}

typedef struct
{
  guint kernel[3], stride[3], pad[3], size[3];
} Shape;

static double
pixel (const float *video, const Shape *shape, gint t, gint y, gint x, guint c)
{
  if (t < 0 || y < 0 || x < 0 || t >= (gint) shape->size[0] || y >= (gint) shape->size[1]
      || x >= (gint) shape->size[2])
    return 0;
  return (double)
      video[(((guint) t * shape->size[1] + (guint) y) * shape->size[2] + (guint) x) * CHANNELS + c];
}

/* One number of the answer, from the definition. */
static double
expected (const AssayRevmarkLayer *layer,
          const float *video,
          const Shape *shape,
          const guint *at,
          guint o)
{
  double sum = layer->bias.values[o];
  const double *weight = layer->weight.values + o * layer->weight.columns;

  for (guint c = 0; c < CHANNELS; c++)
    for (guint t = 0; t < shape->kernel[0]; t++)
      for (guint y = 0; y < shape->kernel[1]; y++)
        for (guint x = 0; x < shape->kernel[2]; x++)
          sum += *weight++
                 * pixel (video, shape, (gint) (at[0] * shape->stride[0] + t - shape->pad[0]),
                          (gint) (at[1] * shape->stride[1] + y - shape->pad[1]),
                          (gint) (at[2] * shape->stride[2] + x - shape->pad[2]), c);
  return sum > 0 ? sum : 0.01 * sum;
}

static void
check_conv (const Shape *shape)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *layer = g_strdup_printf (
      CONV, shape->kernel[0], shape->kernel[1], shape->kernel[2], shape->stride[0],
      shape->stride[1], shape->stride[2], shape->pad[0], shape->pad[1], shape->pad[2]);
  g_autofree char *text = g_strdup_printf (CARD, layer);
  gsize columns = (gsize) CHANNELS * shape->kernel[0] * shape->kernel[1] * shape->kernel[2];
  g_autoptr (AssayRevmarkCard) card = make_card (text, columns, &error);

  g_assert_no_error (error);

  g_autoptr (AssayRevmarkNetwork) network = assay_revmark_network_new (
      card, &card->encoder, shape->size[0], shape->size[1], shape->size[2], 2, &error);

  g_assert_no_error (error);

  const AssayRevmarkShape *to = assay_revmark_network_shape (network, card->encoder.output);
  gsize n = (gsize) shape->size[0] * shape->size[1] * shape->size[2] * CHANNELS;
  float *input = assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO);
  g_autofree float *video = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    input[i] = video[i] = (float) number (1000 + i);
  g_assert_true (assay_revmark_network_run (network, NULL, &error));

  const float *answer = assay_revmark_network_value (network, card->encoder.output);

  for (guint t = 0; t < to->frames; t++)
    for (guint y = 0; y < to->rows; y++)
      for (guint x = 0; x < to->columns; x++)
        for (guint o = 0; o < OUT; o++)
          {
            const guint at[3] = { t, y, x };

            g_assert_cmpfloat_with_epsilon (
                (double) *answer++, expected (card->encoder.layers, video, shape, at, o), 1e-4);
          }
}

static void
test_conv (void)
{
  static const Shape shapes[] = {
    { { 3, 3, 3 }, { 1, 1, 1 }, { 1, 1, 1 }, { 8, 13, 17 } },
    { { 3, 3, 3 }, { 2, 2, 2 }, { 1, 1, 1 }, { 7, 12, 9 } },
    { { 1, 3, 3 }, { 1, 2, 2 }, { 0, 1, 1 }, { 2, 31, 2 } },
    { { 1, 5, 5 }, { 1, 1, 1 }, { 0, 2, 2 }, { 1, 3, 40 } },
    { { 1, 1, 1 }, { 1, 1, 1 }, { 0, 0, 0 }, { 3, 5, 7 } },
    { { 1, 1, 1 }, { 1, 3, 2 }, { 0, 0, 0 }, { 1, 8, 9 } },
    { { 2, 4, 7 }, { 1, 3, 5 }, { 0, 3, 6 }, { 4, 9, 11 } },
    { { 5, 1, 1 }, { 1, 1, 1 }, { 4, 0, 0 }, { 1, 2, 2 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    check_conv (&shapes[i]);
}

static void
test_cancelled (void)
{
  g_autofree char *layer = g_strdup_printf (CONV, 1u, 1u, 1u, 1u, 1u, 1u, 0u, 0u, 0u);
  g_autofree char *text = g_strdup_printf (CARD, layer);
  g_autoptr (AssayRevmarkCard) card = make_card (text, CHANNELS, NULL);
  g_autoptr (AssayRevmarkNetwork) network
      = assay_revmark_network_new (card, &card->encoder, 8, 16, 16, 1, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (assay_revmark_network_run (network, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Layers that are refused when the card is read, or when there is a size. */
static void
test_hostile (void)
{
  static const char *const layers[] = {
    "",
    "{\"name\": \"out\"}",
    "7",
    "{\"name\": \"out\", \"kind\": \"up\", \"from\": [\"video\", \"out\"]}",
    "{\"name\": \"out\", \"kind\": \"up\", \"from\": [\"video\"]}",
    "{\"name\": \"OUT\", \"kind\": \"mean-time\", \"from\": [\"video\"]}",
    "{\"name\": \"video\", \"kind\": \"mean-time\", \"from\": [\"video\"]}",
    "{\"name\": \"out\", \"kind\": \"nearest\", \"from\": [\"video\"], \"scale\": [8192, 8192, "
    "8192]}",
    "{\"name\": \"out\", \"kind\": \"nearest\", \"from\": [\"video\"], \"scale\": [0, 1, 1]}",
    "{\"name\": \"out\", \"kind\": \"reshape\", \"from\": [\"video\"], \"shape\": [8192, 8192, "
    "8192, 8192]}",
    "{\"name\": \"out\", \"kind\": \"linear\", \"from\": [\"video\"], \"out\": 5}",
    "{\"name\": \"out\", \"kind\": \"conv\", \"from\": [\"video\"], \"out\": 5, \"kernel\": [1, 1, "
    "1], \"stride\": [1, 1, 1], \"pad\": [1, 0, 0]}",
    "{\"name\": \"out\", \"kind\": \"conv\", \"from\": [\"video\"], \"out\": 5, \"kernel\": [1, 1, "
    "1.5], \"stride\": [1, 1, 1], \"pad\": [0, 0, 0]}",
    "{\"name\": \"out\", \"kind\": \"conv\", \"from\": [\"video\"], \"out\": -5, \"kernel\": [1, "
    "1, 1], \"stride\": [1, 1, 1], \"pad\": [0, 0, 0]}",
    "{\"name\": \"out\", \"kind\": \"whiten\", \"from\": [\"video\"], \"sigma\": 1e9, \"window\": "
    "7, \"floor\": 1, \"clip\": 3}",
    "{\"name\": \"out\", \"kind\": \"whiten\", \"from\": [\"video\"], \"sigma\": 2, \"window\": 8, "
    "\"floor\": 1, \"clip\": 3}",
    "{\"name\": \"out\", \"kind\": \"fold\", \"from\": [\"video\"], \"tile\": 0}",
    "{\"name\": \"out\", \"kind\": \"pick\", \"from\": [\"video\"], \"prior\": 8}",
    "{\"name\": \"out\", \"kind\": \"align\", \"from\": [\"video\", \"video\"]}",
    "{\"name\": \"out\", \"kind\": \"mean-time\", \"from\": [\"video\"], \"act\": \"exp\"}",
    "{\"name\": \"a\", \"kind\": \"nearest\", \"from\": [\"video\"], \"scale\": [16, 16, 16]}, "
    "{\"name\": \"out\", \"kind\": \"nearest\", \"from\": [\"a\"], \"scale\": [16, 16, 16]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strdup_printf (CARD, layers[i]);
      g_autoptr (AssayRevmarkCard) card = make_card (text, CHANNELS, &error);
      g_autoptr (AssayRevmarkNetwork) network
          = card == NULL ? NULL
                         : assay_revmark_network_new (card, &card->encoder, 8, 32, 32, 1, &error);

      g_assert_null (network);
      g_assert_true (g_error_matches (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED)
                     || g_error_matches (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT));
    }
}

/* Numbers of a network's own that no picture has: the nearest pixel inside is taken, and nothing
 * outside the picture is read. */
static void
test_flow_of_no_number (void)
{
  static const float flows[] = { NAN, INFINITY, -INFINITY, 1e30f, -1e30f };
  static const char *const layer
      = "{\"name\": \"b\", \"kind\": \"unalign\", \"from\": [\"video\", \"flow\"]}, {\"name\": "
        "\"out\", \"kind\": \"align\", \"from\": [\"video\", \"flow\"]}";
  g_autofree char *text = g_strdup_printf (FLOW_CARD, layer);
  g_autoptr (AssayRevmarkCard) card = make_card (text, CHANNELS, NULL);
  g_autoptr (AssayRevmarkNetwork) network
      = assay_revmark_network_new (card, &card->encoder, 2, 5, 6, 1, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (GError) error = NULL;
      float *video = assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO);
      float *flow = assay_revmark_network_input (network, ASSAY_REVMARK_FLOW);
      const float *out;

      for (gsize k = 0; k < 2 * 5 * 6 * CHANNELS; k++)
        video[k] = (float) k;
      for (gsize k = 0; k < 2 * 5 * 6 * 2; k++)
        flow[k] = flows[i];
      g_assert_true (assay_revmark_network_run (network, NULL, &error));
      g_assert_no_error (error);
      /* The lowest right pixel of the first frame, or the upper left one. */
      out = assay_revmark_network_value (network, card->encoder.output);
      g_assert_cmpfloat_with_epsilon ((double) out[0], flows[i] > 0 ? (5 * 6 - 1) * CHANNELS : 0,
                                      1e-6);
    }
}

/* Small in memory, but months of filtering. */
static void
test_work (void)
{
  g_autoptr (GString) layers = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < ASSAY_REVMARK_LAYERS - 1; i++)
    g_string_append_printf (layers,
                            "{\"name\": \"a%u\", \"kind\": \"%s\", \"from\": [\"video\"], "
                            "\"sigma\": 20, \"window\": 63, \"floor\": 1, \"clip\": 3}, ",
                            i, i % 2 == 0 ? "whiten" : "deviation");
  g_string_append (layers, "{\"name\": \"out\", \"kind\": \"mean-time\", \"from\": [\"video\"]}");
  text = g_strdup_printf (CARD, layers->str);

  g_autoptr (AssayRevmarkCard) card = make_card (text, CHANNELS, &error);
  g_autoptr (AssayRevmarkNetwork) small
      = card == NULL ? NULL
                     : assay_revmark_network_new (card, &card->encoder, 8, 32, 32, 1, &error);
  g_autoptr (AssayRevmarkNetwork) large = NULL;

  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (
      assay_revmark_network_work (small),
      (ASSAY_REVMARK_LAYERS - 1) * 2.0 * (121 + 63) * 8 * 32 * 32 * CHANNELS, 1);
  large = assay_revmark_network_new (card, &card->encoder, 8, 1080, 1920, 1, &error);
  g_assert_null (large);
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT);
}

/* Places that are not finite are refused; what an earlier run left where a place is picked is no
 * answer of this one. */
static void
test_finite_places (void)
{
  static const char *const layer
      = "{\"name\": \"m\", \"kind\": \"mean-time\", \"from\": [\"video\"]}, {\"name\": \"f\", "
        "\"kind\": \"fold\", \"from\": [\"m\"], \"tile\": 4}, {\"name\": \"out\", \"kind\": "
        "\"pick\", \"from\": [\"f\"], \"prior\": 0}, {\"name\": \"last\", \"kind\": \"mean-time\", "
        "\"from\": [\"m\"]}";
  g_autofree char *text = g_strdup_printf (PLACES_CARD, layer);
  g_autoptr (AssayRevmarkCard) card = make_card (text, CHANNELS, NULL);
  g_autoptr (AssayRevmarkNetwork) network
      = assay_revmark_network_new (card, &card->encoder, 2, 8, 8, 1, NULL);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      float *video = assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO);
      gboolean finite = i % 2 == 1;
      gboolean ran;

      for (gsize k = 0; k < 2 * 8 * 8 * CHANNELS; k++)
        video[k] = finite ? (float) k : INFINITY;
      ran = i < 2 ? (finite ? assay_revmark_network_run_places (network, NULL, &error)
                            : assay_revmark_network_run (network, NULL, &error))
                  : assay_revmark_network_run_in_place (network, NULL, &error);
      g_assert_true (ran == finite);
      if (!finite)
        g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
    }
}

/* Of a long chain two values are alive at a time: not all twelve need room. */
static void
test_memory (void)
{
  g_autoptr (GString) layers = g_string_new (NULL);
  g_autofree char *text = NULL;
  gsize largest = (gsize) 2 * 64 * 64 * CHANNELS * 4 * sizeof (float);

  g_string_append (layers, "{\"name\": \"a0\", \"kind\": \"nearest\", \"from\": [\"video\"], "
                           "\"scale\": [1, 1, 1]}, ");
  for (guint i = 1; i < 12; i++)
    g_string_append_printf (layers,
                            "{\"name\": \"a%u\", \"kind\": \"%s\", \"from\": [\"a%u\"], %s}, ", i,
                            i % 2 == 1 ? "nearest" : "max-pool", i - 1,
                            i % 2 == 1 ? "\"scale\": [1, 2, 2]" : "\"kernel\": [1, 2, 2]");
  g_string_append (layers, "{\"name\": \"out\", \"kind\": \"mean-time\", \"from\": [\"a11\"]}");
  text = g_strdup_printf (FLOW_CARD, layers->str);

  g_autoptr (AssayRevmarkCard) card = make_card (text, CHANNELS, NULL);
  g_autoptr (AssayRevmarkNetwork) network
      = assay_revmark_network_new (card, &card->encoder, 2, 64, 64, 1, NULL);

  g_assert_nonnull (network);
  g_assert_cmpuint (assay_revmark_network_memory (network), <, 2 * largest);
}

/* A key's order is one, and what it hides it shows. */
static void
test_key (void)
{
  g_autoptr (GBytes) secret = g_bytes_new_static ("k", 1);
  AssayRevmarkKey key;
  guint8 payload[ASSAY_VIDEO_BITS];
  guint8 bits[ASSAY_VIDEO_BITS];
  float logits[ASSAY_VIDEO_BITS];
  double soft[ASSAY_VIDEO_BITS];
  guint same = 0;

  assay_revmark_key_init (&key, secret);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    payload[b] = b % 3 == 0;
  assay_revmark_key_hide (&key, payload, bits);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    logits[b] = bits[b] != 0 ? 1.0f + (float) b : -1.0f - (float) b;
  assay_revmark_key_show (&key, logits, soft);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    {
      g_assert_true ((soft[b] > 0) == (payload[b] != 0));
      same += bits[b] == payload[b];
    }
  g_assert_cmpuint (same, >, 24);
  g_assert_cmpuint (same, <, 72);
}

/* The bound against what is known exactly: all signs right is 2^-96, whatever the sizes. */
static void
test_chance (void)
{
  double soft[ASSAY_VIDEO_BITS];
  guint8 word[ASSAY_VIDEO_BITS] = { 0 };

  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    soft[b] = -0.5 - number (b) / 3;
  g_assert_cmpfloat_with_epsilon (assay_revmark_chance (soft, word, 0), -96 * log10 (2), 1e-6);
  g_assert_cmpfloat_with_epsilon (assay_revmark_chance (soft, word, 64), -32 * log10 (2), 1e-6);
  /* Of 96 equal ones 86 right: the binomial tail is 10^-15.90 (Σ C(96, k), k <= 10, over 2^96). */
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    soft[b] = b < 10 ? 1 : -1;
  g_assert_cmpfloat (assay_revmark_chance (soft, word, 0), >, -15.91);
  g_assert_cmpfloat (assay_revmark_chance (soft, word, 0), <, -14.5);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    soft[b] = b % 2 == 0 ? 1 : -1;
  g_assert_cmpfloat_with_epsilon (assay_revmark_chance (soft, word, 0), 0, 1e-12);
  memset (soft, 0, sizeof soft);
  g_assert_cmpfloat_with_epsilon (assay_revmark_chance (soft, word, 64), 0, 1e-12);
}

/* Of signs that know no key none is claimed: 2000 keys' worth. */
static void
test_strangers (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      double soft[ASSAY_VIDEO_BITS];
      guint8 message[ASSAY_VIDEO_MESSAGE_BITS];
      guint8 word[ASSAY_VIDEO_BITS];

      for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
        soft[b] = number ((guint64) i * ASSAY_VIDEO_BITS + b);
      assay_video_payload_decode (soft, message);
      assay_video_payload_encode (message, word);
      g_assert_cmpfloat (assay_revmark_chance (soft, word, 64), >, -2);
      if (i == 99 && g_test_quick ())
        return;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/videomark/revmark/conv", test_conv);
  g_test_add_func ("/videomark/revmark/cancelled", test_cancelled);
  g_test_add_func ("/videomark/revmark/hostile", test_hostile);
  g_test_add_func ("/videomark/revmark/flow-of-no-number", test_flow_of_no_number);
  g_test_add_func ("/videomark/revmark/work", test_work);
  g_test_add_func ("/videomark/revmark/finite-places", test_finite_places);
  g_test_add_func ("/videomark/revmark/memory", test_memory);
  g_test_add_func ("/videomark/revmark/key", test_key);
  g_test_add_func ("/videomark/revmark/chance", test_chance);
  g_test_add_func ("/videomark/revmark/strangers", test_strangers);
  return g_test_run ();
}
