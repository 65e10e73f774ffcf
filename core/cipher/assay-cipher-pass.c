/* assay-cipher-pass.c: where units come from and where they go. */
#include "cipher/assay-cipher-pass-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/stat.h>

#include "cipher/assay-hevc-annexb.h"
#include "cipher/assay-hevc-stream.h"
#include "media/assay-format.h"

void
assay_cipher_run_clear (AssayCipherRun *run)
{
  g_clear_pointer (&run->session, assay_cipher_session_free);
  g_clear_pointer (&run->output, assay_cipher_output_free);
  g_clear_pointer (&run->before, assay_cipher_pictures_free);
  g_clear_pointer (&run->after, assay_cipher_pictures_free);
  g_clear_pointer (&run->sound, assay_cipher_sound_free);
}

void
assay_cipher_pass_clear (AssayCipherPass *self)
{
  g_clear_pointer (&self->progress, assay_progress_unref);
  assay_cipher_keys_clear (&self->keys);
  g_clear_pointer (&self->source, assay_source_unref);
  g_clear_pointer (&self->outcome.damage, g_array_unref);
  g_clear_pointer (&self->outcome.gaps, g_array_unref);
  g_clear_pointer (&self->outcome.shown.orders, g_array_unref);
  g_clear_pointer (&self->missing, g_free);
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->beside, g_free);
}

gboolean
assay_cipher_pass_check_container (AssayCipherPass *self,
                                   AssayToolJob *job,
                                   const char *container,
                                   GError **error)
{
  const char *asked = assay_parameters_get_text (assay_tool_job_get_parameters (job), "container");
  gboolean family = g_str_has_prefix (container, "mp4") || g_str_has_prefix (container, "mov");

  self->container = container;
  if (g_str_equal (asked, "auto") || g_str_equal (asked, container)
      || (family && (g_str_equal (asked, "mp4") || g_str_equal (asked, "mov")))
      || (g_str_equal (asked, "mkv") && g_str_equal (container, "matroska")))
    return TRUE;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("What is written is of the kind “%s”, as the video is; a name or setting that "
                  "says “%s” would mislead"),
               container, asked);
  return FALSE;
}

gboolean
assay_cipher_run_push (AssayCipherRun *run,
                       const guint8 *gap,
                       gsize gap_size,
                       const guint8 *nal,
                       gsize size,
                       GError **error)
{
  return (run->before == NULL || assay_cipher_pictures_take (run->before, nal, size, error))
         && assay_cipher_session_push (run->session, gap, gap_size, nal, size, error)
         && (run->beside == NULL
             || assay_cipher_run_push (run->beside, gap, gap_size, nal, size, error));
}

gboolean
assay_cipher_run_flush (AssayCipherRun *run, GError **error)
{
  return assay_cipher_session_flush (run->session, error)
         && (run->beside == NULL || assay_cipher_run_flush (run->beside, error));
}

gboolean
assay_cipher_run_end (AssayCipherRun *run, GError **error)
{
  return assay_cipher_session_end (run->session, error)
         && (run->beside == NULL || assay_cipher_run_end (run->beside, error));
}

/* A unit that would be written. */
/* Of the progress, where the pictures' hashes are computed anew: both videos are decoded first. */
#define DECODING 0.7
/* And where sound is encrypted: it is read once before. */
#define DIGESTING 0.1

static gboolean
decode_unit (const guint8 *gap,
             gsize gap_size,
             const guint8 *nal,
             gsize size,
             gpointer place,
             gpointer user_data,
             GError **error)
{
  AssayCipherRun *run = user_data;

  return assay_cipher_pictures_take (run->after, nal, size, error);
}

static gboolean
write_bytes (const guint8 *gap,
             gsize gap_size,
             const guint8 *nal,
             gsize size,
             gpointer place,
             gpointer user_data,
             GError **error)
{
  AssayCipherRun *run = user_data;

  return assay_cipher_output_write (run->output, gap, gap_size, error)
         && assay_cipher_output_write (run->output, nal, size, error);
}

/* Copies what stands between units, whatever its length. */
static gboolean
copy_source (AssayCipherRun *run, AssaySource *source, guint64 from, guint64 to, GError **error)
{
  guint8 block[4096];

  while (from < to)
    {
      gsize want = (gsize) MIN (to - from, sizeof block);
      gssize got = assay_source_read_into (source, from, block, want, error);

      if (got <= 0 || !assay_cipher_output_write (run->output, block, (gsize) got, error))
        return FALSE;
      from += (guint64) got;
    }
  return TRUE;
}

