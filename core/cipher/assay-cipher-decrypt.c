/* assay-cipher-decrypt.c: the tool `cipher.decrypt`. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-cipher-damage.h"
#include "cipher/assay-cipher-find.h"
#include "cipher/assay-cipher-findings.h"
#include "cipher/assay-cipher-options.h"
#include "cipher/assay-cipher-pass.h"
#include "cipher/assay-cipher.h"

/* Of the progress; the rest is for the places of what is not as it was. */
#define RUNNING 0.9

/* "yes": every byte is as it was, as far as the seal covers them; "pictures": all of them, in
 * another packing or without their hashes. */
static const char *
name_complete (const AssayCipherPass *pass)
{
  AssayCipherState state = pass->outcome.state;

  if ((state != ASSAY_CIPHER_WHOLE && state != ASSAY_CIPHER_REPACKED) || pass->sound_altered
      || pass->loss.lost || assay_cipher_others_count (&pass->others) > 0)
    return "no";
  return state == ASSAY_CIPHER_REPACKED || pass->header.hash_sei == ASSAY_HASH_SEI_STRIP
             ? "pictures"
             : "yes";
}

/* Further videos that are encrypted too, each for itself: they were copied as they are. */
static void
note_others (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  g_autofree char *streams = assay_cipher_others_name (&pass->others);

  if (*streams != '\0')
    assay_cipher_note_text (builder, "CIP-26", "cipher.scrambled", streams);
}

static AssayResult *
make_result (const AssayCipherPass *pass, AssayToolJob *job, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_cipher_decrypt_info);
  guint64 bits = 0;

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    bits += pass->outcome.count.bits[i];
  assay_result_builder_metric (builder, "decrypted_bits", (double) bits);
  assay_result_builder_metric (builder, "size_before", (double) pass->size_before);
  assay_result_builder_metric (builder, "size_after", (double) pass->size_after);
  assay_result_builder_metric (builder, "pictures", (double) pass->outcome.pictures);
  assay_result_builder_metric (builder, "segments", (double) pass->outcome.count.segments);
  assay_result_builder_metric (builder, "damaged", (double) pass->outcome.n_damaged);
  if (pass->header.sound)
    {
      assay_result_builder_metric (builder, "sound_bytes", (double) pass->sound_bytes);
      assay_result_builder_answer (builder, "sound", pass->sound_altered ? "altered" : "whole");
    }
  if (pass->left_out > 0)
    assay_result_builder_metric (builder, "left_out", pass->left_out);
  if (pass->header.hash_sei == ASSAY_HASH_SEI_STRIP)
    {
      assay_result_builder_answer (builder, "picture_hashes", "removed");
      assay_cipher_note (builder, "CIP-21", FALSE);
    }
  assay_result_builder_answer (builder, "seal", assay_cipher_damage_state (pass->outcome.state));
  assay_result_builder_answer (builder, "complete", name_complete (pass));
  note_others (builder, pass);
  assay_cipher_note_loss (builder, &pass->loss);
  assay_cipher_note_edits (builder, &pass->edits, FALSE);
  assay_cipher_note_times (builder, &pass->times);
  if (!assay_cipher_damage_report (builder, pass, job, error))
    {
      assay_result_builder_free (builder);
      return NULL;
    }
  return assay_result_builder_end (builder, error);
}

/* Of old versions the passphrase's bytes counted: another keyboard types the same text as others.
 */
static gboolean
derive_keys (AssayCipherPass *pass, GBytes *secret, const AssayHevcNal *nal, GError **error)
{
  AssayCipherKdf *kdf = &pass->header.kdf;
  gboolean old = !kdf->key_file && kdf->text == ASSAY_CIPHER_TEXT_TYPED;
  GError *failure = NULL;

  do
    {
      if (kdf->text != ASSAY_CIPHER_TEXT_TYPED && old
          && !assay_cipher_secret_differs (secret, kdf->text))
        continue;
      g_clear_error (&failure);
      if (assay_cipher_keys_derive (&pass->keys, secret, kdf, pass->header.nonce, &failure)
          && assay_cipher_header_check (nal, &pass->keys, &failure))
        return TRUE;
    }
  while (old && g_error_matches (failure, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY)
         && ++kdf->text < ASSAY_CIPHER_N_TEXTS);
  g_propagate_error (error, failure);
  return FALSE;
}

/* The stream's own description, believed only after the key has proved it. */
static gboolean
read_header (AssayCipherPass *pass, AssayToolJob *job, GError **error)
{
  g_autoptr (GBytes) secret = NULL;
  g_autoptr (GBytes) unit = NULL;
  gboolean key_file;
  AssayHevcNal nal;
  const guint8 *data;
  gsize size;

  if (!assay_cipher_find_header (job, pass->keep_damaged, &unit, error))
    return FALSE;
  data = g_bytes_get_data (unit, &size);
  if (!assay_hevc_nal_read (data, size, &nal)
      || !assay_cipher_header_read (&pass->header, &nal, error))
    return FALSE;
  secret = assay_cipher_options_secret (job, &key_file, error);
  if (secret == NULL)
    return FALSE;
  /* A passphrase where a key file was used, or the reverse, is a wrong key. */
  pass->header.kdf.key_file = key_file;
  return derive_keys (pass, secret, &nal, error);
}

/* Of a video without its beginning, or with a damaged one, the seal may hold the description too.
 */
static gboolean
find_keys (AssayCipherPass *pass, AssayToolJob *job, GError **error)
{
  g_autoptr (GBytes) secret = NULL;
  g_autoptr (GError) failure = NULL;
  GError *other = NULL;
  gboolean key_file;

  if (read_header (pass, job, &failure))
    return TRUE;
  if (pass->keep_damaged && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      secret = assay_cipher_options_secret (job, &key_file, &other);
      if (secret != NULL
          && assay_cipher_find_keys (job, secret, key_file, &pass->header, &pass->keys, &other))
        {
          pass->from_seal = TRUE;
          return TRUE;
        }
    }
  if (!pass->keep_damaged
      && g_error_matches (failure, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED))
    {
      g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
                   _ ("%s; with “damaged” set to “keep” a copy of it at the end is looked for"),
                   failure->message);
      return FALSE;
    }
  g_propagate_error (error, other != NULL ? other : g_steal_pointer (&failure));
  return FALSE;
}

AssayResult *
assay_cipher_decrypt_run (AssayToolJob *job, GError **error)
{
  g_auto (AssayCipherPass) pass = { .way = ASSAY_CIPHER_DECRYPT, .output = "decrypted" };
  AssayParameters *parameters = assay_tool_job_get_parameters (job);

  pass.source = assay_source_ref (assay_tool_job_get_input (job, 0)->source);
  pass.keep_damaged = g_str_equal (assay_parameters_get_text (parameters, "damaged"), "keep");
  pass.keep_others = g_str_equal (assay_parameters_get_text (parameters, "others"), "keep");
  if ((!pass.keep_damaged && !assay_cipher_pass_check_whole (job, error))
      || !assay_cipher_pass_find_edits (&pass, job, error))
    return NULL;
  assay_cipher_pass_begin_part (&pass, job, 0, RUNNING);
  if (!find_keys (&pass, job, error) || !assay_cipher_pass_run (&pass, job, error))
    return NULL;
  assay_cipher_pass_begin_part (&pass, job, RUNNING, 1);
  return make_result (&pass, job, error);
}
