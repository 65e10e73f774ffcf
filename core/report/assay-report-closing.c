/* assay-report-closing.c: sections 8 to 13: what the findings mean, what they cannot mean, who
 * answers for it, and how anybody checks it. The phrases are those of REPORT.md C and no others. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

/* The statements with three lines to be filled in, pt. */
#define DECLARATIONS 260.0
/* The rule of a mark that was read with its key. */
#define MARK_FOUND "MRK-01"

/* How the findings bear on proposition B of section 3 against A; wording by rule, never by score.
 */
static const char *
support_words (const AssayReportExhibit *exhibit)
{
  if (*exhibit->error != '\0' || exhibit->change == ASSAY_VERDICT_NOT_APPLICABLE)
    return _ ("Does not distinguish A from B: no usable result.");
  switch (exhibit->change)
    {
    case ASSAY_VERDICT_CLEAR:
      return _ ("Does not distinguish A from B: careful editing can leave no trace that these "
                "checks see.");
    case ASSAY_VERDICT_ATTENTION:
      return _ ("Supports B over A weakly: each finding still has an innocent explanation.");
    case ASSAY_VERDICT_COMPROMISED:
      return _ ("Supports B over A strongly: at least one finding has no explanation in normal "
                "handling.");
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return "";
}

/* How a replay score bears on proposition D against C. It is a trace at most, whatever it is. */
static const char *
playing_words (const AssayReportRun *run)
{
  switch (assay_result_get_verdict (run->result))
    {
    case ASSAY_VERDICT_ATTENTION:
    case ASSAY_VERDICT_COMPROMISED:
      return _ ("Supports D over C weakly: each finding of the replay score still has an innocent "
                "explanation.");
    case ASSAY_VERDICT_CLEAR:
      return _ ("Does not distinguish C from D: a good loudspeaker can leave no trace that the "
                "replay score sees.");
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return _ ("Does not distinguish C from D: the replay score does not decide, or says nothing of "
            "such a recording.");
}

static void
cite (AssayReportWriter *self, AssayRich *rich, const AssayReportExhibit *exhibit)
{
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  for (guint i = first; i < first + n; i++)
    {
      const AssayFindingRef *ref = &g_array_index (self->findings, AssayFindingRef, i);
      if (assay_finding_get_severity (ref->finding) == ASSAY_SEVERITY_INFO
          || assay_report_run_is_of_made (ref->run))
        continue;
      g_autofree char *text = g_strdup_printf (" [%s]", ref->label);
      assay_rich_add_link (rich, text, assay_style (ASSAY_STYLE_LINK), ref->label);
    }
}

/* A mark that was found is no finding of weight, but it is what was asked: which exhibits carry
 * one, and what that says of propositions A and B. */
static void
tell_marks (AssayReportWriter *self, AssayRich *rich, const AssayReportExhibit *exhibit)
{
  guint n;
  guint told = 0;
  const guint first = assay_writer_find (self, exhibit, &n);
  for (guint i = first; i < first + n; i++)
    {
      const AssayFindingRef *ref = &g_array_index (self->findings, AssayFindingRef, i);
      if (!g_str_equal (assay_finding_get_rule (ref->finding), MARK_FOUND)
          || assay_report_run_is_of_made (ref->run))
        continue;
      if (told++ == 0)
        assay_rich_add (rich,
                        _ (" It carries a mark that only the holder of a key could have written: "
                           "it is a marked copy, not the file as it was recorded."),
                        assay_style (ASSAY_STYLE_BODY));
      g_autofree char *text = g_strdup_printf (" [%s]", ref->label);
      assay_rich_add_link (rich, text, assay_style (ASSAY_STYLE_LINK), ref->label);
    }
}

static gboolean
has_verdict (const AssayReportExhibit *exhibit, const AssayReportRun *run)
{
  return assay_report_exhibit_speaks (exhibit, run) && !assay_report_run_is_of_made (run);
}

/* A run of @tool that found something. */
static gboolean
finds_something (const AssayReportExhibit *exhibit, const char *tool)
{
  for (guint i = 0; i < exhibit->runs->len; i++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[i];
      if (!has_verdict (exhibit, run) || !g_str_equal (run->tool, tool))
        continue;
      const AssayVerdict verdict = assay_result_get_verdict (run->result);
      if (verdict == ASSAY_VERDICT_ATTENTION || verdict == ASSAY_VERDICT_COMPROMISED)
        return TRUE;
    }
  return FALSE;
}

/* A conflict worth naming: one run of a tool is clear and another of the same tool is not. Two
 * tools look at different things. */
static gboolean
has_conflict (const AssayReportExhibit *exhibit)
{
  for (guint i = 0; i < exhibit->runs->len; i++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[i];
      if (has_verdict (exhibit, run)
          && assay_result_get_verdict (run->result) == ASSAY_VERDICT_CLEAR
          && finds_something (exhibit, run->tool))
        return TRUE;
    }
  return FALSE;
}

void
assay_write_evaluation (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_EVALUATION))
    return;
  assay_writer_section (self, 8);
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("Computed from the rules of annex C, for the propositions of section 3."));
  for (guint e = 0; e < self->data->exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[e];
      g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
      g_autoptr (AssayRich) rich = assay_rich_new ();
      assay_rich_add (rich, title, assay_style (ASSAY_STYLE_STRONG));
      assay_rich_add (rich, ". ", assay_style (ASSAY_STYLE_STRONG));
      assay_rich_add (rich, support_words (exhibit), assay_style (ASSAY_STYLE_BODY));
      const AssayReportRun *playing = assay_report_exhibit_find_playing (exhibit);
      if (playing != NULL)
        {
          assay_rich_add (rich, " ", assay_style (ASSAY_STYLE_BODY));
          assay_rich_add (rich, playing_words (playing), assay_style (ASSAY_STYLE_BODY));
        }
      cite (self, rich, exhibit);
      tell_marks (self, rich, exhibit);
      if (has_conflict (exhibit))
        {
          assay_rich_add (rich, " ", assay_style (ASSAY_STYLE_BODY));
          assay_rich_add (rich,
                          _ ("Runs disagree on this exhibit: one found nothing, another did; "
                             "section 7 has both."),
                          assay_style (ASSAY_STYLE_BODY));
        }
      assay_flow_bullet (self->flow, "–", rich);
    }
  const char *own = assay_writer_text (self, ASSAY_REPORT_TEXT_EVALUATION);
  if (*own != '\0')
    {
      assay_flow_minor_heading (self->flow, _ ("The examiner’s evaluation"));
      assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, own);
    }
}

