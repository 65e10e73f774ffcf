/* revmark-keys.c: the chances that keys give which marked nothing, over real segments.
 *
 * usage: revmark-keys MODEL KEYS WIDTH HEIGHT FRAMES.rgb: every 8 frames of WIDTH × HEIGHT × 3
 * bytes are a segment. A network's logits know no key, so each segment is decoded once; then KEYS
 * keys say what it would mean: as a message, and as raw bits that were expected. Prints histograms
 * of log10 p. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "videomark/assay-revmark-chance.h"
#include "videomark/assay-revmark-coder.h"
#include "videomark/assay-revmark-place.h"
#include "videomark/assay-video-payload.h"

#include "video-chances.h"

typedef struct
{
  VideoChances message, raw;
} Chances;

static void
stop_at (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "%s\n", error->message);
  exit (1);
}

/* One key's reading of the logits @bits. */
static void
read_with (guint number, const float *bits, Chances *chances)
{
  g_autofree char *text = g_strdup_printf ("wrong key %u", number);
  g_autoptr (GBytes) secret = g_bytes_new (text, strlen (text));
  AssayRevmarkKey key;
  double soft[ASSAY_VIDEO_BITS];
  guint8 message[ASSAY_VIDEO_MESSAGE_BITS];
  guint8 word[ASSAY_VIDEO_BITS];

  assay_revmark_key_init (&key, secret);
  assay_revmark_key_show (&key, bits, soft);
  assay_video_payload_decode (soft, message);
  assay_video_payload_encode (message, word);
  video_chances_add (&chances->message,
                     assay_revmark_chance (soft, word, ASSAY_VIDEO_MESSAGE_BITS));
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    word[b] = b % 2;
  video_chances_add (&chances->raw, assay_revmark_chance (soft, word, 0));
}

static void
read_segment (AssayRevmarkCoder *coder,
              const AssayRevmarkCard *card,
              const guint8 *bytes,
              gsize n,
              guint keys,
              Chances *chances)
{
  g_autoptr (GError) error = NULL;
  g_autofree float *rgb = g_new (float, n);
  const float *places;
  gsize n_places;
  gsize best;

  for (gsize i = 0; i < n; i++)
    rgb[i] = bytes[i];
  assay_revmark_coder_read (coder, rgb, card->frames, NULL, &error);
  stop_at (error);
  places = assay_revmark_coder_places (coder, &n_places);
  best = assay_revmark_place_best (places, n_places, card->bits, assay_revmark_coder_prior (coder));
  for (guint k = 0; k < keys; k++)
    read_with (k, places + best * card->bits, chances);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRevmarkCard) card = NULL;
  g_autoptr (AssayRevmarkCoder) coder = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *frames = NULL;
  Chances chances = { { { 0 }, 0, 0 }, { { 0 }, 0, 0 } };
  char *model = NULL;
  gsize size;

  if (argc != 6 || !g_file_get_contents (argv[1], &model, &size, &error))
    return fprintf (stderr, "usage: revmark-keys MODEL KEYS WIDTH HEIGHT FRAMES.rgb\n"), 2;
  bytes = g_bytes_new_take (model, size);
  card = assay_revmark_card_read (bytes, &error);
  stop_at (error);

  guint keys = (guint) strtoul (argv[2], NULL, 10);
  guint width = (guint) strtoul (argv[3], NULL, 10);
  guint height = (guint) strtoul (argv[4], NULL, 10);
  gsize n = (gsize) card->frames * width * height * 3;

  coder = assay_revmark_coder_new (card, height, width, FALSE, 2, &error);
  stop_at (error);
  g_file_get_contents (argv[5], &frames, &size, &error);
  stop_at (error);
  for (gsize at = 0; n > 0 && at + n <= size; at += n)
    read_segment (coder, card, (const guint8 *) frames + at, n, keys, &chances);
  video_chances_print (&chances.message, "messages");
  video_chances_print (&chances.raw, "expected raw bits");
  return 0;
}
