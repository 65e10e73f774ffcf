/* assay-report-data.c: the plain data of a report, and what follows from it. */
#include "report/assay-report-data-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* The end of the year 9999. */
#define LAST_SECOND ((guint64) 253402300799u)

AssayReportEntry *
assay_report_entry_new (void)
{
  return g_new0 (AssayReportEntry, 1);
}

AssayReportRun *
assay_report_run_new (void)
{
  return g_new0 (AssayReportRun, 1);
}

AssayReportNote *
assay_report_note_new (gint64 entry, gint64 time, const char *text)
{
  AssayReportNote *self = g_new0 (AssayReportNote, 1);
  self->entry = entry;
  self->time = time;
  self->text = g_strdup (text);
  return self;
}

static void
free_note (AssayReportNote *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

AssayReportExhibit *
assay_report_exhibit_new (void)
{
  AssayReportExhibit *self = g_new0 (AssayReportExhibit, 1);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_note);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_report_run_free);
  return self;
}

AssayReportData *
assay_report_data_new (const AssayReportOptions *options)
{
  AssayReportData *self = g_new0 (AssayReportData, 1);
  self->options
      = options != NULL ? assay_report_options_copy (options) : assay_report_options_new ();
  self->exhibits = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_report_exhibit_free);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_report_entry_free);
  self->results = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ledger = g_string_new (NULL);
  self->signatures = g_string_new (NULL);
  return self;
}

void
assay_report_entry_free (AssayReportEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->time);
  g_free (self->event);
  g_free (self->actor);
  g_free (self->examiner);
  g_free (self->detail);
  g_free (self->hash);
  g_free (self);
}

void
assay_report_run_free (AssayReportRun *self)
{
  if (self == NULL)
    return;
  g_free (self->tool);
  g_free (self->version);
  g_free (self->parameters);
  g_free (self->input_sha256);
  g_free (self->result_sha256);
  g_free (self->outputs);
  g_free (self->error);
  g_free (self->sandbox);
  g_free (self->libraries);
  g_free (self->compared);
  g_free (self->compared_with);
  g_free (self->others);
  g_free (self->references);
  g_free (self->recipient);
  g_clear_pointer (&self->result, assay_result_unref);
  g_clear_pointer (&self->document, json_node_unref);
  g_free (self);
}

void
assay_report_exhibit_free (AssayReportExhibit *self)
{
  if (self == NULL)
    return;
  g_free (self->known);
  g_free (self->name);
  g_free (self->mime);
  g_free (self->sha256);
  g_free (self->sha512);
  g_free (self->sha1);
  g_free (self->md5);
  g_free (self->source);
  g_free (self->received_by);
  g_free (self->note);
  g_ptr_array_unref (self->notes);
  g_free (self->error);
  g_clear_pointer (&self->thumbnail, assay_image_unref);
  g_ptr_array_unref (self->runs);
  g_free (self);
}

void
assay_report_data_free (AssayReportData *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->options, assay_report_options_free);
  g_free (self->language);
  g_free (self->version);
  g_free (self->id);
  g_free (self->case_uuid);
  g_free (self->title);
  g_free (self->reference);
  g_free (self->examiner);
  g_ptr_array_unref (self->exhibits);
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->results);
  g_free (self->checkpoint);
  g_string_free (self->ledger, TRUE);
  g_string_free (self->signatures, TRUE);
  g_free (self->public_pem);
  g_free (self->verified);
  g_free (self);
}

char *
assay_report_line (const char *bytes, gssize length)
{
  return assay_text_line (bytes, length);
}

/* Whoever asks for reproducible bytes must not get others without a word. @date stays as it is
 * where the variable is not set. */
static gboolean
read_epoch (gint64 *date, GError **error)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  guint64 seconds = 0;
  if (epoch == NULL)
    return TRUE;
  if (g_ascii_string_to_unsigned (epoch, 10, 0, LAST_SECOND, &seconds, NULL))
    {
      *date = (gint64) seconds * 1000;
      return TRUE;
    }
  g_autofree char *shown = assay_text_visible (epoch, -1);
  g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_DATE,
               _ ("SOURCE_DATE_EPOCH is “%s”; it has to be a whole number of seconds since 1970, "
                  "from 0 to %" PRIu64 "."),
               shown, LAST_SECOND);
  return FALSE;
}

gboolean
assay_report_data_set_date (AssayReportData *self, gint64 fallback, GError **error)
{
  self->date = fallback;
  return read_epoch (&self->date, error);
}

gboolean
assay_report_check_date (GError **error)
{
  gint64 date = 0;
  return read_epoch (&date, error);
}

/* "de_AT.UTF-8@euro" → "de-AT"; C is English. */
static char *
process_language (void)
{
  const char *name = g_get_language_names ()[0];
  g_autofree char *tag = g_strndup (name, strcspn (name, ".@"));
  if (*tag == '\0' || g_str_equal (tag, "C") || g_str_equal (tag, "POSIX"))
    return g_strdup ("en");
  return g_strdelimit (g_steal_pointer (&tag), "_", '-');
}

static char *
make_id (const AssayReportData *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *options = assay_report_options_to_text (self->options);
  g_autofree char *head = g_strdup_printf (
      "%s\n%s\n%s\n%" PRId64 "\n%" PRId64 "\n%s\n", self->version, self->language,
      self->case_uuid != NULL ? self->case_uuid : "", self->upto, self->date, options);
  g_checksum_update (sum, (const guchar *) head, -1);
  for (guint i = 0; i < self->exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = self->exhibits->pdata[i];
      if (exhibit->sha256 != NULL)
        g_checksum_update (sum, (const guchar *) exhibit->sha256, -1);
    }
  return g_strdup_printf ("AR-%.12s", g_checksum_get_string (sum));
}

