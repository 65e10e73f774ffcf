/* cipher-keys.c: whether the share of encrypted bits that differ varies from key to key as chance
 * has it.
 *
 * usage: cipher-keys STREAM.hevc [KEYS [aes|chaos [FIRST]]]
 *
 * Encrypts a byte stream with KEYS keys (500), from the one with number FIRST (0) on. With
 * independent bits the number that differ of n is binomial: n/2 on average with a variance of n/4.
 * For each element and for all: the mean share with how many standard errors it is from a half, the
 * variance over the binomial one with how probable one as far from 1 is (chi-square of KEYS - 1
 * degrees, by Wilson and Hilferty), and the keys of which the share lies beyond 1.96 standard
 * deviations: 5 % are expected. Then the same of the bits that two keys one bit apart give
 * differently. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipher/assay-cipher-classes.h"
#include "cipher/assay-cipher-session.h"
#include "cipher/assay-hevc-annexb.h"

#define ROWS (ASSAY_CIPHER_N_CLASSES + 2)
#define ALL ASSAY_CIPHER_N_CLASSES
#define PAIRS (ASSAY_CIPHER_N_CLASSES + 1)

/* Over keys. */
typedef struct
{
  guint64 bits; /* the same for every key */
  double sum;   /* of (differing - bits / 2) / √(bits / 4) */
  double squares;
  guint beyond;
} Row;

static gboolean
drop (const guint8 *gap,
      gsize gap_size,
      const guint8 *nal,
      gsize size,
      gpointer place,
      gpointer user_data,
      GError **error)
{
  return TRUE;
}

static void
count_key (Row *row, guint64 bits, guint64 unlike)
{
  double z = ((double) unlike - (double) bits / 2) / sqrt ((double) bits / 4);

  if (bits == 0)
    return;
  row->bits = bits;
  row->sum += z;
  row->squares += z * z;
  row->beyond += fabs (z) > 1.96;
}

static gboolean
push_all (AssayCipherSession *session, GBytes *stream)
{
  g_autoptr (AssaySource) source = assay_source_new_bytes (stream);
  g_autoptr (AssayHevcAnnexb) units = assay_hevc_annexb_new (source);
  const guint8 *data;
  gsize size;
  guint64 position;

  while (assay_hevc_annexb_next (units, &data, &size, &position, NULL))
    if (!assay_cipher_session_push (session, data, 0, data, size, NULL))
      return FALSE;
  return assay_cipher_session_end (session, NULL);
}

static void
count_all (const AssayCipherCount *count, Row *rows)
{
  guint64 bits = 0;
  guint64 flipped = 0;

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      count_key (&rows[i], count->bits[i], count->flipped[i]);
      bits += count->bits[i];
      flipped += count->flipped[i];
    }
  count_key (&rows[ALL], bits, flipped);
  count_key (&rows[PAIRS], bits, count->unlike);
}

static gboolean
encrypt (GBytes *stream, guint number, AssayGenerator generator, Row *rows)
{
  AssayCipherHeader header = {
    .generator = generator,
    .mode = ASSAY_CIPHER_MODE_EXACT,
    .elements = (1u << ASSAY_CIPHER_N_CLASSES) - 1,
    .layers = 1,
    .kdf = { .key_file = TRUE },
  };
  g_autofree char *text = g_strdup_printf ("key number %u", number);
  g_autoptr (GBytes) secret = g_bytes_new (text, strlen (text));
  g_autoptr (AssayCipherSession) session = NULL;
  AssayCipherSetup setup
      = { .way = ASSAY_CIPHER_ENCRYPT, .header = &header, .threads = 1, .emit = drop };
  AssayCipherKeys keys;
  AssayCipherKeys other;

  if (!assay_cipher_keys_derive (&keys, secret, &header.kdf, header.nonce, NULL))
    return FALSE;
  other = keys;
  other.content[number % ASSAY_CIPHER_KEY_SIZE] ^= (guint8) (1u << (number / 32 % 8));
  setup.keys = &keys;
  setup.other = &other;
  session = assay_cipher_session_new (&setup);
  if (!push_all (session, stream))
    return FALSE;
  count_all (&assay_cipher_session_get_outcome (session)->count, rows);
  return TRUE;
}

/* Both sides of what is beyond @z in a normal distribution. */
static double
beyond (double z)
{
  return erfc (fabs (z) / sqrt (2));
}

static void
print_row (const char *name, const Row *row, guint n)
{
  double mean = row->sum / n;
  double ratio = (row->squares - n * mean * mean) / (n - 1);
  double degrees = n - 1;
  double spread = 2 / (9 * degrees);
  double z = (cbrt (ratio) - (1 - spread)) / sqrt (spread);

  printf ("%-12s %9llu bits   mean %.4f %% (z %+5.2f)   variance %.3f times binomial (z %+5.2f, p "
          "%.4f)   beyond 1.96: %.1f %%\n",
          name, (unsigned long long) row->bits, 50 + 50 * mean / sqrt ((double) row->bits),
          mean * sqrt (n), ratio, z, beyond (z), 100.0 * row->beyond / n);
}

int
main (int argc, char **argv)
{
  guint n = argc > 2 ? (guint) atoi (argv[2]) : 500;
  guint first = argc > 4 ? (guint) atoi (argv[4]) : 0;
  AssayGenerator generator
      = argc > 3 && strcmp (argv[3], "chaos") == 0 ? ASSAY_GENERATOR_CHAOS : ASSAY_GENERATOR_AES;
  Row rows[ROWS] = { { 0 } };
  g_autoptr (GBytes) stream = NULL;
  char *data;
  gsize size;

  if (argc < 2 || n < 2 || !g_file_get_contents (argv[1], &data, &size, NULL))
    return 2;
  stream = g_bytes_new_take (data, size);
  for (guint i = 0; i < n; i++)
    if (!encrypt (stream, first + i, generator, rows))
      return 1;
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    if (rows[i].bits > 0)
      print_row (assay_cipher_class_id (i), &rows[i], n);
  print_row ("all", &rows[ALL], n);
  print_row ("two keys", &rows[PAIRS], n);
  return 0;
}
