/* assay-report-collect.c: a case up to one entry as report data; making a report in a thread;
 * recording it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "case/assay-case-verify.h"
#include "case/assay-examiner-key.h"
#include "case/assay-recipient-register.h"
#include "report/assay-report-replay-private.h"

char *
assay_report_public_pem (const char *hex)
{
  g_autoptr (GBytes) raw = assay_text_unhex (hex);
  if (raw == NULL || g_bytes_get_size (raw) != 32)
    return NULL;
  return assay_ed25519_pem (g_bytes_get_data (raw, NULL));
}

typedef struct
{
  AssayReportData *data;
  GCancellable *cancellable;
} Walk;

static gboolean
on_entry (const AssayLedgerEntry *entry, gpointer user_data)
{
  Walk *walk = user_data;
  assay_report_replay (walk->data, entry);
  return !g_cancellable_is_cancelled (walk->cancellable);
}

/* Which exhibits and results hold the same bytes, also beside those that were chosen. */
static void
find_same (AssayReportData *data)
{
  g_autoptr (GHashTable) holders = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < data->exhibits->len; i++)
      {
        AssayReportExhibit *exhibit = data->exhibits->pdata[i];
        exhibit->is_result = g_hash_table_contains (data->results, exhibit->sha256);
        const AssayReportExhibit *holder = g_hash_table_lookup (holders, exhibit->sha256);
        if (holder != NULL && holder != exhibit && exhibit->same == 0)
          exhibit->same = holder->number;
        else if (holder == NULL && exhibit->state != ASSAY_CUSTODY_ERASED)
          g_hash_table_insert (holders, exhibit->sha256, exhibit);
      }
}

/* Of the exhibits that the ledger names, those that were chosen. */
static gboolean
choose_exhibits (AssayReportData *data, GError **error)
{
  gsize n;
  const guint *numbers = assay_report_options_get_exhibits (data->options, &n);
  data->n_exhibits = data->exhibits->len;
  find_same (data);
  guint found = 0;
  for (guint i = data->exhibits->len; i > 0; i--)
    {
      const AssayReportExhibit *exhibit = data->exhibits->pdata[i - 1];
      if (assay_report_options_wants_exhibit (data->options, exhibit->number))
        found++;
      else
        g_ptr_array_remove_index (data->exhibits, i - 1);
    }
  if (n == 0 || found > 0)
    return TRUE;
  g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_RANGE,
               _ ("The case has no exhibit %u up to ledger entry %" PRId64 "."), numbers[0],
               data->upto);
  return FALSE;
}

/* By the register as it was at the report's last entry. */
static char *
name_recipient (AssayCase *source, AssayResult *result, gint64 upto)
{
  g_autoptr (AssayRecipient) recipient
      = assay_recipient_register_look_up (source, result, upto, NULL);

  return recipient != NULL ? assay_recipient_words (recipient, result) : NULL;
}

/* A result that cannot be read is a failed run of the report, not a reason to report nothing. */
static void
load_results (AssayCase *source, AssayReportExhibit *exhibit, gint64 upto)
{
  for (guint i = 0; i < exhibit->runs->len; i++)
    {
      AssayReportRun *run = exhibit->runs->pdata[i];
      if (run->info == NULL || *run->result_sha256 == '\0' || run->left_out != 0)
        continue;
      const AssayRunRecord record = {
        .run = run->entry,
        .exhibit = exhibit->number,
        .tool = run->tool,
        .version = run->version,
        .parameters = run->parameters != NULL ? run->parameters : "{}",
        .result_sha256 = run->result_sha256,
        .error = "",
      };
      g_autoptr (GError) error = NULL;
      run->result = assay_case_load_result (source, &record, &error);
      if (run->result == NULL)
        {
          g_free (run->error);
          run->error = assay_text_visible (error->message, -1);
          continue;
        }
      run->recipient = name_recipient (source, run->result, upto);
    }
}