static gboolean
read_gap (AssaySource *source, guint64 from, guint64 to, GByteArray *gap, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const guint8 *data;

  g_byte_array_set_size (gap, 0);
  bytes = assay_source_read (source, from, (gsize) MIN (to - from, G_MAXUINT32), error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  g_byte_array_append (gap, data, (guint) size);
  return TRUE;
}

/* Zeros behind the last unit. */
static gboolean
note_rest (AssayCipherRun *run, AssaySource *source, guint64 from, guint64 to, GError **error)
{
  guint8 block[4096];

  while (from < to)
    {
      gssize got = assay_source_read_into (source, from, block,
                                           (gsize) MIN (to - from, sizeof block), error);

      if (got <= 0)
        return FALSE;
      for (AssayCipherRun *at = run; at != NULL; at = at->beside)
        assay_cipher_session_beside (at->session, block, (gsize) got);
      from += (guint64) got;
    }
  return TRUE;
}

static gboolean
run_bytes (AssayCipherRun *run, AssaySource *source, AssayProgress *progress, GError **error)
{
  g_autoptr (AssayHevcAnnexb) units = assay_hevc_annexb_new (source);
  g_autoptr (GByteArray) gap = g_byte_array_new ();
  guint64 total = assay_source_get_size (source);
  guint64 last = 0;
  const guint8 *data;
  gsize size;
  guint64 position;
  GError *failure = NULL;

  while (assay_hevc_annexb_next (units, &data, &size, &position, &failure))
    {
      if (!read_gap (source, last, position, gap, error)
          || !assay_cipher_run_push (run, gap->data, gap->len, data, size, error))
        return FALSE;
      last = position + size;
      assay_progress_set_count (progress, last, total, N_ ("Working through the video"));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!note_rest (run, source, last, total, error) || !assay_cipher_run_end (run, error))
    return FALSE;
  return run->output == NULL
         || (copy_source (run, source, last, total, error)
             && assay_cipher_output_flush (run->output, error));
}

static gboolean
is_bytes (AssaySource *source)
{
  return strcmp (assay_format_sniff (source)->id, "hevc") == 0;
}

static void
take_results (AssayCipherPass *self, AssayCipherRun *run, AssayToolJob *job)
{
  struct stat status;

  self->outcome = *assay_cipher_session_get_outcome (run->session);
  g_array_ref (self->outcome.damage);
  g_array_ref (self->outcome.gaps);
  g_array_ref (self->outcome.shown.orders);
  self->size_before = assay_source_get_size (assay_tool_job_get_input (job, 0)->source);
  if (run->sound != NULL)
    self->sound_bytes = assay_cipher_sound_get_bytes (run->sound);
  self->stream_bytes
      = run->packet_bytes > 0 ? run->packet_bytes : assay_source_get_size (self->source);
  if (fstat (assay_tool_job_get_output (job, self->output), &status) == 0)
    self->size_after = (guint64) status.st_size;
}

static AssayCipherSetup
make_setup (AssayCipherPass *self, AssayCipherRun *run, AssayToolJob *job)
{
  gboolean bytes = is_bytes (self->source);

  return (AssayCipherSetup){ .way = self->way,
                             .header = &self->header,
                             .keys = &self->keys,
                             .keep_damaged = self->keep_damaged,
                             .threads = assay_tool_job_get_threads (job),
                             .space = self->space,
                             .cancellable = assay_tool_job_get_cancellable (job),
                             .bytes = bytes,
                             .emit = bytes ? write_bytes : assay_cipher_run_put_unit,
                             .user_data = run };
}

gboolean
assay_cipher_run_source (AssayCipherRun *run,
                         AssayCipherPass *self,
                         AssayToolJob *job,
                         GError **error)
{
  if (!is_bytes (self->source))
    return assay_cipher_run_container (run, self, job, error);
  return assay_cipher_pass_check_container (self, job, "hevc", error)
         && run_bytes (run, self->source, self->progress, error);
}

gboolean
assay_cipher_run_watch (AssayCipherRun *run,
                        AssayCipherPass *self,
                        const AssayCipherKeys *keys,
                        const AssayCipherKeys *other,
                        AssayUnitPicture func,
                        gpointer user_data,
                        AssayToolJob *job,
                        GError **error)
{
  AssayCipherSetup setup = make_setup (self, run, job);

  setup.keys = keys;
  setup.other = other;
  /* Two of them side by side keep in step only picture by picture: what waits is then little. */
  setup.threads = 1;
  setup.keep_damaged = TRUE;
  setup.space = NULL;
  setup.emit = decode_unit;
  run->after
      = assay_cipher_pictures_new_for (func, user_data, assay_tool_job_get_threads (job), error);
  if (run->after == NULL)
    return FALSE;
  run->session = assay_cipher_session_new (&setup);
  return TRUE;
}

/* The first of two passes: what both streams look like. Damage is the second one's to tell. */
static gboolean
hash_pictures (AssayCipherPass *self, AssayCipherRun *run, AssayToolJob *job, GError **error)
{
  AssayCipherSetup setup = make_setup (self, run, job);
  guint threads = assay_tool_job_get_threads (job);

  setup.keep_damaged = TRUE;
  setup.space = NULL;
  setup.emit = decode_unit;
  run->before = assay_cipher_pictures_new (threads, error);
  run->after = run->before != NULL ? assay_cipher_pictures_new (threads, error) : NULL;
  if (run->after == NULL)
    return FALSE;
  run->session = assay_cipher_session_new (&setup);
  return assay_cipher_run_source (run, self, job, error)
         && assay_cipher_pictures_end (run->before, error)
         && assay_cipher_pictures_end (run->after, error);
}

/* A pass over the sound that is to be encrypted: the seal, which stands in the video, shows whether
 * it came back as it was. */
static gboolean
digest_sound (AssayCipherPass *self, AssayToolJob *job, guint8 *digest, GError **error)
{
  g_auto (AssayCipherRun) run = { .only_sound = TRUE };

  run.sound = assay_cipher_sound_new (&self->keys, FALSE, FALSE);
  if (!is_bytes (self->source) && !assay_cipher_run_container (&run, self, job, error))
    return FALSE;
  assay_cipher_sound_end (run.sound, digest);
  return TRUE;
}

/* After the last packet: is the sound what it was? */
static gboolean
check_sound (AssayCipherPass *self, AssayCipherRun *run, GError **error)
{
  guint8 digest[ASSAY_CIPHER_SOUND_DIGEST];

  if (self->way == ASSAY_CIPHER_ENCRYPT || run->sound == NULL)
    return TRUE;
  assay_cipher_sound_end (run->sound, digest);
  self->sound_altered = CRYPTO_memcmp (digest, self->outcome.seal.sound, sizeof digest) != 0;
  if (!self->sound_altered || self->keep_damaged)
    return TRUE;
  /* Those of other tracks explain nothing of the sound. */
  if (self->edits.sound_packets > 0)
    {
      g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
                   _ ("The sound does not come back whole: the file's edit list takes out %" PRIu64
                      " packets, first in its stream %d, as packing into another kind of file and "
                      "back may bring about. Copy it into Matroska first (ffmpeg -ignore_editlist "
                      "1 -i FILE -map 0:v -map '0:a?' -c copy COPY.mkv), or set “damaged” to "
                      "“keep” to decrypt what there is"),
                   self->edits.sound_packets, self->edits.sound_stream);
      return FALSE;
    }
  g_set_error_literal (
      error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_ALTERED,
      _ ("The sound of the video was altered after it had been encrypted, or parts "
         "of it are missing; set “damaged” to “keep” to decrypt what there is"));
  return FALSE;
}

