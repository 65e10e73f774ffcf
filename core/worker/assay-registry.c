/* assay-registry.c: the tools that a worker program can run. Compiled once for each of the two
 * programs: ASSAY_WORKER_MEDIA is 1 where decoders are linked. */
#include "worker/assay-registry.h"

#include <string.h>

#include "integrity/assay-integrity.h"
#include "report-verify/assay-report-verify.h"
#include "wavemark/assay-series.h"
#if ASSAY_WORKER_MEDIA
#include "cipher/assay-cipher.h"
#include "media/assay-decode.h"
#include "replay/assay-replay.h"
#include "sound/assay-sound.h"
#include "videomark/assay-videomark.h"
#include "wavemark/assay-audio.h"
#include "worker/assay-view-info.h"
#define MEDIA_PREVIEW (&assay_decode_preview)
#else
/* A preview that is not here is asked for in assay-worker-media. */
#define MEDIA_PREVIEW NULL
#endif

/* Test tools at most: tests/tools has fewer. */
#define MOST_ADDED 32

/* One line a tool: its description, run function and preview. Ends with an empty one. */
static const AssayTool tools[] = {
  { &assay_integrity_info, assay_integrity_run, NULL },
  { &assay_metadata_info, assay_metadata_run, NULL },
  { &assay_structure_info, assay_structure_run, NULL },
  { &assay_image_info, assay_image_run, MEDIA_PREVIEW },
  { &assay_report_verify_info, assay_report_verify_run, NULL },
  { &assay_report_request_info, assay_report_request_run, NULL },
  { &assay_report_stamp_info, assay_report_stamp_run, NULL },
  { &assay_receipt_verify_info, assay_receipt_verify_run, NULL },
  { &assay_timestamp_verify_info, assay_timestamp_verify_run, NULL },
  { &assay_bag_verify_info, assay_bag_verify_run, NULL },
  { &assay_series_embed_info, assay_series_embed_run, NULL },
  { &assay_series_extract_info, assay_series_extract_run, NULL },
  { &assay_series_attack_info, assay_series_attack_run, NULL },
  { &assay_series_robustness_info, assay_series_robustness_run, NULL },
#if ASSAY_WORKER_MEDIA
  { &assay_replay_features_info, assay_replay_features_run, MEDIA_PREVIEW },
  { &assay_replay_examine_info, assay_replay_examine_run, MEDIA_PREVIEW },
  { &assay_audio_embed_info, assay_audio_embed_run, MEDIA_PREVIEW },
  { &assay_audio_extract_info, assay_audio_extract_run, MEDIA_PREVIEW },
  { &assay_video_embed_info, assay_video_embed_run, MEDIA_PREVIEW },
  { &assay_video_extract_info, assay_video_extract_run, MEDIA_PREVIEW },
  { &assay_audio_attack_info, assay_audio_attack_run, MEDIA_PREVIEW },
  { &assay_audio_robustness_info, assay_audio_robustness_run, NULL },
  { &assay_video_attack_info, assay_video_attack_run, MEDIA_PREVIEW },
  { &assay_video_robustness_info, assay_video_robustness_run, MEDIA_PREVIEW },
  { &assay_replay_spectrogram_info, assay_replay_spectrogram_run, MEDIA_PREVIEW },
  { &assay_replay_score_info, assay_replay_score_run, MEDIA_PREVIEW },
  { &assay_replay_evaluate_info, assay_replay_evaluate_run, NULL },
  { &assay_replay_train_info, assay_replay_train_run, NULL },
  { &assay_cipher_inspect_info, assay_cipher_inspect_run, MEDIA_PREVIEW },
  { &assay_cipher_encrypt_info, assay_cipher_encrypt_run, &assay_cipher_encrypt_preview },
  { &assay_cipher_back_info, NULL, &assay_cipher_back_preview },
  { &assay_cipher_decrypt_info, assay_cipher_decrypt_run, MEDIA_PREVIEW },
  { &assay_view_info, NULL, MEDIA_PREVIEW },
  { &assay_sound_info, NULL, &assay_sound_preview },
#endif
  { 0 },
};

/* Written by test workers before any job, else empty. */
static const AssayTool *added[MOST_ADDED];
static guint n_added;

const AssayTool *
assay_registry_find (const char *id)
{
  for (const AssayTool *tool = tools; tool->info != NULL; tool++)
    if (strcmp (tool->info->id, id) == 0)
      return tool;
  for (guint i = 0; i < n_added; i++)
    if (strcmp (added[i]->info->id, id) == 0)
      return added[i];
  return NULL;
}

void
assay_registry_add (const AssayTool *tool)
{
  g_return_if_fail (n_added < MOST_ADDED);
  added[n_added++] = tool;
}
