/* assay-report-writer-private.h: what the files that write the sections share. */
#pragma once

#include "report/assay-report-data-private.h"
#include "report/assay-report-flow-private.h"

G_BEGIN_DECLS

/* One finding under the number that the whole report cites it by. */
typedef struct
{
  const AssayReportExhibit *exhibit;
  const AssayReportRun *run;
  const AssayFinding *finding;
  char *label; /* "F2.3": third finding of exhibit 2; also the name of its link target */
} AssayFindingRef;

/* A file that goes into the PDF. */
typedef struct
{
  char *name;
  const char *mime;
  const char *relationship; /* "Data", "Supplement" … */
  const char *title;        /* msgid */
  GBytes *bytes;
  char *sha256;
} AssayAttachment;

typedef struct
{
  const AssayReportData *data;
  AssayFlow *flow;
  GArray *findings;      /* AssayFindingRef: by exhibit, strongest first */
  GHashTable *explained; /* rule id → label of the finding with which its words stand; borrowed */
  GPtrArray *attached;   /* AssayAttachment */
  guint brevity;         /* of the summary: 0 as much as is wanted, each step leaves out more */
} AssayReportWriter;

/* Words and numbers (assay-report-words.c). All (transfer full). */
/* "1 000 000", with spaces that no line breaks at: read alike in every language. */
char *assay_words_grouped (guint64 value) G_GNUC_WARN_UNUSED_RESULT;
char *assay_words_size (guint64 bytes) G_GNUC_WARN_UNUSED_RESULT;
/* Type, size (@exact: with the count of bytes) and, of what plays, how long as the file states it.
 */
char *assay_words_facts (const AssayReportExhibit *exhibit,
                         gboolean exact) G_GNUC_WARN_UNUSED_RESULT;
/* The settings of a run, a JSON object, as "name value" pairs in its order; "none" if it is empty.
 */
