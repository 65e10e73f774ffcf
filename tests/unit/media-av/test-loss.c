/* test-loss.c: no file of the shared set counts as one that lost packets, whatever its edit lists,
 * fragments and sound are; one with a wrong sample table does. */
#include "av-test.h"
#include "config.h"

#include <string.h>

#include "media/assay-decode.h"

/* Packets of all streams of @source that are declared and missing. */
static gboolean
loses (AssaySource *source, AssayMediaLoss *loss)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, NULL, NULL);

  *loss = (AssayMediaLoss){ 0 };
  for (guint i = 0; decoder != NULL && i < assay_decoder_get_n_streams (decoder) && !loss->lost;
       i++)
    {
      g_autoptr (AssayPacketReader) reader = assay_packet_reader_new (decoder, i, NULL);
      const guint8 *data;
      AssayPacket packet;

      while (reader != NULL && assay_packet_reader_next (reader, &packet, &data, NULL))
        ;
      if (reader != NULL)
        g_assert_true (assay_packet_reader_find_loss (reader, loss, NULL));
    }
  return loss->lost;
}

static gboolean
is_whole (const char *name)
{
  static const char *const endings[]
      = { ".mp4", ".mov", ".3gp", ".m4a", ".m4v", ".mkv", ".webm", ".avi", ".ts", ".ogg", ".mpg" };

  if (g_str_has_prefix (name, "bad_") || strstr (name, "truncated") != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static void
test_shared (void)
{
  g_autofree char *one = av_test_path ("vid_phone2004.3gp");
  g_autofree char *folder = one != NULL ? g_path_get_dirname (one) : NULL;
  g_autoptr (GDir) list = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  guint n = 0;

  for (const char *name = ""; list != NULL && name != NULL; name = g_dir_read_name (list))
    {
      g_autoptr (AssaySource) source = is_whole (name) ? av_test_source (name) : NULL;
      AssayMediaLoss loss;

      if (source == NULL)
        continue;
      n++;
      if (loses (source, &loss))
        g_error ("%s: stream %d: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, name, loss.stream,
                 loss.found, loss.declared);
    }
  g_test_message ("%u files", n);
  g_assert_true (list == NULL || n >= 20);
}

/* A bit of one size in each table of a telephone's video, whose sound is edited. */
static void
test_tables (void)
{
  g_autoptr (AssaySource) source = av_test_source ("vid_apple_iphone6.mov");
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize size;
  guint n = 0;

  if (source == NULL)
    return;
  bytes = assay_source_read (source, 0, (gsize) assay_source_get_size (source), NULL);
  data = g_bytes_get_data (bytes, &size);
  for (gsize i = 4; i + 64 < size; i++)
    {
      g_autoptr (GBytes) altered = NULL;
      guint8 *copy;
      g_autoptr (AssaySource) changed = NULL;
      AssayMediaLoss loss;

      if (memcmp (data + i, "stsz", 4) != 0 || memcmp (data + i + 8, "\0\0\0\0", 4) != 0)
        continue;
      copy = g_memdup2 (data, size);
      copy[i + 16 + 4 * 5] ^= 0x40;
      altered = g_bytes_new_take (copy, size);
      changed = assay_source_new_bytes (altered);
      g_assert_true (loses (changed, &loss));
      g_assert_cmpuint (loss.found, <, loss.declared);
      n++;
    }
  g_assert_cmpuint (n, >=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  assay_decoder_prewarm ();
  g_test_add_func ("/media/loss/shared", test_shared);
  g_test_add_func ("/media/loss/tables", test_tables);
  return g_test_run ();
}
