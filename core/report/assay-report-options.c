/* assay-report-options.c: the choices of one report, and the names of sections and fields. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#include "report/assay-report-data-private.h"

struct _AssayReportOptions
{
  AssayReportPaper paper;
  gboolean sections[ASSAY_REPORT_N_SECTIONS];
  gboolean full[ASSAY_REPORT_N_SECTIONS];
  char *texts[ASSAY_REPORT_N_TEXTS];
  GArray *exhibits; /* guint, ascending */
  gint64 upto;
  char *language;
  gboolean thumbnails;
  gboolean blurred;
  gboolean redacted;
  gboolean anonymous;
};

GQuark
assay_report_error_quark (void)
{
  return g_quark_from_static_string ("assay-report-error");
}

static const struct
{
  const char *id;
  const char *title;
  const char *full; /* what the long form adds; NULL: there is no other form */
} sections[ASSAY_REPORT_N_SECTIONS] = {
  [ASSAY_REPORT_IDENTIFICATION] = { "identification", N_ ("Identification"), NULL },
  [ASSAY_REPORT_SCOPE] = { "scope", N_ ("Question and scope"), NULL },
  [ASSAY_REPORT_EXHIBITS] = { "exhibits", N_ ("Exhibits"), N_ ("With SHA-1 and MD5 too") },
  [ASSAY_REPORT_CUSTODY] = { "custody", N_ ("Custody"), N_ ("Every entry has a row of its own") },
  [ASSAY_REPORT_METHOD]
  = { "method", N_ ("Equipment and method"), N_ ("Every run with its settings and libraries") },
  [ASSAY_REPORT_FINDINGS]
  = { "findings", N_ ("Findings"), N_ ("Whole values, every figure and every check") },
  [ASSAY_REPORT_EVALUATION] = { "evaluation", N_ ("Evaluation"), NULL },
  [ASSAY_REPORT_REVIEW] = { "review", N_ ("Review"), NULL },
  [ASSAY_REPORT_DECLARATIONS] = { "declarations", N_ ("Declarations"), NULL },
  [ASSAY_REPORT_ANNEX_METADATA]
  = { "annex-metadata", N_ ("Annex: metadata"), N_ ("Every field of every file") },
  [ASSAY_REPORT_ANNEX_STRUCTURE]
  = { "annex-structure", N_ ("Annex: structure"), N_ ("Every part of every file") },
  [ASSAY_REPORT_ANNEX_SETTINGS] = { "annex-settings", N_ ("Annex: settings and rules"),
                                    N_ ("Every rule, also those that were not used") },
  [ASSAY_REPORT_ANNEX_GLOSSARY] = { "annex-glossary", N_ ("Annex: glossary"), NULL },
  [ASSAY_REPORT_ANNEX_LEDGER]
  = { "annex-ledger", N_ ("Annex: ledger extract"), N_ ("Every entry of the record") },
  [ASSAY_REPORT_ANNEX_FORMS] = { "annex-forms", N_ ("Annex: certificate forms"), NULL },
  [ASSAY_REPORT_ANNEX_ATTACHMENTS] = { "annex-attachments", N_ ("Annex: attachments"), NULL },
};

static const struct
{
  const char *id;
  const char *title;
  const char *help;
} texts[ASSAY_REPORT_N_TEXTS] = {
  [ASSAY_REPORT_TEXT_QUESTION]
  = { "question", N_ ("Question"), N_ ("The question put to the examiner, in one sentence.") },
  [ASSAY_REPORT_TEXT_INSTRUCTION]
  = { "instruction", N_ ("Instruction"), N_ ("Received from whom, and when.") },
  [ASSAY_REPORT_TEXT_EXAMINER]
  = { "examiner", N_ ("Examiner"), N_ ("Who answers for the report.") },
  [ASSAY_REPORT_TEXT_QUALIFICATIONS]
  = { "qualifications", N_ ("Qualifications"), N_ ("Training and experience that matter here.") },
  [ASSAY_REPORT_TEXT_ORGANISATION]
  = { "organisation", N_ ("Organisation"), N_ ("For whom the examiner works, with address.") },
  [ASSAY_REPORT_TEXT_ACCREDITATION]
  = { "accreditation", N_ ("Accreditation"), N_ ("Standard and number, or “none”.") },
  [ASSAY_REPORT_TEXT_CONFLICTS]
  = { "conflicts", N_ ("Conflicts of interest"), N_ ("Ties to the parties, or “none known”.") },
  [ASSAY_REPORT_TEXT_EXCLUDED]
  = { "excluded", N_ ("Excluded"), N_ ("What was not examined, and why.") },
  [ASSAY_REPORT_TEXT_ASSUMPTIONS]
  = { "assumptions", N_ ("Assumptions"), N_ ("What was taken as given.") },
  [ASSAY_REPORT_TEXT_EVALUATION]
  = { "evaluation", N_ ("Evaluation"),
      N_ ("What the findings mean for the question, in the examiner’s own words.") },
  [ASSAY_REPORT_TEXT_OVERRIDE]
  = { "override", N_ ("Different conclusion"),
      N_ ("A conclusion that replaces the computed one, with the reason. Both are printed.") },
  [ASSAY_REPORT_TEXT_REVIEWER] = { "reviewer", N_ ("Reviewer"), N_ ("Who reviewed the report.") },
  [ASSAY_REPORT_TEXT_REVIEW]
  = { "review", N_ ("Review"), N_ ("When it was reviewed, and what was run again.") },
  [ASSAY_REPORT_TEXT_REPLACES]
  = { "replaces", N_ ("Replaces"),
      N_ ("The id of the report that this one replaces, and why it does.") },
};

