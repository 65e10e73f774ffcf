/* assay-report-replay.c: ledger entries into report data. The tables of the case are not asked:
 * they are of now, a report is of an entry. Personal values come from the revealed body and are
 * "[deleted]" once they were erased. */
#include "report/assay-report-replay-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-event-words.h"
#include "case/assay-known-register.h"
#include "report/assay-report-writer-private.h"
#include "worker/assay-tool-list.h"

/* Deepest nesting of an entry (CUSTODY §4). */
#define ENTRY_DEPTH 8
#define COMMITMENT "sha256-salted:"

/* A personal value, made visible: @member or, when the bytes were no text, @member_b64; "" without
 * either. */
static char *
read_personal (JsonObject *data, const char *member)
{
  g_autofree char *coded = g_strconcat (member, "_b64", NULL);
  const char *value = assay_json_string (data, member, NULL);
  if (value != NULL)
    {
      const char *digits = g_str_has_prefix (value, COMMITMENT) ? value + strlen (COMMITMENT) : "";
      if (strlen (digits) == 64 && strspn (digits, "0123456789abcdef") == 64)
        return g_strdup (_ ("[deleted]"));
      return assay_text_visible (value, -1);
    }
  value = assay_json_string (data, coded, NULL);
  if (value == NULL)
    return g_strdup ("");
  gsize size = 0;
  g_autofree guchar *bytes = g_base64_decode (value, &size);
  return assay_text_visible ((const char *) bytes, (gssize) size);
}

char *
assay_replay_name (JsonObject *data, const char *member)
{
  g_autofree char *text = read_personal (data, member);
  return assay_report_line (text, -1);
}

char *
assay_replay_text (JsonObject *data, const char *member)
{
  return assay_text_visible (assay_json_string (data, member, ""), -1);
}

static gint64
parse_time (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return 0;
  return g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
}

static AssayReportExhibit *
find_exhibit (AssayReportData *data, gint64 number)
{
  /* Numbers are given in order, so the place is nearly always the number. */
  if (number >= 1 && number <= data->exhibits->len)
    {
      AssayReportExhibit *exhibit = data->exhibits->pdata[number - 1];
      if (exhibit->number == number)
        return exhibit;
    }
  for (guint i = 0; i < data->exhibits->len; i++)
    {
      AssayReportExhibit *exhibit = data->exhibits->pdata[i];
      if (exhibit->number == number)
        return exhibit;
    }
  return NULL;
}

static char *
replay_open (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  data->case_uuid = assay_replay_text (object, "case");
  data->title = assay_replay_name (object, "title");
  data->reference = assay_replay_name (object, "reference");
  data->examiner = assay_replay_name (object, "examiner");
  data->opened = parse_time (entry->time);
  g_free (data->public_pem);
  data->public_pem = assay_report_public_pem (assay_json_string (object, "public_key", ""));
  return g_strdup (data->title);
}

static char *
replay_intake (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  g_autofree char *name = assay_replay_name (object, "name");
  if (!g_str_equal (assay_json_string (object, "outcome", "held"), "held"))
    {
      const char *word = assay_json_string (object, "error", "");
      g_autofree char *why = assay_text_visible (
          assay_refusal_words (assay_json_string (object, "reason", word)), -1);
      return g_strdup_printf ("%s: %s", name, why);
    }

  AssayReportExhibit *exhibit = assay_report_exhibit_new ();
  exhibit->number = (guint) assay_json_int (object, "item", 0);
  exhibit->name = g_strdup (name);
  exhibit->size = (guint64) assay_json_int (object, "size", 0);
  exhibit->sha256 = assay_replay_text (object, "sha256");
  exhibit->sha512 = assay_replay_text (object, "sha512");
  exhibit->sha1 = assay_replay_text (object, "sha1");
  exhibit->md5 = assay_replay_text (object, "md5");
  exhibit->source = assay_replay_name (object, "source");
  exhibit->received_by = assay_replay_name (object, "acquired_by");
  exhibit->note = read_personal (object, "note");
  exhibit->taken_in = parse_time (entry->time);
  exhibit->source_mtime = assay_json_int (object, "mtime_ms", 0);
  exhibit->entry = entry->seq;
  exhibit->error = g_strdup ("");
  g_ptr_array_add (data->exhibits, exhibit);
  g_autofree char *size = assay_words_size (exhibit->size);
  g_autofree char *detail = g_strdup_printf ("%s, %s, SHA-256 %.16s…", name, size, exhibit->sha256);
  const gint64 same = assay_json_int (object, "same_as", 0);
  return same == 0
             ? g_steal_pointer (&detail)
             : g_strdup_printf (_ ("%s; exhibit %" PRId64 " has the same bytes"), detail, same);
}

