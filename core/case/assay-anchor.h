/* assay-anchor.h: proofs of others that a checkpoint existed (CUSTODY §5): requests for time stamps
 * (RFC 3161), their answers, and whatever else somebody signed, each recorded by an entry
 * checkpoint.anchor. */
#pragma once

#include "case/assay-case-folder.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* What a checked proof says; see the tool `timestamp.verify`. */
typedef struct
{
  const char *kind; /* "rfc3161", "opaque" */
  const char *time; /* claimed by the authority, RFC 3339; "" when it is not known */
  const char *authority;
  const char *serial;
  const char *policy;
  gboolean chain; /* the authority's certificate led to a trusted one when it was imported */
} AssayAnchorFacts;

/**
 * assay_case_request_timestamp:
 * @size: (out): entries that the checkpoint covers
 *
 * Makes a checkpoint over all entries and a request for its note: SHA-256, a random nonce, the
 * certificate asked for. Kept as anchors/<size>.tsq; the same again until it is recorded.
 *
 * Returns: (transfer full): DER
 */
GBytes *assay_case_request_timestamp (AssayCase *self,
                                      gint64 *size,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Once @request stands where the person wants it: an entry checkpoint.anchor of kind "request", so
 * that each request has a checkpoint of its own. Verification holds the kept file against it. */
gboolean assay_case_record_request (AssayCase *self, gint64 size, GBytes *request, GError **error);
/* The newest checkpoint that a request was made for; 0 if there is none. */
gint64 assay_case_find_request (AssayCase *self);
/* Keeps @proof (checked before) over checkpoint @size and records it. NOT_FOUND without that
 * checkpoint file, EXISTS if it was imported before. */
gboolean assay_case_add_anchor (
    AssayCase *self, gint64 size, GBytes *proof, const AssayAnchorFacts *facts, GError **error);

/**
 * assay_case_check_timestamp:
 * @size: entries under the checkpoint that was asked for
 * @name: of the file that the answer came in
 * @proof: the answer of the authority
 * @anchors: (nullable): file with the certificates that are trusted
 *
 * `timestamp.verify` in the worker over the answer, the kept request and the note.
 *
 * Returns: (transfer full): what it found, also when that is no proof
 */
AssayOutcome *assay_case_check_timestamp (AssayCase *self,
                                          gint64 size,
                                          const char *name,
                                          GBytes *proof,
                                          const char *anchors,
                                          AssayClient *client,
                                          AssayProgress *progress,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps the answer that @outcome is about as assay_case_add_anchor() does; CORRUPT unless it holds.
 */
gboolean assay_case_add_timestamp (
    AssayCase *self, gint64 size, GBytes *proof, AssayOutcome *outcome, GError **error);

G_END_DECLS
