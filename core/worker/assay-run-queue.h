/* assay-run-queue.h: the jobs that a window lists: waiting, running, failed; each can be cancelled
 * (host side).
 *
 * It knows nothing of tools and cases: an item is started through a function of the caller, who
 * reports progress and end. All of it belongs to one thread, the main one. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_RUN_WAITING,
  ASSAY_RUN_RUNNING,
  ASSAY_RUN_CANCELLING, /* told to stop, has not yet */
  ASSAY_RUN_DONE,
  ASSAY_RUN_FAILED,
  ASSAY_RUN_CANCELLED,
} AssayRunState;

#define ASSAY_TYPE_RUN_STATE (assay_run_state_get_type ())
GType assay_run_state_get_type (void);

/* One job. Properties, all read-only and notified: "title" (as shown), "state", "fraction" (0..1,
 * -1 unknown), "what" (a msgid, what is being done), "message" (why it failed, "" otherwise). */
#define ASSAY_TYPE_RUN_ITEM (assay_run_item_get_type ())
G_DECLARE_FINAL_TYPE (AssayRunItem, assay_run_item, ASSAY, RUN_ITEM, GObject)

const char *assay_run_item_get_title (AssayRunItem *self);
AssayRunState assay_run_item_get_state (AssayRunItem *self);
double assay_run_item_get_fraction (AssayRunItem *self);
const char *assay_run_item_get_what (AssayRunItem *self);
/* NULL unless FAILED. */
const GError *assay_run_item_get_error (AssayRunItem *self);
/* A waiting one is over at once, a running one when its work has stopped. */
void assay_run_item_cancel (AssayRunItem *self);

/* AssayProgressFunc with the item as user data: hand it to assay_client_run_async() and the like.
 */
void assay_run_item_on_progress (
    double fraction, const char *what, guint64 done, guint64 total, gpointer item);
/* The started function's word that it is over: @error is borrowed, NULL when it went well. Exactly
 * once. */
void assay_run_item_finish (AssayRunItem *self, const GError *error);

/**
 * AssayRunStart:
 * @cancellable: cancelled with the item
 *
 * Starts the work of @item, and sees to it that assay_run_item_finish() is called in the end,
 * whatever happens.
 */
typedef void (*AssayRunStart) (AssayRunItem *item, GCancellable *cancellable, gpointer user_data);

/* GListModel of AssayRunItem: waiting and running ones in the order in which they came, failed ones
 * until they are removed. Done and cancelled ones leave at once. Properties: "n-active" (waiting or
 * running), "fraction" (of all since the queue was last idle, -1 when idle). Signal "finished"
 * (AssayRunItem): an item is over, whatever came of it. */
#define ASSAY_TYPE_RUN_QUEUE (assay_run_queue_get_type ())
G_DECLARE_FINAL_TYPE (AssayRunQueue, assay_run_queue, ASSAY, RUN_QUEUE, GObject)

/* @most_running: at a time; 0 for the number of processors. */
AssayRunQueue *assay_run_queue_new (guint most_running);
/* Starts it at once if there is room. @destroy frees @user_data when the item is over.
 * Returns: (transfer none): the item, which lives at least until it is over */
AssayRunItem *assay_run_queue_add (AssayRunQueue *self,
                                   const char *title,
                                   AssayRunStart start,
                                   gpointer user_data,
                                   GDestroyNotify destroy);
void assay_run_queue_cancel_all (AssayRunQueue *self);
/* Takes a failed item off the list. */
void assay_run_queue_remove (AssayRunQueue *self, AssayRunItem *item);
guint assay_run_queue_get_n_active (AssayRunQueue *self);
double assay_run_queue_get_fraction (AssayRunQueue *self);

G_END_DECLS
