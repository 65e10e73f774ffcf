/* assay-cipher-encrypt.c: the tool `cipher.encrypt`. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cipher/assay-cipher-beside.h"
#include "cipher/assay-cipher-classes.h"
#include "cipher/assay-cipher-damage.h"
#include "cipher/assay-cipher-distance.h"
#include "cipher/assay-cipher-error.h"
#include "cipher/assay-cipher-findings.h"
#include "cipher/assay-cipher-options.h"
#include "cipher/assay-cipher-space-plots.h"
#include "cipher/assay-cipher-transcode.h"
#include "cipher/assay-cipher.h"
#include "media/assay-decode.h"

/* Of the progress, where other video is made HEVC first. */
#define TRANSCODING 0.7

typedef enum
{
  STEP_ENCRYPT,
  STEP_PLACES,   /* of what is damaged or missing */
  STEP_PICTURES, /* what they look like without the key */
  STEP_KEYS,     /* how far two keys lie apart */
  N_STEPS
} Step;

/* Where steps begin and end, as shares of what follows the making of HEVC. */
static void
begin_step (AssayCipherPass *pass, AssayToolJob *job, Step step)
{
  static const double bounds[2][N_STEPS + 1] = { { 0, 0.9, 1, 1, 1 }, { 0, 0.25, 0.3, 0.6, 1 } };
  const double *at
      = bounds[assay_parameters_get_bool (assay_tool_job_get_parameters (job), "measure") ? 1 : 0];
  double made = pass->source == assay_tool_job_get_input (job, 0)->source ? 0 : TRANSCODING;

  assay_cipher_pass_begin_part (pass, job, made + (1 - made) * at[step],
                                made + (1 - made) * at[step + 1]);
}

static guint64
sum (const guint64 *values)
{
  guint64 total = 0;

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    total += values[i];
  return total;
}

static void
add_space (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  AssayCipherSpace *space = pass->space;
  guint64 total = sum (pass->outcome.count.bits);

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      g_autofree char *name = g_strconcat ("es_", assay_cipher_class_id (i), NULL);

      space->bits[i] = pass->outcome.count.bits[i];
      assay_result_builder_metric (
          builder, name, assay_cipher_share (pass->outcome.count.bits[i], pass->stream_bytes));
    }
  assay_result_builder_metric (builder, "es_percent",
                               assay_cipher_share (total, pass->stream_bytes));
  /* Without a key stream the space is what could be encrypted; nothing is. */
  assay_result_builder_metric (builder, "encrypted_bits",
                               pass->header.generator == ASSAY_GENERATOR_NULL ? 0 : (double) total);
  assay_result_builder_metric (builder, "flipped",
                               100.0 * (double) sum (pass->outcome.count.flipped)
                                   / (double) MAX (total, 1));
  assay_result_builder_table (builder, assay_cipher_space_to_table (space, pass->stream_bytes));
  assay_result_builder_plot (builder, assay_cipher_space_plot_classes (space, pass->stream_bytes));
}