void
assay_report_data_finish (AssayReportData *self)
{
  const char *chosen = assay_report_options_get_language (self->options);
  g_free (self->language);
  self->language = chosen != NULL ? g_strdup (chosen) : process_language ();
  g_free (self->version);
  self->version = g_strdup (ASSAY_VERSION);
  g_free (self->id);
  self->id = make_id (self);
}

static void
hide (char **text)
{
  if (*text == NULL || **text == '\0')
    return;
  g_free (*text);
  *text = g_strdup (_ ("[redacted]"));
}

/* Who made the report. The key stays: without it nothing could be verified. */
static void
hide_makers (AssayReportData *self)
{
  static const AssayReportText texts[]
      = { ASSAY_REPORT_TEXT_EXAMINER, ASSAY_REPORT_TEXT_QUALIFICATIONS,
          ASSAY_REPORT_TEXT_ORGANISATION, ASSAY_REPORT_TEXT_ACCREDITATION,
          ASSAY_REPORT_TEXT_REVIEWER };
  hide (&self->examiner);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*assay_report_options_get_text (self->options, texts[i]) != '\0')
      assay_report_options_set_text (self->options, texts[i], _ ("[redacted]"));
  for (guint i = 0; i < self->entries->len; i++)
    hide (&((AssayReportEntry *) self->entries->pdata[i])->examiner);
}

void
assay_report_data_redact (AssayReportData *self)
{
  if (!assay_report_options_get_redacted (self->options))
    return;
  const gboolean anonymous = assay_report_options_get_anonymous (self->options);
  hide (&self->title);
  hide (&self->reference);
  if (anonymous)
    hide_makers (self);
  for (guint i = 0; i < self->exhibits->len; i++)
    {
      AssayReportExhibit *exhibit = self->exhibits->pdata[i];
      hide (&exhibit->name);
      hide (&exhibit->source);
      hide (&exhibit->received_by);
      hide (&exhibit->note);
      for (guint n = 0; n < exhibit->runs->len; n++)
        hide (&((AssayReportRun *) exhibit->runs->pdata[n])->compared);
      for (guint n = 0; n < exhibit->notes->len; n++)
        hide (&((AssayReportNote *) exhibit->notes->pdata[n])->text);
    }
  for (guint i = 0; i < self->entries->len; i++)
    hide (&((AssayReportEntry *) self->entries->pdata[i])->detail);
}

char *
assay_report_data_root (const AssayReportData *self, gsize most)
{
  if (self->checkpoint == NULL)
    return g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (self->checkpoint, "\n", 4);
  if (g_strv_length (lines) < 3)
    return g_strdup ("");
  gsize size = 0;
  g_autofree guchar *root = g_base64_decode (lines[2], &size);
  return assay_text_hex (root, MIN (size, most));
}

const AssayReportRun *
assay_report_exhibit_find_run (const AssayReportExhibit *self, const char *tool)
{
  for (guint i = self->runs->len; i > 0; i--)
    {
      const AssayReportRun *run = self->runs->pdata[i - 1];
      if (run->result != NULL && g_str_equal (run->tool, tool))
        return run;
    }
  return NULL;
}

static gboolean
is_repeated (const AssayReportRun *run, const AssayReportRun *later)
{
  return later->result != NULL && g_str_equal (later->tool, run->tool)
         && g_strcmp0 (later->parameters, run->parameters) == 0
         && g_strcmp0 (later->input_sha256, run->input_sha256) == 0
         && g_strcmp0 (later->references, run->references) == 0;
}

gboolean
assay_report_exhibit_speaks (const AssayReportExhibit *self, const AssayReportRun *run)
{
  gboolean after = FALSE;

  if (run->result == NULL)
    return FALSE;
  for (guint i = 0; i < self->runs->len; i++)
    {
      const AssayReportRun *other = self->runs->pdata[i];
      if (after && is_repeated (run, other))
        return FALSE;
      after = after || other == run;
    }
  return TRUE;
}

/* A tool that calls its exhibit otherwise than the original (one that decrypts) speaks of it. */
gboolean
assay_report_run_is_of_made (const AssayReportRun *run)
{
  return run->made && run->info != NULL && run->info->exhibit == NULL;
}

gboolean
assay_report_run_is_of_playing (const AssayReportRun *run)
{
  return g_str_equal (run->tool, "replay.score");
}

const AssayReportRun *
assay_report_exhibit_find_playing (const AssayReportExhibit *self)
{
  const AssayReportRun *found = NULL;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const AssayReportRun *run = self->runs->pdata[i];
      if (assay_report_run_is_of_playing (run) && assay_report_exhibit_speaks (self, run)
          && (found == NULL
              || assay_result_get_verdict (run->result)
                     >= assay_result_get_verdict (found->result)))
        found = run;
    }
  return found;
}

gboolean
assay_report_exhibit_is_one_of_several (const AssayReportExhibit *self, const AssayReportRun *run)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const AssayReportRun *other = self->runs->pdata[i];
      if (other != run && g_str_equal (other->tool, run->tool)
          && assay_report_exhibit_speaks (self, other))
        return TRUE;
    }
  return FALSE;
}
