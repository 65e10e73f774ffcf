/* assay-case-folder.h: one case: its data, its exhibits, its ledger.
 *
 * AssayCase is also a GListModel of AssayExhibit in number order; items-changed and notify come in
 * the thread of the default main context. */
#pragma once

#include <gio/gio.h>

#include "case/assay-case-error.h"
#include "case/assay-examiner-key.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_EXHIBIT (assay_exhibit_get_type ())
G_DECLARE_FINAL_TYPE (AssayExhibit, assay_exhibit, ASSAY, EXHIBIT, GObject)

/* Properties of the same names (number, name, mime, size, sha256, verdict, state) for expressions
 * and bindings. */
guint assay_exhibit_get_number (AssayExhibit *self);
/* Name as received, made visible. */
const char *assay_exhibit_get_name (AssayExhibit *self);
/* MIME type by magic bytes, "" before the first check. */
const char *assay_exhibit_get_mime (AssayExhibit *self);
guint64 assay_exhibit_get_size (AssayExhibit *self);
const char *assay_exhibit_get_sha256 (AssayExhibit *self);
const char *assay_exhibit_get_sha512 (AssayExhibit *self);
const char *assay_exhibit_get_sha1 (AssayExhibit *self);
const char *assay_exhibit_get_md5 (AssayExhibit *self);
/* Path or device as claimed at intake, made visible; note of the person. */
const char *assay_exhibit_get_source (AssayExhibit *self);
const char *assay_exhibit_get_note (AssayExhibit *self);
gint64 assay_exhibit_get_taken_in (AssayExhibit *self); /* ms since 1970 */
gint64 assay_exhibit_get_source_mtime (AssayExhibit *self);
/* Verdict of the newest `integrity` run; NOT_APPLICABLE before. */
AssayVerdict assay_exhibit_get_verdict (AssayExhibit *self);
/* The error of that run ("" if it had none): an exhibit whose check failed says why. */
const char *assay_exhibit_get_check_error (AssayExhibit *self);

typedef enum
{
  ASSAY_CUSTODY_HELD,     /* in the vault, not re-verified since intake */
  ASSAY_CUSTODY_VERIFIED, /* re-hashed and equal, see verified time */
  ASSAY_CUSTODY_DIFFERS,  /* verification failed */
  ASSAY_CUSTODY_ERASED,   /* deleted on purpose; hashes remain */
} AssayCustodyState;
AssayCustodyState assay_exhibit_get_state (AssayExhibit *self);
gint64 assay_exhibit_get_verified (AssayExhibit *self);

typedef struct
{
  gint64 seq;
  const char *event; /* "intake", "analyse" … */
  const char *time;  /* claimed UTC, RFC 3339 */
  const char *actor;
  guint exhibit;           /* 0 when about the case */
  const char *body;        /* canonical JSON of the entry */
  const char *hash;        /* SHA-256 of the entry bytes */
  const guint8 *signature; /* 64 bytes: Ed25519 over the entry bytes */
  const char *revealed; /* body with personal values in place of their commitments, as far as they
                           are still kept */
} AssayLedgerEntry;

typedef struct
{
  gint64 run; /* the ledger entry that recorded it */
  guint exhibit;
  const char *tool;
  const char *version;
  const char *parameters;    /* JSON object */
  const char *result_sha256; /* "" when it failed */
  const char *error;         /* "" when it did not */
  AssayVerdict verdict;
  gint64 started, ended; /* ms since 1970 */
} AssayRunRecord;

#define ASSAY_TYPE_CASE (assay_case_get_type ())
G_DECLARE_FINAL_TYPE (AssayCase, assay_case, ASSAY, CASE, GObject)

typedef enum
{
  ASSAY_CASE_READ_ONLY, /* never writes, works on read-only media and beside a writer */
  ASSAY_CASE_WRITE,     /* takes the case's lock; LOCKED if another process has it */
} AssayCaseMode;

/**
 * assay_case_open:
 * @path: the case folder
 * @key: (nullable): needed for WRITE
 *
 * Runs start-up recovery in WRITE mode (CUSTODY §7): sweeps vault/tmp, quarantines objects without
 * entry. Always checks the whole chain, the signatures of the last 100 entries, the newest
 * checkpoint and the kept texts: where something was changed from outside, the case comes back
 * READ_ONLY; see assay_case_get_damage().
 *
 * Returns: (transfer full) (nullable): NULL with NOT_FOUND, LOCKED, KEY, IO, or CORRUPT if it
 * cannot be read at all
 */
