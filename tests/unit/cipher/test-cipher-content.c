/* test-cipher-content.c: which ways of packing a stream anew its sum does not see, and that it sees
 * all else. */
#include <glib.h>
#include <string.h>

#include "cipher/assay-cipher-content.h"

/* Units as hexadecimal text: of their syntax headers, numbers and kinds of messages are read. */
#define VPS "4001 0c01ff"
#define SPS "4201 01 01601122334455667788995d a0021c"
#define PPS "4401 c172b4"
#define OTHER_PPS "4401 4172b4" /* of another number */
#define SAME_PPS "4401 c172b5"  /* of the first one's number */
#define AUD "4601 50"
#define OTHER_AUD "4601 10"
#define INFO "4e01 0504aabbccdd 80" /* user data without a registered owner */
#define OTHER_INFO "4e01 0504aabbccde 80"
#define COLOURS "4e01 890411223344 80" /* mastering display */
#define OTHER_COLOURS "4e01 890411223345 80"
#define BOTH "4e01 900401020304 0502eeff 80" /* light levels and user data in one unit */
#define CAPTIONS "4e01 0404b5003144 80"      /* registered: of a picture */
#define TIMING "4e01 010111 80"              /* pic_timing() */
#define OWN "4e01 0514 8b1f4cd26a934e5b9d27c4713ea85f16 07000000 80" /* Assay's */
#define INTRA "2801 af1d42"
#define INTER "0201 d0294b"
#define CUT INTRA, INTER

