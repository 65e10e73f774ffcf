/* assay-tool-list.c: the descriptions of all tools, in the order in which people see them. */
#include "worker/assay-tool-list.h"

#include <string.h>

#include "cipher/assay-cipher-info.h"
#include "integrity/assay-integrity-info.h"
#include "replay/assay-replay-info.h"
#include "report-verify/assay-report-verify-info.h"
#include "videomark/assay-videomark-info.h"
#include "wavemark/assay-wavemark-info.h"
#include "worker/assay-tool-list-private.h"

/* Test tools at most: tests/tools has fewer. */
#define MOST_ADDED 32

/* One line a tool, ends with NULL; kept so, that two tools added at once do not meet. */
/* clang-format off */
static const AssayToolInfo *const infos[] = {
  &assay_integrity_info,
  &assay_metadata_info,
  &assay_structure_info,
  &assay_image_info,
  &assay_report_verify_info,
  &assay_report_request_info,
  &assay_report_stamp_info,
  &assay_receipt_verify_info,
  &assay_timestamp_verify_info,
  &assay_bag_verify_info,
  &assay_replay_score_info,
  &assay_replay_examine_info,
  &assay_replay_features_info,
  &assay_replay_spectrogram_info,
  &assay_replay_evaluate_info,
  &assay_replay_train_info,
  &assay_series_embed_info,
  &assay_series_extract_info,
  &assay_series_attack_info,
  &assay_series_robustness_info,
  &assay_audio_embed_info,
  &assay_audio_extract_info,
  &assay_audio_attack_info,
  &assay_audio_robustness_info,
  &assay_video_embed_info,
  &assay_video_extract_info,
  &assay_video_attack_info,
  &assay_video_robustness_info,
  &assay_cipher_inspect_info,
  &assay_cipher_encrypt_info,
  &assay_cipher_decrypt_info,
  NULL,
};
/* clang-format on */

/* Written by test programs before they start, else empty. */
static const AssayToolInfo *added[MOST_ADDED];
static guint n_added;

guint
assay_tool_list_get_n (void)
{
  return (guint) G_N_ELEMENTS (infos) - 1 + n_added;
}

const AssayToolInfo *
assay_tool_list_get (guint index)
{
  guint n = (guint) G_N_ELEMENTS (infos) - 1;

  g_return_val_if_fail (index < n + n_added, NULL);
  return index < n ? infos[index] : added[index - n];
}

const AssayToolInfo *
assay_tool_list_find (const char *id)
{
  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    if (strcmp (assay_tool_list_get (i)->id, id) == 0)
      return assay_tool_list_get (i);
  return NULL;
}

void
assay_tool_list_add (const AssayToolInfo *info)
{
  g_return_if_fail (n_added < MOST_ADDED);
  added[n_added++] = info;
}