char *assay_words_settings (const char *parameters) G_GNUC_WARN_UNUSED_RESULT;
/* "2026-11-20 23:24:05 UTC"; "" for 0. */
char *assay_words_time (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;
/* Hex in groups of four. */
char *assay_words_hash (const char *hex) G_GNUC_WARN_UNUSED_RESULT;
/* @text, or its beginning and "…" where it has more than @most characters. */
char *assay_words_shortened (const char *text, glong most) G_GNUC_WARN_UNUSED_RESULT;
/* A value of a file or a tool as a table prints it: whole, or its beginning and how much more there
 * is. A prompt or all settings of an encoder would fill pages, of the short form and (@full) of the
 * long one. */
char *assay_words_value (const char *text, gboolean full) G_GNUC_WARN_UNUSED_RESULT;
/* @numbers ascending as ranges: "1–3, 7". */
char *assay_words_ranges (const guint *numbers, guint n) G_GNUC_WARN_UNUSED_RESULT;
/* @text, or "not stated". */
const char *assay_words_or_unstated (const char *text);
/* The fixed phrase of an exhibit, translated; the sentence that always follows it. */
const char *assay_words_verdict (const AssayReportExhibit *exhibit);
const char *assay_words_verdict_caveat (const AssayReportExhibit *exhibit);
/* The warning that the newest verification found other bytes than were taken in, or NULL. */
const char *assay_words_altered (const AssayReportExhibit *exhibit);
/* That a run ended because the exhibit is not what it was; NULL unless one did. */
char *assay_words_refused (const AssayReportExhibit *exhibit) G_GNUC_WARN_UNUSED_RESULT;
/* That a tool which this program does not have found something, as its entry says; NULL unless one
 * did. */
char *assay_words_unread (const AssayReportExhibit *exhibit) G_GNUC_WARN_UNUSED_RESULT;
const char *assay_words_severity (AssaySeverity severity);
/* Translated text of @rule's member, or @fallback when the catalogue does not have it. */
const char *assay_words_rule_title (const char *rule);
AssayColour assay_words_verdict_colour (const AssayReportExhibit *exhibit);
AssayColour assay_words_severity_colour (AssaySeverity severity);

/* A sign that needs no colour: check, exclamation mark in a triangle, cross in an octagon, question
 * mark (assay-report-signs.c). @size pt square, top left at (@x, @y). */
void assay_sign_verdict (
    AssayDrawList *list, double x, double y, double size, const AssayReportExhibit *exhibit);
void
assay_sign_severity (AssayDrawList *list, double x, double y, double size, AssaySeverity severity);
/* @text as a QR code, level M; FALSE if it does not fit. */
gboolean assay_sign_qr (AssayDrawList *list, double x, double y, double size, const char *text);

/* Findings of one exhibit: index of the first and how many. */
guint
assay_writer_find (const AssayReportWriter *self, const AssayReportExhibit *exhibit, guint *n);
gboolean assay_writer_has (const AssayReportWriter *self, AssayReportSection section);
/* Whether @section is to be printed in its long form. */
gboolean assay_writer_full (const AssayReportWriter *self, AssayReportSection section);
const char *assay_writer_text (const AssayReportWriter *self, AssayReportText which);
/* The small picture of @exhibit as this report may show it, (transfer full); NULL for none. */
AssayImage *assay_writer_picture (const AssayReportWriter *self,
                                  const AssayReportExhibit *exhibit,
                                  gboolean *blurred) G_GNUC_WARN_UNUSED_RESULT;
/* The heading of section @number of the template, 1 to 14. */
void assay_writer_section (AssayReportWriter *self, guint number);
/* "Exhibit 3: name"; in a quick check "File 3: name". */
char *assay_writer_exhibit_title (const AssayReportWriter *self,
                                  const AssayReportExhibit *exhibit) G_GNUC_WARN_UNUSED_RESULT;
/* assay_flow_begin_table() with msgids as titles; at most 12 columns. */
void
assay_writer_begin_table (AssayReportWriter *self, const AssayFlowColumn *columns, guint n_columns);
/* A result table, at most @most rows. @tool: (nullable): stands in its heading. */
void
assay_writer_table (AssayReportWriter *self, const char *tool, const AssayTable *table, guint most);
/* What @run's tool is called, translated. */
const char *assay_report_run_title (const AssayReportRun *run);
/* The command line that does it again, with words in capitals for what is to be filled in (secrets,
 * paths; texts too when @redacted). */
char *assay_report_run_command (const AssayReportRun *run,
                                gboolean redacted) G_GNUC_WARN_UNUSED_RESULT;

/* The sections, in order. */
void assay_write_summary (AssayReportWriter *self);
void assay_write_checkpoint (AssayReportWriter *self);
void assay_write_contents (AssayReportWriter *self);
void assay_write_identification (AssayReportWriter *self);
void assay_write_scope (AssayReportWriter *self);
void assay_write_exhibits (AssayReportWriter *self);
void assay_write_custody (AssayReportWriter *self);
void assay_write_method (AssayReportWriter *self);
void assay_write_findings (AssayReportWriter *self);
/* What a finding about a mark states of chance and of the key; nothing for another finding. */
void assay_write_mark (AssayReportWriter *self, const AssayFindingRef *ref);
/* Parts of section 7 about one exhibit: what its tools measured (assay-report-measures.c), and
 * which checks found nothing or could not run (assay-report-checks.c). */
void assay_write_measures (AssayReportWriter *self, const AssayReportExhibit *exhibit);
void assay_write_figures (AssayReportWriter *self, const AssayReportExhibit *exhibit);
void assay_write_checks (AssayReportWriter *self, const AssayReportExhibit *exhibit);
/* The same of all exhibits together, where it is said only once: the checks that could not run
 * here, those that found nothing in annex C. */
gboolean assay_writer_sums_checks (const AssayReportWriter *self);
void assay_write_not_run (AssayReportWriter *self);
/* "1–3, 7": the exhibits on which the rule @id fired, or with @silent ran and found nothing; "all"
 * if it is all of several, "" if none. */
char *assay_writer_check_exhibits (const AssayReportWriter *self,
                                   const char *id,
                                   gboolean silent) G_GNUC_WARN_UNUSED_RESULT;
void assay_write_evaluation (AssayReportWriter *self);
void assay_write_conclusion (AssayReportWriter *self);
void assay_write_limitations (AssayReportWriter *self);
void assay_write_review (AssayReportWriter *self);
void assay_write_declarations (AssayReportWriter *self);
void assay_write_verification (AssayReportWriter *self);
void assay_write_annexes (AssayReportWriter *self);
void assay_write_forms (AssayReportWriter *self);
/* What follows page 1 in the report of a quick check. */
void assay_write_quick (AssayReportWriter *self);
void assay_write_glossary (AssayReportWriter *self);
void assay_write_attachments (AssayReportWriter *self);
void assay_write_annex_metadata (AssayReportWriter *self);
void assay_write_annex_structure (AssayReportWriter *self);

/* What goes into the PDF (assay-report-attach.c): (element-type AssayAttachment) (transfer full).
 */
GPtrArray *assay_report_attachments (const AssayReportData *data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
