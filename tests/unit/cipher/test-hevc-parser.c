/* test-hevc-parser.c: the parser on the shared streams: every slice segment ends where its data
 * ends, and the encryptable bits are those that the reference software counted. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "cipher/assay-hevc-parser.h"

static const char *const names[ASSAY_CIPHER_N_CLASSES]
    = { "coeff_sign", "tr_suffix", "eg_suffix", "mvd_suffix", "mvd_sign", "dqp_sign" };

typedef struct
{
  guint64 bits[ASSAY_CIPHER_N_CLASSES];
  guint64 segments;
  guint64 pictures;
} Sum;

static char *
shared_path (const char *folder, const char *name)
{
  const char *shared = g_getenv ("ASSAY_SHARED");

  return g_build_filename (shared != NULL ? shared : "../shared", "data", folder, name, NULL);
}

/* Behind the last codeword stand only cabac_zero_words, and codewords follow each other. */
static void
check_segment (const AssayHevcSliceSegment *segment)
{
  const GArray *codewords = segment->found->codewords;
  guint32 at = (guint32) (8 * segment->header->data_at);

  g_assert_cmpuint (codewords->len, >, 0);
  for (guint i = 0; i < codewords->len; i++)
    {
      const AssayCodeword *codeword = &g_array_index (codewords, AssayCodeword, i);
      guint32 stop = codeword->end_bit - 1;

      g_assert_cmpuint (codeword->first_bit, >=, at);
      g_assert_cmpuint (codeword->end_bit, >, codeword->first_bit);
      g_assert_cmpuint (segment->rbsp->data[stop / 8] >> (7 - stop % 8) & 1, ==, 1);
      at = codeword->end_bit;
    }
  /* cabac_zero_words: 0x0000 03 in the NAL unit, of which emulation prevention leaves zeros */
  for (gsize i = segment->found->end; i < segment->rbsp->len; i++)
    g_assert_cmpuint (segment->rbsp->data[i] & ~3u, ==, 0);
}

static void
add_segment (const AssayHevcSliceSegment *segment, Sum *sum)
{
  const GArray *runs = segment->found->runs;

  for (guint i = 0; i < runs->len; i++)
    {
      const AssayBypassRun *run = &g_array_index (runs, AssayBypassRun, i);

      sum->bits[run->element]
          += (guint) __builtin_popcount (assay_bypass_run_free (run, ASSAY_CIPHER_MODE_EXACT));
    }
  sum->segments++;
  sum->pictures = segment->picture + 1;
}

static void
parse_bytes (const guint8 *data, gsize size, Sum *sum)
{
  g_autoptr (AssayHevcParser) parser = assay_hevc_parser_new ();
  gsize at = assay_hevc_find_start_code (data, size, 0);

  *sum = (Sum){ 0 };
  while (at < size)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);
      gsize end = next;
      g_autoptr (GError) error = NULL;
      AssayHevcSliceSegment segment;
      AssayHevcNal nal;
      gboolean found;

      while (end > at + 3 && data[end - 1] == 0)
        end--;
      g_assert_true (assay_hevc_nal_read (data + at + 3, end - at - 3, &nal));
      at = next;
      if (nal.layer != 0)
        continue;

      gboolean taken = assay_hevc_parser_take (parser, &nal, &segment, &found, &error);

      g_assert_no_error (error);
      g_assert_true (taken);
      if (found)
        {
          check_segment (&segment);
          add_segment (&segment, sum);
        }
    }
}

static void
parse_file (const char *path, Sum *sum)
{
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  parse_bytes ((const guint8 *) data, size, sum);
}

static void
test_single_layer (gconstpointer data)
{
  g_autofree char *path = shared_path ("hevc", data);
  Sum sum;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the shared data is not here");
      return;
    }
  parse_file (path, &sum);
  g_assert_cmpuint (sum.bits[ASSAY_CIPHER_COEFF_SIGN], >, 0);
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    g_test_message ("%s %" G_GUINT64_FORMAT, names[i], sum.bits[i]);
}