/* Files in the case by their names there; where a person put others is personal. */
static char *
name_outputs (JsonObject *object)
{
  JsonArray *outputs = assay_json_array (object, "outputs");
  GString *text = g_string_new (NULL);
  for (guint i = 0; outputs != NULL && i < json_array_get_length (outputs); i++)
    {
      JsonNode *node = json_array_get_element (outputs, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      JsonObject *output = json_node_get_object (node);
      g_autofree char *size = assay_words_size ((guint64) assay_json_int (output, "size", 0));
      g_autofree char *hash = assay_words_hash (assay_json_string (output, "sha256", ""));
      const char *name = assay_json_string (output, "file", "");
      g_autofree char *base = g_path_get_basename (name);
      g_string_append_printf (text, "%s%s, %s\n%s", text->len > 0 ? "\n" : "",
                              *name != '\0' ? base : assay_json_string (output, "role", ""), size,
                              hash);
    }
  return g_string_free (text, FALSE);
}

static AssayReportRun *
make_run (const AssayLedgerEntry *entry, JsonObject *object)
{
  AssayReportRun *run = assay_report_run_new ();
  JsonObject *parameters = assay_json_object (object, "parameters");
  JsonArray *inputs = assay_json_array (object, "inputs");
  JsonObject *input = inputs != NULL && json_array_get_length (inputs) > 0
                              && JSON_NODE_HOLDS_OBJECT (json_array_get_element (inputs, 0))
                          ? json_array_get_object_element (inputs, 0)
                          : NULL;
  run->entry = entry->seq;
  run->tool = assay_replay_text (object, "module");
  run->version = assay_replay_text (object, "version");
  run->info = assay_tool_list_find (run->tool);
  run->result_sha256 = assay_replay_text (object, "result");
  run->input_sha256 = input != NULL ? assay_replay_text (input, "sha256") : g_strdup ("");
  run->outputs = name_outputs (object);
  run->made = *run->outputs != '\0';
  run->error = read_personal (object, "message");
  run->cancelled = g_str_equal (assay_json_string (object, "exit", ""), "cancelled");
  run->sandbox = assay_replay_text (object, "sandbox");
  run->libraries = assay_replay_text (object, "libraries");
  run->started = parse_time (assay_json_string (object, "started", ""));
  run->ended = parse_time (assay_json_string (object, "ended", ""));
  if (parameters == NULL)
    return run;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, parameters);
  run->parameters = assay_json_text (node, ASSAY_JSON_CANONICAL);
  return run;
}

/* The exhibit that holds @sha256 and is somebody's known recording now; NULL if there is none. */
static const AssayReportExhibit *
find_known (const AssayReportData *data, const char *sha256)
{
  for (guint i = 0; i < data->exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = data->exhibits->pdata[i];
      if (exhibit->known != NULL && g_strcmp0 (exhibit->sha256, sha256) == 0)
        return exhibit;
    }
  return NULL;
}

