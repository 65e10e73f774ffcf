/* assay-audio-whole.c: what a file says about its length against what there is. */
#include "wavemark/assay-audio-whole.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-sound-whole.h"
#include "media/assay-wave-length.h"

#define LEAST_SHARE 0.9

gboolean
assay_audio_whole_is_cut (const AssayAudioSound *sound, AssaySource *source, double seconds)
{
  /* Beside pictures a sound may be shorter than the file. */
  return assay_wave_missing (source) > 0 || assay_sound_whole_is_open_ogg (source)
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

void
assay_audio_whole_tell_cut (double seconds, AssayResultBuilder *result)
{
  AssayFindingBuilder *finding = assay_finding_builder_new ("MRK-09", ASSAY_SEVERITY_ATTENTION);

  assay_finding_builder_real (finding, "mark.seconds", seconds, 1, "s");
  assay_result_builder_finding (result, assay_finding_builder_end (finding));
}
