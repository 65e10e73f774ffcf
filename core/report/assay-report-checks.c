/* assay-report-checks.c: the checks that found nothing or could not run, of one exhibit or of all
 * together. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

/* Rules about reports themselves say nothing about an exhibit. */
static gboolean
is_of_reports (const char *id)
{
  const AssayRule *rule = id != NULL ? assay_catalogue_find (id) : NULL;
  return rule != NULL && g_str_equal (rule->family, "report");
}

/* A reason why checks did not run, with their names, and the exhibits of which both are true. */
typedef struct
{
  const char *reason; /* msgid, of a result */
  GString *names;
  GArray *exhibits; /* guint */
} NotRun;

static void
not_run_free (gpointer data)
{
  NotRun *self = data;
  if (self == NULL) /* taken over */
    return;
  g_string_free (self->names, TRUE);
  g_array_unref (self->exhibits);
  g_free (self);
}

static NotRun *
find_reason (GPtrArray *list, const char *reason)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((NotRun *) list->pdata[i])->reason, reason))
      return list->pdata[i];
  NotRun *added = g_new (NotRun, 1);
  *added = (NotRun){ reason, g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_ptr_array_add (list, added);
  return added;
}

/* Of @list, the one with @reason: @name is among its names. */
static void
add_name (GPtrArray *list, const char *reason, const char *name)
{
  GString *names = find_reason (list, reason)->names;
  if (strstr (names->str, name) == NULL) /* several runs of a tool say the same */
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
}

/* Those of one exhibit, checks with the same reason together. */
static GPtrArray *
list_not_run (const AssayReportExhibit *exhibit)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (not_run_free);
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (run->info == NULL && *run->result_sha256 != '\0' && run->left_out == 0)
        add_name (list,
                  N_ ("This version of Assay does not have the tool and cannot read its result"),
                  run->tool);
      if (!assay_report_exhibit_speaks (exhibit, run))
        continue;
      for (guint i = 0; i < assay_result_get_n_not_run (run->result); i++)
        {
          const char *rule;
          const char *reason;
          assay_result_get_not_run (run->result, i, &rule, &reason);
          /* why a score decides nothing is among its findings: it did run */
          if (is_of_reports (rule)
              || ((rule == NULL || *rule == '\0') && assay_report_run_is_of_playing (run)
                  && g_strcmp0 (reason, assay_result_get_no_verdict (run->result)) == 0))
            continue;
          add_name (list, reason, rule != NULL && *rule != '\0' ? rule : run->tool);
        }
    }
  return list;
}

/* @exhibits: (nullable): said where it is not all of them. */
static void
write_reason (AssayReportWriter *self, const NotRun *not_run, const char *exhibits)
{
  g_autoptr (AssayRich) rich = assay_rich_new ();
  g_autofree char *reason = g_strdup (assay_text_translate (not_run->reason));
  if (g_str_has_suffix (reason, "."))
    reason[strlen (reason) - 1] = '\0';
  assay_rich_add (rich, reason, assay_style (ASSAY_STYLE_BODY));
  assay_rich_add (rich, ": ", assay_style (ASSAY_STYLE_BODY));
  assay_rich_add (rich, not_run->names->str, assay_style (ASSAY_STYLE_NOTE));
  if (exhibits != NULL)
    {
      const gboolean one = strspn (exhibits, "0123456789") == strlen (exhibits);
      /* Translators: numbers of exhibits follow: "1–3, 7" */
      g_autofree char *text
          = g_strdup_printf (one ? _ (" (exhibit %s)") : _ (" (exhibits %s)"), exhibits);
      assay_rich_add (rich, text, assay_style (ASSAY_STYLE_NOTE));
    }
  assay_flow_bullet (self->flow, "–", rich);
}

static void
write_not_run_of (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  g_autoptr (GPtrArray) list = list_not_run (exhibit);
  if (list->len > 0)
    assay_flow_minor_heading (self->flow, _ ("Checks that could not run or do not apply"));
  for (guint i = 0; i < list->len; i++)
    write_reason (self, list->pdata[i], NULL);
}

/* The entry of @list with the reason and the names of @not_run, which is taken over if there is
 * none. */
static NotRun *
merge (GPtrArray *list, GPtrArray *from, guint index)
{
  const NotRun *not_run = from->pdata[index];
  for (guint i = 0; i < list->len; i++)
    {
      NotRun *other = list->pdata[i];
      if (g_str_equal (other->reason, not_run->reason)
          && g_string_equal (other->names, not_run->names))
        return other;
    }
  g_ptr_array_add (list, g_ptr_array_index (from, index));
  from->pdata[index] = NULL;
  return g_ptr_array_index (list, list->len - 1);
}