void
assay_write_conclusion (AssayReportWriter *self)
{
  assay_writer_section (self, 9);
  if (self->data->broken)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, self->data->verified);
  for (guint e = 0; e < self->data->exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[e];
      AssayFlow *flow = self->flow;
      g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
      g_autoptr (AssayRich) rich = assay_rich_new ();
      assay_rich_add (rich, title, assay_style (ASSAY_STYLE_BODY));
      assay_rich_add (rich, ": ", assay_style (ASSAY_STYLE_BODY));
      assay_rich_add (rich, assay_words_verdict (exhibit), assay_style (ASSAY_STYLE_STRONG));
      assay_rich_add (rich, ". ", assay_style (ASSAY_STYLE_STRONG));
      assay_rich_add (rich, assay_words_verdict_caveat (exhibit), assay_style (ASSAY_STYLE_BODY));
      cite (self, rich, exhibit);
      tell_marks (self, rich, exhibit);
      const char *altered = assay_words_altered (exhibit);
      if (altered != NULL)
        {
          assay_rich_add (rich, " ", assay_style (ASSAY_STYLE_STRONG));
          assay_rich_add (rich, altered, assay_style (ASSAY_STYLE_STRONG));
        }
      assay_flow_need (flow, 28);
      assay_sign_verdict (assay_flow_get_list (flow), assay_flow_get_left (flow),
                          assay_flow_get_y (flow) + 1, 11, exhibit);
      assay_flow_indent (flow, 18);
      assay_flow_rich (flow, rich);
      assay_flow_indent (flow, -18);
    }
  const char *override = assay_writer_text (self, ASSAY_REPORT_TEXT_OVERRIDE);
  if (*override != '\0')
    {
      assay_flow_begin_box (self->flow, ASSAY_TINT, ASSAY_INK_SOFT);
      assay_flow_paragraph (
          self->flow, ASSAY_STYLE_STRONG,
          _ ("The examiner concludes differently from the computed answer above:"));
      assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, override);
      assay_flow_end_box (self->flow);
    }
}

void
assay_write_limitations (AssayReportWriter *self)
{
  assay_writer_section (self, 10);
  static const char *const limits[] = {
    N_ ("The checks look at bytes, metadata and signal traces of the files given. They say nothing "
        "about who made, "
        "changed or sent them, nor whether what is shown happened."),
    N_ ("A file that passed through a messenger or platform was re-encoded there. That removes "
        "traces of earlier "
        "editing and adds traces of its own."),
    N_ ("Metadata can be written by anybody with free tools. Metadata that fit together are no "
        "proof; metadata that "
        "do not fit are a reason to look closer."),
    N_ ("Somebody who knows these checks can avoid some of them. “No obvious signs” means: no "
        "signs found by these "
        "checks."),
    N_ ("Error rates given in section 7 hold for the data they were measured on and may differ for "
        "other devices."),
    N_ ("Times come from the clock of the computer that ran Assay. Only a time-stamp or a copy of "
        "the checkpoint held "
        "by somebody else fixes them from outside."),
  };
  /* The two last are about error rates of a section and about checkpoints. */
  const gsize n = self->data->quick ? G_N_ELEMENTS (limits) - 2 : G_N_ELEMENTS (limits);
  for (gsize i = 0; i < n; i++)
    assay_flow_bullet_text (self->flow, "–", assay_text_translate (limits[i]));
}

