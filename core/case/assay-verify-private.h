/* assay-verify-private.h: the parts of a verification and what they share. */
#pragma once

#include <json-glib/json-glib.h>
#include <sqlite3.h>

#include "case/assay-case-private.h"
#include "case/assay-case-verify.h"
#include "case/assay-merkle-private.h"

G_BEGIN_DECLS

struct _AssayVerification
{
  GArray *findings; /* AssayVerifyFinding with owned texts */
  GArray *remarks;  /* the same; what does not touch the verdict */
  gint64 n_entries;
  guint n_objects;
  guint n_erased_texts;
  gboolean recorded; /* the ledger has an entry of it */
  guint64 bytes;
  char head[65];
  char *checkpoint; /* newest note that held, NULL if none did */
};

AssayVerification *assay_verification_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @detail is (transfer full). */
void assay_verification_add (
    AssayVerification *self, const char *code, gint64 entry, guint exhibit, char *detail);

/* The same for what changes no entry and no evidence, and is told all the same. */
void assay_verification_remark (
    AssayVerification *self, const char *code, gint64 entry, guint exhibit, char *detail);

/* A file that a run left in the case folder, as its entry describes it. */
typedef struct
{
  gint64 entry;
  guint exhibit;
  char *path; /* below the case folder */
  char *sha256;
} AssayRecordedFile;

/* What the entries say of files outside of the vault's objects. */
typedef struct
{
  GPtrArray *files;   /* AssayRecordedFile */
  GHashTable *paths;  /* of those with their folders, and in anchors/; below the case folder */
  GHashTable *hashes; /* SHA-256 of what was made: outputs, reports, receipts, time stamps, and of
                         exports the manifest of their tag files */
  GHashTable *sizes;  /* gint64, of the outputs */
  GHashTable *quarantined; /* SHA-256 of objects that were put aside */
} AssayRecorded;

void assay_recorded_init (AssayRecorded *self);
void assay_recorded_clear (AssayRecorded *self);
/* @entry: the whole entry @seq. */
void assay_recorded_add (AssayRecorded *self, gint64 seq, JsonObject *entry);

typedef struct
{
  AssayCase *self;
  sqlite3 *db;      /* a snapshot of case.db */
  sqlite3 *rebuilt; /* projections from the ledger alone */
  AssayVerification *report;
  guint8 public_key[32]; /* of entry 1 */
  AssayKeyring *keyring; /* from the snapshot */
  char *log;
  AssayRecorded recorded;
  GHashTable *commitments; /* those of the entries, with where they stand; in the end those whose
                              value is gone */
  GPtrArray *objects;      /* names in the vault when the snapshot was taken; NULL where somebody
                              else may be writing */
  GHashTable *thumbnails;  /* names of the small pictures that results name; set by
                              assay_verify_thumbnails() */
  const char *checkpoint;  /* from outside; may be NULL */
  AssayProgress *progress;
  GCancellable *cancellable;
} AssayVerify;

/* Each FALSE only when it could not be done (or was cancelled); what differs goes to the report. */
gboolean assay_verify_ledger (AssayVerify *self, GError **error);
/* The files that the checkpoint.anchor entry @seq names; @data is its data. */
void assay_verify_anchor (AssayVerify *self, gint64 seq, JsonObject *data);
/* Checkpoints that were made to leave the case stand in a file too; @sizes: what they cover. */
void assay_verify_notes (AssayVerify *self, GHashTable *sizes);
GHashTable *assay_verify_commitments_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps every commitment of the entry @seq, so that what was kept of the values can be held against
 * them; @body: the entry as it is signed. */
void assay_verify_remember_commitments (AssayVerify *self,
                                        gint64 seq,
                                        JsonObject *entry,
                                        const char *body);
gboolean assay_verify_reveals (AssayVerify *self, GError **error);
gboolean assay_verify_projections (AssayVerify *self, GError **error);
gboolean assay_verify_vault (AssayVerify *self, GError **error);
/* Outputs of runs in the case folder. */
void assay_verify_files (AssayVerify *self);
/* Small pictures that results name: remarks about those that are gone or others. */
gboolean assay_verify_thumbnails (AssayVerify *self, GError **error);
/* Remarks about what lies in the case folder and belongs to no entry. After all others. */
gboolean assay_verify_beside (AssayVerify *self, GError **error);

G_END_DECLS