/* What of each rectangle was encrypted. */
static AssayTable *
make_region_table (const AssayCipherPass *pass)
{
  static const AssayColumn columns[] = {
    { "region", N_ ("Region"), ASSAY_COLUMN_INT, "", 0 },
    { "pictures", N_ ("Pictures"), ASSAY_COLUMN_INT, "", 0 },
    { "key_frames", N_ ("Key frames"), ASSAY_COLUMN_INT, "", 0 },
    { "units", N_ ("Coding tree units"), ASSAY_COLUMN_INT, "", 0 },
    { "bits", N_ ("Their bits"), ASSAY_COLUMN_INT, "", 0 },
    { "encrypted", N_ ("Encrypted bits"), ASSAY_COLUMN_INT, "", 0 },
    { "share", N_ ("Encryption space of the region"), ASSAY_COLUMN_REAL, "%", 3 },
  };
  AssayTableBuilder *builder = assay_table_builder_new ("regions", N_ ("Encrypted regions"),
                                                        columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < pass->header.regions.n_tracks; i++)
    {
      const AssayCipherRegionCount *count = &pass->outcome.count.regions[i];

      assay_table_builder_int (builder, i + 1);
      assay_table_builder_int (builder, (gint64) count->pictures);
      assay_table_builder_int (builder, pass->header.regions.tracks[i].n_keys);
      assay_table_builder_int (builder, (gint64) count->units);
      assay_table_builder_int (builder, (gint64) count->bits);
      assay_table_builder_int (builder, (gint64) count->encrypted);
      assay_table_builder_real (builder,
                                100.0 * (double) count->encrypted / (double) MAX (count->bits, 1));
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

static void
add_figures (AssayResultBuilder *builder,
             const AssayCipherPass *pass,
             const AssayCipherMeasure *pictures,
             const AssayCipherSensitivity *keys)
{
  const AssayCipherCount *count = &pass->outcome.count;
  double share = assay_cipher_share (sum (count->bits), pass->stream_bytes);
  /* Without any, or of pictures that are encrypted as a whole after a region, none. */
  guint64 bits = 0;
  guint64 encrypted = 0;

  for (guint i = 0; i < pass->header.regions.n_tracks; i++)
    {
      bits += count->regions[i].bits;
      encrypted += count->regions[i].encrypted;
    }
  if (bits > 0)
    share = 100.0 * (double) encrypted / (double) bits;
  assay_result_builder_table (builder, assay_cipher_distance_to_table (count, pictures, keys));
  assay_result_builder_table (builder, assay_cipher_article_to_table (share, bits > 0, pictures));
}

/* Of a rectangle the rest is meant to be seen. */
static void
note_recognisable (AssayResultBuilder *builder,
                   const AssayCipherPass *pass,
                   const AssayCipherMeasure *pictures)
{
  double n = pictures != NULL ? (double) MAX (pictures->pictures, 1) : (double) NAN;

  if (pass->header.generator != ASSAY_GENERATOR_NULL && pass->header.regions.n_tracks == 0)
    assay_cipher_note_recognisable (
        builder, pass->header.elements,
        assay_cipher_share (sum (pass->outcome.count.bits), pass->stream_bytes),
        pictures != NULL ? pictures->psnr / n : n, pictures != NULL ? pictures->ssim / n : n);
}

/* What the pictures look like without the key. */
static gboolean
measure (AssayToolJob *job, AssayCipherPass *pass, AssayResultBuilder *builder, GError **error)
{
  AssayCipherMeasure pictures;
  AssayCipherSensitivity keys;
  double n;

  if (!assay_parameters_get_bool (assay_tool_job_get_parameters (job), "measure"))
    {
      assay_result_builder_plot (builder, assay_cipher_space_plot_shown (pass->space, NULL, NULL));
      add_figures (builder, pass, NULL, NULL);
      note_recognisable (builder, pass, NULL);
      return TRUE;
    }
  begin_step (pass, job, STEP_PICTURES);
  if (!assay_cipher_measure (&pictures, job, pass, builder, error))
    return FALSE;
  begin_step (pass, job, STEP_KEYS);
  if (!assay_cipher_sensitivity_measure (&keys, pass, job, error))
    return FALSE;
  n = (double) MAX (keys.luma.pictures, 1);
  assay_result_builder_metric (builder, "key_bits",
                               100.0 * (double) keys.unlike / (double) MAX (keys.bits, 1));
  assay_result_builder_metric (builder, "key_psnr", keys.luma.psnr / n);
  assay_result_builder_metric (builder, "key_hd", keys.luma.hd / n);
  add_figures (builder, pass, &pictures, &keys);
  note_recognisable (builder, pass, &pictures);
  return TRUE;
}

/* Of the coding tree units, in %. Those of slice segments that cannot be read are not known one by
 * one: then all pictures are taken to be as large as the largest. */
static double
share_encrypted (const AssayCipherPass *pass)
{
  const AssayCipherCount *count = &pass->outcome.count;
  guint64 units = count->units;

  if (pass->header.generator == ASSAY_GENERATOR_NULL)
    return 0;
  if (pass->outcome.n_damaged > 0)
    units = MAX (units, pass->outcome.pictures * count->picture_units);
  return 100.0 * (double) count->units_encrypted / (double) MAX (units, 1);
}

static void
add_sizes (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  const AssayCipherOutcome *outcome = &pass->outcome;

  assay_result_builder_metric (builder, "size_before", (double) pass->size_before);
  assay_result_builder_metric (builder, "size_after", (double) pass->size_after);
  assay_result_builder_metric (builder, "escapes",
                               (double) outcome->count.escapes_after
                                   - (double) outcome->count.escapes_before);
  assay_result_builder_metric (builder, "pictures", (double) outcome->pictures);
  assay_result_builder_metric (builder, "segments", (double) outcome->count.segments);
  assay_result_builder_metric (builder, "passed", (double) outcome->passed);
  if (outcome->passed > 0)
    assay_result_builder_metric (
        builder, "passed_percent",
        assay_cipher_share (8 * outcome->passed_bytes, pass->stream_bytes));
  assay_result_builder_metric (builder, "damaged", (double) outcome->n_damaged);
  assay_result_builder_metric (builder, "units_encrypted", share_encrypted (pass));
}

/* What is there only with some settings. */
static void
add_choices (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  const AssayCipherOutcome *outcome = &pass->outcome;

  if (pass->header.sound)
    assay_result_builder_metric (builder, "sound_bytes", (double) pass->sound_bytes);
  if (pass->header.hash_sei == ASSAY_HASH_SEI_REWRITE)
    {
      assay_result_builder_metric (builder, "hashes_rewritten", (double) outcome->hashes.replaced);
      assay_result_builder_metric (builder, "hashes_left", (double) outcome->hashes.left);
    }
  if (pass->header.hash_sei == ASSAY_HASH_SEI_STRIP)
    assay_result_builder_metric (builder, "hashes_removed", (double) outcome->removed);
  if (pass->header.regions.n_tracks > 0)
    assay_result_builder_table (builder, make_region_table (pass));
}

/* How many streams of sound stand beside the video; byte streams have none. */
static guint
count_sounds (const AssayCipherPass *pass, AssayToolJob *job)
{
  g_autoptr (AssayDecoder) decoder = NULL;
  guint n = 0;

  if (g_str_equal (pass->container, "hevc"))
    return 0;
  decoder = assay_decoder_new (pass->source, 1, assay_tool_job_get_cancellable (job), NULL);
  for (guint i = 0; decoder != NULL && i < assay_decoder_get_n_streams (decoder); i++)
    n += assay_decoder_get_stream (decoder, i)->kind == ASSAY_STREAM_AUDIO ? 1 : 0;
  return n;
}

/* Streams, records and boxes that the new file has not: (transfer full): "" without any. */
static char *
find_missing (const AssayCipherPass *pass,
              const AssayCipherTranscoded *made,
              guint *n,
              AssayToolJob *job)
{
  g_autoptr (AssayInspection) inspection = assay_inspect (
      assay_tool_job_get_input (job, 0)->source, "", assay_tool_job_get_cancellable (job), NULL);
  g_autofree char *boxes = NULL;
  char *names[4] = { NULL };
  guint filled = 0;

  *n = pass->left_out + made->left_out;
  if (inspection != NULL)
    boxes = assay_cipher_beside_find_boxes (inspection, n);
  if (made->missing != NULL)
    names[filled++] = made->missing;
  if (pass->missing != NULL)
    names[filled++] = pass->missing;
  if (boxes != NULL)
    names[filled++] = boxes;
  return g_strjoinv (", ", names);
}

static void
note_videos (AssayResultBuilder *builder, const AssayCipherPass *pass)
{
  g_autofree char *described = assay_cipher_others_name (&pass->others);

  assay_cipher_note_videos (
      builder, pass->n_other_videos - assay_cipher_others_count (&pass->others), described);
}

/* What others still see and hear, and what the new file lacks. */
static void
add_findings (AssayResultBuilder *builder,
              const AssayCipherPass *pass,
              const AssayCipherTranscoded *made,
              gboolean weak,
              AssayToolJob *job)
{
  const AssayCipherOutcome *outcome = &pass->outcome;
  gboolean null = pass->header.generator == ASSAY_GENERATOR_NULL;
  guint sounds = null || pass->header.sound ? 0 : count_sounds (pass, job);
  guint left_out;
  g_autofree char *missing = find_missing (pass, made, &left_out, job);

  if (null)
    assay_cipher_note (builder, "CIP-05", TRUE);
  if (!null && weak)
    assay_cipher_note (builder, "CIP-02", TRUE);
  if (pass->header.generator == ASSAY_GENERATOR_CHAOS)
    assay_cipher_note (builder, "CIP-04", TRUE);
  if (!null && pass->header.regions.n_tracks > 0)
    assay_cipher_note (builder, "CIP-06", outcome->late);
  if (!null)
    assay_cipher_note_layers (builder, outcome->passed_layers, outcome->passed,
                              outcome->passed_bytes, pass->stream_bytes);
  if (!null)
    note_videos (builder, pass);
  if (pass->header.sound && pass->sound_bytes == 0)
    assay_cipher_note (builder, "CIP-16", FALSE);
  assay_cipher_note_loss (builder, &pass->loss);
  assay_cipher_note_edits (builder, &pass->edits, made->done);
  assay_cipher_note_times (builder, &pass->times);
  if (sounds > 0)
    assay_cipher_note_count (builder, "CIP-03", "cipher.sounds", sounds);
  if (!null && pass->fields != NULL && *pass->fields != '\0')
    assay_cipher_note_text (builder, "CIP-20", "cipher.readable", pass->fields);
  if (!null)
    assay_cipher_note_beside (builder, pass->beside, outcome->messages);
  if (made->done)
    assay_cipher_note_made (builder, made->codec, pass->container, left_out > 0 ? missing : NULL,
                            made->corrupt);
  else if (left_out > 0)
    assay_cipher_note_text (builder, "CIP-08", "cipher.left_out", missing);
  assay_result_builder_answer (builder, "container", pass->container);
  if (made->done)
    {
      assay_result_builder_answer (builder, "transcoded", "libx265");
      assay_result_builder_metric (builder, "size_encoded", (double) made->size);
    }
  if (left_out > 0)
    assay_result_builder_metric (builder, "left_out", left_out);
}

static AssayResult *
make_result (AssayToolJob *job,
             AssayCipherPass *pass,
             const AssayCipherTranscoded *made,
             gboolean weak,
             GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_cipher_encrypt_info);

  add_space (builder, pass);
  add_sizes (builder, pass);
  add_choices (builder, pass);
  add_findings (builder, pass, made, weak, job);
  begin_step (pass, job, STEP_PLACES);
  if (!assay_cipher_damage_report (builder, pass, job, error)
      || !measure (job, pass, builder, error))
    {
      assay_result_builder_free (builder);
      return NULL;
    }
  return assay_result_builder_end (builder, error);
}

/* The first region that holds blocks, of which no bit is encrypted; -1 without one. With the whole
 * picture after it, later pictures count for no region. */
static gint
find_clear_region (const AssayCipherPass *pass)
{
  const AssayCipherCount *count = &pass->outcome.count;

  for (guint i = 0; i < pass->header.regions.n_tracks && count->units > 0; i++)
    if (sum (count->bits) == 0
        || (count->regions[i].units > 0 && count->regions[i].encrypted == 0
            && !pass->header.regions.whole_after))
      return (gint) i;
  return -1;
}

/* Who asked for a part to be hidden must not get a video in which nothing is. */
static gboolean
check_hidden (const AssayCipherPass *pass, GError **error)
{
  gint clear;

  for (guint i = 0; i < pass->header.regions.n_tracks; i++)
    if (pass->outcome.count.regions[i].pictures == 0
        || (pass->outcome.count.units_encrypted == 0 && pass->outcome.count.units > 0))
      {
        g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                     _ ("Nothing of the video is within region %u"), i + 1);
        return FALSE;
      }
  if (pass->header.generator == ASSAY_GENERATOR_NULL)
    return TRUE;
  clear = find_clear_region (pass);
  if (clear >= 0)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("Nothing would be hidden in region %d: in its time its pictures only repeat "
                      "what was there before, in the clear. Let it begin at 0 s"),
                   clear + 1);
      return FALSE;
    }
  if (sum (pass->outcome.count.bits) > 0)
    return TRUE;
  if (pass->outcome.count.units == 0
      && (pass->outcome.n_damaged > 0 || pass->outcome.pictures == 0))
    g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                         _ ("No picture of the video can be read, so nothing of it would be "
                            "encrypted: it is damaged"));
  else
    g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                         _ ("Nothing of the video would be encrypted with these settings"));
  return FALSE;
}

