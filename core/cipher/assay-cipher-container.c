/* assay-cipher-container.c: packet after packet of a container through a session. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "cipher/assay-cipher-pass-private.h"
#include "media/assay-inspection.h"
#include "media/assay-remux.h"

/* A unit into the packet, as the container stores units. */
gboolean
assay_cipher_run_put_unit (const guint8 *gap,
                           gsize gap_size,
                           const guint8 *nal,
                           gsize size,
                           gpointer place,
                           gpointer user_data,
                           GError **error)
{
  AssayCipherRun *run = user_data;

  if (place == NULL || assay_hevc_units_put (&run->storage, gap, gap_size, nal, size, place))
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                       _ ("A unit has become too long for its container"));
  return FALSE;
}

/* Both sessions pass the packet as it is. */
static gboolean
skip_packet (AssayCipherRun *run, const guint8 *data, gsize size, GError **error)
{
  return assay_cipher_session_skip (run->session, data, size, run->packets - 1, error)
         && (run->beside == NULL
             || assay_cipher_session_skip (run->beside->session, data, size, run->packets - 1,
                                           error));
}

/* The units of one block. */
static gboolean
push_units (AssayCipherRun *run, AssayHevcUnits *units, GError **error)
{
  const guint8 *data;
  gsize size;
  gsize last = 0;

  while (assay_hevc_units_next (units, &data, &size))
    {
      gsize at = (gsize) (data - units->data);

      if (!assay_cipher_run_push (run, units->data + last, at - last, data, size, error))
        return FALSE;
      last = at + size;
    }
  return TRUE;
}

static gboolean
change_packet (const guint8 *data,
               gsize size,
               gboolean last,
               GByteArray *out,
               gpointer user_data,
               GError **error)
{
  AssayCipherRun *run = user_data;
  AssayHevcUnits units;

  run->packet_bytes += size;
  run->packets++;
  assay_cipher_session_set_place (run->session, out);
  assay_hevc_units_init_packet (&units, &run->storage, data, size);
  if (assay_hevc_units_contradict (&run->storage, data, size))
    {
      if (!skip_packet (run, data, size, error))
        return FALSE;
      g_byte_array_append (out, data, (guint) size);
    }
  else if (!push_units (run, &units, error))
    return FALSE;
  if (last)
    return assay_cipher_run_end (run, error);
  assay_cipher_session_release (run->session);
  if (run->beside != NULL)
    assay_cipher_session_release (run->beside->session);
  return TRUE;
}

/* All packets that were given to change_packet() get what is theirs. */
static gboolean
settle_packets (gpointer user_data, GError **error)
{
  return assay_cipher_run_flush (user_data, error);
}

static gboolean
pass_packet (const guint8 *data,
             gsize size,
             gboolean last,
             GByteArray *out,
             gpointer user_data,
             GError **error)
{
  return TRUE;
}

static gboolean
change_sound (guint stream,
              const char *codec,
              const guint8 *data,
              gsize size,
              GByteArray *out,
              gpointer user_data,
              GError **error)
{
  AssayCipherRun *run = user_data;

  return assay_cipher_sound_take (run->sound, stream, codec, data, size, out, error);
}

static void
look_at_other (guint stream,
               const guint8 *record,
               gsize record_size,
               const guint8 *data,
               gsize size,
               gpointer user_data)
{
  AssayCipherRun *run = user_data;

  assay_cipher_others_take (&run->others, stream, record, record_size, data, size);
}

/* The parameter sets that the container keeps apart. */
static gboolean
push_record (AssayCipherRun *run, AssayRemux *remux, GError **error)
{
  AssayHevcUnits units;
  gsize size;
  const guint8 *record = assay_remux_get_configuration (remux, &size);

  run->storage = assay_hevc_storage_read (record, size);
  assay_cipher_session_beside (run->session, record, size);
  if (run->beside != NULL)
    assay_cipher_session_beside (run->beside->session, record, size);
  if (size == 0)
    return TRUE;
  assay_hevc_units_init_record (&units, &run->storage, record, size);
  return push_units (run, &units, error);
}

