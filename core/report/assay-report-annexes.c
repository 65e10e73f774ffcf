/* assay-report-annexes.c: section 14: settings and rules, glossary, ledger, attachments. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

static void
write_levels (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Answer"), 3.0, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Used when"), 6.0, ASSAY_STYLE_CELL },
  };
  static const char *const rows[][2] = {
    { N_ ("No obvious signs of tampering detected"),
      N_ ("The checks that apply ran and no finding is above information. It does not prove the "
          "file is original.") },
    { N_ ("Potential integrity anomalies detected"),
      N_ ("One or more findings of severity attention, none of severity compromised.") },
    { N_ ("Integrity compromised"),
      N_ ("One or more findings of severity compromised: not explained by normal handling.") },
    { N_ ("No conclusion possible"),
      N_ ("The check failed or does not apply; the reason follows it.") },
  };
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *cells[]
          = { assay_text_translate (rows[i][0]), assay_text_translate (rows[i][1]) };
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
}

/* "9 of 91", with a mark where the threshold was chosen on the same files; "" where not measured.
 */
static char *
count_of (int fired, int all, const AssayRule *rule)
{
  if (rule->counts.altered < 0)
    return g_strdup ("");
  /* Translators: on how many files a rule fired, of how many; %s is a footnote mark or nothing */
  return g_strdup_printf (_ ("%d of %d%s"), fired, all, rule->counts.tuned ? " *" : "");
}

static void
write_rules (AssayReportWriter *self, gboolean measured)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Rule"), 1.3, ASSAY_STYLE_CELL_MONO },
    { N_ ("Severity at most"), 1.9, ASSAY_STYLE_CELL },
    { N_ ("What it looks for"), 4.0, ASSAY_STYLE_CELL },
    { N_ ("Altered files"), 1.7, ASSAY_STYLE_CELL },
    { N_ ("Believed originals"), 1.7, ASSAY_STYLE_CELL },
  };
  gboolean tuned = FALSE;
  assay_flow_minor_heading (self->flow, _ ("Rules of the catalogue"));
  if (!measured)
    assay_flow_paragraph (
        self->flow, ASSAY_STYLE_NOTE,
        _ ("No error rates were measured for this version of the catalogue: every "
           "rule is exploratory."));
  else
    assay_flow_paragraph (
        self->flow, ASSAY_STYLE_NOTE,
        _ ("The two last columns count the files on which a rule fired when it was "
           "measured."));
  assay_writer_begin_table (self, columns, measured ? 5 : 3);
  for (guint i = 0; i < assay_catalogue_get_n_rules (); i++)
    {
      const AssayRule *rule = assay_catalogue_get_rule (i);
      if (g_str_equal (rule->family, "report"))
        continue;
      g_autofree char *altered = count_of (rule->counts.altered, rule->counts.of_altered, rule);
      g_autofree char *originals
          = count_of (rule->counts.originals, rule->counts.of_originals, rule);
      const char *cells[] = { rule->id, assay_words_severity (rule->severity),
                              assay_text_translate (rule->title), altered, originals };
      tuned = tuned || rule->counts.tuned;
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
  if (measured && tuned)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE,
                          _ ("* Its threshold was chosen on these same files."));
}

