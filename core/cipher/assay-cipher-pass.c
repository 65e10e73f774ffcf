/* assay-cipher-pass.c: where units come from and where they go. */
#include "cipher/assay-cipher-pass.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "cipher/assay-cipher-output.h"
#include "cipher/assay-cipher-pictures.h"
#include "cipher/assay-hevc-annexb.h"
#include "cipher/assay-hevc-stream.h"
#include "cipher/assay-hevc-units.h"
#include "media/assay-format.h"
#include "media/assay-remux.h"

typedef struct
{
  AssayCipherSession *session;
  AssayCipherOutput *output; /* byte stream */
  GByteArray *packet;        /* container: what becomes of the packet; NULL while the configuration
                                record is read */
  AssayHevcStorage storage;
  guint64 packet_bytes;
  /* The first of two passes, in which nothing is written. */
  AssayCipherPictures *before; /* of the stream that comes */
  AssayCipherPictures *after;  /* of the one that would be written */
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->session, assay_cipher_session_free);
  g_clear_pointer (&run->output, assay_cipher_output_free);
  g_clear_pointer (&run->before, assay_cipher_pictures_free);
  g_clear_pointer (&run->after, assay_cipher_pictures_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

void
assay_cipher_pass_clear (AssayCipherPass *self)
{
  assay_cipher_keys_clear (&self->keys);
  g_clear_pointer (&self->source, assay_source_unref);
  g_clear_pointer (&self->outcome.damage, g_array_unref);
}

/* A unit that comes in. */
static gboolean
push (Run *run, const guint8 *gap, gsize gap_size, const guint8 *nal, gsize size, GError **error)
{
  return (run->before == NULL || assay_cipher_pictures_take (run->before, nal, size, error))
         && assay_cipher_session_push (run->session, gap, gap_size, nal, size, error);
}

/* A unit that would be written. */
static gboolean
decode_unit (const guint8 *gap,
             gsize gap_size,
             const guint8 *nal,
             gsize size,
             gpointer user_data,
             GError **error)
{
  Run *run = user_data;

  return assay_cipher_pictures_take (run->after, nal, size, error);
}

static gboolean
write_bytes (const guint8 *gap,
             gsize gap_size,
             const guint8 *nal,
             gsize size,
             gpointer user_data,
             GError **error)
{
  Run *run = user_data;

  return assay_cipher_output_write (run->output, gap, gap_size, error)
         && assay_cipher_output_write (run->output, nal, size, error);
}

/* Copies what stands between units, whatever its length. */
static gboolean
copy_source (Run *run, AssaySource *source, guint64 from, guint64 to, GError **error)
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

static gboolean
run_bytes (Run *run, AssaySource *source, AssayToolJob *job, GError **error)
{
  AssayProgress *progress = assay_tool_job_get_progress (job);
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
          || !push (run, gap->data, gap->len, data, size, error))
        return FALSE;
      last = position + size;
      assay_progress_set_count (progress, last, total, N_ ("Working through the video"));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!assay_cipher_session_end (run->session, error))
    return FALSE;
  return run->output == NULL
         || (copy_source (run, source, last, total, error)
             && assay_cipher_output_flush (run->output, error));
}

/* A unit into the packet, as the container stores units. */
static gboolean
put_unit (const guint8 *gap,
          gsize gap_size,
          const guint8 *nal,
          gsize size,
          gpointer user_data,
          GError **error)
{
  Run *run = user_data;
  guint length = run->storage.length_size;
  guint8 prefix[4];

  if (run->packet == NULL)
    return TRUE;
  if (run->storage.framing == ASSAY_HEVC_FRAMING_ANNEXB)
    g_byte_array_append (run->packet, gap, (guint) gap_size);
  else
    {
      if (length < 4 && size >> (8 * length) != 0)
        {
          g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                               _ ("A unit has become too long for its container"));
          return FALSE;
        }
      for (guint i = 0; i < length; i++)
        prefix[i] = (guint8) (size >> (8 * (length - 1 - i)));
      g_byte_array_append (run->packet, prefix, length);
    }
  g_byte_array_append (run->packet, nal, (guint) size);
  return TRUE;
}

