/* cli.h: what the commands of assay-cli share: global options, output, cancelling. */
#pragma once

#include "base/assay-guard.h"
#include "case/assay-case.h"
#include "case/assay-recipient-register.h"
#include "report/assay-report.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

typedef struct _CliPainter CliPainter;

typedef struct
{
  const CliPainter *painter; /* NULL in the program that cannot write reports */
  char **words;              /* the command line as it was given */
  char **command;            /* where its command begins, within argv */
  char *store;               /* folder of cases; never NULL after parsing */
  gboolean verbose;          /* of `verify`: what was proved too, not only what differs */
  gboolean json;             /* one JSON document on stdout instead of text */
  char *passphrase_file;     /* of the examiner key or a named key; NULL without */
  GCancellable *cancellable; /* cancelled by SIGINT and SIGTERM */
  AssayClient *client;       /* made on first use: cli_get_client() */
  int status;                /* the highest exit status so far */
} Cli;

/* One command: its words after the name in @argv (argv[0] is the name itself). Errors are reported
 * with cli_fail(). */
typedef void (*CliCommand) (Cli *cli, int argc, char **argv);

void cli_check (Cli *cli, int argc, char **argv);
void cli_case (Cli *cli, int argc, char **argv);
void cli_intake (Cli *cli, int argc, char **argv);
void cli_verify (Cli *cli, int argc, char **argv);
void cli_export (Cli *cli, int argc, char **argv);
void cli_note (Cli *cli, int argc, char **argv);
void cli_erase (Cli *cli, int argc, char **argv);
void cli_tools (Cli *cli, int argc, char **argv);
void cli_run (Cli *cli, int argc, char **argv);
void cli_report (Cli *cli, int argc, char **argv);
void cli_stamp (Cli *cli, int argc, char **argv);
void cli_key (Cli *cli, int argc, char **argv);
void cli_receipt (Cli *cli, int argc, char **argv);
void cli_timestamp (Cli *cli, int argc, char **argv);
void cli_import (Cli *cli, int argc, char **argv);
/* Of `key` and of `case`. */
void cli_examiner (Cli *cli, int argc, char **argv);
void cli_case_close (Cli *cli, int argc, char **argv);
void cli_case_transfer (Cli *cli, int argc, char **argv);
void cli_case_key (Cli *cli, int argc, char **argv);
void cli_case_retention (Cli *cli, int argc, char **argv);
void cli_known (Cli *cli, int argc, char **argv);
void cli_recipients (Cli *cli, int argc, char **argv);
/* `case recipients copies`. */
void cli_copies (Cli *cli, int argc, char **argv);
/* NAME=VALUE of --set; a secret also as NAME=@FILE, NAME=@- or NAME=@key:KEY. */
gboolean cli_apply_setting (Cli *cli,
                            AssayParametersBuilder *builder,
                            const AssayToolInfo *info,
                            const char *setting,
                            GError **error);
/* What JSON says of @recipient. */
JsonObject *cli_recipient_to_json (const AssayRecipient *recipient) G_GNUC_WARN_UNUSED_RESULT;
/* With what was done to the copy that @result is of, where the register knows how large it was. */
JsonObject *cli_found_recipient_to_json (const AssayRecipient *recipient,
                                         AssayResult *result) G_GNUC_WARN_UNUSED_RESULT;

/* A word for a tool that checks a proof: a file for an input role, or the value of a parameter;
 * NULL values are left out. */
typedef struct
{
  const char *name;
  const char *value;
  gboolean input;
} CliProofWord;

/* Whether nothing in the proof failed: a clear verdict, or a report that only lacks a signature
 * while its ledger, signatures and hashes are sound. */
gboolean cli_proof_stands (const char *tool, AssayResult *result);
/* Whether @tool checks a proof, of which the phrases about media files would say something else. */
gboolean cli_is_proof (const char *tool);
/* A request for @info with the words as inputs and parameters; those without a value are left out.
 */