void
assay_write_not_run (AssayReportWriter *self)
{
  const GPtrArray *exhibits = self->data->exhibits;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (not_run_free);
  for (guint e = 0; e < exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = exhibits->pdata[e];
      g_autoptr (GPtrArray) list = list_not_run (exhibit);
      for (guint i = 0; i < list->len; i++)
        g_array_append_val (merge (all, list, i)->exhibits, exhibit->number);
    }
  if (all->len > 0)
    assay_flow_heading (self->flow, 1, _ ("Checks that could not run or do not apply"), NULL);
  for (guint i = 0; i < all->len; i++)
    {
      const NotRun *not_run = all->pdata[i];
      g_autofree char *numbers
          = not_run->exhibits->len == exhibits->len
                ? NULL
                : assay_words_ranges ((const guint *) (gconstpointer) not_run->exhibits->data,
                                      not_run->exhibits->len);
      write_reason (self, not_run, numbers);
    }
}

static gboolean
was_not_run (const AssayResult *result, const char *id)
{
  for (guint i = 0; i < assay_result_get_n_not_run (result); i++)
    {
      const char *rule;
      const char *reason;
      assay_result_get_not_run (result, i, &rule, &reason);
      if (rule != NULL && g_str_equal (rule, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_fired (const AssayResult *result, const char *id)
{
  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    if (g_str_equal (assay_finding_get_rule (assay_result_get_finding (result, i)), id))
      return TRUE;
  return FALSE;
}

/* Rules that are words only, for another tool or a later version, were not run. */
static gboolean
is_live (const AssayRule *rule)
{
  return strstr (rule->definition, "\"not_live\"") == NULL;
}

/* What the run itself noted: a rule for another format did not run. Results without the table of
 * checks (written by hand in tests, or older) leave it open. */
static gboolean
found_nothing (const AssayResult *result, const char *id)
{
  AssayTable *checks = assay_result_find_table (result, "checks");

  if (checks == NULL || assay_table_get_n_columns (checks) < 2)
    return !has_fired (result, id) && !was_not_run (result, id);
  for (guint row = 0; row < assay_table_get_n_rows (checks); row++)
    if (g_strcmp0 (assay_table_get_text (checks, row, 0), id) == 0)
      return g_strcmp0 (assay_table_get_text (checks, row, 1), "Nothing found") == 0;
  return FALSE;
}

/* A check that ran and found nothing is said too. */
static void
write_silent (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  const AssayReportRun *run = assay_report_exhibit_find_run (exhibit, "integrity");
  if (run == NULL)
    return;
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < assay_catalogue_get_n_rules (); i++)
    {
      const AssayRule *rule = assay_catalogue_get_rule (i);
      if (is_live (rule) && found_nothing (run->result, rule->id))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", rule->id);
    }
  if (names->len == 0)
    return;
  assay_flow_minor_heading (self->flow, _ ("Checks that ran and found nothing"));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, names->str);
}

gboolean
assay_writer_sums_checks (const AssayReportWriter *self)
{
  return !self->data->quick && !assay_writer_full (self, ASSAY_REPORT_FINDINGS)
         && assay_writer_has (self, ASSAY_REPORT_ANNEX_SETTINGS)
         && !assay_writer_full (self, ASSAY_REPORT_ANNEX_SETTINGS);
}

static gboolean
has_fired_on (const AssayReportExhibit *exhibit, const char *id)
{
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (assay_report_exhibit_speaks (exhibit, run) && has_fired (run->result, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
was_silent_on (const AssayReportExhibit *exhibit, const char *id)
{
  const AssayReportRun *run = assay_report_exhibit_find_run (exhibit, "integrity");
  const AssayRule *rule = assay_catalogue_find (id);
  return run != NULL && rule != NULL && is_live (rule) && found_nothing (run->result, id);
}

char *
assay_writer_check_exhibits (const AssayReportWriter *self, const char *id, gboolean silent)
{
  const GPtrArray *exhibits = self->data->exhibits;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint e = 0; e < exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = exhibits->pdata[e];
      if (silent ? was_silent_on (exhibit, id) : has_fired_on (exhibit, id))
        g_array_append_val (numbers, exhibit->number);
    }
  if (numbers->len == exhibits->len && numbers->len > 1)
    return g_strdup (_ ("all"));
  return assay_words_ranges ((const guint *) (gconstpointer) numbers->data, numbers->len);
}

static guint
count_silent (const AssayReportExhibit *exhibit)
{
  guint n = 0;
  for (guint i = 0; i < assay_catalogue_get_n_rules (); i++)
    n += was_silent_on (exhibit, assay_catalogue_get_rule (i)->id) ? 1 : 0;
  return n;
}

void
assay_write_checks (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  const guint silent = count_silent (exhibit);
  if (self->data->quick)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("%u check ran on it and found nothing; the attached findings.json names it.",
                    "%u checks ran on it and found nothing; the attached findings.json names them.",
                    silent),
          silent);
      assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, text);
      write_not_run_of (self, exhibit);
    }
  else if (!assay_writer_sums_checks (self))
    {
      write_silent (self, exhibit);
      write_not_run_of (self, exhibit);
    }
  else if (silent > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("%u check ran on it and found nothing; annex C names it.",
                    "%u checks ran on it and found nothing; annex C names them.", silent),
          silent);
      assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
    }
}
