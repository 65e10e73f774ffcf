/* assay-progress.h: how far a long job is, told from any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayProgress AssayProgress;

/* @fraction 0..1, or -1 while the total is unknown; @what is a msgid ("Reading") and may be empty;
 * @done and @total count @what's unit and are 0 when not given. Called in the thread that set the
 * progress. */
typedef void (*AssayProgressFunc) (
    double fraction, const char *what, guint64 done, guint64 total, gpointer user_data);

/* @func is called at most about 20 times a second and once for the last value. @func may be NULL.
 */
AssayProgress *assay_progress_new (AssayProgressFunc func,
                                   gpointer user_data,
                                   GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
AssayProgress *assay_progress_ref (AssayProgress *self);
void assay_progress_unref (AssayProgress *self);

/* All may be called with @self NULL and from any thread. The fraction never goes back. */
void assay_progress_set (AssayProgress *self, double fraction, const char *what);
/* Counts of bytes, frames or files; @total 0 when unknown. */
void assay_progress_set_count (AssayProgress *self, guint64 done, guint64 total, const char *what);
/* What another process told: @fraction is that of the whole, the counts are those of the step at
 * hand. */
void assay_progress_relay (
    AssayProgress *self, double fraction, const char *what, guint64 done, guint64 total);
/* The furthest that was told of @self, by itself or by its parts; -1 before that. */
double assay_progress_get (AssayProgress *self);
/* A part of @self: 0..1 of the child is @from..@to of the parent. */
AssayProgress *
assay_progress_sub (AssayProgress *self, double from, double to) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayProgress, assay_progress_unref)

G_END_DECLS