static void
begin_part (AssayCipherPass *self, AssayProgress *whole, double from, double to)
{
  g_clear_pointer (&self->progress, assay_progress_unref);
  self->progress = assay_progress_sub (whole, from, to);
}

void
assay_cipher_pass_begin_part (AssayCipherPass *self, AssayToolJob *job, double from, double to)
{
  begin_part (self, assay_tool_job_get_progress (job), from, to);
}

gboolean
assay_cipher_pass_run (AssayCipherPass *self, AssayToolJob *job, GError **error)
{
  g_auto (AssayCipherRun) run = { 0 };
  g_auto (AssayCipherRun) first = { 0 };
  g_autoptr (AssayProgress) whole = g_steal_pointer (&self->progress);
  gboolean hashed = self->header.hash_sei == ASSAY_HASH_SEI_REWRITE;
  gboolean digested = self->header.sound && self->way == ASSAY_CIPHER_ENCRYPT;
  AssayCipherSetup setup = make_setup (self, &run, job);
  AssayCipherHashes hashes;
  double at;
  guint8 sound[ASSAY_CIPHER_SOUND_DIGEST];

  if (hashed)
    {
      begin_part (self, whole, 0, DECODING);
      if (!hash_pictures (self, &first, job, error))
        return FALSE;
      hashes.before = assay_cipher_pictures_get (first.before);
      hashes.after = assay_cipher_pictures_get (first.after);
      setup.hashes = &hashes;
    }
  at = hashed ? DECODING : 0;
  if (digested)
    {
      begin_part (self, whole, at, at + DIGESTING);
      at += DIGESTING;
      if (!digest_sound (self, job, sound, error))
        return FALSE;
      setup.sound = sound;
    }
  if (self->header.sound)
    run.sound = assay_cipher_sound_new (&self->keys, self->way == ASSAY_CIPHER_DECRYPT,
                                        self->header.version != 0
                                            && self->header.version < ASSAY_CIPHER_LABEL_VERSION);
  begin_part (self, whole, at, 1);
  run.session = assay_cipher_session_new (&setup);
  run.output = assay_cipher_output_new (assay_tool_job_get_output (job, self->output));
  if (!assay_cipher_run_source (&run, self, job, error))
    return FALSE;
  take_results (self, &run, job);
  return check_sound (self, &run, error);
}