static GByteArray *
read_unit (const char *text)
{
  GByteArray *unit = g_byte_array_new ();

  for (; *text != '\0'; text++)
    {
      guint8 byte;

      if (*text == ' ')
        continue;
      byte = (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
      g_byte_array_append (unit, &byte, 1);
      text++;
    }
  return unit;
}

typedef struct
{
  guint8 bytes[16];
} Sum;

static Sum
sum_of (guint version, const char *const *units)
{
  AssayCipherKeys keys = { .seal = { 1, 2, 3 } };
  g_autoptr (AssayCipherContent) content = assay_cipher_content_new (&keys, version);
  Sum sum;

  for (guint i = 0; units[i] != NULL; i++)
    {
      g_autoptr (GByteArray) unit = read_unit (units[i]);

      assay_cipher_content_add (content, unit->data, unit->len);
    }
  assay_cipher_content_end (content, sum.bytes, sizeof sum.bytes);
  return sum;
}

static gboolean
equal (guint version, const char *const *one, const char *const *other)
{
  const Sum a = sum_of (version, one);
  const Sum b = sum_of (version, other);

  return memcmp (&a, &b, sizeof a) == 0;
}

typedef struct
{
  const char *name;
  const char *one[16];
  const char *other[16];
  gboolean alike;
  gboolean alike_before; /* in versions before 7 */
} Case;

static const Case cases[] = {
  { "zeros", { VPS, SPS, PPS, CUT }, { VPS, SPS, PPS, INTRA "0000", INTER "00" }, TRUE, TRUE },
  { "sets-repeated",
    { VPS, SPS, PPS, CUT, CUT },
    { VPS, SPS, PPS, CUT, VPS, SPS, PPS, CUT },
    TRUE,
    TRUE },
  { "set-missing", { VPS, SPS, PPS, OTHER_PPS, CUT }, { VPS, SPS, PPS, CUT }, FALSE, FALSE },
  { "set-replaced",
    { VPS, SPS, PPS, CUT, SAME_PPS, CUT, PPS, CUT },
    { VPS, SPS, PPS, CUT, SAME_PPS, CUT, CUT },
    FALSE,
    FALSE },
  /* FFmpeg's hevc_mp4toannexb: what is in the record goes before each intra picture. */
  { "record-repeated",
    { VPS, SPS, PPS, INFO, OWN, CUT, CUT },
    { OWN, VPS, SPS, PPS, INFO, CUT, VPS, SPS, PPS, INFO, CUT },
    TRUE,
    FALSE },
  { "record-of-light",
    { VPS, SPS, PPS, COLOURS, BOTH, OWN, CUT, CUT },
    { OWN, VPS, SPS, PPS, COLOURS, BOTH, CUT, VPS, SPS, PPS, COLOURS, BOTH, CUT },
    TRUE,
    FALSE },
  { "message-once-more", { INFO, CUT, CUT }, { INFO, CUT, INFO, CUT }, TRUE, FALSE },
  { "message-taken-out", { INFO, CUT }, { CUT }, FALSE, FALSE },
  { "message-changed", { INFO, CUT }, { OTHER_INFO, CUT }, FALSE, FALSE },
  { "message-put-in", { INFO, CUT, CUT }, { INFO, CUT, OTHER_INFO, CUT }, FALSE, FALSE },
  { "message-later-only", { CUT, CUT }, { CUT, INFO, CUT }, FALSE, FALSE },
  /* of pictures: A, B, A is not A, B */
  { "messages-of-pictures",
    { INFO, CUT, OTHER_INFO, CUT, INFO, CUT },
    { INFO, CUT, OTHER_INFO, CUT, CUT },
    FALSE,
    FALSE },
  { "which-colours-last",
    { COLOURS, OTHER_COLOURS, CUT },
    { OTHER_COLOURS, COLOURS, CUT },
    FALSE,
    FALSE },
  { "captions-repeated", { CAPTIONS, CUT, CUT }, { CAPTIONS, CUT, CAPTIONS, CUT }, FALSE, FALSE },
  { "timing-repeated", { TIMING, CUT, CUT }, { TIMING, CUT, TIMING, CUT }, FALSE, FALSE },
  { "own-repeated", { OWN, CUT, CUT }, { OWN, CUT, OWN, CUT }, FALSE, FALSE },
  { "delimiters-put-in",
    { OWN, CUT, INTER },
    { AUD, OWN, INTRA, AUD, INTER, AUD, INTER },
    TRUE,
    FALSE },
  { "delimiters-taken-out", { AUD, INTRA, OTHER_AUD, INTER }, { CUT }, TRUE, FALSE },
  { "picture-missing", { INTRA, INTER, INTER }, { CUT }, FALSE, FALSE },
  { "pictures-swapped",
    { INTRA, "0201 d0294b", "0201 e0294b" },
    { INTRA, "0201 e0294b", "0201 d0294b" },
    FALSE,
    FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *self = data;

  g_assert_cmpint (equal (0, self->one, self->other), ==, self->alike);
  g_assert_cmpint (equal (ASSAY_CIPHER_VERSION, self->one, self->other), ==, self->alike);
  for (guint version = 2; version < ASSAY_CIPHER_REPEATS_VERSION; version++)
    g_assert_cmpint (equal (version, self->one, self->other), ==, self->alike_before);
}

/* More messages than are kept: each counts as it comes, and memory stays bounded. */
static void
test_many (void)
{
  AssayCipherKeys keys = { .seal = { 1, 2, 3 } };
  Sum sums[2];

  for (guint twice = 0; twice < 2; twice++)
    {
      g_autoptr (AssayCipherContent) content = assay_cipher_content_new (&keys, 0);

      for (guint i = 0; i < 200; i++)
        {
          const guint8 unit[] = { 0x4e, 1, 5, 1, (guint8) i, 0x80 };

          assay_cipher_content_add (content, unit, sizeof unit);
          if (twice == 1 && i == 199)
            assay_cipher_content_add (content, unit, sizeof unit);
        }
      assay_cipher_content_end (content, sums[twice].bytes, sizeof sums[twice].bytes);
    }
  g_assert_true (memcmp (&sums[0], &sums[1], sizeof sums[0]) != 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cipher/content/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/cipher/content/many", test_many);
  return g_test_run ();
}
