/* assay-report.h: what core/report offers to others: the court report as pages, and as a signed
 * PDF.
 *
 * A report is made once (collected and laid out), is then immutable, and is both the preview and
 * the file: the window paints its draw lists by Cairo, assay_report_write_pdf() paints the same
 * lists by libharu. The words are those of the process language at the time it is made. Nothing
 * here opens or parses evidence. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "case/assay-case-folder.h"
#include "plot/assay-draw-list.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/**
 * AssayReportError:
 * @ASSAY_REPORT_ERROR_FONT: a font that the report needs is not installed (the message names it and
 * its package)
 * @ASSAY_REPORT_ERROR_RANGE: an exhibit or a ledger entry that the case does not have
 * @ASSAY_REPORT_ERROR_KEY: the report-signing key cannot be made, read or unlocked
 * @ASSAY_REPORT_ERROR_PDF: the PDF library or the signature failed
 * @ASSAY_REPORT_ERROR_DATE: SOURCE_DATE_EPOCH is set and gives no date
 */
typedef enum
{
  ASSAY_REPORT_ERROR_FONT,
  ASSAY_REPORT_ERROR_RANGE,
  ASSAY_REPORT_ERROR_KEY,
  ASSAY_REPORT_ERROR_PDF,
  ASSAY_REPORT_ERROR_DATE,
} AssayReportError;

#define ASSAY_REPORT_ERROR (assay_report_error_quark ())
GQuark assay_report_error_quark (void);

typedef enum
{
  ASSAY_REPORT_A4,     /* 595.28 × 841.89 pt */
  ASSAY_REPORT_LETTER, /* 612 × 792 pt */
} AssayReportPaper;

/* Sections that can be switched off. The summary, the conclusion, the limitations and "how to
 * verify" always stay. */
typedef enum
{
  ASSAY_REPORT_IDENTIFICATION,
  ASSAY_REPORT_SCOPE,
  ASSAY_REPORT_EXHIBITS,
  ASSAY_REPORT_CUSTODY,
  ASSAY_REPORT_METHOD,
  ASSAY_REPORT_FINDINGS,
  ASSAY_REPORT_EVALUATION,
  ASSAY_REPORT_REVIEW,
  ASSAY_REPORT_DECLARATIONS,
  ASSAY_REPORT_ANNEX_METADATA,
  ASSAY_REPORT_ANNEX_STRUCTURE,
  ASSAY_REPORT_ANNEX_SETTINGS,
  ASSAY_REPORT_ANNEX_GLOSSARY,
  ASSAY_REPORT_ANNEX_LEDGER,
  ASSAY_REPORT_ANNEX_FORMS,
  ASSAY_REPORT_ANNEX_ATTACHMENTS,
  ASSAY_REPORT_N_SECTIONS,
} AssayReportSection;

/* "identification", "annex-ledger" …: for the command line and settings. */
const char *assay_report_section_id (AssayReportSection section);
/* msgid */
const char *assay_report_section_title (AssayReportSection section);
/* Whether it is printed in short unless its long form is asked for. Nothing that a finding rests on
 * is left out of the short form; what is left out is data of the attached findings.json. */
gboolean assay_report_section_has_full (AssayReportSection section);
/* msgid: what the long form adds, in a few words; NULL for a section without one. */
const char *assay_report_section_full_help (AssayReportSection section);
/* FALSE if there is none of that id; an annex is also found without "annex-". */
gboolean assay_report_section_parse (const char *id, AssayReportSection *section);

/* What a person writes into the report. All are optional; an empty one is printed as "not stated"
 * or as a blank line to fill in by hand, whichever the section needs. */
typedef enum
{
  ASSAY_REPORT_TEXT_QUESTION,    /* the question put */
  ASSAY_REPORT_TEXT_INSTRUCTION, /* received from whom and when */
  ASSAY_REPORT_TEXT_EXAMINER,    /* name; empty: the case's examiner */
  ASSAY_REPORT_TEXT_QUALIFICATIONS,
  ASSAY_REPORT_TEXT_ORGANISATION,
  ASSAY_REPORT_TEXT_ACCREDITATION,
  ASSAY_REPORT_TEXT_CONFLICTS, /* conflict-of-interest line */
  ASSAY_REPORT_TEXT_EXCLUDED,  /* what was excluded and why */
  ASSAY_REPORT_TEXT_ASSUMPTIONS,
  ASSAY_REPORT_TEXT_EVALUATION, /* the examiner's own evaluation, printed beside the computed one */
  ASSAY_REPORT_TEXT_OVERRIDE,   /* a conclusion that replaces the computed one, with its reason */
  ASSAY_REPORT_TEXT_REVIEWER,
  ASSAY_REPORT_TEXT_REVIEW,   /* date and what was re-run */
  ASSAY_REPORT_TEXT_REPLACES, /* report id that this one replaces, and why */
  ASSAY_REPORT_N_TEXTS,
} AssayReportText;