/* What @run was compared with and whose known recordings these are, as it was noted when it ran. */
static void
note_compared (const AssayReportData *data, AssayReportRun *run, JsonObject *object)
{
  JsonArray *inputs = assay_json_array (object, "inputs");
  g_autoptr (GPtrArray) subjects = g_ptr_array_new ();
  g_autoptr (GString) numbers = g_string_new (NULL);
  g_autoptr (GString) hashes = g_string_new (NULL);
  for (guint i = 1; inputs != NULL && i < json_array_get_length (inputs); i++)
    {
      JsonNode *node = json_array_get_element (inputs, i);
      JsonObject *input = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (input == NULL || !g_str_equal (assay_json_string (input, "role", ""), ASSAY_KNOWN_ROLE))
        continue;
      const char *hash = assay_json_string (input, "sha256", "");
      const AssayReportExhibit *known = find_known (data, hash);
      g_string_append_printf (hashes, "%s%.16s", hashes->len > 0 ? ", " : "", hash);
      if (known == NULL)
        continue;
      if (!g_ptr_array_find_with_equal_func (subjects, known->known, g_str_equal, NULL))
        g_ptr_array_add (subjects, known->known);
      g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? ", " : "", known->number);
    }
  run->references = g_strdup (hashes->str);
  if (subjects->len == 0)
    return;
  g_ptr_array_add (subjects, NULL);
  run->compared = g_strjoinv (", ", (char **) subjects->pdata);
  run->compared_with = g_strdup (numbers->str);
}

static char *
replay_enrol (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  AssayReportExhibit *exhibit = find_exhibit (data, assay_json_int (object, "item", 0));
  if (exhibit != NULL)
    {
      g_free (exhibit->known);
      exhibit->known
          = assay_json_bool (object, "known", FALSE) ? assay_replay_name (object, "subject") : NULL;
    }
  return assay_replay_describe (entry->event, object);
}

/* Whether @exhibit was examined by @tool before, and that succeeded. */
static gboolean
has_succeeded (const AssayReportExhibit *exhibit, const char *tool)
{
  for (guint i = 0; i < exhibit->runs->len; i++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[i];
      if (*run->error == '\0' && g_str_equal (run->tool, tool))
        return TRUE;
    }
  return FALSE;
}

/* Whether a run of @info ended with an error that is a reason to doubt the exhibit. */
static gboolean
is_refused (const AssayToolInfo *info, JsonObject *object)
{
  const char *domain = assay_json_string (object, "error", "");
  const gint64 code = assay_json_int (object, "code", -1);
  const AssayErrorInfo *doubt = info == NULL ? NULL : info->doubts;
  for (; doubt != NULL && doubt->domain != NULL; doubt++)
    if (g_str_equal (domain, doubt->domain) && code == doubt->code)
      return TRUE;
  return FALSE;
}

static char *
replay_analyse (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  AssayReportExhibit *exhibit = find_exhibit (data, assay_json_int (object, "item", 0));
  AssayReportRun *run = make_run (entry, object);
  g_autofree char *what = g_strdup_printf ("%s %s", run->tool, run->version);
  g_hash_table_add (data->results, g_strdup (run->result_sha256));
  run->others = assay_replay_other_inputs (object);
  note_compared (data, run, object);
  const char *words = "";
  if (*run->error == '\0'
      && assay_verdict_parse (assay_json_string (object, "verdict", ""), &run->verdict)
      && run->verdict != ASSAY_VERDICT_NOT_APPLICABLE)
    words = assay_text_translate (assay_verdict_phrase (run->verdict));
  char *detail = *run->error != '\0' ? g_strdup_printf (_ ("%s failed: %s"), what, run->error)
                 : *words != '\0'    ? g_strdup_printf ("%s: %s", what, words)
                                     : g_strdup (what);
  if (exhibit == NULL)
    {
      assay_report_run_free (run);
      return detail;
    }
  const char *type = assay_json_string (object, "type", NULL);
  if (type != NULL)
    {
      g_free (exhibit->mime);
      exhibit->mime = assay_text_visible (type, -1);
    }
  /* A run that failed later takes no answer back: the bytes may have been deleted since. */
  if (g_str_equal (run->tool, "integrity")
      && (*run->error == '\0' || !has_succeeded (exhibit, run->tool)))
    {
      exhibit->verdict = run->verdict;
      g_free (exhibit->error);
      exhibit->error = g_strdup (run->error);
    }
  if (is_refused (run->info, object))
    {
      exhibit->refused = entry->seq;
      exhibit->refused_by = run->info;
    }
  g_ptr_array_add (exhibit->runs, run);
  return detail;
}