/* Rules that fired or found nothing here, each with the exhibits: what section 7 refers to. */
static void
write_used_rules (AssayReportWriter *self, gboolean measured)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Rule"), 1.2, ASSAY_STYLE_CELL_MONO },
    { N_ ("What it looks for"), 4.0, ASSAY_STYLE_CELL },
    { N_ ("Severity at most"), 2.0, ASSAY_STYLE_CELL },
    { N_ ("Fired on"), 1.3, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Found nothing on"), 1.6, ASSAY_STYLE_CELL },
    { N_ ("Altered files"), 1.3, ASSAY_STYLE_CELL },
    { N_ ("Believed originals"), 1.3, ASSAY_STYLE_CELL },
  };
  gboolean tuned = FALSE;
  guint others = 0;
  assay_flow_minor_heading (self->flow, _ ("Rules that were applied"));
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_NOTE,
      measured
          ? _ ("With the numbers of the exhibits on which each fired or, in the check of the file, "
               "found nothing. The two "
               "last columns count the files on which it fired when it was measured. What was "
               "measured of examinations of sound, of replay and of marks stands with their "
               "findings; any other rule without figures is exploratory.")
          : _ ("With the numbers of the exhibits on which each fired or found nothing. No "
               "error rates were measured for this version of the catalogue: every rule is "
               "exploratory."));
  assay_writer_begin_table (self, columns, measured ? 7 : 5);
  for (guint i = 0; i < assay_catalogue_get_n_rules (); i++)
    {
      const AssayRule *rule = assay_catalogue_get_rule (i);
      g_autofree char *fired = assay_writer_check_exhibits (self, rule->id, FALSE);
      g_autofree char *silent = assay_writer_check_exhibits (self, rule->id, TRUE);
      if (g_str_equal (rule->family, "report") || (*fired == '\0' && *silent == '\0'))
        {
          others += g_str_equal (rule->family, "report") ? 0 : 1;
          continue;
        }
      g_autofree char *altered = count_of (rule->counts.altered, rule->counts.of_altered, rule);
      g_autofree char *originals
          = count_of (rule->counts.originals, rule->counts.of_originals, rule);
      const char *cells[] = { rule->id,
                              assay_text_translate (rule->title),
                              assay_words_severity (rule->severity),
                              fired,
                              silent,
                              altered,
                              originals };
      tuned = tuned || rule->counts.tuned;
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
  if (measured && tuned)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE,
                          _ ("* Its threshold was chosen on these same files."));
  if (others > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext (
              "%u further rule of the catalogue is about other kinds of files, could not be "
              "applied, or belongs to an examination that lists only what it finds.",
              "%u further rules of the catalogue are about other kinds of files, could not be "
              "applied, or belong to examinations that list only what they find, as those of "
              "sound, replay and marks do.",
              others),
          others);
      assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
    }
}

static void
write_settings (AssayReportWriter *self)
{
  gboolean measured = FALSE;
  for (guint i = 0; i < assay_catalogue_get_n_rules (); i++)
    measured = measured || assay_catalogue_get_rule (i)->counts.altered >= 0;
  assay_flow_heading (self->flow, 1, _ ("Annex C: how the answer is computed"), "annex-c");
  write_levels (self);
  if (assay_catalogue_get_n_rules () == 0)
    return;
  if (assay_writer_full (self, ASSAY_REPORT_ANNEX_SETTINGS))
    write_rules (self, measured);
  else
    write_used_rules (self, measured);
}

/* Words that a quick check has no use for. */
static gboolean
is_of_cases (const char *word)
{
  static const char *const words[]
      = { "Checkpoint", "Exhibit", "Finding", "Ledger", "Signature", NULL };
  return g_strv_contains (words, word);
}

void
assay_write_glossary (AssayReportWriter *self)
{
  static const char *const words[][2] = {
    { N_ ("Checkpoint"), N_ ("A short signed text that fixes the whole ledger up to one entry. A "
                             "copy kept elsewhere shows any later "
                             "change.") },
    { N_ ("Container"), N_ ("The wrapping of a media file, such as MP4, that holds pictures, sound "
                            "and notes on them.") },
    { N_ ("Encoding"),
      N_ ("Turning pictures or sound into a compact form. Doing it again leaves traces.") },
    { N_ ("EXIF"),
      N_ ("Notes that a camera writes into a picture: time, place, model and settings.") },
    { N_ ("Exhibit"), N_ ("One file of the case under its number.") },
    { N_ ("Finding"), N_ ("One thing that a rule saw in a file, with the place and the values.") },
    { N_ ("Hash (SHA-256)"), N_ ("A number computed from all bytes of a file. One changed bit "
                                 "gives another number; equal numbers mean equal "
                                 "files.") },
    { N_ ("Ledger"), N_ ("The list of everything done in the case. Each entry is signed and holds "
                         "the hash of the one before.") },
    { N_ ("Metadata"),
      N_ ("Data about a file that are stored inside it beside the picture or sound.") },
    { N_ ("Offset"), N_ ("The place of a byte in a file, counted from its beginning.") },
    { N_ ("Signature"),
      N_ ("A proof that the holder of a secret key approved these exact bytes.") },
  };
  if (self->data->quick)
    assay_flow_heading (self->flow, 0, _ ("Words used here"), NULL);
  else
    assay_flow_heading (self->flow, 1, _ ("Annex D: glossary"), "annex-d");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (!self->data->quick || !is_of_cases (words[i][0]))
      assay_flow_pair (self->flow, assay_text_translate (words[i][0]), ASSAY_STYLE_BODY,
                       assay_text_translate (words[i][1]));
}