/* What would be lost, or stay readable, is refused unless it was asked for. */
static gboolean
check_streams (AssayCipherPass *pass, AssayRemux *remux, GError **error)
{
  pass->n_other_videos = assay_remux_get_n_other_videos (remux);
  if (pass->keep_others)
    {
      assay_remux_set_lenient (remux);
      return TRUE;
    }
  if (pass->way == ASSAY_CIPHER_DECRYPT || assay_remux_get_n_other_videos (remux) == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LOSSY,
                       _ ("The file has more than one stream of video, and the others would stay "
                          "readable; set “others” to “keep” to allow that"));
  return FALSE;
}

gboolean
assay_cipher_pass_check_whole (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayInspection) inspection = assay_inspect (
      assay_tool_job_get_input (job, 0)->source, "", assay_tool_job_get_cancellable (job), error);

  if (inspection == NULL)
    return FALSE;
  for (guint i = 0; i < assay_inspection_get_n_problems (inspection); i++)
    {
      const AssayProblem *problem = assay_inspection_get_problem (inspection, i);

      if (strcmp (problem->code, "truncated") != 0)
        continue;
      /* Translators: in brackets numbers as in "declared 4096, available 120", not translated. */
      g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED,
                   _ ("The file is cut off: what begins at byte %" PRIu64
                      " is not complete (%s); set "
                      "“damaged” to “keep” to take what there is"),
                   problem->offset, problem->detail);
      return FALSE;
    }
  return TRUE;
}

gboolean
assay_cipher_pass_find_edits (AssayCipherPass *self, AssayToolJob *job, GError **error)
{
  return assay_media_edits_find (assay_tool_job_get_input (job, 0)->source, &self->edits,
                                 assay_tool_job_get_cancellable (job), error);
}

/* What the container declares and does not give is missing in what was written. */
static gboolean
fail_for_loss (const AssayMediaLoss *loss, GError **error)
{
  g_autofree char *words = assay_media_loss_describe (loss);

  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_TRUNCATED,
               /* Translators: first comes a sentence on the damage. */
               _ ("%s; set “damaged” to “keep” to take what there is"), words);
  return FALSE;
}

gboolean
assay_cipher_run_container (AssayCipherRun *run,
                            AssayCipherPass *pass,
                            AssayToolJob *job,
                            GError **error)
{
  g_autoptr (AssayRemux) remux
      = assay_remux_new (pass->source, "hevc", assay_tool_job_get_cancellable (job), error);
  gboolean write = run->after == NULL && !run->only_sound;

  if (remux == NULL
      || !assay_cipher_pass_check_container (pass, job, assay_remux_get_container (remux), error)
      || !check_streams (pass, remux, error)
      || (!run->only_sound && !push_record (run, remux, error)))
    return FALSE;
  if (!run->only_sound)
    assay_remux_set_settle (remux, settle_packets);
  if (run->sound != NULL)
    assay_remux_set_sound (remux, change_sound);
  if (write)
    assay_remux_set_others (remux, look_at_other);
  if (!assay_remux_run (remux, write ? assay_tool_job_get_output (job, pass->output) : -1,
                        run->only_sound ? pass_packet : change_packet, run, pass->progress, error))
    return FALSE;
  pass->loss = *assay_remux_get_loss (remux);
  if (write)
    {
      pass->others = run->others;
      pass->times = *assay_remux_get_times (remux);
      pass->fields = assay_remux_get_fields (remux);
      pass->beside = g_strdup (assay_remux_get_beside (remux));
    }
  if (pass->loss.lost && !pass->keep_damaged)
    return fail_for_loss (&pass->loss, error);
  if (write && assay_remux_get_left_out (remux) > 0)
    {
      pass->left_out += assay_remux_get_left_out (remux);
      pass->missing = g_strdup (assay_remux_get_missing (remux));
    }
  return TRUE;
}