void
assay_write_review (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_REVIEW))
    return;
  assay_writer_section (self, 11);
  const char *reviewer = assay_writer_text (self, ASSAY_REPORT_TEXT_REVIEWER);
  if (*reviewer == '\0')
    {
      assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, _ ("Not reviewed by a second examiner."));
      return;
    }
  assay_flow_pair (self->flow, _ ("Reviewer"), ASSAY_STYLE_BODY, reviewer);
  assay_flow_pair (self->flow, _ ("Review"), ASSAY_STYLE_BODY,
                   assay_words_or_unstated (assay_writer_text (self, ASSAY_REPORT_TEXT_REVIEW)));
}

void
assay_write_declarations (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_DECLARATIONS))
    return;
  /* Nobody signs a line on a page of its own. */
  assay_flow_need (self->flow, DECLARATIONS);
  assay_writer_section (self, 12);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE,
                        _ ("These statements take effect only when a person signs them. The "
                           "program does not make them. "
                           "The layout is a template and no legal advice."));
  static const char *const statements[] = {
    N_ ("I understand that my duty is to the court and overrides any duty to those who instruct or "
        "pay me."),
    N_ ("What I state is true to the best of my knowledge and belief; I have said where I rely on "
        "others."),
    N_ ("I have left out nothing that I know of and that could change my conclusions."),
    N_ ("I will tell the court and those who instructed me at once if my opinion changes."),
  };
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    assay_flow_bullet_text (self->flow, "☐", assay_text_translate (statements[i]));
  assay_flow_space (self->flow, 8);
  assay_flow_blank (self->flow, _ ("Name"));
  assay_flow_blank (self->flow, _ ("Place and date"));
  assay_flow_blank (self->flow, _ ("Signature"));
}

static void
step (AssayReportWriter *self, const char *number, const char *text, const char *command)
{
  assay_flow_need (self->flow, 60);
  assay_flow_bullet_text (self->flow, number, text);
  assay_flow_indent (self->flow, 15);
  assay_flow_code (self->flow, command);
  assay_flow_indent (self->flow, -15);
}

/* The command and what it must print, by exhibit; a long case has them in section 4 only. */
static char *
hash_commands (const AssayReportData *data)
{
  const guint most = 20;
  GString *text = g_string_new ("sha256sum FILE");
  for (guint i = 0; data->exhibits->len <= most && i < data->exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = data->exhibits->pdata[i];
      if (*exhibit->sha256 != '\0')
        g_string_append_printf (text, "\n%u  %s", exhibit->number, exhibit->sha256);
    }
  return g_string_free (text, FALSE);
}

/* The redacted version has no results, so nobody can hash them. */
static const char *
attachment_words (const AssayReportData *data)
{
  if (data->quick)
    return _ ("The results behind the words: they are attached as data.");
  if (assay_report_options_get_redacted (data->options))
    return _ ("The attachments: rules and hashes of the results, ledger, signatures, checkpoint, "
              "public key and a short script. What the results say is left out of this version, so "
              "their SHA-256 in section 6 can be recomputed from the full version only.");
  return _ ("The attachments: results, ledger, signatures, checkpoint, public key and "
            "a short script. The SHA-256 of a result in section 6 is that of the "
            "member “result” of its run in findings.json, written as canonical JSON "
            "(RFC 8785).");
}

void
assay_write_verification (AssayReportWriter *self)
{
  const AssayReportData *data = self->data;
  assay_writer_section (self, 13);
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("Without a network and without Assay, on any Linux system with poppler-utils and OpenSSL. "
         "REPORT.pdf stands for the name of this file."));
  if (data->quick)
    step (self, "1",
          _ ("A quick check is not signed: nothing in this file proves who made it or that its "
             "pages stayed as they were. Compare its SHA-256 with the one that was noted when it "
             "was saved, and rest on steps 2 and 4, which need no trust in these pages."),
          "sha256sum REPORT.pdf");
  else
    step (self, "1",
          _ ("The signature of this report, if it is signed. Expected: “Signature is Valid” and "
             "“Total document "
             "signed”. The certificate is self-signed, so compare its fingerprint, which the last "
             "command prints, with the one that the examiner gives you."),
          "pdfsig REPORT.pdf\n"
          "pdfsig -dump REPORT.pdf\n"
          "openssl pkcs7 -inform DER -in REPORT.pdf.sig0 -print_certs |\n"
          "  openssl x509 -noout -fingerprint -sha256");
  g_autofree char *hashes = hash_commands (data);
  step (self, "2",
        data->quick
            ? _ ("That the file you hold is the one that was checked: the command must print "
                 "the SHA-256 that page 1 or the list of files has for it.")
            : _ ("That the file you hold is the one examined: the command must print the "
                 "SHA-256 that section 4 has for this exhibit."),
        hashes);
  step (self, "3", attachment_words (data), "pdfdetach -saveall REPORT.pdf");
  if (data->quick)
    step (self, "4",
          _ ("The same check again, by anybody who has Assay. Expected: the same findings with the "
             "same values."),
          "assay-cli --json check FILE");
  else
    step (self, "4",
          _ ("The ledger: every link, every signature, and the checkpoint printed on page 1. "
             "Expected: a line that "
             "begins with OK. Get the public key by another road than this file and compare it."),
          "bash verify.sh ledger.jsonl ledger.sig examiner.pub.pem checkpoint.note");
}
