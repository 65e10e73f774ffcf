/* assay-case-verify.h: recomputes everything and names exactly what differs. */
#pragma once

#include "base/assay-base.h"
#include "case/assay-case-folder.h"

G_BEGIN_DECLS

typedef struct
{
  const char *code;   /* ledger: "entry-form", "sequence", "chain", "signature", "log", "key",
                         "checkpoint", "anchor"; database: "database", "schema", "projection",
                         "reveal"; folder: "link", "key-unknown"; vault: "object-missing",
                         "object-differs", "object-unknown", "object-not-erased", "result-missing",
                         "result-differs" */
  gint64 entry;       /* ledger entry, 0 when none */
  guint exhibit;      /* 0 when none */
  const char *detail; /* translated sentence naming what differs: expected and found */
} AssayVerifyFinding;

typedef struct _AssayVerification AssayVerification;

/* @checkpoint: (nullable): an earlier checkpoint note from outside the case to hold it against.
 * Works read-only. In WRITE mode a `verify` entry records the outcome. NULL only when verification
 * could not be done at all. */
AssayVerification *assay_case_verify (AssayCase *self,
                                      const char *checkpoint,
                                      AssayProgress *progress,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Entries, signatures, checkpoints, kept texts and tables, without the bytes of the vault: what has
 * to hold before anything is told to others from a case. FALSE with CORRUPT where something
 * differs; from then on the case is READ_ONLY and assay_case_get_damage() says why. About 70 µs an
 * entry. */
gboolean assay_case_check_records (AssayCase *self,
                                   AssayProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);
void assay_case_verify_async (AssayCase *self,
                              const char *checkpoint,
                              AssayProgressFunc progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
AssayVerification *assay_case_verify_finish (AssayCase *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_verification_free (AssayVerification *self);
gboolean assay_verification_passed (const AssayVerification *self);
guint assay_verification_get_n_findings (const AssayVerification *self);
const AssayVerifyFinding *assay_verification_get_finding (const AssayVerification *self,
                                                          guint index);
/* What was seen beside and changes neither evidence nor ledger, so that the verification passes all
 * the same: "file-unknown" (somebody put it into the case folder), "leftover" (what an interrupted
 * write or run leaves looks so), "thumbnail-missing", "thumbnail-differs" (small pictures). */
guint assay_verification_get_n_remarks (const AssayVerification *self);
const AssayVerifyFinding *assay_verification_get_remark (const AssayVerification *self,
                                                         guint index);
gint64 assay_verification_get_n_entries (const AssayVerification *self);
guint assay_verification_get_n_objects (const AssayVerification *self);
/* Names, notes and other personal values that entries commit to and that were deleted since: no
 * finding, because they may be (CUSTODY §8), but to be told. */
guint assay_verification_get_n_erased_texts (const AssayVerification *self);
/* Whether an entry of the ledger says what was found: FALSE where nothing can be written. */
gboolean assay_verification_was_recorded (const AssayVerification *self);
guint64 assay_verification_get_bytes (const AssayVerification *self);
/* The chain head: hex SHA-256 of the newest entry. */
const char *assay_verification_get_head (const AssayVerification *self);
/* The newest checkpoint note that held; "" if none did. */
const char *assay_verification_get_checkpoint (const AssayVerification *self);
/* {"passed", "entries", "objects", "bytes", "erased_texts", "recorded", "head", "checkpoint",
 * "findings": [{"code", "entry", "exhibit", "detail"}], "remarks": [the same]} */
JsonNode *assay_verification_to_json (const AssayVerification *self) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVerification, assay_verification_free)

G_END_DECLS
