/* assay-subject.h: what a panel looks at: a quick-checked plain file, or an exhibit of a case.
 *
 * It is the one door through which panels get results: in a case every run goes through core/case
 * and is recorded, in a quick check it goes to the worker and nothing is kept. Results are cached
 * for the life of the subject. Main thread only. */
#pragma once

#include "assay-job-list.h"
#include "case/assay-case.h"
#include "model/assay-model.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Properties: name, mime, size, sha256 (the last two notify when a first run tells them),
 * selection. Signal "result-changed" (const char *tool): a newer result of that tool is there. */
#define ASSAY_TYPE_SUBJECT (assay_subject_get_type ())
G_DECLARE_FINAL_TYPE (AssaySubject, assay_subject, ASSAY, SUBJECT, GObject)

/**
 * assay_subject_new_file:
 * @path: a regular file, not a symbolic link
 *
 * Opens the file once; every later run reads that descriptor.
 *
 * Returns: (transfer full) (nullable): %NULL with a GIO error naming the file and the reason
 */
AssaySubject *assay_subject_new_file (AssayClient *client,
                                      AssayJobList *jobs,
                                      const char *path,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssaySubject *assay_subject_new_exhibit (AssayClient *client,
                                         AssayJobList *jobs,
                                         AssayCase *acase,
                                         AssayExhibit *exhibit) G_GNUC_WARN_UNUSED_RESULT;

AssayClient *assay_subject_get_client (AssaySubject *self);
AssayJobList *assay_subject_get_jobs (AssaySubject *self);
/* (nullable): NULL in a quick check. */
AssayCase *assay_subject_get_case (AssaySubject *self);
AssayExhibit *assay_subject_get_exhibit (AssaySubject *self);
/* Number of the exhibit, 0 in a quick check. */
guint assay_subject_get_number (AssaySubject *self);
/* Made visible, safe to show. */
const char *assay_subject_get_name (AssaySubject *self);
guint64 assay_subject_get_size (AssaySubject *self);
/* By magic bytes; "" until the first run has told. */
const char *assay_subject_get_mime (AssaySubject *self);
/* Lower-case hex; "" until known (a quick check learns it from its first run). */
const char *assay_subject_get_sha256 (AssaySubject *self);
/* AssayMediaKind bits by the MIME type; ASSAY_MEDIA_ANY while that is unknown. */
guint assay_subject_get_kinds (AssaySubject *self);
/* Text form of the AssayRegion that the person has selected in a player of it; "" for none. Rows of
 * region parameters take it over. */
const char *assay_subject_get_selection (AssaySubject *self);
void assay_subject_set_selection (AssaySubject *self, const char *region);
/* FALSE when nothing new can be run: the case is read-only or the bytes were erased. @reason: (out)
 * (transfer none): translated sentence. */
gboolean assay_subject_can_run (AssaySubject *self, const char **reason);
/* Read-only descriptor of the bytes (hex view, previews), caller closes it; -1 with an error. */
int assay_subject_open_fd (AssaySubject *self, GError **error);

/* The newest result of @tool in memory, NULL if there is none yet. (transfer none) */
AssayResult *assay_subject_peek_result (AssaySubject *self, const char *tool);
/* The outcome of a run of this session (result with images, hash of the input, libraries), NULL if
 * there is none. */
AssayOutcome *assay_subject_peek_outcome (AssaySubject *self, const char *tool);
/* The running job of @tool, NULL if none runs: bind its progress. (transfer none) */
AssayJob *assay_subject_find_job (AssaySubject *self, const char *tool);

/**
 * assay_subject_get_result_async:
 * @tool: id of a tool that needs no parameter without default
 *
 * From memory, else the newest stored in the case, else by running it with its defaults. Calls for
 * the same tool while it runs wait for the same run. Cancelling stops waiting, not the run; cancel
 * the job for that.
 */
void assay_subject_get_result_async (AssaySubject *self,
                                     const char *tool,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
AssayResult *assay_subject_get_result_finish (AssaySubject *self,
                                              GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, but never from the case's store, whose results have no pictures: runs the tool if it
 * has not run in this session. */
void assay_subject_get_outcome_async (AssaySubject *self,
                                      const char *tool,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
AssayOutcome *assay_subject_get_outcome_finish (AssaySubject *self,
                                                GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The newest run of one of @tools (ids, NULL at the end) in the record of the case; NULL without an
 * error if there is none, and always in a quick check. */
void assay_subject_find_recorded_async (AssaySubject *self,
                                        const char *const *tools,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
AssayRecordedRun *assay_subject_find_recorded_finish (AssaySubject *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A request with this subject as first input; add further inputs and outputs to it, then run it. */
AssayRequest *assay_subject_make_request (AssaySubject *self,
                                          AssayParameters *parameters,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Runs @request (transfer full) now. The job is in the job list; its progress and cancel are the
 * run's. */
AssayJob *assay_subject_run_async (AssaySubject *self,
                                   AssayRequest *request,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
AssayOutcome *assay_subject_run_finish (AssaySubject *self,
                                        GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Media kinds of a MIME type as the format sniffer names it; ASSAY_MEDIA_OTHER if none fits, ANY
 * for "". */
guint assay_media_kinds_of_mime (const char *mime);

G_END_DECLS
