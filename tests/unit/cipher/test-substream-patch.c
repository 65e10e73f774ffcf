/* test-substream-patch.c: patched codewords against codewords that are encoded again. */
#include <glib.h>
#include <string.h>

#include "cipher/assay-substream-patch.h"
#include "toy-cabac.h"

#define STREAMS 24000
#define MOST_BINS 600

/* Bins of all kinds; few of the coded ones improbable, long runs of bypass bins as in levels. */
static guint
make_bins (GRand *random, ToyBin *bins)
{
  guint n = (guint) g_rand_int_range (random, 1, MOST_BINS);
  guint bypass = (guint) g_rand_int_range (random, 0, 100);

  for (guint i = 0; i < n; i++)
    {
      guint dice = (guint) g_rand_int_range (random, 0, 100);

      bins[i] = (ToyBin){ .kind = TOY_BYPASS, .bin = (guint) g_rand_int_range (random, 0, 2) };
      if (dice >= bypass)
        {
          bins[i].kind = TOY_CODED;
          bins[i].share = (guint) g_rand_int_range (random, 1, 255);
          bins[i].bin = (guint) g_rand_int_range (random, 0, 256) < bins[i].share;
        }
      if (dice == 0)
        bins[i] = (ToyBin){ .kind = TOY_TERMINATE };
    }
  /* Runs of ones and zeros make carries and borrows long. */
  if (g_rand_boolean (random))
    for (guint i = 0; i < n; i++)
      if (bins[i].kind == TOY_BYPASS)
        bins[i].bin = bypass & 1;
  bins[n] = (ToyBin){ .kind = TOY_TERMINATE, .bin = 1 };
  return n + 1;
}

/* Decodes @bytes, gives @patch what changes when @bins become @changed. */
static void
patch_stream (AssaySubstreamPatch *patch,
              GByteArray *bytes,
              const ToyBin *bins,
              const ToyBin *changed,
              guint n,
              gboolean *done)
{
  ToyDecoder decoder;

  toy_decoder_init (&decoder, bytes->data, bytes->len);
  g_assert_true (assay_substream_patch_begin (patch, bytes->len, NULL));
  for (guint i = 0; i < n; i++)
    {
      guint run = 0;
      guint64 old = 0;
      guint64 new = 0;

      /* Several bins at once, as for the signs of a group. */
      while (bins[i].kind == TOY_BYPASS && run < ASSAY_SUBSTREAM_PATCH_BINS)
        {
          g_assert_cmpuint (toy_decode (&decoder, TOY_BYPASS, 0), ==, bins[i].bin);
          old = old << 1 | bins[i].bin;
          new = new << 1 | changed[i].bin;
          run++;
          i++;
        }
      if (old != new)
        assay_substream_patch_add (patch, decoder.read, decoder.range, (gint64) new - (gint64) old);
      if (run > 0)
        i--;
      else
        g_assert_cmpuint (toy_decode (&decoder, bins[i].kind, bins[i].share), ==, bins[i].bin);
    }
  g_assert_cmpuint (decoder.offset, <=, 1);
  *done
      = assay_substream_patch_apply (patch, bytes->data, bytes->len, decoder.read, decoder.offset);
}

static void
test_equals_encoding_again (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20150419);
  g_auto (AssaySubstreamPatch) patch;
  ToyBin bins[MOST_BINS + 1];
  ToyBin changed[MOST_BINS + 1];

  assay_substream_patch_init (&patch);
  for (guint s = 0; s < STREAMS; s++)
    {
      guint n = make_bins (random, bins);
      guint flips = (guint) g_rand_int_range (random, 0, 4);
      gboolean done;

      memcpy (changed, bins, sizeof bins);
      for (guint i = 0; i < n; i++)
        if (bins[i].kind == TOY_BYPASS && g_rand_int_range (random, 0, 3) < (gint32) flips)
          changed[i].bin ^= 1;

      g_autoptr (GByteArray) bytes = toy_encode (bins, n);
      g_autoptr (GByteArray) kept = toy_encode (bins, n);
      g_autoptr (GByteArray) expected = toy_encode (changed, n);

      patch_stream (&patch, bytes, bins, changed, n, &done);
      g_assert_true (done);
      g_assert_cmpuint (bytes->len, ==, expected->len);
      g_assert_true (memcmp (bytes->data, expected->data, bytes->len) == 0);
      /* And back. */
      patch_stream (&patch, bytes, changed, bins, n, &done);
      g_assert_true (done && memcmp (bytes->data, kept->data, bytes->len) == 0);
    }
}

/* A codeword that no encoder makes is refused and stays as it is. */
static void
test_refuses (void)
{
  g_auto (AssaySubstreamPatch) patch;
  guint8 bytes[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0x80 };
  guint8 kept[6];

  memcpy (kept, bytes, sizeof bytes);
  assay_substream_patch_init (&patch);
  g_assert_true (assay_substream_patch_begin (&patch, sizeof bytes, NULL));
  assay_substream_patch_add (&patch, 20, 300, 1); /* a carry out of the front */
  g_assert_false (assay_substream_patch_apply (&patch, bytes, sizeof bytes, 41, 0));
  g_assert_true (memcmp (bytes, kept, sizeof bytes) == 0);
  g_assert_true (assay_substream_patch_begin (&patch, sizeof bytes, NULL));
  assay_substream_patch_add (&patch, 20, 300, -1);
  g_assert_false (
      assay_substream_patch_apply (&patch, bytes, sizeof bytes, 42, 0)); /* stop bit 0 */
  g_assert_true (memcmp (bytes, kept, sizeof bytes) == 0);
  g_assert_true (assay_substream_patch_begin (&patch, sizeof bytes, NULL));
  assay_substream_patch_add (&patch, 49, 300, -1); /* behind the end */
  g_assert_false (assay_substream_patch_apply (&patch, bytes, sizeof bytes, 41, 0));
  g_assert_true (memcmp (bytes, kept, sizeof bytes) == 0);
  g_assert_true (assay_substream_patch_begin (&patch, sizeof bytes, NULL));
  g_assert_true (assay_substream_patch_apply (&patch, bytes, sizeof bytes, 41, 0));
  g_assert_true (memcmp (bytes, kept, sizeof bytes) == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/patch/equals-encoding-again", test_equals_encoding_again);
  g_test_add_func ("/cipher/patch/refuses", test_refuses);
  return g_test_run ();
}