const char *
assay_report_section_id (AssayReportSection section)
{
  g_return_val_if_fail (section < ASSAY_REPORT_N_SECTIONS, "");
  return sections[section].id;
}

const char *
assay_report_section_title (AssayReportSection section)
{
  g_return_val_if_fail (section < ASSAY_REPORT_N_SECTIONS, "");
  return sections[section].title;
}

gboolean
assay_report_section_has_full (AssayReportSection section)
{
  g_return_val_if_fail (section < ASSAY_REPORT_N_SECTIONS, FALSE);
  return sections[section].full != NULL;
}

const char *
assay_report_section_full_help (AssayReportSection section)
{
  g_return_val_if_fail (section < ASSAY_REPORT_N_SECTIONS, NULL);
  return sections[section].full;
}

/* "annex-metadata" and "metadata" are the same annex. */
static gboolean
is_section (const char *section, const char *id)
{
  return g_str_equal (section, id)
         || (g_str_has_prefix (section, "annex-") && g_str_equal (section + strlen ("annex-"), id));
}

gboolean
assay_report_section_parse (const char *id, AssayReportSection *section)
{
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    if (is_section (sections[i].id, id))
      {
        *section = (AssayReportSection) i;
        return TRUE;
      }
  return FALSE;
}

const char *
assay_report_text_id (AssayReportText text)
{
  g_return_val_if_fail (text < ASSAY_REPORT_N_TEXTS, "");
  return texts[text].id;
}

const char *
assay_report_text_title (AssayReportText text)
{
  g_return_val_if_fail (text < ASSAY_REPORT_N_TEXTS, "");
  return texts[text].title;
}

const char *
assay_report_text_help (AssayReportText text)
{
  g_return_val_if_fail (text < ASSAY_REPORT_N_TEXTS, "");
  return texts[text].help;
}

gboolean
assay_report_text_parse (const char *id, AssayReportText *text)
{
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    if (g_str_equal (texts[i].id, id))
      {
        *text = (AssayReportText) i;
        return TRUE;
      }
  return FALSE;
}

/* The C library knows the paper of a territory: 279 mm high is Letter. */
static AssayReportPaper
local_paper (void)
{
  guintptr height = (guintptr) nl_langinfo (_NL_PAPER_HEIGHT);
  return (guint) height == 279 ? ASSAY_REPORT_LETTER : ASSAY_REPORT_A4;
}

AssayReportOptions *
assay_report_options_new (void)
{
  AssayReportOptions *self = g_new0 (AssayReportOptions, 1);
  self->paper = local_paper ();
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    self->sections[i] = TRUE;
  self->exhibits = g_array_new (FALSE, FALSE, sizeof (guint));
  self->thumbnails = TRUE;
  self->blurred = TRUE;
  return self;
}

AssayReportOptions *
assay_report_options_copy (const AssayReportOptions *self)
{
  AssayReportOptions *copy = g_memdup2 (self, sizeof *self);
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    copy->texts[i] = g_strdup (self->texts[i]);
  copy->language = g_strdup (self->language);
  copy->exhibits = g_array_copy (self->exhibits);
  return copy;
}

void
assay_report_options_free (AssayReportOptions *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    g_free (self->texts[i]);
  g_free (self->language);
  g_array_unref (self->exhibits);
  g_free (self);
}

void
assay_report_options_set_paper (AssayReportOptions *self, AssayReportPaper paper)
{
  self->paper = paper;
}

AssayReportPaper
assay_report_options_get_paper (const AssayReportOptions *self)
{
  return self->paper;
}

