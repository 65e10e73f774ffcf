/* assay-audio-whole.c: what a file says about its length against what there is. */
#include "wavemark/assay-audio-whole.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "media/assay-wave-length.h"

/* The last page of an Ogg file is looked for in so many bytes. */
#define HEAD ((gsize) 65536)
#define LEAST_SHARE 0.9

/* Whether the last page of an Ogg file is not the last of its stream (RFC 3533, section 6: bit 2 of
 * the header's type, the byte after the pattern and the version). */
static gboolean
ogg_is_cut (AssaySource *source)
{
  guint64 size = assay_source_get_size (source);
  gsize n = (gsize) MIN (size, HEAD);
  g_autoptr (GBytes) head = assay_source_read (source, 0, MIN (n, 4), NULL);
  g_autoptr (GBytes) tail = assay_source_read (source, size - n, n, NULL);
  AssayReader reader;
  gboolean last = FALSE;

  if (head == NULL || tail == NULL)
    return FALSE;
  assay_reader_init_bytes (&reader, head, 0);
  if (!assay_reader_match (&reader, "OggS", 4))
    return FALSE;
  assay_reader_init_bytes (&reader, tail, 0);
  while (assay_reader_left (&reader) >= 6)
    if (assay_reader_match (&reader, "OggS\0", 5))
      last = (assay_reader_read_u8 (&reader) & 4) != 0;
    else
      assay_reader_skip (&reader, 1);
  return !last;
}

gboolean
assay_audio_whole_is_cut (const AssayAudioSound *sound, AssaySource *source, double seconds)
{
  /* Beside pictures a sound may be shorter than the file. */
  return assay_wave_missing (source) > 0 || ogg_is_cut (source)
         || (assay_decoder_get_n_streams (sound->decoder) == 1 && !sound->info->guessed
             && seconds < LEAST_SHARE * sound->info->duration);
}

gboolean
assay_audio_whole_check (const AssayAudioSound *sound,
                         AssaySource *source,
                         guint64 frames,
                         GError **error)
{
  double seconds = (double) frames / sound->info->rate;
  gboolean cut = assay_audio_whole_is_cut (sound, source, seconds);

  if (cut)
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                 _ ("The file is cut: its sound ends after %.1f s, before it should"), seconds);
  return !cut;
}
