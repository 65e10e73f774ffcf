/* assay-report-words.c: numbers, times, hashes and the fixed phrases (REPORT.md C) as a report
 * prints them. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

#define CLEAR_COLOUR ((AssayColour) 0x17603fff)
#define ATTENTION_COLOUR ((AssayColour) 0x8a5200ff)
#define COMPROMISED_COLOUR ((AssayColour) 0x9c1c28ff)
#define NONE_COLOUR ((AssayColour) 0x4a5462ff)

/* Characters of a value in a table of the short and of the long form. */
#define MOST_OF_SHORT_VALUE 240
#define MOST_OF_VALUE 1200

char *
assay_words_grouped (guint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" PRIu64, value);
  const gsize n = strlen (digits);
  GString *out = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (out, "\302\240");
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

/* @bytes, at least 1000, as a number of the unit that is returned. */
static const char *
in_unit (guint64 bytes, char **number)
{
  static const char *const units[] = { "kB", "MB", "GB", "TB", "PB" };
  double value = (double) bytes / 1000.0;
  guint unit = 0;
  for (; value >= 999.95 && unit + 1 < G_N_ELEMENTS (units); unit++)
    value /= 1000.0;
  *number = assay_number_text (value, 1);
  return units[unit];
}

/* Without the exact count, where room is scarce. */
static char *
print_short_size (guint64 bytes)
{
  g_autofree char *number = NULL;
  if (bytes < 1000)
    {
      number = assay_words_grouped (bytes);
      return g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) bytes), number);
    }
  const char *unit = in_unit (bytes, &number);
  return g_strdup_printf ("%s\302\240%s", number, unit);
}

char *
assay_words_size (guint64 bytes)
{
  if (bytes < 1000)
    return print_short_size (bytes);
  g_autofree char *exact = assay_words_grouped (bytes);
  g_autofree char *number = NULL;
  const char *unit = in_unit (bytes, &number);
  /* Translators: exact count, then the same in a larger unit: "1 234 567 bytes (1.2 MB)". */
  return g_strdup_printf (_ ("%s bytes (%s %s)"), exact, number, unit);
}

/* "5.3 s", "2:05 min", "1:02:05 h". */
static char *
print_duration (double seconds)
{
  const guint64 tenths = (guint64) (MIN (seconds, 1e12) * 10 + 0.5);
  const guint64 whole = tenths / 10;
  if (whole < 60)
    {
      g_autofree char *number = assay_number_text ((double) tenths / 10, 1);
      return g_strdup_printf ("%s\302\240s", number);
    }
  if (whole < 3600)
    return g_strdup_printf ("%" PRIu64 ":%02" PRIu64 " min", whole / 60, whole % 60);
  return g_strdup_printf ("%" PRIu64 ":%02" PRIu64 ":%02" PRIu64 " h", whole / 3600,
                          whole / 60 % 60, whole % 60);
}

char *
assay_words_facts (const AssayReportExhibit *exhibit, gboolean exact)
{
  g_autofree char *size
      = exact ? assay_words_size (exhibit->size) : print_short_size (exhibit->size);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "%s · %s", assay_words_or_unstated (exhibit->mime), size);
  const AssayReportRun *run = assay_report_exhibit_find_run (exhibit, "integrity");
  for (guint i = 0; run != NULL && i < assay_result_get_n_metrics (run->result); i++)
    {
      const char *name;
      const char *unit;
      double value;
      guint digits;
      assay_result_get_metric (run->result, i, &name, &value, &digits, &unit);
      g_autofree char *playing = g_str_equal (name, "duration") ? print_duration (value) : NULL;
      if (playing != NULL)
        g_string_append_printf (text, " · %s", playing);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
assay_words_shortened (const char *text, glong most)
{
  if (g_utf8_strlen (text, -1) <= most)
    return g_strdup (text);
  g_autofree char *start = g_utf8_substring (text, 0, most - 1);
  return g_strconcat (start, "…", NULL);
}

char *
assay_words_value (const char *text, gboolean full)
{
  const glong most = full ? MOST_OF_VALUE : MOST_OF_SHORT_VALUE;
  const glong length = g_utf8_strlen (text, -1);
  /* A handful more costs less room than the words about them. */
  if (length <= most + most / 8)
    return g_strdup (text);
  g_autofree char *start = g_utf8_substring (text, 0, most);
  return g_strdup_printf (ngettext ("%s… (%ld more character, in the attached findings.json)",
                                    "%s… (%ld more characters, in the attached findings.json)",
                                    (gulong) (length - most)),
                          g_strchomp (start), length - most);
}

char *
assay_words_ranges (const guint *numbers, guint n)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < n;)
    {
      const guint first = numbers[i];
      guint last = first;
      for (i++; i < n && numbers[i] == last + 1; i++)
        last++;
      g_string_append_printf (out, out->len > 0 ? ", %u" : "%u", first);
      if (last > first)
        g_string_append_printf (out, "–%u", last);
    }
  return g_string_free (out, FALSE);
}

char *
assay_words_time (gint64 unix_ms)
{
  if (unix_ms == 0)
    return g_strdup ("");
  g_autofree char *text = assay_time_text (unix_ms);
  if (strlen (text) < 19)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%.10s %.8s UTC", text, text + 11);
}