AssayCase *assay_case_open (const char *path,
                            AssayCaseMode mode,
                            AssayExaminerKey *key,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Releases lock and database; also on the last unref. */
void assay_case_close (AssayCase *self);
const char *assay_case_get_path (AssayCase *self);
const char *assay_case_get_uuid (AssayCase *self);
const char *assay_case_get_title (AssayCase *self);
const char *assay_case_get_reference (AssayCase *self);
const char *assay_case_get_examiner (AssayCase *self);
gint64 assay_case_get_opened (AssayCase *self); /* creation, ms since 1970 */
AssayCaseMode assay_case_get_mode (AssayCase *self);
/* Opens for writing or, where only looking is possible (LOCKED, FULL, READ_ONLY, or KEY with a
 * @key), READ_ONLY; then the obstacle says why. @key (nullable): without one the error is KEY. */
AssayCase *assay_case_open_best (const char *path,
                                 AssayExaminerKey *key,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What kept assay_case_open_best() from opening the case for writing; NULL if nothing did. */
const GError *assay_case_get_obstacle (AssayCase *self);
/* NULL, or a translated sentence: what was changed from outside. Such a case opens READ_ONLY
 * whatever was asked for, and writing to it answers CORRUPT; assay_case_verify() names everything
 * that differs. Where a check finds it later, the case becomes READ_ONLY then and emits the signal
 * `damaged` in the main context. */
const char *assay_case_get_damage (AssayCase *self);
gboolean assay_case_is_closed (AssayCase *self); /* a case.close entry stands last */
/* Any of the three may be NULL to leave it; an entry records old and new. */
gboolean assay_case_edit (AssayCase *self,
                          const char *title,
                          const char *reference,
                          const char *examiner,
                          GError **error);
guint assay_case_get_n_exhibits (AssayCase *self);
/* By number, (transfer none); NULL if there is none. */
AssayExhibit *assay_case_get_exhibit (AssayCase *self, guint number);
/* Read-only descriptor of the exhibit's bytes in the vault, caller closes it; -1 with ERASED,
 * CORRUPT or IO. */
int assay_case_open_exhibit (AssayCase *self, guint number, GError **error);
/* A person's remark, on the case (exhibit 0) or an exhibit. */
gboolean assay_case_note (AssayCase *self, guint exhibit, const char *text, GError **error);
/* Deletes the bytes of one exhibit ("analyse and forget"); hashes, results and entries remain.
 * Bytes that another exhibit (or a result) has too stay until the last of them is erased; the entry
 * says which of the two happened, and so must the caller: assay_case_keeps_bytes(). */
gboolean assay_case_erase (AssayCase *self, guint exhibit, const char *reason, GError **error);
/* The first other exhibit whose bytes are the same and still held; 0 if there is none. Of an erased
 * exhibit it is the one for whose sake the bytes are still there. */
guint assay_case_find_same (AssayCase *self, guint exhibit);
/* Whether another exhibit or the result of a run is the same bytes as @exhibit: erasing it then
 * deletes nothing. TRUE also if the case cannot say. */
gboolean assay_case_keeps_bytes (AssayCase *self, guint exhibit);

gint64 assay_case_get_n_entries (AssayCase *self);
/* Calls @func for entries @first .. @last in order (last 0: the newest) until it answers FALSE. */
gboolean assay_case_foreach_entry (AssayCase *self,
                                   gint64 first,
                                   gint64 last,
                                   gboolean (*func) (const AssayLedgerEntry *entry, gpointer data),
                                   gpointer data,
                                   GError **error);
/* Runs of @exhibit (0: all), oldest first, up to ledger entry @upto (0: all). */
gboolean assay_case_foreach_run (AssayCase *self,
                                 guint exhibit,
                                 gint64 upto,
                                 gboolean (*func) (const AssayRunRecord *run, gpointer data),
                                 gpointer data,
                                 GError **error);
AssayResult *assay_case_load_result (AssayCase *self,
                                     const AssayRunRecord *run,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Newest successful result of @tool on @exhibit; NULL without error if there is none. */
AssayResult *assay_case_find_result (AssayCase *self,
                                     guint exhibit,
                                     const char *tool,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the vault has an object of that name and size; what it holds is not read. */
gboolean assay_case_holds_bytes (AssayCase *self, const char *sha256, guint64 size);
/* A small picture that a run left (result image "thumbnail"); kept outside the ledger, rebuildable.
 * @sha256: (nullable): of its pixels, as a result names it: then no other is given, whatever was
 * done to the file; NULL for that of the newest check, or where it left none the one that was made
 * to look at. NULL if there is none. Blocks. */
AssayImage *assay_case_get_thumbnail (AssayCase *self, guint exhibit, const char *sha256);
/* Keeps a small picture that the worker made for looking at, where no run has left one. Nothing
 * happens in a case that is not written to, and for an erased exhibit. Blocks. */
void assay_case_keep_thumbnail (AssayCase *self, guint exhibit, AssayImage *image);

/* Signed note over the tree head (CUSTODY §5); the newest one not after entry @upto (0: any). NULL
 * if there is none. */
char *assay_case_get_checkpoint (AssayCase *self, gint64 upto, gint64 *size);
/* Writes a checkpoint over all entries. */
char *assay_case_make_checkpoint (AssayCase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Records an event that changes no table: "view", "report", "export", "transfer",
 * "checkpoint.anchor", "case.close".
 * @data is an object of strings, integers below 2^53, booleans, objects and arrays. What stands in
 * it is signed for ever, so it must hold no personal value (names, paths): those belong in notes,
 * which can be forgotten. */
gboolean assay_case_record (
    AssayCase *self, const char *event, guint exhibit, JsonNode *data, gint64 *seq, GError **error);

G_END_DECLS