static char *
replay_verify (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  const gboolean passed = assay_json_bool (object, "passed", FALSE);
  g_autofree char *time = assay_words_time (parse_time (entry->time));
  for (guint i = 0; i < data->exhibits->len; i++)
    {
      AssayReportExhibit *exhibit = data->exhibits->pdata[i];
      if (exhibit->state != ASSAY_CUSTODY_ERASED)
        exhibit->state = ASSAY_CUSTODY_VERIFIED;
    }
  JsonArray *differs = assay_json_array (object, "differs");
  for (guint i = 0; differs != NULL && i < json_array_get_length (differs); i++)
    {
      AssayReportExhibit *exhibit = find_exhibit (data, json_array_get_int_element (differs, i));
      if (exhibit != NULL && exhibit->state != ASSAY_CUSTODY_ERASED)
        exhibit->state = ASSAY_CUSTODY_DIFFERS;
    }
  const gint64 entries = assay_json_int (object, "entries", 0);
  const gint64 objects = assay_json_int (object, "objects", 0);
  const gint64 findings = assay_json_int (object, "findings", 0);
  data->broken = !passed;
  g_free (data->verified);
  data->verified
      = passed ? g_strdup_printf (_ ("Last full verification on %s: entries 1 to %" PRId64
                                     " and %" PRId64 " stored objects verified, nothing differs."),
                                  time, entries, objects)
               : g_strdup_printf (ngettext ("Last full verification on %s: it found %" PRId64
                                            " difference. This case is not intact.",
                                            "Last full verification on %s: it found %" PRId64
                                            " differences. This case is not intact.",
                                            (gulong) findings),
                                  time, findings);
  return passed ? g_strdup (_ ("everything recomputed; nothing differs"))
                : g_strdup_printf (ngettext ("%" PRId64 " difference", "%" PRId64 " differences",
                                             (gulong) findings),
                                   findings);
}

static void
replay_edit (JsonObject *object, const char *member, char **text, GString *detail)
{
  JsonObject *edit = assay_json_object (object, member);
  if (edit == NULL)
    return;
  g_free (*text);
  *text = assay_replay_name (edit, "new");
  g_string_append_printf (detail, "%s%s: %s", detail->len > 0 ? " · " : "", member, *text);
}

static char *
replay_retention (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  g_autofree char *day = assay_replay_text (object, "retain_until");
  return *day == '\0' ? g_strdup (_ ("no retention period"))
                      : g_strdup_printf (_ ("evidence kept until %s"), day);
}

static char *
replay_note (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  AssayReportExhibit *exhibit = find_exhibit (data, assay_json_int (object, "item", 0));
  g_autofree char *text = read_personal (object, "text");
  if (exhibit != NULL && *text != '\0')
    g_ptr_array_add (exhibit->notes,
                     assay_report_note_new (entry->seq, parse_time (entry->time), text));
  g_autoptr (GString) detail = g_string_new (text);
  replay_edit (object, "title", &data->title, detail);
  replay_edit (object, "reference", &data->reference, detail);
  replay_edit (object, "examiner", &data->examiner, detail);
  if (json_object_has_member (object, "retain_until")) /* as earlier versions wrote it */
    {
      g_autofree char *period = replay_retention (data, entry, object);
      g_string_append (detail, period);
    }
  return g_string_free (g_steal_pointer (&detail), FALSE);
}

static char *
replay_transfer (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  g_autofree char *from = read_personal (object, "from");
  g_autofree char *to = read_personal (object, "to");
  g_autofree char *reason = read_personal (object, "reason");
  g_autofree char *names = g_strdup_printf (_ ("from %s to %s"), assay_words_or_unstated (from),
                                            assay_words_or_unstated (to));
  return g_strjoin (*reason != '\0' ? ": " : "", names, reason, NULL);
}