/* An answer whose reasons are lost is none: nothing on the pages behind would bear it out. */
static void
withdraw_answer (AssayReportExhibit *exhibit)
{
  const AssayReportRun *check = NULL;
  for (guint i = 0; i < exhibit->runs->len; i++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[i];
      if (g_str_equal (run->tool, "integrity") && *run->result_sha256 != '\0')
        check = run;
    }
  if (check == NULL || check->result != NULL || check->left_out != 0)
    return;
  exhibit->verdict = ASSAY_VERDICT_NOT_APPLICABLE;
  g_free (exhibit->error);
  exhibit->error = g_strdup (_ ("What the check found is no longer kept as it was recorded. "
                                "Check the file again."));
}

/* The bytes may be gone, or others, without anybody having verified the case since. That they were
 * deleted on purpose after the reported entry is no news to tell in it. */
static void
look_after (AssayCase *source, AssayReportExhibit *exhibit)
{
  AssayExhibit *now = assay_case_get_exhibit (source, exhibit->number);
  if (now != NULL && assay_exhibit_get_state (now) == ASSAY_CUSTODY_ERASED)
    return;
  if (exhibit->state != ASSAY_CUSTODY_ERASED
      && !assay_case_holds_bytes (source, exhibit->sha256, exhibit->size))
    exhibit->state = ASSAY_CUSTODY_DIFFERS;
}

/* Of a tool that this program lacks only its ledger entry can be read. */
static gboolean
is_unread_doubt (const AssayReportRun *run)
{
  return run->info == NULL && *run->error == '\0' && run->left_out == 0
         && run->verdict >= ASSAY_VERDICT_ATTENTION;
}

/* What a run of any tool found in the exhibit must not stand under an answer that says that nothing
 * was found, nor what a more thorough check found before a quick one did not. What is not as its
 * owner sealed it must not read as clean, whatever the integrity check, which knows no key, says.
 */
static void
weigh_runs (AssayReportExhibit *exhibit)
{
  AssayVerdict change
      = exhibit->refused != 0 ? ASSAY_VERDICT_ATTENTION : ASSAY_VERDICT_NOT_APPLICABLE;
  AssayVerdict playing = ASSAY_VERDICT_NOT_APPLICABLE;
  for (guint i = 0; i < exhibit->runs->len; i++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[i];
      if (is_unread_doubt (run))
        {
          exhibit->unread = run;
          change = MAX (change, run->verdict);
        }
      else if (assay_report_exhibit_speaks (exhibit, run) && !assay_report_run_is_of_made (run)
               && assay_result_get_verdict (run->result) >= ASSAY_VERDICT_ATTENTION)
        {
          AssayVerdict *answer = assay_report_run_is_of_playing (run) ? &playing : &change;
          *answer = MAX (*answer, assay_result_get_verdict (run->result));
        }
    }
  exhibit->change = MAX (exhibit->verdict, change);
  exhibit->verdict = MAX (exhibit->change, playing);
}

/* That of the newest run that left one: not what the case has since, which would change the report
 * of an earlier entry, and not what somebody put in its place. */
static AssayImage *
find_thumbnail (AssayCase *source, const AssayReportExhibit *exhibit)
{
  for (guint i = exhibit->runs->len; i > 0; i--)
    {
      const AssayReportRun *run = exhibit->runs->pdata[i - 1];
      g_autofree char *hash
          = run->result == NULL ? NULL : assay_result_hash_image (run->result, "thumbnail");
      AssayImage *image
          = hash == NULL ? NULL : assay_case_get_thumbnail (source, exhibit->number, hash);
      if (image != NULL)
        return image;
    }
  return NULL;
}

static gboolean
load_exhibits (AssayCase *source, AssayReportData *data, GCancellable *cancellable, GError **error)
{
  gboolean blurred;
  const gboolean pictures = assay_report_options_get_thumbnails (data->options, &blurred);
  for (guint i = 0; i < data->exhibits->len; i++)
    {
      AssayReportExhibit *exhibit = data->exhibits->pdata[i];
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      load_results (source, exhibit, data->upto);
      withdraw_answer (exhibit);
      look_after (source, exhibit);
      weigh_runs (exhibit);
      if (pictures && exhibit->state != ASSAY_CUSTODY_ERASED)
        exhibit->thumbnail = find_thumbnail (source, exhibit);
    }
  return TRUE;
}