char *
assay_words_hash (const char *hex)
{
  GString *out = g_string_new (NULL);
  for (gsize i = 0; hex != NULL && hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (out, ' ');
      g_string_append_c (out, hex[i]);
    }
  return g_string_free (out, FALSE);
}

const char *
assay_words_or_unstated (const char *text)
{
  return text != NULL && *text != '\0' ? text : _ ("not stated");
}

static gboolean
has_verdict (const AssayReportExhibit *exhibit)
{
  return *exhibit->error == '\0' && exhibit->verdict != ASSAY_VERDICT_NOT_APPLICABLE;
}

const char *
assay_words_verdict (const AssayReportExhibit *exhibit)
{
  if (!has_verdict (exhibit))
    return _ ("No conclusion possible");
  return assay_text_translate (assay_verdict_phrase (exhibit->verdict));
}

static const char *
why_no_verdict (const AssayReportExhibit *exhibit)
{
  if (*exhibit->error != '\0')
    return exhibit->error;

  const AssayReportRun *run = assay_report_exhibit_find_run (exhibit, "integrity");
  if (run == NULL)
    return _ ("No integrity check of this file is recorded.");

  const char *reason = run->result == NULL ? NULL : assay_result_get_no_verdict (run->result);
  return reason == NULL ? _ ("The integrity check gave no conclusion.")
                        : assay_text_translate (reason);
}

const char *
assay_words_verdict_caveat (const AssayReportExhibit *exhibit)
{
  if (!has_verdict (exhibit))
    return why_no_verdict (exhibit);
  switch (exhibit->verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      return _ ("These checks found no signs. This does not prove the file is original.");
    case ASSAY_VERDICT_ATTENTION:
      if (exhibit->refused != 0)
        return _ ("A run found that this is not the file that it was. An innocent explanation may "
                  "exist.");
      if (exhibit->change < ASSAY_VERDICT_ATTENTION)
        return _ ("This is about what the microphone heard, which a loudspeaker may have played; "
                  "nothing found says that the file was changed. An innocent explanation may "
                  "exist.");
      return _ ("At least one finding needs an explanation. An innocent one may exist.");
    case ASSAY_VERDICT_COMPROMISED:
      return _ ("At least one finding cannot be explained by normal handling of the file.");
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return "";
}

const char *
assay_words_altered (const AssayReportExhibit *exhibit)
{
  if (exhibit->state != ASSAY_CUSTODY_DIFFERS)
    return NULL;
  return _ (
      "Warning: the bytes kept in the case are no longer those that were taken in, or are "
      "missing. The answer is about the bytes that were taken in, whose SHA-256 is given here.");
}

char *
assay_words_refused (const AssayReportExhibit *exhibit)
{
  if (exhibit->refused == 0)
    return NULL;
  return g_strdup_printf (_ ("%s (ledger entry %" PRId64 ")"),
                          assay_text_translate (exhibit->refused_by->refusal), exhibit->refused);
}

char *
assay_words_unread (const AssayReportExhibit *exhibit)
{
  const AssayReportRun *run = exhibit->unread;

  if (run == NULL)
    return NULL;
  return g_strdup_printf (
      _ ("“%s %s” found something, but this version of Assay does not have that "
         "tool and cannot read its result (ledger entry %" PRId64 ")."),
      run->tool, run->version, run->entry);
}

const char *
assay_words_severity (AssaySeverity severity)
{
  switch (severity)
    {
    case ASSAY_SEVERITY_INFO:
      return _ ("Information");
    case ASSAY_SEVERITY_ATTENTION:
      return _ ("Attention");
    case ASSAY_SEVERITY_COMPROMISED:
      return _ ("Compromised");
    }
  return "";
}

const char *
assay_words_rule_title (const char *rule)
{
  const AssayRule *entry = assay_catalogue_find (rule);
  return entry != NULL ? assay_text_translate (entry->title) : rule;
}

AssayColour
assay_words_severity_colour (AssaySeverity severity)
{
  switch (severity)
    {
    case ASSAY_SEVERITY_INFO:
      return NONE_COLOUR;
    case ASSAY_SEVERITY_ATTENTION:
      return ATTENTION_COLOUR;
    case ASSAY_SEVERITY_COMPROMISED:
      return COMPROMISED_COLOUR;
    }
  return NONE_COLOUR;
}

AssayColour
assay_words_verdict_colour (const AssayReportExhibit *exhibit)
{
  if (!has_verdict (exhibit))
    return NONE_COLOUR;
  switch (exhibit->verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      return CLEAR_COLOUR;
    case ASSAY_VERDICT_ATTENTION:
      return ATTENTION_COLOUR;
    case ASSAY_VERDICT_COMPROMISED:
      return COMPROMISED_COLOUR;
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return NONE_COLOUR;
}

char *
assay_words_settings (const char *parameters)
{
  g_autoptr (JsonNode) node
      = parameters == NULL ? NULL : assay_json_parse (parameters, -1, ASSAY_LIMIT_DEPTH, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup (parameters == NULL ? _ ("none") : parameters);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonNode *value = json_object_get_member (object, at->data);
      g_autofree char *shown = json_node_get_value_type (value) == G_TYPE_STRING
                                   ? json_node_dup_string (value)
                                   : assay_json_text (value, ASSAY_JSON_COMPACT);
      /* What was left empty was not set. */
      if (*shown != '\0')
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "",
                                (const char *) at->data, shown);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (_ ("none"));
}
