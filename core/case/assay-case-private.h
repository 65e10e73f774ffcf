/* assay-case-private.h: the inside of AssayCase and AssayExhibit for the files of this folder.
 *
 * Locks: `writing` is held around every transaction and everything that must not change under it
 * (placing and deleting objects); `reading` around every use of the reading connection; `state` for
 * moments around members that getters copy. Order: writing, reading, state. */
#pragma once

#include <sqlite3.h>

#include "case/assay-case-folder.h"
#include "case/assay-case-verify.h"
#include "case/assay-keyring-private.h"
#include "case/assay-ledger-private.h"
#include "case/assay-vault-private.h"

G_BEGIN_DECLS

struct _AssayCase
{
  GObject parent_instance;

  char *path;
  int folder;
  int lock;
  AssayCaseMode mode;
  GError *obstacle;   /* why it was opened for reading instead; set before anybody else knows it */
  const char *damage; /* why nothing is written, NULL if all is well; kept in texts */
  AssayExaminerKey *key;
  guint8 public_key[32]; /* of entry 1 */
  AssayKeyring *keyring; /* set when opened; replaced under both locks */
  AssayVault *vault;

  GMutex writing;
  AssayLedger *ledger; /* NULL when reading only */

  GRecMutex reading;
  sqlite3 *reader;
  char *retention; /* the newest day that an entry names, NULL before the first; under `reading` */
  gint64 retention_upto; /* how many entries were searched for it */

  GMutex state;
  const char *uuid; /* kept in texts, like the following */
  const char *log;
  const char *title;
  const char *reference;
  const char *examiner;
  gint64 opened;
  gint64 n_entries;
  gboolean closed;
  GPtrArray *texts; /* every text that a getter ever gave; freed with the case, so that getters may
                       lend them */
  GPtrArray *exhibits; /* AssayExhibit by number - 1 */
  guint shown;         /* how many of them the list model has announced; main context only */
};

/* The parts of an exhibit that change; set under the lock of the case, read by getters of any
 * thread. */
typedef struct
{
  gint64 number;
  gint64 size;
  gint64 taken_in;
  gint64 mtime;
  gint64 verified;
  AssayVerdict verdict;
  AssayCustodyState state;
  const char *name;
  const char *mime;
  const char *source;
  const char *note;
  const char *sha256;
  const char *sha512;
  const char *sha1;
  const char *md5;
  const char *check_error;
} AssayExhibitValues;

AssayExhibit *assay_exhibit_new (const AssayExhibitValues *values) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the values that may change (mime, note, verdict, error, state, verified) from any thread.
 */
void assay_exhibit_update (AssayExhibit *self, const AssayExhibitValues *values);
/* What a verification has found and cannot record; until the case is read again. Any thread. */
void assay_exhibit_set_differs (AssayExhibit *self);
/* Emits notify for them; main context only. */
void assay_exhibit_announce (AssayExhibit *self);

/* assay-case-load.c */
/* The rows of `exhibit` in @db with personal values revealed, by number. */
typedef void (*AssayExhibitFunc) (const AssayExhibitValues *values, gpointer data);
gboolean
assay_case_read_exhibits (sqlite3 *db, AssayExhibitFunc func, gpointer data, GError **error);
gboolean assay_case_load (AssayCase *self, GError **error);
/* Reads one row of `exhibit` again (a new one or a changed one) and announces it in the main
 * context. */