/* What encrypts nothing needs no key. */
static GBytes *
read_secret (AssayToolJob *job, gboolean *key_file, GError **error)
{
  static const char nothing[] = "nothing is encrypted";
  AssayParameters *parameters = assay_tool_job_get_parameters (job);

  *key_file = FALSE;
  if (g_str_equal (assay_parameters_get_text (parameters, "generator"), "null")
      && assay_parameters_is_empty (parameters, "key")
      && assay_parameters_is_empty (parameters, "key_file"))
    return g_bytes_new_static (nothing, sizeof nothing - 1);
  return assay_cipher_options_secret (job, key_file, error);
}

/* Whoever has the original would have the key, and whoever deletes it no key any more. */
static gboolean
check_key_file (AssayToolJob *job, GBytes *secret, gboolean key_file, GError **error)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  g_autoptr (GBytes) input = NULL;

  if (!key_file || g_bytes_get_size (secret) != assay_source_get_size (source))
    return TRUE;
  input = assay_source_read (source, 0, g_bytes_get_size (secret), error);
  if (input == NULL || !g_bytes_equal (input, secret))
    return input != NULL;
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("The key file is the video itself: whoever has the one has the other"));
  return FALSE;
}

AssayResult *
assay_cipher_encrypt_run (AssayToolJob *job, GError **error)
{
  g_auto (AssayCipherPass) pass = { .way = ASSAY_CIPHER_ENCRYPT, .output = "encrypted" };
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_auto (AssayCipherTranscoded) made = { 0 };
  g_autoptr (AssayCipherSpace) space = NULL;
  g_autoptr (GBytes) secret = NULL;
  g_autoptr (AssayProgress) progress = NULL;
  gboolean key_file;

  secret = read_secret (job, &key_file, error);
  if (secret == NULL || !check_key_file (job, secret, key_file, error))
    return NULL;
  pass.keep_damaged = g_str_equal (assay_parameters_get_text (parameters, "damaged"), "keep");
  if ((!pass.keep_damaged && !assay_cipher_pass_check_whole (job, error))
      || !assay_cipher_pass_find_edits (&pass, job, error))
    return NULL;
  progress = assay_progress_sub (assay_tool_job_get_progress (job), 0, TRANSCODING);
  pass.source = assay_cipher_transcode (job, &made, progress, error);
  pass.keep_others = g_str_equal (assay_parameters_get_text (parameters, "others"), "keep");
  if (pass.source == NULL
      || !assay_cipher_options_read (&pass.header, pass.source, secret, job, error)
      || !assay_cipher_keys_derive (&pass.keys, secret, &pass.header.kdf, pass.header.nonce, error))
    return NULL;
  space = assay_cipher_space_new ((AssayCipherMode) pass.header.mode);
  pass.space = space;
  begin_step (&pass, job, STEP_ENCRYPT);
  if (!assay_cipher_pass_run (&pass, job, error) || !check_hidden (&pass, error))
    return NULL;
  return make_result (job, &pass, &made, assay_cipher_secret_is_weak (secret, key_file), error);
}