/* Parameter sets that come again, unchanged, before each unit change nothing; not even between a
 * slice segment and one that depends on it. */
static void
test_repeated_sets (void)
{
  g_autofree char *path = shared_path ("hevc", "h_depslices_wpp_lowqp.hevc");
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (GByteArray) sets = g_byte_array_new ();
  g_autofree char *data = NULL;
  gsize size;
  Sum once;
  Sum often;

  if (!g_file_get_contents (path, &data, &size, NULL))
    {
      g_test_skip ("the shared data is not here");
      return;
    }
  for (gsize at = assay_hevc_find_start_code ((const guint8 *) data, size, 0); at < size;)
    {
      gsize next = assay_hevc_find_start_code ((const guint8 *) data, size, at + 3);
      const guint8 *unit = (const guint8 *) data + at;
      guint type = unit[3] >> 1;

      if (type == ASSAY_NAL_SPS || type == ASSAY_NAL_PPS)
        g_byte_array_append (sets, unit, (guint) (next - at));
      else
        g_byte_array_append (again, sets->data, sets->len);
      g_byte_array_append (again, unit, (guint) (next - at));
      at = next;
    }
  parse_bytes ((const guint8 *) data, size, &once);
  parse_bytes (again->data, again->len, &often);
  g_assert_true (memcmp (&once, &often, sizeof once) == 0);
}

static void
test_oracle (gconstpointer data)
{
  g_autofree char *stream = g_strdup_printf ("%s.hevc", (const char *) data);
  g_autofree char *oracle = g_strdup_printf ("%s.json", (const char *) data);
  g_autofree char *path = shared_path ("shvc", stream);
  g_autofree char *oracle_path = shared_path ("shvc", oracle);
  g_autoptr (JsonParser) json = json_parser_new ();
  JsonObject *layer;
  JsonObject *bits;
  Sum sum;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the shared data is not here");
      return;
    }
  parse_file (path, &sum);
  g_assert_true (json_parser_load_from_file (json, oracle_path, NULL));
  layer = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (json_parser_get_root (json)), "layers"),
      0);
  bits = json_object_get_object_member (layer, "encryptable_bits");
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    g_assert_cmpuint (sum.bits[i], ==, (guint64) json_object_get_int_member (bits, names[i]));
  g_assert_cmpuint (sum.pictures, ==, (guint64) json_object_get_int_member (layer, "frames"));
}

int
main (int argc, char **argv)
{
  static const char *const single[] = { "h_depslices_wpp_lowqp.hevc",
                                        "h_pcm_tiles.hevc",
                                        "h_ra_nosbh.hevc",
                                        "h_tqbypass.hevc",
                                        "k_wppslices_smpamp.hevc",
                                        "x_dqp_tskip_nowpp.hevc",
                                        "x_intra_nosh_qp6.hevc",
                                        "x_lossless.hevc",
                                        "x_main10.hevc",
                                        "x_rectamp_wpp_b.hevc",
                                        "x_scalinglist_ctu16.hevc",
                                        "x_slices_ctu32_wpp.hevc" };
  static const char *const scalable[]
      = { "ai_2x_coffee",    "ldb_1p5x_wpp_slices_dog", "ldp_1p5x_crop_parkjoy",
          "ldp_1p5x_juggle", "ldp_2x_juggle",           "ldp_2x_main10_sparks",
          "ldp_3layer_dog",  "ldp_snr_juggle",          "ra_2x_dog" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (single); i++)
    {
      g_autofree char *name = g_strdup_printf ("/cipher/parser/%s", single[i]);

      g_test_add_data_func (name, single[i], test_single_layer);
    }
  for (guint i = 0; i < G_N_ELEMENTS (scalable); i++)
    {
      g_autofree char *name = g_strdup_printf ("/cipher/parser/oracle/%s", scalable[i]);

      g_test_add_data_func (name, scalable[i], test_oracle);
    }
  g_test_add_func ("/cipher/parser/repeated-sets", test_repeated_sets);
  return g_test_run ();
}
