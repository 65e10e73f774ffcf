/* test-payload.c: the 96 bits that carry a message. */
#include <glib.h>
#include <string.h>

#include "signal/assay-mark.h"
#include "signal/assay-random.h"
#include "videomark/assay-video-payload.h"

#define BITS ASSAY_VIDEO_PAYLOAD_BITS
#define MESSAGE ASSAY_VIDEO_MESSAGE_BITS

/* Made by dividing polynomials as whole numbers, in another language. */
static void
test_vectors (void)
{
  static const char *const pairs[][2] = {
    { "0000000000000000", "00000000000000006bbcf14a" },
    { "0123456789abcdef", "0123456789abcdef1e184389" },
    { "ffffffffffffffff", "ffffffffffffffff77f4fcc4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      guint n;
      g_autofree guint8 *message = assay_mark_parse (pairs[i][0], ASSAY_MARK_MOST_BITS, &n, NULL);
      guint8 payload[BITS];
      g_autofree char *hex = NULL;

      g_assert_cmpuint (n, ==, MESSAGE);
      assay_video_payload_encode (message, payload);
      hex = assay_mark_to_hex (payload, BITS);
      g_assert_cmpstr (hex, ==, pairs[i][1]);
    }
}

static void
draw (AssayRandom *random, guint8 *message, double *soft)
{
  guint8 payload[BITS];

  for (guint i = 0; i < MESSAGE; i++)
    message[i] = assay_random_below (random, 2) & 1;
  assay_video_payload_encode (message, payload);
  for (guint i = 0; i < BITS; i++)
    soft[i] = (payload[i] != 0 ? 1 : -1) * (0.5 + assay_random_real (random));
}

/* Any three errors, however certain, and eight uncertain ones. */
static void
test_corrects (void)
{
  AssayRandom random;

  assay_random_init (&random, 7);
  for (guint round = 0; round < 50; round++)
    {
      guint8 message[MESSAGE], decoded[MESSAGE];
      double soft[BITS];

      draw (&random, message, soft);
      g_assert_true (assay_video_payload_decode (soft, decoded));
      g_assert_true (memcmp (message, decoded, MESSAGE) == 0);
      for (guint i = 0; i < BITS; i++)
        soft[i] = soft[i] > 0 ? 1 : -1;
      for (guint i = 0; i < 3; i++)
        soft[(guint) assay_random_below (&random, 32) + 32 * i] *= -1;
      g_assert_true (assay_video_payload_decode (soft, decoded));
      g_assert_true (memcmp (message, decoded, MESSAGE) == 0);
      draw (&random, message, soft);
      for (guint i = 0; i < 8; i++)
        soft[(guint) assay_random_below (&random, 12) + 12 * i] *= -0.1;
      g_assert_true (assay_video_payload_decode (soft, decoded));
      g_assert_true (memcmp (message, decoded, MESSAGE) == 0);
    }
}

/* Noise passes the check about once in 1024 times. */
static void
test_noise_is_refused (void)
{
  AssayRandom random;
  guint passed = 0;

  assay_random_init (&random, 8);
  for (guint round = 0; round < 2000; round++)
    {
      guint8 decoded[MESSAGE];
      double soft[BITS];

      for (guint i = 0; i < BITS; i++)
        soft[i] = assay_random_real (&random) - 0.5;
      passed += assay_video_payload_decode (soft, decoded) ? 1 : 0;
    }
  g_assert_cmpuint (passed, <, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/videomark/payload/vectors", test_vectors);
  g_test_add_func ("/videomark/payload/corrects", test_corrects);
  g_test_add_func ("/videomark/payload/noise-is-refused", test_noise_is_refused);
  return g_test_run ();
}