AssayRequest *cli_make_request (const AssayToolInfo *info,
                                const CliProofWord *words,
                                guint n,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Runs @tool on the proof (the first word); raises the status to 4 unless it stands. NULL after
 * reporting the error. */
AssayOutcome *cli_prove (Cli *cli, const char *tool, const CliProofWord *words, guint n)
    G_GNUC_WARN_UNUSED_RESULT;
void cli_prove_and_print (Cli *cli, const char *tool, const CliProofWord *words, guint n);
/* The folder of an export instead of a case. */
void cli_verify_bag (Cli *cli, const char *bag);
/* Whether nothing stands at @path, or @force allows to replace it (a plain file: whoever writes
 * looks at that); FALSE after reporting. Asked before the work, so that none is done in vain. */
gboolean cli_may_write (Cli *cli, const char *path, gboolean force);
/* Whether @path is none of the @n files that are read, whatever --force says; FALSE after
 * reporting. */
gboolean cli_spares (Cli *cli, const char *path, char **files, guint n);
/* Writes a file that must not be there yet; FALSE after reporting the error. */
gboolean cli_write_new (Cli *cli, const char *path, const char *data, gsize size);
/* Writes the receipt of @exhibit to the new file @path; FALSE after reporting the error. */
gboolean
cli_make_receipt (Cli *cli, AssayCase *opened, guint exhibit, gboolean name, const char *path);

/* What is asked of `report CASE`. */
typedef struct
{
  char *output;
  gint64 upto;
  gboolean sign;
  char *verify;
  char **texts;   /* NAME=TEXT */
  char **with;    /* section ids in their long form, lists with commas, "all" */
  char **without; /* section ids left out, lists with commas */
  char *paper;
  gboolean redacted;
  gboolean anonymous; /* also without those who made it */
  gboolean force;     /* replace a file that is there */
  gboolean no_run;    /* leave the standard examinations out */
} CliReportOptions;

/* What writes PDFs. Loading its libraries (Pango, Cairo, libharu and what these need) takes as long
 * as a fifth of a check, so it is in a program of its own. */
struct _CliPainter
{
  /* Whether a report can be written at all; FALSE after reporting why not. */
  gboolean (*is_ready) (Cli *cli);
  void (*write_case) (Cli *cli, const char *name, const CliReportOptions *options);
  void (*write_check) (Cli *cli, const AssayReportCheck *checks, guint n, const char *path);
};

/* The whole program; returns the exit status. */
int cli_main (const CliPainter *painter, int argc, char **argv);

/* The painter. Where this program has none it becomes assay-cli-report with the same command line,
 * so it must be asked before anything was done; NULL after reporting that this failed, or why no
 * report can be written. */
const CliPainter *cli_need_painter (Cli *cli);

AssayClient *cli_get_client (Cli *cli);

/* Parses what @context takes and the options that stand before or after every command: store, JSON,
 * passphrase file. FALSE after reporting wrong usage. */
gboolean cli_parse_options (Cli *cli, GOptionContext *context, int *argc, char ***argv);

/* Parses the options of a command; what is left stays in @argv. FALSE after reporting wrong usage.
 * At least @least words must be left, and at most @most (-1: any number). @words describes them in
 * --help ("CASE FILE…"). */
gboolean cli_parse (Cli *cli,
                    const GOptionEntry *entries,
                    const char *words,
                    int least,
                    int most,
                    int *argc,
                    char ***argv);

/* Raises the exit status and says what went wrong on stderr; the JSON document is the caller's. */
void cli_warn (Cli *cli, const GError *error, const char *about);
/* Raises the exit status; the message goes to stderr. With --json the error document goes to stdout
 * too when
 * @document is NULL, or @document (transfer full), which has its own "error". */
void cli_fail (Cli *cli, const GError *error, const char *about, JsonNode *document);
/* Says that @opened was changed from outside, if it was, and raises the status to 4. */
void cli_warn_of_damage (Cli *cli, AssayCase *opened);
/* The document of a run that failed; one for which no file could be opened names @path (nullable)
 * all the same. */
JsonNode *cli_error_document (const AssayToolInfo *info,
                              AssayRequest *request,
                              const char *path,
                              const GError *error) G_GNUC_WARN_UNUSED_RESULT;
/* What the actions of a command are: help where it was asked for ("--help", "-h"), else wrong
 * usage. */
void cli_usage (Cli *cli, int argc, char **argv, const char *usage);
/* Wrong usage, in words. */
void cli_fail_usage (Cli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
void cli_raise_status (Cli *cli, int status);

/* An exhibit in the documents of `intake` and `case show`. */
/* As the ledger says, but DIFFERS where the vault has no object of its size. */
AssayCustodyState cli_exhibit_state (AssayCase *opened, AssayExhibit *exhibit);
JsonObject *cli_exhibit_to_json (AssayCase *opened,
                                 AssayExhibit *exhibit) G_GNUC_WARN_UNUSED_RESULT;
/* The same for people, below its heading. */
void cli_print_exhibit_heading (Cli *cli);
void cli_print_exhibit (Cli *cli, AssayCase *opened, AssayExhibit *exhibit);

/* A document made of @object; (transfer full) both ways. */
JsonNode *cli_take_object (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;
/* Prints one JSON document and a newline; (transfer full). */
void cli_print_json (JsonNode *document);
/* Prints text for people; only without --json. */
void cli_print (Cli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Progress on stderr while it is a terminal; NULL otherwise. @name is what is worked on. */
AssayProgress *cli_progress (Cli *cli, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The same for work that counts bytes, which are shown too. */
AssayProgress *cli_progress_bytes (Cli *cli, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Removes the progress line. */
void cli_progress_end (Cli *cli);

typedef enum
{
  CLI_READ,          /* never writes */
  CLI_WRITE,         /* must be able to record */
  CLI_READ_OR_WRITE, /* records if it can: verifying and exporting work beside a writer and on
                        read-only media too */
} CliAccess;

/* The case of the path, UUID, beginning of a UUID or title @name. Reports the error and returns
 * NULL. */
AssayCase *cli_open_case (Cli *cli, const char *name, CliAccess access) G_GNUC_WARN_UNUSED_RESULT;
AssayExaminerKey *cli_open_key (Cli *cli, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Contents of the passphrase file without its final newline; NULL without --passphrase-file. */
char *cli_read_passphrase (Cli *cli, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs what a report shows of every file (check, metadata, structure, picture) on each exhibit that
 * it was not run on yet. Runs that fail are recorded and told; FALSE only when cancelled. */
gboolean cli_examine (Cli *cli, AssayCase *opened);
/* How many of these were not run. */
guint cli_count_unexamined (AssayCase *opened);

/* The readable form of a run, indented, with finding texts from the catalogue: the verdict and its
 * reasons alone, or with all values, tables and outputs. */
void cli_print_check (Cli *cli, AssayOutcome *outcome);
void cli_print_outcome (Cli *cli, AssayOutcome *outcome);
/* Its parts: the files, the findings with the gravest first, values, tables and outputs. */
void cli_print_inputs (Cli *cli, AssayOutcome *outcome);
void cli_print_findings (Cli *cli, AssayResult *result);
void cli_print_details (Cli *cli, AssayOutcome *outcome);
/* A table with its headings; long ones in part. */
void cli_print_table (Cli *cli, AssayTable *table);
/* The same of a tool that checks a proof, in words of its own. */
void cli_print_proof (Cli *cli, const char *tool, AssayOutcome *outcome);

G_END_DECLS