static gboolean
take_checkpoint (AssayCase *source, AssayReportData *data, GError **error)
{
  if (data->upto == data->n_entries && assay_case_get_mode (source) == ASSAY_CASE_WRITE)
    {
      g_autofree char *made = assay_case_make_checkpoint (source, error);
      if (made == NULL)
        return FALSE;
    }
  data->checkpoint = assay_case_get_checkpoint (source, data->upto, &data->checkpoint_size);
  return TRUE;
}

static gint64
last_time (const AssayReportData *data)
{
  if (data->entries->len == 0)
    return 0;
  const AssayReportEntry *entry = data->entries->pdata[data->entries->len - 1];
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (entry->time, NULL);
  return time != NULL ? g_date_time_to_unix (time) * 1000 : 0;
}

static gboolean
collect (AssayCase *source, AssayReportData *data, GCancellable *cancellable, GError **error)
{
  const gint64 asked = assay_report_options_get_upto (data->options);
  data->n_entries = assay_case_get_n_entries (source);
  if (asked < 0 || asked > data->n_entries)
    {
      g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_RANGE,
                   _ ("The ledger has %" PRId64 " entries; there is no entry %" PRId64 "."),
                   data->n_entries, asked);
      return FALSE;
    }
  if (!assay_case_check_records (source, NULL, cancellable, error))
    return FALSE;
  Walk walk = { data, cancellable };
  const gint64 last = asked > 0 ? asked : data->n_entries;
  if (!assay_case_foreach_entry (source, 1, last, on_entry, &walk, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error) || !choose_exhibits (data, error)
      || !load_exhibits (source, data, cancellable, error)
      || !take_checkpoint (source, data, error))
    return FALSE;
  return assay_report_data_set_date (data, last_time (data), error);
}

AssayReport *
assay_report_new_for_case (AssayCase *self,
                           const AssayReportOptions *options,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (AssayReportData) data = assay_report_data_new (options);
  if (!collect (self, data, cancellable, error))
    return NULL;
  assay_report_data_redact (data);
  return assay_report_new_from_data (g_steal_pointer (&data), error);
}

typedef struct
{
  AssayCase *source;
  AssayReportOptions *options;
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;
  g_object_unref (self->source);
  assay_report_options_free (self->options);
  g_free (self);
}

static void
make_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const Making *making = data;
  GError *error = NULL;
  AssayReport *report
      = assay_report_new_for_case (making->source, making->options, cancellable, &error);
  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) assay_report_unref);
  else
    g_task_return_error (task, error);
}

void
assay_report_new_for_case_async (AssayCase *self,
                                 const AssayReportOptions *options,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Making *making = g_new0 (Making, 1);
  making->source = g_object_ref (self);
  making->options
      = options != NULL ? assay_report_options_copy (options) : assay_report_options_new ();
  g_task_set_source_tag (task, assay_report_new_for_case_async);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_in_thread);
}

AssayReport *
assay_report_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
assay_report_record (AssayReport *self,
                     AssayCase *target,
                     const char *path,
                     const char *sha256,
                     AssayReportKey *key,
                     GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *data = json_object_new ();
  json_object_set_string_member (data, "report", assay_report_get_id (self));
  json_object_set_int_member (data, "upto", assay_report_get_upto (self));
  json_object_set_int_member (data, "checkpoint", assay_report_get_checkpoint_size (self));
  json_object_set_string_member (data, "sha256", sha256);
  json_object_set_string_member (data, "certificate_sha256",
                                 key != NULL ? assay_report_key_get_fingerprint (key) : "");
  json_node_take_object (node, data);
  return assay_case_record (target, "report", 0, node, NULL, error);
}