static char *
replay_close (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  return read_personal (object, "reason");
}

static char *
replay_dispose (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  AssayReportExhibit *exhibit = find_exhibit (data, assay_json_int (object, "item", 0));
  const char *bytes = assay_json_string (object, "object", "");
  if (exhibit != NULL)
    exhibit->state = ASSAY_CUSTODY_ERASED;
  g_autofree char *reason = read_personal (object, "reason");
  const gint64 same = assay_json_int (object, "same_as", 0);
  if (same != 0)
    return g_strdup_printf (
        _ ("%s (given up; the bytes are kept, because exhibit %" PRId64 " has the same)"), reason,
        same);
  if (g_str_equal (bytes, "kept"))
    return g_strdup_printf (
        _ ("%s (given up; the bytes are kept, because the result of a run has the same)"), reason);
  return g_str_equal (bytes, "deleted")
             ? g_strdup_printf (_ ("%s (the bytes were deleted)"), reason)
             : g_steal_pointer (&reason);
}

/* The examiner's choice whether the newest result of a tool stands in reports. That of the
 * integrity check always does, because the verdict rests on it; a later run of the tool is a new
 * result and is in. */
static char *
replay_view (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  AssayReportExhibit *exhibit = find_exhibit (data, assay_json_int (object, "item", 0));
  const char *tool = assay_json_string (object, "module", "");
  gboolean in_report;
  if (!json_object_has_member (object, "in_report") || g_str_equal (tool, "integrity"))
    return g_strdup ("");
  in_report = assay_json_bool (object, "in_report", TRUE);
  for (guint i = 0; exhibit != NULL && i < exhibit->runs->len; i++)
    {
      AssayReportRun *run = exhibit->runs->pdata[i];
      if (g_str_equal (run->tool, tool))
        run->left_out = in_report ? 0 : entry->seq;
    }
  g_autofree char *name = assay_text_visible (tool, -1);
  return in_report ? g_strdup_printf (_ ("results of %s taken into reports"), name)
                   : g_strdup_printf (_ ("results of %s left out of reports"), name);
}

static char *
describe (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object)
{
  static const struct
  {
    const char *event;
    char *(*replay) (AssayReportData *data, const AssayLedgerEntry *entry, JsonObject *object);
  } table[] = {
    { "case.open", replay_open },   { "intake", replay_intake }, { "analyse", replay_analyse },
    { "verify", replay_verify },    { "note", replay_note },     { "retention", replay_retention },
    { "dispose", replay_dispose },  { "view", replay_view },     { "transfer", replay_transfer },
    { "case.close", replay_close }, { "enrol", replay_enrol },
  };
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].event, entry->event))
      return table[i].replay (data, entry, object);
  return assay_replay_describe (entry->event, object);
}

void
assay_report_replay (AssayReportData *data, const AssayLedgerEntry *entry)
{
  AssayReportEntry *copy = assay_report_entry_new ();
  const char *body = entry->revealed != NULL ? entry->revealed : entry->body;
  g_autoptr (JsonNode) node = assay_json_parse (body, -1, ENTRY_DEPTH, NULL);
  JsonObject *root
      = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *object = root != NULL ? assay_json_object (root, "data") : NULL;
  copy->seq = entry->seq;
  copy->time = g_strdup (entry->time);
  copy->event = assay_text_visible (entry->event, -1);
  copy->actor = assay_text_visible (entry->actor, -1);
  copy->exhibit = object != NULL ? (guint) assay_json_int (object, "item", 0) : 0;
  copy->hash = g_strdup (entry->hash);
  copy->detail = object != NULL ? describe (data, entry, object) : g_strdup ("");
  copy->examiner = g_strdup (data->examiner != NULL ? data->examiner : "");
  g_ptr_array_add (data->entries, copy);

  g_autofree char *signature = assay_text_hex (entry->signature, 64);
  g_string_append_printf (data->ledger, "%s\n", entry->body);
  g_string_append_printf (data->signatures, "%s\n", signature);
  data->upto = entry->seq;
}