gboolean assay_case_reload_exhibit (AssayCase *self, sqlite3 *db, guint number, GError **error);
/* The main context is told that an exhibit has changed in memory. */
void assay_case_announce_exhibit (AssayCase *self, guint number);
/* All of them, and title, reference, examiner. */
gboolean assay_case_reload (AssayCase *self, GError **error);
/* A personal value as projections hold it, made readable: "" if it was deleted. */
char *assay_case_reveal (sqlite3 *db, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* assay-reveal.c: the same for many values, with one prepared statement. */
typedef struct _AssayRevealer AssayRevealer;
AssayRevealer *assay_revealer_new (sqlite3 *db) G_GNUC_WARN_UNUSED_RESULT;
void assay_revealer_free (AssayRevealer *self);
char *assay_revealer_text (AssayRevealer *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* @json with every commitment replaced by the value, where it is still known. */
char *assay_revealer_json (AssayRevealer *self, const char *json) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRevealer, assay_revealer_free)

/* assay-retention.c: keeps the day that entry @seq names, if it names one; entries come in order.
 * Under `reading`. */
void assay_case_note_retention (AssayCase *self, gint64 seq, const char *body);

/* assay-case-folder.c */
/* FALSE with READ_ONLY or CORRUPT unless the case may be written to. */
gboolean assay_case_check_writable (AssayCase *self, GError **error);
/* Nothing is written any more, because of @sentence; emits `damaged` in the main context. */
void assay_case_set_damage (AssayCase *self, const char *sentence);
/* Writes one entry under the write lock and keeps the counts. */
gboolean assay_case_append (AssayCase *self, const AssayEntry *entry, gint64 *seq, GError **error);
/* Whether a name, a note or a reason can be kept: INVALID if it is too long or no UTF-8. */
gboolean assay_case_check_text (const char *text, GError **error);
/* What assay_case_edit() records; NULL where nothing differs. */
AssayEntry *assay_case_edit_entry (AssayCase *self,
                                   const char *title,
                                   const char *reference,
                                   const char *examiner) G_GNUC_WARN_UNUSED_RESULT;
/* Two that must not stand without each other; @seq is that of @first. */
gboolean assay_case_append_pair (AssayCase *self,
                                 const AssayEntry *first,
                                 const AssayEntry *second,
                                 gint64 *seq,
                                 GError **error);
/* The same with a checkpoint. */
gboolean
assay_case_append_marked (AssayCase *self, const AssayEntry *entry, gint64 *seq, GError **error);
/* After a commit under the write lock: counts and the closed flag. */
void assay_case_note_commit (AssayCase *self, const char *event);
/* Keeps @text as long as the case. */
const char *assay_case_keep (AssayCase *self, const char *text);
/* An open case over a folder that was just made; takes @ledger over. */
AssayCase *assay_case_new_created (const char *path,
                                   AssayLedger *ledger,
                                   int lock,
                                   AssayExaminerKey *key,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* assay-case-query.c */
/* The canonical JSON of a stored result; NULL with CORRUPT if it is not what the ledger names. */
char *assay_case_load_result_text (AssayCase *self,
                                   const char *sha256,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @same: the first exhibit but @except whose bytes are @sha256 and still held; 0 if there is none.
 * FALSE if the database does not say. */
gboolean
assay_case_query_same (sqlite3 *db, const char *sha256, guint except, guint *same, GError **error);
/* @shared: whether another exhibit still holds the same bytes (@same is its number), or the result
 * of a run is the same bytes (@same is 0). FALSE if the database does not say. */
gboolean assay_case_query_holder (
    sqlite3 *db, const char *sha256, guint except, gboolean *shared, guint *same, GError **error);

/* assay-case-recover.c */
/* Start-up in WRITE mode (CUSTODY §7): sweeps, quarantines, finishes deletions, records it. */
gboolean assay_case_recover (AssayCase *self, GError **error);

/* assay-case-soundness.c */
/* The whole chain, the signatures of the last 100 entries, the newest checkpoint and every kept
 * text; NULL or a sentence saying what is wrong. */
char *assay_case_check_opened (AssayCase *self) G_GNUC_WARN_UNUSED_RESULT;
/* Entry @seq with the bytes @body: its form, its signature and (unless @prev is NULL) that it
 * continues the entry with that hash; NULL or a sentence saying what is wrong. */
char *assay_case_check_entry (AssayCase *self,
                              gint64 seq,
                              const char *body,
                              GBytes *signature,
                              const char *prev) G_GNUC_WARN_UNUSED_RESULT;

/* assay-case-key.c */
/* Reads the key events anew. */
gboolean assay_case_load_keys (AssayCase *self, GError **error);
/* Where the public half of @key stands below the case folder. */
char *assay_case_key_file (const AssayKeyringKey *key) G_GNUC_WARN_UNUSED_RESULT;
/* NULL if the file that a stranger would take @key from holds it, else a translated sentence. */
char *assay_case_check_key_file (AssayCase *self,
                                 const AssayKeyringKey *key) G_GNUC_WARN_UNUSED_RESULT;

/* assay-case-lock.c */
/* flock on <case>/lock; -1 with LOCKED or IO. */
int assay_case_take_lock (int folder, GError **error);

/* Runs @func (a GTaskThreadFunc) on the pool of its purpose. */
typedef enum
{
  ASSAY_CASE_POOL_DISK, /* intake, verification, export: one at a time, they share the disk */
  ASSAY_CASE_POOL_RUN,  /* tools: the client limits how many work at a time */
} AssayCasePool;
void assay_case_run_task (AssayCasePool pool, GTask *task, GTaskThreadFunc func);

/* Progress that calls back in the main context of the thread that makes it. */
AssayProgress *assay_case_progress_new (AssayProgressFunc func,
                                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a title or a note (valid UTF-8) is nothing but white space. */
gboolean assay_case_is_blank (const char *text);

G_END_DECLS