/* In the short form: the first entry, the last and those that took something in. The hash of an
 * entry fixes all before it. */
static gboolean
is_printed (const AssayReportWriter *self, guint i)
{
  const GPtrArray *entries = self->data->entries;
  const AssayReportEntry *entry = entries->pdata[i];
  return assay_writer_full (self, ASSAY_REPORT_ANNEX_LEDGER) || i == 0 || i + 1 == entries->len
         || g_str_equal (entry->event, "intake") || g_str_equal (entry->event, "checkpoint.anchor");
}

/* Whole entries are attached; printed are the hashes that a reader needs to compare them with
 * another copy. */
static void
write_ledger (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Entry"), 0.8, ASSAY_STYLE_CELL },
    /* Wide enough for the longest, "checkpoint.anchor", on one line. */
    { N_ ("Event"), 2.2, ASSAY_STYLE_CELL },
    { N_ ("SHA-256 of the entry"), 7.6, ASSAY_STYLE_CELL_MONO },
  };
  assay_flow_heading (self->flow, 1, _ ("Annex E: ledger extract"), "annex-e");
  if (!assay_writer_full (self, ASSAY_REPORT_ANNEX_LEDGER))
    assay_flow_paragraph (
        self->flow, ASSAY_STYLE_NOTE,
        _ ("The first and the last entry, and those that took exhibits in or concern a "
           "checkpoint. The hash of an entry fixes all entries before it; all are in the attached "
           "ledger.jsonl."));
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->data->entries->len; i++)
    {
      const AssayReportEntry *entry = self->data->entries->pdata[i];
      if (!is_printed (self, i))
        continue;
      g_autofree char *seq = g_strdup_printf ("%" PRId64, entry->seq);
      const char *cells[] = { seq, entry->event, entry->hash };
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
}

void
assay_write_attachments (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("File"), 2.2, ASSAY_STYLE_CELL_STRONG },
    { N_ ("What it is"), 3.4, ASSAY_STYLE_CELL },
    { N_ ("SHA-256"), 5.0, ASSAY_STYLE_CELL_MONO },
  };
  if (self->data->quick)
    assay_flow_heading (self->flow, 0, _ ("Attached as data"), NULL);
  else
    assay_flow_heading (self->flow, 1, _ ("Annex G: attachments"), "annex-g");
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, _ ("Evidence itself is never attached."));
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->attached->len; i++)
    {
      const AssayAttachment *attachment = self->attached->pdata[i];
      g_autofree char *hash = assay_words_hash (attachment->sha256);
      const char *cells[] = { attachment->name, assay_text_translate (attachment->title), hash };
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
}

void
assay_write_annexes (AssayReportWriter *self)
{
  static const struct
  {
    AssayReportSection section;
    void (*write) (AssayReportWriter *writer);
  } annexes[] = {
    { ASSAY_REPORT_ANNEX_METADATA, assay_write_annex_metadata },
    { ASSAY_REPORT_ANNEX_STRUCTURE, assay_write_annex_structure },
    { ASSAY_REPORT_ANNEX_SETTINGS, write_settings },
    { ASSAY_REPORT_ANNEX_GLOSSARY, assay_write_glossary },
    { ASSAY_REPORT_ANNEX_LEDGER, write_ledger },
    { ASSAY_REPORT_ANNEX_FORMS, assay_write_forms },
    { ASSAY_REPORT_ANNEX_ATTACHMENTS, assay_write_attachments },
  };
  assay_writer_section (self, 14);
  for (guint i = 0; i < G_N_ELEMENTS (annexes); i++)
    if (assay_writer_has (self, annexes[i].section))
      annexes[i].write (self);
}