/* "question", "examiner" …: for the command line and settings. */
const char *assay_report_text_id (AssayReportText text);
/* msgids: the label of the field, and one sentence of help. */
const char *assay_report_text_title (AssayReportText text);
const char *assay_report_text_help (AssayReportText text);
gboolean assay_report_text_parse (const char *id, AssayReportText *text);

/* Choices of one report. Plain object of one thread; making a report copies what it needs. */
typedef struct _AssayReportOptions AssayReportOptions;

/* A4 (Letter in a locale of North America), all sections in short, all exhibits, thumbnails shown
 * blurred, nothing redacted. */
AssayReportOptions *assay_report_options_new (void) G_GNUC_WARN_UNUSED_RESULT;
AssayReportOptions *
assay_report_options_copy (const AssayReportOptions *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_report_options_free (AssayReportOptions *self);
void assay_report_options_set_paper (AssayReportOptions *self, AssayReportPaper paper);
AssayReportPaper assay_report_options_get_paper (const AssayReportOptions *self);
void assay_report_options_set_section (AssayReportOptions *self,
                                       AssayReportSection section,
                                       gboolean shown);
gboolean assay_report_options_get_section (const AssayReportOptions *self,
                                           AssayReportSection section);
/* The long form of a section that has one. The default is the short one: a court reads it whole. */
void
assay_report_options_set_full (AssayReportOptions *self, AssayReportSection section, gboolean full);
gboolean assay_report_options_get_full (const AssayReportOptions *self, AssayReportSection section);
/* @text may be NULL or empty. At most ASSAY_LIMIT_TEXT bytes are kept. */
void
assay_report_options_set_text (AssayReportOptions *self, AssayReportText which, const char *text);
/* "" when not set. */
const char *assay_report_options_get_text (const AssayReportOptions *self, AssayReportText which);
/* Numbers of the exhibits to report, in any order; @n 0 for all. */
void assay_report_options_set_exhibits (AssayReportOptions *self, const guint *numbers, gsize n);
/* Ledger entry up to which the case is reported; 0 for the newest. */
void assay_report_options_set_upto (AssayReportOptions *self, gint64 entry);
/* @shown: pictures at all; @blurred: so that nothing can be recognised (the default, and the choice
 * for intimate content). */
void
assay_report_options_set_thumbnails (AssayReportOptions *self, gboolean shown, gboolean blurred);
gboolean assay_report_options_get_thumbnails (const AssayReportOptions *self, gboolean *blurred);
/* Names, sources, notes, places and free text of metadata are replaced by a mark; hashes and
 * findings stay. */
void assay_report_options_set_redacted (AssayReportOptions *self, gboolean redacted);
gboolean assay_report_options_get_redacted (const AssayReportOptions *self);
/* In a redacted report: also those who made it, examiner, reviewer, organisation. Who answers for a
 * report stays named unless this is asked for, because a court cannot use one that nobody signs. */
void assay_report_options_set_anonymous (AssayReportOptions *self, gboolean anonymous);
gboolean assay_report_options_get_anonymous (const AssayReportOptions *self);
/* The choices of a person (sections, texts, pictures, privacy, paper; not the exhibits, the entry
 * and the language) as a JSON object, and back: what @node does not tell of, or tells in another
 * shape, stays as it was. (transfer full) */
JsonNode *assay_report_options_to_json (const AssayReportOptions *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_report_options_apply_json (AssayReportOptions *self, JsonNode *node);

/* A report: immutable, atomically counted. */
typedef struct _AssayReport AssayReport;
#define ASSAY_TYPE_REPORT (assay_report_get_type ())
GType assay_report_get_type (void);

/**
 * assay_report_new_for_case:
 * @options: (nullable): defaults if %NULL
 *
 * Reports what the ledger says up to the chosen entry: nothing later, and no clock, reaches the
 * text. In WRITE mode, when the newest entry is reported, a checkpoint over it is written first
 * (CUSTODY §5); else the newest one not after the entry is printed. Blocking; about 0.2 s
 * for a small case; 10 000 entries with 500 exhibits take 13 s of processor time and give 1700
 * pages.
 *
 * Returns: (transfer full) (nullable): RANGE, FONT, or an error of the case
 */
AssayReport *assay_report_new_for_case (AssayCase *self,
                                        const AssayReportOptions *options,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same in a thread of its own; @options are copied. */
void assay_report_new_for_case_async (AssayCase *self,
                                      const AssayReportOptions *options,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
AssayReport *assay_report_new_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One file of a quick check: what came of the tools run on it, or why they failed. Borrowed during
 * the call. */
typedef struct
{
  AssayOutcome *const
      *outcomes; /* `integrity` first; then metadata, structure … as far as they were run */
  guint n_outcomes;
  const GError *error; /* when the check could not be done: the report says so; else NULL */
  const char *name;    /* used when there is no outcome */
} AssayReportCheck;

/* FALSE with DATE if SOURCE_DATE_EPOCH is set and is no number of seconds up to the end of the year
 * 9999: every report would fail with it, and a caller can know before there is work. */
gboolean assay_report_check_date (GError **error);
/* A report of files that are in no case: no ledger, no custody, no checkpoint; it says so. The date
 * is SOURCE_DATE_EPOCH, or the end of the last run. */
AssayReport *assay_report_new_for_check (const AssayReportCheck *checks,
                                         guint n_checks,
                                         const AssayReportOptions *options,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

AssayReport *assay_report_ref (AssayReport *self);
void assay_report_unref (AssayReport *self);

/* "AR-" and 12 hex: from case, entry, options and language; the same report has the same id. */
const char *assay_report_get_id (const AssayReport *self);
/* Ledger entries that the printed checkpoint covers; 0 without. */
gint64 assay_report_get_checkpoint_size (const AssayReport *self);
/* Last ledger entry that the report covers; 0 for a quick check. */
gint64 assay_report_get_upto (const AssayReport *self);
guint assay_report_get_n_pages (const AssayReport *self);
/* Size of every page in pt (1/72 inch). */
void assay_report_get_page_size (const AssayReport *self, double *width, double *height);
/* Page @index from 0, in pt, origin top left. Borrowed. */
AssayDrawList *assay_report_get_page (const AssayReport *self, guint index);
/* Paints that page with the fonts of the PDF on white paper, 1 pt a unit of @cr, which the caller
 * scales. Main thread. */
void assay_report_paint_page (const AssayReport *self, guint index, cairo_t *cr);
/* Plain text of a page in reading order: the accessible description of a preview. */
char *assay_report_get_page_text (const AssayReport *self, guint index) G_GNUC_WARN_UNUSED_RESULT;

/* The key that signs reports: RSA-3072 with a self-signed certificate in PKCS#12 (report.p12, 0600)
 * beside the examiner key. */
typedef struct _AssayReportKey AssayReportKey;
#define ASSAY_TYPE_REPORT_KEY (assay_report_key_get_type ())
GType assay_report_key_get_type (void);

/**
 * assay_report_key_open:
 * @folder: (nullable): where keys live; NULL for $XDG_DATA_HOME/assay/keys
 * @passphrase: (nullable): of the PKCS#12 file
 * @name: common name of the certificate when the key is made ("Assay report signing key" if NULL)
 *
 * Loads the key, making it on first use (about a second). KEY if it is locked or damaged.
 */
AssayReportKey *assay_report_key_open (const char *folder,
                                       const char *passphrase,
                                       const char *name,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayReportKey *assay_report_key_ref (AssayReportKey *self);
void assay_report_key_unref (AssayReportKey *self);
/* Subject of the certificate, and lower-case hex SHA-256 of its DER. */
const char *assay_report_key_get_subject (const AssayReportKey *self);
const char *assay_report_key_get_fingerprint (const AssayReportKey *self);

/**
 * assay_report_write_pdf:
 * @path: replaced if it exists, only when the new file is complete
 * @key: (nullable): signs; NULL leaves the file unsigned
 * @sha256: (out) (nullable) (transfer full): lower-case hex of the written file
 *
 * The same report gives the same bytes; signed too, with the same key.
 */
gboolean assay_report_write_pdf (
    AssayReport *self, const char *path, AssayReportKey *key, char **sha256, GError **error);

/* Records in the case that @path was written: the `report` entry with id, range, SHA-256 and
 * signing certificate. */
gboolean assay_report_record (AssayReport *self,
                              AssayCase *target,
                              const char *path,
                              const char *sha256,
                              AssayReportKey *key,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportOptions, assay_report_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReport, assay_report_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportKey, assay_report_key_unref)

G_END_DECLS
