/* test-keyed.c: keyed numbers against Python's hmac and openssl enc -chacha20. */
#include <glib.h>
#include <string.h>

#include "base/assay-base.h"
#include "signal/assay-keyed.h"

static GBytes *
test_key (void)
{
  return g_bytes_new_static ("key", 3);
}

static void
test_hash (void)
{
  g_autoptr (GBytes) key = test_key ();
  g_autoptr (AssayKeyedHash) hash = assay_keyed_hash_new (key, "test purpose");
  guint8 digest[ASSAY_KEYED_HASH_SIZE];

  for (guint i = 0; i < 3; i++)
    {
      assay_keyed_hash_digest (hash, "2020-01-01", 10, digest);
      g_autofree char *hex = assay_text_hex (digest, sizeof digest);
      g_assert_cmpstr (hex, ==, "0435f52307ae9ad57c1c5e938d42c89bb070d08c26ec7ab4ab151e27fb41032e");
    }
}

static void
test_stream (void)
{
  g_autoptr (GBytes) key = test_key ();
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, "test purpose");
  g_autoptr (AssayKeyedStream) pieces = assay_keyed_stream_new (key, "test purpose");
  guint8 whole[5000];
  guint8 parts[5000];

  assay_keyed_stream_fill (stream, whole, sizeof whole);
  for (gsize done = 0; done < sizeof parts; done += (gsize) 100)
    assay_keyed_stream_fill (pieces, parts + done, 100);
  g_assert_true (memcmp (whole, parts, sizeof whole) == 0);
  g_autofree char *first = assay_text_hex (whole, 16);
  g_autofree char *last = assay_text_hex (whole + 4992, 8);
  g_assert_cmpstr (first, ==, "7fd0b25a6fd4fca13cc92bdd29459828");
  g_assert_cmpstr (last, ==, "d54c016fa88b9b3b");
}

static void
test_purposes_differ (void)
{
  g_autoptr (GBytes) key = test_key ();
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (AssayKeyedStream) one = assay_keyed_stream_new (key, "one");
  g_autoptr (AssayKeyedStream) two = assay_keyed_stream_new (key, "two");
  g_autoptr (AssayKeyedStream) keyless = assay_keyed_stream_new (empty, "one");
  guint64 first = assay_keyed_stream_next (one);

  g_assert_cmpuint (first, !=, assay_keyed_stream_next (two));
  g_assert_cmpuint (first, !=, assay_keyed_stream_next (keyless));
}

static void
test_permutation (void)
{
  g_autoptr (GBytes) key = test_key ();
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, "order");
  guint32 order[1000];
  gboolean seen[1000] = { FALSE };
  guint fixed = 0;

  assay_keyed_stream_permutation (stream, order, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpuint (order[i], <, 1000);
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
      fixed += order[i] == i;
    }
  g_assert_cmpuint (fixed, <, 10);
}

/* Below 3 each third appears a third of the time; 2^63 + 1 forces the skipping of numbers. */
static void
test_below (void)
{
  g_autoptr (GBytes) key = test_key ();
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, "below");
  guint64 large = (G_GUINT64_CONSTANT (1) << 63) + 1;
  guint counts[3] = { 0 };

  for (guint i = 0; i < 30000; i++)
    counts[assay_keyed_stream_below (stream, 3)]++;
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ABS ((int) counts[i] - 10000), <, 500);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (assay_keyed_stream_below (stream, large), <, large);
  g_assert_cmpuint (assay_keyed_stream_below (stream, 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/keyed/hash", test_hash);
  g_test_add_func ("/signal/keyed/stream", test_stream);
  g_test_add_func ("/signal/keyed/purposes", test_purposes_differ);
  g_test_add_func ("/signal/keyed/permutation", test_permutation);
  g_test_add_func ("/signal/keyed/below", test_below);
  return g_test_run ();
}