/* Whether all of a packet is units. */
static gboolean
is_sound (const Run *run, const guint8 *data, gsize size)
{
  AssayHevcUnits units;
  const guint8 *unit;
  gsize length;

  assay_hevc_units_init_packet (&units, &run->storage, data, size);
  while (assay_hevc_units_next (&units, &unit, &length))
    ;
  return !units.damaged;
}

/* The units of one block. */
static gboolean
push_units (Run *run, AssayHevcUnits *units, GError **error)
{
  const guint8 *data;
  gsize size;
  gsize last = 0;

  while (assay_hevc_units_next (units, &data, &size))
    {
      gsize at = (gsize) (data - units->data);

      if (!push (run, units->data + last, at - last, data, size, error))
        return FALSE;
      last = at + size;
    }
  return assay_cipher_session_flush (run->session, error);
}

static gboolean
change_packet (const guint8 *data,
               gsize size,
               gboolean last,
               GByteArray *out,
               gpointer user_data,
               GError **error)
{
  Run *run = user_data;
  AssayHevcUnits units;

  run->packet = out;
  run->packet_bytes += size;
  if (!is_sound (run, data, size))
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("A packet of the container is damaged"));
      return FALSE;
    }
  assay_hevc_units_init_packet (&units, &run->storage, data, size);
  return push_units (run, &units, error)
         && (!last || assay_cipher_session_end (run->session, error));
}

static gboolean
run_container (Run *run, const AssayCipherPass *pass, AssayToolJob *job, GError **error)
{
  g_autoptr (AssayRemux) remux
      = assay_remux_new (pass->source, "hevc", assay_tool_job_get_cancellable (job), error);
  AssayHevcUnits units;
  const guint8 *record;
  gsize size;

  if (remux == NULL)
    return FALSE;
  record = assay_remux_get_configuration (remux, &size);
  run->storage = assay_hevc_storage_read (record, size);
  if (size > 0)
    {
      assay_hevc_units_init_record (&units, &run->storage, record, size);
      if (!push_units (run, &units, error))
        return FALSE;
    }
  return assay_remux_run (remux,
                          run->after != NULL ? -1 : assay_tool_job_get_output (job, pass->output),
                          change_packet, run, assay_tool_job_get_progress (job), error);
}

static gboolean
is_bytes (AssaySource *source)
{
  return strcmp (assay_format_sniff (source)->id, "hevc") == 0;
}

static void
take_results (AssayCipherPass *self, Run *run, AssayToolJob *job)
{
  struct stat status;

  self->outcome = *assay_cipher_session_get_outcome (run->session);
  g_array_ref (self->outcome.damage);
  self->size_before = assay_source_get_size (self->source);
  self->stream_bytes = run->packet_bytes > 0 ? run->packet_bytes : self->size_before;
  if (fstat (assay_tool_job_get_output (job, self->output), &status) == 0)
    self->size_after = (guint64) status.st_size;
}

static AssayCipherSetup
make_setup (AssayCipherPass *self, Run *run, AssayToolJob *job)
{
  gboolean bytes = is_bytes (self->source);

  return (AssayCipherSetup){ .way = self->way,
                             .header = &self->header,
                             .keys = &self->keys,
                             .keep_damaged = self->keep_damaged,
                             .threads = bytes ? assay_tool_job_get_threads (job) : 1,
                             .cancellable = assay_tool_job_get_cancellable (job),
                             .emit = bytes ? write_bytes : put_unit,
                             .user_data = run };
}

static gboolean
run_source (AssayCipherPass *self, Run *run, AssayToolJob *job, GError **error)
{
  return is_bytes (self->source) ? run_bytes (run, self->source, job, error)
                                 : run_container (run, self, job, error);
}