void
assay_report_options_set_section (AssayReportOptions *self,
                                  AssayReportSection section,
                                  gboolean shown)
{
  g_return_if_fail (section < ASSAY_REPORT_N_SECTIONS);
  self->sections[section] = shown;
}

gboolean
assay_report_options_get_section (const AssayReportOptions *self, AssayReportSection section)
{
  g_return_val_if_fail (section < ASSAY_REPORT_N_SECTIONS, FALSE);
  return self->sections[section];
}

void
assay_report_options_set_full (AssayReportOptions *self, AssayReportSection section, gboolean full)
{
  g_return_if_fail (section < ASSAY_REPORT_N_SECTIONS);
  self->full[section] = full && sections[section].full != NULL;
}

gboolean
assay_report_options_get_full (const AssayReportOptions *self, AssayReportSection section)
{
  g_return_val_if_fail (section < ASSAY_REPORT_N_SECTIONS, FALSE);
  return self->full[section];
}

/* Lines of a person's text stay lines; all else that is not plain text becomes visible. */
static char *
clean_text (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = assay_text_visible (lines[i], -1);
      g_free (lines[i]);
      lines[i] = line;
    }
  return g_strstrip (g_strjoinv ("\n", lines));
}

void
assay_report_options_set_text (AssayReportOptions *self, AssayReportText which, const char *text)
{
  g_return_if_fail (which < ASSAY_REPORT_N_TEXTS);
  g_free (self->texts[which]);
  g_autofree char *cut = text != NULL ? g_strndup (text, ASSAY_LIMIT_TEXT) : NULL;
  self->texts[which] = cut != NULL ? clean_text (cut) : NULL;
}

const char *
assay_report_options_get_text (const AssayReportOptions *self, AssayReportText which)
{
  g_return_val_if_fail (which < ASSAY_REPORT_N_TEXTS, "");
  return self->texts[which] != NULL ? self->texts[which] : "";
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint *left = a;
  const guint *right = b;
  return (*left > *right) - (*left < *right);
}

void
assay_report_options_set_exhibits (AssayReportOptions *self, const guint *numbers, gsize n)
{
  g_array_set_size (self->exhibits, 0);
  if (n > 0)
    g_array_append_vals (self->exhibits, numbers, (guint) n);
  g_array_sort (self->exhibits, compare_numbers);
}

const guint *
assay_report_options_get_exhibits (const AssayReportOptions *self, gsize *n)
{
  *n = self->exhibits->len;
  return (const guint *) (gconstpointer) self->exhibits->data;
}

gboolean
assay_report_options_wants_exhibit (const AssayReportOptions *self, guint number)
{
  return self->exhibits->len == 0
         || g_array_binary_search (self->exhibits, &number, compare_numbers, NULL);
}

void
assay_report_options_set_upto (AssayReportOptions *self, gint64 entry)
{
  self->upto = entry;
}

gint64
assay_report_options_get_upto (const AssayReportOptions *self)
{
  return self->upto;
}

const char *
assay_report_options_get_language (const AssayReportOptions *self)
{
  return self->language;
}

void
assay_report_options_set_thumbnails (AssayReportOptions *self, gboolean shown, gboolean blurred)
{
  self->thumbnails = shown;
  self->blurred = blurred;
}

gboolean
assay_report_options_get_thumbnails (const AssayReportOptions *self, gboolean *blurred)
{
  *blurred = self->blurred;
  return self->thumbnails;
}

void
assay_report_options_set_redacted (AssayReportOptions *self, gboolean redacted)
{
  self->redacted = redacted;
}

gboolean
assay_report_options_get_redacted (const AssayReportOptions *self)
{
  return self->redacted;
}

void
assay_report_options_set_anonymous (AssayReportOptions *self, gboolean anonymous)
{
  self->anonymous = anonymous;
}

gboolean
assay_report_options_get_anonymous (const AssayReportOptions *self)
{
  return self->anonymous;
}

char *
assay_report_options_to_text (const AssayReportOptions *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text,
                          "paper=%d thumbnails=%d%d redacted=%d%d sections=", (int) self->paper,
                          self->thumbnails, self->blurred, self->redacted, self->anonymous);
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    g_string_append_c (text, !self->sections[i] ? '0' : self->full[i] ? '2' : '1');
  for (guint i = 0; i < self->exhibits->len; i++)
    g_string_append_printf (text, " %u", g_array_index (self->exhibits, guint, i));
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    g_string_append_printf (text, "\n%s=%s", texts[i].id,
                            self->texts[i] != NULL ? self->texts[i] : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
