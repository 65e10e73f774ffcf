/* assay-report-data-private.h: everything that a report says, as plain data: what lays it out knows
 * no case and no worker.
 *
 * Filled by assay-report-collect.c from a case, by assay-report-check.c from a quick check, and by
 * tests from nothing. All text is valid UTF-8 and already made visible. */
#pragma once

#include "model/assay-model.h"
#include "report/assay-report.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 seq;
  char *time; /* claimed UTC, RFC 3339 */
  char *event;
  char *actor;
  char *examiner; /* as stated in the case when it was written; "" when nobody was */
  guint exhibit;  /* 0: about the case */
  char *detail;   /* one line of what the entry says */
  char *hash;     /* of the entry */
} AssayReportEntry;

typedef struct _AssayReportRun
{
  gint64 entry;              /* that recorded it; 0 in a quick check */
  const AssayToolInfo *info; /* NULL: a tool that this program does not have */
  char *tool;
  char *version;
  char *parameters; /* JSON */
  char *input_sha256;
  char *result_sha256; /* "" when there is none */
  char *outputs;       /* files that it made, a line each: name or role, size, SHA-256; "" */
  gboolean made;       /* whether there are any */
  char *error;         /* "" when it succeeded */
  gboolean cancelled;  /* that is why it has one */
  char *sandbox;
  char *libraries;
  gint64 started; /* ms since 1970 */
  gint64 ended;
  AssayVerdict verdict; /* that its entry recorded */
  gint64 left_out;      /* entry by which the examiner left it out of reports; 0: it is in */
  AssayResult *result;  /* NULL when it failed or was left out */
  char *compared;       /* whose known recordings it was compared with; NULL: nobody's */
  char *compared_with;  /* the numbers of these exhibits, with commas; NULL: none */
  char *others;         /* role and SHA-256 of each other input, a line each; "" */
  char *references;   /* starts of the SHA-256 of all inputs it was compared with, with commas; NULL
                       * or "": none */
  char *recipient;    /* who was given the mark that it read, in words; NULL: nobody */
  JsonNode *document; /* for findings.json; NULL: made from result */
} AssayReportRun;

typedef struct
{
  gint64 entry; /* that recorded it */
  gint64 time;  /* ms since 1970 */
  char *text;
} AssayReportNote;

typedef struct
{
  guint number; /* from 1 */
  char *known;  /* whose known genuine recording it is at the entry that is read; NULL: nobody's */
  char *name;
  char *mime;
  guint64 size;
  char *sha256;
  char *sha512;
  char *sha1;
  char *md5;
  char *source;
  char *received_by;   /* "" when nobody was named */
  char *note;          /* given at intake */
  GPtrArray *notes;    /* AssayReportNote: added later, oldest first */
  gint64 taken_in;     /* ms since 1970; 0 in a quick check */
  gint64 source_mtime; /* 0 when unknown */
  gint64 entry;        /* of its intake */
  AssayCustodyState state;
  gboolean is_result;   /* the result of a run is the same bytes */
  guint same;           /* first other exhibit that holds the same bytes; 0: none */
  AssayVerdict verdict; /* the strongest of all runs that speak of it; the integrity check's where
                           no other has more */
  AssayVerdict change;  /* the same of all but the runs that compare playing with speaking: how far
                           the bytes were changed */
  gint64 refused;       /* entry of the last run that ended because it is not what it was (the
                           tool's doubts); 0: none */
  const AssayToolInfo *refused_by;      /* the tool of that run; NULL: none */
  const struct _AssayReportRun *unread; /* the last run with a reason for doubt by a tool that this
                                           program does not have; NULL: none */
  char *error;                          /* why it could not be checked; "" */
  AssayImage *thumbnail;                /* NULL without one */
  GPtrArray *runs;                      /* AssayReportRun, oldest first */
} AssayReportExhibit;