/* The first of two passes: what both streams look like. Damage is the second one's to tell. */
static gboolean
hash_pictures (AssayCipherPass *self, Run *run, AssayToolJob *job, GError **error)
{
  AssayCipherSetup setup = make_setup (self, run, job);
  guint threads = assay_tool_job_get_threads (job);

  setup.keep_damaged = TRUE;
  setup.emit = decode_unit;
  run->before = assay_cipher_pictures_new (threads, error);
  run->after = run->before != NULL ? assay_cipher_pictures_new (threads, error) : NULL;
  if (run->after == NULL)
    return FALSE;
  run->session = assay_cipher_session_new (&setup);
  return run_source (self, run, job, error) && assay_cipher_pictures_end (run->before, error)
         && assay_cipher_pictures_end (run->after, error);
}

gboolean
assay_cipher_pass_run (AssayCipherPass *self, AssayToolJob *job, GError **error)
{
  g_auto (Run) run = { 0 };
  g_auto (Run) first = { 0 };
  AssayCipherSetup setup = make_setup (self, &run, job);
  AssayCipherHashes hashes;

  if (self->header.hash_sei == ASSAY_HASH_SEI_REWRITE)
    {
      if (!hash_pictures (self, &first, job, error))
        return FALSE;
      hashes.before = assay_cipher_pictures_get (first.before);
      hashes.after = assay_cipher_pictures_get (first.after);
      setup.hashes = &hashes;
    }
  run.session = assay_cipher_session_new (&setup);
  run.output = assay_cipher_output_new (assay_tool_job_get_output (job, self->output));
  if (!run_source (self, &run, job, error))
    return FALSE;
  take_results (self, &run, job);
  return TRUE;
}

gboolean
assay_cipher_pass_find_header (AssayToolJob *job, GBytes **nal, GError **error)
{
  g_autoptr (AssayHevcStream) stream = assay_hevc_stream_open (
      assay_tool_job_get_input (job, 0)->source, assay_tool_job_get_cancellable (job), error);
  AssayHevcUnit unit;
  GError *failure = NULL;

  if (stream == NULL)
    return FALSE;
  while (assay_hevc_stream_next (stream, &unit, &failure))
    {
      if (!unit.damaged && assay_cipher_header_is (&unit.nal))
        {
          *nal = g_bytes_new (unit.nal.data, unit.nal.size);
          return TRUE;
        }
      if (!unit.damaged && unit.nal.layer == 0 && assay_hevc_nal_is_slice (&unit.nal))
        break;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                       _ ("The video is not encrypted, or its description was taken out"));
  return FALSE;
}

static const char *
name_reason (AssayCipherError code)
{
  if (code == ASSAY_CIPHER_ERROR_UNSUPPORTED)
    return N_ ("Uses what is not supported");
  return code == ASSAY_CIPHER_ERROR_TRUNCATED ? N_ ("Ends too early") : N_ ("Damaged");
}

AssayTable *
assay_cipher_pass_damage_table (const AssayCipherPass *self)
{
  static const AssayColumn columns[] = {
    { "unit", N_ ("Unit"), ASSAY_COLUMN_INT, "", 0 },
    { "segment", N_ ("Slice segment"), ASSAY_COLUMN_INT, "", 0 },
    { "reason", N_ ("Reason"), ASSAY_COLUMN_TERM, "", 0 },
  };
  AssayTableBuilder *builder;

  if (self->outcome.n_damaged == 0)
    return NULL;
  builder = assay_table_builder_new ("damage", N_ ("Units that could not be read"), columns,
                                     G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->outcome.damage->len; i++)
    {
      const AssayCipherDamage *damage = &g_array_index (self->outcome.damage, AssayCipherDamage, i);

      assay_table_builder_int (builder, (gint64) damage->unit);
      assay_table_builder_int (builder, damage->segment);
      assay_table_builder_text (builder, name_reason (damage->code));
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}
