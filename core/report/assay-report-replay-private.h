/* assay-report-replay-private.h: the state of a case at one ledger entry, read from the entries and
 * nothing else. */
#pragma once

#include "report/assay-report-data-private.h"

G_BEGIN_DECLS

/* Applies @entry to @data, whose exhibits then are all of the case so far. */
void assay_report_replay (AssayReportData *data, const AssayLedgerEntry *entry);

/* What an entry of @event says in one line, for events that change no report data; "" for others.
 */
char *assay_replay_describe (const char *event, JsonObject *data) G_GNUC_WARN_UNUSED_RESULT;

/* Members of an entry's data, made visible; "" without one. A name, on one line, may stand as
 * @member or, when the bytes were no text, as @member_b64. */
char *assay_replay_name (JsonObject *data, const char *member) G_GNUC_WARN_UNUSED_RESULT;
char *assay_replay_text (JsonObject *data, const char *member) G_GNUC_WARN_UNUSED_RESULT;

/* Role and SHA-256 of all inputs of a run's entry but the exhibit, a line each, without which
 * nobody can repeat it; "" where there are none. */
char *assay_replay_other_inputs (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