typedef struct
{
  AssayReportOptions *options;
  gboolean quick; /* no case */
  char *language; /* BCP 47 */
  char *version;  /* of Assay */
  char *id;       /* of the report */
  char *case_uuid;
  char *title;
  char *reference;
  char *examiner;
  gint64 opened; /* ms since 1970 */
  gint64 date;   /* the report's own date, ms since 1970 */
  gint64 upto;   /* last entry covered */
  gint64 n_entries;
  GPtrArray *exhibits; /* AssayReportExhibit: those chosen, by number */
  guint n_exhibits;    /* in the case */
  GPtrArray *entries;  /* AssayReportEntry: 1 … upto */
  GHashTable *results; /* SHA-256 of the results of all runs up to upto */
  char *checkpoint;    /* signed note; NULL in a quick check */
  gint64 checkpoint_size;
  GString *ledger;     /* ledger.jsonl: bodies, a line each */
  GString *signatures; /* ledger.sig: hex, a line each */
  char *public_pem;    /* of the examiner key; NULL without a ledger */
  char *verified;  /* the newest `verify` entry up to upto in one sentence; NULL if there is none */
  gboolean broken; /* that entry found something that differs */
} AssayReportData;

AssayReportEntry *assay_report_entry_new (void) G_GNUC_WARN_UNUSED_RESULT;
AssayReportRun *assay_report_run_new (void) G_GNUC_WARN_UNUSED_RESULT;
AssayReportExhibit *assay_report_exhibit_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Empty lists; @options: (nullable) are copied. */
AssayReportData *
assay_report_data_new (const AssayReportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
AssayReportNote *
assay_report_note_new (gint64 entry, gint64 time, const char *text) G_GNUC_WARN_UNUSED_RESULT;
void assay_report_entry_free (AssayReportEntry *self);
void assay_report_run_free (AssayReportRun *self);
void assay_report_exhibit_free (AssayReportExhibit *self);
void assay_report_data_free (AssayReportData *self);

/* Sets id, version and language, which follow from the rest. */
void assay_report_data_finish (AssayReportData *self);
/* With the option set: replaces what may name a person or place. */
void assay_report_data_redact (AssayReportData *self);
/* @bytes made visible on one line: line breaks and tabs of a name are escapes too. */
char *assay_report_line (const char *bytes, gssize length) G_GNUC_WARN_UNUSED_RESULT;
/* SOURCE_DATE_EPOCH as the date, or @fallback (ms) where it is not set; FALSE with DATE. */
gboolean assay_report_data_set_date (AssayReportData *self, gint64 fallback, GError **error);
/* The first @most bytes of the checkpoint's Merkle root in hexadecimal; "" without one. */
char *assay_report_data_root (const AssayReportData *self, gsize most) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the result of @run stands in the report: that of the newest run with its tool, settings
 * and input. What other settings found is no less found: it is not hidden by a run that came later.
 */
gboolean assay_report_exhibit_speaks (const AssayReportExhibit *self, const AssayReportRun *run);
/* Whether what @run found is about the file that it made of an original, not about the original:
 * that sound stays readable is no reason against the video that was encrypted. */
gboolean assay_report_run_is_of_made (const AssayReportRun *run);
/* Whether what @run found is about how the sound came to the microphone, not about changes of the
 * file since. */
gboolean assay_report_run_is_of_playing (const AssayReportRun *run);
/* Of such runs that speak of the exhibit the one with the strongest verdict, the last of several;
 * %NULL: there is none. */
const AssayReportRun *assay_report_exhibit_find_playing (const AssayReportExhibit *self);
/* Whether another run of its tool speaks too, so that it must be said which one is meant. */
gboolean assay_report_exhibit_is_one_of_several (const AssayReportExhibit *self,
                                                 const AssayReportRun *run);
/* The newest run of @tool that gave a result; NULL if there is none. */
const AssayReportRun *assay_report_exhibit_find_run (const AssayReportExhibit *self,
                                                     const char *tool);
/* PEM of an Ed25519 public key given as 64 hex; NULL if it is none. */
char *assay_report_public_pem (const char *hex) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @data and lays it out. */
AssayReport *assay_report_new_from_data (AssayReportData *data,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* In assay-report-options.c, for the layout. */
gboolean assay_report_options_wants_exhibit (const AssayReportOptions *self, guint number);
const guint *assay_report_options_get_exhibits (const AssayReportOptions *self, gsize *n);
gint64 assay_report_options_get_upto (const AssayReportOptions *self);
const char *assay_report_options_get_language (const AssayReportOptions *self);
/* All choices as one text: what the report id depends on. */
char *assay_report_options_to_text (const AssayReportOptions *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportEntry, assay_report_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportRun, assay_report_run_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportExhibit, assay_report_exhibit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReportData, assay_report_data_free)

G_END_DECLS
